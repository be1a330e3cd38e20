"""A run: every report executed and rendered, the site and the manifest beside them."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from analysis import __version__
from analysis.checks.results import CheckedTables, load_checked_tables
from analysis.errors import DataError, ReportError, StorageError
from analysis.files import move_folder, point_at, staging, write_text
from analysis.paths import Project
from analysis.reports import pages
from analysis.reports.disclosure import refuse_disclosing
from analysis.reports.documents.making import FORMATS, make_files, page_links
from analysis.reports.documents.workbook import Preface
from analysis.reports.execution import Setting, check_parameters, execute
from analysis.reports.manifest import describe_run, manifest_json
from analysis.reports.places import Place, places
from analysis.reports.report import Task
from analysis.reports.results import ReportResult, RunOutcome
from analysis.reports.site import RunFacts, render_error, render_site
from analysis.reports.warm import fixed_environment, warm_context

KEPT_RUNS = 5
"""How many runs are kept in ``outputs/runs``; older ones are removed."""


@dataclass(frozen=True)
class Making:
    """What all tasks of a run have in common."""

    project: Project
    run: Path
    checks: Path
    data_version: str
    formats: tuple[str, ...]


@dataclass(frozen=True)
class _Work:
    """What a worker is given: a task, and what its page says of it and beside it."""

    making: Making
    task: Task
    title: str
    subject: str
    place: Place


def refuse_unfit(project: Project, tasks: Sequence[Task]) -> None:
    """Refuse what would fail only later: notebooks, the lock, the place of the latest run."""
    for task in {task.report.report_id: task for task in tasks}.values():
        check_parameters(task, project.notebooks / task.report.notebook)
    latest = project.outputs / "latest"
    if latest.is_dir() and not latest.is_symlink():
        raise StorageError(f"{latest} is a folder where a link has to be. Move it away.")
    if not project.lock.is_file():
        raise StorageError(f"{project.lock} is missing. Restore it from version control.")


@contextlib.contextmanager
def new_run(project: Project) -> Iterator[Path]:
    """Yield a folder to make a run in; what is not moved out of it is gone afterwards."""
    with staging(project.outputs / "runs") as stage:
        run = stage / "run"
        run.mkdir()
        yield run


def run_reports(
    project: Project,
    run: Path,
    tasks: Sequence[Task],
    checks: Path,
    say: Callable[[str], None],
    *,
    formats: Sequence[str] = FORMATS,
    whole: bool = True,
) -> RunOutcome:
    """Execute and render every task, make its files, then publish the run.

    The run is moved to ``outputs/runs`` whole. ``outputs/latest`` moves to it only if no
    report failed and the run is a ``whole`` one, not a few reports by choice.
    """
    started = datetime.now(UTC).replace(microsecond=0)
    data = load_checked_tables(project.clean, checks)
    for task in tasks:
        if task.report.precheck:
            task.report.precheck(data, task.values)
    data_version = data.data_version
    making = Making(project, run, checks, data_version, tuple(formats))
    work = [
        _Work(
            making,
            task,
            pages.heading(task, data, str(task.values["language"])),
            pages.subject(task, data, str(task.values["language"])),
            place,
        )
        for task, place in zip(tasks, places(tasks), strict=True)
    ]
    results = _run_all(work, say)
    _refuse_disclosing(results, data, say)
    for name, text in render_site(results, run, RunFacts(data, __version__, started)).items():
        write_text(run / name, text)
    finished = datetime.now(UTC).replace(microsecond=0)
    manifest = describe_run(project, run, results, data_version, started, finished)
    write_text(run / "manifest.json", manifest_json(manifest))
    return _publish(project, run, results, f"{started:%Y%m%dT%H%M%SZ}-{data_version}", whole=whole)


def _refuse_disclosing(
    results: Sequence[ReportResult], data: CheckedTables, say: Callable[[str], None]
) -> None:
    """Refuse to publish what would give a small count away to a partner."""
    shared = [result for result in results if result.parameters.get("audience") == "partner"]
    if not shared:
        return
    paths = [path for result in shared for path in result.outputs]
    threshold = max(int(result.parameters["threshold"]) for result in shared)
    found = refuse_disclosing(paths, data, threshold)
    say(f"disclosure: {found.small} small counts of people, none in {found.files} files")


def _run_all(work: Sequence[_Work], say: Callable[[str], None]) -> list[ReportResult]:
    """Run every task, as many side by side as there are processors; results in order.

    Each worker is a process of its own, because a kernel inherits its whole environment.
    """
    workers = min(len(work), len(os.sched_getaffinity(0)))
    if workers < 2:
        results = []
        for number, one in enumerate(work, 1):
            say(f"report {number} of {len(work)}: {one.title}")
            results.append(_run_report(one))
        return results
    with fixed_environment(), ProcessPoolExecutor(workers, mp_context=warm_context()) as pool:
        running = {pool.submit(_run_report, one): one.title for one in work}
        for number, done in enumerate(as_completed(running), 1):
            say(f"report {number} of {len(work)}: {running[done]}")
        return [done.result() for done in running]


def _run_report(work: _Work) -> ReportResult:
    began = time.monotonic()
    task, title = work.task, work.title
    language = str(task.values["language"])
    making, run = work.making, work.making.run
    notebook = run / "notebooks" / f"{task.name}.ipynb"
    page = run / "reports" / f"{task.name}.html"
    reason = ""
    files: tuple[Path, ...] = ()
    try:
        setting = Setting(making.project.root, making.checks)
        execute(task, making.project.notebooks / task.report.notebook, notebook, setting)
        said = _preface(task, title, making.data_version)
        links = page_links(task.name, making.formats)
        text = pages.render(
            notebook, title, said.provenance, said.edition, language, work.place, links
        )
        files = make_files(run, task.name, text, notebook, said, making.formats)
    except (ReportError, DataError) as error:
        reason = str(error)
        cell = getattr(error, "cell", "none")
        text = render_error(
            title,
            cell,
            getattr(error, "cause", reason),
            getattr(error, "source", ""),
            language,
            work.place.index,
        )
    write_text(page, text)
    return ReportResult(
        name=task.name,
        report_id=task.report.report_id,
        title=title,
        question=pages.question(task, language),
        parameters=task.values,
        page=page,
        notebook=notebook if notebook.is_file() else None,
        reason=reason,
        seconds=round(time.monotonic() - began, 1),
        theme=task.theme,
        subject=work.subject,
        files=files,
    )


def _preface(task: Task, title: str, data_version: str) -> Preface:
    """Return what every file of a task says of itself."""
    language = str(task.values["language"])
    return Preface(
        title,
        pages.question(task, language),
        pages.edition(task.values, language),
        pages.provenance(data_version, __version__, language),
        language,
    )


def _publish(
    project: Project, run: Path, results: Sequence[ReportResult], name: str, *, whole: bool
) -> RunOutcome:
    runs = project.outputs / "runs"
    target = _free_name(runs, name)
    move_folder(run, target)
    moved = tuple(
        replace(
            result,
            page=target / result.page.relative_to(run),
            notebook=result.notebook and target / result.notebook.relative_to(run),
            files=tuple(target / path.relative_to(run) for path in result.files),
        )
        for result in results
    )
    outcome = RunOutcome(target / "index.html", moved)
    if whole and not outcome.failed:
        latest = project.outputs / "latest"
        point_at(latest, target)
        outcome = RunOutcome(latest / "index.html", moved)
    _forget_old_runs(runs, keep={target, (project.outputs / "latest").resolve()})
    return outcome


def _free_name(runs: Path, name: str) -> Path:
    """Return a name that no other run of the same second has taken."""
    target, number = runs / name, 2
    while target.exists():
        target, number = runs / f"{name}-{number}", number + 1
    return target


def _forget_old_runs(runs: Path, keep: set[Path]) -> None:
    old = sorted(path for path in runs.iterdir() if path.is_dir() and not path.name.startswith("."))
    for path in old[:-KEPT_RUNS]:
        if path.resolve() not in {kept.resolve() for kept in keep}:
            shutil.rmtree(path, ignore_errors=True)
