"""The site of a run: an index in each of its languages, and the pages of what failed.

An index lists the reports of its language by theme. It needs no script: to show one theme
alone is a link to its heading, and the style does the rest.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import jinja2

from analysis.checks.results import CheckedTables
from analysis.display import site_words
from analysis.display.dates import day
from analysis.display.language import LANGUAGES, SOURCE, _, _c, _n, speaking
from analysis.display.numbers import count
from analysis.display.release import THRESHOLD, release
from analysis.measures.findings import identities
from analysis.reports.catalogue import REPORTS
from analysis.reports.pages import edition, folder, provenance, style
from analysis.reports.places import INDEX, in_order, index_name
from analysis.reports.results import ReportResult
from analysis.reports.themes import OTHER, THEMES

_FORMATS = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel"}
"""Forms of a report whose names are the same in every language."""


@dataclass(frozen=True)
class RunFacts:
    """What the site says of a run as a whole.

    ``data`` are the checked tables as they are; the site releases them to the reports'
    audience before it counts anything.
    """

    data: CheckedTables
    version: str
    started: datetime


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


def render_site(results: Sequence[ReportResult], run: Path, facts: RunFacts) -> dict[str, str]:
    """Return the index pages of a run by name, one for each of its languages.

    Parameters
    ----------
    run : the folder of the run, from which the index leads to the reports' files.
    """
    languages = in_order([_language(result) for result in results])
    return {
        index_name(language, languages): _index(
            [result for result in results if _language(result) == language],
            run,
            facts,
            language,
            languages,
        )
        for language in languages
    }


def render_bundle(results: Sequence[ReportResult], run: Path, facts: RunFacts) -> str:
    """Return the index of a bundle: the reports of one language, without what stays behind."""
    sent = [replace(result, notebook=None) for result in results]
    language = _language(sent[0])
    return _index(sent, run, facts, language, [language], bundle=True)


def render_error(
    title: str, cell: str, cause: str, source: str, language: str = SOURCE, index: str = INDEX
) -> str:
    """Return the page of a report that failed: which cell, and why."""
    with speaking(language):
        return _page(
            "error.html.j2",
            language,
            title=title,
            cell=cell,
            cause=cause,
            source=source,
            index=index,
        )


def sections(results: Sequence[ReportResult], run: Path, first: str = "") -> list[Section]:
    """Return the themes that have reports, in their order, in the language spoken."""
    found = []
    for theme, title in sorted(THEMES.items(), key=lambda item: item[0] != first):
        here = [result for result in results if _theme(result) == theme]
        if here:
            found.append(Section(theme, _(title), _groups(here, run)))
    return found


def _index(
    results: Sequence[ReportResult],
    run: Path,
    facts: RunFacts,
    language: str,
    languages: Sequence[str],
    *,
    bundle: bool = False,
) -> str:
    quality = [result for result in results if _theme(result) == "quality" and not result.reason]
    with speaking(SOURCE):
        released = _released(results, facts.data)
    with speaking(language):
        return _page(
            "index.html.j2",
            language,
            bundle=bundle,
            site_style=(folder() / "site.css").read_text(encoding="utf-8"),
            languages={name: index_name(name, languages) for name in languages},
            names=LANGUAGES,
            sections=sections(results, run, "partners" if bundle else ""),
            complete=site_words.complete(
                len(results), sum(bool(result.reason) for result in results)
            ),
            edition=edition(_audience(results), language),
            severities=site_words.severities(released),
            identities=site_words.identities(identities(released)),
            quality=_entry(quality[0], run).page if quality else "",
            data_version=facts.data.data_version,
            version=facts.version,
            provenance=provenance(facts.data.data_version, facts.version, language),
            moment=facts.started.isoformat().replace("+00:00", "Z"),
            day=day(facts.started),
        )


def _language(result: ReportResult) -> str:
    return str(result.parameters["language"])


def _theme(result: ReportResult) -> str:
    return result.theme if result.theme in THEMES else OTHER


def _audience(results: Sequence[ReportResult]) -> dict[str, str]:
    """Return for whom the site is: internal as soon as one of its reports is."""
    internal = any(result.parameters.get("audience") == "internal" for result in results)
    return {"audience": "internal" if internal else "partner"}


def _released(results: Sequence[ReportResult], data: CheckedTables) -> CheckedTables:
    """Return the tables as the most careful of the reports shows them; only counts are taken."""
    thresholds = [
        int(result.parameters.get("threshold", THRESHOLD))
        for result in results
        if result.parameters.get("audience") != "internal"
    ]
    if not thresholds:
        return release(data, "internal")
    return release(data, "partner", max(thresholds))


def _groups(results: Sequence[ReportResult], run: Path) -> tuple[Group, ...]:
    """Return reports by their sort, those of named subjects in the order of the alphabet."""
    found = []
    for report_id in dict.fromkeys(result.report_id for result in results):
        here = [result for result in results if result.report_id == report_id]
        named = _has_names(report_id)
        if named:
            here.sort(key=lambda result: _alphabetical(result.subject))
        entries = tuple(_entry(result, run) for result in here)
        found.append(Group(here[0].question, entries, named))
    return tuple(found)


def _has_names(report_id: str) -> bool:
    """Say whether a report is run for things with names; chapters keep the plan's order."""
    report = REPORTS.get(report_id)
    return bool(report and report.each and report.parameters[report.each].labels)


def _alphabetical(words: str) -> str:
    """Return words so that they sort without regard to case and accents."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _entry(result: ReportResult, run: Path) -> Entry:
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


def _page(name: str, language: str, **values: Any) -> str:
    """Return a page of the site in the language spoken."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder() / "site"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"_": _, "_c": _c, "_n": _n}
    return environment.get_template(name).render(language=language, style=style(), **values)
