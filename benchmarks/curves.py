"""Pictures and words of what was measured, and what larger work would take by it.

Draws the pictures of docs/pictures and writes the part of docs/operations.md between two marks.
Both come from benchmarks/results alone, and change with them only.

Run: python -m benchmarks.curves
"""

from __future__ import annotations

import io
import math
import re
import statistics
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.cleaning_scale import fit
from benchmarks.results import Row, kept, table

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
PAGE = ROOT / "docs" / "operations.md"
BEGIN, END = "<!-- benchmarks: begin -->\n", "<!-- benchmarks: end -->\n"

REPORTS, ROWS = 100_000, 100_000_000
"""How much the outlook is about."""

NIGHT = 8 * 3600
"""The seconds in which the reports of the outlook have to be made."""

Curve = Mapping[str, Any]


def main() -> None:
    """Draw and write."""
    rows = {row.name: row for row in kept()}
    PICTURES.mkdir(exist_ok=True)
    for name, svg in pictures(rows).items():
        (PICTURES / name).write_text(svg, encoding="utf-8")
    PAGE.write_text(with_section(PAGE.read_text(encoding="utf-8"), rows), encoding="utf-8")


def with_section(page: str, rows: Mapping[str, Row]) -> str:
    """Return a page with what was measured between its marks.

    >>> with_section(f"a {BEGIN}old {END}b", {}).startswith(f"a {BEGIN}")
    True
    """
    before, _, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise SystemExit(f"{PAGE.name} has no marks: {BEGIN.strip()} and {END.strip()}")
    return before + BEGIN + "\n".join(_section(rows)) + "\n" + END + after


def _section(rows: Mapping[str, Row]) -> Iterator[str]:
    if not rows:
        yield "Nothing has been measured."
        return
    machine = next(iter(rows.values())).machine
    dates = sorted({str(row.machine["date"]) for row in rows.values()})
    least = min(row.rounds for row in rows.values())
    yield (
        f"Measured on {' and '.join(dates)}, with Python {machine['python']} on "
        f"{machine['processors']} processors ({machine['processor']}) and "
        f"{machine['memory_gib']:g} GiB. Medians of {least} rounds or more; what is compared ran "
        "in turn, and ratios are taken round by round. Every round is in `benchmarks/results`.\n"
    )
    yield table(list(rows.values())) + "\n"
    if "cleaning_scale" in rows:
        yield (
            "![Seconds and memory of a check by figure rows, both axes logarithmic, continued "
            f"to a hundred million rows](pictures/{CHECKS})\n"
        )
    if "cluster" in rows:
        yield (
            "![Memory of each Dask worker by reports made, which stays as it "
            f"is](pictures/{WORKERS})\n"
        )
    yield from _outlook(rows)


def _outlook(rows: Mapping[str, Row]) -> Iterator[str]:
    if "cluster" in rows:
        one = _seconds_a_report(rows["cluster"])
        efficiency = statistics.median(rows["cluster"].figures["efficiency"])
        yield (
            f"**{REPORTS:,} reports.** A worker made one in {one:.2f} s (a page of one programme "
            f"alone; its PDF, Word file and tables take more). {REPORTS:,} would take one worker "
            f"{REPORTS * one / 3600:.0f} hours; at the efficiency measured, {efficiency:.2f}, "
            f"{workers(REPORTS, one, efficiency, NIGHT)} workers would make them in a night of "
            f"{NIGHT // 3600} hours. Efficiency was measured with two workers: with more, the one "
            "process that hands out work and writes results becomes the limit, at a number of "
            "workers that was not measured.\n"
        )
    if "cleaning_scale" in rows:
        time, memory = rows["cleaning_scale"].curves
        seconds, gib = continued(time, ROWS), continued(memory, ROWS)
        most = max(time["x"])
        yield (
            f"**{ROWS:,} figure rows.** In one piece they would take {seconds / 3600:.1f} hours "
            f"and {gib:,.0f} GiB, if both went on growing as from {time['x'][-3]:,} to {most:,}: "
            "too much for a machine like this one, because a table is checked whole. In "
            f"{ROWS // most} pieces of {most:,} rows, for example a delivery for each region and "
            f"year, each takes what was measured, {time['y'][-1]:.0f} s beyond start-up and "
            f"{memory['y'][-1]:.1f} GiB: {ROWS // most * time['y'][-1] / 3600:.1f} hours "
            "of one processor. Pieces know nothing of each other; identities across them would "
            "have to be checked on their sums."
        )


