"""Word documents made for tests: the structures that a plan has in Word, and its faults."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable, Sequence
from itertools import pairwise

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph


def saved(document: Document) -> bytes:
    """Return a document's bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def element(name: str, **values: str):
    """Return an element of Word's, its attributes by their names."""
    made = OxmlElement(f"w:{name}")
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def property_of(cell, name: str, **values: str) -> None:
    """Give a cell a property."""
    cell._tc.get_or_add_tcPr().append(element(name, **values))


def mark_header(row: _Row) -> None:
    """Let a row be repeated on every page."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def fill(cell, text: str) -> None:
    """Write a text into a cell, a paragraph a line."""
    first, *more = text.split("\n")
    cell.paragraphs[0].text = first
    for line in more:
        cell.add_paragraph(line)


def table(document: Document, rows: Sequence[Sequence[str | None]], header: bool = True) -> Table:
    """Add a table; a cell that is ``None`` goes on with the one above it."""
    made = document.add_table(len(rows), max(map(len, rows)))
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            if text is None:
                property_of(cell, "vMerge")
            else:
                fill(cell, text)
    for above, below in pairwise(rows):
        for at, (one, other) in enumerate(zip(above, below, strict=True)):
            if one is not None and other is None:
                property_of(made.rows[rows.index(above)].cells[at], "vMerge", val="restart")
    if header:
        mark_header(made.rows[0])
    return made


def repacked(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return a package whose parts were changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    change(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return buffer.getvalue()


def replaced(content: bytes, old: str, new: str, part: str = "word/document.xml") -> bytes:
    """Return a package with a text replaced in one part, which has to have it."""

    def change(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[part]
        parts[part] = parts[part].replace(old.encode(), new.encode())

    return repacked(content, change)


def tracked(paragraph: Paragraph, kind: str, text: str) -> None:
    """Add a text to a paragraph that was inserted or deleted while changes were tracked."""
    change = element(kind, id="1", author="somebody")
    run = element("r")
    words = element("delText" if kind in ("del", "moveFrom") else "t")
    words.text = text
    run.append(words)
    change.append(run)
    paragraph._p.append(change)


def reference(paragraph: Paragraph, kind: str, number: int) -> None:
    """Add the mark of a footnote, an endnote or a comment."""
    run = element("r")
    run.append(element(f"{kind}Reference", id=str(number)))
    paragraph._p.append(run)


def numbered_list(document: Document, *levels: tuple[str, str]) -> str:
    """Add a list with levels of (format, text); return its id."""
    numbering = document.part.numbering_part.element
    number = str(1000 + len(numbering))
    abstract = element("abstractNum", abstractNumId=number)
    for at, (form, text) in enumerate(levels):
        level = element("lvl", ilvl=str(at))
        level.append(element("start", val="1"))
        level.append(element("numFmt", val=form))
        level.append(element("lvlText", val=text))
        abstract.append(level)
    num = element("num", numId=number)
    num.append(element("abstractNumId", val=number))
    numbering.insert(0, abstract)
    numbering.append(num)
    return number


def in_list(paragraph: Paragraph, number: str, level: int = 0) -> None:
    """Put a paragraph into a list."""
    place = element("numPr")
    place.append(element("ilvl", val=str(level)))
    place.append(element("numId", val=number))
    paragraph._p.get_or_add_pPr().append(place)


def with_footnotes(content: bytes, texts: Sequence[str]) -> bytes:
    """Return a package with a part of footnotes, numbered from 1."""
    from xml.sax.saxutils import escape

    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:footnote>'
        for number, text in enumerate(texts, 1)
    )

    def change(parts: dict[str, bytes]) -> None:
        parts["word/footnotes.xml"] = (
            f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="{name}">{notes}'
            "</w:footnotes>"
        ).encode()
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        types = parts["[Content_Types].xml"].decode()
        parts["[Content_Types].xml"] = types.replace(
            "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
        ).encode()
        rels = parts["word/_rels/document.xml.rels"].decode()
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
        parts["word/_rels/document.xml.rels"] = rels.replace(
            "</Relationships>",
            f'<Relationship Id="rIdNotes" Type="{kind}" Target="footnotes.xml"/></Relationships>',
        ).encode()

    return repacked(content, change)


def empty() -> Document:
    """Return a document without anything in it."""
    return docx.Document()


def copied(thing):
    """Return an element's copy."""
    return copy.deepcopy(thing)
