"""Tables of flows and targets: cascades, overlaps, values over time, commitments."""

from __future__ import annotations

from math import isinf

from analysis.display.codes import strength_words
from analysis.display.evaluation_terms import asked_words, horizon_words
from analysis.display.language import _, _c, _said, mark
from analysis.display.measuring import either, figures_linked, rough, share_range, uses
from analysis.display.numbers import count, counted, decimal, percent
from analysis.display.programme_terms import ASSUMPTIONS
from analysis.display.shown import NOTHING, Link, Piece, Shown
from analysis.display.tabling import table
from analysis.measures.flows import Cascade, Overlap, Trend
from analysis.measures.measure import Measure
from analysis.measures.pace import Pace
from analysis.measures.programme import Programme

_HORIZONS = {
    "stated": mark("{horizon} (stated)"),
    "assumed": mark("{horizon} (assumed)"),
    "not_stated": mark("{horizon} (not stated)"),
}


_USES = ASSUMPTIONS["uses_not_persons"]


def cascade(programme: Programme) -> Shown:
    """Return the steps of the programme's cascade with bounds on the people in each."""
    found = next((one for one in programme.found if isinstance(one, Cascade)), None)
    if found is None:
        return NOTHING
    names = dict(zip(programme.figures["figure_id"], programme.figures["measure"], strict=True))
    return table(
        found.about.title,
        (
            _("Step"),
            _("Printed"),
            _("People"),
            _("Of the step before"),
            _("Of the first"),
            _("If nested"),
            _("Fewer by"),
        ),
        [
            (
                _said(
                    "{name}, {figure}",
                    name=names[step.figure_id],
                    figure=Link(step.figure_id, f"figure-row-{step.figure_id}"),
                ),
                counted(step.printed, step.unit),
                _ends(step.persons),
                _shares(step.of_previous),
                _shares(step.of_first),
                _shares(step.if_nested),
                _ends(step.lost) if step.lost else "",
            )
            for step in found.steps
        ],
        numeric=(1, 2, 3, 4, 5, 6),
        note=" ".join(
            [
                _(
                    "Bounds on people. If nested, the share of the step before, and fewer by, "
                    "assume that each step counts people of the step before."
                ),
                *(_(ASSUMPTIONS[key]) for key in found.assumptions),
            ]
        ),
    )


def _ends(bounds: tuple[float, float]) -> str:
    low, high = bounds
    if low == high:
        return count(low)
    return _("{low} to {high}", low=count(low), high=count(high))


def _shares(bounds: tuple[float, float] | None) -> str:
    return share_range(*bounds) if bounds else ""


def overlaps(programme: Programme) -> Shown:
    """Return bounds on the people behind uses of several services, and changes over time."""
    rows: list[tuple[Piece, ...]] = []
    for found in programme.found:
        if isinstance(found, Overlap):
            rows.append(
                (
                    found.about.title,
                    uses(found),
                    either(found.any),
                    either(found.several) if found.several else _("not known"),
                    figures_linked(found.about.figure_ids),
                )
            )
    if not rows:
        return NOTHING
    return table(
        _("People behind uses of several services"),
        (
            _c("measure", "What"),
            _c("services", "Uses"),
            _("People, any service"),
            _("People, several services"),
            _("Figures"),
        ),
        rows,
        numeric=(1, 2, 3),
        note=" ".join([_("Fréchet bounds."), _(_USES)]),
    )


def trends(programme: Programme) -> Shown:
    """Return printed values against earlier ones, with what changed meanwhile."""
    found = [one for one in programme.found if isinstance(one, Trend)]
    if not found:
        return NOTHING
    return table(
        _("Values over time"),
        (
            _c("measure", "What"),
            _c("value", "Earlier"),
            _c("value", "Later"),
            _c("value", "Change"),
            _("What changed meanwhile"),
            _("Figures"),
        ),
        [
            (
                one.about.title,
                _("roughly {range} (implied)", range=rough(one.earlier))
                if one.implied
                else either(one.earlier),
                either(one.later),
                _change(one.change),
                figures_linked(one.context),
                figures_linked(one.about.figure_ids),
            )
            for one in found
        ],
        numeric=(1, 2, 3),
        note=" ".join(
            dict.fromkeys(_(ASSUMPTIONS[key]) for one in found for key in one.change.assumptions)
        ),
    )


def _change(change: Measure) -> str:
    low = _rise(change.lower)
    if isinf(change.upper):
        return _("at least {low}", low=low)
    high = _rise(change.upper)
    return low if low == high else _("{low} to {high}", low=low, high=high)


def _rise(share: float) -> str:
    return _("{number}%", number=decimal(100 * share, 0, signed=True))


def bearings(programme: Programme) -> Shown:
    """Return the targets that figures of the programme bear on."""
    if not programme.bearings:
        return NOTHING
    return table(
        _("Targets that the figures bear on"),
        (
            _("Target"),
            _("What is asked"),
            _("Asked"),
            _("Figures"),
            _c("target", "Reached"),
            _("Evidence"),
        ),
        [
            (
                bearing.target_id,
                bearing.measure,
                asked_words(bearing.asked),
                figures_linked(bearing.figure_ids),
                "" if bearing.ratio is None else percent(bearing.ratio),
                _(
                    "{name}: {value}",
                    name=strength_words(bearing.strength),
                    value=bearing.reason,
                ),
            )
            for bearing in programme.bearings
        ],
        numeric=(4,),
        note=_("Contextual evidence bears on a target and is not counted as its achievement."),
    )


def paces(programme: Programme) -> Shown:
    """Return partners' commitments with the share done, and the pace so far and needed."""
    if not programme.paces:
        return NOTHING
    return table(
        _("Commitments under one agreement"),
        (
            _("Commitment"),
            _("Asked"),
            _("Shown done"),
            _("Share"),
            _("Time gone"),
            _("Needed a year"),
            _("Horizon"),
        ),
        [
            (
                pace.measure,
                counted(pace.target, pace.unit),
                _done(pace),
                "" if pace.share is None else percent(pace.share),
                "" if pace.time_gone is None else percent(pace.time_gone),
                "" if pace.per_year_needed is None else count(pace.per_year_needed),
                _(_HORIZONS[pace.horizon_status], horizon=horizon_words(pace)),
            )
            for pace in programme.paces
        ],
        numeric=(1, 2, 3, 4, 5),
        note=_(
            "As of the end of 2019. What is shown done is counted for the whole country and is "
            "not known to be under the agreement; where the horizon is assumed, so is the time "
            "gone. At a linear pace the share done equals the share of time gone."
        ),
    )


def _done(pace: Pace) -> Piece:
    if pace.done is None:
        return _("not reported")
    done = counted(pace.done, pace.unit)
    return _said("{amount} ({figures})", amount=done, figures=figures_linked(pace.figure_ids))
