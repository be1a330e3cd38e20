"""The words of programme reports: for levels, assumptions, mismatches, claims and needs."""

from __future__ import annotations

LEVELS = {
    "activity": "Activities are reported: events and decisions, no result.",
    "output": "Outputs are reported: what was done and for how many, not what came of it.",
    "outcome": "Outcomes are counted, but not over the people they could be set over: no rate.",
    "rate": "A rate of an outcome is reported: how many had it, of those who took part.",
    "trend": "An outcome is reported at two points in time.",
    "effect": "A comparison shows what would have been without the programme.",
}

LEVEL_NAMES = {
    "activity": "activity",
    "output": "output",
    "outcome": "outcome count",
    "rate": "outcome rate",
    "trend": "outcome over time",
    "effect": "effect identified",
}

ASSUMPTIONS = {
    "full_count": "A full count: the interval describes how a count of this size varies; it is "
    "no sampling error.",
    "numerator_within": "Those in the numerator are among those in the denominator.",
    "readings": "The documents allow several readings; the range covers all of them.",
    "override": "A mismatch was accepted; the reason stands with the number.",
    "groups_differ": "The two groups differ in more than what they were given: the difference "
    "describes, it explains nothing.",
    "groups_apart": "Nobody is in both groups; the documents do not say so.",
    "unlike": "A ratio of two kinds of things has no interval.",
    "qualifier": "A count is printed as a limit or as about its value; the range covers that.",
    "nested": "Each step counts people of the step before; the documents do not say so of every "
    "step.",
    "case_is_person": "One confirmed case is one person.",
    "events_bound_persons": "A count of tests is at most that many people.",
    "uses_not_persons": "A person may use several services; uses are no persons.",
    "total_counts_users": "The printed total counts users, each once.",
    "rounded_multiple": 'The printed multiple is rounded, and "exceeds nine times" may mean nine '
    "or ten times as many.",
    "planned_is_spent": "The planned amount was spent; spending is not reported.",
    "shared_budget": "Several activities of the plan print this one budget; it is counted once.",
    "current_prices": "Prices of the printed year.",
}

MISMATCHES = {
    "not_reported": "of how many is not printed ({left})",
    "withheld": "a count is withheld to protect people",
    "zero": "the denominator is zero ({left})",
    "kind": "a {left} would be set over a {right}",
    "unit": "units differ: {left} in the numerator, {right} in the denominator",
    "population": "different people or things are counted: {left} in the numerator, {right} in "
    "the denominator",
    "cohort": "cohorts differ: {left} in the numerator, {right} in the denominator",
    "period": "periods differ: {left} in the numerator, {right} in the denominator",
    "breakdown": "the denominator is a part only: {right}",
    "exceeds": "the numerator ({left}) is larger than the denominator ({right})",
    "qualifier": "both counts are limits only",
    "currency": "not money, or not of one currency: {left}",
    "mixed_money": "{left} are added up",
    "provisional": "the count stops before the year does, the money does not: users so far "
    "({right}) over the money of all of {left}",
    "interim": "an interim count and a later one are mixed ({left}, {right})",
    "order": "the later value is of {right}, the earlier one of {left}",
    "no_interval": "a rate it needs has no interval",
    "not_persons": "what is counted is not people: {left}",
}

COST_MISMATCHES = MISMATCHES | {
    "kind": "money is set over a {right}, not over a result",
    "cohort": "the money is of {left}, the people are of {right}",
    "period": "the money is of {left}, the people of {right}",
}

TREND_MISMATCHES = MISMATCHES | {
    "kind": "a {left} would be compared with a {right}",
    "unit": "units differ: {left}, then {right}",
    "population": "different things are counted: {left}, then {right}",
}

ATTRIBUTION = {
    "attribution": "That anything would be different without the programme: nobody outside it was "
    "observed.",
    "attribution_activity": "That anyone is better off: only events and decisions are printed.",
}

NEEDS = {
    "results": "what was done, and for how many people, in the year",
    "outcomes": "what came of it for those served: one outcome, dated, counted once a person",
    "denominators": "the number of users of each service, by year of entry",
    "cohorts": "outcomes by year of entry, so that each cohort stands over its own count",
    "persons": "people counted once each, under one identifier",
    "final": "the final count of the programme year",
    "year": "the year of every amount and count",
    "spending": "spending, by component",
    "money": "what it cost",
    "linked_steps": "the steps of the cascade linked person by person, with dates",
    "comparison": "a similar group of people not served, or not yet served",
}

EFFECT_ASSUMPTIONS = {
    "none": "No assumption",
    "response": "Nobody fares worse for taking part (monotone response)",
    "selection": "Without it, those who took part would fare no worse than others (monotone "
    "selection), others being in the comparison range",
    "response_and_selection": "Both",
    "comparison": "Without it, those who took part would be in the comparison range",
}
