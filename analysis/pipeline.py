"""The steps in order: extract, audit, check, run; each reads from top to bottom.

Imports stand inside the steps where they are slow, so that a step pays for what it
uses and ``analysis --help`` for nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import (
    AuditError,
    DocumentError,
    ExtractionError,
    Problem,
    RawDataError,
    StorageError,
)
from analysis.files import replace_files, scratch
from analysis.paths import Project

if TYPE_CHECKING:
    import pandas as pd

    from analysis.checks.results import ExpectationResult
    from analysis.measures.tracing import Step
    from analysis.reports.disclosure import Audit
    from analysis.reports.results import RunOutcome
    from analysis.source.audit import DocumentAudit

Say = Callable[[str], None]


@dataclass(frozen=True)
class ExtractionOutcome:
    """What an extraction wrote, and what of ours does not fit it any more."""

    rows: dict[str, int]
    changed: tuple[str, ...]
    not_fitting: tuple[Problem, ...]


@dataclass(frozen=True)
class CheckOutcome:
    """The clean tables' row counts, and the result of every expectation."""

    rows: dict[str, int]
    identities_failing: int
    expectations: tuple[ExpectationResult, ...]
    checks: Path


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
    return ExtractionOutcome(rows, changed, _not_fitting(project))


def _not_fitting(project: Project) -> tuple[Problem, ...]:
    """Return the ids without words of ours yet, and our words without a row."""
    from analysis.cleaning.tables import clean
    from analysis.source.delivery import read_delivery

    try:
        clean(read_delivery(project.raw))
    except RawDataError as error:
        return error.problems
    return ()


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
    from analysis.source.fingerprints import refuse_stale
    from analysis.source.manifest import read_document

    delivery = read_delivery(project.raw)
    results: list[DocumentAudit] = []
    problems: list[Problem] = []
    for document in delivery.documents.values():
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


def fingerprint(project: Project, documents: Path) -> int:
    """Write the fingerprints of the documents' wording; return how many there are."""
    from analysis.cleaning.notation import is_number_word
    from analysis.source import fingerprints
    from analysis.source.delivery import read_delivery

    taken = fingerprints.of_folder(documents, read_delivery(project.raw), is_number_word)
    folder = project.root / "analysis" / "source"
    replace_files(folder, {fingerprints.FILE: taken.text.encode("utf-8")})
    return len(taken.marks)


def check(project: Project, say: Say, checks: Path | None = None) -> CheckOutcome:
    """Clean the raw rows, check the clean tables, and only then write them.

    Parameters
    ----------
    checks : where the results and Data Docs go; ``outputs/checks`` if not given.

    Raises
    ------
    DataError
        Raw cells cannot be read, a critical expectation failed, or an identity and the
        register disagree. ``data/clean/`` is then as it was.
    """
    from analysis.checks.results import refuse_critical, results_json
    from analysis.cleaning.schema import to_csv

    say("[1/4] reading and cleaning the raw rows")
    tables = make_tables(project)
    contents = {f"{name}.csv": to_csv(name, table).encode() for name, table in tables.items()}
    digests = {
        name.removesuffix(".csv"): hashlib.sha256(content).hexdigest()
        for name, content in contents.items()
    }
    say(f"[2/4] checking {len(tables)} clean tables with Great Expectations")
    expectations, pages = _validate(project, tables)
    refuse_critical(expectations)
    say("[3/4] writing data/clean")
    replace_files(project.clean, contents)
    say("[4/4] writing the results and Data Docs")
    folder = checks or project.outputs / "checks"
    replace_files(
        folder, {"results.json": results_json(expectations, digests).encode("utf-8"), **pages}
    )
    return CheckOutcome(
        {name: len(table) for name, table in tables.items()},
        int((~tables["identities"]["holds"]).sum()),
        tuple(expectations),
        folder,
    )


