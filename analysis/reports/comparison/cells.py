"""Two states of one table of a report, compared row by row and number by number."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.display.quantity import SHARE
from analysis.reports.comparison.importance import Said, kind_of_cell, kind_of_row, status_columns
from analysis.reports.comparison.matching import match_rows
from analysis.reports.comparison.notebooks import Line, Table
from analysis.reports.comparison.records import Cell, Change, How, Position

NOISE = 1e-12
"""The relative difference below which two numbers are one: the last digits of a float."""


@dataclass(frozen=True)
class _Grid:
    """A cell of a notebook that shows a table, and in which report."""

    said: Said
    name: str
    statuses: frozenset[str]


def compare_cells(said: Said, name: str, old: Table | None, new: Table | None) -> Iterator[Change]:
    """Yield what two states of a table say differently: cells, rows, columns, caption, note."""
    grid = _Grid(said, name, status_columns(said.report.language))
    if old is None or new is None:
        yield _table(grid, old, new)
        return
    yield from _captions(grid, old, new)
    yield from _columns(grid, old, new)
    ids = all(line.row_id for line in (*old.lines, *new.lines))
    match = match_rows([_words(line) for line in old.lines], [_words(line) for line in new.lines],
                       ids=ids)  # fmt: skip
    before, after = old.labels(), new.labels()
    for i, k in match.both:
        yield from _line(grid, new.caption, after[k], k, old.lines[i], new.lines[k])
    for k in match.new:
        yield _row(grid, new.caption, after[k], k, new.lines[k], added=True)
    for i in match.gone:
        yield _row(grid, new.caption, before[i], i, old.lines[i], added=False)


def _table(grid: _Grid, old: Table | None, new: Table | None) -> Change:
    """Return a table that came or went, with its rows as words."""
    table = new or old
    assert table is not None
    whole = Cell("\n".join(_summed(line) for line in table.lines))
    return grid.said.change(
        kind_of_row(grid.name), "added" if new else "removed", Position(grid.name, -1, -1),
        table.caption, old=whole if old else None, new=whole if new else None,
    )  # fmt: skip


def _captions(grid: _Grid, old: Table, new: Table) -> Iterator[Change]:
    for turn, (one, other) in enumerate(((old.caption, new.caption), (old.note, new.note))):
        if one != other:
            position = Position(grid.name, -2 - turn, -1)
            yield grid.said.change(
                "words", "changed", position, new.caption, old=Cell(one), new=Cell(other)
            )


def _columns(grid: _Grid, old: Table, new: Table) -> Iterator[Change]:
    for turn, column in enumerate(dict.fromkeys((*new.columns, *old.columns))):
        if (column in old.columns) != (column in new.columns):
            how: How = "added" if column in new.columns else "removed"
            yield grid.said.change(
                "words", how, Position(grid.name, -1, turn), new.caption, column=column
            )


def _line(
    grid: _Grid, caption: str, label: str, row: int, old: Line, new: Line
) -> Iterator[Change]:
    """Yield the cells of a row that differ."""
    for turn, (column, cell) in enumerate(new.cells.items()):
        before = old.cells.get(column)
        if before is not None and not _same(before, cell):
            yield grid.said.change(
                kind_of_cell(grid.name, column, before, cell, grid.statuses),
                "changed",
                Position(grid.name, row, turn),
                caption,
                row=label,
                column=column,
                old=before,
                new=cell,
                row_id=new.row_id,
                texts=(*_words(old), *_words(new)),
                links=(*old.links, *new.links),
            )


def _row(
    grid: _Grid, caption: str, label: str, position: int, line: Line, *, added: bool
) -> Change:
    """Return a row that came or went."""
    whole = Cell(_summed(line))
    return grid.said.change(
        kind_of_row(grid.name),
        "added" if added else "removed",
        Position(grid.name, position, -1 if added else -2),
        caption,
        row=label,
        old=None if added else whole,
        new=whole if added else None,
        row_id=line.row_id,
        texts=_words(line),
        links=line.links,
    )


def _same(old: Cell, new: Cell) -> bool:
    if old.number is None or new.number is None:
        return old == new
    return old.unit == new.unit and math.isclose(old.number, new.number, rel_tol=NOISE)


def _words(line: Line) -> tuple[str, ...]:
    """Return a row as words, its id first if it has one."""
    return (line.row_id, *line.words) if line.row_id else line.words


def _summed(line: Line) -> str:
    """Return a row in one line, its columns named."""
    return "; ".join(
        f"{column}: {cell.value}{'' if cell.unit in ('', SHARE) else f' {cell.unit}'}"
        for column, cell in line.cells.items()
        if cell.value is not None
    )
