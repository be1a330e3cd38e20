"""A programme: every measure that its printed figures carry, and every one they do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.checks.results import CheckedTables
from analysis.cleaning.analyses import terms
from analysis.cleaning.records import each_row
from analysis.measures import costs, flows, identification, rates
from analysis.measures.bases import Count, Evidence
from analysis.measures.bearings import Bearing, bearings, commitments, faults_of
from analysis.measures.designs import Design, design
from analysis.measures.flows import Cascade, Overlap, Trend
from analysis.measures.identification import Bounds, EffectStudy
from analysis.measures.measure import Measure, Refusal, Subject
from analysis.measures.pace import Pace

Found = Measure | Cascade | Overlap | Trend | Refusal

LEVELS = ("activity", "output", "outcome", "rate", "trend", "effect")
"""Evidence, from least to most; no figure of these documents reaches the last."""


@dataclass(frozen=True)
class Programme:
    """All that is known of a programme, computed once."""

    programme_id: str
    title: str
    responsible_id: str
    figures: pd.DataFrame
    cited: pd.DataFrame
    found: tuple[Found, ...]
    budgets: tuple[Count, ...]
    studies: tuple[EffectStudy, ...]
    designs: tuple[Design, ...]
    bearings: tuple[Bearing, ...]
    paces: tuple[Pace, ...]
    discrepancies: pd.DataFrame
    reached: frozenset[str]
    confidence: float

    @property
    def level(self) -> str:
        """The strongest evidence reached."""
        return max(self.reached, key=LEVELS.index)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The single numbers: rates, differences, ratios and costs."""
        return tuple(found for found in self.found if isinstance(found, Measure))

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """The comparisons that are not made."""
        return tuple(found for found in self.found if isinstance(found, Refusal))

    def faults(self) -> list[str]:
        """Return what contradicts itself; none is good."""
        return [
            f"{found.about.analysis_id} lies outside its bounds"
            for found in self.measures
            if not found.lower <= found.upper
            or (found.value is not None and not found.lower <= found.value <= found.upper)
        ]


def study(
    data: CheckedTables, programme_id: str, confidence: float, comparison: Bounds
) -> Programme:
    """Return a programme with every measure and refusal.

    Parameters
    ----------
    confidence : of the intervals, between 0 and 1.
    comparison : the assumed rate without the programme, as a range of shares.
    """
    evidence = Evidence(data)
    programmes = data["programmes"]
    row = next(each_row(programmes[programmes["programme_id"] == programme_id]))
    figures = data.rows("figures", "programme_id", [programme_id])
    found = _analyses(evidence, programme_id, confidence)
    touched, promised = bearings(data, set(figures["figure_id"])), commitments(data, figures)
    return Programme(
        programme_id,
        row.title,
        row.responsible_id,
        figures,
        _cited(data, figures, found, [*touched, *promised]),
        tuple(found.values()),
        _budgets(evidence, programme_id),
        _studies(evidence, found, comparison),
        tuple(
            design(rate, confidence)
            for rate in found.values()
            if isinstance(rate, Measure) and rate.span == "interval"
            and rate.about.stage == "outcome" and rate.kind == "rate"
        ),
        tuple(touched),
        tuple(promised),
        faults_of(data, figures),
        _reached(figures, found.values()),
        confidence,
    )  # fmt: skip


def _analyses(evidence: Evidence, programme_id: str, confidence: float) -> dict[str, Found]:
    table = evidence.data["analyses"]
    found: dict[str, Found] = {}
    # Differences come last: they are of rates that have to be there.
    rows = sorted(
        each_row(table[table["programme_id"] == programme_id]),
        key=lambda row: (row.kind == "difference", row.position),
    )
    for row in rows:
        found[row.analysis_id] = _analysis(evidence, row, confidence, found)
    return found


def _analysis(evidence: Evidence, row: Any, confidence: float, found: dict[str, Found]) -> Found:
    about = Subject(row.analysis_id, row.title, row.stage, row.subject, _figure_ids(row))
    if row.kind == "rate":
        return rates.rate(evidence, about, row.left, row.right, confidence, row.override_reason)
    if row.kind == "ratio":
        return rates.ratio(evidence, about, row.left, row.right)
    if row.kind == "cost":
        return costs.cost(evidence, about, row.left, row.right)
    if row.kind == "cascade":
        return flows.cascade(evidence, about, row.left)
    if row.kind == "overlap":
        return flows.overlap(evidence, about, row.left, row.right)
    if row.kind == "trend":
        return flows.trend(evidence, about, row.left, row.right, row.context)
    first, second = found[row.left], found[row.right]
    assert isinstance(first, Measure | Refusal)
    assert isinstance(second, Measure | Refusal)
    return rates.difference(evidence, about, first, second, confidence)


