"""Reading PDFs: text by page, metadata, attachments, notes, links, and every stream."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from analysis.reports.gate.content import Content, Link

if TYPE_CHECKING:
    from pypdf import PdfReader

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


def _spans(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the content of each stream begins and ends.

    By looking forwards once: an expression would look for the end anew from every beginning.
    """
    at = 0
    while (found := data.find(b"stream", at)) >= 0:
        begin = found + len(b"stream")
        at = begin
        line = data[begin : begin + 2]
        if line[:1] != b"\n" and line != b"\r\n":
            continue
        begin += 1 if line[:1] == b"\n" else 2
        at = data.find(b"endstream", begin)
        if at < 0:
            return
        yield begin, at
        at += len(b"endstream")


def _streams(content: Content, data: bytes) -> None:
    """Keep the bytes outside of streams, and every stream unpacked."""
    from analysis.reports.gate.reading import LARGEST, unpacked

    spans = list(_spans(data))
    ends = [0, *(end for _, end in spans)]
    begins = [*(begin for begin, _ in spans), len(data)]
    outside = [data[end:begin] for end, begin in zip(ends, begins, strict=True)]
    content.raw.append(("", b"".join(outside)))
    left = LARGEST
    for number, (begin, end) in enumerate(spans, 1):
        try:
            body = unpacked(data[begin:end], left)
        except zlib.error:
            body = data[begin:end]
        left -= len(body)
        if left <= 0:
            content.fault(f"stream {number}", f"unpacks to more than {LARGEST} bytes")
            return
        content.raw.append((f"stream {number}", body))
    for place, body in content.raw:
        for action in _ACTIONS:
            if re.search(rb"/S\s*" + action.encode() + rb"\b", body):
                content.fault(place, f"an action that a document must not have: {action}")
