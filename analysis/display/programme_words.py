"""Sentences of programme reports, built from the measures and their level of evidence."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from analysis.cleaning.schema import each_row
from analysis.display.measuring import (
    either,
    figures_linked,
    measured,
    points_range,
    quantity,
    read_as,
    reasons,
    rough,
    share,
    share_range,
    span,
    uses,
)
from analysis.display.numbers import count, things
from analysis.display.programme_terms import ATTRIBUTION, EFFECT_ASSUMPTIONS, LEVELS, NEEDS
from analysis.display.shown import NOTHING, Link, Piece, Shown, flat, listed, paragraph
from analysis.measures import claims
from analysis.measures.claims import Claim
from analysis.measures.flows import Cascade, Overlap, Trend
from analysis.measures.identification import EffectStudy
from analysis.measures.measure import Measure, Refusal
from analysis.measures.programme import Programme
from analysis.measures.results_chain import results_chain

_MOST = 3
"""Results, events and measures named in the summary."""

_KINDS = {
    "result": ("result", "results"),
    "milestone": ("dated event", "dated events"),
    "target": ("target", "targets"),
    "budget": ("budget", "budgets"),
    "spend": ("amount spent", "amounts spent"),
}


def subject(programme: Programme) -> Shown:
    """Say which programme this is, and what is printed on it."""
    kinds = Counter(programme.figures["kind"])
    said = [things(kinds[kind], one, many) for kind, (one, many) in _KINDS.items() if kinds[kind]]
    return paragraph(
        f"{programme.title}: the documents print "
        f"{things(len(programme.figures), 'figure', 'figures')} on it: {', '.join(said)}.",
    )


def summary(programme: Programme) -> Shown:
    """Say how strong the evidence is, the main numbers, what is refused and what is absent."""
    refused = len(programme.refusals)
    sentences: list[Piece] = [
        f"Strength of the evidence: {LEVELS[programme.level]}",
        "No comparison shows what would have been without the programme.",
        *_main(programme),
    ]
    if refused:
        sentences.append(
            f"{things(refused, 'comparison is', 'comparisons are')} refused, with reasons below."
        )
    return listed([(sentence,) for sentence in [*sentences, *_absent(programme)]])


def _main(programme: Programme) -> list[Piece]:
    """Return the main results and measures, or the events where nothing else is printed."""
    chain = results_chain(programme)
    rows = {row.figure_id: row for row in each_row(programme.figures)}
    results = [rows[name] for name in (*chain.outcomes, *chain.outputs)]
    results.sort(key=lambda row: -float(0 if pd.isna(row.value) else row.value))
    main = [found for found in programme.measures if found.about.stage == "outcome"]
    events = [rows[name] for name in chain.events] if not results else []
    return [
        *(reported(row) for row in [*results[:_MOST], *events[:_MOST]]),
        *(_sentence(found) for found in main[:_MOST]),
    ]


def reported(row: Any) -> Piece:
    """Return a printed figure as a sentence that leads to its row."""
    return (f"{row.measure}: ", Link(read_as(row), f"figure-row-{row.figure_id}"), ".")


def _absent(programme: Programme) -> list[Piece]:
    """Say which parts of a report the figures do not allow."""
    kinds = {getattr(found, "kind", type(found).__name__) for found in programme.found}
    wanted = {
        "counts that could be set over one another": {"rate", "ratio", "difference"},
        "money that could be set over a result": {"cost"},
        "values at two points in time": {"Trend", "trend"},
    }
    absent = [words for words, some in wanted.items() if not some & kinds]
    if not programme.bearings and not programme.paces:
        absent.append("targets that the figures bear on")
    return [f"Not printed: {'; '.join(absent)}."] if absent else []


def _sentence(found: Measure) -> Piece:
    """Return a measure as a sentence that leads to its row."""
    text = f"{measured(found)}"
    of = ""
    if found.kind == "rate" and found.numerator is not None and found.denominator is not None:
        of = f"{count(found.numerator)} of {count(found.denominator)}, "
    between = f" ({span(found)})" if found.span == "interval" else ""
    accepted = f" Accepted although the counts differ in kind: {found.override}" * bool(
        found.override
    )
    caveat = ""
    if found.kind == "difference":
        caveat = " The two groups differ in more than what they were given."
    return (
        f"{found.about.title}: {of}",
        Link(text, f"measure-{found.about.analysis_id}"),
        f"{between}.{accepted}{caveat}",
    )


def rates(programme: Programme) -> Shown:
    """Say how many rates can be computed; nothing where none could be asked for."""
    found = [one for one in programme.measures if one.kind in ("rate", "difference", "ratio")]
    refused = [one for one in programme.refusals if one.kind in ("rate", "difference", "ratio")]
    if not found and not refused:
        return NOTHING
    made = things(len(found), "rate or ratio", "rates and ratios") if found else "No rate or ratio"
    return paragraph(
        f"{made} can be computed; {count(len(refused))} that would be tempting "
        f"{'is' if len(refused) == 1 else 'are'} refused."
        if refused
        else f"{made} can be computed; none had to be refused.",
        "Intervals describe how a full count of that size varies; they are no sampling errors.",
    )


def cost(programme: Programme) -> Shown:
    """Say what it cost, or that the documents do not let it be computed."""
    found = [one for one in programme.measures if one.kind == "cost"]
    refused = [one for one in programme.refusals if one.kind == "cost"]
    if not found and not refused:
        return NOTHING
    sentences = [_sentence(one) for one in found]
    sentences += [f"{one.about.title}: refused, {reasons(one)}." for one in refused]
    return listed([(sentence,) for sentence in sentences])


def targets(programme: Programme) -> Shown:
    """Say which targets the figures bear on, and how partners' commitments stand."""
    if not programme.bearings:
        return NOTHING
    counting = sum(bearing.strength in ("direct", "partial") for bearing in programme.bearings)
    return paragraph(
        f"Figures of the programme bear on "
        f"{things(len(programme.bearings), 'target', 'targets')} of the plan or of partners; "
        f"{count(counting) if counting else 'none'} of them {'has' if counting == 1 else 'have'} "
        "a figure that counts as a result.",
        _together(programme),
    )


