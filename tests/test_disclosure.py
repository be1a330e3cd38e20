from __future__ import annotations

from functools import cache
from itertools import product
from math import inf

import pytest
from checkout import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import pipeline
from analysis.checks.results import CheckedTables
from analysis.display import release as gate
from analysis.measures.disclosure import Cells, Rules, Target, cells, read_rules
from analysis.measures.relations import Relation
from analysis.measures.suppression import Pattern, pattern
from analysis.paths import Project

DATA = CheckedTables(pipeline.make_tables(Project(ROOT)), (), {})
THRESHOLDS = (3, 5, 10, 20)
Values = dict[str, float]


def table(rows: list[list[int]]) -> tuple[Values, tuple[Relation, ...]]:
    """Return a table with totals as counts, ``a1`` to ``d4``, and the sums they make."""
    values: Values = {}
    sums: list[list[str]] = []
    for letter, row in zip("abcdefgh", rows, strict=False):
        names = [f"{letter}{place}" for place in range(1, len(row) + 1)]
        values |= dict(zip(names, row, strict=True)) | {f"{letter}-total": sum(row)}
        sums.append([*names, f"{letter}-total"])
    for place, column in enumerate(zip(*rows, strict=True), 1):
        values[f"total-{place}"] = sum(column)
        cells = [f"{letter}{place}" for letter, _ in zip("abcdefgh", rows, strict=False)]
        sums.append([*cells, f"total-{place}"])
    return values, tuple(
        Relation({**dict.fromkeys(parts, 1), whole: -1}, 0, 0, 0) for *parts, whole in sums
    )


def made(rows: list[list[int]], threshold: int = 5) -> Cells:
    """Return the cells of a table whose small counts are the targets."""
    values, relations = table(rows)
    small = [Target(n, {n: 1}, v) for n, v in values.items() if 0 < v < threshold]
    return Cells(Rules(threshold, ("person",)), values, relations, tuple(small), {})


def ranges(found: Cells, hidden: set[str]) -> dict[str, tuple[float, float]]:
    """Return what can be computed of each hidden count."""
    exposed = {
        name: found.exposure(Target(name, {name: 1}, found.values[name]), hidden) for name in hidden
    }
    return {name: (one.lower, one.upper) for name, one in exposed.items()}


def test_geurts_table_gives_the_published_ranges():
    # Geurts (1992), in the Handbook on Statistical Disclosure Control, section 4.2, example 3.
    found = made([[5, 2], [1, 2], [3, 3]])
    assert ranges(found, {"a1", "a2", "b1", "b2"}) == {
        "a1": (3, 6), "a2": (1, 4), "b1": (0, 3), "b2": (0, 3),
    }  # fmt: skip


# A table and two patterns as in Statistical Policy Working Paper 22 of the Federal Committee
# on Statistical Methodology (2005), chapter IV: one gives a cell away, one does not.
COUNTIES = [[15, 1, 3, 1], [20, 10, 10, 15], [3, 10, 10, 2], [12, 14, 7, 2]]
ALPHA = {"a2", "a3", "a4"}
BAD = ALPHA | {"b2", "b3", "c1", "c4", "d1", "d4"}
GOOD = ALPHA | {"c1", "c2", "c4", "d1", "d3", "d4"}


def test_two_suppressions_a_line_may_still_give_a_cell_away():
    assert ranges(made(COUNTIES), BAD)["a4"] == (1, 1)


def test_a_good_pattern_leaves_each_cell_open():
    found = ranges(made(COUNTIES), GOOD)
    assert {name: found[name] for name in ALPHA} == {"a2": (0, 5), "a3": (0, 5), "a4": (0, 5)}


def test_the_bad_pattern_is_seen_to_be_unsafe():
    unsafe = made(COUNTIES).unsafe(BAD, made(COUNTIES).targets)
    assert "a4" in [target.name for target in unsafe]


def test_the_good_pattern_is_seen_to_be_safe_for_alpha():
    found = made(COUNTIES)
    unsafe = [target.name for target in found.unsafe(GOOD, found.targets)]
    assert not ALPHA & set(unsafe)


COUNTS = st.lists(st.integers(0, 4), min_size=3, max_size=3)
INNER = st.sampled_from(["a1", "a2", "a3", "b1", "b2", "b3"])


