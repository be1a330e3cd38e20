"""The results chain: from money to outputs to outcomes, as OECD-DAC draws it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analysis.cleaning.records import each_row
from analysis.measures.bases import PEOPLE, Count
from analysis.measures.flows import Cascade, Overlap, Trend
from analysis.measures.programme import Found, Programme, printed_order

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
    events: tuple[str, ...]
    outputs: tuple[str, ...]
    outcomes: tuple[str, ...]


def results_chain(programme: Programme) -> ResultsChain:
    """Return the chain of a programme; breakdowns of a printed total are left out."""
    outcomes = {name for found in programme.found for name in _outcomes(found)}
    rows = _once(programme)
    counted = [row for row in rows if row.kind == "result" and row.unit not in SCALES]
    came = [
        row for row in counted
        if row.figure_id in outcomes and (row.unit in PEOPLE or not _cascaded(programme, row))
    ]  # fmt: skip
    reached = {row.figure_id for row in came}
    done = [row for row in counted if row.figure_id not in reached]
    return ResultsChain(
        programme.budgets,
        tuple(row.figure_id for row in rows if row.kind in MONEY),
        tuple(row.figure_id for row in rows if row.kind == "milestone"),
        tuple(row.figure_id for row in done if not _part_of_another(row, counted)),
        tuple(row.figure_id for row in came),
    )


def _once(programme: Programme) -> list[Any]:
    """Return the figures in the documents' order, a fact printed twice only once."""
    seen: set[tuple[object, ...]] = set()
    rows = []
    for row in each_row(programme.figures):
        fact = (row.measure, row.value_raw, row.period, row.disaggregation, row.date)
        if fact not in seen:
            rows.append(row)
        seen.add(fact)
    return sorted(rows, key=lambda row: printed_order(row.figure_id))


def _cascaded(programme: Programme, row: Any) -> bool:
    return any(
        isinstance(found, Cascade) and row.figure_id in found.about.figure_ids
        for found in programme.found
    )


def _part_of_another(row: Any, rows: list[Any]) -> bool:
    """Whether a total of the same population stands among the rows."""
    own = set(filter(None, row.disaggregation.split(";")))
    return any(
        other.population == row.population
        and set(filter(None, other.disaggregation.split(";"))) < own
        for other in rows
    )


def _outcomes(found: Found) -> tuple[str, ...]:
    """Return the figures of an analysis of outcomes that count one, refused or not."""
    if found.about.stage != "outcome" or getattr(found, "kind", "") in ("cost", "difference"):
        return ()
    if isinstance(found, Cascade):
        return found.about.figure_ids[1:]
    whole = isinstance(found, Trend | Overlap) or found.kind in ("trend", "overlap")
    return found.about.figure_ids if whole else found.about.figure_ids[:1]
