"""Tables of the implementation rate as an interval, and of the scale of statuses."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.cleaning.records import each_row
from analysis.display.evaluation_tables import value_link
from analysis.display.evaluation_terms import evidence_words
from analysis.display.evaluation_values import value_method, value_name
from analysis.display.language import _, _c
from analysis.display.numbers import amount, count, percent
from analysis.display.shown import Shown
from analysis.display.tabling import table
from analysis.measures import implementation
from analysis.measures.evaluation import Evaluation


def rates(evaluation: Evaluation) -> Shown:
    """Return the implementation rates and their score as intervals."""
    chosen = [
        evaluation.values[key]
        for key in (
            "implementation-rate-activities",
            "implementation-rate-indicators",
            "score-sigma-implementation",
        )
    ]
    return table(
        _("Implementation rate, and its score, as intervals"),
        (_("Measure"), _("Interval"), _("Method")),
        [(value_name(value), value_link(value), value_method(value)) for value in chosen],
        numeric=(1,),
    )


def sensitivity(evaluation: Evaluation) -> Shown:
    """Return how the implementation rate of indicators depends on what is chosen."""
    return table(
        _("The implementation rate of indicators under other choices"),
        (
            _("Evidence that counts"),
            _("As of"),
            _("Indicators due"),
            _("Shown met"),
            _("Interval"),
        ),
        [
            (
                evidence_words(strengths),
                moment,
                count(rate.denominator or 0),
                count(rate.numerator or 0),
                amount(rate),
            )
            for strengths, moment, rate in implementation.sensitivity(evaluation.scope)
        ],
        numeric=(2, 3, 4),
        note=_("The status scale changes the words for a ratio, never the rate."),
    )


def scale(evaluation: Evaluation) -> Shown:
    """Return the status scale used, with its source and whether it was verified."""
    scales = evaluation.scope.data["status_scales"]
    chosen = scales[scales["scale_id"] == evaluation.scope.scale_id].sort_values("position")
    first = next(each_row(chosen))
    return table(
        _("The status scale: {title}", title=first.title),
        (_("Status"), _c("status", "From"), _c("status", "Verified")),
        [
            (
                row.status,
                _begins(row.at_least_percent),
                _c("verified", "yes") if row.verified else _("not verified"),
            )
            for row in each_row(chosen)
        ],
        note=f"{first.source} ({first.dated}). {first.note}",
    )


def _begins(least: Any) -> str:
    """Return the share of a target from which a status is given."""
    if pd.isna(least):
        return _("by an agency's word only")
    return _("{share} of the target", share=percent(float(least) / 100))
