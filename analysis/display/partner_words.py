"""Sentences of partner briefs; each number leads to the rows that it counts."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.cleaning.schema import each_row
from analysis.display.language import _, _n, _said, mark
from analysis.display.numbers import count, listing, percent, unit_named
from analysis.display.partner_names import full_name, rows
from analysis.display.shown import NOTHING, Link, Piece, Shown, listed, paragraph
from analysis.measures.partners import Brief, Commitment, Tally, partner_ids

_ROLES = {
    "lead": mark("It leads {part} of the {whole} activities of the plan ({share})."),
    "partner": mark("It takes part in {part} of the {whole} activities of the plan ({share})."),
    "donor": mark("It pays for {part} of the {whole} activities of the plan ({share})."),
}


def subject(brief: Brief) -> Shown:
    """Say whom the brief is about, as of when, and which bodies it takes together."""
    titles = dict(
        zip(
            brief.scope.data["sources"]["source_id"],
            brief.scope.data["sources"]["title"],
            strict=True,
        )
    )
    plan = titles[brief.scope.activities["source_id"].iloc[0]]
    return paragraph(
        _(
            "{name}, in the {plan} and in what was reported of it, as of {day}.",
            name=full_name(brief, brief.partner_id),
            plan=plan,
            day=brief.scope.as_of.isoformat(),
        ),
        *_together(brief),
        *_apart(brief),
    )


def _together(brief: Brief) -> list[Piece]:
    """Say that several bodies are shown as one, and why."""
    if len(brief.bodies) < 2:
        return []
    return [
        _(
            "It is shown together with {others}, because they are met as one partner: a state, "
            "and the body through which it lends or works. Each row says which of them it names.",
            others=listing([full_name(brief, body) for body in brief.bodies[1:]]),
        )
    ]


def _apart(brief: Brief) -> list[Piece]:
    """Name the bodies of the partner that have a brief of their own."""
    known = partner_ids(brief.scope.data)
    register = brief.scope.data["organisations"]
    children = [
        row.acronym
        for row in each_row(register)
        if row.parent_id == brief.partner_id
        and row.organisation_id in known
        and row.organisation_id not in brief.bodies
    ]
    if not children:
        return []
    return [_("Bodies of it with a brief of their own: {bodies}.", bodies=", ".join(children))]


def summary(brief: Brief) -> Shown:
    """Say how the partner relates to the whole plan, what is reported, and what is promised."""
    sentences: list[Piece] = [
        *_roles(brief),
        *_money(brief),
        *_evidence(brief),
        *_results(brief),
        *_promised(brief),
    ]
    return listed([(said,) for said in sentences])


def _roles(brief: Brief) -> list[Piece]:
    """Say how many of the plan's activities the partner leads, takes part in and pays for."""
    whole = len(brief.whole.activity_ids)
    if not brief.tallies:
        return [
            _n(
                "The plan names it in none of its {number} activity.",
                "The plan names it in none of its {number} activities.",
                whole,
                number=count(whole),
            )
        ]
    return [
        _said(
            _ROLES[tally.name],
            part=_tallied(tally),
            whole=count(whole),
            share=percent(len(tally.activity_ids) / whole),
        )
        for tally in brief.tallies
    ]


def _tallied(tally: Tally) -> Link:
    """Return how many activities a role has, leading to their row of the table."""
    return Link(count(len(tally.activity_ids)), f"role-{tally.name}")


def _money(brief: Brief) -> list[Piece]:
    """Say with how many of its activities others pay too, and that no amount is printed."""
    paid = brief.among("donor")
    if not paid:
        return []
    shared = [one for one in paid if set(one.donors) - set(brief.bodies)]
    said: list[Piece] = []
    if shared:
        said.append(
            _n(
                "{number} of those that it pays for names other donors too: its money is not "
                "this partner's alone, and it counts under each of them.",
                "{number} of those that it pays for name other donors too: their money is not "
                "this partner's alone, and they count under each of them.",
                len(shared),
                number=count(len(shared)),
            )
        )
    said.append(_("The plan prints no donor's amount, so nothing here says how much it paid."))
    return said


