"""Raw rows exactly as delivered: text cells, each knowing its file and row."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import Problem, RawDataError
from analysis.files import read_bytes

CELL_LIMIT = 2_000
"""The longest cell taken, in characters: a raw cell is a token, never a text."""

_INVISIBLE = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))
"""Unicode categories of characters that print nothing and can mislead a reader."""


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class RawTable:
    """A raw file: its columns and rows, nothing fixed."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[RawRow, ...]


def read_raw_table(
    path: Path, file: str, columns: Sequence[str], key: Sequence[str] = ()
) -> RawTable:
    """Read one raw CSV and refuse all that is wrong with its form, at once.

    Parameters
    ----------
    path, file : where it lies, and how messages cite it.
    columns : the columns that it has, all of them, in any order.
    key : the columns whose cells together may occur once only.

    Raises
    ------
    RawDataError
        Not UTF-8, empty, a column missing, unknown, unnamed or twice, a row of
        another width, a key twice, a cell with control or invisible characters.
    """
    header, lines = _parse(path, file)
    problems = _header_problems(file, header, columns)
    if problems:
        raise RawDataError(problems)
    rows: list[RawRow] = []
    for number, cells in lines:
        if len(cells) != len(header):
            problems.append(
                Problem(
                    "the row has another number of cells than the header",
                    file,
                    number,
                    found=str(len(cells)),
                    expected=str(len(header)),
                    advice="quote cells that contain a comma",
                )
            )
            continue
        row = RawRow(file, number, dict(zip(header, cells, strict=True)))
        problems += _cell_problems(row)
        rows.append(row)
    problems += _key_problems(rows, key)
    if problems:
        raise RawDataError(problems)
    return RawTable(file, tuple(header), tuple(rows))


def _parse(path: Path, file: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    content = read_bytes(path)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise RawDataError(
            Problem(
                "the file is not UTF-8",
                file,
                row,
                found=content[error.start : error.start + 4].hex(" "),
                advice="save it as UTF-8 without a byte order mark",
            )
        ) from error
    if not text.strip():
        raise RawDataError(
            Problem(
                "the file is empty", file, expected="a header row and rows", advice="restore it"
            )
        )
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader)
        lines: list[tuple[int, list[str]]] = []
        while True:
            number = reader.line_num + 1
            cells = next(reader, None)
            if cells is None:
                return header, lines
            lines.append((number, cells))
    except csv.Error as error:
        raise RawDataError(
            Problem(f"not readable as CSV: {error}", file, reader.line_num)
        ) from error


def _header_problems(file: str, header: list[str], columns: Sequence[str]) -> list[Problem]:
    expected = ", ".join(columns)
    problems = [
        Problem(
            f"the column {name!r} is missing", file, 1, found=", ".join(header), expected=expected
        )
        for name in columns
        if name not in header
    ]
    for position, name in enumerate(header, 1):
        if not name.strip():
            problems.append(Problem(f"column {position} has no name", file, 1, expected=expected))
        elif name not in columns:
            problems.append(
                Problem(f"the column {name!r} is not known here", file, 1, expected=expected)
            )
    problems += [
        Problem(f"the column {name!r} stands {count} times", file, 1, expected="once")
        for name, count in Counter(header).items()
        if count > 1
    ]
    return problems


def _cell_problems(row: RawRow) -> list[Problem]:
    problems = []
    for column, cell in row.cells.items():
        if len(cell) > CELL_LIMIT:
            problems.append(
                Problem(
                    "the cell is too long for a token",
                    row.file,
                    row.number,
                    column,
                    f"{len(cell)} characters",
                    f"at most {CELL_LIMIT}",
                )
            )
        elif any(unicodedata.category(char) in _INVISIBLE for char in cell):
            problems.append(
                row.problem(
                    "the cell holds an invisible or control character",
                    column,
                    advice="take the character out; a line break in the document becomes one space",
                )
            )
    return problems


def _key_problems(rows: list[RawRow], key: Sequence[str]) -> list[Problem]:
    first: dict[tuple[str, ...], int] = {}
    problems = []
    for row in rows:
        value = tuple(row[column] for column in key)
        if key and value in first:
            problems.append(
                Problem(
                    f"the key stands in row {first[value]} already",
                    row.file,
                    row.number,
                    "+".join(key),
                    "+".join(value),
                    "once",
                )
            )
        first.setdefault(value, row.number)
    return problems
