"""Fitness: what another machine has to have in common with this one, so that the same comes of it.

The lock is not at hand where the package is merely installed. What is installed is: each
distribution that the package needs, directly or not, with its version. Those of development and
of JupyterLab do not count.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution

from analysis.files import sha256
from analysis.reports.running.inputs import package_files, package_folder

DISTRIBUTION = "georgia-midterm-evaluation"
EXTRA = "cluster"

_SHOWN = 3
"""How many differences of a kind are named."""

_CHANGED = "changed since it started"

Fitness = Mapping[str, str]


def fitness() -> dict[str, str]:
    """Return what makes reports here: Python, files of the package, distributions it needs.

    A process that was asked before remembers what it had: it may have loaded it then, and would
    make reports of that whatever lies on its disk now.

    Raises
    ------
    PackageNotFoundError
        The package is not installed.
    """
    found = _found()
    return found if found == _first() else {**found, _CHANGED: "yes"}


@cache
def _first() -> dict[str, str]:
    return _found()


def _found() -> dict[str, str]:
    folder = package_folder()
    return {
        "Python": platform.python_version(),
        **{
            f"{folder.name}/{path.relative_to(folder).as_posix()}": sha256(path)
            for path in package_files(folder)
        },
        **_installed(),
    }


def differences(here: Fitness, there: Fitness) -> str:
    """Return in words what another machine has otherwise; nothing if it is fit."""
    if _CHANGED in there:
        return "its package, or what that needs, was changed since it started; start it again"
    names = [name for name in sorted({*here, *there}) if here.get(name) != there.get(name)]
    files = [name for name in names if "/" in name]
    versions = [
        f"{name} {there.get(name) or 'missing'} (here {here.get(name) or 'none'})"
        for name in names
        if "/" not in name
    ]
    said = [f"its package differs in {_listed(files)}"] if files else []
    return "; ".join([*said, *([_listed(versions)] if versions else [])])


def _installed() -> dict[str, str]:
    """Return the version of the package and of whatever it needs; empty where it is missing."""
    found = {DISTRIBUTION: distribution(DISTRIBUTION).version}
    seen: set[tuple[str, str]] = set()
    waiting = [(DISTRIBUTION, ""), (DISTRIBUTION, EXTRA)]
    while waiting:
        needed = waiting.pop()
        if needed in seen:
            continue
        seen.add(needed)
        try:
            found[needed[0]] = distribution(needed[0]).version
            waiting += _needs(*needed)
        except PackageNotFoundError:
            found[needed[0]] = ""
    return found


def _needs(name: str, extra: str) -> Iterator[tuple[str, str]]:
    """Yield what a distribution needs, each once for itself and once for each of its extras."""
    from packaging.requirements import Requirement

    for line in distribution(name).requires or ():
        requirement = Requirement(line)
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        needed = re.sub(r"[-_.]+", "-", requirement.name).lower()
        yield needed, ""
        yield from ((needed, wanted) for wanted in requirement.extras)


def _listed(words: list[str]) -> str:
    more = len(words) - _SHOWN
    return ", ".join(words[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
