"""Hostile values through every parameter of every report, as typed and as given in Python."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from checkout import quiet
from click.testing import CliRunner

from analysis import runs
from analysis.cli import cli
from analysis.errors import LONGEST_QUOTED, ExitCode, UsageError, quoted
from analysis.paths import MARKERS, Project
from analysis.reports import warm
from analysis.reports.catalogue import REPORTS
from analysis.reports.tasks import task, tasks

EVERY = [(report_id, name) for report_id, one in REPORTS.items() for name in one.parameters]

LONG = "x" * 10_000_000

TYPED = {
    "code": "__import__('os').system('touch owned')",
    "a line and code": "all\n__import__('os').system('touch owned')",
    "a default and code": "5; import os",
    "a path": "../../etc/passwd",
    "an absolute path": "/etc/passwd",
    "10 MB": LONG,
    "digits without end": "9" * 5_000,
    "beyond a float": "1e309",
    "an exponent": "5e0",
    "no number": "nan",
    "infinite": "-inf",
    "below nought": "-1",
    "a list": "[1]",
    "a dict": "{'a': 1}",
    "a null byte": "all\0",
    "a mark of direction": "\u202eall",
    "digits of another script": "٥",
    "an underscore among digits": "0.9_5",
    "spaces around": " 0.5 ",
    "a line break after": "0.5\n",
    "a template": "{{7*7}}",
    "YAML": "!!python/object/apply:os.system ['touch owned']",
    "a shell's": "$(touch owned)",
    "markup": "<script>alert(1)</script>",
    "a boolean": "True",
    "nothing": "",
}
"""No parameter means any of these."""

GIVEN: dict[str, Any] = {
    "a list": ["all"],
    "a dict": {"all": 1},
    "a set": {5},
    "a tuple": ("all",),
    "nothing": None,
    "a boolean": True,
    "bytes": b"all",
    "an object": object(),
    "no number": float("nan"),
    "infinite": float("inf"),
    "beyond a float": 10**400,
    "more digits than Python writes": 10**5_000,
    "below nought": -1,
    "complex": 1j,
    "10 MB": LONG,
}


def refusal(report_id: str, values: dict[str, Any]) -> str:
    with pytest.raises(UsageError) as refused:
        task(REPORTS[report_id], values)
    return str(refused.value)


@pytest.mark.parametrize(("report_id", "name"), EVERY)
def test_what_is_typed_is_refused_in_few_words_that_print(report_id: str, name: str) -> None:
    for what, payload in TYPED.items():
        with pytest.raises(UsageError) as refused:
            tasks([report_id], [f"{name}={payload}"])
        said = str(refused.value)
        found = payload if what == "below nought" and "cannot be -1" in said else quoted(payload)
        assert said.startswith(f"The parameter {name} cannot be {found}"), what
        assert len(said) < LONGEST_QUOTED + 1_000, what
        assert said.isprintable(), what


@pytest.mark.parametrize(("report_id", "name"), EVERY)
def test_what_is_given_of_another_type_or_size_is_refused(report_id: str, name: str) -> None:
    for what, payload in GIVEN.items():
        said = refusal(report_id, {name: payload})
        assert said.startswith(f"The parameter {name} cannot be "), what
        assert len(said) < LONGEST_QUOTED + 1_000, what


@pytest.mark.parametrize("name", ["__class__", "values", "os.system", "a\0b", LONG, "language "])
def test_a_parameter_that_no_report_has_is_refused(name: str) -> None:
    assert len(refusal("data_quality", {name: "x"})) < LONGEST_QUOTED + 1_000
    with pytest.raises(UsageError) as refused:
        tasks([], [f"{name}=x"])
    assert str(refused.value).startswith(f"No report here has a parameter {quoted(name)}.")


@pytest.mark.parametrize("words", [LONG, "=x", "", "\0", f"{LONG}="])
def test_words_that_are_no_parameter_are_refused(words: str) -> None:
    with pytest.raises(UsageError) as refused:
        tasks([], [words])
    assert len(str(refused.value)) < LONGEST_QUOTED + 1_000


@pytest.mark.parametrize("report", ["../data_quality", "data_quality\0", LONG, "__init__", ""])
def test_a_report_of_a_hostile_name_is_refused(report: str) -> None:
    with pytest.raises(UsageError) as refused:
        tasks([report])
    assert str(refused.value).startswith(f"There is no report {quoted(report)}.")


def test_values_that_are_taken_make_names_of_files_and_nothing_else() -> None:
    """Three parameters take more than choices: a plan's id, a date and a share."""
    free = {(r, n) for r, n in EVERY if isinstance(REPORTS[r].parameters[n].default, str)
            and not REPORTS[r].parameters[n].choices}  # fmt: skip
    assert free == {
        ("midterm_evaluation", "plan"),
        ("midterm_evaluation", "as_of"),
        ("programme_effect", "comparison"),
    }
    found = [*tasks(), *tasks([], ["language=all"])]
    found += tasks(["midterm_evaluation"], ["as_of=2020-06-30", "plan=action-plan-2020"])
    found += tasks(["programme_effect"], ["comparison=0.05-0.15", "confidence=0.9"])
    assert [one.name for one in found if not re.fullmatch(r"[A-Za-z0-9._-]{1,120}", one.name)] == []


@pytest.mark.parametrize(("report_id", "name"), EVERY)
def test_the_command_refuses_before_it_starts_anything_and_sums_up_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, report_id: str, name: str
) -> None:
    monkeypatch.setattr(warm, "begin_warming", lambda: None)
    monkeypatch.chdir(tmp_path)
    for marker in MARKERS:
        (tmp_path / marker).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / marker).touch()
    before = sorted(tmp_path.rglob("*"))
    typed = ["--project", str(tmp_path), "run", report_id, "-p", f"{name}={TYPED['code']}"]
    done = CliRunner().invoke(cli, typed)
    assert isinstance(done.exception, UsageError)
    assert f"The parameter {name} cannot be" in str(done.exception)
    assert done.exception.exit_code == ExitCode.USAGE
    summary = tmp_path / "outputs" / "last-run.json"
    assert json.loads(summary.read_bytes())["status"] == "failed"
    summary.unlink()
    summary.parent.rmdir()
    with pytest.raises(UsageError, match=f"The parameter {name} cannot be"):
        runs.run(Project(tmp_path), quiet, runs.Asked([report_id], [f"{name}={TYPED['YAML']}"]))
    assert sorted(tmp_path.rglob("*")) == before
