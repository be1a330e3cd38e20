"""Reading: what each kind of file of a bundle says, with the place of each word.

Every kind is read as fully as the programs that open it could: what is not shown, but
stands in the file, is read too. A kind that is not known here is a fault by itself.
"""

from __future__ import annotations

import csv
import io
import json
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath

from analysis.errors import DataError, Problem
from analysis.reports.gate.content import Block, Content
from analysis.reports.gate.markup import read_html, read_xml

LARGEST = 200_000_000
"""Bytes that one file may hold, uncompressed."""

MOST_PIXELS = 50_000_000
"""Pixels that a picture may have."""

_NO_VALUES = ("_line", "_no", "_sha256")
"""How columns end whose numbers count no one: places in a document."""


def read(file: str, data: bytes) -> Content:
    """Return what a file says; ``file`` is its path in the bundle."""
    content = Content(file)
    reader = KINDS.get(_kind(file))
    if reader is None:
        content.fault("", "a kind of file that no bundle has")
        return content
    if len(data) > LARGEST:
        content.fault("", "too large to be read")
        return content
    reader(content, data)
    return content


def rows(file: str, data: bytes) -> list[Block]:
    """Return the rows, paragraphs and observations of a file that is no page.

    Raises
    ------
    DataError
        The file cannot be read, so that nobody can say what it shows.
    """
    content = read(file, data)
    if content.faults:
        raise DataError([Problem(fault.text, file) for fault in content.faults])
    return content.rows


def _kind(file: str) -> str:
    path = PurePosixPath(file)
    return path.suffix.lower() or path.name


def _text(content: Content, data: bytes) -> str:
    content.raw.append(("", data))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        content.fault(f"byte {error.start}", "not UTF-8")
        return data.decode("utf-8", "replace")


def _html(content: Content, data: bytes) -> None:
    read_html(content, _text(content, data))


def _xml(content: Content, data: bytes) -> None:
    content.raw.append(("", data))
    read_xml(content, data)


def _svg(content: Content, data: bytes) -> None:
    _xml(content, data)
    for block in list(content.blocks):
        for entry in block.text.replace("; ", "\n").splitlines():
            content.row(block.place, [entry])


def _plain(content: Content, data: bytes) -> None:
    for number, line in enumerate(_text(content, data).splitlines(), 1):
        content.say(f"line {number}", line)
        content.row(f"line {number}", [line])


def _csv(content: Content, data: bytes) -> None:
    try:
        rows = list(csv.reader(io.StringIO(_text(content, data), newline="")))
    except csv.Error as error:
        content.fault("", f"not CSV that can be read: {error}")
        return
    for number, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells):
            named = rows[0][column] if column < len(rows[0]) else str(column + 1)
            content.say(f"row {number}, column {named}", cell)
        content.row(f"row {number}", valued(rows[0], cells))


def valued(names: list[str], cells: list[str]) -> list[str]:
    """Return the cells of a row without those whose column holds places."""
    return [
        cell
        for column, cell in enumerate(cells)
        if column >= len(names) or not _is_place(names[column])
    ]


def _is_place(name: str) -> bool:
    return name == "position" or name.endswith(_NO_VALUES)


def _json(content: Content, data: bytes) -> None:
    try:
        _leaves(content, "$", json.loads(_text(content, data)))
    except (ValueError, RecursionError) as error:
        content.fault("", f"not JSON: {error}")


def _leaves(content: Content, place: str, value: object) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            content.say(place, str(key), hidden=True)
            _leaves(content, f"{place}.{key}", inner)
        content.row(place, [str(one) for one in value.values() if not isinstance(one, dict | list)])
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            _leaves(content, f"{place}[{number}]", inner)
        content.row(place, [str(one) for one in value if not isinstance(one, dict | list)])
    else:
        content.say(place, str(value))


def _png(content: Content, data: bytes) -> None:
    """Read all that a picture says beside its pixels, and nothing of the pixels."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValueError(f"{image.width} × {image.height} pixels are too many")
            image.load()
            for key, value in image.info.items():
                if isinstance(value, str | bytes):
                    said = value if isinstance(value, str) else value.decode("latin-1")
                    content.say(f"metadata {key}", f"{key}={said}", hidden=True)
            for tag, value in image.getexif().items():
                content.say(f"EXIF {tag}", str(value), hidden=True)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        SyntaxError,
    ) as error:
        content.fault("", f"not a PNG that can be read: {error}")
    content.raw += list(_chunks(data))


def _chunks(data: bytes) -> list[tuple[str, bytes]]:
    """Return a PNG's chunks but those of pixels, and what stands behind its end."""
    found, at = [], 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length
        if kind not in (b"IDAT", b"PLTE"):
            found.append((f"chunk {kind.decode('latin-1')}", body))
        if kind == b"IEND":
            break
    return [*found, ("behind the end", data[at:])]


def unpacked(data: bytes, limit: int = LARGEST) -> bytes:
    """Return zlib data unpacked, no more than ``limit`` bytes of it."""
    return zlib.decompressobj().decompress(data, limit)


def _office(content: Content, data: bytes) -> None:
    from analysis.reports.gate.office import read_office

    read_office(content, data)


def _pdf(content: Content, data: bytes) -> None:
    from analysis.reports.gate.pdf import read_pdf

    read_pdf(content, data)


KINDS: dict[str, Callable[[Content, bytes], None]] = {
    ".html": _html,
    ".svg": _svg,
    ".xml": _xml,
    ".csv": _csv,
    ".json": _json,
    ".md": _plain,
    ".txt": _plain,
    ".cff": _plain,
    "SHA256SUMS": _plain,
    "LICENSE": _plain,
    ".png": _png,
    ".docx": _office,
    ".xlsx": _office,
    ".pdf": _pdf,
}
