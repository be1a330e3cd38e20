"""The expectation suites: what each clean table has to be, one suite a table.

They are made of the rules and committed as JSON in ``expectations/``, where a reviewer
reads them and the run takes them from. The same suite written twice is the same bytes:
ids are derived from the table and the expectation's key, never drawn.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis.checks.rules import (
    NEEDED,
    PATTERNS,
    RANGES,
    REFERENCES,
    REQUIRED,
    ROWS,
    VALUE_SETS,
    Expectation,
)
from analysis.checks.source_faults import SOURCE_FAULTS
from analysis.cleaning.schema import SCHEMAS
from analysis.errors import Problem, RawDataError
from analysis.files import parsed_json, read_bytes

NAMESPACE = uuid.UUID("5b0f5c1e-1d0a-5f6e-9a43-3f1f0c1b7a10")


_PARTS = {"id", "type", "kwargs", "severity", "notes", "meta"}


def suite(table: str) -> list[Expectation]:
    """Return the expectations of one clean table, in a fixed order."""
    return [*_form(table), *_contents(table), *SOURCE_FAULTS.get(table, ())]


def _form(table: str) -> Iterator[Expectation]:
    schema = SCHEMAS[table]
    yield Expectation(
        "columns",
        "expect_table_columns_to_match_ordered_list",
        {"column_list": list(schema.columns)},
        "The table has the columns of the contract, in order.",
    )
    if table in ROWS:
        yield Expectation(
            "rows",
            "expect_table_row_count_to_equal",
            {"value": ROWS[table]},
            "Rows come and go only with a document.",
        )
    for column in (schema.key, *REQUIRED[table]):
        yield Expectation(
            f"{column}.present",
            "expect_column_values_to_not_be_null",
            {"column": column},
            f"No row is without {column}.",
        )
    yield Expectation(
        f"{schema.key}.unique",
        "expect_column_values_to_be_unique",
        {"column": schema.key},
        "A key stands once.",
    )


def _contents(table: str) -> Iterator[Expectation]:
    for column in SCHEMAS[table].columns:
        place = (table, column)
        if place in VALUE_SETS:
            yield Expectation(
                f"{column}.known",
                "expect_column_values_to_be_in_set",
                {"column": column, "value_set": list(VALUE_SETS[place])},
                f"{column} is one of the words of the data dictionary.",
            )
        if place in NEEDED:
            yield Expectation(
                f"{column}.needed",
                "expect_column_distinct_values_to_contain_set",
                {"column": column, "value_set": list(NEEDED[place])},
                f"{column} has every key that reports ask for by name.",
            )
        if place in PATTERNS:
            pattern, note = PATTERNS[place]
            yield Expectation(
                f"{column}.form",
                "expect_column_values_to_match_regex",
                {"column": column, "regex": pattern},
                note,
            )
        if place in RANGES:
            low, high, note = RANGES[place]
            yield Expectation(
                f"{column}.range",
                "expect_column_values_to_be_between",
                {"column": column, "min_value": low, "max_value": high},
                note,
            )
        if place in REFERENCES:
            yield Expectation(
                f"{column}.exists",
                "expect_column_values_to_be_in_set",
                {"column": column, "value_set": {"$PARAMETER": f"{REFERENCES[place]}_keys"}},
                f"{column} leads to a row of {REFERENCES[place]}.",
            )
    if table == "indicators":
        yield Expectation(
            "target_order",
            "expect_column_pair_values_a_to_be_greater_than_b",
            {
                "column_A": "target_max",
                "column_B": "target_min",
                "or_equal": True,
                "ignore_row_if": "either_value_is_missing",
            },
            "A range runs forward.",
        )


def suite_json(table: str) -> str:
    """Return a table's suite as the text of its file."""
    return document_json(table, f"What data/clean/{table}.csv has to be.", suite(table))


def document_json(table: str, notes: str, expectations: Sequence[Expectation]) -> str:
    """Return a suite as the text of its file."""
    document = {
        "name": table,
        "id": str(uuid.uuid5(NAMESPACE, table)),
        "notes": notes,
        "expectations": [
            {
                "id": str(uuid.uuid5(NAMESPACE, f"{table}/{expectation.key}")),
                "type": expectation.type,
                "kwargs": expectation.kwargs,
                "severity": expectation.severity,
                "notes": expectation.note,
                "meta": {"key": expectation.key},
            }
            for expectation in expectations
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read_suite(folder: Path, table: str) -> dict[str, object]:
    """Return a committed suite as Great Expectations takes it.

    Raises
    ------
    RawDataError
        The file is not a suite.
    """
    path = folder / f"{table}.json"
    try:
        document = parsed_json(read_bytes(path))
        entries = document["expectations"]
        if not all(set(entry) >= _PARTS for entry in entries):
            raise TypeError("an expectation lacks a part")
    except (ValueError, KeyError, TypeError) as error:
        raise RawDataError(
            Problem(
                "the file is not an expectation suite",
                f"expectations/{table}.json",
                advice="write the suites again: analysis suites",
            )
        ) from error
    return dict(document)
