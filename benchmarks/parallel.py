"""Twelve reports: ploomber with its parallel executor, beside ours; two processes each."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks import peers, twelve
from benchmarks.results import Row
from benchmarks.timing import in_turn, seconds

PEER, OURS = "ploomber", "ours"


def measure(rounds: int, scratch: Path) -> Row:
    """Return how many times as fast ours is."""
    copy = twelve.checked_copy(scratch)
    command = [peers.program("python"), str(Path(__file__).with_name("ploomber_pipeline.py"))]

    def ours() -> float:
        copy.forget()
        return seconds(copy.make_twelve)

    def theirs() -> float:
        made = twelve.empty(scratch / "made")
        work = [
            (one.name, str(copy.project / "notebooks" / one.notebook), dict(one.values))
            for one in twelve.reports()
        ]
        words = [*command, str(made), json.dumps(work)]
        spent = seconds(lambda: twelve.run(words, made, copy.surroundings))
        twelve.hold_to_twelve(made)
        return spent

    times = in_turn({PEER: theirs, OURS: ours}, rounds)
    return Row(
        "parallel",
        "the same 12 reports: ploomber's parallel executor / ours, 2 processes each",
        "≥ 3×",
        f"{times.ratio(PEER, OURS):.1f}×",
        times.ratio(PEER, OURS) >= 3,
        rounds,
        {**times.seconds, "ratios": times.ratios(PEER, OURS)},
    )
