"""Where tokens stand in a document's lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

_GEORGIAN = "ა-ჰ"
DIGIT_RUN = re.compile(r"\d+")
WORD = re.compile(f"[{_GEORGIAN}]+(?:-[{_GEORGIAN}]+)*")

Span = tuple[int, int]


def occurrences(line: str, token: str) -> list[Span]:
    """Return where a token stands on a line by itself.

    It does not continue a number or a word, nor is it continued by one: ``4`` does not
    stand in ``411``, and ``ორ`` not in ``ორმოც``.
    """
    after = r"(?!\d)" if token[-1:].isdigit() else f"(?![{_GEORGIAN}])"
    pattern = rf"(?<![\d{_GEORGIAN}]){re.escape(token)}{after}"
    return [found.span() for found in re.finditer(pattern, line)] if token else []


def begins_on(lines: Sequence[str], number: int, token: str, reach: int = 12) -> bool:
    """Return whether a token that may run on over lines begins on the numbered line.

    White space is compared as one space: a line break in a cell is a space in a token.
    """
    if not 1 <= number <= len(lines) or not token:
        return False
    words = [re.escape(word) for word in token.split()]
    text = "\n".join(lines[number - 1 : number - 1 + reach])
    found = re.search(r"\s+".join(words), text)
    return bool(found and found.start() <= len(lines[number - 1]))
