"""What the sources do not print: what is missing, and why, by the keys of the coverage."""

from __future__ import annotations

from analysis.display.language import mark

MISSING: dict[str, tuple[str, str]] = {
    "deadline": (
        mark("activities without a deadline"),
        mark("the row of the plan lacks the cell"),
    ),
    "budget_cell": (
        mark("activities without a state budget cell"),
        mark("the row of the plan lacks the cell"),
    ),
    "budget_printed": (
        mark("activities whose state budget cell is empty"),
        mark("the plan prints nothing; another source may pay"),
    ),
    "budget_amount": (
        mark("activities without any amount of state budget"),
        mark("most are paid from administrative resources"),
    ),
    "donor": (mark("activities without a named donor"), mark("the plan prints none")),
    "risk": (mark("activities without a risk"), mark("the plan prints none")),
    "numeric_target": (
        mark("indicators without a numeric target"),
        mark("the plan describes a product or leaves the number open"),
    ),
    "period": (mark("figures without a period"), mark("the document names no year")),
    "own_period": (
        mark("figures whose period is the year of the report"),
        mark("their passage names no year; the report speaks of 2019"),
    ),
    "horizon": (mark("commitments without a horizon"), mark("the document names none")),
}
