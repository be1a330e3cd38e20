"""The five findings of the mid-term evaluation, each with its number and its source."""

from __future__ import annotations

from analysis.display.evaluation_tables import figure_links, value_link
from analysis.display.evaluation_terms import (
    asked_words,
    criterion_rule,
    scope_words,
    status_words,
)
from analysis.display.language import _, _said
from analysis.display.numbers import count, percent
from analysis.display.shown import Link, Piece, Shown, joined, listed
from analysis.measures.achievement import Assessment
from analysis.measures.evaluation import Evaluation
from analysis.measures.implementation import SAYS_NOTHING
from analysis.measures.plan_quality import most_failed

HALF = 50


def summary(evaluation: Evaluation) -> Shown:
    """Return the five findings, each with its number, its bounds and its source."""
    findings = (_size, _quality, _money, _evidence, _achievement)
    return listed([(finding(evaluation),) for finding in findings], ordered=True)


def _size(evaluation: Evaluation) -> Piece:
    values = evaluation.values
    numeric = values["numeric-targets"]
    pieces: dict[str, Piece] = {
        "scope": scope_words(evaluation.scope),
        "activities": value_link(values["activities"]),
        "indicators": value_link(values["indicators"]),
        "share": value_link(numeric),
    }
    if numeric.upper > HALF:
        return _said(
            "Size: {scope} has {activities} with {indicators}; {share} of the indicators have a "
            "numeric target, so most could be measured.",
            **pieces,
        )
    return _said(
        "Size: {scope} has {activities} with {indicators}; {share} of the indicators have a "
        "numeric target, so less than half could be measured.",
        **pieces,
    )


def _quality(evaluation: Evaluation) -> Piece:
    values = evaluation.values
    return _said(
        "Quality: {share} of the activities meet every criterion of a good plan. The criterion "
        "most often failed is: {rule}; {last_month} are due in December only.",
        share=value_link(values["all-criteria"]),
        rule=criterion_rule(most_failed(evaluation.checklists)[0]),
        last_month=value_link(values["last-month"]),
    )


def _money(evaluation: Evaluation) -> Piece:
    values = evaluation.values
    planned, naive = values["planned-amount"], values["naive-amount"]
    without = value_link(values["without-amount"])
    if not naive.value:
        return _("Money: no amount of state money is printed for any activity.")
    if planned.value == naive.value:
        return _said(
            "Money: the printed state money is {planned}; {without} of the activities print no "
            "amount.",
            planned=value_link(planned),
            without=without,
        )
    return _said(
        "Money: the printed state money is {planned}, not the {naive} of a naive sum; {without} "
        "of the activities print no amount.",
        planned=value_link(planned),
        naive=value_link(naive),
        without=without,
    )


def _evidence(evaluation: Evaluation) -> Piece:
    return _said(
        "Evidence: for {share} of the activities a reported figure can be held against what was "
        "planned.",
        share=value_link(evaluation.values["evidenced-activities"]),
    )


def _achievement(evaluation: Evaluation) -> Piece:
    """Return what is shown met, an example, partners' shares done, and the rate."""
    numbered = [
        a for a in evaluation.assessments if a.target_kind == "indicator" and a.ratio is not None
    ]
    sentences = [_met(evaluation, numbered)]
    if evaluation.values["met-of-assessed"].denominator:
        sentences += _example(numbered)
    sentences += [*_commitments(evaluation), _rate(evaluation)]
    return joined(sentences, " ")


def _met(evaluation: Evaluation, numbered: list[Assessment]) -> Piece:
    met = evaluation.values["met-of-assessed"]
    if not met.denominator:
        return _("Achievement: no indicator has a result that counts.")
    whole = _("{part} of {whole}", part=count(met.numerator or 0), whole=count(met.denominator))
    link = Link(whole, f"value-{met.value_id}")
    partial = sum(a.strength == "partial" for a in numbered)
    if not partial:
        return _said("Achievement: where indicators have a result, {met} are met.", met=link)
    return _said(
        "Achievement: where indicators have a result, {met} are met, {partial} of these results "
        "on partial evidence.",
        met=link,
        partial=count(partial),
    )


def _example(numbered: list[Assessment]) -> list[Piece]:
    """Name the result with the largest number, with its target and figure."""
    if not numbered:
        return []
    most = max(numbered, key=lambda a: (a.achieved, a.link_id))
    return [
        _said(
            "For example, {measure}: {achieved} against {asked}, {status}, {figures}.",
            measure=_begun(most.measure),
            achieved=count(most.achieved),
            asked=asked_words(most.asked),
            status=status_words(most),
            figures=figure_links(most.figure_ids),
        )
    ]


def _commitments(evaluation: Evaluation) -> list[Piece]:
    """Name the shares done of partners' dated commitments."""
    shares: list[Piece] = [
        _said(
            "{measure}: {share} {figures}",
            measure=_begun(found.measure),
            share=percent(found.share),
            figures=figure_links(found.figure_ids),
        )
        for found in evaluation.paces
        if found.share is not None and found.time_gone is not None
    ]
    if not shares:
        return []
    return [
        _said("Done of partners' commitments: {commitments}.", commitments=joined(shares, ", "))
    ]


def _rate(evaluation: Evaluation) -> Piece:
    rate = evaluation.values["implementation-rate-indicators"]
    if rate.width > SAYS_NOTHING:
        return _said(
            "The implementation rate of indicators is {rate}, too wide an interval to say how "
            "much of the plan was done.",
            rate=value_link(rate),
        )
    return _said(
        "The implementation rate of indicators is {rate}, which narrows down how much of the "
        "plan was done.",
        rate=value_link(rate),
    )


def _begun(words: str) -> str:
    """Return words for the middle of a sentence; an acronym stays as it is.

    >>> _begun("Families housed"), _begun("IOM beneficiaries")
    ('families housed', 'IOM beneficiaries')
    """
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
