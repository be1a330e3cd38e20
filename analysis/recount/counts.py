"""What stands on a side of a comparison: a printed count, a sum, a budget of the plan."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from analysis.recount.found import Number, RefusedError
from analysis.recount.printed import UnreadError
from analysis.recount.raw import Raw
from analysis.recount.rows import ids
from analysis.recount.statistics import allowed

_BUDGET = re.compile(r"budget\((?P<activity>[^)]+)\)")


@dataclass(frozen=True)
class Count:
    """One reading of a side: from where to where it may lie, and what it counts."""

    lower: Number
    upper: Number
    printed: Fraction
    kinds: frozenset[str]
    units: frozenset[str]
    populations: frozenset[str]
    periods: frozenset[str]
    cohort: frozenset[str]
    parts: frozenset[str]
    interim: bool

    @property
    def exact(self) -> bool:
        """Whether the number is known."""
        return self.lower == self.upper


def readings(raw: Raw, cell: str) -> list[Count]:
    """Return the readings of a cell of ``left`` or ``right``."""
    return [count(raw, reading) for reading in ids(cell)]


def count(raw: Raw, reading: str) -> Count:
    """Return one reading: a figure, a budget of the plan, or a sum of them."""
    return _sum([_single(raw, term.strip()) for term in reading.split(" + ")])


def _single(raw: Raw, term: str) -> Count:
    named = _BUDGET.fullmatch(term)
    if named:
        amount = raw.activities[named["activity"]].amount
        if amount is None:
            raise UnreadError(f"no amount: {term!r}")
        only, year, empty = frozenset, frozenset([raw.plan_year]), frozenset[str]()
        return Count(
            amount, amount, amount, only(["budget"]), only(["GEL"]), only([term]), year,
            empty, empty, False,
        )  # fmt: skip
    figure = raw.figure(term)
    if figure.value is None:
        raise UnreadError(f"a date is no count: {term!r}")
    lower, upper = allowed(figure.value, figure.qualifier)
    return Count(
        lower, upper, figure.value, frozenset([figure.kind]), frozenset([figure.unit]),
        frozenset([figure.population]), frozenset([figure.period]), figure.cohort, figure.parts,
        figure.provisional,
    )  # fmt: skip


def _sum(terms: list[Count]) -> Count:
    def joined(each: Callable[[Count], frozenset[str]]) -> frozenset[str]:
        return frozenset[str]().union(*map(each, terms))

    return Count(
        sum(term.lower for term in terms),
        sum(term.upper for term in terms),
        sum((term.printed for term in terms), Fraction(0)),
        joined(lambda term: term.kinds),
        joined(lambda term: term.units),
        joined(lambda term: term.populations),
        joined(lambda term: term.periods),
        joined(lambda term: term.cohort),
        frozenset.intersection(*(term.parts for term in terms)),
        any(term.interim for term in terms),
    )


def demand(held: object, reason: str) -> None:
    """Refuse a comparison unless what it needs holds; ``reason`` is the method note's word."""
    if not held:
        raise RefusedError(reason)


def sides(raw: Raw, row: dict[str, str]) -> tuple[list[Count], list[Count]]:
    """Return both sides of a comparison that needs two."""
    left, right = readings(raw, row["left"]), readings(raw, row["right"])
    demand(left and right, "not_reported")
    demand(all(whole.upper for whole in right), "zero")
    return left, right


def like(raw: Raw, part: Count, whole: Count) -> None:
    """Refuse unless a count is part of another by everything that it counts."""
    demand(part.kinds == whole.kinds, "kind")
    demand(part.units == whole.units, "unit")
    known = part.cohort and whole.cohort
    demand(not known or part.cohort <= whole.cohort, "cohort")
    demand(part.periods == whole.periods, "period")
    demand(within(raw, part, whole), "population")
    demand(whole.parts <= part.parts, "breakdown")
    demand(part.lower <= whole.upper, "exceeds")
    demand(part.interim == whole.interim, "interim")


def within(raw: Raw, part: Count, whole: Count) -> bool:
    """Whether every population of a count lies in one of another."""
    return all(
        any(raw.within(one, other) for other in whole.populations) for one in part.populations
    )
