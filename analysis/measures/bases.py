"""Bases: what a printed number counts, and whether one count may be set over another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import inf
from typing import Any

from analysis.checks.results import CheckedTables
from analysis.cleaning.analyses import terms
from analysis.cleaning.cells import plain
from analysis.cleaning.records import each_row
from analysis.measures.measure import Mismatch

PEOPLE = ("person", "child", "family", "case")
"""Units that count people, one by one or by family."""

_BUDGET = re.compile(r"budget\((.+)\)")
WITHHELD = "withheld"


@dataclass(frozen=True)
class Count:
    """A printed number, or a sum of them, with all that says what it counts.

    ``lower`` and ``upper`` are what its qualifier allows; they are equal for an exact one.
    """

    figure_ids: tuple[str, ...]
    value: float
    lower: float
    upper: float
    unit: str
    populations: tuple[str, ...]
    cohorts: tuple[str, ...]
    period: str
    dimensions: frozenset[str]
    kind: str
    provisional: bool
    withheld: bool

    @property
    def exact(self) -> bool:
        """Whether the number is printed without "about" or "more than"."""
        return self.lower == self.upper


def printed_bounds(value: float, qualifier: str) -> tuple[float, float]:
    """Return what a printed number allows, by its qualifier.

    "About" allows half a unit of its last digit that is not nought, the convention of
    rounding; "up to" allows anything from nought, "more than" and "at least" anything above.

    >>> printed_bounds(90000, "about"), printed_bounds(400, "up_to"), printed_bounds(53, "exact")
    ((85000.0, 95000.0), (0.0, 400.0), (53.0, 53.0))
    """
    if qualifier == "about":
        half = _last_digit(value) / 2
        return max(0.0, value - half), value + half
    low = 0.0 if qualifier == "up_to" else float(value)
    high = inf if qualifier in ("more_than", "at_least") else float(value)
    return low, high


def _last_digit(value: float) -> float:
    """Return the unit of a number's last digit that is not nought: 10000 for 90000."""
    exponent = Decimal(plain(value)).normalize().as_tuple().exponent if value else 0
    return float(Decimal(10) ** int(exponent))


class Counts:
    """Figures as counts by id, each read when it is asked for."""

    def __init__(self, data: CheckedTables):
        self._data = data
        self._read: dict[str, Count | None] = {}

    def __getitem__(self, figure_id: str) -> Count:
        found = self._find(figure_id)
        if found is None:
            raise KeyError(figure_id)
        return found

    def __contains__(self, figure_id: str) -> bool:
        return self._find(figure_id) is not None

    def _find(self, figure_id: str) -> Count | None:
        if figure_id not in self._read:
            rows = each_row(self._data.rows("figures", "figure_id", [figure_id]))
            self._read[figure_id] = next((counted(row) for row in rows if not row.date), None)
        return self._read[figure_id]


