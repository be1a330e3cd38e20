"""Tables of flows and targets: cascades, overlaps, values over time, commitments."""

from __future__ import annotations

from analysis.display.evaluation_terms import asked_words, horizon_words
from analysis.display.measuring import either, figures_linked, rough, share_range, uses
from analysis.display.numbers import count, counted, percent
from analysis.display.programme_terms import ASSUMPTIONS
from analysis.display.shown import NOTHING, Link, Piece, Shown, flat
from analysis.display.tabling import table
from analysis.measures.flows import Cascade, Overlap, Trend
from analysis.measures.measure import Measure
from analysis.measures.programme import Programme


def cascade(programme: Programme) -> Shown:
    """Return the steps of the programme's cascade with bounds on the people in each."""
    found = next((one for one in programme.found if isinstance(one, Cascade)), None)
    if found is None:
        return NOTHING
    names = dict(zip(programme.figures["figure_id"], programme.figures["measure"], strict=True))
    return table(
        found.about.title,
        (
            "Step",
            "Printed",
            "People",
            "Of the step before",
            "Of the first",
            "If nested",
            "Fewer by",
        ),
        [
            (
                (
                    f"{names[step.figure_id]}, ",
                    Link(step.figure_id, f"figure-row-{step.figure_id}"),
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
        note="Bounds on people. If nested, the share of the step before, and fewer by, assume "
        "that each step counts people of the step before. "
        + " ".join(ASSUMPTIONS[key] for key in found.assumptions),
    )


def _ends(bounds: tuple[float, float]) -> str:
    low, high = bounds
    return count(low) if low == high else f"{count(low)} to {count(high)}"


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
                    either(found.several) if found.several else "not known",
                    figures_linked(found.about.figure_ids),
                )
            )
    if not rows:
        return NOTHING
    return table(
        "People behind uses of several services",
        ("What", "Uses", "People, any service", "People, several services", "Figures"),
        rows,
        numeric=(1, 2, 3),
        note="Fréchet bounds. " + ASSUMPTIONS["uses_not_persons"],
    )


def trends(programme: Programme) -> Shown:
    """Return printed values against earlier ones, with what changed meanwhile."""
    found = [one for one in programme.found if isinstance(one, Trend)]
    if not found:
        return NOTHING
    return table(
        "Values over time",
        ("What", "Earlier", "Later", "Change", "What changed meanwhile", "Figures"),
        [
            (
                one.about.title,
                f"roughly {rough(one.earlier)} (implied)" if one.implied else either(one.earlier),
                either(one.later),
                _change(one.change),
                figures_linked(one.context),
                figures_linked(one.about.figure_ids),
            )
            for one in found
        ],
        numeric=(1, 2, 3),
        note=" ".join(
            dict.fromkeys(ASSUMPTIONS[key] for one in found for key in one.change.assumptions)
        ),
    )


def _change(change: Measure) -> str:
    ends = (change.lower, change.upper)
    low, high = (f"{100 * end:+.0f}%".replace("-", "−") for end in ends)
    return low if low == high else f"{low} to {high}"


def bearings(programme: Programme) -> Shown:
    """Return the targets that figures of the programme bear on."""
    if not programme.bearings:
        return NOTHING
    return table(
        "Targets that the figures bear on",
        ("Target", "What is asked", "Asked", "Figures", "Reached", "Evidence"),
        [
            (
                bearing.target_id,
                bearing.measure,
                asked_words(bearing.asked),
                figures_linked(bearing.figure_ids),
                "" if bearing.ratio is None else percent(bearing.ratio),
                f"{bearing.strength}: {bearing.reason}",
            )
            for bearing in programme.bearings
        ],
        numeric=(4,),
        note="Contextual evidence bears on a target and is not counted as its achievement.",
    )


def paces(programme: Programme) -> Shown:
    """Return partners' commitments with the share done, and the pace so far and needed."""
    if not programme.paces:
        return NOTHING
    return table(
        "Commitments under one agreement",
        ("Commitment", "Asked", "Shown done", "Share", "Time gone", "Needed a year", "Horizon"),
        [
            (
                pace.measure,
                counted(pace.target, pace.unit),
                "not reported" if pace.done is None else (
                    f"{counted(pace.done, pace.unit)} (",
                    *flat(figures_linked(pace.figure_ids)),
                    ")",
                ),
                "" if pace.share is None else percent(pace.share),
                "" if pace.time_gone is None else percent(pace.time_gone),
                "" if pace.per_year_needed is None else count(pace.per_year_needed),
                f"{horizon_words(pace)} ({pace.horizon_status.replace('_', ' ')})",
            )
            for pace in programme.paces
        ],
        numeric=(1, 2, 3, 4, 5),
        note="As of the end of 2019. What is shown done is counted for the whole country and is "
        "not known to be under the agreement; where the horizon is assumed, so is the time gone. "
        "At a linear pace the share done equals the share of time gone.",
    )  # fmt: skip
