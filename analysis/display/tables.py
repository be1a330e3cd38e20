"""Tables of the data quality report."""

from __future__ import annotations

from collections.abc import Sequence

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
    kinds = {kind: kind.capitalize() + "s" for kind in FIGURE_KINDS} | {"spend": "Spending"}
    return table(
        "The documents, and the rows taken from each",
        ("Document", "Form", "Lines", *kinds.values(), "Activities", "Indicators", "Commitments"),
        [
            (
                record.title,
                record.kind,
                count(record.lines),
                *(count(record.figures[kind]) for kind in kinds),
                count(record.activities),
                count(record.indicators),
                count(record.commitments),
            )
            for record in records
        ],
        numeric=range(2, 11),
        note="Rows of the clean tables. A commitment restates figures of the same document.",
    )


def expectation_tallies(records: Sequence[ExpectationTally]) -> Shown:
    """Return the expectations met and not met, by table and severity."""
    return table(
        "Expectations by table and severity",
        ("Table", "Severity", "Met", "Not met"),
        [(r.table, r.severity, count(r.met), count(r.not_met)) for r in records],
        numeric=(2, 3),
        note="Number of expectations. A critical one that is not met stops the run.",
    )


def unmet_expectations(records: Sequence[UnmetExpectation]) -> Shown:
    """Return the expectations that the sources do not meet."""
    return table(
        "Expectations that the sources do not meet",
        ("Expectation", "Table", "Severity", "Rows that do not", "Rows"),
        [(r.note, r.table, r.severity, count(r.unexpected), count(r.rows)) for r in records],
        numeric=(3, 4),
        note="Number of rows of the clean table.",
    )


def identities(records: Sequence[Identity], caption: str) -> Shown:
    """Return identities with both sides, their values and the residual."""
    return table(
        caption,
        ("Identity", "Kind", "Left", "Value", "Right", "Value", "Residual", "Discrepancy"),
        [
            (
                r.identity_id,
                r.kind.replace("_", " "),
                r.left,
                r.left_value,
                r.right,
                r.right_value,
                residual(r.residual),
                r.discrepancy_id or "none",
            )
            for r in records
        ],
        numeric=(3, 5, 6),
        note="The residual is left less right, in the unit of the figures, or in days for dates. "
        "An id such as ar19-072-1 says document, line, and order on the line.",
    )


def cited_figures(records: Sequence[CitedFigure]) -> Shown:
    """Return figures with their document, line and printed token."""
    return table(
        "The figures named above, as printed",
        ("Figure", "What it says", "Printed", "Document and line"),
        [
            (r.figure_id, r.measure, r.printed, f"{r.document}, line {r.source_line}")
            for r in records
        ],
        numeric=(2,),
    )


def discrepancies(records: Sequence[Discrepancy]) -> Shown:
    """Return the known faults of the sources, each explained."""
    return table(
        "Known faults of the sources, and what was decided",
        ("What is printed", "Document and line", "Likely cause", "Decision", "Value used"),
        [
            (
                r.what,
                f"{r.document}, line {r.source_line}",
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
        "What the sources do not print",
        ("Missing", "Rows", "Of", "Share", "Why"),
        [(r.what, count(r.count), count(r.of), percent(r.share), r.why) for r in records],
        numeric=(1, 2, 3),
        note="Rows of the clean tables. A missing value stays missing; nothing is filled in.",
    )
