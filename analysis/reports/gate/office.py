"""Reading Word files and workbooks: every part of the archive, cells by sheet and name."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from analysis.reading import unzipped
from analysis.reports.gate.content import Content, Link

LARGEST = 100_000_000
"""Bytes that the parts of one file may hold together."""

MOST = 400
"""How many times smaller than its content an archive may be: a bomb packs thousands."""

_WORDS = frozenset({
    "r", "t", "rPr", "rtl", "lang", "b", "i", "hyperlink", "proofErr", "bookmarkStart",
    "bookmarkEnd", "sz",
})  # fmt: skip
"""Elements inside a paragraph, which do not end its text."""

_BROKEN = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError,
)  # fmt: skip
"""What a misshapen archive raises."""

_NEVER = ("vbaProject", "embeddings/", "externalLink", "activeX")


def read_office(content: Content, data: bytes) -> None:
    """Read every part; an archive that is none, or unpacks beyond all measure, is a fault."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            total = sum(entry.file_size for entry in entries)
            if total > LARGEST or total > MOST * max(len(data), 1):
                content.fault("", f"unpacks to {total} bytes, more than any document holds")
                return
            if len({entry.filename for entry in entries}) < len(entries):
                content.fault("", "a part stands twice in it")
            parts = {entry.filename: unzipped(archive, entry) for entry in entries}
            content.raw.append(("archive comment", archive.comment))
            content.raw += [("entry", e.comment + e.extra + e.filename.encode()) for e in entries]
    except _BROKEN as error:
        content.fault("", f"not an archive that can be read: {error}")
        return
    for name, part in parts.items():
        _part(content, name, part)
    _relationships(content, parts)
    if "xl/workbook.xml" in parts:
        _cells(content, parts)
    elif "word/document.xml" in parts:
        _paragraphs(content, parts)


def _part(content: Content, name: str, data: bytes) -> None:
    from analysis.reports.gate.reading import read

    if any(kept in name for kept in _NEVER):
        content.fault(name, "a part that may run, or fetch from elsewhere")
    inner = Content(content.file)
    if name.endswith((".xml", ".rels", ".vml")):
        from analysis.reports.gate.markup import read_xml

        inner.raw.append(("", data))
        read_xml(inner, data, _WORDS)
        inner.rows.clear()
    elif not name.endswith("/"):
        inner = read(name, data)
    content.take(inner, name)
    if name == "word/document.xml":
        content.anchors |= inner.anchors


def _tree(data: bytes) -> Element | None:
    """Return a part's elements without their namespaces; None if it is not XML."""
    from xml.etree.ElementTree import ParseError, XMLParser

    # Null bytes: in UTF-16 a declaration would not be found.
    if b"<!ENTITY" in data or b"<!DOCTYPE" in data or b"\0" in data:
        return None
    parser = XMLParser()  # noqa: S314 - no entity is declared: refused above
    try:
        parser.feed(data)
        root = parser.close()
    except ParseError:
        return None
    for element in root.iter():
        element.tag = str(element.tag).rpartition("}")[2]
        for key in list(element.attrib):
            element.attrib[key.rpartition("}")[2]] = element.attrib[key]
    return root


def _relationships(content: Content, parts: Mapping[str, bytes]) -> None:
    """Hold every relationship to a part there is, and list what lies outside as links."""
    for name in parts:
        tree = _tree(parts[name]) if name.endswith(".rels") else None
        folder = posixpath.dirname(posixpath.dirname(name))
        for one in tree.iter("Relationship") if tree is not None else ():
            target, kind = one.get("Target", ""), one.get("Type", "").rpartition("/")[2]
            if one.get("TargetMode") == "External":
                content.links.append(Link(name, target, loads=kind != "hyperlink"))
                continue
            path = posixpath.normpath(posixpath.join("/", folder, target.partition("#")[0]))
            if target.partition("#")[0] and path.lstrip("/") not in parts:
                content.fault(name, f"the part {target!r} is missing")


def _paragraphs(content: Content, parts: Mapping[str, bytes]) -> None:
    for name in sorted(parts):
        tree = _tree(parts[name]) if re.fullmatch(r"word/\w+\.xml", name) else None
        if tree is None:
            continue
        for number, row in enumerate(tree.iter("tr"), 1):
            content.row(f"{name}, table row {number}", [_said(cell) for cell in row.iter("tc")])
        for number, paragraph in enumerate(tree.iter("p"), 1):
            content.row(f"{name}, paragraph {number}", [_said(paragraph)])
            for link in paragraph.iter("hyperlink"):
                if link.get("anchor"):
                    content.links.append(Link(name, f"#{link.get('anchor')}"))


def _said(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter("t"))


def _cells(content: Content, parts: Mapping[str, bytes]) -> None:
    """Read the cells of each sheet by its name; the strings that they share are looked up."""
    shared = _tree(parts.get("xl/sharedStrings.xml", b"<sst/>"))
    strings = [_said(one) for one in shared.iter("si")] if shared is not None else []
    for name, title in _sheets(parts):
        tree = _tree(parts.get(name, b"<none/>"))
        head: list[str] = []
        for row in tree.iter("row") if tree is not None else ():
            cells = [(cell.get("r", ""), _value(cell, strings)) for cell in row.iter("c")]
            for place, text in cells:
                content.say(f"{title}!{place}", text)
            from analysis.reports.gate.reading import valued

            head = head or [text for _, text in cells]
            content.row(f"{title}!{row.get('r')}", valued(head, [text for _, text in cells]))
        content.anchors.add(title)
        for link in tree.iter("hyperlink") if tree is not None else ():
            if link.get("location"):
                target = str(link.get("location")).rpartition("!")[0]
                if target.startswith("'"):
                    target = target[1:-1].replace("''", "'")
                content.links.append(Link(f"{title}!{link.get('ref')}", f"#{target}"))


def _sheets(parts: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Return the part and the title of every sheet, in order."""
    book = _tree(parts["xl/workbook.xml"])
    rels = _tree(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"))
    if book is None or rels is None:
        return []
    targets = {one.get("Id"): one.get("Target", "") for one in rels.iter("Relationship")}
    return [
        (
            posixpath.normpath(posixpath.join("xl", targets.get(one.get("id"), ""))).lstrip("/"),
            one.get("name", ""),
        )
        for one in book.iter("sheet")
    ]


def _value(cell: Element, strings: list[str]) -> str:
    formula = "".join(one.text or "" for one in cell.iter("f"))
    found = "".join(one.text or "" for one in cell.iter("v"))
    if cell.get("t") == "s" and found.isdigit() and int(found) < len(strings):
        found = strings[int(found)]
    return " ".join(filter(None, (found, _said(cell), formula and f"={formula}")))
