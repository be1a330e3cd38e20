"""Years side by side: two plans, each by its own end, and what became of the earlier one's items.

A rate of one year beside that of another is no trend where their evidence differs: both stand
with their bounds, and the overlap of bounds is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analysis.checks.results import CheckedTables
from analysis.cleaning.records import each_row
from analysis.measures import achievement
from analysis.measures.estimate import Estimate
from analysis.measures.implementation import implementation_rate
from analysis.measures.knowledge import as_known
from analysis.measures.plans import of_plan, plans, year_of
from analysis.measures.scope import ALL, Scope, scope

CONTINUED, CHANGED, NEW, DROPPED = "continued", "changed", "new", "dropped"
KINDS = (CONTINUED, CHANGED, NEW, DROPPED)


@dataclass(frozen=True)
class Year:
    """One plan, as of the day of its year that corresponds to the day asked for."""

    plan: str
    title: str
    as_of: date
    activities: int
    indicators: int
    met: int
    not_met: int
    evidenced: int
    """Activities with evidence that counts."""
    rate: Estimate


@dataclass(frozen=True)
class Pair:
    """An activity of the later plan beside the one that it was; either may be missing."""

    kind: str
    item_id: str
    previous_id: str
    title: str
    previous_title: str
    slipped: int | None
    """Months by which the last deadline moved, beyond the turn of the plan's year."""
    carried: int
    """Indicators whose target was not shown met and is asked for again, as it was."""
    raised: int
    lowered: int


@dataclass(frozen=True)
class Years:
    """The plans' years, the earliest first; and the pairs of the last two, if matched."""

    years: list[Year]
    pairs: list[Pair]
    previous: str
    later: str

    @property
    def several(self) -> bool:
        """Whether there is more than one plan."""
        return len(self.years) > 1


def years(data: CheckedTables, asked: Scope) -> Years:
    """Return the plans side by side.

    Parameters
    ----------
    data : the released tables of all plans.
    asked : the scope of the report: its evidence and scale hold for all plans, and its day is
        taken in each plan's own year.
    """
    rows = data["activities"]
    if asked.chapter != ALL:
        rows = rows[rows["chapter"] == asked.chapter]
    found = [plan for plan in plans(data) if plan in set(rows["source_id"])]
    moments = {plan: _moment(data, plan, asked) for plan in found}
    scopes = [_scope(data, plan, asked, moments) for plan in found]
    pairs = _pairs(data, scopes[-2], scopes[-1]) if len(scopes) > 1 else []
    return Years(
        [_year(one, plan) for one, plan in zip(scopes, found, strict=True)],
        pairs,
        found[-2] if len(found) > 1 else "",
        found[-1],
    )


def _scope(data: CheckedTables, plan: str, asked: Scope, moments: Mapping[str, date]) -> Scope:
    """Return a plan's scope; all plans are seen with what is known on the last of the days."""
    known = as_known(of_plan(data, plan), max(moments.values()))
    day = moments[plan].isoformat()
    return scope(known, plan, asked.chapter, day, ",".join(asked.counted), asked.scale_id)


def _moment(data: CheckedTables, plan: str, asked: Scope) -> date:
    """Return the day asked for in the plan's own year; the leap day is the 28th elsewhere."""
    own = str(asked.activities["source_id"].iloc[0])
    moved = year_of(data, plan) - year_of(data, own)
    leap = (asked.as_of.month, asked.as_of.day) == (2, 29)
    return asked.as_of.replace(
        year=asked.as_of.year + moved, day=28 if leap and moved else asked.as_of.day
    )


def _year(one: Scope, plan: str) -> Year:
    sources = one.data["sources"]
    states = list(achievement.indicator_states(one).values())
    return Year(
        plan,
        str(sources.loc[sources["source_id"] == plan, "title"].iloc[0]),
        one.as_of,
        len(one.activities),
        len(one.indicators),
        states.count(achievement.MET),
        states.count(achievement.NOT_MET),
        sum(row.strength in one.counted for row in achievement.reach(one)),
        implementation_rate(one, "indicators"),
    )


def _pairs(data: CheckedTables, before: Scope, after: Scope) -> list[Pair]:
    """Return the confirmed matches of activities, in the plans' order; none if none is."""
    matches = data["plan_matches"]
    olds = {row.activity_id: row for row in each_row(before.activities)}
    news = {row.activity_id: row for row in each_row(after.activities)}
    of_indicators = matches[matches["item_kind"] == "indicator"]
    follows = {
        row.item_id: row.previous_id
        for row in each_row(of_indicators)
        if row.item_id and row.previous_id
    }
    found = []
    for row in each_row(matches[matches["item_kind"] == "activity"]):
        old, new = olds.get(row.previous_id), news.get(row.item_id)
        if old is None and new is None:
            continue
        found.append(_pair(old, new, before, after, follows))
    order = {name: place for place, name in enumerate((*news, *olds))}
    return sorted(found, key=lambda pair: order[pair.item_id or pair.previous_id])


def _pair(old: Any, new: Any, before: Scope, after: Scope, follows: dict[str, str]) -> Pair:
    item, previous = (row.activity_id if row else "" for row in (new, old))
    titles = (new.title if new else "", old.title if old else "")
    if old is None or new is None:
        return Pair(NEW if old is None else DROPPED, item, previous, *titles, None, 0, 0, 0)
    slipped = _slipped(str(old.deadlines), str(new.deadlines), before, after)
    tally, same = _targets(item, previous, before, after, follows)
    leads = set(old.lead_ids.split(";")) == set(new.lead_ids.split(";"))
    kind = CONTINUED if same and leads and not slipped else CHANGED
    return Pair(kind, item, previous, *titles, slipped, *tally)


def _slipped(old: str, new: str, before: Scope, after: Scope) -> int | None:
    """Return the months between two last deadlines, less those between the plans' years."""
    if not old or not new:
        return None
    first, last = (
        int(month[:4]) * 12 + int(month[5:]) for month in (max(old.split(";")), max(new.split(";")))
    )
    return last - first - 12 * (after.as_of.year - before.as_of.year)


def _targets(
    new: str, old: str, before: Scope, after: Scope, follows: dict[str, str]
) -> tuple[tuple[int, int, int], bool]:
    """Return targets carried over, raised and lowered, and whether all are what they were."""
    states = achievement.indicator_states(before)
    olds = {
        row.indicator_id: row
        for row in each_row(before.indicators[before.indicators["activity_id"] == old])
    }
    news = list(each_row(after.indicators[after.indicators["activity_id"] == new]))
    carried = raised = lowered = 0
    for row in news:
        past = olds.get(follows.get(row.indicator_id, ""))
        if past is None:
            continue
        change = _change(past, row)
        raised += change > 0
        lowered += change < 0
        state = states.get(past.alternative or past.indicator_id)
        carried += change == 0 and state != achievement.MET
    same = not raised and not lowered and len(news) == len(olds)
    same = same and {follows.get(row.indicator_id, "") for row in news} == set(olds)
    return (carried, raised, lowered), same


def _change(old: Any, new: Any) -> float:
    """Return by how much a target in the same unit grew; of what cannot be compared, nothing."""
    ends = []
    for row in (old, new):
        least, most = row.target_min, row.target_max
        ends.append(most if pd.isna(least) else least)
    if old.unit != new.unit or any(pd.isna(end) for end in ends):
        return 0.0
    return float(ends[1]) - float(ends[0])
