"""Changes gathered: told once where several reports say the same, the weightiest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.reports.comparison.importance import weight
from analysis.reports.comparison.records import (
    KINDS,
    Change,
    ChartChange,
    Comparison,
    ReportFacts,
)


def gather(comparison: Comparison, language: str) -> Comparison:
    """Return a comparison in which everything that several reports say alike is told once."""
    return replace(
        comparison,
        changes=tuple(gathered(comparison.changes, comparison.known, language)),
        charts=tuple(gathered_charts(comparison.charts, comparison.known, language)),
    )


def gathered(
    changes: Sequence[Change], known: Mapping[str, ReportFacts], language: str
) -> list[Change]:
    """Return changes with those that are one and the same in several reports told once.

    A translation says the same where as many things changed at the same places; of the
    translations the one in ``language`` is kept, or else the first. Reports of one sort say
    the same in the same words.
    """
    told: dict[object, Change] = {}
    often = Counter((change.reports[0], change.position.cell) for change in changes)
    for change in sorted(changes, key=lambda change: change.language != language):
        number = often[change.reports[0], change.position.cell]
        report = known[change.reports[0]].untranslated
        told_as = (report, number, change.kind, change.how, change.position)
        told[told_as] = _joined(told.get(told_as), change)
    alike: dict[object, Change] = {}
    for change in told.values():
        facts = known[change.reports[0]]
        named = change.row_id or change.row
        says = (change.kind, change.how, change.column, change.old, change.new, change.language)
        same = (facts.report_id, change.position.cell, named, *says)
        alike[same] = _joined(alike.get(same), change)
    return ordered(list(alike.values()), known)


def gathered_charts(
    charts: Sequence[ChartChange], known: Mapping[str, ReportFacts], language: str
) -> list[ChartChange]:
    """Return charts with the translations of one told once; those that were redrawn come last."""
    told: dict[object, ChartChange] = {}
    preferred = sorted(charts, key=lambda chart: chart.language != language)
    for chart in preferred:
        key = (known[chart.reports[0]].untranslated, chart.key, chart.how == "redrawn")
        first = told.get(key)
        told[key] = replace(first, reports=first.reports + chart.reports) if first else chart
    return sorted(told.values(), key=lambda chart: chart.how == "redrawn")


def ordered(changes: Sequence[Change], known: Mapping[str, ReportFacts]) -> list[Change]:
    """Return changes by kind, then by place and row, the weightiest of each first.

    Annexes come last. Of one row the reports follow in their own order. Sentences stay as the
    reports say them.
    """
    turn = {name: number for number, name in enumerate(known)}
    first = {change.place: number for number, change in reversed([*enumerate(changes)])}
    places: dict[object, float] = {}
    rows: dict[object, float] = {}
    for change in changes:
        heavy = weight(change.old, change.new)
        for weights, where in ((places, _place(change)), (rows, _row(change))):
            weights[where] = max(weights.get(where, 0.0), heavy)

    def key(change: Change) -> tuple[object, ...]:
        kind, report = KINDS.index(change.kind), turn[change.reports[0]]
        if change.sentence:
            return kind, 1, first[change.place], report
        annex = change.position.cell.startswith("annex-")
        heavy = -places[_place(change)], first[change.place], -rows[_row(change)], str(_row(change))
        return kind, 0, annex, *heavy, report, change.position.column

    return sorted(changes, key=key)


def _place(change: Change) -> tuple[object, ...]:
    return change.kind, change.place


def _row(change: Change) -> tuple[object, ...]:
    return change.kind, change.place, change.row_id or change.row, change.position.column


def _joined(first: Change | None, other: Change) -> Change:
    if first is None:
        return other
    reports = dict.fromkeys((*first.reports, *other.reports))
    causes = dict.fromkeys((*first.causes, *other.causes))
    return replace(first, reports=tuple(reports), causes=tuple(sorted(causes)))
