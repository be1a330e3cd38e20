"""Analyses: which printed figures are set against which, and which populations are parts.

What may be computed from them is decided by the measures; here every figure named exists.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.cleaning.columns import Reader, unknown
from analysis.source.delivery import Delivery
from analysis.source.rows import RawRow

KINDS = ("rate", "difference", "ratio", "cascade", "overlap", "cost", "trend")
STAGES = ("output", "outcome", "composition")
"""What a measure speaks of: what was done, what came of it, or who is among the counted."""

_BUDGET = re.compile(r"budget\((.+)\)")
_NEEDS_RIGHT = ("difference", "ratio", "cost", "trend")

Record = Mapping[str, object]


def terms(cell: str) -> tuple[tuple[str, ...], ...]:
    """Return a side of an analysis: readings of one quantity, each a sum of facts.

    >>> terms("a; b + c".replace("; ", ";"))
    (('a',), ('b', 'c'))
    """
    return tuple(tuple(part.split(" + ")) for part in cell.split(";")) if cell else ()


def clean_population_parts(delivery: Delivery, reader: Reader) -> list[dict[str, object]]:
    """Return the populations that are part of another; both are populations of figures."""
    known = set(delivery.column("annotations/figures", "population"))
    return [
        {
            "part": reader.choose(row, "part", known),
            "whole": reader.choose(row, "whole", known),
            "reason": row["reason"],
        }
        for row in delivery.rows("population_parts")
    ]


def clean_analyses(
    delivery: Delivery, records: Mapping[str, Sequence[Record]], reader: Reader
) -> list[dict[str, object]]:
    """Return the analyses; each figure, budget or analysis that one names exists."""
    programmes = {str(record["programme_id"]) for record in records["programmes"]}
    known = _known(delivery, records)
    for row in delivery.rows("analyses"):
        for column in ("left", "right", "context"):
            for fact in (fact for reading in terms(row[column]) for fact in reading):
                _refuse_unknown(row, column, fact, known, reader)
        if row["kind"] in _NEEDS_RIGHT and not row["right"]:
            reader.problems.append(row.problem(f"a {row['kind']} has two sides", "right"))
    return [
        {
            **row.cells,
            "position": position,
            "programme_id": reader.choose(row, "programme_id", programmes),
            "kind": reader.choose(row, "kind", KINDS),
            "stage": reader.choose(row, "stage", STAGES),
        }
        for position, row in enumerate(delivery.rows("analyses"), 1)
    ]


@dataclass(frozen=True)
class _Known:
    """What a side of an analysis can name: figures with their kinds, budgets, rates."""

    figures: Mapping[str, str]
    budgets: set[str]
    rates: set[str]


def _known(delivery: Delivery, records: Mapping[str, Sequence[Record]]) -> _Known:
    described = (delivery.column("annotations/figures", name) for name in ("figure_id", "kind"))
    kinds = dict(zip(*described, strict=True))
    return _Known(
        {name: kinds.get(name, "") for name in delivery.cells_by_document("figures", "figure_id")},
        {
            str(record["activity_id"])
            for record in records["activities"]
            if record["state_budget_gel"] is not None
        },
        {row["analysis_id"] for row in delivery.rows("analyses") if row["kind"] == "rate"},
    )


def _refuse_unknown(row: RawRow, column: str, fact: str, known: _Known, reader: Reader) -> None:
    """Refuse what an analysis names and the data do not hold, or hold as another kind."""
    budget = _BUDGET.fullmatch(fact)
    if budget:
        if budget[1] not in known.budgets:
            reader.problems.append(unknown(row, column, budget[1], known.budgets))
    elif row["kind"] == "difference" and column != "context":
        if fact not in known.rates:
            reader.problems.append(unknown(row, column, fact, known.rates))
    elif fact not in known.figures:
        reader.problems.append(unknown(row, column, fact, known.figures))
    elif known.figures[fact] and (known.figures[fact] == "milestone") != (column == "context"):
        wanted = "a milestone" if column == "context" else "a figure with a value"
        reader.problems.append(row.problem(f"{fact} is of another kind", column, wanted))
