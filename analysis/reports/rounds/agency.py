"""The workbook of a lead agency: guide, answers to fill in, what was reported before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.cleaning.answers import NOT_ASKED as DASH
from analysis.display.language import _
from analysis.display.round_before import Reported
from analysis.display.round_form import FormRow, heading
from analysis.display.round_words import headline, notation, sheet_name, status_meaning, steps
from analysis.reports.rounds.entries import add_lists, help_entry
from analysis.reports.rounds.hidden import hide_ids
from analysis.reports.rounds.sheets import (
    ACTIVITY,
    LOCKED,
    NOT_ASKED,
    QUIET,
    YOURS,
    Style,
    add_sheet,
    as_bytes,
    for_print,
    head,
    height,
    line,
    new_book,
    protect,
    put,
    widths,
)
from analysis.source import answer_form as form

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

HIDDEN_ROW, HEAD_ROW = 3, 4
_WIDE = {
    form.TARGET: 4, "number": 11.5, "title": 40, "target": 17, "deadline": 10.5,
    "claimed_status": 17, "value": 12, "unit": 17, "date": 12, "evidence_document": 26,
    "evidence_page": 16, "spent": 13, "obstacle": 24, "comment": 24,
}  # fmt: skip
_FORMATS = {"date": "dd.mm.yyyy", "value": "General", "spent": "#,##0.00"}


@dataclass(frozen=True)
class Letter:
    """What an agency's workbook says of itself."""

    ids: form.FormIds
    agency: str
    plan: str
    statuses: Mapping[str, str]
    """The words of the scale by their codes."""
    meanings: Mapping[str, float | None]
    """The percentage of the target from which each holds."""
    units: Mapping[str, str]
    contact: str = ""
    deadline: str = ""


def agency_workbook(
    letter: Letter, rows: Sequence[FormRow], before: Mapping[str, Sequence[Reported]]
) -> bytes:
    """Return the workbook of an agency; the same data give the same bytes."""
    style = Style(letter.ids.language)
    book = new_book(headline(letter.agency, letter.ids.round_id))
    _guide(book, letter, style)
    sheet = add_sheet(book, sheet_name("answers"))
    sent = _answers(sheet, letter, rows, style)
    _before(book, rows, before, style)
    lists = {
        "claimed_status": list(letter.statuses.values()),
        "unit": list(dict.fromkeys(letter.units.values())),
    }
    ranges = add_lists(book, lists, style)
    for column, name in enumerate(form.COLUMNS[form.AGENCY], 1):
        asked = [
            f"{sheet.cell(1, column).column_letter}{one.row}"
            for one, row in zip(sent, rows, strict=True)
            if name in form.ASKED[row.kind]
        ]
        if name in form.FIELDS:
            help_entry(sheet, name, asked, ranges)
    hide_ids(book, letter.ids, sent, style)
    book.active = 0
    return as_bytes(book)


def _guide(book: Workbook, letter: Letter, style: Style) -> None:
    sheet = add_sheet(book, sheet_name("guide"))
    wide = (24, 86)
    widths(sheet, wide)
    line(sheet, 1, headline(letter.agency, letter.ids.round_id), style, bold=True, size=14)
    line(sheet, 2, letter.plan, style, color=QUIET)
    row = 3
    if letter.ids.invented:
        line(sheet, row, _("INVENTED, for exercise: nothing in here is a fact."), style, bold=True)
        row += 1
    parts: list[tuple[str, list[tuple[str, str]]]] = [
        (_("What to do"), [(str(n), w) for n, w in enumerate(_steps(letter), 1)]),
        (_("How to write it"), notation()),
        (
            _("What the statuses mean"),
            [(w, status_meaning(letter.meanings[code])) for code, w in letter.statuses.items()],
        ),
    ]
    for title, lines in parts:
        row += 1
        line(sheet, row, title, style, bold=True, size=12)
        for first, second in lines:
            row += 1
            put(sheet.cell(row, 1), first, style, font={"bold": True})
            put(sheet.cell(row, 2), second, style)
            height(sheet, row, {1: first, 2: second}, wide)
        row += 1
    for_print(sheet, "", style.language, tall=True)
    protect(sheet)


def _steps(letter: Letter) -> list[str]:
    return steps(letter.contact, letter.deadline)


