from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from checkout import ROOT, change_cell, copy_checkout, digests, quiet, row_of

from analysis import pipeline
from analysis.checks import identities as identities_module
from analysis.checks.data_docs import make_self_contained
from analysis.checks.formula import evaluate, figures_in
from analysis.checks.results import load_checked_tables, refuse_critical
from analysis.checks.suites import suite, suite_json
from analysis.checks.validation import rests_on, validate
from analysis.cleaning.schema import SCHEMAS
from analysis.errors import CheckError, NotationError, RawDataError
from analysis.paths import Project

FACTS = {"a-1": Decimal(10), "b-2": Decimal(4), "when": "2019-06", "budget(x)": Decimal(100)}


@pytest.fixture(scope="module")
def tables():
    return pipeline.make_tables(Project(ROOT))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("a-1", Decimal(10)),
        ("a-1 + b-2", Decimal(14)),
        ("a-1 - b-2 - 3", Decimal(3)),
        ("share(b-2, a-1)", Decimal(40)),
        ("max(a-1, b-2, 12)", Decimal(12)),
        ("budget(x)", Decimal(100)),
        ("when", "2019-06"),
    ],
)
def test_a_formula_has_the_value_of_its_facts(formula, value):
    assert evaluate(formula, FACTS) == value


@pytest.mark.parametrize(
    "formula",
    [
        "c-3",
        "",
        "a-1 +",
        "a-1 * b-2",
        "__import__('os')",
        "when + a-1",
        "share(a-1, 0)",
        "max(when)",
    ],
)
def test_a_formula_of_anything_else_is_refused(formula):
    with pytest.raises(NotationError):
        evaluate(formula, FACTS)


def test_a_formula_names_its_figures():
    assert figures_in("share(a-1, b-2) + c-3 - 5") == ["a-1", "b-2", "c-3"]


def test_the_identities_that_fail_are_those_of_the_sources(tables):
    identities = tables["identities"]
    failing = identities[~identities["holds"]]
    assert dict(zip(failing["identity_id"], failing["residual"], strict=True)) == {
        "children-tbilisi-flow": -1,
        "inspection-parts": 1,
        "plan-activity-numbers": 1,
        "plan-chapter-headings": -1,
        "plan-indicators-in-place": 1,
        "plan-objective-numbers": 1,
        "plan-row-cells": 5,
        "reintegration-lots": -1,
        "reintegration-regions": 1,
        "reintegration-served-elsewhere": -133,
        "strategy-years": -18400,
        "training-employed-total": 1,
    }


def test_every_numeric_total_of_the_report_is_in_an_identity_or_stands_alone(tables):
    """Figures that no identity speaks of are few enough to be read one by one."""
    named = {
        figure
        for row in tables["identities"].itertuples()
        for side in (row.left, row.right)
        for figure in figures_in(side)
    }
    figures = tables["figures"]
    alone = set(figures.loc[figures["kind"] == "result", "figure_id"]) - named
    assert len(alone) < len(figures) / 4


@pytest.mark.parametrize(
    ("residual", "registered", "words"),
    [(1, "", "fails and is not registered"), (0, "inspections-total", "is stale")],
)
def test_the_register_and_the_identities_have_to_agree(tables, residual, registered, words):
    identities = tables["identities"].copy()
    place = identities.index[identities["identity_id"] == "mediation-outcomes"]
    identities.loc[place, "residual"] = residual
    identities.loc[place, "holds"] = residual == 0
    identities.loc[place, "discrepancy_id"] = registered
    with pytest.raises(CheckError, match=f"the identity mediation-outcomes .*{words}"):
        identities_module.check_register(identities)


def test_an_identity_of_an_unknown_figure_is_refused(tmp_path):
    project = copy_checkout(tmp_path)
    path = project.raw / "identities.csv"
    row = row_of(path, "identity_id", "hotline-sexes")
    change_cell(path, row, "left", "ar19-185-2 + ar19-185-9")
    with pytest.raises(RawDataError, match=rf"identities.csv, row {row}, column left"):
        pipeline.make_tables(project)


