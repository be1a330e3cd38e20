"""The shipped schedules: their commands are ones that the command line takes.

Tools that run schedules are asked where they are there. That each schedule was run for real, and
how, is in docs/schedules.md.
"""

from __future__ import annotations

import ast
import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml
from checkout import ROOT

from analysis.cli import cli
from analysis.errors import ExitCode

SCHEDULES = ROOT / "schedules"
UNITS = SCHEDULES / "systemd"
HOOK = SCHEDULES / "hooks" / "tell.py"
PLACE = "/srv/evaluation/"


def taken(words: list[str]) -> dict[str, object]:
    """Return what the command line understands of words, without doing it."""
    program = words[0].removeprefix(PLACE)
    assert program == ".venv/bin/analysis"
    group = cli.make_context("analysis", words[1:])
    name, command, rest = cli.resolve_command(group, [*group._protected_args, *group.args])
    assert command is not None
    return {"command": name, **command.make_context(name, rest, parent=group).params}


def is_hook(command: object) -> bool:
    """Return whether a command calls our example in the way that the example understands."""
    words = shlex.split(str(command))
    python, script, file, *_ = (word.removeprefix(PLACE) for word in words)
    return (python, ROOT / script, file) == (".venv/bin/python", HOOK, "outputs/told.log")


def unit(name: str) -> configparser.ConfigParser:
    """Return a systemd unit; of a key that is there twice, the last."""
    read = configparser.ConfigParser(interpolation=None, strict=False)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string((UNITS / name).read_text(encoding="utf-8"))
    return read


def workflow() -> dict[object, object]:
    return yaml.safe_load((ROOT / ".github/workflows/reports.yml").read_text(encoding="utf-8"))


def steps() -> list[dict[str, object]]:
    return workflow()["jobs"]["reports"]["steps"]  # type: ignore[index]


def dag() -> ast.Module:
    return ast.parse((SCHEDULES / "airflow" / "evaluation.py").read_text(encoding="utf-8"))


def constant(name: str) -> object:
    """Return a constant of the DAG's file."""
    (value,) = (
        node.value
        for node in dag().body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
    )
    return ast.literal_eval(value)


def crontab_lines() -> list[str]:
    lines = (SCHEDULES / "crontab").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if re.match(r"[\d*]", line)]


def test_a_typo_in_a_schedule_would_be_seen():
    with pytest.raises(click.NoSuchOption, match="--sumary"):
        taken(shlex.split(".venv/bin/analysis run --sumary outputs/summary.json"))


def test_the_crontab_runs_every_report_each_night():
    (line,) = crontab_lines()
    *when, command = line.split(maxsplit=5)
    assert when == ["30", "4", "*", "*", "*"]
    assert "%" not in command, "cron takes it for the end of the line"
    place, _, rest = command.partition(" && nice ")
    assert place == f"cd {PLACE.rstrip('/')}"
    said = taken(shlex.split(rest))
    assert (said["command"], said["reports"], said["if_running"]) == ("run", (), "leave")
    assert (said["log"], said["summary"]) == ("quiet", Path("outputs/summary.json"))
    assert is_hook(said["on_failure"])


def test_the_service_runs_every_report():
    service = unit("evaluation.service")["Service"]
    said = taken(shlex.split(service["ExecStart"]))
    assert (said["command"], said["reports"], said["log"]) == ("run", (), "json")
    assert is_hook(said["on_change"])
    assert int(service["SuccessExitStatus"]) == ExitCode.BUSY
    assert service["WorkingDirectory"] == PLACE.rstrip("/")


def test_the_service_may_write_what_a_run_writes_and_nothing_else():
    service = unit("evaluation.service")["Service"]
    assert service["ProtectSystem"] == "strict"
    assert service["ReadWritePaths"].split() == [f"{PLACE}outputs", f"{PLACE}data/clean"]
    assert all((ROOT / path.removeprefix(PLACE)).parent.is_dir() for path in
               service["ReadWritePaths"].split())  # fmt: skip
    assert (service["PrivateNetwork"], service["NoNewPrivileges"]) == ("yes", "yes")


def test_a_service_that_fails_or_is_killed_is_told_of():
    told = unit("evaluation.service")["Unit"]["OnFailure"]
    service = unit(told)["Service"]
    assert is_hook(service["ExecStart"])
    summary = taken(shlex.split(unit("evaluation.service")["Service"]["ExecStart"]))["summary"]
    assert service["Environment"] == f"ANALYSIS_SUMMARY={PLACE}{summary}"


def test_the_timer_is_of_the_service():
    assert unit("evaluation.timer")["Timer"]["OnCalendar"] == "*-*-* 04:30:00"
    assert (UNITS / "evaluation.service").is_file()


def test_the_workflow_runs_at_night_and_on_a_push():
    when = workflow()[True]  # YAML 1.1 reads the key ``on`` as true
    assert when["schedule"] == [{"cron": "30 4 * * *"}]  # type: ignore[index]
    assert when["push"] == {"branches": ["main"]}  # type: ignore[index]


def test_the_workflow_runs_goals_and_commands_that_there_are():
    typed = [str(step["run"]) for step in steps() if "run" in step]
    goals = [words.removeprefix("make ") for words in typed if words.startswith("make ")]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert goals == ["setup"]
    assert all(re.search(rf"^{goal}:", makefile, re.MULTILINE) for goal in goals)
    (command,) = (words for words in typed if "/analysis " in words)
    said = taken(shlex.split(command))
    assert (said["command"], said["reports"]) == ("run", ())
    assert str(said["summary"]) in str(steps()[-1]["with"])


