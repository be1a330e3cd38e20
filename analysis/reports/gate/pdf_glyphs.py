"""What the glyphs of a PDF's pages mean: their letters, by the mark that stands around them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

_TOKEN = re.compile(
    rb"(\((?:\\.|[^\\()])*\)|<<|>>|<[0-9A-Fa-f\s]*>|/[^\s()<>\[\]{}/%]+|[\[\]]"
    rb"|[0-9+.-][^\s()<>\[\]{}/%]*)|[^\s()<>\[\]{}/%]+",
    re.DOTALL,
)
"""An operand, which is the group, or an operator."""

_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r\n": b""}
_MAPPED = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_CODE = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")

_LIGATURE = re.compile("[\ufb00-\ufb06]")

UNMARKED = -1
"""The mark of what stands in none: running heads and what should not be there."""


def marked_text(page: Any) -> dict[int, str]:
    """Return the text of every marked piece of a page, that of drawn forms included.

    Raises
    ------
    ValueError
        A font does not say which letters its glyphs are.
    """
    contents = page.get_contents()
    found: dict[int, list[str]] = defaultdict(list)
    if contents is not None:
        _gather(contents.get_data(), page.get("/Resources") or {}, UNMARKED, found)
    return {mark: "".join(pieces) for mark, pieces in found.items()}


def _gather(data: bytes, resources: Any, within: int, found: dict[int, list[str]]) -> None:
    fonts, forms = resources.get("/Font", {}), resources.get("/XObject", {})
    known: dict[str, tuple[dict[bytes, str], int]] = {}
    # The same few letters are shown again and again.
    read: dict[tuple[str, bytes], str] = {}
    for mark, font, shown in _shown(data, within):
        if shown is None:
            form = forms[font].get_object()
            if form.get("/Subtype") == "/Form":
                _gather(form.get_data(), form.get("/Resources", resources), mark, found)
            continue
        if font not in known:
            known[font] = _letters(fonts[font].get_object())
        if (font, shown) not in read:
            read[font, shown] = _read(_string(shown), *known[font])
        found[mark].append(read[font, shown])
        if mark == UNMARKED:
            found[mark].append(" ")


def _read(codes: bytes, letters: Mapping[bytes, str], width: int) -> str:
    each = (codes[at : at + width] for at in range(0, len(codes), width))
    return "".join(letters.get(code, "\ufffd") for code in each)


def _shown(data: bytes, within: int) -> Iterator[tuple[int, str, bytes | None]]:
    """Yield what content shows: the mark around it, and the font and string, or a form's name."""
    marks: list[int] = [within]
    operands: list[bytes] = []
    font = ""
    for found in _TOKEN.finditer(data):
        token = found[0]
        if found.lastindex:
            operands.append(token)
            continue
        if token == b"Tf":
            font = operands[-2].decode("latin-1")
        elif token in (b"BDC", b"BMC"):
            at = operands.index(b"/MCID") + 1 if b"/MCID" in operands else 0
            marks.append(int(operands[at]) if at else marks[-1])
        elif token == b"EMC" and len(marks) > 1:
            marks.pop()
        elif token == b"Do":
            yield marks[-1], operands[-1].decode("latin-1"), None
        elif token in (b"Tj", b"TJ", b"'", b'"'):
            for operand in operands:
                if operand[:1] == b"(" or (operand[:1] == b"<" and operand != b"<<"):
                    yield marks[-1], font, operand
        operands = []


def _string(token: bytes) -> bytes:
    if token[:1] == b"<":
        return bytes.fromhex(token[1:-1].decode("ascii"))
    return _ESCAPE.sub(lambda found: _plain(found[1]), token[1:-1])


@cache
def _plain(code: bytes) -> bytes:
    """Return what stands for an escape: of up to three digits, or of one byte."""
    return bytes([int(code, 8) & 255]) if code[:1].isdigit() else _PLAIN.get(code, code)


def _letters(font: Any) -> tuple[dict[bytes, str], int]:
    """Return what each code of a font means, and how many bytes a code has."""
    width = 2 if font.get("/Subtype") == "/Type0" else 1
    letters: dict[bytes, str] = {}
    if "/ToUnicode" not in font:
        raise ValueError(f"the font {font.get('/BaseFont')} does not say what its glyphs mean")
    mapped = font["/ToUnicode"].get_object().get_data()
    for kind, body in _MAPPED.findall(mapped):
        codes = [
            bytes.fromhex("".join(code.decode("ascii").split())) if code else opened or closed
            for code, opened, closed in _CODE.findall(body)
        ]
        letters.update(_pairs(codes) if kind == b"char" else _ranges(codes))
    return {code: _LIGATURE.sub(_apart, word) for code, word in letters.items()}, width


def _apart(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])


def _pairs(codes: list[bytes]) -> dict[bytes, str]:
    return {
        code: word.decode("utf-16-be", "replace")
        for code, word in zip(codes[::2], codes[1::2], strict=False)
    }


def _ranges(codes: list[bytes]) -> dict[bytes, str]:
    letters: dict[bytes, str] = {}
    rest = iter(codes)
    for first in rest:
        last, start = next(rest), next(rest)
        low, high, width = int.from_bytes(first, "big"), int.from_bytes(last, "big"), len(first)
        for code in range(low, high + 1):
            if start == b"[":
                word = next(rest).decode("utf-16-be", "replace")
            else:
                whole = int.from_bytes(start, "big") + code - low
                word = whole.to_bytes(len(start), "big").decode("utf-16-be", "replace")
            letters[code.to_bytes(width, "big")] = word
        if start == b"[":
            next(rest)
    return letters
