"""Recommendations by stated rules: each a finding, the activities, and who is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.cleaning.records import each_row
from analysis.measures.achievement import Assessment, Reach
from analysis.measures.money import without_source
from analysis.measures.plan_quality import Checklist
from analysis.measures.scope import Scope

COORDINATOR = "scmi"
MAJORITY = 0.5


@dataclass(frozen=True)
class Recommendation:
    """A rule that fired: how often, of how many, where, and whom it addresses."""

    rule: str
    count: int
    of: int
    activity_ids: tuple[str, ...]
    addressed_to: tuple[str, ...]


def recommend(
    scope: Scope, checklists: list[Checklist], assessments: list[Assessment], reach: list[Reach]
) -> list[Recommendation]:
    """Return the recommendations whose rule the findings satisfy, in a fixed order."""
    return [found for found in _rules(scope, checklists, assessments, reach) if found.count]


def _rules(
    scope: Scope, checklists: list[Checklist], assessments: list[Assessment], reach: list[Reach]
) -> Iterator[Recommendation]:
    whole = len(checklists)
    missed = [a for a in assessments if a.ratio is not None and a.ratio < 1]
    missed_plan = [a for a in missed if a.target_kind != "commitment"]
    assessed = [a for a in assessments if a.target_kind != "commitment"]
    owners = dict(
        zip(scope.indicators["indicator_id"], scope.indicators["activity_id"], strict=True)
    )
    late = tuple(owners.get(a.target_id, a.target_id) for a in missed_plan)
    yield Recommendation(
        "target-missed", len(missed_plan), len(assessed), late, _leads(scope, late)
    )
    numberless = tuple(c.activity_id for c in checklists if not c.met["numeric_target"])
    yield Recommendation("no-number", len(numberless), whole, numberless, _leads(scope, numberless))
    unspoken = tuple(row.activity_id for row in reach if row.strength == "looked_for")
    yield Recommendation("no-evidence", len(unspoken), whole, unspoken, _leads(scope, unspoken))
    untreated = tuple(row.activity_id for row in reach if row.strength == "outside")
    yield Recommendation("outside", len(untreated), whole, untreated, _leads(scope, untreated))
    crowded = tuple(
        c.activity_id for c in checklists if c.met["deadline"] and not c.met["before_last_month"]
    )
    yield Recommendation(
        "last-month",
        len(crowded) if len(crowded) > MAJORITY * whole else 0,
        whole,
        crowded,
        (COORDINATOR,),
    )
    undated = tuple(c.activity_id for c in checklists if not c.met["deadline"])
    yield Recommendation("no-deadline", len(undated), whole, undated, _leads(scope, undated))
    unfunded = tuple(without_source(scope))
    yield Recommendation("no-funding", len(unfunded), whole, unfunded, _leads(scope, unfunded))
    ranged = tuple(
        row.activity_id for row in each_row(scope.indicators) if row.operator in ("range", "<=")
    )
    yield Recommendation(
        "loose-target", len(ranged), len(scope.indicators), ranged, _leads(scope, ranged)
    )
    shared = tuple(row.activity_id for row in each_row(scope.activities) if row.budget_once)
    yield Recommendation("shared-budget", len(shared), whole, shared, _leads(scope, shared))


def _leads(scope: Scope, activity_ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lead bodies of activities, the most concerned first."""
    chosen = scope.activities[scope.activities["activity_id"].isin(activity_ids)]
    leads = Counter(body for cell in chosen["lead_ids"] for body in cell.split(";"))
    return tuple(sorted(leads, key=lambda body: (-leads[body], body)))
