"""Making one report: its notebook executed, its page rendered, its files made of both.

It runs in a process of its own, here or on another machine, and knows of no other report.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis import __version__
from analysis.checks.reads import Read, read_reads
from analysis.checks.results import read_contents
from analysis.errors import DataError, ReportError
from analysis.files import scratch, write_text
from analysis.paths import Project
from analysis.reports import pages
from analysis.reports.disclosure import said
from analysis.reports.documents.workbook import Preface
from analysis.reports.execution import Setting, execute
from analysis.reports.places import Place
from analysis.reports.report import Task
from analysis.reports.results import ReportResult
from analysis.reports.templated import render_error


@dataclass(frozen=True)
class Making:
    """What all reports of a run have in common: where inputs lie, and what is made."""

    project: Project
    run: Path
    checks: Path
    formats: tuple[str, ...]


@dataclass(frozen=True)
class Work:
    """One report to be made: a task, and what its page says of it and beside it."""

    making: Making
    task: Task
    title: str
    subject: str
    place: Place

    @property
    def page(self) -> Path:
        return self.making.run / "reports" / f"{self.task.name}.html"

    @property
    def notebook(self) -> Path:
        return self.making.run / "notebooks" / f"{self.task.name}.ipynb"

    @property
    def source(self) -> Path:
        """The notebook as it is kept, not executed."""
        return self.making.project.notebooks / self.task.report.notebook


def make_report(work: Work) -> ReportResult:
    """Make a report into the folder of its run; one that fails leaves a page that says why."""
    began = time.monotonic()
    contents = read_contents(work.making.project.clean, work.making.checks)
    with scratch() as folder:
        try:
            reads = _execute(work, folder / "reads")
            evidence = contents.version(reads)
            files = _make(work, evidence)
        except (ReportError, DataError) as error:
            return failed(work, error, time.monotonic() - began)
    return result_of(
        work,
        time.monotonic() - began,
        files=files,
        reads=reads,
        evidence=evidence,
        said=said((work.page, work.notebook, *files), work.making.run),
    )


def _execute(work: Work, kept: Path) -> tuple[Read, ...]:
    """Execute the notebook; return what it read."""
    making = work.making
    setting = Setting(making.project.root, making.checks, kept)
    execute(work.task, work.source, work.notebook, setting)
    return read_reads(kept)


def _make(work: Work, evidence: str) -> tuple[Path, ...]:
    """Render the page, and make the files; return those made beside page and notebook."""
    # Whoever only plans reports has no need of what reads and writes documents.
    from analysis.reports.documents.making import make_files, page_links

    making, task = work.making, work.task
    language = str(task.values["language"])
    said = _preface(task, work.title, evidence)
    text = pages.render(
        work.notebook,
        work.title,
        said.provenance,
        said.edition,
        language,
        work.place,
        page_links(task.name, making.formats),
    )
    files = make_files(making.run, task.name, text, work.notebook, said, making.formats)
    write_text(work.page, text)
    return files


def failed(work: Work, error: Exception, seconds: float = 0.0) -> ReportResult:
    """Return the result of a report that failed, its page written: which cell, and why."""
    reason = str(error)
    text = render_error(
        work.title,
        getattr(error, "cell", "none"),
        getattr(error, "cause", reason),
        getattr(error, "source", ""),
        str(work.task.values["language"]),
        work.place.index,
    )
    write_text(work.page, text)
    return result_of(work, seconds, reason=reason)


def result_of(
    work: Work,
    seconds: float,
    *,
    reason: str = "",
    files: tuple[Path, ...] = (),
    reads: tuple[Read, ...] = (),
    evidence: str = "",
    said: Mapping[str, Sequence[str]] | None = None,
    reused: bool = False,
) -> ReportResult:
    """Return what became of a piece of work whose files lie in its run."""
    task = work.task
    return ReportResult(
        name=task.name,
        report_id=task.report.report_id,
        title=work.title,
        question=pages.question(task, str(task.values["language"])),
        parameters=task.values,
        page=work.page,
        notebook=work.notebook if work.notebook.is_file() else None,
        reason=reason,
        seconds=round(seconds, 1),
        theme=task.theme,
        subject=work.subject,
        files=files,
        reads=reads,
        evidence=evidence,
        said=said or {},
        reused=reused,
    )


def _preface(task: Task, title: str, evidence: str) -> Preface:
    """Return what every file of a task says of itself."""
    language = str(task.values["language"])
    return Preface(
        title,
        pages.question(task, language),
        pages.edition(task.values, language),
        pages.provenance(evidence, __version__, language),
        language,
    )
