"""What the second route found: numbers by kind and key, refusals, and what it could not follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, ParamSpec

from analysis.recount.rows import ids

Number = Fraction | float | int
P = ParamSpec("P")


@dataclass(frozen=True)
class Span:
    """A number between its ends; ``value`` is None where there are only the ends."""

    value: Number | None
    lower: Number
    upper: Number


class RefusedError(ValueError):
    """A comparison that must not be made, by the rules of the method note."""


@dataclass(frozen=True)
class Recounted:
    """One number of the second route, or why there is none.

    ``outcome`` is ``number``, ``refused``, ``failed`` or ``withheld``; ``reason`` says why there
    is no number. ``figure_ids`` are the figures that were asked for.
    """

    kind: str
    key: str
    outcome: str
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    reason: str = ""
    figure_ids: tuple[str, ...] = ()

    def record(self) -> dict[str, str | float]:
        """Return what is kept of it, without the reason: it may hold a printed token."""
        kept: dict[str, str | float | None] = {
            "kind": self.kind,
            "key": self.key,
            "outcome": "" if self.outcome == "number" else self.outcome,
            "value": self.value,
            "lower": None if self.lower == self.value else self.lower,
            "upper": None if self.upper == self.value else self.upper,
            "figure_ids": ";".join(self.figure_ids),
        }
        return {name: part for name, part in kept.items() if part is not None and part != ""}

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Recounted:
        """Return the number that a record keeps."""
        value = record.get("value")
        return cls(
            record["kind"],
            record["key"],
            record.get("outcome", "number"),
            value,
            record.get("lower", value),
            record.get("upper", value),
            figure_ids=ids(record.get("figure_ids", "")),
        )


Parts = dict[str, Span]
"""Several numbers of one comparison, by name; the name of a single one is empty."""


def one(number: Number) -> Span:
    """Return a number that is known exactly."""
    return Span(number, number, number)


def gathered(
    used: set[str],
    kind: str,
    key: str,
    compute: Callable[P, Parts | Span],
    *given: P.args,
    **named: P.kwargs,
) -> Iterator[Recounted]:
    """Compute and yield the numbers of one key; what cannot be computed is a row with its reason.

    The clean tables may hold what this route does not know: it must then say so, and never stop
    a check.

    Parameters
    ----------
    used : where the raw rows note which figures they are asked for.
    """
    used.clear()
    try:
        found = compute(*given, **named)
        parts = {"": found} if isinstance(found, Span) else found
        rows = [_row(kind, f"{key}/{name}" if name else key, part) for name, part in parts.items()]
    except RefusedError as refusal:
        rows = [Recounted(kind, key, "refused", reason=str(refusal))]
    except Exception as error:
        rows = [failed(kind, key, error)]
    yield from (replace(row, figure_ids=tuple(sorted(used))) for row in rows)


def failed(kind: str, key: str, error: Exception) -> Recounted:
    """Return the row that says what stopped this route."""
    return Recounted(kind, key, "failed", reason=f"{type(error).__name__}: {error}")


def _row(kind: str, key: str, part: Span) -> Recounted:
    value = None if part.value is None else float(part.value)
    return Recounted(kind, key, "number", value, float(part.lower), float(part.upper))
