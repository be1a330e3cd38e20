"""Clean tables and results of checks, kept and taken as reports are."""

from __future__ import annotations

from pathlib import Path

from analysis.checks.reads import Contents
from analysis.files import read_bytes, replace_folder, scratch
from analysis.paths import Project
from analysis.reports.running.cache import Cache, DamagedError, Entry
from analysis.reports.running.keys import Surroundings, key

_NAME = "checks"


def keep_checks(project: Project, cache: Cache, checks: Path) -> None:
    """Keep the clean tables and the results of their checks with what they are made of."""
    ingredients = Surroundings(project).checks()
    files = {f"clean/{path.name}": path for path in sorted(project.clean.glob("*.csv"))} | {
        f"checks/{path.relative_to(checks).as_posix()}": path
        for path in sorted(checks.rglob("*"))
        if path.is_file()
    }
    cache.keep(key(ingredients), _NAME, ingredients, {}, files, {})


def find_checks(project: Project, cache: Cache) -> Entry | None:
    """Return the clean tables and results of this raw data and code, if there are any."""
    return cache.find(key(Surroundings(project).checks()), Contents())


def take_checks(entry: Entry, project: Project, cache: Cache, checks: Path) -> bool:
    """Put what was kept into ``data/clean`` and ``checks``; whether it was undamaged."""
    with scratch() as folder:
        try:
            cache.take(entry, folder)
        except DamagedError:
            return False
        for name, target in (("clean", project.clean), ("checks", checks)):
            replace_folder(
                target,
                {
                    path.relative_to(folder / name).as_posix(): read_bytes(path)
                    for path in sorted((folder / name).rglob("*"))
                    if path.is_file()
                },
            )
    return True
