from __future__ import annotations

from math import asin, ceil, inf, sin, sqrt
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from test_programmes import DATA, compared, made, share

from analysis.display.programme_effects import REFERENCES
from analysis.display.programme_terms import METHOD_NAMES
from analysis.errors import UsageError
from analysis.measures.designs import EFFECTS, design
from analysis.measures.identification import (
    ANYTHING,
    COST_MULTIPLES,
    BreakEven,
    average_effect_bounds,
    break_even,
    cost_of_additional,
    effect_bounds,
    mean_bounds,
    read_comparison,
)
from analysis.measures.methods import METHODS
from analysis.measures.programme import study

# Manski and Nagin, Sociological Methodology 28 (1998) 99-137: of the juveniles in residential
# treatment (11 percent) 77 percent reoffended, of the others 59.
SHARE, TREATED, UNTREATED = 0.11, 0.77, 0.59

WITHOUT, WITH = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
"""The outcome without and with the programme of the four kinds of people there can be."""


def extremes(aim, equal, at_most=()):
    """Return the least and largest mean over all shares of kinds that keep to the rows."""
    rows, sides = zip(*equal, strict=True)
    ends = [
        linprog(
            sign * np.asarray(aim),
            A_eq=np.array(rows),
            b_eq=np.array(sides),
            A_ub=np.array([row for row, _ in at_most]) if at_most else None,
            b_ub=np.array([side for _, side in at_most]) if at_most else None,
        )
        for sign in (1, -1)
    ]
    assert all(end.success for end in ends)
    return pytest.approx((ends[0].fun, -ends[1].fun), abs=1e-7)


def by_assumption(rate, comparison):
    """Return the bounds on the effect on those who took part, by assumption."""
    return {b.assumption: (b.lower, b.upper) for b in effect_bounds(rate, comparison)}


def test_manski_and_nagins_bounds_come_out_as_printed():
    # Printed, rounded: .08 to .97 with treatment, .53 to .64 without.
    assert mean_bounds(TREATED, SHARE) == pytest.approx((0.0847, 0.9747))
    assert mean_bounds(UNTREATED, 1 - SHARE) == pytest.approx((0.5251, 0.6351))


def test_the_average_effect_is_bounded_by_the_means():
    low, high = average_effect_bounds(TREATED, UNTREATED, SHARE)
    assert (low, high) == pytest.approx((0.0847 - 0.6351, 0.9747 - 0.5251))


SHARES = st.floats(0.01, 0.99)


@settings(deadline=None)
@given(SHARES, SHARES, SHARES)
def test_without_assumptions_the_average_effect_has_a_width_of_one(treated, untreated, part):
    low, high = average_effect_bounds(treated, untreated, part)
    assert high - low == pytest.approx(1)


@settings(max_examples=30, deadline=None)
@given(SHARES, SHARES, SHARES)
def test_the_average_effect_is_what_linear_programming_finds(treated, untreated, part):
    # Eight kinds: with and without taking part, by the outcome with and without.
    zeros, ones = np.zeros(4), np.ones(4)
    equal = [
        (np.r_[ones, zeros], part),
        (np.r_[zeros, ones], 1 - part),
        (np.r_[WITH, zeros], part * treated),
        (np.r_[zeros, WITHOUT], (1 - part) * untreated),
    ]
    aim = np.r_[WITH - WITHOUT, WITH - WITHOUT]
    assert average_effect_bounds(treated, untreated, part) == extremes(aim, equal)


@pytest.mark.parametrize(
    ("assumption", "low", "high"),
    [
        ("none", -0.23, 0.77),
        ("response", 0.0, 0.77),
        ("selection", -0.23, 0.18),
        ("response_and_selection", 0.0, 0.18),
        ("comparison", 0.18, 0.18),
    ],
)
def test_each_assumption_narrows_the_effect_on_those_who_took_part(assumption, low, high):
    found = by_assumption(TREATED, (UNTREATED, UNTREATED))
    assert found[assumption] == pytest.approx((low, high))


@settings(max_examples=20, deadline=None)
@given(SHARES, st.tuples(SHARES, SHARES).map(sorted))
@pytest.mark.parametrize(
    "assumption", ["none", "response", "selection", "response_and_selection", "comparison"]
)
def test_the_effect_is_what_linear_programming_finds(assumption, rate, comparison):
    low, high = comparison
    assume(assumption != "response_and_selection" or low <= rate)  # or nobody keeps to both
    rows = [(np.ones(4), 1), (WITH, rate)]
    limits = []
    if "response" in assumption:
        rows.append((WITHOUT * (1 - WITH), 0))
    if "selection" in assumption:
        limits.append((-WITHOUT, -low))
    if assumption == "comparison":
        limits += [(-WITHOUT, -low), (WITHOUT, high)]
    found = by_assumption(rate, (low, high))[assumption]
    assert found == extremes(WITH - WITHOUT, rows, limits)


def test_a_comparison_of_anything_says_no_more_than_no_assumption():
    found = by_assumption(0.3, ANYTHING)
    assert found["comparison"] == found["none"]


def test_more_would_have_come_anyway_and_nothing_was_added():
    # New Statesman, November 2012, on the Work Programme: 3.5 percent found lasting work,
    # against 5 percent expected without it.
    assert cost_of_additional(1_000_000, 35, 1000, 0.05) == inf
    assert by_assumption(0.035, (0.05, 0.05))["comparison"] == pytest.approx((-0.015, -0.015))


