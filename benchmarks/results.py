"""Results: one row for each promise, written as JSON and printed as a table."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "results"

ROWS = (
    "one_after_another",
    "parallel",
    "engines",
    "unchanged",
    "overhead",
    "cluster",
    "cleaning_scale",
    "pathological",
)
"""The modules that measure a row each."""


@dataclass(frozen=True)
class Row:
    """One promise, what was measured, and whether it is kept."""

    name: str
    what: str
    must_reach: str
    measured: str
    reached: bool
    rounds: int
    figures: Mapping[str, Any]
    """What was measured round by round, in seconds unless a name says otherwise."""
    curves: Sequence[Mapping[str, Any]] = ()
    """What grows with what, to be drawn: ``name``, ``x``, ``y`` and the words of the axes."""
    machine: Mapping[str, Any] = field(default_factory=lambda: machine())


def machine() -> dict[str, Any]:
    """Return what the numbers depend on; no name of a host or a place."""
    return {
        "processor": _processor(),
        "processors": len(os.sched_getaffinity(0)),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.system(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
    }


def _processor() -> str:
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    return names[0] if names else platform.machine()


def write(row: Row) -> None:
    """Keep a row as JSON, its numbers rounded to thousandths."""
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(_rounded(asdict(row)), ensure_ascii=False, indent=1)
    (FOLDER / f"{row.name}.json").write_text(text + "\n", encoding="utf-8")


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, Mapping):
        return {name: _rounded(one) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_rounded(one) for one in value]
    return value


def kept() -> list[Row]:
    """Return the rows that were measured last, in their order."""
    places = [FOLDER / f"{name}.json" for name in ROWS]
    return [Row(**json.loads(path.read_bytes())) for path in places if path.is_file()]


def table(rows: Sequence[Row]) -> str:
    """Return rows as a table for people."""
    cells = [("what", "must reach", "measured", "reached")]
    cells += [(r.what, r.must_reach, r.measured, "yes" if r.reached else "NO") for r in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(4)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
