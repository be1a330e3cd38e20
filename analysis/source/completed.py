"""Tables that a person completes: written so that a spreadsheet shows them, and read back.

A spreadsheet takes a cell that begins with ``=`` for a formula, wants a byte order mark to see
UTF-8, and saves with semicolons where the decimal point is a comma.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from analysis.files import csv_text, read_bytes
from analysis.source.raw_files import raw_table
from analysis.source.rows import RawRow, RawTable

_MARK = b"\xef\xbb\xbf"
_FORMULA = ("=", "+", "-", "@")

LARGEST = 50_000_000
"""Bytes of a completed table at most."""


def to_complete(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return rows as the bytes of a table that a spreadsheet opens without harm.

    >>> to_complete(("a",), [{"a": "=1"}])[3:]
    b"a\\n'=1\\n"
    """
    inert = ({name: _inert(cell) for name, cell in row.items()} for row in rows)
    return _MARK + csv_text(columns, inert).encode("utf-8")


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) and len(cell) > 1 else cell


def read_completed(path: Path, columns: Sequence[str], key: Sequence[str]) -> RawTable:
    """Read a table that a person has completed, whichever program saved it.

    Raises
    ------
    RawDataError
        Its form is not what it was, whatever the answers are.
    """
    content = read_bytes(path, LARGEST).removeprefix(_MARK)
    table = raw_table(_with_commas(content), path.name, columns, key)
    rows = [
        RawRow(row.file, row.number, {name: _as_written(cell) for name, cell in row.cells.items()})
        for row in table.rows
    ]
    return RawTable(table.file, table.columns, rows)


def _as_written(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell


def _with_commas(content: bytes) -> bytes:
    """Return a table with commas between its cells; what cannot be read is left for its reader."""
    header = content.split(b"\n", 1)[0]
    if b"," in header or b";" not in header:
        return content
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), delimiter=";"))
    except (csv.Error, UnicodeDecodeError):
        return content
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(rows)
    return made.getvalue().encode("utf-8")
