"""The run's manifest: what went in and what came out, held to a JSON Schema."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

from analysis import __version__
from analysis.errors import StorageError
from analysis.files import parsed_json, read_bytes, sha256
from analysis.paths import Project
from analysis.reports.results import ReportResult

DISTRIBUTION = "georgia-midterm-evaluation"

LARGEST = 50_000_000
"""Bytes of a manifest that are read at most."""

_NAME = {"type": "string", "pattern": r"^(?!/)(?!.*\.\.(/|$)).+$"}
_DIGESTS = {
    "type": "object",
    "propertyNames": _NAME,
    "additionalProperties": {"type": "string"},
}
_READ = {
    "type": "object",
    "required": ["data_version", "inputs", "reports"],
    "properties": {
        "data_version": {"type": "string"},
        "inputs": _DIGESTS,
        "packages": {"type": "object", "additionalProperties": {"type": "string"}},
        "reports": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["report_id", "title", "parameters", "status", "outputs"],
                "properties": {
                    "report_id": {"type": "string"},
                    "title": {"type": "string"},
                    "parameters": {"type": "object"},
                    "status": {"type": "string"},
                    "outputs": _DIGESTS,
                },
            },
        },
    },
}
"""What is read of a manifest; older and newer runs may say less or more beside it."""


def describe_run(
    project: Project,
    run: Path,
    results: Sequence[ReportResult],
    data_version: str,
    state: str,
    started: datetime,
    finished: datetime,
) -> dict[str, Any]:
    """Return the manifest of a run whose files lie in the folder ``run``."""
    return {
        "manifest_version": 2,
        "package": {"name": DISTRIBUTION, "version": __version__},
        "python": platform.python_version(),
        "packages": _packages(),
        "lock_sha256": sha256(project.lock),
        "data_version": data_version,
        "state": state,
        "inputs": _inputs(project),
        "reports": [_report(result, run) for result in results],
        "timing": {
            "started": started.isoformat(),
            "finished": finished.isoformat(),
            "seconds": {result.name: result.seconds for result in results},
            "reused": [result.name for result in results if result.reused],
        },
    }


def manifest_json(manifest: Mapping[str, Any]) -> str:
    """Return a manifest as text, once its schema holds.

    Raises
    ------
    jsonschema.ValidationError
        The manifest is not what the schema says: a fault of the program.
    """
    import jsonschema

    jsonschema.Draft202012Validator(schema()).validate(manifest)
    return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"


def read_manifest(path: Path) -> Mapping[str, Any]:
    """Return a run's manifest, of an older or a newer version too, once it can be relied on.

    Raises
    ------
    StorageError
        It is no manifest, or it names files outside its run.
    """
    import jsonschema

    try:
        manifest = parsed_json(read_bytes(path, LARGEST))
        jsonschema.Draft202012Validator(_READ).validate(manifest)
    except ValueError as error:
        raise _damaged(path, str(error)) from error
    except jsonschema.ValidationError as error:
        place = "/".join(map(str, error.absolute_path)) or "the top"
        raise _damaged(path, f"at {place}: {error.message}") from error
    return dict(manifest)


def _damaged(path: Path, found: str) -> StorageError:
    return StorageError(
        f"{path} is damaged: {found[:300]}. Take another run, or make it again: analysis run"
    )


def shared_files(run: Path) -> tuple[list[Path], int]:
    """Return the files of a run's reports for partners, and the threshold they were made with.

    Raises
    ------
    StorageError
        The folder holds no run's manifest, or one that cannot be relied on.
    """
    path = run / "manifest.json"
    if not path.is_file():
        raise StorageError(f"{run} holds no run: there is no manifest.json. Name a folder of runs.")
    reports = [
        report
        for report in read_manifest(path)["reports"]
        if report["parameters"].get("audience") == "partner"
    ]
    try:
        thresholds = [int(report["parameters"]["threshold"]) for report in reports]
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path, f"a report of it has no threshold: {error}") from error
    files = [run / name for report in reports for name in report["outputs"]]
    return files, max(thresholds, default=1)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a manifest."""
    text = (files("analysis.reports") / "manifest.schema.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def _packages() -> dict[str, str]:
    # The version is taken from what was read for the name: each reads a whole file anew.
    read = [distribution.metadata for distribution in metadata.distributions()]
    found = {str(one["Name"]): str(one["Version"]) for one in read}
    return dict(sorted(found.items(), key=lambda item: item[0].lower()))


def _inputs(project: Project) -> dict[str, str]:
    folders = (
        (project.raw, "*.csv"),
        (project.raw, "*.toml"),
        (project.clean, "*.csv"),
        (project.expectations, "*.json"),
        (project.notebooks, "*.ipynb"),
    )
    paths = [
        path
        for folder, pattern in folders
        for path in folder.rglob(pattern)
        if ".ipynb_checkpoints" not in path.parts
    ]
    return {project.relative(path): sha256(path) for path in sorted(paths)}


def _report(result: ReportResult, run: Path) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": result.name,
        "report_id": result.report_id,
        "title": result.title,
        "parameters": dict(result.parameters),
        "status": "failed" if result.reason else "complete",
        "outputs": {path.relative_to(run).as_posix(): sha256(path) for path in result.outputs},
    }
    if result.evidence:
        described["data_version"] = result.evidence
        described["reads"] = [read.record() for read in result.reads]
    if result.reason:
        described["reason"] = result.reason
    return described
