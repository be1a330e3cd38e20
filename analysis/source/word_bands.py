"""The columns of a Word table: which cells are its headings, and which cell stands in which column.

Word's own grid has more columns than a reader sees: each border that was dragged by a hair makes
another one. So the columns are those of the header row, and a cell belongs to the column over its
middle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.errors import Problem
from analysis.source.plan_rows import ACTIVITY
from analysis.source.word.grid import GridCell, Row, Table
from analysis.source.word_columns import Columns, Name

Span = tuple[float, float]

MOST_COLUMNS = 60
"""Columns of a plan's table at most; those to the right of them are not looked at."""

_HAIR = 0.02
"""What part of a table's width a border may be off."""


@dataclass(frozen=True)
class Bands:
    """The columns of one table, from the left: where each stands, and the words over it."""

    table: Table
    spans: Sequence[Span]
    headings: Sequence[tuple[str, ...]]
    header_rows: frozenset[int]

    def is_whole(self, row: Row) -> bool:
        """Return whether a row is one cell over all columns: a heading inside the table."""
        full = [cell for cell in row.cells if cell.text]
        return (
            len(full) == 1 and len(self.spans) > 1 and len(self._over(full[0])) == len(self.spans)
        )

    def place(self, row: Row) -> dict[int, list[GridCell]]:
        """Return the cells of a row by column, from 0; a cell over several stands in the first."""
        placed: dict[int, list[GridCell]] = {}
        for cell in row.cells:
            over = self._over(cell) or [self._nearest(cell)]
            placed.setdefault(over[0], []).append(cell)
        return placed

    def _over(self, cell: GridCell) -> list[int]:
        """Return the columns whose middle a cell covers."""
        left, right = self.table.span(cell)
        hair = _HAIR * (self.spans[-1][1] - self.spans[0][0]) / len(self.spans)
        return [
            at
            for at, (start, end) in enumerate(self.spans)
            if left - hair <= (start + end) / 2 <= right + hair
        ]

    def _nearest(self, cell: GridCell) -> int:
        left, right = self.table.span(cell)
        middle = (left + right) / 2
        return min(
            range(len(self.spans)),
            key=lambda at: abs(middle - (self.spans[at][0] + self.spans[at][1]) / 2),
        )


def bands(table: Table, header: Sequence[Row]) -> Bands | None:
    """Return the columns of a table by its header rows, or by its longest row if it has none."""
    rows = [row for row in (header or table.rows) if row.cells]
    if not rows:
        return None
    widest = max(reversed(rows), key=lambda row: len(row.cells))
    spans = [table.span(cell) for cell in widest.cells[:MOST_COLUMNS]]
    headings = [tuple(_headings(table, header, (start + end) / 2)) for start, end in spans]
    return Bands(table, spans, headings, frozenset(row.number for row in header))


def _headings(table: Table, header: Sequence[Row], middle: float) -> Iterator[str]:
    """Yield the words over a column, from above."""
    for row in header:
        for cell in row.cells:
            start, end = table.span(cell)
            if start < middle < end and cell.text:
                yield normal(cell.text)


def header_of(table: Table, columns: Columns, known: Sequence[Row]) -> list[Row]:
    """Return the header rows of a table: those that are said, marked, or known from before."""
    rows = [row for row in table.rows if len(row.cells) > 1 and any(row.texts)]
    if known and int(table.number) not in columns.tables:
        texts = {row.texts for row in known}
        return [row for row in rows if row.header or row.texts in texts]
    count = columns.header_rows
    if count is None:
        marked = sum(row.header for row in rows)
        count = marked or int(bool(rows) and not any(map(ACTIVITY.match, rows[0].texts)))
    texts = {row.texts for row in rows[:count]}
    return [row for at, row in enumerate(rows) if at < count or row.texts in texts]


def resolve(
    found: Bands, columns: Columns, before: Mapping[str, int]
) -> tuple[dict[str, int], list[Problem]]:
    """Return the column of each meaning in one table, and what cannot be found there.

    ``before`` has the columns of the table before, which a table without headings goes on with.
    """
    number = int(found.table.number)
    placed: dict[str, int] = {}
    problems: list[Problem] = []
    for meaning, name in columns.of_table(number).items():
        own = meaning in columns.tables.get(number, {})
        key = f"table.{number}.{meaning}" if own else f"columns.{meaning}"
        at = _find(found, name, before.get(meaning))
        if isinstance(at, str):
            problems.append(columns.problem(key, at, name, _choices(found)))
        elif at in placed.values():
            other = next(one for one, place in placed.items() if place == at)
            what = f"the column of table {number} is {other} already"
            problems.append(columns.problem(key, what, name, "each column once"))
        else:
            placed[meaning] = at
    return placed, problems


def _find(found: Bands, name: Name, before: int | None) -> int | str:
    """Return the column that a number or a heading means, or why there is none."""
    table = found.table.number
    count = len(found.spans)
    if isinstance(name, int):
        return name - 1 if name <= count else f"table {table} has no column {name}"
    wanted = normal(name)
    exact = [at for at, words in enumerate(found.headings) if " / ".join(words) == wanted]
    last = [at for at, words in enumerate(found.headings) if words and words[-1] == wanted]
    matches = exact or last
    if len(matches) == 1:
        return matches[0]
    if matches:
        return f"{len(matches)} columns of table {table} have this heading"
    if not any(found.headings) and before is not None and before < count:
        return before
    return f"no column of table {table} has this heading"


def _choices(found: Bands) -> str:
    """Return the columns that there are, with what stands over them."""
    shown = [
        f"{at} {' / '.join(words)[:60]}".rstrip() for at, words in enumerate(found.headings, 1)
    ]
    return "; ".join(shown[:20])


def normal(text: str) -> str:
    """Return the words of a heading, single spaces between them."""
    return " ".join(text.split()).strip(" :")
