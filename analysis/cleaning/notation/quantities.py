"""Quantities: a number with what qualifies it, its scale, its currency or its sign."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from analysis.cleaning.notation.numbers import read_number
from analysis.cleaning.notation.words import read_number_word
from analysis.errors import NotationError

_Meaning = TypeVar("_Meaning")

EXPECTED = "a quantity"
READINGS = ("interval_start", "interval_end")
"""The contexts that a token may need: the start or end of "from … to …"."""

_SPACE = re.compile(r"\s+")
_MARKS_BEFORE = (
    (re.compile(r"(?:დაახლოებით|საშუალოდ) "), "about"),
    (re.compile(r"(?:მინიმუმ|სულ ცოტა|მინ\.) ?"), "at_least"),
)
_MARKS_AFTER = (
    (re.compile(r"-მდე"), "up_to"),
    (re.compile(r"-ზე მეტი?"), "more_than"),
)
_SCALES = (
    (re.compile(r" (?:მლნ\.?|მილიონი?)"), Decimal(1_000_000)),
    (re.compile(r" ათასი?"), Decimal(1_000)),
)
_CURRENCIES = (
    (re.compile(r" ?₾"), "GEL"),
    (re.compile(r" ლარი?"), "GEL"),
    (re.compile(r" ევროს?"), "EUR"),
)
_SIGNS = ((re.compile(r"%"), "percent"), (re.compile(r"-ჯერ"), "times"))
_ADJECTIVE = re.compile(r"-იანი")
_EACH = re.compile(r"([0-9]+)-([0-9]+)")
_INTERVAL_START = re.compile(r"(.* ლარ)იდან")
_INTERVAL_END = re.compile(r"(.* ლარ)ამდე")


@dataclass(frozen=True)
class Quantity:
    """A value with its qualifier, and the unit that the token itself prints, if any.

    ``qualifier`` is exact, about, up_to, more_than or at_least; ``unit`` is GEL, EUR,
    percent, times or empty.
    """

    value: Decimal
    qualifier: str = "exact"
    unit: str = ""


def read_quantity(token: str, reading: str = "") -> Quantity:
    """Return what a printed token of a figure says.

    Parameters
    ----------
    token : as printed: ``5 500-მდე``, ``85 ათასი ლარი``, ``3,67%``, ``ოცდასამი``.
    reading : the context, where the token alone is ambiguous. ``-მდე`` on a currency
        is "up to", but after "from 3300 lari" it is the exact end of an interval:
        ``interval_start`` or ``interval_end`` says so.

    Raises
    ------
    NotationError
        No rule reads the token.

    Examples
    --------
    >>> read_quantity("5 500-მდე")
    Quantity(value=Decimal('5500'), qualifier='up_to', unit='')
    >>> read_quantity("4000 ლარამდე", "interval_end")
    Quantity(value=Decimal('4000'), qualifier='exact', unit='GEL')
    """
    text = _SPACE.sub(" ", token).strip()
    if reading and reading not in READINGS:
        raise NotationError(reading, f"a reading: {', '.join(READINGS)}")
    text, end_qualifier = _without_interval(text, reading, token)
    if each := _EACH.fullmatch(text):
        return _each(token, *each.groups())
    text, before = _cut(text, _MARKS_BEFORE, at_start=True)
    text, after = _cut(text, _MARKS_AFTER)
    text, sign = _cut(text, _SIGNS)
    text, currency = _cut(text, _CURRENCIES)
    text, scale = _cut(text, _SCALES)
    text, _ = _cut(text, ((_ADJECTIVE, "adjective"),))
    quantity = Quantity(_value(text, token), unit=sign or currency or "")
    marks = [mark for mark in (before, after, end_qualifier) if mark]
    if len(marks) > 1:
        raise NotationError(token, EXPECTED, "It is qualified twice.")
    if sign and currency:
        raise NotationError(token, EXPECTED, "It has a sign and a currency.")
    return replace(
        quantity,
        value=quantity.value * (scale or 1),
        qualifier=marks[0] if marks else "exact",
    )


def _without_interval(text: str, reading: str, token: str) -> tuple[str, str]:
    """Take the case ending off a currency, and say what it means here."""
    start, end = _INTERVAL_START.fullmatch(text), _INTERVAL_END.fullmatch(text)
    if start and reading == "interval_start":
        return start.group(1) + "ი", ""
    if end and reading != "interval_start":
        return end.group(1) + "ი", "" if reading == "interval_end" else "up_to"
    if start or reading:
        raise NotationError(
            token,
            EXPECTED,
            'A "from … to …" is two tokens; interval_start and interval_end say which.',
        )
    return text, ""


def _each(token: str, first: str, second: str) -> Quantity:
    """Read ``7-7``: Georgian doubles a number to say "that many each"."""
    if first != second:
        raise NotationError(token, EXPECTED, "Two different numbers are a range, not a figure.")
    return Quantity(read_number(first))


def _cut(
    text: str, rules: tuple[tuple[re.Pattern[str], _Meaning], ...], *, at_start: bool = False
) -> tuple[str, _Meaning | None]:
    for pattern, meaning in rules:
        for found in pattern.finditer(text):
            if at_start and found.start() == 0:
                return text[found.end() :], meaning
            if not at_start and found.end() == len(text):
                return text[: found.start()], meaning
    return text, None


def _value(text: str, token: str) -> Decimal:
    if not text[:1].isalpha():
        try:
            return read_number(text)
        except NotationError as error:
            raise NotationError(token, EXPECTED, error.advice) from error
    return Decimal(read_number_word(text))
