"""Agreement: what is published beside what the second route found, number by number.

The two share no code (:mod:`analysis.recount`). They are compared at a relative distance of one
in a thousand millions, nearer than any digit that a report shows; so what agrees here is the same
to the last digit shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isclose

from analysis.checks.results import CheckedTables
from analysis.measures.bases import WITHHELD
from analysis.measures.published import Published, published
from analysis.recount.found import Recounted

NEAR = 1e-9
"""The relative distance at which two numbers are the same."""

SOLVED = 1e-4
"""The same for the smallest rise that a study would show, which the first route looks for in steps.

It stops at about five digits; three are shown.
"""

KINDS = (
    "reading", "target", "yield", "identity",
    "portfolio", "quality", "link", "evaluation", "rates_by_chapter", "sensitivity",
    "rate", "difference", "ratio", "cost", "cascade", "overlap", "trend", "effect", "design",
    "brief", "commitment",
)  # fmt: skip
"""Kinds of numbers, in the order in which they are told."""


@dataclass(frozen=True)
class Compared:
    """One published number, or its refusal, beside the second route's.

    ``answer`` is ``agrees``, ``refused`` (by both), ``differs`` or ``not_compared``; then
    ``reason`` is ``withheld``, ``absent`` or ``failed``.
    """

    kind: str
    key: str
    answer: str
    reason: str = ""
    number: bool = True
    """Whether a number is published; otherwise a refusal."""


@dataclass(frozen=True)
class Agreement:
    """How many numbers of one kind are published, were compared, and are the same."""

    kind: str
    published: int
    compared: int
    agree: int
    refused: int
    """Comparisons that both routes refuse."""
    withheld: int
    """Numbers and refusals that rest on a count that is withheld: they are not compared."""
    not_computed: int
    """Numbers that the second route could not compute."""


def compare(data: CheckedTables) -> list[Compared]:
    """Return every number that reports publish from these tables, compared with the recount."""
    figures = data["figures"]
    hidden = set(figures.loc[figures["qualifier"] == WITHHELD, "figure_id"])
    return compared(published(data), data.recount, hidden)


def compared(
    numbers: Iterable[Published], recount: Sequence[Recounted], hidden: Collection[str] = ()
) -> list[Compared]:
    """Return published numbers beside those of the second route, in the order published.

    Parameters
    ----------
    hidden : figures that are withheld here; what the second route made of them is not compared.
    """
    found = {(row.kind, row.key): row for row in recount}
    for row in recount:
        for key in _whole(row.key):
            found.setdefault((row.kind, key), row)
    return [_compared(number, _row(number, found), hidden) for number in numbers]


def agreements(rows: Sequence[Compared]) -> list[Agreement]:
    """Return the tallies of every kind of which something is published."""
    tallies = []
    for kind in KINDS:
        mine = [row for row in rows if row.kind == kind]
        if not mine:
            continue
        answers = Counter(row.reason or row.answer for row in mine)
        tallies.append(
            Agreement(
                kind,
                sum(row.number for row in mine),
                answers["agrees"] + answers["differs"],
                answers["agrees"],
                answers["refused"],
                answers["withheld"],
                answers["absent"] + answers["failed"],
            )
        )
    return tallies


def differing(rows: Sequence[Compared]) -> list[Compared]:
    """Return what the two routes do not agree upon; none is good."""
    return [row for row in rows if row.answer == "differs"]


def faults(rows: Sequence[Compared]) -> list[str]:
    """Return the sentences of what the two routes do not agree upon; none is good."""
    return [f"{row.kind} {row.key} is not the same when computed again" for row in differing(rows)]


def _whole(key: str) -> list[str]:
    """Return a key and those of the wholes that it is part of, itself first."""
    steps = key.split("/")
    return ["/".join(steps[:length]) for length in range(len(steps), 0, -1)]


def _row(number: Published, found: Mapping[tuple[str, str], Recounted]) -> Recounted | None:
    """Return the row of the same key, or one that tells what came of the whole comparison."""
    keys = ((number.kind, key) for key in _whole(number.key))
    return next((found[key] for key in keys if key in found), None)


def _compared(number: Published, row: Recounted | None, hidden: Collection[str]) -> Compared:
    answer, reason = _answer(number, row)
    if row and any(figure_id in hidden for figure_id in row.figure_ids):
        answer, reason = "not_compared", "withheld"
    return Compared(number.kind, number.key, answer, reason, number.ends is not None)


def _answer(number: Published, row: Recounted | None) -> tuple[str, str]:
    if row is None or (row.outcome == "number" and row.key != number.key and number.ends):
        return "not_compared", "absent"
    if row.outcome in ("withheld", "failed"):
        return "not_compared", row.outcome
    if number.ends is None and row.outcome == "refused":
        return "refused", ""
    if number.ends is None or row.lower is None or row.upper is None:
        return "differs", ""
    near = SOLVED if number.key.endswith("/detectable") else NEAR
    pairs = zip(number.ends, (row.value, row.lower, row.upper), strict=True)
    return ("agrees" if all(_same(one, other, near) for one, other in pairs) else "differs"), ""


def _same(one: float | None, other: float | None, near: float) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=near, abs_tol=NEAR * NEAR)
