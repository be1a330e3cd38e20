"""The clean tables of two runs, compared by key, row by row and cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from analysis.cleaning.schema import SCHEMAS
from analysis.reports.comparison.records import How, RowChange

ORDER = (
    "figures",
    "indicators",
    "activities",
    "commitments",
    "links",
    "identities",
    "discrepancies",
    "analyses",
    "suppressions",
)
"""Tables by what a change in them means for the reports; the others follow."""

DERIVED = ("identities", "reviews", "suppressions")
"""Tables that are worked out from the others: a change in them is no cause."""

Tables = Mapping[str, pd.DataFrame]


def read_tables(folder: Path) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Return the clean tables of a folder as text, each indexed by key, and those not readable."""
    tables, unreadable = {}, []
    for path in sorted(folder.glob("*.csv")):
        try:
            raw = pd.read_csv(path, dtype="str", keep_default_na=False, na_filter=False)
        except (ValueError, OSError):
            unreadable.append(path.name)
            continue
        tables[path.stem] = _keyed(path.stem, raw)
    return tables, unreadable


def compare_tables(old: Tables, new: Tables) -> tuple[RowChange, ...]:
    """Return every difference between the clean tables, the most telling tables first."""
    names = [name for name in (*ORDER, *SCHEMAS) if name in old or name in new]
    names += sorted({*old, *new} - set(names))
    return tuple(change for name in dict.fromkeys(names) for change in _differences(name, old, new))


def _differences(name: str, old: Tables, new: Tables) -> Iterator[RowChange]:
    if name not in old or name not in new:
        here, there = len(old.get(name, ())), len(new.get(name, ()))
        how: How = "added" if name in new else "removed"
        yield RowChange(name, "", how, "", str(here or ""), str(there or ""))
        return
    before, after = old[name], new[name]
    for column in before.columns.symmetric_difference(after.columns):
        yield RowChange(name, "", "added" if column in after else "removed", column, "", "")
    yield from _cells(name, old, new)
    for key in after.index.difference(before.index):
        yield _whole(new, name, key, "added")
    for key in before.index.difference(after.index):
        yield _whole(old, name, key, "removed")


def _cells(name: str, old: Tables, new: Tables) -> Iterator[RowChange]:
    """Yield the cells that differ in rows which both tables have, column by column."""
    before, after = old[name], new[name]
    shared = before.index.intersection(after.index)
    columns = [column for column in after.columns if column in before.columns]
    left, right = before.loc[shared, columns], after.loc[shared, columns]
    kinds = SCHEMAS[name].columns if name in SCHEMAS else {}
    for key, differs in (left != right).loc[(left != right).any(axis=1)].iterrows():
        for column in map(str, differs[differs].index):
            cells = str(left.loc[str(key), column]), str(right.loc[str(key), column])
            numeric = kinds.get(column) in ("integer", "number") and _numbers(*cells)
            document, line = _place(new, name, str(key))
            yield RowChange(
                name, str(key), "changed", column, *cells,
                numeric=numeric,
                unit=_unit(after, str(key), column) if numeric else "",
                document=document,
                line=line,
            )  # fmt: skip


def _whole(tables: Tables, name: str, key: str, how: How) -> RowChange:
    """Return a row that came or went, with its cells as words."""
    row = tables[name].loc[key]
    said = "; ".join(f"{column}: {cell}" for column, cell in row.items() if cell)
    document, line = _place(tables, name, key)
    return RowChange(
        name,
        key,
        how,
        "",
        said if how == "removed" else "",
        said if how == "added" else "",
        document=document,
        line=line,
    )


def _place(tables: Tables, name: str, key: str) -> tuple[str, int | None]:
    """Return the title of the document that a row was taken from, and the line there."""
    row = tables[name].loc[key]
    line = str(row.get("source_line", ""))
    if not line:
        return "", None
    source = str(row.get("source_id", ""))
    if not source and "activity_id" in row and "activities" in tables:
        source = _cell(tables, "activities", str(row["activity_id"]), "source_id")
    title = _cell(tables, "sources", source, "title")
    return title or source, int(line) if line.isdecimal() else None


def _cell(tables: Tables, name: str, key: str, column: str) -> str:
    """Return a cell of a table as text; empty where there is none."""
    table = tables.get(name)
    if table is None or key not in table.index or column not in table.columns:
        return ""
    return str(table.loc[key, column])


def _unit(table: pd.DataFrame, key: str, column: str) -> str:
    """Return the unit of a number whose column has one."""
    if column.startswith("state_budget_gel"):
        return "GEL"
    measured = column in ("value", "target", "target_min", "target_max", "achieved")
    return str(table.loc[key, "unit"]) if measured and "unit" in table.columns else ""


def _numbers(*cells: str) -> bool:
    try:
        return all(float(cell) == float(cell) for cell in cells if cell)
    except ValueError:
        return False


def _keyed(name: str, raw: pd.DataFrame) -> pd.DataFrame:
    """Index a table by its key; a key that stands more than once is numbered."""
    key = SCHEMAS[name].key if name in SCHEMAS else ""
    keys = raw[key if key in raw.columns else raw.columns[0]]
    turn = keys.groupby(keys).cumcount()
    numbered = keys.where(turn == 0, keys + " #" + (turn + 1).astype("str"))
    return raw.set_index(pd.Index(numbered, name=None))
