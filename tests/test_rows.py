from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.errors import Problem, RawDataError, StorageError
from analysis.source.raw_files import CELL_LIMIT, read_raw_table
from analysis.source.rows import RawRow, RawTable

FILE = "data/raw/fruit.csv"
COLUMNS = ("fruit_id", "source_line", "value_raw")
HEADER = "fruit_id,source_line,value_raw\n"


def read(folder: Path, content: str | bytes) -> RawTable:
    path = folder / "fruit.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_raw_table(path, FILE, COLUMNS, ("fruit_id",))


def refusal(folder: Path, content: str | bytes) -> list[str]:
    with pytest.raises(RawDataError) as refused:
        read(folder, content)
    return [str(problem) for problem in refused.value.problems]


def value(folder: Path, cell: str) -> str:
    return read(folder, f"{HEADER}plum,7,{cell}\n").rows[0]["value_raw"]


def test_good_file_is_read_with_row_numbers(tmp_path: Path) -> None:
    table = read(tmp_path, HEADER + 'plum,7,5 500-მდე\nfig,9,"3,67%"\n')
    assert table == RawTable(
        FILE,
        COLUMNS,
        (
            RawRow(FILE, 2, {"fruit_id": "plum", "source_line": "7", "value_raw": "5 500-მდე"}),
            RawRow(FILE, 3, {"fruit_id": "fig", "source_line": "9", "value_raw": "3,67%"}),
        ),
    )


def test_header_alone_is_an_empty_table(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER).rows == ()


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    table = read(tmp_path, "value_raw,fruit_id,source_line\n12,plum,7\n")
    assert table.rows[0]["value_raw"] == "12"


def test_last_line_needs_no_line_end(tmp_path: Path) -> None:
    assert value(tmp_path, "12") == read(tmp_path, HEADER + "plum,7,12").rows[0]["value_raw"]


def test_carriage_returns_do_not_count_as_rows(tmp_path: Path) -> None:
    table = read(tmp_path, (HEADER + "plum,7,12\nfig,9,13\n").replace("\n", "\r\n"))
    assert [row.number for row in table.rows] == [2, 3]


def test_row_number_is_the_line_on_which_the_row_begins(tmp_path: Path) -> None:
    assert refusal(tmp_path, HEADER + 'plum,7,"12\n13\n14"\nfig,9\n') == [
        f"{FILE}, row 2, column value_raw: the cell holds an invisible or control character\n"
        "    found: '12\\n13\\n14'\n"
        "    what to do: take the character out; a line break in the document becomes one space",
        f"{FILE}, row 5: the row has another number of cells than the header\n"
        "    found: '2'\n"
        "    expected: 3\n"
        "    what to do: quote cells that contain a comma",
    ]


def test_missing_file_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "fruit.csv"
    with pytest.raises(
        StorageError, match=f"^{re.escape(str(path))} cannot be read: No such file or directory.$"
    ):
        read_raw_table(path, FILE, COLUMNS)


def test_byte_order_mark_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "\ufeff" + HEADER + "plum,7,12\n") == [
        f"{FILE}, row 1: the column 'fruit_id' is missing\n"
        "    found: '\\ufefffruit_id, source_line, value_raw'\n"
        "    expected: fruit_id, source_line, value_raw",
        f"{FILE}, row 1: the column '\\ufefffruit_id' is not known here\n"
        "    expected: fruit_id, source_line, value_raw",
    ]


def test_wrong_encoding_is_refused_with_its_row(tmp_path: Path) -> None:
    content = HEADER.encode() + b"plum,7,12\nfig,9,\xff\xfe\x01\n"
    assert refusal(tmp_path, content) == [
        f"{FILE}, row 3: the file is not UTF-8\n"
        "    found: 'ff fe 01 0a'\n"
        "    what to do: save it as UTF-8 without a byte order mark"
    ]


@pytest.mark.parametrize("content", ["", "\n", " \n\n"])
def test_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    assert refusal(tmp_path, content) == [
        f"{FILE}: the file is empty\n"
        "    expected: a header row and rows\n"
        "    what to do: restore it"
    ]


def test_missing_column_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "fruit_id,value_raw\nplum,12\n") == [
        f"{FILE}, row 1: the column 'source_line' is missing\n"
        "    found: 'fruit_id, value_raw'\n"
        "    expected: fruit_id, source_line, value_raw"
    ]


def test_unknown_column_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "fruit_id,source_line,value_raw,colour\nplum,7,12,red\n") == [
        f"{FILE}, row 1: the column 'colour' is not known here\n"
        "    expected: fruit_id, source_line, value_raw"
    ]


def test_misspelt_column_is_missing_and_unknown(tmp_path: Path) -> None:
    assert refusal(tmp_path, "fruit_id,source_line,Value_raw\nplum,7,12\n") == [
        f"{FILE}, row 1: the column 'value_raw' is missing\n"
        "    found: 'fruit_id, source_line, Value_raw'\n"
        "    expected: fruit_id, source_line, value_raw",
        f"{FILE}, row 1: the column 'Value_raw' is not known here\n"
        "    expected: fruit_id, source_line, value_raw",
    ]


