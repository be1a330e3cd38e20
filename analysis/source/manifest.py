"""The manifest of source documents: which five there are, known by digest."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from analysis.errors import DocumentError, Problem, RawDataError, UsageError
from analysis.files import read_bytes

MANIFEST = "MANIFEST.toml"

LARGEST = 1_000_000
"""Bytes of a manifest."""

LARGEST_DOCUMENT = 50_000_000
"""Bytes of a source document; the longest of those that there are has 235,063."""

_FORMS = {
    "source_id": r"[a-z0-9][a-z0-9-]{0,99}",
    "prefix": r"[a-z0-9]{1,20}",
    "file": r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}",
}
"""What becomes part of paths and ids."""


@dataclass(frozen=True)
class SourceDocument:
    """One source document as the manifest describes it.

    ``prefix`` begins the ids of what was taken from it; ``lines`` counts line feeds.
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


def read_manifest(raw: Path) -> dict[str, SourceDocument]:
    """Return the documents of ``MANIFEST.toml`` by source_id, in its order.

    Raises
    ------
    RawDataError
        The file is not TOML, or a document lacks a field or has an unknown one.
    """
    path = raw / MANIFEST
    try:
        entries = tomllib.loads(read_bytes(path, LARGEST).decode("utf-8"))["document"]
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise TypeError("document is not a list of tables")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RawDataError(
            Problem(
                f"not a manifest: {error}", MANIFEST, expected="[[document]] tables, UTF-8 TOML"
            )
        ) from error
    documents = [_document(entry, number) for number, entry in enumerate(entries, 1)]
    for name in ("source_id", "prefix"):
        given = [getattr(document, name) for document in documents]
        if len(set(given)) < len(given):
            raise RawDataError(
                Problem(f"two documents have one {name}", MANIFEST, found=", ".join(given))
            )
    return {document.source_id: document for document in documents}


def _document(entry: dict[str, object], number: int) -> SourceDocument:
    kinds = {field.name: int if field.name == "lines" else str for field in fields(SourceDocument)}
    if entry.keys() != kinds.keys() or not all(
        isinstance(entry[name], kind) for name, kind in kinds.items()
    ):
        raise RawDataError(
            Problem(
                f"document {number} is not described as it should be",
                MANIFEST,
                found=", ".join(sorted(entry)),
                expected=", ".join(f"{name} ({kind.__name__})" for name, kind in kinds.items()),
            )
        )
    for name, form in _FORMS.items():
        if not re.fullmatch(form, str(entry[name])):
            raise RawDataError(
                Problem(
                    f"document {number} has a {name} that could lead elsewhere",
                    MANIFEST,
                    found=str(entry[name]),
                    expected="letters, digits, points and hyphens",
                )
            )
    return SourceDocument(**entry)  # type: ignore[arg-type]


def known_document(documents: dict[str, SourceDocument], source_id: str) -> SourceDocument:
    """Return the document named, or refuse the name with those there are."""
    if source_id not in documents:
        raise UsageError(
            f"No document is called {source_id!r}. The manifest has: {', '.join(documents)}."
        )
    return documents[source_id]


def read_document(document: SourceDocument, path: Path) -> list[str]:
    """Return a document's lines, once its bytes are proved to be those of the manifest.

    Lines are split at line feeds only: other separators that Unicode knows would
    move the line numbers that every raw row cites.

    Raises
    ------
    DocumentError
        The SHA-256 differs from the manifest's; the message holds both.
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
    try:
        return content.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise DocumentError(
            Problem("the document is not UTF-8", path.name, row, advice="save it as UTF-8")
        ) from error
