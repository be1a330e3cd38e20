"""Suppression: which counts are withheld so that no small count of people can be computed.

Small counts are withheld (primary), and as few others as it takes (secondary).
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from analysis.checks.results import CheckedTables
from analysis.cleaning.schema import as_table
from analysis.measures.disclosure import Cells, Target, cells, read_rules

_MOST = 3
"""The most figures of one group that are tried together."""


@dataclass(frozen=True)
class Pattern:
    """The figures withheld: the small ones, and those that would give them away."""

    primary: frozenset[str]
    secondary: frozenset[str]

    @property
    def withheld(self) -> frozenset[str]:
        """All figures withheld, alike: a reader is not told which of them is small."""
        return self.primary | self.secondary


def pattern(found: Cells) -> Pattern:
    """Return the figures to withhold: every small one, and the cheapest that protect them.

    Each group of tied figures is solved by itself, its candidates tried in order of cost:
    first the analyses lost with them, then the people counted. The first set that
    protects every target of the group is the cheapest there is. A group that so few do
    not protect is withheld whole.
    """
    primary = {name for name, value in found.values.items() if 0 < value < found.rules.threshold}
    secondary: set[str] = set()
    for island in found.islands():
        secondary |= _secondary(island, primary & island.values.keys())
    return Pattern(frozenset(primary), frozenset(secondary))


def _secondary(found: Cells, primary: Set[str]) -> set[str]:
    """Return what else to withhold of counts that are tied together."""
    secondary: set[str] = set()
    for target in found.targets:
        if found.unsafe(primary | secondary, [target]):
            group = _tied_to(found, target) - primary - secondary
            secondary |= _cheapest(found, target, primary | secondary) or group
    return secondary


def _cheapest(found: Cells, target: Target, hidden: Set[str]) -> set[str]:
    """Return the cheapest figures that protect the targets tied to one, if any do."""
    group = _tied_to(found, target)
    targets = [one for one in found.targets if set(one.weights) <= group]
    candidates = sorted(group - hidden)
    sets = [set(some) for size in range(1, _MOST + 1) for some in combinations(candidates, size)]
    sets.sort(key=lambda some: (found.cost(some), sorted(some)))
    return next((some for some in sets if not found.unsafe(hidden | some, targets)), set())


def _tied_to(found: Cells, target: Target) -> set[str]:
    """Return the figures that an equation ties to a target, directly or through others."""
    reached = set(target.weights)
    reach = 0
    while reach != len(reached):
        reach = len(reached)
        for relation in found.relations:
            if relation.is_equation and reached & set(relation.weights):
                reached |= set(relation.weights)
    return reached


def suppressions(data: CheckedTables, threshold: int | None = None) -> pd.DataFrame:
    """Return the table of withheld figures: one row a figure, and why."""
    found = pattern(cells(data, read_rules(data, threshold)))
    return as_table(
        "suppressions",
        [
            {"figure_id": name, "reason": "small" if name in found.primary else "reveals"}
            for name in found.withheld
        ],
    )
