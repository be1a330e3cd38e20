from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import inf, sqrt
from statistics import NormalDist

import pandas as pd
import pytest
from checkout import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import pipeline
from analysis.checks.results import CheckedTables
from analysis.measures import costs, flows, rates
from analysis.measures.bases import Evidence, printed_bounds
from analysis.measures.comparison import Comparison, compare
from analysis.measures.measure import Measure, Refusal, Subject
from analysis.measures.programme import Found
from analysis.paths import Project

DATA = CheckedTables(pipeline.make_tables(Project(ROOT)), (), {})
ABOUT = Subject("made", "Made for a test")
PLAIN = {
    "value": 0, "unit": "person", "qualifier": "exact", "population": "all", "cohort": "",
    "period": "2019", "disaggregation": "", "kind": "result", "observation_status": "", "date": "",
}  # fmt: skip


def made(*parts: tuple[str, str], **counts: float | dict[str, object]) -> Evidence:
    """Return evidence of made figures; each is a value, or the columns that differ."""
    rows = [
        {**PLAIN, "figure_id": name, **(count if isinstance(count, dict) else {"value": count})}
        for name, count in counts.items()
    ]
    tables = {
        "figures": pd.DataFrame(rows),
        "population_parts": pd.DataFrame(parts, columns=["part", "whole"]),
        "activities": pd.DataFrame(columns=["activity_id", "budget_once"]),
    }
    return Evidence(CheckedTables(tables, (), {}))


def share(part: float, whole: float) -> Measure:
    """Return the rate of two plain counts."""
    found = rates.rate(made(part=part, whole=whole), ABOUT, "part", "whole", 0.95)
    assert isinstance(found, Measure)
    return found


@cache
def compared() -> Comparison:
    """Return every programme of the project, for internal readers."""
    return compare(DATA, 0.95)


@cache
def analyses() -> dict[str, Found]:
    """Return what every analysis of the project found, by its id."""
    return {f.about.analysis_id: f for p in compared().programmes for f in p.found}


def wilson(part: float, whole: float) -> tuple[float, float]:
    """Return Wilson's interval by its formula, as Newcombe prints it for method 3."""
    z = NormalDist().inv_cdf(0.975)
    p, n = part / whole, whole
    middle, half = 2 * n * p + z * z, z * sqrt(z * z + 4 * n * p * (1 - p))
    return (middle - half) / (2 * (n + z * z)), (middle + half) / (2 * (n + z * z))


# Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_share_has_the_interval_that_newcombe_prints(part, whole, low, high):
    found = share(part, whole)
    assert (found.lower, found.upper) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("name", "part", "whole"),
    [
        ("training-placed", 437, 2457),
        ("training-interns-placed", 42, 98),
        ("forum-placed", 83, 1567),
    ],
)
def test_a_printed_rate_has_wilsons_interval(name, part, whole):
    found = analyses()[name]
    assert (found.lower, found.value, found.upper) == pytest.approx(
        (wilson(part, whole)[0], part / whole, wilson(part, whole)[1])
    )


@settings(deadline=None)
@given(st.integers(0, 3000), st.integers(1, 3000))
def test_every_share_lies_in_wilsons_interval(part, others):
    found = share(part, part + others)
    assert (found.lower, found.upper) == pytest.approx(wilson(part, part + others), abs=1e-9)
    assert found.lower <= found.value <= found.upper


# Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10.
@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
    ],
)
def test_a_difference_has_the_interval_that_newcombe_prints(first, second, low, high):
    found = rates.difference(made(a=1), ABOUT, share(*first), share(*second), 0.95)
    assert found.value == pytest.approx(first[0] / first[1] - second[0] / second[1])
    assert (found.lower, found.upper) == pytest.approx((low, high), abs=5e-5)


def test_interns_against_trainees_is_squared_and_added_by_hand():
    found = analyses()["training-interns-against-trainees"]
    (low, high), (low2, high2) = wilson(42, 98), wilson(437, 2457)
    p, p2 = 42 / 98, 437 / 2457
    assert (found.lower, found.upper) == pytest.approx(
        (p - p2 - sqrt((p - low) ** 2 + (high2 - p2) ** 2),
         p - p2 + sqrt((high - p) ** 2 + (p2 - low2) ** 2))
    )  # fmt: skip


def test_that_groups_are_apart_is_assumed_unless_their_cohorts_say_so():
    found = analyses()
    assert "groups_apart" in found["training-interns-against-trainees"].assumptions
    assert "groups_apart" not in found["training-disability-cohorts"].assumptions


def test_a_difference_of_rates_without_intervals_is_refused():
    held = analyses()["mediation-held"]
    assert isinstance(held, Measure)
    found = rates.difference(made(a=1), ABOUT, held, share(1, 2), 0.95)
    assert found == Refusal(ABOUT, "difference", found.mismatches)
    assert found.keys == ("no_interval",)


def test_a_difference_with_a_refused_rate_is_refused_for_the_same_reason():
    refused = analyses()["training-placed-2018"]
    assert isinstance(refused, Refusal)
    found = rates.difference(made(a=1), ABOUT, share(1, 2), refused, 0.95)
    assert found == Refusal(ABOUT, "difference", refused.mismatches)


