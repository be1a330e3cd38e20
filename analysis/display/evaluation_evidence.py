"""Charts of what the evidence shows: its reach, results, pace, and rates as intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.display.codes import strength_words
from analysis.display.drawing import BLUE, ORANGE, SKY, chart, name_rows, tile, wrapped
from analysis.display.evaluation_charts import chapter_name
from analysis.display.grids import grid
from analysis.display.language import _, _c
from analysis.display.numbers import count, decimal, percent
from analysis.display.shown import Shown, paragraph
from analysis.measures.evaluation import Evaluation
from analysis.measures.pace import Pace

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# From found to not looked for, dark to light; a letter says the same in grey.
TILES = {
    "direct": (BLUE, "white"),
    "partial": (SKY, "black"),
    "contextual": ("#f2c14e", "black"),
    "looked_for": ("#d9d9d9", "black"),
    "outside": ("#f4f4f4", "black"),
}
_PER_ROW = 24


def evidence_map(evaluation: Evaluation) -> Shown:
    """Return one square an activity, by chapter, shaded by the evidence on it."""
    rows: list[tuple[str, list[str]]] = []
    for name in dict.fromkeys(row.chapter for row in evaluation.reach):
        found = [row.strength for row in evaluation.reach if row.chapter == name]
        for start in range(0, len(found), _PER_ROW):
            label = chapter_name(name) if not start else ""
            rows.append((label, found[start : start + _PER_ROW]))
    letters = _letters()

    def draw(axes: Axes) -> None:
        for number, (_name, strengths) in enumerate(rows):
            for column, strength in enumerate(strengths):
                colour, ink = TILES[strength]
                letter = letters[strength]
                axes.add_patch(tile(column, number, colour))
                axes.text(column, number, letter, ha="center", va="center", color=ink, fontsize=8)
        grid(axes, [], [name for name, _strengths in rows], columns=_PER_ROW)

    said = "; ".join(
        _("{name}: {value}", name=_short(strength), value=count(number))
        for strength, number in _reached(evaluation).items()
    )
    return chart(
        "evidence",
        draw,
        0.3 * len(rows) + 0.5,
        _(
            "Reach of the evidence, one square an activity: {direct} direct, {partial} partial, "
            "{contextual} contextual, {looked_for} looked for and not found, empty: outside the "
            "documents' subject.",
            **letters,
        ),
        _("Evidence map of activities. {entries}.", entries=said),
    )


def _letters() -> dict[str, str]:
    """Return the letter by which the map says a strength; what lies outside has none."""
    return {
        "direct": _c("letter for direct evidence", "D"),
        "partial": _c("letter for partial evidence", "P"),
        "contextual": _c("letter for contextual evidence", "C"),
        "looked_for": "–",
        "outside": "",
    }


def _short(strength: str) -> str:
    return _("looked for") if strength == "looked_for" else strength_words(strength)


def _reached(evaluation: Evaluation) -> dict[str, int]:
    return {name: sum(row.strength == name for row in evaluation.reach) for name in TILES}


def achievements(evaluation: Evaluation) -> Shown:
    """Return what was achieved of each target with counted evidence, in percent."""
    shown = [a for a in evaluation.assessments if a.ratio is not None]
    if not shown:
        return paragraph(_("No target has a reported result: there is nothing to draw."))
    shares = [percent(a.ratio or 0) for a in shown]

    def draw(axes: Axes) -> None:
        ratios = [100 * (a.ratio or 0) for a in shown]
        colours = [BLUE if ratio >= 100 else ORANGE for ratio in ratios]
        axes.barh(range(len(shown)), ratios, color=colours)
        for row, (a, ratio, share) in enumerate(zip(shown, ratios, shares, strict=True)):
            label = _("{share} ({strength})", share=share, strength=strength_words(a.strength))
            axes.text(ratio, row, f" {label}", va="center")
        axes.axvline(100, color="black", linewidth=1)
        name_rows(axes, [wrapped(a.measure) for a in shown])
        axes.set_xlabel(_("achieved, share of what was asked in % (line: 100%)"))
        axes.set_xlim(0, max([150, *ratios]) * 1.15)

    said = "; ".join(
        _("{name}: {value}", name=a.measure, value=share)
        for a, share in zip(shown, shares, strict=True)
    )
    return chart(
        "achievements",
        draw,
        0.5 * len(shown) + 1.0,
        _("Target against result, wherever a reported figure counts."),
        _("Bar chart of results as a share of targets. {entries}.", entries=said),
    )


def paces(evaluation: Evaluation) -> Shown:
    """Return commitments with an assumed horizon: share done against time gone."""
    shown = [pace for pace in evaluation.paces if pace.time_gone is not None and pace.share]
    if not shown:
        return paragraph(_("No commitment with a horizon: there is nothing to draw."))

    def draw(axes: Axes) -> None:
        for row, pace in enumerate(shown):
            axes.barh(row, 100, color="#ececec")
            axes.barh(row, 100 * (pace.share or 0), color=BLUE, height=0.5)
            axes.plot([100 * (pace.time_gone or 0)] * 2, [row - 0.4, row + 0.4], color="black")
            done = _("{part} of {whole}", part=count(pace.done or 0), whole=count(pace.target))
            axes.text(101, row, done, va="center")
        name_rows(axes, [wrapped(pace.measure) for pace in shown])
        axes.set_xlabel(_("share done (%); the line is the time gone by"))
        axes.set_xlim(0, 130)
        axes.set_xticks((0, 25, 50, 75, 100))

    return chart(
        "paces",
        draw,
        0.55 * len(shown) + 1.0,
        _("Partners' commitments: share done against the time gone by of an assumed horizon."),
        _(
            "Bar chart of commitments. {entries}.",
            entries="; ".join(_pace_words(pace) for pace in shown),
        ),
    )


def _pace_words(pace: Pace) -> str:
    return _(
        "{measure}: {share} done, {gone} of the time gone",
        measure=pace.measure,
        share=percent(pace.share or 0),
        gone=percent(pace.time_gone or 0),
    )


def intervals(evaluation: Evaluation) -> Shown:
    """Return the implementation rate of indicators as an interval, by chapter."""
    rates = evaluation.rates

    def draw(axes: Axes) -> None:
        for row, rate in enumerate(rates.values()):
            axes.barh(row, rate.upper - rate.lower, left=rate.lower, color="#d9d9d9", hatch="//")
            axes.barh(row, rate.lower, color=BLUE)
            axes.barh(row, 100 - rate.upper, left=rate.upper, color=ORANGE)
            ends = f"{decimal(rate.lower, 0)}–{decimal(rate.upper, 0)}"
            axes.text(101, row, ends, va="center")
        name_rows(axes, [chapter_name(name) for name in rates])
        axes.set_xlabel(_("indicators due (%)"))
        axes.set_xlim(0, 115)
        axes.set_xticks((0, 25, 50, 75, 100))

    said = "; ".join(
        _(
            "chapter {chapter}: {low} to {high} percent",
            chapter=name,
            low=decimal(rate.lower, 1),
            high=decimal(rate.upper, 1),
        )
        for name, rate in rates.items()
    )
    return chart(
        "intervals",
        draw,
        0.4 * len(rates) + 1.0,
        _(
            "Implementation rate of indicators as an interval, by chapter: blue is shown met, "
            "hatched is unknown, and orange, where there is any, is shown not met."
        ),
        _("Interval chart. {entries}.", entries=said),
    )
