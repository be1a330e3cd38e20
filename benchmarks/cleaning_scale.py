"""Cleaning and checking of deliveries of 10^3 to 10^6 figure rows.

What runs is ``analysis check`` as it stands, one process a measurement, sizes in turn. Time is the
parent's, peak memory what the system says of the child. Start-up is the same
command on the real rows alone: the slope is that of the wall time less start-up. For a few thousand
rows there is nothing left then but noise, so that the line is drawn through the sizes that took
longer than start-up in every round; the results name them.

Run: python -m benchmarks cleaning_scale
"""

from __future__ import annotations

import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.results import Row
from benchmarks.scaled import make_project, read_originals
from benchmarks.twelve import ROOT

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)

LEAST_R_SQUARED, MOST_SLOPE, MOST_SECONDS, MOST_GIB = 0.99, 1.1, 60.0, 3.0


@dataclass(frozen=True)
class Measured:
    """One process: seconds by the wall, GiB at the peak."""

    wall: float
    gib: float


@dataclass(frozen=True)
class Fit:
    """A straight line through logarithms: time grows as rows to the power of ``slope``."""

    slope: float
    r_squared: float

    def __str__(self) -> str:
        return f"slope {self.slope:.2f}, R² {self.r_squared:.4f}"


def measure(rounds: int, scratch: Path) -> Row:
    """Return how time and memory grow, and what the largest size takes."""
    start = len(read_originals(ROOT / "data" / "raw"))
    found: dict[int, list[Measured]] = {rows: [] for rows in (start, *SIZES)}
    for rows in found:
        make_project(scratch / str(rows), rows)
    for number in range(rounds):
        for rows, seen in found.items():
            seen.append(_checked(scratch / str(rows)))
            print(f"  round {number + 1} of {rounds}: {rows:,} rows: {seen[-1].wall:.1f} s")
    wall, gib = (_medians(found, name) for name in ("wall", "gib"))
    beyond = beyond_start(
        [one.wall for one in found[start]],
        {rows: [one.wall for one in found[rows]] for rows in SIZES},
    )
    line = fit(beyond)
    most = SIZES[-1]
    return Row(
        "cleaning_scale",
        f"cleaning and checking {SIZES[0]:,} … {most:,} figure rows",
        f"linear (R² ≥ {LEAST_R_SQUARED}, slope ≤ {MOST_SLOPE}), the last in ≤ "
        f"{MOST_SECONDS:g} s and ≤ {MOST_GIB:g} GiB",
        f"{line}; {wall[most]:.1f} s, {gib[most]:.2f} GiB",
        line.r_squared >= LEAST_R_SQUARED
        and line.slope <= MOST_SLOPE
        and wall[most] <= MOST_SECONDS
        and gib[most] <= MOST_GIB,
        rounds,
        {
            **{f"{rows} rows": [one.wall for one in seen] for rows, seen in found.items()},
            "sizes that the line goes through": list(beyond),
            "slope of the whole": fit({rows: wall[rows] for rows in SIZES}).slope,
        },
        [
            _curve("time of a check beyond start-up", "s", beyond),
            _curve("memory of a check", "GiB", gib, gib[start]),
        ],
    )


def beyond_start(
    start: Sequence[float], seconds: Mapping[int, Sequence[float]]
) -> dict[int, float]:
    """Return by size the median of what was taken beyond start-up, where every round took more.

    >>> beyond_start([8.0, 8.5, 9.0], {1_000: [8.7, 8.4, 9.5], 100_000: [12.0, 13.0, 13.0]})
    {100000: 4.0}
    """
    apart = {
        rows: [one - least for one, least in zip(seen, start, strict=True)]
        for rows, seen in seconds.items()
    }
    return {rows: statistics.median(seen) for rows, seen in apart.items() if min(seen) > 0}


def fit(points: Mapping[int, float]) -> Fit:
    """Return the line through the logarithms of rows and seconds, by least squares.

    >>> fit({10: 2.0, 100: 20.0, 1000: 200.0})
    Fit(slope=1.0, r_squared=1.0)
    """
    xs = [math.log10(rows) for rows in points]
    ys = [math.log10(seconds) for seconds in points.values()]
    slope = statistics.linear_regression(xs, ys).slope
    return Fit(round(slope, 6), round(statistics.correlation(xs, ys) ** 2, 6))


def _checked(project: Path) -> Measured:
    """Run the command on a project in a process of its own, and return what it took."""
    words = [sys.executable, "-m", "analysis", "--project", str(project), "check"]
    for made in ("data/clean", "outputs"):
        shutil.rmtree(project / made, ignore_errors=True)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(words, stdout=said, stderr=said, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(said.read().decode("utf-8")[:5_000])
    return Measured(wall, usage.ru_maxrss / 2**20)


def _medians(found: Mapping[int, Sequence[Measured]], name: str) -> dict[int, float]:
    return {
        rows: statistics.median(getattr(one, name) for one in seen) for rows, seen in found.items()
    }


def _curve(
    name: str, unit: str, medians: Mapping[int, float], start: float = 0.0
) -> dict[str, Any]:
    """Return what grows, and what of it the start alone takes."""
    return {
        "start": start,
        "name": name,
        "x": list(medians),
        "y": list(medians.values()),
        "x words": "figure rows",
        "y words": unit,
    }
