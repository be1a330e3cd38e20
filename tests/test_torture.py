"""Short forms of the campaigns of ``make torture``, and that each can find what it looks for."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from checkout import ROOT, copy_checkout

from analysis import intake
from torture import faults, kills, mutants, mutation, outcomes
from torture.kills import Scene
from torture.mutants import KINDS, Judge, Mutant, Table, read_tables
from torture.outcomes import Outcomes

FIGURES = "association-report-2019/figures.csv"


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    project = copy_checkout(tmp_path_factory.mktemp("judged"))
    return Judge(project, tmp_path_factory.mktemp("mutants"))


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, checked: Path) -> Scene:
    """Return a project whose changed data were checked, and what a run makes of it."""
    return next(kills.scenes(tmp_path_factory.mktemp("scenes"), checked))


def _changed(raw: Path, figure: str, token: str) -> Mutant:
    (table,) = [one for one in read_tables(raw) if one.file == FIGURES]
    row = next(n for n, cells in enumerate(table.rows) if cells[0] == figure)
    content = table.with_cell(row, table.header.index("value_raw"), token)
    return Mutant("a digit changed", FIGURES, figure, content)


# mutants


def test_no_mutant_is_silent(judge: Judge) -> None:
    found = Outcomes("mutants")
    for one in mutants.mutants(judge.project.raw, 2 * len(KINDS), seed=7):
        outcome, said = judge.judge(one)
        found.note(one.kind, outcome, f"{one.file}, {one.what}: {said}")
    assert found.survivors == []
    assert {kind for kind, _ in found.tried} >= set(KINDS)


@pytest.mark.parametrize(
    ("figure", "token", "outcome"),
    [
        ("ar19-033-1", "12x", "refused by name"),
        ("ar19-028-1", "9999", "detected"),
        ("ar19-033-1", "121", "told to be reviewed"),
    ],
)
def test_each_line_of_defence_is_told_apart(judge: Judge, figure, token, outcome) -> None:
    assert judge.judge(_changed(judge.project.raw, figure, token))[0] == outcome


def test_a_wrong_number_that_somebody_accepted_would_be_called_silent(tmp_path: Path) -> None:
    project = copy_checkout(tmp_path / "project")
    judge = Judge(project, tmp_path)
    wrong = _changed(project.raw, "ar19-033-1", "121")
    (project.raw / FIGURES).write_bytes(wrong.content)
    intake.review(project, accept=True)
    assert judge.judge(wrong)[0] == "silent"


def test_a_crash_is_no_refusal(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("analysis.pipeline.make_tables", crash)
    wrong = _changed(judge.project.raw, "ar19-033-1", "121")
    assert judge.judge(wrong) == ("crashed", "ZeroDivisionError: division by zero")


def test_mutants_are_the_same_for_the_same_seed(judge: Judge) -> None:
    raw = judge.project.raw
    assert list(mutants.mutants(raw, 60, 1)) == list(mutants.mutants(raw, 60, 1))
    assert list(mutants.mutants(raw, 60, 1)) != list(mutants.mutants(raw, 60, 2))


def test_a_table_is_spoilt_in_one_place_only() -> None:
    table = Table("t.csv", ["a", "b"], [["1", "x, y"], ["2", "z"]])
    assert table.with_cell(1, 0, "3") == b'a,b\n1,"x, y"\n3,z\n'
    assert table.intact == b'a,b\n1,"x, y"\n2,z\n'


# kills and faults


def test_killed_runs_leave_nothing_broken(scene: Scene, tmp_path: Path) -> None:
    found = kills.campaign([scene], tmp_path, 2, seed=3, workers=2)
    assert found.survivors == []
    assert found.total == 2


def test_what_a_kill_could_break_is_found(scene: Scene, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(scene.folder, copy, symlinks=True)
    assert kills.broken(scene, copy) == ""
    page = (
        copy / "outputs" / "latest" / "reports" / "programme-effect--programme-tobacco-control.html"
    )
    text = page.read_text(encoding="utf-8")
    page.write_text("half", encoding="utf-8")
    assert "programme-effect--programme-tobacco-control.html is not what" in kills.broken(
        scene, copy
    )
    page.write_text(text, encoding="utf-8")
    blob = next((copy / "outputs" / "cache" / "files").rglob("*/*"))
    blob.write_bytes(b"")
    assert "is not whole" in kills.broken(scene, copy)
    (copy / "data" / "clean" / "figures.csv").unlink()
    assert "neither the old tables nor the new" in kills.broken(scene, copy)


@pytest.mark.parametrize(
    "name",
    ["a path of quotes, spaces and Georgian", "two runs at once, one leaves"],
)
def test_a_strange_machine_makes_the_same_run(scene: Scene, tmp_path: Path, name: str) -> None:
    assert faults.campaign(scene, tmp_path, [name], 0, 1, 1).survivors == []


@pytest.mark.skipif(not faults.can_mount(), reason="only root can fill a disk of its own")
def test_a_full_disk_stops_a_run_and_loses_nothing(scene: Scene, tmp_path: Path) -> None:
    found = faults.campaign(scene, tmp_path, [], 1, 5, 1)
    assert found.survivors == []


# the table


def test_the_page_says_what_came_of_the_campaigns() -> None:
    page = outcomes.PAGE.read_text(encoding="utf-8")
    assert outcomes.with_section(page, outcomes.kept()) == page
    assert outcomes.silent(outcomes.kept()) == 0


def test_the_page_says_what_came_of_the_mutants_of_the_code() -> None:
    page = outcomes.PAGE.read_text(encoding="utf-8")
    if mutation.RESULTS.is_file():
        said = mutation.section(json.loads(mutation.RESULTS.read_bytes()))
        assert outcomes.between(page, mutation.BEGIN, mutation.END, said) == page
    else:
        assert "Nothing was tried." in page


TWO_TESTS = """
import pytest
from mutmut.state import state

@pytest.fixture(scope="module")
def made():
    state()._stats.add("in the fixture")

def test_first(made):
    pass

def test_second(made):
    state()._stats.add("in the test")

def test_third():
    pass
"""

COUNTED = """
import sys
import pytest
from mutmut.state import state

class Counts:
    def pytest_runtest_teardown(self, item):
        print(item.name, sorted(state()._stats))
        state()._stats.clear()

sys.exit(pytest.main(["-q", "-s", "-p", "torture.called_by_fixtures", sys.argv[1]], [Counts()]))
"""


def test_what_a_fixture_calls_counts_for_every_test_that_asks_for_it(tmp_path: Path) -> None:
    (tmp_path / "test_two.py").write_text(TWO_TESTS)
    words = [sys.executable, "-c", COUNTED, str(tmp_path / "test_two.py")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    for said in (
        "test_first ['in the fixture']",
        "test_second ['in the fixture', 'in the test']",
        "test_third []",
    ):
        assert said in done.stdout


def test_outcomes_that_are_not_good_are_told_one_by_one() -> None:
    found = Outcomes("mutants")
    found.note("a digit changed", "detected", "x")
    found.note("a digit changed", "silent", "links.csv, row 3")
    assert not found.good
    assert found.survivors == ["a digit changed: silent: links.csv, row 3"]
    assert found.record()["outcomes"] == {"a digit changed": {"detected": 1, "silent": 1}}
    assert "| **all** | | 2 | 1 | 1 |" in outcomes.table([found.record()])