@settings(max_examples=25, deadline=None)
@given(COUNTS, COUNTS, st.sets(INNER, min_size=1, max_size=4))
def test_the_ranges_are_what_trying_every_table_finds(first, second, hidden):
    found = made([first, second])
    names = sorted(hidden)
    possible = []
    for tried in product(range(9), repeat=len(names)):
        values = {**found.values, **dict(zip(names, tried, strict=True))}
        if all(sum(w * values[n] for n, w in r.weights.items()) == 0 for r in found.relations):
            possible.append(tried)
    for place, name in enumerate(names):
        tried = [row[place] for row in possible]
        assert ranges(found, hidden)[name] == (min(tried), max(tried))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=2, max_size=2))
def test_a_pattern_protects_every_small_count_of_any_table(rows):
    found = made(rows)
    hidden = pattern(found).withheld
    assert found.unsafe(hidden, found.targets) == []


def test_a_count_at_the_threshold_is_not_small():
    assert pattern(made([[5, 9], [9, 5]])).withheld == set()


def test_nought_is_not_small():
    assert pattern(made([[0, 9], [9, 0]])).withheld == set()


def test_a_printed_sum_that_fails_still_ties_its_parts():
    parts = {"ar19-121-4", "ar19-121-6", "ar19-123-7", "ar19-123-9"}
    found = [r for r in solved(5)[0].relations if set(r.weights) == parts]
    assert [(relation.residual, relation.is_equation) for relation in found] == [(1, True)]
    assert found[0].lower <= 1 <= found[0].upper


def test_a_sum_that_fails_is_taken_to_hold_up_to_its_residual():
    values: Values = {"a": 3, "b": 10, "whole": 12}
    failing = Relation({"a": 1, "b": 1, "whole": -1}, -1, 1, 1)
    found = Cells(Rules(5, ("person",)), values, (failing,), (), {})
    assert ranges(found, {"a"}) == {"a": (1, 3)}


def test_what_no_sum_holds_may_be_any_number():
    found = Cells(Rules(5, ("person",)), {"a": 3}, (), (), {})
    assert ranges(found, {"a"}) == {"a": (0, inf)}


def test_a_part_is_at_most_its_whole():
    part = Relation({"a": 1, "whole": -1}, -inf, 0, -9, ("a", "whole"))
    found = Cells(Rules(5, ("person",)), {"a": 3, "whole": 12}, (part,), (), {})
    assert ranges(found, {"a"}) == {"a": (0, 12)}


def test_a_count_that_can_only_be_small_is_given_away():
    part = Relation({"a": 1, "whole": -1}, -inf, 0, -1, ("a", "whole"))
    found = Cells(Rules(5, ("person",)), {"a": 3, "whole": 4}, (part,), (), {})
    exposure = found.exposure(Target("a", {"a": 1}, 3), {"a"})
    assert (exposure.lower, exposure.upper, exposure.safe) == (0, 4, False)


def test_the_remainder_of_a_whole_is_a_target_too():
    names = {target.name for target in cells(DATA, read_rules(DATA)).targets}
    assert {"ar19-129-2 less ar19-129-3", "ar19-190-7 less ar19-190-8"} <= names


@cache
def solved(threshold: int) -> tuple[Cells, Pattern]:
    """Return the counts of people of the project, and which of them are withheld."""
    found = cells(DATA, read_rules(DATA, threshold))
    return found, pattern(found)


@pytest.mark.parametrize("threshold", [*THRESHOLDS, 30, 43])
def test_every_small_count_is_safe_under_the_pattern(threshold):
    found, chosen = solved(threshold)
    assert found.unsafe(chosen.withheld, found.targets) == []


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_every_secondary_suppression_is_needed(threshold):
    found, chosen = solved(threshold)
    for name in chosen.secondary:
        assert found.unsafe(chosen.withheld - {name}, found.targets), name


def test_small_counts_alone_would_give_themselves_away():
    found, chosen = solved(5)
    assert len(found.unsafe(chosen.primary, found.targets)) > 0


def test_the_pattern_is_the_table_of_suppressions():
    rows = dict(zip(DATA["suppressions"]["figure_id"], DATA["suppressions"]["reason"], strict=True))
    _, chosen = solved(5)
    assert rows == dict.fromkeys(chosen.primary, "small") | dict.fromkeys(
        chosen.secondary, "reveals"
    )


def test_trafficked_minors_are_withheld_with_both_sexes():
    minors = {f"ar19-190-{number}" for number in (7, 8, 9, 10)}
    assert minors <= solved(5)[1].withheld


def test_the_default_threshold_is_that_of_the_table():
    assert read_rules(DATA).threshold == gate.THRESHOLD


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_a_small_count_is_open_as_far_as_being_withheld_says(threshold):
    # From nought to the largest small count.
    assert read_rules(DATA, threshold).protection == len(range(1, threshold))
