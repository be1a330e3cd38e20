"""The steps from source documents to raw rows: extract, audit, and the documents' fingerprints.

Imports stand inside the steps where they are slow, as in :mod:`analysis.pipeline`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import (
    AuditError,
    DocumentError,
    ExtractionError,
    Problem,
    StorageError,
)
from analysis.files import replace_files
from analysis.paths import Project

if TYPE_CHECKING:
    from analysis.source.audit import DocumentAudit
    from analysis.source.reviewing import FileReview

Say = Callable[[str], None]


@dataclass(frozen=True)
class ExtractionOutcome:
    """What an extraction wrote: how many rows of which file, and which files changed."""

    rows: dict[str, int]
    changed: tuple[str, ...]


def extract(project: Project, source_id: str, document: Path) -> ExtractionOutcome:
    """Read a table document and write its raw rows; what is ours is never overwritten."""
    from analysis.source import extraction, manifest

    known = manifest.known_document(manifest.read_manifest(project.raw), source_id)
    taken = extraction.extract(known, manifest.read_document(known, document))
    folder = project.raw / source_id
    contents = {name: text.encode("utf-8") for name, text in taken.files.items()}
    changed = tuple(
        name
        for name, content in contents.items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != content
    )
    replace_files(folder, contents)
    rows = {name: len(table) for name, table in taken.rows.items()}
    return ExtractionOutcome(rows, changed)


def audit(project: Project, documents: Path, say: Say) -> list[DocumentAudit]:
    """Prove the raw rows against the documents of a folder, both ways.

    Raises
    ------
    AuditError
        A token is not where its row says, a printed number is unexplained, or the
        fingerprints are not those of the documents.
    """
    from analysis.cleaning.notation import is_number_word
    from analysis.source.audit import audit_document
    from analysis.source.delivery import read_delivery
    from analysis.source.descriptions import ANSWERS
    from analysis.source.fingerprints import refuse_stale
    from analysis.source.manifest import read_document

    delivery = read_delivery(project.raw)
    results: list[DocumentAudit] = []
    problems: list[Problem] = []
    for document in delivery.documents.values():
        if document.kind == ANSWERS:
            continue
        try:
            lines = read_document(document, documents / document.file)
            found = audit_document(document, lines, delivery, is_number_word)
        except (DocumentError, ExtractionError) as error:
            problems += error.problems
            continue
        except StorageError as error:
            problems.append(Problem(str(error), document.file))
            continue
        results.append(found)
        problems += found.problems
        say(
            f"{found.source_id}: {found.rows} raw tokens looked up, {found.tokens} printed "
            f"numbers, {len(found.unexplained)} unexplained, {len(found.misplaced)} not agreeing"
        )
    if problems:
        raise AuditError(problems)
    refuse_stale(documents, delivery, is_number_word)
    return results


def review(project: Project, *, accept: bool = False) -> list[FileReview]:
    """Return which raw rows nobody has reviewed as they are.

    Parameters
    ----------
    accept : whether to keep from now on that all rows were reviewed as they are; what is returned
        is how it was before.

    Raises
    ------
    RawDataError
        The raw files are misformed, or a cell cannot be read: there is nothing to review.
    """
    from analysis.cleaning.tables import clean
    from analysis.source import reviewing
    from analysis.source.delivery import read_delivery
    from analysis.source.raw_form import REVIEWED

    delivery = read_delivery(project.raw)
    clean(delivery)
    if accept:
        replace_files(project.raw, {f"{REVIEWED}.csv": reviewing.reviewed(delivery).encode()})
    return reviewing.review(delivery)


def fingerprint(project: Project, documents: Path) -> int:
    """Write the fingerprints of the documents' wording; return how many there are."""
    from analysis.cleaning.notation import is_number_word
    from analysis.source import fingerprints
    from analysis.source.delivery import read_delivery

    taken = fingerprints.of_folder(documents, read_delivery(project.raw), is_number_word)
    folder = project.root / "analysis" / "source"
    replace_files(folder, {fingerprints.FILE: taken.text.encode("utf-8")})
    return len(taken.marks)
