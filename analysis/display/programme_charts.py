"""Charts of programme reports, legible in grey, labelled in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.display.drawing import BLUE, GREY, ORANGE, SKY, chart, name_rows, wrapped
from analysis.display.language import _, _n
from analysis.display.measuring import either, points, quantity, share, share_range, span
from analysis.display.numbers import count, counted, decimal, unit_named
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
    rows = [(one.about.title, one) for one in found]
    return rate_rows("rates", rows, _("Rates, with intervals or bounds."))


def rate_rows(key: str, rows: Sequence[tuple[str, Measure | None]], caption: str) -> Shown:
    """Return rates as points with intervals; a row without a rate is shown as a gap."""

    def draw(axes: Axes) -> None:
        for place, (_name, rate) in enumerate(rows):
            _rate_row(axes, place, rate)
        name_rows(axes, [wrapped(name) for name, _rate in rows])
        axes.set_xlim(0, 125)
        axes.set_xticks((0, 25, 50, 75, 100))
        axes.set_xlabel(_("percent"))

    said = "; ".join(_("{name}: {value}", name=name, value=_said(rate)) for name, rate in rows)
    words = _("Chart of points with intervals. {entries}.", entries=said)
    return chart(key, draw, 0.55 * len(rows) + 0.9, caption, words)


def _rate_row(axes: Axes, place: int, rate: Measure | None) -> None:
    if rate is None:
        axes.plot([0, 100], [place, place], color=GREY, linestyle=(0, (1, 3)))
        axes.text(102, place, _("no rate"), va="center", fontsize=8, color="#55595e")
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
        return _("no rate")
    if rate.value is None:
        return span(rate)
    if rate.span != "interval":
        return share(rate.value)
    return _("{rate} ({interval})", rate=share(rate.value), interval=span(rate))


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
            alike = low == high
            text = count(low) if alike else _("{low} to {high}", low=count(low), high=count(high))
            axes.text(high * 1.15, place, text, va="center", fontsize=8)
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(lambda value, _place: count(value))
        axes.minorticks_off()
        least = min(step.persons[0] for step in found.steps)
        axes.set_xlim(least / 2, found.steps[0].persons[1] * 8)
        name_rows(axes, [wrapped(title) for title in titles])
        axes.set_xlabel(_("people (logarithmic scale)"))

    said = "; ".join(
        _("{name}: {value}", name=title, value=_people(*step.persons))
        for title, step in zip(titles, found.steps, strict=True)
    )
    return chart(
        "cascade",
        draw,
        0.6 * len(titles) + 0.9,
        _("People at each step; a line where the printed count is of tests."),
        _("Chart of steps. {entries}.", entries=said),
    )


def _people(low: float, high: float) -> str:
    if low == high:
        return counted(high, "person")
    return _n(
        "{low} to {high} person", "{low} to {high} people", high, low=count(low), high=count(high)
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
        axes.set_xlabel(_("people: at least (solid), at most (hatched)"))
        axes.set_xlim(0, max(one.any.upper for one in found) * 1.6)

    said = "; ".join(
        _("{name}: {value}", name=one.about.title, value=span(one.any)) for one in found
    )
    return chart(
        "overlaps",
        draw,
        0.6 * len(found) + 0.9,
        _("People behind uses of several services, between their bounds."),
        _("Bar chart of bounds. {entries}.", entries=said),
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
        axes.set_xlabel(_("share who would have had the outcome anyway (%)"))
        axes.set_ylabel(_("effect (percentage points)"))
        axes.legend(fontsize=8, frameon=False)

    caption = _("The effect on those who took part, for every share who had the outcome anyway.")
    if studies[0].comparison != (0, 1):
        range_shown = share_range(*studies[0].comparison)
        caption += " " + _("Shaded: the comparison range, {range}.", range=range_shown)
    said = "; ".join(_effect(study) for study in studies)
    return chart(
        "sensitivity",
        draw,
        3.2,
        caption,
        _("Line chart. {entries}.", entries=said),
    )


def _effect(study: EffectStudy) -> str:
    rate = study.rate.value or 0
    return _(
        "{name}: from {most} if none would, nought at {rate}, to {least} if all would",
        name=study.about.title,
        most=points(rate),
        rate=share(rate),
        least=decimal(100 * (rate - 1), 1, signed=True),
    )


def _effect_line(axes: Axes, study: EffectStudy, colour: str, style: str) -> None:
    rate = 100 * (study.rate.value or 0)
    axes.plot([0, 100], [rate, rate - 100], color=colour, linestyle=style,
              label=wrapped(study.about.title, 45))  # fmt: skip
    axes.plot([rate], [0], "o", color=colour)
    axes.annotate(share(rate / 100), (rate, 0), (rate + 1, 6), fontsize=8, color=colour)


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
        axes.set_xlabel(_("share who would have had the outcome anyway (%); line: no effect"))
        currency = unit_named(steps[0].unit)
        axes.set_ylabel(_("thousand {currency} per additional one", currency=currency))

    said = "; ".join(
        _(
            "below {cost} only if at most {share}",
            cost=quantity(step.limit, step.unit),
            share=share_range(step.lower, step.upper),
        )
        for step in steps
    )
    caption = _("Cost of an additional outcome, by the share who had it anyway.")
    if gross:
        caption += " " + _("The plain cost is {cost}.", cost=either(gross))
    return chart(
        "additional-cost",
        draw,
        3.0,
        caption,
        _("Line chart. {entries}.", entries=said),
    )
