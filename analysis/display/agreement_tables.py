"""Tables of numbers that were computed twice."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.display.language import _, _c, mark
from analysis.display.numbers import count
from analysis.display.shown import Shown, paragraph
from analysis.display.tabling import table
from analysis.measures.agreement import Agreement, Compared

NUMBERS = {
    "reading": mark("Printed figures, as read"),
    "target": mark("Targets of indicators, as read"),
    "yield": mark("Rows taken from each document"),
    "identity": mark("Identities: both sides, residual, answer"),
    "portfolio": mark("Activities and indicators by chapter, body and month"),
    "quality": mark("Activities that meet each criterion of the plan's quality"),
    "link": mark("Results against their targets"),
    "evaluation": mark("Mid-term evaluation, of the plan and of each chapter"),
    "rates_by_chapter": mark("Implementation rates by chapter"),
    "sensitivity": mark("Implementation rates under other choices"),
    "rate": mark("Rates with their intervals"),
    "difference": mark("Differences of rates with their intervals"),
    "ratio": mark("Ratios of unlike things"),
    "cost": mark("Costs"),
    "cascade": mark("Cascades: people, shares, losses of each step"),
    "overlap": mark("Bounds on the users of several services"),
    "trend": mark("Values over time, and their change"),
    "effect": mark("What an effect would take: bounds, break-even, costs"),
    "design": mark("People needed by the next evaluation"),
    "brief": mark("Activities in partner briefs, by role and evidence"),
    "commitment": mark("Commitments: what is done, and the pace"),
}
"""Kinds of numbers, in the words of readers."""


def kinds(records: Sequence[Agreement]) -> Shown:
    """Return how many numbers of each kind were computed twice, and are the same."""
    return table(
        _("Published numbers, computed a second time"),
        (
            _c("of numbers", "Kind"),
            _c("of numbers", "Published"),
            _c("of numbers", "Computed again"),
            _c("of numbers", "The same"),
            _("Refused by both"),
            _c("of numbers", "Withheld"),
        ),
        [
            (
                _(NUMBERS[r.kind]),
                count(r.published),
                count(r.compared),
                count(r.agree),
                count(r.refused),
                count(r.withheld),
            )
            for r in records
        ],
        numeric=range(1, 6),
        note=_(
            "Numbers with their bounds. Refused: comparisons that neither route makes. Withheld: "
            "what rests on a count that is withheld is not compared."
        ),
    )


def differing(records: Sequence[Compared]) -> Shown:
    """Return the numbers that are not the same when computed a second time."""
    if not records:
        return paragraph(_("No number differs from its second computation."))
    return table(
        _("Numbers that differ from their second computation"),
        (_c("of numbers", "Kind"), _c("of numbers", "Number")),
        [(_(NUMBERS[r.kind]), r.key) for r in records],
    )
