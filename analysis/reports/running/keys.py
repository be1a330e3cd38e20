"""Keys: all that a report is made of but the data, each part by name and digest.

The data are not part of it: what a report reads of them is known only when it has read. They
are held against what an earlier run recorded.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property

from analysis import __version__
from analysis.files import read_bytes, sha256
from analysis.paths import Project
from analysis.reports.running.code import Code
from analysis.reports.running.inputs import package_files, package_folder, raw_files
from analysis.reports.running.making import Work

_MAKERS = ("analysis.reports.running.making", "analysis.reports.engine")
"""What makes every report, whatever its notebook imports."""

_CHECKERS = (
    "analysis.checks.data_docs",
    "analysis.checks.identities",
    "analysis.checks.results",
    "analysis.checks.validation",
    "analysis.cleaning.tables",
    "analysis.measures.suppression",
    "analysis.recount.route",
    "analysis.source.delivery",
)
"""What cleans and checks."""

_ASKERS = ("analysis.checks.data_docs", "analysis.checks.validation")
"""What asks of a clean table whether it is as expected."""

Ingredients = Mapping[str, str]


@dataclass(frozen=True)
class Surroundings:
    """What all reports of a run are made of, read once."""

    project: Project

    @cached_property
    def code(self) -> Code:
        return Code(package_folder())

    @cached_property
    def common(self) -> dict[str, str]:
        """The lock, Python and the package: a change of one is a change of everything."""
        return {
            "lock": sha256(self.project.lock),
            "python": platform.python_version(),
            "package": __version__,
        }

    @cached_property
    def _assets(self) -> dict[str, str]:
        """The digests of the package's files that are no modules, by path."""
        return {
            path.relative_to(self.code.folder).as_posix(): sha256(path)
            for path in package_files(self.code.folder)
            if path.suffix != ".py"
        }

    def assets(self, language: str) -> str:
        """Return the digest of templates and styles, and of the words of a language."""
        used = {
            name: digest
            for name, digest in self._assets.items()
            if "/locale/" not in name or f"/locale/{language}/" in name
        }
        return _digest(used)

    def report(self, work: Work) -> dict[str, str]:
        """Return what a report is made of."""
        notebook = read_bytes(work.source)
        modules = self.code.used_by({*_MAKERS, *self.code.used_in(notebook)})
        return {
            "notebook": hashlib.sha256(notebook).hexdigest(),
            "parameters": _json(work.task.values),
            "page": _json([work.title, work.subject, asdict(work.place)]),
            "formats": ",".join(work.making.formats),
            "templates and words": self.assets(str(work.task.values["language"])),
            **self.common,
            **modules,
        }

    def checks(self) -> dict[str, str]:
        """Return what the clean tables and the results of their checks are made of."""
        return {
            **{self.project.relative(path): sha256(path) for path in raw_files(self.project)},
            **self.common,
            **self.code.used_by(_CHECKERS),
        }

    def checkers(self) -> dict[str, str]:
        """Return what the results of one table's checks are made of beside the table."""
        return {**self.common, **self.code.used_by(_ASKERS)}


def key(ingredients: Ingredients) -> str:
    """Return the name of ingredients: the same ones, the same name."""
    return _digest(ingredients)


def _digest(parts: Mapping[str, str]) -> str:
    return hashlib.sha256(_json(dict(parts)).encode()).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
