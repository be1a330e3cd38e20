"""Publishing: a finished run moved into its place, and the link to the last good one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from analysis.files import STAGED, move_folder, point_at, remove, staging
from analysis.paths import Project
from analysis.reports.results import ReportResult, RunOutcome


@contextlib.contextmanager
def new_run(project: Project) -> Iterator[Path]:
    """Yield a folder to make a run in; what is not moved out of it is gone afterwards."""
    with staging(project.outputs / "runs") as stage:
        run = stage / "run"
        run.mkdir()
        yield run


def publish(
    project: Project,
    run: Path,
    results: Sequence[ReportResult],
    name: str,
    version: str,
    *,
    whole: bool,
) -> RunOutcome:
    """Move a run to ``outputs/runs``; point to it if it is whole and nothing failed."""
    # A report whose process was killed could not clear away what it was writing.
    for left in sorted(run.rglob(f"{STAGED}*")):
        remove(left)
    target = _free_name(project.outputs / "runs", name)
    move_folder(run, target)
    there = tuple(moved(result, run, target) for result in results)
    outcome = RunOutcome(target / "index.html", there, target, version)
    if whole and not outcome.failed:
        latest = project.outputs / "latest"
        point_at(latest, target)
        outcome = replace(outcome, index=latest / "index.html")
    return outcome


def moved(result: ReportResult, run: Path, target: Path) -> ReportResult:
    """Return a result whose files have moved from one run's folder to another."""
    return replace(
        result,
        page=target / result.page.relative_to(run),
        notebook=result.notebook and target / result.notebook.relative_to(run),
        files=tuple(target / path.relative_to(run) for path in result.files),
    )


def _free_name(runs: Path, name: str) -> Path:
    """Return a name that no other run of the same second has taken."""
    target, number = runs / name, 2
    while target.exists():
        target, number = runs / f"{name}-{number}", number + 1
    return target
