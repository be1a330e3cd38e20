"""A run: what has to be made is made, the rest taken from the cache; site and manifest beside."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from analysis import __version__
from analysis.checks.results import CheckedTables, load_checked_tables
from analysis.errors import RawDataError, ReportError, StorageError
from analysis.files import write_text
from analysis.paths import Project
from analysis.reports import pages
from analysis.reports.disclosure import refuse_disclosing
from analysis.reports.execution import check_parameters
from analysis.reports.formats import FORMATS
from analysis.reports.manifest import describe_run, manifest_json
from analysis.reports.places import places
from analysis.reports.report import Task
from analysis.reports.results import ReportResult, RunOutcome
from analysis.reports.running.cache import Cache, DamagedError
from analysis.reports.running.here import LostError, run_here
from analysis.reports.running.keys import Surroundings
from analysis.reports.running.making import Making, Work, failed, make_report, result_of
from analysis.reports.running.planning import Plan, plan
from analysis.reports.running.publishing import publish
from analysis.reports.running.state import state
from analysis.reports.site import RunFacts, render_site

Say = Callable[..., None]
Results = Iterator[tuple[int, ReportResult]]


@dataclass(frozen=True)
class How:
    """How a run is made."""

    formats: tuple[str, ...] = FORMATS
    workers: int = 1
    force: bool = False
    """Make every report, whatever the cache holds."""
    fail_fast: bool = False
    """Begin no report after one has failed."""
    whole: bool = True
    """Whether it is every report, so that ``outputs/latest`` may move to it."""
    cluster: str | None = None
    """The address of a Dask scheduler; empty for one that starts by itself."""


class NotBegunError(ReportError):
    """A report was not begun, because another one had failed."""


def refuse_unfit(project: Project, tasks: Sequence[Task]) -> None:
    """Refuse what would fail only later: notebooks, the lock, the place of the latest run."""
    faults: list[RawDataError] = []
    for task in {task.report.report_id: task for task in tasks}.values():
        try:
            check_parameters(task, project.notebooks / task.report.notebook)
        except RawDataError as error:
            faults.append(error)
    if faults:
        raise RawDataError([problem for fault in faults for problem in fault.problems])
    latest = project.outputs / "latest"
    if latest.is_dir() and not latest.is_symlink():
        raise StorageError(f"{latest} is a folder where a link has to be. Move it away.")
    if not project.lock.is_file():
        raise StorageError(f"{project.lock} is missing. Restore it from version control.")


def plan_reports(
    project: Project, run: Path, tasks: Sequence[Task], data: CheckedTables, checks: Path, how: How
) -> list[Plan]:
    """Return what would be made into a folder, what taken from the cache, and why.

    Raises
    ------
    UsageError
        A parameter is off in a way that only the data can tell.
    """
    for task in tasks:
        if task.report.precheck:
            task.report.precheck(data, task.values)
    making = Making(project, run, checks, how.formats)
    work = [
        Work(
            making,
            task,
            pages.heading(task, data, str(task.values["language"])),
            pages.subject(task, data, str(task.values["language"])),
            place,
        )
        for task, place in zip(tasks, places(tasks), strict=True)
    ]
    return plan(work, cache_of(project), data.contents, Surroundings(project), force=how.force)


def run_reports(
    project: Project,
    run: Path,
    tasks: Sequence[Task],
    checks: Path,
    say: Say,
    how: How | None = None,
) -> RunOutcome:
    """Make every task's files in the folder ``run``, then publish the run.

    The run is moved to ``outputs/runs`` whole. ``outputs/latest`` moves to it only if no
    report failed and the run is a ``whole`` one, not a few reports by choice.
    """
    how = how or How()
    started = datetime.now(UTC).replace(microsecond=0)
    data = load_checked_tables(project.clean, checks)
    plans = plan_reports(project, run, tasks, data, checks, how)
    results = _results(plans, cache_of(project), say, how)
    _refuse_disclosing(results, data, say)
    for name, text in render_site(results, run, RunFacts(data, __version__, started)).items():
        write_text(run / name, text)
    for name, text in data.contents.tables().items():
        write_text(run / "clean" / f"{name}.csv", text)
    finished = datetime.now(UTC).replace(microsecond=0)
    manifest = describe_run(
        project, run, results, data.data_version, state(project, tasks, how.formats),
        started, finished,
    )  # fmt: skip
    write_text(run / "manifest.json", manifest_json(manifest))
    name = f"{started:%Y%m%dT%H%M%SZ}-{data.data_version}"
    return publish(project, run, results, name, data.data_version, whole=how.whole)


def cache_of(project: Project) -> Cache:
    """Return the project's cache."""
    return Cache(project.outputs / "cache")


