"""Workbooks that came back: what is read, what is returned by name, and what is written."""

from __future__ import annotations

import csv
import io
import os
import shutil
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from answering import (
    ANSWERS,
    FIRST,
    HEADS,
    calc,
    columns,
    converted,
    edited,
    filled,
    part_of,
    row_of,
    with_part,
)
from checkout import ROOT, copy_checkout, digests
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from analysis import collecting, rounds
from analysis.checks.claims import ratio, status_of
from analysis.checks.joint_returns import judge_together
from analysis.checks.returns import Expected, Judged, judge
from analysis.cleaning.answer_dates import read_day
from analysis.cleaning.answer_numbers import read_money, read_value
from analysis.cleaning.answers import Answer, Asking
from analysis.cli import cli
from analysis.display.round_plan import Translations
from analysis.errors import CheckError, ExitCode, UsageError
from analysis.paths import Project
from analysis.rounds import Round
from analysis.source.answers import Typed, read_returned
from analysis.source.findings import Finding
from analysis.source.round_files import COLUMNS, RoundFiles, prefix

PROJECT = Project(ROOT)
PLAN = "action-plan-2019"
ACTIVITY, PEOPLE = "ap19-IV-d-1.1", "ap19-IV-d-1.1-i1"
"""An activity of the Ministry of Education, and its indicator: 200 to 250 persons."""

OTHER = "ap19-IV-d-3.1-i1"
JOINT = "ap19-VIII-a-5.1-i1"
"""An indicator that two agencies answer."""

DONE = {
    ACTIVITY: {
        "claimed_status": "implemented", "date": date(2020, 3, 5), "spent": 1250.5,
        "evidence_document": "Report 15", "evidence_page": 12,
    },
    PEOPLE: {
        "claimed_status": "implemented", "value": 230, "date": date(2020, 3, 5),
        "evidence_document": "Report 15", "evidence_page": "pp. 3-5", "comment": "Both terms",
    },
}  # fmt: skip
"""What nothing is to be said of."""


