"""Facts that identities speak of: figures, plan targets and budgets, and counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

import pandas as pd

from analysis.checks.formula import Fact, figures_in
from analysis.cleaning.records import each_row
from analysis.source.delivery import Delivery
from analysis.source.extraction import ABSENT
from analysis.source.plan_rows import COLUMNS

_SPAN = re.compile(r"([0-9]{4,})-([0-9]{4})")


def known_facts(tables: Mapping[str, pd.DataFrame], delivery: Delivery) -> dict[str, Fact]:
    """Return the facts by the name that a formula calls them; of figures, those called.

    ``<figure_id>``, ``target(<indicator_id>)``, ``upper(<indicator_id>)``,
    ``budget(<activity_id>)``, ``deadlines(<activity_id>)``, ``last_deadline(<activity_id>)``,
    ``list(<source>/<list>)``, ``years(<source>/<line>/<span>)`` and ``count(<name>)``.
    """
    return dict(
        [
            *_figures(_called(tables["figures"], delivery)),
            *_plan(tables["activities"], tables["indicators"]),
            *_lists(delivery),
            *_spans(delivery),
            *((f"count({name})", Decimal(count)) for name, count in _counts(tables, delivery)),
        ]
    )


def _called(figures: pd.DataFrame, delivery: Delivery) -> pd.DataFrame:
    """Return the figures that an identity names."""
    sides = (*delivery.column("identities", "left"), *delivery.column("identities", "right"))
    return figures[figures["figure_id"].isin({name for side in sides for name in figures_in(side)})]


def _figures(figures: pd.DataFrame) -> Iterator[tuple[str, Fact]]:
    for row in each_row(figures):
        yield row.figure_id, row.date if row.kind == "milestone" else _decimal(row.value)


def _plan(activities: pd.DataFrame, indicators: pd.DataFrame) -> Iterator[tuple[str, Fact]]:
    for row in each_row(activities):
        if not pd.isna(row.state_budget_gel):
            yield f"budget({row.activity_id})", _decimal(row.state_budget_gel)
        yield (
            f"deadlines({row.activity_id})",
            Decimal(len(row.deadlines.split(";")) if row.deadlines else 0),
        )
        if row.deadlines:
            yield f"last_deadline({row.activity_id})", max(row.deadlines.split(";"))
    for row in each_row(indicators):
        if not pd.isna(row.target_min):
            yield f"target({row.indicator_id})", _decimal(row.target_min)
        if not pd.isna(row.target_max):
            yield f"upper({row.indicator_id})", _decimal(row.target_max)


def _lists(delivery: Delivery) -> Iterator[tuple[str, Fact]]:
    counts = Counter(
        f"list({document.source_id}/{row['list_id']})"
        for document, row in delivery.by_document("lists")
    )
    for name, count in counts.items():
        yield name, Decimal(count)


def _spans(delivery: Delivery) -> Iterator[tuple[str, Fact]]:
    """Yield the years in each printed span, both ends counted."""
    for document, row in delivery.by_document("non_figures"):
        if span := _SPAN.fullmatch(row["token_raw"]):
            name = f"years({document.source_id}/{row['source_line']}/{row['token_raw']})"
            yield name, Decimal(int(span[2]) - int(span[1]) + 1)


def _counts(tables: Mapping[str, pd.DataFrame], delivery: Delivery) -> Iterator[tuple[str, int]]:
    """Yield counts of what the first plan's form should not have, and of what it should."""
    plan = next(one.source_id for one in delivery.documents.values() if one.kind == "table")
    activities, indicators = tables["activities"], tables["indicators"]
    activities = activities[activities["source_id"] == plan]
    indicators = indicators[indicators["activity_id"].isin(activities["activity_id"])]
    rows = delivery.rows(f"{plan}/activities")
    headings = delivery.rows(f"{plan}/headings")
    printed = activities["activity_no_raw"].str.rstrip(".")
    deadlines = [part for cell in activities["deadlines"] for part in cell.split(";") if part]
    reversed_range = indicators["target_min"] > indicators["target_max"]
    yield "activities", len(activities)
    yield "activity_lines", len({row["source_line"] for row in rows})
    yield "chapter_headings_printed", sum(row["kind"] == "chapter" for row in headings)
    yield "chapters_with_activities", activities["chapter"].nunique()
    yield "activity_numbers_off", int((printed != activities["activity_no"]).sum())
    yield "stray_objective_numbers", sum(row["objective_titled"] == "false" for row in rows)
    yield (
        "rows_with_absent_cells",
        sum(any(row[column] == ABSENT for column in COLUMNS) for row in rows),
    )
    yield (
        "indicators_after_source_label",
        sum(row["after_source_label"] == "true" for row in delivery.rows(f"{plan}/indicators")),
    )
    yield "deadlines_outside_2019", sum(not part.startswith("2019") for part in deadlines)
    yield "ranges_reversed", int(reversed_range.fillna(False).sum())
    yield "blocks", int(activities["block"].nunique())
    yield "objectives_out_of_order", _falls(activities, "objective_no")
    yield "activities_out_of_order", _falls(activities, "activity")


def _falls(activities: pd.DataFrame, what: str) -> int:
    """Count the steps down a section's printed order at which a number falls back."""
    falls = 0
    ordered = activities.sort_values("source_line")
    for _, section in ordered.groupby(["chapter", "section", "block"], dropna=False, sort=False):
        numbers = [
            [int(row.objective_no)]
            if what == "objective_no"
            else [int(part) for part in row.activity_no.split(".")]
            for row in each_row(section)
        ]
        falls += sum(later < earlier for earlier, later in pairwise(numbers))
    return falls


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))
