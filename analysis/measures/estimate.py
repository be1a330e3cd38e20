"""An estimate: a number with its bounds, its method, and the ids it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Facts = Mapping[str, str | float | tuple[str, ...]]
"""What the words about an estimate depend on, by name."""


@dataclass(frozen=True)
class Estimate:
    """A derived number, or an interval where the evidence allows no number.

    ``value`` is None where only bounds can be given. ``unit`` is percent, GEL, points or
    a counted noun. ``sources`` are ids of figures, links, indicators or activities. What the
    estimate is and how it is made is said elsewhere, by ``value_id`` and with the ``facts``.
    """

    value_id: str
    value: float | None
    lower: float
    upper: float
    unit: str
    numerator: float | None
    denominator: float | None
    sources: tuple[str, ...] = ()
    facts: Facts = field(default_factory=dict)

    @property
    def width(self) -> float:
        """How far the bounds lie apart, in the unit."""
        return self.upper - self.lower


def exact(
    value_id: str,
    value: float,
    unit: str,
    sources: tuple[str, ...] = (),
    *,
    numerator: float | None = None,
    denominator: float | None = None,
    facts: Facts | None = None,
) -> Estimate:
    """Return an estimate whose bounds are its value: a full count."""
    return Estimate(
        value_id, value, value, value, unit, numerator, denominator, sources, facts or {}
    )


def share(
    value_id: str,
    part: int,
    whole: int,
    sources: tuple[str, ...] = (),
    *,
    facts: Facts | None = None,
) -> Estimate:
    """Return a percentage of a full count; of nothing it is 0."""
    value = 100 * part / whole if whole else 0.0
    return exact(
        value_id, value, "percent", sources, numerator=part, denominator=whole, facts=facts
    )
