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
    pattern = _alone(re.escape(token), token)
    return [found.span() for found in re.finditer(pattern, line)] if token else []


def _alone(pattern: str, token: str) -> str:
    """Return a pattern that neither continues a number or word nor is continued by one."""
    inside = rf"[\d{_GEORGIAN}]"
    before = f"(?<!{inside})" if re.match(inside, token) else ""
    after = r"(?!\d)" if token[-1:].isdigit() else ""
    if re.match(f"[{_GEORGIAN}]", token[-1:]):
        after = f"(?![{_GEORGIAN}])"
    return f"{before}{pattern}{after}"


def line_number(cell: str) -> int:
    """Return the line that a cell names, or 0 if it names none."""
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 10 else 0


def begins_on(lines: Sequence[str], number: int, token: str, reach: int = 12) -> bool:
    """Return whether a token that may run on over lines begins on the numbered line.

    White space is compared as one space: a line break in a cell is a space in a token.
    """
    if not 1 <= number <= len(lines) or not token:
        return False
    words = [re.escape(word) for word in token.split()]
    text = "\n".join(lines[number - 1 : number - 1 + reach])
    grouped = r"(?<![0-9][.,])" if token[0].isdigit() else ""
    found = re.search(grouped + _alone(r"\s+".join(words), token), text)
    return bool(found and found.start() <= len(lines[number - 1]))
