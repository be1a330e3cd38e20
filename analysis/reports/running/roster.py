"""The roster: which worker makes what next, and what becomes of the work of one that is lost.

It decides only. A worker has as many pieces at a time as it has threads, and one more waiting,
so that it never idles while results are fetched. What was with a lost worker may have killed it:
each such piece is made again with no other piece beside it, so that the next loss blames nobody
else.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field

ATTEMPTS = 3
"""How many workers may be lost with a piece of work before it is given up."""


@dataclass
class _Hand:
    """A worker: how many pieces it makes at a time, and those it has."""

    slots: int
    has: list[int] = field(default_factory=list)
    alone: bool = False
    """Whether what it has is to have no other piece beside it."""


class Roster:
    """Pieces of work by number, and the workers that have them."""

    def __init__(self, pieces: int):
        self.unfinished = set(range(pieces))
        self._fresh = deque(range(pieces))
        self._suspects: deque[int] = deque()
        self._losses: Counter[int] = Counter()
        self._hands: dict[str, _Hand] = {}

    @property
    def workers(self) -> frozenset[str]:
        return frozenset(self._hands)

    def at(self, worker: str) -> tuple[int, ...]:
        """Return the pieces that a worker has."""
        return tuple(self._hands[worker].has) if worker in self._hands else ()

    def join(self, worker: str, slots: int) -> None:
        """Count on a worker."""
        self._hands[worker] = _Hand(max(1, slots))

    def leave(self, worker: str) -> list[int]:
        """Count no longer on a worker; return the pieces that are given up for it."""
        hand = self._hands.pop(worker, None)
        return [number for number in (hand.has if hand else ()) if self._blame(number)]

    def lose(self, number: int) -> bool:
        """Take a piece back whose worker was lost; return whether it is given up."""
        self._take(number)
        return self._blame(number)

    def give_back(self, number: int) -> None:
        """Take a piece back that is not to blame for it."""
        self._take(number)
        self._fresh.appendleft(number)

    def finish(self, number: int) -> None:
        """Note that a piece is made."""
        self._take(number)
        self.unfinished.discard(number)

    def hand_out(self) -> list[tuple[int, str]]:
        """Return what is to be given to whom now; it counts as given."""
        given = []
        kept_free: list[str] = []
        for _ in range(len(self._suspects)):
            worker = self._least_busy(kept_free)
            if worker is None:
                break
            kept_free.append(worker)
            if not self._hands[worker].has:
                given.append(self._give(self._suspects.popleft(), worker, alone=True))
        while self._fresh:
            worker = self._least_busy(kept_free)
            if worker is None or len(self._hands[worker].has) >= self._room(worker):
                break
            given.append(self._give(self._fresh.popleft(), worker, alone=False))
        return given

    def _room(self, worker: str) -> int:
        """Return how many pieces a worker may have; none waits at the end, when others idle."""
        many = len(self._fresh) > sum(hand.slots for hand in self._hands.values())
        return self._hands[worker].slots + (1 if many else 0)

    def _least_busy(self, but: list[str]) -> str | None:
        free = [
            (len(hand.has) / hand.slots, worker)
            for worker, hand in self._hands.items()
            if worker not in but and not hand.alone
        ]
        return min(free)[1] if free else None

    def _give(self, number: int, worker: str, *, alone: bool) -> tuple[int, str]:
        self._hands[worker].has.append(number)
        self._hands[worker].alone = alone
        return number, worker

    def _take(self, number: int) -> None:
        for hand in self._hands.values():
            if number in hand.has:
                hand.has.remove(number)
                hand.alone = hand.alone and bool(hand.has)

    def _blame(self, number: int) -> bool:
        self._losses[number] += 1
        if self._losses[number] < ATTEMPTS:
            self._suspects.append(number)
            return False
        self.unfinished.discard(number)
        return True
