"""The widths of a table's columns on paper, and whether it wants a page on its side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

PORTRAIT, LANDSCAPE = 112, 168
"""How many characters of a table's type stand side by side on a page."""

_LONGEST_WORD = 21
"""Longer words are divided."""

_SHORT = 18
"""Cells up to this length are better not divided at all: numbers, and ranges of them."""

_BOLD = 1.15
"""How much wider the bold words of a header row are."""

_FOR_SHORT = 0.4
"""The part of the room to spare that goes to short cells."""

_MANY_ROWS, _MANY_COLUMNS = 30, 7
"""From here on a page on its side is worth turning the paper."""

_FEW_ROWS = 8
"""Up to so many rows, the header among them, no table is worth turning the paper for."""

_ENOUGH = 110
"""Characters from which a cell is better set in several lines."""

_BREAKS = re.compile(r"[\s-]+")
_PADDING = 3


@dataclass(frozen=True)
class Layout:
    """The share of the line for each column, and whether the page lies on its side."""

    widths: tuple[float, ...]
    wide: bool


def layout(rows: Sequence[Sequence[str]]) -> Layout:
    """Return how to set a table whose header row comes first.

    Each column has room for its longest word. What is left goes in part to short cells, so
    that they stay whole, and for the rest to columns with many words. A table whose words do
    not fit side by side lies on its side unless it is short, and so does a long one of many
    columns.

    >>> layout([("Name", "Activities"), ("State Commission on Migration Issues", "12")])
    Layout(widths=(0.706, 0.294), wide=False)
    """
    columns = list(zip(*rows, strict=True))
    words = [_room(column, 0) for column in columns]
    wished = [max(own, _wish(column)) for own, column in zip(words, columns, strict=True)]
    long = len(rows) > _MANY_ROWS and len(columns) >= _MANY_COLUMNS
    few = len(rows) <= _FEW_ROWS and sum(words) <= LANDSCAPE
    wide = (sum(words) > PORTRAIT and not few) or (long and sum(wished) > LANDSCAPE)
    room = LANDSCAPE if wide else PORTRAIT
    spare = max(0.0, room - sum(words))
    widths = _grown(words, [_room(column, _SHORT) for column in columns], spare * _FOR_SHORT)
    widths = _grown(widths, wished, max(0.0, room - sum(widths)))
    return Layout(tuple(round(width / sum(widths), 3) for width in widths), wide)


def _grown(widths: Sequence[float], wished: Sequence[float], spare: float) -> list[float]:
    """Return widths brought nearer to what is wished, alike for all, by what is to spare."""
    more = [max(0.0, wish - width) for wish, width in zip(wished, widths, strict=True)]
    part = min(1.0, spare / max(1.0, sum(more)))
    return [width + part * extra for width, extra in zip(widths, more, strict=True)]


def _room(column: Sequence[str], short: int) -> int:
    """Return the characters that have to stand side by side: words, and short cells whole."""
    head, *cells = column
    parts = [part for cell in cells for part in ([cell] if len(cell) <= short else _words(cell))]
    heading = round(_BOLD * max(map(len, _words(head))))
    return min(max([heading, *map(len, parts)]), _LONGEST_WORD) + _PADDING


def _words(cell: str) -> list[str]:
    return _BREAKS.split(cell)


def _wish(column: Sequence[str]) -> float:
    """Return the characters at which nine cells of ten stand in one line, within reason."""
    lengths = sorted(map(len, column))
    return min(lengths[-1 - len(lengths) // 10], _ENOUGH)
