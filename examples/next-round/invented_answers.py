"""Invented answers in the agencies' workbooks, with the faults that people make in workbooks.

What is answered depends on the target's place in the plan alone, so that two lead agencies of one
activity answer alike. Each fault is planted in a workbook of its own, and told, so that what is
found can be held against it.
"""

from __future__ import annotations

import csv
import math
import shutil
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

SILENT, PARTLY = 6, 5
"""Every so manieth target is not answered; every so manieth number falls short."""

SHORT = 0.6
"""What is reported of a target that falls short, as a share."""

NAMES, FIRST = 3, 5
"""The hidden row of the names of columns, and the first row of answers."""

STATUSES = ("implemented", "mostly implemented", "partially implemented", "not implemented")


@dataclass(frozen=True)
class Planted:
    """A fault that was planted: its name, the workbook, and the target, if it is about one."""

    code: str
    workbook: str
    target_id: str = ""


@dataclass(frozen=True)
class Target:
    """An indicator or activity: its place, and what it asks."""

    place: int
    number: float | None
    operator: str
    budget: float | None


class Sheet:
    """The sheet of answers of a workbook, by the names of its columns and its targets."""

    def __init__(self, book: Workbook):
        self.sheet: Worksheet = book.worksheets[1]
        names = [cell.value for cell in self.sheet[NAMES]]
        self.columns = {name: place for place, name in enumerate(names, 1) if name}

    @property
    def rows(self) -> dict[str, int]:
        """The row of each target."""
        column = self.columns["target_id"]
        return {
            str(self.sheet.cell(row, column).value): row
            for row in range(FIRST, self.sheet.max_row + 1)
            if self.sheet.cell(row, column).value
        }

    def write(self, target: str, field: str, value: object) -> None:
        """Write one answer."""
        self.sheet.cell(self.rows[target], self.columns[field]).value = value

    def answered(self, field: str) -> list[str]:
        """Return the indicators that have an answer in a field."""
        column = self.columns[field]
        return [
            target
            for target, row in self.rows.items()
            if "-i" in target.rpartition("-")[2] or target.rpartition("-")[2].startswith("i")
            if self.sheet.cell(row, column).value not in (None, "—")
        ]


def targets(clean: Path, plan: str) -> dict[str, Target]:
    """Return the plan's activities and indicators in printed order."""
    activities = [one for one in _rows(clean / "activities.csv") if one["source_id"] == plan]
    indicators: dict[str, list[dict[str, str]]] = {}
    for row in _rows(clean / "indicators.csv"):
        indicators.setdefault(row["activity_id"], []).append(row)
    found: dict[str, Target] = {}
    for activity in sorted(activities, key=lambda row: int(row["source_line"])):
        budget = activity["state_budget_gel"]
        found[activity["activity_id"]] = Target(
            len(found) + 1, None, "", float(budget) if budget else None
        )
        for row in indicators.get(activity["activity_id"], []):
            number = row["target_min"] or row["target_max"]
            found[row["indicator_id"]] = Target(
                len(found) + 1, float(number) if number else None, row["operator"], None
            )
    return found


def fill(book: Workbook, asked: dict[str, Target], year: str) -> int:
    """Fill in a workbook without a fault; return how many targets are answered."""
    sheet, words = Sheet(book), _words(book)
    done = 0
    for target in sheet.rows:
        one = asked[target]
        if one.place % SILENT == 0:
            continue
        done += 1
        short = one.number is not None and one.number > 1 and one.place % PARTLY == 0
        sheet.write(target, "date", f"{year}-12")
        sheet.write(target, "evidence_document", f"Annual report {year}, invented")
        sheet.write(target, "evidence_page", f"p. {one.place}")
        status = 0
        if one.number is not None:
            value = math.ceil(one.number * SHORT) if short else math.ceil(one.number)
            sheet.write(target, "value", value)
            status = _status(value / one.number, one.operator)
        sheet.write(target, "claimed_status", words[STATUSES[status]])
        if one.budget is not None:
            sheet.write(target, "spent", one.budget)
        if short:
            sheet.write(target, "obstacle", "Invented: the contract was signed late.")
    return done


def _status(share: float, operator: str) -> int:
    """Return which of the four statuses a share of a target is, by Georgia's bands."""
    if operator == "<=":
        share = 1.0 if share <= 1 else 1 / share
    return next(place for place, least in enumerate((1.0, 0.75, 0.25, 0.0)) if share >= least)


def _words(book: Workbook) -> dict[str, str]:
    """Return the words of the drop-down for the four statuses, the best first."""
    lists = book["_lists"]
    offered = [lists.cell(row, 1).value for row in range(1, 5)]
    return dict(zip(STATUSES, offered, strict=True))


# faults


def plant(folder: Path, agencies: list[str]) -> list[Planted]:
    """Plant every fault once, in as many of the workbooks of a folder as there are.

    Parameters
    ----------
    agencies : the ids of agencies, the busiest first. The last ones' whole files are spoilt; the
        others take the faults of single answers in turn.
    """
    found: list[Planted] = []
    whole = agencies[-len(_FILES) :]
    books = {name: load_workbook(folder / f"{name}.xlsx") for name in agencies[: -len(_FILES)]}
    used: dict[str, int] = dict.fromkeys(books, 0)
    for code, fault in _FAULTS.items():
        name = min(
            (one for one in books if len(Sheet(books[one]).answered("value")) > 2 * used[one]),
            key=lambda one: used[one],
        )
        sheet = Sheet(books[name])
        target = sheet.answered("value")[used[name]]
        used[name] += 1
        found.append(Planted(code, f"{name}.xlsx", fault(sheet, target) or ""))
    for name, book in books.items():
        book.save(folder / f"{name}.xlsx")
    for (code, spoil), name in zip(_FILES.items(), whole, strict=True):
        found += [Planted(code, path) for path in spoil(folder / f"{name}.xlsx")]
    return found


