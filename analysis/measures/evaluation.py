"""The evaluation: every measure of the mid-term evaluation, computed once for a scope."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.cleaning.records import each_row
from analysis.measures import achievement, implementation, money, plan_quality, portfolio
from analysis.measures.achievement import Assessment, Reach
from analysis.measures.estimate import Estimate, exact, share
from analysis.measures.pace import Pace, paces
from analysis.measures.plan_quality import Checklist
from analysis.measures.recommendations import Recommendation, recommend
from analysis.measures.scope import Scope


@dataclass(frozen=True)
class Evaluation:
    """All that the report shows, and ``values``: the derived numbers by their ids."""

    scope: Scope
    checklists: list[Checklist]
    assessments: list[Assessment]
    reach: list[Reach]
    paces: list[Pace]
    rates: dict[str, Estimate]
    recommendations: list[Recommendation]
    values: dict[str, Estimate]

    def faults(self) -> list[str]:
        """Return what in the evaluation contradicts itself; none is good."""
        found = [
            f"{value.value_id} lies outside its bounds"
            for value in self.values.values()
            if not value.lower <= value.upper
            or (value.value is not None and not value.lower <= value.value <= value.upper)
        ]
        if len(self.reach) != len(self.scope.activities):
            found.append("not every activity has a reach of evidence")
        if len(self.checklists) != len(self.scope.activities):
            found.append("not every activity has a checklist")
        return found


def evaluate(scope: Scope) -> Evaluation:
    """Return the evaluation of a scope."""
    checklists = plan_quality.checklists(scope)
    assessments = achievement.assessments(scope)
    reach = achievement.reach(scope)
    values = _values(scope, checklists, assessments, reach)
    return Evaluation(
        scope,
        checklists,
        assessments,
        reach,
        paces(scope),
        rates_by_chapter(scope),
        recommend(scope, checklists, assessments, reach),
        {value.value_id: value for value in values},
    )


def rates_by_chapter(scope: Scope) -> dict[str, Estimate]:
    """Return the implementation rate of indicators for each chapter in scope."""
    rates = {}
    for tally in portfolio.by_chapter(scope):
        activities = scope.activities[scope.activities["chapter"] == tally.name]
        chosen = set(activities["activity_id"])
        part = Scope(
            scope.data,
            tally.name,
            scope.as_of,
            scope.counted,
            scope.scale_id,
            activities,
            scope.indicators[scope.indicators["activity_id"].isin(chosen)],
            scope.targets,
        )
        rates[tally.name] = implementation.implementation_rate(part, "indicators")
    return rates


def _values(
    scope: Scope, checklists: list[Checklist], assessments: list[Assessment], reach: list[Reach]
) -> list[Estimate]:
    activities, indicators = scope.activities, scope.indicators
    whole = len(activities)
    crowded = [c for c in checklists if c.met["deadline"] and not c.met["before_last_month"]]
    targets = [a for a in assessments if a.target_kind == "indicator"]
    states = achievement.indicator_states(scope)
    rate = implementation.implementation_rate(scope, "activities")
    finer = implementation.implementation_rate(scope, "indicators")
    return [
        exact("activities", whole, "activities"),
        exact("indicators", len(indicators), "indicators"),
        share(
            "numeric-targets",
            int((indicators["operator"] != "none").sum()),
            len(indicators),
        ),
        share("last-month", len(crowded), whole),
        share("all-criteria", sum(not checklist.failed for checklist in checklists), whole),
        exact("naive-amount", money.steps(scope)[0].sum, "GEL"),
        money.planned_amount(scope),
        money.without_amount(scope),
        money.single_donor(scope),
        money.concentration(scope),
        share(
            "evidenced-activities",
            sum(row.strength in scope.counted for row in reach),
            whole,
            tuple(row.activity_id for row in reach if row.strength in scope.counted),
            facts={"evidence": scope.counted},
        ),
        share(
            "met-of-assessed",
            sum(state == achievement.MET for state in states.values()),
            sum(state != achievement.UNKNOWN for state in states.values()),
            tuple(figure for a in targets for figure in a.figure_ids),
        ),
        rate,
        finer,
        implementation.score(scope, rate),
    ]


def organisation_names(scope: Scope) -> dict[str, str]:
    """Return the acronyms of organisations by id."""
    return {row.organisation_id: row.acronym for row in each_row(scope.data["organisations"])}
