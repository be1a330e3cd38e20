"""The delivery: every raw file there has to be, read and refused as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from analysis.errors import Problem, RawDataError, StorageError
from analysis.source.descriptions import ANSWERS, WORD
from analysis.source.locating import LOCATORS
from analysis.source.manifest import SourceDocument, read_manifest
from analysis.source.raw_files import key_problems, read_raw_table
from analysis.source.raw_form import (
    FILES_OF,
    LIST_FILE,
    LOCATOR_FILE,
    OWN_FILES,
    READINGS,
    READINGS_FILE,
    REVIEWED,
    RawFile,
)
from analysis.source.rows import RawRow, RawRows, RawTable


@dataclass(frozen=True)
class Delivery:
    """All raw data: the manifest, and every table by its path without ``.csv``."""

    documents: dict[str, SourceDocument]
    tables: dict[str, RawTable]

    @cached_property
    def _joined(self) -> dict[str, RawRows]:
        """What we wrote ourselves: for all documents, and in the folder of one of them."""
        return {
            name: RawRows.joined([self.tables[name].by_column, *more])
            for name in OWN_FILES
            if (more := [self.tables[one].by_column for one in _beside(name, self)])
        }

    def by_column(self, name: str) -> RawRows:
        """Return the rows of one raw file, such as ``organisations``, kept by column.

        Of what we wrote ourselves, rows in the folders of documents follow the others.
        """
        return self._joined.get(name) or self.tables[name].by_column

    def rows(self, name: str) -> Sequence[RawRow]:
        """Return the rows of one raw file, as :meth:`by_column`."""
        return self._joined.get(name) or self.tables[name].rows

    def column(self, name: str, column: str) -> Sequence[str]:
        """Return one column of a raw file, as :meth:`by_column`."""
        return self.by_column(name).columns[column]

    def by_document(self, name: str) -> Iterator[tuple[SourceDocument, RawRow]]:
        """Yield the rows called ``name`` of every document that has such a file."""
        for source_id, document in self.documents.items():
            table = self.tables.get(f"{source_id}/{name}")
            for row in table.rows if table else ():
                yield document, row

    def cells_by_document(self, name: str, column: str) -> Iterator[str]:
        """Yield one column of the files called ``name`` of every document that has one."""
        for source_id in self.documents:
            if f"{source_id}/{name}" in self.tables:
                yield from self.column(f"{source_id}/{name}", column)


def read_delivery(raw: Path) -> Delivery:
    """Read the manifest and every raw file it asks for.

    Raises
    ------
    RawDataError
        Files are missing or misformed: all problems of all files at once.
    """
    documents = read_manifest(raw)
    tables: dict[str, RawTable] = {}
    problems: list[Problem] = []
    for name, wanted in _wanted(raw, documents):
        path = raw / f"{name}.csv"
        try:
            if not path.is_file():
                raise RawDataError(
                    Problem(
                        "the file is missing",
                        _cited(name),
                        advice="restore it from version control",
                    )
                )
            tables[name] = read_raw_table(path, _cited(name), wanted.columns, wanted.key)
        except RawDataError as error:
            problems += error.problems
        except StorageError as error:
            problems.append(Problem(str(error), _cited(name)))
    if problems:
        raise RawDataError(problems)
    delivery = Delivery(documents, tables)
    for name, wanted in OWN_FILES.items():
        if any(_beside(name, delivery)):
            problems += key_problems(delivery.by_column(name), wanted.key)
    if problems:
        raise RawDataError(problems)
    return delivery


def _beside(name: str, delivery: Delivery) -> Iterator[str]:
    """Yield the files of our own that stand in the folder of a document."""
    for source_id in delivery.documents:
        if f"{source_id}/{name}" in delivery.tables:
            yield f"{source_id}/{name}"


def _wanted(raw: Path, documents: dict[str, SourceDocument]) -> Iterator[tuple[str, RawFile]]:
    for source_id, document in documents.items():
        for name, wanted in FILES_OF[document.kind].items():
            yield f"{source_id}/{name}", wanted
        if document.format == WORD and document.kind != ANSWERS:
            yield f"{source_id}/{LOCATORS}", LOCATOR_FILE
        if (raw / source_id / "lists.csv").is_file():
            yield f"{source_id}/lists", LIST_FILE
        for name, wanted in OWN_FILES.items():
            if name != REVIEWED and (raw / source_id / f"{name}.csv").is_file():
                yield f"{source_id}/{name}", wanted
    if (raw / f"{READINGS}.csv").is_file():
        yield READINGS, READINGS_FILE
    yield from OWN_FILES.items()


def _cited(name: str) -> str:
    return f"data/raw/{name}.csv"
