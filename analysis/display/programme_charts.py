"""Charts of programme reports, legible in grey, labelled in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.display.drawing import BLUE, GREY, ORANGE, SKY, chart, name_rows, wrapped
from analysis.display.measuring import share, share_range, span
from analysis.display.numbers import count
from analysis.display.shown import NOTHING, Shown
from analysis.measures.flows import Cascade, Overlap
from analysis.measures.identification import EffectStudy
from analysis.measures.measure import Measure
from analysis.measures.programme import Programme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

_LINES = ((BLUE, "-"), (ORANGE, "--"), (GREY, ":"))


def rates(programme: Programme) -> Shown:
    """Return the rates with their intervals, or bounds, one row a rate."""
    found = [one for one in programme.measures if one.unit == "share"]
    if not found:
        return NOTHING
    return rate_rows(
        "rates", [(one.about.title, one) for one in found], "Rates, with intervals or bounds."
    )


def rate_rows(key: str, rows: Sequence[tuple[str, Measure | None]], caption: str) -> Shown:
    """Return rates as points with intervals; a row without a rate is shown as a gap."""

    def draw(axes: Axes) -> None:
        for place, (_, rate) in enumerate(rows):
            _rate_row(axes, place, rate)
        name_rows(axes, [wrapped(name) for name, _ in rows])
        axes.set_xlim(0, 125)
        axes.set_xticks((0, 25, 50, 75, 100))
        axes.set_xlabel("percent")

    said = "; ".join(f"{name}: {_said(rate)}" for name, rate in rows)
    return chart(
        key, draw, 0.55 * len(rows) + 0.9, caption, f"Chart of points with intervals. {said}."
    )


def _rate_row(axes: Axes, place: int, rate: Measure | None) -> None:
    if rate is None:
        axes.plot([0, 100], [place, place], color=GREY, linestyle=(0, (1, 3)))
        axes.text(102, place, "no rate", va="center", fontsize=8, color="#55595e")
        return
    ends = [100 * rate.lower, 100 * rate.upper]
    colour = BLUE if rate.value is not None else ORANGE
    axes.plot(ends, [place, place], color=colour, linewidth=3, solid_capstyle="butt")
    if rate.value is not None:
        axes.plot([100 * rate.value], [place], "o", color=colour, markersize=6)
    label = share(rate.value) if rate.value is not None else span(rate)
    axes.text(102, place, label, va="center", fontsize=8)


def _said(rate: Measure | None) -> str:
    if rate is None:
        return "no rate"
    if rate.value is None:
        return span(rate)
    return f"{share(rate.value)} ({span(rate)})" if rate.span == "interval" else share(rate.value)


def cascade(programme: Programme) -> Shown:
    """Return the people at each step of a cascade, as bounds, on a logarithmic scale."""
    found = next((one for one in programme.found if isinstance(one, Cascade)), None)
    if found is None:
        return NOTHING
    names = dict(zip(programme.figures["figure_id"], programme.figures["measure"], strict=True))
    titles = [names[step.figure_id] for step in found.steps]

    def draw(axes: Axes) -> None:
        for place, step in enumerate(found.steps):
            low, high = step.persons
            axes.plot([low, high], [place, place], color=BLUE, linewidth=5)
            axes.plot([low, high], [place, place], "|", color=BLUE, markersize=16)
            text = count(low) if low == high else f"{count(low)} to {count(high)}"
            axes.text(high * 1.15, place, text, va="center", fontsize=8)
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(lambda value, _: count(value))
        axes.minorticks_off()
        least = min(step.persons[0] for step in found.steps)
        axes.set_xlim(least / 2, found.steps[0].persons[1] * 8)
        name_rows(axes, [wrapped(title) for title in titles])
        axes.set_xlabel("people (logarithmic scale)")

    said = "; ".join(
        f"{title}: {count(step.persons[0])} to {count(step.persons[1])} people"
        if step.persons[0] != step.persons[1]
        else f"{title}: {count(step.persons[0])} people"
        for title, step in zip(titles, found.steps, strict=True)
    )
    return chart(
        "cascade",
        draw,
        0.6 * len(titles) + 0.9,
        "People at each step; a line where the printed count is of tests.",
        f"Chart of steps. {said}.",
    )


def overlaps(programme: Programme) -> Shown:
    """Return the uses of each service, and between what bounds the people lie."""
    found = [one for one in programme.found if isinstance(one, Overlap)]
    found = [one for one in found if one.any.value is None and one.any.upper < float("inf")]
    if not found:
        return NOTHING

    def draw(axes: Axes) -> None:
        for place, one in enumerate(found):
            axes.barh(place, one.any.lower, color=BLUE, height=0.5)
            axes.barh(
                place, one.any.upper - one.any.lower, left=one.any.lower, color=SKY,
                height=0.5, hatch="//", edgecolor="white", linewidth=0,
            )  # fmt: skip
            axes.text(one.any.upper, place, f" {span(one.any)}", va="center", fontsize=8)
        name_rows(axes, [wrapped(one.about.title) for one in found])
        axes.set_xlabel("people: at least (solid), at most (hatched)")
        axes.set_xlim(0, max(one.any.upper for one in found) * 1.6)

    said = "; ".join(f"{one.about.title}: {span(one.any)}" for one in found)
    return chart(
        "overlaps",
        draw,
        0.6 * len(found) + 0.9,
        "People behind uses of several services, between their bounds.",
        f"Bar chart of bounds. {said}.",
    )


def sensitivity(programme: Programme) -> Shown:
    """Return the effect on those who took part against the share who had it anyway."""
    if not programme.studies:
        return NOTHING
    studies = programme.studies

    def draw(axes: Axes) -> None:
        for number, study in enumerate(studies):
            colour, style = _LINES[number % len(_LINES)]
            _effect_line(axes, study, colour, style)
        low, high = studies[0].comparison
        if (low, high) != (0, 1):
            axes.axvspan(100 * low, 100 * high, color="#ececec")
        axes.axhline(0, color="black", linewidth=0.8)
        axes.set_xlim(0, 100)
        axes.set_xlabel("share who would have had the outcome anyway (%)")
        axes.set_ylabel("effect (percentage points)")
        axes.legend(fontsize=8, frameon=False)

    said = "; ".join(
        f"{study.about.title}: from {100 * (study.rate.value or 0):+.1f} points if none would, "
        f"nought at {share(study.rate.value or 0)}, to "
        f"{100 * ((study.rate.value or 0) - 1):+.1f} if all would"
        for study in studies
    )
    shaded = "" if studies[0].comparison == (0, 1) else (
        f" Shaded: the comparison range, {share_range(*studies[0].comparison)}."
    )  # fmt: skip
    return chart(
        "sensitivity",
        draw,
        3.2,
        f"The effect on those who took part, for every share who had the outcome anyway.{shaded}",
        f"Line chart. {said}.",
    )


def _effect_line(axes: Axes, study: EffectStudy, colour: str, style: str) -> None:
    rate = 100 * (study.rate.value or 0)
    axes.plot([0, 100], [rate, rate - 100], color=colour, linestyle=style,
              label=wrapped(study.about.title, 45))  # fmt: skip
    axes.plot([rate], [0], "o", color=colour)
    axes.annotate(f"{rate:.1f}%", (rate, 0), (rate + 1, 6), fontsize=8, color=colour)


def additional_cost(programme: Programme) -> Shown:
    """Return the cost of an additional outcome against the share who had it anyway."""
    study = next((one for one in programme.studies if one.break_even), None)
    if study is None:
        return NOTHING
    steps, gross, curve = study.break_even, study.cost, study.curve

    def draw(axes: Axes) -> None:
        shares = [100 * point.anyway for point in curve]
        lows = [point.lower / 1000 for point in curve]
        highs = [point.upper / 1000 for point in curve]
        axes.fill_between(shares, lows, highs, color=SKY)
        axes.plot(shares, highs, color=BLUE)
        axes.plot(shares, lows, color=BLUE)
        axes.set_xlim(0, 100 * (study.rate.value or 0) * 1.3)
        axes.axvline(100 * (study.rate.value or 0), color="black", linewidth=0.8)
        axes.set_ylim(0, steps[-1].limit / 1000)
        axes.set_xlabel("share who would have had the outcome anyway (%); line: no effect")
        axes.set_ylabel(f"thousand {steps[0].unit} per additional one")

    said = "; ".join(
        f"below {count(step.limit)} {step.unit} only if at most "
        f"{share_range(step.lower, step.upper)}"
        for step in steps
    )
    counted = f" The plain cost is {span(gross)}." if gross else ""
    return chart(
        "additional-cost",
        draw,
        3.0,
        f"Cost of an additional outcome, by the share who had it anyway.{counted}",
        f"Line chart. {said}.",
    )
