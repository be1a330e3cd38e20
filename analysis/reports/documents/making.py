"""Making the files of a report: which there are, where they lie, and all of them at once.

They are made of the executed notebook and of the page that was made of it. Nothing is run
again, so that no two files of a report can say different things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.display.language import mark, speaking
from analysis.files import replace_files
from analysis.reports.documents.content import read_content
from analysis.reports.documents.executed import read_drawings, read_tables
from analysis.reports.documents.pdf import pdf
from analysis.reports.documents.tables import csv_files
from analysis.reports.documents.word import word
from analysis.reports.documents.workbook import Preface, workbook


@dataclass(frozen=True)
class FileKind:
    """A kind of file that a page links to: what it is called, and its media type."""

    suffix: str
    words: str
    media: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
LINKED = (
    FileKind("pdf", mark("PDF document"), "application/pdf"),
    FileKind("docx", mark("Word document"), f"{_OFFICE}.wordprocessingml.document"),
    FileKind("xlsx", mark("Excel workbook of the tables"), f"{_OFFICE}.spreadsheetml.sheet"),
)


def make_files(
    run: Path, name: str, page: str, notebook: Path, preface: Preface, formats: Sequence[str]
) -> tuple[Path, ...]:
    """Write a report's files into the folder of its run, and return where they are.

    Parameters
    ----------
    name : the name of the task, and of its files.
    page : the finished page.

    Raises
    ------
    ReportError
        A file cannot be made, or would not be what its readers count on.
    """
    with speaking(preface.language):
        contents = _contents(name, page, notebook, preface, set(formats))
    replace_files(run, contents)
    return tuple(run / place for place in contents)


def _contents(
    name: str, page: str, notebook: Path, preface: Preface, formats: set[str]
) -> dict[str, bytes]:
    """Return the bytes of a report's files by their place in the folder of the run."""
    made: dict[str, bytes] = {}
    drawings, tables = read_drawings(notebook), read_tables(notebook)
    if formats & {"pdf", "docx"}:
        content = read_content(page)
        if "pdf" in formats:
            made[f"documents/{name}.pdf"] = pdf(content, drawings)
        if "docx" in formats:
            made[f"documents/{name}.docx"] = word(content, drawings)
    if "xlsx" in formats:
        made[f"documents/{name}.xlsx"] = workbook(preface, tables)
    if "svg" in formats:
        made |= {f"charts/{name}/{one.key}.svg": one.svg.encode("utf-8") for one in drawings}
    if "csv" in formats:
        made |= {f"tables/{name}/{place}": text for place, text in csv_files(tables).items()}
    return made


def page_links(name: str, formats: Sequence[str]) -> list[dict[str, str]]:
    """Return what a page says of the files that are made beside it."""
    return [
        {"place": f"../documents/{name}.{kind.suffix}", "words": kind.words, "media": kind.media}
        for kind in LINKED
        if kind.suffix in formats
    ]
