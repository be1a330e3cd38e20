from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from checkout import change_cell, copy_checkout, digests, kept_reports, quiet, row_of, run

from analysis import runs
from analysis.errors import BusyError, StorageError, UsageError
from analysis.files import locked
from analysis.paths import Project
from analysis.reports.running import history
from analysis.reports.running.code import Code
from analysis.reports.running.inputs import package_folder
from analysis.reports.running.publishing import publish
from analysis.reports.running.run import cache_of
from analysis.reports.tasks import tasks

READ_THE_SMOKERS_CALLS = {
    "data-quality",
    "programme-effect--programme-tobacco-control",
    "programmes-compared",
}
"""The reports that read how many called about smoking: the figure ar19-033-1."""


@pytest.fixture
def copied(ran: Project, tmp_path: Path) -> Project:
    """Return a copy of the project with all its outputs."""
    project = copy_checkout(tmp_path / "copy")
    shutil.copytree(ran.outputs, project.outputs, symlinks=True)
    return project


def command(project: Project, *words: str) -> subprocess.CompletedProcess[str]:
    """Call the command as a person or a scheduler does."""
    return subprocess.run(
        [sys.executable, "-m", "analysis", "--project", str(project.root), *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def call_about_smoking(project: Project, cell: str) -> None:
    path = project.raw / "association-report-2019" / "figures.csv"
    change_cell(path, row_of(path, "figure_id", "ar19-033-1"), "value_raw", cell)


# nothing twice


def test_where_nothing_has_changed_nothing_is_done(ran):
    before = digests(ran.outputs / "runs"), (ran.outputs / "latest").resolve()
    outcome = run(ran)
    assert outcome.unchanged
    assert outcome.index == ran.outputs / "latest" / "index.html"
    assert (digests(ran.outputs / "runs"), (ran.outputs / "latest").resolve()) == before


def test_a_changed_figure_makes_the_reports_that_read_it_and_no_others(copied):
    before = digests((copied.outputs / "latest").resolve())
    call_about_smoking(copied, "450-მდე")
    outcome = run(copied)
    assert {one.name for one in outcome.results if not one.reused} == READ_THE_SMOKERS_CALLS
    after = digests((copied.outputs / "latest").resolve())
    changed = {name for name in after if after[name] != before.get(name)}
    reports = {Path(name).name.split(".")[0] for name in changed if "/" in name}
    assert reports >= READ_THE_SMOKERS_CALLS
    assert "partner-brief--partner-eu" not in reports
    page = after["reports/programme-effect--programme-tobacco-control.html"].decode()
    assert "450" in page


def test_a_plan_says_what_would_be_made_and_why_and_writes_no_run(copied):
    call_about_smoking(copied, "450-მდე")
    clean = digests(copied.clean)
    plans = runs.plan(copied, quiet, runs.Asked())
    why = {plan.work.task.name: plan.why for plan in plans if plan.why}
    assert why.keys() == READ_THE_SMOKERS_CALLS
    assert (
        "figures where programme_id is tobacco-control"
        in why["programme-effect--programme-tobacco-control"]
    )
    assert why["data-quality"] == (
        "data changed: expectations, figures, figures where figure_id is ar19-033-1 and 3 more"
    )
    assert digests(copied.clean) == clean
    assert len(history.past_runs(copied)) == len(
        [path for path in (copied.outputs / "runs").iterdir() if path.is_dir()]
    )


def test_a_plan_of_what_was_never_made_says_so(copied):
    asked = runs.Asked(["programmes_compared"], ["confidence=0.9"])
    (plan,) = runs.plan(copied, quiet, asked)
    assert plan.why == "not made before"


def test_a_changed_notebook_makes_its_reports_anew(copied):
    path = copied.notebooks / "programmes_compared.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("## ", "## On ", 1), encoding="utf-8")
    plans = runs.plan(copied, quiet, runs.Asked())
    # Another test may have made it in fewer formats since.
    why = {p.work.task.name: p.why.removeprefix("formats changed; ") for p in plans if p.why}
    assert why == {"programmes-compared": "notebook changed"}


@pytest.mark.parametrize(
    ("module", "notebooks"),
    [
        ("display/partner_charts.py", {"partner_brief"}),
        ("display/programme_flows.py", {"programme_effect"}),
        (
            "measures/recommendations.py",
            {"data_quality", "midterm_evaluation", "partner_brief"},
        ),
        ("recount/flows.py", set()),
        (
            "display/drawing.py",
            {
                "data_quality",
                "midterm_evaluation",
                "partner_brief",
                "programme_effect",
                "programmes_compared",
            },
        ),
    ],
)
def test_a_changed_comment_in_a_module_concerns_the_notebooks_that_use_it(
    tmp_path, module, notebooks
):
    before, folder = Code(package_folder()), tmp_path / "analysis"
    shutil.copytree(package_folder(), folder)
    with (folder / module).open("a", encoding="utf-8") as stream:
        stream.write("# a comment\n")
    after = Code(folder)
    concerned = {
        path.stem
        for path in (Path(__file__).parents[1] / "notebooks").glob("*.ipynb")
        if before.used_by(before.used_in(path.read_bytes()))
        != after.used_by(after.used_in(path.read_bytes()))
    }
    assert concerned == notebooks


def test_what_the_manifest_says_was_read_is_what_the_page_names(ran):
    latest = ran.outputs / "latest"
    manifest = json.loads((latest / "manifest.json").read_text(encoding="utf-8"))
    versions = set()
    for report in manifest["reports"]:
        page = (latest / "reports" / f"{report['name']}.html").read_text(encoding="utf-8")
        named = set(re.findall(r"[Dd]ata version ([0-9a-f]{12})", page))
        assert named == {report["data_version"]}, report["name"]
        assert {read["table"] for read in report["reads"]} >= {"sources", "suppressions"}
        versions.add(report["data_version"])
    assert len(versions) > len(manifest["reports"]) / 2


# damage and removal


def test_a_damaged_entry_of_the_cache_is_made_again_and_said(copied):
    asked = runs.Asked(["programmes_compared"])
    (plan,) = runs.plan(copied, quiet, asked)
    assert plan.entry
    digest = next(iter(plan.entry.files.values()))
    blob = copied.outputs / "cache" / "files" / digest[:2] / digest
    blob.write_bytes(blob.read_bytes()[:-1])
    said: list[str] = []
    outcome = runs.run(copied, lambda message, **_: said.append(message), asked)
    (result,) = outcome.results
    assert not result.reused
    assert not result.reason
    assert "The cache's entry of programmes-compared is damaged. It is made again." in said
    (again,) = run(copied, ["programmes_compared"]).results
    assert again.reused


def test_an_entry_that_is_no_entry_counts_for_nothing(copied):
    for path in kept_reports(copied):
        path.write_text("[]", encoding="utf-8")
    (result,) = run(copied, ["programmes_compared"], formats=["html"]).results
    assert not result.reused
    assert not result.reason


def test_a_run_removed_by_hand_is_made_again(copied):
    before = digests(copied.outputs / "latest")
    shutil.rmtree((copied.outputs / "latest").resolve())
    with pytest.raises(StorageError, match=r"leads to a run that is gone: .* analysis run"):
        history.find_run(copied, "latest")
    outcome = run(copied)
    assert not outcome.unchanged
    assert not outcome.failed
    assert {one.reused for one in outcome.results} == {True}
    after = digests(copied.outputs / "latest")
    assert {name for name in after if after[name] != before.get(name)} == {"manifest.json"}


def test_a_file_of_the_latest_run_that_was_changed_is_noticed(copied):
    page = next((copied.outputs / "latest" / "reports").iterdir())
    page.write_text("changed by hand", encoding="utf-8")
    outcome = run(copied)
    assert not outcome.unchanged
    assert "changed by hand" not in (copied.outputs / "latest" / "reports" / page.name).read_text(
        encoding="utf-8"
    )


# workers


def spoil(project: Project, code: str) -> None:
    """Put code into the last cell of the notebook that compares programmes."""
    path = project.notebooks / "programmes_compared.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in reversed(notebook["cells"]) if cell["cell_type"] == "code")
    cell["source"] = code
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_a_report_whose_process_is_killed_is_begun_again_and_the_others_go_on(copied):
    spoil(copied, "import os, signal; os.kill(os.getppid(), signal.SIGKILL)")
    outcome = run(copied, ["programmes_compared", "data_quality"], formats=["html"])
    lost, kept = sorted(outcome.results, key=lambda result: not result.reason)
    assert lost.name == "programmes-compared"
    assert "was killed 2 times" in lost.reason
    assert "--workers" in lost.reason
    assert "was killed 2 times" in lost.page.read_text(encoding="utf-8")
    assert kept.reason == ""


def test_one_that_is_killed_once_is_not_lost(copied, tmp_path):
    spoil(
        copied,
        "import os, signal, pathlib\n"
        f"once = pathlib.Path({str(tmp_path / 'once')!r})\n"
        "if not once.exists():\n"
        "    once.touch()\n"
        "    os.kill(os.getppid(), signal.SIGKILL)\n",
    )
    (result,) = run(copied, ["programmes_compared"], formats=["html"]).results
    assert (tmp_path / "once").exists()
    assert result.reason == ""


def test_fail_fast_begins_nothing_after_a_failure(copied):
    spoil(copied, "1 / 0")
    asked, not_made_yet = ["programmes_compared", "partner_brief"], ["threshold=6"]
    outcome = run(copied, asked, not_made_yet, ["html"], fail_fast=True, workers=1)
    first, *others = outcome.results
    assert "ZeroDivisionError" in first.reason
    # What took longest before is begun first, and on a busy machine that may be another.
    reasons = [one.reason for one in others if one.reason]
    assert set(reasons) == {"not begun: another report had failed (--fail-fast)"}
    assert len(reasons) > len(others) / 2


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (runs.Asked(workers=0), "--workers has to be 1 or more; found 0"),
        (runs.Asked(executor="slurm"), "There is no executor 'slurm'. Known: local, dask."),
        (runs.Asked(scheduler="tcp://127.0.0.1:8786"), "--scheduler is for --executor dask"),
        (runs.Asked(only=["*-de"]), r"--only \*-de: no report is called so. Names look like"),
        (runs.Asked(["midterm_evaluation"], ["chaptre=V"]), "Did you mean 'chapter'?"),
    ],
)
def test_words_that_are_off_are_refused_before_anything_is_written(tmp_path, asked, message):
    project = copy_checkout(tmp_path)
    with pytest.raises(UsageError, match=message):
        runs.run(project, quiet, asked)
    assert not project.outputs.exists()


