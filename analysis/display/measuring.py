"""Measures as people read them: a number with its interval or bounds, unit and figures."""

from __future__ import annotations

from math import isinf
from typing import Any

import pandas as pd

from analysis.display.codes import FIGURE_KINDS, QUALIFIED
from analysis.display.codes import printed as printed
from analysis.display.language import _, _c, _n
from analysis.display.numbers import (
    count,
    counted,
    decimal,
    fine_percent,
    listing,
    unit_named,
)
from analysis.display.programme_terms import (
    BREAKDOWNS,
    COST_MISMATCHES,
    KINDS,
    MISMATCHES,
    TREND_MISMATCHES,
)
from analysis.display.quantity import POINTS, Quantity
from analysis.display.shown import Link, Piece
from analysis.display.units import UNITS
from analysis.measures.bases import WITHHELD
from analysis.measures.flows import Overlap
from analysis.measures.measure import Measure, Mismatch, Refusal

_AT_LEAST = QUALIFIED["at_least"]

_WHOLE = 100
"""From here on decimals are noise."""

_AND = " and "
"""Between the units, kinds or years that a sum takes in."""


def share(number: float) -> str:
    """Return a share from 0 to 1 in percent with one decimal, never rounded to an end.

    >>> share(0.17786), share(0.0004), share(1)
    ('17.8%', 'under 0.1%', '100%')
    """
    return fine_percent(number)


def points(number: float) -> str:
    """Return a difference of shares in percentage points, with its sign.

    >>> points(0.2507), points(-0.012)
    ('+25.1 points', '−1.2 points')
    """
    words = _c("percentage points", "{number} points", number=signed(number))
    return Quantity(words, 100 * number, POINTS)


def points_range(low: float, high: float) -> str:
    """Return a range of differences of shares in percentage points.

    >>> points_range(-0.822, 0.178), points_range(0.0, 0.178)
    ('−82.2 to +17.8 points', '0 to +17.8 points')
    >>> points_range(0.0, -0.1)
    'contradicts the rate'
    """
    if low > high:
        return _("contradicts the rate")
    return _c("percentage points", "{low} to {high} points", low=signed(low), high=signed(high))


def signed(number: float) -> str:
    """Return a difference of shares as percentage points without their name.

    >>> signed(0.2507), signed(-0.012), signed(0)
    ('+25.1', '−1.2', '0')
    """
    return decimal(100 * number, 1, signed=True) if number else count(0)


def quantity(number: float, unit: str) -> str:
    """Return a number in the unit of a measure.

    >>> quantity(71.333, "child per mobile_group"), quantity(2.5, "case per person")
    ('71.33 children per mobile group', '2.5 cases per person')
    """
    if unit == "share":
        return share(number)
    if unit == "points":
        return points(number)
    over, per, under = unit.partition(" per ")
    if not per:
        return Quantity(counted(_rounded(number), unit), number, unit)
    one, many = UNITS[over]
    amount = _n(one, many, number, number=_bare(number, unit))
    words = _("{amount} per {unit}", amount=amount, unit=unit_named(under, 1))
    return Quantity(words, number, unit)


def _rounded(number: float) -> float:
    return round(number) if number >= _WHOLE else number


def _bare(number: float, unit: str) -> str:
    """Return a number as it stands before its unit."""
    if " per " not in unit:
        return counted(_rounded(number), "")
    return count(number) if number >= _WHOLE else _short(number)


def _short(number: float) -> str:
    """Return a number with two decimals at most, and none that says nothing."""
    places = next(n for n in range(3) if n == 2 or round(number, n) == round(number, 2))
    return decimal(number, places)


def measured(measure: Measure) -> str:
    """Return the number of a measure, or its bounds where there is no number."""
    if measure.value is not None:
        return quantity(measure.value, measure.unit)
    return span(measure)


