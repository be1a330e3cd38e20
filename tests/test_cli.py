from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from checkout import ROOT, change_cell, copy_checkout, digests, row_of

from analysis.errors import ExitCode
from analysis.paths import Project


def command(
    *words: str, project: Path | None = None, prefix: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Type a command as a person would, in a process of its own."""
    typed = [sys.executable, "-m", "analysis", *(["--project", str(project)] if project else [])]
    return subprocess.run(
        ["bash", "-c", f'{prefix} exec "$@"', "bash", *typed, *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=300,
    )


def test_help_teaches():
    said = command("--help")
    assert said.returncode == ExitCode.OK
    for words in ("Exit codes:", "analysis run", "extract", "audit", "check", "list"):
        assert words in said.stdout


@pytest.mark.parametrize("name", ["extract", "audit", "check", "run", "list", "suites", "trace"])
def test_every_command_explains_itself(name):
    said = command(name, "--help")
    assert said.returncode == ExitCode.OK
    assert len(said.stdout.splitlines()) > 4


def test_list_shows_reports_and_parameters():
    said = command("list")
    assert "data_quality: Data quality" in said.stdout
    assert "document (str, default 'all', one of: all, france-brief-2019" in said.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["chekc"], "No such command 'chekc'"),
        (["extract", "action-plan-2019"], "Give --document FILE"),
        (["run", "nothing"], "There is no report 'nothing'"),
        (["--project", "/no/such/place", "check"], "There is no folder /no/such/place"),
    ],
)
def test_words_that_are_off_are_usage(words, message):
    said = command(*words)
    assert said.returncode == ExitCode.USAGE
    assert message in said.stderr
    assert "Traceback" not in said.stderr


def test_outside_a_checkout_the_command_says_what_it_looked_for(tmp_path):
    said = command("check", project=tmp_path)
    assert said.returncode == ExitCode.USAGE
    assert "No project found at or above" in said.stderr


def test_extracting_prose_is_refused_with_the_reason(tmp_path):
    document = tmp_path / "brief.txt"
    document.write_text("1")
    said = command("extract", "reintegration-brief-2020", "--document", str(document))
    assert said.returncode == ExitCode.DATA
    assert "SHA-256" in said.stderr


def test_another_document_is_refused_with_both_digests(tmp_path):
    document = tmp_path / "plan.txt"
    document.write_text("not the plan")
    said = command("extract", "action-plan-2019", "--document", str(document))
    assert said.returncode == ExitCode.DATA
    assert said.stderr.count("SHA-256 ") == 2
    assert "1c17ab5012784dc0ecdf50cfcfb340aebd3b982c941a495b7a2b2019459c7e97" in said.stderr


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return copy_checkout(tmp_path_factory.mktemp("checkout"))


def test_bad_data_are_told_with_file_row_column_token_and_near_form(project):
    path = project.raw / "action-plan-2019" / "names.csv"
    row = row_of(path, "name_raw", "ICMPD")
    old = change_cell(path, row, "name_raw", "ICMDP")
    said = command("check", project=project.root)
    change_cell(path, row, "name_raw", old)
    assert said.returncode == ExitCode.DATA
    for words in (f"names.csv, row {row}, column name_raw", "'ICMDP'", "did you mean 'ICMPD'"):
        assert words in said.stderr
    assert "Traceback" not in said.stderr


def test_debug_shows_the_traceback(project):
    path = project.raw / "programmes.csv"
    old = change_cell(path, 2, "responsible_id", "nobody")
    said = command("--debug", "--project", str(project.root), "check")
    change_cell(path, 2, "responsible_id", old)
    assert "Traceback" in said.stderr


def test_the_clock_and_the_locale_do_not_change_the_clean_tables(project, checked):
    for path in project.clean.iterdir():
        path.unlink()
    said = command("check", "--force", project=project.root, TZ="Asia/Tokyo", LANG="C", LC_ALL="C")
    assert said.returncode == ExitCode.OK, said.stderr
    assert digests(project.clean) == digests(ROOT / "data" / "clean")
    assert digests(project.outputs / "checks") == digests(checked.parent / "checks")


def test_a_full_disk_is_one_message_and_nothing_half_written(project):
    """Files of more than 8 blocks of 512 bytes cannot be written, as on a full disk."""
    before = digests(project.clean)
    first = project.clean / "activities.csv"
    first.write_text("changed by hand\n", encoding="utf-8")
    said = command("check", project=project.root, prefix="ulimit -f 8;")
    assert said.returncode == ExitCode.STORAGE, said.stderr
    assert "cannot be written" in said.stderr
    assert len(said.stderr) < 1_000
    assert "Traceback" not in said.stderr
    assert first.read_text(encoding="utf-8") == "changed by hand\n"
    first.write_bytes(before["activities.csv"])
    assert digests(project.clean) == before
