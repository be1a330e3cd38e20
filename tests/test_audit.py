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

from analysis import pipeline
from analysis.cleaning.notation import spell
from analysis.errors import AuditError, ExitCode
from analysis.paths import Project
from analysis.source.audit import DocumentAudit, audit_document
from analysis.source.delivery import LIST_FILE, PROSE_FILES, Delivery
from analysis.source.extraction import RAW_COLUMNS, extract
from analysis.source.manifest import SourceDocument, read_manifest
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
        (0, "ვაშლის", False),
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
SPELLED = {spell(number) for number in range(1, 1000)}

Rows = Sequence[tuple[str, ...]]


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
    return audit_document(BRIEF, lines, delivery, SPELLED.__contains__)


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
        ("ბაღში ას ერთი ხეა", ["ერთი"]),
        ("ბაღში ასი და 2 ხეა", ["2", "ასი"]),
        ("ორი", ["ორი"]),
    ],
)
def test_number_that_no_row_explains_is_told(line: str, tokens: list[str]) -> None:
    assert told(audit_brief(["", line])) == [unexplained(BRIEF, 2, token) for token in tokens]


@pytest.mark.parametrize(
    "line", ["ბაღის ერთ-ერთი ხე", "ორ-ორი ხე", "ორმოციოდე ხე", "რამდენიმე ხე", "IV თავი", ""]
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
    lines = ["2018-2019 წლებში"]
    rows = [("1", "1", "2018"), ("1", "1", "2019")]
    assert told(audit_brief(lines, figures=rows)) == []


@pytest.mark.parametrize(
    ("line", "occurrence", "token", "shown"),
    [
        ("1", "1", "6", "1"),
        ("2", "1", "5", "2"),
        ("0", "1", "5", "0"),
        ("-1", "1", "5", "-1"),
        ("4", "1", "5", "4"),
        ("", "1", "5", "(none)"),
        ("one", "1", "5", "one"),
        ("1", "2", "5", "1"),
        ("1", "0", "5", "1"),
        ("1", "", "5", "1"),
        ("1", "first", "5", "1"),
        ("1", "1", "", "1"),
    ],
)
def test_token_that_is_not_where_its_row_says_is_told(
    line: str, occurrence: str, token: str, shown: str
) -> None:
    audit = audit_brief(["5 ხე", "ბუჩქი", "ვაზი"], figures=[(line, occurrence, token)])
    assert told(audit) == [
        misplaced("garden-brief/figures", 2, "value_raw", token, shown),
        unexplained(BRIEF, 1, "5"),
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


@pytest.mark.xfail(
    strict=True, raises=AssertionError, reason="an item may begin inside a number or a word"
)
@pytest.mark.parametrize(("line", "item"), [("15 მარტს", "5 მარტს"), ("ვაშლი", "შლი")])
def test_item_that_is_cut_at_its_beginning_is_told(line: str, item: str) -> None:
    assert misplaced("garden-brief/lists", 2, "item_raw", item, "1") in told(
        audit_brief([line], lists=[("1", item)])
    )


@pytest.mark.xfail(
    strict=True, raises=ValueError, reason="a line that is no number is a bare ValueError"
)
@pytest.mark.parametrize("line", ["", "one", "²"])
def test_item_on_a_line_that_is_no_number_is_told(line: str) -> None:
    assert told(audit_brief(["ვაშლი"], lists=[(line, "ვაშლი")])) == [
        misplaced("garden-brief/lists", 2, "item_raw", "ვაშლი", line or "(none)")
    ]


@pytest.mark.xfail(
    strict=True,
    raises=(AssertionError, ValueError),
    reason="isdigit() takes other digits than 0-9: ١ is read as 1, ² is a bare ValueError",
)
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
PLAN_TABLES = {
    f"{PLAN.source_id}/{name}": raw_table(
        PLAN.source_id, name, RAW_COLUMNS[name], [tuple(row.values()) for row in rows]
    )
    for name, rows in extract(PLAN, PLAN_LINES).rows.items()
}
