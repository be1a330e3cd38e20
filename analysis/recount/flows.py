"""Cascades and overlaps a second time: how many people stand behind steps and uses."""

from __future__ import annotations

import math
from itertools import pairwise

from analysis.recount.counts import Count, count, demand, readings
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
    people = _people(raw, steps)
    nested = [True] + [
        all(raw.within(a, b) for a in now.populations for b in before.populations)
        and before.parts <= now.parts
        for before, now in pairwise(steps)
    ]
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
            found[f"{figure_id}/lost"] = _range((max(before[0] - here[1], 0), before[1] - here[0]))
    return found


def _people(raw: Raw, steps: list[Count]) -> list[Ends]:
    """Return the people of each step; events are at most as many, at least those of the next."""
    units = people_units(raw)
    found: list[Ends] = []
    for step in reversed(steps):
        if step.units <= units:
            found.append((step.lower, step.upper))
        else:
            found.append((min(found[-1][0], step.upper) if found else 0, step.upper))
    return found[::-1]


def _share(part: Ends, whole: Ends) -> Ends:
    return part[0] / whole[1], min(part[1] / whole[0] if whole[0] else 1, 1)


def _known(share: Ends, nested: bool) -> Ends:
    return share if nested else (0, share[1])


def _range(ends: Ends) -> Span:
    return Span(None, *ends)


def overlap(raw: Raw, row: dict[str, str]) -> Parts:
    """Return how many used any, several and every service (Fréchet 1935)."""
    parts, totals = readings(raw, row["left"]), readings(raw, row["right"])
    for part in parts + totals:
        demand(part.units <= people_units(raw), "not_persons")
        demand(part.units == parts[0].units, "unit")
        demand(part.periods == parts[0].periods, "period")
    least, most = sum(part.lower for part in parts), sum(part.upper for part in parts)
    largest = max(part.lower for part in parts)
    if not totals:
        return {"any": Span(None, largest, most)}
    users, services = totals[0].upper, len(parts)
    several = max((least - users) / (services - 1), 0) if services > 1 else 0
    every = max(least - (services - 1) * users, 0)
    return {
        "any": Span(None, largest, min(most, users)),
        "several": Span(None, math.ceil(several), min(users, math.floor(most / 2), most - largest)),
        "every": Span(None, every, min(part.upper for part in parts)),
    }
