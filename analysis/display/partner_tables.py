"""Tables of partner briefs: roles, commitments, activities, results, programmes."""

from __future__ import annotations

from collections import Counter

from analysis.display.codes import strength_words
from analysis.display.evaluation_terms import asked_words, horizon_words, status_words
from analysis.display.language import _, _c, _said, mark
from analysis.display.measuring import figures_linked
from analysis.display.numbers import count, counted, percent
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
from analysis.display.programme_tables import figures_used
from analysis.display.programme_terms import LEVEL_NAMES
from analysis.display.shown import NOTHING, Link, Piece, Shown, joined
from analysis.display.tables import document_line
from analysis.display.tabling import table
from analysis.measures.pace import Pace
from analysis.measures.partners import Brief, Commitment, Involvement, Tally

ROLES = {
    "lead": mark("activities it leads"),
    "partner": mark("activities it takes part in"),
    "donor": mark("activities it pays for"),
    "plan": mark("the whole plan"),
}

_TIES = {
    "counted": mark("a figure counts as achievement"),
    "context": mark("figures bear on a target and do not count"),
    "money": mark("an amount of it is printed"),
    "promised": mark("printed with a commitment"),
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


def commitments(brief: Brief) -> Shown:
    """Return the commitments with a number: what is asked, shown and needed, not added up."""
    shown = [(one, one.pace) for one in brief.commitments if one.pace]
    if not shown:
        return NOTHING
    names = acronyms(brief)
    return table(
        _("Commitments with a number"),
        (
            _("Commitment"),
            _("Asked"),
            _("Shown done"),
            _("Share"),
            _("Horizon"),
            _("Time gone"),
            _("Needed a year from here"),
            _("What is reported"),
        ),
        [(_promise(one, names), *_pace(one, pace), _reported(one)) for one, pace in shown],
        numeric=(2, 3, 5, 6),
        note=_(
            "Rows are never added up. Horizons are assumed to begin with the agreement. What is "
            "shown done is counted for the whole country and is not known to be under it."
        ),
        row_ids=[f"commitment-{one.commitment_id}" for one, _pace in shown],
    )


def _promise(one: Commitment, names: dict[str, str]) -> str:
    """Return what a commitment is of, and whose it is."""
    return _("{name}: {value}", name=names[one.partner_id], value=one.measure)


def _pace(one: Commitment, pace: Pace) -> tuple[Piece, ...]:
    return (
        Link(counted(pace.target, pace.unit), f"figure-row-{one.figure_id}"),
        _("not reported") if pace.done is None else count(pace.done),
        "" if pace.share is None else percent(pace.share),
        _horizon(one, pace),
        "" if pace.time_gone is None else percent(pace.time_gone),
        "" if pace.per_year_needed is None else count(pace.per_year_needed),
    )


def _horizon(one: Commitment, pace: Pace) -> str:
    if pace.horizon or one.years is None:
        return horizon_words(pace)
    return _("{years}, without a date", years=counted(one.years, "year"))


def numberless(brief: Brief) -> Shown:
    """Return the commitments without a number, with what is reported on them."""
    shown = [one for one in brief.commitments if not one.pace]
    if not shown:
        return NOTHING
    names = acronyms(brief)
    sources = brief.scope.data["sources"]
    titles = dict(zip(sources["source_id"], sources["title"], strict=True))
    return table(
        _("Commitments without a number"),
        (_("Commitment"), _("What is reported"), _("Document and line")),
        [
            (
                _promise(one, names),
                _reported(one),
                document_line(titles[one.source_id], one.source_line),
            )
            for one in shown
        ],
        row_ids=[f"commitment-{one.commitment_id}" for one in shown],
    )


def _reported(one: Commitment) -> Piece:
    """Return what is reported on a commitment: how well it fits, why, and the figures."""
    if not one.reported:
        return strength_words(one.strength)
    return joined(
        [
            _said(
                "{strength}: {reason} {figures}",
                strength=strength_words(found.strength),
                reason=found.reason,
                figures=figures_linked(found.figure_ids),
            )
            for found in one.reported
        ],
        "; ",
    )


def activities(brief: Brief) -> Shown:
    """Return activities one by one: all of a few; of many, those with evidence."""
    shown = singly(brief)
    if not shown:
        return NOTHING
    names = acronyms(brief)
    caption = (
        _("Activities")
        if not grouped(brief)
        else _("Activities on which something counts or bears")
    )
    return table(
        caption,
        (
            _("Activity"),
            _("Title"),
            _c("partner", "Role"),
            _("Donors"),
            _("Indicators shown met"),
            _("Evidence"),
        ),
        [
            (
                number_of(one.activity_id),
                one.title,
                role_words(one, brief),
                ", ".join(names[body] for body in one.donors) or _c("donor", "none"),
                _met(one),
                strength_words(one.strength),
            )
            for one in shown
        ],
        row_ids=[f"activity-{one.activity_id}" for one in shown],
    )


def _met(one: Involvement) -> str:
    part, whole = count(one.met), count(one.indicators)
    if one.not_met:
        failed = count(one.not_met)
        return _("{part} of {whole}, {failed} not met", part=part, whole=whole, failed=failed)
    return _("{part} of {whole}", part=part, whole=whole)


def others(brief: Brief) -> Shown:
    """Return the other activities of many, by evidence and section, counted and named."""
    groups = grouped(brief)
    if not groups:
        return NOTHING
    usual = _usual(brief)
    return table(
        _("Activities on which nothing is reported, by section of the plan"),
        (_("Evidence"), _("Section"), _c("activities", "How many"), _("Activities")),
        [
            (
                strength_words(shared[0].strength),
                section_of(shared[0]),
                count(len(shared)),
                "; ".join(_brief_name(one, brief, usual) for one in shared),
            )
            for shared in groups.values()
        ],
        numeric=(2,),
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
            one.measure,
            asked_words(one.asked),
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
            one.measure,
            asked_words(one.asked),
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
            _("Asked"),
            _("Achieved"),
            _("What it is worth"),
            _("Figures"),
        ),
        [*counting, *bearing],
        numeric=(3,),
    )


def programmes(brief: Brief) -> Shown:
    """Return the programmes that bear on the partner, and how."""
    if not brief.programmes:
        return NOTHING
    return table(
        _("Programmes that bear on it"),
        (
            _("Programme"),
            _c("programme", "How"),
            _c("programme", "On what"),
            _("Evidence on the programme"),
            _("Figures"),
        ),
        [
            (
                one.title,
                "; ".join(_(_TIES[tie]) for tie in one.ties),
                joined([target_link(brief, name) for name in one.target_ids], "; "),
                _(LEVEL_NAMES[one.level]),
                figures_linked(one.figure_ids),
            )
            for one in brief.programmes
        ],
        note=_("Each of these programmes has a report of its own."),
    )


def figures(brief: Brief) -> Shown:
    """Return every printed figure that the brief rests on."""
    return figures_used(brief.figures, brief.scope.data) if len(brief.figures) else NOTHING
