"""The nearest name to one that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def near(name: str, known: Iterable[str]) -> str:
    """Return a sentence that names the nearest of known names, or all of them.

    >>> near("chaptre", ["chapter", "plan"]), near("x", ["chapter", "plan"])
    (" Did you mean 'chapter'?", ' Known: chapter, plan.')
    """
    known = list(known)
    found = difflib.get_close_matches(name, known, n=1)
    return f" Did you mean {found[0]!r}?" if found else f" Known: {', '.join(known)}."