@pytest.mark.parametrize("table", SCHEMAS)
def test_the_committed_suite_is_the_one_written_twice(table):
    committed = (ROOT / "expectations" / f"{table}.json").read_text(encoding="utf-8")
    assert suite_json(table) == suite_json(table) == committed


@pytest.mark.parametrize("table", SCHEMAS)
def test_every_expectation_has_an_id_a_severity_and_a_note(table):
    entries = json.loads(suite_json(table))["expectations"]
    assert len({entry["id"] for entry in entries}) == len(entries)
    assert {entry["severity"] for entry in entries} <= {"critical", "warning", "info"}
    assert all(len(entry["notes"]) > 10 for entry in entries)


@pytest.fixture(scope="module")
def validated(tables):
    return validate(tables, ROOT / "expectations")


def test_every_expectation_is_run(validated):
    expected = [(table, entry.key) for table in SCHEMAS for entry in suite(table)]
    assert [(result.table, result.key) for result in validated] == expected


def test_no_critical_expectation_fails_on_the_committed_data(validated):
    refuse_critical(validated)


def test_what_the_sources_do_not_meet_is_counted(validated):
    unmet = {(r.table, r.key): r.unexpected for r in validated if not r.success}
    assert unmet == {
        ("activities", "deadline_stated"): 4,
        ("activities", "verification_stated"): 1,
        ("activities", "risk_stated"): 59,
        ("indicators", "target_numeric"): 61,
        ("identities", "holds"): 12,
    }


SPOILS = {
    ("figures", "value"): -1.0,
    ("figures", "programme_id"): "no-such-programme",
    ("figures", "disaggregation"): "<script>alert(1)</script>",
    ("activities", "title"): "One",
    ("activities", "deadlines"): "12.2019",
    ("activities", "lead_ids"): "",
    ("indicators", "activity_id"): "ap19-I-a-1.1",
    ("indicators", "operator"): ">>",
    ("organisations", "kind"): "company",
    ("commitments", "horizon_end"): "soon",
    ("sources", "sha256"): "abc",
    ("figures", "unit"): "persons",
    ("rate_scorings", "scoring_id"): "sigma",
}


def test_a_spoiled_cell_of_each_kind_is_found(tables):
    spoiled = {name: table.copy() for name, table in tables.items()}
    for (table, column), cell in SPOILS.items():
        spoiled[table].loc[0, column] = cell
    failed = {
        (result.table, result.column)
        for result in validate(spoiled, ROOT / "expectations")
        if not result.success and result.severity == "critical"
    }
    assert set(SPOILS) <= failed


def test_a_key_twice_and_a_row_too_many_are_found(tables):
    import pandas as pd

    spoiled = dict(tables)
    spoiled["figures"] = pd.concat([tables["figures"], tables["figures"].head(1)])
    failed = {
        result.key
        for result in validate(spoiled, ROOT / "expectations")
        if not result.success and result.table == "figures"
    }
    assert failed == {"rows", "figure_id.unique"}


def test_a_scoring_that_reports_ask_for_is_refused_in_words(tables):
    spoiled = dict(tables)
    spoiled["rate_scorings"] = tables["rate_scorings"].replace("sigma-implementation", "sigma")
    with pytest.raises(CheckError) as refused:
        refuse_critical(validate(spoiled, ROOT / "expectations", only=["rate_scorings"]))
    assert "has every key that reports ask for by name" in str(refused.value)
    assert "found: 'not all of: sigma-implementation'" in str(refused.value)


@pytest.fixture(scope="module")
def once(checked):
    """Return a project that was checked, and what came of it; not to be written to."""
    project = Project(checked.parents[1])
    return project, pipeline.check(project, quiet, reuse=True)


