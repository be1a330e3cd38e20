"""A report: its notebook and parameters; and a task, a report with all values set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.reports.parameters import Parameter, Value
from analysis.reports.themes import OTHER

if TYPE_CHECKING:
    from analysis.checks.results import CheckedTables


@dataclass(frozen=True)
class Report:
    """A report: the notebook that makes it and the parameters that it takes."""

    report_id: str
    title: str
    question: str
    notebook: str
    parameters: dict[str, Parameter]
    each: str = ""
    """The parameter for whose every choice the report is run, unless one is given."""
    whole: Value | None = None
    """The value of ``each`` that means all of it, and needs no name."""
    theme: str = OTHER
    """The theme under which the site lists the report."""
    fields: Mapping[Value, str] = field(default_factory=dict)
    """The themes of single values of ``each``, where they differ."""
    precheck: Callable[[CheckedTables, Mapping[str, Value]], None] | None = None
    """Refuses values that only the data can judge, before any notebook starts."""


@dataclass(frozen=True)
class Task:
    """A report with the values of all its parameters: what is run."""

    report: Report
    values: dict[str, Value]

    @property
    def subject(self) -> str | None:
        """What the report is run for, by its label; None where that means all of it."""
        each = self.report.each
        if not each or self.values[each] == self.report.whole:
            return None
        return str(self.report.parameters[each].labels.get(self.values[each], self.values[each]))

    @property
    def title(self) -> str:
        """The report's title in English, with what it is run for."""
        if self.subject is None:
            return self.report.title
        labelled = self.values[self.report.each] in self.report.parameters[self.report.each].labels
        subject = self.subject if labelled else f"{self.report.each} {self.subject}"
        return f"{self.report.title}: {subject}"

    @property
    def theme(self) -> str:
        """The theme under which the site lists the report: that of what it is run for, if any."""
        return self.report.fields.get(self.values.get(self.report.each, ""), self.report.theme)

    @property
    def name(self) -> str:
        """The name of the task's files: the report, its ``each``, and what is not the default."""
        changed = [
            f"{name}-{value}"
            for name, value in sorted(self.values.items())
            if value != self._unnamed(name)
        ]
        return "--".join([self.report.report_id.replace("_", "-"), *changed])

    def _unnamed(self, name: str) -> Value | None:
        """Return the value that goes without saying."""
        if name == self.report.each:
            return self.report.whole
        return self.report.parameters[name].default
