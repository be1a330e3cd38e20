"""What may be said of a programme, what may not, and the data that would settle it."""

from __future__ import annotations

from analysis.cleaning.records import each_row
from analysis.display.language import _, _said
from analysis.display.measuring import either, figures_linked, quantity, rough, uses
from analysis.display.programme_sentences import refused, reported, sentence
from analysis.display.programme_terms import ATTRIBUTION, NEEDS
from analysis.display.shown import Piece, Shown, listed
from analysis.measures import claims
from analysis.measures.claims import Claim
from analysis.measures.flows import Cascade, Overlap, Trend
from analysis.measures.identification import EffectStudy
from analysis.measures.measure import Measure, Refusal
from analysis.measures.programme import Programme
from analysis.measures.results_chain import results_chain


def may(programme: Programme) -> Shown:
    """Return what may be said."""
    found = claims.sayable(programme)
    if found:
        return listed([(_sayable(claim),) for claim in found])
    chain = results_chain(programme)
    rows = {row.figure_id: row for row in each_row(programme.figures)}
    names = (*chain.outcomes, *chain.outputs, *chain.events, *chain.money)
    return listed([(reported(rows[name]),) for name in names])


def _sayable(claim: Claim) -> Piece:
    found = claim.about
    if isinstance(found, Measure):
        return sentence(found)
    if isinstance(found, Cascade):
        first, last = found.steps[0], found.steps[-1]
        return _(
            "{title}: {first} at the first step, {last} at the last, each as printed.",
            title=found.about.title,
            first=quantity(first.printed, first.unit),
            last=quantity(last.printed, last.unit),
        )
    if isinstance(found, Overlap):
        return _(
            "{title}: {people}, counted by service {uses}.",
            title=found.about.title,
            people=either(found.any),
            uses=uses(found),
        )
    assert isinstance(found, Trend)
    return _trend_said(found)


def _trend_said(found: Trend) -> str:
    if found.implied:
        return _(
            "{title}: {later}, as printed; the year before, by the printed multiple, roughly "
            "{earlier}.",
            title=found.about.title,
            later=either(found.later),
            earlier=rough(found.earlier),
        )
    return _(
        "{title}: from {earlier} to {later}, as printed.",
        title=found.about.title,
        earlier=either(found.earlier),
        later=either(found.later),
    )


def may_not(programme: Programme) -> Shown:
    """Return what may not be said, each with its reason."""
    return listed([(_unsaid(claim),) for claim in claims.unsayable(programme)])


def _unsaid(claim: Claim) -> Piece:
    found = claim.about
    if claim.key in ATTRIBUTION:
        return _(ATTRIBUTION[claim.key])
    if isinstance(found, EffectStudy):
        return _(
            "{title}: how many of them would have had the outcome anyway; from none to all fits "
            "the figures.",
            title=found.about.title,
        )
    if isinstance(found, Overlap):
        return _(
            "{title}: that they are {uses}; those are uses, and who uses two services is counted "
            "twice. They are {people}.",
            title=found.about.title,
            uses=uses(found),
            people=either(found.any),
        )
    if isinstance(found, Trend):
        return _trend_unsaid(found)
    if isinstance(found, Cascade):
        return _(
            "{title}: that every step counts people of the step before.", title=found.about.title
        )
    if isinstance(found, Refusal):
        return refused(found)
    assert isinstance(found, Measure)
    return _(
        "{title}: that this was spent; the plan prints a budget, no spending.",
        title=found.about.title,
    )


def _trend_unsaid(found: Trend) -> Piece:
    if found.context:
        return _said(
            "{title}: what the change is owed to; the rules changed in the same time {figures}.",
            title=found.about.title,
            figures=figures_linked(found.context),
        )
    return _(
        "{title}: what the change is owed to; two points in time do not say.",
        title=found.about.title,
    )


def needs(programme: Programme) -> Shown:
    """Return the data that would settle what may not be said."""
    return listed([(f"{_(NEEDS[key])}.",) for key in claims.needs(programme)])