@pytest.fixture(scope="module")
def plans() -> Translations:
    return Translations(rounds.tables_of(PROJECT), PLAN)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the workbooks of some agencies, in English."""
    folder = tmp_path_factory.mktemp("sent")
    agencies = ("mescs", "moesd", "enterprise-georgia", "mfa", "psda")
    rounds.send(PROJECT, Round("2020", language="en"), agencies, folder)
    return {path.stem: path.read_bytes() for path in folder.glob("*.xlsx")}


@pytest.fixture(scope="module")
def done(sent: dict[str, bytes]) -> bytes:
    """Return a workbook of which nothing is to be said."""
    return filled(sent["mescs"], DONE)


@pytest.fixture(scope="module")
def georgian(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("georgian")
    rounds.send(PROJECT, Round("2020", language="ka"), ("mescs",), folder)
    return (folder / "mescs.xlsx").read_bytes()


@pytest.fixture(scope="module")
def expected(plans: Translations) -> Expected:
    return plans["en"].expected("2020", "mescs")


Look = Callable[[bytes], Judged]


@pytest.fixture(scope="module")
def look(expected: Expected) -> Look:
    """Return what judges a workbook of the Ministry of Education."""
    return lambda content: judge(read_returned("a.xlsx", content), expected)


def _codes(judged: Judged, severity: str = "") -> list[str]:
    return [one.code for one in judged.findings if severity in ("", one.severity)]


def _values(judged: Judged) -> dict[tuple[str, str], str]:
    return {(one.target_id, one.field): one.value for one in judged.answers}


# What was right


def test_nothing_that_is_right_is_complained_about(done, look):
    judged = look(done)
    assert judged.findings == ()
    assert _values(judged) == {
        (ACTIVITY, "claimed_status"): "implemented",
        (ACTIVITY, "date"): "2020-03-05",
        (ACTIVITY, "spent"): "1250.5",
        (ACTIVITY, "evidence_document"): "Report 15",
        (ACTIVITY, "evidence_page"): "12",
        (PEOPLE, "claimed_status"): "implemented",
        (PEOPLE, "value"): "230",
        (PEOPLE, "unit"): "person",
        (PEOPLE, "date"): "2020-03-05",
        (PEOPLE, "evidence_document"): "Report 15",
        (PEOPLE, "evidence_page"): "pp. 3-5",
        (PEOPLE, "comment"): "Both terms",
    }


def test_an_answer_names_workbook_sheet_and_cell_and_keeps_what_was_typed(sent, look):
    judged = look(filled(sent["mescs"], {ACTIVITY: {"spent": "12 500 ₾"}}))
    (spent,) = [one for one in judged.answers if one.field == "spent"]
    assert spent == Answer(
        ACTIVITY, "mescs", "spent", "a.xlsx", "Answers", "L5", "12 500 ₾", "12500"
    )


def test_the_words_of_a_georgian_workbook_are_read(georgian, plans):
    book = openpyxl.load_workbook(io.BytesIO(georgian))
    status, unit = "უმეტესად შესრულდა", book.worksheets[ANSWERS]
    content = filled(georgian, {PEOPLE: {"claimed_status": status, "value": "180"}})
    judged = judge(read_returned("a.xlsx", content), plans["ka"].expected("2020", "mescs"))
    assert unit.title == "პასუხები"
    assert judged.findings == ()
    assert _values(judged)[PEOPLE, "claimed_status"] == "mostly implemented"
    assert _values(judged)[PEOPLE, "unit"] == "person"


def test_a_workbook_that_nobody_filled_in_is_told_of(sent, look):
    judged = look(sent["mescs"])
    assert _codes(judged) == ["nothing_answered"]
    assert judged.answers == ()
    assert judged.taken


# Cells


ACCEPTED = [
    ("value", "1 234", "1234"),
    ("value", "1.234", "1234"),
    ("value", "1,234", "1234"),
    ("value", "1\u00a0234", "1234"),
    ("value", "ოცდახუთი", "25"),
    ("value", "2 ათასი", "2000"),
    ("spent", "12.500,50", "12500.5"),
    ("spent", "1 234,5", "1234.5"),
    ("spent", "12500 ლარი", "12500"),
    ("spent", "GEL 12,500.00", "12500"),
    ("date", "05.03.2020", "2020-03-05"),
    ("date", "5. 3. 2020 წ.", "2020-03-05"),
    ("date", "03.2020", "2020-03"),
    ("date", "25/12/2020", "2020-12-25"),
    ("date", "2020 წლის 5 მარტს", "2020-03-05"),
    ("date", "5 მარტი 2020", "2020-03-05"),
]
REFUSED = [
    ("value", "many", "number_unread"),
    ("value", "200-250", "number_unread"),
    ("value", "12 persons", "number_unread"),
    ("value", "1.234,567", "number_ambiguous"),
    ("value", 1.234, "number_ambiguous"),
    ("value", "დაახლოებით 500", "number_qualified"),
    ("value", "500-მდე", "number_qualified"),
    ("value", -5, "number_negative"),
    ("value", "-5", "number_negative"),
    ("value", 2.5, "number_not_whole"),
    ("value", 10**15, "number_too_large"),
    ("value", "85 %", "percent_not_asked"),
    ("value", "85 ₾", "currency_not_asked"),
    ("value", date(2020, 5, 1), "number_is_date"),
    ("value", "=2+2", "formula_in_cell"),
    ("value", "#DIV/0!", "error_in_cell"),
    ("value", True, "truth_in_cell"),
    ("spent", "100 EUR", "other_currency"),
    ("spent", "$100", "other_currency"),
    ("date", "3/5/2020", "date_ambiguous"),
    ("date", "soon", "date_unread"),
    ("date", "31.02.2020", "date_unread"),
    ("date", "05.03.1820", "date_out_of_range"),
    ("date", time(5, 3), "date_unread"),
    ("claimed_status", "nearly done", "status_unknown"),
    ("claimed_status", 1, "status_unknown"),
    ("evidence_page", datetime(2020, 5, 3), "page_is_date"),
    ("comment", "x" * 2_001, "text_too_long"),
    ("comment", '=HYPERLINK("http://example.org")', "formula_in_cell"),
]
PERCENT = [
    (0.85, "0%", "85"),
    ("85 %", None, "85"),
    ("85", None, "85"),
    (85, None, "85"),
    (0.85, None, "percent_ambiguous"),
    ("0,85", None, "percent_ambiguous"),
    ("12,345", None, "number_ambiguous"),
    (33.333, None, "33.333"),
]


@dataclass(frozen=True)
class Many:
    """A workbook with many cases, each in a row of its own: what came of it, and of which."""

    judged: Judged
    targets: list[str]
    sheet: Worksheet

    def findings(self, case: int, severity: str) -> list[Finding]:
        found = [one for one in self.judged.findings if one.target_id == self.targets[case]]
        return [one for one in found if one.severity == severity]

    def answer(self, case: int, name: str) -> Answer | None:
        found = [one for one in self.judged.answers if one.target_id == self.targets[case]]
        return next((one for one in found if one.field == name), None)


def _many(
    content: bytes,
    agency: str,
    plans: Translations,
    cases: list[dict[str, object]],
    shown: list[str | None],
) -> Many:
    targets: list[str] = []

    def fill(_: object, sheet: Worksheet) -> None:
        places = columns(sheet)
        free = [str(sheet.cell(n, 1).value) for n in range(FIRST, sheet.max_row + 1)]
        for cells, look in zip(cases, shown, strict=True):
            indicator = "spent" not in cells
            target = next(one for one in free if ("-i" in one[-3:]) is indicator)
            free.remove(target)
            targets.append(target)
            row = row_of(sheet, target)
            for name, value in {"claimed_status": "not implemented", **cells}.items():
                sheet.cell(row, places[name]).value = value
                if look and name == "value":
                    sheet.cell(row, places[name]).number_format = look

    made = edited(content, fill)
    judged = judge(read_returned("many.xlsx", made), plans["en"].expected("2020", agency))
    return Many(judged, targets, openpyxl.load_workbook(io.BytesIO(made)).worksheets[ANSWERS])


@pytest.fixture(scope="module")
def many(sent, plans) -> Many:
    """Return the workbook of the agency with most indicators, every notation in it."""
    cases = [
        {name: typed} if name in ("spent", "unit") else {name: typed, "unit": "person"}
        for name, typed, _ in (*ACCEPTED, *REFUSED)
    ]
    return _many(sent["psda"], "psda", plans, cases, [None] * len(cases))


@pytest.fixture(scope="module")
def percentages(sent, plans) -> Many:
    cases = [{"value": typed, "unit": "percent"} for typed, _, _ in PERCENT]
    return _many(sent["mfa"], "mfa", plans, cases, [shown for _, shown, _ in PERCENT])


@pytest.mark.parametrize("case", range(len(ACCEPTED)), ids=lambda n: str(ACCEPTED[n][1]))
def test_other_notations_are_accepted_and_told(many, case):
    name, typed, value = ACCEPTED[case]
    assert many.findings(case, "mend") == []
    assert [(one.code, one.field) for one in many.findings(case, "note")] == [
        ("read_otherwise", name)
    ]
    answer = many.answer(case, name)
    assert (answer.value, answer.value_raw) == (value, " ".join(typed.split()))


@pytest.mark.parametrize("case", range(len(REFUSED)), ids=lambda n: str(REFUSED[n][1])[:20])
def test_a_cell_that_cannot_be_used_is_returned_by_name(many, case):
    name, _, code = REFUSED[case]
    case += len(ACCEPTED)
    (found,) = many.findings(case, "mend")
    assert (found.code, found.field) == (code, name)
    place = many.sheet.cell(row_of(many.sheet, many.targets[case]), columns(many.sheet)[name])
    assert (found.workbook, found.sheet, found.cell) == ("many.xlsx", "Answers", place.coordinate)
    assert many.answer(case, name) is None


def test_what_looks_like_a_formula_and_is_text_stays_text(sent, look):
    def fill(_, sheet):
        cell = sheet.cell(row_of(sheet, ACTIVITY), columns(sheet)["comment"])
        cell.value, cell.data_type = "=1+1\nand\tmore", "s"
        sheet.cell(cell.row, columns(sheet)["claimed_status"]).value = "not implemented"

    judged = look(edited(sent["mescs"], fill))
    assert judged.findings == ()
    assert _values(judged)[ACTIVITY, "comment"] == "=1+1 and more"


def test_the_last_result_of_a_formula_is_not_taken(sent, look):
    name = "xl/worksheets/sheet2.xml"
    content = filled(sent["mescs"], {PEOPLE: {"claimed_status": "implemented", "value": "=1+1"}})
    part = part_of(content, name)
    assert part.count(b"<v></v>") + part.count(b"<v />") + part.count(b"<v/>") >= 1
    for empty in (b"<v></v>", b"<v />", b"<v/>"):
        part = part.replace(empty, b"<v>231</v>")
    judged = look(with_part(content, name, part))
    assert "formula_in_cell" in _codes(judged)
    assert (PEOPLE, "value") not in _values(judged)


@pytest.mark.parametrize("case", range(len(PERCENT)), ids=lambda n: str(PERCENT[n][:2]))
def test_percentages_are_read_in_a_unit_of_percent(percentages, case):
    answer = percentages.answer(case, "value")
    codes = [one.code for one in percentages.findings(case, "mend")]
    assert ([answer.value] if answer else codes) == [PERCENT[case][2]]


def test_a_value_in_another_unit_is_taken_and_asked_about(sent, look):
    cells = {"claimed_status": "implemented", "value": 5, "unit": "meeting",
             "date": date(2020, 3, 5), "evidence_document": "X"}  # fmt: skip
    judged = look(filled(sent["mescs"], {PEOPLE: cells}))
    assert _codes(judged) == ["unit_differs"]
    assert _values(judged)[PEOPLE, "unit"] == "meeting"


@pytest.mark.parametrize(("unit", "code"), [("pieces", "unit_unknown"), (None, "unit_missing")])
def test_a_value_without_a_known_unit_is_not_taken(sent, look, unit, code):
    cells = {"claimed_status": "not implemented", "value": 5, "unit": unit}
    judged = look(filled(sent["mescs"], {PEOPLE: cells}))
    assert code in _codes(judged, "mend")
    assert {field for _, field in _values(judged)} == {"claimed_status"}


def test_what_is_not_asked_is_returned(sent, look):
    cells = {ACTIVITY: {"value": 5}, PEOPLE: {"spent": 100}}
    judged = look(filled(sent["mescs"], cells))
    assert _codes(judged, "mend") == ["not_asked", "not_asked"]
    assert judged.answers == ()


def test_a_number_without_the_look_of_a_date_is_no_date(sent, look):
    cells = {"claimed_status": "not implemented", "date": 43895}
    judged = look(filled(sent["mescs"], {PEOPLE: cells}, {"date": "General"}))
    assert _codes(judged) == ["date_is_number"]


# Claims


def test_a_claim_of_fulfilment_needs_value_evidence_and_date(sent, look):
    judged = look(filled(sent["mescs"], {PEOPLE: {"claimed_status": "implemented"}}))
    assert _codes(judged, "mend") == [
        "evidence_missing",
        "date_missing",
        "value_missing",
    ]
    assert _values(judged) == {(PEOPLE, "claimed_status"): "implemented"}


def test_an_answer_without_a_status_is_asked_for_one(sent, look):
    judged = look(filled(sent["mescs"], {PEOPLE: {"value": 230}}))
    assert _codes(judged, "mend") == ["status_missing"]
    assert _values(judged)[PEOPLE, "value"] == "230"


@pytest.mark.parametrize(
    ("status", "value", "codes"),
    [
        ("implemented", 200, []),
        ("implemented", 199, ["claim_contradicts"]),
        ("mostly implemented", 150, []),
        ("not implemented", 250, ["claim_contradicts"]),
        ("not implemented", 0, []),
    ],
)
def test_a_claim_against_value_and_target_is_a_question_not_a_refusal(
    sent, look, status, value, codes
):
    cells = {**DONE[PEOPLE], "claimed_status": status, "value": value}
    judged = look(filled(sent["mescs"], {PEOPLE: cells}))
    assert _codes(judged) == codes
    assert judged.count("mend") == 0
    assert len(judged.answers) == 7


def test_a_date_after_the_round_is_a_question(sent, look):
    judged = look(filled(sent["mescs"], {PEOPLE: {**DONE[PEOPLE], "date": date(2021, 1, 5)}}))
    assert _codes(judged) == ["date_late"]


def test_at_most_is_met_from_below():
    asking = Asking("x", "indicator", "person", "<=", None, Decimal(800))
    scale = (("implemented", 100.0), ("partly", 25.0), ("not", 0.0))
    parts = [ratio(Decimal(n), asking) for n in (0, 800, 1600, 8000)]
    assert [status_of(part, scale) for part in parts] == [
        "implemented",
        "implemented",
        "partly",
        "not",
    ]


# Rows and columns


def _moved_columns(book, sheet):
    sheet.move_range(f"F1:F{sheet.max_row}", cols=12)


def _moved_rows(book, sheet):
    cells = {n: [c.value for c in sheet[n]] for n in (FIRST, FIRST + 1, FIRST + 2)}
    for row, other in ((FIRST, FIRST + 2), (FIRST + 1, FIRST), (FIRST + 2, FIRST + 1)):
        for column, value in enumerate(cells[other], 1):
            sheet.cell(row, column).value = value


@pytest.mark.parametrize(
    ("edit", "code"), [(_moved_columns, "columns_moved"), (_moved_rows, "rows_moved")]
)
def test_what_was_moved_is_found_and_told(done, look, edit, code):
    judged = look(edited(done, edit))
    assert _codes(judged) == [code]
    assert len(judged.answers) == 12


def test_a_column_taken_out_is_missed_and_the_others_are_read(done, look):
    def edit(_, sheet):
        sheet.delete_cols(columns(sheet)["value"])

    judged = look(edited(done, edit))
    assert _codes(judged, "mend") == ["column_missing"]
    assert judged.findings[0].field == "value"
    assert len(judged.answers) == 10, "value and unit are gone"


def test_a_column_twice_is_not_guessed(done, look):
    def edit(_, sheet):
        sheet.cell(HEADS, 20).value = "value"

    judged = look(edited(done, edit))
    assert "column_twice" in _codes(judged, "mend")
    assert (PEOPLE, "value") not in _values(judged)


def test_a_row_taken_out_is_missed(done, look):
    def edit(_, sheet):
        sheet.delete_rows(row_of(sheet, OTHER))

    judged = look(edited(done, edit))
    (found,) = judged.findings
    assert (found.code, found.target_id) == ("row_missing", OTHER)
    assert len(judged.answers) == 12


def test_a_row_twice_is_not_taken(done, look):
    def edit(_, sheet):
        row = row_of(sheet, PEOPLE)
        for cell in sheet[row]:
            sheet.cell(sheet.max_row + (cell.column == 1), cell.column).value = cell.value

    judged = look(edited(done, edit))
    assert _codes(judged) == ["row_twice", "row_twice"]
    assert {target for target, _ in _values(judged)} == {ACTIVITY}


@pytest.mark.parametrize(
    ("target", "code"), [(None, "row_without_id"), ("ap19-V-g-1.2-i1", "row_unknown")]
)
def test_a_row_that_was_added_is_returned(done, look, target, code):
    def edit(_, sheet):
        last = sheet.max_row + 1
        sheet.cell(last, 1).value = target
        sheet.cell(last, columns(sheet)["value"]).value = 5

    judged = look(edited(done, edit))
    assert _codes(judged) == [code]
    assert len(judged.answers) == 12


@pytest.mark.parametrize("name", ["title", "target", "deadline", "number"])
def test_a_locked_text_that_was_changed_keeps_its_row_back(sent, look, name):
    target = ACTIVITY if name == "deadline" else PEOPLE
    judged = look(filled(sent["mescs"], {**DONE, target: {**DONE[target], name: "2"}}))
    (found,) = judged.findings
    assert (found.code, found.field, found.found) == ("locked_changed", name, "2")
    assert dict(found.values)["was"] != ""
    assert {one for one, _ in _values(judged)} == {ACTIVITY, PEOPLE} - {target}


def test_a_plan_that_changed_since_is_asked_about(done, expected):
    texts = {**expected.texts, PEOPLE: {**expected.texts[PEOPLE], "target": "300 persons"}}
    book = read_returned("a.xlsx", done)
    judged = judge(book, replace(expected, texts=texts))
    assert _codes(judged) == ["plan_changed"]
    assert len(judged.answers) == 12


def test_merged_cells_over_answers_are_named(done, look):
    def edit(_, sheet):
        row = row_of(sheet, ACTIVITY)
        place = columns(sheet)["obstacle"]
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=place, end_column=place)
        sheet.merge_cells("B1:D1")

    judged = look(edited(done, edit))
    (found,) = judged.findings
    assert (found.code, found.cell, found.found, found.field) == (
        "merged", "M5", "M5:M6", "obstacle",
    )  # fmt: skip


def test_sheets_may_be_renamed_and_added(done, look):
    def edit(book, sheet):
        sheet.title = "Nuestras respuestas"
        book.create_sheet("notes", 0)["A1"] = "target_ids"

    content = done
    judged = look(edited(content, edit))
    assert judged.findings == ()
    assert {one.sheet for one in judged.answers} == {"Nuestras respuestas"}


# Files


def _without(name: str) -> Callable[[bytes], bytes]:
    def edit(book, sheet):
        del book[name]

    return lambda content: edited(content, edit)


def _hidden(key: str, value: str) -> Callable[[bytes], bytes]:
    def edit(book, sheet):
        for row in book["_round"].iter_rows(max_col=2):
            if row[0].value == key:
                row[1].value = value

    return lambda content: edited(content, edit)


def _part(name: str, part: bytes) -> Callable[[bytes], bytes]:
    return lambda content: with_part(content, name, part)


def _zip(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return stream.getvalue()


_SHEET = "xl/worksheets/sheet2.xml"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
_LAUGHS = b'<!DOCTYPE a [<!ENTITY l "ha"><!ENTITY m "&l;&l;&l;">]><worksheet>&m;</worksheet>'
_ELSEWHERE = b'<!DOCTYPE a [<!ENTITY l SYSTEM "file:///etc/passwd">]><worksheet>&l;</worksheet>'


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda c: b"", "empty_file"),
        (lambda c: b"target,value\n1,2\n", "not_spreadsheet"),
        (lambda c: b"\x89PNG\r\n", "not_spreadsheet"),
        (lambda c: _OLE, "old_xls"),
        (lambda c: _OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (lambda c: _zip(mimetype="application/vnd.oasis.opendocument.spreadsheet",
                        content_dot_xml="<x/>"), "ods"),
        (lambda c: _zip(**{"[Content_Types]_dot_xml": "<x/>", "word__document_dot_xml": "<x/>"}),
         "document"),
        (lambda c: _zip(readme="hello"), "not_spreadsheet"),
        (lambda c: c[: len(c) // 2], "damaged"),
        (lambda c: c[:2000] + b"\xff" * 3000 + c[5000:], "damaged"),
        (_part(_SHEET, b"<worksheet><row"), "damaged"),
        (_part("xl/workbook.bin", b"x"), "xlsb"),
        (_part("xl/vbaProject.bin", b"Sub Auto_Open()"), "macros"),
        (_part("xl/macrosheets/sheet1.xml", b"<x/>"), "macros"),
        (_part("xl/externalLinks/externalLink1.xml", b"<x/>"), "external_links"),
        (_part("xl/connections.xml", b"<x/>"), "external_links"),
        (_part("xl/embeddings/object1.bin", b"x"), "embedded"),
        (_part(_SHEET, _LAUGHS), "declares"),
        (_part(_SHEET, _ELSEWHERE), "declares"),
        (_part(_SHEET, _ELSEWHERE.decode().encode("utf-16")), "declares"),
        (_part("xl/media/a.xml", b" " * 70_000_000), "bomb"),
        (_part(_SHEET, b"<a>" * 100 + b"</a>" * 100), "bomb"),
        (lambda c: b"PK" + b"\0" * 10_000_001, "too_large"),
        (_without("_round"), "not_ours"),
        (_without("Answers"), "no_answers_sheet"),
        (_hidden("agency", ""), "unknown_agency"),
        (_hidden("agency", "unhcr"), "unknown_agency"),
        (_hidden("round", "2019"), "other_round"),
        (_hidden("plan", "action-plan-2018"), "other_plan"),
        (_hidden("format", "0"), "other_format"),
        (_hidden("language", "de"), "ids_damaged"),
        (_hidden("kind", "minister"), "ids_damaged"),
        (_hidden("digest", "0"), "ids_damaged"),
        (_hidden(PEOPLE, "x"), "ids_damaged"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_is_refused_by_name(done, look, spoil, code):
    judged = look(spoil(done))
    assert _codes(judged, "mend") == [code]
    assert not judged.taken
    assert judged.answers == ()


def test_a_range_merged_over_a_whole_sheet_is_no_bomb(done, look):
    content = done
    ranges = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    part = part_of(content, _SHEET)
    end = part.index(b"</sheetData>") + len(b"</sheetData>")
    judged = look(with_part(content, _SHEET, part[:end] + ranges + part[end:]))
    assert _codes(judged, "mend") == ["merged"]


def test_cells_far_away_are_not_reached_for(done, look):
    content = done
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    part = part_of(content, _SHEET).replace(b"</sheetData>", far)
    judged = look(with_part(content, _SHEET, part))
    assert _codes(judged) == []
    assert len(judged.answers) == 12


@pytest.mark.parametrize(
    ("typed", "unit", "result"),
    [
        (Typed("number", "0.5", percent=True), "person", "percent_not_asked"),
        (Typed("number", "∞"), "person", "number_too_large"),
        (Typed("number", "-0.5", percent=True), "percent", "number_negative"),
        (Typed("text", "7-7"), "person", "number_unread"),
        (Typed("text", "85% ₾"), "percent", "currency_not_asked"),
        (Typed("text", "5 ევრო"), "person", "currency_not_asked"),
        (Typed("text", "1.234.56"), "GEL", "number_ambiguous"),
        (Typed("text", "1 234 567.5"), "GEL", "1234567.5"),
        (Typed("text", "9" * 20), "", "number_unread"),
        (Typed("number", "12.5"), "", "12.5"),
    ],
)
def test_values_at_the_edges_of_the_notation(typed, unit, result):
    read = read_value(typed, unit)
    assert result == (read.value or read.fault)


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        (Typed("number", "2020"), "2020"),
        (Typed("truth", "TRUE"), "truth_in_cell"),
        (Typed("date", "2020-03-05T10:00:00"), "2020-03-05"),
        (Typed("date", "10:00:00"), "date_unread"),
        (Typed("text", "2020-03"), "2020-03"),
        (Typed("text", "13.13.2020"), "date_unread"),
        (Typed("text", "3/25/20"), "2020-03-25"),
        (Typed("text", "2020-02-30"), "date_unread"),
        (Typed("text", "x" * 81), "date_unread"),
    ],
)
def test_dates_at_the_edges_of_the_notation(typed, result):
    read = read_day(typed)
    assert result == (read.value or read.fault)


def test_money_is_no_percentage():
    assert read_money(Typed("number", "0.5", percent=True)).fault == "percent_not_asked"


@settings(max_examples=40, deadline=None)
@given(place=st.integers(0, 20_000), junk=st.binary(min_size=1, max_size=40))
def test_whatever_happens_to_a_file_it_is_read_or_refused(sent, look, place, junk):
    content = sent["mescs"]
    place %= len(content)
    judged = look(content[:place] + junk + content[place + len(junk) :])
    assert judged.taken or _codes(judged, "mend")


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=30), unit=st.sampled_from(["", "percent", "person", "GEL"]))
def test_any_text_is_a_number_or_a_fault(text, unit):
    for read in (read_value(Typed("text", text), unit), read_money(Typed("text", text)),
                 read_day(Typed("text", text))):  # fmt: skip
        assert bool(read.value) != bool(read.fault)


# Workbooks together


def _together(books: dict[str, bytes], plans: Translations) -> dict[str, Judged]:
    read = [read_returned(name, content) for name, content in books.items()]
    judged = [
        judge(one, plans["en"].expected("2020", one.ids.agency_id if one.ids else ""))
        for one in read
    ]
    return {one.returned.workbook: one for one in judge_together(judged)}


def test_two_versions_are_both_named_and_neither_is_taken(done, sent, plans):
    other = {**DONE, PEOPLE: {**DONE[PEOPLE], "value": 231}}
    books = {"a.xlsx": done, "b.xlsx": filled(sent["mescs"], other)}
    judged = _together(books, plans)
    assert {name: _codes(one) for name, one in judged.items()} == {
        "a.xlsx": ["two_versions"],
        "b.xlsx": ["two_versions"],
    }
    assert dict(judged["a.xlsx"].findings[0].values) == {"files": "b.xlsx"}
    assert not any(one.answers for one in judged.values())


def test_one_workbook_sent_twice_is_taken_once(done, plans):
    again = edited(done, lambda book, _: setattr(book.active, "zoom", 90))
    judged = _together({"a.xlsx": done, "b.xlsx": again}, plans)
    assert [len(one.answers) for one in judged.values()] == [12, 0]
    assert _codes(judged["b.xlsx"]) == ["same_twice"]


def _joint(sent: dict[str, bytes], first: int, second: int) -> dict[str, bytes]:
    return {
        f"{agency}.xlsx": filled(
            sent[agency],
            {JOINT: {"claimed_status": "partially implemented", "value": value, "comment": agency}},
        )
        for agency, value in (("moesd", first), ("enterprise-georgia", second))
    }


def test_leads_that_answer_differently_both_hear_of_it(sent, plans):
    judged = _together(_joint(sent, 1, 2), plans)
    for name, other in (("moesd.xlsx", "enterprise-georgia"), ("enterprise-georgia.xlsx", "moesd")):
        (found,) = [one for one in judged[name].findings if one.code == "leads_differ"]
        assert (found.target_id, found.field) == (JOINT, "value")
        assert dict(found.values)["agencies"] == other
        assert len(judged[name].answers) == 4, "each keeps its own"


def test_leads_that_agree_hear_nothing(sent, plans):
    judged = _together(_joint(sent, 1, 1), plans)
    assert not any("leads_differ" in _codes(one) for one in judged.values())


# The whole


@pytest.fixture(scope="module")
def folder(sent, georgian, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of workbooks as a coordinator has it: good, faulty, foreign, left over."""
    place = tmp_path_factory.mktemp("returned")
    files = {
        "Final (2).xlsx": filled(sent["mescs"], DONE),
        "moesd.xlsx": filled(sent["moesd"], {JOINT: {"claimed_status": "x", "value": "4321,5 ₾"}}),
        "mfa.xlsx": sent["mfa"],
        "minutes.txt": b"hello",
        "~$mfa.xlsx": b"lock",
        ".~lock.mfa.xlsx#": b"lock",
    }
    for name, content in files.items():
        (place / name).write_bytes(content)
    (place / "link.xlsx").symlink_to(place / "mfa.xlsx")
    (place / "older").mkdir()
    return place


