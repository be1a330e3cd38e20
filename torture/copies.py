"""Copies of the project that campaigns may spoil."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from analysis.files import csv_text

ROOT = Path(__file__).resolve().parents[1]

_INPUTS = ("data", "notebooks", "expectations")
_FILES = ("pyproject.toml", "requirements.lock", "docs/data-dictionary.md")


def copy_project(folder: Path, cache: Path | None = None) -> Path:
    """Copy what a run needs into a new folder, and return it; with a cache, what it has kept."""
    for name in _INPUTS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".*"))
    for name in _FILES:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    if cache:
        shutil.copytree(cache, folder / "outputs" / "cache")
    return folder


def change_cell(path: Path, key: str, value: str, column: str = "value_raw") -> None:
    """Change a cell of the row whose first cell is the key."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        header, rows = list(reader.fieldnames or ()), list(reader)
    (row,) = (row for row in rows if row[header[0]] == key)
    row[column] = value
    path.write_text(csv_text(header, rows), encoding="utf-8")
