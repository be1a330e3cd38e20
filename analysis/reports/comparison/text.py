"""A comparison as text for a terminal, the most important first, long lists cut."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from analysis.display.language import SOURCE, speaking
from analysis.display.numbers import listing
from analysis.reports.comparison import words
from analysis.reports.comparison.gathering import gather
from analysis.reports.comparison.records import Comparison, RunFacts
from analysis.reports.comparison.sentences import Marked
from analysis.reports.comparison.view import Item, Section, moment, named, sections

SHOWN = 20
"""How many differences of one section the terminal shows; the page and the JSON have all."""


LONGEST = 400
"""How many characters of a sentence or a cell the terminal shows."""


def as_text(comparison: Comparison) -> str:
    """Return a comparison in English, as lines for a terminal."""
    with speaking(SOURCE):
        return "\n".join(_lines(gather(comparison, SOURCE))) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    yield f"before: {_run(comparison.before)}"
    yield f"after:  {_run(comparison.after)}"
    for limit in comparison.limits:
        yield f"note: {words.trouble(limit, comparison)}"
    yield words.verdict(comparison)
    counts = words.tally(comparison)
    if counts:
        yield f"Changed: {listing(counts)}."
    first, last = sections(comparison, SHOWN)
    for section in first:
        yield from _section(section)
    yield from _charts(comparison)
    for section in last:
        yield from _section(section)


def _run(run: RunFacts) -> str:
    failed = f", {run.failed} failed" if run.failed else ""
    started = f"started {moment(run.started)}, " if run.started else ""
    return f"{run.folder} ({started}{run.reports} reports{failed})"


def _section(section: Section) -> Iterator[str]:
    yield ""
    yield f"{section.title} ({section.size})"
    for group in section.groups:
        if group.title:
            yield f"  {group.title}"
        for item in () if group.long else group.items:
            yield from _sentence(item) if group.sentences else _cell(item)
    if section.hidden and not section.groups[-1].long:
        yield f"  … and {section.hidden} more: --html FILE or --json FILE has them"


def _cell(item: Item) -> Iterator[str]:
    where = ", ".join(filter(None, (item.row, item.column))) or "all of it"
    states = [_cut(_flat(state)) for state in (item.old, item.new) if state]
    said = f" {words.ARROW} ".join(states) if item.old and item.new else "".join(states)
    said = "; ".join(filter(None, (said, item.change)))
    yield f"    {where}: {said}" if said else f"    {where}"
    yield from _origin(item)


def _sentence(item: Item) -> Iterator[str]:
    for sign, state in (("-", item.old), ("+", item.new)):
        if state:
            yield f"    {sign} {_cut(_flat(state))}"
    yield from _origin(item)


def _origin(item: Item) -> Iterator[str]:
    leads = f"leads back to {item.leads}" if item.leads and item.reports else item.leads
    reports = f"in {item.reports}" if item.reports else ""
    said = "; ".join(filter(None, (leads, reports)))
    if said:
        yield f"      {said}"


def _charts(comparison: Comparison) -> Iterator[str]:
    if not comparison.charts:
        return
    yield ""
    yield f"Charts ({len(comparison.charts)})"
    says = {
        "changed": "shows something else",
        "redrawn": "shows the same in another drawing",
        "added": "new",
        "removed": "gone",
    }
    for chart in comparison.charts[:SHOWN]:
        drawing = chart.new or chart.old
        assert drawing is not None
        yield f"    {chart.key}: {says[chart.how]}: {drawing.caption}"
        yield f"      in {named(comparison, chart.reports)}"
    if len(comparison.charts) > SHOWN:
        yield f"  … and {len(comparison.charts) - SHOWN} more: --html FILE or --json FILE has them"


def _cut(words: str) -> str:
    """Return words on one line, of many the first."""
    return textwrap.shorten(words, LONGEST, placeholder=" …")


def _flat(state: Marked) -> str:
    return "".join(piece for piece, _ in state)
