"""A draft of what a Word document's columns mean, from their headings and their cells.

Every meaning is scored against every column, and all are given at once, so that the sum of the
scores is the largest that there is: a column of agencies can be lead or partner, and which of the
two shows only beside the others. What is not clear is left to the person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.source.column_signs import Cells, by_content, by_heading
from analysis.source.plan_rows import ACTIVITY
from analysis.source.word.grid import Row, Table
from analysis.source.word.lines import WordLines
from analysis.source.word_bands import Bands, bands, header_of
from analysis.source.word_columns import MEANINGS, Columns

LEAST = 0.25
"""A score below which nothing is proposed."""

CLEAR = 0.1
"""By how much a score has to be above the next one, or the column is left to the person."""

MOST_COLUMNS = 40
MOST_ROWS = 400
"""Rows that are looked at; more say nothing new."""


@dataclass(frozen=True)
class Proposed:
    """What one column is proposed to mean: its number, its heading, and how sure that is.

    ``confidence`` is between 0 and 1; ``clear`` is false where another column, or another
    meaning, is nearly as likely.
    """

    meaning: str
    column: int
    heading: str
    confidence: float
    clear: bool


@dataclass(frozen=True)
class Proposal:
    """A draft: columns by meaning, columns without one, and which tables are what."""

    columns: Mapping[str, Proposed]
    unplaced: Sequence[tuple[int, str]]
    """Columns without a meaning, with their headings."""
    header_rows: int
    plan_tables: Sequence[int]
    abbreviations: Sequence[int]
    other_tables: Sequence[int]
    revised: Sequence[str] = ()

    @property
    def missing(self) -> list[str]:
        """The meanings without a column."""
        return [one for one in MEANINGS if one not in self.columns]


def propose(lines: WordLines, names: Mapping[str, str]) -> Proposal | None:
    """Return a draft for a Word document, or ``None`` if no table of it holds a plan.

    Parameters
    ----------
    names : the printed forms of names that are known, each with the kind of the body.
    """
    tables = lines.tables
    plans = [table for table in tables if any(map(_holds_activity, table.rows))]
    others = [table for table in tables if table not in plans]
    if not plans:
        return None
    pairs = [one for one in others if _width(one) == 2 and int(one.number) < int(plans[0].number)]
    first = max(plans, key=lambda table: (_width(table), -int(table.number)))
    header = header_of(first, Columns(), ())
    found = bands(first, header)
    assert found is not None
    columns = _cells(found, plans)[:MOST_COLUMNS]
    scores = [_scores(heading, cells, names) for heading, cells in columns]
    placed = assign(scores, len(MEANINGS))
    proposed = {
        MEANINGS[meaning]: Proposed(
            MEANINGS[meaning],
            at + 1,
            columns[at][0],
            round(min(scores[at][meaning], 1.0), 2),
            _is_clear(scores, at, meaning),
        )
        for at, meaning in placed.items()
    }
    return Proposal(
        {meaning: proposed[meaning] for meaning in MEANINGS if meaning in proposed},
        [(at + 1, heading) for at, (heading, _) in enumerate(columns) if at not in placed],
        len(header),
        [int(table.number) for table in plans],
        [int(table.number) for table in pairs],
        [int(table.number) for table in others if table not in pairs],
        lines.revised,
    )


def _width(table: Table) -> int:
    return max((len(row.cells) for row in table.rows), default=0)


def _holds_activity(row: Row) -> bool:
    return len(row.cells) > 2 and any(map(ACTIVITY.match, row.texts))


def _cells(found: Bands, plans: Sequence[Table]) -> list[tuple[str, Cells]]:
    """Return each column's heading, and its cells in the rows that hold an activity.

    Tables of another grid are left out: which of their columns is which is not known yet.
    """
    cells: list[list[str | None]] = [[] for _ in found.spans]
    for table in plans:
        own = Bands(table, found.spans, (), frozenset())
        if table.edges != found.table.edges:
            continue
        for row in table.rows[:MOST_ROWS]:
            if _holds_activity(row):
                placed = own.place(row)
                for at, column in enumerate(cells):
                    here = placed.get(at)
                    lines = [line.printed for cell in here or () for line in cell.lines]
                    column.append(None if here is None else "\n".join(lines))
    headings = [" / ".join(words) for words in found.headings]
    return [(heading, Cells(column)) for heading, column in zip(headings, cells, strict=True)]


def _scores(heading: str, cells: Cells, names: Mapping[str, str]) -> list[float]:
    """Return how well a column fits each meaning, by its heading and by its cells."""
    said, seen = by_heading(heading), by_content(cells, names)
    if not any(said.values()):
        return [seen[meaning] for meaning in MEANINGS]
    return [0.5 * said[meaning] + 0.5 * seen[meaning] for meaning in MEANINGS]


def _is_clear(scores: Sequence[Sequence[float]], at: int, meaning: int) -> bool:
    own = scores[at][meaning]
    elsewhere = [row[meaning] for place, row in enumerate(scores) if place != at]
    otherwise = [score for other, score in enumerate(scores[at]) if other != meaning]
    return own - max([0.0, *elsewhere, *otherwise]) >= CLEAR


def assign(scores: Sequence[Sequence[float]], count: int) -> dict[int, int]:
    """Return the meaning of each row so that the sum of scores is largest, each taken once.

    Exact: for every set of meanings that the rows so far could have taken, the best way to take
    them is kept, so that ``rows x 2^count x count`` ways are looked at. A score below
    :data:`LEAST` is not taken.

    Parameters
    ----------
    scores : of each row, its score for each of ``count`` meanings.

    Examples
    --------
    >>> assign([[0.9, 0.8], [0.8, 0.0]], 2)
    {0: 1, 1: 0}
    """
    best: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {0: (0.0, ())}
    for at, row in enumerate(scores):
        usable = [(meaning, row[meaning]) for meaning in range(count) if row[meaning] >= LEAST]
        for taken, (score, pairs) in list(best.items()):
            for meaning, own in usable:
                mask = taken | 1 << meaning
                if mask != taken and score + own > best.get(mask, (-1.0, ()))[0]:
                    best[mask] = (score + own, (*pairs, (at, meaning)))
    _, pairs = max(best.values(), key=lambda one: one[0])
    return dict(pairs)
