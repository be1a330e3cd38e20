"""A comparison as JSON, for programs: every difference once, with the reports that tell it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from analysis.display.language import SOURCE, speaking
from analysis.reports.comparison import words
from analysis.reports.comparison.gathering import gather
from analysis.reports.comparison.records import Change, ChartChange, Comparison, RowChange
from analysis.reports.documents.executed import Drawing

FORMAT_VERSION = 1
"""Raised when a field changes its name or meaning."""


def as_json(comparison: Comparison) -> str:
    """Return a comparison as JSON text; lists are in the order of importance."""
    gathered = gather(comparison, SOURCE)
    with speaking(SOURCE):
        summary = words.tally(gathered)
    record = {
        "comparison_version": FORMAT_VERSION,
        "same": gathered.same,
        "summary": summary,
        "before": asdict(gathered.before),
        "after": asdict(gathered.after),
        "limits": [asdict(limit) for limit in gathered.limits],
        "reports": [{**asdict(one), "title": gathered.title(one.name)} for one in gathered.reports],
        "rows": [_row(row) for row in gathered.rows],
        "changes": [_change(change) for change in gathered.changes],
        "checks": [asdict(check) for check in gathered.checks],
        "charts": [_chart(chart) for chart in gathered.charts],
        "inputs": [asdict(one) for one in gathered.inputs],
        "versions": [asdict(one) for one in gathered.versions],
        "files": [asdict(one) for one in gathered.files],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _row(row: RowChange) -> dict[str, Any]:
    return {**asdict(row), "difference": row.difference, "relative": row.relative}


def _change(change: Change) -> dict[str, Any]:
    record = asdict(change)
    position = record.pop("position")
    return {
        **record,
        "cell": position["cell"],
        "difference": change.difference,
        "relative": change.relative,
    }


def _chart(chart: ChartChange) -> dict[str, Any]:
    """Return a chart without its drawing, which the page and the run have."""
    return {
        "how": chart.how,
        "reports": chart.reports,
        "key": chart.key,
        "language": chart.language,
        "old": _drawing(chart.old),
        "new": _drawing(chart.new),
    }


def _drawing(drawing: Drawing | None) -> dict[str, str] | None:
    if drawing is None:
        return None
    return {"caption": drawing.caption, "alternative": drawing.alternative}
