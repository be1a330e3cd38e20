"""What a run shares: every programme reported, no causal claim, no small count of people."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from checkout import change_cell, copy_checkout, quiet, row_of, run

from analysis import pipeline
from analysis.checks.results import CheckedTables, load_checked_tables
from analysis.display import programme_tables
from analysis.display.causality import causal_claims
from analysis.display.release import THRESHOLD, release
from analysis.errors import DisclosureError, RawDataError, StorageError, UsageError
from analysis.measures.programme import study
from analysis.paths import Project
from analysis.reports.catalogue import REPORTS
from analysis.reports.choices import PROGRAMMES
from analysis.reports.disclosure import audit, refuse_disclosing, said
from analysis.reports.manifest import shared_files

BLOCKS = ["p", "li", "tr", "figcaption", "caption", "h1", "h2"]


def sentences(text: str) -> str:
    """Return a page as text, block by block, alternative texts too."""
    page = BeautifulSoup(text, "html.parser")
    blocks = [block.get_text(" ", strip=True) for block in page.find_all(BLOCKS)]
    return "\n".join(
        [*blocks, *(str(drawn["aria-label"]) for drawn in page.select("[aria-label]"))]
    )


@pytest.fixture(scope="module")
def whole(ran: Project) -> CheckedTables:
    return load_checked_tables(ran.clean, ran.outputs / "latest" / "checks")


# every programme, none empty


def test_the_catalogue_names_the_programmes_of_the_data(whole):
    programmes = whole["programmes"]
    assert dict(zip(programmes["programme_id"], programmes["title"], strict=True)) == PROGRAMMES
    assert set(whole["figures"]["programme_id"]) == set(PROGRAMMES)


@pytest.mark.parametrize("programme_id", PROGRAMMES)
def test_each_programme_has_a_report_that_says_what_may_and_may_not_be_said(ran, programme_id):
    name = f"programme-effect--programme-{programme_id}.html"
    text = (ran.outputs / "latest" / "reports" / name).read_text(encoding="utf-8")
    page = BeautifulSoup(text, "html.parser")
    assert PROGRAMMES[programme_id] in page.title.string
    sections: dict[str, str] = {}
    for heading in page.find_all("h2"):
        inside = heading.find_all_next(BLOCKS, limit=4)
        sections[heading.get_text()] = " ".join(block.get_text() for block in inside)
    for needed in ("Summary", "What may be said", "What may not be said", "The next evaluation"):
        assert len(sections[needed]) > 60, needed
    assert page.select("[id^=figure-row-]")


# causal claims


def test_no_page_of_a_run_claims_an_effect(ran):
    pages = sorted((ran.outputs / "latest" / "reports").iterdir())
    found = {page.name: causal_claims(sentences(page.read_text("utf-8"))) for page in pages}
    assert {name: claims for name, claims in found.items() if claims} == {}


@pytest.mark.parametrize(
    ("language", "planted"),
    [
        ("en", "The training led to 437 jobs."),
        ("en", "797 people found work thanks to the programme."),
        ("en", "An effect of the internship is seen."),
        ("fr", "Le programme a permis 437 emplois."),
        ("ka", "პროგრამამ განაპირობა დასაქმება."),
    ],
)
def test_a_planted_causal_sentence_is_found(ran, language, planted):
    path = ran.outputs / "latest" / "reports" / "programmes-compared.html"
    text = path.read_text("utf-8").replace("</main>", f"<p>{planted}</p></main>")
    assert causal_claims(sentences(text), language) == [planted]


@pytest.mark.parametrize(
    "denied",
    [
        "Without a comparison group an effect of the programme is not identified.",
        "What the jobs led to cannot be said.",
    ],
)
def test_a_sentence_that_denies_the_claim_is_none(denied):
    assert causal_claims(denied) == []


# small counts of people


def test_the_audit_of_a_run_finds_nothing_and_reads_every_file(everywhere):
    """By the command, which takes the files and the threshold from the run's manifest."""
    run = everywhere.index.parent
    shared, threshold = shared_files(run)
    assert threshold == THRESHOLD
    project = Project(run.parents[2])
    found = pipeline.disclosure(project, run)
    assert found.problems == []
    assert found.files == len(shared) == 2 * len(everywhere.results)
    assert found.small == 11
    assert found.shown


def test_the_audit_of_a_whole_run_was_passed_before_it_was_published(ran, said_of_ran):
    files, _ = shared_files((ran.outputs / "latest").resolve())
    assert len(files) > 2 * 79
    assert f"disclosure: 11 small counts of people, none in {len(files)} files" in said_of_ran


def _pages(whole: CheckedTables, shown: str, folder: Path) -> list[Path]:
    """Return pages of every programme made of tables that withhold all but one figure."""
    rows = whole["suppressions"]
    tables = dict(whole.tables) | {"suppressions": rows[rows["figure_id"] != shown]}
    data = release(replace(whole, tables=tables), "partner")
    paths = []
    for programme_id in PROGRAMMES:
        found = study(data, str(programme_id), 0.95, (0.0, 1.0))
        path = folder / f"{programme_id}.html"
        path.write_text(programme_tables.figures(found, data).html, encoding="utf-8")
        paths.append(path)
    return paths


