"""The typed table: what a table shows as a Frictionless Tabular Data Resource.

Numbers are numbers here, before they were rounded to be read, with their units; words are
words. See https://specs.frictionlessdata.io/tabular-data-resource/.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.display.language import _, _c
from analysis.display.numbers import unit_named
from analysis.display.quantity import POINTS, SHARE, Quantity
from analysis.display.shown import Link, Piece, as_text

MIME = "application/vnd.dataresource+json"
"""The media type under which an executed notebook holds a typed table."""

_PROFILE = "tabular-data-resource"

Value = str | int | float | None
"""A cell: a number, words, or None for an empty cell."""


def resource(
    caption: str, columns: Sequence[str], rows: Sequence[Sequence[Piece]], note: str = ""
) -> dict[str, Any]:
    """Return a table as a data resource, its rows as objects by the names of the fields.

    A column whose numbers have units other than one and the same share is followed by a
    field that says the unit of each. A column that holds both numbers and words has the
    type ``any``. Where two columns have one name, the second has a number in it.
    """
    names = _distinct(columns)
    fields: list[dict[str, str]] = []
    values: list[list[Value]] = []
    for name, cells in zip(names, zip(*rows, strict=True), strict=True) if rows else ():
        units = [cell.unit if isinstance(cell, Quantity) else None for cell in map(_bare, cells)]
        fields.append(_field(name, [_value(cell) for cell in cells], units))
        values.append([_value(cell) for cell in cells])
        if {unit for unit in units if unit is not None} - {""} and fields[-1].get("unit") != SHARE:
            beside = _("{column}: unit", column=name)
            fields.append({"name": beside, "type": "string", "unitOf": name})
            values.append([unit_words(unit) if unit else None for unit in units])
    ordered = [field["name"] for field in fields]
    described = {
        "profile": _PROFILE,
        "name": "table",
        "title": caption,
        "schema": {"fields": fields or [{"name": name, "type": "string"} for name in names]},
        "data": [dict(zip(ordered, row, strict=True)) for row in zip(*values, strict=True)],
    }
    return described | ({"description": note} if note else {})


def unit_words(code: str) -> str:
    """Return what a unit is called where numbers stand beside it.

    >>> unit_words("family"), unit_words("child per mobile_group"), unit_words("share")
    ('families', 'children per mobile group', 'share, from 0 to 1')
    """
    if code == SHARE:
        return _("share, from 0 to 1")
    if code == POINTS:
        return _c("unit", "points")
    over, per, under = code.partition(" per ")
    if not per:
        return unit_named(code)
    return _("{amount} per {unit}", amount=unit_named(over), unit=unit_named(under, 1))


def _field(name: str, values: Sequence[Value], units: Sequence[str | None]) -> dict[str, str]:
    """Return what a column is: its name, its type, and the unit that all its numbers share."""
    kinds = {type(value) for value in values if value is not None}
    found = {unit for unit in units if unit is not None}
    if kinds <= {str}:
        return {"name": name, "type": "string"}
    kind = "any" if str in kinds else "integer" if kinds == {int} else "number"
    (unit,) = found if len(found) == 1 else ("",)
    return {"name": name, "type": kind} | ({"unit": unit} if unit else {})


def _value(cell: Piece) -> Value:
    """Return a cell's number, or its words; None where it holds neither."""
    bare = _bare(cell)
    return bare.value if isinstance(bare, Quantity) else as_text(cell) or None


def _bare(cell: Piece) -> Piece:
    """Return what a cell holds alone, be it a link or not."""
    if isinstance(cell, tuple) and len(cell) == 1:
        return _bare(cell[0])
    return cell.text if isinstance(cell, Link) else cell


def _distinct(names: Sequence[str]) -> list[str]:
    """Return names of which no two are alike.

    >>> _distinct(["Left", "Value", "Right", "Value"])
    ['Left', 'Value', 'Right', 'Value 2']
    """
    found: list[str] = []
    for name in names:
        alike = sum(name in (known, known.rpartition(" ")[0]) for known in found)
        found.append(f"{name} {alike + 1}" if name in found else name)
    return found
