from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from checkout import ROOT, change_cell, copy_checkout, digests, row_of
from documents import DOCUMENTS, needs_documents

from analysis import intake
from analysis.cleaning.notation import read_number_word
from analysis.errors import AuditError, ExitCode, NotationError
from analysis.paths import Project
from analysis.source.audit import DocumentAudit, audit_document
from analysis.source.delivery import Delivery
from analysis.source.extraction import RAW_COLUMNS, extract
from analysis.source.manifest import SourceDocument, read_manifest
from analysis.source.raw_form import LIST_FILE, PROSE_FILES
from analysis.source.rows import RawRow, RawTable
from analysis.source.tokens import Span, begins_on, occurrences

COMPARE = "    what to do: compare the row with the document; a raw row is never changed to fit"


def misplaced(file: str, row: int, column: str, token: str, line: str) -> str:
    return (
        f"data/raw/{file}.csv, row {row}, column {column}: "
        f"the token does not stand where the row says: line {line}\n"
        f"    found: {token!r}\n{COMPARE}"
    )


def taken_twice(file: str, row: int, column: str, token: str) -> str:
    return (
        f"data/raw/{file}.csv, row {row}, column {column}: the token is taken by two raw rows\n"
        f"    found: {token!r}"
    )


def says_otherwise(file: str, row: int, column: str, delivered: str, extracted: str) -> str:
    return (
        f"data/raw/{file}.csv, row {row}, column {column}: the document says otherwise\n"
        f"    found: {delivered!r}\n"
        f"    expected: {extracted!r}"
    )


def unexplained(document: SourceDocument, line: int | str, token: str) -> str:
    return (
        f"{document.file}, row {line}: "
        "a printed number is neither a figure nor on the list of non-figures\n"
        f"    found: {token!r}\n"
        f"    what to do: enter it in data/raw/{document.source_id}/figures.csv or non_figures.csv"
    )


# --- where tokens stand on a line ---


@pytest.mark.parametrize(
    ("line", "token", "spans"),
    [
        ("4 ხე", "4", [(0, 1)]),
        ("411 ხე, 4 ხე", "4", [(8, 9)]),
        ("14 ხე", "4", []),
        ("4 ხე და 4 ბუჩქი", "4", [(0, 1), (8, 9)]),
        ("10 403 ხე", "10 403", [(0, 6)]),
        ("3,67%", "3,67%", [(0, 5)]),
        ("7-7 ხე", "7", [(0, 1), (2, 3)]),
        ("3000-იანი", "3000", [(0, 4)]),
        ("ორი ხე", "ორი", [(0, 3)]),
        ("ორმოცი ხე", "ორ", []),
        ("სამოცდაორი ხე", "ორი", []),
        ("2019წელი", "2019", [(0, 4)]),
        ("ხე2019", "2019", []),
        ("5-მდე ხე", "5-მდე", [(0, 5)]),
        ("5-მდებარე", "5-მდე", []),
        ("აქ 5.5 ხე", "5.5", [(3, 6)]),
        ("აქ 545 ხე", "5.5", []),
        ("", "4", []),
        ("4 ხე", "", []),
    ],
)
def test_token_stands_by_itself(line: str, token: str, spans: list[Span]) -> None:
    assert occurrences(line, token) == spans


GARDEN = ["ვაშლის ბაღში არის", "ხუთი", "", "რიგი (მინ. 1", "\tმსხალი)"]


@pytest.mark.parametrize(
    ("number", "token", "begins"),
    [
        (1, "ვაშლის ბაღში", True),
        (1, "არის ხუთი", True),
        (1, "ხუთი", False),
        (2, "ხუთი", True),
        (2, "ხუთი რიგი", True),
        (3, "რიგი", False),
        (4, "(მინ. 1 მსხალი)", True),
        (4, "(მინ.  1\nმსხალი)", True),
        (4, "(მინ. 2 მსხალი)", False),
        (0, "მსხალი", False),
        (-1, "რიგი", False),
        (6, "მსხალი", False),
        (1, "", False),
    ],
)
def test_token_begins_on_its_line(number: int, token: str, begins: bool) -> None:
    assert begins_on(GARDEN, number, token) is begins


def test_token_runs_no_farther_than_it_may() -> None:
    assert [begins_on(GARDEN, 1, "არის ხუთი", reach) for reach in (1, 2)] == [False, True]


