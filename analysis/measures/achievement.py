"""Reach of the evidence, achievement where there is evidence, and bounds elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from analysis.cleaning.links import STRENGTHS
from analysis.cleaning.schema import each_row
from analysis.measures.estimate import Estimate
from analysis.measures.scope import Scope

MET, NOT_MET, UNKNOWN = "met", "not met", "unknown"
NO_EVIDENCE = "no evidence"
SAYS_NOTHING = 50.0
"""An interval wider than this, in percentage points, says nothing about a rate."""


@dataclass(frozen=True)
class Assessment:
    """A target with what was reported about it, its ratio and its assessed status."""

    link_id: str
    target_kind: str
    target_id: str
    measure: str
    asked: str
    achieved: float
    unit: str
    ratio: float | None
    strength: str
    claimed_status: str
    assessed_status: str
    difference: str
    figure_ids: tuple[str, ...]


@dataclass(frozen=True)
class Reach:
    """An activity with the best strength of evidence on any of its indicators."""

    activity_id: str
    chapter: str
    title: str
    strength: str
    state: str


def assessments(scope: Scope) -> list[Assessment]:
    """Return every link whose figures count, with the status of the scale chosen."""
    asked = _asked(scope)
    return [
        Assessment(
            row.link_id,
            row.target_kind,
            row.target_id,
            asked[row.target_id][0],
            asked[row.target_id][1],
            float(row.achieved),
            row.unit,
            None if pd.isna(row.ratio) else float(row.ratio),
            row.strength,
            row.claimed_status,
            status(scope, None if pd.isna(row.ratio) else float(row.ratio)),
            row.difference,
            tuple(row.counted_figure_ids.split(";")),
        )
        for row in each_row(scope.links[scope.links["strength"].isin(scope.counted)])
    ]


def status(scope: Scope, ratio: float | None) -> str:
    """Return the word of the scale for a ratio; a product without a number is delivered.

    More than asked is no better than asked: the scale ends at 100 percent.
    """
    scale = scope.data["status_scales"]
    scale = scale[(scale["scale_id"] == scope.scale_id) & scale["at_least_percent"].notna()]
    percent = 100.0 if ratio is None else min(100.0, 100 * ratio)
    reached = scale[scale["at_least_percent"] <= percent]
    return str(reached.sort_values("at_least_percent").iloc[-1]["status"])


def reach(scope: Scope) -> list[Reach]:
    """Return every activity with its best evidence and its state, in the plan's order."""
    best: dict[str, int] = {}
    owner = dict(
        zip(scope.indicators["indicator_id"], scope.indicators["activity_id"], strict=True)
    )
    for row in each_row(scope.links):
        activity = owner.get(row.target_id, row.target_id)
        rank = STRENGTHS.index(row.strength)
        best[activity] = min(best.get(activity, rank), rank)
    states = activity_states(scope)
    return [
        Reach(
            row.activity_id,
            row.chapter,
            row.title,
            STRENGTHS[best[row.activity_id]],
            states[row.activity_id],
        )
        for row in each_row(scope.activities.sort_values("source_line"))
    ]


def indicator_states(scope: Scope) -> dict[str, str]:
    """Return, for every indicator, whether counted evidence shows it met or not met.

    Indicators that the plan offers as alternatives are one: met if any of them is.
    """
    counted = scope.links[
        (scope.links["target_kind"] == "indicator") & scope.links["strength"].isin(scope.counted)
    ]
    ratios = {row.target_id: row.ratio for row in each_row(counted)}
    groups: dict[str, list[str]] = {}
    for row in each_row(scope.indicators):
        groups.setdefault(row.alternative or row.indicator_id, []).append(row.indicator_id)
    return {name: _state(members, ratios) for name, members in groups.items()}


def _state(members: Sequence[str], ratios: dict[str, Any]) -> str:
    found = [ratios[member] for member in members if member in ratios]
    if any(pd.isna(ratio) or ratio >= 1 for ratio in found):
        return MET
    return NOT_MET if len(found) == len(members) else UNKNOWN


def activity_states(scope: Scope) -> dict[str, str]:
    """Return, for every activity, whether all its indicators are shown met, one not, or neither."""
    states = indicator_states(scope)
    grouped: dict[str, set[str]] = {name: set() for name in scope.activities["activity_id"]}
    for row in each_row(scope.indicators):
        grouped[row.activity_id].add(states[row.alternative or row.indicator_id])
    return {
        name: MET if found == {MET} else NOT_MET if NOT_MET in found else UNKNOWN
        for name, found in grouped.items()
    }


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
        f"Implementation rate of {level}",
        lower if lower == upper else None,
        lower,
        upper,
        "percent",
        met,
        whole,
        f"{level.capitalize()} shown met, of those due; unevidenced ones as not done in the "
        "lower end and as done in the upper end.",
        tuple(sorted(name for name, state in states.items() if state != UNKNOWN)),
    )


def sensitivity(scope: Scope) -> list[tuple[str, str, Estimate]]:
    """Return the implementation rate of indicators under other choices of evidence and date.

    Dates are the ends of the months in which activities of the scope are due.
    """
    months = {part for cell in scope.activities["deadlines"] for part in cell.split(";") if part}
    return [
        (
            " or ".join(counted),
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
        row.title,
        lower if lower == upper else None,
        lower,
        upper,
        "points",
        None,
        float(row.full_points),
        f"{row.source} ({row.dated}).",
        (rate.value_id,),
    )


def _asked(scope: Scope) -> dict[str, tuple[str, str]]:
    """Return, by target id, what is measured and what is asked, in words."""
    found: dict[str, tuple[str, str]] = {}
    for row in each_row(scope.data["indicators"]):
        found[row.indicator_id] = (row.measure, _bounds(row))
    for row in each_row(scope.data["activities"]):
        amount = row.state_budget_gel
        found[row.activity_id] = (row.title, "" if pd.isna(amount) else f"{float(amount):,.0f} GEL")
    for row in each_row(scope.data["commitments"]):
        found[row.commitment_id] = (row.measure, _words(row.operator, row.target, row.target))
    return found


def _bounds(indicator: Any) -> str:
    return _words(indicator.operator, indicator.target_min, indicator.target_max)


def _words(operator: str, least: Any, most: Any) -> str:
    """Return what a target asks in words: "at least 120", "200 to 250"."""
    low, high = ("" if pd.isna(end) else f"{float(end):,.0f}" for end in (least, most))
    return {
        ">=": f"at least {low}",
        "=": low,
        "<=": f"at most {high}",
        "range": f"{low} to {high}",
        "none": "no number",
    }[operator]
