"""What the columns of a Word document mean, as a person says it in ``columns.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.errors import Problem, RawDataError
from analysis.files import read_bytes
from analysis.source.descriptions import TABLE, SourceDocument
from analysis.source.manifest import COLUMNS as FILE
from analysis.source.plan_rows import COLUMNS
from analysis.source.word.inline import CHANGES

MEANINGS = ("objective", "activity", *COLUMNS)
"""What a column may mean, in the order in which plans usually have them."""

NEVER_ABSENT = ("activity",)

LARGEST = 1_000_000
"""Bytes of the file."""

Name = int | str
"""A column by its number, from 1 as people count, or by the words over it."""

_LISTS = ("abbreviations", "other_tables", "not_headings")
_KEYS = ("tracked_changes", "header_rows", "absent", *_LISTS, "columns", "table")


@dataclass(frozen=True)
class Columns:
    """The columns by meaning, and what else has to be known of the document's tables.

    ``tables`` has the columns of single tables, by their number, where they differ;
    ``abbreviations`` and ``other_tables`` are the numbers of tables that are no plan, and
    ``not_headings`` the lines between tables that head nothing.
    """

    file: str = FILE
    tracked_changes: str = ""
    header_rows: int | None = None
    columns: Mapping[str, Name] = field(default_factory=dict)
    tables: Mapping[int, Mapping[str, Name]] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    abbreviations: tuple[int, ...] = ()
    other_tables: tuple[int, ...] = ()
    not_headings: tuple[int, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    """On which line of the file each key stands, as ``columns.lead`` or ``table.3.lead``."""

    def of_table(self, number: int) -> Mapping[str, Name]:
        """Return the columns of one table."""
        return {**self.columns, **self.tables.get(number, {})}

    def problem(self, key: str, what: str, found: Name, expected: str, advice: str = "") -> Problem:
        """Return a problem with one line of the file."""
        return Problem(
            what, self.file, self.lines.get(key), key.split(".")[-1], str(found), expected, advice
        )


def read_columns(document: SourceDocument) -> Columns:
    """Return what was said of a Word document's columns; of prose nothing has to be.

    Raises
    ------
    RawDataError
        The file is missing or misformed, a column is named twice, a meaning is unknown or
        missing, a blank was not filled in: everything at once.
    """
    assert document.folder is not None
    path = document.folder / FILE
    name = f"data/raw/{document.source_id}/{FILE}"
    if not path.is_file():
        if document.kind != TABLE:
            return Columns(name)
        raise RawDataError(
            Problem(
                "nothing says what the document's columns mean",
                name,
                advice=f"run: analysis extract {document.source_id} --document FILE --propose",
            )
        )
    return parse_columns(read_bytes(path, LARGEST), name, is_plan=document.kind == TABLE)


def parse_columns(content: bytes, name: str, *, is_plan: bool) -> Columns:
    """Return what the text of a ``columns.toml`` says, or refuse all that is wrong with it."""
    try:
        text = content.decode("utf-8")
        said = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise RawDataError(
            Problem(f"not a description of columns: {error}", name, expected="UTF-8 TOML")
        ) from error
    lines = _lines(text)
    problems = list(_problems(said, name, lines, is_plan=is_plan))
    if problems:
        raise RawDataError(sorted(problems, key=lambda one: one.row or 0))
    tables = {int(number): one["columns"] for number, one in said.get("table", {}).items()}
    lists = {key: tuple(said.get(key, ())) for key in (*_LISTS, "absent")}
    return Columns(
        name,
        said.get("tracked_changes", ""),
        said.get("header_rows"),
        said.get("columns", {}),
        tables,
        lines=lines,
        **lists,
    )


def _lines(text: str) -> dict[str, int]:
    """Return the line of every key; TOML's own reader forgets it."""
    found: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.split("\n"), 1):
        if head := re.fullmatch(r"\s*\[([^\]]*)\]\s*(?:#.*)?", line):
            section = re.sub(r"[\s\"']", "", head[1]) + "."
            found.setdefault(section[:-1], number)
            found.setdefault(section.removesuffix("columns.")[:-1], number)
        elif key := re.match(r"\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*=", line):
            found.setdefault(section.replace(".columns.", ".") + key[1], number)
    return found


