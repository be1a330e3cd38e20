"""The implementation rate as an interval: what is due, what is shown, both ends scored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from analysis.cleaning.records import each_row
from analysis.measures.achievement import (
    MET,
    NOT_MET,
    UNKNOWN,
    activity_states,
    indicator_states,
)
from analysis.measures.estimate import Estimate
from analysis.measures.scope import Scope

SAYS_NOTHING = 50.0
"""An interval wider than this, in percentage points, says nothing about a rate."""


def due(scope: Scope) -> set[str]:
    """Return the activities due as of the date: the last deadline's month has ended.

    One without a deadline is due with the plan, at the end of its year.
    """
    return {
        row.activity_id
        for row in each_row(scope.activities)
        if _month_end(max(row.deadlines.split(";")) or _plan_end(scope)) <= scope.as_of
    }


def _plan_end(scope: Scope) -> str:
    years = [part[:4] for cell in scope.data["activities"]["deadlines"] for part in cell.split(";")]
    return f"{max(years)}-12"


def _month_end(month: str) -> date:
    year, number = (int(part) for part in month.split("-"))
    following = date(year + number // 12, number % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def implementation_rate(scope: Scope, level: str = "activities") -> Estimate:
    """Return the implementation rate as an interval, in percent of what is due.

    The lower end takes everything unevidenced as not done, the upper end as done
    (worst-case bounds: Manski, Partial Identification of Probability Distributions, 2003).

    Parameters
    ----------
    level : ``activities``, done when all their indicators are met, or ``indicators``.
    """
    expected = due(scope)
    if level == "activities":
        states = {name: state for name, state in activity_states(scope).items() if name in expected}
    else:
        owners = {
            row.alternative or row.indicator_id: row.activity_id
            for row in each_row(scope.indicators)
        }
        states = {
            name: state
            for name, state in indicator_states(scope).items()
            if owners[name] in expected
        }
    whole = len(states)
    met = sum(state == MET for state in states.values())
    failed = sum(state == NOT_MET for state in states.values())
    lower, upper = (100 * met / whole, 100 * (whole - failed) / whole) if whole else (0.0, 100.0)
    return Estimate(
        f"implementation-rate-{level}",
        lower if lower == upper else None,
        lower,
        upper,
        "percent",
        met,
        whole,
        tuple(sorted(name for name, state in states.items() if state != UNKNOWN)),
    )


def sensitivity(scope: Scope) -> list[tuple[tuple[str, ...], str, Estimate]]:
    """Return the implementation rate of indicators under other choices of evidence and date.

    Dates are the ends of the months in which activities of the scope are due.
    """
    months = {part for cell in scope.activities["deadlines"] for part in cell.split(";") if part}
    return [
        (
            counted,
            moment.isoformat(),
            implementation_rate(replace(scope, counted=counted, as_of=moment), "indicators"),
        )
        for counted in (("direct",), ("direct", "partial"))
        for moment in sorted(_month_end(month) for month in months)
    ]


def score(scope: Scope, rate: Estimate, scoring_id: str = "sigma-implementation") -> Estimate:
    """Return the points of a published scoring at both ends of a rate."""
    table = scope.data["rate_scorings"]
    row = next(each_row(table[table["scoring_id"] == scoring_id]))

    def points(percent: float) -> float:
        low, high = float(row.zero_below_percent), float(row.full_from_percent)
        line = (percent - low) / (high - low)
        return float(row.full_points) * (0.0 if percent < low else min(1.0, line))

    lower, upper = points(rate.lower), points(rate.upper)
    return Estimate(
        f"score-{scoring_id}",
        lower if lower == upper else None,
        lower,
        upper,
        "points",
        None,
        float(row.full_points),
        (rate.value_id,),
        {
            "title": row.title,
            "low": float(row.zero_below_percent),
            "points": float(row.full_points),
            "high": float(row.full_from_percent),
            "source": row.source,
            "dated": str(row.dated),
        },
    )
