"""Cells of clean tables as text: each as its file has it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

import pandas as pd

Kind = Literal["text", "integer", "number", "boolean"]

_ENDS = re.compile('[,"\r\n]')
"""What would end a cell, its quotes or its row."""


def plain(number: object) -> str:
    """Return a number in plain decimal digits, without an exponent or trailing zeros."""
    text = format(Decimal(str(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def texts(column: pd.Series, kind: Kind) -> list[str]:
    """Return a column's cells as text; a number that stands often is written once."""
    missing = column.isna()
    cells = column.astype(object).where(~missing, "") if missing.any() else column
    found = list(map(str, cells.tolist()))
    if kind != "number":
        return [text.lower() for text in found] if kind == "boolean" else found
    written = {text: plain(text) if text else "" for text in set(found)}
    return [written[text] for text in found]


def quoted(cells: list[str]) -> list[str]:
    """Return cells as CSV has them: in quotes where they would end a cell or a row."""
    distinct = set(cells)
    if not _ENDS.search("".join(distinct)):
        return cells
    shown = {cell: '"' + cell.replace('"', '""') + '"' for cell in distinct if _ENDS.search(cell)}
    return [shown.get(cell, cell) for cell in cells]
