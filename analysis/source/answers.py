"""Answers as they came back: a workbook's ids, its columns and rows found again, cells as typed.

Nothing here is read as a number or a date that is not stored as one; that is the cleaning's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal

from analysis.source.answer_form import (
    ASSESSOR,
    COLUMNS,
    HELD,
    LANGUAGES,
    MARK,
    ROWS,
    TARGET,
    FormIds,
    SentRow,
    digest_of,
)
from analysis.source.findings import Finding, mend, note
from analysis.source.spreadsheets import LARGEST, RefusedFile, Spreadsheet, opened

if TYPE_CHECKING:
    from openpyxl.cell.read_only import ReadOnlyCell

MOST_ROWS, MOST_COLUMNS = 5_000, 100
"""How far a sheet is read."""

LONGEST = 5_000
"""Characters of a cell that are kept; what is longer is refused for that."""

Kind = Literal["empty", "text", "number", "date", "truth", "formula", "error"]
Places = dict[tuple[int, int], "Typed"]

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True)
class Typed:
    """One cell as it was typed: a number by the shortest text that is exactly it, a date as ISO."""

    kind: Kind
    text: str
    cell: str = ""
    percent: bool = False
    """Whether the cell shows its number as a percentage."""
    cut: bool = False
    """Whether it was longer than is kept."""


@dataclass(frozen=True)
class AnswerRow:
    """One row of the sheet of answers: its target and its cells by column."""

    target_id: str
    number: int
    cells: Mapping[str, Typed]


@dataclass(frozen=True)
class Returned:
    """A workbook as it came back; one that cannot be taken has findings and no ids."""

    workbook: str
    sha256: str
    ids: FormIds | None = None
    sheet: str = ""
    sent: tuple[SentRow, ...] = ()
    rows: tuple[AnswerRow, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def read_returned(workbook: str, content: bytes) -> Returned:
    """Return what stands in a workbook that came back, or why it cannot be read.

    Parameters
    ----------
    workbook : the name of the file, as messages cite it.
    """
    known = hashlib.sha256(content).hexdigest()
    try:
        if len(content) > LARGEST:
            raise RefusedFile("too_large", limit=f"{LARGEST:,}")
        with opened(content) as spreadsheet:
            return _read(workbook, known, spreadsheet)
    except RefusedFile as refused:
        return Returned(
            workbook, known, findings=(mend(refused.code, workbook).of(**refused.values),)
        )


def _read(workbook: str, known: str, spreadsheet: Spreadsheet) -> Returned:
    sheets = {sheet.title: _places(sheet) for sheet in spreadsheet.book.worksheets}
    hidden = next((cells for cells in sheets.values() if _said(cells, 1, 1) == MARK), None)
    if hidden is None:
        raise RefusedFile("not_ours")
    ids, sent = _ids(hidden)
    wanted = COLUMNS[ids.kind]
    for title, cells in sheets.items():
        if cells is hidden or not (heads := _heads(cells, wanted)):
            continue
        returned = Returned(workbook, known, ids, title, sent)
        return _filled(returned, cells, heads, wanted, spreadsheet.merged)
    raise RefusedFile("no_answers_sheet")


def _places(sheet: Any) -> Places:
    """Return the cells of a sheet that hold something, by row and column."""
    found: Places = {}
    for row in sheet.iter_rows(1, MOST_ROWS, 1, MOST_COLUMNS):
        for cell in row:
            if cell.value is not None and cell.value != "":
                found[cell.row, cell.column] = typed(cell)
    return found


def typed(cell: ReadOnlyCell) -> Typed:
    """Return a cell as it was typed; what a formula was last worked out to is not looked at."""
    value: Any = cell.value
    place = cell.coordinate
    if cell.data_type == "f":
        return Typed("formula", _short(str(getattr(value, "text", value))), place)
    if cell.data_type == "e":
        return Typed("error", _short(str(value)), place)
    if isinstance(value, bool):
        return Typed("truth", str(value).upper(), place)
    if isinstance(value, datetime | date | time | timedelta):
        return Typed("date", _iso(value), place)
    if isinstance(value, int | float):
        percent = "%" in str(cell.number_format or "")
        return Typed("number", _exact(value), place, percent)
    text = _one_line(str(value))
    return Typed("text" if text else "empty", _short(text), place, cut=len(text) > LONGEST)


def _iso(value: date | time | timedelta) -> str:
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value) if isinstance(value, timedelta) else value.isoformat()


def _exact(value: float) -> str:
    """Return the shortest text that is exactly a stored number, without an exponent."""
    if not isfinite(value) or abs(value) >= 1e21:
        return "∞"
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _one_line(text: str) -> str:
    """Return a text on one line, without characters that print nothing."""
    kept = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(kept.split())


def _short(text: str) -> str:
    return _one_line(text)[:LONGEST]


def _said(cells: Places, row: int, column: int) -> str:
    found = cells.get((row, column))
    return found.text if found else ""


def _ids(hidden: Places) -> tuple[FormIds, tuple[SentRow, ...]]:
    """Return what the hidden sheet says, once it is found whole."""
    last = max(row for row, _ in hidden)
    said: dict[str, str] = {}
    first = last + 1
    for row in range(2, last + 1):
        if _said(hidden, row, 1) == ROWS:
            first = row + 1
            break
        said[_said(hidden, row, 1)] = _said(hidden, row, 2)
    try:
        ids = FormIds(
            said["kind"], said["round"], said["plan"], said["agency"], said["language"],
            said["scale"], said["invented"] == "true", said["format"],
        )  # fmt: skip
        held = HELD[ids.kind]
        if ids.language not in LANGUAGES:
            raise ValueError(ids.language)
        sent = tuple(_sent(hidden, row, held) for row in range(first, last + 1))
    except (KeyError, ValueError) as error:
        raise RefusedFile("ids_damaged") from error
    if digest_of(sent) != said.get("digest"):
        raise RefusedFile("ids_damaged")
    return ids, sent


def _sent(hidden: Places, row: int, held: Sequence[str]) -> SentRow:
    digests = {name: _said(hidden, row, place) for place, name in enumerate(held, 3)}
    return SentRow(_said(hidden, row, 1), int(_said(hidden, row, 2)), digests)


def _heads(cells: Places, wanted: Sequence[str]) -> tuple[int, dict[str, list[int]]] | None:
    """Return the row of hidden headings and the columns of each; None where there is none."""
    for row, column in sorted(cells):
        if cells[row, column].text == TARGET:
            heads: dict[str, list[int]] = {}
            for (other, place), one in sorted(cells.items()):
                if other == row and one.text in wanted:
                    heads.setdefault(one.text, []).append(place)
            return row, heads
    return None


def _filled(
    returned: Returned,
    cells: Places,
    heads: tuple[int, dict[str, list[int]]],
    wanted: Sequence[str],
    merged: Iterable[tuple[str, str]],
) -> Returned:
    """Return the workbook with its rows, and what is to be said of its columns and their cells."""
    head, places = heads
    columns = {name: found[0] for name, found in places.items() if len(found) == 1}
    findings = list(_of_columns(returned, places, wanted))
    findings += _of_merged(returned, merged, head, {v: k for k, v in columns.items()})
    ids = columns.get(TARGET)
    numbers = sorted({row for row, _ in cells if row > head + 1})
    rows = [
        AnswerRow(
            _said(cells, row, ids) if ids else "",
            row,
            {
                name: cells.get((row, place), Typed("empty", "", _coordinate(row, place)))
                for name, place in columns.items()
            },
        )
        for row in numbers
    ]
    return Returned(
        returned.workbook, returned.sha256, returned.ids, returned.sheet, returned.sent,
        tuple(rows), columns, tuple(findings),
    )  # fmt: skip


def _of_columns(
    returned: Returned, places: Mapping[str, list[int]], wanted: Sequence[str]
) -> Iterable[Finding]:
    """Yield what is to be said of the columns: missing, twice, moved."""
    where = returned.workbook, returned.sheet
    for name in wanted:
        if name not in places:
            yield mend("column_missing", *where, field=name)
        elif len(places[name]) > 1:
            yield mend("column_twice", *where, field=name)
    order = [found[0] for name in wanted if len(found := places.get(name, [])) == 1]
    if order != sorted(order) or (len(order) == len(wanted) and order[-1] > len(wanted)):
        yield note("columns_moved", *where)


def _of_merged(
    returned: Returned, merged: Iterable[tuple[str, str]], head: int, names: Mapping[int, str]
) -> Iterable[Finding]:
    """Yield the merged ranges that lie over answers, by their corners alone."""
    held = {*HELD[ASSESSOR if returned.ids and returned.ids.kind == ASSESSOR else "agency"]}
    for title, span in merged:
        ends = [_CELL.fullmatch(end) for end in span.replace("$", "").split(":")]
        if title != returned.sheet or len(ends) != 2 or not all(ends):
            continue
        (left, top), (right, bottom) = ((_number(e[1]), int(e[2])) for e in ends if e)
        over = [n for c, n in names.items() if left <= c <= right and n not in held]
        if over and bottom > head + 1 and top <= MOST_ROWS:
            where = returned.workbook, title, _coordinate(top, left)
            yield mend("merged", *where, field=over[0], found=span).of(range=span)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def _coordinate(row: int, column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
