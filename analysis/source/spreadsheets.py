"""Spreadsheets from outside: what kind of file it is, and whether openpyxl may be let near it.

Everything is held to limits before openpyxl reads a byte, and openpyxl reads in its streaming mode
only: in the other one a merged range of a few letters becomes millions of cells.
"""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers import expat

from analysis.reading import unzipped

if TYPE_CHECKING:
    from openpyxl import Workbook

LARGEST = 10_000_000
"""Bytes of a workbook; one of the agency with most activities has some 30,000."""

UNPACKED = 60_000_000
"""Bytes that its parts may hold together."""

MOST_PARTS = 500
MOST_ELEMENTS = 2_000_000
DEEPEST = 60
"""Elements of all its parts, and how deeply they may be nested."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (".xml", ".rels", ".vml")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError,
    ValueError, KeyError, TypeError, IndexError, AttributeError, ArithmeticError, SyntaxError,
    AssertionError,
)  # fmt: skip
"""What a misshapen archive, or openpyxl on misshapen parts, raises."""


class RefusedFile(Exception):  # noqa: N818 - it never leaves this room
    """A file that is not read; its code says why."""

    def __init__(self, code: str, **values: str):
        self.code = code
        self.values = values
        super().__init__(code)


@dataclass(frozen=True)
class Spreadsheet:
    """A workbook that may be read, and the merged ranges of its sheets by part."""

    book: Workbook
    merged: tuple[tuple[str, str], ...]
    """The title of a sheet and a range of it, such as ``G4:G6``."""


@contextmanager
def opened(content: bytes) -> Iterator[Spreadsheet]:
    """Yield a workbook for reading, or refuse it by name.

    Raises
    ------
    RefusedFile
        No spreadsheet, another format, protected, damaged, a bomb, or with parts that may run or
        fetch from elsewhere.
    """
    parts = _parts(content)
    merged = {name: _ranges(name, part) for name, part in parts.items()}
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        except _BROKEN as error:
            raise RefusedFile("damaged") from error
        try:
            yield Spreadsheet(book, tuple(_by_title(book, merged)))
        except _BROKEN as error:
            raise RefusedFile("damaged") from error
        finally:
            book.close()


def _parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook that are XML, once all of it is found fit to be read."""
    if not content:
        raise RefusedFile("empty_file")
    if content.startswith(_OLE):
        raise RefusedFile("encrypted" if _ENCRYPTED in content else "old_xls")
    if not content.startswith(b"PK"):
        raise RefusedFile("not_spreadsheet")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_kind(archive, {entry.filename for entry in entries})
            _refuse_size(entries)
            return {
                entry.filename: unzipped(archive, entry)
                for entry in entries
                if entry.filename.lower().endswith(_MARKUP)
            }
    except _BROKEN as error:
        raise RefusedFile("damaged") from error


def _refuse_kind(archive: zipfile.ZipFile, names: set[str]) -> None:
    """Refuse other formats, and parts that may run or lead elsewhere."""
    lower = {name.lower() for name in names}
    if "mimetype" in lower and "content.xml" in lower:
        raise RefusedFile("ods" if b"spreadsheet" in archive.read("mimetype")[:200] else "document")
    if "xl/workbook.bin" in lower:
        raise RefusedFile("xlsb")
    if any("vbaproject" in name or "activex/" in name or "macrosheets" in name for name in lower):
        raise RefusedFile("macros")
    if any("externallinks/" in name or "connections.xml" in name for name in lower):
        raise RefusedFile("external_links")
    if any("embeddings/" in name or "chartsheets/" in name for name in lower):
        raise RefusedFile("embedded")
    if "[content_types].xml" not in lower or not any(n.startswith("xl/") for n in lower):
        known = any(name.startswith(("word/", "ppt/")) for name in lower)
        raise RefusedFile("document" if known else "not_spreadsheet")


def _refuse_size(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_PARTS or len({entry.filename for entry in entries}) < len(entries):
        raise RefusedFile("bomb", limit=f"{MOST_PARTS:,}")
    if sum(entry.file_size for entry in entries) > UNPACKED:
        raise RefusedFile("bomb", limit=f"{UNPACKED:,}")
    if any(entry.flag_bits & 1 for entry in entries):
        raise RefusedFile("encrypted")


def _ranges(name: str, part: bytes) -> list[str]:
    """Return the merged ranges of a part, read without openpyxl; refuse what no workbook has."""
    merged: list[str] = []
    seen = depth = 0

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal seen, depth
        seen, depth = seen + 1, depth + 1
        if seen > MOST_ELEMENTS or depth > DEEPEST:
            raise RefusedFile("bomb", limit=f"{MOST_ELEMENTS:,}")
        if tag.rpartition(":")[2] == "mergeCell":
            merged.append(attributes.get("ref", ""))

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_: object) -> None:
        raise RefusedFile("declares", part=name)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = declared
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise RefusedFile("damaged") from error
    return merged


def _by_title(book: Workbook, merged: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Yield each merged range with the title of its sheet."""
    for sheet in book.worksheets:
        part = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
        for span in merged.get(part, ()):
            yield sheet.title, span
