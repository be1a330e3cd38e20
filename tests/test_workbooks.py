"""The workbooks that are sent out: who is asked what, in which words, and what may be typed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from answering import ANSWERS, FIRST, HEADS, columns
from checkout import ROOT
from click.testing import CliRunner

from analysis import rounds
from analysis.checks.results import CheckedTables
from analysis.cleaning.answers import NOT_ASKED, folded
from analysis.cli import cli
from analysis.display.finding_words import MESSAGES, Names, words
from analysis.display.language import LANGUAGES, speaking
from analysis.display.round_before import reported
from analysis.display.round_form import heading, strengths, unit_words, vocabulary
from analysis.display.round_plan import Translations
from analysis.display.round_words import SHEETS, prompt, sheet_name
from analysis.errors import UsageError
from analysis.paths import Project
from analysis.reports.rounds import sheets
from analysis.rounds import Round
from analysis.source import answer_form as form
from analysis.source.answers import read_returned
from analysis.source.findings import Finding

PROJECT = Project(ROOT)
PLAN = "action-plan-2019"


@pytest.fixture(scope="module")
def english() -> CheckedTables:
    return rounds.tables_of(PROJECT)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sent")
    return rounds.send(
        PROJECT, Round("2020", language="en", deadline="15.02.2021"), (), folder
    ).folder


def _book(folder: Path, agency: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(folder / f"{agency}.xlsx")


def _targets(folder: Path, agency: str) -> list[str]:
    book = read_returned(agency, (folder / f"{agency}.xlsx").read_bytes())
    return [row.target_id for row in book.rows]


def test_every_target_of_the_plan_is_asked_of_each_of_its_leads(sent, english):
    activities, indicators = english["activities"], english["indicators"]
    leads = dict(zip(activities["activity_id"], activities["lead_ids"], strict=True))
    asked = {path.stem: _targets(sent, path.stem) for path in sent.glob("*.xlsx")
             if path.stem != "overview"}  # fmt: skip
    expected: dict[str, set[str]] = {}
    owners = dict(zip(indicators["indicator_id"], indicators["activity_id"], strict=True))
    for target in (*leads, *owners):
        for agency in leads[owners.get(target, target)].split(";"):
            expected.setdefault(agency, set()).add(target)
    assert {agency: set(targets) for agency, targets in asked.items()} == expected
    assert all(len(set(targets)) == len(targets) for targets in asked.values())


def test_indicators_stand_below_their_activity(sent):
    targets = _targets(sent, "mescs")
    for place, target in enumerate(targets):
        if target.rpartition("-")[2].startswith("i"):
            owner = target.rpartition("-")[0]
            between = targets[targets.index(owner) + 1 : place]
            assert all(one.startswith(f"{owner}-i") for one in between)


def test_a_joint_activity_says_with_whom_it_is_led(sent):
    sheet = _book(sent, "enterprise-georgia").worksheets[ANSWERS]
    assert "(Led jointly with MoESD)" in [
        text[text.index("(") :]
        for text in (sheet.cell(n, 3).value for n in range(FIRST, sheet.max_row + 1))
        if "(Led" in text
    ]


@pytest.mark.parametrize("kind", ["agency", "overview"])
def test_the_same_data_give_the_same_bytes(sent, tmp_path, kind):
    asked = Round("2020", language="en", deadline="15.02.2021")
    rounds.send(PROJECT, asked, ("HSoJ",), tmp_path)
    name = "hsoj.xlsx" if kind == "agency" else "overview.xlsx"
    assert (tmp_path / name).read_bytes() == (sent / name).read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hsoj.xlsx", "overview.xlsx"]


def test_only_what_is_asked_may_be_typed(sent):
    sheet = _book(sent, "mfa").worksheets[ANSWERS]
    places = columns(sheet)
    assert sheet.protection.sheet
    assert not sheet.protection.password
    for row in range(FIRST, sheet.max_row + 1):
        target = sheet.cell(row, 1).value
        kind = form.INDICATOR if target.rpartition("-")[2].startswith("i") else form.ACTIVITY
        opened = {name for name, c in places.items() if not sheet.cell(row, c).protection.locked}
        assert opened == form.ASKED[kind]
        closed = [sheet.cell(row, places[n]).value for n in form.FIELDS if n not in opened]
        assert set(closed) == {NOT_ASKED}


def test_every_open_cell_has_a_message_and_most_a_check(sent):
    sheet = _book(sent, "mfa").worksheets[ANSWERS]
    helped = {}
    for entry in sheet.data_validations.dataValidation:
        for cell in entry.sqref:
            helped[cell.coord] = entry
    for row in sheet.iter_rows(FIRST, sheet.max_row):
        for cell in row:
            if not cell.protection.locked:
                assert helped[cell.coordinate].prompt
    places = columns(sheet)
    first = {name: helped[sheet.cell(FIRST + 1, c).coordinate] for name, c in places.items()
             if not sheet.cell(FIRST + 1, c).protection.locked}  # fmt: skip
    assert first["claimed_status"].type == first["unit"].type == "list"
    assert (first["value"].type, first["value"].errorStyle) == ("decimal", "warning")
    assert (first["date"].type, first["date"].errorStyle) == ("date", "warning")


def test_the_lists_hold_the_words_of_the_scale_and_every_unit(sent):
    lists = _book(sent, "mfa")["_lists"]
    assert [lists.cell(n, 1).value for n in range(1, 6)] == [
        "implemented", "mostly implemented", "partially implemented", "not implemented", None,
    ]  # fmt: skip
    assert lists.sheet_state == "hidden"


def test_what_a_workbook_is_known_by_is_out_of_sight(sent):
    book = _book(sent, "mfa")
    assert book["_round"].sheet_state == "veryHidden"
    sheet = book.worksheets[ANSWERS]
    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[HEADS].hidden
    ids = read_returned("mfa", (sent / "mfa.xlsx").read_bytes()).ids
    assert ids == form.FormIds("agency", "2020", PLAN, "mfa", "en", "georgia-four")


def test_sheets_print_and_scroll_as_forms_do(sent):
    sheet = _book(sent, "mfa").worksheets[ANSWERS]
    assert sheet.freeze_panes == "D5"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.cell(FIRST, 3).alignment.wrap_text


def test_the_guide_says_by_when_and_explains_every_status(sent):
    guide = _book(sent, "mfa").worksheets[0]
    text = "\n".join(str(cell.value) for row in guide.iter_rows() for cell in row if cell.value)
    assert "send it back by 15.02.2021" in text
    assert "mostly implemented\nFrom 75% of the target on." in text


def test_last_round_shows_what_was_reported(sent):
    sheet = _book(sent, "moidplhsa").worksheets[2]
    shown = [[cell.value for cell in row] for row in sheet.iter_rows(5) if row[0].value]
    assert shown
    assert {row[5] for row in shown} <= {"direct", "partial", "contextual"}
    assert all(re.search(r", line [0-9]+$", row[6]) for row in shown)


def test_a_small_count_is_not_shown_to_those_who_fill_in(english):
    figures = [name for cell in english["links"]["figure_ids"] for name in cell.split(";") if name]
    small = pd.DataFrame({"figure_id": figures[:1], "reason": ["small"]}, dtype="str")
    tables = replace(english, tables={**english.tables, "suppressions": small})
    told = reported(Translations(tables, PLAN)["en"].data)
    before = reported(Translations(english, PLAN)["en"].data)
    said = [[one.said for one in told[target]] for target in before]
    assert sum(words.count("withheld") for words in said) >= 1
    assert "withheld" not in {one.said for ones in before.values() for one in ones}


def test_what_is_typed_in_no_cell_is_a_formula(sent):
    for path in sent.glob("*.xlsx"):
        for sheet in openpyxl.load_workbook(path).worksheets:
            kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
            assert kinds <= {"s", "n"}


@pytest.mark.parametrize("ground", [sheets.YOURS, sheets.LOCKED, sheets.ACTIVITY, sheets.NOT_ASKED])
@pytest.mark.parametrize("ink", [sheets.INK, sheets.QUIET])
def test_words_stand_out_from_their_ground(ink, ground):
    assert _contrast(ink, ground) >= 4.5


def test_headings_stand_out_from_their_ground():
    assert _contrast("FFFFFF", sheets.HEAD) >= 4.5
    assert _contrast(sheets.LINE, sheets.YOURS) >= 3


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
        red, green, blue = (
            p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_fit_where_excel_puts_them(language, english):
    with speaking(language):
        assert all(len(prompt(name)) <= 255 for name in (*form.FIELDS, *form.ASSESSED))
        assert all(len(heading(name)) <= 32 for name in (*form.FIELDS, *form.ASSESSED))
        names = [sheet_name(key) for key in SHEETS]
        assert all(len(name) <= 31 and not sheets.TITLE.search(name) for name in names)
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_list_is_read_back_as_one_code(language, english):

    said = Translations(english, PLAN)[language]
    with speaking(language):
        known = vocabulary(said.statuses)
        assert len(set(said.statuses.values())) == 4
        assert len(set(strengths().values())) == 4
        assert all(code in known.units[folded(word)] for code, word in unit_words().items())
        assert all(known.statuses[folded(w)] == code for code, w in said.statuses.items())


def test_every_finding_has_its_sentences():
    named = set()
    for path in (ROOT / "analysis").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path.parent.name in ("source", "cleaning", "checks") or path.name == "collecting.py":
            named |= set(
                re.findall(r'(?:\bmend|\bnote|\bconfirm|fault|_confirm|lacking)\(\s*"(\w+)"', text)
            )
            named |= set(re.findall(r'RefusedFile\("(\w+)"', text))
            named |= set(re.findall(r'told="(\w+)"', text))
    assert len(named) > 50
    assert named <= set(MESSAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", MESSAGES)
def test_a_finding_can_be_said_in_every_language(language, code):
    values = {
        name: "percent" if name == "unit" else "direct" if name == "strength" else "x"
        for pair in MESSAGES[code]
        for name in re.findall(r"\{(\w+)\}", pair)
        if name not in ("column", "comment")
    }
    finding = Finding(code, "mend", "a.xlsx", "Answers", "G5", "ap19-IV-a-1.1", "value", "7").of(
        **values
    )
    with speaking(language):
        said = words(finding, Names())
    assert said.wrong
    assert said.advice
    assert "{" not in said.wrong + said.advice
    assert not set(re.findall(r"\{(\w+)\}", MESSAGES[code][0])) & {"found"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--agency", "UNHCR"], "it leads no activity of the plan, so there is nothing to ask it"),
        (["--agency", "mfaa"], "no agency is called so. Did you mean 'mfa'?"),
        (["--round", "next"], "a round is a year, as 2020, or a year with a word"),
        (["--round", "../2020"], "a round is a year, as 2020, or a year with a word"),
        (["--plan", "action-plan-2018"], "there is no plan 'action-plan-2018'"),
        (["--assessor", "--agency", "mfa"], "--assessor and --agency do not go together"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_written(tmp_path, typed, said):
    words = ["--project", str(ROOT), "workbooks", "--round", "2020", "--to", str(tmp_path / "to")]
    found = CliRunner().invoke(cli, [*words, *typed])
    assert isinstance(found.exception, UsageError)
    assert said in str(found.exception)
    assert not (tmp_path / "to").exists()


def test_the_overview_lists_agencies_and_joint_leads(sent):
    book = openpyxl.load_workbook(sent / "overview.xlsx")
    agencies, joint = book.worksheets
    rows = [[cell.value for cell in row] for row in agencies.iter_rows(5)]
    assert rows[0][1:] == [38, 51, 0, "psda.xlsx", "not collected yet"]
    assert len(rows) == 15
    assert joint.max_row - 4 == 9
