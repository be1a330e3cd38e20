"""A comparison as one page: self-contained, without script, charts side by side."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from analysis.display.language import _, speaking
from analysis.display.numbers import count
from analysis.reports.comparison import words
from analysis.reports.comparison.gathering import gather
from analysis.reports.comparison.records import ChartChange, Comparison
from analysis.reports.comparison.sentences import Marked
from analysis.reports.comparison.view import (
    COLUMNS,
    Section,
    chart_words,
    moment,
    named,
    sections,
    spoken_in,
)
from analysis.reports.documents.executed import Drawing
from analysis.reports.pages import folder
from analysis.reports.templated import page

PICTURES = 30
"""How many charts are shown side by side; of the others the words are."""

ROWS = 1000
"""How many differences of one section the page has; the JSON has all."""

LONG = 30
"""Rows from which a table opens on demand."""


@dataclass(frozen=True)
class Picture:
    """A chart before or after, as an image that holds all it needs."""

    address: str
    alternative: str


@dataclass(frozen=True)
class Pair:
    """A chart in both runs: what became of it, where it stands, its images and its words."""

    title: str
    said: str
    reports: str
    language: str
    pictures: tuple[tuple[str, Picture | None], ...]
    words: tuple[tuple[Marked, Marked], ...]


def as_page(comparison: Comparison, language: str) -> str:
    """Return a comparison as an HTML page in a language; everything in it is escaped."""
    gathered = gather(comparison, language)
    with speaking(language):
        first, last = sections(gathered, ROWS)
        return page(
            "comparison.html.j2",
            language,
            comparison_style=(folder() / "comparison.css").read_text(encoding="utf-8"),
            title=_("What changed between two runs"),
            comparison=gathered,
            runs=_runs(gathered),
            verdict=words.verdict(gathered),
            tally=words.tally(gathered),
            troubles=[words.trouble(limit, gathered) for limit in gathered.limits],
            first=first,
            last=last,
            contents=_contents(first, gathered, last),
            pairs=[_pair(gathered, chart, turn) for turn, chart in enumerate(gathered.charts)],
            pictures=PICTURES,
            columns={name: _(heading) for name, heading in COLUMNS.items()},
            count=count,
            long=LONG,
            spoken_in=spoken_in,
        )


def _runs(comparison: Comparison) -> list[tuple[str, str, str]]:
    """Return what the two runs say of themselves, side by side."""
    before, after = comparison.before, comparison.after
    return [
        (_("Folder"), before.folder, after.folder),
        (_("Started"), moment(before.started), moment(after.started)),
        (_("Data version"), before.data_version, after.data_version),
        (_("Package version"), before.version, after.version),
        (_("Reports"), count(before.reports), count(after.reports)),
        (_("Failed reports"), count(before.failed), count(after.failed)),
    ]


def _contents(
    first: list[Section], comparison: Comparison, last: list[Section]
) -> list[tuple[str, str, str]]:
    """Return the key, the title and the size of every section, that of the charts among them."""
    charts = [("charts", _("Charts"), count(len(comparison.charts)))] if comparison.charts else []
    before, after = (
        [(section.key, section.title, count(section.size)) for section in side]
        for side in (first, last)
    )
    return [*before, *charts, *after]


def _pair(comparison: Comparison, chart: ChartChange, turn: int) -> Pair:
    says = {
        "changed": _("It shows something else."),
        "redrawn": _("It shows the same in another drawing."),
        "added": _("It is new."),
        "removed": _("It is gone."),
    }
    drawing: Any = chart.new or chart.old
    pictures = ((_("Before"), chart.old), (_("After"), chart.new))
    shown = tuple((name, _picture(one)) for name, one in pictures) if turn < PICTURES else ()
    return Pair(
        drawing.caption,
        says[chart.how],
        named(comparison, chart.reports),
        chart.language,
        shown,
        chart_words(chart),
    )


def _picture(drawing: Drawing | None) -> Picture | None:
    """Return a chart as an image: what is in it can neither run nor load anything."""
    if drawing is None:
        return None
    coded = base64.b64encode(drawing.svg.encode("utf-8")).decode("ascii")
    return Picture(f"data:image/svg+xml;base64,{coded}", drawing.alternative)
