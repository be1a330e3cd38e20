"""The comparisons of ``analyses.csv`` a second time: rates, differences, ratios, costs, trends."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product

from analysis.recount.counts import Count, count, demand, like, sides, within
from analysis.recount.effects import design, study
from analysis.recount.flows import cascade, overlap
from analysis.recount.found import Number, Parts, Recounted, RefusedError, Span, gathered, one
from analysis.recount.raw import Raw
from analysis.recount.rows import ids
from analysis.recount.statistics import newcombe, wilson

Row = dict[str, str]

CONFIDENCE = 0.95
HALF = Fraction(1, 2)


def comparisons(raw: Raw) -> Iterator[Recounted]:
    """Yield every comparison, and what the rates among them would take to show an effect."""
    for row in raw.tables["analyses"]:
        kind, about = row["kind"], row["analysis_id"]
        yield from gathered(raw.used, kind, about, _COMPUTE[kind], raw, row)
        if kind == "rate" and row["subject"] == "employment":
            yield from gathered(raw.used, "effect", about, _study, raw, row)
        if kind == "rate" and row["stage"] == "outcome":
            yield from gathered(raw.used, "design", about, _design, raw, row)


def _study(raw: Raw, row: Row) -> Parts:
    rate = _rate(raw, row)
    demand(rate.value is not None, "no_value")
    return study(raw, row, Fraction(rate.value or 0))


def _design(raw: Raw, row: Row) -> Parts:
    return design(_interval(raw, row), CONFIDENCE)


def _interval(raw: Raw, row: Row) -> tuple[int, int]:
    """Return the two counts of a rate that has an interval."""
    left, right, accepted = _of(raw, row)
    demand(not accepted and _single(left, right), "no_interval")
    return int(left[0].printed), int(right[0].printed)


def _of(raw: Raw, row: Row) -> tuple[list[Count], list[Count], bool]:
    """Return both sides of a rate, and whether a mismatch of theirs was accepted."""
    left, right = sides(raw, row)
    try:
        for part, whole in product(left, right):
            like(raw, part, whole)
    except RefusedError:
        if not row["override_reason"]:
            raise
        return left, right, True
    return left, right, False


def _single(left: list[Count], right: list[Count]) -> bool:
    return len(left) == len(right) == 1 and left[0].exact and right[0].exact


def _rate(raw: Raw, row: Row) -> Span:
    left, right, accepted = _of(raw, row)
    if _single(left, right) and accepted:
        return one(left[0].printed / right[0].printed)
    if _single(left, right):
        lower, upper = wilson(int(left[0].printed), int(right[0].printed), CONFIDENCE)
        return Span(left[0].printed / right[0].printed, lower, upper)
    bounds = _over(left, right)
    return Span(None, bounds.lower, bounds.upper if accepted else min(bounds.upper, 1))


def _difference(raw: Raw, row: Row) -> Span:
    by_id = {other["analysis_id"]: other for other in raw.tables["analyses"]}
    first, second = (_interval(raw, by_id[row[side]]) for side in ("left", "right"))
    lower, upper = newcombe(first, second, CONFIDENCE)
    return Span(first[0] / first[1] - second[0] / second[1], lower, upper)


def _ratio(raw: Raw, row: Row) -> Span:
    left, right = sides(raw, row)
    found = _over(left[:1], right[:1])
    demand(found.lower > 0 or found.upper < math.inf, "qualifier")
    return found


def _cost(raw: Raw, row: Row) -> Span:
    left, right = sides(raw, row)
    for money in left:
        demand(len(money.units) == 1 and money.units <= {"GEL", "EUR"}, "currency")
        demand(len(money.kinds) == 1, "mixed_money")
        for thing in right:
            demand(thing.kinds == {"result"}, "kind")
            demand("" not in money.periods and money.periods == thing.periods, "period")
            demand(not thing.cohort or thing.cohort == money.periods, "cohort")
            demand(not thing.interim, "provisional")
            demand(thing.lower, "qualifier")
    return _over(left, right)


def _over(left: list[Count], right: list[Count]) -> Span:
    """Return every reading above over every reading below; several make a range."""
    lower = min(above.lower for above in left) / max(below.upper for below in right)
    least = min(below.lower for below in right)
    upper: Number = max(above.upper for above in left) / least if least else math.inf
    return Span(lower if lower == upper else None, lower, upper)


def _trend(raw: Raw, row: Row) -> Parts:
    demand(row["left"] and row["right"], "not_reported")
    before, now = count(raw, ids(row["left"])[0]), count(raw, ids(row["right"])[0])
    implied = before.units == {"times"}
    demand(before.kinds == now.kinds, "kind")
    demand(implied or before.units == now.units, "unit")
    demand(within(raw, now, before), "population")
    demand(before.interim == now.interim, "interim")
    demand(not min(before.periods) or min(before.periods) <= max(now.periods), "order")
    demand(before.printed, "zero")
    if implied:
        # A printed "nine times" may mean nine times as many or nine times more, each rounded.
        most, least = before.printed + 1 + HALF, before.printed - HALF
        low, high = now.lower / most, now.upper / least
        change = Span(None, least - 1, most - 1)
    else:
        low, high = before.lower, before.upper
        ends = (now.lower / high - 1, now.upper / low - 1 if low else math.inf)
        change = Span(ends[0] if ends[0] == ends[1] else None, *ends)
    return {
        "earlier": Span(low if low == high else None, low, high),
        "later": Span(now.lower if now.exact else None, now.lower, now.upper),
        "change": change,
    }


_COMPUTE: dict[str, Callable[[Raw, Row], Parts | Span]] = {
    "rate": _rate,
    "difference": _difference,
    "ratio": _ratio,
    "cost": _cost,
    "cascade": cascade,
    "overlap": overlap,
    "trend": _trend,
}