@pytest.fixture(scope="module")
def collected(folder, tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, object]:
    project = copy_checkout(tmp_path_factory.mktemp("collected"))
    words = ["--project", str(project.root), "collect", str(folder), "--round", "2020"]
    return project, CliRunner().invoke(cli, words)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_what_can_be_used_is_written_as_raw_rows(collected):
    project, _ = collected
    place = project.raw / "round-2020"
    document = tomllib.loads((place / "document.toml").read_text(encoding="utf-8"))["document"]
    assert document["source_id"] == "round-2020"
    assert (document["prefix"], document["kind"], document["file"]) == (
        "r20", "answers", "workbooks.csv",
    )  # fmt: skip
    assert (document["round"], document["plan"], document["language"]) == ("2020", PLAN, "en")
    assert "invented" not in document
    assert document["lines"] == 4
    books = _rows(place / "workbooks.csv")
    assert [(row["workbook"], row["agency_id"]) for row in books] == [
        ("Final (2).xlsx", "mescs"),
        ("mfa.xlsx", "mfa"),
        ("moesd.xlsx", "moesd"),
    ]
    answers = _rows(place / "answers.csv")
    assert list(answers[0]) == list(COLUMNS["answers"])
    assert len(answers) == 12
    assert {row["agency_id"] for row in answers} == {"mescs"}
    assert (place / "assessments.csv").read_text().splitlines() == [
        ",".join(COLUMNS["assessments"])
    ]


