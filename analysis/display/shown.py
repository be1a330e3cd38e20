"""What a notebook shows: sentences, tables and figures, as escaped HTML and plain text."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

__all__ = ["Shown", "escape", "paragraph"]


@dataclass(frozen=True)
class Shown:
    """One thing to show, for a page and for a reader without one."""

    html: str
    text: str

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.text}

    def __str__(self) -> str:
        return self.text


def paragraph(*sentences: str) -> Shown:
    """Return sentences as one paragraph."""
    text = " ".join(sentences)
    return Shown(f"<p>{escape(text)}</p>", text)
