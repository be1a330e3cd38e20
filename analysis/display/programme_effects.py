"""Tables of what an effect would take, and of how the next evaluation could find one."""

from __future__ import annotations

from analysis.display.measuring import points, points_range, quantity, share, share_range
from analysis.display.numbers import count, percent
from analysis.display.programme_terms import EFFECT_ASSUMPTIONS
from analysis.display.shown import NOTHING, Shown, paragraph
from analysis.display.tabling import table
from analysis.measures.designs import EFFECTS
from analysis.measures.flows import Cascade, Overlap, Trend
from analysis.measures.identification import ANYTHING
from analysis.measures.methods import METHODS
from analysis.measures.programme import Programme


def bounds(programme: Programme) -> Shown:
    """Return the bounds on the effect under one assumption after the other."""
    if not programme.studies:
        return NOTHING
    return table(
        "How far assumptions narrow the effect on those who took part",
        ("Assumption", *(study.about.title for study in programme.studies)),
        [
            (
                EFFECT_ASSUMPTIONS[row.assumption],
                *(
                    points_range(study.bounds[place].lower, study.bounds[place].upper)
                    for study in programme.studies
                ),
            )
            for place, row in enumerate(programme.studies[0].bounds)
            if row.assumption != "comparison" or programme.studies[0].comparison != ANYTHING
        ],
        numeric=range(1, len(programme.studies) + 1),
        note="Percentage points. Comparison range: "
        f"{share_range(*programme.studies[0].comparison)}. "
        + "The first row assumes nothing and cannot be narrowed by more people, only by a "
        "comparison.",
    )


def break_even(programme: Programme) -> Shown:
    """Return the share who would have had the outcome anyway beyond which claims fail."""
    study = next((one for one in programme.studies if one.break_even), None)
    if study is None:
        return NOTHING
    return table(
        f"{study.about.title}: what may be claimed of the cost of an additional one",
        ("An additional one costs less than", "only if at most this share had it anyway"),
        [
            (quantity(step.limit, step.unit), share_range(step.lower, step.upper))
            for step in study.break_even
        ],
        numeric=(0, 1),
        note="Limits are multiples of the planned cost per person employed; shares cover every "
        "reading of the counts. At the rate itself there is no additional one.",
    )


def designs(programme: Programme) -> Shown:
    """Return the people needed in each group to detect a rise of a given size."""
    if not programme.designs:
        return paragraph("A design needs a rate of an outcome to begin from; none is printed.")
    return table(
        "People needed in each of two equal groups",
        (
            "If the rate without the programme were",
            *(f"rise of {count(100 * effect)} points" for effect in EFFECTS),
            "As many as took part would show",
        ),
        [
            (
                f"{one.about.title}: {share(one.rate)}",
                *(_needed(one.per_group[effect]) for effect in EFFECTS),
                "nothing" if one.detectable is None else f"a rise of {points(one.detectable)[1:]}",
            )
            for one in programme.designs
        ],
        numeric=range(1, len(EFFECTS) + 2),
        note=f"Two-sided test at {percent(1 - programme.confidence)}, power "
        f"{percent(programme.designs[0].power)}, groups of one size, drawn by lot.",
    )


def _needed(number: int | None) -> str:
    return "not possible" if number is None else count(number)


def methods(programme: Programme) -> Shown:
    """Return the methods used, each with its reference."""
    used = {one.method_key for one in programme.measures}
    kinds = {Cascade: "cascade", Overlap: "frechet", Trend: "trend"}
    used |= {
        key for kind, key in kinds.items() if any(isinstance(f, kind) for f in programme.found)
    }
    used |= {"manski", "break_even"} if programme.studies else set()
    used |= {"power"} if programme.designs else set()
    if not used:
        return paragraph("No method is used: the figures are shown as printed.")
    return table(
        "Methods",
        ("Method", "Reference"),
        [
            (method.name, method.reference or "own")
            for key, method in METHODS.items()
            if key in used
        ],
    )
