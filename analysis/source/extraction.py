"""Extraction of table documents: a document's lines in, its raw files out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from analysis.errors import ExtractionError, Problem, UsageError
from analysis.files import csv_text
from analysis.source import plan_tokens
from analysis.source.locating import LOCATOR_COLUMNS, LOCATORS, locator_rows
from analysis.source.manifest import SourceDocument
from analysis.source.plan_forms import Plan, read_plan
from analysis.source.plan_grid import Cell
from analysis.source.plan_rows import COLUMNS, PlanRow
from analysis.source.word.lines import WordLines

_T = TypeVar("_T")

EMPTY = "empty"
ABSENT = "absent"

NAME_ROLES = ("lead", "partner", "donor")

RAW_COLUMNS: dict[str, tuple[str, ...]] = {
    "headings": ("source_line", "kind", "label_raw"),
    "activities": (
        "source_line",
        "chapter_line",
        "chapter_raw",
        "section_line",
        "section_raw",
        "block_line",
        "objective_line",
        "objective_no_raw",
        "objective_titled",
        "activity_no_raw",
        *COLUMNS,
        "verification",
    ),
    "names": ("activity_line", "role", "source_line", "name_raw"),
    "deadlines": ("activity_line", "source_line", "deadline_raw"),
    "budgets": ("activity_line", "column", "source_line", "mark", "token_raw"),
    "indicators": (
        "activity_line",
        "indicator_no",
        "source_line",
        "target_line",
        "target_raw",
        "after_source_label",
        "alternative",
    ),
    "risks": ("activity_line", "risk_no", "source_line"),
    "notes": ("activity_line", "source_line", "kind"),
    "abbreviations": ("source_line", "short_raw", "name_raw"),
}
"""The raw files of an action plan and their columns, in order."""


@dataclass(frozen=True)
class Extraction:
    """What was taken from a document: the text of each raw file by name."""

    files: dict[str, str]
    rows: dict[str, list[dict[str, str]]]


def extract(document: SourceDocument, lines: Sequence[str]) -> Extraction:
    """Return the raw files of a table document.

    Raises
    ------
    UsageError
        The document is prose: it was transcribed by hand, twice.
    ExtractionError
        Its structure is not what extraction expects.
    """
    if document.kind != "table":
        raise UsageError(
            f"{document.source_id} is {document.kind}: its figures are transcribed by hand "
            "(docs/transcription.md). Only table documents are extracted."
        )
    try:
        plan = read_plan(document, lines)
        tables = _tables(plan)
    except ExtractionError as error:
        raise ExtractionError(
            [_cited(problem, document, lines) for problem in error.problems]
        ) from error
    columns = dict(RAW_COLUMNS)
    if isinstance(lines, WordLines):
        tables[LOCATORS] = locator_rows(lines, tables)
        columns[LOCATORS] = LOCATOR_COLUMNS
    files = {f"{name}.csv": csv_text(columns[name], rows) for name, rows in tables.items()}
    return Extraction(files, tables)


def _cited(problem: Problem, document: SourceDocument, lines: Sequence[str]) -> Problem:
    """Return a problem with the file it is in; Word shows no lines, so the table's cell is said."""
    file = problem.file or document.file
    row = problem.row
    if isinstance(lines, WordLines) and file == document.file and row and row <= len(lines):
        return replace(problem, file=file, what=f"{problem.what} ({lines.place(row)})")
    return replace(problem, file=file)


def _tables(plan: Plan) -> dict[str, list[dict[str, str]]]:
    rows = plan.rows
    return {
        "headings": [
            {"source_line": str(one.line), "kind": one.kind, "label_raw": one.label}
            for one in plan.headings
        ],
        "activities": [_activity(row) for row in rows],
        "names": [entry for row in rows for entry in _names(row)],
        "deadlines": [
            {"source_line": str(token.line), "deadline_raw": token.text} | _of(row)
            for row in rows
            for token in _read(row, "deadline", plan_tokens.read_dates)
        ],
        "budgets": [entry for row in rows for entry in _budgets(row)],
        "indicators": [entry for row in rows for entry in _indicators(row)],
        "risks": [
            {"risk_no": str(number), "source_line": str(line)} | _of(row)
            for row in rows
            for number, line in enumerate(_read(row, "risk", plan_tokens.read_risks), 1)
        ],
        "notes": [entry for row in rows for entry in _notes(row)],
        "abbreviations": list(_abbreviations(plan.abbreviations)),
    }


