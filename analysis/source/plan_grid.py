"""The action plan's text as a grid: headings and tab-led cells, with their lines.

The document is a Word table saved as text. Every cell begins with a tab; a cell's
text runs on over lines without one. Headings stand between rows, unmarked, so a
heading that follows a row directly is glued to that row's last cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

BOOKMARK = re.compile(r"\[bookmark: \w+\]\s*")
_CHAPTER = re.compile(r"^\s*([IVXL]+)\s+თავი\s*:")
_SECTION = re.compile(r"^\s*([ა-დ])\.\s+\S")


@dataclass(frozen=True)
class Line:
    """One printed line: its 1-based number, and its text without a leading tab.

    ``item`` marks a line that an automatic list begins, whose number or bullet is no text.
    """

    number: int
    text: str
    item: bool = False

    @property
    def blank(self) -> bool:
        """True where nothing is printed; a no-break space prints nothing."""
        return not self.text.strip()


@dataclass
class Cell:
    """One tab-led cell.

    ``after_gap`` marks a cell whose tab stands after a space: in this document that
    is what is left where the cells before it were lost.
    """

    line: int
    after_gap: bool
    lines: list[Line] = field(default_factory=list)

    @property
    def blank(self) -> bool:
        return all(line.blank for line in self.lines)

    @property
    def first_text_line(self) -> int:
        """The number of the first line with text, or of the tab where there is none."""
        return next((line.number for line in self.lines if not line.blank), self.line)

    @property
    def text(self) -> str:
        """The cell's printed lines joined by line feeds."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Heading:
    """A chapter or section heading with the label printed (``IV``, ``ა``)."""

    line: int
    kind: str
    label: str


@dataclass(frozen=True)
class LooseLine:
    """A line with text that belongs to no cell: it follows a heading."""

    line: int


Piece = Cell | Heading | LooseLine


def read_pieces(lines: Sequence[str]) -> Iterator[Piece]:
    """Yield the document's headings, cells and loose lines in printed order."""
    cell: Cell | None = None
    for number, raw in enumerate(lines, 1):
        text = BOOKMARK.sub("", raw)
        heading = None if "\t" in text else heading_of(number, text)
        stripped = text.lstrip(" ")
        if heading or stripped.startswith("\t"):
            if cell:
                yield cell
            cell = None
        if heading:
            yield heading
        elif stripped.startswith("\t"):
            cell = Cell(number, text.startswith(" "), [Line(number, stripped[1:])])
        elif cell:
            cell.lines.append(Line(number, text))
        elif text.strip():
            yield LooseLine(number)
    if cell:
        yield cell


def heading_of(number: int, text: str) -> Heading | None:
    """Return the heading that a line is, if it is one."""
    for kind, pattern in (("chapter", _CHAPTER), ("section", _SECTION)):
        found = pattern.match(text)
        if found:
            return Heading(number, kind, found.group(1))
    return None
