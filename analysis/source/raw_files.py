"""Raw files read from disk, and all that is wrong with their form told at once."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from analysis.errors import Problem, RawDataError
from analysis.files import read_bytes
from analysis.source.rows import RawRow, RawRows, RawTable

CELL_LIMIT = 2_000
"""The longest cell taken, in characters: a raw cell is a token, never a text."""

LONGEST_LINE = 500_000
"""Bytes of a line, more than all cells of a row can have."""

_INVISIBLE = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))
"""Unicode categories of characters that print nothing and can mislead a reader."""


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
    return raw_table(read_bytes(path), file, columns, key)


def raw_table(
    content: bytes, file: str, columns: Sequence[str], key: Sequence[str] = ()
) -> RawTable:
    """Return the table of a raw CSV's bytes, as :func:`read_raw_table` does of its path."""
    header, numbers, lines, distinct = _parse(content, file)
    problems = _header_problems(file, header, columns)
    if problems:
        raise RawDataError(problems)
    printable = _are_printable(distinct)
    for number, cells in zip(numbers, lines, strict=True):
        if len(cells) != len(header):
            problems.append(_width_problem(file, number, len(cells), len(header)))
        elif not printable:
            problems += _cell_problems(RawRow(file, number, dict(zip(header, cells, strict=True))))
    if problems:
        wide = [place for place, cells in enumerate(lines) if len(cells) == len(header)]
        numbers, lines = [numbers[place] for place in wide], [lines[place] for place in wide]
    by_column = zip(*lines, strict=True) if lines else ((),) * len(header)
    rows = RawRows(file, numbers, dict(zip(header, by_column, strict=True)))
    problems += key_problems(rows, key)
    if problems:
        raise RawDataError(problems)
    return RawTable(file, tuple(header), rows)


def _parse(
    content: bytes, file: str
) -> tuple[list[str], list[int], list[list[str]], Collection[str]]:
    """Return the header, the lines on which rows begin, the rows' cells, and all that they say."""
    _refuse_long_lines(content, file)
    try:
        empty = not content.decode("utf-8").strip()
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
    if empty:
        raise RawDataError(
            Problem(
                "the file is empty", file, expected="a header row and rows", advice="restore it"
            )
        )
    reader = csv.reader(
        io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline=""), strict=True
    )
    shared: dict[str, str] = {}  # one string for all cells that say the same
    numbers: list[int] = []
    lines: list[list[str]] = []
    try:
        header = next(reader)
        begins = reader.line_num + 1
        for cells in reader:
            numbers.append(begins)
            lines.append([*map(shared.setdefault, cells, cells)])
            begins = reader.line_num + 1
        return header, numbers, lines, shared
    except csv.Error as error:
        raise RawDataError(
            Problem(f"not readable as CSV: {error}", file, reader.line_num)
        ) from error


def _refuse_long_lines(content: bytes, file: str) -> None:
    """Refuse what would become millions of columns before it does."""
    for number, line in enumerate(io.BytesIO(content), 1):
        if len(line) > LONGEST_LINE:
            raise RawDataError(
                Problem(
                    "the line is too long for a row",
                    file,
                    number,
                    found=f"{len(line)} bytes",
                    expected=f"at most {LONGEST_LINE}",
                )
            )


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


def _width_problem(file: str, number: int, found: int, expected: int) -> Problem:
    return Problem(
        "the row has another number of cells than the header",
        file,
        number,
        found=str(found),
        expected=str(expected),
        advice="quote cells that contain a comma",
    )


def _are_printable(cells: Collection[str]) -> bool:
    """Return whether no cell can have a problem, without a look at each character."""
    return max(map(len, cells), default=0) <= CELL_LIMIT and "".join(cells).isprintable()


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
        elif not cell.isprintable() and any(
            unicodedata.category(char) in _INVISIBLE for char in cell
        ):
            problems.append(
                row.problem(
                    "the cell holds an invisible or control character",
                    column,
                    advice="take the character out; a line break in the document becomes one space",
                )
            )
    return problems


def key_problems(rows: RawRows, key: Sequence[str]) -> list[Problem]:
    """Return the rows whose key another row has already."""
    values = list(zip(*(rows.columns[column] for column in key), strict=True))
    if len(set(values)) == len(values):
        return []
    first: dict[tuple[str, ...], int] = {}
    problems = []
    for place, value in enumerate(values):
        if value in first:
            row, before = rows[place], rows[first[value]]
            of = f" of {before.file}" if before.file != row.file else ""
            problems.append(
                Problem(
                    f"the key stands in row {before.number}{of} already",
                    row.file,
                    row.number,
                    "+".join(key),
                    "+".join(value),
                    "once",
                )
            )
        first.setdefault(value, place)
    return problems
