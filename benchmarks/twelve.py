"""Twelve reports of every sort, in a copy of the project: the same work for everybody.

The tables are cleaned and checked before, for all sides. Every side ends with an executed
notebook and a page for each report. Ours, besides, has read which rows each report rests on,
written the site's index, examined every file for small counts of people, and written the manifest.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

NAMES = (
    "midterm-evaluation",
    "midterm-evaluation--chapter-VI",
    "data-quality",
    "programmes-compared",
    *(
        f"programme-effect--programme-{programme}"
        for programme in ("hepatitis-c", "idp-housing", "job-seeker-training", "labour-inspection")
    ),
    *(f"partner-brief--partner-{partner}" for partner in ("afd", "eu", "giz", "iom")),
)

_INPUTS = ("data", "expectations", "notebooks", "pyproject.toml", "requirements.lock")
"""What a run reads of a checkout."""


@dataclass(frozen=True)
class Report:
    """One report: what it is called, its notebook and the values of all its parameters."""

    name: str
    notebook: str
    values: Mapping[str, object]


def reports() -> list[Report]:
    """Return the twelve."""
    from analysis.reports.tasks import tasks

    found = {task.name: task for task in tasks()}
    return [Report(name, found[name].report.notebook, found[name].values) for name in NAMES]


@dataclass(frozen=True)
class Copy:
    """A copy of the project whose tables were checked, and what its cache held then."""

    project: Path
    cache: Path

    @property
    def surroundings(self) -> dict[str, str]:
        """The environment in which a notebook finds our package and the checked tables."""
        return {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "ANALYSIS_PROJECT": str(self.project),
            "ANALYSIS_CHECKS": str(self.project / "outputs" / "checks"),
        }

    def analysis(self, *words: str) -> None:
        """Call our command on the copy."""
        command = [sys.executable, "-m", "analysis", "--project", str(self.project), *words]
        run(command, ROOT)

    def forget(self) -> None:
        """Empty the cache of reports, and remove earlier runs; the checks stay known."""
        outputs = self.project / "outputs"
        shutil.rmtree(outputs / "runs", ignore_errors=True)
        shutil.rmtree(outputs / "cache")
        shutil.copytree(self.cache, outputs / "cache")

    def make_twelve(self, workers: int = 2) -> None:
        """Make the twelve with our command, and hold the run to it."""
        only = [word for name in NAMES for word in ("--only", name)]
        self.analysis("run", *only, "--formats", "html", "--workers", str(workers))
        for folder, kind in (("reports", "html"), ("notebooks", "ipynb")):
            made = sorted((self.project / "outputs" / "runs").glob(f"*/{folder}/*.{kind}"))
            _hold({path.stem for path in made})


def checked_copy(folder: Path) -> Copy:
    """Return a copy of the project in a folder, its tables cleaned and checked."""
    project = folder / "project"
    project.mkdir()
    for name in _INPUTS:
        place = ROOT / name
        (shutil.copytree if place.is_dir() else shutil.copy2)(place, project / name)
    copy = Copy(project, folder / "cache")
    copy.analysis("check")
    shutil.copytree(project / "outputs" / "cache", copy.cache)
    return copy


def hold_to_twelve(folder: Path) -> None:
    """Refuse a side that did not leave a notebook and a page for each report."""
    for kind in ("html", "ipynb"):
        _hold({path.stem for path in folder.glob(f"*.{kind}")})


def _hold(made: set[str]) -> None:
    if made != set(NAMES):
        raise AssertionError(f"not the twelve reports: {sorted(made ^ set(NAMES))}")


def empty(folder: Path) -> Path:
    """Return a folder that holds nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def run(command: list[str], folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """Run a command quietly and return what it said; show it all if it fails."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-4000:], file=sys.stderr)
        done.check_returncode()
    return done.stdout
