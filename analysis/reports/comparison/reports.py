"""The reports of two runs: which came, went or failed, and what the others say differently."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from analysis.reports.comparison.contents import compare_notebooks, compare_pages
from analysis.reports.comparison.importance import Causes
from analysis.reports.comparison.limits import UNREADABLE, Limits
from analysis.reports.comparison.other_files import forms, report_files
from analysis.reports.comparison.records import (
    Change,
    ChartChange,
    FileChange,
    ReportChange,
    ReportFacts,
)
from analysis.reports.comparison.runs import Run, describe, failed


@dataclass(frozen=True)
class Told:
    """What the reports of two runs say differently, as it is found."""

    reports: list[ReportChange] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    charts: list[ChartChange] = field(default_factory=list)
    files: list[FileChange] = field(default_factory=list)


def known_reports(old: Run, new: Run) -> dict[str, ReportFacts]:
    """Return the reports of either run by name, described as the new one does."""
    return {
        name: describe(name, report) for run in (old, new) for name, report in run.reports.items()
    }


def compare_reports(old: Run, new: Run, causes: Causes, limits: Limits) -> Told:
    """Return what became of the reports of two runs, and what they say differently."""
    told = Told()
    known = known_reports(old, new)
    for name in dict.fromkeys((*new.reports, *old.reports)):
        changes = _fate(old, new, name)
        told.reports.extend(changes)
        if not changes and not failed(new.reports[name]):
            _compare(old, new, known[name], causes, limits, told)
    return told


def _fate(old: Run, new: Run, name: str) -> list[ReportChange]:
    """Return whether a report came, went, failed, was mended, or was asked something else."""
    if name not in old.reports:
        reason = str(new.reports[name].get("reason", ""))
        return [ReportChange(name, "failed" if failed(new.reports[name]) else "added", reason)]
    if name not in new.reports:
        return [ReportChange(name, "removed")]
    before, after = old.reports[name], new.reports[name]
    asked = [dict(describe(name, report).asked) for report in (before, after)]
    other = [key for key in asked[0] if key in asked[1] and asked[0][key] != asked[1][key]]
    if other:
        reasons = ["; ".join(f"{key}={one[key]}" for key in other) for one in asked]
        return [
            ReportChange(name, "added", reasons[1]),
            ReportChange(name, "removed", reasons[0]),
        ]
    reasons = [str(report.get("reason", "")) for report in (before, after)]
    if failed(after) and (not failed(before) or reasons[0] != reasons[1]):
        return [ReportChange(name, "failing" if failed(before) else "failed", reasons[1])]
    return (
        [ReportChange(name, "mended", reasons[0])] if failed(before) and not failed(after) else []
    )


def _compare(
    old: Run, new: Run, report: ReportFacts, causes: Causes, limits: Limits, told: Told
) -> None:
    """Add what a report says differently; files are told only where it says the same."""
    before, after = (run.reports[report.name]["outputs"] for run in (old, new))
    doubtful = limits.of("before") | limits.of("after")
    differing = [
        path
        for path in after
        if path in before
        and (before[path] != after[path] or path in doubtful)
        and all((run.folder / path).is_file() for run in (old, new))
    ]
    differing = [path for path in differing if path not in doubtful or _differ(old, new, path)]
    said = len(told.changes) + len(told.charts)
    for path in differing:
        if path.endswith(".ipynb"):
            _compare_notebooks(old, new, path, report, causes, limits, told)
    if said == len(told.changes) + len(told.charts):
        for path in differing:
            if path.startswith("reports/"):
                _compare_pages(old, new, path, report, limits, told)
    if said == len(told.changes) + len(told.charts):
        told.files.extend(report_files(old, new, report.name, differing))
    told.files.extend(forms(old, new, report.name))


def _differ(old: Run, new: Run, path: str) -> bool:
    return (old.folder / path).read_bytes() != (new.folder / path).read_bytes()


def _compare_notebooks(
    old: Run,
    new: Run,
    path: str,
    report: ReportFacts,
    causes: Causes,
    limits: Limits,
    told: Told,
) -> None:
    texts = _texts(old, new, path, report.name, limits)
    if texts is None or texts[0] == texts[1]:
        return
    try:
        changes, charts = compare_notebooks(*texts, report, causes)
    except UNREADABLE:
        limits.add("after", "unreadable", path)
        return
    told.changes.extend(_named(change, old, new) for change in changes)
    told.charts.extend(charts)


def _compare_pages(
    old: Run, new: Run, path: str, report: ReportFacts, limits: Limits, told: Told
) -> None:
    texts = _texts(old, new, path, report.name, limits)
    if texts is not None and texts[0] != texts[1]:
        changes = compare_pages(*texts, report)
        told.changes.extend(_named(change, old, new) for change in changes)


def _named(change: Change, old: Run, new: Run) -> Change:
    """Return a change whose words name the data versions as the reports do."""
    sides = ((change.old, old), (change.new, new))
    before, after = (
        replace(cell, value=run.said(cell.value, change.reports[0]))
        if cell and isinstance(cell.value, str)
        else cell
        for cell, run in sides
    )
    return replace(change, old=before, new=after)


def _texts(old: Run, new: Run, path: str, name: str, limits: Limits) -> tuple[str, str] | None:
    """Return a file of both runs as text; None, and a limit, where one is no text."""
    found = []
    for side, run in (("before", old), ("after", new)):
        try:
            found.append(run.read(path, name))
        except ValueError:
            limits.add(side, "unreadable", path)  # type: ignore[arg-type]
    return (found[0], found[1]) if len(found) == 2 else None
