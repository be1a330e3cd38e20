"""Tables of partner briefs: roles, activities, and what is reported on their targets."""

from __future__ import annotations

from collections import Counter

from analysis.cleaning.records import each_row
from analysis.display.codes import strength_words
from analysis.display.evaluation_terms import asked_words, status_words
from analysis.display.language import _, _c, mark
from analysis.display.measuring import figures_linked
from analysis.display.numbers import count, counted
from analysis.display.partner_names import (
    acronyms,
    grouped,
    number_of,
    role_words,
    rows,
    section_of,
    singly,
    target_link,
)
from analysis.display.shown import NOTHING, Link, Piece, Shown
from analysis.display.tabling import table
from analysis.measures.achievement import Asked, asked
from analysis.measures.partners import Brief, Involvement, Tally

ROLES = {
    "lead": mark("activities with it as lead body"),
    "partner": mark("activities with it as partner"),
    "donor": mark("activities with it as donor"),
    "plan": mark("the whole plan"),
}


def roles(brief: Brief) -> Shown:
    """Return the partner's activities by role and evidence, beside the whole plan."""
    if not brief.tallies:
        return NOTHING
    tallies = (*brief.tallies, brief.whole)
    strengths = list(brief.whole.by_strength)
    return table(
        _("The partner in the plan, by the best evidence on each activity"),
        (
            _c("activities", "Which"),
            _("Activities"),
            _("Indicators"),
            _("With a number"),
            *(strength_words(strength) for strength in strengths),
        ),
        [
            (
                _(ROLES[tally.name]),
                _first(tally, brief),
                count(tally.indicators),
                count(tally.numbered),
                *(count(tally.by_strength[strength]) for strength in strengths),
            )
            for tally in tallies
        ],
        numeric=tuple(range(1, 4 + len(strengths))),
        note=_("An activity counts under each role and under each partner that it names."),
        row_ids=[f"role-{tally.name}" for tally in tallies],
    )


def _first(tally: Tally, brief: Brief) -> Piece:
    """Return how many activities there are, leading to the first of them listed."""
    number = count(len(tally.activity_ids))
    return number if tally.name == "plan" else Link(number, rows(brief)[tally.activity_ids[0]])


def activities(brief: Brief) -> Shown:
    """Return activities one by one: all of a few, with targets; of many, those with evidence.

    Of many, the targets stand beside what is reported on them, in a table of their own.
    """
    shown = singly(brief)
    if not shown:
        return NOTHING
    few = not grouped(brief)
    names, targets = acronyms(brief), _targets(brief)
    return table(
        _("Activities") if few else _("Activities on which something counts or bears"),
        (
            _("Activity"),
            _("Title"),
            *([_("Targets")] if few else []),
            _c("partner", "Role"),
            _("Donors"),
            _("Evidence"),
        ),
        [
            (
                number_of(one.activity_id),
                one.title,
                *(["; ".join(targets[one.activity_id])] if few else []),
                role_words(one, brief),
                ", ".join(names[body] for body in one.donors) or _c("donor", "none"),
                strength_words(one.strength),
            )
            for one in shown
        ],
        row_ids=[f"activity-{one.activity_id}" for one in shown],
    )


def _targets(brief: Brief) -> dict[str, list[str]]:
    """Return what the indicators of each activity measure and ask, by its id."""
    known = asked(brief.scope.data)
    found: dict[str, list[str]] = {one.activity_id: [] for one in brief.involvements}
    for row in each_row(brief.scope.indicators):
        if row.activity_id in found:
            found[row.activity_id].append(_target(*known[row.indicator_id]))
    return found


def _target(measure: str, target: Asked) -> str:
    """Return what a target measures, and what it asks where it says that."""
    words = asked_words(target)
    return _("{measure} ({asked})", measure=measure, asked=words) if words else measure


def others(brief: Brief) -> Shown:
    """Return the other activities of many, by evidence and section, counted and named."""
    groups = grouped(brief)
    if not groups:
        return NOTHING
    usual, targets = _usual(brief), _targets(brief)
    return table(
        _("Activities on which nothing is reported, by section of the plan"),
        (_("Evidence"), _("Section"), _("Number"), _("Indicators"), _("Activities")),
        [
            (
                strength_words(shared[0].strength),
                section_of(shared[0]),
                count(len(shared)),
                count(sum(len(targets[one.activity_id]) for one in shared)),
                "; ".join(_brief_name(one, brief, usual) for one in shared),
            )
            for shared in groups.values()
        ],
        numeric=(2, 3),
        note=_(
            "Outside: the reporting documents do not treat the subject, so they do not say that "
            "nothing was done. Role where none stands in brackets: {role}.",
            role=usual,
        ),
        row_ids=list(groups),
    )


def _usual(brief: Brief) -> str:
    """Return the role that the partner has most often."""
    held = Counter(role_words(one, brief) for one in brief.involvements)
    return held.most_common(1)[0][0]


def _brief_name(one: Involvement, brief: Brief, usual: str) -> str:
    """Return an activity's number in its section and its title, and a role that is not usual."""
    number = number_of(one.activity_id).rsplit("-", 1)[1]
    role = role_words(one, brief)
    if role == usual:
        return _("{number} {title}", number=number, title=one.title)
    return _("{number} {title} ({role})", number=number, title=one.title, role=role)


def results(brief: Brief) -> Shown:
    """Return the targets on which something is reported: what counts, then what only bears."""
    counting: list[tuple[Piece, ...]] = [
        (
            target_link(brief, one.target_id),
            _target(one.measure, one.asked),
            counted(one.achieved, one.unit),
            _("counts ({strength}): {status}", strength=strength_words(one.strength),
              status=status_words(one)),
            figures_linked(one.figure_ids),
        )
        for one in brief.assessments
    ]  # fmt: skip
    bearing: list[tuple[Piece, ...]] = [
        (
            target_link(brief, one.target_id),
            _target(one.measure, one.asked),
            _c("target", "does not count"),
            one.reason,
            figures_linked(one.figure_ids),
        )
        for one in brief.contextual
    ]
    if not counting and not bearing:
        return NOTHING
    return table(
        _("Targets on which something is reported"),
        (
            _("Target"),
            _("What is measured"),
            _("Achieved"),
            _("What it is worth"),
            _("Figures"),
        ),
        [*counting, *bearing],
    )
