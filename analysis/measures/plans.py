"""Plans: the checked tables cut to one plan, its documents and what was reported on it.

A plan of another year comes with folders of its own. Reports are about one plan; what is
said of two side by side is said of two cuts.
"""

from __future__ import annotations

from collections import ChainMap, Counter
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import replace
from typing import cast

import pandas as pd

from analysis.checks.formula import figures_in
from analysis.checks.results import CheckedTables

PLAN = "action-plan-2019"
"""The plan that reports are about where no other is asked for."""

ALL_PLANS = "all"
"""The word for no cut."""

Tables = Mapping[str, pd.DataFrame]


def plans(data: CheckedTables) -> list[str]:
    """Return the plans that there are, the earliest first, by :func:`year_of`."""
    return sorted(
        set(data["activities"]["source_id"]), key=lambda plan: (year_of(data, plan), plan)
    )


def year_of(data: CheckedTables, plan: str) -> int:
    """Return the year of a plan: that in which most of its deadlines lie."""
    rows = data["activities"]
    cells = rows["deadlines"][rows["source_id"] == plan]
    years = Counter(int(part[:4]) for cell in cells for part in cell.split(";") if part)
    return max(years, key=lambda year: (years[year], year))


def of_plan(data: CheckedTables, plan: str = PLAN) -> CheckedTables:
    """Return the tables with the rows of one plan, of its documents, and of no other plan.

    Organisations, programmes, labels, scales and rules belong to all plans alike. Without a
    document of another plan, and with :data:`ALL_PLANS`, the tables are as they were.
    """
    if plan == ALL_PLANS:
        return data
    sources = data.columns("sources", "source_id", "plan_id")
    others = set(sources["source_id"][sources["plan_id"] != plan])
    if not others:
        return data
    for name, columns in _BELONGING.items():
        data.columns(name, *columns)
    cut = _Cut(data.tables, others)
    tables = cast(MutableMapping[str, pd.DataFrame], cut)
    return replace(data, tables=ChainMap({}, tables))


class _Cut(Mapping[str, pd.DataFrame]):
    """Tables without the rows that come from some documents."""

    def __init__(self, tables: Tables, documents: set[str]):
        self._tables = tables
        self._documents = documents
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            table = self._tables[name]
            if name in _OTHER:
                table = table[~_OTHER[name](table, self._tables, self._documents)]
                table = table.reset_index(drop=True)
            self._made[name] = table
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


_Other = Callable[[pd.DataFrame, Tables, set[str]], pd.Series]


def _from(table: pd.DataFrame, _: Tables, documents: set[str]) -> pd.Series:
    return table["source_id"].isin(documents)


def _ids(tables: Tables, name: str, documents: set[str]) -> set[str]:
    """Return the keys of the rows that come from some documents."""
    if name == "indicators":
        activities = _ids(tables, "activities", documents)
        rows = tables[name][tables[name]["activity_id"].isin(activities)]
        return set(rows["indicator_id"])
    rows = tables[name][tables[name]["source_id"].isin(documents)]
    return set(rows[_BELONGING[name][0]])


def _of_activities(table: pd.DataFrame, tables: Tables, documents: set[str]) -> pd.Series:
    return table["activity_id"].isin(_ids(tables, "activities", documents))


def _of_figures(table: pd.DataFrame, tables: Tables, documents: set[str]) -> pd.Series:
    return table["figure_id"].isin(_ids(tables, "figures", documents))


def _links(table: pd.DataFrame, tables: Tables, documents: set[str]) -> pd.Series:
    kinds = ("activities", "indicators", "commitments")
    targets = set().union(*(_ids(tables, kind, documents) for kind in kinds))
    return table["target_id"].isin(targets)


def _identities(table: pd.DataFrame, tables: Tables, documents: set[str]) -> pd.Series:
    """Return which identities name a figure of the documents."""
    figures = _ids(tables, "figures", documents)
    named = [
        {*figures_in(left), *figures_in(right)}
        for left, right in zip(table["left"], table["right"], strict=True)
    ]
    return pd.Series([not figures.isdisjoint(one) for one in named], table.index, dtype=bool)


_BELONGING = {
    "activities": ("activity_id", "source_id"),
    "indicators": ("activity_id", "indicator_id"),
    "figures": ("figure_id", "source_id"),
    "commitments": ("commitment_id", "source_id"),
}
"""The columns by which rows of other tables are told apart."""

_OTHER: dict[str, _Other] = {
    "sources": _from,
    "activities": _from,
    "indicators": _of_activities,
    "figures": _from,
    "commitments": _from,
    "discrepancies": _from,
    "answers": _from,
    "links": _links,
    "identities": _identities,
    "revisions": _of_figures,
    "suppressions": _of_figures,
}
"""By table, which of its rows come from some documents."""
