"""Charts of the plan that is evaluated: its activities, its quality, its money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.display.codes import criterion_name
from analysis.display.drawing import BLUE, GREY, ORANGE, PURPLE, SKY, chart, name_rows, tile
from analysis.display.evaluation_terms import step_name
from analysis.display.grids import bars, grid, shade
from analysis.display.language import _, _n
from analysis.display.numbers import count, counted, decimal, percent
from analysis.display.shown import Shown, paragraph
from analysis.measures import money, plan_quality, portfolio
from analysis.measures.estimate import Estimate
from analysis.measures.evaluation import Evaluation

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def deadlines(evaluation: Evaluation) -> Shown:
    """Return bars of the activities due in each month."""
    months = portfolio.by_month(evaluation.scope)
    names = [month or _("no deadline") for month in months]
    caption = _("Activities by the month of their last deadline.")
    return _activities("deadlines", names, list(months.values()), PURPLE, caption)


def chapters(evaluation: Evaluation) -> Shown:
    """Return bars of the activities of each chapter."""
    tallies = portfolio.by_chapter(evaluation.scope)
    names = [chapter_name(tally.name) for tally in tallies]
    caption = _("Activities by chapter of the strategy.")
    return _activities("chapters", names, [tally.activities for tally in tallies], BLUE, caption)


def chapter_name(chapter: str) -> str:
    """Return a chapter as a chart names it.

    >>> chapter_name("IV")
    'chapter IV'
    """
    return _("chapter {chapter}", chapter=chapter)


def _activities(
    key: str, names: Sequence[str], values: Sequence[int], colour: str, caption: str
) -> Shown:
    def draw(axes: Axes) -> None:
        bars(axes, names, values, colour)
        axes.set_xlabel(_("activities"))

    said = "; ".join(
        _("{name}: {value}", name=name, value=count(value))
        for name, value in zip(names, values, strict=True)
    )
    words = _("Bar chart. {caption} {entries}.", caption=caption, entries=said)
    return chart(key, draw, 0.36 * len(names) + 0.8, caption, words)


def together(evaluation: Evaluation) -> Shown:
    """Return a matrix of lead bodies and partners with the activities they share."""
    leads, partners, pairs = portfolio.together(evaluation.scope)
    if not pairs:
        return paragraph(_("No partner is named: there is nothing to draw."))
    most = max(pairs.values())

    def draw(axes: Axes) -> None:
        for row, lead in enumerate(leads):
            for column, partner in enumerate(partners):
                number = pairs.get((lead, partner), 0)
                if number:
                    axes.add_patch(tile(column, row, shade(number / most)))
                    ink = "white" if number > most / 2 else "black"
                    axes.text(column, row, count(number), ha="center", va="center", color=ink)
        grid(axes, partners, leads)

    return chart(
        "together",
        draw,
        0.36 * len(leads) + 1.2,
        _("Who works with whom: activities that a lead body (row) shares with a partner (column)."),
        _matrix_words(len(leads), len(partners), pairs),
    )


def _matrix_words(leads: int, partners: int, pairs: dict[tuple[str, str], int]) -> str:
    busiest = max(pairs, key=lambda pair: (pairs[pair], pair))
    return _(
        "Matrix of {leads} and {partners}. Most shared: {lead} with {partner}, {activities}.",
        leads=_n("{number} lead body", "{number} lead bodies", leads, number=count(leads)),
        partners=_n("{number} partner", "{number} partners", partners, number=count(partners)),
        lead=busiest[0],
        partner=busiest[1],
        activities=counted(pairs[busiest], "activities"),
    )


def quality(evaluation: Evaluation) -> Shown:
    """Return a heat map of chapters and criteria: the share of activities that meet each."""
    shares = plan_quality.shares_by_chapter(evaluation.checklists)
    chapters_met = list(dict.fromkeys(chapter for chapter, _key in shares))
    names = {criterion.key: criterion_name(criterion.key) for criterion in plan_quality.CRITERIA}

    def draw(axes: Axes) -> None:
        for row, chapter in enumerate(chapters_met):
            for column, key in enumerate(names):
                met, whole = shares[chapter, key]
                part = met / whole
                axes.add_patch(tile(column, row, shade(part)))
                ink = "white" if part > 0.55 else "black"
                number = decimal(100 * part, 0)
                axes.text(column, row, number, ha="center", va="center", color=ink)
        columns = [name.replace(" ", "\n") for name in names.values()]
        grid(axes, columns, [chapter_name(chapter) for chapter in chapters_met])

    whole = len(evaluation.checklists)
    totals = {key: sum(checklist.met[key] for checklist in evaluation.checklists) for key in names}
    said = "; ".join(
        _("{name}: {value}", name=name, value=percent(totals[key] / whole))
        for key, name in names.items()
    )
    return chart(
        "quality",
        draw,
        0.4 * len(chapters_met) + 1.3,
        _("Quality of the plan: share of activities (%) that meet each criterion, by chapter."),
        _("Heat map of chapters by criterion. Over all chapters: {entries}.", entries=said),
    )


def money_steps(evaluation: Evaluation) -> Shown:
    """Return the way from the naive sum of amounts to the right one, and its bounds."""
    steps = money.steps(evaluation.scope)
    planned = evaluation.values["planned-amount"]
    if not planned.upper:
        return paragraph(_("No amount of state money is printed: there is nothing to draw."))
    names = [step_name(step) for step in steps]
    names += [_("the sum, upper bound"), _("the sum, lower bound")]
    values = [step.sum if step.change > 0 else -step.change for step in steps]
    starts = [0.0 if step.change > 0 else step.sum for step in steps]

    def draw(axes: Axes) -> None:
        widths = [v / 1e6 for v in [*values, planned.upper, planned.lower]]
        left = [v / 1e6 for v in [*starts, 0.0, 0.0]]
        colours = [GREY, *[ORANGE] * (len(steps) - 1), BLUE, SKY]
        axes.barh(range(len(names)), widths, left=left, color=colours)
        for row, (start, width) in enumerate(zip(left, widths, strict=True)):
            label = decimal(-width if colours[row] == ORANGE else width, 2)
            axes.text(start + width, row, f" {label}", va="center")
        name_rows(axes, names)
        axes.set_xlabel(_("million GEL"))
        axes.margins(x=0.15)

    return chart(
        "money",
        draw,
        0.45 * len(names) + 0.9,
        _("From the naive sum of printed amounts to what they add up to."),
        _money_words(steps, planned),
    )


def _money_words(steps: Sequence[money.Step], planned: Estimate) -> str:
    said = "; ".join(
        _("{name}: {value}", name=step_name(step), value=counted(step.change, "GEL"))
        for step in steps
    )
    return _(
        "Bar chart of amounts. {entries}; what is left lies between {low} and {high}.",
        entries=said,
        low=count(planned.lower),
        high=counted(planned.upper, "GEL"),
    )
