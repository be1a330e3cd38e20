"""Pace: a partner's commitments against the time gone by, and the pace needed from here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from analysis.cleaning.schema import each_row
from analysis.measures.scope import ALL, Scope


@dataclass(frozen=True)
class Pace:
    """A commitment's share done, against the time gone by, and the pace needed from here."""

    commitment_id: str
    measure: str
    target: float
    unit: str
    done: float
    share: float
    time_gone: float | None
    per_year_needed: float | None
    horizon_status: str
    figure_ids: tuple[str, ...]


def paces(scope: Scope) -> list[Pace]:
    """Return the commitments with a number, what of each is done, and at what pace."""
    commitments = scope.data["commitments"]
    counted = {
        row.target_id: row
        for row in each_row(scope.links[scope.links["strength"].isin(scope.counted)])
        if row.target_kind == "commitment"
    }
    if scope.chapter != ALL:
        return []
    return [
        _pace(row, counted.get(row.commitment_id), scope.as_of)
        for row in each_row(commitments[commitments["target"].notna()])
    ]


def _pace(row: Any, link: Any, as_of: date) -> Pace:
    target = float(row.target)
    done = float(link.achieved) if link is not None else 0.0
    gone = needed = None
    if row.horizon_start and row.horizon_end:
        start, end = (date.fromisoformat(day) for day in (row.horizon_start, row.horizon_end))
        gone = min(1.0, max(0.0, (as_of - start).days / (end - start).days))
        left = (end - as_of).days / 365.25
        needed = max(0.0, target - done) / left if left > 0 else None
    return Pace(
        row.commitment_id,
        row.measure,
        target,
        row.unit,
        done,
        done / target,
        gone,
        needed,
        row.horizon_status,
        tuple(link.counted_figure_ids.split(";")) if link is not None else (),
    )
