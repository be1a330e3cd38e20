"""Inputs: the files that a run is made of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import analysis
from analysis.paths import Project


def raw_files(project: Project) -> Iterator[Path]:
    """Yield what is cleaned, and by what it is checked."""
    for folder, patterns in (
        (project.raw, ("*.csv", "*.toml")),
        (project.expectations, ("*.json",)),
    ):
        for pattern in patterns:
            yield from sorted(folder.rglob(pattern))


def package_folder() -> Path:
    """Return the folder of the package that runs."""
    return Path(analysis.__file__).resolve().parent


def package_files(folder: Path) -> Iterator[Path]:
    """Yield the files of the package: modules, templates, words; nothing that is made of them."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".po":
            yield path
