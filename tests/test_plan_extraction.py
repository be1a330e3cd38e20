from __future__ import annotations

import pytest
from checkout import ROOT
from documents import DOCUMENTS, needs_documents

from analysis.errors import ExtractionError, UsageError
from analysis.paths import Project
from analysis.source.extraction import RAW_COLUMNS, Extraction, extract
from analysis.source.manifest import SourceDocument, read_document, read_manifest
from analysis.source.plan_rows import COLUMNS

RAW = Project(ROOT).raw

PLAN = SourceDocument(
    source_id="garden-plan",
    prefix="gp",
    file="garden.txt",
    title="Plan of a garden",
    publisher="Gardeners",
    language="ka",
    kind="table",
    sha256="",
    lines=0,
)

HEADINGS = "IV თავი: ვაშლის ბაღი\nა. ნერგის შერჩევა"

# Headings are lines 1 and 2, so a first row has its objective in line 3, its activity in
# line 4 and its cells from line 5 on, one a line while each cell is one line long.
LINE_OF = {column: line for line, column in enumerate(COLUMNS, 5)}


def row(
    activity: str = "1.1. ბარვა", objective: str = "1. ნიადაგის მომზადება", **cells: str
) -> str:
    texts = [objective, activity, *(cells.get(column, "") for column in COLUMNS)]
    return "\n".join(f"\t{text}" for text in texts)


def extracted(*parts: str) -> Extraction:
    return extract(PLAN, "\n".join(parts).split("\n"))


def activities(*parts: str) -> list[dict[str, str]]:
    return extracted(*parts).rows["activities"]


def states(*parts: str) -> dict[str, str]:
    (only,) = activities(*parts)
    return {column: only[column] for column in COLUMNS}


def indicators(text: str) -> list[tuple[str, str, str]]:
    found = extracted(HEADINGS, row(indicators=text)).rows["indicators"]
    return [(one["source_line"], one["target_line"], one["target_raw"]) for one in found]


def targets(text: str) -> list[str]:
    return [target for _, _, target in indicators(text)]


def names(text: str, role: str = "lead") -> list[tuple[str, str]]:
    found = extracted(HEADINGS, row(**{"note" if role == "reporting" else role: text}))
    return [
        (name["source_line"], name["name_raw"])
        for name in found.rows["names"]
        if name["role"] == role
    ]


def marks(text: str) -> list[tuple[str, str, str]]:
    found = extracted(HEADINGS, row(state_budget=text)).rows["budgets"]
    return [(one["source_line"], one["mark"], one["token_raw"]) for one in found]


def deadlines(text: str) -> list[tuple[str, str]]:
    found = extracted(HEADINGS, row(deadline=text)).rows["deadlines"]
    return [(one["source_line"], one["deadline_raw"]) for one in found]


# --- rows, cells and headings ---


def test_full_row_is_read_cell_by_cell() -> None:
    full = row(
        result="ბაღი დაბარულია",
        indicators="დაბარული რიგი (მინ. 5)\nწყარო: დღიური",
        lead="მებაღე",
        partner="მეზობელი",
        deadline="12.2019",
        state_budget="ადმინ. რესურსი",
        donor="ბებია",
        donor_budget="5,000 ₾",
        risk="წვიმა",
        note="თუ მოიწევს",
    )
    assert activities(HEADINGS, full) == [
        {
            "source_line": "4",
            "chapter_line": "1",
            "chapter_raw": "IV",
            "section_line": "2",
            "section_raw": "ა",
            "block_line": "",
            "objective_line": "3",
            "objective_no_raw": "1.",
            "objective_titled": "true",
            "activity_no_raw": "1.1.",
            "result": "5",
            "indicators": "6",
            "lead": "8",
            "partner": "9",
            "deadline": "10",
            "state_budget": "11",
            "donor": "12",
            "donor_budget": "13",
            "risk": "14",
            "note": "15",
            "verification": "7",
        }
    ]


def test_files_have_their_columns_and_one_row_a_line() -> None:
    files = extracted(HEADINGS, row()).files
    assert {name: text.split("\n")[0] for name, text in files.items()} == {
        f"{name}.csv": ",".join(columns) for name, columns in RAW_COLUMNS.items()
    }


