"""Raw rows exactly as delivered: text cells, each knowing its file and row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import overload

from analysis.errors import Problem


@dataclass(frozen=True, slots=True)
class RawRow:
    """One raw row: its cells by column, and where it stands."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def problem(self, what: str, column: str, expected: str = "", advice: str = "") -> Problem:
        """Return a problem with one cell of this row."""
        found = self.cells.get(column)
        return Problem(what, self.file, self.number, column, found, expected, advice)


class RawRows(Sequence[RawRow]):
    """The rows of one raw file, kept by column; a row is made when it is asked for.

    A million rows are read column by column, most cells saying what others say; row by
    row only the few are read that a person has to be told of.
    """

    def __init__(
        self,
        file: str,
        numbers: Sequence[int],
        columns: Mapping[str, Sequence[str]],
        files: Sequence[str] = (),
    ):
        self.file = file
        self.numbers = numbers
        self.columns = columns
        self._files = files
        """The file of each row, where they come from several."""

    @overload
    def __getitem__(self, place: int) -> RawRow: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[RawRow, ...]: ...
    def __getitem__(self, place: int | slice) -> RawRow | tuple[RawRow, ...]:
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(len(self))))
        cells = {name: column[place] for name, column in self.columns.items()}
        return RawRow(self._files[place] if self._files else self.file, self.numbers[place], cells)

    def __len__(self) -> int:
        return len(self.numbers)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def take(self, places: Sequence[int]) -> RawRows:
        """Return the rows at these places, in this order."""
        return RawRows(
            self.file,
            list(map(self.numbers.__getitem__, places)),
            {name: list(map(cells.__getitem__, places)) for name, cells in self.columns.items()},
            list(map(self._files.__getitem__, places)) if self._files else (),
        )

    @classmethod
    def joined(cls, parts: Sequence[RawRows]) -> RawRows:
        """Return the rows of several files with the same columns, one file after the other."""
        return cls(
            parts[0].file,
            [number for part in parts for number in part.numbers],
            {name: [*chain(*(part.columns[name] for part in parts))] for name in parts[0].columns},
            [part.file for part in parts for _ in part.numbers],
        )


@dataclass(frozen=True)
class RawTable:
    """A raw file: its columns and rows, nothing fixed."""

    file: str
    columns: tuple[str, ...]
    rows: Sequence[RawRow]

    @property
    def by_column(self) -> RawRows:
        """The rows kept by column, as they are where they were read from a file."""
        if isinstance(self.rows, RawRows):
            return self.rows
        cells = {name: [row[name] for row in self.rows] for name in self.columns}
        return RawRows(self.file, [row.number for row in self.rows], cells)
