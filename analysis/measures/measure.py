"""A measure of a programme, or the refusal of one: frozen records that say what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis.measures.methods import METHODS, Method

Span = Literal["exact", "interval", "bounds"]
"""What lies between lower and upper: nothing, variation of a full count, or the unknown."""


@dataclass(frozen=True)
class Subject:
    """What an analysis is about: its id, its title, and what it speaks of."""

    analysis_id: str
    title: str
    stage: str = "output"
    subject: str = ""
    figure_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """A number with its interval or bounds, method, figures and assumptions.

    ``value`` is None where the evidence allows bounds only; ``upper`` may be infinite.
    Shares lie between 0 and 1; ``unit`` is then ``share``. ``assumptions`` are keys whose
    words the display has. ``override`` is the reason why a mismatch was accepted.
    """

    about: Subject
    kind: str
    value: float | None
    lower: float
    upper: float
    span: Span
    unit: str
    method_key: str
    assumptions: tuple[str, ...] = ()
    numerator: float | None = None
    denominator: float | None = None
    override: str = ""

    @property
    def method(self) -> Method:
        """The method with its reference."""
        return METHODS[self.method_key]


@dataclass(frozen=True)
class Mismatch:
    """Why a comparison is refused: the kind of fault, and the two sides that part there."""

    key: str
    left: str = ""
    right: str = ""


@dataclass(frozen=True)
class Refusal:
    """A comparison that is not made, and every reason why."""

    about: Subject
    kind: str
    mismatches: tuple[Mismatch, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The kinds of mismatch, in the order found."""
        return tuple(mismatch.key for mismatch in self.mismatches)
