"""Runs of the reports, in order: what is asked for, whether anything changed, check, make."""

from __future__ import annotations

import fnmatch
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.errors import UsageError
from analysis.files import STAGED, locked, remove
from analysis.paths import Project
from analysis.pipeline import Say, check

if TYPE_CHECKING:
    from analysis.reports.report import Task
    from analysis.reports.results import RunOutcome
    from analysis.reports.running.history import PastRun
    from analysis.reports.running.planning import Plan

EXECUTORS = ("local", "dask")


@dataclass(frozen=True)
class Asked:
    """What is asked of a run, as typed."""

    reports: Sequence[str] = ()
    parameters: Sequence[str] = ()
    only: Sequence[str] = ()
    """Patterns of the names of reports, such as ``*-fr``; all if none is given."""
    formats: Sequence[str] = ()
    workers: int | None = None
    """How many reports are made at a time; as many as there are processors if not given."""
    executor: str = "local"
    scheduler: str = ""
    force: bool = False
    fail_fast: bool = False
    wait: bool = False
    """Whether to wait for another run that is at work here."""

    @property
    def whole(self) -> bool:
        """Whether it is every report in every form, so that ``outputs/latest`` may move."""
        return not (self.reports or self.parameters or self.only or self.formats)


def run(project: Project, say: Say, asked: Asked | None = None) -> RunOutcome:
    """Clean, check, make what has to be made, and move ``outputs/latest`` if all went well.

    Where nothing has changed since the latest run, nothing is done. A run of a few reports,
    with parameters, or with other than all formats, leaves ``outputs/latest`` where it is.

    Raises
    ------
    UsageError
        A report, parameter, format or number of workers is off: before anything runs.
    BusyError
        Another run is at work here, and it is not to be waited for.
    DataError
        The data failed; no report runs.
    """
    from analysis.reports.running import state
    from analysis.reports.warm import begin_warming
    from analysis.seldom import put_off_grammar

    asked = asked or Asked()
    perhaps_unchanged = asked.whole and not asked.force
    if not perhaps_unchanged:
        begin_warming()
    chosen, formats, workers = _chosen(asked), _formats(asked), _workers(asked)
    with locked(project.outputs / ".lock", say, wait=asked.wait):
        _sweep(project)
        if perhaps_unchanged:
            manifest = state.unchanged(project, state.state(project, chosen, formats))
            if manifest:
                return _as_before(project, str(manifest["data_version"]))
            begin_warming()
        put_off_grammar()
        from analysis.reports.running import publishing
        from analysis.reports.running import run as running

        running.refuse_unfit(project, chosen)
        with publishing.new_run(project) as stage:
            outcome = check(project, say, stage / "checks", reuse=not asked.force)
            how = running.How(
                formats=formats,
                workers=workers,
                force=asked.force,
                fail_fast=asked.fail_fast,
                whole=asked.whole,
                cluster=asked.scheduler if asked.executor == "dask" else None,
            )
            return running.run_reports(project, stage, chosen, outcome.checks, say, how)


def plan(project: Project, say: Say, asked: Asked) -> list[Plan]:
    """Return what a run would make and why, having written nothing but into the cache.

    Raises
    ------
    UsageError, DataError
        As :func:`run`.
    """
    from dataclasses import replace

    from analysis.checks.results import load_checked_tables
    from analysis.files import scratch
    from analysis.reports.running import run as running

    chosen, formats = _chosen(asked), _formats(asked)
    running.refuse_unfit(project, chosen)
    how = running.How(formats=formats, force=asked.force)
    with scratch() as folder:
        # The checks of a plan write their tables where nobody looks for them.
        aside = replace(project, clean_folder=folder / "clean")
        outcome = check(aside, say, folder / "checks", reuse=not asked.force)
        data = load_checked_tables(aside.clean, outcome.checks)
        return running.plan_reports(project, folder / "run", chosen, data, outcome.checks, how)


@dataclass(frozen=True)
class Keeping:
    """Which runs are to be kept, and what of the cache."""

    newest: int
    days: int | None = None
    named: Sequence[str] = ()
    cache_days: int = 30


@dataclass(frozen=True)
class Pruned:
    """What was removed: runs, and how many entries and files of the cache."""

    runs: list[PastRun]
    entries: int = 0
    files: int = 0


def prune(project: Project, say: Say, keeping: Keeping, *, dry_run: bool = False) -> Pruned:
    """Remove what is not to be kept; a run that is at work is waited for.

    Raises
    ------
    UsageError
        A run named is not there, or a number is less than nought.
    """
    from analysis.reports.running import history
    from analysis.reports.running.run import cache_of

    if keeping.cache_days < 0:
        raise UsageError("--cache-days counts days: 0 or more.")
    before = time.time() - keeping.cache_days * 86_400
    with locked(project.outputs / ".lock", say, wait=True):
        gone = history.prune(
            project,
            keep=keeping.newest,
            days=keeping.days,
            named=keeping.named,
            dry_run=dry_run,
        )
        return Pruned(gone, *cache_of(project).forget(before, dry_run=dry_run))


def _chosen(asked: Asked) -> list[Task]:
    from analysis.reports.tasks import tasks

    found = tasks(asked.reports, asked.parameters)
    if not asked.only:
        return found
    chosen = [task for task in found if any(fnmatch.fnmatch(task.name, p) for p in asked.only)]
    for pattern in asked.only:
        if not fnmatch.filter([task.name for task in found], pattern):
            raise UsageError(
                f"--only {pattern}: no report is called so. Names look like "
                f"{found[0].name} and {found[-1].name}; * stands for anything."
            )
    return chosen


def _formats(asked: Asked) -> tuple[str, ...]:
    from analysis.reports.formats import choose_formats

    return choose_formats(asked.formats)


def _workers(asked: Asked) -> int:
    if asked.executor not in EXECUTORS:
        raise UsageError(f"There is no executor {asked.executor!r}. Known: {', '.join(EXECUTORS)}.")
    if asked.scheduler and asked.executor != "dask":
        raise UsageError("--scheduler is for --executor dask; give both.")
    if asked.executor == "dask":
        from analysis.reports.running.connecting import refuse_absent

        refuse_absent()
    if asked.workers is None:
        return len(os.sched_getaffinity(0))
    if asked.workers < 1:
        raise UsageError(f"--workers has to be 1 or more; found {asked.workers}.")
    return asked.workers


def _as_before(project: Project, version: str) -> RunOutcome:
    from analysis.reports.results import RunOutcome

    latest = project.outputs / "latest"
    return RunOutcome(latest / "index.html", (), latest.resolve(), version, unchanged=True)


def _sweep(project: Project) -> None:
    """Remove what runs left that were killed; nobody else is at work here now."""
    beside_clean = project.clean.resolve().parent
    for folder in (project.outputs, project.outputs / "runs", project.clean, beside_clean):
        for left in sorted(folder.glob(f"{STAGED}*")):
            remove(left)
    for left in sorted((project.outputs / "cache").rglob(f"{STAGED}*")):
        remove(left)
