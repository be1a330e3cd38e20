"""Words of years side by side."""

from __future__ import annotations

from analysis.display.dates import day
from analysis.display.language import _, _n, mark
from analysis.display.numbers import amount, count
from analysis.display.shown import NOTHING, Shown, paragraph
from analysis.measures import years as measured
from analysis.measures.years import Year, Years

KINDS = {
    measured.CONTINUED: mark("continued as it was"),
    measured.CHANGED: mark("continued, changed"),
    measured.NEW: mark("new"),
    measured.DROPPED: mark("dropped"),
}
"""What became of an activity between two plans."""


def opening(years: Years) -> Shown:
    """Say which years stand side by side, and what may be read from it; or that there is one."""
    if not years.several:
        return paragraph(
            _(
                "There is one plan in the data. Another year is set beside it when its folder "
                "is added."
            )
        )
    named = "; ".join(
        _("{plan}, as of {day}", plan=year.title, day=day(year.as_of)) for year in years.years
    )
    return paragraph(
        _("Set side by side, each on the same day of its own year: {plans}.", plans=named),
        _overlap(years.years[-2], years.years[-1]),
        _("What differs between two years can be the evidence as well as what was done."),
    )


def _overlap(before: Year, after: Year) -> str:
    """Say whether the intervals of two years tell them apart."""
    ends = {"before": amount(before.rate), "after": amount(after.rate)}
    if before.rate.upper < after.rate.lower:
        return _("The implementation rate of indicators rose: {before}, then {after}.", **ends)
    if after.rate.upper < before.rate.lower:
        return _("The implementation rate of indicators fell: {before}, then {after}.", **ends)
    return _(
        "The intervals of the implementation rate of indicators overlap ({before}, then {after}): "
        "whether it rose or fell cannot be said.",
        **ends,
    )


def matched(years: Years) -> Shown:
    """Say what became of the earlier plan's activities; or that nobody has matched them."""
    if not years.several:
        return NOTHING
    if not years.pairs:
        return paragraph(
            _("The activities of the two plans have not been matched and confirmed by a person.")
        )
    kinds = [pair.kind for pair in years.pairs]
    slipped = [pair for pair in years.pairs if (pair.slipped or 0) > 0]
    carried = sum(pair.carried for pair in years.pairs)
    return paragraph(
        _(
            "Of the activities matched, {same} go on as they were, {changed} changed; {new} are "
            "new and {dropped} were dropped.",
            same=count(kinds.count(measured.CONTINUED)),
            changed=count(kinds.count(measured.CHANGED)),
            new=count(kinds.count(measured.NEW)),
            dropped=count(kinds.count(measured.DROPPED)),
        ),
        _n(
            "The deadline of {number} activity slipped, beyond the turn of the year.",
            "The deadlines of {number} activities slipped, beyond the turn of the year.",
            len(slipped),
            number=count(len(slipped)),
        ),
        _n(
            "{number} target not shown met is asked for again as it was.",
            "{number} targets not shown met are asked for again as they were.",
            carried,
            number=count(carried),
        ),
    )
