"""The steps from raw rows to what is shared, in order; each reads top to bottom.

Imports stand inside the steps where they are slow, so that a step pays for what it
uses and ``analysis --help`` for nothing.
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import (
    ReportError,
)
from analysis.files import locked, replace_files, replace_folder
from analysis.paths import Project

if TYPE_CHECKING:
    import pandas as pd

    from analysis.checks.results import ExpectationResult
    from analysis.measures.tracing import Step
    from analysis.reports.disclosure import Audit
    from analysis.reports.sharing.verification import Verified

Say = Callable[..., None]
"""Tells how far a step is: a message, and facts by name for those who read logs by program."""


@dataclass(frozen=True)
class CheckOutcome:
    """The clean tables' row counts, and the result of every expectation."""

    rows: dict[str, int]
    identities_failing: int
    expectations: tuple[ExpectationResult, ...]
    unreviewed: tuple[str, ...]
    """Raw files of which not every row was reviewed as it is, in words."""
    checks: Path


def check(
    project: Project, say: Say, checks: Path | None = None, *, reuse: bool = False
) -> CheckOutcome:
    """Clean the raw rows, check the clean tables, and only then write them.

    Parameters
    ----------
    checks : where the results and Data Docs go; ``outputs/checks`` if not given.
    reuse : whether to take them from the cache, where raw rows, rules and code are as then, or
        those of single tables, where what they rest on is.

    Raises
    ------
    DataError
        Raw cells cannot be read, a critical expectation failed, or an identity and the
        register disagree. ``data/clean/`` is then as it was.
    """
    from analysis.reports.running.cache import Cache
    from analysis.reports.running.checking import find_checks, keep_checks, take_checks

    folder = checks or project.outputs / "checks"
    cache = Cache(project.outputs / "cache")
    entry = find_checks(project, cache) if reuse else None
    if entry and take_checks(entry, project, cache, folder):
        say("the raw rows, the rules and the code are as they were: checked before")
    else:
        _check(project, say, folder, reuse=reuse)
        keep_checks(project, cache, folder)
    outcome = _outcome(project, folder)
    for found in outcome.unreviewed:
        say(f"{found} See: analysis review", level="warning")
    return outcome


def _check(project: Project, say: Say, folder: Path, *, reuse: bool) -> None:
    from analysis.checks.results import refuse_critical, results_json
    from analysis.cleaning.schema import to_csv
    from analysis.expecting import check_tables
    from analysis.recount.route import recount

    say("[1/4] reading and cleaning the raw rows")
    tables = make_tables(project)
    contents = {f"{name}.csv": to_csv(name, table).encode() for name, table in tables.items()}
    digests = {
        name.removesuffix(".csv"): hashlib.sha256(content).hexdigest()
        for name, content in contents.items()
    }
    with _uncollected():
        expectations, pages = check_tables(project, tables, digests, say, reuse=reuse)
    refuse_critical(expectations)
    again = recount(project.raw, set(tables["suppressions"]["figure_id"]))
    say("[3/4] writing data/clean")
    replace_folder(project.clean, contents)
    say("[4/4] writing the results and Data Docs")
    results = results_json(expectations, digests, again).encode("utf-8")
    replace_folder(folder, {"results.json": results, **pages})


def _outcome(project: Project, folder: Path) -> CheckOutcome:
    from analysis.checks.results import load_checked_tables
    from analysis.cleaning.records import each_row

    data = load_checked_tables(project.clean, folder)
    return CheckOutcome(
        {name: len(table) for name, table in data.tables.items()},
        int((~data["identities"]["holds"]).sum()),
        data.results,
        tuple(
            f"data/raw/{row.file}: not reviewed as they are: {row.unreviewed_rows} rows "
            f"({row.unreviewed or 'none'}); reviewed, and not there now: {row.missing_rows}."
            for row in each_row(data.tables["reviews"])
            if row.unreviewed_rows or row.missing_rows
        ),
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
    from analysis.checks.results import CheckedTables
    from analysis.cleaning.schema import SCHEMAS
    from analysis.cleaning.tables import clean
    from analysis.measures.suppression import suppressions
    from analysis.source.delivery import read_delivery

    with _uncollected():
        delivery = read_delivery(project.raw)
        tables = clean(delivery)
        tables["identities"] = compute_identities(tables, delivery)
        check_register(tables["identities"])
        tables["suppressions"] = suppressions(CheckedTables(tables, (), {}))
    return {name: tables[name] for name in SCHEMAS}


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector from walking over millions of new objects, hardly one in a cycle."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


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
    from analysis.reports.disclosure import refuse_disclosing, said
    from analysis.reports.manifest import shared_files

    folder = run or project.outputs / "latest"
    paths, threshold = shared_files(folder)
    data = load_checked_tables(project.clean, folder / "checks")
    return refuse_disclosing(said(paths, folder), data, threshold)


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
    from analysis.checks.round_suites import ROUND_SUITES, round_json
    from analysis.checks.suites import suite_json
    from analysis.cleaning.schema import SCHEMAS

    contents = {f"{table}.json": suite_json(table).encode("utf-8") for table in SCHEMAS}
    contents |= {f"{name}.json": round_json(name).encode("utf-8") for name in ROUND_SUITES}
    changed = [
        name
        for name, content in contents.items()
        if not (project.expectations / name).is_file()
        or (project.expectations / name).read_bytes() != content
    ]
    replace_files(project.expectations, contents)
    return changed


def share(
    project: Project, say: Say, partner: str, language: str, place: Path, *, packed: bool = False
) -> dict[str, int]:
    """Run the reports for a partner, gather them with their data, examine all, and write it.

    Parameters
    ----------
    place : a folder that is empty or new; or, if ``packed``, a new file.

    Returns
    -------
    dict
        The number of files by their top folder.

    Raises
    ------
    UsageError
        The partner, the language or the place is off: before anything runs.
    ReportError
        A report failed.
    DataError
        What would be sent is not fit for it; nothing is written.
    """
    from analysis.checks.results import load_checked_tables
    from analysis.reports.running.publishing import new_run
    from analysis.reports.running.run import How, refuse_unfit, run_reports
    from analysis.reports.sharing import bundle

    first = bundle.brief_task(partner, language)
    bundle.refuse_taken(place, packed=packed)
    workers = len(os.sched_getaffinity(0))
    with locked(project.outputs / ".lock", say, wait=True), new_run(project) as stage:
        outcome = check(project, say, stage / "checks", reuse=True)
        data = load_checked_tables(project.clean, outcome.checks)
        bundle.refuse_invented(data)
        bundle.refuse_unreviewed(data)
        chosen = bundle.chosen(data, first)
        refuse_unfit(project, chosen)
        how = How(workers=workers, whole=False)
        ran = run_reports(project, stage, chosen, outcome.checks, say, how)
    if ran.failed:
        raise ReportError("; ".join(f"{one.title}: {one.reason}" for one in ran.failed))
    say("gathering, and examining what would be sent")
    return bundle.make_bundle(project, ran, chosen, data, place, packed=packed)


def verify(place: Path) -> Verified:
    """Examine a bundle again, without a project: checksums, tables, gate.

    Raises
    ------
    DataError
        It is not what it was, or would not be let pass.
    """
    from analysis.reports.sharing.verification import verify

    return verify(place)
