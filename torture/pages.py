"""Pages of hostile data: markup in every text column of every raw file shows as text.

Each column gets a payload in one row. What cleaning and checks refuse is refused; all that they let
pass goes into one project, whose reports are made and opened in Chromium, without the policy that
keeps our pages from loading and running anything: escaping alone has to do.
"""

from __future__ import annotations

import json
import multiprocessing
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from analysis.paths import Project
from torture import mutants
from torture.copies import ROOT, copy_project
from torture.mutants import Mutant, Table, read_tables
from torture.outcomes import Outcomes

MARK = "svg/onload=alert"
PAYLOAD = f"\"'><{MARK}(7)><img/src=x/onerror=alert(7)>{{{{7*7}}}}"
"""It ends an attribute, and begins two elements that run."""

FEW = (
    "midterm-evaluation", "data-quality", "programmes-compared", "programme-effect--*hepatitis-c",
    "partner-brief--partner-eu",
)  # fmt: skip

_PASSED = ("told to be reviewed", "harmless")


def campaign(scratch: Path, *, whole: bool) -> Outcomes:
    """Put the payload into every column, and look at every page; few of each in the short form."""
    outcomes = Outcomes("pages")
    project = Project(copy_project(scratch / "project"))
    passed = []
    with multiprocessing.get_context("fork").Pool(2, mutants._begin, (project, scratch)) as pool:
        tried = _payloads(project.raw, every=1 if whole else 12)
        for one, (outcome, said) in pool.imap(_judge, tried, chunksize=4):
            outcomes.note("a payload in a column", outcome, f"{one.file}, {one.what}: {said}")
            if outcome in _PASSED:
                passed.append(one)
    for one in passed:
        _put(project.raw / one.file, *one.what.split(": "))
    pages = _made(project, whole=whole)
    shown = 0
    for seen in _watched(pages):
        shown += seen["shown"]
        done = [name for name in ("dialogs", "console", "requests", "elements") if seen[name]]
        outcome = "it did something" if done else "shown as text"
        outcomes.note("a page opened", outcome, f"{Path(seen['path']).name}: {seen}")
    # Which columns the text came from is not told apart: pages are counted, not columns.
    if not shown:
        outcomes.note("a page opened", "not seen", "no payload stands in any page")
    return outcomes


def _payloads(raw: Path, every: int) -> Iterator[Mutant]:
    """Yield a mutant for every column, or every so many, with a payload in a row that has words."""
    number = 0
    for table in read_tables(raw):
        for column, name in enumerate(table.header):
            row = next((n for n, cells in enumerate(table.rows) if _is_words(cells[column])), None)
            if row is None or table.file == "reviewed.csv":
                continue
            number += 1
            if number % every == 0:
                cell = table.rows[row][column] + PAYLOAD
                content = table.with_cell(row, column, cell)
                yield Mutant("payload", table.file, f"{name}: {row}", content)


def _is_words(cell: str) -> bool:
    return any(char.isalpha() for char in cell)


def _judge(mutant: Mutant) -> tuple[Mutant, tuple[str, str]]:
    return mutant, mutants._judge_here[0].judge(mutant)


def _put(path: Path, column: str, row: str) -> None:
    """Put the payload into a file that may hold others already."""
    (table,) = [one for one in read_tables(path.parent) if one.file == path.name]
    place = table.header.index(column)
    cell = table.rows[int(row)][place] + PAYLOAD
    path.write_bytes(Table("", table.header, table.rows).with_cell(int(row), place, cell))


def _made(project: Project, *, whole: bool) -> list[Path]:
    """Make the reports of a project; return their pages and the index."""
    only = [] if whole else [word for name in FEW for word in ("--only", name)]
    words = ["--project", str(project.root), "run", "--formats", "html", *only]
    done = subprocess.run(
        [sys.executable, "-m", "analysis", *words], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise AssertionError(done.stderr[-3000:])
    (run,) = [one for one in (project.outputs / "runs").iterdir() if not one.name.startswith(".")]
    return [run / "index.html", *sorted((run / "reports").glob("*.html"))]


def _watched(pages: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Yield what each page did in Chromium."""
    sys.path.insert(0, str(ROOT / "tests"))
    try:
        import browser
    finally:
        sys.path.pop(0)
    asked = {"chromium": shutil.which("chromium"), "mark": MARK, "pages": list(map(str, pages))}
    done = subprocess.run(
        ["node", "watch.mjs"], cwd=browser.FOLDER, input=json.dumps(asked), capture_output=True,
        text=True,
    )  # fmt: skip
    if done.returncode:
        raise AssertionError(done.stderr[-3000:])
    yield from map(json.loads, done.stdout.splitlines())
