"""Tables: the released clean tables as files, less what serves only inside.

Every cell that is shared holds our own words, a code, a number, a name, or a token of at
most four words as printed, so that nothing has to be cut short.
"""

from __future__ import annotations

import csv
import io

from analysis.checks.results import CheckedTables
from analysis.cleaning.schema import SCHEMAS, to_csv
from analysis.errors import DisclosureError, Problem
from analysis.files import csv_text

TABLES_LEFT_OUT = {
    "answers": "what agencies wrote in their own words; figures and links have what counts of it",
    "labels": "the words of the other languages; the tables have those of this one",
    "reviews": "which raw rows nobody has reviewed: there are none where anything is shared",
    "suppressions": "which figures are small and which would give one away",
}
"""The clean tables that are not shared, and why."""

COLUMNS_LEFT_OUT = {
    "sources": {"file": "names of files in the project's own folder"},
}
"""The columns that are not shared, by table, and why."""


def shared_columns(table: str) -> list[str]:
    """Return the columns of a table that are shared, in order."""
    left_out = COLUMNS_LEFT_OUT.get(table, {})
    return [column for column in SCHEMAS[table].columns if column not in left_out]


def shared_tables() -> list[str]:
    """Return the names of the tables that are shared, sorted."""
    return sorted(set(SCHEMAS) - set(TABLES_LEFT_OUT))


def table_files(data: CheckedTables) -> dict[str, bytes]:
    """Return the released tables as CSV files by their paths in the bundle.

    Raises
    ------
    DisclosureError
        The tables were not released: they still say what is withheld.
    """
    if len(data["suppressions"]):
        raise DisclosureError(
            Problem(
                "the tables were not released for a partner",
                advice="release them with analysis.display.release before sharing",
            )
        )
    return {table_path(name): _file(name, data).encode("utf-8") for name in shared_tables()}


def table_path(name: str) -> str:
    """Return where a table lies in a bundle."""
    return f"data/{name}.csv"


def _file(name: str, data: CheckedTables) -> str:
    columns = shared_columns(name)
    rows = csv.DictReader(io.StringIO(to_csv(name, data[name])))
    return csv_text(columns, [{column: row[column] for column in columns} for row in rows])
