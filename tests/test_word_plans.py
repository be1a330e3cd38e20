"""An action plan in Word: what its columns mean, and the rows that come of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest
import worded
from docx.document import Document
from worded import element, in_list, numbered_list

from analysis.errors import ExtractionError, RawDataError
from analysis.source.extraction import Extraction, extract
from analysis.source.manifest import SourceDocument, read_document
from analysis.source.plan_rows import COLUMNS
from analysis.source.word_columns import MEANINGS, parse_columns

HEADINGS = (
    "მიზანი", "აქტივობა", "შედეგი", "ინდიკატორი", "პასუხისმგებელი", "პარტნიორი", "ვადა",
    "ბიუჯეტი", "დონორი", "დონორის ბიუჯეტი", "რისკი", "შენიშვნა",
)  # fmt: skip
BY_NUMBER = "".join(f"{meaning} = {at}\n" for at, meaning in enumerate(MEANINGS, 1))
COLUMNS_TOML = f"[columns]\n{BY_NUMBER}"


def row(
    activity: str | None = "1.1. ბარვა",
    objective: str | None = "1. ნიადაგის მომზადება",
    **cells: str,
) -> list[str | None]:
    return [objective, activity, *(cells.get(column, "") for column in COLUMNS)]


def plan(*rows: Sequence[str | None], header: Sequence[str] | None = HEADINGS) -> Document:
    """Return a plan of one table under a chapter and a section."""
    document = worded.empty()
    document.add_paragraph("IV თავი: ვაშლის ბაღი")
    document.add_paragraph("ა. ნერგის შერჩევა")
    worded.table(document, [header, *rows] if header else list(rows), header=bool(header))
    return document


@pytest.fixture
def extracted(tmp_path: Path):
    def call(document: Document, columns: str = COLUMNS_TOML) -> Extraction:
        content = worded.saved(document)
        path = tmp_path / "garden.docx"
        path.write_bytes(content)
        (tmp_path / "columns.toml").write_text(columns, encoding="utf-8")
        digest = hashlib.sha256(content).hexdigest()
        described = SourceDocument(
            "garden-plan", "gp", path.name, "Plan", "Gardeners", "ka", "table", digest, 0,
            "docx", folder=tmp_path,
        )  # fmt: skip
        return extract(described, read_document(described, path))

    return call


def numbers(found: Extraction) -> list[tuple[str, str]]:
    return [(one["objective_no_raw"], one["activity_no_raw"]) for one in found.rows["activities"]]


def states(found: Extraction) -> dict[str, str]:
    (only,) = found.rows["activities"]
    return {column: only[column] for column in COLUMNS}


# --- rows ---


def test_a_row_is_read_cell_by_cell(extracted) -> None:
    full = row(
        result="ბაღი დაბარულია", indicators="დაბარული რიგი (მინ. 5)\nწყარო: დღიური",
        lead="მებაღე", partner="მეზობელი", deadline="12.2019", state_budget="ადმინ. რესურსი",
        donor="ბებია", donor_budget="5,000 ₾", risk="წვიმა", note="თუ მოიწევს",
    )  # fmt: skip
    found = extracted(plan(full))
    assert found.rows["activities"] == [
        {
            "source_line": "16", "chapter_line": "1", "chapter_raw": "IV", "section_line": "2",
            "section_raw": "ა", "block_line": "", "objective_line": "15",
            "objective_no_raw": "1.", "objective_titled": "true", "activity_no_raw": "1.1.",
            "result": "17", "indicators": "18", "lead": "20", "partner": "21", "deadline": "22",
            "state_budget": "23", "donor": "24", "donor_budget": "25", "risk": "26", "note": "27",
            "verification": "19",
        }
    ]  # fmt: skip
    assert found.rows["indicators"][0]["target_raw"] == "(მინ. 5)"
    assert found.rows["deadlines"] == [
        {"activity_line": "16", "source_line": "22", "deadline_raw": "12.2019"}
    ]


def test_every_line_that_a_row_names_has_its_locator(extracted) -> None:
    found = extracted(plan(row(lead="მებაღე\nმეზობელი")))
    assert found.rows["locators"] == [
        {"source_line": "1", "table": "", "row": "", "cell": "", "paragraph": "1"},
        {"source_line": "2", "table": "", "row": "", "cell": "", "paragraph": "2"},
        {"source_line": "15", "table": "1", "row": "2", "cell": "1", "paragraph": "1"},
        {"source_line": "16", "table": "1", "row": "2", "cell": "2", "paragraph": "1"},
        {"source_line": "19", "table": "1", "row": "2", "cell": "5", "paragraph": "1"},
        {"source_line": "20", "table": "1", "row": "2", "cell": "5", "paragraph": "2"},
    ]
    assert found.files["locators.csv"].startswith("source_line,table,row,cell,paragraph\n1,,,,1\n")


def test_a_merged_objective_is_of_the_first_row(extracted) -> None:
    found = extracted(plan(row(), row("1.2. თესვა", None), row("2.1. სხვლა", "2. ხეები")))
    assert numbers(found) == [("1.", "1.1."), ("", "1.2."), ("2.", "2.1.")]


def test_a_row_that_goes_on_with_the_one_above_adds_to_its_cells(extracted) -> None:
    more = row(None, None, indicators="ხე (3)", lead="მეზობელი")
    found = extracted(plan(row(indicators="რიგი (5)", lead="მებაღე"), more))
    assert numbers(found) == [("1.", "1.1.")]
    assert [one["target_raw"] for one in found.rows["indicators"]] == ["(5)", "(3)"]
    assert [one["name_raw"] for one in found.rows["names"]] == ["მებაღე", "მეზობელი"]


def test_a_cell_over_two_columns_stands_in_the_first(extracted) -> None:
    document = plan(row(lead="მებაღე"))
    cells = document.tables[0].rows[1].cells
    cells[4].merge(cells[5])
    found = states(extracted(document))
    assert (found["lead"], found["partner"], found["deadline"]) == ("19", "absent", "empty")


def test_cells_that_a_row_ends_without_are_absent(extracted) -> None:
    document = plan(row(lead="მებაღე"))
    made = document.tables[0].rows[1]._tr
    made.remove(made.tc_lst[-1])
    made.get_or_add_trPr().append(element("gridAfter", val="1"))
    assert states(extracted(document))["note"] == "absent"


def test_a_border_that_was_dragged_makes_no_column(extracted) -> None:
    document = plan(row(lead="მებაღე", partner="მეზობელი"))
    table = document.tables[0]._tbl
    grid = table.tblGrid
    for column in grid.gridCol_lst:
        column.set(f"{{{column.nsmap['w']}}}w", "1000")
    grid.insert(5, element("gridCol", w="8"))
    # The row ends its fifth cell a hair later, the header row its sixth.
    for made, wide in ((table.tr_lst[0], 5), (table.tr_lst[1], 4)):
        made.tc_lst[wide].get_or_add_tcPr().append(element("gridSpan", val="2"))
    found = states(extracted(document))
    assert (found["lead"], found["partner"], found["deadline"]) == ("19", "20", "empty")


def test_numbers_of_objectives_and_activities_may_be_automatic(extracted) -> None:
    document = plan(row("ბარვა", "ნიადაგი"), row("თესვა", None), row("სხვლა", "ხეები"))
    list_id = numbered_list(document, ("decimal", "%1."), ("decimal", "%1.%2."))
    for made in document.tables[0].rows[1:]:
        objective, activity = (cell.p_lst[0] for cell in made._tr.tc_lst[:2])
        if objective.text:
            in_list(worded.Paragraph(objective, None), list_id)
        in_list(worded.Paragraph(activity, None), list_id, 1)
    assert numbers(extracted(document)) == [("1.", "1.1."), ("", "1.2."), ("2.", "2.1.")]


@pytest.mark.parametrize(("form", "text"), [("bullet", "\uf0b7"), ("decimal", "%1)")])
def test_each_item_of_an_automatic_list_is_an_indicator(extracted, form: str, text: str) -> None:
    document = plan(row(indicators="რიგი (5)\nგრძელდება\nხე (3)"))
    list_id = numbered_list(document, (form, text), ("bullet", "o"))
    first, _, third = document.tables[0].rows[1].cells[3].paragraphs
    in_list(first, list_id)
    in_list(third, list_id)
    found = extracted(document).rows["indicators"]
    assert [(one["source_line"], one["target_raw"]) for one in found] == [
        ("18", "(5)"),
        ("20", "(3)"),
    ]


def test_a_bullet_is_no_part_of_a_name(extracted) -> None:
    document = plan(row(lead="მებაღე\nმეზობელი"))
    list_id = numbered_list(document, ("bullet", "\uf0b7"))
    for paragraph in document.tables[0].rows[1].cells[4].paragraphs:
        in_list(paragraph, list_id)
    assert [one["name_raw"] for one in extracted(document).rows["names"]] == ["მებაღე", "მეზობელი"]


# --- tables and headings ---


def test_a_plan_cut_into_tables_goes_on_with_its_columns(extracted) -> None:
    document = plan(row(lead="მებაღე"))
    document.add_paragraph("ბ. მორწყვა")
    worded.table(document, [HEADINGS, row(lead="მეზობელი")])
    document.add_paragraph("")
    worded.table(document, [row("1.2. არხი", "", lead="ბებია")], header=False)
    by_heading = "".join(f'{m} = "{words}"\n' for m, words in zip(MEANINGS, HEADINGS, strict=True))
    found = extracted(document, f"[columns]\n{by_heading}")
    assert [(one["section_raw"], one["activity_no_raw"]) for one in found.rows["activities"]] == [
        ("ა", "1.1."), ("ბ", "1.1."), ("ბ", "1.2."),
    ]  # fmt: skip
    assert [one["name_raw"] for one in found.rows["names"]] == ["მებაღე", "მეზობელი", "ბებია"]


def test_header_rows_repeated_by_hand_are_no_activities(extracted) -> None:
    document = plan(row(), HEADINGS, row("1.2. თესვა", ""))
    assert numbers(extracted(document)) == [("1.", "1.1."), ("", "1.2.")]


def test_headings_of_two_rows_are_known_by_the_lower_one(extracted) -> None:
    upper, lower = list(HEADINGS), [""] * 12
    upper[7], upper[9] = "თანხა", "თანხა"
    lower[7], lower[9] = "სახელმწიფო", "სხვა"
    document = plan(lower, row(state_budget="ადმინ. რესურსი"), header=upper)
    names = dict(zip(MEANINGS, HEADINGS, strict=True)) | {
        "state_budget": "სახელმწიფო", "donor_budget": "თანხა / სხვა",
    }  # fmt: skip
    said = "".join(f'{meaning} = "{words}"\n' for meaning, words in names.items())
    found = extracted(document, f"header_rows = 2\n[columns]\n{said}")
    assert found.rows["budgets"][0]["column"] == "state_budget"


def test_columns_of_one_table_may_differ(extracted) -> None:
    document = plan(row(lead="მებაღე"))
    document.add_paragraph("")
    other = row("1.2. თესვა", "", lead="მეზობელი")
    other[4], other[5] = other[5], other[4]
    worded.table(document, [HEADINGS, other])
    said = f"{COLUMNS_TOML}[table.2.columns]\nlead = 6\npartner = 5\n"
    found = extracted(document, said)
    assert [(one["role"], one["name_raw"]) for one in found.rows["names"]] == [
        ("lead", "მებაღე"), ("lead", "მეზობელი"),
    ]  # fmt: skip


def test_a_paragraph_between_tables_heads_a_block_unless_it_is_said_not_to(extracted) -> None:
    document = plan(row())
    document.add_paragraph("ვაზის რიგები")
    worded.table(document, [HEADINGS, row("1.2. თესვა", "")])
    blocks = [one["block_line"] for one in extracted(document).rows["activities"]]
    assert blocks == ["", "27"]
    found = extracted(document, f"not_headings = [27]\n{COLUMNS_TOML}")
    assert [one["block_line"] for one in found.rows["activities"]] == ["", ""]


def test_a_row_of_one_cell_over_the_whole_table_is_a_heading(extracted) -> None:
    document = plan(row(), row("", "ბ. მორწყვა"), row("1.1. არხი", "1. წყალი"))
    cells = document.tables[0].rows[2].cells
    cells[0].merge(cells[-1])
    found = extracted(document).rows
    assert [one["section_raw"] for one in found["activities"]] == ["ა", "ბ"]
    assert [one["label_raw"] for one in found["headings"]] == ["IV", "ა", "ბ"]


def test_objectives_may_be_rows_of_their_own(extracted) -> None:
    document = worded.empty()
    document.add_paragraph("IV თავი: ბაღი")
    document.add_paragraph("ა. ნერგი")
    rows = [row("1. ნიადაგი", None), row(), row("1.2. თესვა"), row("2. ხეები"), row("2.1. სხვლა")]
    made = worded.table(document, [one[1:] for one in (HEADINGS, *rows)])
    for at in (1, 4):
        made.rows[at].cells[0].merge(made.rows[at].cells[-1])
    columns = "".join(f"{meaning} = {at}\n" for at, meaning in enumerate(MEANINGS[1:], 1))
    found = extracted(document, f'absent = ["objective"]\n[columns]\n{columns}')
    assert numbers(found) == [("1.", "1.1."), ("", "1.2."), ("2.", "2.1.")]


def test_a_table_of_pairs_before_the_headings_lists_abbreviations(extracted) -> None:
    document = worded.empty()
    worded.table(document, [["აბ", "აბრეშუმი"], ["ვკ", "ვაკე"]], header=False)
    document.add_paragraph("IV თავი: ბაღი")
    document.add_paragraph("ა. ნერგი")
    worded.table(document, [HEADINGS, row()])
    assert extracted(document).rows["abbreviations"] == [
        {"source_line": "1", "short_raw": "აბ", "name_raw": "აბრეშუმი"},
        {"source_line": "3", "short_raw": "ვკ", "name_raw": "ვაკე"},
    ]


def test_a_table_that_is_no_part_of_the_plan_is_left_out_where_it_is_said(extracted) -> None:
    document = plan(row())
    worded.table(document, [["a", "b", "c"], ["d", "e", "f"]], header=False)
    with pytest.raises(ExtractionError, match="table 2 has no column 12"):
        extracted(document)
    assert numbers(extracted(document, f"other_tables = [2]\n{COLUMNS_TOML}")) == [("1.", "1.1.")]


# --- what is refused ---


def extraction_refusal(extracted, document: Document, columns: str = COLUMNS_TOML) -> str:
    with pytest.raises(ExtractionError) as refused:
        extracted(document, columns)
    return str(refused.value)


def test_rows_without_a_number_are_told_all_at_once(extracted) -> None:
    document = plan(row(), row("ბარვა", ""), row("თესვა", "", lead="მებაღე"))
    assert extraction_refusal(extracted, document).startswith(
        "The document could not be extracted (2 problems):\n"
        "  - garden.docx, row 27, column activity: row 3 of table 1 holds no numbered activity "
        "(table 1, row 3, cell 1)\n"
        "    found: 'ბარვა'\n"
        "    expected: an activity that begins with its number: 1.1.\n"
    )


def test_a_document_without_tables_is_refused(extracted) -> None:
    document = worded.empty()
    document.add_paragraph("IV თავი: ბაღი")
    assert "the document has no tables" in extraction_refusal(extracted, document)


def test_columns_that_the_table_has_not_are_told_by_line(extracted) -> None:
    columns = COLUMNS_TOML.replace("note = 12", "note = 13").replace(
        "risk = 11", 'risk = "რისკები"'
    )
    said = extraction_refusal(extracted, plan(row()), columns)
    assert "columns.toml, row 13, column note: table 1 has no column 13" in said
    assert "columns.toml, row 12, column risk: no column of table 1 has this heading" in said
    assert "(2 problems)" in said
    assert "1 მიზანი; 2 აქტივობა; " in said


def test_a_number_and_a_heading_may_not_be_one_column(extracted) -> None:
    columns = COLUMNS_TOML.replace("note = 12", 'note = "რისკი"')
    said = extraction_refusal(extracted, plan(row()), columns)
    assert "row 13, column note: the column of table 1 is risk already" in said


def test_a_heading_that_stands_twice_is_refused(extracted) -> None:
    headings = list(HEADINGS)
    headings[5] = headings[4]
    columns = COLUMNS_TOML.replace("lead = 5", f'lead = "{headings[4]}"')
    said = extraction_refusal(extracted, plan(row(), header=headings), columns)
    assert "2 columns of table 1 have this heading" in said


def column_problems(text: str) -> list[str]:
    with pytest.raises(RawDataError) as refused:
        parse_columns(text.encode(), "columns.toml", is_plan=True)
    return [str(problem).split("\n")[0] for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("risk = 11", "risk = 12", "row 13, column note: the column is risk already"),
        ("risk = 11", "danger = 11", "row 12, column danger: the meaning is not known"),
        ("risk = 11\n", "", "row 1, column columns: no column means risk"),
        ("risk = 11", 'risk = ""', "row 12, column risk: the blank is not filled in"),
        ("risk = 11", "risk = 0", "row 12, column risk: neither a number nor a heading"),
        ("risk = 11", "risk = true", "row 12, column risk: neither a number nor a heading"),
        ("[columns]", 'absent = ["risk"]\n[columns]', "row 13, column risk: the column is there"),
        ("[columns]", 'absent = ["activity"]\n[columns]', "row 1, column absent: the meaning cann"),
        ("[columns]", 'tracked_changes = ""\n[columns]', "row 1, column tracked_changes: which st"),
        ("[columns]", "header_rows = -1\n[columns]", "row 1, column header_rows: not a number of"),
        ("[columns]", "other_tables = 3\n[columns]", "row 1, column other_tables: not a list of n"),
        ("[columns]", "headers = 3\n[columns]", "row 1, column headers: the key is not known here"),
        ("risk = 11", "risk = 11\n[table.x.columns]", "row 13, column x: not the columns of one"),
        ("risk = 11", "risk = 11\nrisk = 11", "not a description of columns: "),
        ("risk = 11", "risk = ", "not a description of columns: "),
    ],
)
def test_a_misformed_description_of_columns_is_refused_by_line(
    old: str, new: str, message: str
) -> None:
    assert old in COLUMNS_TOML
    said = column_problems(COLUMNS_TOML.replace(old, new))
    assert any(message in one for one in said), said


def test_all_that_is_wrong_with_columns_is_told_at_once() -> None:
    text = COLUMNS_TOML.replace("risk = 11", 'risk = ""').replace("lead = 5", "chief = 4")
    assert [one.split(": ")[1] for one in column_problems(text)] == [
        "no column means lead",
        "the meaning is not known",
        "the column is indicators already",
        "the blank is not filled in",
    ]
