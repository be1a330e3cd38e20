"""What to ask at the next meeting: each rule as a question that names what it is about."""

from __future__ import annotations

from analysis.display.dates import day
from analysis.display.language import _, _n, _said, mark
from analysis.display.numbers import count, counted, percent
from analysis.display.partner_names import named, target_link
from analysis.display.shown import Piece, Shown, joined, listed, paragraph
from analysis.measures.partner_questions import MOST, Question, questions
from analysis.measures.partners import Brief

_WORDS = {
    "behind": mark(
        "What is planned to reach the target in time? Less is shown done than the time gone by "
        "would ask: {named}."
    ),
    "commitment_unreported": mark("What has been done? Nothing is reported on: {named}."),
    "commitment_of_others": mark(
        "What has been reached of the commitment itself? What is reported is of others, or of "
        "another kind: {named}."
    ),
    "nationwide": mark(
        "How much of the reported result was reached under the commitment? The documents count "
        "the whole country: {named}."
    ),
    "no_horizon": mark("By which day is it due? No dated horizon is printed for: {named}."),
    "commitment_numberless": mark("What would show that it is kept? No number is asked: {named}."),
    "missed": mark("Why does the reported result miss the target? {named}."),
    "unreported": mark(
        "What was done? It was due by {day} and nothing is reported on it: {named}."
    ),
    "of_others": mark(
        "What is the figure for the plan's own target? What is reported is of other people, "
        "another kind or another time: {named}."
    ),
    "in_part": mark("What became of the rest? Evidence is of a part only: {named}."),
    "untreated": mark(
        "Which report says what was done? It was due by {day}, and the documents at hand do not "
        "treat: {named}."
    ),
    "paid": mark(
        "How much was paid, and for what part? No donor's amount is printed; activities with "
        "other donors come first: {named}."
    ),
    "budget_open": mark("Has the state budget been determined? The plan leaves it open: {named}."),
    "no_funding": mark("Who pays? Neither state nor donor is named for: {named}."),
    "no_number": mark("Which number would show that it is done? No indicator has one: {named}."),
    "no_deadline": mark("By when is it due? The plan prints no deadline for: {named}."),
    "no_verification": mark("Which document would verify it? The plan names none for: {named}."),
    "no_risk": mark("What could prevent it? The plan names no risk for: {named}."),
    "horizon_assumed": mark(
        "From which day does the horizon run? It is assumed to begin with the agreement: {named}."
    ),
}
"""The question that each rule asks."""


def asked(brief: Brief) -> Shown:
    """Return the questions for the next meeting, the most important first."""
    found = questions(brief)
    if not found:
        return paragraph(_("No rule finds a gap: there is nothing to ask."))
    return listed([(_question(one, brief),) for one in found[:MOST]], ordered=True)


def unasked(brief: Brief) -> Shown:
    """Say by which rules the questions were found, and how many more there would be."""
    more = len(questions(brief)) - MOST
    rules = _(
        "Each question follows from a stated rule; the rules and their order are in the method "
        "note."
    )
    if more <= 0:
        return paragraph(rules)
    left = _n(
        "{number} more rule finds a gap and is left for later.",
        "{number} more rules find a gap and are left for later.",
        more,
        number=count(more),
    )
    return paragraph(rules, left)


def _question(one: Question, brief: Brief) -> Piece:
    about = _shortfalls(one, brief) if one.rule in _SHORT else named(brief, one.targets)
    return _said(_WORDS[one.rule], named=about, day=day(brief.scope.as_of))


_SHORT = ("behind", "missed")
"""The rules whose question says how much is missing."""


def _shortfalls(one: Question, brief: Brief) -> Piece:
    """Return what is short with how much is shown, of how much."""
    return joined(
        [*_behind(one, brief), *_missed(one, brief)],
        "; ",
    )


def _behind(one: Question, brief: Brief) -> list[Piece]:
    return [
        _said(
            "{measure}, {done} of {asked} ({share}) with {gone} of the time gone",
            measure=target_link(brief, found.commitment_id),
            done=count(found.pace.done or 0),
            asked=counted(found.pace.target, found.pace.unit),
            share=percent(found.pace.share or 0),
            gone=percent(found.pace.time_gone or 0),
        )
        for found in brief.commitments
        if found.commitment_id in one.targets and found.pace
    ]


def _missed(one: Question, brief: Brief) -> list[Piece]:
    if one.rule != "missed":
        return []
    return [
        _said(
            "{target}: {measure}, {share} of what was asked",
            target=target_link(brief, found.target_id),
            measure=found.measure,
            share=percent(found.ratio),
        )
        for found in brief.assessments
        if found.ratio is not None and found.ratio < 1
    ]
