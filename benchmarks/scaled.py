"""Deliveries larger than the real one, made of it by repeating and changing its figures.

The real rows come first, unchanged, so that all that names them still holds, then copies of them.
A copy is the same documents for another reporting period: ids and periods of its own, every number
and date changed, printed in the notation of its original. Shares of small counts, of milestones and
of notations are those of the real rows. Counts of one copy are not part of those of another,
because the project's rule ties counts of one period only; within a copy they are tied as in the
real documents.
"""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from analysis.cleaning.notation import is_number_word, read_number_word, spell
from analysis.source.manifest import read_manifest
from benchmarks.twelve import ROOT

_NUMBER = re.compile(r"[0-9](?:[0-9., \u00a0]*[0-9])?")
_DECIMALS = re.compile(r"(?P<whole>.*[0-9])(?P<point>[.,])(?P<decimals>[0-9]{1,2})")
_YEAR = re.compile(r"[0-9]{4}(?= წ)")
_DAY = re.compile(r"(?<![0-9])[0-9]{1,2}(?= [ა-ჰ])")
_WORD_ENDING = "ი"

Row = dict[str, str]


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
    for name in ("pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
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
