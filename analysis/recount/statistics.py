"""Published formulas, each written once more: Wilson, Newcombe, Cohen, and bounds of shares."""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import NormalDist

POWER = 0.8


def quantile(confidence: float) -> float:
    """Return the normal quantile of a two-sided confidence."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(part: int, whole: int, confidence: float) -> tuple[float, float]:
    """Return the shares at which the count is as far away as the quantile allows.

    They are the roots of ``whole (p - share)² = z² share (1 - share)``, in the form that does not
    subtract two near numbers (Newcombe 1998, method 3).
    """
    z2 = quantile(confidence) ** 2
    rest = whole - part
    root = math.sqrt(z2 * (z2 + 4 * part * rest / whole))
    lower = (2 * part + z2 - root) / (2 * (whole + z2)) if part else 0.0
    upper = 1 - ((2 * rest + z2 - root) / (2 * (whole + z2)) if rest else 0.0)
    return lower, upper


def newcombe(
    first: tuple[int, int], second: tuple[int, int], confidence: float
) -> tuple[float, float]:
    """Return the hybrid interval of a difference of two shares (Newcombe 1998, method 10)."""
    p, q = first[0] / first[1], second[0] / second[1]
    (low_p, high_p), (low_q, high_q) = wilson(*first, confidence), wilson(*second, confidence)
    return (
        p - q - math.hypot(p - low_p, high_q - q),
        p - q + math.hypot(high_p - p, q - low_q),
    )


def group(base: float, rise: float, confidence: float) -> int | None:
    """Return how many each of two groups needs to show a rise (Cohen 1988, chapter 6)."""
    if base + rise > 1:
        return None
    apart = 2 * math.asin(math.sqrt(base + rise)) - 2 * math.asin(math.sqrt(base))
    return math.ceil(2 * (_quantiles(confidence) / apart) ** 2)


def smallest_rise(base: float, each: int, confidence: float) -> float | None:
    """Return the smallest rise that two groups of a size would show; None where there is none."""
    angle = 2 * math.asin(math.sqrt(base)) + _quantiles(confidence) * math.sqrt(2 / each)
    return math.sin(angle / 2) ** 2 - base if angle <= math.pi else None


def _quantiles(confidence: float) -> float:
    return quantile(confidence) + NormalDist().inv_cdf(POWER)


def allowed(value: Fraction, qualifier: str) -> tuple[Fraction | float, Fraction | float]:
    """Return from where to where a printed number may lie, by its qualifier."""
    if qualifier == "up_to":
        return Fraction(0), value
    if qualifier in ("more_than", "at_least"):
        return value, math.inf
    if qualifier == "about":
        half = _last_digit(value) / 2
        return max(value - half, Fraction(0)), value + half
    return value, value


def _last_digit(value: Fraction) -> Fraction:
    """Return the unit of the last digit that is not nought."""
    unit = Fraction(1)
    while value and (value / unit).denominator != 1:
        unit /= 10
    while value and (value / (unit * 10)).denominator == 1:
        unit *= 10
    return unit
