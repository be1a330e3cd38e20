"""The example of a next round, played whole: what it says is found, and what is left after it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from checkout import ROOT
from click.testing import CliRunner

from analysis import years
from analysis.cli import cli
from analysis.errors import RawDataError, UsageError
from analysis.paths import Project

sys.path.insert(0, str(ROOT / "examples" / "next-round"))

import invented_plan
import play

INVENTED = ("action-plan-2020", "round-report-2020", "round-2020")


@pytest.fixture(scope="module")
def said() -> list[str]:
    return []


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, said: list[str], checked: Path) -> play.Played:
    folder = tmp_path_factory.mktemp("a next round")
    shutil.copytree(checked, folder / "project" / "outputs" / "cache", copy_function=os.link)
    return play.play(folder, said.append)


def page(run: Path) -> str:
    (found,) = (run / "reports").glob("midterm*.html")
    return found.read_text(encoding="utf-8")


def test_every_fault_is_found_and_nothing_right_is_complained_about(played: play.Played):
    assert (played.planted, played.found) == (19, 19)
    assert played.missed == []
    assert played.without_reason == []
    assert played.answers > 1_000


def test_nothing_invented_is_shared(played: play.Played):
    for name in INVENTED:
        assert f"{name} is invented: nothing made of it is for a partner" in played.refused_to_share
    assert not list(played.runs[0].parents[3].glob("bundle*"))


def test_the_years_stand_side_by_side(played: play.Played):
    text = page(played.runs[-1])
    assert "An exercise: some of the documents are invented." in text
    for words in (
        "2020 action plan, an invented example", "The plans side by side", "first printed",
        "Activities changed, new and dropped between the plans",
    ):  # fmt: skip
        assert words in text
    rules = invented_plan.invented(ROOT)
    new = sum("new" in one.changed for one in rules)
    assert f"{new} are new and {len(invented_plan.dropped(ROOT))} were dropped" in text


def test_an_answer_is_traced_to_workbook_and_cell(played: play.Played):
    project = played.runs[0].parents[2]
    words = ["--project", str(project), "trace", "ap20-V-g-1.2-i1"]
    said = CliRunner().invoke(cli, words).output
    assert "moidplhsa.xlsx, Answers!G" in said
    assert "claimed: implemented; evidence: Annual report 2020, invented, p. " in said
    assert "assessed: implemented" in said


def test_what_was_proposed_is_what_was_invented(played: play.Played):
    """The matches that a program proposed, against what the plan was made of."""
    project = played.runs[0].parents[2]
    rows = invented_plan.rows(project / "data" / "raw" / "action-plan-2020" / "plan_matches.csv")
    proposed = {row["item_id"]: row["previous_id"] for row in rows if "-i" not in row["item_id"]}
    made = {
        f"ap20-{one.chapter}-{one.section}{one.block}-{one.number.rstrip('.')}": one.previous_id
        for one in invented_plan.invented(ROOT)
    }
    assert {key: value for key, value in proposed.items() if key} == made


def test_with_the_second_year_removed_the_first_is_as_it_was(
    played: play.Played, checked: Path, tmp_path: Path
):
    project = tmp_path / "project"
    shutil.copytree(played.runs[0].parents[2], project, symlinks=True)
    assert "The plans side by side" in page(played.runs[-2])
    for name in INVENTED:
        shutil.rmtree(project / "data" / "raw" / name)
    (project / "data" / "raw" / "EXERCISE").unlink()
    shutil.rmtree(project / "outputs" / "cache")  # Of the report, which is to be made anew.
    shutil.copytree(checked, project / "outputs" / "cache", copy_function=os.link)
    for words in (["review", "--accept"], ["run", "midterm_evaluation", "-p", "chapter=all",
                                           "--formats", "html"]):  # fmt: skip
        done = CliRunner().invoke(cli, ["--project", str(project), *words])
        assert done.exit_code == 0, done.output
    last = max((project / "outputs" / "runs").iterdir())
    assert page(last) == page(played.runs[0])
    raw = (project / "data" / "raw" / "reviewed.csv").read_bytes()
    assert raw == (ROOT / "data" / "raw" / "reviewed.csv").read_bytes()


def test_invented_documents_are_refused_where_no_exercise_is_held(
    played: play.Played, tmp_path: Path
):
    project = tmp_path / "project"
    shutil.copytree(
        played.runs[0].parents[2], project, symlinks=True,
        ignore=shutil.ignore_patterns("outputs", "EXERCISE"),
    )  # fmt: skip
    done = CliRunner().invoke(cli, ["--project", str(project), "check"])
    assert "action-plan-2020 is invented, and this is no exercise" in str(done.exception)
    assert not (ROOT / "data" / "raw" / "EXERCISE").exists()


def test_the_readme_of_the_example_has_the_numbers_of_its_rules(played: play.Played):
    readme = ROOT / "examples" / "next-round" / "README.md"
    text = " ".join(readme.read_text(encoding="utf-8").split())
    for number in (
        invented_plan.DROPPED, invented_plan.RAISED, invented_plan.LOWERED,
        invented_plan.SLIPPED, invented_plan.REWORDED,
    ):  # fmt: skip
        assert f"every {number}th" in text
    assert f"{played.planted} faults" in text


def test_matches_that_nobody_signed_or_that_lead_nowhere_are_refused_at_once(
    played: play.Played, tmp_path: Path
):
    project = Project(played.runs[0].parents[2])
    signed = project.outputs / "matches" / "action-plan-2020.csv"
    text = signed.read_text(encoding="utf-8")
    before = (project.raw / "action-plan-2020" / "plan_matches.csv").read_bytes()
    lines = text.splitlines()
    lines[1] = lines[1].replace(",example,", ",,")
    lines[2] = lines[2].replace("ap20-", "ap21-", 1)
    lines[3] = lines[3].replace(",ap19-", ",ap20-", 1)
    draft = tmp_path / "signed.csv"
    draft.write_text("\n".join([*lines, ""]), encoding="utf-8")
    with pytest.raises(RawDataError) as refused:
        years.accept(project, "action-plan-2020", draft)
    said = [(one.row, one.column, one.what) for one in refused.value.problems]
    assert said == [
        (2, "decided_by", "nobody has signed the match"),
        (3, "item_id", "no item of action-plan-2020"),
        (4, "previous_id", "no item of another plan"),
    ]
    assert (project.raw / "action-plan-2020" / "plan_matches.csv").read_bytes() == before
    with pytest.raises(UsageError, match="is there already"):
        years.propose(project, "action-plan-2020", "action-plan-2019")
    with pytest.raises(UsageError, match="Give either --previous"):
        cli(["match", "action-plan-2020"], standalone_mode=False)
