"""The environment of a run: Python, and the packages that the project itself asks for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from analysis.reports.sharing.shipment import Environment

_NAME = re.compile(r"[A-Za-z0-9._-]+")


def environment(manifest: Mapping[str, Any], settings: str) -> Environment:
    """Return the environment of a run, with the packages that the project itself asks for.

    ``settings`` is the text of ``pyproject.toml``; the versions are those of the manifest,
    which were installed when the run was made.
    """
    installed = {_normal(name): version for name, version in manifest["packages"].items()}
    names = [
        _normal(match.group())
        for asked in tomllib.loads(settings)["project"]["dependencies"]
        if (match := _NAME.match(asked))
    ]
    return Environment(
        python=manifest["python"],
        packages={name: installed[name] for name in sorted(names) if name in installed},
        lock_sha256=manifest["lock_sha256"],
    )


def _normal(name: str) -> str:
    """Return a package's name as registries compare names."""
    return re.sub(r"[-_.]+", "-", name).lower()