def test_only_chooses_reports_by_their_names(copied):
    outcome = run(copied, formats=["html"], only=["*chapter-V", "programmes-*"])
    assert [one.name for one in outcome.results] == [
        "midterm-evaluation--chapter-V",
        "programmes-compared",
    ]
    assert "runs" in outcome.index.parts


# two runs at once


HOLD = """
import sys, time
from pathlib import Path
from analysis.files import locked
with locked(Path(sys.argv[1]), print, wait=False):
    print("held", flush=True)
    time.sleep(300)
"""


def test_a_second_run_leaves_or_waits(copied):
    lock = str(copied.outputs / ".lock")
    asked = ["--project", str(copied.root), "run", "programmes_compared", "--if-running", "wait"]
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, lock], stdout=subprocess.PIPE, text=True
    ) as hold:
        assert hold.stdout
        assert hold.stdout.readline() == "held\n"
        left = command(copied, "run", "programmes_compared")
        with subprocess.Popen(
            [sys.executable, "-m", "analysis", *asked], stderr=subprocess.PIPE, text=True
        ) as waiting:
            assert waiting.stderr
            said = waiting.stderr.readline()
            hold.kill()
            waiting.stderr.read()
    assert left.returncode == 6
    told = json.loads((copied.outputs / "last-run.json").read_text(encoding="utf-8"))
    assert told["status"] == "complete"
    assert f"process {hold.pid}, since 20" in left.stderr
    assert "--if-running wait" in left.stderr
    assert said.startswith(f"waiting for another run: process {hold.pid}")
    assert waiting.returncode == 0


