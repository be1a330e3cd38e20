"""Numbers as people read them: rounded and grouped here, and nowhere earlier.

What is returned is words that remember the number, so that a table can hand it on.

Every number is written by the locale of the language spoken: its separators, its sign of
percent, its way to list things.
"""

from __future__ import annotations

from collections.abc import Sequence

from babel.lists import format_list
from babel.numbers import format_decimal

from analysis.display.language import _, _n, spoken
from analysis.display.quantity import POINTS, SHARE, Quantity
from analysis.display.units import UNITS
from analysis.measures.estimate import Estimate

MINUS = "−"


def decimal(number: float, places: int, *, signed: bool = False) -> Quantity:
    """Return a number with so many decimals, and its sign where it is a difference.

    >>> decimal(1187302.456, 2), decimal(-3.25, 1, signed=True), decimal(3.25, 1, signed=True)
    ('1,187,302.46', '−3.3', '+3.3')
    """
    pattern = "#,##0" + ("." + "0" * places if places else "")
    rounded = round(abs(number) + 1e-12, places)
    text = str(format_decimal(rounded, format=pattern, locale=spoken()))
    sign = "" if not rounded else MINUS if number < 0 else "+" if signed else ""
    return Quantity(f"{sign}{text}", number)


def count(number: float) -> Quantity:
    """Return a whole number with groups of three.

    >>> count(1187302)
    '1,187,302'
    """
    return decimal(number, 0)


def percent(share: float) -> Quantity:
    """Return a share from 0 to 1 as a whole percentage; near the ends it is not rounded away.

    >>> percent(0.404), percent(0.004), percent(0)
    ('40%', 'under 1%', '0%')
    """
    if 0 < share < 0.01:
        return Quantity(_("under {share}", share=percent_to(0.01, 0)), share, SHARE)
    if 0.99 < share < 1:
        return Quantity(_("over {share}", share=percent_to(0.99, 0)), share, SHARE)
    return percent_to(share, 0)


def fine_percent(share: float) -> Quantity:
    """Return a share from 0 to 1 in percent with one decimal, never rounded to an end.

    >>> fine_percent(0.17786), fine_percent(0.0004), fine_percent(1)
    ('17.8%', 'under 0.1%', '100%')
    """
    if share in (0, 1):
        return percent_to(share, 0)
    if 0 < share < 0.0005:
        return Quantity(_("under {share}", share=percent_to(0.001, 1)), share, SHARE)
    if 0.9995 <= share < 1:
        return Quantity(_("over {share}", share=percent_to(0.999, 1)), share, SHARE)
    return percent_to(share, 1)


def percent_to(share: float, places: int, *, signed: bool = False) -> Quantity:
    """Return a share in percent with so many decimals, and its sign where it is a difference.

    >>> percent_to(0.404, 1), percent_to(-0.0708, 1, signed=True)
    ('40.4%', '−7.1%')
    """
    mark = "\u202f%" if spoken() == "fr" else "%"
    return Quantity(f"{decimal(100 * share, places, signed=signed)}{mark}", share, SHARE)


def residual(number: float | None) -> str:
    """Return a difference with its sign and no needless decimals; None is withheld.

    >>> residual(-133.0), residual(0.0022), residual(0)
    ('−133', '+0.0022', '0')
    """
    if number is None:
        return _("withheld")
    places = next(n for n in range(5) if n == 4 or round(number, n) == round(number, 4))
    return decimal(number, places, signed=True)


def things(number: int, one: str, many: str) -> str:
    """Return a number with the right form of the noun.

    >>> things(1, "document", "documents"), things(5, "document", "documents")
    ('1 document', '5 documents')
    """
    return f"{count(number)} {one if number == 1 else many}"


def listing(words: Sequence[str]) -> str:
    """Return words as a list in a sentence.

    >>> listing(["a", "b", "c"])
    'a, b, and c'
    """
    return str(format_list(list(words), locale=spoken()))


def amount(value: Estimate) -> str:
    """Return an estimate as people read it: a number, or its bounds, with the unit."""
    if value.denominator == 0:
        return _("none to count")
    if value.value is not None:
        return _with_unit(value.value, value.unit)
    ends = [_with_unit(end, value.unit) for end in (value.lower, value.upper)]
    if value.unit == "points":
        ends[0] = decimal(value.lower, 1)
    return _("{low} to {high}", low=ends[0], high=ends[1])


def _with_unit(number: float, unit: str) -> Quantity:
    if unit == "percent":
        return percent(number / 100)
    if unit == "points":
        words = _n("{number} point", "{number} points", number, number=decimal(number, 1))
        return Quantity(words, number, POINTS)
    return counted(number, unit)


def counted(number: float, unit: str) -> Quantity:
    """Return a number with its unit in the right form.

    >>> counted(354, "family"), counted(1, "agreement"), counted(650000, "GEL")
    ('354 families', '1 agreement', '650,000 GEL')
    """
    shown = count(number) if number == int(number) else decimal(number, 2)
    if not unit:
        return shown
    one, many = UNITS[unit]
    return Quantity(_n(one, many, number, number=shown), number, unit)


def unit_named(unit: str, number: float = 2) -> str:
    """Return a unit's noun alone, as it stands for more than one thing.

    >>> unit_named("family"), unit_named("mobile_group", 1)
    ('families', 'mobile group')
    """
    return counted(number, unit).removeprefix(count(number)).strip()
