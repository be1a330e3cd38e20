"""Programmes that bear on a partner: by their results, their money, or one printed line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.checks.results import CheckedTables
from analysis.cleaning.records import each_row
from analysis.measures.bearings import Bearing
from analysis.measures.identification import ANYTHING
from analysis.measures.programme import printed_order, study

CONFIDENCE = 0.95
MONEY = ("budget", "spend")


TIES = ("counted", "context", "money", "promised")
"""How a programme bears on a partner, the strongest first.

Its figures count as achievement; only bear on a target; are amounts of the partner's
commitments or activities; or stand on the line that prints a commitment.
"""


@dataclass(frozen=True)
class Bearer:
    """A programme whose figures bear on a partner's activities or commitments."""

    programme_id: str
    title: str
    level: str
    ties: tuple[str, ...]
    target_ids: tuple[str, ...]
    figure_ids: tuple[str, ...]


def bearers(
    data: CheckedTables, evidence: Sequence[Bearing], commitment_ids: Sequence[str]
) -> tuple[Bearer, ...]:
    """Return the programmes that bear on what evidence speaks to or a partner has promised."""
    promised = _promised(data, commitment_ids)
    named = {name for one in evidence for name in one.figure_ids}
    named |= {name for _target, name in promised}
    figures = {
        row.figure_id: row
        for row in each_row(
            data.rows("figures", "figure_id", named, columns=("figure_id", "programme_id", "kind"))
        )
    }
    found: dict[str, set[tuple[str, str, str]]] = {}
    for one in evidence:
        for name in one.figure_ids:
            row = figures[name]
            tie = "context" if one.strength == "contextual" else "counted"
            tie = "money" if row.kind in MONEY else tie
            found.setdefault(row.programme_id, set()).add((tie, one.target_id, name))
    for target, name in promised:
        row = figures[name]
        tie = "money" if row.kind in MONEY else "promised"
        found.setdefault(row.programme_id, set()).add((tie, target, name))
    titles = dict(zip(data["programmes"]["programme_id"], data["programmes"]["title"], strict=True))
    return tuple(
        Bearer(
            programme_id,
            titles[programme_id],
            study(data, programme_id, CONFIDENCE, ANYTHING).level,
            tuple(tie for tie in TIES if tie in {name for name, _target, _figure in ties}),
            tuple(sorted({target for _tie, target, _figure in ties})),
            tuple(sorted({figure for _tie, _target, figure in ties}, key=printed_order)),
        )
        for programme_id, ties in sorted(found.items(), key=lambda item: titles[item[0]])
        if programme_id
    )


def _promised(data: CheckedTables, commitment_ids: Sequence[str]) -> list[tuple[str, str]]:
    """Return commitments with the figures printed on their line, or their own if they have one."""
    places: dict[tuple[str, int], list[str]] = {}
    for row in each_row(data.columns("figures", "figure_id", "source_id", "source_line")):
        places.setdefault((row.source_id, row.source_line), []).append(row.figure_id)
    return [
        (row.commitment_id, figure)
        for row in each_row(data["commitments"])
        if row.commitment_id in commitment_ids
        for figure in (
            [row.figure_id] if row.figure_id else places.get((row.source_id, row.source_line), [])
        )
    ]
