"""History: the runs that there are, and which of them are to be kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from analysis.errors import StorageError, UsageError
from analysis.files import parsed_json, read_bytes, remove
from analysis.nearest import near
from analysis.paths import Project

LATEST = "latest"


@dataclass(frozen=True)
class PastRun:
    """One run of ``outputs/runs``, as its manifest tells of it."""

    folder: Path
    started: datetime
    data_version: str
    reports: int
    failed: int
    reused: int
    latest: bool
    fault: str = ""
    """Why its manifest cannot be read; empty if it can."""

    @property
    def name(self) -> str:
        return self.folder.name


def past_runs(project: Project) -> list[PastRun]:
    """Return the runs, the newest first."""
    latest = (project.outputs / LATEST).resolve()
    found = [_past_run(folder, latest) for folder in _folders(project)]
    return sorted(found, key=lambda run: (run.started, run.name), reverse=True)


def find_run(project: Project, words: str) -> Path:
    """Return the folder of a run that is named by its path, its name, or ``latest``.

    Raises
    ------
    UsageError
        There is none; the nearest name is told.
    StorageError
        The link to the latest run leads to one that was removed.
    """
    if words == LATEST:
        return _latest(project)
    for folder in (project.outputs / "runs" / words, Path(words)):
        if (folder / "manifest.json").is_file():
            return folder.resolve()
    names = [run.name for run in past_runs(project)]
    raise UsageError(f"There is no run {words!r}.{near(words, [*names, LATEST])}")


def prune(
    project: Project,
    *,
    keep: int,
    days: int | None = None,
    named: Sequence[str] = (),
    dry_run: bool = False,
) -> list[PastRun]:
    """Remove runs, save those that are to be kept, and return those removed.

    Parameters
    ----------
    keep : how many of the newest runs are kept.
    days : keep runs no older than that, too.
    named : keep these, too. The latest good run is always kept.

    Raises
    ------
    UsageError
        A run named is not there, or ``keep`` or ``days`` is less than nought.
    """
    if keep < 0 or (days is not None and days < 0):
        raise UsageError("--keep and --days count runs and days: 0 or more.")
    kept = {find_run(project, name) for name in named}
    found = past_runs(project)
    since = datetime.now(UTC) - timedelta(days=days) if days is not None else None
    gone = [
        run
        for number, run in enumerate(found)
        if number >= keep
        and not run.latest
        and run.folder.resolve() not in kept
        and not (since and run.started >= since)
    ]
    for run in gone if not dry_run else ():
        remove(run.folder)
    return gone


def _latest(project: Project) -> Path:
    link = project.outputs / LATEST
    if link.is_dir():
        return link.resolve()
    if link.is_symlink():
        raise StorageError(
            f"{project.relative(link)} leads to a run that is gone: {link.readlink().name}. "
            "Make it again: analysis run"
        )
    raise UsageError("There is no latest run yet. Make one: analysis run")


def _folders(project: Project) -> Iterator[Path]:
    runs = project.outputs / "runs"
    if runs.is_dir():
        yield from (
            path for path in runs.iterdir() if path.is_dir() and not path.name.startswith(".")
        )


def _past_run(folder: Path, latest: Path) -> PastRun:
    """Return a run as its manifest tells of it; one that cannot be read is told by its fault."""
    is_latest = folder.resolve() == latest
    try:
        manifest: dict[str, Any] = parsed_json(read_bytes(folder / "manifest.json"))
        return PastRun(
            folder,
            datetime.fromisoformat(manifest["timing"]["started"]),
            manifest["data_version"],
            len(manifest["reports"]),
            sum(report["status"] == "failed" for report in manifest["reports"]),
            len(manifest["timing"].get("reused", ())),
            is_latest,
        )
    except (StorageError, OSError, ValueError, KeyError, TypeError) as error:
        when = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
        fault = f"its manifest cannot be read ({type(error).__name__})"
        return PastRun(folder, when, "", 0, 0, 0, is_latest, fault)
