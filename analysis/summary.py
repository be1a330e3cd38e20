"""The summary of a run for whoever scheduled it: a file, and commands that are called."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import AnalysisError, BusyError, ExitCode
from analysis.files import write_text
from analysis.paths import Project

if TYPE_CHECKING:
    from analysis.reports.results import RunOutcome

HOOK_SECONDS = 300
"""After how long a command that is called is stopped."""

SUMMARY = "last-run.json"
"""Where the summary is in ``outputs`` if no file is named."""


@dataclass(frozen=True)
class Hooks:
    """Commands, each split into words and called without a shell; none where empty."""

    on_failure: str = ""
    on_change: str = ""

    def of(self, status: str) -> str:
        """Return the command for what came of a run."""
        return {"failed": self.on_failure, "complete": self.on_change}.get(status, "")


@dataclass
class Told:
    """What is told of a run while it goes on."""

    project: Project
    started: datetime
    facts: dict[str, Any] = field(default_factory=dict)

    def of(self, outcome: RunOutcome) -> None:
        """Tell what came of a run."""
        made = [one for one in outcome.results if not (one.reason or one.reused)]
        self.facts |= {
            "status": "failed" if outcome.failed
            else "unchanged" if outcome.unchanged else "complete",
            "exit_code": int(ExitCode.REPORT if outcome.failed else ExitCode.OK),
            "run": self.project.relative(outcome.folder),
            "reports": {
                "made": len(made),
                "reused": sum(one.reused for one in outcome.results),
                "failed": len(outcome.failed),
            },
            "failed": [
                {"name": one.name, "title": one.title, "reason": one.reason}
                for one in outcome.failed
            ],
            "data_version": outcome.data_version,
        }  # fmt: skip

    def of_error(self, error: Exception) -> None:
        """Tell why there was no run; that another one is at work is no failure."""
        code = error.exit_code if isinstance(error, AnalysisError) else ExitCode.UNEXPECTED
        status = "busy" if isinstance(error, BusyError) else "failed"
        self.facts |= {"status": status, "exit_code": int(code), "message": str(error)}

    def record(self) -> dict[str, Any]:
        """Return the summary, every key there."""
        finished = datetime.now(UTC)
        return {
            "status": "failed",
            "exit_code": int(ExitCode.UNEXPECTED),
            "run": None,
            "reports": {"made": 0, "reused": 0, "failed": 0},
            "failed": [],
            "data_version": None,
            "message": "",
            **self.facts,
            "started": self.started.isoformat(timespec="seconds"),
            "finished": finished.isoformat(timespec="seconds"),
            "seconds": round((finished - self.started).total_seconds(), 1),
        }


@contextlib.contextmanager
def summarized(
    project: Project, say: Callable[..., None], path: Path | None, hooks: Hooks
) -> Iterator[Told]:
    """Write a summary of what happens within, whatever happens, and call the command for it."""
    told = Told(project, datetime.now(UTC))
    try:
        yield told
    except Exception as error:
        told.of_error(error)
        raise
    except KeyboardInterrupt:
        told.facts |= {"message": "stopped by hand"}
        raise
    finally:
        _tell(told.record(), (path or project.outputs / SUMMARY).absolute(), path, hooks, say)


def _tell(
    record: dict[str, Any], place: Path, asked: Path | None, hooks: Hooks, say: Callable[..., None]
) -> None:
    """Write a summary and call the command for it."""
    if record["status"] == "busy" and asked is None:
        # The usual place belongs to the run that is at work.
        return
    # Where even the summary cannot be written, what went wrong before is said first.
    try:
        write_text(place, json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    except AnalysisError as error:
        say(f"the summary was not written: {error}", level="warning")
    _call(hooks.of(record["status"]), record["status"], place, say)


def _call(command: str, status: str, summary: Path, say: Callable[..., None]) -> None:
    """Call a command; one that fails is told, and changes nothing else."""
    if not command:
        return
    around = os.environ | {"ANALYSIS_STATUS": status, "ANALYSIS_SUMMARY": str(summary)}
    try:
        subprocess.run(  # noqa: S603 - the command is typed by whoever starts the run
            shlex.split(command), check=True, timeout=HOOK_SECONDS, env=around
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        say(f"the command called on what came of the run failed: {error}", level="warning")
