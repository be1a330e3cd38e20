"""Charts of the mid-term evaluation, legible in grey, labelled in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.display.drawing import (
    BLUE,
    GREY,
    ORANGE,
    PURPLE,
    SKY,
    chart,
    name_rows,
    tile,
    wrapped,
)
from analysis.display.numbers import count, percent, things
from analysis.display.shown import Shown, paragraph
from analysis.measures import money, plan_quality, portfolio
from analysis.measures.evaluation import Evaluation

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# From found to not looked for, dark to light; a letter says the same in grey.
STRENGTHS = {
    "direct": (BLUE, "D", "white"),
    "partial": (SKY, "P", "black"),
    "contextual": ("#f2c14e", "C", "black"),
    "looked_for": ("#d9d9d9", "–", "black"),
    "outside": ("#f4f4f4", "", "black"),
}
_PER_ROW = 24


def deadlines(evaluation: Evaluation) -> Shown:
    """Return bars of the activities due in each month."""
    months = portfolio.by_month(evaluation.scope)
    names = [month or "no deadline" for month in months]
    return _bars(
        "deadlines",
        names,
        list(months.values()),
        "activities",
        "Activities by the month of their last deadline.",
    )


def chapters(evaluation: Evaluation) -> Shown:
    """Return bars of the activities of each chapter."""
    tallies = portfolio.by_chapter(evaluation.scope)
    return _bars(
        "chapters",
        [f"chapter {tally.name}" for tally in tallies],
        [tally.activities for tally in tallies],
        "activities",
        "Activities by chapter of the strategy.",
    )


def together(evaluation: Evaluation) -> Shown:
    """Return a matrix of lead bodies and partners with the activities they share."""
    leads, partners, pairs = portfolio.together(evaluation.scope)
    if not pairs:
        return paragraph("No partner is named: there is nothing to draw.")
    most = max(pairs.values())

    def draw(axes: Axes) -> None:
        for row, lead in enumerate(leads):
            for column, partner in enumerate(partners):
                number = pairs.get((lead, partner), 0)
                if number:
                    axes.add_patch(tile(column, row, _shade(number / most)))
                    ink = "white" if number > most / 2 else "black"
                    axes.text(column, row, str(number), ha="center", va="center", color=ink)
        _grid(axes, partners, leads)

    busiest = max(pairs, key=lambda pair: (pairs[pair], pair))
    return chart(
        "together",
        draw,
        0.36 * len(leads) + 1.2,
        "Who works with whom: activities that a lead body (row) shares with a partner (column).",
        f"Matrix of {things(len(leads), 'lead body', 'lead bodies')} and "
        f"{things(len(partners), 'partner', 'partners')}. Most shared: {busiest[0]} with "
        f"{busiest[1]}, {count(pairs[busiest])} activities.",
    )


def quality(evaluation: Evaluation) -> Shown:
    """Return a heat map of chapters and criteria: the share of activities that meet each."""
    shares = plan_quality.shares_by_chapter(evaluation.checklists)
    names = list(dict.fromkeys(chapter for chapter, _ in shares))
    keys = [criterion.key for criterion in plan_quality.CRITERIA]

    def draw(axes: Axes) -> None:
        for row, chapter in enumerate(names):
            for column, key in enumerate(keys):
                met, whole = shares[chapter, key]
                part = met / whole
                axes.add_patch(tile(column, row, _shade(part)))
                ink = "white" if part > 0.55 else "black"
                axes.text(column, row, f"{100 * part:.0f}", ha="center", va="center", color=ink)
        _grid(axes, [key.replace("_", "\n") for key in keys], [f"chapter {n}" for n in names])

    totals = {key: sum(checklist.met[key] for checklist in evaluation.checklists) for key in keys}
    whole = len(evaluation.checklists)
    said = "; ".join(f"{key.replace('_', ' ')}: {percent(totals[key] / whole)}" for key in keys)
    return chart(
        "quality",
        draw,
        0.4 * len(names) + 1.3,
        "Quality of the plan: share of activities (%) that meet each criterion, by chapter.",
        f"Heat map of chapters by criterion. Over all chapters: {said}.",
    )


def money_steps(evaluation: Evaluation) -> Shown:
    """Return the way from the naive sum of amounts to the right one, and its bounds."""
    steps = money.steps(evaluation.scope)
    planned = evaluation.values["planned-amount"]
    if not planned.upper:
        return paragraph("No amount of state money is printed: there is nothing to draw.")
    names = [step.what for step in steps] + ["the sum, upper bound", "the sum, lower bound"]
    values = [step.sum if step.change > 0 else -step.change for step in steps]
    starts = [0.0 if step.change > 0 else step.sum for step in steps]

    def draw(axes: Axes) -> None:
        rows = range(len(names))
        widths = [v / 1e6 for v in [*values, planned.upper, planned.lower]]
        left = [v / 1e6 for v in [*starts, 0.0, 0.0]]
        colours = [GREY, *[ORANGE] * (len(steps) - 1), BLUE, SKY]
        axes.barh(rows, widths, left=left, color=colours)
        for row, (start, width) in enumerate(zip(left, widths, strict=True)):
            sign = "−" if colours[row] == ORANGE else ""
            axes.text(start + width, row, f" {sign}{width:.2f}", va="center")
        name_rows(axes, names)
        axes.set_xlabel("million GEL")
        axes.margins(x=0.15)

    said = "; ".join(f"{step.what}: {count(step.change)} GEL" for step in steps)
    return chart(
        "money",
        draw,
        0.45 * len(names) + 0.9,
        "From the naive sum of printed amounts to what they add up to.",
        f"Bar chart of amounts. {said}; what is left lies between {count(planned.lower)} and "
        f"{count(planned.upper)} GEL.",
    )


def evidence_map(evaluation: Evaluation) -> Shown:
    """Return one square an activity, by chapter, shaded by the evidence on it."""
    rows: list[tuple[str, list[str]]] = []
    for name in dict.fromkeys(row.chapter for row in evaluation.reach):
        found = [row.strength for row in evaluation.reach if row.chapter == name]
        for start in range(0, len(found), _PER_ROW):
            rows.append((f"chapter {name}" if not start else "", found[start : start + _PER_ROW]))

    def draw(axes: Axes) -> None:
        for number, (_, strengths) in enumerate(rows):
            for column, strength in enumerate(strengths):
                colour, letter, ink = STRENGTHS[strength]
                axes.add_patch(tile(column, number, colour))
                axes.text(column, number, letter, ha="center", va="center", color=ink, fontsize=8)
        _grid(axes, [], [name for name, _ in rows], columns=_PER_ROW)

    counts = {s: sum(row.strength == s for row in evaluation.reach) for s in STRENGTHS}
    said = "; ".join(f"{name.replace('_', ' ')}: {number}" for name, number in counts.items())
    return chart(
        "evidence",
        draw,
        0.3 * len(rows) + 0.5,
        "Reach of the evidence, one square an activity: D direct, P partial, C contextual, "
        "– looked for and not found, empty: outside the documents' subject.",
        f"Evidence map of activities. {said}.",
    )


def achievements(evaluation: Evaluation) -> Shown:
    """Return what was achieved of each target with counted evidence, in percent."""
    shown = [a for a in evaluation.assessments if a.ratio is not None]
    if not shown:
        return paragraph("No target has a reported result: there is nothing to draw.")

    def draw(axes: Axes) -> None:
        rows = range(len(shown))
        ratios = [100 * (a.ratio or 0) for a in shown]
        axes.barh(rows, ratios, color=[BLUE if r >= 100 else ORANGE for r in ratios])
        for row, (a, ratio) in enumerate(zip(shown, ratios, strict=True)):
            axes.text(ratio, row, f" {ratio:.0f}% ({a.strength})", va="center")
        axes.axvline(100, color="black", linewidth=1)
        name_rows(axes, [wrapped(a.measure) for a in shown])
        axes.set_xlabel("achieved, % of what was asked (line: 100%)")
        axes.set_xlim(0, max([150, *ratios]) * 1.15)

    said = "; ".join(f"{a.measure}: {100 * (a.ratio or 0):.0f}%" for a in shown)
    return chart(
        "achievements",
        draw,
        0.5 * len(shown) + 1.0,
        "Target against result, wherever a reported figure counts.",
        f"Bar chart of results as a share of targets. {said}.",
    )


def paces(evaluation: Evaluation) -> Shown:
    """Return commitments with an assumed horizon: share done against time gone."""
    shown = [pace for pace in evaluation.paces if pace.time_gone is not None and pace.share]
    if not shown:
        return paragraph("No commitment with a horizon: there is nothing to draw.")

    def draw(axes: Axes) -> None:
        for row, pace in enumerate(shown):
            axes.barh(row, 100, color="#ececec")
            axes.barh(row, 100 * (pace.share or 0), color=BLUE, height=0.5)
            axes.plot([100 * (pace.time_gone or 0)] * 2, [row - 0.4, row + 0.4], color="black")
            axes.text(101, row, f"{count(pace.done or 0)} of {count(pace.target)}", va="center")
        name_rows(axes, [wrapped(pace.measure) for pace in shown])
        axes.set_xlabel("share done (%); the line is the time gone by")
        axes.set_xlim(0, 130)
        axes.set_xticks((0, 25, 50, 75, 100))

    said = "; ".join(
        f"{pace.measure}: {percent(pace.share or 0)} done, "
        f"{percent(pace.time_gone or 0)} of the time gone"
        for pace in shown
    )
    return chart(
        "paces",
        draw,
        0.55 * len(shown) + 1.0,
        "Partners' commitments: share done against the time gone by of an assumed horizon.",
        f"Bar chart of commitments. {said}.",
    )


def intervals(evaluation: Evaluation) -> Shown:
    """Return the implementation rate of indicators as an interval, by chapter."""
    rates = evaluation.rates

    def draw(axes: Axes) -> None:
        for row, rate in enumerate(rates.values()):
            axes.barh(row, rate.upper - rate.lower, left=rate.lower, color="#d9d9d9", hatch="//")
            axes.barh(row, rate.lower, color=BLUE)
            axes.barh(row, 100 - rate.upper, left=rate.upper, color=ORANGE)
            axes.text(101, row, f"{rate.lower:.0f}–{rate.upper:.0f}", va="center")
        name_rows(axes, [f"chapter {name}" for name in rates])
        axes.set_xlabel("indicators due (%)")
        axes.set_xlim(0, 115)
        axes.set_xticks((0, 25, 50, 75, 100))

    said = "; ".join(
        f"chapter {name}: {rate.lower:.1f} to {rate.upper:.1f} percent"
        for name, rate in rates.items()
    )
    return chart(
        "intervals",
        draw,
        0.4 * len(rates) + 1.0,
        "Implementation rate of indicators as an interval, by chapter: blue is shown met, hatched "
        "is unknown, and orange, where there is any, is shown not met.",
        f"Interval chart. {said}.",
    )


def _bars(key: str, names: Sequence[str], values: Sequence[int], unit: str, caption: str) -> Shown:
    def draw(axes: Axes) -> None:
        axes.barh(range(len(names)), values, color=PURPLE if key == "deadlines" else BLUE)
        for row, value in enumerate(values):
            axes.text(value, row, f" {count(value)}", va="center")
        name_rows(axes, names)
        axes.set_xlabel(unit)
        axes.margins(x=0.12)

    said = "; ".join(f"{name}: {count(value)}" for name, value in zip(names, values, strict=True))
    words = f"Bar chart. {caption} {said}."
    return chart(key, draw, 0.36 * len(names) + 0.8, caption, words)


def _grid(axes: Axes, columns_named: Sequence[str], rows: Sequence[str], columns: int = 0) -> None:
    """Set the axes of a grid of tiles: names above and to the left, nothing else."""
    width = columns or len(columns_named)
    axes.set_xlim(-0.5, width - 0.5)
    axes.set_xticks(range(len(columns_named)), columns_named, fontsize=8)
    axes.xaxis.tick_top()
    name_rows(axes, rows)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _shade(part: float) -> str:
    """Return a blue that is darker the larger the part, even in grey."""
    light, dark = (232, 240, 248), (0, 72, 128)
    mixed = [round(a + (b - a) * part) for a, b in zip(light, dark, strict=True)]
    return "#" + "".join(f"{channel:02x}" for channel in mixed)
