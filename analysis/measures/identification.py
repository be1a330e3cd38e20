"""Identification: what an effect would take, where nobody was left out to compare with.

``p`` is the share of those who took part with the outcome. The share who would have had
it anyway is not observed; the effect on those who took part is ``p`` less that share.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.errors import UsageError, quoted
from analysis.measures.bases import Count
from analysis.measures.measure import Measure, Subject

Bounds = tuple[float, float]

_COMPARISON = re.compile(
    r"(?P<low>[0-9]{1,6}(?:\.[0-9]{1,6})?)(?:-(?P<high>[0-9]{1,6}(?:\.[0-9]{1,6})?))?"
)

ANYTHING: Bounds = (0.0, 1.0)
"""The comparison range that assumes nothing."""

COST_MULTIPLES = (1.25, 1.5, 2, 3, 5, 10)
"""Limits on the cost of an additional outcome, in multiples of the cost of an outcome."""


_POINTS, _NEARLY = 30, 0.95
"""Points of the cost curve, and how near to no effect it is drawn."""


@dataclass(frozen=True)
class EffectBounds:
    """The effect on those who took part, under one assumption, in shares.

    Where the lower end exceeds the upper one, the assumption contradicts the rate.
    """

    assumption: str
    lower: float
    upper: float


@dataclass(frozen=True)
class BreakEven:
    """The share who would have had the outcome anyway beyond which a claim on cost fails.

    An additional outcome costs less than ``limit`` only if at most this share would have
    had it anyway; below nought it never does.
    """

    limit: float
    lower: float
    upper: float
    unit: str


@dataclass(frozen=True)
class CostPoint:
    """The cost of an additional outcome if a share would have had it anyway."""

    anyway: float
    lower: float
    upper: float


@dataclass(frozen=True)
class EffectStudy:
    """All that a rate without a comparison group says about an effect."""

    rate: Measure
    comparison: Bounds
    bounds: tuple[EffectBounds, ...]
    break_even: tuple[BreakEven, ...]
    curve: tuple[CostPoint, ...]
    cost: Measure | None

    @property
    def about(self) -> Subject:
        """What the rate is about."""
        return self.rate.about


def mean_bounds(rate: float, share: float) -> Bounds:
    """Return bounds on a mean of which only ``share`` of the units is observed.

    Unobserved outcomes may all be nought or all be one (Manski 2007, chapter 2).
    """
    return rate * share, rate * share + (1 - share)


def average_effect_bounds(treated: float, untreated: float, share: float) -> Bounds:
    """Return no-assumption bounds on the average effect, a width of one always.

    Parameters
    ----------
    treated, untreated : rates of the outcome among those who took part and who did not.
    share : the share who took part.
    """
    with_it, without = mean_bounds(treated, share), mean_bounds(untreated, 1 - share)
    return with_it[0] - without[1], with_it[1] - without[0]


def effect_bounds(rate: float, comparison: Bounds) -> tuple[EffectBounds, ...]:
    """Return bounds on the effect on those who took part, from no assumption to strong ones.

    Monotone response: nobody fares worse for taking part. Monotone selection: without the
    programme, those who took part would have fared no worse than others, of whom between
    ``comparison[0]`` and ``comparison[1]`` have the outcome. The last row assumes that the
    comparison range holds for those who took part. Among them everyone took part, so the
    rate without the programme is not observed at all.
    """
    low, high = comparison
    return (
        EffectBounds("none", *average_effect_bounds(rate, 0.0, 1.0)),
        EffectBounds("response", 0.0, rate),
        EffectBounds("selection", rate - 1, rate - low),
        EffectBounds("response_and_selection", 0.0, rate - low),
        EffectBounds("comparison", rate - high, rate - low),
    )


def break_even(
    money: Count, outcomes: Sequence[Count], participants: Sequence[Count]
) -> tuple[BreakEven, ...]:
    """Return, for limits on the cost of an additional outcome, the share it allows.

    An additional outcome costs ``money / (outcomes - x * participants)``; it is below a
    limit while x is below ``(outcomes - money / limit) / participants``. Readings of the
    outcomes and of the participants go in pairs.
    """
    pairs = list(zip(outcomes, participants, strict=True))
    first = money.value / pairs[0][0].value
    found = []
    for multiple in COST_MULTIPLES:
        limit = multiple * first
        shares = [(o.value - money.value / limit) / p.value for o, p in pairs]
        found.append(BreakEven(limit, min(shares), max(shares), money.unit))
    return tuple(found)


def cost_curve(
    money: Count, outcomes: Sequence[Count], participants: Sequence[Count]
) -> tuple[CostPoint, ...]:
    """Return the cost of an additional outcome for shares up to where there is hardly any."""
    pairs = list(zip(outcomes, participants, strict=True))
    most = min(o.value / p.value for o, p in pairs)
    points = []
    for place in range(_POINTS):
        anyway = _NEARLY * most * place / (_POINTS - 1)
        costs = [cost_of_additional(money.value, o.value, p.value, anyway) for o, p in pairs]
        points.append(CostPoint(anyway, min(costs), max(costs)))
    return tuple(points)


def cost_of_additional(money: float, outcomes: float, participants: float, anyway: float) -> float:
    """Return what an additional outcome costs if a share would have come anyway; may be inf."""
    additional = outcomes - anyway * participants
    return money / additional if additional > 0 else float("inf")


def read_comparison(text: str) -> Bounds:
    """Return the range that a parameter such as ``0.05-0.15`` or ``0.1`` means.

    Raises
    ------
    UsageError
        It is no share or range of shares from 0 to 1, or it runs backwards.
    """
    found = _COMPARISON.fullmatch(text)
    if not found:
        raise UsageError(
            f"The parameter comparison cannot be {quoted(text)}: write a share as 0.1, a range as "
            "0.05-0.15."
        )
    low, high = found["low"], found["high"] or found["low"]
    bounds = float(low), float(high)
    if not all(0 <= end <= 1 for end in bounds):
        raise UsageError(
            f"The parameter comparison cannot be {text!r}: shares lie from 0 to 1; write 10 "
            "percent as 0.1."
        )
    if bounds[0] > bounds[1]:
        raise UsageError(
            f"The parameter comparison cannot be {text!r}: the range runs backwards. Did you "
            f"mean {high}-{low}?"
        )
    return bounds
