"""A Word document as lines: every printed paragraph in order, and the tables they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.errors import DocumentError, Problem
from analysis.source.word import grid
from analysis.source.word.grid import GridCell, Locator, PrintedLine, Row, Table
from analysis.source.word.inline import ADDED, FINAL, TAKEN_OUT, Aside, Inline
from analysis.source.word.numbering import Label, Numbering
from analysis.source.word.package import Package, W, open_package
from analysis.source.word.styles import Styles
from analysis.source.word.xml import child, tag, value

MOST_LINES = 500_000
"""Printed lines of a document at most."""

_PLACES_NAMED = 5
_WRAPPERS = frozenset(("sdt", "sdtContent", "customXml"))


@dataclass(frozen=True)
class Paragraph:
    """A paragraph outside tables, by its lines."""

    lines: tuple[PrintedLine, ...]


Block = Paragraph | Table


class WordLines(Sequence[str]):
    """The printed lines of a Word document, from 1 as they are cited, and their structure."""

    def __init__(
        self,
        lines: Sequence[PrintedLine],
        blocks: Sequence[Block],
        asides: Sequence[Aside],
        revised: Sequence[str] = (),
    ):
        self.printed = lines
        self.blocks = blocks
        self.asides = asides
        self.revised = revised

    def __getitem__(self, place: Any) -> Any:
        found = self.printed[place]
        return [one.printed for one in found] if isinstance(place, slice) else found.printed

    def __len__(self) -> int:
        return len(self.printed)

    @property
    def tables(self) -> list[Table]:
        """The tables that do not stand in others."""
        return [block for block in self.blocks if isinstance(block, Table)]

    def place(self, number: int) -> Locator:
        """Return where a line stands."""
        return self.printed[number - 1].place


def read_word(content: bytes, name: str, changes: str = "") -> WordLines:
    """Return the lines of a Word document.

    Parameters
    ----------
    content, name : its bytes, and how messages cite it.
    changes : which state of tracked changes is read, ``final`` or ``original``; a document
        that has any is refused where it is not said.

    Raises
    ------
    DocumentError
        It cannot be read safely, holds tracked changes that nobody has decided on, or what
        is printed of it cannot be known.
    """
    package = open_package(content, name)
    walk = _Walk(package, changes or FINAL)
    try:
        blocks = list(walk.blocks(package.body))
    except RecursionError as error:
        raise DocumentError(Problem("the document is nested too deeply", name)) from error
    problems = list(_problems(walk, name))
    if walk.inline.revised and not changes:
        problems.append(_undecided(walk.inline.revised, name))
    if problems:
        raise DocumentError(problems)
    asides = [*walk.inline.asides, *_notes(package, walk.inline)]
    return WordLines(walk.lines, blocks, asides, walk.inline.revised)


@dataclass
class _Walk:
    package: Package
    changes: str
    lines: list[PrintedLine] = field(default_factory=list)
    unknown: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        styles = Styles(self.package.styles)
        self.inline = Inline(styles, self.changes)
        self.numbering = Numbering(self.package.numbering, styles)
        self._paragraphs = 0
        self._tables = 0

    def blocks(self, container: Any) -> Iterator[Block]:
        """Yield the paragraphs and tables of the body."""
        pieces = list(self._pieces(container))
        for at, piece in enumerate(pieces):
            if tag(piece) == "tbl":
                self._tables += 1
                yield self._table(piece, str(self._tables))
            elif tag(piece) == "p":
                self._paragraphs += 1
                place = Locator(self._paragraphs)
                lines = self._paragraph(piece, place, _is_last(pieces, at))
                if lines:
                    yield Paragraph(lines)
            else:
                self.inline.aside("part in another format", tag(piece), value(piece, "id") or "-")

    def _pieces(self, container: Any) -> Iterator[Any]:
        """Yield the paragraphs and tables of a container, those inside wrappers included."""
        for one in container:
            name = tag(one)
            if name in ("p", "tbl", "altChunk", "subDoc"):
                yield one
            elif self._opens(one, name):
                yield from self._pieces(one)

    def _opens(self, element: Any, name: str) -> bool:
        """Return whether an element is a wrapper of what is printed."""
        if name in ADDED or name in TAKEN_OUT:
            return not self.inline.leaves_out(name)
        return name in _WRAPPERS and not self.inline.is_placeholder(element)

    def _table(self, element: Any, number: str) -> Table:
        nested: list[Table] = []
        rows = []
        self.inline.place = f"table {number}"
        forms = [
            row
            for row in grid.unwrapped(element, "tr", self._opens)
            if self._stays(grid.row_changes(row))
        ]
        for row_no, form in enumerate(forms, 1):
            rows.append(self._row(form, number, row_no, nested))
        return Table(number, tuple(rows), grid.edges(element), nested)

    def _stays(self, changes: list[str]) -> bool:
        """Return whether a whole row or cell is there in the state that is read."""
        hidden = [self.inline.leaves_out(name) for name in changes]
        return not any(hidden)

    def _row(self, form: Any, table: str, row_no: int, nested: list[Table]) -> Row:
        cells: list[GridCell] = []
        at = grid.begins_at(form)
        for cell_no, cell in enumerate(grid.unwrapped(form, "tc", self._opens), 1):
            place = Locator(0, table, row_no, cell_no)
            self.inline.place = str(place)
            end = min(at + grid.width(cell), grid.WIDEST)
            merged = grid.continues_above(cell)
            stays = self._stays(grid.cell_changes(cell)) and not merged
            if grid.continues_left(cell) and cells:
                last = cells[-1]
                cells[-1] = GridCell(last.start, end, last.lines, last.merged)
            else:
                lines = tuple(self._cell(cell, place, nested)) if stays else ()
                self._carried = ""
                cells.append(GridCell(at, end, lines, merged))
            at = end
        return Row(row_no, tuple(cells), grid.is_header(form))

    def _cell(self, cell: Any, place: Locator, nested: list[Table]) -> Iterator[PrintedLine]:
        """Yield a cell's lines; those of a table in it stand where the table stands."""
        pieces = list(self._pieces(cell))
        paragraph = 0
        for at, piece in enumerate(pieces):
            if tag(piece) == "tbl":
                inner = self._table(piece, f"{place.table}.{len(nested) + 1}")
                nested.append(inner)
                yield from (line for row in inner.rows for one in row.cells for line in one.lines)
                self.inline.place = str(place)
            elif tag(piece) == "p":
                paragraph += 1
                here = Locator(paragraph, place.table, place.row, place.cell)
                yield from self._paragraph(piece, here, _is_last(pieces, at))

    def _paragraph(self, paragraph: Any, place: Locator, is_last: bool) -> tuple[PrintedLine, ...]:
        """Return a paragraph's lines; one whose end was taken out runs on into the next."""
        self.inline.place = str(place)
        text = self._carried + self.inline.text(paragraph)
        self._carried = ""
        marks = child(paragraph, "pPr", "rPr")
        changes = [] if marks is None else [tag(one) for one in marks]
        if not self._stays(changes) and not is_last:
            self._carried = text
            return ()
        label = self.numbering.label(paragraph)
        return tuple(self._printed(text, label, place))

    _carried: str = ""

    def _printed(self, text: str, label: Label | None, place: Locator) -> Iterator[PrintedLine]:
        for at, part in enumerate(text.split("\n")):
            first = label if at == 0 else None
            line = PrintedLine(
                len(self.lines) + 1,
                part,
                place,
                first.text if first else "",
                first.level if first else None,
                at == 0,
            )
            if first and first.unknown:
                self.unknown.append((line.number, first.unknown))
            if len(self.lines) >= MOST_LINES:
                raise DocumentError(
                    Problem(
                        "the document has too many lines",
                        self.package.name,
                        expected=f"at most {MOST_LINES}",
                    )
                )
            self.lines.append(line)
            yield line


