"""Timing: several things in turn, on the same machine at the same time of day.

A machine is busier in one minute than in the next. What is compared therefore runs in turn, first
one first and then the other, and ratios are taken round by round.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Times:
    """The seconds that each of several things took, round by round."""

    seconds: Mapping[str, tuple[float, ...]]

    def median(self, name: str) -> float:
        """Return the median of the seconds that one of them took."""
        return statistics.median(self.seconds[name])

    def ratios(self, slow: str, fast: str) -> tuple[float, ...]:
        """Return how many times as long one took as the other, round by round."""
        pairs = zip(self.seconds[slow], self.seconds[fast], strict=True)
        return tuple(one / other for one, other in pairs)

    def ratio(self, slow: str, fast: str) -> float:
        """Return the median of the ratios."""
        return statistics.median(self.ratios(slow, fast))


def seconds(call: Callable[[], object]) -> float:
    """Return how long a call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def processor_seconds(call: Callable[[], object]) -> float:
    """Return how long a processor works at a call, whatever else the machine does."""
    began = time.process_time()
    call()
    return time.process_time() - began


def in_turn(
    timed: Mapping[str, Callable[[], float]], rounds: int, say: Callable[[str], None] = print
) -> Times:
    """Return the seconds that things take which measure themselves, the order turned each round.

    >>> in_turn({"a": lambda: 6.0, "b": lambda: 2.0}, 3, lambda _: None).ratio("a", "b")
    3.0
    """
    found: dict[str, list[float]] = {name: [] for name in timed}
    for number in range(rounds):
        for name in list(timed) if number % 2 == 0 else list(reversed(timed)):
            found[name].append(timed[name]())
            say(f"  round {number + 1} of {rounds}: {name}: {found[name][-1]:.2f} s")
    return Times({name: tuple(times) for name, times in found.items()})
