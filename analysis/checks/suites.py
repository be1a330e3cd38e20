"""The expectation suites: what each clean table has to be, one suite a table.

They are written here once and committed as JSON in ``expectations/``, where a reviewer
reads them and the run takes them from. The same suite written twice is the same bytes:
ids are derived from the table and the expectation's key, never drawn.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from analysis.checks.identities import EQUALITIES
from analysis.cleaning.organisations import KINDS as ORGANISATION_KINDS
from analysis.cleaning.plan import RISK_CATEGORIES
from analysis.cleaning.prose import HORIZON_STATUSES, KINDS, PERIOD_BASES
from analysis.cleaning.schema import SCHEMAS
from analysis.errors import Problem, RawDataError
from analysis.files import read_bytes

Severity = Literal["critical", "warning", "info"]

NAMESPACE = uuid.UUID("5b0f5c1e-1d0a-5f6e-9a43-3f1f0c1b7a10")
DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
ACTIVITY = r"^[a-z0-9]+-[IVX]+-[abgd]\d?-\d{1,2}\.\d{1,2}$"


@dataclass(frozen=True)
class Expectation:
    """One expectation: its key within the table, what it asks, and why, in plain words.

    A failing ``critical`` expectation stops the run; a ``warning`` is a fault of the
    source that reports show; an ``info`` is kept for reading.
    """

    key: str
    type: str
    kwargs: dict[str, object]
    note: str
    severity: Severity = "critical"


REQUIRED = {
    "sources": ("file", "title", "publisher", "language", "kind", "sha256", "lines"),
    "organisations": ("acronym", "name", "kind"),
    "organisation_names": ("organisation_ids",),
    "activities": (
        "source_id",
        "source_line",
        "chapter",
        "section",
        "objective_no",
        "activity_no",
        "activity_no_raw",
        "title",
        "lead_ids",
        "deadline_status",
        "state_budget_kind",
        "verification_stated",
        "risk_stated",
    ),
    "indicators": ("activity_id", "indicator_no", "source_line", "measure", "operator"),
    "programmes": ("title", "responsible_id"),
    "figures": (
        "source_id",
        "source_line",
        "value_raw",
        "programme_id",
        "measure",
        "population",
        "kind",
    ),
    "commitments": (
        "source_id",
        "source_line",
        "partner_id",
        "measure",
        "operator",
        "horizon_status",
    ),
    "identities": (
        "kind",
        "left",
        "right",
        "left_value",
        "right_value",
        "residual",
        "tolerance",
        "holds",
    ),
    "discrepancies": ("source_id", "source_line", "what", "likely_cause", "decision", "value_used"),
}

ROWS = {"sources": 5, "activities": 147, "indicators": 190, "figures": 208, "commitments": 10}
"""Rows that change only when a document is added or transcribed again."""

VALUE_SETS: dict[tuple[str, str], tuple[str, ...]] = {
    ("sources", "kind"): ("prose", "table"),
    ("organisations", "kind"): ORGANISATION_KINDS,
    ("activities", "chapter"): ("IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"),
    ("activities", "section"): ("a", "b", "g", "d"),
    ("activities", "deadline_status"): ("stated", "cell_absent"),
    ("indicators", "operator"): (">=", "=", "<=", "range", "none"),
    ("figures", "kind"): KINDS,
    ("figures", "qualifier"): ("exact", "about", "up_to", "more_than", "at_least"),
    ("figures", "period_basis"): PERIOD_BASES,
    ("commitments", "operator"): (">=", "=", "<=", "none"),
    ("commitments", "horizon_status"): HORIZON_STATUSES,
    ("identities", "kind"): (*EQUALITIES, "bound", "date_order", "range"),
}

PATTERNS: dict[tuple[str, str], tuple[str, str]] = {
    ("sources", "sha256"): (r"^[0-9a-f]{64}$", "A digest is 64 hexadecimal digits."),
    ("sources", "language"): (r"^[a-z]{2}$", "Languages are ISO 639-1 codes."),
    ("organisations", "organisation_id"): (r"^[a-z0-9-]+$", "Ids are plain words."),
    ("activities", "activity_id"): (ACTIVITY, "An id says plan, chapter, section, block, number."),
    ("activities", "deadlines"): (
        r"^\d{4}-\d{2}(;\d{4}-\d{2})*$",
        "Deadlines are months, as the plan prints them.",
    ),
    ("activities", "state_budget_kind"): (
        r"^(cell_absent|none|(administrative|amount|unit_cost|to_be_determined)"
        r"(;(amount|unit_cost|to_be_determined))*)$",
        "A state budget is of known kinds.",
    ),
    ("activities", "risk_category"): (
        rf"^({'|'.join(RISK_CATEGORIES)})(;({'|'.join(RISK_CATEGORIES)}))*$",
        "Risk categories are those of the codebook.",
    ),
    ("activities", "title"): (r"^\S+( \S+){1,19}$", "A title has 2 to 20 words."),
    ("indicators", "indicator_id"): (ACTIVITY[:-1] + r"-i\d+$", "It extends its activity's id."),
    ("figures", "figure_id"): (r"^[a-z0-9]+-\d{3}-\d+$", "An id says document, line, order."),
    ("figures", "period"): (DATE, "Periods are ISO 8601 at the precision printed."),
    ("figures", "date"): (DATE, "Dates are ISO 8601 at the precision printed."),
    ("figures", "disaggregation"): (
        r"^[a-z_]+=[a-z0-9_]+(;[a-z_]+=[a-z0-9_]+)*$",
        "A disaggregation names dimensions and values.",
    ),
    ("commitments", "horizon_start"): (DATE, "Dates are ISO 8601."),
    ("commitments", "horizon_end"): (DATE, "Dates are ISO 8601."),
}  # fmt: skip

REFERENCES: dict[tuple[str, str], str] = {
    ("activities", "source_id"): "sources",
    ("activities", "reporting_agency_id"): "organisations",
    ("indicators", "activity_id"): "activities",
    ("programmes", "responsible_id"): "organisations",
    ("figures", "source_id"): "sources",
    ("figures", "programme_id"): "programmes",
    ("commitments", "source_id"): "sources",
    ("commitments", "partner_id"): "organisations",
    ("commitments", "figure_id"): "figures",
    ("identities", "discrepancy_id"): "discrepancies",
    ("discrepancies", "source_id"): "sources",
}
"""Columns whose cells are keys of another table; the keys are given at run time."""

RANGES: dict[tuple[str, str], tuple[float | None, float | None, str]] = {
    ("sources", "lines"): (1, None, "A document has lines."),
    ("activities", "source_line"): (1, 3753, "A line of the plan."),
    ("activities", "objective_no"): (1, 20, "Objectives are numbered from 1."),
    ("activities", "state_budget_gel"): (1, 10_000_000, "A budget is positive."),
    ("indicators", "target_min"): (1, 1_000_000, "A target asks for something."),
    ("indicators", "target_max"): (1, 1_000_000, "A target asks for something."),
    ("figures", "value"): (0, 10_000_000, "Counts and amounts are not negative."),
    ("figures", "source_line"): (1, 215, "A line of a prose document."),
    ("commitments", "target"): (1, 10_000_000, "A commitment asks for something."),
    ("identities", "tolerance"): (0, 1, "A tolerance covers rounding, nothing more."),
}  # fmt: skip

SOURCE_FAULTS: dict[str, tuple[Expectation, ...]] = {
    "activities": (
        Expectation(
            "deadline_stated",
            "expect_column_values_to_be_in_set",
            {"column": "deadline_status", "value_set": ["stated"]},
            "Every activity has a deadline; where the plan's row lacks the cell it has none.",
            "warning",
        ),
        Expectation(
            "verification_stated",
            "expect_column_values_to_be_in_set",
            {"column": "verification_stated", "value_set": [True]},
            "Every indicator names its source of verification.",
            "warning",
        ),
        Expectation(
            "risk_stated",
            "expect_column_values_to_be_in_set",
            {"column": "risk_stated", "value_set": [True]},
            "Every activity names a risk.",
            "info",
        ),
    ),
    "indicators": (
        Expectation(
            "target_numeric",
            "expect_column_values_to_be_in_set",
            {"column": "operator", "value_set": [">=", "=", "<=", "range"]},
            "Every indicator has a numeric target.",
            "info",
        ),
    ),
    "identities": (
        Expectation(
            "holds",
            "expect_column_values_to_be_in_set",
            {"column": "holds", "value_set": [True]},
            "Every identity holds; those that do not are registered as discrepancies.",
            "warning",
        ),
    ),
}
"""What a good source would satisfy; failures are findings about the source."""


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
    document = {
        "name": table,
        "id": str(uuid.uuid5(NAMESPACE, table)),
        "notes": f"What data/clean/{table}.csv has to be.",
        "expectations": [
            {
                "id": str(uuid.uuid5(NAMESPACE, f"{table}/{expectation.key}")),
                "type": expectation.type,
                "kwargs": expectation.kwargs,
                "severity": expectation.severity,
                "notes": expectation.note,
                "meta": {"key": expectation.key},
            }
            for expectation in suite(table)
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
        document = json.loads(read_bytes(path))
        entries = document["expectations"]
        assert isinstance(entries, list)
        assert all({"id", "type", "kwargs", "severity", "notes", "meta"} <= set(e) for e in entries)
    except (ValueError, KeyError, TypeError, AssertionError) as error:
        raise RawDataError(
            Problem(
                "the file is not an expectation suite",
                f"expectations/{table}.json",
                advice="write the suites again: analysis suites",
            )
        ) from error
    return dict(document)
