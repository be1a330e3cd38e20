"""What is published: every number that the reports give, by kind and key, or its refusal.

The list is that of the audience whose tables are given: what is withheld from it is refused here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

import pandas as pd

from analysis.checks.results import CheckedTables
from analysis.cleaning.records import each_row
from analysis.measures import coverage, pace, partners, portfolio, programme
from analysis.measures.designs import Design
from analysis.measures.estimate import Estimate
from analysis.measures.evaluation import evaluate, rates_by_chapter
from analysis.measures.flows import Cascade, Overlap, Trend
from analysis.measures.identification import ANYTHING, EffectStudy
from analysis.measures.implementation import sensitivity
from analysis.measures.measure import Measure, Refusal
from analysis.measures.plan_quality import checklists, shares_by_chapter
from analysis.measures.scope import ALL, DEFAULTS, Scope, scope

CONFIDENCE = 0.95

Ends = tuple[float | None, float, float]
"""A value, or None where there are bounds only, and its bounds."""


@dataclass(frozen=True)
class Published:
    """A published number with its bounds; without them, a comparison that is refused."""

    kind: str
    key: str
    ends: Ends | None


def published(data: CheckedTables) -> Iterator[Published]:
    """Yield every number that reports with the default parameters publish."""
    for kind, found in (
        ("reading", _readings(data)),
        ("target", _targets(data)),
        ("yield", _yields(data)),
        ("identity", _identities(data)),
        ("brief", _briefs(data)),
        ("commitment", _commitments(data)),
        ("link", _links(data)),
    ):
        for key, number in found:
            yield Published(kind, key, (number, number, number))
    yield from _evaluations(data)
    for programme_id in data["programmes"]["programme_id"]:
        yield from _programme(data, programme_id)


def _evaluations(data: CheckedTables) -> Iterator[Published]:
    plan, _, *rest = DEFAULTS
    for chapter in (ALL, *sorted(set(data["activities"]["chapter"]))):
        chosen = scope(data, plan, chapter, *rest)
        kinds: dict[str, Mapping[str, Estimate]] = {
            "evaluation": evaluate(chosen).values,
            "rates_by_chapter": rates_by_chapter(chosen),
            "sensitivity": {
                f"{'+'.join(counted)}/{day}": rate for counted, day, rate in sensitivity(chosen)
            },
        }
        for kind, values in kinds.items():
            for key, value in values.items():
                yield Published(kind, f"{chapter}/{key}", (value.value, value.lower, value.upper))
        for name, count in _tallies(chosen):
            yield Published("portfolio", f"{chapter}/{name}", (count, count, count))
        for (within, criterion), (met, _) in shares_by_chapter(checklists(chosen)).items():
            yield Published("quality", f"{chapter}/{within}/{criterion}", (met, met, met))


def _tallies(chosen: Scope) -> Iterator[tuple[str, int]]:
    table = chosen.data["organisations"]
    # Tallies name bodies as readers of the language know them; ids are the same in all.
    bodies = dict(zip(table["acronym"], table["organisation_id"], strict=True))
    groups = {"chapter": portfolio.by_chapter(chosen)}
    groups |= {role: portfolio.by_body(chosen, column) for role, column in partners.ROLES.items()}
    for group, tallies in groups.items():
        for tally in tallies:
            name = f"{group}/{bodies.get(tally.name, tally.name)}"
            yield f"{name}/activities", tally.activities
            yield f"{name}/indicators", tally.indicators
    for month, count in portfolio.by_month(chosen).items():
        yield f"month/{month}", count


def _programme(data: CheckedTables, programme_id: str) -> Iterator[Published]:
    studied = programme.study(data, programme_id, CONFIDENCE, ANYTHING)
    for found in studied.found:
        about = found.about.analysis_id
        if isinstance(found, Refusal):
            yield Published(found.kind, about, None)
        elif isinstance(found, Measure):
            yield Published(found.kind, about, _ends(found))
        else:
            kind = type(found).__name__.lower()
            for name, ends in _parts(found):
                yield Published(kind, f"{about}/{name}", ends)
    for study in studied.studies:
        for name, ends in _effects(study):
            yield Published("effect", f"{study.rate.about.analysis_id}/{name}", ends)
    for design in studied.designs:
        for name, number in _design(design):
            key = f"{design.about.analysis_id}/{name}"
            yield Published("design", key, (number, number, number))


def _ends(measure: Measure) -> Ends:
    return measure.value, measure.lower, measure.upper


def _parts(found: Cascade | Overlap | Trend) -> Iterator[tuple[str, Ends]]:
    """Yield the numbers of a comparison that gives several."""
    if isinstance(found, Cascade):
        for step in found.steps:
            for name in ("persons", "of_previous", "of_first", "if_nested", "lost"):
                bounds = getattr(step, name)
                if bounds:
                    yield f"{step.figure_id}/{name}", _between(*bounds)
        return
    names = ("any", "several", "every") if isinstance(found, Overlap) else _TREND
    for name in names:
        measure = getattr(found, name)
        if measure:
            yield name, _ends(measure)


_TREND = ("earlier", "later", "change")


def _effects(study: EffectStudy) -> Iterator[tuple[str, Ends]]:
    for bounds in study.bounds:
        yield f"bounds/{bounds.assumption}", (None, bounds.lower, bounds.upper)
    for position, step in enumerate(study.break_even):
        yield f"break_even/{position}/limit", (step.limit, step.limit, step.limit)
        yield f"break_even/{position}", (None, step.lower, step.upper)
    for position, point in enumerate(study.curve):
        yield f"curve/{position}/anyway", (point.anyway, point.anyway, point.anyway)
        yield f"curve/{position}", (None, point.lower, point.upper)


def _design(design: Design) -> Iterator[tuple[str, float]]:
    for rise, each in design.per_group.items():
        if each is not None:
            yield f"per_group/{rise}", each
    if design.detectable is not None:
        yield "detectable", design.detectable


def _between(lower: float, upper: float) -> Ends:
    return (lower if lower == upper else None), lower, upper


def _readings(data: CheckedTables) -> Iterator[tuple[str, float]]:
    for row in each_row(data["figures"]):
        if row.date:
            yield row.figure_id, _digits(row.date)
        elif not pd.isna(row.value):
            yield row.figure_id, float(row.value)


def _targets(data: CheckedTables) -> Iterator[tuple[str, float]]:
    for row in each_row(data["indicators"]):
        for name, end in (("least", row.target_min), ("most", row.target_max)):
            if not pd.isna(end):
                yield f"{row.indicator_id}/{name}", float(end)


def _yields(data: CheckedTables) -> Iterator[tuple[str, float]]:
    for document in coverage.document_yields(data):
        for kind, number in document.figures.items():
            yield f"{document.source_id}/{kind}", number
        for name in ("activities", "indicators", "commitments"):
            yield f"{document.source_id}/{name}", getattr(document, name)


def _identities(data: CheckedTables) -> Iterator[tuple[str, float]]:
    for row in each_row(data["identities"]):
        yield f"{row.identity_id}/left", _digits(row.left_value)
        yield f"{row.identity_id}/right", _digits(row.right_value)
        yield f"{row.identity_id}/residual", float(row.residual)
        yield f"{row.identity_id}/holds", float(row.holds)


def _digits(side: str) -> float:
    """Return a side of an identity; a date as the number that its digits make."""
    return float(side[:1] + side[1:].replace("-", ""))


def _briefs(data: CheckedTables) -> Iterator[tuple[str, float]]:
    for partner_id, tallies in partners.tallies(data).items():
        for tally in tallies:
            counts = {
                "activities": len(tally.activity_ids),
                "indicators": tally.indicators,
                "numbered": tally.numbered,
                **tally.by_strength,
            }
            for name, number in counts.items():
                yield f"{partner_id}/{tally.name}/{name}", number


def _links(data: CheckedTables) -> Iterator[tuple[str, float]]:
    for row in each_row(data["links"]):
        for name, number in (("achieved", row.achieved), ("ratio", row.ratio)):
            if not pd.isna(number):
                yield f"{row.link_id}/{name}", float(number)


def _commitments(data: CheckedTables) -> Iterator[tuple[str, float]]:
    for found in pace.paces(scope(data, *DEFAULTS)):
        numbers = asdict(found)
        for name in ("target", "done", "share", "time_gone", "per_year_needed"):
            if numbers[name] is not None:
                yield f"{found.commitment_id}/{name}", numbers[name]
