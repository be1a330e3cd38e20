"""The description of a source document: its fields, and what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.errors import Problem

TEXT, WORD = "text", "docx"
FORMATS = (TEXT, WORD)
PROSE, TABLE, ANSWERS = "prose", "table", "answers"
KINDS = (PROSE, TABLE, ANSWERS)

_FORMS = {
    "source_id": r"[a-z0-9][a-z0-9-]{0,99}",
    "prefix": r"[a-z0-9]{1,20}",
    "file": r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}",
}
"""What becomes part of paths and ids."""


_REQUIRED: dict[str, type] = {
    "source_id": str,
    "prefix": str,
    "file": str,
    "title": str,
    "publisher": str,
    "language": str,
    "kind": str,
    "sha256": str,
    "lines": int,
}
_OPTIONAL: dict[str, type] = {"format": str, "invented": bool, "plan": str}
_OF_ANSWERS: dict[str, type] = {"round": str, "plan": str}
_OF_A_FILE = ("file", "sha256", "lines")
"""What a document of answers has not: it is many workbooks, each known by its own digest."""


@dataclass(frozen=True)
class SourceDocument:
    """One source document as the manifest describes it.

    ``prefix`` begins the ids of what was taken from it; ``lines`` counts line feeds, or the
    printed lines of a Word document. ``invented`` marks a document that was made up as an
    example. ``plan`` is the plan on which it reports, the first one if none is named; ``round``
    is of answers alone.
    """

    source_id: str
    prefix: str
    file: str
    title: str
    publisher: str
    language: str
    kind: str
    sha256: str
    lines: int
    format: str = TEXT
    invented: bool = False
    round: str = ""
    plan: str = ""
    folder: Path | None = field(default=None, compare=False, repr=False)
    """Where its raw files are; not part of what is known of the document."""

    @property
    def cells(self) -> tuple[str, ...]:
        """What is said of it, as text: what has not its usual value by name."""
        usual = [str(getattr(self, name)) for name in _REQUIRED]
        others = {name: getattr(self, name) for name in (*_OPTIONAL, *_OF_ANSWERS)}
        unusual = [f"{name}={value}" for name, value in others.items() if value not in _USUAL]
        return (*usual, *unusual)


_USUAL = ("", TEXT, False)


def document_of(entry: dict[str, Any], folder: Path) -> SourceDocument:
    """Return the document that a description without faults describes."""
    empty: dict[str, Any] = {"file": "", "sha256": "", "lines": 0}
    return SourceDocument(**(empty | entry), folder=folder)


def faults(entry: dict[str, Any], number: int, place: str) -> list[Problem]:
    """Return what is wrong with the description of one document."""
    answers = entry.get("kind") == ANSWERS
    required = {
        name: kind for name, kind in _REQUIRED.items() if not (answers and name in _OF_A_FILE)
    } | (_OF_ANSWERS if answers else {})
    known = _REQUIRED | required | _OPTIONAL
    if not (required.keys() <= entry.keys() <= known.keys()) or not all(
        type(cell) is known[name] for name, cell in entry.items()
    ):
        return [
            Problem(
                f"document {number} is not described as it should be",
                place,
                found=", ".join(sorted(entry)),
                expected=", ".join(f"{name} ({kind.__name__})" for name, kind in required.items()),
            )
        ]
    return [*_elsewhere(entry, number, place), *_blanks(entry, number, place)]


def _elsewhere(entry: dict[str, Any], number: int, place: str) -> Iterator[Problem]:
    for name, form in _FORMS.items():
        cell = str(entry.get(name, ""))
        if name in entry and cell and not re.fullmatch(form, cell):
            yield Problem(
                f"document {number} has a {name} that could lead elsewhere",
                place,
                found=cell,
                expected="letters, digits, points and hyphens",
            )


def _blanks(entry: dict[str, Any], number: int, place: str) -> Iterator[Problem]:
    """Yield a problem for each field that says nothing, and for words that are not known."""
    for name, cell in entry.items():
        if cell == "" and not (entry["kind"] == ANSWERS and name in _OF_A_FILE):
            yield Problem(
                f"document {number} has no {name}",
                place,
                advice=f"write the {name} between the quotes",
            )
    for name, known in (("kind", KINDS), ("format", FORMATS)):
        if entry.get(name, known[0]) not in (*known, ""):
            yield Problem(
                f"document {number} has a {name} that is not known",
                place,
                found=str(entry[name]),
                expected=", ".join(known),
            )
