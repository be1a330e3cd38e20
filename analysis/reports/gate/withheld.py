"""Withheld counts, judged by a bundle alone: where nobody knows the true values.

What can be known is that no count of people that the tables show is small, and that no
small number stands beside a figure that they withhold. Whether such a number is the
count, and whether a count could be computed from others, only `analysis disclosure` can
tell, which knows the values.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from analysis.errors import DataError, Problem
from analysis.files import read_bytes
from analysis.measures.bases import WITHHELD
from analysis.reports.blocks import html_blocks
from analysis.reports.disclosure import numbers_in
from analysis.reports.gate.content import Block, Content

FIGURES = "data/figures.csv"
RULES = "data/disclosure_rules.csv"


@dataclass(frozen=True)
class Withheld:
    """The figures that a bundle withholds: their ids, their words, and what is small."""

    ids: frozenset[str]
    words: frozenset[str]
    threshold: int

    def beside(self, content: Content, data: bytes) -> Iterator[Problem]:
        """Yield the rows of a file that name a withheld figure and hold a small number."""
        for row in _rows_of(content, data, self.ids | self.words):
            named = [name for name in self.ids if name in row.text]
            named += [words for words in self.words if words in row.text]
            if named and any(0 < number < self.threshold for number in numbers_in(row.text)):
                yield Problem(
                    f"a small number stands beside what is withheld: {min(named)}",
                    ", ".join(filter(None, (content.file, row.place))),
                    advice="make the file of released tables only",
                )


def read_withheld(folder: Path) -> Withheld:
    """Return what the tables of a bundle withhold.

    Raises
    ------
    DataError
        The tables or their rules are missing or name no count of people, so that nothing
        can be said; or the table of figures shows a small one.
    """
    rules = {row["rule_id"]: row["value"] for row in _rows(folder, RULES)}
    figures = _rows(folder, FIGURES)
    try:
        threshold, units = int(rules["threshold"]), set(rules["people_units"].split(";"))
        people = [row for row in figures if row["unit"] in units]
        problems = list(_small(figures, units, threshold))
        hidden = {row["figure_id"] for row in figures if row["qualifier"] == WITHHELD}
        shown = {row["measure"] for row in figures if row["figure_id"] not in hidden}
        words = {row["measure"] for row in figures if row["figure_id"] in hidden} - shown
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise DataError(
            Problem(f"the tables do not say what is small: {error}", f"{FIGURES}, {RULES}")
        ) from error
    if not people:
        problems.append(Problem("the table has no count of people", FIGURES))
    if problems:
        raise DataError(problems)
    return Withheld(frozenset(hidden), frozenset(words), threshold)


def _small(figures: list[dict[str, str]], units: set[str], threshold: int) -> Iterator[Problem]:
    for number, row in enumerate(figures, 2):
        if row["unit"] in units and row["value"] and 0 < float(row["value"]) < threshold:
            yield Problem(f"a small count of people is shown: {row['figure_id']}", FIGURES, number)


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    path = folder / name
    if not path.is_file():
        raise DataError(Problem("the table is missing: small counts cannot be looked for", name))
    try:
        return list(csv.DictReader(io.StringIO(read_bytes(path).decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(Problem(f"not CSV that can be read: {error}", name)) from error


def _rows_of(content: Content, data: bytes, named: Iterable[str]) -> list[Block]:
    """Return a file's rows as disclosure reads them; a page that names nothing has none."""
    if not content.file.endswith(".html"):
        return content.rows
    text = data.decode("utf-8", "replace")
    plain = unescape(text)
    if not any(name in plain for name in named):
        return []
    return [Block("", block) for block in html_blocks(text)]
