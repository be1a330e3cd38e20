"""What a claim has to have beside it, and whether value and target bear it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from analysis.cleaning.answers import Answer, Asking, Place
from analysis.source.answers import AnswerRow
from analysis.source.findings import Finding, confirm, mend

FULFILLED = 100
"""Percent of the target from which a status says that it is fulfilled."""


def claims_held(
    row: AnswerRow,
    read: Mapping[str, Answer],
    findings: Sequence[Finding],
    asking: Asking,
    scale: Sequence[tuple[str, float]],
    place: Place,
    round_id: str,
) -> list[Finding]:
    """Return what a row's claim lacks, and where it does not go with value and target.

    A cell that is complained about already is not said to be missing.
    """
    refused = (one for one in findings if one.severity == "mend" and one.code != "not_asked")
    said = {*read, *(one.field for one in refused)}
    if not said:
        return []

    def lacking(code: str, name: str) -> Iterator[Finding]:
        # A value whose unit was refused stands there all the same.
        if name not in said and name in row.cells and row.cells[name].kind == "empty":
            where = place.workbook, place.sheet, row.cells[name].cell
            yield mend(code, *where, target_id=row.target_id, field=name)

    found = [*lacking("status_missing", "claimed_status")]
    claimed = read["claimed_status"].value if "claimed_status" in read else ""
    if dict(scale).get(claimed) == FULFILLED:
        found += lacking("evidence_missing", "evidence_document")
        found += lacking("date_missing", "date")
        found += lacking("value_missing", "value") if asking.numeric else ()
    if "value" in read and asking.unit:
        found += lacking("unit_missing", "unit")
    found += _odd(row, read, asking, scale, place, round_id)
    return found


def _odd(
    row: AnswerRow,
    read: Mapping[str, Answer],
    asking: Asking,
    scale: Sequence[tuple[str, float]],
    place: Place,
    round_id: str,
) -> Iterator[Finding]:
    """Yield what may be right and does not look so."""
    if "date" in read and read["date"].value[:4] > round_id[:4]:
        yield _confirm("date_late", read["date"], place).of(round=round_id)
    if "unit" in read and asking.unit and read["unit"].value != asking.unit:
        yield _confirm("unit_differs", read["unit"], place).of(unit=asking.unit)
        return
    if "value" not in read or "claimed_status" not in read or not asking.numeric:
        return
    borne = status_of(ratio(Decimal(read["value"].value), asking), scale)
    if borne and read["claimed_status"].value != borne:
        yield _confirm("claim_contradicts", read["claimed_status"], place).of(status=borne)


def _confirm(code: str, answer: Answer, place: Place) -> Finding:
    where = place.workbook, place.sheet, answer.cell
    about = {"target_id": answer.target_id, "field": answer.field, "found": answer.value_raw}
    return confirm(code, *where, **about)


def ratio(value: Decimal, asking: Asking) -> Decimal | None:
    """Return which part of a target was achieved, 1 for all of it; None where it has no number.

    >>> ratio(Decimal(3), Asking("x", "indicator", operator=">=", least=Decimal(4)))
    Decimal('0.75')
    """
    if asking.operator == "<=":
        if asking.most is None:
            return None
        return Decimal(1) if value <= asking.most else asking.most / value
    return value / asking.least if asking.least else None


def status_of(part: Decimal | None, scale: Sequence[tuple[str, float]]) -> str:
    """Return the word of a scale, the highest first, for a part of a target; empty if none is."""
    if part is None:
        return ""
    percent = min(Decimal(100), 100 * part)
    return next((word for word, least in scale if percent >= Decimal(str(least))), "")
