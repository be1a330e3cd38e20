"""Costs: printed money over what it bought, with a range over all that is uncertain."""

from __future__ import annotations

from itertools import product

from analysis.measures.bases import Count, Evidence
from analysis.measures.measure import Measure, Mismatch, Refusal, Subject

MONEY = ("budget", "spend")
CURRENCIES = ("GEL", "EUR")


def cost(evidence: Evidence, about: Subject, left: str, right: str) -> Measure | Refusal:
    """Return money per thing bought, in the currency and prices of the year printed.

    Every reading of the money is set over every reading of the things. Refused are money
    without a year or of another year, things counted of another cohort, and a count that
    stops before the year does.
    """
    sums, things = evidence.readings(left), evidence.readings(right)
    faults = [fault for pair in product(sums, things) for fault in _faults(*pair)]
    for side in (sums, things):
        faults += [
            Mismatch("unit", side[0].unit, one.unit) for one in side if one.unit != side[0].unit
        ]
    if faults:
        return Refusal(about, "cost", tuple(dict.fromkeys(faults)))
    low = min(money.lower / thing.upper for money, thing in product(sums, things))
    high = max(money.upper / thing.lower for money, thing in product(sums, things))
    single = len(sums) == len(things) == 1 and low == high
    assumptions = ["planned_is_spent"] if "budget" in {money.kind for money in sums} else []
    assumptions += ["readings"] if len(sums) * len(things) > 1 else []
    assumptions += ["shared_budget"] if _shared(evidence, sums) else []
    return Measure(
        about, "cost", low if single else None, low, high, "exact" if single else "bounds",
        f"{sums[0].unit} per {things[0].unit}", "cost", (*assumptions, "current_prices"),
        sums[0].value, things[0].value,
    )  # fmt: skip


def _faults(money: Count, thing: Count) -> list[Mismatch]:
    if money.withheld or thing.withheld:
        return [Mismatch("withheld")]
    faults = []
    if " and " in money.kind:
        faults.append(Mismatch("mixed_money", money.kind))
    elif money.kind not in MONEY or money.unit not in CURRENCIES:
        faults.append(Mismatch("currency", money.unit, money.kind))
    if not thing.lower:
        key = "qualifier" if thing.upper else "zero"
        faults.append(Mismatch(key, " + ".join(thing.figure_ids)))
    if thing.kind != "result":
        faults.append(Mismatch("kind", money.kind, thing.kind))
    if not money.period or money.period != thing.period:
        faults.append(Mismatch("period", money.period or "not stated", thing.period))
    if thing.cohorts and set(thing.cohorts) != {money.period}:
        faults.append(Mismatch("cohort", money.period, " and ".join(thing.cohorts)))
    if thing.provisional:
        faults.append(Mismatch("provisional", money.period, " + ".join(thing.figure_ids)))
    return faults


def _shared(evidence: Evidence, sums: tuple[Count, ...]) -> bool:
    """Whether several activities print the same budget as one of these."""
    activities = evidence.data["activities"]
    once = dict(zip(activities["activity_id"], activities["budget_once"], strict=True))
    return any(once.get(money.figure_ids[0]) for money in sums)