def test_what_rests_on_the_same_is_not_asked_again_and_nothing_differs(checked, tmp_path):
    copied = copy_checkout(tmp_path / "copy", checked)
    path = copied.raw / "association-report-2019" / "figures.csv"
    change_cell(path, row_of(path, "figure_id", "ar19-033-1"), "value_raw", "450-მდე")
    said = []
    pipeline.check(copied, lambda words, **_: said.append(words), tmp_path / "a", reuse=True)
    assert ("[2/4] checking 2 clean tables with Great Expectations; 20 are as they were") in said
    pipeline.check(copied, quiet, tmp_path / "b")
    assert digests(tmp_path / "a") == digests(tmp_path / "b")


def test_a_table_is_asked_again_where_its_cells_its_suite_or_others_keys_are_others(tables):
    before = rests_on(tables, ROOT / "expectations")
    assert before.keys() == SCHEMAS.keys()
    sources = tables["sources"]
    fewer = rests_on(tables | {"sources": sources.iloc[:-1]}, ROOT / "expectations")
    assert {name for name in SCHEMAS if fewer[name] != before[name]} == {
        name for name in SCHEMAS if '"sources_keys"' in before[name]["suite"]
    }
    assert fewer["figures"] != before["figures"]


def test_results_belong_to_the_tables_they_were_made_from(once, tmp_path):
    project, outcome = once
    clean = tmp_path / "clean"
    shutil.copytree(project.clean, clean)
    assert len(load_checked_tables(clean, outcome.checks)["figures"]) == 208
    change_cell(clean / "figures.csv", 2, "value", "11")
    with pytest.raises(CheckError, match=r"data/clean/figures\.csv: the table is not the one"):
        load_checked_tables(clean, outcome.checks)


def test_tables_never_checked_are_refused(tmp_path):
    with pytest.raises(CheckError, match="run: analysis check"):
        load_checked_tables(ROOT / "data" / "clean", tmp_path)


def test_a_failing_check_leaves_the_clean_tables_as_they_were(tmp_path):
    project = copy_checkout(tmp_path)
    before = {path.name: path.read_bytes() for path in project.clean.iterdir()}
    path = project.raw / "association-report-2019" / "figures.csv"
    change_cell(path, row_of(path, "figure_id", "ar19-066-4"), "value_raw", "5")
    with pytest.raises(CheckError, match="mediation-outcomes fails and is not registered"):
        pipeline.check(project, quiet)
    assert {path.name: path.read_bytes() for path in project.clean.iterdir()} == before


def test_data_docs_ask_nothing_of_a_network(once):
    _, outcome = once
    pages = sorted((outcome.checks / "data-docs").rglob("*.html"))
    assert len(pages) > len(SCHEMAS)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text
        assert 'src="' not in text
        assert 'href="http' not in text
        assert "Content-Security-Policy" in text


def test_the_index_of_data_docs_leads_to_every_page_without_a_script(tmp_path):
    pages = ["expectations/links.html", "validations/links/checks/1/clean-links.html"]
    (tmp_path / "static").mkdir()
    for name in pages:
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("<html></html>")
    (tmp_path / "index.html").write_text(
        '<table class="ge-index-page-validation-results-table"></table>'
        '<table class="ge-index-page-expectation_suites-table"></table>'
    )
    make_self_contained(tmp_path)
    index = (tmp_path / "index.html").read_text()
    assert [found for found in sorted(pages) if f'<a href="{found}">' in index] == pages
    assert "validations: links" in index


def test_the_committed_clean_tables_are_those_of_the_raw_rows():
    from analysis.cleaning.schema import to_csv

    # Made here, not taken from a fixture: so a mutant of the cleaning is known to fail here.
    for name, table in pipeline.make_tables(Project(ROOT)).items():
        committed = Path(ROOT / "data" / "clean" / f"{name}.csv").read_text(encoding="utf-8")
        assert to_csv(name, table) == committed, name
