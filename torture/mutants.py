"""Mutants: raw files with one thing wrong, each of which has to be found out.

A mutant is refused with a message that names the place; or found by an identity or an expectation;
or told to be reviewed, because nothing but its row's digest knows that it is wrong; or makes the
same clean tables as before. One that changes a table and is not told of is silent: the defect that
this campaign is for.
"""

from __future__ import annotations

import csv
import io
import multiprocessing
import os
import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.errors import AnalysisError, CheckError, DataError
from analysis.paths import Project
from torture.outcomes import Outcomes

CHECKED_FIRST = "reviews"
"""The table that tells of every change; what else knows of one is looked for without it."""


@dataclass(frozen=True)
class Mutant:
    """A raw file with one thing wrong."""

    kind: str
    file: str
    what: str
    content: bytes


@dataclass
class Table:
    """A raw CSV file, to be spoilt."""

    file: str
    header: list[str]
    rows: list[list[str]]

    def spoilt(self, rows: Sequence[Sequence[str]]) -> bytes:
        """Return the file with other rows, written as the project writes CSV."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerows([self.header, *rows])
        return buffer.getvalue().encode("utf-8", "surrogatepass")

    def with_cell(self, row: int, column: int, cell: str) -> bytes:
        """Return the file with another cell."""
        rows = [list(one) for one in self.rows]
        rows[row][column] = cell
        return self.spoilt(rows)

    @property
    def intact(self) -> bytes:
        return self.spoilt(self.rows)


_LOOK_ALIKE = {"a": "а", "c": "с", "e": "е", "i": "і", "o": "о", "p": "р", "0": "О", "1": "l",
               "2": "٢", "5": "５", "ა": "Ⴀ", "-": "‐", ".": "․", ",": "‚"}  # fmt: skip
"""Letters, digits and marks that look like others, by those that they look like."""

_SEPARATORS = (",", ".", " ", "\u00a0", "\u202f", "'", "٬", "")

_PAYLOADS = {
    "formula": ("=1+1", "+SUM(A1)", "-2+3", '@HYPERLINK("http://127.0.0.1:9")', "\t=1"),
    "HTML and script": (
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</td></table><h1>x</h1>",
        "&lt;b&gt;",
        "javascript:alert(1)",
    ),
    "path": ("../../etc/passwd", "/etc/passwd", "..\\..\\x", "file:///etc/passwd", "con.csv"),
    "YAML, JSON and templates": (
        "!!python/object/apply:os.system ['true']",
        '{"$ref": "file:///etc/passwd"}',
        "{{ 7*7 }}",
        "${7*7}",
        "*alias",
        "1e999",
        "NaN",
        "0x10",
        "1_000",
        "½",
        "null",
    ),
}


def _cells(table: Table, fit: Callable[[str], bool]) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row, cells in enumerate(table.rows)
        for column, cell in enumerate(cells)
        if fit(cell)
    ]


def _changed(table: Table, chance: random.Random, fit: Callable[[str], bool],
             change: Callable[[str], str]) -> tuple[str, bytes] | None:  # fmt: skip
    """Return the file with one cell changed that fits, and where; nothing if none fits."""
    places = _cells(table, fit)
    if not places:
        return None
    row, column = chance.choice(places)
    old = table.rows[row][column]
    new = change(old)
    if new == old:
        return None
    where = f"row {row + 2}, {table.header[column]}: {old[:40]!r} to {new[:40]!r}"
    return where, table.with_cell(row, column, new)


def _has_digit(cell: str) -> bool:
    return any(char in "0123456789" for char in cell)


def _digit(table: Table, chance: random.Random) -> tuple[str, bytes] | None:
    def change(cell: str) -> str:
        place = chance.choice([n for n, char in enumerate(cell) if char in "0123456789"])
        other = chance.choice([digit for digit in "0123456789" if digit != cell[place]])
        return cell[:place] + other + cell[place + 1 :]

    return _changed(table, chance, _has_digit, change)


def _digit_lost(table: Table, chance: random.Random) -> tuple[str, bytes] | None:
    def change(cell: str) -> str:
        place = chance.choice([n for n, char in enumerate(cell) if char in "0123456789"])
        return cell[:place] + chance.choice(("", cell[place] * 2)) + cell[place + 1 :]

    return _changed(table, chance, _has_digit, change)


def _separator(table: Table, chance: random.Random) -> tuple[str, bytes] | None:
    def change(cell: str) -> str:
        marks = [n for n, char in enumerate(cell) if char in ",. \u00a0" and n]
        if not marks:
            place = chance.randrange(1, len(cell) + 1)
            return cell[:place] + chance.choice(_SEPARATORS) + cell[place:]
        place = chance.choice(marks)
        return cell[:place] + chance.choice(_SEPARATORS) + cell[place + 1 :]

    return _changed(table, chance, _has_digit, change)


def _shifted(table: Table, chance: random.Random) -> tuple[str, bytes] | None:
    row, places = chance.randrange(len(table.rows)), len(table.header)
    by = chance.choice([1, -1])
    cells = table.rows[row]
    turned = [cells[(n - by) % places] for n in range(places)]
    if turned == cells:
        return None
    rows = [*table.rows[:row], turned, *table.rows[row + 1 :]]
    return f"row {row + 2}: cells shifted by {by}", table.spoilt(rows)


def _swapped(table: Table, chance: random.Random) -> tuple[str, bytes] | None:
    """Let two rows change one cell: both are what they may be, and both are wrong."""
    if len(table.rows) < 2:
        return None
    one, other = chance.sample(range(len(table.rows)), 2)
    column = chance.randrange(len(table.header))
    rows = [list(cells) for cells in table.rows]
    if rows[one][column] == rows[other][column]:
        return None
    rows[one][column], rows[other][column] = rows[other][column], rows[one][column]
    return f"rows {one + 2} and {other + 2}: {table.header[column]} swapped", table.spoilt(rows)


def _emptied(table: Table, chance: random.Random) -> tuple[str, bytes] | None:
    return _changed(table, chance, bool, lambda _: "")


def _dropped(table: Table, chance: random.Random) -> tuple[str, bytes] | None:
    row = chance.randrange(len(table.rows))
    return f"row {row + 2} dropped", table.spoilt(table.rows[:row] + table.rows[row + 1 :])


def _doubled(table: Table, chance: random.Random) -> tuple[str, bytes] | None:
    row, at = chance.randrange(len(table.rows)), chance.randrange(len(table.rows) + 1)
    rows = [*table.rows[:at], table.rows[row], *table.rows[at:]]
    return f"row {row + 2} twice", table.spoilt(rows)


def _moved(table: Table, chance: random.Random) -> tuple[str, bytes] | None:
    rows = list(table.rows)
    chance.shuffle(rows)
    return "rows in another order", table.spoilt(rows)


def _width(table: Table, chance: random.Random) -> tuple[str, bytes] | None:
    row = chance.randrange(len(table.rows))
    cells = table.rows[row]
    other = chance.choice([cells[:-1], [*cells, "x"]])
    rows = [*table.rows[:row], other, *table.rows[row + 1 :]]
    return f"row {row + 2} has {len(other)} cells", table.spoilt(rows)


def _header(table: Table, chance: random.Random) -> tuple[str, bytes] | None:
    column = chance.randrange(len(table.header))
    name = chance.choice(["", table.header[0], table.header[column].upper(), "=cmd"])
    header = [*table.header[:column], name, *table.header[column + 1 :]]
    if header == table.header:
        return None
    return f"column {table.header[column]} is {name!r}", Table("", header, []).spoilt(table.rows)


def _encoding(table: Table, chance: random.Random) -> tuple[str, bytes] | None:
    text = table.intact.decode("utf-8")
    how = chance.choice(["UTF-16", "a byte order mark", "CR LF", "cut", "Latin-1", "a lone byte"])
    if how == "UTF-16":
        return how, text.encode("utf-16")
    if how == "a byte order mark":
        return how, b"\xef\xbb\xbf" + table.intact
    if how == "CR LF":
        return how, text.replace("\n", "\r\n").encode()
    if how == "cut":
        at = chance.randrange(len(table.intact))
        return f"cut after {at} bytes", table.intact[:at]
    if how == "Latin-1":
        return how, text.encode("latin-1", "replace")
    at = chance.randrange(len(table.intact))
    return f"a byte FF after {at} bytes", table.intact[:at] + b"\xff" + table.intact[at:]


def _look_alike(table: Table, chance: random.Random) -> tuple[str, bytes] | None:
    def change(cell: str) -> str:
        place = chance.choice([n for n, char in enumerate(cell) if char in _LOOK_ALIKE])
        return cell[:place] + _LOOK_ALIKE[cell[place]] + cell[place + 1 :]

    return _changed(table, chance, lambda cell: any(c in _LOOK_ALIKE for c in cell), change)


def _inserted(signs: Sequence[str]) -> Callable[[Table, random.Random], tuple[str, bytes] | None]:
    def made(table: Table, chance: random.Random) -> tuple[str, bytes] | None:
        def change(cell: str) -> str:
            place = chance.randrange(len(cell) + 1)
            return cell[:place] + chance.choice(signs) + cell[place:]

        return _changed(table, chance, bool, change)

    return made


def _long(table: Table, chance: random.Random) -> tuple[str, bytes] | None:
    size = chance.choice([2_001, 100_000, 1_000_000])
    return _changed(table, chance, bool, lambda cell: (cell * size)[:size])


def _payload(kind: str) -> Callable[[Table, random.Random], tuple[str, bytes] | None]:
    def made(table: Table, chance: random.Random) -> tuple[str, bytes] | None:
        put = chance.choice(_PAYLOADS[kind])
        whole = chance.random() < 0.5
        return _changed(table, chance, bool, lambda cell: put if whole else f"{cell}{put}")

    return made


KINDS: Mapping[str, Callable[[Table, random.Random], tuple[str, bytes] | None]] = {
    "a digit changed": _digit,
    "a digit lost or doubled": _digit_lost,
    "a separator changed": _separator,
    "cells shifted": _shifted,
    "cells of two rows swapped": _swapped,
    "a cell emptied": _emptied,
    "a row dropped": _dropped,
    "a row doubled": _doubled,
    "rows in another order": _moved,
    "a row of another width": _width,
    "a header changed": _header,
    "an encoding broken": _encoding,
    "a look-alike letter": _look_alike,
    "a mark of direction": _inserted(("\u202e", "\u200f", "\u2067", "\u200b", "\u00ad", "\ufeff")),
    "a null or control character": _inserted(("\0", "\x07", "\x1b[31m", "\r", "\n", "\x1f")),
    "a very long cell": _long,
    **{f"{kind} put in": _payload(kind) for kind in _PAYLOADS},
}

_TRICKS = (
    ("a date for a word", lambda text, _: text.replace('kind = "prose"', "kind = 2020-01-01", 1)),
    ("a number for a word", lambda text, _: text.replace('language = "ka"', "language = 1", 1)),
    ("a key twice", lambda text, _: text.replace("]]\n", ']]\nkind = "x"\n', 1)),
    ("an unknown key", lambda text, _: text.replace("[[document]]\n", "[[document]]\nx = 1\n", 1)),
    ("no documents", lambda _, __: "x = 1\n"),
    ("a table for a list", lambda text, _: text.replace("[[document]]", "[document]", 1)),
    ("a huge number", lambda text, _: text.replace("lines = ", "lines = 9", 1)),
    ("not closed", lambda text, chance: text[: chance.randrange(1, len(text))]),
    ("a digit", lambda text, chance: _other_digit(text, chance)),
    ("a path for an id", lambda text, _: text.replace('source_id = "', 'source_id = "../', 1)),
    ("a path for a file", lambda text, _: text.replace('file = "', 'file = "../../', 1)),
    ("nothing", lambda _, __: ""),
)  # fmt: skip


def _other_digit(text: str, chance: random.Random) -> str:
    place = chance.choice([n for n, char in enumerate(text) if char.isdigit()])
    return text[:place] + str((int(text[place]) + 1 + chance.randrange(9)) % 10) + text[place + 1 :]


def read_tables(raw: Path) -> list[Table]:
    """Return every raw CSV file that has rows."""
    found = []
    for path in sorted(raw.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        found.append(Table(path.relative_to(raw).as_posix(), header, rows))
    return [table for table in found if table.rows]


def mutants(raw: Path, count: int, seed: int) -> Iterator[Mutant]:
    """Yield so many mutants: every kind in turn, files by chance, one in forty of the manifest."""
    chance = random.Random(seed)
    tables, kinds = read_tables(raw), list(KINDS)
    manifest = (raw / "MANIFEST.toml").read_text(encoding="utf-8")
    number = 0
    while number < count:
        if number % 40 == 39:
            what, trick = chance.choice(_TRICKS)
            yield Mutant("a trick in the manifest", "MANIFEST.toml", what,
                         trick(manifest, chance).encode())  # fmt: skip
            number += 1
            continue
        kind = kinds[number % len(kinds)]
        table = chance.choice(tables)
        made = KINDS[kind](table, chance)
        if made and made[1] != table.intact:
            yield Mutant(kind, table.file, *made)
            number += 1


@dataclass
class Judge:
    """Says what comes of a mutant, knowing the tables as they are without it."""

    project: Project
    folder: Path
    """Where copies of the raw files are made, one after another."""
    texts: dict[str, str] = field(default_factory=dict)
    failing: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tables, self.texts = self._clean(self.project)
        self.failing = self._failing(tables, list(tables))

    def judge(self, mutant: Mutant) -> tuple[str, str]:
        """Return the outcome of a mutant, and what was said of it."""
        spoilt = self._copy(mutant)
        try:
            return self._judged(mutant, spoilt)
        except AnalysisError as error:
            return self._refused(mutant, error)
        except Exception as error:
            return "crashed", f"{type(error).__name__}: {error}"[:300]
        finally:
            shutil.rmtree(spoilt.root)

    def _judged(self, mutant: Mutant, spoilt: Project) -> tuple[str, str]:
        tables, texts = self._clean(spoilt)
        changed = [name for name in texts if texts[name] != self.texts[name]]
        told = CHECKED_FIRST in changed
        others = [name for name in changed if name != CHECKED_FIRST]
        if not others:
            return "harmless", "the same clean tables"
        failing = self._failing(tables, others)
        worse = [place for place, count in failing.items() if count > self.failing.get(place, 0)]
        if worse:
            return "detected", f"expectations: {worse[:3]}"
        lines = tables[CHECKED_FIRST]
        own = lines[lines["file"] == mutant.file]
        if told and int(own[["unreviewed_rows", "missing_rows"]].sum(axis=None)):
            return "told to be reviewed", ""
        return "silent", f"changed: {', '.join(others)}"

    @staticmethod
    def _refused(mutant: Mutant, error: AnalysisError) -> tuple[str, str]:
        if isinstance(error, CheckError):
            return "detected", str(error)[:200]
        problems = error.problems if isinstance(error, DataError) else ()
        named = [one for one in problems if one.file]
        placed = [one for one in named if one.row is not None or mutant.file == "MANIFEST.toml"]
        whole = mutant.kind in ("a header changed", "an encoding broken", "a row dropped")
        if placed or (whole and named):
            return "refused by name", str(placed[0] if placed else named[0])
        return "refused without a place", str(error)[:300]

    def _copy(self, mutant: Mutant) -> Project:
        """Return a project of the raw files, the mutant one among them, and the suites."""
        root = self.folder / f"mutant-{os.getpid()}"
        raw = root / "data" / "raw"
        shutil.copytree(self.project.raw, raw, copy_function=os.link)
        target = raw / mutant.file
        target.unlink()
        target.write_bytes(mutant.content)
        return Project(root)

    @staticmethod
    def _clean(project: Project) -> tuple[dict[str, Any], dict[str, str]]:
        from analysis.cleaning.schema import to_csv
        from analysis.pipeline import make_tables

        tables = make_tables(project)
        return tables, {name: to_csv(name, table) for name, table in tables.items()}

    def _failing(
        self, tables: Mapping[str, Any], names: Sequence[str]
    ) -> dict[tuple[str, str], int]:
        """Return by table and key how many rows do not meet each expectation that is not met."""
        from analysis.checks.validation import validate

        found = validate(tables, self.project.expectations, only=names)
        return {(one.table, one.key): max(1, one.unexpected) for one in found if not one.success}


def campaign(project: Project, scratch: Path, count: int, seed: int, workers: int) -> Outcomes:
    """Judge so many mutants of a project's raw files, a few at a time."""
    outcomes = Outcomes("mutants")
    context = multiprocessing.get_context("fork")
    with context.Pool(workers, _begin, (project, scratch)) as pool:
        judged = pool.imap_unordered(_judge, mutants(project.raw, count, seed), chunksize=8)
        for kind, file, what, outcome, said in judged:
            outcomes.note(kind, outcome, f"{file}, {what}: {said}")
    return outcomes


_judge_here: list[Judge] = []


def _begin(project: Project, scratch: Path) -> None:
    _judge_here.append(Judge(project, scratch))


def _judge(mutant: Mutant) -> tuple[str, str, str, str, str]:
    return mutant.kind, mutant.file, mutant.what, *_judge_here[0].judge(mutant)
