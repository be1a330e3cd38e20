"""The comparisons of ``analyses.csv`` a second time: rates, differences, ratios, costs, trends."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction

from analysis.recount.counts import Count, count, demand, like, sides
from analysis.recount.effects import design, study
from analysis.recount.flows import cascade, overlap
from analysis.recount.found import Number, Parts, Recounted, Span, gathered, one
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
        yield from gathered(kind, about, _COMPUTE[kind], raw, row)
        if kind == "rate" and row["stage"] == "outcome":
            if row["subject"] == "employment":
                yield from gathered("effect", about, _study, raw, row)
            yield from gathered("design", about, _design, raw, row)


def _study(raw: Raw, row: Row) -> Parts:
    return study(raw, row, interval(raw, row))


def _design(raw: Raw, row: Row) -> Parts:
    return design(interval(raw, row), CONFIDENCE)


def interval(raw: Raw, row: Row) -> tuple[int, int]:
    """Return the two counts of a rate that has an interval."""
    left, right = sides(raw, row)
    demand(not row["override_reason"], "no_interval")
    for part in left:
        for whole in right:
            like(raw, part, whole)
    demand(len(left) == len(right) == 1 and left[0].exact and right[0].exact, "no_interval")
    return int(left[0].printed), int(right[0].printed)


def _rate(raw: Raw, row: Row) -> Span:
    left, right = sides(raw, row)
    if not row["override_reason"]:
        for part in left:
            for whole in right:
                like(raw, part, whole)
    single = len(left) == len(right) == 1 and left[0].exact and right[0].exact
    if single and row["override_reason"]:
        return one(left[0].printed / right[0].printed)
    if single:
        lower, upper = wilson(int(left[0].printed), int(right[0].printed), CONFIDENCE)
        return Span(left[0].printed / right[0].printed, lower, upper)
    bounds = _over(left, right)
    return Span(None, bounds.lower, min(bounds.upper, 1))


def _difference(raw: Raw, row: Row) -> Span:
    by_id = {other["analysis_id"]: other for other in raw.tables["analyses"]}
    first, second = interval(raw, by_id[row["left"]]), interval(raw, by_id[row["right"]])
    lower, upper = newcombe(first, second, CONFIDENCE)
    return Span(first[0] / first[1] - second[0] / second[1], lower, upper)


def _ratio(raw: Raw, row: Row) -> Span:
    left, right = sides(raw, row)
    for above in left:
        for below in right:
            demand(above.periods == below.periods, "period")
            demand(above.cohort == below.cohort, "cohort")
            demand(above.interim == below.interim, "interim")
            demand(not (above.limit and below.limit), "qualifier")
    return _over(left, right)


def _cost(raw: Raw, row: Row) -> Span:
    left, right = sides(raw, row)
    for money in left:
        demand(len(money.units) == 1 and money.units <= {"GEL", "EUR"}, "currency")
        demand(len(money.kinds) == 1, "mixed_money")
        for thing in right:
            demand(thing.kinds == {"result"}, "kind")
            demand("" not in money.periods and money.periods == thing.periods, "period")
            demand(not thing.cohort or thing.cohort == money.periods, "cohort")
            demand(thing.interim == {False}, "provisional")
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
    demand(implied or before.kinds == now.kinds, "kind")
    demand(implied or before.units == now.units, "unit")
    demand(before.populations == now.populations, "population")
    demand(before.interim == now.interim, "interim")
    if implied:
        # A printed "nine times" may mean nine times as many or nine times more, each rounded.
        most, least = before.printed + 1 + HALF, before.printed - HALF
        low, high = now.lower / most, now.upper / least
        change = Span(None, least - 1, most - 1)
    else:
        demand(before.lower, "zero")
        low, high = before.lower, before.upper
        ends = (now.lower / high - 1, now.upper / low - 1)
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
