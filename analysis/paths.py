"""Where things lie, as one frozen record; nothing is made or read at import."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import UsageError

MARKERS = ("pyproject.toml", "data/raw/MANIFEST.toml")


@dataclass(frozen=True)
class Project:
    """The folders of one checkout."""

    root: Path
    clean_folder: Path | None = None
    """Where the clean tables are, if they are not those of the checkout."""

    @property
    def raw(self) -> Path:
        return self.root / "data" / "raw"

    @property
    def clean(self) -> Path:
        return self.clean_folder or self.root / "data" / "clean"

    @property
    def expectations(self) -> Path:
        return self.root / "expectations"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    @property
    def outputs(self) -> Path:
        return self.root / "outputs"

    @property
    def lock(self) -> Path:
        return self.root / "requirements.lock"

    def relative(self, path: Path) -> str:
        """Return ``path`` as people cite it: from the root, with forward slashes."""
        for place, root in (
            (path.absolute(), self.root.absolute()),
            (path.resolve(), self.root.resolve()),
        ):
            if place.is_relative_to(root):
                return place.relative_to(root).as_posix()
        return path.name


def find_project(start: Path | None = None) -> Project:
    """Return the project that ``start`` (or the working folder) stands in.

    A notebook runs from ``notebooks/`` and the command from anywhere below the
    checkout, so the root is searched upwards. A run names the project to its kernels
    in the variable ``ANALYSIS_PROJECT``.

    Raises
    ------
    UsageError
        No folder upwards holds ``pyproject.toml`` and ``data/raw/MANIFEST.toml``.
    """
    named = os.environ.get("ANALYSIS_PROJECT")
    here = (start or (Path(named) if named else Path.cwd())).resolve()
    for folder in (here, *here.parents):
        if all((folder / marker).is_file() for marker in MARKERS):
            return Project(folder)
    raise UsageError(
        f"No project found at or above {here}: expected {' and '.join(MARKERS)}. "
        "Run the command inside the checkout, or give --project FOLDER."
    )
