"""Run the campaigns, all or those named; print what came of them, and keep it as JSON.

Run: python -m torture [CAMPAIGN ...] [--short] [--seed N]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from torture import faults, kills, mutants, pages
from torture.copies import copy_project
from torture.outcomes import Outcomes, silent, table, write

Campaign = Callable[[Path, bool, int], Outcomes]


def _kills(scratch: Path, short: bool, seed: int) -> Outcomes:
    both = tuple(kills.scenes(scratch))
    return kills.campaign(both, scratch, 4 if short else 100, seed, _workers())


def _mutants(scratch: Path, short: bool, seed: int) -> Outcomes:
    from analysis.paths import Project

    project = Project(copy_project(scratch / "project"))
    return mutants.campaign(project, scratch, 60 if short else 2_000, seed, _workers())


def _faults(scratch: Path, short: bool, seed: int) -> Outcomes:
    _, scene = kills.scenes(scratch)
    return faults.campaign(scene, scratch, faults.FAULTS, 1 if short else 6, seed, _workers())


def _pages(scratch: Path, short: bool, _seed: int) -> Outcomes:
    return pages.campaign(scratch, whole=not short)


CAMPAIGNS: dict[str, Campaign] = {
    "kills": _kills,
    "faults": _faults,
    "mutants": _mutants,
    "pages": _pages,
}


def _workers() -> int:
    return len(os.sched_getaffinity(0))


def main(words: Sequence[str] | None = None) -> int:
    """Run campaign by campaign; the exit code is 1 if one found a defect."""
    parser = argparse.ArgumentParser(prog="python -m torture", description=__doc__)
    parser.add_argument("campaigns", nargs="*", metavar="CAMPAIGN", help=", ".join(CAMPAIGNS))
    parser.add_argument("--short", action="store_true", help="a few tries of each, as tests do")
    parser.add_argument("--seed", type=int, default=2020)
    asked = parser.parse_args(words)
    if unknown := set(asked.campaigns) - set(CAMPAIGNS):
        parser.error(f"no such campaign: {', '.join(sorted(unknown))}")
    records = []
    for name in asked.campaigns or CAMPAIGNS:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix=f"torture-{name}-") as folder:
            outcomes = CAMPAIGNS[name](Path(folder), asked.short, asked.seed)
        facts = {
            "seed": asked.seed,
            "seconds": round(time.monotonic() - began),
            "date": f"{datetime.now(UTC):%Y-%m-%d}",
        }
        records.append({**outcomes.record(), **facts})
        print(f"{name}: {outcomes.total} tries in {records[-1]['seconds']} s", flush=True)
        for survivor in outcomes.survivors:
            print(f"  {survivor}")
        if not asked.short:
            write(records[-1])
    print(table(records))
    print(f"silent errors: {silent(records)}")
    return 1 if any(record["survivors"] for record in records) else 0


if __name__ == "__main__":
    sys.exit(main())
