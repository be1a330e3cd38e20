"""A shipment: what goes to one partner in one language, before any record is written of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from analysis.checks.results import CheckedTables
from analysis.reports.parameters import Parameter
from analysis.reports.report import Report, Task


@dataclass(frozen=True)
class Partner:
    """Who receives a bundle: an id of small letters, digits and hyphens, and a name."""

    partner_id: str
    name: str
    """In the language of the bundle."""


@dataclass(frozen=True)
class SharedReport:
    """One report of a bundle: its task, its words, and its files by their paths in the bundle."""

    task: Task
    title: str
    question: str
    files: Mapping[str, bytes]
    """Page, documents, charts and tables; no notebook, because no code leaves."""

    @property
    def name(self) -> str:
        """The name of the task, without the values of parameters that a partner may not know."""
        public = public_parameters(self.task.report)
        values = {name: self.task.values[name] for name in public}
        return Task(replace(self.task.report, parameters=public), values).name


def public_parameters(report: Report) -> dict[str, Parameter]:
    """Return the parameters of a report that a partner may know of."""
    return {
        name: parameter
        for name, parameter in report.parameters.items()
        if not getattr(parameter, "private", False)
    }


@dataclass(frozen=True)
class Environment:
    """What a run ran on: Python, the packages asked for with their versions, and the lock."""

    python: str
    packages: Mapping[str, str]
    lock_sha256: str


@dataclass(frozen=True)
class Shipment:
    """Everything that the records of one bundle are made of; nothing else is read."""

    partner: Partner
    language: str
    date: date
    """The day of the run; the only clock there is."""
    version: str
    """Of the package ``analysis``."""
    data: CheckedTables
    """Released for a partner in ``language``: see ``analysis.display.release``."""
    reports: tuple[SharedReport, ...]
    notebooks: Mapping[str, bytes]
    """The committed notebooks of the reports, by file name."""
    dictionary: str
    """The text of ``docs/data-dictionary.md``."""
    environment: Environment
    others: Mapping[str, bytes]
    """Further files of the bundle by their paths, such as ``index.html``."""

    @property
    def data_version(self) -> str:
        return self.data.data_version

    @property
    def files(self) -> dict[str, bytes]:
        """Every file that was there before the records, by path."""
        found = dict(self.others)
        for report in self.reports:
            found |= report.files
        return found

    @property
    def kinds(self) -> tuple[Report, ...]:
        """The reports that the tasks are of, each once, in the order of the tasks."""
        return tuple({shared.task.report.report_id: shared.task.report
                      for shared in self.reports}.values())  # fmt: skip
