"""Proposed matches between two plans: which item of the later one was which of the earlier.

Activities are paired so that the sum of likenesses is greatest (the assignment problem:
Kuhn 1955, Munkres 1957), each likeness made of number, wording, indicators and lead bodies;
then the indicators of paired activities likewise. A program proposes, a person decides.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from analysis.checks.results import CheckedTables
from analysis.cleaning.records import each_row
from analysis.errors import UsageError
from analysis.measures.plans import of_plan, plans

LIKELY = 0.5
"""Items less alike than this are proposed as new and as dropped."""

WEIGHTS = {"wording": 0.4, "indicators": 0.3, "number": 0.2, "leads": 0.1}
"""What a likeness of two activities is made of."""


@dataclass(frozen=True)
class Match:
    """A proposal: an item, the one that it was, how alike they are, and in what."""

    item_id: str
    previous_id: str
    likeness: float
    grounds: str


def propose(data: CheckedTables, plan: str, previous: str) -> list[Match]:
    """Return proposed matches for every activity and indicator of both plans.

    Parameters
    ----------
    plan, previous : the later plan and the earlier one, by their ids.

    Raises
    ------
    UsageError
        A plan is not there, or both are the same.
    """
    known = plans(data)
    for name in (plan, previous):
        if name not in known:
            raise UsageError(f"There is no plan {name!r}. Plans: {', '.join(known)}.")
    if plan == previous:
        raise UsageError(f"A plan cannot be matched with itself: {plan!r}.")
    later, earlier = of_plan(data, plan), of_plan(data, previous)
    news, olds = (list(each_row(one["activities"])) for one in (later, earlier))
    measures = {**_measures(later), **_measures(earlier)}
    activities = _matched(news, olds, "activity_id", lambda a, b: _likeness(a, b, measures))
    found = list(activities)
    indicators = [_by_activity(one) for one in (later, earlier)]
    for match in activities:
        found += _matched(
            indicators[0].get(match.item_id, []),
            indicators[1].get(match.previous_id, []),
            "indicator_id",
            _indicator_likeness,
        )
    return found


def _matched(
    news: Sequence[Any],
    olds: Sequence[Any],
    key: str,
    likeness: Callable[[Any, Any], dict[str, float]],
) -> list[Match]:
    """Return the best pairing, then what is new, then what was dropped."""
    parts = [[likeness(new, old) for old in olds] for new in news]
    scores = np.array([[sum(cell.values()) for cell in row] for row in parts]).reshape(
        len(news), len(olds)
    )
    found: dict[int, int] = {}
    for row, column in zip(*linear_sum_assignment(scores, maximize=True), strict=True):
        if scores[row, column] >= LIKELY:
            found[int(row)] = int(column)
    matches = [
        Match(
            getattr(new, key),
            getattr(olds[found[place]], key) if place in found else "",
            round(float(scores[place, found[place]]), 2)
            if place in found
            else _alone(scores, place),
            _grounds(parts[place][found[place]]) if place in found else "nothing like it before",
        )
        for place, new in enumerate(news)
    ]
    gone = [old for place, old in enumerate(olds) if place not in set(found.values())]
    return matches + [Match("", getattr(old, key), 1.0, "nothing like it now") for old in gone]


def _alone(scores: np.ndarray[Any, Any], place: int) -> float:
    """Return how sure it is that an item is new: how little is like it."""
    return round(1 - float(scores[place].max(initial=0.0)), 2)


def _grounds(parts: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.2f}" for name, value in parts.items())


def _likeness(new: Any, old: Any, measures: dict[str, list[str]]) -> dict[str, float]:
    """Return the parts of the likeness of two activities, weighted."""
    place = [(row.chapter, row.section, row.objective_no) for row in (new, old)]
    number = 0.5 * (place[0] == place[1]) + 0.5 * (
        place[0] == place[1] and new.activity_no == old.activity_no
    )
    leads = [set(row.lead_ids.split(";")) for row in (new, old)]
    parts = {
        "wording": alike(new.title, old.title),
        "indicators": _overlap(measures[new.activity_id], measures[old.activity_id]),
        "number": number,
        "leads": len(leads[0] & leads[1]) / len(leads[0] | leads[1]),
    }
    return {name: round(WEIGHTS[name] * value, 4) for name, value in parts.items()}


def _indicator_likeness(new: Any, old: Any) -> dict[str, float]:
    return {
        "wording": round(0.8 * alike(new.measure, old.measure), 4),
        "number": 0.1 * (new.indicator_no == old.indicator_no),
        "unit": 0.1 * (new.unit == old.unit),
    }


def alike(one: str, other: str) -> float:
    """Return the likeness of two wordings, from 0 to 1, by their words in order.

    >>> alike("Train border guards", "Train border guards"), alike("Train", "Build a road")
    (1.0, 0.0)
    """
    first, second = one.casefold().split(), other.casefold().split()
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def _overlap(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how much of each list of measures has its like in the other, on average."""
    if not one or not other:
        return 0.0
    best = [max(alike(measure, its) for its in other) for measure in one]
    best += [max(alike(measure, its) for its in one) for measure in other]
    return sum(best) / len(best)


def _measures(data: CheckedTables) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {row.activity_id: [] for row in each_row(data["activities"])}
    for row in each_row(data["indicators"]):
        found[row.activity_id].append(row.measure)
    return found


def _by_activity(data: CheckedTables) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in each_row(data["indicators"]):
        found.setdefault(row.activity_id, []).append(row)
    return found
