"""The derived numbers of the mid-term evaluation in words: what each is, and how it is made."""

from __future__ import annotations

from analysis.display.evaluation_terms import evidence_words
from analysis.display.language import _, mark
from analysis.display.numbers import count
from analysis.measures.estimate import Estimate

_NAMES = {
    "activities": mark("Activities planned"),
    "indicators": mark("Indicators"),
    "numeric-targets": mark("Indicators with a numeric target"),
    "last-month": mark("Activities due in December only"),
    "all-criteria": mark("Activities that meet every criterion of the checklist"),
    "naive-amount": mark("Sum of every printed amount"),
    "planned-amount": mark("State money planned for the activities"),
    "without-amount": mark("Activities without any printed amount"),
    "single-donor": mark("Donor-supported activities with a single donor"),
    "largest-donor": mark("Mentions of the most frequent donor, {donor}"),
    "evidenced-activities": mark("Activities with counted evidence on an indicator or budget"),
    "met-of-assessed": mark("Indicators shown met, of those with counted evidence"),
    "implementation-rate-activities": mark("Implementation rate of activities"),
    "implementation-rate-indicators": mark("Implementation rate of indicators"),
}
_METHODS = {
    "activities": mark("A count of the plan's rows."),
    "indicators": mark("A count of the plan's indicators, alternatives each counted."),
    "numeric-targets": mark("Indicators whose target is a number or a range, of all."),
    "last-month": mark("Activities with a deadline in December and none before it, of all."),
    "all-criteria": mark(
        "Activities without a failed criterion, of all; the rules are in the method note."
    ),
    "naive-amount": mark("Every amount printed in a state budget cell, added up."),
    "planned-amount": mark(
        "Printed amounts, each budget once, unit costs left out; a shared programme's budget "
        "counts not at all in the lower bound and in full in the upper one."
    ),
    "without-amount": mark(
        "Activities whose state budget cell prints no amount, of all; donors' amounts are "
        "printed nowhere."
    ),
    "single-donor": mark("Activities with one donor, of those with any."),
    "largest-donor": mark("Mentions as donor in activities, of all mentions of donors."),
    "evidenced-activities": mark("Activities with a link of strength {evidence}, of all."),
    "met-of-assessed": mark(
        "Indicators whose reported result reaches the target, of those with a result."
    ),
    "implementation-rate-activities": mark(
        "Activities shown met, of those due; unevidenced ones as not done in the lower end and "
        "as done in the upper end. Alternatives are one indicator; activities without a "
        "deadline are due with the plan."
    ),
    "implementation-rate-indicators": mark(
        "Indicators shown met, of those due; unevidenced ones as not done in the lower end and "
        "as done in the upper end. Alternatives are one indicator; activities without a "
        "deadline are due with the plan."
    ),
    "score": mark(
        "No points below {low} percent, all {points} from {high} percent on, a straight line "
        "between. {source} ({dated})."
    ),
}


def value_name(value: Estimate) -> str:
    """Return what a derived number is; a published scoring has its own title."""
    if "title" in value.facts:
        return str(value.facts["title"])
    if value.facts.get("donor") == "":
        return _("No donor is named")
    return _(_NAMES[value.value_id], **_fields(value))


def value_method(value: Estimate) -> str:
    """Return how a derived number is made."""
    key = "score" if "title" in value.facts else value.value_id
    return _(_METHODS[key], **_fields(value))


def described(value: Estimate) -> tuple[str, str]:
    """Return what a derived number is, and how it is made."""
    return value_name(value), value_method(value)


def _fields(value: Estimate) -> dict[str, str]:
    return {name: _fact(fact) for name, fact in value.facts.items()}


def _fact(fact: str | float | tuple[str, ...]) -> str:
    if isinstance(fact, str):
        return fact
    return evidence_words(fact) if isinstance(fact, tuple) else count(fact)
