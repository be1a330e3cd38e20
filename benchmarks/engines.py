"""Twelve notebooks in one process, one after another: papermill's engine beside the warm one.

Both in our environment, and executed only, without pages. The warm engine pays for the start of
its parent within what is timed.

Run by itself, as the process that is timed: python -m benchmarks.engines ENGINE FOLDER PROJECT
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import twelve
from benchmarks.results import Row
from benchmarks.timing import in_turn, seconds

PEER, OURS = "nbclient", "warm"


def measure(rounds: int, scratch: Path) -> Row:
    """Return how many times as fast the warm engine is."""
    copy = twelve.checked_copy(scratch)

    def spent(engine: str) -> float:
        made = twelve.empty(scratch / "made")
        words = [sys.executable, "-m", __name__, engine, str(made), str(copy.project)]
        said = twelve.run(words, twelve.ROOT, copy.surroundings)
        return float(said.split()[-1])

    times = in_turn(
        {engine: lambda engine=engine: spent(engine) for engine in (PEER, OURS)}, rounds
    )
    return Row(
        "engines",
        "the same in one process, one worker: papermill's default engine / the warm engine",
        "≥ 3×",
        f"{times.ratio(PEER, OURS):.1f}×",
        times.ratio(PEER, OURS) >= 3,
        rounds,
        {**times.seconds, "ratios": times.ratios(PEER, OURS)},
    )


def execute_all(engine: str, folder: Path, project: Path) -> None:
    """Execute the twelve notebooks with an engine of papermill."""
    import papermill

    for one in twelve.reports():
        papermill.execute_notebook(
            str(project / "notebooks" / one.notebook),
            str(folder / f"{one.name}.ipynb"),
            parameters=dict(one.values),
            cwd=str(folder),
            kernel_name="python3",
            engine_name=engine,
            progress_bar=False,
        )


if __name__ == "__main__":
    import papermill  # noqa: F401 - its import is the same for both, and not what is timed.

    name, made, where = sys.argv[1:]
    print(seconds(lambda: execute_all(name, Path(made), Path(where))))
