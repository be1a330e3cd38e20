"""A run with nothing to do, Python's start included, beside the full run before it."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks import twelve
from benchmarks.results import Row
from benchmarks.timing import in_turn, seconds

FULL, NOTHING = "full run", "nothing to do"


def measure(rounds: int, scratch: Path) -> Row:
    """Return what a second run takes where nothing has changed since the first."""
    copy = twelve.checked_copy(scratch)

    def full() -> float:
        shutil.rmtree(copy.project / "outputs")
        return seconds(lambda: copy.analysis("run"))

    def nothing() -> float:
        before = sorted((copy.project / "outputs" / "runs").iterdir())
        spent = seconds(lambda: copy.analysis("run"))
        if sorted((copy.project / "outputs" / "runs").iterdir()) != before:
            raise AssertionError("a run was made where nothing had changed")
        return spent

    full()
    times = in_turn({FULL: full, NOTHING: nothing}, rounds)
    spent, ratio = times.median(NOTHING), times.ratio(FULL, NOTHING)
    return Row(
        "unchanged",
        "a run with nothing to do, Python start included",
        "≤ 1.0 s and ≤ 1/50 of the full run",
        f"{spent:.2f} s, 1/{ratio:.0f}",
        spent <= 1 and ratio >= 50,
        rounds,
        {**times.seconds, "ratios": times.ratios(FULL, NOTHING)},
    )
