"""Sentences of partner briefs; each number leads to the rows that it counts."""

from __future__ import annotations

from analysis.cleaning.records import each_row
from analysis.display.dates import day
from analysis.display.language import _, _c, _n, _said, mark
from analysis.display.numbers import count, counted, listing, percent
from analysis.display.partner_names import full_name, rows
from analysis.display.shown import Link, Piece, Shown, listed, paragraph
from analysis.measures.pace import Pace
from analysis.measures.partners import Brief, Tally, partner_ids

_ROLES = {
    "lead": mark("The plan names it as lead body of {part} of its {whole} activities ({share})."),
    "partner": mark("The plan names it as partner in {part} of its {whole} activities ({share})."),
    "donor": mark("The plan names it as donor of {part} of its {whole} activities ({share})."),
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
            day=day(brief.scope.as_of),
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
                "{number} of those with it as donor names other donors too: its money is not this "
                "partner's alone, and it counts under each of them.",
                "{number} of those with it as donor name other donors too: their money is not "
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
    return [
        _n(
            "A reported figure counts for {counting} of the {number} activity that names it, and "
            "only bears on {context}; nothing is reported on {nothing}.",
            "A reported figure counts for {counting} of the {number} activities that name it, and "
            "only bears on {context}; nothing is reported on {nothing}.",
            len(brief.involvements),
            number=count(len(brief.involvements)),
            counting=count(found["direct"] + found["partial"]),
            context=count(found["contextual"]),
            nothing=count(found["looked_for"] + found["outside"]),
        ),
        _(
            "Looked for and not found: {searched}. Outside the subjects of the reporting "
            "documents, whose silence says nothing: {outside}.",
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
        _(
            "Targets with a number and a result that counts: {number}, of which reached: {met}.",
            number=count(len(numbered)),
            met=count(met),
        )
    ]


def _promised(brief: Brief) -> list[Piece]:
    """Say how many commitments there are, and how far each is that has a result."""
    if not brief.commitments:
        return []
    whole = len(brief.commitments)
    numbered = [one.pace for one in brief.commitments if one.pace]
    shown = [pace for pace in numbered if pace.done is not None]
    places = rows(brief)
    named = _n("{number} commitment", "{number} commitments", whole, number=count(whole))
    return [
        _said(
            "It has {commitments}. With a number: {numbered}. With a result that counts: {shown}.",
            commitments=Link(named, places[brief.commitments[0].commitment_id]),
            numbered=count(len(numbered)),
            shown=count(len(shown)),
        ),
        *(_progress(pace, places[pace.commitment_id]) for pace in shown),
    ]


def _progress(pace: Pace, row_id: str) -> Piece:
    """Say how much of a commitment is shown done, and how much of its time is gone."""
    asked = counted(pace.target, pace.unit)
    done = _c("commitment", "{done} of {asked}", done=count(pace.done or 0), asked=asked)
    pieces: dict[str, Piece] = {
        "measure": pace.measure,
        "done": Link(done, row_id),
        "share": percent(pace.share or 0),
    }
    if pace.time_gone is None:
        return _said("{measure}: {done} shown done ({share}).", **pieces)
    return _said(
        "{measure}: {done} shown done ({share}), with {gone} of the time gone.",
        gone=percent(pace.time_gone),
        **pieces,
    )