def test_a_lock_goes_with_the_process_that_held_it(tmp_path):
    with locked(tmp_path / "lock", quiet, wait=False):
        pass
    with locked(tmp_path / "lock", quiet, wait=False):
        child = os.fork()
        if child == 0:
            try:
                with locked(tmp_path / "lock", quiet, wait=False):
                    os._exit(1)
            except BusyError:
                os._exit(0)
        assert os.waitpid(child, 0)[1] == 0


def test_what_a_killed_run_left_is_swept_away_by_the_next(copied):
    left = copied.outputs / "runs" / ".staging-killed" / "run"
    left.mkdir(parents=True)
    (left / "half.html").write_text("half", encoding="utf-8")
    beside = copied.clean.parent / ".staging-killed" / "clean"
    beside.mkdir(parents=True)
    cached = copied.outputs / "cache" / "files" / "1a" / ".staging-killed"
    cached.parent.mkdir(parents=True, exist_ok=True)
    cached.write_text("half", encoding="utf-8")
    run(copied, ["programmes_compared"], formats=["html"])
    assert not left.exists()
    assert not beside.parent.exists()
    assert not cached.exists()


def test_it_is_swept_away_where_nothing_is_to_be_made_as_well(copied):
    left = copied.outputs / ".staging-killed"
    left.mkdir()
    assert run(copied).unchanged
    assert not left.exists()


