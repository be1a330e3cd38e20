"""What two executed notebooks, or two pages, of one report say differently."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from bs4 import BeautifulSoup

from analysis.display.language import _, speaking
from analysis.errors import UsageError
from analysis.reports.comparison.cells import compare_cells
from analysis.reports.comparison.importance import Causes, Said, kind_of_sentence
from analysis.reports.comparison.notebooks import (
    Output,
    Passage,
    Shown,
    Table,
    shown,
    sources,
)
from analysis.reports.comparison.records import (
    Cell,
    Change,
    ChartChange,
    How,
    Position,
    ReportFacts,
)
from analysis.reports.comparison.sentences import line_pairs, pairs
from analysis.reports.documents.executed import Drawing

Outputs = Mapping[str, Output]
"""What the cells of a notebook show, by their ids."""

PAGE = "page"
"""The place of words that a page has and no notebook."""


def compare_notebooks(
    before: Outputs, after: Outputs, report: ReportFacts, causes: Causes
) -> tuple[list[Change], list[ChartChange]]:
    """Return what two executed notebooks of one report say and draw differently."""
    names = [name for name in dict.fromkeys((*after, *before)) if _differ(before, after, name)]
    changes: list[Change] = []
    charts: list[ChartChange] = []
    if not names:
        return changes, charts
    said = Said(report, causes, _made_of(before, after))
    for name in names:
        sides = before.get(name), after.get(name)
        heading = _heading(sides[1] or sides[0], report.language)
        for one, other in _alike(*shown(*sides, report.language)):
            if isinstance(one or other, Table):
                changes += compare_cells(said, name, _as_table(one), _as_table(other))
            elif isinstance(one or other, Passage):
                changes += _passages(said, name, heading, _as_passage(one), _as_passage(other))
            else:
                charts += _charts(report, _as_charts(one), _as_charts(other))
    return changes, charts


def compare_pages(old: str, new: str, report: ReportFacts) -> list[Change]:
    """Return what two pages say differently whose notebooks say the same.

    The head of a page, which leads to its translations, and its foot, which names the versions
    of data and package, are left out.
    """
    said = Said(report, Causes(), {})
    return [
        said.change(
            "words", _how(one, other), Position(PAGE, 0, turn), "", old=_cell(one), new=_cell(other)
        )
        for turn, (one, other) in enumerate(pairs(_page_lines(old), _page_lines(new)))
    ]


def _made_of(before: Outputs, after: Outputs) -> dict[str, list[str]]:
    """Return where the rows of either page lead: what a number was made of, and is."""
    found: dict[str, list[str]] = {}
    for side in (before, after):
        for row_id, targets in sources(side).items():
            found.setdefault(row_id, []).extend(targets)
    return found


def _differ(before: Outputs, after: Outputs, name: str) -> bool:
    if name in before and name in after:
        return before[name].bundle != after[name].bundle
    return True


def _alike(old: Shown | None, new: Shown | None) -> Iterator[tuple[Shown | None, Shown | None]]:
    """Yield what is compared with one another: things of one sort, or each with nothing."""
    if old is None and new is None:
        return
    if old is None or new is None or type(old) is type(new):
        yield old, new
    else:
        yield from ((old, None), (None, new))


def _passages(
    said: Said, name: str, heading: str, old: Passage | None, new: Passage | None
) -> Iterator[Change]:
    """Yield the sentences that differ; one that lost or gained its neighbours is not among them."""
    before, after = (side.lines if side else () for side in (old, new))
    links = (*(old.links if old else ()), *(new.links if new else ()))
    for turn, (one, other) in enumerate(line_pairs(before, after)):
        texts = tuple(text for text in (one, other) if text)
        yield said.change(
            kind_of_sentence(name),
            _how(one, other),
            Position(name, 0, turn),
            heading,
            old=_cell(one),
            new=_cell(other),
            texts=texts,
            links=tuple(target for target, words in links if any(words in text for text in texts)),
        )


def _charts(
    report: ReportFacts, old: tuple[Drawing, ...], new: tuple[Drawing, ...]
) -> Iterator[ChartChange]:
    """Yield the charts of one cell that differ, in what they show or only in how."""
    for one, other in zip_longest(old, new):
        if one == other:
            continue
        how: str = "added" if one is None else "removed" if other is None else "redrawn"
        if one and other and (one.caption, one.alternative) != (other.caption, other.alternative):
            how = "changed"
        key = (other or one).key
        yield ChartChange(how, (report.name,), key, one, other, report.language)  # type: ignore[arg-type]


def _page_lines(page: str) -> list[str]:
    soup = BeautifulSoup(page, "html.parser")
    for drawn in soup.find_all(["svg", "style", "header", "footer"]):
        drawn.decompose()
    return [" ".join(text.split()) for text in (soup.body or soup).stripped_strings]


def _heading(output: Output | None, language: str) -> str:
    """Return the heading of a section in the report's language, if that is still a message."""
    words = output.heading if output else ""
    with speaking(language), contextlib.suppress(UsageError):
        words = _(words) if words else ""
    return words.partition("\n")[0].lstrip("# ")


def _how(old: str | None, new: str | None) -> How:
    return "added" if old is None else "removed" if new is None else "changed"


def _cell(text: str | None) -> Cell | None:
    return None if text is None else Cell(text)


def _as_table(one: Shown | None) -> Table | None:
    return one if isinstance(one, Table) else None


def _as_passage(one: Shown | None) -> Passage | None:
    return one if isinstance(one, Passage) else None


def _as_charts(one: Shown | None) -> tuple[Drawing, ...]:
    return one if isinstance(one, tuple) else ()
