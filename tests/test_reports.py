from __future__ import annotations

import json
import re
import shutil
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
from bs4 import BeautifulSoup
from checkout import change_cell, copy_checkout, digests, row_of, run

from analysis import pipeline
from analysis.errors import RawDataError, StorageError, UsageError
from analysis.paths import Project
from analysis.reports import manifest
from analysis.reports.catalogue import REPORTS
from analysis.reports.tasks import tasks


def parsed(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


PAGES = [
    "data-quality",
    "midterm-evaluation",
    "midterm-evaluation--chapter-XI",
    "programme-effect--programme-job-seeker-training",
    "programmes-compared",
]
REPORTS_RUN = 79


@pytest.fixture(scope="module", params=PAGES)
def page(ran: Project, request: pytest.FixtureRequest) -> BeautifulSoup:
    return parsed(ran.outputs / "latest" / "reports" / f"{request.param}.html")


def test_the_site_lists_every_report_by_a_link_that_leads_somewhere(ran):
    latest = ran.outputs / "latest"
    site = BeautifulSoup((latest / "index.html").read_text(encoding="utf-8"), "html.parser")
    links = [link["href"] for link in site.find_all("a") if not link["href"].startswith("#")]
    assert "reports/data-quality.html" in links
    assert "reports/midterm-evaluation--chapter-IX.html" in links
    assert all((latest / link).is_file() for link in links)


def test_the_page_asks_nothing_of_a_network_and_needs_no_script(page):
    assert not page.find_all(["script", "link", "iframe", "object", "embed"])
    assert not re.search(r'(?:src|href)="(?:https?:)?//', str(page))
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert "default-src 'none'" in policy["content"]


def test_the_page_shows_no_code(page):
    text = page.get_text()
    for word in ("import ", "open_checked_tables", "coverage.", "findings.identities", "evaluate("):
        assert word not in text


def test_the_page_says_its_language_and_fits_a_telephone(page):
    assert page.html["lang"] == "en"
    assert page.find("meta", attrs={"name": "viewport"})
    assert "@media print" in page.find("style").string


def test_every_figure_has_alternative_text_and_a_caption(page):
    figures = page.find_all("figure")
    assert len(figures) >= 3
    for figure in figures:
        assert figure.svg["role"] == "img"
        assert len(figure.svg["aria-label"]) > 40
        assert "Source:" in figure.figcaption.get_text()


def test_every_table_has_a_caption_and_scopes(page):
    tables = page.find_all("table")
    assert len(tables) >= 4
    for table in tables:
        assert table.caption.get_text()
        assert all(head.get("scope") in ("col", "row") for head in table.find_all("th"))


def test_ids_stand_once_and_contents_lead_to_them(page):
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for link in page.nav.find_all("a"):
        assert link["href"].removeprefix("#") in ids


def test_headings_do_not_skip_a_level(page):
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile(r"h[1-6]"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_page_is_small_enough_to_send(ran):
    pages = list((ran.outputs / "latest" / "reports").iterdir())
    assert len(pages) == REPORTS_RUN
    assert all(page.stat().st_size < 500_000 for page in pages)


def test_every_discrepancy_and_failing_identity_is_on_the_page(ran):
    text = parsed(ran.outputs / "latest" / "reports" / "data-quality.html").get_text()
    tables = pipeline.make_tables(ran)
    for what in tables["discrepancies"]["what"]:
        assert what in text
    withheld = set(tables["suppressions"]["figure_id"])
    for row in tables["identities"].itertuples():
        if not row.holds:
            hidden = withheld & set(re.findall(r"[a-z0-9]+-\d{3}-\d+", f"{row.left} {row.right}"))
            assert (row.identity_id in text) is not bool(hidden)


def test_the_manifest_keeps_its_schema_and_its_digests(ran):
    latest = ran.outputs / "latest"
    described = json.loads((latest / "manifest.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(manifest.schema())
    jsonschema.Draft202012Validator(manifest.schema()).validate(described)
    files = digests(ran.root)
    from hashlib import sha256

    for path, digest in described["inputs"].items():
        assert sha256(files[path]).hexdigest() == digest
    for report in described["reports"]:
        for path, digest in report["outputs"].items():
            assert sha256((latest / path).read_bytes()).hexdigest() == digest


AGAIN = (
    "midterm-evaluation--chapter-VI",
    "data-quality",
    "programmes-compared",
    "programme-effect--programme-idp-housing",
    "partner-brief--partner-afd",
)


def test_a_run_again_gives_the_same_bytes(ran):
    """One run of every notebook, not of every report: a second whole run would say no more."""
    first = digests(ran.outputs / "latest")
    outcome = run(ran, only=AGAIN, force=True)
    assert len(outcome.results) == len(AGAIN)
    assert not any(one.reused for one in outcome.results)
    again = digests(outcome.index.parent)
    made = [name for name in again if "/" in name and not name.startswith("checks/")]
    assert {name.split("/")[0] for name in made} >= {"reports", "notebooks", "documents", "tables"}
    assert [name for name in made if again[name] != first.get(name)] == []


def test_executed_notebooks_hold_no_place_or_time_and_print_nothing(ran):
    notebooks = list((ran.outputs / "latest" / "notebooks").iterdir())
    assert len(notebooks) == REPORTS_RUN
    for path in notebooks:
        text = path.read_text(encoding="utf-8")
        assert str(ran.root) not in text
        assert not re.search(r"20\d\d-\d\d-\d\dT", text)
        outputs = [o for cell in json.loads(text)["cells"] for o in cell.get("outputs", ())]
        assert {output["output_type"] for output in outputs} == {"execute_result"}, path.name


def test_a_parameter_narrows_the_report_and_leaves_the_latest_run(ran):
    latest = (ran.outputs / "latest").resolve()
    outcome = run(ran, ["data_quality"], ["document=france-brief-2019"], ["html"])
    (result,) = outcome.results
    assert (ran.outputs / "latest").resolve() == latest
    assert result.name == "data-quality--document-france-brief-2019"
    text = result.page.read_text(encoding="utf-8")
    assert "1 document gave 13 figures, 0 activities and 0 indicators." in text


@pytest.mark.parametrize(
    ("only", "parameters", "words"),
    [
        (["data_qualty"], [], "There is no report 'data_qualty'. Did you mean 'data_quality'?"),
        ([], ["documnt=all"], "No report here has a parameter 'documnt'. Did you mean 'document'?"),
        ([], ["document=plan"], "The parameter document cannot be 'plan'. Expected: str"),
        ([], ["document=all", "document=all"], "The parameter document is given twice."),
        ([], ["as_of=2019-W52-2"], "The parameter as_of cannot be '2019-W52-2'."),
        ([], ["document"], "A parameter is written NAME=VALUE; found 'document'."),
        ([], ["document=__import__('os').system('x')"], "The parameter document cannot be"),
    ],
)
def test_parameters_are_refused_before_anything_runs(tmp_path, only, parameters, words):
    project = Project(tmp_path)
    with pytest.raises(UsageError, match=re.escape(words)):
        run(project, only, parameters)
    assert list(tmp_path.iterdir()) == []


def test_every_report_is_listed_with_a_default_of_its_own_type():
    for report in REPORTS.values():
        for parameter in report.parameters.values():
            assert not parameter.choices or parameter.default in parameter.choices
    assert [task.report for task in tasks()] == [REPORTS["midterm_evaluation"]] * 9 + [
        REPORTS["data_quality"],
        *[REPORTS["programme_effect"]] * 25,
        REPORTS["programmes_compared"],
        *[REPORTS["partner_brief"]] * 43,
    ]


@pytest.fixture
def failing(ran: Project, tmp_path: Path) -> Project:
    project = copy_checkout(tmp_path)
    shutil.copytree(ran.outputs, project.outputs, symlinks=True)
    path = project.notebooks / "data_quality.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["id"] == "missing-words":
            cell["source"] = "coverage.missing(data, '<b>no such</b>')[0]"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return project


def test_a_failing_notebook_leaves_the_last_good_run_and_says_which_cell(failing, monkeypatch):
    few = {name: REPORTS[name] for name in ("data_quality", "programmes_compared")}
    # Taken out and put back, they would stand in another order for the tests that follow.
    monkeypatch.setattr("analysis.reports.tasks.REPORTS", few)
    before = (failing.outputs / "latest").resolve(), digests(failing.outputs / "latest")
    outcome = run(failing)
    (failed,) = outcome.failed
    assert len(outcome.results) == len(few)
    assert failed.reason == "cell missing-words: IndexError: list index out of range"
    assert ((failing.outputs / "latest").resolve(), digests(failing.outputs / "latest")) == before
    text = failed.page.read_text(encoding="utf-8")
    assert "Cell missing-words: IndexError: list index out of range" in text
    assert "&lt;b&gt;no such&lt;/b&gt;" in text
    assert outcome.index.is_file()


def test_a_kernel_that_dies_is_told_with_its_cell(failing):
    path = failing.notebooks / "data_quality.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["id"] == "missing-words":
            cell["source"] = "getattr(__import__('os'), '_exit')(1)"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    (failed,) = run(failing, ["data_quality"]).failed
    assert failed.reason.startswith("cell missing-words: DeadKernelError")


def test_a_missing_notebook_is_refused_before_anything_is_written(failing):
    (failing.notebooks / "midterm_evaluation.ipynb").unlink()
    clean = digests(failing.clean)
    with pytest.raises(RawDataError, match=r"midterm_evaluation\.ipynb: the notebook is missing"):
        run(failing)
    assert digests(failing.clean) == clean


def test_a_notebook_with_other_parameters_is_refused(failing):
    path = failing.notebooks / "data_quality.ipynb"
    text = path.read_text(encoding="utf-8").replace("identities = ", "identity_list = ")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RawDataError, match="the notebook's parameters are not those declared"):
        run(failing)
    assert not list((failing.outputs / "runs").glob(".staging-*"))


def test_what_is_hostile_in_the_data_is_text_on_the_page(checked, tmp_path):
    project = copy_checkout(tmp_path, checked)
    path = project.raw / "discrepancies.csv"
    payloads = ["=1+1", "+cmd", "@SUM(A1)", "<script>alert(1)</script>", "<img src=x onerror=x>"]
    for row, payload in enumerate(payloads, 2):
        change_cell(path, row, "likely_cause", payload)
    outcome = run(project, ["data_quality"], formats=["html"])
    assert not outcome.failed
    clean = (project.clean / "discrepancies.csv").read_text(encoding="utf-8")
    page = BeautifulSoup(outcome.results[0].page.read_text(encoding="utf-8"), "html.parser")
    for payload in payloads:
        assert payload in clean
        assert payload in page.get_text()
    assert not page.find_all(["script", "img"])


def test_data_that_fail_stop_the_run_before_any_report(tmp_path):
    project = copy_checkout(tmp_path)
    path = project.raw / "reintegration-brief-2020" / "figures.csv"
    change_cell(path, row_of(path, "figure_id", "rb20-014-1"), "value_raw", "85 ათასსი ლარი")
    clean = digests(project.clean)
    with pytest.raises(RawDataError, match="the token cannot be read"):
        run(project)
    assert digests(project.clean) == clean
    assert not list(project.outputs.rglob("*.html"))


def test_outputs_that_cannot_be_written_are_told_in_one_message(tmp_path):
    project = copy_checkout(tmp_path)
    project.outputs.write_text("a file where a folder is needed")
    with pytest.raises(StorageError, match=r"outputs.* cannot be written: .*Nothing was half"):
        run(project)
