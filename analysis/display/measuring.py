"""Measures as people read them: a number with its interval or bounds, unit and figures."""

from __future__ import annotations

from math import isinf
from typing import Any

import pandas as pd

from analysis.display.numbers import count, counted
from analysis.display.programme_terms import COST_MISMATCHES, MISMATCHES, TREND_MISMATCHES
from analysis.display.shown import Link, Piece
from analysis.measures.bases import WITHHELD
from analysis.measures.flows import Overlap
from analysis.measures.measure import Measure, Refusal

_WHOLE = 100
"""From here on decimals are noise."""


def share(number: float) -> str:
    """Return a share from 0 to 1 in percent with one decimal, never rounded to an end.

    >>> share(0.17786), share(0.0004), share(1)
    ('17.8%', 'under 0.1%', '100%')
    """
    if number in (0, 1):
        return f"{100 * number:.0f}%"
    if 0 < number < 0.0005:
        return "under 0.1%"
    if 0.9995 <= number < 1:
        return "over 99.9%"
    return f"{100 * number:.1f}%"


def points(number: float) -> str:
    """Return a difference of shares in percentage points, with its sign.

    >>> points(0.2507), points(-0.012)
    ('+25.1 points', '−1.2 points')
    """
    return f"{_signed(number)} points"


def points_range(low: float, high: float) -> str:
    """Return a range of differences of shares in percentage points.

    >>> points_range(-0.822, 0.178), points_range(0.0, 0.178)
    ('−82.2 to +17.8 points', '0 to +17.8 points')
    >>> points_range(0.0, -0.1)
    'contradicts the rate'
    """
    if low > high:
        return "contradicts the rate"
    return f"{_signed(low)} to {_signed(high)} points"


def _signed(number: float) -> str:
    return f"{100 * number:+.1f}".replace("-", "−") if number else "0"


def quantity(number: float, unit: str) -> str:
    """Return a number in the unit of a measure."""
    if unit == "share":
        return share(number)
    if unit == "points":
        return points(number)
    over, per, under = unit.partition(" per ")
    if not per:
        return counted(round(number) if number >= _WHOLE else number, unit)
    many = count(number) if number >= _WHOLE else f"{number:.2f}".rstrip("0").rstrip(".")
    return f"{many} {counted(2, over).split(' ', 1)[1]} per {under.replace('_', ' ')}"


def measured(measure: Measure) -> str:
    """Return the number of a measure, or its bounds where there is no number."""
    if measure.value is not None:
        return quantity(measure.value, measure.unit)
    return span(measure)


def span(measure: Measure) -> str:
    """Return what lies between the ends of a measure; nothing for an exact one."""
    if measure.span == "exact":
        return "exact"
    low = quantity(measure.lower, measure.unit)
    if isinf(measure.upper):
        return f"at least {low}"
    high = quantity(measure.upper, measure.unit)
    if not measure.lower and measure.unit not in ("share", "points"):
        return f"at most {high}"
    if measure.unit == "points":
        return points_range(measure.lower, measure.upper)
    same = low.partition(" ")[2]
    if same and high.endswith(same):
        low = low.partition(" ")[0]
    return f"{low} to {high}"


def either(measure: Measure) -> str:
    """Return a measure's number, or its bounds."""
    return span(measure) if measure.value is None else measured(measure)


def uses(found: Overlap) -> str:
    """Return how often services were used, at least where a count is a least one."""
    least, most = found.uses
    limit = "at least " if isinf(most) else ""
    return f"{limit}{counted(least if isinf(most) else most, found.any.unit)}"


def share_range(low: float, high: float) -> str:
    """Return a range of shares, nought where it ends below it.

    >>> share_range(0.1, 0.2), share_range(-0.1, -0.05), share_range(0.5, 0.5)
    ('10.0% to 20.0%', 'none', '50.0%')
    """
    if high < 0:
        return "none"
    ends = share(max(0.0, low)), share(high)
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def rough(measure: Measure) -> str:
    """Return bounds that a rounded number implies, with no more digits than it carries.

    Two digits, because what it is made of has one or two.
    """
    low, high = (float(f"{end:.2g}") for end in (measure.lower, measure.upper))
    return f"{count(low)} to {quantity(high, measure.unit)}"


def reasons(refusal: Refusal) -> str:
    """Return why a comparison is refused, in words."""
    words = {"cost": COST_MISMATCHES, "trend": TREND_MISMATCHES}.get(refusal.kind, MISMATCHES)
    return "; ".join(
        words[fault.key].format(left=_plain(fault.left), right=_plain(fault.right))
        for fault in refusal.mismatches
    )


def _plain(words: str) -> str:
    return words.replace("_", " ").replace("=", ": ")


def figures_linked(figure_ids: tuple[str, ...]) -> Piece:
    """Return links to the rows of figures, and to no row for activities of the plan."""
    links: list[str | Link] = []
    for figure_id in figure_ids:
        links += [", "] if links else []
        known = not figure_id.startswith("ap")
        links.append(Link(figure_id, f"figure-row-{figure_id}") if known else figure_id)
    return tuple(links) or "none"


def read_as(figure: Any) -> str:
    """Return a figure as it is read: its qualifier, number and unit, or its date."""
    if figure.qualifier == WITHHELD:
        return "withheld"
    if pd.isna(figure.value):
        return str(figure.date)
    words = "" if figure.qualifier == "exact" else figure.qualifier.replace("_", " ") + " "
    interim = " (interim)" if figure.observation_status == "provisional" else ""
    return f"{words}{counted(float(figure.value), figure.unit)}{interim}"


def printed(value_raw: str) -> str:
    """Return a token as printed, or that it is withheld."""
    return "withheld" if value_raw == WITHHELD else value_raw
