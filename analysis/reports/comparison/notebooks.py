"""What an executed notebook says, cell by cell: tables, charts and sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from bs4 import BeautifulSoup, Tag

from analysis.display.language import speaking
from analysis.display.quantity import SHARE
from analysis.display.resource import MIME, unit_words
from analysis.files import parsed_json
from analysis.reports.comparison.records import Cell
from analysis.reports.documents.executed import Drawing, TypedTable, drawings_in, typed_table

_ROW = re.compile(r'<tr(?: id="(?P<id>[^"]*)")?><th scope="row">(?P<cells>.*?)</tr>', re.DOTALL)
_LINK = re.compile(r'<a href="#([^"]+)">(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class Line:
    """A row of a table: its id on the page if it has one, its cells, and where they lead."""

    row_id: str
    cells: Mapping[str, Cell]
    links: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The cells as words."""
        return tuple("" if cell.value is None else str(cell.value) for cell in self.cells.values())


@dataclass(frozen=True)
class Table:
    """A table as it is shown: numbers with their units, words."""

    caption: str
    note: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]

    def labels(self) -> list[str]:
        """Return what the rows are called: their first cells, as many as tell them apart."""
        rows = [line.words for line in self.lines]
        for width in range(1, len(self.columns)):
            if len({row[:width] for row in rows}) == len({*rows}):
                return [", ".join(filter(None, row[:width])) for row in rows]
        return [row[0] if row else "" for row in rows]


@dataclass(frozen=True)
class Passage:
    """Sentences that one cell shows, line by line, and the links in them with their words."""

    lines: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


Shown = Table | Passage | tuple[Drawing, ...]


@dataclass(frozen=True)
class Output:
    """What a cell shows, by media type, under the heading of its section."""

    heading: str
    bundle: Mapping[str, Any]
    typed: TypedTable | None = None
    drawings: tuple[Drawing, ...] = ()


def outputs(notebook: str) -> dict[str, Output]:
    """Return what the cells of an executed notebook show, by the cells' ids, in order.

    The words of a section stand under the id of their own cell.

    Raises
    ------
    ValueError, KeyError, TypeError, AttributeError, AssertionError
        It is no notebook that a run has executed.
    """
    found: dict[str, Output] = {}
    heading = ""
    for cell in parsed_json(notebook)["cells"]:
        if cell["cell_type"] == "markdown":
            source = "".join(cell["source"])
            heading = source if source.startswith("#") else heading
            found[cell["id"]] = Output(heading, {"text/plain": " ".join(source.split())})
        for turn, output in enumerate(cell.get("outputs", ())):
            name = f"{cell['id']}-{turn}" if turn else cell["id"]
            bundle = output.get("data", {})
            typed = typed_table(name, bundle[MIME]) if MIME in bundle else None
            found[name] = Output(heading, bundle, typed, drawings_in(_html(bundle)))
    return found


def sources(found: Mapping[str, Output]) -> dict[str, tuple[str, ...]]:
    """Return where the rows lead that have an id: what the page says they are made of."""
    return {
        row["id"]: tuple(target for target, _words in _LINK.findall(row["cells"]))
        for output in found.values()
        if 'id="' in (html := _html(output.bundle))
        for row in _ROW.finditer(html)
        if row["id"]
    }


def shown(
    old: Output | None, new: Output | None, language: str
) -> tuple[Shown | None, Shown | None]:
    """Return what a cell shows in both runs, each as a table, as charts, or as sentences.

    None is shown by a cell that is not there or shows nothing. A table that one of the runs
    does not have with typed cells is taken in both as its page has it.
    """
    sides = [one for one in (old, new) if one is not None]
    typed = all(one.typed for one in sides if "<table" in _html(one.bundle))
    before, after = (_shown(one, language, typed=typed) for one in (old, new))
    return before, after


def _shown(output: Output | None, language: str, *, typed: bool) -> Shown | None:
    if output is None:
        return None
    html = _html(output.bundle)
    if output.typed and typed:
        return _table(output.typed, html, language)
    if "<table" in html:
        return _printed(html)
    if output.drawings:
        return output.drawings
    links = tuple((target, _words(words)) for target, words in _LINK.findall(html))
    said = "".join(output.bundle.get("text/plain", ""))
    lines = tuple(line for line in said.split("\n") if line.strip())
    return Passage(lines, links) if lines else None


def _html(bundle: Mapping[str, Any]) -> str:
    return "".join(bundle.get("text/html", ""))


def _printed(html: str) -> Table:
    """Return a table as a page has it: every cell is words."""
    soup = BeautifulSoup(html, "html.parser")
    captions = [one.get_text() for one in soup.find_all("caption")]
    columns = tuple(
        f"{one.get_text()} {turn}" if turn else one.get_text()
        for turn, one in _numbered(soup.select("thead th"))
    )
    lines = []
    for row in soup.select("tbody tr"):
        cells = [cell.get_text() for cell in row.find_all(["th", "td"])]
        links = tuple(str(link["href"])[1:] for link in row.select("a[href^='#']"))
        said = {column: Cell(cell or None) for column, cell in zip(columns, cells, strict=False)}
        lines.append(Line(str(row.get("id") or ""), said, links))
    notes = [one.get_text() for one in soup.select("p.note")]
    return Table(" ".join(captions), " ".join(notes), columns, tuple(lines))


def _numbered(headings: Iterable[Tag]) -> Iterator[tuple[int, Tag]]:
    """Yield headings of columns, those of a name that stood before with their number."""
    often: Counter[str] = Counter()
    for heading in headings:
        often[heading.get_text()] += 1
        turn = often[heading.get_text()]
        yield (turn if turn > 1 else 0), heading


def _table(table: TypedTable, html: str, language: str) -> Table:
    beside = {field["unitOf"]: field["name"] for field in table.fields if "unitOf" in field}
    columns = tuple(field["name"] for field in table.fields if "unitOf" not in field)
    units = {field["name"]: field.get("unit", "") for field in table.fields}
    with speaking(language):
        share = unit_words(SHARE)
    rows = list(_ROW.finditer(html))
    matched = rows if len(rows) == len(table.rows) else [None] * len(table.rows)
    lines = []
    for values, row in zip(table.rows, matched, strict=True):
        record = dict(zip(table.columns, values, strict=True))
        cells = {}
        for column in columns:
            unit = str(record.get(beside.get(column, "")) or "") if column in beside else ""
            unit = SHARE if units[column] == SHARE or unit == share else unit
            number = isinstance(record[column], int | float)
            cells[column] = Cell(record[column], unit if number else "")
        links = tuple(target for target, _ in _LINK.findall(row["cells"])) if row else ()
        lines.append(Line((row["id"] or "") if row else "", cells, links))
    return Table(table.caption, table.note, columns, tuple(lines))


def _words(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))
