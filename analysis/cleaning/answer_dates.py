"""Dates that agencies type: stored as dates, or written as day.month.year, as ISO, in Georgian."""

from __future__ import annotations

import re
from datetime import date

from analysis.cleaning.answer_numbers import Read, fault
from analysis.cleaning.notation import read_date
from analysis.cleaning.notation.dates import YEARS
from analysis.errors import NotationError
from analysis.source.answers import Typed

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DOTTED = re.compile(r"(?:([0-9]{1,2})\s?[.]\s?)?([0-9]{1,2})\s?[.]\s?([0-9]{4})\s?(?:წ\.?)?")
_SLASHED = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{2}|[0-9]{4})")
_YEAR_LAST = re.compile(r"([0-9]{1,2} )?([ა-ჰ]+),? ([0-9]{4})(?: ?წ(?:\.|ელი|ლის)?)?")


def read_day(typed: Typed) -> Read:
    """Return a date as ISO ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as precise as typed.

    Examples
    --------
    >>> read_day(Typed("text", "5.03.2020")).value
    '2020-03-05'
    >>> read_day(Typed("text", "2020 წლის მარტში")).value
    '2020-03'
    >>> read_day(Typed("text", "03/05/2020")).fault
    'date_ambiguous'
    """
    if typed.kind == "date":
        found = _ISO.fullmatch(typed.text[:10]) if len(typed.text) >= 10 else None
        return _made(found, "", *_numbers(found)) if found else fault("date_unread")
    if typed.kind == "number":
        year = typed.text.isascii() and typed.text.isdigit() and int(typed.text[:9]) in YEARS
        return Read(typed.text) if year else fault("date_is_number")
    if typed.kind != "text":
        return fault(f"{typed.kind}_in_cell")
    return _typed(typed.text)


def _typed(text: str) -> Read:
    if len(text) > 80:
        return fault("date_unread")
    if found := _ISO.fullmatch(text):
        return _made(found, "", *_numbers(found))
    if found := _DOTTED.fullmatch(text):
        day, month, year = found.groups()
        return _made(found, "read_otherwise", int(year), int(month), int(day) if day else 0)
    if found := _SLASHED.fullmatch(text):
        return _slashed(found)
    if found := _YEAR_LAST.fullmatch(text):
        text = f"{found[3]} წლის {found[1] or ''}{found[2]}"
    try:
        value = read_date(text)
    except NotationError:
        return fault("date_unread")
    return Read(value, told="read_otherwise")


def _numbers(found: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(part or 0) for part in found.groups())


def _slashed(found: re.Match[str]) -> Read:
    """Read a date with slashes only where day and month cannot be taken for one another."""
    first, second, year = (int(part) for part in found.groups())
    year += 2000 if year < 100 else 0
    if first <= 12 and second <= 12 and first != second:
        one, other = (f"{d:02d}.{m:02d}.{year}" for d, m in ((first, second), (second, first)))
        return fault("date_ambiguous", one=one, other=other)
    day, month = (first, second) if second <= 12 else (second, first)
    return _made(found, "read_otherwise", year, month, day)


def _made(_found: object, told: str, year: int, month: int = 0, day: int = 0) -> Read:
    if year not in YEARS:
        return fault("date_out_of_range", one=str(YEARS[0]), other=str(YEARS[-1]))
    if not month:
        return Read(str(year), told=told)
    try:
        whole = date(year, month, day or 1)
    except ValueError:
        return fault("date_unread")
    return Read(whole.isoformat() if day else f"{year}-{month:02d}", told=told)
