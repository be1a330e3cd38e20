"""The manifest of source documents: which there are, known by digest.

``MANIFEST.toml`` describes the documents that the project began with; a later one brings its
description with it, as ``document.toml`` in its own folder.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from analysis.errors import DocumentError, Problem, RawDataError, UsageError
from analysis.files import read_bytes
from analysis.source.descriptions import WORD, document_of, faults
from analysis.source.descriptions import SourceDocument as SourceDocument

MANIFEST = "MANIFEST.toml"
DESCRIPTION = "document.toml"
"""The description of one document, in the folder that is called as it is."""
EXERCISE = "EXERCISE"
"""The file that says that a copy of the project is for an exercise, with invented documents."""
COLUMNS = "columns.toml"
"""What the columns of a Word document mean, beside its description."""

LARGEST = 1_000_000
"""Bytes of a manifest."""

LARGEST_DOCUMENT = 50_000_000
"""Bytes of a source document; the longest of those that there are has 235,063."""


def read_manifest(raw: Path) -> dict[str, SourceDocument]:
    """Return the documents by source_id: those of ``MANIFEST.toml`` in its order, then the others.

    Raises
    ------
    RawDataError
        A file is not TOML, or a document lacks a field or has an unknown one, or two documents
        have one id or prefix: everything at once.
    """
    problems: list[Problem] = []
    documents: list[tuple[str, SourceDocument]] = []
    for place, number, entry in _entries(raw, problems):
        own = raw / entry["source_id"] if isinstance(entry.get("source_id"), str) else raw
        found = faults(entry, number, place)
        problems += found
        if not found:
            documents.append((place, document_of(entry, own)))
    problems += _doubles(documents)
    problems += _invented(raw, documents)
    if problems:
        raise RawDataError(problems)
    return {document.source_id: document for _, document in documents}


def _entries(raw: Path, problems: list[Problem]) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Yield each description with its file and its number in it; misformed files are problems."""
    for number, entry in enumerate(_list_of(raw / MANIFEST, problems), 1):
        yield MANIFEST, number, entry
    for path in sorted(raw.glob(f"*/{DESCRIPTION}")):
        name = f"{path.parent.name}/{DESCRIPTION}"
        one = _described(path, name, problems)
        if one is None:
            continue
        if one.get("source_id") != path.parent.name:
            problems.append(
                Problem(
                    "the folder is not called as the document in it",
                    name,
                    column="source_id",
                    found=str(one.get("source_id", "")),
                    expected=path.parent.name,
                    advice="rename the folder or mend source_id",
                )
            )
        yield name, 1, one


def _list_of(path: Path, problems: list[Problem]) -> list[dict[str, Any]]:
    try:
        entries = tomllib.loads(read_bytes(path, LARGEST).decode("utf-8"))["document"]
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise TypeError("document is not a list of tables")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        problems.append(
            Problem(
                f"not a manifest: {error}", MANIFEST, expected="[[document]] tables, UTF-8 TOML"
            )
        )
        return []
    return entries


def _described(path: Path, name: str, problems: list[Problem]) -> dict[str, Any] | None:
    """Return the one table of a ``document.toml``, or keep the problem of it."""
    try:
        content = tomllib.loads(read_bytes(path, LARGEST).decode("utf-8"))
        entry = content["document"]
        if content.keys() != {"document"} or not isinstance(entry, dict):
            raise TypeError("it holds something else than one table")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        problems.append(
            Problem(
                f"not a description of a document: {error}",
                name,
                expected="one [document] table, UTF-8 TOML",
            )
        )
        return None
    return entry


def _invented(raw: Path, documents: Sequence[tuple[str, SourceDocument]]) -> Iterator[Problem]:
    """Yield the documents that were made up, where no exercise is held."""
    if (raw / EXERCISE).is_file():
        return
    for place, document in documents:
        if document.invented:
            yield Problem(
                f"{document.source_id} is invented, and this is no exercise",
                place,
                column="invented",
                found="true",
                advice="take its folder out of data/raw; exercises are held in a copy of the "
                f"project that has a file data/raw/{EXERCISE}",
            )


def _doubles(documents: Sequence[tuple[str, SourceDocument]]) -> Iterator[Problem]:
    for name in ("source_id", "prefix"):
        first: dict[str, str] = {}
        for place, document in documents:
            given = getattr(document, name)
            if given in first:
                yield Problem(
                    f"two documents have one {name}",
                    place,
                    found=given,
                    advice=f"the other one stands in {first[given]}; each needs its own",
                )
            first.setdefault(given, place)


def known_document(documents: dict[str, SourceDocument], source_id: str) -> SourceDocument:
    """Return the document named, or refuse the name with those there are."""
    if source_id not in documents:
        raise UsageError(
            f"No document is called {source_id!r}. The manifest has: {', '.join(documents)}."
        )
    return documents[source_id]


def read_document(document: SourceDocument, path: Path) -> Sequence[str]:
    """Return a document's lines, once its bytes are proved to be those of the manifest.

    Lines of a text are split at line feeds only: other separators that Unicode knows would
    move the line numbers that every raw row cites. Those of a Word document are its printed
    paragraphs, with the tables that they stand in (:class:`analysis.source.word.lines.WordLines`).

    Raises
    ------
    DocumentError
        The SHA-256 differs from the manifest's; the message holds both. Or a Word document
        cannot be read safely, or has tracked changes that nobody has decided on.
    """
    content = read_bytes(path, LARGEST_DOCUMENT)
    found = hashlib.sha256(content).hexdigest()
    if found != document.sha256:
        raise DocumentError(
            Problem(
                f"the file is not the document {document.source_id!r} of the manifest",
                path.name,
                found=f"SHA-256 {found}",
                expected=f"SHA-256 {document.sha256}",
                advice="use the document that was transcribed; if it was revised, enter it in "
                f"data/raw/{MANIFEST} as a document of its own",
            )
        )
    if document.format == WORD:
        from analysis.source.word.lines import read_word
        from analysis.source.word_columns import read_columns

        columns = read_columns(document)
        return read_word(content, path.name, columns.tracked_changes)
    return text_lines(content, path.name)


def text_lines(content: bytes, name: str) -> list[str]:
    """Return the lines of a document saved as text."""
    try:
        return content.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise DocumentError(
            Problem("the document is not UTF-8", name, row, advice="save it as UTF-8")
        ) from error