@pytest.mark.parametrize("name", ["", " "])
def test_unnamed_column_is_refused(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path, f"fruit_id,source_line,value_raw,{name}\nplum,7,12,\n") == [
        f"{FILE}, row 1: column 4 has no name\n    expected: fruit_id, source_line, value_raw"
    ]


def test_duplicate_column_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "fruit_id,source_line,value_raw,value_raw\nplum,7,12,13\n") == [
        f"{FILE}, row 1: the column 'value_raw' stands 2 times\n    expected: once"
    ]


@pytest.mark.parametrize(("row", "cells"), [("plum,7", 2), ("plum,7,3,67%", 4), ("", 0)])
def test_row_of_another_width_is_refused(tmp_path: Path, row: str, cells: int) -> None:
    assert refusal(tmp_path, f"{HEADER}fig,9,13\n{row}\n") == [
        f"{FILE}, row 3: the row has another number of cells than the header\n"
        f"    found: '{cells}'\n"
        "    expected: 3\n"
        "    what to do: quote cells that contain a comma"
    ]


def test_duplicate_key_is_refused_with_the_first_row(tmp_path: Path) -> None:
    assert refusal(tmp_path, HEADER + "plum,7,12\nfig,9,13\nplum,8,14\n") == [
        f"{FILE}, row 4, column fruit_id: the key stands in row 2 already\n"
        "    found: 'plum'\n"
        "    expected: once"
    ]


def test_duplicate_key_of_two_columns_names_both(tmp_path: Path) -> None:
    path = tmp_path / "fruit.csv"
    path.write_text(HEADER + "plum,7,12\nplum,8,12\nplum,7,13\n", encoding="utf-8")
    with pytest.raises(RawDataError) as refused:
        read_raw_table(path, FILE, COLUMNS, ("fruit_id", "source_line"))
    assert refused.value.problems == (
        Problem(
            "the key stands in row 2 already", FILE, 4, "fruit_id+source_line", "plum+7", "once"
        ),
    )


def test_rows_without_a_key_may_repeat(tmp_path: Path) -> None:
    path = tmp_path / "fruit.csv"
    path.write_text(HEADER + "plum,7,12\nplum,7,12\n", encoding="utf-8")
    assert len(read_raw_table(path, FILE, COLUMNS).rows) == 2


def test_longest_cell_is_kept(tmp_path: Path) -> None:
    assert len(value(tmp_path, "ა" * CELL_LIMIT)) == CELL_LIMIT


def test_too_long_cell_is_refused_without_repeating_it(tmp_path: Path) -> None:
    assert refusal(tmp_path, f"{HEADER}plum,7,{'ა' * (CELL_LIMIT + 1)}\n") == [
        f"{FILE}, row 2, column value_raw: the cell is too long for a token\n"
        f"    found: '{CELL_LIMIT + 1} characters'\n"
        f"    expected: at most {CELL_LIMIT}"
    ]


@pytest.mark.parametrize(
    "char",
    [
        "\x00",
        "\t",
        "\x1b",
        "\x7f",
        "\u200b",
        "\u200e",
        "\u200f",
        "\u202a",
        "\u202e",
        "\u2066",
        "\u2069",
        "\ufeff",
        "\x85",
        "\x9f",
        "\xad",
        "\u061c",
        "\u200c",
        "\u200d",
        "\u2028",
        "\u2060",
    ],
    ids=lambda char: f"U+{ord(char):04X}",
)
def test_invisible_character_is_refused(tmp_path: Path, char: str) -> None:
    assert refusal(tmp_path, f"{HEADER}plum,7,1{char}2\n") == [
        f"{FILE}, row 2, column value_raw: the cell holds an invisible or control character\n"
        f"    found: {f'1{char}2'!r}\n"
        "    what to do: take the character out; a line break in the document becomes one space"
    ]


def test_quote_that_never_closes_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, HEADER + 'plum,7,"12\n') == [
        f"{FILE}, row 2: not readable as CSV: unexpected end of data"
    ]


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("http://example.org")',
        "+1+1",
        "-5",
        "@SUM(A1:A2)",
        "<script>alert(1)</script>",
        "&amp;",
        "007",
        "1e5",
        "NA",
        "null",
        " 5 ",
        "10\u00a0403",
        "ლ'არი",
        "",
    ],
)
def test_cell_is_kept_exactly(tmp_path: Path, cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    assert value(tmp_path, quoted) == cell


def test_all_problems_are_told_at_once_and_counted(tmp_path: Path) -> None:
    with pytest.raises(RawDataError) as refused:
        read(tmp_path, HEADER + "plum,7\nfig,9,1\u200b3\nfig,9,13\n")
    assert str(refused.value) == (
        "The raw data were refused (3 problems):\n"
        f"  - {FILE}, row 2: the row has another number of cells than the header\n"
        "    found: '2'\n"
        "    expected: 3\n"
        "    what to do: quote cells that contain a comma\n"
        f"  - {FILE}, row 3, column value_raw: the cell holds an invisible or control character\n"
        "    found: '1\\u200b3'\n"
        "    what to do: take the character out; a line break in the document becomes one space\n"
        f"  - {FILE}, row 4, column fruit_id: the key stands in row 3 already\n"
        "    found: 'fig'\n"
        "    expected: once"
    )