def _together(programme: Programme) -> str:
    """Say whether the targets of one agreement move together."""
    shares = [(p.measure, p.share) for p in programme.paces if p.share is not None]
    if len(shares) < 2:
        return ""
    said = "; ".join(f"{name}: {share(min(1.0, done))} done" for name, done in shares)
    apart = max(done for _, done in shares) - min(done for _, done in shares)
    verdict = "move together" if apart < 0.05 else "do not move together"
    return f"The targets of one agreement {verdict}: {said}."


def faults(programme: Programme) -> Shown:
    """Say how many faults of the sources touch the programme, and what they change."""
    if programme.discrepancies.empty:
        return NOTHING
    return listed([(f"{row.what} {row.decision}",) for row in each_row(programme.discrepancies)])


def effect(programme: Programme) -> Shown:
    """Say what an effect would take, for each rate of employment."""
    if not programme.studies:
        return NOTHING
    sentences: list[Piece] = []
    for study in programme.studies:
        rate = study.rate.value or 0
        sentences.append(
            f"{study.about.title}: without a comparison group the programme's part in it lies "
            f"anywhere from {points_range(rate - 1, rate)}. It is nought if {share(rate)} "
            "would have had the outcome anyway."
        )
        sentences += [
            f"An additional one costs less than {quantity(step.limit, step.unit)} only if at most "
            f"{share_range(step.lower, step.upper)} would have had the outcome anyway."
            for step in study.break_even[2:4]
        ]
    return listed([(sentence,) for sentence in sentences])


def may(programme: Programme) -> Shown:
    """Return what may be said."""
    found = claims.sayable(programme)
    if found:
        return listed([(_said(claim),) for claim in found])
    chain = results_chain(programme)
    rows = {row.figure_id: row for row in each_row(programme.figures)}
    names = (*chain.outcomes, *chain.outputs, *chain.events, *chain.money)
    return listed([(reported(rows[name]),) for name in names])


def _said(claim: Claim) -> Piece:
    found = claim.about
    if isinstance(found, Measure):
        return _sentence(found)
    if isinstance(found, Cascade):
        first, last = found.steps[0], found.steps[-1]
        return (
            f"{found.about.title}: {quantity(first.printed, first.unit)} at the first step, "
            f"{quantity(last.printed, last.unit)} at the last, each as printed."
        )
    if isinstance(found, Overlap):
        return f"{found.about.title}: {either(found.any)}, counted by service {uses(found)}."
    assert isinstance(found, Trend)
    if found.implied:
        return (
            f"{found.about.title}: {either(found.later)}, as printed; the year before, by the "
            f"printed multiple, roughly {rough(found.earlier)}."
        )
    return (
        f"{found.about.title}: from {either(found.earlier)} to {either(found.later)}, as printed."
    )


def may_not(programme: Programme) -> Shown:
    """Return what may not be said, each with its reason."""
    return listed([(_unsaid(claim),) for claim in claims.unsayable(programme)])


def _unsaid(claim: Claim) -> Piece:
    found = claim.about
    if claim.key in ATTRIBUTION:
        return ATTRIBUTION[claim.key]
    if isinstance(found, EffectStudy):
        return (
            f"{found.about.title}: how many of them would have had the outcome anyway; from none "
            "to all fits the figures."
        )
    if isinstance(found, Overlap):
        return (
            f"{found.about.title}: that they are {uses(found)}; those are uses, and who uses two "
            f"services is counted twice. They are {either(found.any)}."
        )
    if isinstance(found, Trend):
        return _trend_unsaid(found)
    if isinstance(found, Cascade):
        return f"{found.about.title}: that every step counts people of the step before."
    if isinstance(found, Refusal):
        return _refused(found)
    assert isinstance(found, Measure)
    return f"{found.about.title}: that this was spent; the plan prints a budget, no spending."


def _refused(found: Refusal) -> Piece:
    """Return a refusal with its reasons and the figures that were to be compared."""
    if not found.about.figure_ids:
        return f"{found.about.title}: {reasons(found)}."
    named = flat(figures_linked(found.about.figure_ids))
    return (f"{found.about.title}: {reasons(found)} (", *named, ").")


def _trend_unsaid(found: Trend) -> Piece:
    if found.context:
        return (
            f"{found.about.title}: what the change is owed to; the rules changed in the same time ",
            *flat(figures_linked(found.context)),
            ".",
        )
    return f"{found.about.title}: what the change is owed to; two points in time do not say."


def needs(programme: Programme) -> Shown:
    """Return the data that would settle what may not be said."""
    return listed([(NEEDS[key] + ".",) for key in claims.needs(programme)])


def assumption(key: str) -> str:
    """Return the words of an assumption on an effect."""
    return EFFECT_ASSUMPTIONS[key]
