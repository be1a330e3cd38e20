from __future__ import annotations

import pytest
from test_programmes import ABOUT, DATA, analyses, compared, made

from analysis.measures import costs, flows, rates
from analysis.measures.claims import Claim, needs, sayable, unsayable
from analysis.measures.measure import Measure, Mismatch, Refusal
from analysis.measures.programme import Programme
from analysis.measures.results_chain import results_chain

# What is not alike on its two sides, and where the two sides part.
REFUSED = {
    "placements of last year's cohort over this year's completers": (
        "training-placed-all", Mismatch("cohort", "2018 and 2019", "2019"),
    ),
    "graduates of last year over those who completed this year": (
        "training-placed-2018-of-2019", Mismatch("cohort", "2018", "2019"),
    ),
    "the year's money over last year's graduates too": (
        "training-cost-per-placed-all", Mismatch("cohort", "2019", "2018 and 2019"),
    ),
    "calls as callers": ("violence-callers", Mismatch("not_persons", "call")),
    "calls a month as callers": ("tobacco-callers", Mismatch("not_persons", "call_per_month")),
    "shelter users over calls": (
        "violence-callers-sheltered", Mismatch("unit", "person", "call"),
    ),
    "families over persons": (
        "housing-families-of-persons", Mismatch("unit", "family", "person"),
    ),
    "companies over objects": ("inspection-companies", Mismatch("unit", "company", "object")),
    "a year's money over users counted before its end": (
        "reintegration-cost-interim", Mismatch("provisional", "2019", "ar19-097-3"),
    ),
    "money without a year": ("integration-cost", Mismatch("period", "not stated", "2019")),
    "spending and a budget added up": (
        "reintegration-cost-both-years", Mismatch("mixed_money", "spend and budget"),
    ),
    "money of two years over people of one": (
        "reintegration-cost-both-years", Mismatch("period", "2019 and 2020", "2019"),
    ),
    "those placed in one year over those enrolled in the next": (
        "children-foster-of-stock", Mismatch("period", "2018", "2019"),
    ),
    "a result over a target": (
        "livelihoods-of-commitment", Mismatch("kind", "result", "target"),
    ),
    "spending against a budget": ("reintegration-money", Mismatch("kind", "spend", "budget")),
    "a denominator that nobody printed": (
        "intermediation-placed", Mismatch("not_reported", "job seekers using intermediation"),
    ),
    "a later count over an interim one": (
        "reintegration-served-later", Mismatch("interim", "ar19-214-1", "ar19-097-1"),
    ),
    "a breakdown over another breakdown": (
        "housing-ownership-of-housed", Mismatch("breakdown", "", "help=long_term_housing"),
    ),
    "users of one service over those of another": (
        "intermediation-of-forum",
        Mismatch("population", "job seekers using intermediation", "job seekers at forums"),
    ),
    "up to so many over up to so many": (
        "inspection-persons-per-meeting", Mismatch("qualifier", "ar19-079-2", "ar19-079-1"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_alike_is_not_set_against_each_other(what):
    name, mismatch = REFUSED[what]
    found = analyses()[name]
    assert isinstance(found, Refusal)
    assert mismatch in found.mismatches


def test_what_is_alike_is_set_against_each_other():
    assert isinstance(analyses()["reintegration-served"], Measure)


def test_a_part_larger_than_its_whole_is_refused():
    found = rates.rate(made(a=9, b=8), ABOUT, "a", "b", 0.95)
    assert found == Refusal(ABOUT, "rate", (Mismatch("exceeds", "9", "8"),))


NOUGHT = {
    "rate": lambda evidence: rates.rate(evidence, ABOUT, "a", "b", 0.95),
    "ratio": lambda evidence: rates.ratio(evidence, ABOUT, "a", "b"),
    "trend": lambda evidence: flows.trend(evidence, ABOUT, "b", "a", ""),
}


@pytest.mark.parametrize("kind", NOUGHT)
def test_nothing_is_divided_by_nought(kind):
    assert NOUGHT[kind](made(a=0, b=0)) == Refusal(ABOUT, kind, (Mismatch("zero", "b"),))


def test_a_later_value_is_not_the_earlier_one():
    found = flows.trend(made(a={"value": 5, "period": "2020"}, b=3), ABOUT, "a", "b", "")
    assert found == Refusal(ABOUT, "trend", (Mismatch("order", "2020", "2019"),))


def test_money_without_a_year_buys_nothing_even_without_a_year():
    evidence = made(
        a={"value": 10, "unit": "GEL", "kind": "spend", "period": ""}, b={"value": 5, "period": ""}
    )
    assert costs.cost(evidence, ABOUT, "a", "b").keys == ("period",)


def test_no_money_is_divided_by_nought():
    evidence = made(a={"value": 10, "unit": "GEL", "kind": "spend"}, b=0)
    found = costs.cost(evidence, ABOUT, "a", "b")
    assert found == Refusal(ABOUT, "cost", (Mismatch("zero", "b"),))


WITHHELD = {"value": None, "qualifier": "withheld"}


@pytest.mark.parametrize("sides", [(WITHHELD, 8), (3, WITHHELD)])
@pytest.mark.parametrize("kind", NOUGHT)
def test_a_withheld_count_makes_no_measure(kind, sides):
    found = NOUGHT[kind](made(a=sides[0], b=sides[1]))
    assert found == Refusal(ABOUT, kind, (Mismatch("withheld"),))


def test_a_withheld_count_bounds_no_persons():
    found = flows.overlap(made(a=3, b=WITHHELD, c=9), ABOUT, "a;b", "c")
    assert found == Refusal(ABOUT, "overlap", (Mismatch("withheld"),))


def test_a_withheld_count_costs_nothing():
    evidence = made(a={"value": 10, "unit": "GEL", "kind": "spend"}, b=WITHHELD)
    found = costs.cost(evidence, ABOUT, "a", "b")
    assert found == Refusal(ABOUT, "cost", (Mismatch("withheld"),))


def test_an_accepted_mismatch_has_its_reason_and_no_interval():
    found = analyses()["mediation-held"]
    assert (found.value, found.lower, found.upper, found.span) == (
        14 / 15,
        14 / 15,
        14 / 15,
        "exact",
    )
    assert found.override == (
        "One request is taken for one dispute: the passage counts the mediations that followed "
        "from the requests."
    )


def test_every_reason_given_is_one_that_was_needed():
    table = DATA["analyses"]
    given = set(table[table["override_reason"] != ""]["analysis_id"])
    assert given == {
        name for name, found in analyses().items() if isinstance(found, Measure) and found.override
    }


def test_a_reason_that_is_not_needed_changes_nothing():
    evidence = made(a=3, b=8)
    with_reason = rates.rate(evidence, ABOUT, "a", "b", 0.95, "Because.")
    assert with_reason == rates.rate(evidence, ABOUT, "a", "b", 0.95)


FINAL = {
    "not_reported": (made(a=3), ""),
    "withheld": (made(a=3, b=WITHHELD), "b"),
    "zero": (made(a=0, b=0), "b"),
}


@pytest.mark.parametrize("key", FINAL)
def test_no_reason_makes_a_number_of_nothing(key):
    evidence, right = FINAL[key]
    found = rates.rate(evidence, ABOUT, "a", right, 0.95, "Because.")
    assert isinstance(found, Refusal)
    assert found.keys == (key,)


LEVELS = {
    "afd-social-reforms": "activity",
    "antimicrobial-resistance": "output",
    "blood-safety": "activity",
    "child-deinstitutionalisation": "trend",
    "child-hotline": "activity",
    "circular-migration": "output",
    "employment-policy": "activity",
    "employment-services": "rate",
    "hepatitis-c": "outcome",
    "hiv-tuberculosis": "activity",
    "idp-housing": "output",
    "idp-livelihoods": "output",
    "integration-centre": "output",
    "job-seeker-training": "rate",
    "labour-inspection": "output",
    "labour-legislation": "output",
    "labour-mediation": "rate",
    "organ-transplantation": "output",
    "reintegration": "output",
    "social-partnership": "output",
    "street-children": "output",
    "tobacco-control": "output",
    "trafficking-victims": "output",
    "tuberculosis": "activity",
    "violence-services": "output",
}


def test_every_programme_reaches_its_level_of_evidence():
    assert {p.programme_id: p.level for p in compared().programmes} == LEVELS


def programme(programme_id: str) -> Programme:
    """Return a programme of the project."""
    (found,) = [p for p in compared().programmes if p.programme_id == programme_id]
    return found


@pytest.mark.parametrize("programme_id", LEVELS)
def test_no_programme_contradicts_itself(programme_id):
    assert programme(programme_id).faults() == []


def test_the_comparison_lists_every_channel_to_employment():
    listed = {f.about.analysis_id: type(f) for _, f in compared().about("employment")}
    assert listed == {
        "forum-placed": Measure,
        "intermediation-placed": Refusal,
        "subsidy-placed": Refusal,
        "supported-placed": Refusal,
        "training-interns-placed": Measure,
        "training-placed": Measure,
        "training-placed-2018": Refusal,
    }


NEEDS = {
    "blood-safety": ["results", "money", "comparison"],
    "hepatitis-c": ["persons", "money", "linked_steps", "comparison"],
    "job-seeker-training": ["denominators", "cohorts", "spending", "comparison"],
    "reintegration": ["outcomes", "cohorts", "persons", "final", "year", "comparison"],
    "labour-mediation": ["money", "comparison"],
    "integration-centre": ["outcomes", "persons", "year", "comparison"],
}


@pytest.mark.parametrize("programme_id", NEEDS)
def test_a_programme_needs_what_its_figures_lack(programme_id):
    assert needs(programme(programme_id)) == NEEDS[programme_id]


@pytest.mark.parametrize("programme_id", LEVELS)
def test_all_that_was_computed_may_be_said_and_nothing_else(programme_id):
    found = programme(programme_id)
    computed = [one for one in found.found if not isinstance(one, Refusal)]
    assert [claim.about for claim in sayable(found)] == computed


@pytest.mark.parametrize("programme_id", LEVELS)
def test_no_programme_may_be_given_credit(programme_id):
    found = programme(programme_id)
    key = "attribution_activity" if LEVELS[programme_id] == "activity" else "attribution"
    assert unsayable(found)[0] == Claim(key)


@pytest.mark.parametrize("programme_id", LEVELS)
def test_every_refusal_is_said(programme_id):
    found = programme(programme_id)
    refused = [claim.about for claim in unsayable(found) if claim.key == "refused"]
    assert refused == list(found.refusals)


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("anyway", {"training-placed", "training-interns-placed", "forum-placed"}),
        ("cascade_nested", {"hepc-cascade"}),
        ("planned_as_spent", {"training-cost-per-trained", "training-cost-per-placed"}),
        ("trend_cause", {"inspection-employees"}),
        ("uses_as_persons", {
            "amr-trained", "employed-both", "housing-families", "integration-users",
            "livelihoods-persons", "violence-centre-services", "violence-shelter-services",
            "violence-users",
        }),
    ],
)  # fmt: skip
def test_a_claim_is_not_to_be_made_of(key, names):
    claims = [claim for p in compared().programmes for claim in unsayable(p) if claim.key == key]
    assert {claim.about.about.analysis_id for claim in claims} == names


def test_an_output_is_no_outcome_and_neither_is_a_breakdown():
    chain = results_chain(programme("reintegration"))
    assert chain.outcomes == ()
    assert {"ar19-097-1", "ar19-214-1"} <= set(chain.outputs)
    assert not {"ar19-099-1", "ar19-101-1", "ar19-103-1", "ar19-105-1"} & set(chain.outputs)


def test_money_of_the_plan_stands_at_the_beginning_of_the_chain():
    chain = results_chain(programme("job-seeker-training"))
    assert [budget.value for budget in chain.budgets] == [2_090_000]
