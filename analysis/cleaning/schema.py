"""Clean tables typed as the contract says, written to text and read back."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.cleaning.cells import Kind as Kind
from analysis.cleaning.cells import quoted, texts
from analysis.cleaning.contract import SCHEMAS as SCHEMAS
from analysis.cleaning.contract import Schema as Schema

_DTYPES: dict[Kind, str] = {
    "text": "str",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
}
_TRUTHS = {"true": True, "false": False, "": None}


def as_table(name: str, records: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Return records as a typed table, its rows sorted by key."""
    columns = SCHEMAS[name].columns
    return table_of_columns(name, {one: [record[one] for record in records] for one in columns})


def table_of_columns(name: str, columns: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Return columns as a typed table, its rows sorted by key.

    Numbers arrive as ``Decimal`` and are kept as 64-bit floats, which hold every
    value that these documents print exactly enough to be written back unchanged.
    """
    schema = SCHEMAS[name]
    keys = [str(key) for key in columns[schema.key]]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    table = pd.DataFrame(index=range(len(order)))
    for column, kind in schema.columns.items():
        cells = list(map(columns[column].__getitem__, order))
        if kind == "number":
            cells = [None if cell is None else float(str(cell)) for cell in cells]
        table[column] = _column(cells, dtype=_DTYPES[kind])
    return table


def to_csv(name: str, table: pd.DataFrame) -> str:
    """Return a clean table as the text of its file: the same table, the same bytes."""
    columns = SCHEMAS[name].columns
    cells = (quoted(texts(table[column], kind)) for column, kind in columns.items())
    lines = (",".join(columns), *map(",".join, zip(*cells, strict=True)), "")
    return "\n".join(lines)


def from_csv(name: str, text: str) -> pd.DataFrame:
    """Return a clean table from the text of its file, typed as it was written."""
    raw = pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False, na_filter=False)
    table: dict[str, pd.Series] = {}
    for column, kind in SCHEMAS[name].columns.items():
        cells = raw[column]
        if kind == "text":
            table[column] = cells
        elif kind == "boolean":
            table[column] = _column([_TRUTHS[cell] for cell in cells], dtype="boolean")
        else:
            numbers = [None if cell == "" else float(cell) for cell in cells]
            table[column] = _column(numbers, dtype=_DTYPES[kind])
    return pd.DataFrame(table)


def _column(cells: Sequence[Any], dtype: Any) -> pd.Series:
    column: pd.Series = pd.Series(cells, dtype=dtype)
    return column
