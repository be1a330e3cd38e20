"""A partner's commitments: what each asks, how far it is shown to be, what else is reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.cleaning.links import STRENGTHS
from analysis.cleaning.records import each_row
from analysis.measures.achievement import Asked, asked
from analysis.measures.bearings import Bearing
from analysis.measures.pace import Pace, paces
from analysis.measures.scope import Scope


@dataclass(frozen=True)
class Commitment:
    """A commitment with what is asked, its pace if it has a number, and what is reported."""

    commitment_id: str
    partner_id: str
    measure: str
    asked: Asked
    unit: str
    pace: Pace | None
    years: float | None
    strength: str
    reported: tuple[Bearing, ...]
    source_id: str
    source_line: int
    figure_id: str


def commitments_of(
    scope: Scope, bodies: Sequence[str], evidence: Sequence[Bearing]
) -> list[Commitment]:
    """Return the commitments of the bodies, in their order; those with a number first."""
    pace = {one.commitment_id: one for one in paces(scope)}
    targets = asked(scope.data)
    table = scope.data["commitments"]
    rows = sorted(
        each_row(table[table["partner_id"].isin(bodies)]),
        key=lambda row: (bodies.index(row.partner_id), pd.isna(row.target), row.source_line),
    )
    links = scope.data["links"]
    best = {
        name: min(group, key=STRENGTHS.index)
        for name, group in links.groupby("target_id")["strength"]
    }
    return [
        Commitment(
            row.commitment_id,
            row.partner_id,
            *targets[row.commitment_id],
            row.unit,
            pace.get(row.commitment_id),
            None if pd.isna(row.horizon_years) else float(row.horizon_years),
            best[row.commitment_id],
            tuple(one for one in evidence if one.target_id == row.commitment_id),
            row.source_id,
            int(row.source_line),
            row.figure_id,
        )
        for row in rows
    ]
