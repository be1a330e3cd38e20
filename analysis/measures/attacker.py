"""The attacker's problem: what could be computed of a withheld count from all that is published.

The problem is that of Fischetti and Salazar-González, Management Science 47 (2001) 1008-1027:
the least and the largest whole number that every published number and relation allows. Where
each relation has at most two withheld counts, one less the other, these are lengths of
shortest paths (Cormen and others, Introduction to Algorithms, on difference constraints),
whole because the limits are. Otherwise they are found by integer programming.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, inf

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

BEYOND = 1e7
"""More people than any count: a limit that stands for none, so that none is told from a
contradiction."""

_ROUNDING = 1e-6
"""What a limit computed of whole numbers may be off by."""

_NOUGHT = ""
"""The node of the paths that stands for nought."""

_Step = tuple[str, str, float]
"""From one count to another, which exceeds the first by so much at most."""


@dataclass(frozen=True)
class Limit:
    """``lower <= sum of weight * count <= upper``, over withheld counts alone."""

    weights: Mapping[str, int]
    lower: float
    upper: float


def allowed(
    aim: Mapping[str, int], limits: Sequence[Limit], names: Sequence[str], least: float
) -> tuple[float, float] | None:
    """Return the least and largest whole value of a sum of withheld counts.

    Parameters
    ----------
    aim : the weights of the sum.
    limits : what ties the counts, each of which is ``least`` at least.
    names : the counts withheld: those of the aim and of the limits.

    Returns
    -------
    tuple or None
        The second is beyond :data:`BEYOND` if nothing limits it. None if no counts satisfy
        the limits.
    """
    ends = _ends(aim)
    steps = _steps([*limits, *(Limit({name: 1}, least, BEYOND) for name in names)])
    if ends is None or steps is None:
        return _by_programs(aim, limits, names, least)
    start, end = ends
    largest, least_of_less = _path(steps, start, end), _path(steps, end, start)
    return None if largest is None or least_of_less is None else (-least_of_less, largest)


def _ends(weights: Mapping[str, int]) -> tuple[str, str] | None:
    """Return what is taken off and what it is taken off from, or None for another sum."""
    less = [name for name, weight in weights.items() if weight == -1]
    more = [name for name, weight in weights.items() if weight == 1]
    if len(less) > 1 or len(more) > 1 or len(less) + len(more) < len(weights):
        return None
    return (*less, _NOUGHT)[0], (*more, _NOUGHT)[0]


def _steps(limits: Sequence[Limit]) -> list[_Step] | None:
    steps: list[_Step] = []
    for limit in limits:
        ends = _ends(limit.weights)
        if ends is None:
            return None
        start, end = ends
        for one in ((start, end, limit.upper), (end, start, -limit.lower)):
            if one[2] < inf:
                steps.append((*one[:2], floor(one[2] + _ROUNDING)))
    return steps


def _path(steps: Sequence[_Step], start: str, end: str) -> float | None:
    """Return the length of the shortest path, by Bellman and Ford; None if there is no least."""
    reached = {start: 0.0}
    for _ in range(len(steps) + 1):
        shorter = False
        for before, after, length in steps:
            if before in reached and reached[before] + length < reached.get(after, inf):
                reached[after] = reached[before] + length
                shorter = True
        if not shorter:
            return reached[end]
    return None


def _by_programs(
    aim: Mapping[str, int], limits: Sequence[Limit], names: Sequence[str], least: float
) -> tuple[float, float] | None:
    rows = np.array([[limit.weights.get(name, 0) for name in names] for limit in limits])
    tied = LinearConstraint(rows, [one.lower for one in limits], [one.upper for one in limits])
    ends = []
    for sign in (1, -1):
        solved = milp(
            sign * np.array([aim.get(name, 0) for name in names]),
            integrality=np.ones(len(names)),
            bounds=Bounds(least, BEYOND),
            constraints=tied if limits else None,
        )
        if not solved.success:
            return None
        ends.append(sign * float(solved.fun))
    return ends[0], ends[1]
