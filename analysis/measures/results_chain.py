"""The results chain: from money to outputs to outcomes, as OECD-DAC draws it."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.cleaning.schema import each_row
from analysis.measures.bases import PEOPLE, Count
from analysis.measures.flows import Cascade, Overlap, Trend
from analysis.measures.programme import Found, Programme

MONEY = ("budget", "spend")
SCALES = ("percent", "times")
"""Units of printed numbers that are no counts of anything."""


@dataclass(frozen=True)
class ResultsChain:
    """The figures at each link of the chain; an empty link is a gap in the reporting.

    ``budgets`` are amounts of the plan, which are no figures of a report.
    """

    budgets: tuple[Count, ...]
    money: tuple[str, ...]
    outputs: tuple[str, ...]
    outcomes: tuple[str, ...]


def results_chain(programme: Programme) -> ResultsChain:
    """Return the chain of a programme; breakdowns of an output are left out."""
    people = programme.figures[programme.figures["unit"].isin(PEOPLE)]
    outcomes = {
        name
        for found in programme.found
        for name in _outcomes(found)
        if not isinstance(found, Cascade) or name in set(people["figure_id"])
    }
    counted = [
        row for row in each_row(programme.figures)
        if row.kind == "result" and row.unit not in SCALES
    ]  # fmt: skip
    return ResultsChain(
        programme.budgets,
        tuple(row.figure_id for row in each_row(programme.figures) if row.kind in MONEY),
        tuple(
            row.figure_id for row in counted
            if row.figure_id not in outcomes and not row.disaggregation
        ),
        tuple(row.figure_id for row in counted if row.figure_id in outcomes),
    )  # fmt: skip


def _outcomes(found: Found) -> tuple[str, ...]:
    """Return the figures of an analysis of outcomes that count one, refused or not."""
    if found.about.stage != "outcome" or getattr(found, "kind", "") in ("cost", "difference"):
        return ()
    if isinstance(found, Cascade):
        return found.about.figure_ids[1:]
    whole = isinstance(found, Trend | Overlap) or found.kind in ("trend", "overlap")
    return found.about.figure_ids if whole else found.about.figure_ids[:1]