def test_cell_of_empty_lines_is_empty() -> None:
    assert set(states(HEADINGS, row(result="\n \n", lead=" ")).values()) == {"empty"}


def test_cell_of_no_break_spaces_is_empty() -> None:
    assert states(HEADINGS, row(partner="\u00a0\n\u00a0 "))["partner"] == "empty"


def test_cell_begins_where_its_first_words_are() -> None:
    assert states(HEADINGS, row(lead="\n\u00a0\nმებაღე"))["lead"] == str(LINE_OF["lead"] + 2)


def test_cells_lost_before_a_gap_are_absent() -> None:
    lost = (
        "\t1. მორწყვა\n\t1.1. არხის გაჭრა\n\tარხი გაჭრილია\n\tარხი (1)\n\tმებაღე\n\tმეზობელი\n"
        " \tბებია\n\t\n\tგვალვა\n\t"
    )
    assert states(HEADINGS, lost) == {
        "result": "5",
        "indicators": "6",
        "lead": "7",
        "partner": "8",
        "deadline": "absent",
        "state_budget": "absent",
        "donor": "9",
        "donor_budget": "empty",
        "risk": "11",
        "note": "empty",
    }


def test_names_after_a_gap_keep_their_role() -> None:
    lost = "\t1. მორწყვა\n\t1.1. არხი\n\t\n\t\n\tმებაღე\n \tბებია\n\t\n\t\n\t"
    assert extracted(HEADINGS, lost).rows["names"] == [
        {"activity_line": "4", "role": "lead", "source_line": "7", "name_raw": "მებაღე"},
        {"activity_line": "4", "role": "donor", "source_line": "8", "name_raw": "ბებია"},
    ]


def test_full_row_with_a_stray_space_before_a_tab_is_read_from_the_left() -> None:
    assert states(HEADINGS, row(lead="მებაღე").replace("\tმებაღე", " \tმებაღე"))["lead"] == "7"


def test_note_missing_before_a_section_heading_is_absent() -> None:
    short = row(risk="წვიმა").removesuffix("\n\t")
    first, _ = activities(HEADINGS, short, "ბ. მორწყვა", row())
    assert (first["risk"], first["note"]) == ("13", "absent")


def test_row_after_a_heading_stands_under_it() -> None:
    _, second = activities(HEADINGS, row(), "ბ. მორწყვა", row())
    assert (second["section_line"], second["section_raw"]) == ("15", "ბ")


def test_section_that_begins_again_has_no_chapter() -> None:
    parts = [row(), "ბ. მორწყვა", row(), "ა. სხვლა", row(), "ბ. კრეფა", row()]
    assert [
        (found["chapter_line"], found["chapter_raw"], found["section_raw"])
        for found in activities(HEADINGS, *parts)
    ] == [("1", "IV", "ა"), ("1", "IV", "ბ"), ("", "", "ა"), ("", "", "ბ")]


def test_chapter_heading_ends_the_section_before() -> None:
    _, second = activities(HEADINGS, row(), "IX თავი: მსხლის ბაღი\nა. სხვლა", row())
    assert (second["chapter_raw"], second["section_raw"]) == ("IX", "ა")


def test_headings_are_listed_with_their_labels() -> None:
    assert extracted(HEADINGS, row(), "ბ. მორწყვა", row()).rows["headings"] == [
        {"source_line": "1", "kind": "chapter", "label_raw": "IV"},
        {"source_line": "2", "kind": "section", "label_raw": "ა"},
        {"source_line": "15", "kind": "section", "label_raw": "ბ"},
    ]


def test_bookmarks_are_no_text() -> None:
    (only,) = activities("[bookmark: _Hlk77]IV თავი: ბაღი\n[bookmark: _a]ა. ნერგი", row())
    assert (only["chapter_raw"], only["section_raw"]) == ("IV", "ა")


def test_next_activity_of_an_objective_has_no_objective_number() -> None:
    _, second = activities(HEADINGS, row(), row("1.2. თესვა", objective=""))
    assert (second["objective_line"], second["objective_no_raw"], second["objective_titled"]) == (
        "",
        "",
        "",
    )


