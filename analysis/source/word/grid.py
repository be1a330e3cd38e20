"""Tables: rows of cells with their places on the grid, whatever was merged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.source.word.package import W
from analysis.source.word.xml import child, is_on, number, tag, value

WIDEST = 1_000
"""Columns of a table's grid at most."""


@dataclass(frozen=True)
class Locator:
    """Where a line stands: the table, row, cell and paragraph, each from 1, as people count.

    Outside tables only ``paragraph`` is given, counted over the document; a table in a cell of
    the third one is ``3.1``.
    """

    paragraph: int
    table: str = ""
    row: int | None = None
    cell: int | None = None

    def __str__(self) -> str:
        if not self.table:
            return f"paragraph {self.paragraph}"
        return f"table {self.table}, row {self.row}, cell {self.cell}"


@dataclass(frozen=True)
class PrintedLine:
    """One printed line: its number, its automatic number or bullet, and its text.

    ``level`` is the level of a list's paragraph on its first line, otherwise ``None``.
    ``begins`` says that it is the first line of its paragraph.
    """

    number: int
    text: str
    place: Locator
    label: str = ""
    level: int | None = None
    begins: bool = True

    @property
    def printed(self) -> str:
        """The line as it is printed."""
        return f"{self.label} {self.text}" if self.label else self.text


@dataclass(frozen=True)
class GridCell:
    """A cell: the columns of the grid that it takes, from ``start`` up to ``end``, and its lines.

    ``merged`` cells continue the one above: they print nothing.
    """

    start: int
    end: int
    lines: tuple[PrintedLine, ...]
    merged: bool = False

    @property
    def text(self) -> str:
        """The printed lines, with single spaces."""
        return " ".join(" ".join(line.printed for line in self.lines).split())


@dataclass(frozen=True)
class Row:
    """A row of a table; ``header`` rows are repeated on every page."""

    number: int
    cells: tuple[GridCell, ...]
    header: bool

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of its cells, to know a row again."""
        return tuple(cell.text for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """A table: its number, its rows, and where each column of its grid ends, in any unit."""

    number: str
    rows: tuple[Row, ...]
    edges: tuple[float, ...]
    nested: list[Table] = field(default_factory=list, compare=False)

    def span(self, cell: GridCell) -> tuple[float, float]:
        """Return where a cell begins and ends, measured from the left."""
        return self._at(cell.start), self._at(cell.end)

    def _at(self, column: int) -> float:
        known = self.edges
        if column <= 0:
            return 0.0
        if column <= len(known):
            return known[column - 1]
        last = known[-1] if known else 0.0
        return last + (column - len(known)) * (last / len(known) if known else 1.0)


def unwrapped(element: Any, wanted: str, opens: Callable[[Any, str], bool]) -> Iterator[Any]:
    """Yield the rows or cells in an element, those inside the wrappers that are opened included."""
    for one in element:
        name = tag(one)
        if name == wanted:
            yield one
        elif opens(one, name):
            yield from unwrapped(one, wanted, opens)


def row_changes(row: Any) -> list[str]:
    """Return the tracked changes of a whole row."""
    properties = child(row, "trPr")
    return [] if properties is None else [tag(one) for one in properties]


def cell_changes(cell: Any) -> list[str]:
    """Return the tracked changes of a whole cell."""
    properties = child(cell, "tcPr")
    return [] if properties is None else [tag(one) for one in properties]


def begins_at(row: Any) -> int:
    """Return how many columns of the grid are left out before a row's first cell."""
    return min(max(number(child(row, "trPr", "gridBefore")), 0), WIDEST)


def is_header(row: Any) -> bool:
    """Return whether a row is repeated on every page."""
    return is_on(child(row, "trPr", "tblHeader"))


def width(cell: Any) -> int:
    """Return how many columns of the grid a cell takes."""
    return min(max(number(child(cell, "tcPr", "gridSpan"), default=1), 1), WIDEST)


def continues_above(cell: Any) -> bool:
    """Return whether a cell goes on with the one above it."""
    merge = child(cell, "tcPr", "vMerge")
    return merge is not None and value(merge, default="continue") != "restart"


def continues_left(cell: Any) -> bool:
    """Return whether a cell goes on with the one left of it, in the way of old documents."""
    merge = child(cell, "tcPr", "hMerge")
    return merge is not None and value(merge, default="continue") != "restart"


def edges(table: Any) -> tuple[float, ...]:
    """Return where the columns of a table's grid end; all are alike where widths are missing."""
    columns = [number(one, "w") for one in table.findall(f"{W}tblGrid/{W}gridCol")][:WIDEST]
    widths: Sequence[float] = columns if columns and min(columns) > 0 else [1] * len(columns)
    found, at = [], 0.0
    for one in widths:
        at += one
        found.append(at)
    return tuple(found)
