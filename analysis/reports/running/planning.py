"""Planning: which reports are as they were, which have to be made, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.checks.reads import Contents, Read
from analysis.reports.running.cache import Cache, Entry
from analysis.reports.running.code import PACKAGE
from analysis.reports.running.keys import Surroundings, key
from analysis.reports.running.making import Work

_SHOWN = 3
"""How many changed modules or questions a reason names."""


@dataclass(frozen=True)
class Plan:
    """What is to be done for one report."""

    work: Work
    ingredients: Mapping[str, str]
    contents: Contents
    """What the data answer."""
    entry: Entry | None
    """What it is taken from; it is made where there is none."""
    why: str
    """Why it is made; empty where it is not."""
    seconds: float = 0.0
    """How long it took when it was last made; nought if it never was."""

    @property
    def key(self) -> str:
        return key(self.ingredients)


def plan(
    work: Sequence[Work],
    cache: Cache,
    contents: Contents,
    surroundings: Surroundings,
    *,
    force: bool = False,
) -> list[Plan]:
    """Return the plan of each piece of work, in order.

    Parameters
    ----------
    contents : the clean tables and results of checks that reports would read now.
    force : make everything, whatever the cache holds.
    """
    plans = []
    for one in work:
        ingredients = surroundings.report(one)
        entry = None if force else cache.find(key(ingredients), contents)
        last = None if entry else cache.last(one.task.name)
        why = "asked for anew" if force else ""
        if not (entry or force):
            why = _why(ingredients, last, contents)
        seconds = float(last.facts["seconds"]) if last else 0.0
        plans.append(Plan(one, ingredients, contents, entry, why, seconds))
    return plans


def _why(ingredients: Mapping[str, str], last: Entry | None, contents: Contents) -> str:
    """Return what has changed since a report was last made."""
    if last is None:
        return "not made before"
    changed = [
        name
        for name in sorted({*ingredients, *last.ingredients})
        if ingredients.get(name) != last.ingredients.get(name)
    ]
    modules = [name for name in changed if name.split(".")[0] == PACKAGE]
    reasons = [f"{name} changed" for name in changed if name not in modules]
    if modules:
        reasons.append(f"code changed: {_listed(modules)}")
    reads = [read for read, digest in last.reads.items() if contents.digest(read) != digest]
    if reads:
        reasons.append(f"data changed: {_listed(_words(reads))}")
    return "; ".join(reasons) or "its entry in the cache is gone"


def _words(reads: Sequence[Read]) -> list[str]:
    return [read.words for read in sorted(reads)]


def _listed(words: Sequence[str]) -> str:
    more = len(words) - _SHOWN
    return ", ".join(words[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
