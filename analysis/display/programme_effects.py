"""Tables of what an effect would take, and of how the next evaluation could find one."""

from __future__ import annotations

from analysis.display.language import _, _c, _n, mark
from analysis.display.measuring import points_range, quantity, share, share_range
from analysis.display.numbers import count, decimal, percent
from analysis.display.programme_terms import EFFECT_ASSUMPTIONS, METHOD_NAMES
from analysis.display.shown import NOTHING, Shown, paragraph
from analysis.display.tabling import table
from analysis.measures.designs import EFFECTS
from analysis.measures.flows import Cascade, Overlap, Trend
from analysis.measures.identification import ANYTHING
from analysis.measures.methods import METHODS
from analysis.measures.programme import Programme

REFERENCES = {
    "wilson": mark(
        "Wilson, Journal of the American Statistical Association 22 (1927) 209-212; "
        "Newcombe, Statistics in Medicine 17 (1998) 857-872, method 3"
    ),
    "newcombe": mark("Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10"),
    "share_bounds": mark(
        "Manski, Partial Identification of Probability Distributions (2003), chapter 1"
    ),
    "frechet": mark("Fréchet, Fundamenta Mathematicae 25 (1935) 379-387"),
    "cascade": mark(
        "Haber and others, Current Opinion in HIV and AIDS 11 (2016) 102-108, on which "
        "denominators a cascade can have"
    ),
    "manski": mark(
        "Manski, Identification for Prediction and Decision (2007), chapters 7-9; "
        "Manski and Pepper, Econometrica 68 (2000) 997-1010"
    ),
    "break_even": mark(
        "Own derivation; on deadweight: Homes and Communities Agency, Additionality Guide, 4th "
        "edition (2014), chapter 3"
    ),
    "power": mark(
        "Cohen, Statistical Power Analysis for the Behavioral Sciences, 2nd edition (1988), "
        "chapter 6"
    ),
}
"""Where the methods are published; the others are own."""


def bounds(programme: Programme) -> Shown:
    """Return the bounds on the effect under one assumption after the other."""
    if not programme.studies:
        return NOTHING
    return table(
        _("How far assumptions narrow the effect on those who took part"),
        (_("Assumption"), *(study.about.title for study in programme.studies)),
        [
            (
                _(EFFECT_ASSUMPTIONS[row.assumption]),
                *(
                    points_range(study.bounds[place].lower, study.bounds[place].upper)
                    for study in programme.studies
                ),
            )
            for place, row in enumerate(programme.studies[0].bounds)
            if row.assumption != "comparison" or programme.studies[0].comparison != ANYTHING
        ],
        numeric=range(1, len(programme.studies) + 1),
        note=_(
            "Percentage points. Comparison range: {range}. The first row assumes nothing and "
            "cannot be narrowed by more people, only by a comparison.",
            range=share_range(*programme.studies[0].comparison),
        ),
    )


def break_even(programme: Programme) -> Shown:
    """Return the share who would have had the outcome anyway beyond which claims fail."""
    study = next((one for one in programme.studies if one.break_even), None)
    if study is None:
        return NOTHING
    return table(
        _(
            "{rate}: what may be claimed of the cost of an additional one",
            rate=study.about.title,
        ),
        (_("An additional one costs less than"), _("only if at most this share had it anyway")),
        [
            (quantity(step.limit, step.unit), share_range(step.lower, step.upper))
            for step in study.break_even
        ],
        numeric=(0, 1),
        note=_(
            "Limits are multiples of the planned cost per person employed; shares cover every "
            "reading of the counts. At the rate itself there is no additional one."
        ),
    )


def designs(programme: Programme) -> Shown:
    """Return the people needed in each group to detect a rise of a given size."""
    if not programme.designs:
        return paragraph(_("A design needs a rate of an outcome to begin from; none is printed."))
    return table(
        _("People needed in each of two equal groups"),
        (
            _("If the rate without the programme were"),
            *(_rise(effect) for effect in EFFECTS),
            _("As many as took part would show"),
        ),
        [
            (
                _("{name}: {value}", name=one.about.title, value=share(one.rate)),
                *(_needed(one.per_group[effect]) for effect in EFFECTS),
                _detectable(one.detectable),
            )
            for one in programme.designs
        ],
        numeric=range(1, len(EFFECTS) + 2),
        note=_(
            "Two-sided test at {level}, power {power}, groups of one size, drawn by lot.",
            level=percent(1 - programme.confidence),
            power=percent(programme.designs[0].power),
        ),
    )


def _rise(effect: float) -> str:
    points = round(100 * effect, 1)
    return _n("rise of {number} point", "rise of {number} points", points, number=count(points))


def _needed(number: int | None) -> str:
    return _("not possible") if number is None else count(number)


def _detectable(effect: float | None) -> str:
    if effect is None:
        return _c("detectable", "nothing")
    points = round(100 * effect, 1)
    return _n(
        "a rise of {number} point",
        "a rise of {number} points",
        points,
        number=decimal(points, 1),
    )


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
        return paragraph(_("No method is used: the figures are shown as printed."))
    return table(
        _("Methods"),
        (_("Method"), _("Reference")),
        [(_(METHOD_NAMES[key]), _reference(key)) for key in METHODS if key in used],
    )


def _reference(key: str) -> str:
    return _(REFERENCES[key]) if key in REFERENCES else _c("reference", "own")
