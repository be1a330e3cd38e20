"""The site of a run: an index in each of its languages, and the pages of what failed.

An index lists the reports of its language by theme. It needs no script: to show one theme
alone is a link to its heading, and the style does the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from analysis.checks.results import CheckedTables
from analysis.display import site_words
from analysis.display.dates import day
from analysis.display.language import LANGUAGES, SOURCE, speaking
from analysis.display.release import THRESHOLD, release
from analysis.measures.findings import identities
from analysis.reports.listing import entry, sections, theme_of
from analysis.reports.pages import edition, folder, provenance
from analysis.reports.places import in_order, index_name
from analysis.reports.results import ReportResult
from analysis.reports.templated import page


@dataclass(frozen=True)
class RunFacts:
    """What the site says of a run as a whole.

    ``data`` are the checked tables as they are; the site releases them to the reports'
    audience before it counts anything.
    """

    data: CheckedTables
    version: str
    started: datetime


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


def _index(
    results: Sequence[ReportResult],
    run: Path,
    facts: RunFacts,
    language: str,
    languages: Sequence[str],
    *,
    bundle: bool = False,
) -> str:
    quality = [result for result in results if theme_of(result) == "quality" and not result.reason]
    with speaking(SOURCE):
        released = _released(results, facts.data)
    with speaking(language):
        return page(
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
            quality=entry(quality[0], run).page if quality else "",
            data_version=facts.data.data_version,
            version=facts.version,
            provenance=provenance(facts.data.data_version, facts.version, language),
            moment=facts.started.isoformat().replace("+00:00", "Z"),
            day=day(facts.started),
        )


def _language(result: ReportResult) -> str:
    return str(result.parameters["language"])


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