# --- prose: invented lines against invented rows ---

BRIEF = SourceDocument("garden-brief", "gb", "brief.txt", "", "", "ka", "prose", "", 0)

Rows = Sequence[tuple[str, ...]]


def is_number_word(word: str) -> bool:
    try:
        return bool(read_number_word(word))
    except NotationError:
        return False


def raw_table(source_id: str, name: str, columns: Sequence[str], rows: Rows) -> RawTable:
    file = f"data/raw/{source_id}/{name}.csv"
    raw_rows = [
        RawRow(file, number, dict(zip(columns, cells, strict=True)))
        for number, cells in enumerate(rows, 2)
    ]
    return RawTable(file, tuple(columns), tuple(raw_rows))


def audit_brief(
    lines: Sequence[str], figures: Rows = (), non_figures: Rows = (), lists: Rows = ()
) -> DocumentAudit:
    """Audit a brief: figures are line, occurrence, token; lists are line, item."""
    wanted = {**PROSE_FILES, "lists": LIST_FILE}
    rows: dict[str, Rows] = {
        "figures": [(f"gb-{number}", *cells) for number, cells in enumerate(figures)],
        "non_figures": [(*cells, "list_number") for cells in non_figures],
        "lists": [("fruit", str(number), *cells) for number, cells in enumerate(lists)],
    }
    tables = {
        f"garden-brief/{name}": raw_table("garden-brief", name, wanted[name].columns, rows[name])
        for name in rows
    }
    delivery = Delivery({BRIEF.source_id: BRIEF}, tables)
    return audit_document(BRIEF, lines, delivery, is_number_word)


def told(audit: DocumentAudit) -> list[str]:
    return [str(problem) for problem in audit.problems]


def test_rows_that_explain_every_number_pass() -> None:
    lines = ["1. ბაღში 5 500-მდე ხეა,", "მათგან ორი მსხალი: ბერგამოტი"]
    audit = audit_brief(
        lines,
        figures=[("1", "1", "5 500-მდე"), ("2", "1", "ორი")],
        non_figures=[("1", "1", "1")],
        lists=[("2", "ბერგამოტი")],
    )
    assert audit == DocumentAudit("garden-brief", rows=4, tokens=4, unexplained=(), misplaced=())


@pytest.mark.parametrize(
    ("line", "tokens"),
    [
        ("ბაღში 250 ხეა", ["250"]),
        ("ბაღში 10 403 ხეა", ["10", "403"]),
        ("ბაღში 3,67% ხმება", ["3", "67"]),
        ("ბაღში ٣ ხეა", ["٣"]),
        ("ბაღში ოცდასამი ხეა", ["ოცდასამი"]),
        ("ბაღში ას ერთი ხეა", ["ას", "ერთი"]),
        ("ბაღში ასი და 2 ხეა", ["2", "ასი"]),
        ("ორი", ["ორი"]),
    ],
)
def test_number_that_no_row_explains_is_told(line: str, tokens: list[str]) -> None:
    assert told(audit_brief(["", line])) == [unexplained(BRIEF, 2, token) for token in tokens]


@pytest.mark.parametrize(
    "line", ["ბაღის ერთ-ერთი ხე", "ერთ-ერთმა", "ორმოციოდე ხე", "რამდენიმე ხე", "IV თავი", ""]
)
def test_idiom_or_longer_word_is_no_number(line: str) -> None:
    assert audit_brief([line]) == DocumentAudit("garden-brief", 0, 0, (), ())


def test_part_of_an_idiom_is_no_token() -> None:
    assert told(audit_brief(["ბაღის ერთ-ერთი ხე"], figures=[("1", "2", "ერთი")])) == [
        misplaced("garden-brief/figures", 2, "value_raw", "ერთი", "1")
    ]


@pytest.mark.parametrize(
    "token",
    ["2019 წლის 1 თებერვალს", "5 500-მდე", "1.187.302", "700, 000 ₾", "ას ერთი", "85 ათასი ლარი"],
)
def test_longer_token_explains_every_number_in_it(token: str) -> None:
    assert told(audit_brief([f"ბაღი: {token}."], figures=[("1", "1", token)])) == []


