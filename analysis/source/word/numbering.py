"""Automatic numbers and bullets: what Word prints before a paragraph and keeps nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.source.word.package import W
from analysis.source.word.styles import Styles
from analysis.source.word.xml import MC, child, is_on, number, value

BULLET = "•"
LEVELS = 9
LARGEST = 32_767
"""The largest number that Word counts to."""

_PLACE = re.compile(r"%([1-9])")
_DASHES = ("-", "–", "—", "*")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True)
class Label:
    """What stands before a paragraph, and at which level of its list; unknown formats by name."""

    text: str
    level: int
    unknown: str = ""


@dataclass(frozen=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False


@dataclass
class _List:
    """A numbered list: its levels, what overrides them, and which list it counts with."""

    counts_with: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]
    begun: set[int] = field(default_factory=set)


class Numbering:
    """Counts the paragraphs of every list, in the order of the document."""

    def __init__(self, tree: Any, styles: Styles):
        self._styles = styles
        self._tree = tree
        self._abstract = _by_id(tree, "abstractNum", "abstractNumId")
        self._nums = _by_id(tree, "num", "numId")
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, dict[int, int]] = {}

    def label(self, paragraph: Any) -> Label | None:
        """Return the label of the next paragraph, or ``None`` if it is of no list."""
        list_id, level = self._place(paragraph)
        found = self._list(list_id) if list_id not in ("", "0") else None
        if found is None or level not in found.levels:
            return None
        counts = self._counters.setdefault(found.counts_with, {})
        _count(found, level, counts)
        return _label(found, level, counts)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """Return the list and the level of a paragraph, its own or those of its style."""
        own = child(paragraph, "pPr", "numPr")
        list_id = value(child(own, "numId"))
        level = child(own, "ilvl")
        if not list_id:
            style_id = self._styles.of_paragraph(paragraph)
            path = ("pPr", "numPr", "numId")
            list_id = value(self._styles.first(style_id, *path))
            if level is None and list_id:
                level = self._styles.first(style_id, "pPr", "numPr", "ilvl")
                if level is None:
                    return list_id, self._level_of_style(list_id, style_id)
        return list_id, min(max(number(level), 0), LEVELS - 1)

    def _level_of_style(self, list_id: str, style_id: str) -> int:
        holder = self._styles.where(style_id, "pPr", "numPr", "numId")
        abstract = self._abstract_of(list_id)
        for level in [] if abstract is None else abstract.findall(f"{W}lvl"):
            if value(child(level, "pStyle")) in (style_id, holder):
                return min(max(number(level, "ilvl"), 0), LEVELS - 1)
        return 0

    def _abstract_of(self, list_id: str) -> Any:
        """Return the definition of a list, by way of a style of lists where it is given so."""
        seen: set[str] = set()
        while list_id in self._nums and list_id not in seen:
            seen.add(list_id)
            found = self._abstract.get(value(child(self._nums[list_id], "abstractNumId")))
            linked = value(child(found, "numStyleLink"))
            if not linked:
                return found
            list_id = value(self._styles.first(linked, "pPr", "numPr", "numId"))
        return None

    def _list(self, list_id: str) -> _List | None:
        if list_id not in self._lists:
            abstract = self._abstract_of(list_id)
            self._lists[list_id] = (
                None if abstract is None else _read_list(self._nums[list_id], abstract)
            )
        return self._lists[list_id]


def _by_id(tree: Any, name: str, key: str) -> dict[str, Any]:
    found = [] if tree is None else tree.findall(f"{W}{name}")
    return {value(one, key): one for one in found}


def _read_list(num: Any, abstract: Any) -> _List:
    levels = {number(one, "ilvl"): _read_level(one) for one in abstract.findall(f"{W}lvl")}
    starts: dict[int, int] = {}
    for override in num.findall(f"{W}lvlOverride"):
        at = number(override, "ilvl")
        if (own := child(override, "lvl")) is not None:
            levels[at] = _read_level(own)
        if (start := child(override, "startOverride")) is not None:
            starts[at] = number(start)
    return _List(value(abstract, "abstractNumId"), levels, starts)


def _read_level(level: Any) -> _Level:
    form = child(level, "numFmt")
    if form is None:
        form = level.find(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")
    restart = child(level, "lvlRestart")
    return _Level(
        number(child(level, "start"), default=0),
        value(form, default="decimal"),
        value(child(level, "lvlText"))[:100],
        None if restart is None else number(restart),
        is_on(child(level, "isLgl")),
    )


def _count(found: _List, level: int, counts: dict[int, int]) -> None:
    """Count a paragraph, and let the levels below it begin again."""
    if level in found.starts and level not in found.begun:
        counts[level] = found.starts[level] - 1
    found.begun.add(level)
    counts[level] = counts.get(level, found.levels[level].start - 1) + 1
    for below in [one for one in counts if one > level]:
        restart = found.levels[below].restart if below in found.levels else None
        if restart is None or level < restart:
            del counts[below]


def _label(found: _List, level: int, counts: Mapping[int, int]) -> Label:
    own = found.levels[level]
    if own.form == "bullet":
        dash = own.text.strip()
        return Label(dash if dash in _DASHES else BULLET, level)
    unknown: list[str] = []

    def shown(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        one = found.levels.get(at, _Level())
        count = counts.get(at, one.start)
        form = "decimal" if own.legal and one.form != "none" else one.form
        if form not in _FORMS:
            unknown.append(form)
            return "□"
        return _FORMS[form](count) if 0 < count <= LARGEST else str(count)

    text = _PLACE.sub(shown, own.text).strip()
    return Label(text, level, unknown[0][:50] if unknown else "")


def _letters(count: int) -> str:
    """Return a, b, … z, aa, bb, …: Word repeats a letter, it does not combine."""
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _roman(count: int) -> str:
    text = ""
    for size, numeral in _ROMAN:
        text += numeral * (count // size)
        count %= size
    return text


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "none": lambda count: "",
}
"""How the formats of numbers write a count; every other one is told by name."""
