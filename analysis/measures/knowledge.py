"""The state of knowledge of a day: figures as they were known then, and what follows of them.

Statistical offices publish a revised value beside the first, each with the day of its release
(OECD and Eurostat, guidelines on revisions policy; real-time databases keep such vintages).
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

import pandas as pd

from analysis.checks.results import CheckedTables
from analysis.cleaning.links import ratio
from analysis.cleaning.records import each_row


@dataclass(frozen=True)
class Vintage:
    """One value of a figure: what it was, since when it is known, and where it stands."""

    figure_id: str
    known_on: str
    """Empty for the value that was printed first."""
    value: float | None
    value_raw: str
    source_id: str
    source_line: int
    reason: str
    current: bool
    """Whether this is the value known on the day."""


def as_known(data: CheckedTables, day: date) -> CheckedTables:
    """Return the tables with every figure as it was known on a day.

    What links count changes with their figures. Without a revision known by then, the tables
    are as they were.
    """
    latest = _latest(data, day)
    if not latest:
        return data
    tables = ChainMap({}, cast(MutableMapping[str, pd.DataFrame], data.tables))
    figures = data["figures"].copy()
    first = dict(zip(figures["figure_id"], figures["value"], strict=True))
    for column in ("value", "value_raw", "source_id", "source_line"):
        new = figures["figure_id"].map({name: getattr(row, column) for name, row in latest.items()})
        figures[column] = figures[column].where(new.isna(), new).astype(figures[column].dtype)
    moved = {
        name: Decimal(str(row.value)) - Decimal(str(first[name])) for name, row in latest.items()
    }
    tables["figures"] = figures
    tables["links"] = _moved(data, moved)
    return replace(data, tables=tables)


def vintages(data: CheckedTables, day: date) -> list[Vintage]:
    """Return every value of every figure that was ever revised, in the order of release."""
    latest = _latest(data, day)
    revisions = data["revisions"].sort_values(["figure_id", "known_on", "revision_id"])
    if revisions.empty:
        return []
    figures = data.rows("figures", "figure_id", set(revisions["figure_id"]))
    found = []
    for figure in each_row(figures):
        found.append(_vintage(figure, "", "", current=figure.figure_id not in latest))
        for row in each_row(revisions[revisions["figure_id"] == figure.figure_id]):
            now = latest.get(figure.figure_id)
            current = now is not None and now.revision_id == row.revision_id
            found.append(_vintage(row, row.known_on, row.reason, current=current))
    return found


def _vintage(row: Any, known_on: str, reason: str, *, current: bool) -> Vintage:
    value = row.value
    return Vintage(
        str(row.figure_id),
        known_on,
        None if pd.isna(value) else float(value),
        str(row.value_raw),
        str(row.source_id),
        int(row.source_line),
        reason,
        current,
    )


def _latest(data: CheckedTables, day: date) -> dict[str, Any]:
    """Return the last revision of each figure that was known by a day, of figures with a value.

    A figure that is withheld has no value here, and neither has its revision.
    """
    revisions = data["revisions"]
    if revisions.empty:
        return {}
    known = revisions[revisions["known_on"] <= day.isoformat()]
    figures = data.rows("figures", "figure_id", set(revisions["figure_id"]))
    values = figures.set_index("figure_id")["value"]
    ordered = known.sort_values(["known_on", "revision_id"])
    return {
        row.figure_id: row
        for row in each_row(ordered)
        if row.figure_id in values.index and not pd.isna(values[row.figure_id])
    }


def _moved(data: CheckedTables, moved: Mapping[str, Decimal]) -> pd.DataFrame:
    """Return the links, what was achieved moved by as much as the figures that they count."""
    links = data["links"].copy()
    for place, row in zip(links.index, each_row(links), strict=True):
        change = sum((moved.get(name, Decimal(0)) for name in row.counted_figure_ids.split(";")),
                     Decimal(0))  # fmt: skip
        if change and not pd.isna(row.achieved):
            achieved = Decimal(str(row.achieved)) + change
            links.loc[place, "achieved"] = float(achieved)
            if not pd.isna(row.ratio):
                reached = ratio(achieved, _asked(data, row))
                links.loc[place, "ratio"] = None if reached is None else float(round(reached, 6))
    return links


def _asked(data: CheckedTables, link: Any) -> dict[str, object]:
    """Return what a link's target asks, as cleaning knows it."""
    if link.target_kind == "indicator":
        (row,) = each_row(data.rows("indicators", "indicator_id", [link.target_id]))
        least = row.target_max if pd.isna(row.target_min) else row.target_min
        return {"operator": row.operator, "least": Decimal(str(least))}
    if link.target_kind == "budget":
        (row,) = each_row(data.rows("activities", "activity_id", [link.target_id]))
        return {"operator": "=", "least": Decimal(str(row.state_budget_gel))}
    (row,) = each_row(data.rows("commitments", "commitment_id", [link.target_id]))
    return {"operator": row.operator, "least": Decimal(str(row.target))}
