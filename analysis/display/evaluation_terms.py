"""Words of the mid-term evaluation for what the measures keep as keys and numbers."""

from __future__ import annotations

from analysis.display.language import _, _c, mark
from analysis.display.numbers import counted
from analysis.measures.achievement import NO_STATUS, NOT_SHOWN, Asked, Assessment
from analysis.measures.money import Step
from analysis.measures.pace import Pace
from analysis.measures.scope import ALL, Scope

_EVIDENCE = {
    ("direct",): mark("direct"),
    ("direct", "partial"): mark("direct or partial"),
}
_STATUSES = {
    NO_STATUS: mark("a budget has no status"),
    NOT_SHOWN: mark("not shown: a product, on partial evidence"),
}
_ASKED = {
    ">=": mark("at least {low}"),
    "<=": mark("at most {high}"),
    "range": mark("{low} to {high}"),
    "none": mark("no number"),
}
_RULES = {
    "numeric_target": mark("at least one indicator has a numeric target"),
    "unit": mark("every indicator says what is counted"),
    "verification": mark("a source of verification is stated"),
    "deadline": mark("a deadline is stated"),
    "before_last_month": mark(
        "a deadline lies before the last month; without a deadline none does"
    ),
    "single_lead": mark("one body leads; a ministry and its own body count as one"),
    "funding": mark("a source of funding is named, state or donor"),
    "risk": mark("a risk is named"),
}
_STEPS = {
    "printed": mark("every printed amount"),
    "printed_again": mark("budgets printed again"),
    "unit_cost": mark("unit costs"),
}
_REASONS = {
    "printed": mark("the naive sum"),
    "printed_again": mark("one budget stands in several rows; it is counted once"),
    "unit_cost": mark("the cost of one student or one grant is no budget"),
}


def evidence_words(counted: tuple[str, ...]) -> str:
    """Return which evidence counts: "direct", or "direct or partial"."""
    return _(_EVIDENCE[counted])


def status_words(found: Assessment) -> str:
    """Return the assessed status: a word of the scale, or why there is none."""
    status = found.assessed_status
    return _(_STATUSES[status]) if status in _STATUSES else status


def asked_words(asked: Asked) -> str:
    """Return what a target asks: "at least 120", "200 to 250"; of nothing printed, nothing.

    >>> asked_words(Asked(">=", 1200, None)), asked_words(Asked("=", 650000, 650000, "GEL"))
    ('at least 1,200', '650,000 GEL')
    """
    if not asked.operator:
        return ""
    low, high = (
        "" if end is None else counted(end, asked.unit) for end in (asked.least, asked.most)
    )
    return low if asked.operator == "=" else _(_ASKED[asked.operator], low=low, high=high)


def criterion_rule(key: str) -> str:
    """Return the rule of a criterion of the checklist."""
    return _(_RULES[key])


def step_name(step: Step) -> str:
    """Return what a step from the naive sum to the right one takes away."""
    return _(_STEPS[step.key])


def step_reason(step: Step) -> str:
    """Return why a step from the naive sum to the right one is taken."""
    return _(_REASONS[step.key])


def horizon_words(pace: Pace) -> str:
    """Return the horizon of a commitment, from day to day."""
    if not pace.horizon:
        return _c("horizon", "none")
    first, last = pace.horizon
    return _("{first} to {last}", first=first, last=last)


def scope_words(scope: Scope) -> str:
    """Return what the scope is called in a sentence."""
    if scope.chapter == ALL:
        return _("the whole plan")
    return _("chapter {chapter}", chapter=scope.chapter)
