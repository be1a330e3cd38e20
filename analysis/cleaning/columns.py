"""Columns read cell by cell; what cannot be read is collected, never dropped."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from analysis.errors import NotationError, Problem
from analysis.source.rows import RawRow

_Value = TypeVar("_Value")
_Entry = TypeVar("_Entry")


@dataclass
class Reader:
    """Reads cells of raw rows and keeps every problem met on the way.

    ``readings`` has, by column and printed token, the token by which a person says that it has
    to be read, where no rule reads what is printed.
    """

    problems: list[Problem] = field(default_factory=list)
    readings: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def read(
        self, row: RawRow, column: str, rule: Callable[[str], _Value], instead: _Value
    ) -> _Value:
        """Return a cell's value by a rule of notation, or ``instead`` with a problem kept."""
        try:
            return rule(self.readings.get((column, row[column]), row[column]))
        except NotationError as error:
            self.problems.append(
                row.problem("the token cannot be read", column, error.expected, error.advice)
            )
            return instead

    def choose(self, row: RawRow, column: str, known: Iterable[str], *, empty: bool = False) -> str:
        """Return a cell that must be one of the known words."""
        cell = row[column]
        if cell in known or (empty and not cell):
            return cell
        self.problems.append(unknown(row, column, cell, known))
        return ""

    def truth(self, row: RawRow, column: str) -> bool:
        """Return a cell that must be ``true`` or ``false``."""
        return self.choose(row, column, ("true", "false")) == "true"

    def number(self, row: RawRow, column: str, *, empty: bool = False) -> int | None:
        """Return a cell that must be a whole number written by us, in plain digits."""
        cell = row[column]
        if cell.isascii() and cell.isdigit() and len(cell) < 10:
            return int(cell)
        if not (empty and not cell):
            self.problems.append(row.problem("not a whole number", column, "plain digits 0-9"))
        return None

    def beside(
        self, row: RawRow, key: str, entries: Mapping[str, RawRow], what: str
    ) -> RawRow | None:
        """Return what we wrote beside a raw row, which must stand on the same line."""
        entry = entries.get(key)
        if entry is None:
            self.problems.append(row.problem(f"{key} has no {what} yet", "source_line"))
        elif entry["source_line"] != row["source_line"]:
            self.problems.append(
                entry.problem(
                    f"the {what} of {key} stands on another line than its row",
                    "source_line",
                    expected=row["source_line"],
                )
            )
        return entry


@dataclass
class ColumnReader:
    """Reads whole columns; what cannot be read is told row by row, as a person reads.

    ``numbers`` are the lines on which the rows begin.
    """

    numbers: Sequence[int]
    found: list[tuple[int, Problem]] = field(default_factory=list)

    def each(
        self, cells: Iterable[Hashable], rule: Callable[[int, Reader], _Value]
    ) -> list[_Value]:
        """Return what a rule makes of each row, given the cells that it reads there.

        The same cells are read once: the rule is told the place of a row that has them. Where
        it meets a problem it is asked about every row with those cells, so that each is named.
        """
        column = list(cells)
        first = dict(zip(reversed(column), reversed(range(len(column))), strict=True))
        made: dict[Hashable, _Value] = {}
        refused: set[Hashable] = set()
        for read, place in first.items():
            reader = Reader()
            made[read] = rule(place, reader)
            if reader.problems:
                refused.add(read)
        for place, read in enumerate(column) if refused else ():
            if read in refused:
                reader = Reader()
                rule(place, reader)
                self.found += [(self.numbers[place], problem) for problem in reader.problems]
        return [made[read] for read in column]

    @property
    def problems(self) -> list[Problem]:
        """All problems, in the order of the rows, and in a row of the columns as read."""
        return [problem for _, problem in sorted(self.found, key=lambda one: one[0])]


@dataclass(frozen=True)
class Records(Mapping[str, Mapping[str, object]]):
    """The rows of columns as records by key; a record is made when it is asked for."""

    columns: Mapping[str, Sequence[object]]
    places: Mapping[str, int]

    @classmethod
    def by_key(cls, key: str, columns: Mapping[str, Sequence[object]]) -> Records:
        """Return columns of which one is the key."""
        return cls(columns, {str(cell): place for place, cell in enumerate(columns[key])})

    def __getitem__(self, key: str) -> Mapping[str, object]:
        place = self.places[key]
        return {name: cells[place] for name, cells in self.columns.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


def unknown(row: RawRow, column: str, cell: str, known: Iterable[str]) -> Problem:
    """Return the problem of an unknown word, with its nearest known forms."""
    words = sorted(known)
    near = [] if cell.isdigit() else difflib.get_close_matches(cell, words, n=3, cutoff=0.6)
    advice = f"did you mean {' or '.join(map(repr, near))}?" if near else "add it if it is new"
    expected = ", ".join(words) if len(words) <= 12 else "a known form"
    return Problem(f"{cell!r} is not known", row.file, row.number, column, cell, expected, advice)


def by_key(rows: Iterable[RawRow], column: str) -> dict[str, RawRow]:
    """Return rows by the cell that is their key."""
    return {row[column]: row for row in rows}


def lost(entries: Mapping[str, RawRow], keys: Iterable[str], what: str) -> list[Problem]:
    """Return a problem for each entry of ours whose row is gone."""
    alive = set(keys)
    return [
        entry.problem(f"{what} {key} has lost its row", next(iter(entry.cells)))
        for key, entry in entries.items()
        if key not in alive
    ]
