"""What the documents gave, what the checks found, and what is missing by design.

Every record is a count over the clean tables or over the results of their checks;
none is an estimate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.checks.results import CheckedTables
from analysis.cleaning.schema import each_row

ALL = "all"
SEVERITIES = ("critical", "warning", "info")
FIGURE_KINDS = ("result", "target", "budget", "spend", "milestone")


@dataclass(frozen=True)
class DocumentYield:
    """What was taken from one document: counts of rows of the clean tables."""

    source_id: str
    title: str
    kind: str
    lines: int
    figures: dict[str, int]
    activities: int
    indicators: int
    commitments: int

    @property
    def taken(self) -> int:
        """All rows taken from the document; a commitment restates figures, so it is left out."""
        return sum(self.figures.values()) + self.activities + self.indicators


@dataclass(frozen=True)
class DocumentLines:
    """The lines of one document on which something taken from it begins."""

    source_id: str
    title: str
    lines: int
    taken: tuple[int, ...]


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
    residual: float
    holds: bool
    discrepancy_id: str


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


@dataclass(frozen=True)
class Missing:
    """Rows in which something is missing because the source does not print it."""

    what: str
    count: int
    of: int
    why: str

    @property
    def share(self) -> float:
        """The share of rows in which it is missing, from 0 to 1; 0 of no rows."""
        return self.count / self.of if self.of else 0.0


def document_yields(data: CheckedTables, document: str = ALL) -> list[DocumentYield]:
    """Return what was taken from each document, in the order of the sources table."""
    counts = {
        name: data[name]["source_id"].value_counts()
        for name in ("figures", "activities", "commitments")
    }
    owners = data["indicators"].merge(
        data["activities"][["activity_id", "source_id"]], on="activity_id"
    )
    counts["indicators"] = owners["source_id"].value_counts()
    kinds = data["figures"].groupby("source_id")["kind"].value_counts()
    return [
        DocumentYield(
            source_id=row.source_id,
            title=row.title,
            kind=row.kind,
            lines=int(row.lines),
            figures={kind: int(kinds.get((row.source_id, kind), 0)) for kind in FIGURE_KINDS},
            activities=int(counts["activities"].get(row.source_id, 0)),
            indicators=int(counts["indicators"].get(row.source_id, 0)),
            commitments=int(counts["commitments"].get(row.source_id, 0)),
        )
        for row in each_row(_chosen(data["sources"], document))
    ]


def document_lines(data: CheckedTables, document: str = ALL) -> list[DocumentLines]:
    """Return the lines of each document on which a figure, activity or indicator begins."""
    owners = data["indicators"].merge(
        data["activities"][["activity_id", "source_id"]], on="activity_id"
    )
    taken = pd.concat(
        table[["source_id", "source_line"]]
        for table in (data["figures"], data["activities"], owners)
    )
    return [
        DocumentLines(
            row.source_id,
            row.title,
            int(row.lines),
            tuple(
                sorted({int(n) for n in taken.loc[taken.source_id == row.source_id, "source_line"]})
            ),
        )
        for row in each_row(_chosen(data["sources"], document))
    ]


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
            float(row.residual),
            bool(row.holds),
            row.discrepancy_id,
        )
        for row in each_row(data["identities"])
        if any(prefix in f"{row.left} {row.right}" for prefix in prefixes)
    ]
    return sorted(rows, key=lambda row: (row.holds, row.kind, row.identity_id))


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
    rows = _chosen(data["discrepancies"], document).sort_values(["source_id", "source_line"])
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


def missing(data: CheckedTables, document: str = ALL) -> list[Missing]:
    """Return what is missing by design: cells the plan lacks, years no document names."""
    activities = _chosen(data["activities"], document)
    indicators = data["indicators"]
    indicators = indicators[indicators["activity_id"].isin(activities["activity_id"])]
    figures = _chosen(data["figures"], document)
    values = figures[figures["kind"] != "milestone"]
    commitments = _chosen(data["commitments"], document)
    budget = activities["state_budget_kind"]
    found = [
        _missing("activities without a deadline", activities["deadline_status"] == "cell_absent",
                 "the row of the plan lacks the cell"),
        _missing("activities without a state budget cell", budget == "cell_absent",
                 "the row of the plan lacks the cell"),
        _missing("activities whose state budget cell is empty", budget == "none",
                 "the plan prints nothing; another source may pay"),
        _missing("activities without any amount of state budget",
                 activities["state_budget_gel"].isna(),
                 "most are paid from administrative resources"),
        _missing("activities without a named donor", activities["donor_ids"] == "",
                 "the plan prints none"),
        _missing("activities without a risk", ~activities["risk_stated"], "the plan prints none"),
        _missing("indicators without a numeric target", indicators["operator"] == "none",
                 "the plan describes a product or leaves the number open"),
        _missing("figures without a period", values["period"] == "",
                 "the document names no year"),
        _missing("figures whose period is the year of the report",
                 values["period_basis"] == "report_year",
                 "their passage names no year; the report speaks of 2019"),
        _missing("commitments without a horizon", commitments["horizon_status"] == "not_stated",
                 "the document names none"),
    ]  # fmt: skip
    return [record for record in found if record.of]


def check_shown(
    data: CheckedTables, document: str, yields: Iterable[DocumentYield], found: Sequence[Identity]
) -> list[str]:
    """Return the sentences of what was shown that do not agree with the tables; none is good."""
    faults = []
    rows = sum(sum(record.figures.values()) for record in yields)
    expected = len(_chosen(data["figures"], document))
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


def _missing(what: str, mask: pd.Series, why: str) -> Missing:
    return Missing(what, int(mask.sum()), len(mask), why)


def _chosen(table: pd.DataFrame, document: str) -> pd.DataFrame:
    return table if document == ALL else table[table["source_id"] == document]


def _prefixes(data: CheckedTables, document: str) -> tuple[str, ...]:
    """Return the texts by which a formula shows that it speaks of a document."""
    if document == ALL:
        return ("",)
    ids = [
        *_chosen(data["figures"], document)["figure_id"].str.split("-").str[0].unique(),
        *_chosen(data["activities"], document)["activity_id"].str.split("-").str[0].unique(),
    ]
    counts = ("count(",) if len(_chosen(data["activities"], document)) else ()
    return (*(f"{prefix}-" for prefix in ids), f"{document}/", *counts)
