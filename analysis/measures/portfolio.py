"""The portfolio: what is planned, by chapter, body, donor and month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from analysis.cleaning.records import each_row
from analysis.measures.scope import Scope


@dataclass(frozen=True)
class Tally:
    """Activities and indicators of one group."""

    name: str
    activities: int
    indicators: int


def by_chapter(scope: Scope) -> list[Tally]:
    """Return the tallies of chapters in the plan's order."""
    ordered = scope.activities.sort_values("source_line")
    indicators = Counter(scope.indicators["activity_id"])
    tallies: dict[str, Tally] = {}
    for row in each_row(ordered):
        old = tallies.get(row.chapter, Tally(row.chapter, 0, 0))
        tallies[row.chapter] = Tally(
            row.chapter, old.activities + 1, old.indicators + indicators[row.activity_id]
        )
    return list(tallies.values())


def by_body(scope: Scope, column: str) -> list[Tally]:
    """Return the tallies of the organisations in a column of ids, the busiest first.

    An activity with two bodies counts under both, so tallies do not add up to the plan.
    """
    names = _acronyms(scope)
    indicators = Counter(scope.indicators["activity_id"])
    activities: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    for row in each_row(scope.activities):
        for body in filter(None, getattr(row, column).split(";")):
            activities[body] += 1
            counted[body] += indicators[row.activity_id]
    ranked = sorted(activities, key=lambda body: (-activities[body], body))
    return [Tally(names[body], activities[body], counted[body]) for body in ranked]


def by_month(scope: Scope) -> dict[str, int]:
    """Return how many activities have their last deadline in each month; empty: none."""
    last = Counter(max(cell.split(";")) for cell in scope.activities["deadlines"])
    return dict(sorted(last.items()))


def together(
    scope: Scope, most: int = 8
) -> tuple[list[str], list[str], dict[tuple[str, str], int]]:
    """Return lead bodies, partners, and in how many activities each pair meets.

    The busiest bodies are shown, at most ``most`` on either side.
    """
    names = _acronyms(scope)
    pairs: Counter[tuple[str, str]] = Counter()
    leads: Counter[str] = Counter()
    partners: Counter[str] = Counter()
    for row in each_row(scope.activities):
        for lead in row.lead_ids.split(";"):
            for partner in filter(None, row.partner_ids.split(";")):
                pairs[names[lead], names[partner]] += 1
                leads[names[lead]] += 1
                partners[names[partner]] += 1
    rows = [name for name, _ in sorted(leads.items(), key=lambda item: (-item[1], item[0]))]
    columns = [name for name, _ in sorted(partners.items(), key=lambda item: (-item[1], item[0]))]
    return rows[:most], columns[:most], dict(pairs)


def _acronyms(scope: Scope) -> dict[str, str]:
    table = scope.data["organisations"]
    return dict(zip(table["organisation_id"], table["acronym"], strict=True))
