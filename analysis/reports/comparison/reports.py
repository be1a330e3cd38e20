"""The reports of two runs: which came, went or failed, and what the others say differently."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from analysis.files import read_bytes
from analysis.reports.comparison.contents import compare_notebooks, compare_pages
from analysis.reports.comparison.importance import Causes
from analysis.reports.comparison.limits import UNREADABLE, Limits
from analysis.reports.comparison.notebooks import outputs
from analysis.reports.comparison.other_files import forms, report_files
from analysis.reports.comparison.records import (
    Change,
    ChartChange,
    FileChange,
    ReportChange,
    ReportFacts,
    Side,
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


@dataclass(frozen=True)
class _Sides:
    """Two runs while their reports are compared, and what is found."""

    old: Run
    new: Run
    causes: Causes
    limits: Limits
    told: Told

    def each(self) -> tuple[tuple[Side, Run], tuple[Side, Run]]:
        """Return both runs with their sides."""
        return ("before", self.old), ("after", self.new)

    @property
    def said(self) -> int:
        """How much is found until now that reports say differently."""
        return len(self.told.changes) + len(self.told.charts)


def compare_reports(old: Run, new: Run, causes: Causes, limits: Limits) -> Told:
    """Return what became of the reports of two runs, and what they say differently."""
    sides = _Sides(old, new, causes, limits, Told())
    known = known_reports(old, new)
    for name in dict.fromkeys((*new.reports, *old.reports)):
        changes = _fate(old, new, name)
        sides.told.reports.extend(changes)
        if not changes and not failed(new.reports[name]):
            _compare(sides, known[name])
    return sides.told


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
    mended = failed(before) and not failed(after)
    return [ReportChange(name, "mended", reasons[0])] if mended else []


def _compare(sides: _Sides, report: ReportFacts) -> None:
    """Add what a report says differently; files are told only where it says the same."""
    differing = _differing(sides, report.name)
    before = sides.said
    for path in differing:
        if path.endswith(".ipynb"):
            _compare_notebooks(sides, path, report)
    if sides.said == before:
        for path in differing:
            if path.startswith("reports/"):
                _compare_pages(sides, path, report)
    if sides.said == before:
        sides.told.files.extend(report_files(sides.old, sides.new, report.name, differing))
    sides.told.files.extend(forms(sides.old, sides.new, report.name))


def _differing(sides: _Sides, name: str) -> list[str]:
    """Return the files of a report that both runs have and that are not the same.

    Digests are believed but where a file is not what its run's manifest says.
    """
    before, after = (run.reports[name]["outputs"] for _side, run in sides.each())
    doubtful = sides.limits.of("before") | sides.limits.of("after")
    found = []
    for path in after:
        places = [run.folder / path for _side, run in sides.each()]
        if path not in before or not all(place.is_file() for place in places):
            continue
        if path in doubtful:
            differs = read_bytes(places[0]) != read_bytes(places[1])
        else:
            differs = before[path] != after[path]
        found += [path] if differs else []
    return found


def _compare_notebooks(sides: _Sides, path: str, report: ReportFacts) -> None:
    texts = _texts(sides, path, report.name)
    if texts is None or texts[0] == texts[1]:
        return
    found = []
    for (side, _run), text in zip(sides.each(), texts, strict=True):
        try:
            found.append(outputs(text))
        except UNREADABLE:
            sides.limits.add(side, "unreadable", path)
    if len(found) == 2:
        changes, charts = compare_notebooks(found[0], found[1], report, sides.causes)
        sides.told.changes.extend(_named(sides, change) for change in changes)
        sides.told.charts.extend(charts)


def _compare_pages(sides: _Sides, path: str, report: ReportFacts) -> None:
    texts = _texts(sides, path, report.name)
    if texts is not None and texts[0] != texts[1]:
        changes = compare_pages(*texts, report)
        sides.told.changes.extend(_named(sides, change) for change in changes)


def _named(sides: _Sides, change: Change) -> Change:
    """Return a change whose words name the data versions as the reports do."""
    before, after = (
        replace(cell, value=run.said(cell.value, change.reports[0]))
        if cell and isinstance(cell.value, str)
        else cell
        for cell, run in ((change.old, sides.old), (change.new, sides.new))
    )
    return replace(change, old=before, new=after)


def _texts(sides: _Sides, path: str, name: str) -> tuple[str, str] | None:
    """Return a file of both runs as text; None, and a limit, where one is no text."""
    found = []
    for side, run in sides.each():
        try:
            found.append(run.read(path, name))
        except ValueError:
            sides.limits.add(side, "unreadable", path)
    return (found[0], found[1]) if len(found) == 2 else None
