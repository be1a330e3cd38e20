"""Numbers as people read them: rounded and grouped here, and nowhere earlier."""

from __future__ import annotations

from analysis.measures.estimate import Estimate


def count(number: float) -> str:
    """Return a whole number with groups of three.

    >>> count(1187302)
    '1,187,302'
    """
    return f"{number:,.0f}"


def percent(share: float) -> str:
    """Return a share from 0 to 1 as a whole percentage; near the ends it is not rounded away.

    >>> percent(0.404), percent(0.004), percent(0)
    ('40%', 'under 1%', '0%')
    """
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{100 * share:.0f}%"


def residual(number: float | None) -> str:
    """Return a difference with its sign and no needless decimals; None is withheld.

    >>> residual(-133.0), residual(0.0022), residual(0)
    ('−133', '+0.0022', '0')
    """
    if number is None:
        return "withheld"
    text = f"{number:+.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("+0", "-0") else text.replace("-", "−")


def things(number: int, one: str, many: str) -> str:
    """Return a number with the right form of the noun.

    >>> things(1, "document", "documents"), things(5, "document", "documents")
    ('1 document', '5 documents')
    """
    return f"{count(number)} {one if number == 1 else many}"


def amount(value: Estimate) -> str:
    """Return an estimate as people read it: a number, or its bounds, with the unit."""
    if value.denominator == 0:
        return "none to count"
    ends = [_with_unit(end, value.unit) for end in (value.lower, value.upper)]
    if value.value is not None:
        return _with_unit(value.value, value.unit)
    if value.unit == "points":
        return f"{value.lower:.1f} to {ends[1]}"
    return f"{ends[0]} to {ends[1]}"


def _with_unit(number: float, unit: str) -> str:
    if unit == "percent":
        return percent(number / 100)
    if unit == "points":
        return f"{number:.1f} points"
    return f"{count(number)} {unit}"


_UNCHANGED = ("GEL", "EUR", "percent", "times", "")
_IRREGULAR = {"child": "children"}


def counted(number: float, unit: str) -> str:
    """Return a number with its unit in the right form.

    >>> counted(354, "family"), counted(1, "agreement"), counted(650000, "GEL")
    ('354 families', '1 agreement', '650,000 GEL')
    """
    words = unit.replace("_", " ")
    shown = count(number) if number == int(number) else f"{number:,.2f}"
    return f"{shown} {words if number == 1 else _plural(words)}".strip()


def _plural(unit: str) -> str:
    if unit in _UNCHANGED:
        return unit
    if unit in _IRREGULAR:
        return _IRREGULAR[unit]
    if unit.endswith("y") and unit[-2] not in "aeiou":
        return unit[:-1] + "ies"
    return unit + ("es" if unit.endswith(("s", "x", "ch")) else "s")
