"""A run as it lies in its folder: found by name, its manifest read, its files proved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import StorageError
from analysis.files import read_bytes, sha256
from analysis.paths import Project
from analysis.reports.comparison.records import ReportFacts, RunFacts
from analysis.reports.manifest import read_manifest
from analysis.reports.running.history import LATEST, find_run

MANIFEST = "manifest.json"
CLEAN = "clean"
"""The folder of a run that keeps the clean tables as they were used."""

DATA = "data/clean/"
"""Where the manifest's inputs have the clean tables."""

VERSIONS = ("\ue000", "\ue001")
"""Stand for data versions in what is compared: signs that no text holds."""


@dataclass(frozen=True)
class Run:
    """A run: its folder, its manifest, and its reports by name as the manifest has them."""

    folder: Path
    facts: RunFacts
    manifest: Mapping[str, Any]
    reports: Mapping[str, Mapping[str, Any]]

    def read(self, path: str, report: str = "") -> str:
        """Return the text of a file with a sign where it names a data version.

        Every page names one, so that all texts of two runs would differ.

        Parameters
        ----------
        report : the name of the report that the file is of, which has a version of its own.

        Raises
        ------
        StorageError
            The file cannot be read.
        ValueError
            It is no text.
        """
        text = read_bytes(self.folder / path).decode("utf-8")
        for sign, version in self._versions(report):
            text = text.replace(version, sign)
        return text

    def said(self, words: str, report: str) -> str:
        """Return words that were read with the data versions where they name them."""
        for sign, version in self._versions(report):
            words = words.replace(sign, version)
        return words

    def _versions(self, report: str) -> list[tuple[str, str]]:
        """Return the signs of the versions of the run's data and of what a report read of it."""
        own = str(self.reports.get(report, {}).get("data_version", ""))
        versions = dict.fromkeys((self.facts.data_version, own))
        return [one for one in zip(VERSIONS, versions, strict=False) if one[1]]


def find_folder(project: Project, words: str) -> Path:
    """Return the folder that is named as a run: by its name, its path, or as the latest run.

    Raises
    ------
    UsageError
        There is no such run; the nearest name is given.
    StorageError
        The latest run is gone.
    """
    for folder in (project.outputs / "runs" / words, Path(words)):
        if words and words != LATEST and folder.is_dir():
            return folder.resolve()
    return find_run(project, words)


def read_run(project: Project, folder: Path) -> Run:
    """Return the run that lies in a folder.

    Raises
    ------
    StorageError
        The folder holds no manifest, or one that cannot be read.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise StorageError(f"{folder} holds no run: there is no {MANIFEST}. Name a folder of runs.")
    manifest = read_manifest(path)
    reports = {_name(report): report for report in manifest["reports"]}
    facts = RunFacts(
        name=folder.name,
        folder=project.relative(folder),
        started=str(manifest.get("timing", {}).get("started", "")),
        data_version=manifest["data_version"],
        version=str(manifest.get("package", {}).get("version", "")),
        reports=len(reports),
        failed=sum(failed(report) for report in reports.values()),
    )
    return Run(folder, facts, manifest, reports)


def failed(report: Mapping[str, Any]) -> bool:
    """Say whether a report of a manifest failed."""
    return bool(report["status"] == "failed")


def describe(name: str, report: Mapping[str, Any]) -> ReportFacts:
    """Return what a report of a manifest was asked."""
    asked = {key: str(value) for key, value in report["parameters"].items()}
    language = asked.pop("language", "en")
    return ReportFacts(
        name, report["report_id"], report["title"], language, tuple(sorted(asked.items()))
    )


def unsound(run: Run) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the files of a run's manifest that are missing, and those changed since.

    The clean tables are among them where the run has kept any.
    """
    promised = {
        path: digest
        for report in run.reports.values()
        for path, digest in report["outputs"].items()
    }
    if (run.folder / CLEAN).is_dir():
        promised |= clean_files(run)
    missing = tuple(path for path in promised if not (run.folder / path).is_file())
    altered = tuple(
        path
        for path, digest in promised.items()
        if path not in missing and sha256(run.folder / path) != digest
    )
    return missing, altered


def clean_files(run: Run) -> dict[str, str]:
    """Return the digests of the clean tables that a run used, by their places in its folder."""
    return {
        f"{CLEAN}/{path.removeprefix(DATA)}": digest
        for path, digest in run.manifest["inputs"].items()
        if path.startswith(DATA)
    }


def _name(report: Mapping[str, Any]) -> str:
    """Return the name of a report's files, which says all that it was asked but the defaults."""
    if "name" in report:
        return str(report["name"])
    pages = [Path(path).stem for path in report["outputs"] if path.startswith("reports/")]
    return pages[0] if pages else str(report["report_id"]).replace("_", "-")
