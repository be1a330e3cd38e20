"""Cascades and overlaps a second time: how many people stand behind steps and uses."""

from __future__ import annotations

import math
from itertools import pairwise

from analysis.recount.counts import Count, count, demand, readings, within
from analysis.recount.found import Number, Parts, Span
from analysis.recount.raw import Raw
from analysis.recount.rows import ids

Ends = tuple[Number, Number]


def people_units(raw: Raw) -> set[str]:
    """Return the units whose counts are counts of people."""
    (rule,) = [r for r in raw.tables["disclosure_rules"] if r["rule_id"] == "people_units"]
    return set(ids(rule["value"]))


def cascade(raw: Raw, row: dict[str, str]) -> Parts:
    """Return people, shares and losses of each step, supported by the documents and if nested."""
    steps = [count(raw, step) for step in ids(row["left"])]
    for earlier, later in pairwise(steps):
        demand(earlier.periods == later.periods, "period")
        demand(earlier.interim == later.interim, "interim")
        demand(earlier.lower, "zero")
    nested = [True] + [within(raw, later, earlier) for earlier, later in pairwise(steps)]
    people = _people(raw, steps, nested)
    found: Parts = {}
    for position, figure_id in enumerate(ids(row["left"])):
        here = people[position]
        found[f"{figure_id}/persons"] = _range(here)
        if position:
            before, first = people[position - 1], people[0]
            share = _share(here, before)
            found[f"{figure_id}/of_previous"] = _range(_known(share, nested[position]))
            found[f"{figure_id}/of_first"] = _range(
                _known(_share(here, first), all(nested[: position + 1]))
            )
            found[f"{figure_id}/if_nested"] = _range(share)
            found[f"{figure_id}/lost"] = _range(
                (max(before[0] - here[1], 0), max(before[1] - here[0], 0))
            )
    return found


def _people(raw: Raw, steps: list[Count], nested: list[bool]) -> list[Ends]:
    """Return the people of each step.

    Events are at most as many people, and at least those of a next step that is nested, or one.
    """
    units = people_units(raw)
    found: list[Ends] = []
    for position in reversed(range(len(steps))):
        step, lower = steps[position], steps[position].lower
        if not step.units <= units:
            lower = found[-1][0] if found and nested[position + 1] else min(lower, 1)
        found.append((lower, step.upper))
    return found[::-1]


def _share(part: Ends, whole: Ends) -> Ends:
    return part[0] / whole[1], min(part[1] / whole[0] if whole[0] else 1, 1)


def _known(share: Ends, nested: bool) -> Ends:
    return share if nested else (0, share[1])


def _range(ends: Ends) -> Span:
    return Span(ends[0] if ends[0] == ends[1] else None, *ends)


def overlap(raw: Raw, row: dict[str, str]) -> Parts:
    """Return how many used any, several and every service (Fréchet 1935)."""
    parts, totals = readings(raw, row["left"]), readings(raw, row["right"])
    for part in parts + totals:
        demand(part.units <= people_units(raw), "not_persons")
        demand(part.units == parts[0].units, "unit")
        demand(part.periods == parts[0].periods, "period")
        demand(part.interim == parts[0].interim, "interim")
        demand(not totals or part.lower <= totals[0].upper, "exceeds")
    most, largest = sum(part.upper for part in parts), max(part.lower for part in parts)
    if not totals:
        return {"any": _range((largest, most))}
    users = totals[0].upper
    found = {"any": _range((largest, min(most, users)))}
    if len(parts) > 1 and all(count.exact for count in parts + totals):
        uses = sorted((part.upper for part in parts), reverse=True)
        several = max(_several(uses[:some], users) for some in range(2, len(uses) + 1))
        highest = min(users, math.floor(most / 2), most - uses[0])
        every = max(most - (len(uses) - 1) * users, 0)
        found |= {"several": Span(None, several, highest), "every": Span(None, every, uses[-1])}
    return found


def _several(uses: list[Number], users: Number) -> Number:
    """Return the fewest who used two or more of some services."""
    return max(math.ceil((sum(uses) - users) / (len(uses) - 1)), 0)
