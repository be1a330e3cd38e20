"""Blocks: the rows, paragraphs and entries of a page, each with its words and its ids.

A page is read once from its beginning to its end, and no tree is built of it: every page that is
shared is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_BLOCKS = frozenset(("tr", "li", "p", "figcaption", "caption", "summary", "h1", "h2"))

_EMPTY = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
     "track", "wbr")
)  # fmt: skip
"""Elements that have no end, and hold nothing."""

_UNREAD = frozenset(("script", "style"))
"""Elements whose text is no words."""

_ENTRIES = re.compile(r"; |\n")
"""What sets entries apart in plain text."""


def entries(text: str) -> list[str]:
    """Return the entries of a plain text."""
    return _ENTRIES.split(text)


def html_blocks(text: str) -> Iterator[str]:
    """Yield the rows, paragraphs, entries and alternative texts of a page, with their ids."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    for block in reader.blocks:
        if not block.outer:
            yield f"{' '.join(block.ids)} {' '.join(block.words)}"
    for label in reader.labels:
        yield from entries(label)


@dataclass
class _Block:
    """An element whose words belong together."""

    name: str
    depth: int
    ids: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    outer: bool = False
    """Whether it is an entry made of entries or paragraphs, which are read by themselves."""


class _Reader(HTMLParser):
    """Collects blocks; an element that has no end ends with what it stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[_Block] = []
        self.labels: list[str] = []
        self._elements: list[str] = []
        self._open: list[_Block] = []
        self._text: list[str] = []

    def close(self) -> None:
        super().close()
        self._end_text()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag in _EMPTY:
            return
        self._elements.append(tag)
        if tag in _BLOCKS:
            block = _Block(tag, len(self._elements), self._ids(attrs))
            self.blocks.append(block)
            self._open.append(block)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_text()
        if self._open:
            ids = self._ids(attrs)
            for block in self._open:
                block.ids += ids
                block.outer |= block.name == "li" and tag in ("li", "p")
        self.labels += [value or "" for name, value in attrs if name == "aria-label"]

    def handle_endtag(self, tag: str) -> None:
        self._end_text()
        if tag not in self._elements:
            return
        while self._elements.pop() != tag:
            pass
        while self._open and self._open[-1].depth > len(self._elements):
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and not (self._elements and self._elements[-1] in _UNREAD):
            self._text.append(data)

    def handle_comment(self, _data: str) -> None:
        self._end_text()

    def unknown_decl(self, data: str) -> None:
        """Read the text of a CDATA section, which browsers show within drawings."""
        self._end_text()
        self.handle_data(data.removeprefix("CDATA["))
        self._end_text()

    def _end_text(self) -> None:
        if self._text:
            words = "".join(self._text)
            for block in self._open:
                block.words.append(words)
            self._text.clear()

    @staticmethod
    def _ids(attrs: list[tuple[str, str | None]]) -> list[str]:
        """Return id and href, in this order."""
        given = dict(attrs)
        return [given[name] or "" for name in ("id", "href") if name in given]
