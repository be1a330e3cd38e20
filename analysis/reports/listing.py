"""The listing of a run's reports: by theme, by sort, and by name, each with its files."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.display.language import _
from analysis.display.numbers import count
from analysis.reports.catalogue import REPORTS
from analysis.reports.results import ReportResult
from analysis.reports.themes import OTHER, THEMES

_FORMATS = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel"}
"""Forms of a report whose names are the same in every language."""


@dataclass(frozen=True)
class Entry:
    """One report as its index lists it."""

    name: str
    page: str
    reason: str
    files: tuple[tuple[str, str], ...]
    """What the other forms of the report are called, and where they are."""


@dataclass(frozen=True)
class Group:
    """The reports of one sort under a theme, which ask the same question."""

    question: str
    entries: tuple[Entry, ...]
    named: bool
    """Whether the reports are about things with names, not chapters with numbers."""


@dataclass(frozen=True)
class Section:
    """A theme with its reports."""

    key: str
    title: str
    groups: tuple[Group, ...]

    @property
    def size(self) -> str:
        """How many reports there are, as it is read."""
        return count(sum(len(group.entries) for group in self.groups))


def sections(results: Sequence[ReportResult], run: Path, first: str = "") -> list[Section]:
    """Return the themes that have reports, in their order, in the language spoken."""
    found = []
    for theme, title in sorted(THEMES.items(), key=lambda item: item[0] != first):
        here = [result for result in results if theme_of(result) == theme]
        if here:
            found.append(Section(theme, _(title), _groups(here, run)))
    return found


def theme_of(result: ReportResult) -> str:
    """Return the theme of a report; one that is not known is that of other reports."""
    return result.theme if result.theme in THEMES else OTHER


def entry(result: ReportResult, run: Path) -> Entry:
    """Return a report as its index lists it, with the forms of it that there are."""
    files = [
        (_FORMATS[path.suffix], path.relative_to(run).as_posix())
        for path in result.files
        if path.suffix in _FORMATS
    ]
    if result.notebook:
        files.append((_("executed notebook"), result.notebook.relative_to(run).as_posix()))
    return Entry(
        result.subject or result.title,
        result.page.relative_to(run).as_posix(),
        result.reason,
        tuple(files),
    )


def _groups(results: Sequence[ReportResult], run: Path) -> tuple[Group, ...]:
    """Return reports by their sort, those of named subjects in the order of the alphabet."""
    found = []
    for report_id in dict.fromkeys(result.report_id for result in results):
        here = [result for result in results if result.report_id == report_id]
        named = _has_names(report_id)
        if named:
            here.sort(key=lambda result: _alphabetical(result.subject))
        entries = tuple(entry(result, run) for result in here)
        found.append(Group(here[0].question, entries, named))
    return tuple(found)


def _has_names(report_id: str) -> bool:
    """Say whether a report is run for things with names; chapters keep the plan's order."""
    report = REPORTS.get(report_id)
    return bool(report and report.each and report.parameters[report.each].labels)


def _alphabetical(words: str) -> str:
    """Return words so that they sort without regard to case, accents and quotation marks."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(sign for sign in plain if sign.isalnum() or sign.isspace())
