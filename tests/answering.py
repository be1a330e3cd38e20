"""Workbooks of a round as agencies send them back: filled in, spoilt, and of other formats."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

ANSWERS = 1
"""The place of the sheet of answers."""

HEADS, FIRST = 3, 5
"""The hidden row of the columns' names, and the first row of the form."""

Answers = Mapping[str, Mapping[str, object]]
"""What is typed, by target and field."""


def columns(sheet: Worksheet) -> dict[str, int]:
    """Return the columns of the sheet of answers by name."""
    return {str(cell.value): cell.column for cell in sheet[HEADS]}


def row_of(sheet: Worksheet, target_id: str) -> int:
    """Return the row of a target."""
    return next(n for n in range(FIRST, sheet.max_row + 1) if sheet.cell(n, 1).value == target_id)


def edited(content: bytes, edit: Callable[[Workbook, Worksheet], object]) -> bytes:
    """Return a workbook with something changed by hand."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    edit(book, book.worksheets[ANSWERS])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def filled(content: bytes, answers: Answers, formats: Mapping[str, str] | None = None) -> bytes:
    """Return a workbook filled in as a person does; a text that looks like a formula is one."""

    def fill(_: Workbook, sheet: Worksheet) -> None:
        places = columns(sheet)
        for target, cells in answers.items():
            for name, value in cells.items():
                cell = sheet.cell(row_of(sheet, target), places[name])
                cell.value = value
                if formats and name in formats:
                    cell.number_format = formats[name]

    return edited(content, fill)


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return a workbook in whose archive a part stands that was not there, or another one."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, part)
    return stream.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    """Return a part of a workbook's archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def calc() -> str:
    """Return why there is no LibreOffice Calc here; nothing if there is."""
    return "" if shutil.which("localc") else "LibreOffice Calc is not installed: make browser"


def converted(path: Path, kind: str, folder: Path, profile: Path) -> Path:
    """Return a file as LibreOffice writes it in another format."""
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile.absolute().as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / f"{path.stem}.{kind}"
