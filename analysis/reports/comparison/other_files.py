"""Files that differ though they say the same, and files that only one run has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from analysis.files import sha256
from analysis.reports.comparison.records import FileChange
from analysis.reports.comparison.runs import CLEAN, MANIFEST, VERSIONS, Run

_TEXTS = (".html", ".ipynb", ".csv", ".svg", ".json", ".css")
_ANY = "\ue002"
"""Stands for any version."""

_TIME = re.compile(r"<time [^>]*>.*?</time>")


def report_files(old: Run, new: Run, name: str, differing: Iterable[str]) -> Iterator[FileChange]:
    """Yield the files of one report that differ although it says the same in both runs."""
    found: dict[str, list[str]] = {"versions": [], "bytes": []}
    for path in differing:
        found["versions" if _alike(old, new, path, name) else "bytes"].append(path)
    made_of = [path for path in found["bytes"] if PurePosixPath(path).suffix not in _TEXTS]
    if made_of == found["bytes"] and found["versions"]:
        # What cannot be read here was made of pages that differ in their versions.
        found = {"versions": [*found["versions"], *made_of], "bytes": []}
    for how in ("bytes", "versions"):
        if found[how]:
            yield FileChange(name, how, tuple(found[how]))


def forms(old: Run, new: Run, name: str) -> Iterator[FileChange]:
    """Yield the files that a report has in one run alone, such as those of another format."""
    before, after = (run.reports[name]["outputs"] for run in (old, new))
    if added := tuple(path for path in after if path not in before):
        yield FileChange(name, "added", added)
    if removed := tuple(path for path in before if path not in after):
        yield FileChange(name, "removed", removed)


def own_files(old: Run, new: Run) -> Iterator[FileChange]:
    """Yield the files of no report that differ, such as the index, moments of time aside."""
    before, after = _own(old), _own(new)
    shared = [path for path in after if path in before]
    differing = [path for path in shared if _digest(old, path) != _digest(new, path)]
    for change in report_files(old, new, "", differing):
        if change.how == "bytes" or _versions(old) != _versions(new):
            yield change
    if added := tuple(path for path in after if path not in before):
        yield FileChange("", "added", added)
    if removed := tuple(path for path in before if path not in after):
        yield FileChange("", "removed", removed)


def _own(run: Run) -> list[str]:
    """Return the files of a run that are neither a report's nor its manifest nor its tables."""
    known = {MANIFEST, *(path for report in run.reports.values() for path in report["outputs"])}
    paths = (path.relative_to(run.folder).as_posix() for path in _files(run.folder))
    return [path for path in paths if path not in known and not path.startswith(f"{CLEAN}/")]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _digest(run: Run, path: str) -> str:
    return sha256(run.folder / path)


def _alike(old: Run, new: Run, path: str, name: str) -> bool:
    """Say whether a text is the same in both runs but for versions and moments of time."""
    if PurePosixPath(path).suffix not in _TEXTS:
        return False
    try:
        return _plain(old, path, name) == _plain(new, path, name)
    except ValueError:
        return False


def _plain(run: Run, path: str, name: str) -> str:
    text = _TIME.sub("", run.read(path, name))
    for version in filter(None, (run.facts.version, run.facts.data_version)):
        text = text.replace(version, _ANY)
    for sign in VERSIONS:
        text = text.replace(sign, _ANY)
    return text


def _versions(run: Run) -> tuple[str, str]:
    return run.facts.data_version, run.facts.version
