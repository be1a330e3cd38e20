"""Release: the checked tables as an audience may see them.

The gate stands before the measures: what is withheld never reaches a table, chart or
sentence, because no report ever had it.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.checks.formula import figures_in
from analysis.checks.results import CheckedTables
from analysis.display.labels import translated
from analysis.display.language import SOURCE, speak
from analysis.measures.bases import WITHHELD
from analysis.measures.disclosure import read_rules
from analysis.measures.plans import PLAN, of_plan
from analysis.measures.suppression import suppressions

THRESHOLD = 5
"""The default of the parameter; a test holds it to the table of rules."""


def release(
    data: CheckedTables,
    audience: str,
    threshold: int = THRESHOLD,
    language: str = SOURCE,
    plan: str = PLAN,
) -> CheckedTables:
    """Return a plan's tables for an audience: whole for ``internal``, gated for a ``partner``.

    Everything shown from here on speaks ``language``, the labels of the tables too.

    Withheld are the same figures in every report: the choice looks at all documents at
    once, so that no two reports of a run give away together what each keeps.
    """
    speak(language)
    tables = translated(data, language)
    if audience == "internal":
        return of_plan(data if language == SOURCE else replace(data, tables=tables), plan)
    ready = threshold == read_rules(data).threshold
    table = data["suppressions"] if ready else suppressions(data, threshold)
    withheld = set(table["figure_id"])
    tables["figures"] = _figures(tables["figures"], withheld)
    tables["identities"] = _identities(tables["identities"], withheld)
    tables["links"] = _links(tables["links"], withheld)
    tables["suppressions"] = table.iloc[:0]
    return of_plan(replace(data, tables=tables), plan)


def _figures(table: pd.DataFrame, withheld: set[str]) -> pd.DataFrame:
    hidden = table["figure_id"].isin(withheld)
    shown = table.copy()
    shown["value"] = shown["value"].mask(hidden)
    shown["value_raw"] = shown["value_raw"].mask(hidden, WITHHELD)
    shown["qualifier"] = shown["qualifier"].mask(hidden, WITHHELD)
    return shown


def _identities(table: pd.DataFrame, withheld: set[str]) -> pd.DataFrame:
    """Return the identities without those that name a withheld figure.

    That one holds, or by how much it fails, would say something of what is withheld.
    """
    sides = zip(table["left"], table["right"], strict=True)
    free = [not withheld & {*figures_in(left), *figures_in(right)} for left, right in sides]
    return table[pd.Series(free, index=table.index, dtype=bool)].reset_index(drop=True)


def _links(table: pd.DataFrame, withheld: set[str]) -> pd.DataFrame:
    """Return the links; one that counts a withheld figure bears on its target, no more."""
    hidden = table["counted_figure_ids"].map(lambda cell: bool(withheld & set(cell.split(";"))))
    shown = table.copy()
    for column in ("achieved", "ratio"):
        shown[column] = shown[column].mask(hidden)
    shown["counted_figure_ids"] = shown["counted_figure_ids"].mask(hidden, "")
    shown["strength"] = shown["strength"].mask(hidden, "contextual")
    return shown
