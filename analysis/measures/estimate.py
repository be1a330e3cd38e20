"""An estimate: a number with its bounds, its method, and the ids it is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """A derived number, or an interval where the evidence allows no number.

    ``value`` is None where only bounds can be given. ``unit`` is percent, GEL, points or
    a counted noun. ``sources`` are ids of figures, links, indicators or activities.
    """

    value_id: str
    name: str
    value: float | None
    lower: float
    upper: float
    unit: str
    numerator: float | None
    denominator: float | None
    method: str
    sources: tuple[str, ...] = ()

    @property
    def width(self) -> float:
        """How far the bounds lie apart, in the unit."""
        return self.upper - self.lower


def exact(
    value_id: str,
    name: str,
    value: float,
    unit: str,
    method: str,
    sources: tuple[str, ...] = (),
    *,
    numerator: float | None = None,
    denominator: float | None = None,
) -> Estimate:
    """Return an estimate whose bounds are its value: a full count."""
    return Estimate(
        value_id, name, value, value, value, unit, numerator, denominator, method, sources
    )


def share(
    value_id: str, name: str, part: int, whole: int, method: str, sources: tuple[str, ...] = ()
) -> Estimate:
    """Return a percentage of a full count; of nothing it is 0."""
    value = 100 * part / whole if whole else 0.0
    return exact(
        value_id, name, value, "percent", method, sources, numerator=part, denominator=whole
    )
