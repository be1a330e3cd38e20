"""The assessor's workbook: target, claim, evidence and last round's answer side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from analysis.display.language import _
from analysis.display.round_before import Reported
from analysis.display.round_form import FormRow, heading, strengths
from analysis.display.round_words import assessor_steps, sheet_name
from analysis.reports.rounds.agency import HEAD_ROW, HIDDEN_ROW, Letter
from analysis.reports.rounds.entries import add_lists, help_entry
from analysis.reports.rounds.hidden import hide_ids
from analysis.reports.rounds.sheets import (
    ACTIVITY,
    LOCKED,
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

Claims = Mapping[str, Mapping[str, Mapping[str, str]]]
"""What was answered: by target, by agency, by field, in canonical values."""

_WIDE = {
    form.TARGET: 4, "number": 11.5, "title": 34, "target": 16, "claimed": 30, "evidence": 30,
    "before": 28, "assessed_status": 16, "strength": 14, "difference": 22, "reason": 26,
    "assessor": 13, "assessed_on": 13,
}  # fmt: skip


def assessor_workbook(
    letter: Letter,
    rows: Sequence[FormRow],
    claims: Claims,
    before: Mapping[str, Sequence[Reported]],
    names: Mapping[str, str],
) -> bytes:
    """Return the assessor's workbook, in the language spoken.

    Parameters
    ----------
    names : what agencies are called beside their answers, by id.
    """
    style = Style(letter.ids.language)
    book = new_book(_title(letter))
    _guide(book, letter, style)
    sheet = add_sheet(book, sheet_name("assessment"))
    sent = _rows(sheet, letter, rows, _texts(letter, rows, claims, before, names), style)
    lists = {
        "assessed_status": list(letter.statuses.values()),
        "strength": list(strengths().values()),
    }
    ranges = add_lists(book, lists, style)
    for column, name in enumerate(form.COLUMNS[form.ASSESSOR], 1):
        if name in form.ASSESSED:
            letters = sheet.cell(1, column).column_letter
            help_entry(sheet, name, [f"{letters}{one.row}" for one in sent], ranges)
    hide_ids(book, letter.ids, sent, style)
    book.active = 0
    return as_bytes(book)


def _title(letter: Letter) -> str:
    return _("Assessment of round {round}", round=letter.ids.round_id)


def _guide(book: Workbook, letter: Letter, style: Style) -> None:
    sheet = add_sheet(book, sheet_name("guide"))
    wide = (6, 100)
    widths(sheet, wide)
    line(sheet, 1, _title(letter), style, bold=True, size=14)
    line(sheet, 2, letter.plan, style, color=QUIET)
    for row, (number, words) in enumerate(enumerate(assessor_steps(), 1), 4):
        put(sheet.cell(row, 1), str(number), style, font={"bold": True})
        put(sheet.cell(row, 2), words, style)
        height(sheet, row, {2: words}, wide)
    for_print(sheet, "", style.language, tall=True)
    protect(sheet)


def _texts(
    letter: Letter,
    rows: Sequence[FormRow],
    claims: Claims,
    before: Mapping[str, Sequence[Reported]],
    names: Mapping[str, str],
) -> dict[str, dict[str, str]]:
    """Return the locked cells of each row by column."""
    found = {}
    for row in rows:
        said = claims.get(row.target_id, {})
        texts = {name: row.texts[name] for name in form.LOCKED[:3]}
        texts["claimed"] = _joined(said, names, lambda a: _claim(a, letter))
        texts["evidence"] = _joined(said, names, _evidence)
        texts["before"] = "\n".join(one.line() for one in before.get(row.target_id, ()))
        found[row.target_id] = texts
    return found


def _joined(said: Mapping[str, Mapping[str, str]], names: Mapping[str, str], words: object) -> str:
    lines = {agency: words(answers) for agency, answers in said.items()}  # type: ignore[operator]
    return "\n".join(
        _("{name}: {value}", name=names.get(agency, agency), value=text)
        for agency, text in sorted(lines.items())
        if text
    )


def _claim(answers: Mapping[str, str], letter: Letter) -> str:
    """Return a claim in one line: status, value with unit, date, money, obstacle, comment."""
    unit = letter.units.get(answers.get("unit", ""), "")
    value = " ".join(filter(None, (answers.get("value", ""), unit if "value" in answers else "")))
    spent = f"{answers['spent']} GEL" if "spent" in answers else ""
    status = letter.statuses.get(answers.get("claimed_status", ""), "")
    parts = (status, value, answers.get("date", ""), spent, answers.get("obstacle", ""))
    return "; ".join(filter(None, (*parts, answers.get("comment", ""))))


def _evidence(answers: Mapping[str, str]) -> str:
    named = (answers.get("evidence_document", ""), answers.get("evidence_page", ""))
    return ", ".join(filter(None, named))


def _rows(
    sheet: Worksheet,
    letter: Letter,
    rows: Sequence[FormRow],
    texts: Mapping[str, Mapping[str, str]],
    style: Style,
) -> list[form.SentRow]:
    columns = form.COLUMNS[form.ASSESSOR]
    wide = [_WIDE[name] for name in columns]
    widths(sheet, wide)
    put(sheet.cell(1, 2), _title(letter), style, font={"bold": True, "size": 14}, wrap=False,
        border=False)  # fmt: skip
    put(sheet.cell(2, 2), letter.plan, style, font={"color": QUIET}, wrap=False, border=False)
    sheet.row_dimensions[1].height = 22
    for column, name in enumerate(columns, 1):
        put(sheet.cell(HIDDEN_ROW, column), name, style)
    named = [name if name == form.TARGET else heading(name) for name in columns]
    head(sheet, HEAD_ROW, named, style)
    height(sheet, HEAD_ROW, {c: word for c, word in enumerate(named, 1) if c > 1}, wide)
    sent = []
    for number, row in enumerate(rows, HEAD_ROW + 1):
        own = texts[row.target_id]
        put(sheet.cell(number, 1), row.target_id, style)
        for column, name in enumerate(columns[1:], 2):
            cell = sheet.cell(number, column)
            if name in own:
                activity = row.kind == form.ACTIVITY
                ground = ACTIVITY if activity else LOCKED
                put(
                    cell, own[name], style, font={"bold": activity and name == "title"}, fill=ground
                )
            else:
                day = "dd.mm.yyyy" if name == "assessed_on" else "General"
                put(cell, None, style, fill=YOURS, open=True, format=day)
        height(sheet, number, {c: own[n] for c, n in enumerate(form.SHOWN, 2)}, wide)
        digests = {name: form.digest(own[name]) for name in form.SHOWN}
        sent.append(form.SentRow(row.target_id, number, digests))
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[HIDDEN_ROW].hidden = True
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 4)
    for_print(sheet, f"{HEAD_ROW}:{HEAD_ROW}", style.language)
    sheet.print_area = f"B1:{sheet.cell(1, len(columns)).column_letter}{HEAD_ROW + len(rows)}"
    protect(sheet)
    return sent
