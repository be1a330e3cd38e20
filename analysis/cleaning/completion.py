"""The answers to what a new document asks: proved one by one, then written where they belong."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from analysis.cleaning.columns import unknown
from analysis.cleaning.completing import RULES, Asked, reads
from analysis.cleaning.plan import RISK_CATEGORIES
from analysis.cleaning.units import UNITS
from analysis.errors import Problem, RawDataError
from analysis.source.delivery import Delivery
from analysis.source.raw_form import READINGS
from analysis.source.rows import RawRow

COLUMNS = ("kind", "id", "file", "row", "column", "printed", "times", "nearest", "answer")
"""Of the file that a person completes; the last one is the person's."""

KEY = ("kind", "id", "column", "printed")

NONE = "-"
"""The answer that a thing has none."""


def as_rows(asked: Sequence[Asked], before: Mapping[tuple[str, ...], str]) -> list[dict[str, str]]:
    """Return questions as the rows of a file, with the answers that were given before."""
    return [
        {
            "kind": one.kind,
            "id": one.id,
            "file": one.file,
            "row": str(one.rows[0]),
            "column": one.column,
            "printed": one.printed,
            "times": str(len(one.rows)),
            "nearest": " | ".join(f"{form} ({likeness:.2f})" for form, likeness in one.nearest),
            "answer": before.get(one.key, ""),
        }
        for one in asked
    ]


def key_of(row: RawRow) -> tuple[str, str, str, str]:
    """Return what a row's question is known by."""
    return row["kind"], row["id"], row["column"], row["printed"]


def answered(
    asked: Sequence[Asked], rows: Sequence[RawRow], file: str, delivery: Delivery
) -> dict[str, list[dict[str, str]]]:
    """Return the rows that the answers add, by raw file.

    Raises
    ------
    RawDataError
        A question has no answer, or one that cannot be used, or a row answers no question:
        every such row at once.
    """
    organisations = {row["organisation_id"] for row in delivery.rows("organisations")}
    questions = {one.key: one for one in asked}
    problems: list[Problem] = []
    answers: dict[tuple[str, ...], str] = {}
    for row in rows:
        question = questions.get(key_of(row))
        if question is None:
            problems.append(
                row.problem(
                    "nothing asks this", "printed",
                    advice="change no column but answer; extract again for a fresh file",
                )
            )  # fmt: skip
            continue
        problems += _problems(question, row, organisations)
        answers[question.key] = row["answer"].strip()
    problems += [
        Problem("a question has no row", file, column="printed", found=one.printed or one.id,
                advice="extract again for a fresh file; the answers given are kept")
        for one in asked
        if one.key not in answers
    ]  # fmt: skip
    if problems:
        raise RawDataError(problems)
    return _additions(asked, answers)


def _problems(question: Asked, row: RawRow, organisations: Collection[str]) -> Iterator[Problem]:
    answer = row["answer"].strip()
    if not answer:
        yield row.problem("there is no answer", "answer", _EXPECTED[question.kind])
    elif question.kind == "name":
        yield from _each(row, answer, organisations)
    elif question.kind == "risk_category":
        yield from _each(row, answer, RISK_CATEGORIES)
    elif question.kind == "unit" and answer != NONE and answer not in UNITS:
        yield unknown(row, "answer", answer, UNITS)
    elif question.kind == "notation" and not reads(RULES[question.column][1], answer):
        yield row.problem(
            "no rule reads the answer either", "answer", _EXPECTED["notation"],
            "write the token as a known one would be printed, such as one of nearest",
        )  # fmt: skip


_EXPECTED = {
    "name": "the id of an organisation, or several joined by ;",
    "notation": "the same in a notation that is known",
    "title": "a title in English",
    "measure": "what is measured, in English",
    "unit": f"a unit of analysis/cleaning/units.py, or {NONE} if it has none",
    "risk_category": ", ".join(RISK_CATEGORIES),
}


def _each(row: RawRow, answer: str, known: Collection[str]) -> Iterator[Problem]:
    for one in answer.split(";"):
        if one not in known:
            yield unknown(row, "answer", one, known)


def _additions(
    asked: Sequence[Asked], answers: Mapping[tuple[str, ...], str]
) -> dict[str, list[dict[str, str]]]:
    added: dict[str, list[dict[str, str]]] = {}
    units = {one.id: answers[one.key] for one in asked if one.kind == "unit"}
    for one in asked:
        answer = answers[one.key]
        if one.kind == "name":
            row = {"printed": one.printed, "organisation_ids": answer}
        elif one.kind == "notation":
            row = {"column": one.column, "printed": one.printed, "reading": answer}
        elif one.kind == "title":
            row = {"activity_id": one.id, "source_line": one.line, "title": answer}
        elif one.kind == "measure":
            unit = units.get(one.id, "").replace(NONE, "")
            row = {"indicator_id": one.id, "source_line": one.line, "measure": answer, "unit": unit}
        elif one.kind == "risk_category":
            row = {
                "activity_id": one.id.removesuffix(f" risk {one.number}"),
                "risk_no": one.number,
                "source_line": one.line,
                "risk_category": answer,
            }
        else:
            continue
        added.setdefault(_FILES[one.kind], []).append(row)
    return added


_FILES = {
    "name": "organisation_names",
    "notation": READINGS,
    "title": "annotations/activities",
    "measure": "annotations/indicators",
    "risk_category": "annotations/risks",
}
