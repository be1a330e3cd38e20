"""The terminal: which project is meant, and how progress is told: plainly, not at all, as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import click

from analysis.errors import UsageError
from analysis.paths import Project, find_project

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)

LOGS = ("plain", "quiet", "json")


@dataclass(frozen=True)
class Log:
    """Tells progress on the standard error, for people, for programs, or not at all."""

    kind: str = "plain"

    def __call__(self, message: str, *, level: str = "info", **facts: object) -> None:
        """Tell a message; a quiet log tells warnings and errors only."""
        if self.kind == "json":
            event = {"time": _now(), "level": level, "message": message, **facts}
            click.echo(json.dumps(event, ensure_ascii=False), err=True)
        elif self.kind == "plain" or level != "info":
            click.echo(message, err=True)

    @classmethod
    def as_typed(cls, words: Sequence[str]) -> Log:
        """Return the log that the words of a command line ask for."""
        asked = [after for before, after in pairwise(words) if before == "--log"]
        asked += [word.removeprefix("--log=") for word in words if word.startswith("--log=")]
        return cls(asked[-1] if asked and asked[-1] in LOGS else "plain")

    def result(self, message: str) -> None:
        """Tell what came of a command on the standard output."""
        if self.kind == "plain":
            click.echo(message)


def project_of(context: click.Context) -> Project:
    """Return the project that the command was called for."""
    folder, _ = context.obj
    if folder is not None and not folder.is_dir():
        raise UsageError(f"There is no folder {folder}. Give --project the checkout.")
    return find_project(folder)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
