"""The annex of the mid-term evaluation: the rows that every number of it leads to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.cleaning.schema import each_row, plain
from analysis.display.evaluation_tables import activity_link, figure_links
from analysis.display.numbers import amount, count
from analysis.display.shown import Link, Piece, Shown
from analysis.display.tabling import table
from analysis.measures.evaluation import Evaluation, organisation_names

_EVIDENCE = {"looked_for": "looked for, not found"}


def values(evaluation: Evaluation) -> Shown:
    """Return the annex of derived numbers: what each is made of."""
    shown = list(evaluation.values.values())
    return table(
        "Annex: derived numbers and how each was made",
        ("Number", "Value or bounds", "Made of", "Method", "Sources"),
        [
            (
                value.name,
                amount(value),
                ""
                if value.numerator is None
                else f"{count(value.numerator)} of {count(value.denominator or 0)}",
                value.method,
                _sources(value.sources, evaluation),
            )
            for value in shown
        ],
        numeric=(1, 2),
        row_ids=[f"value-{value.value_id}" for value in shown],
    )


def _sources(sources: Sequence[str], evaluation: Evaluation) -> Piece:
    figures = set(evaluation.scope.data["figures"]["figure_id"])
    activities = set(evaluation.scope.activities["activity_id"])
    links: list[str | Link] = []
    for source in sources:
        links += [", "] if links else []
        if source in figures:
            links.append(Link(source, f"figure-row-{source}"))
        elif source in activities:
            links.append(activity_link(source))
        elif source in evaluation.values:
            links.append(Link(source, f"value-{source}"))
        else:
            links.append(_indicator_link(source, evaluation))
    first = evaluation.reach[0].activity_id
    return tuple(links) or Link("the activities listed below", f"activity-{first}")


def _indicator_link(source: str, evaluation: Evaluation) -> str | Link:
    """Return an indicator, or a group of alternatives, as a link to its activity's row."""
    owner = source.rsplit("-", 1)[0]
    known = set(evaluation.scope.activities["activity_id"])
    if source in set(evaluation.scope.indicators["indicator_id"]):
        return Link(source.split("-", 1)[1], f"indicator-{source}")
    return Link(source.split("-", 1)[1], f"activity-{owner}") if owner in known else source


def figures(evaluation: Evaluation) -> Shown:
    """Return the annex of the printed figures that speak to a target."""
    data = evaluation.scope.data
    cells = evaluation.scope.links["figure_ids"]
    named = {figure for cell in cells for figure in cell.split(";") if figure}
    titles = dict(zip(data["sources"]["source_id"], data["sources"]["title"], strict=True))
    chosen = data["figures"][data["figures"]["figure_id"].isin(named)]
    return table(
        "Annex: printed figures that speak to a target",
        ("Figure", "What it says", "Printed", "Read as", "Document and line"),
        [
            (
                row.figure_id,
                row.measure,
                row.value_raw,
                _read_as(row),
                f"{titles[row.source_id]}, line {row.source_line}",
            )
            for row in each_row(chosen)
        ],
        numeric=(2,),
        row_ids=[f"figure-row-{figure_id}" for figure_id in chosen["figure_id"]],
    )


def _read_as(figure: Any) -> str:
    """Return a figure's value with its qualifier and unit, or a milestone's date."""
    if figure.kind == "milestone":
        return str(figure.date)
    words = (figure.qualifier.replace("_", " "), plain(figure.value), figure.unit.replace("_", " "))
    return " ".join(words)


def activities(evaluation: Evaluation) -> Shown:
    """Return the annex of every activity with its evidence, state and sources."""
    names = organisation_names(evaluation.scope)
    rows = {row.activity_id: row for row in each_row(evaluation.scope.activities)}
    owners = dict(
        zip(
            evaluation.scope.indicators["indicator_id"],
            evaluation.scope.indicators["activity_id"],
            strict=True,
        )
    )
    found: dict[str, list[str]] = {name: [] for name in rows}
    for link in each_row(evaluation.scope.links):
        owner = owners.get(link.target_id, link.target_id)
        if owner in found:
            found[owner] += [figure for figure in link.figure_ids.split(";") if figure]
    return table(
        "Annex: every activity with its evidence",
        (
            "Activity",
            "Title",
            "Lead",
            "Plan line",
            "State budget, GEL",
            "Evidence",
            "Indicators met",
            "Figures",
        ),
        [
            (
                reached.activity_id,
                reached.title,
                ", ".join(names[i] for i in rows[reached.activity_id].lead_ids.split(";")),
                str(rows[reached.activity_id].source_line),
                _budget(rows[reached.activity_id]),
                _EVIDENCE.get(reached.strength, reached.strength),
                f"{count(reached.met)} of {count(reached.indicators)}"
                + (f", {count(reached.not_met)} not met" if reached.not_met else ""),
                figure_links(list(dict.fromkeys(found[reached.activity_id]))),
            )
            for reached in evaluation.reach
        ],
        numeric=(3, 4),
        row_ids=[f"activity-{reached.activity_id}" for reached in evaluation.reach],
    )


def _budget(activity: Any) -> str:
    """Return the printed amount; what is no total of its own says so."""
    if pd.isna(activity.state_budget_gel):
        return "none printed"
    words = count(float(activity.state_budget_gel))
    if "unit_cost" in activity.state_budget_kind:
        return f"{words} a unit"
    return f"{words}, shared" if activity.budget_once else words


def links(evaluation: Evaluation) -> Shown:
    """Return the annex of what was searched for: every link with its strength and reason.

    Targets outside the documents' subject are counted in the text; they share one reason.
    """
    chosen = evaluation.scope.links[evaluation.scope.links["strength"] != "outside"]
    return table(
        "Annex: what was searched for, and what was found",
        ("Target", "Evidence", "Figures", "Reason"),
        [
            (
                row.target_id.split("-", 1)[1],
                _EVIDENCE.get(row.strength, row.strength),
                figure_links([name for name in row.figure_ids.split(";") if name]),
                row.reason,
            )
            for row in each_row(chosen)
        ],
        note="Targets outside the subject of the reporting documents are left out here.",
    )


def indicators(evaluation: Evaluation) -> Shown:
    """Return the annex of indicators: what is measured, and the target as printed."""
    return table(
        "Annex: indicators with their targets as printed",
        ("Indicator", "What is measured", "Target printed", "Plan line"),
        [
            (
                row.indicator_id.split("-", 1)[1],
                row.measure,
                row.target_raw or "none",
                str(row.source_line if pd.isna(row.target_line) else row.target_line),
            )
            for row in each_row(evaluation.scope.indicators.sort_values("source_line"))
        ],
        numeric=(3,),
        row_ids=[
            f"indicator-{name}"
            for name in evaluation.scope.indicators.sort_values("source_line")["indicator_id"]
        ],
    )
