"""Added documents: what the rules count and limit is told of the documents of the manifest.

A document in a folder of its own brings rows and lines of its own. The rules stay what they
are, and are asked of the tables with those rows allowed for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.checks.rules import DOCUMENTS

Tables = Mapping[str, pd.DataFrame]


def allowed_for(
    table: str, expectations: list[dict[str, Any]], tables: Tables
) -> list[dict[str, Any]]:
    """Return a table's expectations, counts and last lines moved by what was added."""
    sources = tables["sources"]
    added = sources[~sources["source_id"].isin(DOCUMENTS)]
    if added.empty:
        return expectations
    rows = _rows(table, tables, set(added["source_id"]))
    longest = int(added["lines"].max())
    return [_moved(entry, rows, longest) for entry in expectations]


def _moved(entry: dict[str, Any], rows: int, longest: int) -> dict[str, Any]:
    kwargs = dict(entry["kwargs"])
    if entry["meta"]["key"] == "rows":
        kwargs["value"] += rows
    if entry["meta"]["key"] == "source_line.range":
        kwargs["max_value"] = max(kwargs["max_value"], longest)
    return {**entry, "kwargs": kwargs}


def _rows(table: str, tables: Tables, documents: set[str]) -> int:
    """Return how many rows of a table come from some documents."""
    frame = tables[table]
    if "source_id" in frame:
        return int(frame["source_id"].isin(documents).sum())
    activities = tables["activities"]
    ids = set(activities["activity_id"][activities["source_id"].isin(documents)])
    if table == "indicators":
        return int(frame["activity_id"].isin(ids).sum())
    if table == "links":
        indicators = tables["indicators"]
        ids |= set(indicators["indicator_id"][indicators["activity_id"].isin(ids)])
        return int(frame["target_id"].isin(ids).sum())
    return 0
