"""Bearings: targets, commitments and known faults that the figures of a programme touch."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from analysis.checks.formula import figures_in
from analysis.checks.results import CheckedTables
from analysis.cleaning.records import each_row
from analysis.measures.achievement import Asked, asked
from analysis.measures.pace import Pace, paces
from analysis.measures.scope import DEFAULTS, scope


@dataclass(frozen=True)
class Bearing:
    """A target of the plan or of a partner that a figure of the programme bears on."""

    target_kind: str
    target_id: str
    measure: str
    asked: Asked
    figure_ids: tuple[str, ...]
    ratio: float | None
    strength: str
    reason: str


def bearings(data: CheckedTables, figure_ids: set[str]) -> list[Bearing]:
    targets = asked(data)
    return [
        Bearing(
            row.target_kind,
            row.target_id,
            *targets[row.target_id],
            tuple(row.figure_ids.split(";")),
            None if pd.isna(row.ratio) else float(row.ratio),
            row.strength,
            row.reason,
        )
        for row in each_row(data.rows("links", "figure_ids", figure_ids, listed=True))
    ]


def commitments(data: CheckedTables, figures: pd.DataFrame) -> list[Pace]:
    """Return the commitments printed on a line that holds a figure of the programme."""
    lines = {(row.source_id, row.source_line) for row in each_row(figures)}
    places = {
        row.commitment_id
        for row in each_row(data["commitments"])
        if (row.source_id, row.source_line) in lines
    }
    whole = replace(scope(data, *DEFAULTS), targets=frozenset(places))
    return [pace for pace in paces(whole) if pace.commitment_id in places]


def faults_of(data: CheckedTables, figures: pd.DataFrame) -> pd.DataFrame:
    """Return the known faults that touch a figure: by an identity, or on its line."""
    ids = set(figures["figure_id"])
    lines = {(row.source_id, row.source_line) for row in each_row(figures)}
    shown = {
        row.discrepancy_id
        for row in each_row(data.columns("identities", "left", "right", "discrepancy_id"))
        if ids & {*figures_in(row.left), *figures_in(row.right)}
    }
    table = data["discrepancies"]
    touched = [
        row.discrepancy_id in shown or (row.source_id, row.source_line) in lines
        for row in each_row(table)
    ]
    return table[pd.Series(touched, index=table.index, dtype=bool)]
