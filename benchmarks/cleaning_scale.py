"""How ``analysis check`` grows with the data: from 10^3 to 10^6 figure rows.

Each size is a delivery made of the real one: the real rows first, unchanged, so that all
that names them still holds, then copies of them. A copy is the same documents for another
reporting period: ids and periods of its own, every number and date changed, printed in the
notation of its original. Shares of small counts, of milestones and of notations are those
of the real rows. Counts of one copy are not part of those of another, because the project's
rule ties counts of one period only; within a copy they are tied as in the real documents.

What runs is the command as it stands, one process a measurement, sizes in turn. Wall time
is the parent's, CPU time and peak memory are what the kernel says of the child. Start-up is
the same command on the real rows alone; slopes are given with it and without it.

Run: python benchmarks/cleaning_scale.py [--quick]
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from analysis.cleaning.notation import is_number_word, read_number_word, spell
from analysis.source.manifest import read_manifest

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).resolve().parent / "results" / "cleaning_scale.json"

RUNS = {1_000: 5, 3_000: 5, 10_000: 5, 30_000: 5, 100_000: 5, 300_000: 3, 1_000_000: 3}
"""How often each size is measured; the largest take minutes to make and to check."""

QUICK = {1_000: 2, 10_000: 2, 100_000: 1}

LEAST_R_SQUARED = 0.99
MOST_SLOPE = 1.1
MOST_SECONDS = 60.0
MOST_GIB = 3.0

_NUMBER = re.compile(r"[0-9](?:[0-9., \u00a0]*[0-9])?")
_DECIMALS = re.compile(r"(?P<whole>.*[0-9])(?P<point>[.,])(?P<decimals>[0-9]{1,2})")
_YEAR = re.compile(r"[0-9]{4}(?= წ)")
_DAY = re.compile(r"(?<![0-9])[0-9]{1,2}(?= [ა-ჰ])")
_WORD_ENDING = "ი"

Row = dict[str, str]


@dataclass(frozen=True)
class Measured:
    """One process: figure rows, seconds by the wall and of the processor, GiB at the peak."""

    rows: int
    wall: float
    cpu: float
    gib: float


@dataclass(frozen=True)
class Fit:
    """A straight line through logarithms: time grows as rows to the power of ``slope``."""

    slope: float
    r_squared: float


def perturbed(token: str, milestone: bool, chance: random.Random) -> str:
    """Return a token with other numbers, printed as the original prints them."""
    if milestone:
        year = _YEAR.sub(lambda _: str(chance.randint(1990, 2040)), token)
        return _DAY.sub(lambda _: str(chance.randint(1, 28)), year)
    factor = 2 ** chance.uniform(-1, 1)
    if not _NUMBER.search(token):
        return _other_word(token, factor)
    return _NUMBER.sub(lambda found: _other_number(found.group(), factor), token)


def _other_word(token: str, factor: float) -> str:
    if not is_number_word(token):
        raise ValueError(f"{token!r} has no number")
    number = read_number_word(token)
    stem, other = (
        spell(one).removesuffix(_WORD_ENDING) for one in (number, _scaled(number, factor))
    )
    return other + token.removeprefix(stem)


def _other_number(printed: str, factor: float) -> str:
    """Return a number times a factor, its decimals and its separators as printed."""
    separators = re.findall(r"[., \u00a0]+", printed)
    decimal = _DECIMALS.fullmatch(printed)
    if decimal:
        size = len(decimal["decimals"])
        value = max(
            1, round(float(f"{decimal['whole']}.{decimal['decimals']}") * factor * 10**size)
        )
        return f"{value // 10**size}{decimal['point']}{value % 10**size:0{size}d}"
    value = _scaled(int(re.sub(r"[^0-9]", "", printed)), factor)
    return f"{value:,}".replace(",", separators[0] if separators else "")


def _scaled(number: int, factor: float) -> int:
    return max(1, round(number * factor))


def period(printed: str, copy: int) -> str:
    """Return the day that stands for a period in a copy; no two copies have one in common.

    The years of the documents lie within a decade, so copies take a day of those years
    each, and another decade when the days of a year are used up.
    """
    decade, day = divmod(copy, 365)
    year = int(printed[:4] or 2019) + 10 * decade
    return (date(year, 1, 1) + timedelta(days=day)).isoformat()


@dataclass(frozen=True)
class Original:
    """A real figure: its document, its row, and what is written beside it."""

    source_id: str
    row: Row
    beside: Row

    def copied(self, copy: int, chance: random.Random) -> tuple[Row, Row]:
        """Return the row and what is beside it, of one copy; the first copy is number 1."""
        document, line, order = self.row["figure_id"].split("-")
        own = {"figure_id": f"{document}-{line}-{100 * copy + int(order)}"}
        milestone = self.beside["kind"] == "milestone"
        row = self.row | own
        row["value_raw"] = perturbed(row["value_raw"], milestone, chance)
        if milestone:
            return row, self.beside | own
        dated = {"period": period(self.beside["period"], copy)}
        dated["period_basis"] = self.beside["period_basis"] or "stated"
        return row, self.beside | own | dated


def read_originals(raw: Path) -> list[Original]:
    """Return every real figure, in the order of the documents."""
    beside = {row["figure_id"]: row for row in _read(raw / "annotations" / "figures.csv")}
    return [
        Original(source_id, row, beside[row["figure_id"]])
        for source_id, document in read_manifest(raw).items()
        if document.kind == "prose"
        for row in _read(raw / source_id / "figures.csv")
    ]


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def make_project(folder: Path, rows: int) -> None:
    """Make a project whose figures are so many; its suites expect that many of them."""
    for name in ("data/raw", "expectations"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "pyproject.toml", folder)
    originals = read_originals(ROOT / "data" / "raw")
    _add_copies(folder / "data" / "raw", originals, rows - len(originals))
    suite = folder / "expectations" / "figures.json"
    document = json.loads(suite.read_text(encoding="utf-8"))
    (counted,) = (one for one in document["expectations"] if one["meta"]["key"] == "rows")
    counted["kwargs"]["value"] = rows
    suite.write_text(json.dumps(document, ensure_ascii=False, indent=2), encoding="utf-8")


def _add_copies(raw: Path, originals: Sequence[Original], count: int) -> None:
    """Append rows of copies to the files, those of the first copies first."""
    chance = random.Random(count)
    files = {
        source_id: (raw / source_id / "figures.csv").open("a", encoding="utf-8", newline="")
        for source_id in {original.source_id for original in originals}
    }
    with (raw / "annotations" / "figures.csv").open("a", encoding="utf-8", newline="") as beside:
        for source_id, row, own in _copies(originals, count, chance):
            csv.writer(files[source_id], lineterminator="\n").writerow(row.values())
            csv.writer(beside, lineterminator="\n").writerow(own.values())
    for stream in files.values():
        stream.close()


def _copies(
    originals: Sequence[Original], count: int, chance: random.Random
) -> Iterator[tuple[str, Row, Row]]:
    for number in range(count):
        copy, place = divmod(number, len(originals))
        row, beside = originals[place].copied(copy + 1, chance)
        yield originals[place].source_id, row, beside


def measure(folder: Path, rows: int) -> Measured:
    """Run the command on a project in a process of its own, and return what it took."""
    words = [sys.executable, "-m", "analysis", "--project", str(folder), "check"]
    shutil.rmtree(folder / "data" / "clean", ignore_errors=True)
    shutil.rmtree(folder / "outputs", ignore_errors=True)
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
    return Measured(rows, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 2**20)


def fit(points: Sequence[tuple[int, float]]) -> Fit:
    """Return the line through the logarithms of rows and seconds, by least squares."""
    xs = [math.log10(rows) for rows, _ in points]
    ys = [math.log10(seconds) for _, seconds in points]
    line = statistics.linear_regression(xs, ys)
    return Fit(line.slope, statistics.correlation(xs, ys) ** 2)


def measure_all(runs: dict[int, int]) -> tuple[int, list[Measured]]:
    """Return the number of real rows and every measurement, real rows among them."""
    real = len(read_originals(ROOT / "data" / "raw"))
    wanted = {real: max(runs.values())} | runs
    found: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="cleaning-scale-") as scratch:
        for rows in wanted:
            print(f"making {rows:,} rows", file=sys.stderr)
            make_project(Path(scratch) / str(rows), rows)
        for turn in range(max(wanted.values())):
            for rows, times in wanted.items():
                if turn < times:
                    found.append(measure(Path(scratch) / str(rows), rows))
                    print(f"{rows:,} rows: {found[-1].wall:.1f} s", file=sys.stderr)
    return real, found


def _medians(found: Sequence[Measured]) -> list[Measured]:
    """Return for each size the medians of its measurements, sizes in order."""
    sizes = sorted({one.rows for one in found})
    return [
        Measured(
            rows,
            *(
                statistics.median(getattr(one, name) for one in found if one.rows == rows)
                for name in ("wall", "cpu", "gib")
            ),
        )
        for rows in sizes
    ]


def summary(real: int, found: Sequence[Measured]) -> dict[str, object]:
    """Return medians, fits and verdicts, ready for JSON."""
    start, *sizes = _medians(found)
    fits = {
        f"{name}, {said}": fit([(one.rows, getattr(one, name) - less) for one in sizes])
        for name in ("wall", "cpu")
        for said, less in (
            ("whole", 0.0),
            ("less start-up", getattr(start, name)),
        )
    }
    held, largest = fits["wall, less start-up"], sizes[-1]
    return {
        "what": "analysis check, a process each",
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "start_up": asdict(start),
        "real_rows": real,
        "medians": [asdict(one) for one in sizes],
        "measurements": [asdict(one) for one in found],
        "fits": {name: asdict(one) for name, one in fits.items()},
        "held_to": "wall, less start-up",
        "reached": {
            f"R squared >= {LEAST_R_SQUARED}": held.r_squared >= LEAST_R_SQUARED,
            f"slope <= {MOST_SLOPE}": held.slope <= MOST_SLOPE,
            f"{largest.rows} rows in <= {MOST_SECONDS:g} s": largest.wall <= MOST_SECONDS,
            f"{largest.rows} rows in <= {MOST_GIB:g} GiB": largest.gib <= MOST_GIB,
        },
    }


def show(told: dict[str, object]) -> None:
    """Print the medians, the fits and what was reached as tables."""
    print(f"{'rows':>10} {'wall s':>8} {'CPU s':>8} {'peak GiB':>9} {'us a row':>9}")
    start = told["start_up"]
    for one in (start, *told["medians"]):
        each = (one["wall"] - start["wall"]) / one["rows"] * 1e6
        print(
            f"{one['rows']:>10,} {one['wall']:>8.2f} {one['cpu']:>8.2f} {one['gib']:>9.2f}"
            + (f" {each:>9.1f}" if one is not start else "  start-up")
        )
    for name, line in told["fits"].items():
        print(f"{name}: slope {line['slope']:.3f}, R squared {line['r_squared']:.4f}")
    print(f"held to: {told['held_to']}")
    for name, reached in told["reached"].items():
        print(f"{'reached' if reached else 'NOT REACHED'}: {name}")


def main() -> None:
    """Measure, print, and write the results; the short form writes none."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="up to 10^5 rows, few runs")
    parser.add_argument("--only", type=int, nargs="*", help="only these sizes")
    words = parser.parse_args()
    runs = QUICK if words.quick else RUNS
    if words.only:
        runs = dict.fromkeys(words.only, 1)
    told = summary(*measure_all(runs))
    show(told)
    if not words.quick:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        print(f"written: {RESULTS.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