Fault = Callable[[Sheet, str], str]
"""Spoils an answer about a target, or its sheet; returns the target that it is told of."""


def _cell(field: str, value: object) -> Fault:
    """Return a fault in one answer of a field: another value in it."""

    def spoil(sheet: Sheet, target: str) -> str:
        sheet.write(target, field, value)
        return target

    return spoil


def _merged(sheet: Sheet, target: str) -> str:
    row, column = sheet.rows[target], sheet.columns["evidence_document"]
    sheet.sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + 1)
    return target


def _row_gone(sheet: Sheet, target: str) -> str:
    sheet.sheet.delete_rows(sheet.rows[target])
    return target


def _row_twice(sheet: Sheet, target: str) -> str:
    row, last = sheet.rows[target], sheet.sheet.max_row + 1
    for cell in list(sheet.sheet[row]):
        new = sheet.sheet.cell(last, cell.column)
        new.value, new.number_format = cell.value, cell.number_format
        new.protection = copy(cell.protection)
    sheet.sheet.cell(last, sheet.columns["value"]).value = 1
    return target


def _without_evidence(sheet: Sheet, target: str) -> str:
    """A claim that all was done, with a value to it, and no document."""
    sheet.write(target, "claimed_status", sheet.sheet.parent["_lists"].cell(1, 1).value)
    sheet.write(target, "evidence_document", None)
    return target


def _georgian(sheet: Sheet, target: str) -> str:
    """A number with a decimal comma, as Georgian documents print it: to be read as it is."""
    value = sheet.sheet.cell(sheet.rows[target], sheet.columns["value"]).value
    sheet.write(target, "value", f"{value},0")
    return target


def _columns_moved(sheet: Sheet, _: str) -> str:
    """Two columns change places: to be found by their names, not to be mended."""
    one, other = sheet.columns["obstacle"], sheet.columns["comment"]
    for row in range(NAMES, sheet.sheet.max_row + 1):
        first, second = sheet.sheet.cell(row, one), sheet.sheet.cell(row, other)
        first.value, second.value = second.value, first.value
    return ""


_FAULTS: dict[str, Fault] = {
    "number_unread": _cell("value", "many"),
    "number_ambiguous": _cell("value", 1.234),
    "number_negative": _cell("value", -3),
    "formula_in_cell": _cell("value", "=1+1"),
    "status_unknown": _cell("claimed_status", "nearly done"),
    "date_unread": _cell("date", "soon"),
    "unit_unknown": _cell("unit", "heaps"),
    "merged": _merged,
    "locked_changed": _cell("target", "at least 1"),
    "row_missing": _row_gone,
    "row_twice": _row_twice,
    "evidence_missing": _without_evidence,
    "read_otherwise": _georgian,
    "columns_moved": _columns_moved,
}
"""Faults in an answer, in a row or in the sheet, by the name under which they are told."""


def _damaged(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    yield path.name


def _old(path: Path) -> Iterator[str]:
    """The beginning of the files that Excel wrote until 2003."""
    old = path.with_suffix(".xls")
    path.unlink()
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2048)
    yield old.name


def _two_versions(path: Path) -> Iterator[str]:
    second = path.with_name(f"{path.stem} final.xlsx")
    shutil.copy(path, second)
    book = load_workbook(second)
    sheet = Sheet(book)
    sheet.write(sheet.answered("evidence_page")[0], "evidence_page", "p. 99")
    book.save(second)
    yield path.name
    yield second.name


def _another_round(path: Path) -> Iterator[str]:
    book = load_workbook(path)
    hidden = book["_round"]
    for row in hidden.iter_rows(max_row=20):
        if row[0].value == "round":
            row[1].value = "2018"
    book.save(path)
    yield path.name


_FILES: dict[str, Callable[[Path], Iterator[str]]] = {
    "damaged": _damaged,
    "old_xls": _old,
    "two_versions": _two_versions,
    "other_round": _another_round,
}
"""Faults of a whole file."""


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


WHOLE = ("damaged", "old_xls", "two_versions", "other_round", "row_missing", "row_twice", "merged")
"""Faults that let other things be told of the same workbook."""

_STRENGTHS = ("direct", "direct", "partial", "")


def assess(book: Workbook) -> None:
    """Fill in the assessor's workbook: two in four direct, one partial, one not assessed."""
    sheet = Sheet(book)
    words = _strength_words(book)
    for place, target in enumerate(sheet.rows):
        strength = _STRENGTHS[place % len(_STRENGTHS)]
        if not strength or not _claimed(sheet, target):
            continue
        sheet.write(target, "strength", words[strength])
        sheet.write(target, "assessed_status", _words(book)["implemented"])
        sheet.write(
            target, "difference", "Invented: a part only" if strength == "partial" else None
        )
        sheet.write(target, "reason", "Invented: the document was seen.")
        sheet.write(target, "assessor", "Example")
        sheet.write(target, "assessed_on", "01.03.2021")


def _claimed(sheet: Sheet, target: str) -> bool:
    return sheet.sheet.cell(sheet.rows[target], sheet.columns["claimed"]).value not in (
        None,
        "",
        "—",
    )


def _strength_words(book: Workbook) -> dict[str, str]:
    """Return the words of the drop-down for the strengths."""
    lists = book["_lists"]
    for column in lists.iter_cols():
        said = [cell.value for cell in column if cell.value]
        if len(said) == 4 and any("direct" in str(word) for word in said):
            return dict(zip(("direct", "partial", "contextual", "none"), said, strict=True))
    raise SystemExit("the assessor's workbook offers no strengths")
