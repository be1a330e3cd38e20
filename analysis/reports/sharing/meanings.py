"""Meanings: what each table and column of the clean tables says, from the data dictionary.

``docs/data-dictionary.md`` is the one place where a column is explained; a test holds it to
the columns there are. What is shared repeats its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.cleaning.schema import SCHEMAS
from analysis.errors import DataError, Problem

DICTIONARY = "docs/data-dictionary.md"
"""Where the dictionary lies, from the root of the project."""

_ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \| (.*) \|$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


@dataclass(frozen=True)
class Meaning:
    """What a column holds, in words, and whether a cell lists several things or is a date."""

    words: str
    listed: bool
    dated: bool


@dataclass(frozen=True)
class TableMeaning:
    """What a row of a table is, and the meaning of each column."""

    words: str
    columns: dict[str, Meaning]


def meanings(dictionary: str) -> dict[str, TableMeaning]:
    """Return the meanings of every clean table and column, by name.

    Raises
    ------
    DataError
        The dictionary does not explain a table or a column; each is named.
    """
    sections = dict(re.findall(r"^## (\w+)$(.*?)(?=^## |\Z)", dictionary, re.DOTALL | re.MULTILINE))
    found = {name: _table(sections[name]) for name in SCHEMAS if name in sections}
    missing = [
        Problem("the column is not explained", DICTIONARY, column=f"{name}.{column}")
        for name, schema in SCHEMAS.items()
        for column in schema.columns
        if name not in found or column not in found[name].columns
    ]
    if missing:
        raise DataError(missing)
    return found


def _table(section: str) -> TableMeaning:
    opening = section.strip().split("\n\n", 1)[0]
    return TableMeaning(
        _plain(opening),
        {
            column: Meaning(_plain(words), "list" in kind, kind.strip().startswith("date"))
            for column, kind, words in _ROW.findall(section)
        },
    )


def _plain(words: str) -> str:
    """Return a passage of Markdown as one line of plain text."""
    return " ".join(_LINK.sub(r"\1", words).replace("`", "").replace("*", "").split())
