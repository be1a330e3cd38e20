"""Flows: cascades of steps, persons behind uses, and values over time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, inf

from analysis.cleaning.cells import plain
from analysis.measures.bases import PEOPLE, Count, Evidence
from analysis.measures.measure import Measure, Mismatch, Refusal, Span, Subject

Bounds = tuple[float, float]


@dataclass(frozen=True)
class Step:
    """One step of a cascade: what is printed, and how many persons may stand behind it.

    ``of_previous`` and ``of_first`` are what the documents support: where they do not say
    that a step counts persons of the one before (``nested`` is false), the lower end is
    nought. ``if_nested``, shares of the step before, and ``lost``, persons lost since it,
    assume that it does.
    """

    figure_id: str
    printed: float
    unit: str
    persons: Bounds
    of_previous: Bounds | None
    of_first: Bounds | None
    if_nested: Bounds | None
    lost: Bounds | None
    nested: bool


@dataclass(frozen=True)
class Cascade:
    """The steps of a cascade, and what has to be assumed for it."""

    about: Subject
    steps: tuple[Step, ...]
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class Overlap:
    """Persons behind uses of several services: any of them, several of them, all of them."""

    about: Subject
    uses: Bounds
    any: Measure
    several: Measure | None
    every: Measure | None
    adds_up: bool = False
    """Whether the uses are exactly as many as the users printed."""


@dataclass(frozen=True)
class Trend:
    """A printed value against an earlier one; what changed meanwhile stands in ``context``."""

    about: Subject
    earlier: Measure
    later: Measure
    change: Measure
    implied: bool
    context: tuple[str, ...]


def cascade(evidence: Evidence, about: Subject, left: str) -> Cascade | Refusal:
    """Return the steps that the printed counts make, with bounds on the persons in each.

    A count of tests is at most that many persons, and at least those of the next step.
    """
    counts = evidence.readings(left)
    if any(count.withheld for count in counts):
        return Refusal(about, "cascade", (Mismatch("withheld"),))
    faults = [fault for pair in pairwise(counts) for fault in _apart(*pair)]
    if any(count.lower == 0 for count in counts[:-1]):
        faults.append(Mismatch("zero"))
    if faults:
        return Refusal(about, "cascade", tuple(dict.fromkeys(faults)))
    nested = [True] + [
        evidence.within(later.populations[0], earlier.populations[0])
        for earlier, later in pairwise(counts)
    ]
    persons = _persons(counts, nested)
    steps = [
        Step(
            count.figure_ids[0],
            count.value,
            count.unit,
            persons[place],
            _supported(counts, persons, nested, place, place - 1) if place else None,
            _supported(counts, persons, nested, place, 0) if place else None,
            _share_of(persons[place], persons[place - 1]) if place else None,
            _lost(persons[place], persons[place - 1]) if place else None,
            nested[place],
        )
        for place, count in enumerate(counts)
    ]
    assumed = ["nested"] if not all(nested) else []
    assumed += ["case_is_person"] if any(count.unit == "case" for count in counts) else []
    assumed += ["events_bound_persons"] if _events(counts) else []
    return Cascade(about, tuple(steps), tuple(assumed))


def _apart(earlier: Count, later: Count) -> list[Mismatch]:
    """Return why two steps are not of one time; none is good."""
    found = []
    if earlier.period != later.period:
        found.append(Mismatch("period", earlier.period, later.period))
    if earlier.provisional != later.provisional:
        found.append(Mismatch("interim", *_interim(earlier, later)))
    return found


def _events(counts: tuple[Count, ...]) -> list[Count]:
    return [count for count in counts if count.unit not in PEOPLE]


def _persons(counts: tuple[Count, ...], nested: list[bool]) -> list[Bounds]:
    """Return bounds on persons at each step, from the last to the first.

    Behind events stands one person at least, or all of the next step if it is nested.
    """
    found: list[Bounds] = []
    for place in reversed(range(len(counts))):
        count = counts[place]
        least = found[0][0] if found and nested[place + 1] else min(1.0, count.lower)
        found.insert(0, (count.lower if count.unit in PEOPLE else least, count.upper))
    return found


def _supported(
    counts: tuple[Count, ...], persons: list[Bounds], nested: list[bool], step: int, whole: int
) -> Bounds:
    """Return the share that a step is of another, nothing assumed that is not printed."""
    low, high = _share_of(persons[step], persons[whole])
    if all(nested[whole + 1 : step + 1]):
        return low, high
    return 0.0, min(1.0, counts[step].upper / persons[whole][0])


def _share_of(step: Bounds, whole: Bounds) -> Bounds:
    return step[0] / whole[1], min(1.0, step[1] / whole[0])


def _lost(step: Bounds, before: Bounds) -> Bounds:
    return max(0.0, before[0] - step[1]), max(0.0, before[1] - step[0])


def overlap(evidence: Evidence, about: Subject, left: str, right: str) -> Overlap | Refusal:
    """Return bounds on the persons behind uses of several services.

    With k services, S uses and N users printed: any service, from the largest count to
    S, at most N; several, at least (S - N) / (k - 1), for the services or some of them;
    every one, at least S - (k - 1) N. The last two need exact counts.
    """
    parts, totals = evidence.readings(left), evidence.readings(right)
    fault = _not_persons(parts, totals)
    if fault:
        return Refusal(about, "overlap", (fault,))
    uses = sum(part.upper for part in parts)  # infinite where a count is only a least one
    largest = max(part.lower for part in parts)
    total = totals[0].upper if totals else None
    unit = parts[0].unit
    users = uses if total is None else min(uses, total)
    anyone = Measure(
        about, "overlap", users if largest == users else None, largest, users,
        "exact" if largest == users else "bounds", unit, "frechet", ("uses_not_persons",),
    )  # fmt: skip
    several = every = None
    if total is not None and len(parts) > 1 and all(c.exact for c in (*parts, *totals)):
        least = _least_with_several([part.value for part in parts], total)
        most = min(total, floor(uses / 2), uses - max(part.upper for part in parts))
        several = Measure(
            about, "overlap", None, least, most, "bounds", unit, "frechet", ("total_counts_users",)
        )
        common = max(0.0, uses - (len(parts) - 1) * total)
        smallest = min(part.upper for part in parts)
        every = Measure(
            about, "overlap", None, common, smallest, "bounds", unit, "frechet",
            ("total_counts_users",),
        )  # fmt: skip
    span = sum(part.lower for part in parts), uses
    return Overlap(about, span, anyone, several, every, adds_up=uses == total)


def _least_with_several(uses: list[float], users: float) -> int:
    """Return the fewest who used several services: by any of the largest counts together."""
    largest = sorted(uses, reverse=True)
    return max(
        0,
        *(ceil((sum(largest[:some]) - users) / (some - 1)) for some in range(2, len(largest) + 1)),
    )


def _not_persons(parts: tuple[Count, ...], totals: tuple[Count, ...]) -> Mismatch | None:
    if any(count.withheld for count in (*parts, *totals)):
        return Mismatch("withheld")
    for part in (*parts, *totals):
        if part.unit not in PEOPLE:
            return Mismatch("not_persons", part.unit)
        if part.unit != parts[0].unit:
            return Mismatch("unit", parts[0].unit, part.unit)
        if part.period != parts[0].period:
            return Mismatch("period", parts[0].period, part.period)
        if part.provisional != parts[0].provisional:
            return Mismatch("interim", *_interim(parts[0], part))
        if totals and part.lower > totals[0].upper:
            return Mismatch("exceeds", plain(part.value), plain(totals[0].value))
    return None


def trend(
    evidence: Evidence, about: Subject, left: str, right: str, context: str
) -> Trend | Refusal:
    """Return the change from an earlier printed value to a later one of the same population.

    Where the document prints a multiple ("exceeds nine times"), the earlier value is
    implied: the multiple is rounded, and may mean nine times or ten times as many.
    """
    before, now = evidence.readings(left)[0], evidence.readings(right)[0]
    if before.withheld or now.withheld:
        return Refusal(about, "trend", (Mismatch("withheld"),))
    implied = before.unit == "times"
    faults = _unlike(evidence, before, now, implied=implied)
    if faults:
        return Refusal(about, "trend", faults)
    if before.value == 0:
        return Refusal(about, "trend", (Mismatch("zero", before.figure_ids[0]),))
    low, high = before.lower, before.upper
    rise, most = now.lower / high - 1, now.upper / low - 1 if low else inf
    if implied:
        rise, most = before.value - 0.5 - 1, before.value + 1.5 - 1
        low, high = now.lower / (1 + most), now.upper / (1 + rise)
    exact = rise == most
    return Trend(
        about,
        _point(about, before.value if low == high else None, low, high, now.unit),
        _point(about, now.value if now.exact else None, now.lower, now.upper, now.unit),
        Measure(
            about, "trend", rise if exact else None, rise, most,
            "exact" if exact else "bounds", "share", "trend",
            ("rounded_multiple",) if implied else (),
        ),
        implied,
        tuple(filter(None, context.split(";"))),
    )  # fmt: skip


def _unlike(
    evidence: Evidence, before: Count, now: Count, *, implied: bool
) -> tuple[Mismatch, ...]:
    """Return why two values are not two values of one thing; none is good."""
    inside = all(
        any(evidence.within(one, other) for other in before.populations) for one in now.populations
    )
    status = (before.provisional, now.provisional)
    found = [
        None if implied or before.unit == now.unit else Mismatch("unit", before.unit, now.unit),
        None if before.kind == now.kind else Mismatch("kind", before.kind, now.kind),
        None
        if inside
        else Mismatch("population", "; ".join(before.populations), "; ".join(now.populations)),
        None if len(set(status)) == 1 else Mismatch("interim", *_interim(before, now)),
        Mismatch("order", before.period, now.period)
        if before.period and now.period and before.period > now.period
        else None,
    ]
    return tuple(mismatch for mismatch in found if mismatch)


def _interim(before: Count, now: Count) -> tuple[str, str]:
    return " + ".join(before.figure_ids), " + ".join(now.figure_ids)


def _point(about: Subject, value: float | None, low: float, high: float, unit: str) -> Measure:
    span: Span = "exact" if value is not None else "bounds"
    return Measure(about, "trend", value, low, high, span, unit, "trend")
