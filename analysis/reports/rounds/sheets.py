"""Sheets of the workbooks that are sent out: styles, cells that are never formulas, fixed bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from analysis.reports.documents.word_parts import GEORGIAN_FONT, LATIN_FONT

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

INK, QUIET, HEAD, LINE = "1B1F23", "4A5056", "1F3A5F", "8A9199"
YOURS, LOCKED, ACTIVITY, NOT_ASKED = "FFF9DB", "FFFFFF", "E6ECF3", "ECEEF0"
"""Colours; each pair that words stand on has a contrast of more than 4.5 to 1."""

TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
LONGEST_TITLE = 31
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")
_MADE = datetime(1980, 1, 1)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Style:
    """The look of cells in a language."""

    language: str

    @property
    def font_name(self) -> str:
        return GEORGIAN_FONT if self.language == "ka" else LATIN_FONT

    def font(self, **more: Any) -> Any:
        from openpyxl.styles import Font

        return Font(**{"name": self.font_name, "size": 10, "color": INK, **more})

    @cached_property
    def border(self) -> Any:
        from openpyxl.styles import Border, Side

        side = Side(style="thin", color=LINE)
        return Border(side, side, side, side)

    @cached_property
    def frame(self) -> Any:
        from openpyxl.styles import Border, Side

        side = Side(style="medium", color=LINE)
        return Border(side, side, side, side)

    @staticmethod
    def fill(colour: str) -> Any:
        from openpyxl.styles import PatternFill

        return PatternFill("solid", fgColor=colour)


def new_book(title: str) -> Workbook:
    """Return an empty workbook whose properties hold no time and no author."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = title
    book.properties.creator = ""
    book.properties.created = _MADE
    return book


def as_bytes(book: Workbook) -> bytes:
    """Return a workbook as a file: the same cells, the same bytes."""
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    core = parts["docProps/core.xml"]
    parts["docProps/core.xml"] = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", core)
    return _packed(parts)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, part)
    return stream.getvalue()


def add_sheet(book: Workbook, name: str) -> Worksheet:
    """Add a sheet under a name that Excel takes."""
    sheet = book.create_sheet(TITLE.sub(" ", name)[:LONGEST_TITLE].strip("' "))
    sheet.sheet_view.zoomScale = 100
    return sheet


def put(cell: Cell, value: str | float | None, style: Style, **look: Any) -> Cell:
    """Write a cell: a text stays a text, whatever it begins with."""
    cell.value = _CONTROL.sub(" ", value) if isinstance(value, str) else value
    if value == "":
        cell.value = None
    elif isinstance(value, str):
        cell.data_type = "s"
        # Typed again in the cell, what looks like a formula would become one without this.
        cell.quotePrefix = value[:1] in "=+-@"
    from openpyxl.styles import Alignment, Protection

    cell.font = style.font(**look.get("font", {}))
    cell.alignment = Alignment(
        wrap_text=look.get("wrap", True),
        vertical="top",
        horizontal=look.get("align"),
        indent=look.get("indent", 0),
    )
    if look.get("fill"):
        cell.fill = style.fill(look["fill"])
    if look.get("border", True):
        cell.border = style.frame if look.get("open") else style.border
    cell.protection = Protection(locked=not look.get("open"))
    if look.get("format"):
        cell.number_format = look["format"]
    return cell


def head(sheet: Worksheet, row: int, words: Sequence[str], style: Style) -> None:
    """Write a row of headings, white on dark."""
    for column, word in enumerate(words, 1):
        look = {"bold": True, "color": "FFFFFF"}
        put(sheet.cell(row, column), word, style, font=look, fill=HEAD)


def line(sheet: Worksheet, row: int, words: str, style: Style, **font: Any) -> None:
    """Write words across a sheet, without a border."""
    put(sheet.cell(row, 1), words, style, font=font, wrap=False, border=False)
    sheet.row_dimensions[row].height = 8 + font.get("size", 10)


def widths(sheet: Worksheet, characters: Sequence[float]) -> None:
    """Set the widths of columns."""
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(characters, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def height(sheet: Worksheet, row: int, cells: Mapping[int, str], wide: Sequence[float]) -> None:
    """Make a row as high as its longest wrapped text; not every program does so by itself."""
    lines = [
        sum(max(1, -(-_measured(part) // max(1, round(wide[column - 1] - 1))))
            for part in text.split("\n"))
        for column, text in cells.items() if text
    ]  # fmt: skip
    sheet.row_dimensions[row].height = min(400, 14.5 * max([1, *lines]) + 3)


def _measured(text: str) -> int:
    """Return how many characters of usual width a text is as wide as; Georgian ones are wider."""
    wide = sum("\u10a0" <= char <= "\u10ff" for char in text)
    return round(len(text) + 0.22 * wide)


def for_print(sheet: Worksheet, rows: str, language: str, *, tall: bool = False) -> None:
    """Set paper, orientation, repeated headings and page numbers."""
    sheet.page_setup.orientation = "portrait" if tall else "landscape"
    sheet.page_setup.paperSize = 9
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    if rows:
        sheet.print_title_rows = rows
    sheet.oddFooter.center.text = "&A — &P / &N"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.8
    sheet.page_margins.footer = 0.35


def protect(sheet: Worksheet) -> None:
    """Lock all cells but the open ones, without a password; rows and columns may be resized."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.protection.autoFilter = False
