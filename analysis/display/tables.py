"""Tables for people: captioned, scoped, escaped, readable on a telephone."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.display.numbers import count, percent, residual
from analysis.display.shown import Shown, escape
from analysis.measures.coverage import FIGURE_KINDS, DocumentYield, Missing
from analysis.measures.findings import (
    CitedFigure,
    Discrepancy,
    ExpectationTally,
    Identity,
    UnmetExpectation,
)

_LONG = 30


def table(
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    numeric: Sequence[int] = (),
    note: str = "",
) -> Shown:
    """Return a table with a caption; the first column heads its rows.

    Parameters
    ----------
    numeric : positions of the columns that hold numbers and are set to the right.
    note : units and source, below the table.
    """
    head = "".join(
        f'<th scope="col"{_align(i, numeric)}>{escape(c)}</th>' for i, c in enumerate(columns)
    )
    body = "".join(_row(row, numeric) for row in rows)
    footer = f'<p class="note">{escape(note)}</p>' if note else ""
    marked = (
        f'<div class="table" role="region" tabindex="0" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>{footer}"
    )
    if len(rows) > _LONG:
        summary = f"<summary>{escape(caption)}: {count(len(rows))} rows</summary>"
        marked = f"<details>{summary}{marked}</details>"
    text = "\n".join("\t".join(row) for row in ([caption], columns, *rows))
    return Shown(marked, text)


def _row(cells: Sequence[str], numeric: Sequence[int]) -> str:
    first, *rest = cells
    others = "".join(
        f"<td{_align(i, numeric)}>{escape(cell)}</td>" for i, cell in enumerate(rest, 1)
    )
    return f'<tr><th scope="row">{escape(first)}</th>{others}</tr>'


def _align(position: int, numeric: Sequence[int]) -> str:
    return ' class="number"' if position in numeric else ""


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
