"""Pace: a partner's commitments against the time gone by, and the pace needed from here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from analysis.cleaning.records import each_row
from analysis.measures.scope import ALL, Scope

DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Pace:
    """A commitment's share done, against the time gone by, and the pace needed from here.

    ``done`` is None where no figure counts: not reported is not nought.
    """

    commitment_id: str
    measure: str
    partner_id: str
    target: float
    unit: str
    done: float | None
    share: float | None
    horizon: tuple[str, str] | None
    time_gone: float | None
    per_year_needed: float | None
    horizon_status: str
    figure_ids: tuple[str, ...]


def paces(scope: Scope) -> list[Pace]:
    """Return the commitments with a number, what of each is done, and at what pace."""
    commitments = scope.data["commitments"]
    counted = {
        row.target_id: row
        for row in each_row(scope.counted_links())
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
    done = float(link.achieved) if link is not None else None
    gone = needed = None
    if row.horizon_start and row.horizon_end:
        start, end = (date.fromisoformat(day) for day in (row.horizon_start, row.horizon_end))
        gone = min(1.0, max(0.0, (as_of - start).days / (end - start).days))
        left = (end - as_of).days / DAYS_A_YEAR
        needed = max(0.0, target - (done or 0.0)) / left if left > 0 else None
    return Pace(
        commitment_id=row.commitment_id,
        measure=row.measure,
        partner_id=row.partner_id,
        target=target,
        unit=row.unit,
        done=done,
        share=None if done is None else done / target,
        horizon=(row.horizon_start, row.horizon_end) if row.horizon_end else None,
        time_gone=gone,
        per_year_needed=needed,
        horizon_status=row.horizon_status,
        figure_ids=tuple(link.counted_figure_ids.split(";")) if link is not None else (),
    )
