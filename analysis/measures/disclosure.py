"""Disclosure: which counts of people are small, and whether others give them away.

What could be computed of a withheld count is found by integer programming, the
"attacker's problem" of Fischetti and Salazar-González, Management Science 47 (2001)
1008-1027: the least and the largest value that every published number and relation allows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from math import inf

from analysis.checks.results import CheckedTables
from analysis.cleaning.analyses import terms
from analysis.cleaning.schema import each_row
from analysis.errors import CheckError, Problem
from analysis.measures.relations import Relation, relations

_BEYOND = 1e7
"""More people than any count: a limit that stands for none, so that none is told from a
contradiction."""


@dataclass(frozen=True)
class Rules:
    """The parameters of disclosure control; their source is in the table of rules."""

    threshold: int
    people_units: tuple[str, ...]

    @property
    def protection(self) -> int:
        """How far apart the ends of what can be computed have to be, at least.

        As far as nought and the largest small count: no closer than being withheld says.
        """
        return self.threshold - 1


@dataclass(frozen=True)
class Target:
    """A small count to protect: a printed one, or what is left of one without another."""

    name: str
    weights: Mapping[str, int]
    value: float


@dataclass(frozen=True)
class Exposure:
    """What can be computed of a target, and whether that gives it away."""

    target: Target
    lower: float
    upper: float
    safe: bool


@dataclass(frozen=True)
class Cells:
    """All counts of people, the relations among them, and what is small."""

    rules: Rules
    values: Mapping[str, float]
    relations: tuple[Relation, ...]
    targets: tuple[Target, ...]
    uses: Mapping[str, int]
    """How many analyses a figure serves: what is lost by withholding it."""
    least: float = 0.0
    """The least that a withheld count can be: one where noughts are published."""

    def cost(self, names: Iterable[str]) -> tuple[int, float]:
        """Return what is lost by withholding figures: analyses, then people counted."""
        names = list(names)
        return sum(self.uses.get(n, 0) for n in names), sum(self.values[n] for n in names)

    def unsafe(self, hidden: Set[str], targets: Iterable[Target]) -> list[Target]:
        """Return the targets that what is published would give away."""
        return [target for target in targets if not self.exposure(target, hidden).safe]

    def exposures(self, hidden: Set[str]) -> list[Exposure]:
        """Return what can be computed of each target if all but ``hidden`` is published."""
        return [self.exposure(target, hidden) for target in self.targets]

    def exposure(self, target: Target, hidden: Set[str]) -> Exposure:
        """Return the least and largest value of a target that the published numbers allow."""
        lower, upper = _range(target, hidden, self)
        wide = upper - lower >= self.rules.protection and upper >= self.rules.threshold
        return Exposure(target, lower, upper, wide)


def read_rules(data: CheckedTables, threshold: int | None = None) -> Rules:
    """Return the rules of the table, with another threshold if one is given."""
    table = dict(
        zip(data["disclosure_rules"]["rule_id"], data["disclosure_rules"]["value"], strict=True)
    )
    return Rules(threshold or int(table["threshold"]), tuple(table["people_units"].split(";")))


def cells(data: CheckedTables, rules: Rules) -> Cells:
    """Return the counts of people of all documents, with what ties them together."""
    figures = data["figures"]
    people = figures[figures["unit"].isin(rules.people_units) & figures["value"].notna()]
    values = dict(zip(people["figure_id"], people["value"].astype(float), strict=True))
    tied = tuple(relations(data, values))
    targets = {
        name: Target(name, {name: 1}, value)
        for name, value in values.items()
        if 0 < value < rules.threshold
    }
    for relation in tied:
        if relation.part_of and 0 < -relation.residual < rules.threshold:
            part, whole = relation.part_of
            name = f"{whole} less {part}"
            targets[name] = Target(name, {whole: 1, part: -1}, -relation.residual)
    return Cells(rules, values, tied, tuple(targets.values()), _uses(data), least=1.0)


def _uses(data: CheckedTables) -> Counter[str]:
    return Counter(
        name
        for row in each_row(data["analyses"])
        for cell in (row.left, row.right)
        for reading in terms(cell)
        for name in reading
    )


def _range(target: Target, hidden: Set[str], found: Cells) -> tuple[float, float]:
    """Return the least and largest whole value of a target under all relations."""
    names = sorted(hidden & set(found.values))
    known = sum(
        weight * found.values[name] for name, weight in target.weights.items() if name not in hidden
    )
    if not hidden & set(target.weights):
        return known, known
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    place = {name: number for number, name in enumerate(names)}
    rows, lows, highs = [], [], []
    for relation in found.relations:
        if not hidden & set(relation.weights):
            continue
        row, constant = np.zeros(len(names)), 0.0
        for name, weight in relation.weights.items():
            if name in place:
                row[place[name]] = weight
            else:
                constant += weight * found.values[name]
        rows.append(row)
        lows.append(relation.lower - constant)
        highs.append(relation.upper - constant)
    aim = np.zeros(len(names))
    for name, weight in target.weights.items():
        if name in place:
            aim[place[name]] = weight
    ends = []
    for sign in (1, -1):
        solved = milp(
            sign * aim,
            integrality=np.ones(len(names)),
            bounds=Bounds(found.least, _BEYOND),
            constraints=LinearConstraint(np.array(rows), lows, highs) if rows else None,
        )
        if not solved.success:
            raise CheckError(Problem(f"the relations of {target.name} contradict each other"))
        ends.append(sign * solved.fun + known)
    return max(0.0, ends[0]), ends[1] if ends[1] < _BEYOND / 2 else inf