def _problems(
    said: Mapping[str, Any], name: str, lines: Mapping[str, int], *, is_plan: bool
) -> Iterator[Problem]:
    def problem(
        key: str, what: str, found: object = None, expected: str = "", advice: str = ""
    ) -> Problem:
        shown = None if found is None else str(found)
        return Problem(what, name, lines.get(key), key.split(".")[-1], shown, expected, advice)

    for key in said.keys() - set(_KEYS):
        yield problem(key, "the key is not known here", key, ", ".join(_KEYS))
    changes = said.get("tracked_changes", "")
    if changes not in ("", *CHANGES) or ("tracked_changes" in said and changes == ""):
        yield problem(
            "tracked_changes", "which state is meant is not said", changes, " or ".join(CHANGES)
        )
    rows = said.get("header_rows", 1)
    if type(rows) is not int or not 0 <= rows <= 20:
        yield problem("header_rows", "not a number of rows", rows, "a whole number from 0 to 20")
    for key in _LISTS:
        cell = said.get(key, [])
        if not (isinstance(cell, list) and all(type(one) is int and one > 0 for one in cell)):
            yield problem(key, "not a list of numbers", cell, "such as [1, 2]")
    absent = said.get("absent", [])
    if not (isinstance(absent, list) and all(isinstance(one, str) for one in absent)):
        yield problem("absent", "not a list of meanings", absent, 'such as ["note"]')
        absent = []
    for one in absent:
        if one not in MEANINGS or one in NEVER_ABSENT:
            yield problem("absent", "the meaning cannot be absent", one, _known(but=NEVER_ABSENT))
    columns = said.get("columns", {})
    yield from _column_problems(columns, "columns", problem)
    tables = said.get("table", {})
    for number, table in tables.items() if isinstance(tables, dict) else [("", None)]:
        place = f"table.{number}"
        if not (number.isdigit() and isinstance(table, dict) and table.keys() == {"columns"}):
            yield problem(place, "not the columns of one table", number, "[table.3.columns]")
        else:
            yield from _column_problems(table["columns"], place, problem)
    if is_plan and isinstance(columns, dict):
        for meaning in MEANINGS:
            if meaning not in columns and meaning not in absent:
                yield problem(
                    "columns",
                    f"no column means {meaning}",
                    advice=f"write {meaning} = and the column's number or heading, or put "
                    f'"{meaning}" into absent',
                )
            elif meaning in columns and meaning in absent:
                yield problem(f"columns.{meaning}", "the column is there and absent", meaning)


def _column_problems(columns: Any, place: str, problem: Any) -> Iterator[Problem]:
    if not isinstance(columns, dict):
        yield problem(place, "not a table of columns", type(columns).__name__, "[columns]")
        return
    first: dict[Name, str] = {}
    for meaning, name in columns.items():
        key = f"{place}.{meaning}"
        if meaning not in MEANINGS:
            yield problem(key, "the meaning is not known", meaning, _known())
        if name == "":
            yield problem(
                key,
                "the blank is not filled in",
                name,
                "the column's number, or the words over it",
                f'compare with the document; if it has no such column, put "{meaning}" into absent',
            )
        elif type(name) not in (int, str) or (isinstance(name, int) and not 0 < name <= 1_000):
            yield problem(key, "neither a number nor a heading", name, 'such as 3 or "heading"')
        elif name in first:
            yield problem(key, f"the column is {first[name]} already", name, "each column once")
        else:
            first[name] = meaning


def _known(but: tuple[str, ...] = ()) -> str:
    return ", ".join(one for one in MEANINGS if one not in but)
