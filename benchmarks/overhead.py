"""What the warm engine adds to the cells' own CPU time: fork, pipes, papermill, saving.

The cells' own time is the kernel's CPU time between the beginning and the end of each cell, as
IPython tells of them; the rest is overhead. Wall time less this is held to the promise; in the
results CPU time less this is beside it, which other processes of the machine disturb less.

Run by itself, as the process that is timed: python -m benchmarks.overhead FOLDER PROJECT
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import statistics
import struct
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks import twelve
from benchmarks.results import Row

LIMIT = 0.25


def measure(rounds: int, scratch: Path) -> Row:
    """Return the overhead in seconds a report."""
    copy = twelve.checked_copy(scratch)
    found: list[dict[str, list[float]]] = []
    for number in range(rounds):
        words = [sys.executable, "-m", __name__, str(twelve.empty(scratch / "made"))]
        said = twelve.run([*words, str(copy.project)], twelve.ROOT, copy.surroundings)
        found.append(json.loads(said.splitlines()[-1]))
        print(f"  round {number + 1} of {rounds}: {_mean(found[-1]['wall']):.3f} s a report")
    wall = statistics.median(_mean(one["wall"]) for one in found)
    return Row(
        "overhead",
        "overhead of our engine over the cells' own CPU time",
        f"≤ {LIMIT} s a report",
        f"{wall:.2f} s",
        wall <= LIMIT,
        rounds,
        {name: [_mean(one[name]) for one in found] for name in found[0]},
    )


def _mean(numbers: list[float]) -> float:
    return statistics.fmean(numbers)


def _measure_all(pipe: Connection, folder: Path, project: Path) -> None:
    """Execute the twelve in this process, which began warm, and send what each took."""
    import papermill

    from analysis.reports import forked

    reading, writing = os.pipe()
    make_kernel = forked._kernel

    def listened(iopub: Connection, most: int) -> tuple[Any, Any]:
        kernel, client = make_kernel(iopub, most)
        _listen(kernel.shell.events, writing)
        return kernel, client

    forked._kernel = listened
    found: dict[str, list[float]] = {"wall": [], "cpu": [], "cells": []}
    for one in twelve.reports():
        began, cpu = time.perf_counter(), _cpu()
        papermill.execute_notebook(
            str(project / "notebooks" / one.notebook),
            str(folder / f"{one.name}.ipynb"),
            parameters=dict(one.values),
            cwd=str(folder),
            kernel_name="python3",
            engine_name="warm",
            progress_bar=False,
        )
        wall, cpu = time.perf_counter() - began, _cpu() - cpu
        cells = sum(number for (number,) in struct.iter_unpack("d", os.read(reading, 65536)))
        found["wall"].append(wall - cells)
        found["cpu"].append(cpu - cells)
        found["cells"].append(cells)
    pipe.send(found)


def _listen(events: Any, writing: int) -> None:
    """Write the CPU time of each cell when it has ended."""
    begun = [0.0]

    def begin(*_: Any) -> None:
        begun[0] = time.process_time()

    def end(*_: Any) -> None:
        os.write(writing, struct.pack("d", time.process_time() - begun[0]))

    events.register("pre_run_cell", begin)
    events.register("post_run_cell", end)


def _cpu() -> float:
    """Return the CPU seconds of this process and of those it has seen end."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def main() -> None:
    """Start a warm process, and print as JSON what it measured."""
    from analysis.reports.warm import fixed_environment, warm_context

    ours, theirs = multiprocessing.Pipe(duplex=False)
    context: Any = warm_context()
    folder, project = map(Path, sys.argv[1:])
    process = context.Process(target=_measure_all, args=(theirs, folder, project))
    with fixed_environment():
        process.start()
    theirs.close()
    print(json.dumps(ours.recv()))
    process.join()


if __name__ == "__main__":
    main()
