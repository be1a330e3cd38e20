"""Reads: which rows of the clean tables a report has read, recorded as it reads them.

A read is a question that can be asked again of other tables: when its answer is the same, so
is whatever was made of it. Only questions are recorded, never answers that a person typed in.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.files import append_line, read_bytes

EXPECTATIONS = "expectations"
"""The name under which the results of the checks are read, as if they were a table."""

RECOUNT = "recount"
"""The same for what a second route found in the raw rows."""

_KEPT = (EXPECTATIONS, RECOUNT)


@dataclass(frozen=True, order=True)
class Read:
    """A question asked of a clean table: all of it, or some of its rows and columns."""

    table: str
    column: str = ""
    """Of rows, those whose cell of this column is one of ``values``; all if empty."""
    values: tuple[str, ...] = ()
    listed: bool = False
    """Whether the cells of ``column`` are lists, of which one value is enough."""
    columns: tuple[str, ...] = ()
    """Of columns, these; all if empty."""

    def answer(self, rows: Iterable[Mapping[str, str]]) -> list[tuple[str, ...]]:
        """Return the cells that answer the question, in the order of the table."""
        wanted = set(self.values)
        return [
            tuple(row[name] for name in self.columns) if self.columns else tuple(row.values())
            for row in rows
            if not self.column
            or not wanted.isdisjoint(
                row[self.column].split(";") if self.listed else (row[self.column],)
            )
        ]

    @property
    def words(self) -> str:
        """The question for a person."""
        parts = [self.table]
        if self.columns:
            parts.append(f"({', '.join(self.columns)})")
        if self.column:
            shown = ", ".join(self.values[:3]) + (", …" if len(self.values) > 3 else "")
            parts.append(f"where {self.column} is {shown or 'nothing'}")
        return " ".join(parts)

    def record(self) -> dict[str, Any]:
        """Return the question as JSON keeps it."""
        found = {name: value for name, value in asdict(self).items() if value}
        return {name: list(v) if isinstance(v, tuple) else v for name, v in found.items()}

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Read:
        """Return the question that a record of JSON keeps."""
        found = dict(record)
        for name in ("values", "columns"):
            found[name] = tuple(found.get(name, ()))
        return cls(**found)


@dataclass(frozen=True)
class Contents:
    """The clean tables and the results of their checks as text, to ask questions of."""

    texts: Mapping[str, str] = field(default_factory=dict)
    """By table its CSV; under ``expectations`` and ``recount`` what the checks kept, as JSON."""

    def tables(self) -> dict[str, str]:
        """Return the CSV of every table."""
        return {name: text for name, text in self.texts.items() if name not in _KEPT}

    @cached_property
    def _parsed(self) -> dict[str, list[dict[str, str]]]:
        return {}

    def _rows(self, table: str) -> list[dict[str, str]]:
        if table not in self._parsed:
            text = self.texts.get(table, "")
            self._parsed[table] = (
                json.loads(text or "[]")
                if table in _KEPT
                else list(csv.DictReader(io.StringIO(text)))
            )
        return self._parsed[table]

    def digest(self, read: Read) -> str:
        """Return the SHA-256 of a question's answer; of nothing, where there is no such table."""
        if read.table in _KEPT and not read.columns:
            return hashlib.sha256(self.texts.get(read.table, "").encode()).hexdigest()
        rows = self._rows(read.table)
        if rows and not {read.column, *read.columns} <= {"", *rows[0]}:
            return ""
        return hashlib.sha256(
            json.dumps(read.answer(rows), ensure_ascii=False).encode()
        ).hexdigest()

    def version(self, reads: Iterable[Read]) -> str:
        """Return twelve digits that name questions together with their answers."""
        asked = [[read.record(), self.digest(read)] for read in sorted(set(reads))]
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:12]


class Reads:
    """The questions asked so far, each once; kept in a file too, if there is one."""

    def __init__(self, path: Path | None = None):
        self._asked: dict[Read, None] = {}
        self._path = path

    def __iter__(self) -> Any:
        return iter(self._asked)

    def note(self, read: Read) -> None:
        """Record a question."""
        if read in self._asked:
            return
        self._asked[read] = None
        if self._path:
            append_line(self._path, json.dumps(read.record(), ensure_ascii=False))


def read_reads(path: Path) -> tuple[Read, ...]:
    """Return the questions that a file keeps, sorted; none if there is no such file."""
    if not path.is_file():
        return ()
    lines = read_bytes(path).decode("utf-8").splitlines()
    return tuple(sorted({Read.of(json.loads(line)) for line in lines}))