@pytest.mark.parametrize(("token", "left"), [("67%", "3"), ("3", "67")])
def test_shorter_token_does_not_explain_the_rest(token: str, left: str) -> None:
    audit = audit_brief(["ბაღში 3,67% ხმება"], figures=[("1", "1", token)])
    assert told(audit) == [unexplained(BRIEF, 1, left)]


def test_token_explains_only_its_own_line() -> None:
    audit = audit_brief(["ბაღში 5 ხეა", "ეზოში 5 ხეა"], figures=[("1", "1", "5")])
    assert told(audit) == [unexplained(BRIEF, 2, "5")]


def test_token_explains_only_its_own_occurrence() -> None:
    audit = audit_brief(["ბაღში 5 ხე, ეზოში 5 ხე"], figures=[("1", "2", "5")])
    assert told(audit) == [unexplained(BRIEF, 1, "5")]


def test_item_of_a_list_explains_no_number() -> None:
    audit = audit_brief(["15 მარტს"], lists=[("1", "15 მარტს")])
    assert told(audit) == [unexplained(BRIEF, 1, "15")]


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_each_occurrence_needs_a_row(lost: int) -> None:
    rows = [("1", str(occurrence), "5") for occurrence in (1, 2, 3)]
    del rows[lost]
    assert told(audit_brief(["5 ხე, 5 ბუჩქი, 5 ვაზი"], figures=rows)) == [
        unexplained(BRIEF, 1, "5")
    ]


@pytest.mark.parametrize("first", ["5", "5 500", "500-მდე"])
def test_second_row_that_takes_a_token_is_told(first: str) -> None:
    audit = audit_brief(["5 500-მდე ხე"], figures=[("1", "1", first), ("1", "1", "5 500-მდე")])
    assert told(audit) == [taken_twice("garden-brief/figures", 3, "value_raw", "5 500-მდე")]


def test_figure_that_is_a_non_figure_too_is_told() -> None:
    audit = audit_brief(["5 ხე"], figures=[("1", "1", "5")], non_figures=[("1", "1", "5")])
    assert told(audit) == [taken_twice("garden-brief/non_figures", 2, "token_raw", "5")]


def test_tokens_that_touch_are_two() -> None:
    rows = [("1", "1", "5₾"), ("1", "1", "6₾")]
    assert told(audit_brief(["5₾6₾"], figures=rows)) == []


@pytest.mark.parametrize(
    ("line", "occurrence", "token", "shown"),
    [
        ("3", "1", "6", "3"),
        ("2", "1", "5", "2"),
        ("0", "1", "5", "0"),
        ("-1", "1", "5", "-1"),
        ("4", "1", "5", "4"),
        ("", "1", "5", "(none)"),
        ("one", "1", "5", "one"),
        ("3", "2", "5", "3"),
        ("3", "0", "5", "3"),
        ("3", "", "5", "3"),
        ("3", "first", "5", "3"),
        ("3", "1", "", "3"),
    ],
)
def test_token_that_is_not_where_its_row_says_is_told(
    line: str, occurrence: str, token: str, shown: str
) -> None:
    audit = audit_brief(["ხე", "ბუჩქი", "5 ვაზი"], figures=[(line, occurrence, token)])
    assert told(audit) == [
        misplaced("garden-brief/figures", 2, "value_raw", token, shown),
        unexplained(BRIEF, 3, "5"),
    ]


def test_misplaced_non_figure_is_told_in_its_column() -> None:
    assert told(audit_brief(["ხე"], non_figures=[("1", "1", "2")])) == [
        misplaced("garden-brief/non_figures", 2, "token_raw", "2", "1")
    ]


@pytest.mark.parametrize(
    ("line", "item"),
    [("1", "მსხალი"), ("2", "ვაშლი"), ("3", "ვაშლი"), ("1", "ვაშლი და მსხალი"), ("1", "")],
)
def test_item_that_is_not_on_its_line_is_told(line: str, item: str) -> None:
    assert told(audit_brief(["ვაშლი და", "მსხალი"], lists=[(line, item)])) == [
        misplaced("garden-brief/lists", 2, "item_raw", item, line)
    ]


@pytest.mark.parametrize(("line", "item"), [("15 მარტს", "5 მარტს"), ("ვაშლი", "შლი")])
def test_item_that_is_cut_at_its_beginning_is_told(line: str, item: str) -> None:
    assert misplaced("garden-brief/lists", 2, "item_raw", item, "1") in told(
        audit_brief([line], lists=[("1", item)])
    )


