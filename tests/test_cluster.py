"""Reports made on Dask: real schedulers and workers on the loopback, killed for real."""

from __future__ import annotations

import dataclasses
import json
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib import metadata
from pathlib import Path

import dask.config
import pytest
from checkout import ROOT, copy_checkout, digests, quiet, run
from clusters import Cluster, make_certificates, settings

from analysis.checks.results import load_checked_tables
from analysis.errors import ClusterError, StorageError, UsageError
from analysis.paths import Project
from analysis.reports.results import RunOutcome
from analysis.reports.running import connecting, crew
from analysis.reports.running.cluster import run_on_cluster
from analysis.reports.running.connecting import connected
from analysis.reports.running.fitness import differences, fitness
from analysis.reports.running.here import run_here
from analysis.reports.running.making import Work, make_report
from analysis.reports.running.remote import pack, receive
from analysis.reports.running.roster import ATTEMPTS, Roster
from analysis.reports.running.run import How, plan_reports
from analysis.reports.tasks import tasks

NAMES = ("programme-effect*hepatitis-c", "programme-effect*child-hotline", "data-quality*")


class Said(list[str]):
    """What a run told, message by message."""

    def __call__(self, message: str, **facts: object) -> None:
        self.append(message)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, checked: Path) -> tuple[Project, RunOutcome]:
    """Return a project, one of whose notebooks is broken, and a run of it on a local cluster."""
    project = copy_checkout(tmp_path_factory.mktemp("on a cluster"), checked)
    break_notebook(project.notebooks / "data_quality.ipynb")
    return project, run(project, (), ["language=ka"], only=NAMES, executor="dask", workers=2)


@pytest.fixture(scope="module")
def encrypted(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Cluster, dict[str, str]]]:
    """Return a cluster that talks TLS, and how; of its workers, clara has another package."""
    folder = tmp_path_factory.mktemp("cluster")
    certificates = make_certificates(folder)
    found = Cluster(folder, certificates)
    try:
        for name in ("anna", "bert"):
            found.worker(name)
        found.worker("clara", another_package(folder / "clara"))
        with dask.config.set(settings(certificates)):
            found.wait_for(3)
        yield found, settings(certificates)
    finally:
        found.end()


@pytest.fixture
def cluster(encrypted: tuple[Cluster, dict[str, str]]) -> Iterator[Cluster]:
    """Return the cluster, with Dask here being told how to talk to it."""
    found, certificates = encrypted
    with dask.config.set(certificates):
        yield found


def break_notebook(path: Path) -> None:
    """Let the first cell fail that shows something."""
    notebook = json.loads(path.read_bytes())
    shown = [cell for cell in notebook["cells"] if "result" in cell["metadata"].get("tags", ())]
    shown[0]["source"] = ["raise ValueError('broken on purpose')"]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def another_package(folder: Path) -> Path:
    """Return a folder with a copy of the package in which one comment differs."""
    shutil.copytree(ROOT / "analysis", folder / "analysis")
    module = folder / "analysis" / "display" / "numbers.py"
    module.write_text(module.read_text(encoding="utf-8") + "# other\n", encoding="utf-8")
    return folder


def work(project: Project, outcome: RunOutcome, folder: Path, count: int) -> list[Work]:
    """Return light pieces of work to be made into a folder."""
    checks = outcome.folder / "checks"
    data = load_checked_tables(project.clean, checks)
    chosen = tasks(["programme_effect"])[:count]
    how = How(formats=("html",), force=True)
    return [plan.work for plan in plan_reports(project, folder, chosen, data, checks, how)]


# the same as here


def test_a_cluster_that_starts_by_itself_makes_the_same_bytes(made, tmp_path):
    project, outcome = made
    found = tasks((), ["language=ka"])
    chosen = [one for one in found if any(fnmatch(one.name, name) for name in NAMES)]
    how = How(force=True)
    checks = outcome.folder / "checks"
    data = load_checked_tables(project.clean, checks)
    pieces = [one.work for one in plan_reports(project, tmp_path, chosen, data, checks, how)]
    list(run_here(make_report, pieces, 2))
    expected, there = digests(tmp_path), digests(outcome.folder)
    assert len(expected) > 12
    assert {name: there.get(name) for name in expected} == expected
    assert [one.reason for one in outcome.failed] == [
        "cell documents-words: ValueError: broken on purpose"
    ]


def test_workers_elsewhere_make_the_same_bytes(made, cluster, tmp_path):
    pieces = work(*made, tmp_path / "there", 2)
    results = dict(run_on_cluster(pieces, cluster.address, 0, quiet))
    list(run_here(make_report, work(*made, tmp_path / "here", 2), 2))
    assert [results[number].name for number in (0, 1)] == [one.task.name for one in pieces]
    assert [results[number].page for number in (0, 1)] == [one.page for one in pieces]
    assert digests(tmp_path / "there") == digests(tmp_path / "here")


