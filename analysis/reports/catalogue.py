"""The catalogue: which reports exist, with their declared and typed parameters."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.errors import UsageError

if TYPE_CHECKING:
    from analysis.checks.results import CheckedTables

Value = str | bool | int


@dataclass(frozen=True)
class Parameter:
    """One parameter: its default, whose type is its type, and the values allowed, if few."""

    default: Value
    meaning: str
    choices: tuple[Value, ...] = ()
    form: str = ""
    """A regular expression that the whole text has to match, if any."""

    @property
    def described(self) -> str:
        """What may be given, for a person."""
        kind = type(self.default).__name__
        allowed = f", one of: {', '.join(map(str, self.choices))}" if self.choices else ""
        return f"{kind}, default {self.default!r}{allowed}"

    def accept(self, name: str, value: Value) -> Value:
        """Return a value of the declared type and among the choices, or refuse it."""
        unfit = bool(self.form) and not re.fullmatch(self.form, str(value))
        unknown = bool(self.choices) and value not in self.choices
        if type(value) is not type(self.default) or unfit or unknown:
            near = difflib.get_close_matches(str(value), map(str, self.choices), n=1, cutoff=0.3)
            advice = f" Did you mean {near[0]!r}?" if near else ""
            raise UsageError(
                f"The parameter {name} cannot be {value!r}. Expected: {self.described}.{advice}"
            )
        return value

    def read(self, name: str, text: str) -> Value:
        """Return the value that a typed text means, by the parameter's type."""
        if isinstance(self.default, bool):
            known = {"true": True, "false": False}
            return self.accept(name, known.get(text, text))
        if isinstance(self.default, int):
            sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
            plain = digits.isascii() and digits.isdigit() and len(digits) < 10
            return self.accept(name, sign * int(digits) if plain else text)
        return self.accept(name, text)


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
    precheck: Callable[[CheckedTables, dict[str, Value]], None] | None = None
    """Refuses values that only the data can judge, before any notebook starts."""


@dataclass(frozen=True)
class Task:
    """A report with the values of all its parameters: what is run."""

    report: Report
    values: dict[str, Value]

    @property
    def title(self) -> str:
        """The report's title, with the value of its ``each`` where that is not the default."""
        each = self.report.each
        if not each or self.values[each] == self.report.parameters[each].default:
            return self.report.title
        return f"{self.report.title}: {each} {self.values[each]}"

    @property
    def name(self) -> str:
        """The name of the task's files: the report, and each value that is not the default."""
        changed = [
            f"{name}-{value}"
            for name, value in sorted(self.values.items())
            if value != self.report.parameters[name].default
        ]
        return "--".join([self.report.report_id.replace("_", "-"), *changed])


def _check_scope(data: CheckedTables, values: dict[str, Value]) -> None:
    from analysis.measures.scope import scope

    words = {name: str(value) for name, value in values.items() if name != "criteria"}
    scope(data, **words)


REPORTS: dict[str, Report] = {
    report.report_id: report
    for report in (
        Report(
            "midterm_evaluation",
            "Mid-term evaluation",
            "How far did the yearly plan of Georgia's migration strategy get, "
            "and how sure can one be?",
            "midterm_evaluation.ipynb",
            {
                "plan": Parameter("action-plan-2019", "the plan evaluated", ("action-plan-2019",)),
                "chapter": Parameter(
                    "all",
                    "the whole plan or one chapter",
                    ("all", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"),
                ),
                "as_of": Parameter(
                    "2019-12-31",
                    "the date as of which activities are due, YYYY-MM-DD",
                    (),
                    "[0-9]{4}-[0-9]{2}-[0-9]{2}",
                ),
                "evidence": Parameter(
                    "direct,partial", "which strengths count", ("direct", "direct,partial")
                ),
                "status_scale": Parameter(
                    "georgia-four",
                    "the words for a status",
                    ("georgia-four", "open-government-five"),
                ),
                "criteria": Parameter("six", "five or six OECD-DAC criteria", ("five", "six")),
            },
            each="chapter",
            precheck=_check_scope,
        ),
        Report(
            "data_quality",
            "Data quality",
            "Can the figures behind the evaluation be trusted?",
            "data_quality.ipynb",
            {
                "document": Parameter(
                    "all",
                    "the document to report on",
                    (
                        "all",
                        "france-brief-2019",
                        "france-brief-earlier",
                        "association-report-2019",
                        "action-plan-2019",
                        "reintegration-brief-2020",
                    ),
                ),
                "identities": Parameter(
                    "all", "which identities are listed in full", ("all", "failing")
                ),
            },
        ),
    )
}


def tasks(only: Sequence[str] = (), parameters: Sequence[str] = ()) -> list[Task]:
    """Return what is to be run: every report, or those named, with the values typed.

    Raises
    ------
    UsageError
        A report or parameter is not known, or a value is ill-typed.
    """
    reports = [_known(name) for name in dict.fromkeys(only)] if only else list(REPORTS.values())
    typed: dict[str, str] = {}
    for name, value in map(_split, parameters):
        if name in typed:
            raise UsageError(f"The parameter {name} is given twice.")
        typed[name] = value
    for name in typed:
        if not any(name in report.parameters for report in reports):
            known = sorted({known for report in reports for known in report.parameters})
            raise UsageError(f"No report here has a parameter {name!r}.{_near(name, known)}")
    found = []
    for report in reports:
        given = {n: p.read(n, typed[n]) for n, p in report.parameters.items() if n in typed}
        found += [task(report, values) for values in _variants(report, given)]
    return found


def _variants(report: Report, given: dict[str, Value]) -> list[dict[str, Value]]:
    """Return the values of one run, or of one for each choice of the parameter ``each``."""
    if not report.each or report.each in given:
        return [given]
    return [{**given, report.each: choice} for choice in report.parameters[report.each].choices]


def task(report: Report, values: dict[str, Value]) -> Task:
    """Return a report with its values, declared ones only, each of its type."""
    for name in values:
        if name not in report.parameters:
            raise UsageError(
                f"The report {report.report_id} has no parameter {name!r}."
                f"{_near(name, report.parameters)}"
            )
    return Task(
        report,
        {
            name: parameter.accept(name, values.get(name, parameter.default))
            for name, parameter in report.parameters.items()
        },
    )


def _known(name: str) -> Report:
    if name not in REPORTS:
        raise UsageError(f"There is no report {name!r}.{_near(name, REPORTS)}")
    return REPORTS[name]


def _split(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise UsageError(f"A parameter is written NAME=VALUE; found {text!r}.")
    return name, value


def _near(name: str, known: Iterable[str]) -> str:
    known = list(known)
    near = difflib.get_close_matches(name, known, n=1)
    return f" Did you mean {near[0]!r}?" if near else f" Known: {', '.join(known)}."
