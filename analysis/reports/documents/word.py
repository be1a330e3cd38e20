"""The Word file: headings, tables and pictures that a ministry can edit."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from analysis.errors import ReportError
from analysis.files import read_bytes, replace_files, scratch
from analysis.reports.documents.content import Content
from analysis.reports.documents.executed import Drawing
from analysis.reports.documents.pdf import page_number, picture
from analysis.reports.documents.word_parts import WIDE, Furniture, finish

_STYLES = {"question": "Question", "note": "Note", "edition": "Note", "gap": "Note"}
"""The style of Word for each class of paragraph."""

_FIRST = "[Content_Types].xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of the parts inside a file, which is not the clock's."""


def word(content: Content, drawings: Sequence[Drawing]) -> bytes:
    """Return a page's content as a Word file, the same bytes each time.

    Raises
    ------
    ReportError
        Pandoc cannot make it.
    """
    pictures = {f"{drawing.key}.png": picture(drawing) for drawing in drawings}
    around = Furniture(content.language, content.title, content.provenance, page_number())
    return _packed(finish(_unpacked(_converted(_html(content), pictures)), around))


def _html(content: Content) -> str:
    """Return the content as pandoc has to be told it."""
    soup = BeautifulSoup(content.body, "html.parser")
    for image in soup.find_all("img"):
        image["src"] = f"{image['src']}.png"
        image["style"] = "width: 15cm"
    for cell in soup.find_all(class_="number"):
        cell["style"] = "text-align: right"
    for paragraph in soup.find_all("p", class_=list(_STYLES)):
        style = _STYLES[paragraph["class"][0]]
        paragraph.wrap(soup.new_tag("div", attrs={"data-custom-style": style}))
    _mark_wide(soup)
    return f"<html><head><title>{escape(content.title)}</title></head><body>{soup}</body></html>"


def _mark_wide(soup: BeautifulSoup) -> None:
    """Put what lies on its side into marked groups, neighbours into one."""
    for number, region in enumerate(soup.find_all("div", class_="wide")):
        before = region.find_previous_sibling()
        if isinstance(before, Tag) and str(before.get("id", "")).startswith(WIDE):
            before.append(region.extract())
        else:
            region.wrap(soup.new_tag("div", id=f"{WIDE}{number}"))


def _converted(html: str, pictures: Mapping[str, bytes]) -> bytes:
    """Return the Word file that pandoc makes of a page."""
    import pypandoc

    with scratch() as folder:
        replace_files(folder, pictures)
        made = folder / "made.docx"
        try:
            pypandoc.convert_text(
                html,
                "docx",
                format="html",
                outputfile=str(made),
                extra_args=["--shift-heading-level-by=-1", f"--resource-path={folder}"],
            )
        except RuntimeError as error:
            raise ReportError(f"the Word file cannot be made: {error}") from error
        return read_bytes(Path(made))


def _unpacked(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as one file, in an order and with dates of its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(parts, key=lambda name: (name != _FIRST, name)):
            file.writestr(zipfile.ZipInfo(name, _EPOCH), parts[name], zipfile.ZIP_DEFLATED)
    return stream.getvalue()
