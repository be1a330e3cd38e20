"""The few words of WordprocessingML by which its elements are told apart."""

from __future__ import annotations

from typing import Any

from analysis.source.word.package import W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_OFF = frozenset(("0", "false", "off", "none"))
LARGEST = 1_000_000
"""The largest number that an attribute is taken at; what is larger was not meant."""


def tag(element: Any) -> str:
    """Return an element's name without the namespace of Word; others keep theirs."""
    return element.tag.removeprefix(W) if isinstance(element.tag, str) else ""


def child(element: Any, *path: str) -> Any:
    """Return the element that a path of names leads to, or ``None``."""
    for name in path:
        element = None if element is None else element.find(f"{W}{name}")
    return element


def value(element: Any, name: str = "val", default: str = "") -> str:
    """Return an attribute of Word's, of an element that need not be there."""
    return default if element is None else str(element.get(f"{W}{name}", default))


def number(element: Any, name: str = "val", default: int = 0) -> int:
    """Return an attribute as a whole number; what is none, or beyond measure, is the default."""
    text = value(element, name)
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 8):
        return default
    return int(text) if int(digits) <= LARGEST else default


def is_on(element: Any) -> bool:
    """Return whether a property is there and not switched off."""
    return element is not None and value(element, default="1").lower() not in _OFF