def test_several_readings_give_bounds_over_all_of_them():
    found = rates.rate(made(a=20, b=30, c=60, d=80), ABOUT, "a;b", "c;d", 0.95)
    assert (found.value, found.span) == (None, "bounds")
    assert (found.lower, found.upper) == (20 / 80, 30 / 60)


def test_qualified_counts_give_bounds():
    evidence = made(a={"value": 30, "qualifier": "about"}, b={"value": 50, "qualifier": "at_least"})
    found = rates.rate(evidence, ABOUT, "a", "b", 0.95)
    assert (found.value, found.lower, found.upper) == (None, 0.0, 35 / 50)


@pytest.mark.parametrize(
    ("value", "qualifier", "bounds"),
    [
        (53, "exact", (53, 53)),
        (90_000, "about", (85_000, 95_000)),
        (200, "about", (150, 250)),
        (1_870, "about", (1_865, 1_875)),
        (37, "about", (36.5, 37.5)),
        (400, "up_to", (0, 400)),
        (5_000, "more_than", (5_000, inf)),
        (60, "at_least", (60, inf)),
    ],
)
def test_a_qualifier_says_what_a_number_allows(value, qualifier, bounds):
    assert printed_bounds(value, qualifier) == bounds


@settings(deadline=None)
@given(st.integers(1, 99), st.integers(0, 6))
def test_about_allows_what_rounds_to_the_printed_number(digits, zeros):
    value = digits * 10**zeros
    unit = 10 ** (len(str(value)) - len(str(value).rstrip("0")))
    low, high = printed_bounds(value, "about")
    assert (value - low, high - value) == (unit / 2, unit / 2)


# Money over things, by hand.
COSTS = {
    "reintegration-cost": (Fraction(650_000, 186), Fraction(650_000, 186)),
    "training-cost-per-trained": (Fraction(2_090_000, 2457 + 98), Fraction(2_090_000, 2457)),
    "training-cost-per-placed": (Fraction(2_090_000, 437 + 42), Fraction(2_090_000, 437)),
}


@pytest.mark.parametrize("name", COSTS)
def test_a_cost_is_money_over_things_in_every_reading(name):
    found = analyses()[name]
    low, high = COSTS[name]
    assert (found.lower, found.upper) == pytest.approx((float(low), float(high)), rel=1e-12)
    assert found.value == (found.lower if low == high else None)
    assert found.numerator / found.denominator == float(high)
    assert found.unit == "GEL per person"


@pytest.mark.parametrize(
    ("name", "assumptions"),
    [
        ("reintegration-cost", ("current_prices",)),
        (
            "training-cost-per-placed",
            ("planned_is_spent", "readings", "shared_budget", "current_prices"),
        ),
    ],
)
def test_a_cost_says_what_it_assumes(name, assumptions):
    assert analyses()[name].assumptions == assumptions


def test_a_cost_over_about_as_many_has_a_range():
    evidence = made(
        money={"value": 1000, "unit": "GEL", "kind": "spend"},
        things={"value": 50, "qualifier": "about"},
    )
    found = costs.cost(evidence, ABOUT, "money", "things")
    assert (found.value, found.lower, found.upper) == (None, 1000 / 55, 1000 / 45)


# Later over earlier less one, by hand.
TRENDS = {
    "children-infants-home": Fraction(54, 55) - 1,
    "children-kojori": Fraction(24, 28) - 1,
    "children-two-institutions": Fraction(54 + 24, 83) - 1,
    "street-funding": Fraction(4000, 3300) - 1,
}


@pytest.mark.parametrize("name", TRENDS)
def test_a_change_is_later_over_earlier_less_one(name):
    assert analyses()[name].change.value == pytest.approx(float(TRENDS[name]), rel=1e-12)


def test_an_earlier_value_behind_a_rounded_multiple_has_bounds():
    # "About 90,000" is 85,000 to 95,000; "nine times" is 8.5 to 10.5 times as many.
    found = analyses()["inspection-employees"]
    assert found.implied
    assert found.earlier.value is None
    assert (found.earlier.lower, found.earlier.upper) == pytest.approx(
        (85_000 / 10.5, 95_000 / 8.5)
    )


def test_a_change_behind_a_rounded_multiple_is_the_multiple_less_one():
    found = analyses()["inspection-employees"].change
    assert (found.value, found.lower, found.upper) == (None, 8.5 - 1, 10.5 - 1)


def test_a_trend_of_unlike_units_is_refused():
    evidence = made(a=5, b={"value": 3, "unit": "family"})
    found = flows.trend(evidence, ABOUT, "a", "b", "")
    assert isinstance(found, Refusal)
    assert found.keys == ("unit",)


def test_a_ratio_is_one_count_over_another():
    found = analyses()
    assert found["hepc-tests-per-person"].value == 1_187_302 / 578_833
    assert found["training-interns-per-employer"].value == 98 / 25


def test_a_ratio_over_about_as_many_has_bounds():
    found = analyses()["amr-hospitals-per-laboratory"]
    assert (found.value, found.lower, found.upper) == (None, 150 / 23, 250 / 23)
