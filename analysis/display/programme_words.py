"""Sentences of programme reports, built from the measures and their level of evidence."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from analysis.cleaning.records import each_row
from analysis.display.language import _, _n, mark, mark_plural
from analysis.display.measuring import quantity, reasons, share, share_range, signed
from analysis.display.numbers import count
from analysis.display.programme_claims import may as may
from analysis.display.programme_claims import may_not as may_not
from analysis.display.programme_claims import needs as needs
from analysis.display.programme_sentences import reported, sentence
from analysis.display.programme_terms import LEVELS
from analysis.display.shown import NOTHING, Piece, Shown, listed, paragraph
from analysis.measures.identification import BreakEven, EffectStudy
from analysis.measures.measure import Refusal
from analysis.measures.programme import Programme
from analysis.measures.results_chain import results_chain

_MOST = 3
"""Results, events and measures named in the summary."""

_KINDS = {
    "result": mark_plural("{number} result", "{number} results"),
    "milestone": mark_plural("{number} dated event", "{number} dated events"),
    "target": mark_plural("{number} target", "{number} targets"),
    "budget": mark_plural("{number} budget", "{number} budgets"),
    "spend": mark_plural("{number} amount spent", "{number} amounts spent"),
}

_ABSENT = {
    mark("counts that could be set over one another"): {"rate", "ratio", "difference"},
    mark("money that could be set over a result"): {"cost"},
    mark("values at two points in time"): {"Trend", "trend"},
}

_RATES = ("rate", "difference", "ratio")


def subject(programme: Programme) -> Shown:
    """Say which programme this is, and what is printed on it."""
    kinds = Counter(programme.figures["kind"])
    said = [
        _n(one, many, kinds[kind], number=count(kinds[kind]))
        for kind, (one, many) in _KINDS.items()
        if kinds[kind]
    ]
    whole = len(programme.figures)
    return paragraph(
        _n(
            "{title}: the documents print {number} figure on it: {kinds}.",
            "{title}: the documents print {number} figures on it: {kinds}.",
            whole,
            title=programme.title,
            number=count(whole),
            kinds=", ".join(said),
        )
    )


def summary(programme: Programme) -> Shown:
    """Say how strong the evidence is, the main numbers, what is refused and what is absent."""
    sentences: list[Piece] = [
        _("Strength of the evidence: {level}", level=_(LEVELS[programme.level])),
        _("No comparison shows what would have been without the programme."),
        *_main(programme),
        *_refusals(len(programme.refusals)),
        *_absent(programme),
    ]
    return listed([(said,) for said in sentences])


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
        *(sentence(found) for found in main[:_MOST]),
    ]


def _refusals(number: int) -> list[Piece]:
    if not number:
        return []
    return [
        _n(
            "{number} comparison is refused, with reasons below.",
            "{number} comparisons are refused, with reasons below.",
            number,
            number=count(number),
        )
    ]


def _absent(programme: Programme) -> list[Piece]:
    """Say which parts of a report the figures do not allow."""
    kinds = {getattr(found, "kind", type(found).__name__) for found in programme.found}
    absent = [_(words) for words, some in _ABSENT.items() if not some & kinds]
    if not programme.bearings and not programme.paces:
        absent.append(_("targets that the figures bear on"))
    return [_("Not printed: {absent}.", absent="; ".join(absent))] if absent else []


def rates(programme: Programme) -> Shown:
    """Say how many rates can be computed; nothing where none could be asked for."""
    found = sum(one.kind in _RATES for one in programme.measures)
    refused = sum(one.kind in _RATES for one in programme.refusals)
    if not found and not refused:
        return NOTHING
    return paragraph(
        _computed(found, refused),
        _("Intervals describe how a full count of that size varies; they are no sampling errors."),
    )


def _computed(found: int, refused: int) -> str:
    """Return how many rates are made and how many are refused, each clause with its number."""
    made = _made(found)
    if not refused:
        return _("{made}; none had to be refused.", made=made)
    return _n(
        "{made}; {number} that would be tempting is refused.",
        "{made}; {number} that would be tempting are refused.",
        refused,
        made=made,
        number=count(refused),
    )


def _made(number: int) -> str:
    if not number:
        return _("No rate or ratio can be computed")
    return _n(
        "{number} rate or ratio can be computed",
        "{number} rates and ratios can be computed",
        number,
        number=count(number),
    )


def cost(programme: Programme) -> Shown:
    """Say what it cost, or that the documents do not let it be computed."""
    found = [one for one in programme.measures if one.kind == "cost"]
    refused = [one for one in programme.refusals if one.kind == "cost"]
    if not found and not refused:
        return NOTHING
    sentences = [*map(sentence, found), *map(_cost_refused, refused)]
    return listed([(said,) for said in sentences])


def _cost_refused(found: Refusal) -> Piece:
    return _("{title}: refused, {reasons}.", title=found.about.title, reasons=reasons(found))


def targets(programme: Programme) -> Shown:
    """Say which targets the figures bear on, and how partners' commitments stand."""
    if not programme.bearings:
        return NOTHING
    counting = sum(bearing.strength in ("direct", "partial") for bearing in programme.bearings)
    whole = len(programme.bearings)
    return paragraph(
        _n(
            "Figures of the programme bear on {number} target of the plan or of partners; "
            "{counting}.",
            "Figures of the programme bear on {number} targets of the plan or of partners; "
            "{counting}.",
            whole,
            number=count(whole),
            counting=_counting(counting),
        ),
        _together(programme),
    )


def _counting(number: int) -> str:
    if not number:
        return _("none of them have a figure that counts as a result")
    return _n(
        "{number} of them has a figure that counts as a result",
        "{number} of them have a figure that counts as a result",
        number,
        number=count(number),
    )


def _together(programme: Programme) -> str:
    """Say whether the targets of one agreement move together."""
    shares = [(p.measure, p.share) for p in programme.paces if p.share is not None]
    if len(shares) < 2:
        return ""
    said = "; ".join(
        _("{title}: {share} done", title=name, share=share(min(1.0, done))) for name, done in shares
    )
    done = [part for _name, part in shares]
    if max(done) - min(done) < 0.05:
        return _("The targets of one agreement move together: {targets}.", targets=said)
    return _("The targets of one agreement do not move together: {targets}.", targets=said)


def faults(programme: Programme) -> Shown:
    """Say how many faults of the sources touch the programme, and what they change."""
    if programme.discrepancies.empty:
        return NOTHING
    return listed([(f"{row.what} {row.decision}",) for row in each_row(programme.discrepancies)])


def effect(programme: Programme) -> Shown:
    """Say what an effect would take, for each rate of employment."""
    if not programme.studies:
        return NOTHING
    return listed(
        [
            (said,)
            for study in programme.studies
            for said in (_anywhere(study), *map(_additional, study.break_even[2:4]))
        ]
    )


def _anywhere(study: EffectStudy) -> str:
    rate = study.rate.value or 0
    return _(
        "{title}: without a comparison group the programme's part in it lies anywhere from {low} "
        "to {high} points. It is nought if {share} would have had the outcome anyway.",
        title=study.about.title,
        low=signed(rate - 1),
        high=signed(rate),
        share=share(rate),
    )


def _additional(step: BreakEven) -> str:
    return _(
        "An additional one costs less than {cost} only if at most {share} would have had the "
        "outcome anyway.",
        cost=quantity(step.limit, step.unit),
        share=share_range(step.lower, step.upper),
    )
