"""Sheets that list something: a heading, a table, links to where each row is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from analysis.reports.rounds.sheets import (
    HEAD,
    QUIET,
    Style,
    add_sheet,
    for_print,
    head,
    height,
    line,
    put,
    widths,
)

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_HEAD_ROW = 4


@dataclass(frozen=True)
class To:
    """A cell that leads to a cell of a workbook that lies beside."""

    words: str
    workbook: str
    sheet: str
    cell: str


Listed = str | int | To


def list_sheet(
    book: Workbook,
    name: str,
    title: str,
    told: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[Listed]],
    style: Style,
) -> Worksheet:
    """Add a sheet with a table: its title, a sentence on it, headings with widths, rows."""
    sheet = add_sheet(book, name)
    wide = [width for _, width in columns]
    widths(sheet, wide)
    line(sheet, 1, title, style, bold=True, size=14)
    line(sheet, 2, told, style, color=QUIET)
    names = [word for word, _ in columns]
    head(sheet, _HEAD_ROW, names, style)
    height(sheet, _HEAD_ROW, dict(enumerate(names, 1)), wide)
    for number, row in enumerate(rows, _HEAD_ROW + 1):
        for column, cell in enumerate(row, 1):
            _write(sheet.cell(number, column), cell, style)
        said = {c: v.words if isinstance(v, To) else str(v) for c, v in enumerate(row, 1)}
        height(sheet, number, said, wide)
    sheet.freeze_panes = sheet.cell(_HEAD_ROW + 1, 1)
    if rows:
        sheet.auto_filter.ref = (
            f"A{_HEAD_ROW}:{sheet.cell(1, len(columns)).column_letter}{_HEAD_ROW + len(rows)}"
        )
    for_print(sheet, f"{_HEAD_ROW}:{_HEAD_ROW}", style.language)
    return sheet


def _write(cell: Cell, value: Listed, style: Style) -> None:
    if not isinstance(value, To):
        put(cell, value, style, align="center" if isinstance(value, int) else None)
        return
    put(cell, value.words, style, font={"color": HEAD, "underline": "single"})
    if value.cell:
        from openpyxl.worksheet.hyperlink import Hyperlink

        sheet = value.sheet.replace("'", "''")
        place = f"'{sheet}'!{value.cell}"
        # The words stay: openpyxl would write the address over them.
        cell._hyperlink = Hyperlink(
            ref=cell.coordinate, target=quote(value.workbook), location=place
        )
        cell.parent._hyperlinks.append(cell._hyperlink)