def _evidence(brief: Brief) -> list[Piece]:
    """Say on how many of the activities something counts, bears, or is not reported."""
    if not brief.involvements:
        return []
    found = {
        strength: sum(one.strength == strength for one in brief.involvements)
        for strength in brief.whole.by_strength
    }
    counting = found["direct"] + found["partial"]
    nothing = found["looked_for"] + found["outside"]
    said: list[Piece] = [
        _n(
            "Of the {number} activity it is named in, a reported figure counts for {counting} "
            "and only bears on {context}; nothing is reported on {nothing}.",
            "Of the {number} activities it is named in, a reported figure counts for {counting} "
            "and only bears on {context}; nothing is reported on {nothing}.",
            len(brief.involvements),
            number=count(len(brief.involvements)),
            counting=count(counting),
            context=count(found["contextual"]),
            nothing=count(nothing),
        )
    ]
    if not nothing:
        return said
    return [
        *said,
        _n(
            "Of these, {searched} was searched for in every document; {outside} is not among "
            "the subjects of the reporting documents, so silence says nothing of it.",
            "Of these, {searched} were searched for in every document; {outside} are not among "
            "the subjects of the reporting documents, so silence says nothing of them.",
            nothing,
            searched=count(found["looked_for"]),
            outside=count(found["outside"]),
        ),
    ]


def _results(brief: Brief) -> list[Piece]:
    """Say how many targets with a number are met, of those with a result that counts."""
    numbered = [one for one in brief.assessments if one.ratio is not None]
    if not numbered:
        return []
    met = sum((one.ratio or 0) >= 1 for one in numbered)
    return [
        _n(
            "{number} target with a number has a result that counts; {met} of them is reached.",
            "{number} targets with a number have a result that counts; {met} of them are reached.",
            len(numbered),
            number=count(len(numbered)),
            met=count(met),
        )
    ]


def _promised(brief: Brief) -> list[Piece]:
    if not brief.commitments:
        return []
    whole = len(brief.commitments)
    numbered = sum(one.pace is not None for one in brief.commitments)
    shown = sum(_counts(one) for one in brief.commitments)
    places = rows(brief)
    return [
        _said(
            "Commitments: {number}, of which {numbered} have a number and {shown} a result that "
            "counts.",
            number=Link(count(whole), places[brief.commitments[0].commitment_id]),
            numbered=count(numbered),
            shown=count(shown),
        )
    ]


def _counts(one: Commitment) -> bool:
    return one.pace is not None and one.pace.done is not None


def commitments(brief: Brief) -> Shown:
    """Say why commitments with a number are not added up."""
    numbered = [one for one in brief.commitments if one.pace]
    if not brief.commitments:
        return NOTHING
    said: list[Piece] = []
    if len(numbered) > 1:
        said.append(
            _(
                "These commitments are not one number. They count {units}; a sum of them would "
                "be of nothing. {horizons}",
                units=listing(_units(numbered)),
                horizons=_horizons(numbered),
            )
        )
    said.append(
        _(
            "What is reported is counted for the whole country; no document says that it was "
            "reached under a commitment. Not reported is not nought."
        )
    )
    return paragraph(*said)


def _units(numbered: Sequence[Commitment]) -> list[str]:
    return list(dict.fromkeys(unit_named(one.unit) for one in numbered))


def _horizons(numbered: Sequence[Commitment]) -> str:
    """Say for how many commitments a horizon is dated, and for how many it is not."""
    dated = sum(one.pace is not None and one.pace.horizon is not None for one in numbered)
    undated = len(numbered) - dated
    return _n(
        "Their horizons differ: {dated} run from day to day, by an assumed beginning; {number} "
        "has no date, so its pace cannot be said.",
        "Their horizons differ: {dated} run from day to day, by an assumed beginning; {number} "
        "have no date, so their pace cannot be said.",
        undated,
        dated=count(dated),
        number=count(undated),
    )
