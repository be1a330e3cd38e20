"""Table schemas: the columns of each shared table, in the terms of Frictionless Table Schema.

Types and keys are those of ``analysis.cleaning.schema``, words those of the data dictionary.
A cell that lists several ids cannot be a foreign key in Table Schema; its description says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.cleaning.schema import SCHEMAS, Kind
from analysis.reports.sharing.meanings import Meaning, TableMeaning
from analysis.reports.sharing.tables import COLUMNS_LEFT_OUT, shared_columns

FOREIGN_KEYS: dict[str, dict[str, str]] = {
    "activities": {"source_id": "sources", "reporting_agency_id": "organisations"},
    "analyses": {"programme_id": "programmes"},
    "commitments": {
        "source_id": "sources",
        "partner_id": "organisations",
        "figure_id": "figures",
    },
    "discrepancies": {"source_id": "sources"},
    "figures": {"source_id": "sources", "programme_id": "programmes"},
    "identities": {"discrepancy_id": "discrepancies"},
    "indicators": {"activity_id": "activities"},
    "organisations": {"parent_id": "organisations"},
    "programmes": {"responsible_id": "organisations"},
}
"""The columns that hold one id of another table, by table."""

MISSING = [""]
"""An empty cell is a missing value, and nothing else is."""

_TYPES: dict[Kind, str] = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
}
DATE = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
"""The one pattern that cells are held to: a year, a month or a day."""

_LISTED = "Several are joined by ; without spaces, which Table Schema cannot hold to another table."


def table_schema(name: str, meaning: TableMeaning) -> dict[str, Any]:
    """Return the Table Schema of a clean table as it is shared."""
    schema = SCHEMAS[name]
    fields = [
        _field(column, schema.columns[column], meaning.columns[column], key=column == schema.key)
        for column in shared_columns(name)
    ]
    keys = FOREIGN_KEYS.get(name, {})
    return {
        "fields": fields,
        "primaryKey": [schema.key],
        "missingValues": MISSING,
        **({"foreignKeys": [_foreign_key(name, *key) for key in keys.items()]} if keys else {}),
    }


def words_schema(header: Sequence[str]) -> dict[str, Any]:
    """Return the Table Schema of a report's own table, whose cells are words as shown."""
    return {
        "fields": [{"name": column, "type": "string"} for column in header],
        "missingValues": MISSING,
    }


def table_words(name: str, meaning: TableMeaning) -> str:
    """Return what a table holds, and which columns stay inside and why."""
    left_out = COLUMNS_LEFT_OUT.get(name, {})
    reasons = [f"Not shared is the column {column}: {why}." for column, why in left_out.items()]
    return " ".join([meaning.words, *reasons])


def _field(column: str, kind: Kind, meaning: Meaning, *, key: bool) -> dict[str, Any]:
    words = f"{meaning.words[:1].upper()}{meaning.words[1:]}."
    constraints: dict[str, Any] = {"required": True, "unique": True} if key else {}
    if meaning.dated:
        constraints["pattern"] = DATE
    return {
        "name": column,
        "type": _TYPES[kind],
        "description": f"{words} {_LISTED}" if meaning.listed else words,
        **({"constraints": constraints} if constraints else {}),
    }


def _foreign_key(name: str, column: str, table: str) -> dict[str, Any]:
    """Return a foreign key; a table names itself by an empty word, as the standard asks."""
    resource = "" if table == name else table
    return {
        "fields": [column],
        "reference": {"resource": resource, "fields": [SCHEMAS[table].key]},
    }
