"""Findings: expectations, identities and known faults, as records to show.

Every record is a count or a residual computed by the checks; none is an estimate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.checks.formula import figures_in
from analysis.checks.results import CheckedTables
from analysis.cleaning.records import each_row
from analysis.measures.coverage import ALL, DocumentYield, chosen

SEVERITIES = ("critical", "warning", "info")


@dataclass(frozen=True)
class ExpectationTally:
    """Expectations of one table and severity that are met, and that are not."""

    table: str
    severity: str
    met: int
    not_met: int


@dataclass(frozen=True)
class UnmetExpectation:
    """An expectation of the sources that is not met, in plain words."""

    table: str
    severity: str
    note: str
    unexpected: int
    rows: int


@dataclass(frozen=True)
class Identity:
    """An arithmetic relation with both sides' values and its residual, left less right."""

    identity_id: str
    kind: str
    left: str
    right: str
    left_value: str
    right_value: str
    residual: float | None
    holds: bool
    discrepancy_id: str


@dataclass(frozen=True)
class CitedFigure:
    """A printed figure with where it stands: document, line, and the token as printed."""

    figure_id: str
    document: str
    source_line: int
    printed: str
    measure: str


@dataclass(frozen=True)
class IdentityTally:
    """Identities of one kind that hold, and that fail."""

    kind: str
    holds: int
    fails: int


@dataclass(frozen=True)
class Discrepancy:
    """A known fault of a source, and what was decided about it."""

    discrepancy_id: str
    document: str
    source_line: int
    what: str
    likely_cause: str
    decision: str
    value_used: str
    identities: tuple[str, ...]


def expectation_tallies(data: CheckedTables) -> list[ExpectationTally]:
    """Return met and unmet expectations by table and severity, empty cells left out."""
    tables = list(dict.fromkeys(result.table for result in data.expectations))
    tallies = []
    for table in tables:
        for severity in SEVERITIES:
            results = [
                result.success
                for result in data.expectations
                if (result.table, result.severity) == (table, severity)
            ]
            if results:
                met = sum(results)
                tallies.append(ExpectationTally(table, severity, met, len(results) - met))
    return tallies


def unmet_expectations(data: CheckedTables) -> list[UnmetExpectation]:
    """Return the expectations that are not met: faults of the sources, none critical."""
    return [
        UnmetExpectation(result.table, result.severity, result.note, result.unexpected, result.rows)
        for result in data.expectations
        if not result.success
    ]


def identities(data: CheckedTables, document: str = ALL) -> list[Identity]:
    """Return the identities, those that fail first, by kind and id."""
    prefixes = _prefixes(data, document)
    rows = [
        Identity(
            row.identity_id,
            row.kind,
            row.left,
            row.right,
            row.left_value,
            row.right_value,
            None if pd.isna(row.residual) else float(row.residual),
            bool(row.holds),
            row.discrepancy_id,
        )
        for row in each_row(data["identities"])
        if any(prefix in f"{row.left} {row.right}" for prefix in prefixes)
    ]
    return sorted(rows, key=lambda row: (row.holds, row.kind, row.identity_id))


def cited_figures(data: CheckedTables, found: Sequence[Identity]) -> list[CitedFigure]:
    """Return the figures that identities name, so that each leads back to its printing."""
    titles = dict(zip(data["sources"]["source_id"], data["sources"]["title"], strict=True))
    named = {name for row in found for name in (*figures_in(row.left), *figures_in(row.right))}
    figures = data["figures"]
    return [
        CitedFigure(
            row.figure_id, titles[row.source_id], int(row.source_line), row.value_raw, row.measure
        )
        for row in each_row(figures[figures["figure_id"].isin(named)])
    ]


def identity_tallies(found: Sequence[Identity]) -> list[IdentityTally]:
    """Return how many identities of each kind hold and fail, the commonest kind first."""
    kinds = sorted({row.kind for row in found})
    tallies = [
        IdentityTally(
            kind,
            sum(row.holds for row in found if row.kind == kind),
            sum(not row.holds for row in found if row.kind == kind),
        )
        for kind in kinds
    ]
    return sorted(tallies, key=lambda tally: (-(tally.holds + tally.fails), tally.kind))


def discrepancies(data: CheckedTables, document: str = ALL) -> list[Discrepancy]:
    """Return the known faults of the sources with the identities that show them."""
    titles = dict(zip(data["sources"]["source_id"], data["sources"]["title"], strict=True))
    shown_by = data["identities"].groupby("discrepancy_id")["identity_id"].agg(tuple).to_dict()
    rows = chosen(data["discrepancies"], document).sort_values(["source_id", "source_line"])
    return [
        Discrepancy(
            row.discrepancy_id,
            titles[row.source_id],
            int(row.source_line),
            row.what,
            row.likely_cause,
            row.decision,
            row.value_used,
            shown_by.get(row.discrepancy_id, ()),
        )
        for row in each_row(rows)
    ]


def check_shown(
    data: CheckedTables, document: str, yields: Iterable[DocumentYield], found: Sequence[Identity]
) -> list[str]:
    """Return the sentences of what was shown that do not agree with the tables; none is good."""
    faults = []
    rows = sum(sum(record.figures.values()) for record in yields)
    expected = len(chosen(data["figures"], document))
    if rows != expected:
        faults.append(f"{rows} figures were shown, {expected} are in the table")
    faults += [
        f"the identity {row.identity_id} fails without a discrepancy"
        for row in found
        if not row.holds and not row.discrepancy_id
    ]
    faults += [
        f"a critical expectation of {result.table} is not met"
        for result in data.expectations
        if result.severity == "critical" and not result.success
    ]
    return faults


def _prefixes(data: CheckedTables, document: str) -> tuple[str, ...]:
    """Return the texts by which a formula shows that it speaks of a document."""
    if document == ALL:
        return ("",)
    ids = [
        *chosen(data["figures"], document)["figure_id"].str.split("-").str[0].unique(),
        *chosen(data["activities"], document)["activity_id"].str.split("-").str[0].unique(),
    ]
    counts = ("count(",) if len(chosen(data["activities"], document)) else ()
    return (*(f"{prefix}-" for prefix in ids), f"{document}/", *counts)
