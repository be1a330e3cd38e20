"""Tables of the data quality report."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.display.codes import (
    DOCUMENT_KINDS,
    FIGURES_OF_KIND,
    IDENTITY_KINDS,
    SEVERITIES,
    printed,
)
from analysis.display.expectation_terms import expectation_words
from analysis.display.language import _, _c
from analysis.display.missing_terms import MISSING
from analysis.display.numbers import count, percent, residual
from analysis.display.shown import Shown
from analysis.display.tabling import table
from analysis.measures.coverage import FIGURE_KINDS, DocumentYield, Missing
from analysis.measures.findings import (
    CitedFigure,
    Discrepancy,
    ExpectationTally,
    Identity,
    UnmetExpectation,
)


def document_yields(records: Sequence[DocumentYield]) -> Shown:
    """Return the documents and what was taken from each."""
    return table(
        _("The documents, and the rows taken from each"),
        (
            _("Document"),
            _c("of a document", "Form"),
            _("Lines"),
            *(_(FIGURES_OF_KIND[kind]) for kind in FIGURE_KINDS),
            _("Activities"),
            _("Indicators"),
            _("Commitments"),
        ),
        [
            (
                record.title,
                _(DOCUMENT_KINDS[record.kind]),
                count(record.lines),
                *(count(record.figures[kind]) for kind in FIGURE_KINDS),
                count(record.activities),
                count(record.indicators),
                count(record.commitments),
            )
            for record in records
        ],
        numeric=range(2, 11),
        note=_("Rows of the clean tables. A commitment restates figures of the same document."),
    )


def expectation_tallies(records: Sequence[ExpectationTally]) -> Shown:
    """Return the expectations met and not met, by table and severity."""
    return table(
        _("Expectations by table and severity"),
        (_("Table"), _("Severity"), _c("expectations", "Met"), _c("expectations", "Not met")),
        [(r.table, _(SEVERITIES[r.severity]), count(r.met), count(r.not_met)) for r in records],
        numeric=(2, 3),
        note=_("Number of expectations. A critical one that is not met stops the run."),
    )


def unmet_expectations(records: Sequence[UnmetExpectation]) -> Shown:
    """Return the expectations that the sources do not meet."""
    return table(
        _("Expectations that the sources do not meet"),
        (_("Expectation"), _("Table"), _("Severity"), _("Rows that do not"), _("Rows")),
        [
            (
                expectation_words(r.note),
                r.table,
                _(SEVERITIES[r.severity]),
                count(r.unexpected),
                count(r.rows),
            )
            for r in records
        ],
        numeric=(3, 4),
        note=_("Number of rows of the clean table."),
    )


def failing_identities(records: Sequence[Identity]) -> Shown:
    """Return identities that fail, with both sides, their values and the residual."""
    return _identities(_("Identities that fail, with their residuals"), records)


def listed_identities(records: Sequence[Identity]) -> Shown:
    """Return the identities that a report lists, with both sides and the residual."""
    return _identities(_("Every identity listed"), records)


def _identities(caption: str, records: Sequence[Identity]) -> Shown:
    return table(
        caption,
        (
            _("Identity"),
            _("Kind"),
            _c("side of an identity", "Left"),
            _("Value"),
            _c("side of an identity", "Right"),
            _("Value"),
            _("Residual"),
            _("Discrepancy"),
        ),
        [
            (
                r.identity_id,
                _(IDENTITY_KINDS[r.kind]),
                r.left,
                printed(r.left_value),
                r.right,
                printed(r.right_value),
                residual(r.residual),
                r.discrepancy_id or _c("discrepancy", "none"),
            )
            for r in records
        ],
        numeric=(3, 5, 6),
        note=_(
            "The residual is left less right, in the unit of the figures, or in days for dates. "
            "An id such as ar19-072-1 says document, line, and order on the line."
        ),
    )


def cited_figures(records: Sequence[CitedFigure]) -> Shown:
    """Return figures with their document, line and printed token."""
    return table(
        _("The figures named above, as printed"),
        (_("Figure"), _("What it says"), _("Printed"), _("Document and line")),
        [
            (r.figure_id, r.measure, printed(r.printed), document_line(r.document, r.source_line))
            for r in records
        ],
        numeric=(2,),
    )


def document_line(document: str, line: int) -> str:
    """Return where something is printed.

    >>> document_line("Report", 1072)
    'Report, line 1072'
    """
    return _("{document}, line {line}", document=document, line=line)


def discrepancies(records: Sequence[Discrepancy]) -> Shown:
    """Return the known faults of the sources, each explained."""
    return table(
        _("Known faults of the sources, and what was decided"),
        (
            _("What is printed"),
            _("Document and line"),
            _("Likely cause"),
            _("Decision"),
            _("Value used"),
        ),
        [
            (
                r.what,
                document_line(r.document, r.source_line),
                r.likely_cause,
                r.decision,
                r.value_used,
            )
            for r in records
        ],
    )


def missing(records: Sequence[Missing]) -> Shown:
    """Return what is missing by design."""
    return table(
        _("What the sources do not print"),
        (_("Missing"), _("Rows"), _c("of how many", "Of"), _("Share"), _("Why")),
        [
            (_(MISSING[r.key][0]), count(r.count), count(r.of), percent(r.share),
             _(MISSING[r.key][1]))
            for r in records
        ],
        numeric=(1, 2, 3),
        note=_(
            "Rows of the clean tables. A missing value stays missing; nothing is filled in."
        ),
    )  # fmt: skip