def test_the_workflow_trusts_nobody():
    text = (ROOT / ".github/workflows/reports.yml").read_text(encoding="utf-8")
    assert workflow()["permissions"] == {"contents": "read"}
    assert "secrets" not in text
    used = [str(step["uses"]) for step in steps() if "uses" in step]
    assert [action.partition("@")[0] for action in used] == [
        "actions/checkout",
        "actions/setup-python",
        "actions/upload-artifact",
    ]
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in used)


def test_the_dag_runs_every_report_or_those_that_are_named():
    command = str(constant("COMMAND"))
    assert constant("BUSY") == ExitCode.BUSY
    for reports in ("", "data_quality programmes_compared"):
        words = shlex.split(command.replace("$REPORTS", reports))
        assert words.pop(0) == "exec"
        assert taken(words)["reports"] == tuple(reports.split())


def test_the_dag_asks_airflow_for_what_it_has():
    """A DAG's file is run where Airflow is, without this package."""
    asked = {
        node.module.partition(".")[0]
        for node in ast.walk(dag())
        if isinstance(node, ast.ImportFrom) and node.module
    }
    assert asked == {"__future__", "datetime", "airflow"}


SUMMARY: dict[str, object] = {
    "status": "failed",
    "exit_code": 4,
    "failed": [{"name": "data_quality", "title": "Data quality", "reason": "ZeroDivisionError"}],
    "message": "",
}


def tell(
    folder: Path, *words: str, summary: dict[str, object] = SUMMARY, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Call the hook as a run does."""
    (folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    around = {"PATH": os.environ["PATH"], "ANALYSIS_SUMMARY": str(folder / "summary.json")}
    return subprocess.run(
        [sys.executable, HOOK, folder / "told.log", *words],
        env=around | environment,
        capture_output=True,
        text=True,
    )


def test_the_hook_adds_a_line(tmp_path):
    for _ in range(2):
        assert tell(tmp_path).returncode == 0
    first, second = (tmp_path / "told.log").read_text(encoding="utf-8").splitlines()
    for line in (first, second):
        assert re.fullmatch(
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ failed \(exit code 4\): data_quality", line
        )


def test_the_hook_does_not_take_an_old_summary_for_that_of_a_run_that_was_killed(tmp_path):
    tell(tmp_path, MONITOR_SERVICE_RESULT="timeout")
    line = (tmp_path / "told.log").read_text(encoding="utf-8")
    assert line.endswith(" killed: systemd says timeout\n")


def test_the_hook_writes_one_line_whatever_the_message(tmp_path):
    refused = {"exit_code": 3, "failed": [], "message": "The data\n  - were refused"}
    tell(tmp_path, summary=SUMMARY | refused)
    line = (tmp_path / "told.log").read_text(encoding="utf-8")
    assert line.endswith("Z failed (exit code 3): The data - were refused\n")


def test_the_hook_hands_its_mail_to_sendmail(tmp_path):
    """A program in sendmail's place keeps what it is given: words, and the mail."""
    program = tmp_path / "sendmail"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/words\ncat > {tmp_path}/mail\n')
    program.chmod(0o755)
    said = tell(tmp_path, "--mail", "root", PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert said.returncode == 0, said.stderr
    assert (tmp_path / "words").read_text() == "-i -t\n"
    mail = (tmp_path / "mail").read_text(encoding="utf-8")
    assert mail.startswith(
        "To: root\nSubject: Mid-term evaluation: failed (exit code 4): data_quality\n"
    )


def tool(name: str) -> str:
    """Return where a tool is; skip the test where it is not."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


def test_cron_takes_the_crontab():
    said = subprocess.run(
        [tool("crontab"), "-n", SCHEDULES / "crontab"], capture_output=True, text=True
    )
    assert said.returncode == 0, said.stderr


def test_systemd_takes_the_units(tmp_path):
    """Paths are made those of this checkout, so that programs that are not there are found out."""
    analyse = tool("systemd-analyze")
    program = tmp_path / "analysis"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    for path in UNITS.iterdir():
        text = path.read_text(encoding="utf-8").replace(f"{PLACE}.venv/bin/analysis", str(program))
        text = text.replace(f"{PLACE}.venv/bin/python", sys.executable)
        (tmp_path / path.name).write_text(text.replace("User=evaluation", "User=root"))
    units = [str(tmp_path / path.name) for path in UNITS.iterdir()]
    said = subprocess.run([analyse, "verify", *units], capture_output=True, text=True)
    assert (said.returncode, said.stderr) == (0, "")


def test_airflow_takes_the_dag(tmp_path):
    python = Path(tool("airflow")).resolve().parent / "python"
    words = (
        "import runpy, sys; dag = runpy.run_path(sys.argv[1])['dag']; (task,) = dag.tasks; "
        "print(dag.dag_id, dag.schedule, task.task_id, task.skip_on_exit_code, task.cwd)"
    )
    said = subprocess.run(
        [python, "-c", words, SCHEDULES / "airflow" / "evaluation.py"],
        env={"AIRFLOW_HOME": str(tmp_path), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    assert said.stdout == "evaluation 30 4 * * * run [6] /srv/evaluation\n", said.stderr


def test_github_takes_the_workflow():
    said = subprocess.run(
        [
            tool("check-jsonschema"),
            *("--builtin-schema", "vendor.github-workflows"),
            ROOT / ".github" / "workflows" / "reports.yml",
        ],
        capture_output=True,
        text=True,
    )
    assert said.returncode == 0, said.stdout
