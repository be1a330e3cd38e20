"""The raw files of a round: what was collected, each answer with workbook, sheet and cell."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import Problem, RawDataError, UsageError
from analysis.files import csv_text
from analysis.source.answer_form import ROUND_ID
from analysis.source.raw_files import read_raw_table
from analysis.source.raw_form import ANSWER_FILES
from analysis.source.rows import RawTable

DOCUMENT = "document.toml"
KIND = "answers"

COLUMNS = {name: file.columns for name, file in ANSWER_FILES.items()}
KEYS = {name: file.key for name, file in ANSWER_FILES.items()}
"""The columns of each file, and those that make its key; an assessor's workbook has no agency."""


@dataclass(frozen=True)
class RoundFiles:
    """What is written of a round, by file."""

    round_id: str
    plan_id: str
    titles: Mapping[str, str]
    """What it is called, by language."""
    publisher: str
    language: str
    invented: bool
    rows: Mapping[str, Sequence[Mapping[str, str]]]

    def contents(self) -> dict[str, bytes]:
        """Return the files of the round's folder by name; the same rows give the same bytes."""
        texts = {name: csv_text(COLUMNS[name], self._sorted(name)) for name in COLUMNS}
        files = {f"{name}.csv": text.encode("utf-8") for name, text in texts.items()}
        files["labels.csv"] = csv_text(
            ("table", "column", *self.titles),
            [{"table": "sources", "column": "title", **self.titles}],
        ).encode("utf-8")
        return {DOCUMENT: self._document(files["workbooks.csv"]).encode("utf-8"), **files}

    def _sorted(self, name: str) -> Iterable[Mapping[str, str]]:
        return sorted(self.rows[name], key=lambda row: [row[key] for key in KEYS[name]])

    def _document(self, workbooks: bytes) -> str:
        cells: dict[str, object] = {
            "source_id": source_id(self.round_id),
            "prefix": prefix(self.round_id),
            "file": "workbooks.csv",
            "title": self.titles["en"],
            "publisher": self.publisher,
            "language": self.language,
            "kind": KIND,
            "sha256": hashlib.sha256(workbooks).hexdigest(),
            "lines": workbooks.count(b"\n"),
            "round": self.round_id,
            "plan": self.plan_id,
        }
        if self.invented:
            cells["invented"] = True
        # A JSON string is a TOML string, and so are a number and a truth.
        said = (f"{name} = {json.dumps(cell, ensure_ascii=False)}" for name, cell in cells.items())
        return "\n".join(["[document]", *said, ""])


def source_id(round_id: str) -> str:
    """Return the name of a round's folder.

    >>> source_id("2020"), prefix("2020")
    ('round-2020', 'r20')
    """
    return f"round-{round_id}"


def prefix(round_id: str) -> str:
    """Return what begins the ids of what was taken from a round."""
    return f"r{round_id[2:4]}{round_id[4:].replace('-', '')}"


def check_round_id(round_id: str) -> str:
    """Return the name of a round, or refuse one that could lead elsewhere.

    Raises
    ------
    UsageError
        It is neither a year nor a year with a word.
    """
    if not ROUND_ID.fullmatch(round_id):
        raise UsageError(
            f"--round {round_id!r}: a round is a year, as 2020, or a year with a word, as 2020-mid."
        )
    return round_id


def read_round(folder: Path) -> dict[str, RawTable]:
    """Return the rows of a round that was collected, by file.

    Raises
    ------
    UsageError
        Nothing was collected there.
    RawDataError
        A file is misformed.
    """
    if not (folder / "answers.csv").is_file():
        raise UsageError(
            f"Nothing was collected in {folder} yet. Collect the agencies' workbooks first: "
            "analysis collect FOLDER --round ROUND."
        )
    tables: dict[str, RawTable] = {}
    problems: list[Problem] = []
    for name, columns in COLUMNS.items():
        try:
            path = folder / f"{name}.csv"
            tables[name] = read_raw_table(path, f"{folder.name}/{name}.csv", columns, KEYS[name])
        except RawDataError as error:
            problems += error.problems
    if problems:
        raise RawDataError(problems)
    return tables
