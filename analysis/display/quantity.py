"""A number as it is shown, that has not forgotten its value and unit."""

from __future__ import annotations

SHARE = "share"
"""The unit of a percentage, whose value is a share from 0 to 1."""

POINTS = "points"
"""The unit of a difference of percentages, and of points of a score."""


class Quantity(str):
    """The words of a number, with its value before it was rounded and the code of its unit.

    It is a string wherever one is wanted. As soon as it stands among other words, what they
    make is a string and no more, so that only a cell that holds a number alone is one.

    >>> shown = Quantity("40%", 0.404, SHARE)
    >>> shown, shown.value, type(shown + " of them").__name__
    ('40%', 0.404, 'str')
    """

    __slots__ = ("unit", "value")

    value: float
    unit: str

    def __new__(cls, text: str, value: float, unit: str = "") -> Quantity:
        """Return the words with their value; the unit is empty for a bare number."""
        made = super().__new__(cls, text)
        made.value = int(value) if value == int(value) else float(value)
        made.unit = unit
        return made

    def __getnewargs__(self) -> tuple[str, float, str]:  # type: ignore[override]
        """Return what makes it again, for a copy."""
        return str(self), self.value, self.unit
