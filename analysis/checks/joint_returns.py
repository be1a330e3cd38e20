"""What is expected of all workbooks of a round together: one version each, leads that agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from analysis.checks.returns import Judged
from analysis.cleaning.answers import Answer
from analysis.source.findings import Finding, in_order, mend, note

COMPARED = ("claimed_status", "value")
"""What joint lead agencies have to say alike of one target."""


def judge_together(judged: Sequence[Judged]) -> list[Judged]:
    """Return the workbooks with what only all of them together show."""
    found = _leads_differ(_assessed_twice(_versions(judged)))
    return [replace(one, findings=tuple(in_order(one.findings))) for one in found]


def _versions(judged: Sequence[Judged]) -> list[Judged]:
    """Take one of several workbooks of an agency if they say the same, and none if they do not."""
    by_agency: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        if one.taken and one.agency_id:
            by_agency[one.agency_id].append(one)
    kept = []
    for one in judged:
        several = by_agency.get(one.agency_id, []) if one.taken else []
        kept.append(_version(one, several) if len(several) > 1 else one)
    return kept


def _version(one: Judged, several: Sequence[Judged]) -> Judged:
    others = ", ".join(o.returned.workbook for o in several if o is not one)
    if len({_said(other) for other in several}) > 1:
        found = mend("two_versions", one.returned.workbook).of(files=others)
        return replace(one, answers=(), findings=(found, *one.findings), taken=False)
    if one is several[0]:
        return one
    found = note("same_twice", one.returned.workbook).of(files=several[0].returned.workbook)
    return replace(one, answers=(), findings=(found,), taken=False)


def _said(one: Judged) -> frozenset[tuple[str, str, str, str]]:
    """Return all that a workbook says, its unusable cells as they were typed."""
    answers = {(a.target_id, a.field, a.value, "") for a in one.answers}
    refused = {(f.target_id, f.field, f.code, f.found) for f in one.findings}
    return frozenset(answers | refused)


def _assessed_twice(judged: Sequence[Judged]) -> list[Judged]:
    """Take no assessment of a target that two workbooks assess differently."""
    sides = _by_target(a for one in judged if one.assessor for a in one.answers)
    found: dict[str, list[Finding]] = defaultdict(list)
    refused: set[tuple[str, str]] = set()
    for target_id, books in sides.items():
        if len(books) < 2:
            continue
        same = len({tuple((a.field, a.value) for a in own) for own in books.values()}) == 1
        for place, (book, own) in enumerate(books.items()):
            if not same:
                files = ", ".join(name for name in books if name != book)
                about = {"target_id": target_id, "field": own[0].field}
                where = book, own[0].sheet, own[0].cell
                found[book].append(mend("assessed_twice", *where, **about).of(files=files))
            if not same or place:
                refused.add((book, target_id))
    return [
        replace(
            one,
            answers=tuple(a for a in one.answers if (a.workbook, a.target_id) not in refused),
            findings=(*one.findings, *found.get(one.returned.workbook, ())),
        )
        if one.assessor
        else one
        for one in judged
    ]


def _by_target(answers: Iterable[Answer]) -> dict[str, dict[str, list[Answer]]]:
    sides: dict[str, dict[str, list[Answer]]] = {}
    for answer in answers:
        sides.setdefault(answer.target_id, {}).setdefault(answer.workbook, []).append(answer)
    return sides


def _leads_differ(judged: Sequence[Judged]) -> list[Judged]:
    """Say in every lead agency's workbook that another answers one target differently."""
    sides: dict[tuple[str, str], list[Answer]] = defaultdict(list)
    for one in judged:
        units = {a.target_id: a.value for a in one.answers if a.field == "unit"}
        for answer in one.answers:
            if answer.agency_id and answer.field in COMPARED:
                unit = units.get(answer.target_id, "") if answer.field == "value" else ""
                sides[answer.target_id, answer.field].append(
                    replace(answer, value=f"{answer.value} {unit}".strip())
                )
    found: dict[str, list[Finding]] = defaultdict(list)
    for answers in sides.values():
        if len({answer.value for answer in answers}) > 1:
            for answer in answers:
                found[answer.workbook].append(_differs(answer, answers))
    return [
        replace(one, findings=(*one.findings, *found.get(one.returned.workbook, ())))
        for one in judged
    ]


def _differs(answer: Answer, answers: Sequence[Answer]) -> Finding:
    others: Mapping[str, str] = {
        other.agency_id: other.value_raw
        for other in answers
        if other.agency_id != answer.agency_id and other.value != answer.value
    }
    where = answer.workbook, answer.sheet, answer.cell
    about = {"target_id": answer.target_id, "field": answer.field, "found": answer.value_raw}
    return mend("leads_differ", *where, **about).of(
        agencies=";".join(others), other="; ".join(others.values())
    )
