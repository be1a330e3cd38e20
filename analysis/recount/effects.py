"""What an effect would take, a second time: bounds, break-even, cost curve, size of a study."""

from __future__ import annotations

from fractions import Fraction

from analysis.recount.counts import Count, readings
from analysis.recount.found import Parts, Span, one
from analysis.recount.raw import Raw
from analysis.recount.rows import ids
from analysis.recount.statistics import group, smallest_rise

RISES = (0.02, 0.05, 0.1, 0.15)
MULTIPLES = tuple(map(Fraction, ("1.25", "1.5", "2", "3", "5", "10")))
POINTS, REACH = 30, Fraction(95, 100)


def study(raw: Raw, row: dict[str, str], rate: Fraction) -> Parts:
    """Return the bounds of an effect without a comparison, and what costs would allow."""
    low, high = Fraction(0), Fraction(1)
    bounds = {
        "none": (rate - 1, rate),
        "response": (Fraction(0), rate),
        "selection": (rate - 1, rate - low),
        "response_and_selection": (Fraction(0), rate - low),
        "comparison": (rate - high, rate - low),
    }
    found: Parts = {f"bounds/{name}": Span(None, *ends) for name, ends in bounds.items()}
    paid = _paid(raw, row)
    return found | (_break_even(*paid) | _curve(*paid) if paid else {})


Pairs = list[tuple[Fraction, Fraction]]


def _paid(raw: Raw, row: dict[str, str]) -> tuple[Fraction, Pairs] | None:
    """Return the money, and each reading of those with the outcome beside those who took part."""
    costs = [
        cost
        for cost in raw.tables["analyses"]
        if cost["kind"] == "cost" and cost["programme_id"] == row["programme_id"]
    ]
    outcomes = [cost for cost in costs if ids(cost["right"])[:1] == ids(row["left"])]
    entries = [cost for cost in costs if ids(cost["right"])[:1] == ids(row["right"])]
    if not outcomes or not entries:
        return None
    money = readings(raw, outcomes[0]["left"])[0].printed
    pairs = zip(_numbers(raw, outcomes[0]), _numbers(raw, entries[0]), strict=True)
    return money, list(pairs)


def _numbers(raw: Raw, cost: dict[str, str]) -> list[Fraction]:
    counts: list[Count] = readings(raw, cost["right"])
    return [count.printed for count in counts]


def _break_even(money: Fraction, pairs: Pairs) -> Parts:
    plain = money / pairs[0][0]
    found: Parts = {}
    for position, multiple in enumerate(MULTIPLES):
        limit = plain * multiple
        shares = [(placed - money / limit) / entered for placed, entered in pairs]
        found[f"break_even/{position}/limit"] = one(limit)
        found[f"break_even/{position}"] = Span(None, min(shares), max(shares))
    return found


def _curve(money: Fraction, pairs: Pairs) -> Parts:
    reach = REACH * min(placed / entered for placed, entered in pairs)
    found: Parts = {}
    for position in range(POINTS):
        anyway = reach * position / (POINTS - 1)
        costs = [money / (placed - anyway * entered) for placed, entered in pairs]
        found[f"curve/{position}/anyway"] = one(anyway)
        found[f"curve/{position}"] = Span(None, min(costs), max(costs))
    return found


def design(counted: tuple[int, int], confidence: float) -> Parts:
    """Return how many each group needs for a rise, and the smallest rise a group would show."""
    rate = counted[0] / counted[1]
    needed = {f"per_group/{rise}": group(rate, rise, confidence) for rise in RISES}
    found: Parts = {name: one(number) for name, number in needed.items() if number is not None}
    rise = smallest_rise(rate, counted[1], confidence)
    return found | ({} if rise is None else {"detectable": one(rise)})