def test_stray_objective_number_is_kept_as_untitled() -> None:
    _, second = activities(HEADINGS, row(), row("1.2. თესვა", objective="2."))
    assert (second["objective_line"], second["objective_no_raw"], second["objective_titled"]) == (
        "15",
        "2.",
        "false",
    )


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("1.1. ბარვა", "1.1."),
        ("1.1 ბარვა", "1.1"),
        ("1.1.ბარვა", "1.1."),
        ("10.12. ბარვა", "10.12."),
        (" \n1.1. ბარვა", "1.1."),
    ],
)
def test_activity_number_is_kept_as_printed(printed: str, number: str) -> None:
    (only,) = activities(HEADINGS, row(printed))
    assert only["activity_no_raw"] == number


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("deadline", "12.2019"),
        ("deadline", "12. 2019"),
        ("deadline", "12,2019"),
        ("state_budget", "2.090,000 ლარი"),
        ("state_budget", "3.000 ₾"),
        ("donor_budget", "10.500 ₾"),
        ("result", "1. დაბარულია"),
    ],
)
def test_number_in_a_cell_does_not_begin_an_activity(column: str, text: str) -> None:
    assert states(HEADINGS, row(**{column: text}))[column] == str(LINE_OF[column])


@pytest.mark.parametrize(("column", "text"), [("deadline", "15.12.2019"), ("donor", "2.50 ₾")])
def test_cell_that_cannot_be_told_from_an_activity_is_refused(column: str, text: str) -> None:
    with pytest.raises(ExtractionError, match="and no sign of where cells are missing"):
        extracted(HEADINGS, row(**{column: text}))


def test_heading_of_a_block_after_an_empty_note_is_no_note() -> None:
    first, _ = activities(HEADINGS, row(note="\n\nვაზის რიგები"), row())
    assert first["note"] == "empty"


def test_heading_of_a_block_is_of_the_rows_that_follow() -> None:
    parts = [row(note="\n\nვაზის რიგები"), row(), row("1.2. თესვა", objective="")]
    assert [found["block_line"] for found in activities(HEADINGS, *parts)] == ["", "16", "16"]


def test_heading_of_a_block_right_after_a_section_is_of_its_rows() -> None:
    (only,) = activities(HEADINGS, "ვაზის რიგები", row())
    assert only["block_line"] == "3"


def test_block_ends_with_its_section() -> None:
    _, second = activities(HEADINGS, "ვაზის რიგები", row(), "ბ. მორწყვა", row())
    assert second["block_line"] == ""


def test_short_row_without_a_gap_is_refused() -> None:
    short = "\n".join(row().split("\n")[:9])
    with pytest.raises(ExtractionError) as refused:
        extracted(HEADINGS, short)
    assert str(refused.value) == (
        "The document could not be extracted (1 problem):\n"
        "  - garden.txt, row 4: the row of the activity in line 4 has 7 cells after it "
        "and no sign of where cells are missing\n"
        "    expected: 10 cells: result, indicators, lead, partner, deadline, state_budget, "
        "donor, donor_budget, risk, note"
    )


def test_row_with_a_cell_too_many_is_refused() -> None:
    with pytest.raises(
        ExtractionError, match="the row of the activity in line 4 has 11 cells after it"
    ):
        extracted(HEADINGS, row() + "\n\tზედმეტი")


def test_second_activity_without_a_number_is_refused() -> None:
    with pytest.raises(
        ExtractionError, match="the row of the activity in line 4 has 22 cells after it"
    ):
        extracted(HEADINGS, row(), row("თესვა"))


@pytest.mark.parametrize("later", ["", "\nბ. მორწყვა\n" + row()], ids=["alone", "before a section"])
def test_first_activity_without_a_number_is_refused(later: str) -> None:
    with pytest.raises(ExtractionError) as refused:
        extracted(HEADINGS, row("ბარვა") + later)
    assert str(refused.value) == (
        "The document could not be extracted (1 problem):\n"
        "  - garden.txt, row 3: the cells from line 3 on hold no numbered activity\n"
        "    expected: an objective, then an activity that begins with its number: 1.1."
    )


