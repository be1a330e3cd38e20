"""Coverage: what was taken from each document, and what is missing by design.

Every record is a count over the clean tables; none is an estimate.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.checks.results import CheckedTables
from analysis.cleaning.records import each_row

ALL = "all"
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
class Missing:
    """Rows in which something is missing because the source does not print it."""

    key: str
    count: int
    of: int

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
        for row in each_row(chosen(data["sources"], document))
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
        for row in each_row(chosen(data["sources"], document))
    ]


def missing(data: CheckedTables, document: str = ALL) -> list[Missing]:
    """Return what is missing by design: cells the plan lacks, years no document names."""
    activities = chosen(data["activities"], document)
    indicators = data["indicators"]
    indicators = indicators[indicators["activity_id"].isin(activities["activity_id"])]
    figures = chosen(data["figures"], document)
    values = figures[figures["kind"] != "milestone"]
    commitments = chosen(data["commitments"], document)
    budget = activities["state_budget_kind"]
    found = [
        _missing("deadline", activities["deadline_status"] == "cell_absent"),
        _missing("budget_cell", budget == "cell_absent"),
        _missing("budget_printed", budget == "none"),
        _missing("budget_amount", activities["state_budget_gel"].isna()),
        _missing("donor", activities["donor_ids"] == ""),
        _missing("risk", ~activities["risk_stated"]),
        _missing("numeric_target", indicators["operator"] == "none"),
        _missing("period", values["period"] == ""),
        _missing("own_period", values["period_basis"] == "report_year"),
        _missing("horizon", commitments["horizon_status"] == "not_stated"),
    ]
    return [record for record in found if record.of]


def chosen(table: pd.DataFrame, document: str) -> pd.DataFrame:
    """Return the rows of a table that belong to a document, or all of them."""
    return table if document == ALL else table[table["source_id"] == document]


def _missing(key: str, mask: pd.Series) -> Missing:
    return Missing(key, int(mask.sum()), len(mask))
