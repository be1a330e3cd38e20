"""The steps by which what a person has completed is passed on: all of it at once, or nothing.

Imports stand inside the steps where they are slow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import intake
from analysis.drafting import unit_words
from analysis.errors import AuditError, Problem, RawDataError, UsageError
from analysis.files import csv_text, read_bytes, replace_files
from analysis.paths import Project

if TYPE_CHECKING:
    from analysis.cleaning.drafted_figures import Accepted
    from analysis.source.manifest import SourceDocument


def accept(project: Project, source_id: str, draft: Path, document: Path | None) -> dict[str, int]:
    """Pass a completed draft on into the raw files of a prose document; return the rows of each.

    With the document at hand every row is proved against it first.

    Raises
    ------
    RawDataError, AuditError
        Rows were not decided on or cannot be used, or do not agree with the document: all at
        once, and nothing is written.
    """
    from analysis.cleaning import drafted_figures
    from analysis.source import manifest
    from analysis.source.completed import read_completed
    from analysis.source.descriptions import PROSE, WORD
    from analysis.source.raw_files import read_raw_table
    from analysis.source.raw_form import OWN_FILES

    known = manifest.known_document(manifest.read_manifest(project.raw), source_id)
    if known.kind != PROSE:
        raise UsageError(f"{source_id} is {known.kind}: figures are those of prose documents.")
    if known.format == WORD and document is None:
        raise UsageError("Give --document FILE: where lines stand in Word is read from it.")
    _refuse_transcribed(project, source_id)
    table = read_completed(draft, drafted_figures.COLUMNS, drafted_figures.KEY)
    wanted = OWN_FILES["annotations/figures"]
    own = read_raw_table(
        project.raw / "annotations/figures.csv", "data/raw/annotations/figures.csv",
        wanted.columns, wanted.key,
    )  # fmt: skip
    ids = {row["figure_id"] for row in own.rows}
    taken = drafted_figures.accepted(table.rows, known.prefix, ids)
    files = _raw_files(known, taken)
    if document is not None:
        files |= _proved(known, files, document)
    contents = {f"{source_id}/{name}.csv": text.encode() for name, (_, text) in files.items()}
    contents |= _appended(project, source_id, {"annotations/figures": taken.stubs})
    replace_files(project.raw, contents)
    return {name: len(rows) for name, (rows, _) in files.items()}


Made = dict[str, tuple[list[dict[str, str]], str]]


def _refuse_transcribed(project: Project, source_id: str) -> None:
    there = project.raw / source_id / "figures.csv"
    if there.is_file():
        raise UsageError(
            f"{project.relative(there)} is there already: {source_id} was transcribed. Mend its "
            "rows by hand, or move the file away to begin again."
        )


def _raw_files(document: SourceDocument, taken: Accepted) -> Made:
    from analysis.source.raw_form import PROSE_FILES

    rows = {"figures": taken.figures, "non_figures": taken.non_figures}
    return {name: (rows[name], csv_text(PROSE_FILES[name].columns, rows[name])) for name in rows}


def _proved(document: SourceDocument, files: Made, path: Path) -> Made:
    """Hold rows against their document, and return the locators that they need."""
    from analysis.cleaning.notation import is_number_word
    from analysis.source.audit import audit_document
    from analysis.source.delivery import Delivery
    from analysis.source.locating import LOCATOR_COLUMNS, LOCATORS, locator_rows
    from analysis.source.manifest import read_document
    from analysis.source.raw_form import PROSE_FILES
    from analysis.source.rows import RawRow, RawTable
    from analysis.source.word.lines import WordLines

    lines = read_document(document, path)
    made: Made = {}
    if isinstance(lines, WordLines):
        rows = locator_rows(lines, {name: rows for name, (rows, _) in files.items()})
        made[LOCATORS] = (rows, csv_text(LOCATOR_COLUMNS, rows))
    columns = {name: PROSE_FILES[name].columns for name in files} | {LOCATORS: LOCATOR_COLUMNS}
    tables = {
        f"{document.source_id}/{name}": RawTable(
            f"{name}.csv",
            columns[name],
            [RawRow(f"{name}.csv", at, row) for at, row in enumerate(rows, 2)],
        )
        for name, (rows, _) in (files | made).items()
    }
    delivery = Delivery({document.source_id: document}, tables)
    found = audit_document(document, lines, delivery, is_number_word)
    if found.problems:
        raise AuditError(found.problems)
    return made


def _appended(
    project: Project, source_id: str, added: Mapping[str, Sequence[Mapping[str, str]]]
) -> dict[str, bytes]:
    """Return raw files with rows added at their ends, what is there left as it is.

    What is written about a document that has a folder with its description stands there too, so
    that the folder can be taken out again.
    """
    from analysis.source.manifest import DESCRIPTION
    from analysis.source.raw_form import OWN_FILES, READINGS, READINGS_FILE

    contents = {}
    apart = (project.raw / source_id / DESCRIPTION).is_file()
    for name, rows in added.items():
        place = f"{source_id}/{name}" if apart and name in OWN_FILES else name
        path = project.raw / f"{place}.csv"
        columns = (READINGS_FILE if name == READINGS else OWN_FILES[name]).columns
        before = read_bytes(path) if path.is_file() else b""
        if before:
            columns = tuple(before.decode("utf-8").split("\n", 1)[0].strip().split(","))
            before = before if before.endswith(b"\n") else before + b"\n"
        header, _, body = csv_text(columns, rows).partition("\n")
        contents[f"{place}.csv"] = (before or f"{header}\n".encode()) + body.encode()
    return contents


def complete(project: Project, source_id: str, document: Path, file: Path) -> dict[str, int]:
    """Write the answers of a completed file where they belong; return how many rows by file.

    Raises
    ------
    RawDataError
        A row has no answer or one that cannot be used: all at once, and nothing is written.
    """
    from analysis.cleaning import completion
    from analysis.cleaning.completing import asked
    from analysis.source.completed import read_completed
    from analysis.source.delivery import read_delivery

    intake.extract(project, source_id, document)
    delivery = read_delivery(project.raw)
    table = read_completed(file, completion.COLUMNS, completion.KEY)
    wanted = asked(delivery, source_id, unit_words())
    added = completion.answered(wanted, table.rows, file.name, delivery)
    replace_files(project.raw, _appended(project, source_id, added))
    return {name: len(rows) for name, rows in added.items()}


def to_complete(project: Project, source_id: str) -> tuple[Path | None, int, list[Problem]]:
    """Write what a plan asks of a person; return where, how much, and what cannot be asked so.

    Answers that were given in an earlier such file are kept.
    """
    from analysis.cleaning import completion
    from analysis.cleaning.completing import asked
    from analysis.cleaning.tables import clean
    from analysis.source import completed
    from analysis.source.completed import read_completed
    from analysis.source.delivery import read_delivery

    place = project.outputs / "intake" / source_id / "to-complete.csv"
    try:
        delivery = read_delivery(project.raw)
        wanted = asked(delivery, source_id, unit_words())
        problems: list[Problem] = []
        try:
            clean(delivery)
        except RawDataError as error:
            problems = list(error.problems)
    except RawDataError as error:
        return None, 0, list(error.problems)
    told = {(one.file, row, one.column) for one in wanted for row in one.rows}
    others = [one for one in problems if (one.file, one.row, one.column) not in told]
    if not wanted:
        return None, 0, others
    before: dict[tuple[str, ...], str] = {}
    if place.is_file():
        table = read_completed(place, completion.COLUMNS, completion.KEY)
        before = {completion.key_of(row): row["answer"] for row in table.rows}
    rows = completion.as_rows(wanted, before)
    replace_files(place.parent, {place.name: completed.to_complete(completion.COLUMNS, rows)})
    return place, len(rows), others


def asides(project: Project, source_id: str, document: Path) -> tuple[Path | None, dict[str, int]]:
    """Write what stands in a Word document and in none of its lines; count it by kind."""
    from analysis.source import completed
    from analysis.source.manifest import known_document, read_document, read_manifest
    from analysis.source.word.lines import WordLines

    known = known_document(read_manifest(project.raw), source_id)
    lines = read_document(known, document)
    if not isinstance(lines, WordLines) or not lines.asides:
        return None, {}
    rows = [
        {"kind": one.kind, "place": one.place, "number": one.key, "text": one.text}
        for one in lines.asides
        if one.text
    ]
    folder = project.outputs / "intake" / source_id
    content = completed.to_complete(("kind", "place", "number", "text"), rows)
    replace_files(folder, {"not-placed.csv": content})
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["kind"]] = counts.get(row["kind"], 0) + 1
    return folder / "not-placed.csv", counts
