"""What is expected of a workbook that came back: its round, its rows, its locked cells, its claims.

A check returns findings; it repairs nothing. What a finding is about is not among the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from analysis.checks.claims import claims_held
from analysis.cleaning.answers import (
    Answer,
    Asking,
    Place,
    Vocabulary,
    is_filled,
    read_answers,
    read_assessment,
)
from analysis.source.answer_form import AGENCY, ASSESSED, ASSESSOR, FIELDS, FORMAT, SCALE, digest
from analysis.source.answers import AnswerRow, Returned
from analysis.source.findings import Finding, confirm, mend, note


@dataclass(frozen=True)
class Expected:
    """What the round asks of whom, in one language."""

    round_id: str
    plan_id: str
    askings: Mapping[str, Asking]
    """Of every target of the plan, in its order."""
    leads: Mapping[str, tuple[str, ...]]
    """The lead agencies of every target."""
    texts: Mapping[str, Mapping[str, str]]
    """The locked texts of the workbook's targets by column, as they would be sent now."""
    words: Vocabulary
    scale: tuple[tuple[str, float], ...]
    """The words of the scale with the percentage from which each holds, the highest first."""


@dataclass(frozen=True)
class Judged:
    """A workbook with the answers that can be used, and all that was found."""

    returned: Returned
    answers: tuple[Answer, ...] = ()
    findings: tuple[Finding, ...] = ()
    taken: bool = True
    """Whether it could be taken at all."""

    @property
    def agency_id(self) -> str:
        """The lead agency that it is of; empty if nobody knows, or it is an assessor's."""
        return self.returned.ids.agency_id if self.returned.ids else ""

    @property
    def assessor(self) -> bool:
        """Whether it is an assessor's workbook."""
        return bool(self.returned.ids and self.returned.ids.kind == ASSESSOR)

    def count(self, severity: str) -> int:
        """Return how many findings there are of a severity."""
        return sum(one.severity == severity for one in self.findings)


