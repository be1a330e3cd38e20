"""Reports made in one process, without a kernel each: every page in every language, soon.

This is no second way to make reports. A test holds what it makes to the pages of a run, byte
by byte; what it is for is to look at all pages in languages for which nobody waits for a run.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from IPython.core.formatters import DisplayFormatter

from analysis import __version__
from analysis.checks.results import load_checked_tables
from analysis.display.language import speaking
from analysis.files import write_text
from analysis.paths import Project
from analysis.reports import pages
from analysis.reports.places import Place, places
from analysis.reports.report import Task
from analysis.reports.results import ReportResult
from analysis.reports.site import RunFacts, render_site

STARTED = datetime(2026, 11, 22, 4, 5, 6, tzinfo=UTC)


def make_run(
    project: Project, checks: Path, folder: Path, tasks: Sequence[Task]
) -> list[ReportResult]:
    """Make the pages of tasks and the site around them in a folder laid out as a run's."""
    results = make_reports(project, checks, folder, tasks, places(tasks))
    data = load_checked_tables(project.clean, checks)
    for name, text in render_site(results, folder, RunFacts(data, __version__, STARTED)).items():
        write_text(folder / name, text)
    return results


def make_reports(
    project: Project, checks: Path, folder: Path, tasks: Sequence[Task], where: Sequence[Place]
) -> list[ReportResult]:
    """Make the pages of tasks, each with its place, and their executed notebooks beside them."""
    os.environ |= {"ANALYSIS_PROJECT": str(project.root), "ANALYSIS_CHECKS": str(checks)}
    data = load_checked_tables(project.clean, checks)
    results = []
    for task, place in zip(tasks, where, strict=True):
        language = str(task.values["language"])
        notebook = folder / "notebooks" / f"{task.name}.ipynb"
        page = folder / "reports" / f"{task.name}.html"
        with speaking("en"):
            write_text(notebook, nbformat.writes(executed(project, task)))
        title = pages.heading(task, data, language)
        write_text(page, rendered(task, notebook, title, data.data_version, place))
        results.append(
            ReportResult(
                task.name, task.report.report_id, title, pages.question(task, language),
                task.values, page, notebook, "", 0.0, task.theme,
                pages.subject(task, data, language),
            )
        )  # fmt: skip
    return results


def rendered(task: Task, notebook: Path, title: str, data_version: str, place: Place) -> str:
    """Return the page of an executed notebook as a run makes it."""
    language = str(task.values["language"])
    told = pages.provenance(data_version, __version__, language)
    return pages.render(
        notebook, title, told, pages.edition(task.values, language), language, place
    )


def executed(project: Project, task: Task) -> nbformat.NotebookNode:
    """Return a task's notebook with the outputs of its cells."""
    notebook = nbformat.read(project.notebooks / task.report.notebook, as_version=4)
    names: dict[str, object] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            shown = _run(cell.source, names)
            if "parameters" in cell.metadata.tags:
                names |= task.values
            if shown is not None:
                data, metadata = _formatter().format(shown)
                output = {"data": data, "metadata": metadata, "execution_count": 1}
                cell.outputs = [nbformat.v4.new_output("execute_result", **output)]
    return notebook


def _run(source: str, names: dict[str, object]) -> object:
    """Run a cell, and return the value of its last line if that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)


def _formatter() -> DisplayFormatter:
    formatter = DisplayFormatter()
    formatter.active_types = formatter.format_types
    return formatter


def by_language(tasks: Sequence[Task]) -> Mapping[str, list[Task]]:
    """Return tasks by the language that they speak."""
    found: dict[str, list[Task]] = {}
    for task in tasks:
        found.setdefault(str(task.values["language"]), []).append(task)
    return found
