"""Locators: where in a Word document each line stands that a raw row names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from analysis.source.plan_rows import COLUMNS
from analysis.source.tokens import line_number
from analysis.source.word.lines import WordLines

LOCATORS = "locators"
LOCATOR_COLUMNS = ("source_line", "table", "row", "cell", "paragraph")

_NAMING_LINES = frozenset((*COLUMNS, "verification"))


def locator_rows(
    lines: WordLines, tables: Mapping[str, Sequence[Mapping[str, str]]]
) -> list[dict[str, str]]:
    """Return the locator of every line that a raw row names, once each, in order."""
    return [_locator(lines, number) for number in sorted(set(_named(tables.values(), len(lines))))]


def _named(tables: Iterable[Sequence[Mapping[str, str]]], most: int) -> Iterator[int]:
    """Yield the lines that rows name, as far as the document has them."""
    for rows in tables:
        for row in rows:
            for column, cell in row.items():
                if column.endswith("_line") or column in _NAMING_LINES:
                    number = line_number(cell)
                    if 0 < number <= most:
                        yield number


def _locator(lines: WordLines, number: int) -> dict[str, str]:
    place = lines.place(number)
    cells = (str(number), place.table, place.row, place.cell, place.paragraph)
    return {
        name: "" if cell is None else str(cell)
        for name, cell in zip(LOCATOR_COLUMNS, cells, strict=True)
    }
