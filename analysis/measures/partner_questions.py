"""What to ask a partner next: stated rules, each a gap, the most important first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from analysis.cleaning.records import each_row
from analysis.measures.implementation import due
from analysis.measures.partner_commitments import Commitment
from analysis.measures.partners import Brief

MOST = 8
"""How many questions one meeting has time for."""


@dataclass(frozen=True)
class Question:
    """A rule that found a gap, and the activities or commitments that have it."""

    rule: str
    targets: tuple[str, ...]


def questions(brief: Brief) -> list[Question]:
    """Return every question whose rule finds a gap, in the order of ``RULES``."""
    found = ((rule, tuple(dict.fromkeys(find(brief)))) for rule, find in RULES.items())
    return [Question(rule, targets) for rule, targets in found if targets]


def _behind(brief: Brief) -> Iterator[str]:
    for one in brief.commitments:
        share, gone = (one.pace.share, one.pace.time_gone) if one.pace else (None, None)
        if share is not None and gone is not None and share < gone:
            yield one.commitment_id


def _nationwide(brief: Brief) -> Iterator[str]:
    """Yield commitments with a result: no document says that it was reached under them."""
    yield from (one.commitment_id for one in brief.commitments if _done(one))


def _commitment_unreported(brief: Brief) -> Iterator[str]:
    for one in brief.commitments:
        if not one.reported:
            yield one.commitment_id


def _commitment_of_others(brief: Brief) -> Iterator[str]:
    """Yield commitments on which something is reported, none of which counts."""
    yield from (one.commitment_id for one in brief.commitments if one.reported and not _done(one))


def _commitment_numberless(brief: Brief) -> Iterator[str]:
    yield from (one.commitment_id for one in brief.commitments if one.asked.operator == "none")


def _no_horizon(brief: Brief) -> Iterator[str]:
    """Yield commitments with a number and no dated horizon."""
    for one in brief.commitments:
        if one.pace and not one.pace.horizon:
            yield one.commitment_id


def _horizon_assumed(brief: Brief) -> Iterator[str]:
    for one in brief.commitments:
        if one.pace and one.pace.horizon and one.pace.horizon_status == "assumed":
            yield one.commitment_id


def _done(one: Commitment) -> bool:
    return one.pace is not None and one.pace.done is not None


def _missed(brief: Brief) -> Iterator[str]:
    owners = dict(
        zip(brief.scope.indicators["indicator_id"], brief.scope.indicators["activity_id"],
            strict=True)
    )  # fmt: skip
    for one in brief.assessments:
        if one.ratio is not None and one.ratio < 1:
            yield owners.get(one.target_id, one.target_id)


def _with_strength(strength: str) -> Callable[[Brief], Iterator[str]]:
    def find(brief: Brief) -> Iterator[str]:
        ended = due(brief.scope)
        for one in brief.involvements:
            if one.strength == strength and one.activity_id in ended:
                yield one.activity_id

    return find


def _paid(brief: Brief) -> Iterator[str]:
    """Yield the activities that the partner pays for, those that others pay for too first."""
    paid = sorted(brief.among("donor"), key=lambda one: not set(one.donors) - set(brief.bodies))
    yield from (one.activity_id for one in paid)


def _budget_open(brief: Brief) -> Iterator[str]:
    """Yield activities whose state budget the plan leaves to be determined."""
    mine = {one.activity_id for one in brief.involvements}
    for row in each_row(brief.scope.activities.sort_values("source_line")):
        if row.activity_id in mine and "to_be_determined" in row.state_budget_kind.split(";"):
            yield row.activity_id


def _fails(criterion: str) -> Callable[[Brief], Iterator[str]]:
    """Return a rule that yields the activities that fail a criterion of the checklist."""

    def find(brief: Brief) -> Iterator[str]:
        yield from (one.activity_id for one in brief.involvements if criterion in one.failed)

    return find


RULES: dict[str, Callable[[Brief], Iterator[str]]] = {
    "behind": _behind,
    "commitment_unreported": _commitment_unreported,
    "commitment_of_others": _commitment_of_others,
    "nationwide": _nationwide,
    "no_horizon": _no_horizon,
    "commitment_numberless": _commitment_numberless,
    "missed": _missed,
    "unreported": _with_strength("looked_for"),
    "of_others": _with_strength("contextual"),
    "in_part": _with_strength("partial"),
    "untreated": _with_strength("outside"),
    "paid": _paid,
    "budget_open": _budget_open,
    "no_funding": _fails("funding"),
    "no_number": _fails("numeric_target"),
    "no_deadline": _fails("deadline"),
    "no_verification": _fails("verification"),
    "no_risk": _fails("risk"),
    "horizon_assumed": _horizon_assumed,
}
"""The rules, in the order in which they are asked.

First what is promised and not shown; then what was due and is not reported, or of others,
or in part; then money; last what the plan itself leaves open.
"""
