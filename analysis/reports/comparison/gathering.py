"""Changes gathered: told once where several reports say the same, the weightiest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.reports.comparison.importance import weight
from analysis.reports.comparison.records import KINDS, Change, ChartChange, ReportFacts


def gathered(
    changes: Sequence[Change], known: Mapping[str, ReportFacts], language: str
) -> list[Change]:
    """Return changes with those that are one and the same in several reports told once.

    A translation says the same at the same place; of the translations the one in ``language``
    is kept, or else the first. Reports of one sort say the same in the same words.
    """
    told: dict[object, Change] = {}
    for change in _by_language(changes, language):
        facts = known[change.reports[0]]
        told_as = (facts.report_id, facts.asked, change.kind, change.how, change.position)
        told[told_as] = _joined(told.get(told_as), change)
    alike: dict[object, Change] = {}
    for change in told.values():
        facts = known[change.reports[0]]
        named = change.row_id or change.row
        says = (change.kind, change.how, change.column, change.old, change.new, change.language)
        same = (facts.report_id, change.position.cell, named, *says)
        alike[same] = _joined(alike.get(same), change)
    return ordered(list(alike.values()))


def gathered_charts(
    charts: Sequence[ChartChange], known: Mapping[str, ReportFacts], language: str
) -> list[ChartChange]:
    """Return charts with the translations of one told once; those that were redrawn come last."""
    told: dict[object, ChartChange] = {}
    preferred = sorted(charts, key=lambda chart: chart.language != language)
    for chart in preferred:
        facts = known[chart.reports[0]]
        key = (facts.report_id, facts.asked, chart.key, chart.how == "redrawn")
        first = told.get(key)
        told[key] = replace(first, reports=first.reports + chart.reports) if first else chart
    return sorted(told.values(), key=lambda chart: chart.how == "redrawn")


def ordered(changes: Sequence[Change]) -> list[Change]:
    """Return changes by kind, then tables by their weightiest change, then rows by theirs."""
    weights = {id(change): weight(change.old, change.new) for change in changes}
    heaviest: dict[tuple[str, str], float] = {}
    for change in changes:
        place = (change.kind, change.place)
        heaviest[place] = max(heaviest.get(place, 0.0), weights[id(change)])
    return sorted(
        changes,
        key=lambda change: (
            KINDS.index(change.kind),
            -heaviest[change.kind, change.place],
            change.place,
            -weights[id(change)],
        ),
    )


def _by_language(changes: Sequence[Change], language: str) -> list[Change]:
    return sorted(changes, key=lambda change: change.language != language)


def _joined(first: Change | None, other: Change) -> Change:
    if first is None:
        return other
    reports = dict.fromkeys((*first.reports, *other.reports))
    causes = dict.fromkeys((*first.causes, *other.causes))
    return replace(first, reports=tuple(reports), causes=tuple(sorted(causes)))
