from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
from test_disclosure import DATA, THRESHOLDS, solved

from analysis.checks.formula import figures_in
from analysis.checks.results import CheckedTables
from analysis.cleaning.cells import plain
from analysis.cleaning.records import each_row
from analysis.display.release import release
from analysis.measures.bases import WITHHELD, Evidence
from analysis.measures.comparison import Comparison, compare
from analysis.measures.disclosure import read_rules


@cache
def partner(threshold: int) -> CheckedTables:
    """Return the tables as a partner sees them."""
    return release(DATA, "partner", threshold)


def hidden_ids(threshold: int) -> set[str]:
    """Return the figures that a partner does not see."""
    figures = partner(threshold)["figures"]
    return set(figures[figures["qualifier"] == WITHHELD]["figure_id"])


def test_internal_tables_are_left_as_they_are():
    before = {name: frame.copy() for name, frame in DATA.tables.items()}
    assert release(DATA, "internal") is DATA
    release(DATA, "partner")
    for name, frame in DATA.tables.items():
        pd.testing.assert_frame_equal(frame, before[name])


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_what_is_withheld_is_the_pattern(threshold):
    assert hidden_ids(threshold) == solved(threshold)[1].withheld


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_no_small_count_of_people_is_published(threshold):
    figures = partner(threshold)["figures"]
    people = figures[figures["unit"].isin(read_rules(DATA).people_units)]
    assert people[people["value"].between(1, threshold - 1)].empty


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_a_withheld_figure_has_neither_value_nor_token(threshold):
    figures = partner(threshold)["figures"].set_index("figure_id")
    shown = figures.loc[sorted(hidden_ids(threshold))]
    assert shown["value"].isna().all()
    assert set(shown["value_raw"]) == {WITHHELD}


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_no_identity_names_a_withheld_figure(threshold):
    identities = partner(threshold)["identities"]
    named = {
        name for row in each_row(identities) for name in figures_in(f"{row.left} + {row.right}")
    }
    assert "ar19-188-1" in named
    assert not named & hidden_ids(threshold)


def test_identities_of_what_is_published_are_kept():
    named = [
        row.identity_id
        for row in each_row(DATA["identities"])
        if not {*figures_in(row.left), *figures_in(row.right)} & hidden_ids(5)
    ]
    assert list(partner(5)["identities"]["identity_id"]) == named


def test_a_link_that_counts_a_withheld_figure_bears_on_its_target_and_no_more():
    links = DATA["links"].copy()
    row = links.index[links["link_id"] == "ap19-V-g-1.2-i1-l1"]
    links.loc[row, ["figure_ids", "counted_figure_ids"]] = "ar19-190-7"
    shown = release(replace(DATA, tables={**DATA.tables, "links": links}), "partner")["links"]
    (link,) = each_row(shown.loc[row])
    assert (link.counted_figure_ids, link.strength) == ("", "contextual")
    assert pd.isna(link.achieved)
    assert pd.isna(link.ratio)


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_all_other_rows_are_as_they_were(threshold):
    hidden = hidden_ids(threshold)
    before, after = DATA["figures"], partner(threshold)["figures"]
    kept = ~before["figure_id"].isin(hidden)
    pd.testing.assert_frame_equal(after[kept], before[kept])


def test_a_partner_is_not_told_which_figures_are_small():
    assert partner(5)["suppressions"].empty


WORDS = [
    "nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
]  # fmt: skip
IDS = re.compile(r"\b[a-z]+[0-9]*-[0-9]{3}-[0-9]+\b")
PROSE = {
    "figures": ("value_raw", "value", "measure", "population"),
    "identities": ("left_value", "right_value", "residual"),
    "links": ("achieved", "ratio", "difference", "reason"),
    "discrepancies": ("what", "likely_cause", "decision", "value_used"),
}


def numbers(text: str) -> set[str]:
    """Return the numbers that a text states, in digits, and in words up to twenty."""
    spelled = {str(WORDS.index(w)) for w in re.findall(r"[a-z]+", text.lower()) if w in WORDS}
    return spelled | {n.removesuffix(".0") for n in re.findall(r"[0-9]+(?:\.[0-9]+)?", text)}


def shown_by(name: str) -> set[str]:
    """Return the entries of the register that identities with a figure lead to."""
    return {
        row.discrepancy_id
        for row in each_row(DATA["identities"])
        if row.discrepancy_id and name in {*figures_in(row.left), *figures_in(row.right)}
    }


def touching(released: CheckedTables, hidden: set[str]) -> Iterator[tuple[str, str, str]]:
    """Yield each withheld figure with a row and its words that name it or stand on its line."""
    figures = DATA["figures"].set_index("figure_id").loc[sorted(hidden)]
    for name, figure in figures.iterrows():
        line = (figure["source_id"], figure["source_line"])
        entries = shown_by(name)
        for table, columns in PROSE.items():
            for row in released[table].to_dict("records"):
                if (
                    name in {i for cell in row.values() for i in IDS.findall(str(cell))}
                    or (row.get("source_id"), row.get("source_line")) == line
                    or (table == "discrepancies" and row["discrepancy_id"] in entries)
                ):
                    yield name, f"{table}: {row}", " ".join(str(row[c]) for c in columns)


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_no_row_that_touches_a_withheld_figure_states_it(threshold):
    values = DATA["figures"].set_index("figure_id")["value"]
    found = [
        row
        for name, row, text in touching(partner(threshold), hidden_ids(threshold))
        if plain(values[name]) in numbers(text)
    ]
    assert found == []


def test_the_scan_sees_what_is_not_withheld():
    values = DATA["figures"].set_index("figure_id")["value"]
    seen = {
        name
        for name, _, text in touching(DATA, hidden_ids(5))
        if plain(values[name]) in numbers(text)
    }
    assert seen == hidden_ids(5)


@cache
def seen_by_partner(threshold: int) -> Comparison:
    """Return every programme as a partner sees it."""
    return compare(partner(threshold), 0.95)


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_no_measure_is_made_of_a_withheld_figure(threshold):
    hidden = hidden_ids(threshold)
    measured = {
        name
        for programme in seen_by_partner(threshold).programmes
        for measure in programme.measures
        for name in measure.about.figure_ids
    }
    assert not measured & hidden


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_no_programme_of_a_partner_contradicts_itself(threshold):
    assert seen_by_partner(threshold).faults() == []


def test_a_withheld_count_is_known_to_be_withheld_and_is_nought():
    count = Evidence(partner(5)).counts["ar19-190-7"]
    assert (count.value, count.withheld) == (0, True)
