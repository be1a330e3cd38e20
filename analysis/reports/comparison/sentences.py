"""Sentences compared: which changed into which, and which of their words are others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

Pair = tuple[str | None, str | None]
"""A sentence before and after; None where it is new or gone."""

Marked = tuple[tuple[str, bool], ...]
"""Pieces of a sentence, each with whether it is one that changed."""

ALIKE = 0.4
"""The likeness from which two sentences are one that was changed, from 0 to 1."""

MANY = 40_000
"""Pairs of sentences from which likeness is not worked out."""

_END = re.compile(r"(?<=[.!?;])\s+")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")
_TOKEN = re.compile(rf"{_NUMBER.pattern}[\u00a0\u202f]?%?|[\w’'-]+|\s+|.")


def split(text: str) -> list[str]:
    """Return the sentences of a text, and the entries of a list within one.

    >>> split("Two of 3 are met. The rate is 2.5% to 100%.")
    ['Two of 3 are met.', 'The rate is 2.5% to 100%.']
    """
    return [sentence for sentence in _END.split(text.strip()) if sentence]


def masked(text: str) -> str:
    """Return a text with each number as one sign, so that texts with other numbers are alike.

    >>> masked("1,461,178 GEL to 3,551,178 GEL") == masked("1 GEL to 2.5 GEL")
    True
    """
    return _NUMBER.sub("#", text)


def line_pairs(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Return what differs between lines of sentences: of a line that changed its sentences alone.

    >>> line_pairs(["Old. It is 2."], ["Old. It is 3.", "New. It goes on."])
    [('It is 2.', 'It is 3.'), (None, 'New. It goes on.')]
    """
    found: list[Pair] = []
    for one, other in pairs(old, new):
        if one is None or other is None:
            found.append((one, other))
        else:
            found += pairs(split(one), split(other))
    return found


def pairs(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Return the sentences that differ, each with what it became, in the order of the new text.

    A sentence that stands elsewhere now is gone there and new here.

    >>> pairs(["It is 2.", "It ends."], ["It begins so.", "It is 3.", "It ends."])
    [(None, 'It begins so.'), ('It is 2.', 'It is 3.')]
    """
    found: list[Pair] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            found += _paired(old[i:j], new[k:m])
    return found


def marked(old: str, new: str) -> tuple[Marked, Marked]:
    """Return both forms of a sentence in pieces, with the words that changed marked.

    >>> marked("It is 2.", "It is 3.")
    ((('It is ', False), ('2', True), ('.', False)), (('It is ', False), ('3', True), ('.', False)))
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        for pieces, words in ((left, before[i:j]), (right, after[k:m])):
            if words:
                pieces.append(("".join(words), tag != "equal"))
    return tuple(left), tuple(right)


def _paired(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Pair sentences of one place, the most alike first; where there are many, by turns."""
    found: dict[int, int] = {}
    if len(old) * len(new) > MANY:
        found = {k: k for k in range(min(len(old), len(new)))}
    else:
        left, right = ([_tokens(text) for text in side] for side in (old, new))
        grid = [(_likeness(a, b), -i, -k) for i, a in enumerate(left) for k, b in enumerate(right)]
        for likeness, i, k in sorted(grid, reverse=True):
            if likeness >= ALIKE and -k not in found and -i not in found.values():
                found[-k] = -i
    gone = [(one, None) for i, one in enumerate(old) if i not in found.values()]
    return [*gone, *((old[found[k]] if k in found else None, one) for k, one in enumerate(new))]


def _tokens(text: str) -> Counter[str]:
    """Return the words and signs of a text, its numbers as one."""
    return Counter(token for token in _TOKEN.findall(masked(text)) if token.strip())


def _likeness(old: Counter[str], new: Counter[str]) -> float:
    """Return how alike two sentences are, from 0 to 1: the share of their words in both."""
    return 2 * (old & new).total() / max(1, old.total() + new.total())
