"""The annex of the mid-term evaluation: the rows that every number of it leads to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.cleaning.records import each_row
from analysis.display.codes import QUALIFIED, printed, strength_words
from analysis.display.evaluation_tables import activity_link, figure_links
from analysis.display.evaluation_values import value_method, value_name
from analysis.display.language import _, _c
from analysis.display.numbers import amount, count, counted
from analysis.display.shown import Link, Piece, Shown
from analysis.display.tables import document_line
from analysis.display.tabling import table
from analysis.measures.achievement import Reach
from analysis.measures.estimate import Estimate
from analysis.measures.evaluation import Evaluation, organisation_names


def values(evaluation: Evaluation) -> Shown:
    """Return the annex of derived numbers: what each is made of."""
    shown = list(evaluation.values.values())
    return table(
        _("Annex: derived numbers and how each was made"),
        (
            _c("derived", "Number"),
            _("Value or bounds"),
            _c("derived", "Made of"),
            _("Method"),
            _("Sources"),
        ),
        [
            (
                value_name(value),
                amount(value),
                _made_of(value),
                value_method(value),
                _sources(value.sources, evaluation),
            )
            for value in shown
        ],
        numeric=(1, 2),
        row_ids=[f"value-{value.value_id}" for value in shown],
    )


def _made_of(value: Estimate) -> str:
    """Return the count above the line and the one below it, where there are any."""
    if value.numerator is None:
        return ""
    part, whole = count(value.numerator), count(value.denominator or 0)
    return _("{part} of {whole}", part=part, whole=whole)


def _sources(sources: Sequence[str], evaluation: Evaluation) -> Piece:
    figures = set(evaluation.scope.data.columns("figures", "figure_id")["figure_id"])
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
    return tuple(links) or Link(_("the activities listed below"), f"activity-{first}")


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
    chosen = data.rows("figures", "figure_id", named)
    return table(
        _("Annex: printed figures that speak to a target"),
        (
            _("Figure"),
            _("What it says"),
            _("Printed"),
            _c("figure", "Read as"),
            _("Document and line"),
        ),
        [
            (
                row.figure_id,
                row.measure,
                printed(row.value_raw),
                _read_as(row),
                document_line(titles[row.source_id], row.source_line),
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
    if figure.qualifier not in QUALIFIED:
        return printed(figure.qualifier)
    return _(QUALIFIED[figure.qualifier], amount=counted(float(figure.value), figure.unit))


def activities(evaluation: Evaluation) -> Shown:
    """Return the annex of every activity with its evidence, state and sources."""
    names = organisation_names(evaluation.scope)
    rows = {row.activity_id: row for row in each_row(evaluation.scope.activities)}
    found = _figures_by_activity(evaluation)
    return table(
        _("Annex: every activity with its evidence"),
        (
            _("Activity"),
            _("Title"),
            _c("body", "Lead"),
            _("Plan line"),
            _("State budget, GEL"),
            _("Evidence"),
            _("Indicators met"),
            _("Figures"),
        ),
        [
            (
                reached.activity_id,
                reached.title,
                ", ".join(names[i] for i in rows[reached.activity_id].lead_ids.split(";")),
                str(rows[reached.activity_id].source_line),
                _budget(rows[reached.activity_id]),
                strength_words(reached.strength),
                _met(reached),
                figure_links(found[reached.activity_id]),
            )
            for reached in evaluation.reach
        ],
        numeric=(3, 4),
        row_ids=[f"activity-{reached.activity_id}" for reached in evaluation.reach],
    )


def _figures_by_activity(evaluation: Evaluation) -> dict[str, list[str]]:
    """Return the figures that bear on each activity, on its budget or an indicator of it."""
    indicators = evaluation.scope.indicators
    owners = dict(zip(indicators["indicator_id"], indicators["activity_id"], strict=True))
    found: dict[str, list[str]] = {name: [] for name in evaluation.scope.activities["activity_id"]}
    for link in each_row(evaluation.scope.links):
        owner = owners.get(link.target_id, link.target_id)
        if owner in found:
            found[owner] += [figure for figure in link.figure_ids.split(";") if figure]
    return {name: list(dict.fromkeys(figures)) for name, figures in found.items()}


def _met(reached: Reach) -> str:
    """Return how many of an activity's indicators are met, and how many are shown not to be."""
    part, whole = count(reached.met), count(reached.indicators)
    if not reached.not_met:
        return _("{part} of {whole}", part=part, whole=whole)
    failed = count(reached.not_met)
    return _("{part} of {whole}, {failed} not met", part=part, whole=whole, failed=failed)


def _budget(activity: Any) -> str:
    """Return the printed amount; what is no total of its own says so."""
    if pd.isna(activity.state_budget_gel):
        return _c("amount", "none printed")
    number = count(float(activity.state_budget_gel))
    if "unit_cost" in activity.state_budget_kind:
        return _("{amount} a unit", amount=number)
    return _("{amount}, shared", amount=number) if activity.budget_once else number


def links(evaluation: Evaluation) -> Shown:
    """Return the annex of what was searched for: every link with its strength and reason.

    Targets outside the documents' subject are counted in the text; they share one reason.
    """
    chosen = evaluation.scope.links[evaluation.scope.links["strength"] != "outside"]
    return table(
        _("Annex: what was searched for, and what was found"),
        (_("Target"), _("Evidence"), _("Figures"), _("Reason")),
        [
            (
                row.target_id.split("-", 1)[1],
                strength_words(row.strength),
                figure_links([name for name in row.figure_ids.split(";") if name]),
                row.reason,
            )
            for row in each_row(chosen)
        ],
        note=_("Targets outside the subject of the reporting documents are left out here."),
    )


def indicators(evaluation: Evaluation) -> Shown:
    """Return the annex of indicators: what is measured, and the target as printed."""
    shown = evaluation.scope.indicators.sort_values("source_line")
    return table(
        _("Annex: indicators with their targets as printed"),
        (_("Indicator"), _("What is measured"), _("Target printed"), _("Plan line")),
        [
            (
                row.indicator_id.split("-", 1)[1],
                row.measure,
                row.target_raw or _c("target", "none"),
                str(row.source_line if pd.isna(row.target_line) else row.target_line),
            )
            for row in each_row(shown)
        ],
        numeric=(3,),
        row_ids=[f"indicator-{name}" for name in shown["indicator_id"]],
    )
