"""What partner briefs count, a second time: activities by role and evidence, and commitments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from analysis.recount.evaluation import achieved, links
from analysis.recount.found import Parts, Recounted, gathered, one
from analysis.recount.plan import Activity
from analysis.recount.printed import UnreadError
from analysis.recount.raw import Raw

STRENGTHS = ("direct", "partial", "contextual", "looked_for", "outside")
ROLES = ("lead", "partner", "donor")
TOGETHER = (("afd", "france"), ("giz", "bmz"))
"""Pairs that are met as one partner and share a brief."""

YEAR = Fraction(1461, 4)
"""Days of a year."""


def briefs(raw: Raw) -> Iterator[Recounted]:
    """Yield the numbers of every brief, and those of commitments that have a result."""
    plan = list(raw.activities.values())
    for partner in _partners(raw):
        pair = next((pair for pair in TOGETHER if partner in pair), (partner,))
        bodies = (partner, *(body for body in pair if body != partner))
        yield from gathered(raw.used, "brief", partner, _by_role, raw, plan, bodies)
    yield from gathered(raw.used, "brief", "plan", _tally, raw, "plan", plan)
    for row in raw.tables["commitments"]:
        for link in links(raw, "commitment", row["commitment_id"]):
            if link["counted_figure_ids"] and row["horizon_figure_id"] and row["start_figure_id"]:
                yield from gathered(
                    raw.used, "commitment", row["commitment_id"], _pace, raw, row, link
                )


def _partners(raw: Raw) -> list[str]:
    named = {
        body
        for activity in raw.activities.values()
        for role in ("partner", "donor")
        for body in activity.bodies[role]
    }
    promised = {row["partner_id"] for row in raw.tables["commitments"]}
    both = {body for pair in TOGETHER if promised & set(pair) for body in pair}
    return sorted(named | promised | both)


def _by_role(raw: Raw, plan: list[Activity], bodies: Sequence[str]) -> Parts:
    found: Parts = {}
    for role in ROLES:
        mine = [a for a in plan if any(body in a.bodies[role] for body in bodies)]
        if mine:
            found |= _tally(raw, role, mine)
    return found


def _tally(raw: Raw, name: str, activities: list[Activity]) -> Parts:
    indicators = [asked for activity in activities for asked in raw.asked(activity)]
    reached = [_strength(raw, activity) for activity in activities]
    return {
        f"{name}/activities": one(len(activities)),
        f"{name}/indicators": one(len(indicators)),
        f"{name}/numbered": one(sum(asked.target.operator != "none" for asked in indicators)),
        **{f"{name}/{strength}": one(reached.count(strength)) for strength in STRENGTHS},
    }


def _strength(raw: Raw, activity: Activity) -> str:
    """Return the strength of the best link on any indicator or the budget of an activity."""
    found = {link["strength"] for link in links(raw, "budget", activity.activity_id)}
    for asked in raw.asked(activity):
        found |= {link["strength"] for link in links(raw, "indicator", asked.indicator_id)}
    return next(strength for strength in STRENGTHS if strength in found)


def _pace(raw: Raw, row: dict[str, str], link: dict[str, str]) -> Parts:
    """Return what is done, what share of the time is gone, and what is needed a year from here."""
    target, years = raw.figure(row["target_figure_id"]).value, raw.figure(row["horizon_figure_id"])
    start = date.fromisoformat(raw.figure(row["start_figure_id"]).date)
    end = start.replace(year=start.year + int(years.value or 0))
    now, done = date(int(raw.plan_year), 12, 31), achieved(raw, link)
    if target is None:
        raise UnreadError("a target is a date")
    left = Fraction((end - now).days) / YEAR
    return {
        "target": one(target),
        "done": one(done),
        "share": one(done / target),
        "time_gone": one(Fraction((now - start).days, (end - start).days)),
        "per_year_needed": one((target - done) / left),
    }
