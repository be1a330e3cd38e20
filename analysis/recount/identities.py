"""The identities a second time: both sides, what is left between them, and whether they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from analysis.recount.found import Parts, Recounted, gathered, one
from analysis.recount.printed import UnreadError
from analysis.recount.raw import Raw
from analysis.recount.tokens import digits

Side = Fraction | str
"""A number, or a date as printed: ``2019``, ``2019-12`` or ``2019-02-01``."""

ORDERED = ("bound", "date_order", "range")
_TOKEN = re.compile(r"\s*(?:([a-z_]+)\(([^()]*)\)|([a-z][a-z0-9]*-[0-9]+-[0-9]+)|([0-9]+)|([+-]))")
SIDE_PLACES, RESIDUAL_PLACES = 4, 6


def identities(raw: Raw) -> Iterator[Recounted]:
    """Yield the sides, the residual and the answer of every identity."""
    for row in raw.tables["identities"]:
        yield from gathered(raw.used, "identity", row["identity_id"], _parts, raw, row)


def _parts(raw: Raw, row: dict[str, str]) -> Parts:
    left, right = _side(raw, row["left"]), _side(raw, row["right"])
    if isinstance(left, str) or isinstance(right, str):
        size = min(len(str(left)), len(str(right)))
        residual = Fraction((_first(str(left)[:size]) - _first(str(right)[:size])).days)
    else:
        residual = left - right
    off = residual if row["kind"] in ORDERED else abs(residual)
    return {
        "left": one(_number(left)),
        "right": one(_number(right)),
        "residual": one(round(residual, RESIDUAL_PLACES)),
        "holds": one(int(off <= Fraction(row["tolerance"]))),
    }


def _number(side: Side) -> Fraction:
    """Return a side as it is shown; a date as the number that its digits make."""
    return digits(side) if isinstance(side, str) else round(side, SIDE_PLACES)


def _first(printed: str) -> date:
    return date.fromisoformat(printed + "-01" * (2 - printed.count("-")))


def _side(raw: Raw, formula: str) -> Side:
    """Return what a formula comes to: terms added and taken off, or one date."""
    sign, total, rest = 1, Fraction(0), formula
    while rest.strip():
        match = _TOKEN.match(rest)
        if not match:
            raise UnreadError(f"no formula: {formula!r}")
        rest = rest[match.end() :]
        if match[5]:
            sign = 1 if match[5] == "+" else -1
            continue
        term = _term(raw, match)
        if isinstance(term, str):
            return term
        total += sign * term
    return total


def _term(raw: Raw, match: re.Match[str]) -> Side:
    if match[4]:
        return Fraction(match[4])
    if match[3]:
        figure = raw.figure(match[3])
        return figure.date if figure.value is None else figure.value
    function, inside = match[1], match[2].strip()
    if function in ("share", "max"):
        terms = [Fraction(_side(raw, argument)) for argument in inside.split(",")]
        return max(terms) if function == "max" else 100 * terms[0] / terms[1]
    if function == "list":
        return Fraction(raw.lists[inside])
    if function == "years":
        return _years(raw, inside)
    if function == "count":
        return Fraction(raw.counts[inside])
    if function in ("target", "upper"):
        asked = raw.indicators[inside].target
        return _known(asked.least if function == "target" else asked.most)
    if function == "budget":
        return _known(raw.activities[inside].amount)
    if function == "deadlines":
        return Fraction(len(raw.activities[inside].deadlines))
    if function == "last_deadline":
        return max(raw.activities[inside].deadlines)
    raise UnreadError(f"no function: {function!r}")


def _known(number: Fraction | None) -> Fraction:
    if number is None:
        raise UnreadError("a formula names a number that is not printed")
    return number


def _years(raw: Raw, place: str) -> Fraction:
    """Return how many years a printed span names, both ends counted."""
    source, line, token = place.split("/")
    if not any(
        row["source"] == source and row["source_line"] == line and row["token_raw"] == token
        for row in raw.spans
    ):
        raise UnreadError(f"no span: {place!r}")
    first, last = token.split("-")
    return Fraction(int(last) - int(first) + 1)
