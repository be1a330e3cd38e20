"""What the plan's amounts add up to: the naive sum, and the right one step by step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from analysis.cleaning.schema import each_row
from analysis.measures.estimate import Estimate, share
from analysis.measures.plan_quality import NO_SOURCE
from analysis.measures.scope import Scope


@dataclass(frozen=True)
class Step:
    """One step from the naive sum to the right one, in lari, with its reason."""

    what: str
    change: float
    sum: float
    reason: str


def steps(scope: Scope) -> list[Step]:
    """Return the naive sum of printed amounts and each correction to it."""
    priced = scope.activities[scope.activities["state_budget_gel"].notna()]
    naive = float(priced["state_budget_gel"].sum())
    again = priced[(priced["budget_once"] != "") & priced.duplicated("budget_once")]
    unit = priced[priced["state_budget_kind"].str.contains("unit_cost")]
    found = [Step("every printed amount", naive, naive, "the naive sum")]
    for what, rows, reason in (
        ("budgets printed again", again, "one budget stands in several rows; it is counted once"),
        ("unit costs", unit, "the cost of one student or one grant is no budget"),
    ):
        change = -float(rows["state_budget_gel"].sum())
        if change:
            found.append(Step(what, change, found[-1].sum + change, reason))
    return found


def planned_amount(scope: Scope) -> Estimate:
    """Return what the plan's state amounts add up to, as bounds.

    A programme's whole budget that several rows print is open to many groups; what of it
    is for the groups of this plan is not said, so it bounds the sum: none of it, or all.
    """
    priced = scope.activities[
        scope.activities["state_budget_gel"].notna()
        & ~scope.activities["state_budget_kind"].str.contains("unit_cost")
    ]
    shared = priced[priced["budget_once"] != ""].drop_duplicates("budget_once")
    own = float(priced.loc[priced["budget_once"] == "", "state_budget_gel"].sum())
    upper = own + float(shared["state_budget_gel"].sum())
    return Estimate(
        "planned-amount",
        "State money planned for the activities",
        None if len(shared) else own,
        own,
        upper,
        "GEL",
        None,
        None,
        "Printed amounts, each budget once, unit costs left out; a shared programme's budget "
        "counts not at all in the lower bound and in full in the upper one.",
        tuple(priced["activity_id"]),
    )


def without_amount(scope: Scope) -> Estimate:
    """Return the share of activities for which no amount is printed."""
    missing = scope.activities[scope.activities["state_budget_gel"].isna()]
    return share(
        "without-amount",
        "Activities without any printed amount",
        len(missing),
        len(scope.activities),
        "Activities whose state budget cell prints no amount, of all; donors' amounts are "
        "printed nowhere.",
    )


def without_source(scope: Scope) -> list[str]:
    """Return the activities that name no source of funding at all."""
    return [
        row.activity_id
        for row in each_row(scope.activities)
        if row.state_budget_kind in NO_SOURCE and not row.donor_ids
    ]


def single_donor(scope: Scope) -> Estimate:
    """Return the share of donor-supported activities that have one donor only."""
    donors = [cell.split(";") for cell in scope.activities["donor_ids"] if cell]
    return share(
        "single-donor",
        "Donor-supported activities with a single donor",
        sum(len(cell) == 1 for cell in donors),
        len(donors),
        "Activities with one donor, of those with any.",
    )


def concentration(scope: Scope) -> Estimate:
    """Return the share of donors' mentions that fall to the most frequent donor.

    Mentions are counted, because no amounts of donors are printed.
    """
    mentions = Counter(
        donor for cell in scope.activities["donor_ids"] for donor in cell.split(";") if donor
    )
    most = max(mentions, key=lambda donor: (mentions[donor], donor), default="")
    return share(
        "largest-donor",
        f"Mentions of the most frequent donor, {most.upper()}" if most else "No donor is named",
        mentions[most],
        sum(mentions.values()),
        "Mentions as donor in activities, of all mentions of donors.",
    )
