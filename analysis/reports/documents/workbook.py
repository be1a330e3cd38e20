"""The workbook: a sheet for each table, numbers as numbers, words never as formulas."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from analysis.display.language import _
from analysis.display.quantity import SHARE
from analysis.display.resource import Value, unit_words
from analysis.reports.documents.executed import TypedTable

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_MADE = datetime(1980, 1, 1)
"""The date in a workbook's properties, which is not the clock's."""

_NEVER_A_FORMULA = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_REFUSED = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
_NARROWEST, _WIDEST = 9, 60
_HEAD = 2
"""The row of a sheet that names the columns, counted from nought; the caption is above it."""


@dataclass(frozen=True)
class Preface:
    """What the first sheet says of the report."""

    title: str
    question: str
    edition: str
    provenance: str
    language: str


def workbook(preface: Preface, tables: Sequence[TypedTable]) -> bytes:
    """Return the tables of a report as a workbook, the same bytes each time.

    Sheets are numbered in the order of the page and named by their captions. Shares are
    numbers from 0 to 1, set as percentages.
    """
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, _NEVER_A_FORMULA)
    book.set_properties({"title": preface.title, "subject": preface.question, "created": _MADE})
    book.set_custom_property(_("Language"), preface.language)
    formats = _formats(book)
    names = sheet_names([table.caption for table in tables], _("Contents"))
    contents = book.add_worksheet(names[0])
    for name, table in zip(names[1:], tables, strict=True):
        _fill(book.add_worksheet(name), table, formats)
    _list(contents, preface, list(zip(names[1:], tables, strict=True)), formats)
    book.close()
    return stream.getvalue()


def sheet_names(captions: Sequence[str], first: str) -> list[str]:
    """Return a name for each sheet that Excel takes: distinct, without signs it refuses.

    >>> sheet_names(["Rates: all of [them]", "A caption of more characters than it takes"], "All")
    ['All', '1 Rates all of them', '2 A caption of more characters']
    """
    names = [first[:_LONGEST_NAME]]
    for number, caption in enumerate(captions, 1):
        name = " ".join(_REFUSED.sub(" ", f"{number} {caption}").split())
        if len(name) > _LONGEST_NAME:
            name = name[: _LONGEST_NAME + 1].rpartition(" ")[0] or name[:_LONGEST_NAME]
        names.append(name.strip("' "))
    return names


def _formats(book: Workbook) -> dict[str, Any]:
    words = {"valign": "top", "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "strong": book.add_format({"bold": True}),
        "head": book.add_format({**words, "bold": True, "bottom": 1, "bg_color": "#F2F4F6"}),
        "words": book.add_format(words),
        "note": book.add_format({"font_color": "#55595E"}),
        "link": book.add_format({"font_color": "#0B4F8A", "underline": 1}),
        "whole": book.add_format({"valign": "top", "num_format": "#,##0"}),
        "broken": book.add_format({"valign": "top", "num_format": "#,##0.00"}),
        "share": book.add_format({"valign": "top", "num_format": "0.0%"}),
    }


def _list(
    sheet: Worksheet,
    preface: Preface,
    sheets: Sequence[tuple[str, TypedTable]],
    formats: dict[str, Any],
) -> None:
    """Say on the first sheet what the report is, and list the others."""
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, preface.title, formats["title"])
    for row, words in enumerate((preface.question, preface.edition, preface.provenance), 1):
        sheet.write_string(row, 0, words)
    sheet.write_string(5, 0, _("Sheet"), formats["head"])
    sheet.write_string(5, 1, _("Table"), formats["head"])
    for row, (name, table) in enumerate(sheets, 6):
        place = name.replace("'", "''")
        sheet.write_url(row, 0, f"internal:'{place}'!A1", formats["link"], name)
        sheet.write_string(row, 1, table.caption, formats["words"])


def _fill(sheet: Worksheet, table: TypedTable, formats: dict[str, Any]) -> None:
    """Write a table's caption, its columns and rows, and its note and source below."""
    sheet.write_string(0, 0, table.caption, formats["title"])
    for column, field in enumerate(table.fields):
        sheet.write_string(_HEAD, column, field["name"], formats["head"])
        cells = [row[column] for row in table.rows]
        sheet.set_column(column, column, _width(field["name"], cells))
        units = _units(table, column)
        for row, (cell, unit) in enumerate(zip(cells, units, strict=True), _HEAD + 1):
            _write(sheet, row, column, cell, unit, formats)
    sheet.freeze_panes(_HEAD + 1, 1)
    sheet.repeat_rows(_HEAD)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    last = _HEAD + len(table.rows)
    if table.rows:
        sheet.autofilter(_HEAD, 0, last, len(table.fields) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A{_HEAD + 2}:XFD{last + 1}"})
    source = _("Source: the five documents; own calculation.")
    for row, words in enumerate(filter(None, (table.note, source)), last + 2):
        sheet.write_string(row, 0, words, formats["note"])


def _units(table: TypedTable, column: int) -> list[str]:
    """Return the unit of each number of a column: that of the field, or of the field beside it."""
    field, words = table.fields[column], unit_words(SHARE)
    for place, beside in enumerate(table.fields):
        if beside.get("unitOf") == field["name"]:
            return [SHARE if row[place] == words else "" for row in table.rows]
    return [field.get("unit", "")] * len(table.rows)


def _write(
    sheet: Worksheet, row: int, column: int, cell: Value, unit: str, formats: dict[str, Any]
) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, column, cell, formats["words"])
        return
    kind = "share" if unit == SHARE else "whole" if cell == int(cell) else "broken"
    sheet.write_number(row, column, cell, formats[kind])


def _width(name: str, cells: Sequence[Value]) -> int:
    """Return the width of a column in characters: its usual cell in one line, within reason."""
    lengths = sorted(len(str(cell)) if isinstance(cell, str) else 10 for cell in cells)
    usual = lengths[-1 - len(lengths) // 10] if lengths else 0
    longest = max(map(len, name.split()), default=0)
    return max(_NARROWEST, min(_WIDEST, max(usual, longest) + 2))
