"""Designs: how many people with and without a programme would show an effect of a given size."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, ceil, sin, sqrt

from analysis.measures.measure import Measure, Subject

EFFECTS = (0.02, 0.05, 0.1, 0.15)
"""Effects looked at, in shares: from hardly worth a budget to a third of any rate printed."""

POWER = 0.8
"""The convention of Cohen (1988): a true effect is found in four of five evaluations."""


@dataclass(frozen=True)
class Design:
    """The people needed in each of two equal groups to detect effects on a rate.

    ``detectable`` is the smallest rise that a comparison group as large as the programme
    would have shown, None where there is none below a rate of one.
    """

    about: Subject
    rate: float
    confidence: float
    power: float
    per_group: dict[float, int | None]
    participants: int
    detectable: float | None


def design(rate: Measure, confidence: float) -> Design:
    """Return the design for a rate of those who took part, read as the rate without it.

    Sample sizes are for a two-sided test at level ``1 - confidence``.
    """
    assert rate.value is not None
    assert rate.denominator is not None
    participants = int(rate.denominator)
    return Design(
        rate.about,
        rate.value,
        confidence,
        POWER,
        {effect: _per_group(rate.value, effect, confidence) for effect in EFFECTS},
        participants,
        _detectable(rate.value, participants, confidence),
    )


def _per_group(base: float, effect: float, confidence: float) -> int | None:
    if base + effect > 1:
        return None
    from statsmodels.stats.power import NormalIndPower
    from statsmodels.stats.proportion import proportion_effectsize

    size = proportion_effectsize(base + effect, base)
    needed = NormalIndPower().solve_power(effect_size=size, alpha=1 - confidence, power=POWER)
    return ceil(float(needed))


def _detectable(base: float, participants: int, confidence: float) -> float | None:
    """Return the rise behind the least detectable difference of arcsines; None beyond one."""
    from statsmodels.stats.power import NormalIndPower

    if participants < 2:
        return None
    size = NormalIndPower().solve_power(
        nobs1=participants, alpha=1 - confidence, power=POWER, effect_size=None
    )
    angle = 2 * asin(sqrt(base)) + float(size)
    return sin(angle / 2) ** 2 - base if angle < 3.141592653589793 else None
