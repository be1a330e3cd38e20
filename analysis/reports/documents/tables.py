"""The tables of a report as CSV, each in a file of its own, its numbers as they were computed."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.display.resource import Value
from analysis.files import csv_text
from analysis.reports.documents.executed import TypedTable


def csv_files(tables: Sequence[TypedTable]) -> dict[str, bytes]:
    """Return a file for each table by its name: its place on the page and the id of its cell.

    The files are UTF-8 with LF line ends. Numbers have a decimal point in every language, and
    no unit in their cell; an empty cell is empty.
    """
    digits = max(2, len(str(len(tables))))
    return {
        f"{number:0{digits}}-{table.name}.csv": _csv(table).encode("utf-8")
        for number, table in enumerate(tables, 1)
    }


def _csv(table: TypedTable) -> str:
    columns = table.columns
    return csv_text(
        columns, (dict(zip(columns, map(_cell, row), strict=True)) for row in table.rows)
    )


def _cell(value: Value) -> str:
    return "" if value is None else str(value)