def _suppressed() -> list[str]:
    path = Path(__file__).parents[1] / "data" / "clean" / "suppressions.csv"
    with path.open(encoding="utf-8") as file:
        return [row["figure_id"] for row in csv.DictReader(file)]


def test_pages_made_behind_the_gate_give_nobody_away(whole, tmp_path):
    assert audit(said(_pages(whole, "none", tmp_path), tmp_path), whole, THRESHOLD).problems == []


@pytest.mark.parametrize("figure_id", _suppressed())
def test_with_one_suppression_off_the_audit_finds_it(whole, tmp_path, figure_id):
    found = audit(said(_pages(whole, figure_id, tmp_path), tmp_path), whole, THRESHOLD)
    small = set(whole["suppressions"].query("reason == 'small'")["figure_id"])
    assert found.exposed
    assert {leak.figure_id for leak in found.leaks} == ({figure_id} & small)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "is not for sharing"), ("fr", "Édition interne"), ("ka", "შიდა გამოცემა")],
)
def test_an_internal_report_shows_what_the_audit_would_refuse(ran, whole, language, words):
    asked = ["programme=trafficking-victims", "audience=internal", f"language={language}"]
    (result,) = run(ran, ["programme_effect"], asked, ["html"]).results
    assert words in result.page.read_text(encoding="utf-8")
    with pytest.raises(DisclosureError, match="a small count of people stands beside ar19-190-8"):
        refuse_disclosing(said([result.page], ran.outputs), whole, THRESHOLD)


def test_the_refusal_does_not_print_the_small_count(whole, tmp_path):
    (problem, *_) = audit(
        said(_pages(whole, "ar19-177-3", tmp_path), tmp_path), whole, THRESHOLD
    ).problems
    assert "ar19-177-3" in str(problem)
    assert "2" not in str(problem).replace("ar19-177-3", "")


def test_sentences_and_alternative_texts_are_read_by_the_words_of_a_figure(whole, tmp_path):
    path = tmp_path / "page.html"
    words = "Interns employed within the programme, persons with disabilities"
    path.write_text(f'<svg aria-label="Bars. {words}: 6; more: 7"></svg>', encoding="utf-8")
    assert "ar19-123-8" in audit(said([path], tmp_path), whole, THRESHOLD).shown


def test_a_notebook_that_goes_around_the_gate_is_not_published(checked, tmp_path):
    project = copy_checkout(tmp_path, checked)
    path = project.notebooks / "programme_effect.ipynb"
    text = path.read_text(encoding="utf-8")
    gated = "release(open_checked_tables(), audience, threshold, language)"
    assert gated in text
    path.write_text(text.replace(gated, "open_checked_tables()"), encoding="utf-8")
    with pytest.raises(DisclosureError, match="stands beside ar19-190-9"):
        run(project, ["programme_effect"], ["programme=trafficking-victims"])
    assert not list(project.outputs.rglob("*.html"))


def test_a_folder_without_a_run_is_refused(ran, tmp_path):
    with pytest.raises(StorageError, match="holds no run: there is no manifest"):
        pipeline.disclosure(ran, tmp_path)


# bad input


@pytest.mark.parametrize(
    ("parameter", "words"),
    [
        ("programme=hepatitis", "Did you mean 'hepatitis-c'"),
        ("confidence=95", "cannot be 95.0. Expected: number, default 0.95, from 0.5 to 0.999. "
         "Write 95 percent as 0.95."),
        ("confidence=nan", "cannot be 'nan'"),
        ("comparison=0.5-0.2", "the range runs backwards. Did you mean 0.2-0.5?"),
        ("comparison=1.2", "shares lie from 0 to 1; write 10 percent as 0.1."),
        ("comparison=some", "write a share as 0.1, a range as 0.05-0.15."),
        ("price_basis=constant", "Constant prices need a price index, which no document prints."),
        ("threshold=1", "from 3 to 20"),
        ("audience=public", "one of: partner, internal"),
    ],
)  # fmt: skip
def test_bad_parameters_are_refused_before_anything_runs(tmp_path, parameter, words):
    with pytest.raises(UsageError) as refused:
        run(Project(tmp_path), ["programme_effect"], [parameter])
    assert words in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_a_figure_withdrawn_from_the_raw_data_is_refused_where_an_analysis_names_it(tmp_path):
    project = copy_checkout(tmp_path)
    path = project.raw / "analyses.csv"
    row = row_of(path, "analysis_id", "training-placed")
    change_cell(path, row, "right", "ar19-121-99")
    with pytest.raises(RawDataError) as refused:
        pipeline.check(project, quiet)
    assert f"data/raw/analyses.csv, row {row}, column right" in str(refused.value)
    assert "ar19-121-99" in str(refused.value)


def test_every_report_is_gated_and_shared_by_default():
    for report in REPORTS.values():
        assert report.parameters["audience"].default == "partner"
        assert report.parameters["threshold"].default == THRESHOLD