@pytest.mark.parametrize("line", ["", "one", "²"])
def test_item_on_a_line_that_is_no_number_is_told(line: str) -> None:
    assert told(audit_brief(["ვაშლი"], lists=[(line, "ვაშლი")])) == [
        misplaced("garden-brief/lists", 2, "item_raw", "ვაშლი", line or "(none)")
    ]


@pytest.mark.parametrize(("line", "occurrence"), [("١", "1"), ("²", "1"), ("1", "١"), ("1", "²")])
def test_place_in_other_digits_is_told(line: str, occurrence: str) -> None:
    assert misplaced("garden-brief/figures", 2, "value_raw", "5", line) in told(
        audit_brief(["5 ხე"], figures=[(line, occurrence, "5")])
    )


# --- tables: an invented plan against its own rows ---

PLAN = SourceDocument("garden-plan", "gp", "garden.txt", "", "", "ka", "table", "", 0)
PLAN_CELLS = (
    "1. ნიადაგის მომზადება",
    "1.1. ბარვა",
    "ბაღი დაბარულია",
    "დაბარული რიგი (მინ. 5)\nწყარო: დღიური",
    "მებაღე",
    "მეზობელი",
    "12.2019",
    "5,000 ₾",
    "ბებია",
    "ადმინ. რესურსი",
    "წვიმა",
    "ანგარიშგებაზე პასუხისმგებელი:\nმებაღე",
)
PLAN_LINES = "\n".join(
    [
        "\tბმ\n\tბაღის მოყვარულნი",
        "IV თავი: ვაშლის ბაღი\nა. ნერგის შერჩევა",
        *(f"\t{cell}" for cell in PLAN_CELLS),
    ]
).split("\n")


def plan_tables() -> dict[str, RawTable]:
    """Return the plan's rows as an extraction delivers them."""
    return {
        f"garden-plan/{name}": raw_table(
            "garden-plan",
            name,
            RAW_COLUMNS[name],
            [tuple(row[column] for column in RAW_COLUMNS[name]) for row in rows],
        )
        for name, rows in extract(PLAN, PLAN_LINES).rows.items()
    }


def audit_plan(**changes: RawTable) -> DocumentAudit:
    tables = plan_tables() | {f"garden-plan/{name}": table for name, table in changes.items()}
    return audit_document(
        PLAN, PLAN_LINES, Delivery({PLAN.source_id: PLAN}, tables), is_number_word
    )


def changed_row(name: str, column: str) -> tuple[RawTable, str, str]:
    """Return a table with one more digit in a cell of its first row, the old and new cell."""
    table = plan_tables()[f"garden-plan/{name}"]
    first, *rest = table.rows
    cell = first[column] + "9"
    row = replace(first, cells=first.cells | {column: cell})
    return replace(table, rows=(row, *rest)), first[column], cell


def test_rows_of_an_extraction_stand_up_to_their_document() -> None:
    assert audit_plan() == DocumentAudit("garden-plan", 15, 0, (), ())


@pytest.mark.parametrize(
    ("name", "column"),
    [(name, column) for name, columns in RAW_COLUMNS.items() for column in columns],
)
def test_cell_that_an_extraction_would_not_give_is_told(name: str, column: str) -> None:
    table, old, new = changed_row(name, column)
    assert says_otherwise(f"garden-plan/{name}", 2, column, new, old) in told(
        audit_plan(**{name: table})
    )


TABLE_TOKENS = [
    ("headings", "source_line", "label_raw"),
    ("activities", "source_line", "activity_no_raw"),
    ("activities", "objective_line", "objective_no_raw"),
    ("activities", "chapter_line", "chapter_raw"),
    ("activities", "section_line", "section_raw"),
    ("names", "source_line", "name_raw"),
    ("deadlines", "source_line", "deadline_raw"),
    ("budgets", "source_line", "token_raw"),
    ("indicators", "target_line", "target_raw"),
    ("abbreviations", "source_line", "short_raw"),
]


@pytest.mark.parametrize(("name", "line", "token"), TABLE_TOKENS)
@pytest.mark.parametrize("which", ["line", "token"])
def test_token_of_a_table_that_is_not_on_its_line_is_told(
    name: str, line: str, token: str, which: str
) -> None:
    table, _, _ = changed_row(name, line if which == "line" else token)
    row = table.rows[0]
    assert misplaced(f"garden-plan/{name}", 2, token, row[token], row[line]) in told(
        audit_plan(**{name: table})
    )


