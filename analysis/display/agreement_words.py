"""What is said of numbers that were computed twice."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.display.language import _, _n
from analysis.display.numbers import count
from analysis.display.shown import Shown, paragraph
from analysis.measures.agreement import Agreement


def summary(records: Sequence[Agreement]) -> Shown:
    """Say how many published numbers were computed twice, and how many are the same."""
    compared = sum(record.compared for record in records)
    differ = compared - sum(record.agree for record in records)
    refused = sum(record.refused for record in records)
    withheld = sum(record.withheld for record in records)
    left = sum(record.not_computed for record in records)
    said = [
        _(
            "Published numbers computed a second time: {number}; not the same: {differ}.",
            number=count(compared),
            differ=count(differ),
        )
        if differ
        else _("No published number was computed a second time.")
        if not compared
        else _n(
            "{number} published number was computed a second time, and is the same to the last "
            "digit shown.",
            "{number} published numbers were computed a second time, and all are the same to the "
            "last digit shown.",
            compared,
            number=count(compared),
        )
    ]
    if refused:
        said.append(
            _n(
                "{number} comparison is refused by both routes.",
                "{number} comparisons are refused by both routes.",
                refused,
                number=count(refused),
            )
        )
    if withheld:
        said.append(
            _n(
                "{number} rests on a withheld count and was not compared.",
                "{number} rest on withheld counts and were not compared.",
                withheld,
                number=count(withheld),
            )
        )
    if left:
        said.append(
            _n(
                "{number} number could not be computed a second time.",
                "{number} numbers could not be computed a second time.",
                left,
                number=count(left),
            )
        )
    return paragraph(*said)