def test_prose_is_refused() -> None:
    prose = SourceDocument("letter", "l", "letter.txt", "", "", "ka", "prose", "", 0)
    with pytest.raises(UsageError) as refused:
        extract(prose, [])
    assert str(refused.value) == (
        "letter is prose: its figures are transcribed by hand (docs/transcription.md). "
        "Only table documents are extracted."
    )


def test_abbreviations_stand_in_pairs_before_the_first_heading() -> None:
    legend = "სია\n\n\tბმ\n\tბაღის\nმოყვარულნი\n\n\tსმ\n\tსოფლის მებაღე\n"
    assert extracted(legend, HEADINGS, row()).rows["abbreviations"] == [
        {"source_line": "3", "short_raw": "ბმ", "name_raw": "ბაღის მოყვარულნი"},
        {"source_line": "7", "short_raw": "სმ", "name_raw": "სოფლის მებაღე"},
    ]


def test_abbreviation_without_a_name_is_refused() -> None:
    with pytest.raises(ExtractionError) as refused:
        extracted("\tბმ\n\tბაღის მოყვარულნი\n\tსმ", HEADINGS, row())
    assert str(refused.value) == (
        "The document could not be extracted (1 problem):\n"
        "  - garden.txt, row 3: the abbreviation in line 3 has no name\n"
        "    expected: a cell with the short form, then one with the name"
    )


# --- names, notes, deadlines, budgets, risks ---


def test_each_line_of_names_is_a_name() -> None:
    assert names("მებაღე;\n\n მეზობელი \nსოფლის  მერია") == [
        ("7", "მებაღე;"),
        ("9", "მეზობელი"),
        ("10", "სოფლის მერია"),
    ]


def test_note_that_names_who_reports_is_told_from_a_condition() -> None:
    note = "თუ მოიწევს\n\nანგარიშგებაზე  პასუხისმგებელი :\nმებაღე"
    assert extracted(HEADINGS, row(note=note)).rows["notes"] == [
        {"activity_line": "4", "source_line": "16", "kind": "reporting"}
    ]


def test_condition_names_nobody() -> None:
    found = extracted(HEADINGS, row(note="თუ მოიწევს")).rows
    assert (found["notes"], found["names"]) == (
        [{"activity_line": "4", "source_line": "14", "kind": "condition"}],
        [],
    )


def test_who_reports_stands_below_the_label() -> None:
    assert names("ანგარიშგებაზე პასუხისმგებელი:\nმებაღე\nმეზობელი", "reporting") == [
        ("15", "მებაღე"),
        ("16", "მეზობელი"),
    ]


def test_who_reports_may_stand_beside_the_label() -> None:
    assert names("ანგარიშგებაზე პასუხისმგებელი: მებაღე", "reporting") == [("14", "მებაღე")]


def test_label_broken_over_two_lines_is_no_name() -> None:
    assert names("ანგარიშგებაზე\nპასუხისმგებელი:\nმებაღე", "reporting") == [("16", "მებაღე")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12.2019", [("9", "12.2019")]),
        ("12,2019", [("9", "12,2019")]),
        ("12. 2019", [("9", "12. 2019")]),
        ("\n12.2019", [("10", "12.2019")]),
        ("09.2019\n12.2019", [("9", "09.2019"), ("10", "12.2019")]),
        ("09.2019; 12.2019", [("9", "09.2019"), ("9", "12.2019")]),
        ("მუდმივად", []),
    ],
)
def test_deadlines_are_found(text: str, found: list[tuple[str, str]]) -> None:
    assert deadlines(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ადმინ. რესურსი", [("10", "administrative", "ადმინ. რესურსი")]),
        ("ადმ. რესურსი", [("10", "administrative", "ადმ. რესურსი")]),
        ("ადმინ. რსურსი", [("10", "administrative", "ადმინ. რსურსი")]),
        ("განისაზღვრება", [("10", "to_be_determined", "განისაზღვრება")]),
        ("3.000 ₾", [("10", "amount", "3.000 ₾")]),
        ("700, 000 ₾", [("10", "amount", "700, 000 ₾")]),
        ("2.090,000 ლარი", [("10", "amount", "2.090,000 ლარი")]),
        ("16,378.00\n₾", [("10", "amount", "16,378.00 ₾")]),
        (
            "ადმინ. რესურსი\n7,000 ₾\n(1 ნერგის ფასი)",
            [
                ("10", "administrative", "ადმინ. რესურსი"),
                ("11", "amount", "7,000 ₾"),
                ("12", "unit", "(1 ნერგის"),
            ],
        ),
        (
            "2,090,000 ლარი - მთლიანი ბიუჯეტი",
            [
                ("10", "amount", "2,090,000 ლარი"),
                ("10", "programme_total", "მთლიანი ბიუჯეტი"),
            ],
        ),
        ("ადმინისტრაციული ხარჯი", [("10", "administrative_share", "ადმინისტრაციული ხარჯი")]),
        ("საჭირო არ არის", []),
    ],
)
def test_budget_marks_are_found(text: str, found: list[tuple[str, str, str]]) -> None:
    assert marks(text) == found


