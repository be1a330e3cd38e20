"""Whatever is printed or sent: a value, or a refusal of the error tree; never a crash."""

from __future__ import annotations

import io
import re
import string
import zipfile
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
import worded
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_plan_extraction import HEADINGS, PLAN, row
from test_word_plans import COLUMNS_TOML, plan
from test_word_plans import row as word_row

from analysis.cleaning import drafted_figures, notation
from analysis.errors import AnalysisError
from analysis.source.candidates import candidates
from analysis.source.extraction import extract
from analysis.source.manifest import MANIFEST, read_manifest
from analysis.source.plan_rows import COLUMNS
from analysis.source.proposing import propose
from analysis.source.raw_files import read_raw_table
from analysis.source.tokens import occurrences
from analysis.source.word.lines import read_word
from analysis.source.word_columns import parse_columns
from analysis.source.word_plan import read_word_plan

READERS: dict[str, Callable[[str], object]] = {
    name: getattr(notation, name)
    for name in ("read_number", "read_quantity", "read_target", "read_deadline", "read_date",
                 "read_number_word")
}  # fmt: skip

SIGNS = (
    string.digits + ".,-–/()%'\u00a0\u202f\u200b \t=+" + "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"
    "€$₾Ⅳ٣５½ⅳ\u202e\0abcxIVX"
)
WORDS = [
    "მინ.",
    "მაქს.",
    "დაახლოებით",
    "ათასი",
    "მილიონი",
    "მლნ",
    "ლარი",
    "ევრო",
    "წელი",
    "წლის",
    "იანვარი",
    "დეკემბრის",
    "წყარო:",
    "სულ",
    "ცოტა",
    "ორი",
    "ოცდახუთი",
    "1",
    "234,5",
    "10-20",
    "2019",
]

tokens = st.one_of(
    st.text(st.sampled_from(SIGNS), max_size=40),
    st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
    st.text(max_size=30),
)


@pytest.mark.parametrize("name", READERS)
@given(token=tokens)
@settings(max_examples=300, deadline=None)
def test_a_token_is_read_or_refused(name: str, token: str) -> None:
    with suppress(AnalysisError):
        READERS[name](token)


@given(
    cells=st.lists(tokens, min_size=len(COLUMNS), max_size=len(COLUMNS)), lines=st.integers(0, 3)
)
@settings(max_examples=150, deadline=None)
def test_a_plan_is_extracted_or_refused(cells: list[str], lines: int) -> None:
    text = "\n".join([HEADINGS, row(**dict(zip(COLUMNS, cells, strict=True))), *cells[:lines]])
    with suppress(AnalysisError):
        extract(PLAN, text.split("\n"))


def _word_parts() -> dict[str, bytes]:
    document = plan(
        word_row(indicators="რიგი (მინ. 5)", lead="მებაღე"), word_row("1.2. თესვა", None)
    )
    with zipfile.ZipFile(io.BytesIO(worded.saved(document))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


WORD_PARTS = _word_parts()
TAGS = sorted(set(re.findall(rb"<(w:[A-Za-z]+)", WORD_PARTS["word/document.xml"])))
SAID = ("document", "numbering", "styles")
ODD = [b'w:val="-1"', b'w:val="99999999999"', b'w:val=""', b"<w:p/>", b"<w:tr/>", b"</w:p>",
       b"<w:tc><w:p/></w:tc>", b"<w:tbl/>", b"<w:r><w:fldChar/></w:r>", b"<w:vMerge/>",
       b"tblGrid", b"gridSpan", b'w:ilvl="7"', b"<w:numId/>", b"<w:sdt/>",
       b"<w:del><w:p/></w:del>"]  # fmt: skip


@given(
    part=st.sampled_from(SAID),
    edits=st.lists(
        st.tuples(
            st.floats(0, 1), st.integers(0, 60), st.sampled_from(ODD) | st.binary(max_size=9)
        ),
        min_size=1, max_size=4,
    ),
)  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_a_spoilt_part_of_a_word_document_is_read_or_refused(
    part: str, edits: list[tuple[float, int, bytes]]
) -> None:
    name = f"word/{part}.xml"
    content = WORD_PARTS[name]
    for where, length, new in edits:
        at = int(where * len(content))
        content = content[:at] + new + content[at + length :]
    _read_plan(WORD_PARTS | {name: content})


@given(
    tag=st.sampled_from(TAGS),
    other=st.sampled_from(TAGS),
    attribute=st.sampled_from([b"", b' w:val="continue"', b' w:val="40000"', b' w:w="-3"']),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_a_word_document_of_other_elements_is_read_or_refused(
    tag: bytes, other: bytes, attribute: bytes
) -> None:
    content = WORD_PARTS["word/document.xml"]
    content = re.sub(rb"<%s(?=[ />])" % tag, b"<%s%s" % (other, attribute), content)
    content = content.replace(b"</%s>" % tag, b"</%s>" % other)
    _read_plan(WORD_PARTS | {"word/document.xml": content})


def _read_plan(parts: dict[str, bytes]) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    with suppress(AnalysisError):
        lines = read_word(buffer.getvalue(), "plan.docx", "final")
        propose(lines, {})
        columns = parse_columns(COLUMNS_TOML.encode(), "columns.toml", is_plan=True)
        read_word_plan(lines, columns, "plan.docx")


@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=100, deadline=None)
def test_what_is_called_a_word_document_or_its_columns_is_read_or_refused(content: bytes) -> None:
    for read in (
        lambda: read_word(content, "plan.docx"),
        lambda: parse_columns(content, "columns.toml", is_plan=True),
    ):
        with suppress(AnalysisError):
            read()


@given(value=st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner),
    max_leaves=6,
), key=st.sampled_from(["columns", "table", "absent", "header_rows", "other_tables", "lead",
                        "tracked_changes"]))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_columns_of_other_types_are_refused(value: object, key: str) -> None:
    with suppress(AnalysisError):
        parse_columns(f"{key} = {_toml(value)}\n".encode(), "columns.toml", is_plan=False)


@given(lines=st.lists(tokens, max_size=4))
@settings(max_examples=200, deadline=None)
def test_every_number_of_any_text_is_a_candidate_once(lines: list[str]) -> None:
    text = [line.replace("\n", " ") for line in lines]
    found: dict[int, list[tuple[int, int]]] = {}
    for one in candidates(text, drafted_figures.readers(lambda word: "")):
        if one.occurrence:
            span = occurrences(text[one.line - 1], one.token)[one.occurrence - 1]
            found.setdefault(one.line, []).append(span)
    for spans in found.values():
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_manifest_and_a_table_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(content)
    (tmp_path / "table.csv").write_bytes(content)
    for read in (
        lambda: read_manifest(tmp_path),
        lambda: read_raw_table(tmp_path / "table.csv", "table.csv", ("a", "b"), ("a",)),
    ):
        with suppress(AnalysisError):
            read()


@given(value=st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner),
    max_leaves=8,
))  # fmt: skip
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_manifest_of_other_types_is_refused(tmp_path: Path, value: object) -> None:
    (tmp_path / MANIFEST).write_text(f"document = {_toml(value)}\n", encoding="utf-8")
    with suppress(AnalysisError):
        assert read_manifest(tmp_path) == {}


def _toml(value: object) -> str:
    """Return a value as TOML, near enough."""
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{name}" = {_toml(one)}' for name, one in value.items()) + "}"
    return repr(value).lower() if isinstance(value, bool) else repr(value)
