"""What is planned, by whom and when, and how good the plan is, a second time; and the links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from analysis.recount.evaluation import achieved, criteria, parts_of_plan
from analysis.recount.found import Parts, Recounted, gathered, one
from analysis.recount.plan import Activity
from analysis.recount.printed import Target
from analysis.recount.raw import Raw
from analysis.recount.rows import ids

ROLES = ("lead", "partner", "donor")


def portfolios(raw: Raw) -> Iterator[Recounted]:
    """Yield the tallies of the plan and of each chapter, and what each link comes to."""
    for chapter, activities in parts_of_plan(raw).items():
        yield from gathered(raw.used, "portfolio", chapter, _tallies, raw, activities)
        yield from gathered(raw.used, "quality", chapter, _criteria, raw, activities)
    for link in raw.tables["links"]:
        if link["counted_figure_ids"]:
            yield from gathered(raw.used, "link", link["link_id"], _link, raw, link)


def _tallies(raw: Raw, activities: Sequence[Activity]) -> Parts:
    counted: Counter[str] = Counter()
    indicators: Counter[str] = Counter()
    for activity in activities:
        names = [f"chapter/{activity.chapter}"]
        names += [f"{role}/{body}" for role in ROLES for body in activity.bodies[role]]
        counted.update(names)
        indicators.update(dict.fromkeys(names, len(raw.asked(activity))))
    found = {f"{name}/activities": one(count) for name, count in counted.items()}
    found |= {f"{name}/indicators": one(indicators[name]) for name in counted}
    months = Counter(a.deadlines[-1] if a.deadlines else "" for a in activities)
    return found | {f"month/{month}": one(count) for month, count in months.items()}


def _criteria(raw: Raw, activities: Sequence[Activity]) -> Parts:
    met: Counter[str] = Counter()
    for activity in activities:
        for criterion, answer in criteria(raw, activity).items():
            met[f"{activity.chapter}/{criterion}"] += answer
    return {name: one(count) for name, count in met.items()}


def _link(raw: Raw, link: dict[str, str]) -> Parts:
    """Return what a link's figures add up to, and how far its target is reached."""
    raw.used.update(ids(link["counted_figure_ids"]))
    done, asked = achieved(raw, link), _asked(raw, link)
    found = {"achieved": one(done)}
    if asked.least:
        found["ratio"] = one(round(done / asked.least, 6))
    elif asked.most is not None:
        beyond = done > asked.most
        found["ratio"] = one(round(asked.most / done, 6) if beyond else Fraction(1))
    return found


def _asked(raw: Raw, link: dict[str, str]) -> Target:
    kind, target_id = link["target_kind"], link["target_id"]
    if kind == "indicator":
        return raw.indicators[target_id].target
    if kind == "budget":
        return Target("=", raw.activities[target_id].amount, raw.activities[target_id].amount)
    (row,) = [r for r in raw.tables["commitments"] if r["commitment_id"] == target_id]
    figure_id = row["target_figure_id"]
    return Target(">=", raw.figure(figure_id).value) if figure_id else Target()