def _seconds_a_report(row: Row) -> float:
    """Return the seconds of one worker for one report, once it has begun."""
    from benchmarks.cluster import NAMES, REPORTS

    return statistics.median(row.figures[NAMES[1]]) / REPORTS


def workers(reports: int, seconds: float, efficiency: float, within: float) -> int:
    """Return how many workers make reports in time, each losing the same share of its time.

    >>> workers(100_000, 0.72, 0.9, 8 * 3600)
    3
    """
    return math.ceil(reports * seconds / (efficiency * within))


def continued(curve: Curve, size: float) -> float:
    """Return where a curve gets to if what is beyond its start goes on as in its last points.

    >>> round(continued({"start": 5, "x": [1, 10, 100, 1000], "y": [5, 6, 15, 105]}, 10_000))
    1005
    """
    start = float(curve.get("start", 0.0))
    last = [(x, y - start) for x, y in zip(curve["x"], curve["y"], strict=True)][-3:]
    end, most = last[-1]
    return start + float(most * (size / end) ** fit(dict(last)).slope)


CHECKS, WORKERS = "benchmark-checks.svg", "benchmark-workers.svg"


def pictures(rows: Mapping[str, Row]) -> dict[str, str]:
    """Return the pictures that can be drawn, by the names of their files."""
    drawn = {}
    if "cleaning_scale" in rows:
        drawn[CHECKS] = _grown(list(rows["cleaning_scale"].curves))
    if "cluster" in rows:
        drawn[WORKERS] = _memory(list(rows["cluster"].curves))
    return drawn


def _grown(curves: list[Curve]) -> str:
    def draw(axes: Any) -> None:
        for axis, curve in zip(axes, curves, strict=True):
            end, last = curve["x"][-1], curve["y"][-1]
            axis.loglog(curve["x"], curve["y"], "o-", color="#0072b2", label="measured")
            axis.loglog(
                [end, ROWS], [last, continued(curve, ROWS)], "--", color="#d55e00",
                label="if it went on so",
            )  # fmt: skip
            axis.set(title=curve["name"], xlabel=curve["x words"], ylabel=curve["y words"])
            axis.legend(frameon=False)

    return _drawn(draw, len(curves))


def _memory(curves: list[Curve]) -> str:
    def draw(axes: Any) -> None:
        (axis,) = axes
        for curve, line in zip(curves, ("-", "--", ":"), strict=False):
            axis.plot(curve["x"], curve["y"], line, color="#0072b2")
        words = curves[0]
        axis.set(title=words["name"], xlabel=words["x words"], ylabel=words["y words"])
        axis.set_ylim(0, 1.3 * max(max(curve["y"]) for curve in curves))

    return _drawn(draw, 1)


def _drawn(draw: Callable[[Any], None], count: int) -> str:
    """Return so many axes side by side as SVG: the same numbers, the same bytes."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    buffer = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "benchmarks", "svg.fonttype": "none", "font.size": 9}):
        figure = Figure(figsize=(4 * count, 3), layout="constrained", facecolor="white")
        axes = figure.subplots(1, count, squeeze=False)[0]
        draw(axes)
        for axis in axes:
            axis.grid(alpha=0.3)
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return re.sub(r"[ \t]+\n", "\n", buffer.getvalue())


if __name__ == "__main__":
    sys.exit(main())
