"""Disclosure: which counts of people are small, and whether others give them away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from math import inf

from analysis.checks.results import CheckedTables
from analysis.cleaning.analyses import terms
from analysis.cleaning.records import each_row
from analysis.errors import CheckError, Problem
from analysis.measures.attacker import BEYOND, Limit, allowed
from analysis.measures.relations import Relation, relations


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

    def islands(self) -> Iterator[Cells]:
        """Yield the counts around each target that relations tie together, and no others.

        What is withheld on one island says nothing about another, so each can be protected
        by itself: as many islands as there are, none larger than the ties in a document.
        """
        ties = [*(one.weights for one in self.relations), *(one.weights for one in self.targets)]
        touching: dict[str, list[Mapping[str, int]]] = defaultdict(list)
        for weights in ties:
            for name in weights:
                touching[name].append(weights)
        island: dict[str, int] = {}
        for number, target in enumerate(self.targets):
            reached = [name for name in target.weights if name not in island]
            while reached:
                name = reached.pop()
                if name not in island:
                    island[name] = number
                    reached += [other for tie in touching[name] for other in tie]
        yield from _split(self, island)

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


def _split(found: Cells, island: Mapping[str, int]) -> Iterator[Cells]:
    """Yield the counts of each island with its relations and targets, in their order."""
    values: dict[int, dict[str, float]] = defaultdict(dict)
    relations: dict[int, list[Relation]] = defaultdict(list)
    targets: dict[int, list[Target]] = defaultdict(list)
    for name, number in island.items():
        values[number][name] = found.values[name]
    for relation in found.relations:
        if (number := island.get(next(iter(relation.weights), ""), -1)) >= 0:
            relations[number].append(relation)
    for target in found.targets:
        targets[island[next(iter(target.weights))]].append(target)
    for number, members in values.items():
        yield replace(
            found,
            values=members,
            relations=tuple(relations[number]),
            targets=tuple(targets[number]),
        )


def _range(target: Target, hidden: Set[str], found: Cells) -> tuple[float, float]:
    """Return the least and largest whole value of a target under all relations."""
    known = sum(
        weight * found.values[name] for name, weight in target.weights.items() if name not in hidden
    )
    aim = {name: weight for name, weight in target.weights.items() if name in hidden}
    if not aim:
        return known, known
    limits = [_limit(one, hidden, found) for one in found.relations if hidden & one.weights.keys()]
    names = sorted(hidden & found.values.keys())
    ends = allowed(aim, limits, names, found.least)
    if ends is None:
        raise CheckError(Problem(f"the relations of {target.name} contradict each other"))
    lower, upper = (known + end for end in ends)
    return max(0.0, lower), upper if upper < BEYOND / 2 else inf


def _limit(relation: Relation, hidden: Set[str], found: Cells) -> Limit:
    """Return a relation as a limit of what is withheld, all else being known."""
    weights = relation.weights
    known = sum(w * found.values[name] for name, w in weights.items() if name not in hidden)
    unknown = {name: weight for name, weight in weights.items() if name in hidden}
    return Limit(unknown, relation.lower - known, relation.upper - known)
