"""What became of a run and of each of its reports, as frozen records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.checks.reads import Read
from analysis.reports.parameters import Value
from analysis.reports.themes import OTHER


@dataclass(frozen=True)
class ReportResult:
    """What became of one task: its files, and the reason if it failed."""

    name: str
    report_id: str
    title: str
    question: str
    parameters: dict[str, Value]
    page: Path
    notebook: Path | None
    reason: str
    seconds: float
    theme: str = OTHER
    subject: str = ""
    """What the report is about, in its language; empty where it is about all of it."""
    files: tuple[Path, ...] = ()
    """The files made of page and notebook, in the run's folder."""

    reads: tuple[Read, ...] = ()
    """What it read of the clean tables."""
    evidence: str = ""
    """Twelve digits that name what it read."""
    said: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What each file says in numbers, by its path in the run."""
    reused: bool = False
    """Whether it was taken from an earlier run."""

    @property
    def outputs(self) -> tuple[Path, ...]:
        """Everything that the task left: its page, its executed notebook, and its files."""
        return tuple(path for path in (self.page, self.notebook, *self.files) if path)


@dataclass(frozen=True)
class RunOutcome:
    """The run's index page, and the reports that failed."""

    index: Path
    results: tuple[ReportResult, ...]
    folder: Path
    """The run's own folder."""
    data_version: str = ""
    unchanged: bool = False
    """Whether nothing had to be done, and the run is the one before."""

    @property
    def failed(self) -> tuple[ReportResult, ...]:
        return tuple(result for result in self.results if result.reason)
