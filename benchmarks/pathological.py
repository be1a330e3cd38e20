"""Cells made to be slow to read: how time grows with their length.

Each shape is repeated to cells of 10^3 to 10^6 characters. Three things read them: the notation,
reader by reader; the extraction of an action plan that has the cell in one of the columns whose
cells are taken apart, column by column; and the reading of a raw table, which refuses a cell of
more than 2,000 characters by name. The slope of the logarithms is 1 where time grows with length,
and 2 where it is quadratic. Each time is the least of the rounds, without collection of garbage, as
timeit has it: what is beside the work only adds.

Run: python -m benchmarks pathological
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from analysis.cleaning import notation
from analysis.errors import AnalysisError
from analysis.source.extraction import extract
from analysis.source.manifest import SourceDocument
from analysis.source.plan_rows import COLUMNS
from analysis.source.raw_files import read_raw_table
from benchmarks.cleaning_scale import fit
from benchmarks.results import Row
from benchmarks.timing import processor_seconds

SIZES = (1_000, 10_000, 100_000, 1_000_000)
MOST_SLOPE = 1.2
LEAST_SECONDS = 0.001
"""Less than this is noise, and no point of a line."""

SHAPES = {
    "digits and points": "1.",
    "digits and spaces": "1 ",
    "groups of three": "111 ",
    "open brackets": "(1",
    "nested brackets": "(()",
    "spaces": " ",
    "no-break spaces": "\u00a0",
    "empty lines": "\n",
    "lines of spaces": " \n",
    "list numbers": "1)\n",
    "quotes": '"',
    "dots": ".",
    "dashes": "1-",
    "dates": "12.2019 ",
    "months": "იანვარი ",
    "number words": "ოცდახუთი ",
    "targets": "(1) 1-მდე ",
    "alternatives": " ან ",
    "amounts": "1 ლარი ",
}
"""What is repeated, by a name for people."""

PLAN = SourceDocument("plan", "p", "plan.txt", "Plan", "Nobody", "ka", "table", "0" * 64, 0)
TAKEN_APART = ("indicators", "deadline", "state_budget", "risk")
READERS = (
    notation.read_number,
    notation.read_quantity,
    notation.read_target,
    notation.read_deadline,
    notation.read_date,
    notation.read_number_word,
)


def cell(shape: str, size: int) -> str:
    """Return a cell of so many characters.

    >>> cell("dates", 10)
    '12.2019 12'
    """
    unit = SHAPES[shape]
    return (unit * (size // len(unit) + 1))[:size]


def read_notation(text: str) -> None:
    """Read a cell by every rule of notation, or have it refused."""
    for read in READERS:
        with suppress(AnalysisError):
            read(text)


def read_plan(text: str) -> None:
    """Extract a plan whose row has the cell in a column, once for each that is taken apart."""
    for column in TAKEN_APART:
        cells = ["1. x", "1.1. x", *(text if name == column else "x" for name in COLUMNS)]
        plan = "I თავი: x\nა. x\n" + "".join(f"\t{one}\n" for one in cells)
        with suppress(AnalysisError):
            extract(PLAN, plan.split("\n"))


def read_table(text: str, folder: Path) -> None:
    """Read a raw table with the cell, or have it refused."""
    quoted = text.replace('"', '""')
    (folder / "t.csv").write_text(f'a,b\n1,"{quoted}"\n', encoding="utf-8", newline="")
    with suppress(AnalysisError):
        read_raw_table(folder / "t.csv", "t.csv", ("a", "b"), ("a",))


def measure(rounds: int, scratch: Path) -> Row:
    """Return the steepest slope of any shape and reader."""
    readers: dict[str, Callable[[str], None]] = {
        "notation": read_notation,
        "extraction": read_plan,
        "raw table": lambda text: read_table(text, scratch),
    }
    found = {
        f"{reader}: {shape}": grown(read, shape, rounds)
        for reader, read in readers.items()
        for shape in SHAPES
    }
    slopes = {name: slope(times) for name, times in found.items()}
    steepest = max(slopes, key=slopes.__getitem__)
    longest = max(found, key=lambda name: found[name][SIZES[-1]])
    return Row(
        "pathological",
        f"cells made to be slow, {SIZES[0]:,} … {SIZES[-1]:,} characters",
        f"linear (slope ≤ {MOST_SLOPE})",
        f"slope {slopes[steepest]:.2f} at most ({steepest}); "
        f"{found[longest][SIZES[-1]]:.1f} s at most ({longest})",
        slopes[steepest] <= MOST_SLOPE,
        rounds,
        {
            "slopes": slopes,
            **{name: [times[size] for size in SIZES] for name, times in found.items()},
        },
    )


def grown(read: Callable[[str], None], shape: str, rounds: int) -> dict[int, float]:
    """Return the least seconds of a processor for each size."""
    times: dict[int, float] = {}
    for size in SIZES:
        text = cell(shape, size)
        gc.collect()
        gc.disable()
        try:
            times[size] = min(
                processor_seconds(lambda text=text: read(text)) for _ in range(rounds)
            )
        finally:
            gc.enable()
    print(f"  {shape}: {', '.join(f'{one:.4f} s' for one in times.values())}", flush=True)
    return times


def slope(times: dict[int, float]) -> float:
    """Return the slope through the sizes that took long enough; 0 where nothing did.

    >>> slope({1_000: 0.001, 10_000: 0.01, 100_000: 0.1, 1_000_000: 1.0})
    1.0
    >>> slope({1_000: 0.00001, 10_000: 0.00001, 100_000: 0.00001, 1_000_000: 0.001})
    0.0
    """
    points = {size: spent for size, spent in times.items() if spent >= LEAST_SECONDS}
    return fit(points).slope if len(points) > 1 else 0.0
