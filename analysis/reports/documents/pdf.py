"""The PDF: tagged to PDF/UA-1, so that it can be read aloud, searched and navigated.

Typst sets it from a template that reads the content as data. There is no step in which words
of a report could become commands.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.display.fonts import font_folder
from analysis.display.language import _
from analysis.errors import ReportError
from analysis.files import replace_files, scratch
from analysis.reports.documents.content import Content
from analysis.reports.documents.executed import Drawing

if TYPE_CHECKING:
    from collections.abc import Sequence

STANDARD = "ua-1"
_RESOLUTION = 200
"""Dots an inch of the pictures in Word files."""


def pdf(content: Content, drawings: Sequence[Drawing]) -> bytes:
    """Return a page's content as a PDF, the same bytes each time.

    Raises
    ------
    ReportError
        Typst cannot set it, or it would not keep to PDF/UA-1.
    """
    template = files("analysis.reports") / "templates" / "document" / "report.typ"
    return _compiled(
        {
            "report.typ": template.read_bytes(),
            "content.xml": content_xml(content).encode("utf-8"),
            **{f"{drawing.key}.svg": drawing.svg.encode("utf-8") for drawing in drawings},
        },
        format="pdf",
        pdf_standards=[STANDARD],
    )


def picture(drawing: Drawing) -> bytes:
    """Return a chart as PNG, for Word, which shows SVG only in its newer versions."""
    source = '#set page(width: auto, height: auto, margin: 0pt)\n#image("chart.svg")\n'
    return _compiled(
        {"report.typ": source.encode("utf-8"), "chart.svg": drawing.svg.encode("utf-8")},
        format="png",
        ppi=_RESOLUTION,
    )


def content_xml(content: Content) -> str:
    """Return the content with what the template has to know beside it."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(content.body, "html.parser")
    assert soup.main is not None
    soup.main.attrs = {
        "lang": content.language,
        "title": content.title,
        "provenance": content.provenance,
        "page-number": page_number(),
    }
    return str(soup)


def page_number() -> str:
    """Return the words of a page number, with the places of both numbers in them."""
    return _("Page {number} of {pages}", number="{number}", pages="{pages}")


def _compiled(sources: Mapping[str, bytes], **options: Any) -> bytes:
    """Return what Typst makes of sources, with our fonts and no others."""
    import typst

    with scratch() as folder:
        replace_files(folder, sources)
        try:
            made = typst.compile(
                str(folder / "report.typ"),
                root=str(folder),
                font_paths=_fonts(font_folder()),
                ignore_system_fonts=True,
                **options,
            )
        except typst.TypstError as error:
            raise ReportError(f"the document cannot be set: {error}") from error
    assert isinstance(made, bytes)
    return made


@cache
def _fonts(folder: Path) -> Any:
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
