"""Reach of the evidence, achievement where there is evidence, and bounds elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.checks.results import CheckedTables
from analysis.cleaning.links import STRENGTHS
from analysis.cleaning.records import each_row
from analysis.measures.scope import Scope

MET, NOT_MET, UNKNOWN = "met", "not met", "unknown"
NO_STATUS, NOT_SHOWN = "no_status", "not_shown"
"""Why a target has no status: it is a budget, or a product on partial evidence."""


@dataclass(frozen=True)
class Asked:
    """What a target asks: an operator and its ends; without an operator nothing is printed."""

    operator: str
    least: float | None = None
    most: float | None = None
    unit: str = ""


@dataclass(frozen=True)
class Assessment:
    """A target with what was reported about it, its ratio and its assessed status."""

    link_id: str
    target_kind: str
    target_id: str
    measure: str
    asked: Asked
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
    """An activity with its best evidence, and how many of its indicators are shown met."""

    activity_id: str
    chapter: str
    title: str
    strength: str
    met: int
    not_met: int
    indicators: int


def assessments(scope: Scope) -> list[Assessment]:
    """Return every link whose figures count, with the status of the scale chosen."""
    targets = asked(scope.data)
    return [
        Assessment(
            row.link_id,
            row.target_kind,
            row.target_id,
            *targets[row.target_id],
            float(row.achieved),
            row.unit,
            None if pd.isna(row.ratio) else float(row.ratio),
            row.strength,
            row.claimed_status,
            _assessed(scope, row),
            row.difference,
            tuple(row.counted_figure_ids.split(";")),
        )
        for row in each_row(scope.counted_links())
    ]


def _assessed(scope: Scope, link: Any) -> str:
    """Return the status of a link's target; a budget spent is no activity implemented."""
    if link.target_kind == "budget":
        return NO_STATUS
    if pd.isna(link.ratio) and link.strength != "direct":
        return NOT_SHOWN
    return status(scope, None if pd.isna(link.ratio) else float(link.ratio))


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
    states = _states_by_activity(scope)
    return [
        Reach(
            row.activity_id,
            row.chapter,
            row.title,
            STRENGTHS[best[row.activity_id]],
            sum(state == MET for state in states[row.activity_id].values()),
            sum(state == NOT_MET for state in states[row.activity_id].values()),
            len(states[row.activity_id]),
        )
        for row in each_row(scope.activities.sort_values("source_line"))
    ]


def indicator_states(scope: Scope) -> dict[str, str]:
    """Return, for every indicator, whether counted evidence shows it met or not met.

    Indicators that the plan offers as alternatives are one: met if any of them is. A
    product without a number is met by direct evidence of it, never by partial evidence.
    """
    counted = scope.counted_links()
    counted = counted[counted["target_kind"] == "indicator"]
    ratios = {
        row.target_id: row.ratio
        for row in each_row(counted)
        if not pd.isna(row.ratio) or row.strength == "direct"
    }
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
    return {
        name: MET
        if set(states.values()) == {MET}
        else NOT_MET
        if NOT_MET in states.values()
        else UNKNOWN
        for name, states in _states_by_activity(scope).items()
    }


def _states_by_activity(scope: Scope) -> dict[str, dict[str, str]]:
    """Return the states of each activity's indicators, alternatives as one."""
    states = indicator_states(scope)
    grouped: dict[str, dict[str, str]] = {name: {} for name in scope.activities["activity_id"]}
    for row in each_row(scope.indicators):
        name = row.alternative or row.indicator_id
        grouped[row.activity_id][name] = states[name]
    return grouped


def asked(data: CheckedTables) -> dict[str, tuple[str, Asked]]:
    """Return, by target id, what is measured and what is asked."""
    found: dict[str, tuple[str, Asked]] = {}
    for row in each_row(data["indicators"]):
        found[row.indicator_id] = (
            row.measure,
            _asked(row.operator, row.target_min, row.target_max),
        )
    for row in each_row(data["activities"]):
        amount = row.state_budget_gel
        budget = Asked("") if pd.isna(amount) else _asked("=", amount, amount, "GEL")
        found[row.activity_id] = (row.title, budget)
    for row in each_row(data["commitments"]):
        found[row.commitment_id] = (row.measure, _asked(row.operator, row.target, row.target))
    return found


def _asked(operator: str, least: Any, most: Any, unit: str = "") -> Asked:
    low, high = (None if pd.isna(end) else float(end) for end in (least, most))
    return Asked(operator, low, high, unit)