def _of(row: PlanRow) -> dict[str, str]:
    return {"activity_line": str(row.line)}


def _read(row: PlanRow, column: str, reader: Callable[[Cell], list[_T]]) -> list[_T]:
    cell = row.cells.get(column)
    return reader(cell) if cell and not cell.blank else []


def _activity(row: PlanRow) -> dict[str, str]:
    return {
        "source_line": str(row.line),
        "chapter_line": str(row.chapter.line) if row.chapter else "",
        "chapter_raw": row.chapter.label if row.chapter else "",
        "section_line": str(row.section.line) if row.section else "",
        "section_raw": row.section.label if row.section else "",
        "block_line": str(row.block_line or ""),
        "objective_line": str(row.objective_line or ""),
        "objective_no_raw": row.objective_no,
        "objective_titled": str(row.objective_titled).lower() if row.objective_no else "",
        "activity_no_raw": row.activity_no,
        **{column: _state(row.cells.get(column)) for column in COLUMNS},
        "verification": _verification(row),
    }


def _state(cell: Cell | None) -> str:
    """Return the line of a cell's text, or whether the cell is empty or absent."""
    if cell is None:
        return ABSENT
    return EMPTY if cell.blank else str(cell.first_text_line)


def _verification(row: PlanRow) -> str:
    cell = row.cells.get("indicators")
    line = plan_tokens.read_source_label(cell) if cell else None
    return str(line) if line else EMPTY


def _names(row: PlanRow) -> Iterator[dict[str, str]]:
    for role in NAME_ROLES:
        for token in _read(row, role, plan_tokens.read_names):
            yield _of(row) | _name(role, token)
    note = row.cells.get("note")
    for token in plan_tokens.read_note(note)[1] if note else ():
        yield _of(row) | _name("reporting", token)


def _name(role: str, token: plan_tokens.Token) -> dict[str, str]:
    return {"role": role, "source_line": str(token.line), "name_raw": token.text}


def _budgets(row: PlanRow) -> Iterator[dict[str, str]]:
    for column in ("state_budget", "donor_budget"):
        for token in _read(row, column, plan_tokens.read_budget):
            yield _of(row) | {
                "column": column,
                "source_line": str(token.line),
                "mark": token.mark,
                "token_raw": token.text,
            }


def _indicators(row: PlanRow) -> Iterator[dict[str, str]]:
    for number, found in enumerate(_read(row, "indicators", plan_tokens.read_indicators), 1):
        yield _of(row) | {
            "indicator_no": str(number),
            "source_line": str(found.line),
            "target_line": str(found.target.line) if found.target else "",
            "target_raw": found.target.text if found.target else "",
            "after_source_label": str(found.after_source_label).lower(),
            "alternative": str(found.alternative).lower(),
        }


def _notes(row: PlanRow) -> Iterator[dict[str, str]]:
    note = row.cells.get("note")
    if note and not note.blank:
        reporting, _ = plan_tokens.read_note(note)
        yield _of(row) | {
            "source_line": str(reporting or note.first_text_line),
            "kind": "reporting" if reporting else "condition",
        }


def _abbreviations(cells: Sequence[Cell]) -> Iterator[dict[str, str]]:
    """Yield the pairs of short and full names listed before the first heading."""
    if len(cells) % 2:
        raise ExtractionError(
            Problem(
                f"the abbreviation in line {cells[-1].line} has no name",
                row=cells[-1].line,
                expected="a cell with the short form, then one with the name",
            )
        )
    for short, name in zip(cells[::2], cells[1::2], strict=True):
        yield {
            "source_line": str(short.line),
            "short_raw": " ".join(short.text.split()),
            "name_raw": " ".join(name.text.split()),
        }