def test_nobody_would_have_come_anyway_and_all_was_added():
    assert cost_of_additional(1_000_000, 35, 1000, 0) == 1_000_000 / 35


def bought(money, *pairs):
    """Return the break-even shares of money, outcomes and participants."""
    counts = {f"o{n}": o for n, (o, _) in enumerate(pairs)}
    counts |= {f"p{n}": p for n, (_, p) in enumerate(pairs)}
    evidence = made(money={"value": money, "unit": "GEL", "kind": "spend"}, **counts)
    (sums,) = evidence.readings("money")
    outcomes = evidence.readings(";".join(f"o{n}" for n in range(len(pairs))))
    return break_even(
        sums, outcomes, evidence.readings(";".join(f"p{n}" for n in range(len(pairs))))
    )


@settings(deadline=None)
@given(st.integers(1000, 10**7), st.integers(1, 500), st.integers(0, 2000))
def test_the_cost_crosses_the_limit_at_break_even(money, outcomes, others):
    people = outcomes + others
    for step in bought(money, (outcomes, people)):
        assert step.lower == step.upper
        below, above = step.lower - 1e-6, step.lower + 1e-6
        assert cost_of_additional(money, outcomes, people, below) < step.limit
        assert cost_of_additional(money, outcomes, people, above) > step.limit


def test_break_even_of_the_training_is_what_trying_every_share_finds():
    (training,) = [p for p in compared().programmes if p.programme_id == "job-seeker-training"]
    steps = training.studies[0].break_even
    tried = [x / 10_000 for x in range(2000)]
    for step, multiple in zip(steps, COST_MULTIPLES, strict=True):
        assert step.limit == pytest.approx(multiple * 2_090_000 / 437)
        most = [
            max(x for x in tried if cost_of_additional(2_090_000, o, p, x) < step.limit)
            for o, p in ((437, 2457), (479, 2555))
        ]
        assert (step.lower, step.upper) == pytest.approx((min(most), max(most)), abs=1e-4)


def test_readings_go_in_pairs_at_break_even():
    first = bought(100, (10, 40), (30, 60))[0]
    # 12.5 a piece: 8 outcomes have to be additional, of 10 from 40 and of 30 from 60.
    assert first == BreakEven(12.5, 2 / 40, 22 / 60, "GEL")


def test_only_the_rate_that_the_money_bought_has_a_break_even():
    with_steps = {
        study.about.analysis_id
        for programme in compared().programmes
        for study in programme.studies
        if study.break_even
    }
    assert with_steps == {"training-placed"}


def test_the_comparison_moves_the_bounds_of_a_study():
    found = study(DATA, "job-seeker-training", 0.95, read_comparison("0.05-0.15"))
    bounds = {b.assumption: (b.lower, b.upper) for b in found.studies[0].bounds}
    rate = 437 / 2457
    assert bounds["comparison"] == pytest.approx((rate - 0.15, rate - 0.05))


def test_a_comparison_is_a_share_or_a_range():
    assert read_comparison("0.1") == (0.1, 0.1)
    assert read_comparison("0.05-0.15") == (0.05, 0.15)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ten", "The parameter comparison cannot be 'ten': write a share as 0.1, a range as "
         "0.05-0.15."),
        ("10", "The parameter comparison cannot be '10': shares lie from 0 to 1; write 10 "
         "percent as 0.1."),
        ("0.2-0.1", "The parameter comparison cannot be '0.2-0.1': the range runs backwards. "
         "Did you mean 0.1-0.2?"),
    ],
)  # fmt: skip
def test_a_comparison_that_is_no_share_is_refused(text, words):
    with pytest.raises(UsageError) as refused:
        read_comparison(text)
    assert str(refused.value) == words


# Champely, pwr vignette: pwr.2p.test(ES.h(.55, .50), power = .80) needs 1565 in each group,
# ES.h(.10, .05) needs 424.
@pytest.mark.parametrize(("base", "needed"), [(0.50, 1565), (0.05, 424)])
def test_a_design_needs_as_many_as_the_vignette_prints(base, needed):
    assert design(share(100 * base, 100), 0.95).per_group[0.05] == needed


Z = NormalDist().inv_cdf(0.975) + NormalDist().inv_cdf(0.8)


@pytest.mark.parametrize("effect", EFFECTS)
@pytest.mark.parametrize("part", [1, 17, 43, 60, 84])
def test_a_design_needs_what_the_closed_form_says(part, effect):
    angle = 2 * asin(sqrt(part / 100 + effect)) - 2 * asin(sqrt(part / 100))
    found = design(share(part, 100), 0.95)
    assert found.per_group[effect] == ceil(2 * (Z / angle) ** 2)


@pytest.mark.parametrize(("part", "whole"), [(437, 2457), (42, 98), (83, 1567)])
def test_a_design_detects_what_the_closed_form_says(part, whole):
    angle = 2 * asin(sqrt(part / whole)) + Z * sqrt(2 / whole)
    found = design(share(part, whole), 0.95)
    assert found.detectable == pytest.approx(sin(angle / 2) ** 2 - part / whole, abs=1e-6)


def test_no_rate_rises_above_one():
    found = design(share(95, 100), 0.95)
    assert found.per_group[0.1] is None
    assert design(share(4, 4), 0.95).detectable is None


def test_the_methods_shown_are_those_of_the_measures():
    assert {key: method.name for key, method in METHODS.items()} == METHOD_NAMES
    assert {key: m.reference for key, m in METHODS.items() if m.reference} == REFERENCES
