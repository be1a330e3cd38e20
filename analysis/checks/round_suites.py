"""The suites of a round: what its answers and assessments have to be before they are written.

Every cell was read and judged one by one; this holds the tables made of them to the form as a
whole, by another route.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis.checks.results import ExpectationResult
from analysis.checks.rules import DATE, Expectation
from analysis.checks.suites import document_json, read_suite
from analysis.cleaning.answers import Answer
from analysis.errors import CheckError, Problem
from analysis.source.answer_form import ASSESSED, FIELDS, STRENGTHS

NUMBER = r"^(0|[1-9][0-9]{0,14})(\.[0-9]{1,12})?$"
_KEYS = ("target_id", "agency_id")

COLUMNS = {
    "round/answers": (*_KEYS, *FIELDS),
    "round/assessments": ("target_id", "agency_id", *ASSESSED),
}
"""One row is a target with all that one agency answers, or what is assessed of it."""

ROUND_SUITES = tuple(COLUMNS)


def _columns(name: str) -> Expectation:
    return Expectation(
        "columns",
        "expect_table_columns_to_match_ordered_list",
        {"column_list": list(COLUMNS[name])},
        "The table has the columns of the form, in order.",
    )


def _once(*columns: str) -> Expectation:
    several: tuple[str, dict[str, object]] = (
        "expect_compound_columns_to_be_unique",
        {"column_list": list(columns)},
    )
    one: tuple[str, dict[str, object]] = (
        "expect_column_values_to_be_unique",
        {"column": columns[0]},
    )
    kind, asked = several if len(columns) > 1 else one
    return Expectation("key.unique", kind, asked, "A key stands once.")


def _known(column: str, parameter: str, note: str) -> Expectation:
    return Expectation(
        f"{column}.known",
        "expect_column_values_to_be_in_set",
        {"column": column, "value_set": {"$PARAMETER": parameter}},
        note,
    )


def _form(column: str, pattern: str, note: str) -> Expectation:
    return Expectation(
        f"{column}.form",
        "expect_column_values_to_match_regex",
        {"column": column, "regex": pattern},
        note,
    )


def _present(column: str, note: str) -> Expectation:
    return Expectation(
        f"{column}.present", "expect_column_values_to_not_be_null", {"column": column}, note
    )


def _short(column: str) -> Expectation:
    return Expectation(
        f"{column}.length",
        "expect_column_value_lengths_to_be_between",
        {"column": column, "min_value": 1, "max_value": 2_000},
        "A text is one that a raw cell can hold.",
    )


_TARGETS = _known("target_id", "targets", "An answer is about a target of the plan.")

SUITES: dict[str, tuple[Expectation, ...]] = {
    "round/answers": (
        _columns("round/answers"),
        _once(*_KEYS),
        _TARGETS,
        _known("agency_id", "agencies", "An answer is a lead agency's."),
        _known("claimed_status", "statuses", "A claimed status is a word of the scale."),
        _form("value", NUMBER, "A value is a plain number, nought or more."),
        _known("unit", "units", "A unit is one of the units of the tables."),
        _form("date", DATE, "A date is ISO 8601, as precise as it was typed."),
        _form("spent", NUMBER, "Money spent is a plain number of lari, nought or more."),
        *map(_short, ("evidence_document", "evidence_page", "obstacle", "comment")),
    ),
    "round/assessments": (
        _columns("round/assessments"),
        _once("target_id"),
        _TARGETS,
        _known("assessed_status", "statuses", "An assessed status is a word of the scale."),
        _present("strength", "An assessment says how strong the evidence is."),
        Expectation(
            "strength.known",
            "expect_column_values_to_be_in_set",
            {"column": "strength", "value_set": list(STRENGTHS)},
            "A strength is one of four.",
        ),
        _present("reason", "An assessment has a reason."),
        _present("assessor", "An assessment has a name beside it."),
        _present("assessed_on", "An assessment has a date."),
        _form("assessed_on", DATE, "A date is ISO 8601, as precise as it was typed."),
        *map(_short, ("difference", "reason", "assessor")),
    ),
}


def round_json(name: str) -> str:
    """Return a suite of a round as the text of its file."""
    return document_json(name, "What is collected of a round has to be.", SUITES[name])


def frame(name: str, answers: Sequence[Answer]) -> pd.DataFrame:
    """Return answers as a table, one row a target and agency, one column a field."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for one in answers:
        key = one.target_id, one.agency_id
        rows.setdefault(key, dict(zip(_KEYS, key, strict=True)))[one.field] = one.value
    return pd.DataFrame(
        [{column: row.get(column, "") for column in COLUMNS[name]} for row in rows.values()],
        columns=list(COLUMNS[name]),
        dtype="str",
    )


def check_round(
    name: str, answers: Sequence[Answer], suites: Path, keys: Mapping[str, list[str]]
) -> list[ExpectationResult]:
    """Hold a round's answers or assessments to their committed suite.

    Parameters
    ----------
    suites : the folder of committed suites.
    keys : the ids of targets and agencies, the words of the scale, the units.

    Raises
    ------
    CheckError
        An expectation is not met; nothing may be written.
    """
    from analysis.checks.validation import validate_table

    results = validate_table(
        name.partition("/")[2], read_suite(suites, name), frame(name, answers), keys
    )
    if problems := [
        Problem(
            f"{one.note} ({one.key}: {one.unexpected} of {one.rows} rows do not)",
            "what was collected",
            column=one.column,
            advice="this is a fault of the program: report it with the workbooks",
        )
        for one in results
        if not one.success
    ]:
        raise CheckError(problems)
    return results
