"""Relations: what ties printed counts of people to one another, as linear constraints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

import pandas as pd

from analysis.checks.results import CheckedTables
from analysis.cleaning.records import each_row
from analysis.measures.bases import Evidence, counted

_SUM = re.compile(r"[+-]?[a-z0-9]+-[0-9]{3}-[0-9]+(?: [+-] [a-z0-9]+-[0-9]{3}-[0-9]+)*")
_TERM = re.compile(r"([+-]?) ?([a-z0-9]+-[0-9]{3}-[0-9]+)")


_ALIKE = ["kind", "unit", "period", "observation_status"]
"""What two counts have in common if one can be part of the other."""

_BASIS = ["population", "cohort", "disaggregation"]
"""What says of two such counts whether one is part of the other."""

_KINDS = ("sum", "same_fact", "stock_flow", "bound")
"""The kinds of identity that tie counts of people to one another."""


@dataclass(frozen=True)
class Relation:
    """``lower <= sum of weight * count <= upper``, over counts of people.

    ``part_of`` names the two counts where one is part of the other; ``residual`` is the
    sum as printed.
    """

    weights: Mapping[str, int]
    lower: float
    upper: float
    residual: float
    part_of: tuple[str, str] | None = None

    @property
    def is_equation(self) -> bool:
        """Whether it ties the counts to one another, and does not only order them."""
        return self.lower > -inf and self.upper < inf


def relations(data: CheckedTables, values: Mapping[str, float]) -> Iterator[Relation]:
    """Yield the relations that a reader of everything published could use.

    Identities between sums of counts; and, by their typed bases, counts that are part of
    another. A sum that fails is known to fail by its residual, which the register of
    faults publishes; a stock and its flow that fail leave room for a flow not printed.
    """
    for row in each_row(data["identities"]):
        found = _identity(row, values)
        if found:
            yield found
    yield from _parts(data, values)


def _identity(row: Any, values: Mapping[str, float]) -> Relation | None:
    if row.kind not in _KINDS:
        return None
    sides = (row.left, row.right)
    if not all(_SUM.fullmatch(side) for side in sides):
        return None
    weights: dict[str, int] = {}
    for sign, side in zip((1, -1), sides, strict=True):
        for mark, name in _TERM.findall(side):
            weights[name] = weights.get(name, 0) + (-sign if mark == "-" else sign)
    if not weights.keys() <= values.keys():
        return None
    residual = sum(weight * values[name] for name, weight in weights.items())
    lower, upper = _limits(row.kind, bool(row.holds), residual)
    part_of = (row.left, row.right) if row.kind == "bound" and row.holds else None
    if part_of and not set(part_of) <= values.keys():
        part_of = None
    return Relation(weights, lower, upper, residual, part_of)


def _limits(kind: str, holds: bool, residual: float) -> tuple[float, float]:
    if kind == "bound":
        return (-inf, 0.0) if holds else (-inf, inf)
    if holds:
        return 0.0, 0.0
    if kind == "sum":
        return residual, residual
    if kind == "stock_flow":
        return (-inf, 0.0) if residual < 0 else (0.0, inf)
    return -inf, inf


def _parts(data: CheckedTables, values: Mapping[str, float]) -> Iterator[Relation]:
    """Yield the pairs of counts of one programme of which one is part of the other.

    Whether populations, cohorts and breakdowns lie in one another is asked once of each two
    bases, not of each two counts. A count exceeds none that is printed larger.
    """
    evidence = Evidence(data)
    figures = data["figures"]
    people = figures[figures["figure_id"].isin(list(values))].reset_index(drop=True)
    people = people.assign(place=people.index, basis=people.groupby(_BASIS).ngroup())
    rows = list(each_row(people))
    lies_in: dict[tuple[int, int], bool] = {}
    for _, group in people.groupby("programme_id"):
        pairs = _smaller(group)
        for pair in each_row(pairs.drop_duplicates(["basis_x", "basis_y"])):
            counts = (counted(rows[place]) for place in (pair.place_x, pair.place_y))
            lies_in[pair.basis_x, pair.basis_y] = not evidence.mismatches(*counts)
        names = ("figure_id_x", "figure_id_y", "basis_x", "basis_y")
        for part, whole, *bases in zip(*(pairs[name].tolist() for name in names), strict=True):
            if lies_in[*bases]:
                residual = values[part] - values[whole]
                yield Relation({part: 1, whole: -1}, -inf, 0.0, residual, (part, whole))


def _smaller(group: pd.DataFrame) -> pd.DataFrame:
    """Return each count beside each larger one of its kind, unit and time, as x and y."""
    counts = group[[*_ALIKE, "figure_id", "value", "basis", "place"]]
    pairs = counts.merge(counts, on=_ALIKE)
    return pairs[pairs["value_x"] < pairs["value_y"]]