# who works


def test_a_worker_with_another_package_is_refused_by_name(made, cluster, tmp_path):
    told = Said()
    results = dict(run_on_cluster(work(*made, tmp_path, 2), cluster.address, 0, told))
    assert [result.reason for result in results.values()] == ["", ""]
    address = cluster.addresses()["clara"]
    assert told == [
        f"worker clara ({address}) is refused: its package differs in analysis/display/numbers.py"
    ]


def test_where_no_worker_is_fit_nothing_is_made(made, tmp_path):
    other = Cluster(tmp_path)
    try:
        other.worker("dora", another_package(tmp_path / "dora"))
        pieces = work(*made, tmp_path / "run", 1)
        with pytest.raises(ClusterError) as refused:
            list(run_on_cluster(pieces, other.address, 0, quiet))
        address = other.addresses()["dora"]
    finally:
        other.end()
    assert str(refused.value) == (
        f"No worker of the cluster is fit (dora ({address}): its package differs in "
        "analysis/display/numbers.py). Install there what is installed here, or leave "
        "--executor dask away."
    )


def test_what_differs_is_named():
    here = {"Python": "3.11.7", "analysis/a.py": "1", "numpy": "2.4", "scipy": "1.17", "x": "1"}
    there = {"Python": "3.12.1", "analysis/a.py": "2", "numpy": "", "scipy": "1.17", "y": "2"}
    assert differences(here, there) == (
        "its package differs in analysis/a.py; Python 3.12.1 (here 3.11.7), numpy missing "
        "(here 2.4), x missing (here 1) and 1 more"
    )
    assert differences(here, here) == ""


def test_what_is_compared_is_the_package_and_what_it_needs():
    found = fitness()
    assert found["Python"] == platform.python_version()
    assert found["pandas"] == metadata.version("pandas")
    assert "analysis/reports/running/cluster.py" in found
    assert "pytest" not in found


def test_a_process_whose_package_has_changed_since_is_not_fit(tmp_path):
    code = (
        "from analysis.reports.running.fitness import differences, fitness\n"
        "from analysis.reports.running.inputs import package_folder\n"
        "here = fitness()\n"
        "assert differences(here, fitness()) == ''\n"
        "(package_folder() / 'paths.py').write_text('changed')\n"
        "print(differences(here, fitness()))"
    )
    there = {**os.environ, "PYTHONPATH": str(another_package(tmp_path))}
    said = subprocess.check_output([sys.executable, "-c", code], env=there, cwd=tmp_path, text=True)
    assert said == (
        "its package, or what that needs, was changed since it started; start it again\n"
    )


def test_inputs_that_are_not_those_sent_are_refused(made, tmp_path):
    parcel = pack(work(*made, tmp_path / "run", 1), "run")
    with pytest.raises(
        StorageError, match=r"^the inputs that arrived are not those that were sent$"
    ):
        receive(dataclasses.replace(parcel, content=parcel.content[:-1]), tmp_path)
    receive(parcel, tmp_path)
    assert (tmp_path / parcel.name / "data" / "clean" / "figures.csv").is_file()


def test_a_run_that_ends_early_leaves_nothing_with_the_workers(made, cluster, tmp_path):
    results = run_on_cluster(work(*made, tmp_path, 6), cluster.address, 0, quiet)
    next(results)
    assert len(cluster.inputs()) == 2
    results.close()
    until = time.monotonic() + 30
    while cluster.inputs() and time.monotonic() < until:
        time.sleep(0.1)
    assert cluster.inputs() == []
    assert len(list((tmp_path / "reports").iterdir())) < 6


# who is lost


def test_a_killed_worker_loses_no_report(made, cluster, tmp_path):
    told, results = Said(), []
    pieces = work(*made, tmp_path / "there", 8)
    for number, result in run_on_cluster(pieces, cluster.address, 0, told):
        results.append((number, result.reason))
        if len(results) == 2:
            os.kill(cluster.pids()["anna"], signal.SIGKILL)
    assert sorted(results) == [(number, "") for number in range(8)]
    assert any(re.match(r"worker anna \(\S+\) is lost; made elsewhere: ", one) for one in told)