# for schedulers


def test_a_log_of_json_lines_a_summary_and_a_hook(copied, tmp_path):
    hook = tmp_path / "hook.py"
    hook.write_text(
        "import os, pathlib, sys\n"
        "told = os.environ['ANALYSIS_STATUS'] + ' ' + os.environ['ANALYSIS_SUMMARY']\n"
        "pathlib.Path(sys.argv[1]).write_text(told)\n"
    )
    summary, called = tmp_path / "summary.json", tmp_path / "called"
    done = command(
        copied, "run", "programmes_compared", "-p", "confidence=0.9", "--formats", "html",
        "--log", "json", "--summary", str(summary),
        "--on-change", f"{sys.executable} '{hook}' '{called}'",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert {"time", "level", "message"} <= events[0].keys()
    assert [event["report"] for event in events if "report" in event] == [
        "programmes-compared--confidence-0.9"
    ]
    told = json.loads(summary.read_text(encoding="utf-8"))
    assert (told["status"], told["exit_code"]) == ("complete", 0)
    assert told["reports"] == {"made": 1, "reused": 0, "failed": 0}
    assert (copied.root / told["run"] / "manifest.json").is_file()
    assert called.read_text() == f"complete {summary}"


def test_a_failure_is_summed_up_and_told_and_a_hook_that_fails_changes_nothing(copied, tmp_path):
    spoil(copied, "1 / 0")
    called = tmp_path / "called"
    done = command(
        copied, "run", "programmes_compared", "--formats", "html", "--log", "quiet",
        "--on-failure", f"touch '{called}' '{tmp_path}/no/such/folder'",
    )  # fmt: skip
    assert done.returncode == 4
    assert done.stdout == ""
    assert "failed: Programmes compared: cell provenance: ZeroDivisionError" in done.stderr
    assert "the command called on what came of the run failed" in done.stderr
    assert called.exists()
    told = json.loads((copied.outputs / "last-run.json").read_text(encoding="utf-8"))
    assert (told["status"], told["exit_code"]) == ("failed", 4)
    assert told["failed"][0]["name"] == "programmes-compared"


def test_a_refusal_is_summed_up_too(copied, tmp_path):
    called = tmp_path / "called"
    done = command(copied, "run", "no_such_report", "--on-failure", f"touch '{called}'")
    assert done.returncode == 2
    assert called.exists()
    told = json.loads((copied.outputs / "last-run.json").read_text(encoding="utf-8"))
    assert told["message"].startswith("There is no report 'no_such_report'")
    assert told["run"] is None


# history


def past(project: Project, *days: int) -> list[Path]:
    """Make runs that began so many days ago; of manifests only what history reads."""
    folders = []
    for ago in days:
        moment = time.gmtime(time.time() - ago * 86_400 - 60)
        folder = project.outputs / "runs" / time.strftime("%Y%m%dT%H%M%SZ-0123456789ab", moment)
        folder.mkdir(parents=True)
        manifest = {
            "timing": {"started": time.strftime("%Y-%m-%dT%H:%M:%S+00:00", moment), "reused": []},
            "data_version": "0123456789ab",
            "reports": [],
        }
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        folders.append(folder)
    return folders


def test_runs_are_listed_and_pruned_as_told(tmp_path):
    project = copy_checkout(tmp_path)
    week, month, year, older = past(project, 7, 30, 365, 400)
    (project.outputs / "latest").symlink_to(f"runs/{older.name}")
    broken = project.outputs / "runs" / "broken"
    broken.mkdir()
    listed = command(project, "runs").stdout.splitlines()
    assert [line.split()[0] for line in listed[:-1]] == [
        broken.name, week.name, month.name, year.name, older.name,
    ]  # fmt: skip
    assert "latest" in listed[4]
    assert "cannot be read" in listed[0]
    tried = command(project, "prune", "--keep", "2", "--days", "60", "--dry-run").stdout
    assert tried.splitlines()[0] == f"would go: {year.name}"
    assert year.exists()
    done = command(project, "prune", "--keep", "1", "--keep-run", month.name)
    assert done.returncode == 0, done.stderr
    left = {path.name for path in (project.outputs / "runs").iterdir()}
    assert left == {broken.name, month.name, older.name}


def test_pruning_forgets_what_was_long_not_used_and_keeps_the_rest(copied):
    cache = cache_of(copied)
    entries = sorted((cache.folder / "entries").rglob("*.json"))
    os.utime(entries[0], (0, 0))
    gone, files = cache.forget(time.time() - 86_400)
    assert gone == 1
    assert files > 0
    assert not entries[0].exists()
    left = [entry for task in tasks() if (entry := cache.last(task.name))]
    assert len(left) >= len(tasks()) - 1
    for entry in left:
        assert all(
            (cache.folder / "files" / digest[:2] / digest).is_file()
            for digest in entry.files.values()
        )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("prune", "--keep", "-1"), "0 or more"),
        (("prune", "--keep", "1", "--keep-run", "no-such"), "There is no run 'no-such'"),
        (("prune", "--keep", "1", "--cache-days", "-3"), "0 or more"),
    ],
)
def test_pruning_refuses_what_is_off(tmp_path, words, message):
    project = copy_checkout(tmp_path)
    past(project, 1)
    done = command(project, *words)
    assert done.returncode == 2
    assert message in done.stderr