def test_donor_budget_is_told_from_the_state_budget() -> None:
    found = extracted(HEADINGS, row(donor_budget="5,000 ₾")).rows["budgets"]
    assert [one["column"] for one in found] == ["donor_budget"]


def test_number_before_an_amount_is_not_part_of_it() -> None:
    assert marks("2019 5,000 ₾") == [("10", "amount", "5,000 ₾")]


def test_risks_are_counted_with_their_lines() -> None:
    assert extracted(HEADINGS, row(risk="წვიმა; ქარი\n\nგვალვა;")).rows["risks"] == [
        {"activity_line": "4", "risk_no": "1", "source_line": "13"},
        {"activity_line": "4", "risk_no": "2", "source_line": "13"},
        {"activity_line": "4", "risk_no": "3", "source_line": "15"},
    ]


# --- indicators and their targets ---


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("რიგი", ["6"]),
        ("რიგი; ხე; ბუჩქი", ["6", "6", "6"]),
        ("რიგი;\nხე.", ["6", "7"]),
        ("რიგი\n\nხე", ["6", "8"]),
        ("რიგი\n\u00a0\nხე", ["6", "8"]),
        ("რიგი\nგრძელდება", ["6"]),
        ("რიგი (ხე; ბუჩქი)", ["6"]),
        ("1. რიგი\n2. ხე", ["6", "7"]),
        ("1. რიგი\nგრძელდება\n2. ხე", ["6", "8"]),
        ("1)რიგი\n2)გრძელდება\n3)", ["6"]),
        (";\n.", []),
        ("რიგი\nწყარო: დღიური", ["6"]),
    ],
)
def test_indicators_are_split(text: str, lines: list[str]) -> None:
    assert [line for line, _, _ in indicators(text)] == lines


def test_indicators_are_split_at_list_numbers_glued_to_words() -> None:
    assert [line for line, _, _ in indicators("1.რიგი\n2.ხე")] == ["6", "7"]


AMBIGUOUS = (
    "The document could not be extracted (1 problem):\n"
    "  - garden.txt, row 6, column indicators: the indicator in line 6 cannot be told apart "
    "from the next one\n"
    "    expected: one target an indicator, its parentheses closed\n"
    "    what to do: set the indicators apart by a semicolon or an empty line"
)


@pytest.mark.parametrize("text", ["რიგი (მინ. 5;\nხე (3)", "რიგი (მინ. 5", "რიგი 5)"])
def test_parenthesis_that_never_closes_is_refused(text: str) -> None:
    with pytest.raises(ExtractionError) as refused:
        indicators(text)
    assert str(refused.value) == AMBIGUOUS


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("რიგი (მინ. 5)", "(მინ. 5)"),
        ("რიგი (მინ.5)", "(მინ.5)"),
        ("რიგი (მინ. 5 )", "(მინ. 5 )"),
        ("რიგი (მინ. 1.)", "(მინ. 1.)"),
        ("რიგი (მინ. 200-250)", "(მინ. 200-250)"),
        ("რიგი (13)", "(13)"),
        ("რიგი (1 მლნ.)", "(1 მლნ.)"),
        ("რიგი (წელიწადში 10)", "(წელიწადში 10)"),
        ("რიგი (მინ. 200 ცალი)", "(მინ. 200 ცალი)"),
        ("800-მდე რიგი", "800-მდე"),
        ("რიგი (ვაზი) (მინ. 5)", "(მინ. 5)"),
        ("რიგი", ""),
        ("რიგი (ვაზი)", ""),
        ("რიგი (18 წელზე მეტი ასაკის)", ""),
        ("რიგი 5", ""),
        ("რიგი (18 წლამდე)", ""),
        ("რიგი (2019 წელი)", ""),
        ("რიგი (მინ. 5 000)", "(მინ. 5 000)"),
        ("5 000-მდე რიგი", "5 000-მდე"),
        ("რიგი (800-მდე)", "800-მდე"),
    ],
)
def test_target_is_found(text: str, target: str) -> None:
    assert targets(text) == [target]


