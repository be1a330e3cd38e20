"""Two runs compared and the comparison written; beside the pipeline, which makes the runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.files import write_text
from analysis.paths import Project


@dataclass(frozen=True)
class Compared:
    """Whether two runs are the same, and what differs as text for a terminal."""

    same: bool
    text: str


def compare(
    project: Project,
    before: str,
    after: str,
    *,
    page: Path | None = None,
    record: Path | None = None,
    language: str = "en",
) -> Compared:
    """Compare two runs, and write what differs as a page, as JSON, or as neither.

    Parameters
    ----------
    before, after : a name in ``outputs/runs``, a path, or ``latest``.
    page, record : the files to write, replaced if they are there.
    language : of the page; text and JSON are in English.

    Raises
    ------
    UsageError
        There is no such run; the nearest names are given.
    StorageError
        A folder holds no run or a damaged one, or a file cannot be written.
    """
    from analysis.seldom import put_off_grammar

    put_off_grammar()
    from analysis.reports.comparison.as_json import as_json
    from analysis.reports.comparison.comparing import compare_runs
    from analysis.reports.comparison.page import as_page
    from analysis.reports.comparison.text import as_text

    comparison = compare_runs(project, before, after)
    if page:
        write_text(page.absolute(), as_page(comparison, language))
    if record:
        write_text(record.absolute(), as_json(comparison))
    return Compared(comparison.same, as_text(comparison))
