"""Formats: in which forms a report can be had."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.errors import UsageError
from analysis.nearest import near

FORMATS = ("html", "pdf", "docx", "xlsx", "csv", "svg")
"""The kinds of files of a report. The page is always made: the others are made of it."""


def choose_formats(words: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the formats named, in their usual order; all of them where none is.

    >>> choose_formats(["xlsx", "html"])
    ('html', 'xlsx')

    Raises
    ------
    UsageError
        There is no such format.
    """
    for word_ in words:
        if word_ not in FORMATS:
            raise UsageError(f"There is no format {word_!r}.{near(word_, FORMATS)}")
    return tuple(name for name in FORMATS if name in words or not words)
