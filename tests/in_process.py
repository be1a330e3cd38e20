"""Reports made without a kernel each: every page in every language, soon.

This is no second way to make reports. A test holds what it makes to the pages of a run, byte
by byte; what it is for is to look at every page in every language, which nobody has to wait
a run of all languages for.
"""

from __future__ import annotations

import ast
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from IPython.core.formatters import DisplayFormatter

from analysis import __version__
from analysis.checks.results import CheckedTables, load_checked_tables
from analysis.display.language import speaking
from analysis.files import write_text
from analysis.paths import Project
from analysis.reports import pages
from analysis.reports.places import Place, places
from analysis.reports.report import Task
from analysis.reports.results import ReportResult, RunOutcome
from analysis.reports.site import RunFacts, render_site

STARTED = datetime(2026, 11, 22, 4, 5, 6, tzinfo=UTC)


def make_run(project: Project, checks: Path, folder: Path, tasks: Sequence[Task]) -> RunOutcome:
    """Make every page of tasks, and the site around them, in a folder laid out as a run's."""
    work = [
        (project, checks, folder, task, place)
        for task, place in zip(tasks, places(tasks), strict=True)
    ]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(os.sched_getaffinity(0)), mp_context=spawn) as pool:
        results = tuple(pool.map(make_report, *zip(*work, strict=True), chunksize=8))
    facts = RunFacts(load_checked_tables(project.clean, checks), __version__, STARTED)
    for name, text in render_site(results, folder, facts).items():
        write_text(folder / name, text)
    return RunOutcome(folder / "index.html", results)


def make_report(
    project: Project, checks: Path, folder: Path, task: Task, place: Place
) -> ReportResult:
    """Make the page of one task, with its executed notebook beside it."""
    os.environ |= {"ANALYSIS_PROJECT": str(project.root), "ANALYSIS_CHECKS": str(checks)}
    data = load_checked_tables(project.clean, checks)
    language = str(task.values["language"])
    notebook = folder / "notebooks" / f"{task.name}.ipynb"
    page = folder / "reports" / f"{task.name}.html"
    with speaking(language):
        write_text(notebook, nbformat.writes(executed(project, task)))
    write_text(page, rendered(task, notebook, data, place))
    return ReportResult(
        name=task.name,
        report_id=task.report.report_id,
        title=pages.heading(task, data, language),
        question=pages.question(task, language),
        parameters=task.values,
        page=page,
        notebook=notebook,
        reason="",
        seconds=0.0,
        theme=task.theme,
        subject=pages.subject(task, data, language),
    )


def rendered(task: Task, notebook: Path, data: CheckedTables, place: Place | None = None) -> str:
    """Return the page of an executed notebook as a run makes it."""
    language = str(task.values["language"])
    return pages.render(
        notebook,
        pages.heading(task, data, language),
        pages.provenance(data.data_version, __version__, language),
        pages.edition(task.values, language),
        language,
        place,
    )


def executed(project: Project, task: Task) -> nbformat.NotebookNode:
    """Return a task's notebook with the outputs of its cells."""
    notebook = nbformat.read(project.notebooks / task.report.notebook, as_version=4)
    formatter = DisplayFormatter()
    formatter.active_types = formatter.format_types
    names: dict[str, object] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        shown = _run(cell.source, names)
        if "parameters" in cell.metadata.tags:
            names |= task.values
        if shown is not None:
            data, metadata = formatter.format(shown)
            cell.outputs = [nbformat.v4.new_output("execute_result", data=data, metadata=metadata)]
    return notebook


def _run(source: str, names: dict[str, object]) -> object:
    """Run a cell, and return the value of its last line if that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