def _is_last(pieces: Sequence[Any], at: int) -> bool:
    """Return whether no paragraph follows into which this one could run on."""
    return at + 1 >= len(pieces) or tag(pieces[at + 1]) != "p"


def _problems(walk: _Walk, name: str) -> Iterator[Problem]:
    if walk.inline.in_a_field:
        yield Problem(
            "a field begins and has no end, so that what is printed cannot be known",
            name,
            advice="open the document in Word, press Ctrl+A and Ctrl+Shift+F9, and save it: "
            "fields become text",
        )
    for number, form in walk.unknown:
        yield Problem(
            f"the automatic number of line {number} ({walk.lines[number - 1].place}) has a format "
            "that is not known",
            name,
            number,
            found=form,
            expected="decimal, letters, Roman numerals or bullets",
            advice="type the numbers of this list instead, or give the list another format in Word",
        )


def _undecided(revised: Sequence[str], name: str) -> Problem:
    places = list(dict.fromkeys(revised))
    more = " …" if len(places) > _PLACES_NAMED else ""
    return Problem(
        "the document has tracked changes, and nobody has said which state is meant",
        name,
        found=f"{len(revised)} changes: {'; '.join(places[:_PLACES_NAMED])}{more}",
        expected='tracked_changes = "final" or "original" in columns.toml',
        advice="say it there (with --propose and --figures: --tracked-changes), or accept or "
        "reject the changes in Word and enter the document's new SHA-256",
    )


def _notes(package: Package, inline: Inline) -> Iterator[Aside]:
    """Yield the texts of notes, comments, headers and footers, each with where its mark stands."""
    marks = {(one.kind, one.key): one.place for one in inline.asides if one.key}
    for kind, tree in package.notes:
        single = kind in ("header", "footer")
        for note in [tree] if single else tree:
            key = value(note, "id")
            if value(note, "type") in ("separator", "continuationSeparator"):
                continue
            texts = [inline.text(one) for one in note.iter(f"{W}p")]
            text = " ".join(" ".join(texts).split())
            if text:
                yield Aside(kind, text, marks.get((kind, key), ""), key)
