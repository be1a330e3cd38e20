"""Run the benchmarks, all or those named; print the table, keep each row as JSON.

Run: python -m benchmarks [ROW ...] [--rounds N]
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.results import ROWS, Row, table, write


def main(words: Sequence[str] | None = None) -> int:
    """Measure row by row; the exit code is 1 if one is not reached."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of {', '.join(ROWS)}")
    parser.add_argument("--rounds", type=int, default=5, help="of which medians are taken")
    asked = parser.parse_args(words)
    unknown = set(asked.rows) - set(ROWS)
    if unknown or asked.rounds < 1:
        parser.error(f"no such row: {', '.join(sorted(unknown))}" if unknown else "--rounds: 1 up")
    found = [_measured(name, asked.rounds) for name in asked.rows or ROWS]
    print(table(found))
    return 0 if all(row.reached for row in found) else 1


def _measured(name: str, rounds: int) -> Row:
    print(f"{name}:", flush=True)
    module = importlib.import_module(f"benchmarks.{name}")
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        row: Row = module.measure(rounds, Path(folder))
    write(row)
    return row


if __name__ == "__main__":
    sys.exit(main())
