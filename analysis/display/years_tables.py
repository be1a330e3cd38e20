"""Tables and the chart of years side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.display.drawing import BLUE, ORANGE, chart, name_rows
from analysis.display.language import _, _c
from analysis.display.numbers import amount, count, decimal
from analysis.display.quantity import Quantity
from analysis.display.shown import NOTHING, Shown
from analysis.display.tabling import table
from analysis.display.years_words import KINDS
from analysis.measures import years as measured
from analysis.measures.knowledge import Vintage
from analysis.measures.years import Pair, Years

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plans(years: Years) -> Shown:
    """Return what each plan asked for and what is shown of it; nothing for one plan."""
    if not years.several:
        return NOTHING
    return table(
        _("The plans side by side"),
        (
            _("Plan"),
            _("Activities"),
            _("With evidence"),
            _("Indicators"),
            _("Met"),
            _("Not met"),
            _c("of implementation", "Rate"),
        ),
        [
            (
                year.title,
                count(year.activities),
                count(year.evidenced),
                count(year.indicators),
                count(year.met),
                count(year.not_met),
                amount(year.rate),
            )
            for year in years.years
        ],
        numeric=range(1, 7),
        note=_(
            "With evidence that counts: activities. Met and not met: what evidence shows of "
            "indicators, alternatives as one. Rate: of the indicators due, in percent."
        ),
    )


def rates(years: Years) -> Shown:
    """Return the intervals of the years as a chart; nothing for one plan."""
    if not years.several:
        return NOTHING

    def draw(axes: Axes) -> None:
        for row, year in enumerate(years.years):
            rate = year.rate
            axes.barh(row, rate.upper - rate.lower, left=rate.lower, color="#d9d9d9", hatch="//")
            axes.barh(row, rate.lower, color=BLUE)
            axes.barh(row, 100 - rate.upper, left=rate.upper, color=ORANGE)
            ends = f"{decimal(rate.lower, 0)}–{decimal(rate.upper, 0)}"
            axes.text(101, row, ends, va="center")
        name_rows(axes, [str(year.as_of.year) for year in years.years])
        axes.set_xlabel(_("indicators due (%)"))
        axes.set_xlim(0, 115)
        axes.set_xticks((0, 25, 50, 75, 100))

    said = "; ".join(
        _(
            "{year}: {low} to {high} percent",
            year=str(year.as_of.year),
            low=decimal(year.rate.lower, 1),
            high=decimal(year.rate.upper, 1),
        )
        for year in years.years
    )
    return chart(
        "years",
        draw,
        0.4 * len(years.years) + 1.0,
        _(
            "Implementation rate of indicators as an interval, by year: blue is shown met, "
            "hatched is unknown, and orange, where there is any, is shown not met."
        ),
        _("Interval chart. {entries}.", entries=said),
        _("Source: the plans and what was reported on them; own calculation."),
    )


def pairs(years: Years) -> Shown:
    """Return what became of the activities, those that go on as they were left out."""
    told = [pair for pair in years.pairs if pair.kind != measured.CONTINUED]
    if not told:
        return NOTHING
    return table(
        _("Activities changed, new and dropped between the plans"),
        (
            _("Activity"),
            _("Now"),
            _("Before"),
            _("What became of it"),
            _("Deadline slipped (months)"),
            _("Targets carried over"),
            _("Targets raised"),
            _("Targets lowered"),
        ),
        [_pair(pair) for pair in told],
        numeric=range(4, 8),
        note=_(
            "Matches were proposed by program and confirmed by a person. Months are counted "
            "beyond the turn of the year; a minus means earlier. A target carried over was not "
            "shown met and is asked for again as it was."
        ),
    )


def _pair(pair: Pair) -> tuple[str | Quantity, ...]:
    both = pair.kind == measured.CHANGED
    return (
        pair.title or pair.previous_title,
        pair.item_id.partition("-")[2],
        pair.previous_id.partition("-")[2],
        _(KINDS[pair.kind]),
        "" if pair.slipped is None else count(pair.slipped),
        *(count(one) if both else "" for one in (pair.carried, pair.raised, pair.lowered)),
    )


def revisions(vintages: Sequence[Vintage]) -> Shown:
    """Return every value of the figures that were revised; nothing where none was."""
    if not vintages:
        return NOTHING
    return table(
        _("Figures revised, each value with the day since when it is known"),
        (_("Figure"), _("Known since"), _("As printed"), _("Document"), _("Line"), _("Used here"),
         _("Reason")),
        [
            (
                one.figure_id,
                one.known_on or _("first printed"),
                one.value_raw,
                one.source_id,
                str(one.source_line),
                _c("vintage", "yes") if one.current else _c("vintage", "no"),
                one.reason,
            )
            for one in vintages
        ],
        note=_("No value is overwritten: another day gives the value known on it."),
    )  # fmt: skip
