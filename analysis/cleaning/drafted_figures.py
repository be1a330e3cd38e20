"""A draft of a prose document's figures, and what it has to say before it is passed on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.cleaning.columns import unknown
from analysis.cleaning.figures import KINDS
from analysis.cleaning.notation import READINGS, is_number_word, read_date, read_quantity
from analysis.cleaning.units import UNITS
from analysis.errors import NotationError, Problem, RawDataError
from analysis.source.candidates import FIGURE, NON_FIGURE, Candidate, Readers
from analysis.source.raw_form import OWN_FILES
from analysis.source.rows import RawRow
from analysis.source.tokens import line_number

COLUMNS = (
    "source_line", "occurrence", "value_raw", "value", "unit", "proposed", "kind", "reading",
    "confidence", "subject", "decision",
)  # fmt: skip
"""Of a draft; the last two are the person's, and ``unit`` and ``kind`` may be mended."""

KEY = ("source_line", "occurrence", "value_raw")
DECISIONS = (FIGURE, NON_FIGURE)

_REASON = re.compile(r"[a-z][a-z_]*")


@dataclass(frozen=True)
class Accepted:
    """What an accepted draft becomes: figures, non-figures, and words of ours to go on with."""

    figures: list[dict[str, str]]
    non_figures: list[dict[str, str]]
    stubs: list[dict[str, str]]


def readers(unit_of: object) -> Readers:
    """Return how a draft reads tokens: by the notation, none of it guessed."""
    return Readers(is_number_word, _quantity, _date, unit_of)  # type: ignore[arg-type]


def _quantity(token: str, reading: str) -> tuple[str, str, str] | None:
    try:
        read = read_quantity(token, reading)
    except NotationError:
        return None
    return format(read.value, "f"), read.qualifier, read.unit


def _date(token: str) -> str:
    try:
        return read_date(token)
    except NotationError:
        return ""


def as_rows(found: Iterable[Candidate]) -> list[dict[str, str]]:
    """Return candidates as the rows of a draft, subject and decision left to the person."""
    return [
        {
            "source_line": str(one.line),
            "occurrence": str(one.occurrence),
            "value_raw": one.token,
            "value": one.value,
            "unit": one.unit,
            "proposed": one.proposed,
            "kind": one.kind,
            "reading": one.reading,
            "confidence": f"{one.confidence:.1f}",
            "subject": "",
            "decision": "",
        }
        for one in found
    ]


def accepted(rows: Sequence[RawRow], prefix: str, known: Collection[str]) -> Accepted:
    """Return what a draft becomes once every row was decided on.

    Parameters
    ----------
    prefix : begins the ids of the document's figures.
    known : the ids that there are already.

    Raises
    ------
    RawDataError
        A row was not decided on, a figure has no subject, or a cell cannot be used: every such
        row at once.
    """
    problems = [problem for row in rows for problem in _problems(row)]
    taken = Accepted([], [], [])
    counts: dict[str, int] = {}
    for row in sorted(rows, key=_place):
        line = row["source_line"]
        if row["decision"] == FIGURE:
            counts[line] = counts.get(line, 0) + 1
            figure_id = f"{prefix}-{line_number(line):03d}-{counts[line]}"
            if figure_id in known:
                problems.append(row.problem(f"{figure_id} is there already", "source_line"))
            taken.figures.append(_figure(row, figure_id))
            taken.stubs.append(_stub(row, figure_id))
        else:
            taken.non_figures.append(
                {
                    "source_line": line,
                    "occurrence": row["occurrence"],
                    "token_raw": row["value_raw"],
                    "reason": row["kind"],
                }
            )
    if problems:
        raise RawDataError(problems)
    return taken


def _place(row: RawRow) -> tuple[int, int]:
    return line_number(row["source_line"]), row.number


def _problems(row: RawRow) -> Iterator[Problem]:
    for column in ("source_line", "occurrence"):
        if not line_number(row[column]):
            yield row.problem("not a whole number from 1", column)
    if row["decision"] not in DECISIONS:
        what = "the row was not decided on" if not row["decision"] else "no such decision"
        yield row.problem(what, "decision", " or ".join(DECISIONS))
    elif row["decision"] == FIGURE:
        if not row["subject"].strip():
            yield row.problem("the figure has no subject", "subject", "what the number counts")
        yield from _known(row, "kind", KINDS)
        yield from _known(row, "unit", ("", *UNITS))
        yield from _known(row, "reading", ("", *READINGS, "year_from_period"))
    elif not _REASON.fullmatch(row["kind"]):
        yield row.problem(
            "the non-figure has no reason", "kind", "a code of docs/codebooks.md, such as period"
        )


def _known(row: RawRow, column: str, known: Collection[str]) -> Iterator[Problem]:
    if row[column] not in known:
        yield unknown(row, column, row[column], known)


def _figure(row: Mapping[str, str] | RawRow, figure_id: str) -> dict[str, str]:
    return {
        "figure_id": figure_id,
        "source_line": row["source_line"],
        "occurrence": row["occurrence"],
        "value_raw": row["value_raw"],
    }


def _stub(row: RawRow, figure_id: str) -> dict[str, str]:
    """Return the row beside a figure, what only a person knows left empty."""
    columns = OWN_FILES["annotations/figures"].columns
    milestone = row["kind"] == "milestone"
    return dict.fromkeys(columns, "") | {
        "figure_id": figure_id,
        "source_line": row["source_line"],
        "unit": "" if milestone else row["unit"],
        "measure": row["subject"].strip(),
        "kind": row["kind"],
        "reading": row["reading"],
    }
