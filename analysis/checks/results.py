"""What the checks found, as records that reports read without Great Expectations."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.checks.reads import EXPECTATIONS, RECOUNT, Contents, Read, Reads
from analysis.checks.rules import Severity
from analysis.cleaning.schema import SCHEMAS, from_csv
from analysis.errors import CheckError, Problem, StorageError
from analysis.files import parsed_json, read_bytes
from analysis.paths import find_project
from analysis.recount.found import Recounted

RESULTS = "results.json"


@dataclass(frozen=True)
class ExpectationResult:
    """One expectation's result: how many of the rows looked at were unexpected."""

    table: str
    order: int
    key: str
    id: str
    type: str
    column: str
    severity: Severity
    note: str
    success: bool
    rows: int
    unexpected: int
    examples: tuple[str, ...]

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> ExpectationResult:
        """Return a result that was written as JSON."""
        return cls(**{**record, "examples": tuple(record["examples"])})


class _Tables(Mapping[str, pd.DataFrame]):
    """The clean tables, each made of its text when it is first asked for."""

    def __init__(self, texts: Mapping[str, str]):
        self._texts = texts
        self._made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._made:
            self._made[name] = from_csv(name, self._texts[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(SCHEMAS)

    def __len__(self) -> int:
        return len(SCHEMAS)


@dataclass(frozen=True)
class CheckedTables:
    """The clean tables with the results of their checks, proved to belong together.

    Measures read through it, so that what a report rests on is recorded, not guessed: a whole
    table by its name, or some of its rows or columns.
    """

    tables: Mapping[str, pd.DataFrame]
    results: tuple[ExpectationResult, ...]
    digests: Mapping[str, str]
    contents: Contents = field(default_factory=Contents, repr=False, compare=False)
    reads: Reads = field(default_factory=Reads, repr=False, compare=False)

    def __getitem__(self, table: str) -> pd.DataFrame:
        self.reads.note(Read(table))
        return self.tables[table]

    def rows(
        self,
        table: str,
        column: str,
        values: Iterable[str],
        *,
        listed: bool = False,
        columns: Sequence[str] = (),
    ) -> pd.DataFrame:
        """Return the rows whose ``column``, one of ids, holds one of ``values``.

        Parameters
        ----------
        listed : whether cells are lists of ids, of which one is enough.
        columns : of the rows found, these alone; all if none is named.
        """
        if not column.endswith(("_id", "_ids")):
            raise ValueError(f"rows are asked for by ids, not by {column}")
        wanted = set(values)
        self.reads.note(Read(table, column, tuple(sorted(wanted)), listed, tuple(columns)))
        found = self.tables[table]
        if listed:
            found = found[
                found[column].map(lambda cell: not wanted.isdisjoint(cell.split(";"))).astype(bool)
            ]
        else:
            found = found[found[column].isin(wanted)]
        return found[list(columns)] if columns else found

    def columns(self, table: str, *names: str) -> pd.DataFrame:
        """Return some columns of a table, all rows."""
        self.reads.note(Read(table, columns=names))
        return self.tables[table][list(names)]

    @property
    def expectations(self) -> tuple[ExpectationResult, ...]:
        """The result of every expectation."""
        self.reads.note(Read(EXPECTATIONS))
        return self.results

    @property
    def recount(self) -> tuple[Recounted, ...]:
        """What a second route found in the raw rows, nothing withheld among it."""
        self.reads.note(Read(RECOUNT))
        rows = json.loads(self.contents.texts.get(RECOUNT, "[]"))
        return tuple(Recounted.of(row) for row in rows)

    @property
    def asked(self) -> int:
        """How many expectations there are, whatever came of them."""
        self.reads.note(Read(EXPECTATIONS, columns=("id",)))
        return len(self.results)

    @property
    def data_version(self) -> str:
        """Twelve digits of the digest of all clean tables: the same data, the same name."""
        whole = "".join(f"{name}{digest}" for name, digest in sorted(self.digests.items()))
        return hashlib.sha256(whole.encode()).hexdigest()[:12]

    @property
    def evidence_version(self) -> str:
        """Twelve digits that name what was read so far: the same evidence, the same name."""
        return self.contents.version(self.reads)


def results_json(
    expectations: Sequence[ExpectationResult],
    digests: Mapping[str, str],
    recount: Sequence[Recounted] = (),
) -> str:
    """Return the results of one round of checks as the text of their file."""
    return (
        json.dumps(
            {
                "tables": dict(sorted(digests.items())),
                "expectations": [asdict(result) for result in expectations],
                "recount": [row.record() for row in recount],
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
    )


def load_checked_tables(clean: Path, checks: Path, reads: Path | None = None) -> CheckedTables:
    """Return the clean tables and the results of their checks.

    Parameters
    ----------
    reads : the file that keeps what is read of them, if any.

    Raises
    ------
    CheckError
        The tables were changed since they were checked, or were never checked.
    """
    contents = read_contents(clean, checks)
    expectations = tuple(
        ExpectationResult.of(entry) for entry in json.loads(contents.texts[EXPECTATIONS])
    )
    digests = {name: _digest(contents.texts[name].encode()) for name in SCHEMAS}
    tables = _Tables(contents.texts)
    return CheckedTables(tables, expectations, digests, contents, Reads(reads))


def read_contents(clean: Path, checks: Path) -> Contents:
    """Return the clean tables and the results of their checks as text.

    Raises
    ------
    CheckError
        The tables were changed since they were checked, or were never checked.
    """
    path = checks / RESULTS
    if not path.is_file():
        raise CheckError(
            Problem("the clean tables have not been checked here", advice="run: analysis check")
        )
    found = parsed_json(read_bytes(path))
    texts = {
        name: json.dumps(found.get(name, []), ensure_ascii=False)
        for name in (EXPECTATIONS, RECOUNT)
    }
    changed = []
    for name in SCHEMAS:
        try:
            content = read_bytes(clean / f"{name}.csv")
        except StorageError as error:
            raise CheckError(Problem(str(error), advice="run: analysis check")) from error
        if _digest(content) != found["tables"].get(name):
            changed.append(
                Problem(
                    "the table is not the one that was checked",
                    f"data/clean/{name}.csv",
                    advice="run: analysis check",
                )
            )
        texts[name] = content.decode("utf-8")
    if changed:
        raise CheckError(changed)
    return Contents(texts)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _counted(result: ExpectationResult) -> str:
    """Return how many rows do not meet an expectation; nothing where it is not about rows."""
    return f": {result.unexpected} of {result.rows} rows do not" if result.rows else ""


def refuse_critical(expectations: Sequence[ExpectationResult]) -> None:
    """Refuse tables in which a critical expectation failed, naming each.

    Raises
    ------
    CheckError
        Table, column, the expectation in plain words, and examples.
    """
    problems = [
        Problem(
            f"{result.note} ({result.key}{_counted(result)})",
            f"data/clean/{result.table}.csv",
            column=result.column,
            found=", ".join(result.examples) or None,
            expected=result.type.removeprefix("expect_").replace("_", " "),
            advice="mend the raw rows; if the expectation is wrong, change it in "
            "analysis/checks/rules.py and run: analysis suites",
        )
        for result in expectations
        if not result.success and result.severity == "critical"
    ]
    if problems:
        raise CheckError(problems)


def open_checked_tables() -> CheckedTables:
    """Return the checked tables of the run that a notebook belongs to.

    A run says where its checks are in the variable ``ANALYSIS_CHECKS``; by hand, in
    JupyterLab, the checks of the last run or of ``analysis check`` are taken.
    """
    project = find_project()
    named = os.environ.get("ANALYSIS_CHECKS")
    places = (
        [Path(named)]
        if named
        else [
            project.outputs / "checks",
            project.outputs / "latest" / "checks",
        ]
    )
    found = [place for place in places if (place / RESULTS).is_file()]
    newest = max(found, key=lambda place: (place / RESULTS).stat().st_mtime, default=places[0])
    kept = os.environ.get("ANALYSIS_READS")
    return load_checked_tables(project.clean, newest, Path(kept) if kept else None)
