"""What reports say, as text, held to what somebody has read: a figure that moves is seen here.

The cells of the notebooks are run as they stand, without a kernel, on the tables of the checkout.
A change that is meant is taken over by ``pytest tests/test_reports_as_text.py --accept-text``; the
difference is then read like any other, and figures that moved go into the changelog.
"""

from __future__ import annotations

import ast
import json
from functools import cache
from pathlib import Path

import pytest
from checkout import ROOT

from analysis import pipeline
from analysis.checks.reads import RECOUNT, Contents
from analysis.checks.results import CheckedTables, ExpectationResult
from analysis.display import drawing
from analysis.display.shown import Shown
from analysis.paths import Project
from analysis.recount.route import recount
from analysis.reports.report import Task
from analysis.reports.tasks import tasks

EXPECTED = Path(__file__).parent / "expected"

REPORTS = (
    "data-quality",
    "midterm-evaluation",
    "midterm-evaluation--chapter-VI",
    "partner-brief--partner-afd",
    "partner-brief--partner-eu",
    "partner-brief--partner-mia",
    "programme-effect--",
    "programmes-compared",
)
"""How the reports are called: with every sort of table and sentence, and every programme."""

TASKS = [task for task in tasks() if task.name in REPORTS or task.name.startswith(REPORTS[-2])]

LEFT_OUT = ("parameters", "load", "provenance")
"""Cells that say nothing of the data, or say which version of them it is."""


@cache
def data() -> CheckedTables:
    """Return the tables of the checkout, with results of expectations made up for the tallies."""
    project = Project(ROOT)
    made = pipeline.make_tables(project)
    rows = recount(project.raw, set(made["suppressions"]["figure_id"]))
    kept = Contents({RECOUNT: json.dumps([row.record() for row in rows])})
    results = tuple(
        ExpectationResult(
            table=table, order=number, key=severity, id="", type="", column="", severity=severity,
            note=f"A made-up expectation of {table}.", success=number % 3 != 1, rows=10,
            unexpected=number, examples=(),
        )
        for number, (table, severity) in enumerate(
            (table, severity)
            for table in ("figures", "links")
            for severity in ("critical", "warning", "info")
        )
    )  # fmt: skip
    return CheckedTables(made, results, {}, kept)


@pytest.mark.parametrize("task", [pytest.param(task, id=task.name) for task in TASKS])
def test_a_report_says_what_was_read(
    task: Task, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(drawing, "_svg", lambda *_: "")
    path = EXPECTED / f"{task.name}.txt"
    said = text(task)
    if request.config.getoption("--accept-text"):
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8")


def test_every_text_is_that_of_a_report() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == {task.name for task in TASKS}


def text(task: Task) -> str:
    """Return what a report says, cell by cell."""
    notebook = json.loads((ROOT / "notebooks" / task.report.notebook).read_bytes())
    names: dict[str, object] = {}
    said = []
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        source = "".join(cell["source"])
        if cell["id"] in LEFT_OUT:
            if cell["id"] == "parameters":
                names.update(task.values)
            if cell["id"] == "load":
                names["open_checked_tables"] = data
                exec(source, names)
            continue
        shown = _shown(source, names)
        if shown:
            said.append(f"== {cell['id']}\n{shown}\n")
    return "\n".join(said)


def _shown(source: str, names: dict[str, object]) -> str:
    """Run a cell; return the text of its last expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    if last is None:
        return ""
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
    return value.text if isinstance(value, Shown) else str(value or "")
