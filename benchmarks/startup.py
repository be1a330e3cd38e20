"""How long the command takes to answer ``--help``, as whole processes.

Prints the median and the spread of several runs beside those of an empty Python, on
the same machine in turn, so that the ratio holds on a noisy machine. The aim is at
most 0.3 seconds.

Run: python benchmarks/startup.py [RUNS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time


def seconds(words: list[str]) -> float:
    """Return how long one process takes."""
    began = time.perf_counter()
    subprocess.run(words, check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    """Time the command and an empty Python in turn, after one run of each to warm up."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    commands = {
        "analysis --help": [sys.executable, "-m", "analysis", "--help"],
        "empty Python": [sys.executable, "-c", "pass"],
    }
    found: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, words in commands.items():
            spent = seconds(words)
            if number:
                found[name].append(spent)
    for name, times in found.items():
        print(f"{name}: median {statistics.median(times):.3f} s, {min(times):.3f}-{max(times):.3f}")
    ratios = [a / b for a, b in zip(*found.values(), strict=True)]
    print(f"ratio, pair by pair: median {statistics.median(ratios):.1f}")


if __name__ == "__main__":
    main()