@dataclass
class _Rows:
    """The rows of a workbook that may be read, and what is wrong with the others."""

    usable: list[AnswerRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def judge(returned: Returned, expected: Expected) -> Judged:
    """Return the usable answers of a workbook, and what is to be mended in it."""
    if returned.ids is None:
        return Judged(returned, findings=returned.findings, taken=False)
    if refused := _refused(returned, expected):
        return Judged(returned, findings=(refused, *returned.findings), taken=False)
    rows = _rows(returned, expected)
    findings = [*returned.findings, *rows.findings]
    answers: list[Answer] = []
    place = Place(returned.workbook, returned.sheet, returned.ids.agency_id)
    for row in rows.usable:
        read, found = _read(row, expected, place, returned.ids.kind)
        answers += read.values()
        findings += found
    fields = FIELDS if returned.ids.kind == AGENCY else ASSESSED
    if not any(is_filled(row, fields) for row in returned.rows):
        findings.append(note("nothing_answered", returned.workbook, returned.sheet))
    return Judged(returned, tuple(answers), tuple(findings))


def _refused(returned: Returned, expected: Expected) -> Finding | None:
    """Return why a workbook cannot be taken at all, if so."""
    ids, name = returned.ids, returned.workbook
    assert ids is not None
    if ids.format != FORMAT or ids.scale_id != SCALE:
        return mend("other_format", name)
    if ids.round_id != expected.round_id:
        return mend("other_round", name).of(one=ids.round_id, other=expected.round_id)
    if ids.plan_id != expected.plan_id:
        return mend("other_plan", name).of(one=ids.plan_id, other=expected.plan_id)
    leads = {agency for agencies in expected.leads.values() for agency in agencies}
    if ids.kind == AGENCY and ids.agency_id not in leads:
        return mend("unknown_agency", name).of(one=ids.agency_id)
    return None


def _rows(returned: Returned, expected: Expected) -> _Rows:
    """Sort out rows that are missing, twice, unknown, moved, or whose locked cells changed."""
    found = _Rows()
    where = returned.workbook, returned.sheet
    sent = {row.target_id: row for row in returned.sent}
    fields = FIELDS if returned.ids and returned.ids.kind == AGENCY else ASSESSED
    by_id: dict[str, list[AnswerRow]] = {}
    for row in returned.rows:
        if row.target_id in sent:
            by_id.setdefault(row.target_id, []).append(row)
        elif is_filled(row, fields):
            code = "row_unknown" if row.target_id else "row_without_id"
            found.findings.append(mend(code, *where, _first(row, fields)))
    for target_id in sent:
        rows = by_id.get(target_id, [])
        if not rows:
            found.findings.append(mend("row_missing", *where, target_id=target_id))
        elif len(rows) > 1:
            found.findings += _twice(rows, where, target_id, fields)
        elif target_id not in expected.askings:
            found.findings.append(
                mend("row_not_in_plan", *where, _first(rows[0], fields), target_id=target_id)
            )
        elif changed := list(_changed(rows[0], sent[target_id].digests, expected, returned)):
            found.findings += changed
        else:
            found.findings += _moved_on(rows[0], sent[target_id].digests, expected, returned)
            found.usable.append(rows[0])
    found.findings += _order(returned, list(sent), by_id)
    return found


def _twice(
    rows: Sequence[AnswerRow], where: tuple[str, str], target_id: str, fields: Sequence[str]
) -> Iterator[Finding]:
    numbers = ", ".join(str(row.number) for row in rows)
    for row in rows:
        place = _first(row, fields)
        yield mend("row_twice", *where, place, target_id=target_id).of(rows=numbers)


def _first(row: AnswerRow, fields: Iterable[str]) -> str:
    """Return the cell of a row that one is sent to: the first that says something."""
    cells = [row.cells[name] for name in fields if name in row.cells]
    filled = [cell for cell in cells if cell.kind != "empty"]
    return (filled or cells)[0].cell if cells else f"A{row.number}"


def _changed(
    row: AnswerRow, sent: Mapping[str, str], expected: Expected, returned: Returned
) -> Iterator[Finding]:
    """Yield the locked cells of a row that are not as they were sent."""
    for name, known in sent.items():
        typed = row.cells.get(name)
        if typed is None or digest(typed.text) == known:
            continue
        now = expected.texts.get(row.target_id, {}).get(name, "")
        was = now if digest(now) == known else ""
        about = {"target_id": row.target_id, "field": name, "found": typed.text}
        yield mend("locked_changed", returned.workbook, returned.sheet, typed.cell, **about).of(
            was=was
        )


def _moved_on(
    row: AnswerRow, sent: Mapping[str, str], expected: Expected, returned: Returned
) -> Iterator[Finding]:
    """Yield that the plan says something else now than when the workbook was sent."""
    texts = expected.texts.get(row.target_id, {})
    for name in ("title", "target"):
        if digest(texts.get(name, "")) != sent[name]:
            cell = row.cells[name].cell if name in row.cells else ""
            where = returned.workbook, returned.sheet, cell
            yield confirm("plan_changed", *where, target_id=row.target_id, field=name)


def _order(
    returned: Returned, sent: Sequence[str], by_id: Mapping[str, Sequence[AnswerRow]]
) -> Iterator[Finding]:
    numbers = [by_id[name][0].number for name in sent if name in by_id]
    if any(one > other for one, other in pairwise(numbers)):
        yield note("rows_moved", returned.workbook, returned.sheet)


def _read(
    row: AnswerRow, expected: Expected, place: Place, kind: str
) -> tuple[dict[str, Answer], list[Finding]]:
    """Return the answers of a row that can be used, and what is to be said of it."""
    if kind == ASSESSOR:
        read, findings = read_assessment(row, expected.words, place)
        missing = list(_assessed(row, read, findings, place))
        return ({} if missing else read), [*findings, *missing]
    asking = expected.askings[row.target_id]
    read, findings = read_answers(row, asking, expected.words, place)
    held = claims_held(row, read, findings, asking, expected.scale, place, expected.round_id)
    if any(one.code == "unit_missing" for one in held):
        read.pop("value", None)
    return read, [*findings, *held]


_NEEDED = ("strength", "reason", "assessor", "assessed_on")


def _assessed(
    row: AnswerRow, read: Mapping[str, Answer], findings: Sequence[Finding], place: Place
) -> Iterator[Finding]:
    """Yield what an assessment lacks; one that lacks anything is not taken."""
    refused = {one.field for one in findings if one.severity == "mend"}
    if not read and not refused:
        return
    strength = read["strength"].value if "strength" in read else ""
    counts = strength in ("direct", "partial")
    needed = [*_NEEDED, *(["difference"] if strength == "partial" else [])]
    needed += ["assessed_status"] if counts else []
    for name in needed:
        if name not in read and name not in refused and name in row.cells:
            cell = row.cells[name].cell
            about = {"target_id": row.target_id, "field": name}
            yield mend("assessment_lacks", place.workbook, place.sheet, cell, **about)
    if strength and not counts and "assessed_status" in read:
        one = read["assessed_status"]
        about = {"target_id": row.target_id, "field": one.field, "found": one.value_raw}
        yield mend("assessed_without_evidence", place.workbook, place.sheet, one.cell, **about).of(
            strength=strength
        )
