"""Reviewed rows: a changed digit that nothing else finds is told of, and keeps a bundle back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from checkout import change_cell, copy_checkout, quiet, row_of
from click.testing import CliRunner

from analysis import intake, pipeline
from analysis.checks.results import load_checked_tables
from analysis.cli import cli
from analysis.errors import GateError
from analysis.paths import Project
from analysis.reports.sharing.bundle import refuse_unreviewed

ALONE = "ar19-033-1"
"""A figure that no identity ties to another."""


@dataclass(frozen=True)
class Checked:
    """A project in which a row was changed, and what a check of it said."""

    project: Project
    row: int
    said: list[str]
    outcome: pipeline.CheckOutcome


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return copy_checkout(tmp_path)


def _change(project: Project) -> int:
    path = project.raw / "association-report-2019" / "figures.csv"
    row = row_of(path, "figure_id", ALONE)
    change_cell(path, row, "value_raw", "121")
    return row


def _state(project: Project) -> dict[str, tuple[tuple[int, ...], int]]:
    return {
        one.file: (one.unreviewed, one.missing)
        for one in intake.review(project)
        if one.unreviewed or one.missing
    }


def test_every_committed_row_was_reviewed(project: Project) -> None:
    assert _state(project) == {}


def test_a_changed_and_a_new_row_are_named(project: Project) -> None:
    row = _change(project)
    path = project.raw / "unit_equivalents.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, "person,widgets,made\n"]), encoding="utf-8")
    assert _state(project) == {
        "association-report-2019/figures.csv": ((row,), 1),
        "unit_equivalents.csv": ((len(lines) + 1,), 0),
    }


def test_rows_in_another_order_are_the_same_rows(project: Project) -> None:
    path = project.raw / "links.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([head, *reversed(rows)]), encoding="utf-8")
    assert _state(project) == {}


def test_where_the_order_is_that_of_the_reports_a_row_is_known_with_the_one_before_it(
    project: Project,
) -> None:
    path = project.raw / "analyses.csv"
    head, first, second, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([head, second, first, *rows]), encoding="utf-8")
    assert _state(project) == {"analyses.csv": ((2, 3, 4), 3)}


def test_a_word_that_moves_to_the_next_cell_is_another_row(project: Project) -> None:
    path = project.raw / "organisations.csv"
    row = row_of(path, "organisation_id", "mfa")
    change_cell(path, row, "acronym", "MFA Ministry")
    change_cell(path, row, "name", "of Foreign Affairs of Georgia")
    assert _state(project) == {"organisations.csv": ((row,), 1)}


@pytest.fixture(scope="module")
def checked_since(tmp_path_factory: pytest.TempPathFactory, checked: Path) -> Checked:
    """Return a project in which a row was changed and the data were checked since."""
    project, said = copy_checkout(tmp_path_factory.mktemp("changed"), checked), []
    row = _change(project)
    outcome = pipeline.check(project, lambda message, **_: said.append(message), reuse=True)
    return Checked(project, row, said, outcome)


def test_a_check_tells_of_it_and_goes_on(checked_since: Checked) -> None:
    (told,) = checked_since.outcome.unreviewed
    assert f"figures.csv: not reviewed as they are: 1 rows ({checked_since.row})" in told
    assert any(told in message for message in checked_since.said)
    results = checked_since.outcome.expectations
    failed = {(one.table, one.key) for one in results if not one.success}
    assert {("reviews", "reviewed"), ("reviews", "kept")} <= failed


def test_nothing_is_shared_until_it_is_reviewed(checked_since: Checked, tmp_path: Path) -> None:
    project = copy_checkout(tmp_path, checked_since.project.outputs / "cache")
    row = _change(project)
    checks = pipeline.check(project, quiet, reuse=True).checks
    with pytest.raises(GateError, match=f"(?s)figures.csv.*{row}.*analysis review --accept"):
        refuse_unreviewed(load_checked_tables(project.clean, checks))
    found = CliRunner().invoke(cli, ["--project", str(project.root), "review", "--accept"])
    assert f"row {row}: accepted" in found.output
    assert _state(project) == {}
    checks = pipeline.check(project, quiet, reuse=True).checks
    refuse_unreviewed(load_checked_tables(project.clean, checks))
