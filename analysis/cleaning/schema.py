"""The clean tables' contract: columns, types and keys, in one place.

The names are fixed by the data dictionary (docs/data-dictionary.md); everything that
reads or writes a clean table reads its form here.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.cleaning.cells import Kind as Kind
from analysis.cleaning.cells import quoted, texts

_DTYPES: dict[Kind, str] = {
    "text": "str",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
}
_TRUTHS = {"true": True, "false": False, "": None}


@dataclass(frozen=True)
class Schema:
    """A clean table's columns with their types, and the column that is its key."""

    key: str
    columns: dict[str, Kind]


def _schema(key: str, /, **columns: Kind) -> Schema:
    return Schema(key, columns)


SCHEMAS: dict[str, Schema] = {
    "sources": _schema(
        "source_id",
        source_id="text",
        file="text",
        title="text",
        publisher="text",
        language="text",
        kind="text",
        sha256="text",
        lines="integer",
    ),
    "organisations": _schema(
        "organisation_id",
        organisation_id="text",
        acronym="text",
        name="text",
        kind="text",
        parent_id="text",
    ),
    "organisation_names": _schema("printed", printed="text", organisation_ids="text"),
    "activities": _schema(
        "activity_id",
        activity_id="text",
        source_id="text",
        source_line="integer",
        chapter="text",
        section="text",
        block="integer",
        objective_no="integer",
        activity_no="text",
        activity_no_raw="text",
        title="text",
        lead_ids="text",
        partner_ids="text",
        donor_ids="text",
        deadlines="text",
        deadline_status="text",
        state_budget_kind="text",
        state_budget_gel="number",
        budget_once="text",
        verification_stated="boolean",
        risk_stated="boolean",
        risk_category="text",
        reporting_agency_id="text",
    ),
    "indicators": _schema(
        "indicator_id",
        indicator_id="text",
        activity_id="text",
        indicator_no="integer",
        source_line="integer",
        target_line="integer",
        measure="text",
        target_raw="text",
        operator="text",
        target_min="number",
        target_max="number",
        unit="text",
        alternative="text",
    ),
    "programmes": _schema("programme_id", programme_id="text", title="text", responsible_id="text"),
    "figures": _schema(
        "figure_id",
        figure_id="text",
        source_id="text",
        source_line="integer",
        value_raw="text",
        value="number",
        unit="text",
        qualifier="text",
        period="text",
        period_basis="text",
        programme_id="text",
        measure="text",
        population="text",
        cohort="text",
        disaggregation="text",
        kind="text",
        observation_status="text",
        date="text",
    ),
    "population_parts": _schema("part", part="text", whole="text", reason="text"),
    "analyses": _schema(
        "analysis_id",
        analysis_id="text",
        position="integer",
        programme_id="text",
        kind="text",
        stage="text",
        subject="text",
        title="text",
        left="text",
        right="text",
        context="text",
        override_reason="text",
    ),
    "commitments": _schema(
        "commitment_id",
        commitment_id="text",
        source_id="text",
        source_line="integer",
        partner_id="text",
        measure="text",
        operator="text",
        target="number",
        unit="text",
        horizon_years="number",
        horizon_start="text",
        horizon_end="text",
        horizon_status="text",
        figure_id="text",
    ),
    "links": _schema(
        "link_id",
        link_id="text",
        target_kind="text",
        target_id="text",
        figure_ids="text",
        counted_figure_ids="text",
        achieved="number",
        unit="text",
        ratio="number",
        strength="text",
        claimed_status="text",
        difference="text",
        reason="text",
    ),
    "status_scales": _schema(
        "status_id",
        status_id="text",
        scale_id="text",
        status="text",
        position="integer",
        at_least_percent="number",
        title="text",
        dated="text",
        source="text",
        verified="boolean",
        note="text",
    ),
    "rate_scorings": _schema(
        "scoring_id",
        scoring_id="text",
        title="text",
        zero_below_percent="number",
        full_from_percent="number",
        full_points="number",
        dated="text",
        source="text",
        verified="boolean",
        note="text",
    ),
    "disclosure_rules": _schema(
        "rule_id", rule_id="text", value="text", meaning="text", source="text", note="text"
    ),
    "labels": _schema(
        "label_id", label_id="text", table="text", column="text", en="text", ka="text", fr="text"
    ),
    "identities": _schema(
        "identity_id",
        identity_id="text",
        kind="text",
        left="text",
        right="text",
        left_value="text",
        right_value="text",
        residual="number",
        tolerance="number",
        holds="boolean",
        discrepancy_id="text",
    ),
    "reviews": _schema(
        "file",
        file="text",
        rows="integer",
        unreviewed_rows="integer",
        missing_rows="integer",
        unreviewed="text",
    ),
    "suppressions": _schema("figure_id", figure_id="text", reason="text"),
    "discrepancies": _schema(
        "discrepancy_id",
        discrepancy_id="text",
        source_id="text",
        source_line="integer",
        what="text",
        likely_cause="text",
        decision="text",
        value_used="text",
    ),
}


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
