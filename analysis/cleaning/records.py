"""Rows of tables as records: each cell a field by the name of its column."""

from __future__ import annotations

import functools
from collections import namedtuple
from collections.abc import Iterator
from typing import Any

import pandas as pd


def each_row(table: pd.DataFrame) -> Iterator[Any]:
    """Yield a table's rows as records whose fields are its columns."""
    # DataFrame.itertuples makes a class for each call, and asks for each cell by itself.
    record = _record(tuple(table.columns))
    return map(record, *(table[name].to_numpy(dtype=object).tolist() for name in table.columns))


@functools.cache
def _record(fields: tuple[str, ...]) -> Any:
    return namedtuple("Row", fields, rename=True)
