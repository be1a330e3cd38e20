"""Rows of two tables matched, so that an inserted row is one insertion and no shift of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from analysis.reports.comparison.sentences import masked

Row = Sequence[str]
"""A row as words: its id if it has one, then its cells."""


@dataclass(frozen=True)
class Match:
    """Positions of rows: those that are one row in both tables, those gone, those new."""

    both: tuple[tuple[int, int], ...]
    gone: tuple[int, ...]
    new: tuple[int, ...]


def match_rows(old: Sequence[Row], new: Sequence[Row], *, ids: bool) -> Match:
    """Return which rows of two tables are the same row.

    Rows that are alike in every cell come first; then those that share as many of their first
    cells as no other row does, down to the first cell alone; then, in tables without ``ids``,
    those whose first cells differ in their numbers alone; last, rows of one first cell by turns.
    An id is never matched with another one.
    """
    width = max((len(row) for row in (*old, *new)), default=0)
    steps: list[Callable[[Row], Hashable]] = [tuple]
    steps += [lambda row, n=n: tuple(row[:n]) for n in range(width - 1, 0, -1)]  # type: ignore[misc]
    if not ids:
        steps.append(lambda row: masked(row[0]))
    both: list[tuple[int, int]] = []
    here, there = list(range(len(old))), list(range(len(new)))
    for key in steps:
        both += _unique(old, new, here, there, key)
        here, there = _left(both, len(old), len(new))
    both += _by_turns(old, new, here, there)
    gone, fresh = _left(both, len(old), len(new))
    return Match(tuple(sorted(both, key=lambda one: one[1])), tuple(gone), tuple(fresh))


def _left(both: Sequence[tuple[int, int]], old: int, new: int) -> tuple[list[int], list[int]]:
    """Return the positions on either side that are in no pair yet."""
    here, there = {i for i, _ in both}, {i for _, i in both}
    return [i for i in range(old) if i not in here], [i for i in range(new) if i not in there]


def _unique(
    old: Sequence[Row],
    new: Sequence[Row],
    here: Sequence[int],
    there: Sequence[int],
    key: Callable[[Row], Hashable],
) -> list[tuple[int, int]]:
    """Return the pairs of rows whose key no other row left on either side has."""
    left = Counter(key(old[i]) for i in here)
    right = {key(new[i]): i for i in there}
    often = Counter(key(new[i]) for i in there)
    return [
        (i, right[key(old[i])])
        for i in here
        if left[key(old[i])] == 1 and often[key(old[i])] == 1
    ]  # fmt: skip


def _by_turns(
    old: Sequence[Row], new: Sequence[Row], here: Sequence[int], there: Sequence[int]
) -> list[tuple[int, int]]:
    """Return the pairs of rows of one first cell, the first with the first."""
    waiting: dict[str, list[int]] = {}
    for i in there:
        waiting.setdefault(new[i][0], []).append(i)
    return [(i, waiting[old[i][0]].pop(0)) for i in here if waiting.get(old[i][0])]