def test_the_exit_code_says_that_something_is_to_be_mended(collected):
    _, result = collected
    assert result.exit_code == ExitCode.DATA


def test_the_terminal_names_places_and_no_answers(collected):
    _, result = collected
    assert "Final (2).xlsx: mescs: 12 answers taken, 0 to mend, 0 to check, 0 told" in result.output
    assert "moesd.xlsx, Answers!G8, VIII-a-5.1-i1, Value achieved: A currency" in result.output
    assert "minutes.txt: The file is not a spreadsheet." in result.output
    assert "link.xlsx: The file is a link to another place." in result.output
    assert "not returned: enterprise-georgia, geostat" in result.output
    assert "4321" not in result.output
    assert "230" not in result.output


def test_each_agency_that_sent_something_has_a_return_sheet(collected):
    project, _ = collected
    place = project.outputs / "returns" / "2020"
    assert sorted(path.name for path in place.iterdir()) == [
        "mescs.xlsx", "mfa.xlsx", "moesd.xlsx", "overview.xlsx",
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(place / "moesd.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(5)]
    assert [row[2] for row in rows] == ["Answers!F8", "Answers!G8"]
    assert rows[1][3:7] == [
        "VIII-a-5.1-i1",
        "Value achieved",
        "4321,5 ₾",
        "A currency stands with a number that is not money of this unit.",
    ]
    assert sheet.cell(6, 3).hyperlink.target == "moesd.xlsx"
    assert sheet.cell(6, 3).hyperlink.location == "'Answers'!G8"
    good = openpyxl.load_workbook(place / "mescs.xlsx").worksheets[0]
    assert good["A2"].value == "12 answers were taken. Nothing has to be mended. Thank you."


def test_the_overview_says_who_returned_what(collected):
    project, _ = collected
    book = openpyxl.load_workbook(project.outputs / "returns" / "2020" / "overview.xlsx")
    rows = {row[0].value: [cell.value for cell in row[4:9]]
            for row in book.worksheets[0].iter_rows(5)}  # fmt: skip
    short = {name.rpartition("(")[2].rstrip(")"): cells for name, cells in rows.items()}
    assert short["MESCS"] == ["Final (2).xlsx", "returned", 12, 0, 0]
    assert short["MFA"] == ["mfa.xlsx", "returned, nothing filled in", 0, 0, 0]
    assert short["PSDA"] == [None, "not returned", 0, 0, 0]
    found = [[cell.value for cell in row] for row in book.worksheets[2].iter_rows(5)]
    assert {row[1] for row in found} >= {"minutes.txt", "link.xlsx", "~$mfa.xlsx"}


def test_collected_again_everything_is_byte_for_byte_the_same(collected, folder):
    project, _ = collected
    before = digests(project.raw / "round-2020"), digests(project.outputs / "returns")
    collecting.collect(project, folder, "2020")
    assert (digests(project.raw / "round-2020"), digests(project.outputs / "returns")) == before


def test_answers_collected_before_are_not_lost_without_a_word(collected, tmp_path, sent):
    project, _ = collected
    place = project.raw / "round-2020"
    before = digests(place)
    (tmp_path / "mfa.xlsx").write_bytes(sent["mfa"])
    done = collecting.collect(project, tmp_path, "2020", returns=tmp_path / "r")
    assert [one.code for one in done.findings] == ["collected_before"]
    assert done.data is None
    assert digests(place) == before
    elsewhere = tmp_path / "to"
    shutil.copytree(place, elsewhere / "round-2020")
    done = collecting.collect(
        project, tmp_path, "2020", to=elsewhere, returns=tmp_path / "r", replaced=True
    )
    assert done.to_mend == 0
    assert len(_rows(elsewhere / "round-2020" / "answers.csv")) == 0


def test_what_does_not_fit_its_suite_is_not_written(tmp_path, done, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xlsx").write_bytes(done)
    project = copy_checkout(tmp_path / "project")
    suite = project.expectations / "round" / "answers.json"
    text = suite.read_text(encoding="utf-8")
    suite.write_text(text.replace('"regex": "^(0|', '"regex": "^x(0|'), encoding="utf-8")
    with pytest.raises(CheckError, match="Money spent is a plain number of lari"):
        collecting.collect(project, tmp_path / "in", "2020")
    assert not (project.raw / "round-2020").exists()
    assert not (project.outputs / "returns").exists()


def test_all_well_is_exit_code_0_and_an_invented_workbook_marks_the_round(tmp_path):
    rounds.send(PROJECT, Round("2020", language="en", invented=True), ("mescs",), tmp_path / "out")
    made = (tmp_path / "out" / "mescs.xlsx").read_bytes()
    guide = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    assert guide["A3"].value == "INVENTED, for exercise: nothing in here is a fact."
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xlsx").write_bytes(filled(made, DONE))
    words = ["--project", str(ROOT), "collect", str(tmp_path / "in"), "--round", "2020"]
    words += ["--to", str(tmp_path / "to"), "--returns", str(tmp_path / "returns")]
    found = CliRunner().invoke(cli, words)
    assert found.exit_code == 0, found.output
    assert "12 answers and 0 assessments can be used" in found.output
    text = (tmp_path / "to" / "round-2020" / "document.toml").read_text(encoding="utf-8")
    assert text.endswith("invented = true\n")
    refused = CliRunner().invoke(cli, words[:6])
    assert "this is no exercise: nothing was written" in str(refused.exception)
    assert not (ROOT / "data" / "raw" / "round-2020").exists()


@pytest.mark.parametrize(
    ("place", "said"),
    [("nowhere", "There is no folder"), ("empty", "There is no file in")],
)
def test_a_folder_without_workbooks_is_refused(tmp_path, place, said):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=said):
        collecting.collect(PROJECT, tmp_path / place, "2020")


def test_a_round_is_not_a_path(tmp_path):
    with pytest.raises(UsageError, match="a round is a year"):
        collecting.collect(PROJECT, tmp_path, "../2020")


def test_names_of_rounds_do_not_meet():
    assert prefix("2020") != prefix("2020-mid")
    made = RoundFiles(
        "2020", PLAN, {"en": 'a "title"\\'}, "p", "ka", False, dict.fromkeys(COLUMNS, ())
    )
    document = tomllib.loads(made.contents()["document.toml"].decode())["document"]
    assert document["title"] == 'a "title"\\'


# The assessor


@pytest.fixture(scope="module")
def assessed(collected, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    project, _ = collected
    folder = tmp_path_factory.mktemp("assessor")
    rounds.send_assessor(project, Round("2020", language="en"), to=folder)
    return (folder / "assessor.xlsx").read_bytes()


JUDGED = {
    "assessed_status": "mostly implemented", "strength": "direct", "reason": "The report says so",
    "assessor": "N.K.", "assessed_on": date(2021, 2, 1),
}  # fmt: skip


def test_the_assessor_sees_claim_evidence_and_target_side_by_side(assessed):
    sheet = openpyxl.load_workbook(io.BytesIO(assessed)).worksheets[ANSWERS]
    places = columns(sheet)
    row = row_of(sheet, PEOPLE)
    shown = {name: sheet.cell(row, place).value for name, place in places.items()}
    assert shown["target"] == "200 to 250 persons"
    assert shown["claimed"] == "MESCS: implemented; 230 persons; 2020-03-05; Both terms"
    assert shown["evidence"] == "MESCS: Report 15, pp. 3-5"
    assert sheet.max_row - FIRST + 1 == 147 + 190
    opened = {name for name, c in places.items() if not sheet.cell(row, c).protection.locked}
    assert opened == {
        "assessed_status",
        "strength",
        "difference",
        "reason",
        "assessor",
        "assessed_on",
    }


def test_claimed_and_assessed_status_stay_apart(assessed, collected, folder, tmp_path):
    project, _ = collected
    shutil.copytree(folder, tmp_path / "in", symlinks=True)
    (tmp_path / "in" / "judged.xlsx").write_bytes(filled(assessed, {PEOPLE: JUDGED}))
    done = collecting.collect(
        project, tmp_path / "in", "2020", to=tmp_path / "to", returns=tmp_path / "r"
    )
    assert done.assessments == 1
    place = tmp_path / "to" / "round-2020"
    (row,) = _rows(place / "assessments.csv")
    assert row == {
        "target_id": PEOPLE, "assessed_status": "mostly implemented", "strength": "direct",
        "difference": "", "reason": "The report says so", "assessor": "N.K.",
        "assessed_on": "2021-02-01", "workbook": "judged.xlsx", "sheet": "Assessment",
        "cell": row["cell"],
    }  # fmt: skip
    claimed = [r for r in _rows(place / "answers.csv") if r["field"] == "claimed_status"]
    assert {r["value"] for r in claimed if r["target_id"] == PEOPLE} == {"implemented"}


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"assessor": None}, ["assessment_lacks"]),
        ({"reason": None, "assessed_on": None}, ["assessment_lacks", "assessment_lacks"]),
        ({"strength": "partial"}, ["assessment_lacks"]),
        ({"strength": "partial", "difference": "another year"}, []),
        ({"strength": "contextual"}, ["assessed_without_evidence"]),
        ({"strength": "none", "assessed_status": None}, []),
        ({"strength": "strong"}, ["strength_unknown"]),
    ],
)
def test_an_assessment_is_whole_or_returned(assessed, plans, changed, codes):
    content = filled(assessed, {PEOPLE: {**JUDGED, **changed}})
    judged = judge(read_returned("j.xlsx", content), plans["en"].expected("2020", ""))
    assert _codes(judged) == codes
    assert bool(judged.answers) is not bool(codes) or "strength_unknown" in codes


