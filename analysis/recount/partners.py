"""What partner briefs count, a second time: activities by role and evidence, and commitments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from analysis.recount.evaluation import COUNTED, achieved, links
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
        if row["target_figure_id"]:
            yield from gathered(raw.used, "commitment", row["commitment_id"], _pace, raw, row)


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


def _pace(raw: Raw, row: dict[str, str]) -> Parts:
    """Return what is done, what share of the time is gone, and what is needed a year from here."""
    target, now = _value(raw, row["target_figure_id"]), date(int(raw.plan_year), 12, 31)
    counted = [
        link
        for link in links(raw, "commitment", row["commitment_id"])
        if link["strength"] in COUNTED and link["counted_figure_ids"]
    ]
    found = {"target": one(target)}
    done = achieved(raw, counted[0]) if counted else Fraction(0)
    if counted:
        found |= {"done": one(done), "share": one(done / target)}
    if row["horizon_figure_id"] and row["start_figure_id"]:
        start = date.fromisoformat(raw.figure(row["start_figure_id"]).date)
        end = start.replace(year=start.year + int(_value(raw, row["horizon_figure_id"])))
        gone = Fraction((now - start).days, (end - start).days)
        found["time_gone"] = one(min(max(gone, Fraction(0)), Fraction(1)))
        if end > now:
            left = Fraction((end - now).days) / YEAR
            found["per_year_needed"] = one(max(target - done, Fraction(0)) / left)
    return found


def _value(raw: Raw, figure_id: str) -> Fraction:
    value = raw.figure(figure_id).value
    if value is None:
        raise UnreadError(f"{figure_id} is a date")
    return value