def test_a_refusal_is_a_line_of_json_where_lines_of_json_are_asked_for(tmp_path):
    project = copy_checkout(tmp_path)
    done = command(project, "run", "no_such_report", "--log", "json")
    (event,) = [json.loads(line) for line in done.stderr.splitlines()]
    assert (event["level"], event["exit_code"], done.returncode) == ("error", 2, 2)


def test_a_run_that_is_asked_to_stop_sweeps_up_and_is_summed_up(copied, tmp_path):
    spoil(copied, f"import pathlib, time; pathlib.Path({str(tmp_path / 'on')!r}).touch()\n"
                  "time.sleep(300)")  # fmt: skip
    words = ["run", "programmes_compared", "--on-failure", f"touch '{tmp_path / 'told'}'"]
    with subprocess.Popen(
        [sys.executable, "-m", "analysis", "--project", str(copied.root), *words],
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        while not (tmp_path / "on").exists():
            assert running.poll() is None
            time.sleep(0.1)
        running.terminate()
        assert running.stderr
        said = running.stderr.read()
    assert running.returncode == 1
    assert said.endswith("Stopped. Nothing was half-written.\n")
    assert not list((copied.outputs / "runs").glob(".staging-*"))
    told = json.loads((copied.outputs / "last-run.json").read_text(encoding="utf-8"))
    assert (told["status"], told["message"]) == ("failed", "stopped by hand")
    assert (tmp_path / "told").exists()


def test_what_a_killed_report_left_is_not_published(tmp_path):
    project, run = Project(tmp_path), tmp_path / "run"
    (run / "reports" / ".staging-x" / "tables").mkdir(parents=True)
    (run / ".staging-y").mkdir()
    (run / "index.html").write_text("", encoding="utf-8")
    (project.outputs / "runs").mkdir(parents=True)
    outcome = publish(project, run, [], "name", "version", whole=False)
    found = {path.name for path in outcome.index.parent.rglob("*")}
    assert found == {"index.html", "reports"}
