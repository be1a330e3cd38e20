"""Reading the tags of a PDF: its table rows and paragraphs, as a screen reader finds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.reports.gate.content import Content
from analysis.reports.gate.pdf_glyphs import marked_text

if TYPE_CHECKING:
    from pypdf import PdfReader

_INLINE = frozenset({
    "/Span", "/Link", "/Em", "/Strong", "/Code", "/Quote", "/Reference", "/Annot", "/Ruby",
    "/Lbl", "/Sub",
})  # fmt: skip
"""Elements that stand within a line."""


@dataclass
class _Pages:
    """The text of each mark by page, the pages' numbers, and the marks already read."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    read: set[tuple[int, int]] = field(default_factory=set)

    def text(self, page: int, mark: int) -> str:
        self.read.add((page, mark))
        return self.texts.get((page, mark), "")


def read_tagged(content: Content, reader: PdfReader) -> None:
    """Add the rows, paragraphs and unmarked text of a PDF that has tags.

    Raises
    ------
    ValueError
        A font does not say which letters its glyphs are.
    """
    root: Any = reader.trailer["/Root"]
    pages = _Pages()
    for number, page in enumerate(reader.pages, 1):
        key = _object_number(page)
        pages.numbers[key] = number
        pages.texts.update({(key, mark): text for mark, text in marked_text(page).items()})
    _walk(content, root["/StructTreeRoot"].get_object(), 0, pages)
    for (key, mark), text in pages.texts.items():
        if (key, mark) not in pages.read:
            content.say(f"page {pages.numbers[key]}, outside of the text", text)


def _walk(content: Content, element: Any, page: int, pages: _Pages) -> None:
    """Add what stands below an element of the structure, row by row and line by line."""
    page = _page(element, page)
    children = list(_children(element))
    if element.get("/S") == "/TR":
        cells = [_text(cell, page, pages) for cell in children]
        place = f"page {pages.numbers.get(_first_page(element, page), 0)}"
        content.row(place, cells)
        for cell in cells:
            content.say(place, cell)
        return
    if any(map(_is_inline, children)) or (not children and _beside(element)):
        text = _text(element, page, pages)
        place = f"page {pages.numbers.get(_first_page(element, page), 0)}"
        content.row(place, [text])
        content.say(place, text)
    for child in children:
        if not _is_inline(child):
            _walk(content, child, page, pages)


def _is_inline(child: Any) -> bool:
    return not hasattr(child, "get") or "/S" not in child or child["/S"] in _INLINE


def _text(element: Any, page: int, pages: _Pages) -> str:
    """Return the text of an element and all below it, with what is said instead of it."""
    if not hasattr(element, "get"):
        return pages.text(page, int(element))
    page = _page(element, page)
    if "/MCID" in element:
        return pages.text(page, int(element["/MCID"]))
    below = "".join(_text(child, page, pages) for child in _children(element))
    return " ".join(filter(None, (below, *_beside(element))))


def _beside(element: Any) -> list[str]:
    return [str(element[key]) for key in ("/Alt", "/ActualText", "/E") if key in element]


def _page(element: Any, page: int) -> int:
    return _object_number(element.raw_get("/Pg")) if "/Pg" in element else page


def _first_page(element: Any, page: int) -> int:
    """Return the page on which an element begins."""
    while hasattr(element, "get"):
        if "/Pg" in element:
            return _page(element, page)
        element = next(_children(element), None)
    return page


def _children(element: Any) -> Iterator[Any]:
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        yield kid.get_object()


def _object_number(page: Any) -> int:
    """Return the object number of a page, or of a reference to one."""
    reference = getattr(page, "indirect_reference", None) or page
    return int(reference.idnum)