@dataclass(frozen=True)
class Evidence:
    """The checked tables as counts by id, with which population lies in which."""

    data: CheckedTables

    @cached_property
    def counts(self) -> Counts:
        """The figures that have a number, or had one before it was withheld."""
        return Counts(self.data)

    @cached_property
    def wholes(self) -> Mapping[str, str]:
        """The population in which another one lies."""
        return {row.part: row.whole for row in each_row(self.data["population_parts"])}

    def readings(self, cell: str) -> tuple[Count, ...]:
        """Return the readings of a side of an analysis, sums added up."""
        return tuple(_sum([self._fact(fact) for fact in reading]) for reading in terms(cell))

    def _fact(self, fact: str) -> Count:
        budget = _BUDGET.fullmatch(fact)
        return self._budget(budget[1]) if budget else self.counts[fact]

    def _budget(self, activity_id: str) -> Count:
        """Return the amount of an activity of the plan as a count of money of its year."""
        activities = self.data["activities"]
        row = next(each_row(activities[activities["activity_id"] == activity_id]))
        amount = float(row.state_budget_gel)
        year = max(row.deadlines.split(";"))[:4]
        return Count(
            (activity_id,), amount, amount, amount, "GEL", (row.title,), (), year,
            frozenset(), "budget", provisional=False, withheld=False,
        )  # fmt: skip

    def within(self, part: str, whole: str) -> bool:
        """Whether one population is the other or lies in it."""
        seen: set[str] = set()
        while part != whole and part in self.wholes and part not in seen:
            seen.add(part)
            part = self.wholes[part]
        return part == whole

    def mismatches(self, part: Count, whole: Count) -> tuple[Mismatch, ...]:
        """Return every reason why the first count is not part of the second; none is good."""
        found = [
            Mismatch("kind", part.kind, whole.kind) if part.kind != whole.kind else None,
            Mismatch("unit", part.unit, whole.unit) if part.unit != whole.unit else None,
            _cohort(part, whole),
            _period(part, whole),
            self._population(part, whole),
            _dimensions(part, whole),
            _excess(part, whole),
            _interim(part, whole),
        ]
        return tuple(mismatch for mismatch in found if mismatch)

    def _population(self, part: Count, whole: Count) -> Mismatch | None:
        inside = all(
            any(self.within(one, other) for other in whole.populations) for one in part.populations
        )
        if inside:
            return None
        return Mismatch("population", "; ".join(part.populations), "; ".join(whole.populations))


def counted(row: Any) -> Count:
    """Return a row of the figures as a count."""
    withheld = row.qualifier == WITHHELD
    value = 0.0 if withheld else float(row.value)
    lower, upper = printed_bounds(value, row.qualifier)
    return Count(
        (row.figure_id,),
        value,
        lower,
        upper,
        row.unit,
        (row.population,),
        tuple(filter(None, row.cohort.split(";"))),
        row.period,
        frozenset(filter(None, row.disaggregation.split(";"))),
        row.kind,
        row.observation_status == "provisional",
        withheld,
    )


def _sum(counts: list[Count]) -> Count:
    """Return counts added up; a sum knows every population and cohort it takes in."""
    first = counts[0]
    if len(counts) == 1:
        return first
    units = _merged(count.unit for count in counts)
    return Count(
        tuple(name for count in counts for name in count.figure_ids),
        sum(count.value for count in counts),
        sum(count.lower for count in counts),
        sum(count.upper for count in counts),
        " and ".join(units),
        _merged(name for count in counts for name in count.populations),
        _merged(year for count in counts for year in count.cohorts),
        " and ".join(_merged(count.period for count in counts)),
        frozenset.intersection(*(count.dimensions for count in counts)),
        " and ".join(_merged(count.kind for count in counts)),
        any(count.provisional for count in counts),
        any(count.withheld for count in counts),
    )


def _merged(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _cohort(part: Count, whole: Count) -> Mismatch | None:
    if set(part.cohorts) <= set(whole.cohorts) or not (part.cohorts and whole.cohorts):
        return None
    return Mismatch("cohort", " and ".join(part.cohorts), " and ".join(whole.cohorts))


def _period(part: Count, whole: Count) -> Mismatch | None:
    if part.period == whole.period:
        return None
    return Mismatch("period", part.period or "not stated", whole.period or "not stated")


def _dimensions(part: Count, whole: Count) -> Mismatch | None:
    extra = whole.dimensions - part.dimensions
    return Mismatch("breakdown", "", "; ".join(sorted(extra))) if extra else None


def _interim(part: Count, whole: Count) -> Mismatch | None:
    """An interim count over a final one, or the other way, mixes two cut-off dates."""
    if part.provisional == whole.provisional:
        return None
    return Mismatch("interim", " + ".join(part.figure_ids), " + ".join(whole.figure_ids))


def _excess(part: Count, whole: Count) -> Mismatch | None:
    same = part.unit == whole.unit
    if same and part.lower > whole.upper:
        return Mismatch("exceeds", plain(part.value), plain(whole.value))
    return None
