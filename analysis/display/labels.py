"""Labels in the language spoken: the words that tables hold, exchanged as they enter."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import MutableMapping
from typing import cast

import pandas as pd

from analysis.checks.results import CheckedTables
from analysis.cleaning.labels import LABELS
from analysis.cleaning.records import each_row
from analysis.display.language import SOURCE
from analysis.errors import DataError, Problem

Tables = MutableMapping[str, pd.DataFrame]


_SAME = {
    ("figures", "measure"): ("indicators", "measure"),
    ("figures", "population"): ("indicators", "measure"),
}
"""Columns of which words may be those of another column."""


def translated(data: CheckedTables, language: str) -> Tables:
    """Return the tables with their labels in a language.

    Raises
    ------
    DataError
        A label has no words in the language; each is named.
    """
    # What is put in lies before the tables as they are, which stay unread until asked for.
    tables: Tables = ChainMap({}, cast(Tables, data.tables))
    if language == SOURCE:
        return tables
    words = label_words(data, language)
    missing: list[Problem] = []
    for table, columns in LABELS.items():
        shown = tables[table].copy()
        for column in columns:
            # What a workbook answers is called as the indicator that it answers.
            same = words.get(_SAME.get((table, column), ("", "")), {})
            known = same | words.get((table, column), {})
            lacking = sorted({cell for cell in shown[column] if cell and cell not in known})
            missing += [_missing(table, column, cell, language) for cell in lacking]
            shown[column] = shown[column].map(known | {"": ""})
        tables[table] = shown
    if missing:
        raise DataError(missing)
    # Which population lies in which is told by their names, so both tables change alike.
    populations = words["figures", "population"]
    parts = tables["population_parts"].copy()
    for column in ("part", "whole"):
        parts[column] = parts[column].map(populations)
    tables["population_parts"] = parts
    return tables


def label_words(data: CheckedTables, language: str) -> dict[tuple[str, str], dict[str, str]]:
    """Return, by table and column, the words of each English label in a language."""
    words: dict[tuple[str, str], dict[str, str]] = {}
    for row in each_row(data["labels"]):
        words.setdefault((row.table, row.column), {})[row.en] = getattr(row, language)
    return words


def _missing(table: str, column: str, cell: str, language: str) -> Problem:
    return Problem(
        f"the label has no words in {language}",
        "data/raw/labels.csv",
        column=language,
        found=f"{table}.{column}: {cell}",
        advice="add a row: table, column, en, and each language",
    )
