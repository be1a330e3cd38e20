"""Whatever is printed or sent: a value, or a refusal of the error tree; never a crash."""

from __future__ import annotations

import string
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_plan_extraction import HEADINGS, PLAN, row

from analysis.cleaning import notation
from analysis.errors import AnalysisError
from analysis.source.extraction import extract
from analysis.source.manifest import MANIFEST, read_manifest
from analysis.source.plan_rows import COLUMNS
from analysis.source.raw_files import read_raw_table

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