def _results(plans: Sequence[Plan], cache: Cache, say: Say, how: How) -> list[ReportResult]:
    """Take from the cache what is there, make the rest, and return all in order."""
    taken = {number: _taken(one, cache, say) for number, one in enumerate(plans)}
    results = {number: result for number, result in taken.items() if result}
    to_make = {number: one for number, one in enumerate(plans) if number not in results}
    say(
        f"{len(plans)} reports: {len(results)} as they were, {len(to_make)} to make",
        reused=len(results),
        to_make=len(to_make),
    )
    for number, result in _made(list(to_make.values()), cache, say, how):
        results[list(to_make)[number]] = result
    return [results[number] for number in range(len(plans))]


def _taken(one: Plan, cache: Cache, say: Say) -> ReportResult | None:
    if one.entry is None:
        return None
    work, entry = one.work, one.entry
    try:
        said = json.loads(cache.take(entry, work.making.run))
    except DamagedError as error:
        say(f"{error} It is made again.", level="warning", report=work.task.name)
        return None
    own = (work.page, work.notebook)
    paths = tuple(work.making.run / place for place in entry.files)
    return result_of(
        work,
        0.0,
        files=tuple(path for path in paths if path not in own),
        reads=tuple(entry.reads),
        evidence=str(entry.facts["evidence"]),
        said=said,
        reused=True,
    )


def _made(plans: Sequence[Plan], cache: Cache, say: Say, how: How) -> Results:
    """Yield what was made by its place among the plans, kept in the cache as soon as it is."""
    begun: set[int] = set()
    work = [one.work for one in plans]
    for done, (number, result) in enumerate(_executed(work, say, how), 1):
        begun.add(number)
        say(
            f"report {done} of {len(plans)}: {result.title}"
            + (f" failed: {result.reason}" if result.reason else ""),
            report=result.name,
            seconds=result.seconds,
            **({"level": "error"} if result.reason else {}),
        )
        if not result.reason:
            _keep(plans[number], result, cache)
        yield number, result
        if result.reason and how.fail_fast:
            break
    for number in sorted(set(range(len(plans))) - begun):
        error = NotBegunError("not begun: another report had failed (--fail-fast)")
        yield number, failed(work[number], error)


def _executed(work: Sequence[Work], say: Say, how: How) -> Results:
    if how.cluster is not None:
        from analysis.reports.running.cluster import run_on_cluster

        yield from run_on_cluster(work, how.cluster, how.workers, say)
        return
    for number, result in run_here(make_report, work, how.workers):
        yield number, failed(work[number], result) if isinstance(result, LostError) else result


def _keep(one: Plan, result: ReportResult, cache: Cache) -> None:
    run, contents = one.work.making.run, one.contents
    cache.keep(
        one.key,
        result.name,
        one.ingredients,
        {read: contents.digest(read) for read in result.reads},
        {path.relative_to(run).as_posix(): path for path in result.outputs},
        {"evidence": result.evidence, "seconds": result.seconds},
        json.dumps(result.said, ensure_ascii=False).encode(),
    )


def _refuse_disclosing(results: Sequence[ReportResult], data: CheckedTables, say: Say) -> None:
    """Refuse to publish what would give a small count away to a partner."""
    shared = [result for result in results if result.parameters.get("audience") == "partner"]
    if not shared:
        return
    texts = {file: blocks for result in shared for file, blocks in result.said.items()}
    threshold = max(int(result.parameters["threshold"]) for result in shared)
    found = refuse_disclosing(texts, data, threshold)
    say(f"disclosure: {found.small} small counts of people, none in {found.files} files")
