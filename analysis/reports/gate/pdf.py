"""Reading PDFs: text by page, metadata, attachments, notes, links, and every stream."""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING, Any

from analysis.reports.gate.content import Content, Link

if TYPE_CHECKING:
    from pypdf import PdfReader

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_ACTIONS = ("/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/RichMedia")


def read_pdf(content: Content, data: bytes) -> None:
    """Read a PDF with pypdf; one that is encrypted or broken is a fault."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    _streams(content, data)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            content.fault("", "encrypted")
            return
        _described(content, reader)
        _said(content, reader)
        for number, page in enumerate(reader.pages, 1):
            for note in page.get("/Annots", ()) or ():
                _note(content, f"page {number}", note.get_object())
        content.anchors |= set(reader.named_destinations)
    except (PyPdfError, LookupError, ValueError, TypeError, RecursionError) as error:
        content.fault("", f"not a PDF that can be read: {error}")


def _said(content: Content, reader: PdfReader) -> None:
    """Read the pages by their tags; without tags row from row cannot be told: a fault."""
    from analysis.reports.gate.pdf_tags import read_tagged

    root: Any = reader.trailer["/Root"]
    if "/StructTreeRoot" in root:
        read_tagged(content, reader)
        return
    content.fault("", "a PDF without tags, whose rows cannot be told apart")
    for number, page in enumerate(reader.pages, 1):
        content.say(f"page {number}", page.extract_text())


def _described(content: Content, reader: PdfReader) -> None:
    for key, value in (reader.metadata or {}).items():
        content.say(f"metadata {key}", str(value), hidden=True)
    root: Any = reader.trailer["/Root"]
    if (xmp := root.get("/Metadata")) is not None:
        from analysis.reports.gate.markup import read_xml

        inner = Content(content.file)
        read_xml(inner, xmp.get_object().get_data())
        for block in inner.blocks:
            content.say(f"XMP, {block.place}", block.text, hidden=True)
        for fault in inner.faults:
            content.fault(f"XMP, {fault.place}", fault.text)
    for name, attached in reader.attachments.items():
        from analysis.reports.gate.reading import read

        content.fault("", f"a file is attached: {name}")
        for one in attached:
            content.take(read(name, one), f"attachment {name}")


def _note(content: Content, place: str, note: Any) -> None:
    """Read an annotation: its words, and where it leads."""
    for key in ("/Contents", "/T", "/TU", "/NM"):
        if key in note:
            content.say(f"{place}, note", str(note[key]), hidden=True)
    action = note["/A"].get_object() if "/A" in note else {}
    if "/URI" in action:
        content.links.append(Link(place, str(action["/URI"])))
    where = note.get("/Dest", action.get("/D"))
    where = where.get_object() if where is not None else None
    if isinstance(where, str):
        content.links.append(Link(place, f"#{where}"))


def _streams(content: Content, data: bytes) -> None:
    """Keep the bytes outside of streams, and every stream unpacked."""
    from analysis.reports.gate.reading import unpacked

    content.raw.append(("", _STREAM.sub(b"stream", data)))
    for number, stream in enumerate(_STREAM.finditer(data), 1):
        try:
            body = unpacked(stream[1])
        except zlib.error:
            body = stream[1]
        content.raw.append((f"stream {number}", body))
    for place, body in content.raw:
        for action in _ACTIONS:
            if re.search(rb"/S\s*" + action.encode() + rb"\b", body):
                content.fault(place, f"an action that a document must not have: {action}")
