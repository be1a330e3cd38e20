"""Copies of the checkout that tests may spoil, and single cells changed in them."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from analysis import runs
from analysis.files import csv_text
from analysis.paths import Project
from analysis.reports.results import RunOutcome

ROOT = Path(__file__).resolve().parent.parent


def copy_checkout(folder: Path, cache: Path | None = None) -> Project:
    """Copy what a run needs into a folder of its own; with a cache, what another run has kept."""
    for name in ("data", "notebooks", "expectations"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".ipynb_*"))
    for name in ("pyproject.toml", "requirements.lock", "docs/data-dictionary.md"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    project = Project(folder)
    if cache:
        shutil.copytree(cache, project.outputs / "cache", copy_function=os.link)
    return project


def quiet(_: str, **facts: object) -> None:
    """Say nothing."""


def run(
    project: Project,
    reports: Sequence[str] = (),
    parameters: Sequence[str] = (),
    formats: Sequence[str] = (),
    **asked: object,
) -> RunOutcome:
    """Run reports as the command does, saying nothing."""
    what = runs.Asked(reports, parameters, formats=formats, **asked)  # type: ignore[arg-type]
    return runs.run(project, quiet, what)


def change_cell(path: Path, row: int, column: str, cell: str) -> str:
    """Change one cell of a CSV, row 2 being the first below the header; return the old one."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = list(reader)
    old = rows[row - 2][column]
    rows[row - 2][column] = cell
    path.write_text(csv_text(list(reader.fieldnames or ()), rows), encoding="utf-8")
    return old


def row_of(path: Path, column: str, cell: str) -> int:
    """Return the row, as an editor counts, whose column holds a cell."""
    with path.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), 2):
            if row[column] == cell:
                return number
    raise LookupError(cell)


def kept_reports(project: Project) -> list[Path]:
    """Return the entries of the cache that are of reports, not of checks."""
    entries = sorted((project.outputs / "cache" / "entries").rglob("*.json"))
    return [one for one in entries if not json.loads(one.read_bytes())["name"].startswith("checks")]


def digests(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path, to compare two states."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
