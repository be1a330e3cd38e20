"""Digits with three thousands separators, sometimes in one sentence."""

from __future__ import annotations

import re
from decimal import Decimal

from analysis.errors import NotationError

EXPECTED = "a number"

LONGEST = 15
"""Digits at most: more than any figure here has, and fewer than arithmetic rounds."""

# What may stand between groups of three: one point, comma, space or no-break space,
# or a comma after which a space slipped in ("700, 000").
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?:, |[., \u00a0])[0-9]{3})+")
_PLAIN = re.compile(r"[0-9]+")
_DECIMALS = re.compile(r"(.*[0-9])[.,]([0-9]{1,2})")


def read_number(token: str) -> Decimal:
    """Return the value of a number printed in digits.

    Counts and amounts in these documents are whole or have at most two decimals. So
    three digits after a separator are a group of thousands, whatever the separator
    (``3.000``, ``578,833``, ``10 403``, ``1.187.302``, ``2.090,000``), and one or two
    digits after the last separator are decimals (``3,67``, ``16,378.00``).

    Raises
    ------
    NotationError
        The separators make neither groups of three nor decimals.

    Examples
    --------
    >>> read_number("1.187.302"), read_number("3,67"), read_number("700, 000")
    (Decimal('1187302'), Decimal('3.67'), Decimal('700000'))
    """
    if _is_whole(token):
        return Decimal(_digits(token))
    decimal = _DECIMALS.fullmatch(token)
    if decimal and _is_whole(decimal.group(1)):
        return Decimal(f"{_digits(decimal.group(1))}.{decimal.group(2)}").normalize() + 0
    raise NotationError(token, EXPECTED, _advice(token))


def _is_whole(token: str) -> bool:
    """True for plain digits or groups of three, of bounded length."""
    if len(token) > 2 * LONGEST or len(_digits(token)) > LONGEST:
        return False
    return bool(_PLAIN.fullmatch(token) or _GROUPED.fullmatch(token))


def _digits(token: str) -> str:
    return re.sub(r"[^0-9]", "", token)


def _advice(token: str) -> str:
    digits = _digits(token[: 4 * LONGEST])
    others = any(char.isdigit() and not char.isascii() for char in token)
    if not digits or others or len(digits) > LONGEST:
        return f"A number is printed in at most {LONGEST} of the digits 0-9."
    return f"If it is a whole number, did the document print {int(digits):,} ({digits})?"
