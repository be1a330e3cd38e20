"""The words of programme reports: for levels, assumptions, mismatches, claims and needs.

Each is translated where it is used.
"""

from __future__ import annotations

from analysis.display.language import mark

LEVELS = {
    "activity": mark("Activities are reported: events and decisions, no result."),
    "output": mark("Outputs are reported: what was done and for how many, not what came of it."),
    "outcome": mark(
        "Outcomes are counted, but not over the people they could be set over: no rate."
    ),
    "rate": mark("A rate of an outcome is reported: how many had it, of those who took part."),
    "trend": mark("An outcome is reported at two points in time."),
    "effect": mark("A comparison shows what would have been without the programme."),
}

LEVEL_NAMES = {
    "activity": mark("activity"),
    "output": mark("output"),
    "outcome": mark("outcome count"),
    "rate": mark("outcome rate"),
    "trend": mark("outcome over time"),
    "effect": mark("effect identified"),
}

ASSUMPTIONS = {
    "full_count": mark(
        "A full count: the interval describes how a count of this size varies; it is no sampling "
        "error."
    ),
    "numerator_within": mark("Those in the numerator are among those in the denominator."),
    "readings": mark("The documents allow several readings; the range covers all of them."),
    "override": mark("A mismatch was accepted; the reason stands with the number."),
    "groups_differ": mark(
        "The two groups differ in more than what they were given: the difference describes, it "
        "explains nothing."
    ),
    "groups_apart": mark("Nobody is in both groups; the documents do not say so."),
    "unlike": mark("A ratio of two kinds of things has no interval."),
    "qualifier": mark(
        "A count is printed as a limit or as about its value; the range covers that."
    ),
    "nested": mark(
        "Each step counts people of the step before; the documents do not say so of every step."
    ),
    "case_is_person": mark("One confirmed case is one person."),
    "events_bound_persons": mark("A count of tests is at most that many people."),
    "uses_not_persons": mark("A person may use several services; uses are no persons."),
    "total_counts_users": mark("The printed total counts users, each once."),
    "rounded_multiple": mark(
        'The printed multiple is rounded, and "exceeds nine times" may mean nine or ten times as '
        "many."
    ),
    "planned_is_spent": mark("The planned amount was spent; spending is not reported."),
    "shared_budget": mark(
        "Several activities of the plan print this one budget; it is counted once."
    ),
    "current_prices": mark("Prices of the printed year."),
}

MISMATCHES = {
    "not_reported": mark("of how many is not printed ({left})"),
    "withheld": mark("a count is withheld to protect people"),
    "zero": mark("the denominator is zero ({left})"),
    "kind": mark("{left} would be set over {right}"),
    "unit": mark("units differ: {left} in the numerator, {right} in the denominator"),
    "population": mark(
        "different people or things are counted: {left} in the numerator, {right} in the "
        "denominator"
    ),
    "cohort": mark("cohorts differ: {left} in the numerator, {right} in the denominator"),
    "period": mark("periods differ: {left} in the numerator, {right} in the denominator"),
    "breakdown": mark("the denominator is a part only: {right}"),
    "exceeds": mark("the numerator ({left}) is larger than the denominator ({right})"),
    "qualifier": mark("both counts are limits only"),
    "currency": mark("not money, or not of one currency: {left}"),
    "mixed_money": mark("{left} are added up"),
    "provisional": mark(
        "the count stops before the year does, the money does not: users so far ({right}) over the "
        "money of all of {left}"
    ),
    "interim": mark("an interim count and a later one are mixed ({left}, {right})"),
    "order": mark("the later value is of {right}, the earlier one of {left}"),
    "no_interval": mark("a rate it needs has no interval"),
    "not_persons": mark("what is counted is not people: {left}"),
}

COST_MISMATCHES = MISMATCHES | {
    "kind": mark("money is set over {right}, not over a result"),
    "cohort": mark("the money is of {left}, the people are of {right}"),
    "period": mark("the money is of {left}, the people of {right}"),
}

TREND_MISMATCHES = MISMATCHES | {
    "kind": mark("{left} would be compared with {right}"),
    "unit": mark("units differ: {left}, then {right}"),
    "population": mark("different things are counted: {left}, then {right}"),
}

KINDS = {
    "result": mark("a result"),
    "target": mark("a target"),
    "budget": mark("a budget"),
    "spend": mark("a spend"),
    "milestone": mark("a milestone"),
}
"""What a refusal sets over what, each with its article."""

