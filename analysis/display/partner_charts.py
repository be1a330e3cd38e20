"""Charts of partner briefs: evidence by role beside the whole plan, and commitments' pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.display.codes import strength_words
from analysis.display.drawing import BLUE, chart, name_rows, wrapped
from analysis.display.evaluation_evidence import TILES
from analysis.display.language import _
from analysis.display.numbers import count, counted, percent
from analysis.display.partner_tables import ROLES
from analysis.display.shown import NOTHING, Shown
from analysis.measures.pace import Pace
from analysis.measures.partners import Brief, Tally

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_FEW = 5
"""Of fewer activities no share is drawn: the table says it better."""

_LEGIBLE = 4.0
"""The narrowest part of a bar, in percent, that its number fits in."""


def evidence(brief: Brief) -> Shown:
    """Return bars of the partner's activities by role and of the whole plan, by evidence."""
    if len(brief.involvements) < _FEW:
        return NOTHING
    tallies = (*brief.tallies, brief.whole)

    def draw(axes: Axes) -> None:
        for row, tally in enumerate(tallies):
            _stack(axes, row, tally)
        name_rows(axes, [_named(tally) for tally in tallies])
        axes.set_xlim(0, 100)
        axes.set_xlabel(_("share of the activities (%)"))
        axes.legend(
            [axes.patches[place] for place in range(len(TILES))],
            [strength_words(strength) for strength in TILES],
            loc="lower center",
            bbox_to_anchor=(0.4, 1.0),
            ncols=3,
            frameon=False,
            fontsize=8,
        )

    said = "; ".join(_spoken(tally) for tally in tallies)
    return chart(
        "evidence",
        draw,
        0.32 * len(tallies) + 1.1,
        _("Activities of the partner and of the whole plan, by the best evidence on each."),
        _("Stacked bar chart. {entries}.", entries=said),
    )


def _stack(axes: Axes, row: int, tally: Tally) -> None:
    left, whole = 0.0, len(tally.activity_ids)
    for strength, (colour, ink) in TILES.items():
        number = tally.by_strength[strength]
        width = 100 * number / whole
        axes.barh(row, width, left=left, color=colour, edgecolor="#767676", linewidth=0.5)
        if width >= _LEGIBLE:
            axes.text(left + width / 2, row, count(number), ha="center", va="center", color=ink)
        left += width


def _named(tally: Tally) -> str:
    return _("{name} ({value})", name=_(ROLES[tally.name]), value=count(len(tally.activity_ids)))


def _spoken(tally: Tally) -> str:
    parts = ", ".join(
        _("{number} {name}", number=count(number), name=strength_words(strength))
        for strength, number in tally.by_strength.items()
    )
    return _("{name}: {value}", name=_named(tally), value=parts)


def paces(brief: Brief) -> Shown:
    """Return a bar for each commitment with a number: share shown done, and time gone."""
    shown = [one.pace for one in brief.commitments if one.pace]
    if not shown:
        return NOTHING

    def draw(axes: Axes) -> None:
        for row, pace in enumerate(shown):
            axes.barh(row, 100, color="#ececec")
            axes.barh(row, 100 * min(1.0, pace.share or 0), color=BLUE, height=0.5)
            if pace.time_gone is not None:
                axes.plot([100 * pace.time_gone] * 2, [row - 0.4, row + 0.4], color="black")
            axes.text(101, row, _done(pace), va="center")
        name_rows(axes, [wrapped(pace.measure, 44) for pace in shown])
        axes.set_xlabel(_("share shown done (%)"))
        axes.set_xlim(0, 145)
        axes.set_xticks((0, 25, 50, 75, 100))

    return chart(
        "commitments",
        draw,
        0.42 * len(shown) + 0.7,
        _(
            "Commitments with a number, each against its own target. The line is the time gone "
            "by of its own horizon; without a line the horizon has no date. An empty bar is not "
            "reported, which is not nought."
        ),
        _("Bar chart of commitments. {entries}.", entries="; ".join(map(_pace_words, shown))),
    )


def _done(pace: Pace) -> str:
    if pace.done is None:
        return _("not reported")
    return _("{part} of {whole}", part=count(pace.done), whole=count(pace.target))


def _pace_words(pace: Pace) -> str:
    asked = counted(pace.target, pace.unit)
    if pace.share is None:
        return _("{measure}: nothing reported of {asked}", measure=pace.measure, asked=asked)
    if pace.time_gone is None:
        return _(
            "{measure}: {share} of {asked} shown done, without a dated horizon",
            measure=pace.measure,
            share=percent(pace.share),
            asked=asked,
        )
    return _(
        "{measure}: {share} of {asked} shown done, {gone} of the time gone",
        measure=pace.measure,
        share=percent(pace.share),
        asked=asked,
        gone=percent(pace.time_gone),
    )
