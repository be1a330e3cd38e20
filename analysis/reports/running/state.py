"""State: one digest of all that a run is made of, so that nothing is done where nothing changed.

It has to be had at once: nothing here imports what cleans, checks or renders.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis import __version__
from analysis.errors import StorageError
from analysis.files import parsed_json, read_bytes, sha256
from analysis.paths import Project
from analysis.reports.report import Task
from analysis.reports.running.inputs import package_files, package_folder, raw_files


def state(project: Project, tasks: Sequence[Task], formats: Sequence[str]) -> str:
    """Return the digest of a run's inputs: data, notebooks, code, lock, and what is asked for."""
    package = package_folder()
    parts = {
        **{project.relative(path): sha256(path) for path in raw_files(project)},
        **{path.name: sha256(path) for path in sorted(project.notebooks.glob("*.ipynb"))},
        **{path.relative_to(package).as_posix(): sha256(path) for path in package_files(package)},
        "lock": sha256(project.lock),
        "python": platform.python_version(),
        "package": __version__,
        "reports": [[task.name, task.values] for task in tasks],
        "formats": list(formats),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def unchanged(project: Project, wanted: str) -> dict[str, Any] | None:
    """Return the manifest of the latest run if it was made of this state and is whole.

    Whole means that every file of it, and every clean table, still has its digest.
    """
    latest = project.outputs / "latest"
    try:
        manifest = parsed_json(read_bytes(latest / "manifest.json"))
        if manifest["state"] != wanted:
            return None
        files = {
            latest / name: digest
            for report in manifest["reports"]
            for name, digest in report["outputs"].items()
        } | {
            project.root / name: digest
            for name, digest in manifest["inputs"].items()
            if (project.root / name).parent == project.clean
        }
        whole = all(_is(path, digest) for path, digest in files.items())
    except (StorageError, OSError, ValueError, KeyError, TypeError):
        return None
    return dict(manifest) if whole and (latest / "index.html").is_file() else None


def _is(path: Path, digest: str) -> bool:
    return path.is_file() and sha256(path) == digest
