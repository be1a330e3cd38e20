from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_programmes import ABOUT, analyses, made

from analysis.measures import flows
from analysis.measures.flows import Cascade, Overlap, Step
from analysis.measures.measure import Refusal

Ends = tuple[float, float]


def overlap(uses: tuple[int, ...], total: int | None = None) -> Overlap:
    """Return the overlap of made uses, with the number of users if there is one."""
    names = [f"use{number}" for number in range(len(uses))]
    counts = dict(zip(names, uses, strict=True))
    evidence = made(**counts, **({} if total is None else {"users": total}))
    found = flows.overlap(evidence, ABOUT, ";".join(names), "" if total is None else "users")
    assert isinstance(found, Overlap)
    return found


def ends(overlap: Overlap, name: str) -> Ends:
    """Return the bounds on the persons who used any, several or every service."""
    measure = getattr(overlap, name)
    return measure.lower, measure.upper


def used(persons: list[frozenset[int]], services: int) -> dict[str, int]:
    """Count by hand who used any, several and every service."""
    return {
        "any": sum(len(person) >= 1 for person in persons),
        "several": sum(len(person) >= 2 for person in persons),
        "every": sum(len(person) == services for person in persons),
    }


@cache
def populations(services: int, total: int) -> dict[tuple[int, ...], list[dict[str, int]]]:
    """Return every way in which so many persons may use services, by the uses counted."""
    kinds = [
        frozenset(place for place, uses in enumerate(row) if uses)
        for row in product((False, True), repeat=services)
    ]
    found = defaultdict(list)
    for persons in combinations_with_replacement(kinds, total):
        counted = tuple(sum(place in person for person in persons) for place in range(services))
        found[counted].append(used(list(persons), services))
    return found


def test_at_least_ten_pensioners_lost_all_four():
    # Lewis Carroll, A Tangled Tale (1885), knot X: eye, ear, arm and leg of 100.
    found = overlap((70, 75, 80, 85), 100)
    assert found.every.lower == 10


@settings(deadline=None)
@given(st.integers(2, 4), st.data())
def test_bounds_on_persons_hold_for_every_population(services, data):
    service = st.integers(0, services - 1)
    persons = data.draw(st.lists(st.frozensets(service), min_size=1, max_size=9))
    counted = tuple(sum(place in person for person in persons) for place in range(services))
    found = overlap(counted, len(persons))
    for name, number in used(persons, services).items():
        low, high = ends(found, name)
        assert low <= number <= high, name


@pytest.mark.parametrize("name", ["any", "several", "every"])
def test_bounds_on_persons_are_attained_with_two_services(name):
    for counted, ways in populations(2, 5).items():
        numbers = [way[name] for way in ways]
        assert ends(overlap(counted, 5), name) == (min(numbers), max(numbers)), counted


@pytest.mark.parametrize("name", ["any", "every"])
def test_bounds_on_persons_are_attained_with_three_services(name):
    for counted, ways in populations(3, 4).items():
        numbers = [way[name] for way in ways]
        assert ends(overlap(counted, 4), name) == (min(numbers), max(numbers)), counted


def test_the_most_with_several_of_three_services_is_attained():
    for counted, ways in populations(3, 4).items():
        most = max(way["several"] for way in ways)
        assert overlap(counted, 4).several.upper == most, counted


def test_without_users_the_persons_lie_between_the_largest_count_and_the_sum():
    found = overlap((108, 40, 40, 101))
    assert ends(found, "any") == (108, 289)
    assert (found.several, found.every) == (None, None)


def test_nobody_uses_several_of_one_service():
    assert overlap((5,), 8).several is None


# Sums by hand from the printed counts: the largest, the sum, the users, and their differences.
@pytest.mark.parametrize(
    ("name", "anyone", "several", "every"),
    [
        ("violence-shelter-services", (305, 411), (151, 356), (0, 202)),
        ("violence-centre-services", (222, 242), (59, 79), (59, 79)),
        ("street-services", (183, 259), (0, 76), (0, 76)),
        ("reintegration-services", (36, 53), (0, 17), (0, 4)),
    ],
)
def test_printed_uses_bound_the_persons_behind_them(name, anyone, several, every):
    found = analyses()[name]
    assert ends(found, "any") == anyone
    assert ends(found, "several") == several
    assert ends(found, "every") == every