def _budgets(evidence: Evidence, programme_id: str) -> tuple[Count, ...]:
    """Return the amounts of the plan that analyses of the programme name."""
    table = evidence.data["analyses"]
    sides = [
        count
        for row in each_row(
            table[(table["programme_id"] == programme_id) & (table["kind"] == "cost")]
        )
        for count in evidence.readings(row.left)
        if count.kind == "budget" and count.figure_ids[0] not in evidence.counts
    ]
    return tuple(dict.fromkeys(sides))


def _figure_ids(row: Any) -> tuple[str, ...]:
    if row.kind == "difference":
        return ()
    facts = [fact for cell in (row.left, row.right) for part in terms(cell) for fact in part]
    named = [fact.removeprefix("budget(").removesuffix(")") for fact in facts]
    return tuple(dict.fromkeys(named))


def _studies(
    evidence: Evidence, found: dict[str, Found], comparison: Bounds
) -> tuple[EffectStudy, ...]:
    """Return a study for each rate of employment; its cost where the programme has one."""
    table = evidence.data["analyses"]
    rows = {row.analysis_id: row for row in each_row(table)}
    costed = [
        (rows[name], measure)
        for name, measure in found.items()
        if isinstance(measure, Measure) and measure.kind == "cost"
    ]
    outcome = next((pair for pair in costed if pair[1].about.stage == "outcome"), None)
    output = next((pair for pair in costed if pair[1].about.stage == "output"), None)
    studies = []
    for rate in found.values():
        if not isinstance(rate, Measure) or rate.about.subject != "employment":
            continue
        if rate.value is None:
            continue
        steps: tuple[identification.BreakEven, ...] = ()
        curve: tuple[identification.CostPoint, ...] = ()
        if outcome and output and _pays_for(evidence, outcome[0], rate):
            sides = (
                evidence.readings(outcome[0].left)[0],
                evidence.readings(outcome[0].right),
                evidence.readings(output[0].right),
            )
            steps, curve = identification.break_even(*sides), identification.cost_curve(*sides)
        studies.append(
            EffectStudy(
                rate,
                comparison,
                identification.effect_bounds(rate.value, comparison),
                steps,
                curve,
                outcome[1] if steps and outcome else None,
            )
        )
    return tuple(studies)


def _pays_for(evidence: Evidence, row: Any, rate: Measure) -> bool:
    """Whether a cost per outcome begins with the outcomes of a rate."""
    return evidence.readings(row.right)[0].figure_ids[0] == rate.about.figure_ids[0]


def _cited(
    data: CheckedTables,
    figures: pd.DataFrame,
    found: dict[str, Found],
    targets: Sequence[Bearing | Pace],
) -> pd.DataFrame:
    """Return the programme's figures and those of others that it is compared with, in order."""
    named = {name for one in found.values() for name in one.about.figure_ids}
    named |= {name for one in found.values() for name in getattr(one, "context", ())}
    named |= {name for target in targets for name in target.figure_ids}
    rows = data.rows("figures", "figure_id", named | set(figures["figure_id"]))
    return rows.sort_values("figure_id", key=lambda ids: ids.map(printed_order))


def printed_order(figure_id: str) -> tuple[str, int, int]:
    """Return what sorts ids of figures as documents print them: 2 before 10."""
    prefix, line, place = figure_id.rsplit("-", 2)
    return prefix, int(line), int(place)


def _reached(figures: pd.DataFrame, found: Iterable[Found]) -> frozenset[str]:
    """Return every strength of evidence that figures or analyses reach; one at least."""
    kinds = set(figures["kind"])
    reached = {"activity"} if "milestone" in kinds or "result" not in kinds else set()
    if "result" in kinds:
        reached.add("output")
    for one in found:
        if one.about.stage != "outcome":
            continue
        if not isinstance(one, Refusal) or one.keys == ("not_reported",):
            reached.add("outcome")
        nested = isinstance(one, Cascade) and "nested" not in one.assumptions
        rated = isinstance(one, Measure) and one.kind == "rate" and not one.override
        if nested or rated:
            reached.add("rate")
        if isinstance(one, Trend):
            reached.add("trend")
    return frozenset(reached)