def span(measure: Measure) -> str:
    """Return what lies between the ends of a measure; nothing for an exact one."""
    low, high, unit = measure.lower, measure.upper, measure.unit
    if measure.span == "exact":
        return _("exact")
    if isinf(high):
        return _(_AT_LEAST, amount=quantity(low, unit))
    if unit == "points":
        return points_range(low, high)
    if unit == "share":
        return _("{low} to {high}", low=share(low), high=share(high))
    if not low:
        return _("at most {amount}", amount=quantity(high, unit))
    return _("{low} to {high}", low=_bare(low, unit), high=quantity(high, unit))


def either(measure: Measure) -> str:
    """Return a measure's number, or its bounds."""
    return span(measure) if measure.value is None else measured(measure)


def uses(found: Overlap) -> str:
    """Return how often services were used, at least where a count is a least one."""
    least, most = found.uses
    if isinf(most):
        return _(_AT_LEAST, amount=counted(least, found.any.unit))
    return counted(most, found.any.unit)


def share_range(low: float, high: float) -> str:
    """Return a range of shares, nought where it ends below it.

    >>> share_range(0.1, 0.2), share_range(-0.1, -0.05), share_range(0.5, 0.5)
    ('10.0% to 20.0%', 'none', '50.0%')
    """
    if high < 0:
        return _c("share", "none")
    ends = share(max(0.0, low)), share(high)
    return ends[0] if ends[0] == ends[1] else _("{low} to {high}", low=ends[0], high=ends[1])


def rough(measure: Measure) -> str:
    """Return bounds that a rounded number implies, with no more digits than it carries.

    Two digits, because what it is made of has one or two.
    """
    low, high = (float(f"{end:.2g}") for end in (measure.lower, measure.upper))
    return _("{low} to {high}", low=count(low), high=quantity(high, measure.unit))


def reasons(refusal: Refusal) -> str:
    """Return why a comparison is refused, in words."""
    words = {"cost": COST_MISMATCHES, "trend": TREND_MISMATCHES}.get(refusal.kind, MISMATCHES)
    return "; ".join(_reason(words[fault.key], fault) for fault in refusal.mismatches)


def _reason(message: str, fault: Mismatch) -> str:
    """Return a message with the sides that it names, each in words."""
    sides = {"left": fault.left, "right": fault.right}
    return _(
        message,
        **{
            name: _side(fault.key, side) for name, side in sides.items() if f"{{{name}}}" in message
        },
    )


def _side(key: str, side: str) -> str:
    """Return a side of a mismatch in words; ids, and names from the tables, as they are."""
    if key == "breakdown":
        return "; ".join(_(BREAKDOWNS[part]) for part in side.split("; "))
    if key == "exceeds":
        return _short(float(side))
    if key == "kind":
        return listing([_(KINDS[kind]) for kind in side.split(_AND)])
    if key == "mixed_money":
        return listing([_(FIGURE_KINDS[kind]) for kind in side.split(_AND)])
    if key in ("unit", "currency", "not_persons"):
        return listing([unit_named(unit, 1) for unit in side.split(_AND)])
    if key in ("cohort", "period", "order", "provisional"):
        return _("not stated") if side == "not stated" else listing(side.split(_AND))
    return side


def figures_linked(figure_ids: tuple[str, ...]) -> Piece:
    """Return links to the rows of figures, and to no row for activities of the plan."""
    links: list[str | Link] = []
    for figure_id in figure_ids:
        links += [", "] if links else []
        known = not figure_id.startswith("ap")
        links.append(Link(figure_id, f"figure-row-{figure_id}") if known else figure_id)
    return tuple(links) or _c("figures", "none")


def read_as(figure: Any) -> str:
    """Return a figure as it is read: its qualifier, number and unit, or its date."""
    if figure.qualifier == WITHHELD:
        return _("withheld")
    if pd.isna(figure.value):
        return str(figure.date)
    amount: str = counted(float(figure.value), figure.unit)
    if figure.qualifier != "exact":
        amount = _(QUALIFIED[figure.qualifier], amount=amount)
    if figure.observation_status == "provisional":
        return _("{amount} (interim)", amount=amount)
    return amount
