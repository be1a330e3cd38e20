"""The text of a paragraph: what Word would print of it, and what it would not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from analysis.source.word.package import W
from analysis.source.word.styles import Styles
from analysis.source.word.xml import MATH, MC, child, is_on, tag, value

FINAL, ORIGINAL = "final", "original"
CHANGES = (FINAL, ORIGINAL)

ADDED = frozenset(("ins", "moveTo", "cellIns"))
TAKEN_OUT = frozenset(("del", "moveFrom", "cellDel"))
UNKNOWN_SIGN = "□"
"""What stands for a sign that only its font knows."""

_WRAPPERS = frozenset(
    ("hyperlink", "smartTag", "customXml", "sdtContent", "fldSimple", "bdo", "dir", "rubyBase")
)
_NOTES = {
    "footnoteReference": "footnote",
    "endnoteReference": "endnote",
    "commentReference": "comment",
}
_DRAWN = frozenset(("drawing", "pict", "object"))
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_PRINTS_OTHERWISE = re.compile(r"[^\x20-\x7e\u00a0\u10d0-\u10ff]")


@dataclass(frozen=True)
class Aside:
    """What is in a document and in none of its lines: its kind, and its words."""

    kind: str
    text: str
    place: str = ""
    key: str = ""


@dataclass
class Inline:
    """Reads paragraphs one after the other; a field may begin in one and end in another.

    ``changes`` is which state of a document with tracked changes is read.
    """

    styles: Styles
    changes: str = FINAL
    place: str = ""
    asides: list[Aside] = field(default_factory=list)
    revised: list[str] = field(default_factory=list)
    """Where each tracked change stands."""
    _fields: list[bool] = field(default_factory=list)
    """Of each field that has begun, whether its result has."""

    def text(self, paragraph: Any) -> str:
        """Return the printed text of a paragraph; a line break is a line feed."""
        return printable("".join(self._inside(paragraph)))

    @property
    def in_a_field(self) -> bool:
        """Whether a field has begun that has no end yet."""
        return bool(self._fields)

    def leaves_out(self, name: str) -> bool:
        """Note a tracked change, and return whether it hides what it holds in this state."""
        if name in ADDED or name in TAKEN_OUT:
            self.revised.append(self.place)
        return name in (TAKEN_OUT if self.changes == FINAL else ADDED)

    def is_placeholder(self, control: Any) -> bool:
        """Return whether a content control shows only what to write in it, which is no text."""
        found = is_on(child(control, "sdtPr", "showingPlcHdr"))
        if found:
            self.aside("placeholder", _words(control))
        return found

    def aside(self, kind: str, text: str, key: str = "") -> None:
        """Keep what is in no line."""
        text = " ".join(printable(text).split())
        if text or key:
            self.asides.append(Aside(kind, text, self.place, key))

    def _inside(self, element: Any) -> Iterator[str]:
        for one in element:
            yield from self._one(one)

    def _one(self, one: Any) -> Iterator[str]:
        name = tag(one)
        if name in ADDED or name in TAKEN_OUT:
            if not self.leaves_out(name):
                yield from self._inside(one)
        elif name == "r":
            yield from self._run(one)
        elif name == "sdt":
            yield from self._control(one)
        elif name in _WRAPPERS:
            yield from self._inside(one)
        elif name == f"{MC}AlternateContent":
            yield from self._inside(_chosen(one))
        elif name.startswith(MATH):
            yield from (part.text or "" for part in one.iter(f"{MATH}t"))

    def _control(self, control: Any) -> Iterator[str]:
        content = child(control, "sdtContent")
        if content is not None and not self.is_placeholder(control):
            yield from self._inside(content)

    def _run(self, run: Any) -> Iterator[str]:
        hidden = self._is_hidden(run)
        shifted = self._shift(run)
        for part in run:
            name = tag(part)
            if name in _NOTES:
                self.aside(_NOTES[name], "", value(part, "id"))
                # What follows in the run is the mark that somebody chose for the note.
                if value(part, "customMarkFollows") in ("1", "true", "on"):
                    return
                continue
            for text in self._part(name, part):
                if hidden:
                    self.aside("hidden text", text)
                elif not self._fields or all(self._fields):
                    yield text.translate(shifted) if shifted else text

    def _part(self, name: str, part: Any) -> Iterator[str]:
        if name == "t" or (name == "delText" and self.changes == ORIGINAL):
            yield part.text or ""
        elif name in ("tab", "ptab"):
            yield "\t"
        elif name in ("br", "cr"):
            yield "\v"
        elif name == "noBreakHyphen":
            yield "-"
        elif name == "sym":
            self.aside("sign of a font", value(part, "font") + " " + value(part, "char"))
            yield UNKNOWN_SIGN
        elif name == "fldChar":
            self._field(value(part, "fldCharType"))
        elif name in _DRAWN:
            self.aside("text box", _words(part))
        elif name == f"{MC}AlternateContent":
            for one in _chosen(part):
                yield from self._part(tag(one), one)
        elif name == "ruby":
            yield from self._inside(part)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _is_hidden(self, run: Any) -> bool:
        own = child(run, "rPr", "vanish")
        if own is None:
            own = self.styles.first(value(child(run, "rPr", "rStyle")), "rPr", "vanish")
        return is_on(own)

    def _shift(self, run: Any) -> dict[int, int] | None:
        """Return what raises or lowers digits, so that the mark of a note joins no number."""
        own = child(run, "rPr", "vertAlign")
        if own is None:
            own = self.styles.first(value(child(run, "rPr", "rStyle")), "rPr", "vertAlign")
        return {"superscript": _RAISED, "subscript": _LOWERED}.get(value(own))


def _chosen(alternatives: Any) -> Any:
    """Return one of the forms in which something is kept twice."""
    for name in ("Choice", "Fallback"):
        found = alternatives.find(f"{MC}{name}")
        if found is not None:
            return found
    return ()


def _words(element: Any) -> str:
    """Return all text below an element, a space between paragraphs."""
    texts = []
    for one in element.iter(f"{W}t", f"{W}p"):
        texts.append(" " if one.tag == f"{W}p" else one.text or "")
    return "".join(texts)


def printable(text: str) -> str:
    """Return text without what prints nothing; a line break alone becomes a line feed.

    >>> printable("a\\u00adb\\tc\\vd\\ne")
    'ab c\\nd e'
    """
    return _PRINTS_OTHERWISE.sub(_printed, text)


def _printed(found: re.Match[str]) -> str:
    char = found[0]
    if char == "\v":
        return "\n"
    kind = unicodedata.category(char)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    if kind == "Cf":
        return ""
    return UNKNOWN_SIGN if kind in ("Co", "Cn", "Cs") else char
