"""What a notebook shows: sentences, tables and figures, as escaped HTML and plain text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

__all__ = [
    "NOTHING",
    "Link",
    "Piece",
    "Shown",
    "as_html",
    "as_text",
    "escape",
    "flat",
    "joined",
    "listed",
    "paragraph",
]


@dataclass(frozen=True)
class Shown:
    """One thing to show, for a page, for a reader without one, and for programs."""

    html: str
    text: str
    data: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """The same for programs, by media type: of a table its typed cells."""

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {"text/html": self.html, "text/plain": self.text, **self.data}

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Link:
    """Words that lead to a row of the same page, which says where they come from."""

    text: str
    target: str


Piece = str | Link | tuple["str | Link", ...]
"""Words of a sentence or a cell: text, a link, or several of both."""


NOTHING = Shown("", "")
"""Shown where another cell of the section says why there is nothing."""


def as_html(piece: Piece) -> str:
    """Return a piece as escaped HTML."""
    if isinstance(piece, tuple):
        return "".join(as_html(part) for part in piece)
    if isinstance(piece, Link):
        return f'<a href="#{escape(piece.target)}">{escape(piece.text)}</a>'
    return escape(piece)


def as_text(piece: Piece) -> str:
    """Return a piece as plain text."""
    if isinstance(piece, tuple):
        return "".join(as_text(part) for part in piece)
    return piece.text if isinstance(piece, Link) else piece


def paragraph(*sentences: Piece) -> Shown:
    """Return sentences as one paragraph."""
    html = " ".join(as_html(sentence) for sentence in sentences)
    return Shown(f"<p>{html}</p>", " ".join(as_text(sentence) for sentence in sentences))


def listed(entries: Iterable[Sequence[Piece]], *, ordered: bool = False) -> Shown:
    """Return entries as a list, each of several pieces."""
    rows = [tuple(part for piece in entry for part in flat(piece)) for entry in entries]
    tag = "ol" if ordered else "ul"
    html = "".join(f"<li>{as_html(row)}</li>" for row in rows)
    return Shown(f"<{tag}>{html}</{tag}>", "\n".join(as_text(row) for row in rows))


def flat(piece: Piece) -> tuple[str | Link, ...]:
    """Return a piece as the words and links that it consists of."""
    return piece if isinstance(piece, tuple) else (piece,)


def joined(pieces: Sequence[Piece], between: str) -> Piece:
    """Return pieces as one, with words such as a comma between them."""
    parts: list[str | Link] = []
    for piece in pieces:
        parts += [between, *flat(piece)] if parts else flat(piece)
    return tuple(parts)