def test_two_assessors_that_differ_are_both_told(assessed, plans):
    other = {**JUDGED, "assessed_status": "implemented"}
    books = {name: filled(assessed, {PEOPLE: cells, ACTIVITY: JUDGED})
             for name, cells in (("a.xlsx", JUDGED), ("b.xlsx", other))}  # fmt: skip
    judged = _together(books, plans)
    assert [_codes(one) for one in judged.values()] == [["assessed_twice"], ["assessed_twice"]]
    assert {one.target_id for book in judged.values() for one in book.answers} == {ACTIVITY}
    assert [len(one.answers) for one in judged.values()] == [5, 0]


# LibreOffice


@pytest.fixture(scope="session")
def office() -> None:
    """Skip what needs LibreOffice where there is none; on a server, fail."""
    if reason := calc():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


FILLED = {
    **DONE,
    OTHER: {"claimed_status": "mostly implemented", "value": "1 000", "obstacle": "=no"},
    "ap19-VII-b-7.1-i1": {"value": 1.234, "date": "3/5/2020", "comment": "ზოგი"},
}


@pytest.fixture(scope="module")
def written(office, sent, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return one filled workbook as we wrote it, and as LibreOffice does in three formats."""
    folder = tmp_path_factory.mktemp("office")
    ours = folder / "a.xlsx"
    ours.write_bytes(filled(sent["mescs"], FILLED))
    ods, xls = (converted(ours, kind, folder, folder / "profile") for kind in ("ods", "xls"))
    theirs = converted(ods, "xlsx", folder / "xlsx", folder / "profile")
    paths = {"ours": ours, "theirs": theirs, "ods": ods, "xls": xls}
    return {name: path.read_bytes() for name, path in paths.items()}


def test_a_workbook_that_libreoffice_wrote_is_collected_alike(written, look):
    ours, theirs = look(written["ours"]), look(written["theirs"])
    assert b"LibreOffice" in part_of(written["theirs"], "docProps/app.xml")
    assert theirs.answers == ours.answers
    assert theirs.findings == ours.findings
    assert len(ours.findings) > 3


@pytest.mark.parametrize(("kind", "code"), [("xls", "old_xls"), ("ods", "ods")])
def test_files_of_other_formats_are_told_how_to_convert(written, look, kind, code):
    assert _codes(look(written[kind])) == [code]
