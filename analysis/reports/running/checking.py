"""Clean tables and results of checks, kept and taken as reports are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from analysis.checks.reads import Contents
from analysis.checks.results import ExpectationResult
from analysis.files import read_bytes, replace_folder, scratch
from analysis.paths import Project
from analysis.reports.running.cache import Cache, DamagedError, Entry
from analysis.reports.running.keys import Ingredients, Surroundings, key

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


@dataclass(frozen=True)
class TableChecks:
    """What the expectations of one table found, and the pages of its Data Docs by name."""

    results: tuple[ExpectationResult, ...]
    pages: Mapping[str, bytes]


@dataclass(frozen=True)
class KeptTables:
    """What was found of single tables, kept with all that it rests on."""

    project: Project
    cache: Cache

    @cached_property
    def _surroundings(self) -> dict[str, str]:
        return Surroundings(self.project).checkers()

    def find(self, table: str, rests_on: Ingredients) -> TableChecks | None:
        """Return what was found where a table rested on the same; none if it did nowhere."""
        entry = self.cache.find(key(self._ingredients(table, rests_on)), Contents())
        if entry is None:
            return None
        with scratch() as folder:
            try:
                results = json.loads(self.cache.take(entry, folder))
            except DamagedError:
                return None
            pages = {name: read_bytes(folder / name) for name in entry.files}
        return TableChecks(tuple(ExpectationResult.of(record) for record in results), pages)

    def keep(
        self,
        table: str,
        rests_on: Ingredients,
        results: Iterable[ExpectationResult],
        pages: Mapping[str, Path],
    ) -> None:
        """Keep what was found of a table."""
        ingredients = self._ingredients(table, rests_on)
        records = json.dumps([asdict(one) for one in results]).encode()
        self.cache.keep(key(ingredients), f"checks-{table}", ingredients, {}, pages, {}, records)

    def _ingredients(self, table: str, rests_on: Ingredients) -> dict[str, str]:
        return {"table": table, **rests_on, **self._surroundings}