def test_target_broken_over_lines_is_one_token_where_it_begins() -> None:
    assert indicators("რიგი\n(მინ. 1\nქვეყანა)") == [("6", "7", "(მინ. 1 ქვეყანა)")]


def test_each_indicator_keeps_its_own_target() -> None:
    assert targets("რიგი (მინ. 5); ხე; ბუჩქი (3)") == ["(მინ. 5)", "", "(3)"]


@pytest.mark.parametrize(
    "text",
    [
        "რიგი (5), ხე (7)",
        "800-მდე რიგი, 900-მდე ხე",
        "რიგი (5) ან ხე (6) ან ბუჩქი (7)",
        "რიგი (5), 800-მდე ხე",
        "წყარო: დღიური; რიგი (5), ხე (7)",
    ],
)
def test_two_targets_in_one_part_are_refused(text: str) -> None:
    with pytest.raises(ExtractionError) as refused:
        indicators(text)
    assert str(refused.value) == AMBIGUOUS


def test_alternatives_are_two_indicators_marked_as_such() -> None:
    found = extracted(HEADINGS, row(indicators="რიგი (1) ან\nხე (2)")).rows["indicators"]
    assert [(one["source_line"], one["target_raw"], one["alternative"]) for one in found] == [
        ("6", "(1)", "true"),
        ("7", "(2)", "true"),
    ]


@pytest.mark.parametrize("text", ["რიგი ან ხე (2)", "რიგი (1) ან ხე", "რიგი ან ხე", "ვანი (2)"])
def test_or_without_two_targets_is_one_indicator(text: str) -> None:
    found = extracted(HEADINGS, row(indicators=text)).rows["indicators"]
    assert [one["alternative"] for one in found] == ["false"]


def test_target_after_the_source_label_is_an_indicator_out_of_place() -> None:
    text = "რიგი (5)\nწყარო: დღიური; ხე (მინ. 3)"
    found = extracted(HEADINGS, row(indicators=text)).rows["indicators"]
    assert [
        (one["source_line"], one["target_raw"], one["after_source_label"]) for one in found
    ] == [("6", "(5)", "false"), ("7", "(მინ. 3)", "true")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("რიგი\nწყარო: დღიური", "7"),
        ("რიგი\nწყარო :\nდღიური", "7"),
        ("რიგი\nწყარო:", "empty"),
        ("რიგი\nწყარო:\n\u00a0", "empty"),
        ("რიგი", "empty"),
        ("", "empty"),
    ],
)
def test_means_of_verification_are_found(text: str, line: str) -> None:
    (only,) = activities(HEADINGS, row(indicators=text))
    assert only["verification"] == line


# --- the document itself ---


@pytest.fixture(scope="module")
def action_plan() -> Extraction:
    document = read_manifest(RAW)["action-plan-2019"]
    return extract(document, read_document(document, DOCUMENTS / document.file))


@needs_documents
@pytest.mark.parametrize("name", RAW_COLUMNS)
def test_extraction_equals_the_committed_file(action_plan: Extraction, name: str) -> None:
    committed = RAW / "action-plan-2019" / f"{name}.csv"
    assert action_plan.files[f"{name}.csv"].encode() == committed.read_bytes()


@needs_documents
@pytest.mark.parametrize(("name", "count"), [("activities", 147), ("indicators", 190)])
def test_document_is_extracted_whole(action_plan: Extraction, name: str, count: int) -> None:
    assert len(action_plan.rows[name]) == count


@needs_documents
def test_document_has_its_numeric_targets(action_plan: Extraction) -> None:
    assert sum(bool(one["target_raw"]) for one in action_plan.rows["indicators"]) == 129
