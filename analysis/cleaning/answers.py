"""Answers: each cell of a returned row into a canonical value, or a finding that says why not."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal

from analysis.cleaning.answer_dates import read_day
from analysis.cleaning.answer_numbers import Read, fault, read_money, read_value
from analysis.source.answer_form import ASKED, ASSESSED, FIELDS
from analysis.source.answers import AnswerRow, Typed
from analysis.source.findings import Finding, mend, note
from analysis.source.raw_files import CELL_LIMIT

NOT_ASKED = "—"
"""What stands in a cell that is not asked for."""


@dataclass(frozen=True)
class Answer:
    """One answer: whose, on what, where it stands, as typed and as read."""

    target_id: str
    agency_id: str
    field: str
    workbook: str
    sheet: str
    cell: str
    value_raw: str
    value: str


@dataclass(frozen=True)
class Asking:
    """What a row of the form asks about: an activity, or an indicator with its target."""

    target_id: str
    kind: str
    unit: str = ""
    operator: str = ""
    least: Decimal | None = None
    most: Decimal | None = None

    @property
    def numeric(self) -> bool:
        """Whether the target is a number."""
        return self.operator not in ("", "none")


@dataclass(frozen=True)
class Vocabulary:
    """The words that a workbook's drop-downs offer, folded, and the codes that they stand for."""

    statuses: Mapping[str, str]
    units: Mapping[str, Set[str]]
    """One word may stand for several units: in Georgian an event and a measure have the same."""
    strengths: Mapping[str, str]


@dataclass(frozen=True)
class Place:
    """Whose workbook it is, and which of its sheets."""

    workbook: str
    sheet: str
    agency_id: str = ""


def folded(word: str) -> str:
    """Return a word as it is compared: without case, spacing and full stop.

    >>> folded(" Mostly  implemented. ") == folded("mostly implemented")
    True
    """
    kept = unicodedata.normalize("NFKC", word).casefold()
    return " ".join(kept.split()).rstrip(".").rstrip()


def read_answers(
    row: AnswerRow, asking: Asking, words: Vocabulary, place: Place
) -> tuple[dict[str, Answer], list[Finding]]:
    """Return the usable answers of a row by field, and a finding for each cell that is not.

    A unit without a value is no answer: it stands there beforehand. Nor is a value whose unit is
    not known.
    """
    unit = _unit(row.cells.get("unit", _EMPTY), words.units, asking.unit)
    readers: dict[str, Callable[[Typed], Read]] = {
        "claimed_status": lambda typed: _choice(typed, words.statuses, "status_unknown"),
        "value": lambda typed: read_value(typed, unit.value or asking.unit),
        "unit": lambda typed: unit,
        "date": read_day,
        "spent": read_money,
        "evidence_page": _page,
    }
    answers, findings = _read(row, place, FIELDS, readers, ASKED[asking.kind])
    if any(one.field == "unit" and one.severity == "mend" for one in findings):
        answers.pop("value", None)
    if "value" not in answers:
        answers.pop("unit", None)
        if row.cells.get("value", _EMPTY).kind == "empty":
            findings = [one for one in findings if one.field != "unit"]
    return answers, findings


def read_assessment(
    row: AnswerRow, words: Vocabulary, place: Place
) -> tuple[dict[str, Answer], list[Finding]]:
    """Return what an assessor says of a target by field, and what of it cannot be used."""
    readers: dict[str, Callable[[Typed], Read]] = {
        "assessed_status": lambda typed: _choice(typed, words.statuses, "status_unknown"),
        "strength": lambda typed: _choice(typed, words.strengths, "strength_unknown"),
        "assessed_on": read_day,
    }
    return _read(row, place, ASSESSED, readers, frozenset(ASSESSED))


def is_filled(row: AnswerRow, fields: Iterable[str]) -> bool:
    """Whether any cell of a row says something, the unit printed beforehand left aside."""
    return any(
        row.cells[name].kind != "empty" and row.cells[name].text != NOT_ASKED
        for name in fields
        if name in row.cells and name != "unit"
    )


_EMPTY = Typed("empty", "")


def _read(
    row: AnswerRow,
    place: Place,
    fields: Iterable[str],
    readers: Mapping[str, Callable[[Typed], Read]],
    asked: frozenset[str],
) -> tuple[dict[str, Answer], list[Finding]]:
    answers: dict[str, Answer] = {}
    findings: list[Finding] = []
    for name in fields:
        typed = row.cells.get(name, _EMPTY)
        if typed.kind == "empty":
            continue
        where = place.workbook, place.sheet, typed.cell
        about = {"target_id": row.target_id, "field": name, "found": typed.text}
        if name not in asked:
            if typed.text != NOT_ASKED:
                findings.append(mend("not_asked", *where, **about))
            continue
        read = _refused(typed) or readers.get(name, _text)(typed)
        if read.fault:
            findings.append(mend(read.fault, *where, **about).of(**dict(read.values)))
            continue
        if read.told:
            findings.append(note(read.told, *where, **about).of(value=read.value))
        answers[name] = Answer(
            row.target_id, place.agency_id, name, place.workbook, place.sheet, typed.cell,
            typed.text, read.value,
        )  # fmt: skip
    return answers, findings


def _refused(typed: Typed) -> Read | None:
    """Refuse what is never taken: formulas are not worked out, and their last values not read."""
    if typed.kind in ("formula", "error", "truth"):
        return fault(f"{typed.kind}_in_cell")
    if typed.cut or len(typed.text) > CELL_LIMIT:
        return fault("text_too_long", limit=str(CELL_LIMIT))
    return None


def _choice(typed: Typed, words: Mapping[str, str], code: str) -> Read:
    if typed.kind == "empty":
        return Read()
    found = words.get(folded(typed.text)) if typed.kind == "text" else None
    return Read(found) if found else fault(code)


def _unit(typed: Typed, words: Mapping[str, Set[str]], asked: str) -> Read:
    """Return a unit; of several that have one word, that of the target is meant."""
    if typed.kind == "empty":
        return Read()
    found = words.get(folded(typed.text), frozenset()) if typed.kind == "text" else frozenset()
    if not found:
        return fault("unit_unknown")
    if asked in found:
        return Read(asked)
    return Read(min(found)) if len(found) == 1 else fault("unit_ambiguous")


def _text(typed: Typed) -> Read:
    return Read(typed.text)


def _page(typed: Typed) -> Read:
    """Return a page; a date is what a spreadsheet makes of pages from 3 to 5."""
    return fault("page_is_date") if typed.kind == "date" else Read(typed.text)