def chain(**counts: int | tuple[int, str]) -> Cascade:
    """Return a cascade each of whose steps counts persons of the one before."""
    names = list(counts)
    parts = list(zip(names[1:], names, strict=False))
    columns = {
        name: {"value": count[0], "unit": count[1], "population": name}
        if isinstance(count, tuple)
        else {"value": count, "population": name}
        for name, count in counts.items()
    }
    found = flows.cascade(made(*parts, **columns), ABOUT, ";".join(names))
    assert isinstance(found, Cascade)
    return found


def shares(steps: tuple[Step, ...], of: str) -> list[float]:
    """Return the shares of the later steps, which have to be points."""
    found = [getattr(step, of) for step in steps[1:]]
    assert all(low == high for low, high in found)
    return [low for low, _ in found]


def test_ninety_ninety_ninety_is_a_cascade_to_73_percent():
    # UNAIDS, 90-90-90 (2014): of all with HIV, of the diagnosed, of the treated.
    found = chain(living=1000, diagnosed=900, treated=810, suppressed=729)
    assert shares(found.steps, "of_previous") == pytest.approx([0.90, 0.90, 0.90])
    assert shares(found.steps, "of_first") == pytest.approx([0.90, 0.81, 0.729])


def test_a_published_hepatitis_cascade_comes_out_as_printed():
    # Hyde and others, Journal of Viral Hepatitis 30 (2023) 129-137: 43%, 22%, 16% of 384.
    found = chain(infected=384, linked=165, treated=84, cured=63)
    assert [round(100 * share) for share in shares(found.steps, "of_first")] == [43, 22, 16]
    assert [step.lost for step in found.steps[1:]] == [(219, 219), (81, 81), (21, 21)]


LOSSES = st.lists(st.integers(0, 5), min_size=1, max_size=4)


@settings(deadline=None)
@given(LOSSES, st.integers(1, 5), st.data())
def test_the_bounds_of_a_cascade_hold_for_every_number_of_persons(losses, last, data):
    persons = [last]
    for loss in losses:
        persons.insert(0, persons[0] + loss)
    repeats = [data.draw(st.none() | st.integers(0, 4)) for _ in losses] + [None]
    found = chain(
        **{
            f"step{place}": number if more is None else (number + more, "test")
            for place, (number, more) in enumerate(zip(persons, repeats, strict=True))
        }
    )
    for place, step in enumerate(found.steps):
        assert step.persons[0] <= persons[place] <= step.persons[1]
    for place, step in list(enumerate(found.steps))[1:]:
        before, now = persons[place - 1], persons[place]
        assert step.of_previous[0] <= now / before <= step.of_previous[1]
        assert step.of_first[0] <= now / persons[0] <= step.of_first[1]
        assert step.lost[0] <= before - now <= step.lost[1]


@settings(deadline=None)
@given(st.integers(1, 5), st.integers(0, 5), st.integers(0, 5))
def test_the_bounds_hold_where_a_step_may_count_others(only_first, both, only_second):
    first, second = both + only_first, both + only_second
    evidence = made(
        a={"value": first, "population": "first"}, b={"value": second, "population": "second"}
    )
    step = flows.cascade(evidence, ABOUT, "a;b").steps[1]
    assert not step.nested
    assert step.of_previous[0] <= both / first <= step.of_previous[1]


def test_the_printed_cascade_holds_what_the_documents_support():
    screened, positive, tests, confirmed = analyses()["hepc-cascade"].steps
    assert [s.persons for s in (screened, positive, tests, confirmed)] == [
        (578_833, 578_833), (21_256, 21_256), (15_645, 21_019), (15_645, 15_645),
    ]  # fmt: skip
    assert [step.nested for step in (positive, tests, confirmed)] == [True, False, True]
    assert positive.of_previous == (21_256 / 578_833, 21_256 / 578_833)
    assert tests.of_previous == (0, 21_019 / 21_256)
    assert tests.if_nested == (15_645 / 21_256, 21_019 / 21_256)
    assert confirmed.of_previous == (15_645 / 21_019, 1)
    assert confirmed.of_first == (0, 15_645 / 578_833)
    assert confirmed.lost == (0, 21_019 - 15_645)


def test_the_printed_cascade_says_what_it_assumes():
    assumed = analyses()["hepc-cascade"].assumptions
    assert assumed == ("nested", "case_is_person", "events_bound_persons")


@pytest.mark.parametrize(
    ("first", "keys"), [(0, ("zero",)), ({"qualifier": "withheld"}, ("withheld",))]
)
def test_a_cascade_that_begins_with_nothing_is_refused(first, keys):
    found = flows.cascade(made(a=first, b=0), ABOUT, "a;b")
    assert isinstance(found, Refusal)
    assert found.keys == keys
