"""What a file of a bundle says: blocks of text with their place, links, raw bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Block:
    """One piece of text, and where in its file it stands; ``hidden`` if no reader sees it."""

    place: str
    text: str
    hidden: bool = False


@dataclass(frozen=True)
class Link:
    """One address in a file. What ``loads`` is fetched by opening the file, unasked."""

    place: str
    target: str
    loads: bool = False


@dataclass
class Content:
    """All that was read of one file; readers add to it.

    ``rows`` are blocks as disclosure reads them: a table's row, a paragraph, an
    observation. ``raw`` are bytes by their place, uncompressed. ``anchors`` are what a
    fragment can point at. ``faults`` are what could not be read, or must not be there.
    """

    file: str
    blocks: list[Block] = field(default_factory=list)
    rows: list[Block] = field(default_factory=list)
    raw: list[tuple[str, bytes]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    faults: list[Block] = field(default_factory=list)

    def say(self, place: str, text: str, *, hidden: bool = False) -> None:
        """Add a block, unless it is empty."""
        if text and not text.isspace():
            self.blocks.append(Block(place, text, hidden))

    def row(self, place: str, cells: Iterable[str]) -> None:
        """Add a row of cells, each set apart so that numbers do not run together."""
        text = " | ".join(cell for cell in cells if cell)
        if text:
            self.rows.append(Block(place, text))

    def fault(self, place: str, what: str) -> None:
        """Add something that could not be read, or must not be there."""
        self.faults.append(Block(place, what))

    def take(self, inner: Content, within: str) -> None:
        """Add what was read of a file inside this one, of its links those that lead outside."""
        for mine, others in (
            (self.blocks, inner.blocks),
            (self.rows, inner.rows),
            (self.faults, inner.faults),
        ):
            mine += [replace(one, place=_inside(within, one.place)) for one in others]
        self.links += [
            replace(link, place=_inside(within, link.place))
            for link in inner.links
            if "//" in link.target
        ]
        self.raw += [(_inside(within, place), data) for place, data in inner.raw]


def _inside(outer: str, inner: str) -> str:
    return f"{outer}, {inner}" if inner else outer