BREAKDOWNS = {
    "basis=forced_labour": mark("basis: forced labour"),
    "basis=industrial_accident": mark("basis: industrial accident"),
    "basis=occupational_safety_law": mark("basis: occupational safety law"),
    "basis=state_programme": mark("basis: state programme"),
    "destination=adoption": mark("destination: adoption"),
    "destination=foster_care": mark("destination: foster care"),
    "destination=small_family_home": mark("destination: small family home"),
    "disability=yes": mark("disability: yes"),
    "exit=majority": mark("exit: majority"),
    "facility=crisis_centre": mark("facility: crisis centre"),
    "facility=shelter": mark("facility: shelter"),
    "help=long_term_housing": mark("help: long term housing"),
    "help=ownership": mark("help: ownership"),
    "help=rent": mark("help: rent"),
    "help=resettlement_from_closed_object": mark("help: resettlement from closed object"),
    "institution=kojori_childrens_home": mark("institution: Kojori children's home"),
    "institution=tbilisi_infants_home": mark("institution: Tbilisi infants' home"),
    "outcome=employed": mark("outcome: employed"),
    "outcome=agreement": mark("outcome: agreement"),
    "outcome=no_agreement": mark("outcome: no agreement"),
    "project=greenhouse": mark("project: greenhouse"),
    "project=local_integration": mark("project: local integration"),
    "project=self_employment": mark("project: self-employment"),
    "region=adjara": mark("region: Adjara"),
    "region=kutaisi": mark("region: Kutaisi"),
    "region=regions": mark("region: the regions"),
    "region=tbilisi": mark("region: Tbilisi"),
    "service=accommodation": mark("service: accommodation"),
    "service=accommodation_and_psychological": mark(
        "service: accommodation and psychological help"
    ),
    "service=civic_education": mark("service: civic education"),
    "service=consultation": mark("service: consultation"),
    "service=day_centre": mark("service: day centre"),
    "service=forum": mark("service: forum"),
    "service=georgian_language": mark("service: Georgian language"),
    "service=income_project": mark("service: income project"),
    "service=intermediation": mark("service: intermediation"),
    "service=legal": mark("service: legal help"),
    "service=medical": mark("service: medical help"),
    "service=psychological": mark("service: psychological help"),
    "service=psychosocial": mark("service: psychosocial help"),
    "service=shelter": mark("service: shelter"),
    "service=social_support": mark("service: social support"),
    "service=socio_cultural": mark("service: socio-cultural"),
    "service=supported_employment": mark("service: supported employment"),
    "service=temporary_accommodation": mark("service: temporary accommodation"),
    "service=vocational_training": mark("service: vocational training"),
    "service=wage_subsidy": mark("service: wage subsidy"),
    "sex=female": mark("sex: female"),
    "sex=male": mark("sex: male"),
    "status=alleged_victim": mark("status: alleged victim"),
    "status=victim": mark("status: victim"),
    "subject=labour_rights": mark("subject: labour rights"),
}
"""Dimensions and values of figures; a denominator that names one is a part only."""

ATTRIBUTION = {
    "attribution": mark(
        "That anything would be different without the programme: nobody outside it was observed."
    ),
    "attribution_activity": mark(
        "That anyone is better off: only events and decisions are printed."
    ),
}

NEEDS = {
    "results": mark("what was done, and for how many people, in the year"),
    "outcomes": mark("what came of it for those served: one outcome, dated, counted once a person"),
    "denominators": mark("the number of users of each service, by year of entry"),
    "cohorts": mark("outcomes by year of entry, so that each cohort stands over its own count"),
    "persons": mark("people counted once each, under one identifier"),
    "final": mark("the final count of the programme year"),
    "year": mark("the year of every amount and count"),
    "spending": mark("spending, by component"),
    "money": mark("what it cost"),
    "linked_steps": mark("the steps of the cascade linked person by person, with dates"),
    "comparison": mark("a similar group of people not served, or not yet served"),
}

EFFECT_ASSUMPTIONS = {
    "none": mark("No assumption"),
    "response": mark("Nobody fares worse for taking part (monotone response)"),
    "selection": mark(
        "Without it, those who took part would fare no worse than others (monotone selection), "
        "others being in the comparison range"
    ),
    "response_and_selection": mark("Both"),
    "comparison": mark("Without it, those who took part would be in the comparison range"),
}

METHOD_NAMES = {
    "wilson": mark("Share of a count, with Wilson's score interval"),
    "newcombe": mark("Difference of two shares, with Newcombe's hybrid score interval"),
    "share_bounds": mark("Share between bounds: every reading of the printed counts is tried"),
    "ratio": mark("Ratio of two counts of unlike things, without an interval"),
    "cost": mark("Money over what it bought, over every reading of both"),
    "frechet": mark("Bounds on persons from counts of uses"),
    "cascade": mark("Steps of a cascade, each against the one before and against the first"),
    "trend": mark("Printed value against an earlier one, or one implied by a multiple"),
    "manski": mark("Bounds on the effect on those who took part"),
    "break_even": mark("Share who would have had the outcome anyway at which the claim fails"),
    "power": mark("Sample per group by the normal approximation to the arcsine difference"),
}
"""What readers call the methods of the measures."""