@pytest.mark.parametrize("name", RAW_COLUMNS)
def test_lost_row_of_a_table_is_told(name: str) -> None:
    table = plan_tables()[f"garden-plan/{name}"]
    lost = replace(table, rows=table.rows[:-1])
    assert told(audit_plan(**{name: lost})) == [
        f"data/raw/garden-plan/{name}.csv: the document gives another number of rows\n"
        f"    found: '{len(lost.rows)}'\n"
        f"    expected: {len(table.rows)}\n"
        "    what to do: run: analysis extract garden-plan --document FILE"
    ]


# --- the documents themselves ---

DOCUMENT = read_manifest(Project(ROOT).raw)
REPORT = "association-report-2019"
ACTION_PLAN = "action-plan-2019"

each_document = pytest.mark.parametrize("source_id", DOCUMENT)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Return one copied checkout for all tests: each puts back what it changed."""
    copied = copy_checkout(tmp_path_factory.mktemp("checkout"))
    before = digests(copied.raw)
    yield copied
    assert digests(copied.raw) == before


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """Return a copy of the documents that a test may spoil."""
    for document in DOCUMENT.values():
        shutil.copy(DOCUMENTS / document.file, tmp_path)
    return tmp_path


@contextlib.contextmanager
def put_back(path: Path) -> Iterator[None]:
    content = path.read_bytes()
    try:
        yield
    finally:
        path.write_bytes(content)


def refusal(project: Project, documents: Path = DOCUMENTS) -> tuple[list[str], list[str]]:
    """Return the problems told, and the documents that were audited all the same."""
    said: list[str] = []
    with pytest.raises(AuditError) as refused:
        intake.audit(project, documents, said.append)
    return [str(problem) for problem in refused.value.problems], [
        line.split(":")[0] for line in said
    ]


def refusal_of(project: Project, file: str, row: int, column: str, cell: str) -> list[str]:
    """Return the problems told once a cell of a raw row is changed."""
    path = project.raw / f"{file}.csv"
    with put_back(path):
        change_cell(path, row, column, cell)
        return refusal(project)[0]


def without_row(project: Project, file: str, row: int) -> list[str]:
    """Return the problems told once a raw row is deleted."""
    path = project.raw / f"{file}.csv"
    with put_back(path):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        del lines[row - 1]
        path.write_text("".join(lines), encoding="utf-8")
        return refusal(project)[0]


@needs_documents
def test_committed_rows_stand_up_to_the_documents() -> None:
    found = intake.audit(Project(ROOT), DOCUMENTS, lambda _: None)
    assert [(audit.source_id, audit.tokens, audit.problems) for audit in found] == [
        ("france-brief-2019", 17, ()),
        ("france-brief-earlier", 12, ()),
        (REPORT, 313, ()),
        (ACTION_PLAN, 0, ()),
        ("reintegration-brief-2020", 14, ()),
    ]


@needs_documents
def test_audit_says_what_it_looked_at() -> None:
    said: list[str] = []
    intake.audit(Project(ROOT), DOCUMENTS, said.append)
    assert said[0] == (
        "france-brief-2019: 15 raw tokens looked up, 17 printed numbers, "
        "0 unexplained, 0 not agreeing"
    )


@needs_documents
def test_refusal_is_one_message_with_its_exit_code(project: Project) -> None:
    path = project.raw / REPORT / "lists.csv"
    row = row_of(path, "item_raw", "15 მარტს")
    with put_back(path):
        change_cell(path, row, "item_raw", "16 მარტს")
        with pytest.raises(AuditError) as refused:
            intake.audit(project, DOCUMENTS, lambda _: None)
    assert (str(refused.value), refused.value.exit_code) == (
        "The raw rows do not stand up to the documents (1 problem):\n  - "
        + misplaced(f"{REPORT}/lists", row, "item_raw", "16 მარტს", "62"),
        ExitCode.DATA,
    )


@needs_documents
@pytest.mark.parametrize(
    ("column", "cell"), [("value_raw", "251"), ("source_line", "9"), ("occurrence", "2")]
)
def test_digit_changed_in_a_figure_is_told(project: Project, column: str, cell: str) -> None:
    file = f"{REPORT}/figures"
    row = row_of(project.raw / f"{file}.csv", "figure_id", "ar19-008-2")
    cells = {"value_raw": "250", "source_line": "8"} | {column: cell}
    assert refusal_of(project, file, row, column, cell) == [
        misplaced(file, row, "value_raw", cells["value_raw"], cells["source_line"]),
        unexplained(DOCUMENT[REPORT], 8, "250"),
    ]


@needs_documents
@pytest.mark.parametrize(
    ("column", "cell"), [("token_raw", "259"), ("source_line", "7"), ("occurrence", "2")]
)
def test_digit_changed_in_a_non_figure_is_told(project: Project, column: str, cell: str) -> None:
    file = f"{REPORT}/non_figures"
    row = row_of(project.raw / f"{file}.csv", "token_raw", "258")
    cells = {"token_raw": "258", "source_line": "6"} | {column: cell}
    assert refusal_of(project, file, row, column, cell) == [
        misplaced(file, row, "token_raw", cells["token_raw"], cells["source_line"]),
        unexplained(DOCUMENT[REPORT], 6, "258"),
    ]


@needs_documents
@pytest.mark.parametrize(("column", "cell"), [("item_raw", "16 მარტს"), ("source_line", "63")])
def test_digit_changed_in_a_list_is_told(project: Project, column: str, cell: str) -> None:
    file = f"{REPORT}/lists"
    row = row_of(project.raw / f"{file}.csv", "item_raw", "15 მარტს")
    cells = {"item_raw": "15 მარტს", "source_line": "62"} | {column: cell}
    assert refusal_of(project, file, row, column, cell) == [
        misplaced(file, row, "item_raw", cells["item_raw"], cells["source_line"])
    ]


PLAN_CHANGES = [
    ("activities", "source_line", "112", "113"),
    ("activities", "activity_no_raw", "1.2.", "1.3."),
    ("activities", "objective_no_raw", "1.", "2."),
    ("activities", "result", "115", "116"),
    ("activities", "deadline", "126", "127"),
    ("names", "activity_line", "112", "113"),
    ("names", "source_line", "124", "125"),
    ("deadlines", "source_line", "126", "127"),
    ("deadlines", "deadline_raw", "09.2019", "08.2019"),
    ("budgets", "source_line", "127", "128"),
    ("budgets", "token_raw", "650,000 ₾", "650,001 ₾"),
    ("indicators", "target_line", "118", "119"),
    ("indicators", "target_raw", "(მინ. 5)", "(მინ. 6)"),
    ("risks", "source_line", "228", "229"),
    ("notes", "source_line", "348", "349"),
    ("headings", "source_line", "87", "88"),
    ("headings", "label_raw", "IV", "V"),
    ("abbreviations", "source_line", "4", "5"),
]


@needs_documents
@pytest.mark.parametrize(("name", "column", "old", "new"), PLAN_CHANGES)
def test_character_changed_in_the_plan_is_told_at_its_row(
    project: Project, name: str, column: str, old: str, new: str
) -> None:
    file = f"{ACTION_PLAN}/{name}"
    row = row_of(project.raw / f"{file}.csv", column, old)
    *other, last = refusal_of(project, file, row, column, new)
    assert last == says_otherwise(file, row, column, new, old)
    assert all(problem.startswith(f"data/raw/{file}.csv, row {row}, column ") for problem in other)


@needs_documents
@pytest.mark.parametrize(
    ("source_id", "figure_id", "line", "token"),
    [
        (REPORT, "ar19-008-2", 8, "250"),
        (REPORT, "ar19-008-1", 8, "ათი"),
        ("france-brief-2019", "fb19-012-1", 12, "200"),
        ("france-brief-earlier", "fbe-003-1", 3, "2014"),
        ("reintegration-brief-2020", "rb20-006-1", 6, "6"),
    ],
)
def test_figure_that_is_deleted_is_unexplained(
    project: Project, source_id: str, figure_id: str, line: int, token: str
) -> None:
    file = f"{source_id}/figures"
    row = row_of(project.raw / f"{file}.csv", "figure_id", figure_id)
    assert without_row(project, file, row) == [unexplained(DOCUMENT[source_id], line, token)]


@needs_documents
def test_non_figure_that_is_deleted_is_unexplained(project: Project) -> None:
    file = f"{REPORT}/non_figures"
    row = row_of(project.raw / f"{file}.csv", "token_raw", "258")
    assert without_row(project, file, row) == [unexplained(DOCUMENT[REPORT], 6, "258")]


@needs_documents
def test_deadline_that_is_deleted_is_missed(project: Project) -> None:
    file = f"{ACTION_PLAN}/deadlines"
    rows = len((project.raw / f"{file}.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert without_row(project, file, rows + 1) == [
        f"data/raw/{file}.csv: the document gives another number of rows\n"
        f"    found: '{rows - 1}'\n"
        f"    expected: {rows}\n"
        f"    what to do: run: analysis extract {ACTION_PLAN} --document FILE"
    ]


@needs_documents
def test_figure_that_takes_the_token_of_another_is_told(project: Project) -> None:
    file = f"{REPORT}/figures"
    path = project.raw / f"{file}.csv"
    row, robbed = (row_of(path, "figure_id", key) for key in ("ar19-008-2", "ar19-008-3"))
    assert refusal_of(project, file, row, "value_raw", "3000-იანი") == [
        taken_twice(file, robbed, "value_raw", "3000-იანი"),
        unexplained(DOCUMENT[REPORT], 8, "250"),
    ]


@needs_documents
@each_document
def test_document_with_another_byte_is_refused_with_both_digests(
    documents: Path, source_id: str
) -> None:
    document = DOCUMENT[source_id]
    path = documents / document.file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert refusal(Project(ROOT), documents) == (
        [
            f"{document.file}: the file is not the document '{source_id}' of the manifest\n"
            f"    found: 'SHA-256 {hashlib.sha256(content).hexdigest()}'\n"
            f"    expected: SHA-256 {document.sha256}\n"
            "    what to do: use the document that was transcribed; if it was revised, "
            "enter it in data/raw/MANIFEST.toml as a document of its own"
        ],
        [other for other in DOCUMENT if other != source_id],
    )


@needs_documents
@each_document
def test_missing_document_is_told_by_name_and_the_others_are_audited(
    documents: Path, source_id: str
) -> None:
    file = DOCUMENT[source_id].file
    (documents / file).unlink()
    assert refusal(Project(ROOT), documents) == (
        [f"{file}: {documents / file} cannot be read: No such file or directory."],
        [other for other in DOCUMENT if other != source_id],
    )


def test_every_missing_document_is_told(tmp_path: Path) -> None:
    assert refusal(Project(ROOT), tmp_path) == (
        [
            f"{document.file}: {tmp_path / document.file} cannot be read: "
            "No such file or directory."
            for document in DOCUMENT.values()
        ],
        [],
    )


@contextlib.contextmanager
def revised(
    project: Project, documents: Path, source_id: str, line: int, old: str, new: str
) -> Iterator[None]:
    """Change a line of a document, and the manifest so that it names the new bytes."""
    document = DOCUMENT[source_id]
    path, manifest = documents / document.file, project.raw / "MANIFEST.toml"
    lines = path.read_bytes().split(b"\n")
    assert old.encode() in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old.encode(), new.encode(), 1)
    content = b"\n".join(lines)
    path.write_bytes(content)
    with put_back(manifest):
        text = manifest.read_text(encoding="utf-8")
        digest = hashlib.sha256(content).hexdigest()
        manifest.write_text(text.replace(document.sha256, digest), encoding="utf-8")
        yield


@needs_documents
def test_digit_changed_in_a_document_that_the_manifest_knows_is_told(
    project: Project, documents: Path
) -> None:
    with revised(project, documents, REPORT, 8, "250", "260"):
        problems, _ = refusal(project, documents)
    row = row_of(project.raw / REPORT / "figures.csv", "figure_id", "ar19-008-2")
    assert problems == [
        misplaced(f"{REPORT}/figures", row, "value_raw", "250", "8"),
        unexplained(DOCUMENT[REPORT], 8, "260"),
    ]


@needs_documents
def test_plan_that_cannot_be_extracted_is_told_by_name(project: Project, documents: Path) -> None:
    with revised(project, documents, ACTION_PLAN, 118, "(მინ. 5)", "(მინ. 5"):
        problems, audited = refusal(project, documents)
    assert audited == [other for other in DOCUMENT if other != ACTION_PLAN]
    assert [problem.split(",")[0] for problem in problems] == [DOCUMENT[ACTION_PLAN].file]
