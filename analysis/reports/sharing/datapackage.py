"""The data package: every table of a bundle described, and proved to be as described.

The form is Data Package 1 with the profile of tabular data:
https://specs.frictionlessdata.io/tabular-data-package/
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.cleaning.records import each_row
from analysis.display.language import _
from analysis.errors import DataError, Problem
from analysis.files import replace_files, scratch
from analysis.reports.sharing.checksums import digest
from analysis.reports.sharing.descriptor import named_files
from analysis.reports.sharing.licence import AUTHORS, LICENCE, LICENCE_ADDRESS, LICENCE_TITLE
from analysis.reports.sharing.meanings import meanings
from analysis.reports.sharing.naming import bundle_id, bundle_title
from analysis.reports.sharing.schemas import table_schema, table_words, words_schema
from analysis.reports.sharing.shipment import Shipment
from analysis.reports.sharing.tables import shared_tables, table_path

DATA_PACKAGE = "datapackage.json"

_UNFIT = re.compile(r"[^a-z0-9]+")


def data_package(shipment: Shipment, tables: Mapping[str, bytes]) -> bytes:
    """Return the descriptor of the shared tables and of the reports' own tables.

    ``tables`` are the files of ``data/`` by path. Language: that of the shipment for the
    title and description; columns are described in English, as in the data dictionary.
    """
    return _json(
        {
            "profile": "tabular-data-package",
            "name": bundle_id(shipment),
            "title": bundle_title(shipment),
            "description": _(
                "Printed figures, the plan's indicators and what the reports show of them, with "
                "small counts of people withheld. Columns are explained in English."
            ),
            "version": shipment.version,
            "dataVersion": shipment.data_version,
            "language": shipment.language,
            "created": f"{shipment.date.isoformat()}T00:00:00Z",
            "licenses": [{"name": LICENCE, "title": LICENCE_TITLE, "path": LICENCE_ADDRESS}],
            "contributors": [{"title": AUTHORS, "role": "author"}],
            "sources": [
                {"title": row.title, "publisher": row.publisher, "language": row.language}
                for row in each_row(shipment.data["sources"])
            ],
            "keywords": ["evaluation", "migration", "Georgia"],
            "resources": [*_clean(shipment, tables), *_shown(shipment)],
        }
    )


def refuse_invalid(contents: Mapping[str, bytes]) -> None:
    """Refuse a data package that its own tables do not bear out; every fault is named.

    ``contents`` has ``datapackage.json`` and each file that it names, by path.

    Raises
    ------
    DataError
        File, row, column and cell, as far as the fault has them.
    """
    from frictionless import FrictionlessException, Package, system

    named = named_files(contents[DATA_PACKAGE], DATA_PACKAGE)
    lacking = [Problem("the data package names a file that is not there", path)
               for path in sorted(named - set(contents))]  # fmt: skip
    if lacking:
        raise DataError(lacking)
    with scratch() as folder:
        replace_files(folder, {path: contents[path] for path in sorted({DATA_PACKAGE, *named})})
        try:
            with system.use_context(trusted=False):
                report = Package(str(folder / DATA_PACKAGE)).validate()
        except FrictionlessException as error:
            raise DataError(_problem(error.error, DATA_PACKAGE)) from error
    problems = [_problem(error, DATA_PACKAGE) for error in report.errors]
    problems += [_problem(error, task.place) for task in report.tasks for error in task.errors]
    if problems:
        raise DataError(problems)


def _clean(shipment: Shipment, tables: Mapping[str, bytes]) -> Iterator[dict[str, Any]]:
    explained = meanings(shipment.dictionary)
    for name in shared_tables():
        path = table_path(name)
        yield _resource(name, path, tables[path]) | {
            "description": table_words(name, explained[name]),
            "schema": table_schema(name, explained[name]),
        }


def _shown(shipment: Shipment) -> Iterator[dict[str, Any]]:
    """Yield the tables of the reports, each by the file that holds it."""
    for report in shipment.reports:
        for path in sorted(path for path in report.files if path.endswith(".csv")):
            content = report.files[path]
            header = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))), [])
            yield _resource(_UNFIT.sub("-", path.lower()).strip("-"), path, content) | {
                "title": report.title,
                "description": _("A table of the report, as the report shows it."),
                "schema": words_schema(header),
            }


def _resource(name: str, path: str, content: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{digest(content)}",
    }


def _problem(error: Any, file: str) -> Problem:
    """Return a fault that frictionless found as one of ours."""
    said = error.to_descriptor()
    columns = said.get("fieldNames") or [said.get("fieldName", "")]
    cells = said.get("fieldCells") or [said.get("cell")]
    kind = error.title.removesuffix(" Error").lower()
    return Problem(
        f"{kind}: {error.note}" if error.note else kind,
        file,
        row=said.get("rowNumber"),
        column=", ".join(columns),
        found=None if cells[0] is None else ", ".join(cells),
        advice="the table is not what its description says; mend the one that is wrong",
    )


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