def _answers(
    sheet: Worksheet, letter: Letter, rows: Sequence[FormRow], style: Style
) -> list[form.SentRow]:
    """Fill the sheet of answers; return each row with the digests of its locked cells."""
    columns = form.COLUMNS[form.AGENCY]
    wide = [_WIDE[name] for name in columns]
    widths(sheet, wide)
    words = headline(letter.agency, letter.ids.round_id)
    # In the second column: the first is hidden, and words in it would be, too.
    put(sheet.cell(1, 2), words, style, font={"bold": True, "size": 14}, wrap=False, border=False)
    put(sheet.cell(2, 2), letter.plan, style, font={"color": QUIET}, wrap=False, border=False)
    sheet.row_dimensions[1].height = 22
    for column, name in enumerate(columns, 1):
        put(sheet.cell(HIDDEN_ROW, column), name, style)
    head(
        sheet, HEAD_ROW, [name if name == form.TARGET else heading(name) for name in columns], style
    )
    named = {c: heading(name) for c, name in enumerate(columns, 1) if name != form.TARGET}
    height(sheet, HEAD_ROW, named, wide)
    sent = []
    for number, row in enumerate(rows, HEAD_ROW + 1):
        _row(sheet, number, row, letter, style)
        height(sheet, number, {c: row.texts[n] for c, n in enumerate(form.LOCKED, 2)}, wide)
        digests = {name: form.digest(row.texts[name]) for name in form.LOCKED}
        sent.append(form.SentRow(row.target_id, number, digests))
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[HIDDEN_ROW].hidden = True
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 4)
    for_print(sheet, f"{HEAD_ROW}:{HEAD_ROW}", style.language)
    sheet.print_area = f"B1:{sheet.cell(1, len(columns)).column_letter}{HEAD_ROW + len(rows)}"
    protect(sheet)
    return sent


def _row(sheet: Worksheet, number: int, row: FormRow, letter: Letter, style: Style) -> None:
    activity = row.kind == form.ACTIVITY
    ground = ACTIVITY if activity else LOCKED
    for column, name in enumerate(form.COLUMNS[form.AGENCY], 1):
        cell = sheet.cell(number, column)
        if name == form.TARGET:
            put(cell, row.target_id, style)
        elif name in form.LOCKED:
            indent = 1 if name == "title" and not activity else 0
            look = {"bold": activity}
            put(cell, row.texts[name], style, font=look, fill=ground, indent=indent)
        elif name in form.ASKED[row.kind]:
            value = letter.units.get(row.unit) if name == "unit" else None
            put(cell, value, style, fill=YOURS, open=True, format=_FORMATS.get(name, "General"))
        else:
            put(cell, DASH, style, font={"color": QUIET}, fill=NOT_ASKED, align="center")


def _before(
    book: Workbook,
    rows: Sequence[FormRow],
    before: Mapping[str, Sequence[Reported]],
    style: Style,
) -> None:
    """Say what was reported of each target before, where anything was."""
    sheet = add_sheet(book, sheet_name("before"))
    wide = (11.5, 40, 17, 40, 22, 14, 40)
    widths(sheet, wide)
    line(sheet, 1, _("What was reported in the last round"), style, bold=True, size=14)
    told = _("Only targets of which something was reported stand here; small counts are withheld.")
    line(sheet, 2, told, style, color=QUIET)
    names = (
        heading("number"), heading("title"), heading("target"), _("What was counted"),
        _("What was reported"), _("Evidence"), _("Document and line"),
    )  # fmt: skip
    head(sheet, HEAD_ROW, names, style)
    number = HEAD_ROW
    for row in rows:
        for one in before.get(row.target_id, ()):
            number += 1
            words = [row.texts[name] for name in form.LOCKED[:3]]
            words += [one.measure, one.said, one.strength, one.source]
            for column, word in enumerate(words, 1):
                put(sheet.cell(number, column), word, style)
            height(sheet, number, dict(enumerate(words, 1)), wide)
    if number == HEAD_ROW:
        line(sheet, number + 1, _("Nothing was reported of these targets."), style)
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 1)
    for_print(sheet, f"{HEAD_ROW}:{HEAD_ROW}", style.language)
    protect(sheet)
