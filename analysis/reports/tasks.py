"""Tasks: the runs that the words typed ask for, every value typed and allowed."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.display.language import LANGUAGES
from analysis.errors import UsageError, quoted
from analysis.nearest import near
from analysis.reports.catalogue import REPORTS
from analysis.reports.parameters import Value
from analysis.reports.report import Report, Task

ALL = "all"
"""The word for every language."""


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
            raise UsageError(f"No report here has a parameter {quoted(name)}.{near(name, known)}")
    found = []
    for language in _languages(typed):
        for report in reports:
            asked = typed | language
            given = {n: p.read(n, asked[n]) for n, p in report.parameters.items() if n in asked}
            found += [task(report, values) for values in _variants(report, given)]
    return found


def _languages(typed: dict[str, str]) -> list[dict[str, str]]:
    """Return the language typed, or one after the other where all were asked for."""
    if typed.get("language") != ALL:
        return [{}]
    return [{"language": language} for language in LANGUAGES]


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
                f"The report {report.report_id} has no parameter {quoted(name)}."
                f"{near(name, report.parameters)}"
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
        raise UsageError(f"There is no report {quoted(name)}.{near(name, REPORTS)}")
    return REPORTS[name]


def _split(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise UsageError(f"A parameter is written NAME=VALUE; found {quoted(text)}.")
    return name, value
