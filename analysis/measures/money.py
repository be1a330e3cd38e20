"""What the plan's amounts add up to: the naive sum, and the right one step by step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from analysis.cleaning.records import each_row
from analysis.measures.estimate import Estimate, share
from analysis.measures.plan_quality import NO_SOURCE
from analysis.measures.scope import Scope


@dataclass(frozen=True)
class Step:
    """One step from the naive sum to the right one, in lari."""

    key: str
    change: float
    sum: float


def steps(scope: Scope) -> list[Step]:
    """Return the naive sum of printed amounts and each correction to it."""
    priced = scope.activities[scope.activities["state_budget_gel"].notna()]
    naive = float(priced["state_budget_gel"].sum())
    again = priced[(priced["budget_once"] != "") & priced.duplicated("budget_once")]
    unit = priced[priced["state_budget_kind"].str.contains("unit_cost")]
    found = [Step("printed", naive, naive)]
    for key, rows in (("printed_again", again), ("unit_cost", unit)):
        change = -float(rows["state_budget_gel"].sum())
        if change:
            found.append(Step(key, change, found[-1].sum + change))
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
        None if len(shared) else own,
        own,
        upper,
        "GEL",
        None,
        None,
        tuple(priced["activity_id"]),
    )


def without_amount(scope: Scope) -> Estimate:
    """Return the share of activities for which no amount is printed."""
    missing = scope.activities[scope.activities["state_budget_gel"].isna()]
    return share("without-amount", len(missing), len(scope.activities))


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
    return share("single-donor", sum(len(cell) == 1 for cell in donors), len(donors))


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
        mentions[most],
        sum(mentions.values()),
        facts={"donor": most.upper()},
    )
