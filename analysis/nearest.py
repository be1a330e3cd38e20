"""The nearest name to one that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

LONGEST = 200
"""Characters of a name; what is longer was not meant as one, and is compared with none."""


_ALIKE = 0.5


def near(name: str, known: Iterable[str]) -> str:
    """Return a sentence that names the nearest of known names, or all of them.

    >>> near("chaptre", ["chapter", "plan"]), near("x", ["chapter", "plan"])
    (" Did you mean 'chapter'?", ' Known: chapter, plan.')
    """
    known = list(known)
    found = _close(name, known, 1, 0.6)
    return f" Did you mean {found[0]!r}?" if found else f" Known: {', '.join(known)}."


def nearest(name: str, known: Sequence[str]) -> str:
    """Return a sentence that names those of few choices that are near; empty if none is.

    >>> nearest("Faling", ["all", "failing"]), nearest("x", ["all", "failing"])
    (" Did you mean 'failing'?", '')
    """
    found = _close(name, known, 3, 0.5) or _close(name, known, 1, 0.3)
    return f" Did you mean {' or '.join(map(repr, found))}?" if found else ""


def likest(name: str, known: Iterable[str], most: int = 3) -> list[tuple[str, float]]:
    """Return the known names that are most like one, each with its likeness from 0.5 to 1.

    Likeness is twice the letters in common by the letters of both, as ``difflib`` counts them.

    >>> likest("chaptre", ["chapter", "plan"])
    [('chapter', 0.86)]
    """
    if len(name) > LONGEST:
        return []
    matcher = difflib.SequenceMatcher(b=name)
    found = []
    for one in dict.fromkeys(known):
        matcher.set_seq1(one[:LONGEST])
        if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
            found.append((one, round(matcher.ratio(), 2)))
    alike = [pair for pair in found if pair[1] >= _ALIKE]
    return sorted(alike, key=lambda pair: (-pair[1], pair[0]))[:most]


def _close(name: str, known: Sequence[str], most: int, cutoff: float) -> list[str]:
    if len(name) > LONGEST:
        return []
    return difflib.get_close_matches(name, known, n=most, cutoff=cutoff)
