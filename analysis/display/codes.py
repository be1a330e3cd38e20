"""Codes that the tables hold, in the words of readers; each is translated where it is used."""

from __future__ import annotations

from analysis.display.language import _, mark
from analysis.measures.bases import WITHHELD

_STRENGTHS = {
    "direct": mark("direct"),
    "partial": mark("partial"),
    "contextual": mark("contextual"),
    "looked_for": mark("looked for, not found"),
    "outside": mark("outside"),
}

_CRITERIA = {
    "numeric_target": mark("numeric target"),
    "unit": mark("unit"),
    "verification": mark("verification"),
    "deadline": mark("deadline"),
    "before_last_month": mark("before last month"),
    "single_lead": mark("single lead"),
    "funding": mark("funding"),
    "risk": mark("risk"),
}

QUALIFIED = {
    "exact": mark("exact {amount}"),
    "about": mark("about {amount}"),
    "up_to": mark("up to {amount}"),
    "more_than": mark("more than {amount}"),
    "at_least": mark("at least {amount}"),
}

DOCUMENT_KINDS = {"prose": mark("prose"), "table": mark("table"), "answers": mark("workbooks")}

FIGURE_KINDS = {
    "result": mark("result"),
    "target": mark("target"),
    "budget": mark("budget"),
    "spend": mark("spend"),
    "milestone": mark("milestone"),
}

FIGURES_OF_KIND = {
    "result": mark("Results"),
    "target": mark("Targets"),
    "budget": mark("Budgets"),
    "spend": mark("Spending"),
    "milestone": mark("Milestones"),
}

SEVERITIES = {"critical": mark("critical"), "warning": mark("warning"), "info": mark("info")}

IDENTITY_KINDS = {
    "sum": mark("sum"),
    "percentage": mark("percentage"),
    "same_fact": mark("same fact"),
    "stock_flow": mark("stock flow"),
    "list_count": mark("list count"),
    "bound": mark("bound"),
    "date_order": mark("date order"),
    "range": mark("range"),
}


def strength_words(strength: str) -> str:
    """Return the word for how well evidence fits a target.

    >>> strength_words("looked_for")
    'looked for, not found'
    """
    return _(_STRENGTHS[strength])


def criterion_name(key: str) -> str:
    """Return the short name of a criterion of the checklist.

    >>> criterion_name("single_lead")
    'single lead'
    """
    return _(_CRITERIA[key])


def printed(token: str) -> str:
    """Return what a document prints, or that it is withheld.

    >>> printed("38.000"), printed("withheld")
    ('38.000', 'withheld')
    """
    return _("withheld") if token == WITHHELD else token
