"""Numbers and amounts that agencies type: canonical where they can mean one thing, else refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from analysis.cleaning.cells import plain
from analysis.cleaning.notation import read_quantity
from analysis.errors import NotationError
from analysis.source.answers import Typed

FRACTIONAL = frozenset(("percent", "GEL", "EUR", "times", "call_per_month", "week", "year"))
"""Units of which there can be a part; of the others there are whole ones only."""

LARGEST = Decimal(10) ** 15

_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_GEL = re.compile(r"(?:gel|₾)\s*|\s*(?:gel|₾|ლარი?)\.?", re.IGNORECASE)
_OTHER = re.compile(r"[€$£]|\b(?:eur|usd|gbp|euro|dollar)|ევრო|დოლარ", re.IGNORECASE)
_PERCENT = re.compile(r"\s*(?:%|პროცენტი?|per ?cent|pour ?cent)", re.IGNORECASE)
_SIGNED = re.compile(r"[-−–]\s*[0-9]")
_RANGE = re.compile(r"[0-9]\s?[-−–]\s?[0-9]")
_SEPARATORS = re.compile(r"[0-9]([.,  ])(?=[0-9])")


@dataclass(frozen=True)
class Read:
    """What came of a cell: a canonical value, or the code of a fault; told if read otherwise."""

    value: str = ""
    fault: str = ""
    told: str = ""
    """The code of what is told: it was accepted in another form than the canonical one."""
    values: tuple[tuple[str, str], ...] = ()


def fault(code: str, **values: str) -> Read:
    """Return that a cell cannot be taken."""
    return Read(fault=code, values=tuple(values.items()))


def read_value(typed: Typed, unit: str) -> Read:
    """Return a value achieved, as plain decimal digits in its unit.

    Parameters
    ----------
    unit : the code of the unit that stands beside it; empty if the indicator has none.

    Examples
    --------
    >>> read_value(Typed("text", "1 234"), "person").value
    '1234'
    >>> read_value(Typed("number", "0.85", percent=True), "percent").value
    '85'
    >>> read_value(Typed("number", "0.85"), "percent").fault
    'percent_ambiguous'
    """
    if typed.kind == "number":
        return _stored(typed, unit)
    if typed.kind != "text":
        return fault("number_is_date" if typed.kind == "date" else f"{typed.kind}_in_cell")
    return _typed(typed.text, unit)


def read_money(typed: Typed) -> Read:
    """Return an amount in GEL, as plain decimal digits; another currency is refused.

    >>> read_money(Typed("text", "12.500 ₾")), read_money(Typed("text", "100 EUR")).fault
    (Read(value='12500', fault='', told='read_otherwise', values=()), 'other_currency')
    """
    if typed.kind == "number" and typed.percent:
        return fault("percent_not_asked")
    if typed.kind == "text" and _OTHER.search(typed.text):
        return fault("other_currency")
    return read_value(typed, "GEL")


def _stored(typed: Typed, unit: str) -> Read:
    """Read a number that is stored as one: what was typed may have been taken for another."""
    if typed.text == "∞":
        return fault("number_too_large")
    number = Decimal(typed.text)
    if typed.percent:
        if unit != "percent":
            return fault("percent_not_asked")
        return _in_bounds(number * 100, unit, "percent_read")
    if unit == "percent" and 0 < number < 1:
        return fault("percent_ambiguous", one=plain(number * 100), other=f"{plain(number)}%")
    if _thousands_lost(number, unit):
        return fault("number_ambiguous", one=plain(number * 1000), other=plain(number))
    return _in_bounds(number, unit, "")


def _thousands_lost(number: Decimal, unit: str) -> bool:
    """Whether three decimals may be a group of thousands that a spreadsheet took for decimals."""
    exponent = number.as_tuple().exponent
    return exponent == -3 and not (unit == "percent" and number < 100)


def _typed(text: str, unit: str) -> Read:
    bare = _SPACES.sub(" ", text).strip()
    if _SIGNED.match(bare):
        return fault("number_negative")
    bare, said = _without_unit(bare)
    if said and said != unit:
        return fault("percent_not_asked" if said == "percent" else "currency_not_asked")
    if (ambiguous := _ambiguous(bare, unit)) is not None:
        return ambiguous
    try:
        quantity = read_quantity(bare)
    except NotationError:
        return fault("number_unread")
    if _RANGE.search(bare):
        return fault("number_unread")
    if quantity.qualifier != "exact":
        return fault("number_qualified", one=plain(quantity.value))
    if quantity.unit and quantity.unit != unit:
        return fault("currency_not_asked")
    if unit == "percent" and not said and 0 < quantity.value < 1:
        both = {"one": plain(quantity.value * 100), "other": f"{plain(quantity.value)}%"}
        return fault("percent_ambiguous", **both)
    told = "" if text == plain(quantity.value) else "read_otherwise"
    return _in_bounds(quantity.value, unit, told)


def _without_unit(text: str) -> tuple[str, str]:
    """Take a sign of percent or of lari off a text; return it and the unit that it says."""
    for pattern, unit in ((_PERCENT, "percent"), (_GEL, "GEL")):
        for found in pattern.finditer(text):
            if found.end() == len(text) or found.start() == 0:
                return (text[: found.start()] + text[found.end() :]).strip(), unit
    return text, ""


def _ambiguous(text: str, unit: str) -> Read | None:
    """Refuse separators that group thousands in one place and begin decimals in another.

    Three digits after one separator, or after the same one again and again, are thousands: so the
    documents print them. After two different ones they may be either, and so may they in a
    percentage that would be more than a thousand.
    """
    signs = _SEPARATORS.findall(text)
    last = re.search(r"[.,]([0-9]+)$", text)
    if not signs or last is None:
        return None
    mixed = len(set(signs)) > 1 or (unit == "percent" and len(signs) == 1)
    digits = re.sub(r"[^0-9]", "", text)
    if not digits.isascii() or len(digits) > 15:
        return None
    decimal = Decimal(f"{digits[: -len(last[1])] or 0}.{last[1]}")
    if mixed and len(last[1]) == 3:
        return fault("number_ambiguous", one=plain(Decimal(digits)), other=plain(decimal))
    if not mixed and len(signs) > 1 and len(last[1]) != 3:
        return fault("number_ambiguous", one=plain(Decimal(digits)), other=plain(decimal))
    return None


def _in_bounds(number: Decimal, unit: str, told: str) -> Read:
    if number < 0:
        return fault("number_negative")
    if number >= LARGEST:
        return fault("number_too_large")
    if unit and unit not in FRACTIONAL and number != number.to_integral_value():
        return fault("number_not_whole", unit=unit)
    return Read(plain(number), told=told)
