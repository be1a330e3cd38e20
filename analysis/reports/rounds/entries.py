"""What helps whoever fills in a cell: lists to choose from, messages, checks that only warn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from analysis.display.round_form import heading
from analysis.display.round_words import entry_error, prompt
from analysis.reports.rounds.sheets import Style, add_sheet, put

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LISTS = "_lists"
"""The hidden sheet of the words that drop-downs offer, one column a list."""

FIRST_DAY = "32874"
"""1990-01-01, as spreadsheets count days."""

_TITLE, _MESSAGE = 32, 255
_NUMBERS = ("value", "spent")
_DATES = ("date", "assessed_on")


def add_lists(book: Workbook, lists: Mapping[str, Sequence[str]], style: Style) -> dict[str, str]:
    """Write the lists to a hidden sheet; return the range of each."""
    sheet = add_sheet(book, LISTS)
    sheet.sheet_state = "hidden"
    ranges = {}
    for column, (name, words) in enumerate(lists.items(), 1):
        for row, word in enumerate(words, 1):
            put(sheet.cell(row, column), word, style)
        letter = sheet.cell(1, column).column_letter
        ranges[name] = f"'{LISTS}'!${letter}$1:${letter}${max(1, len(words))}"
    return ranges


def help_entry(
    sheet: Worksheet, name: str, cells: Sequence[str], ranges: Mapping[str, str]
) -> None:
    """Add the list, the message and the check of a column's cells."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if name in ranges:
        entry = DataValidation("list", formula1=ranges[name], errorStyle="stop")
        entry.error = entry_error("list")[:_MESSAGE]
    elif name in _NUMBERS:
        entry = DataValidation("decimal", "0", None, True, operator="greaterThanOrEqual")
        entry.errorStyle, entry.error = "warning", entry_error("number")[:_MESSAGE]
    elif name in _DATES:
        entry = DataValidation("date", FIRST_DAY, None, True, operator="greaterThanOrEqual")
        entry.errorStyle, entry.error = "warning", entry_error("date")[:_MESSAGE]
    else:
        entry = DataValidation()
    entry.allow_blank = True
    entry.showInputMessage = True
    entry.showErrorMessage = bool(entry.error)
    entry.promptTitle = heading(name)[:_TITLE]
    entry.errorTitle = heading(name)[:_TITLE]
    entry.prompt = prompt(name)[:_MESSAGE]
    for cell in cells:
        entry.add(cell)
    if cells:
        sheet.add_data_validation(entry)