def make_tables(project: Project) -> dict[str, pd.DataFrame]:
    """Return every clean table in the order of the contract, identities computed.

    Raises
    ------
    DataError
        As :func:`check`, save for the expectations.
    """
    from analysis.checks.identities import check_register, compute_identities
    from analysis.cleaning.schema import SCHEMAS
    from analysis.cleaning.tables import clean
    from analysis.measures.suppression import suppressions
    from analysis.source.delivery import read_delivery

    delivery = read_delivery(project.raw)
    tables = clean(delivery)
    tables["identities"] = compute_identities(tables, delivery)
    check_register(tables["identities"])
    tables["suppressions"] = suppressions(tables)
    return {name: tables[name] for name in SCHEMAS}


def _validate(
    project: Project, tables: dict[str, pd.DataFrame]
) -> tuple[list[ExpectationResult], dict[str, bytes]]:
    """Run the suites; return the results and the pages of the Data Docs by name."""
    from analysis.checks.data_docs import make_self_contained
    from analysis.checks.validation import validate

    with scratch() as folder:
        docs = folder / "data-docs"
        results = validate(tables, project.expectations, docs)
        make_self_contained(docs)
        pages = {
            page.relative_to(folder).as_posix(): page.read_bytes()
            for page in sorted(docs.rglob("*"))
            if page.is_file()
        }
    return results, pages


def disclosure(project: Project, run: Path | None = None) -> Audit:
    """Return the audit of what a finished run shares; ``outputs/latest`` if none is named.

    Raises
    ------
    DisclosureError
        A small count of people stands in its files, or can be computed from them.
    StorageError
        There is no such run.
    """
    from analysis.checks.results import load_checked_tables
    from analysis.reports.disclosure import refuse_disclosing
    from analysis.reports.manifest import shared_files

    folder = run or project.outputs / "latest"
    paths, threshold = shared_files(folder)
    data = load_checked_tables(project.clean, folder / "checks")
    return refuse_disclosing(paths, data, threshold)


def trace(project: Project, value_id: str) -> list[Step]:
    """Return where a number comes from, step by step, down to the printed token.

    Raises
    ------
    UsageError
        No figure, target, link, identity or derived number has that id.
    """
    from analysis.checks.results import CheckedTables
    from analysis.display.evaluation_values import described
    from analysis.measures import tracing

    return tracing.trace(CheckedTables(make_tables(project), (), {}), value_id, described)


def write_suites(project: Project) -> list[str]:
    """Write the expectation suites, and return the names of those that changed."""
    from analysis.checks.suites import suite_json
    from analysis.cleaning.schema import SCHEMAS

    contents = {f"{table}.json": suite_json(table).encode("utf-8") for table in SCHEMAS}
    changed = [
        name
        for name, content in contents.items()
        if not (project.expectations / name).is_file()
        or (project.expectations / name).read_bytes() != content
    ]
    replace_files(project.expectations, contents)
    return changed


def run(
    project: Project,
    say: Say,
    only: Sequence[str] = (),
    parameters: Sequence[str] = (),
    formats: Sequence[str] = (),
) -> RunOutcome:
    """Clean, check, run every report, and move ``outputs/latest`` if all went well.

    A run of a few reports, with parameters, or with other than all ``formats``, leaves
    ``outputs/latest`` where it is.

    Raises
    ------
    UsageError
        A report, parameter or format is not known, or a value is ill-typed: before anything
        runs.
    DataError
        The data failed; no report runs.
    """
    from analysis.reports import running, tasks
    from analysis.reports.documents.making import choose_formats

    chosen = tasks.tasks(only, parameters)
    made = choose_formats(formats)
    running.refuse_unfit(project, chosen)
    with running.new_run(project) as stage:
        outcome = check(project, say, stage / "checks")
        whole = not (only or parameters or formats)
        return running.run_reports(
            project, stage, chosen, outcome.checks, say, formats=made, whole=whole
        )