class _Deadly(str):
    """A title that kills the process which reads it."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return eval, ("__import__('os').kill(__import__('os').getpid(), 9)",)


def test_a_report_that_kills_its_workers_fails_and_no_other(made, cluster, tmp_path):
    pieces = work(*made, tmp_path, 4)
    pieces[1] = dataclasses.replace(pieces[1], title=_Deadly("Deadly"))
    results = dict(run_on_cluster(pieces, cluster.address, 0, quiet))
    assert [results[number].reason for number in (0, 2, 3)] == ["", "", ""]
    assert re.match(
        rf"{ATTEMPTS} workers were lost while they made it, the last one (anna|bert) \(\S+\)\. ",
        results[1].reason,
    )
    assert "Deadly" in results[1].page.read_text(encoding="utf-8")


def test_only_what_was_with_a_lost_worker_is_suspected():
    roster = Roster(6)
    roster.join("a", 1)
    roster.join("b", 1)
    assert roster.hand_out() == [(0, "a"), (1, "b"), (2, "a"), (3, "b")]
    assert roster.leave("a") == []
    roster.join("c", 1)
    # 0 and 2 are made again with nothing beside them; the rest waits for b.
    assert roster.hand_out() == [(0, "c")]
    roster.finish(1)
    roster.finish(3)
    assert roster.hand_out() == [(2, "b")]
    assert roster.leave("b") == []
    assert roster.leave("c") == []
    roster.join("d", 1)
    assert roster.hand_out() == [(2, "d")]
    assert roster.leave("d") == [2]
    roster.join("e", 2)
    roster.hand_out()
    roster.finish(0)
    assert roster.hand_out() == [(4, "e"), (5, "e")]
    assert roster.unfinished == {4, 5}


# nobody there


def test_a_scheduler_without_workers_is_not_waited_for_for_ever(made, tmp_path, monkeypatch):
    monkeypatch.setattr(crew, "TIMEOUT", 1.0)
    lonely = Cluster(tmp_path)
    told = Said()
    try:
        pieces = work(*made, tmp_path / "run", 1)
        with pytest.raises(ClusterError) as ended:
            list(run_on_cluster(pieces, lonely.address, 0, told, patience=1.5))
        assert str(ended.value) == (
            "The cluster has had no worker for 2 seconds. Start workers where the package is "
            "installed: dask worker ADDRESS. What was made is kept: run again, and only the rest "
            "is made."
        )
        assert told == ["the scheduler has no worker; waiting up to 2 seconds"]

        def kill(_: str, **facts: object) -> None:
            lonely.kill("scheduler")

        with pytest.raises(ClusterError) as ended:
            list(run_on_cluster(pieces, lonely.address, 0, kill))
        assert str(ended.value) == (
            "The scheduler has stopped answering. What was made is kept: start it and run again, "
            "and only the rest is made."
        )
    finally:
        lonely.end()


def test_a_scheduler_that_keeps_silent_is_given_up(monkeypatch):
    monkeypatch.setattr(connecting, "TIMEOUT", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(ClusterError) as refused, connected(address, 0):
            pass
    assert str(refused.value) == (
        f"No scheduler answers at {address} within 1 seconds. See that it runs (dask scheduler), "
        "that this machine reaches it, and that both or none use TLS; or leave --scheduler away, "
        "and a cluster starts here."
    )
    assert refused.value.exit_code == 7


def test_a_client_without_a_certificate_is_not_let_in(cluster, monkeypatch):
    monkeypatch.setattr(connecting, "TIMEOUT", 2.0)
    plain = {"distributed.comm.require-encryption": False}
    address = cluster.address.replace("tls://", "tcp://")
    with (
        dask.config.set(plain),
        pytest.raises(ClusterError, match=rf"^No scheduler answers at {address} "),
        connected(address, 0),
    ):
        pass


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("here", "missing port number in address 'here'"),
        ("http://x:1", "unknown address scheme 'http'"),
        ("tls://127.0.0.1:1", "TLS expects a `ssl_context` argument"),
    ],
)
def test_an_address_that_is_none_is_refused(address, why):
    with pytest.raises(UsageError) as refused, connected(address, 0):
        pass
    assert str(refused.value).startswith(f"--scheduler {address}: {why}")
    assert str(refused.value).endswith(
        "An address looks like tcp://10.0.0.1:8786, or tls://10.0.0.1:8786 where Dask is told its "
        "certificates (docs/cluster.md)."
    )


def test_without_dask_it_is_said_what_to_install(tmp_path):
    project = copy_checkout(tmp_path / "copy")
    code = "import sys; sys.modules['distributed'] = None; from analysis.cli import main; main()"
    words = ["--project", str(project.root), "run", "--executor", "dask"]
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr == (
        "error: --executor dask needs Dask, which is not installed here. In the checkout, run: "
        'python -m pip install -e ".[cluster]"\n'
    )
