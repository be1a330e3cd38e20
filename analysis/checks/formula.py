"""Formulas of identities: sums of facts, as text that a person can write.

    formula  = term { (" + " | " - ") term }
    term     = whole number | fact | function "(" argument { ", " argument } ")"

A fact is a figure's id, or a reference such as ``budget(activity)`` that the facts
know as a whole. The functions are ``share(part, whole)``, in percent, and ``max``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from analysis.errors import NotationError

Fact = Decimal | str
"""A number, or an ISO date at the precision printed."""

_OPERATOR = re.compile(r" ([+-]) ")
_FUNCTION = re.compile(r"(share|max)\((.*)\)")


def evaluate(formula: str, facts: Mapping[str, Fact]) -> Fact:
    """Return a formula's value.

    Raises
    ------
    NotationError
        A fact is not known, or dates and numbers are mixed.
    """
    first, *rest = _OPERATOR.split(formula.strip())
    value = _term(first, facts)
    for sign, term in zip(rest[::2], rest[1::2], strict=True):
        other = _term(term, facts)
        if isinstance(value, str) or isinstance(other, str):
            raise NotationError(formula, "a formula", "Dates cannot be added.")
        value = value + other if sign == "+" else value - other
    return value


def figures_in(formula: str) -> list[str]:
    """Return the facts that a formula names, in order."""
    names: list[str] = []
    for term in _OPERATOR.split(formula.strip())[::2]:
        function = _FUNCTION.fullmatch(term)
        names += function[2].split(", ") if function else [term]
    return [name for name in names if not name.isdigit()]


def _term(term: str, facts: Mapping[str, Fact]) -> Fact:
    if term in facts:
        return facts[term]
    if term.isascii() and term.isdigit():
        return Decimal(term)
    function = _FUNCTION.fullmatch(term)
    if not function:
        raise NotationError(term, "a known fact", "Give a figure's id, or a reference to a fact.")
    arguments = [_term(argument, facts) for argument in function[2].split(", ")]
    numbers = [argument for argument in arguments if isinstance(argument, Decimal)]
    if len(numbers) < len(arguments):
        raise NotationError(term, "a formula of numbers")
    if function[1] == "max":
        return max(numbers)
    if len(numbers) != 2 or not numbers[1]:
        raise NotationError(term, "share(part, whole) with a whole that is not zero")
    return 100 * numbers[0] / numbers[1]
