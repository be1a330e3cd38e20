"""Two runs compared, from left to right: what went in, what came out, what it was made with."""

from __future__ import annotations

from analysis.paths import Project
from analysis.reports.comparison.importance import Causes
from analysis.reports.comparison.ingredients import checks, inputs, tables_of, versions
from analysis.reports.comparison.limits import Limits
from analysis.reports.comparison.other_files import own_files
from analysis.reports.comparison.records import Comparison
from analysis.reports.comparison.reports import compare_reports, known_reports
from analysis.reports.comparison.runs import Run, find_folder, read_run, unsound
from analysis.reports.comparison.tables import compare_tables


def compare_runs(project: Project, before: str, after: str) -> Comparison:
    """Return what changed between two runs: paths, names in ``outputs/runs``, or ``latest``.

    Raises
    ------
    UsageError
        There is no such run.
    StorageError
        A folder holds no run, or a damaged one.
    """
    old, new = (read_run(project, find_folder(project, words)) for words in (before, after))
    return compare(old, new)


def compare(old: Run, new: Run) -> Comparison:
    """Return everything that differs between two runs; what cannot be compared is named."""
    limits = _proved(old, new)
    rows = compare_tables(*tables_of(old, new, limits))
    found = tuple(checks(old, new, limits))
    told = compare_reports(old, new, Causes.among(rows), limits)
    # The index and the Data Docs say again what is told here.
    own = () if rows or found or told.reports else tuple(own_files(old, new))
    return Comparison(
        before=old.facts,
        after=new.facts,
        known=known_reports(old, new),
        limits=limits.all(),
        reports=tuple(told.reports),
        rows=rows,
        checks=found,
        changes=tuple(told.changes),
        charts=tuple(told.charts),
        inputs=tuple(inputs(old, new, {row.table for row in rows})),
        versions=tuple(versions(old, new)),
        files=(*told.files, *own),
    )


def _proved(old: Run, new: Run) -> Limits:
    """Return which files of either run are not what its manifest says."""
    limits = Limits()
    missing, altered = unsound(old)
    limits.add("before", "missing", *missing)
    limits.add("before", "altered", *altered)
    missing, altered = unsound(new)
    limits.add("after", "missing", *missing)
    limits.add("after", "altered", *altered)
    return limits
