"""Targets of indicators: a number with the operator that its marks mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from analysis.cleaning.notation.numbers import read_number
from analysis.errors import NotationError

EXPECTED = "a target"
LONGEST = 80

_TARGET = re.compile(
    r"(?P<mark>მინ\. ?|წელიწადში )?"
    r"(?P<number>[0-9][0-9., \u00a0]*?)"
    r"(?:-(?P<end>[0-9][0-9.,]*))?"
    r"(?P<scale> ?მლნ)?"
    r"(?: (?P<counted>[ა-ჰ]+))?"
    r"(?P<upper>-მდე)?"
    r" ?\.?"
)


@dataclass(frozen=True)
class Target:
    """What a target asks: ``operator`` is ``>=``, ``=``, ``<=``, ``range`` or ``none``.

    ``counted`` is the word that the target itself prints for what is counted.
    """

    operator: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    counted: str = ""


NO_TARGET = Target("none")


def read_target(token: str) -> Target:
    """Return the target that a printed token sets; an empty token sets none.

    ``(მინ. 5)`` is at least 5, ``(13)`` is 13, ``800-მდე`` is up to 800. A minimum over
    a range, ``(მინ. 200-250)``, is the range: its lower end is the least that will do.

    Raises
    ------
    NotationError
        No rule reads the token, or its range runs backwards.

    Examples
    --------
    >>> read_target("(მინ. 200-250)")
    Target(operator='range', minimum=Decimal('200'), maximum=Decimal('250'), counted='')
    >>> read_target("(1 მლნ.)").minimum
    Decimal('1000000')
    """
    if not token:
        return NO_TARGET
    if len(token) > LONGEST:
        raise NotationError(
            token[:LONGEST], EXPECTED, f"A target has at most {LONGEST} characters."
        )
    text = re.sub(r"\s+", " ", token).strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    found = _TARGET.fullmatch(text)
    if not found:
        raise NotationError(
            token, EXPECTED, "Known forms: (მინ. 5), (13), (მინ. 200-250), 800-მდე."
        )
    if found["upper"] and (found["mark"] or found["end"]):
        raise NotationError(token, EXPECTED, "It is qualified twice.")
    scale = 1_000_000 if found["scale"] else 1
    number = read_number(found["number"].strip()) * scale
    counted = found["counted"] or ""
    if found["end"]:
        end = read_number(found["end"]) * scale
        if end < number:
            raise NotationError(token, EXPECTED, "The range runs backwards.")
        return Target("range", number, end, counted)
    if found["upper"]:
        return Target("<=", None, number, counted)
    if (found["mark"] or "").startswith("მინ"):
        return Target(">=", number, None, counted)
    return Target("=", number, number, counted)
