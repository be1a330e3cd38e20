"""Kinds of numbers that are computed twice, in the words of readers."""

from __future__ import annotations

from analysis.display.language import mark

NUMBERS = {
    "reading": mark("Printed figures, as read"),
    "target": mark("Targets of indicators, as read"),
    "yield": mark("Rows taken from each document"),
    "identity": mark("Identities: both sides, residual, answer"),
    "portfolio": mark("Activities and indicators by chapter, body and month"),
    "quality": mark("Activities that meet each criterion of the plan's quality"),
    "link": mark("Results against their targets"),
    "evaluation": mark("Mid-term evaluation, of the plan and of each chapter"),
    "rates_by_chapter": mark("Implementation rates by chapter"),
    "sensitivity": mark("Implementation rates under other choices"),
    "rate": mark("Rates with their intervals"),
    "difference": mark("Differences of rates with their intervals"),
    "ratio": mark("Ratios of unlike things"),
    "cost": mark("Costs"),
    "cascade": mark("Cascades: people, shares, losses of each step"),
    "overlap": mark("Bounds on the users of several services"),
    "trend": mark("Values over time, and their change"),
    "effect": mark("What an effect would take: bounds, break-even, costs"),
    "design": mark("People needed by the next evaluation"),
    "brief": mark("Activities in partner briefs, by role and evidence"),
    "commitment": mark("Commitments: what is done, and the pace"),
}
