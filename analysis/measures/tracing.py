"""Tracing: where a number comes from, down to document, line and printed token."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from analysis.checks.formula import figures_in
from analysis.checks.results import CheckedTables
from analysis.cleaning.cells import plain
from analysis.cleaning.records import each_row
from analysis.cleaning.schema import SCHEMAS
from analysis.errors import UsageError
from analysis.measures.estimate import Estimate
from analysis.measures.evaluation import evaluate
from analysis.measures.identification import ANYTHING
from analysis.measures.measure import Measure, Refusal
from analysis.measures.programme import study
from analysis.measures.scope import DEFAULTS, scope

CONFIDENCE = 0.95
"""The confidence of the intervals that are traced: the default of the programme report."""

_TABLES = ("figures", "indicators", "activities", "commitments", "links", "identities")


Describe = Callable[[Estimate], tuple[str, str]]


@dataclass(frozen=True)
class Step:
    """One step of a chain: how deep it stands, and what it says."""

    level: int
    words: str


def trace(data: CheckedTables, value_id: str, describe: Describe) -> list[Step]:
    """Return the chain of an id, each step deeper than what it explains.

    Parameters
    ----------
    describe : returns what an estimate is and how it is made, in words.

    Raises
    ------
    UsageError
        Nothing has that id; the nearest ones are named.
    """
    rows = {
        getattr(row, SCHEMAS[table].key): (table, row)
        for table in _TABLES
        for row in each_row(data[table])
    }
    if value_id in rows:
        return list(_of(data, rows, value_id, 0))
    if value_id in set(data["analyses"]["analysis_id"]):
        return list(_analysis(data, rows, value_id))
    values = evaluate(scope(data, *DEFAULTS)).values
    if value_id not in values:
        known = [*rows, *values, *data["analyses"]["analysis_id"]]
        near = difflib.get_close_matches(value_id, known, n=3)
        raise UsageError(
            f"Nothing is called {value_id!r}. "
            + (f"Did you mean {' or '.join(near)}?" if near else "Ids stand in every table.")
        )
    words = {name: describe(value) for name, value in values.items()}
    return list(_derived(data, rows, values, words, value_id, 0))


def _analysis(data: CheckedTables, rows: dict[str, Any], analysis_id: str) -> Iterator[Step]:
    """Yield a measure of a programme, or its refusal, and the figures it is made of."""
    table = data["analyses"]
    row = next(each_row(table[table["analysis_id"] == analysis_id]))
    programme = study(data, row.programme_id, CONFIDENCE, ANYTHING)
    found = next(one for one in programme.found if one.about.analysis_id == analysis_id)
    yield Step(0, f"{analysis_id}: {found.about.title}")
    if isinstance(found, Refusal):
        reasons = (f"{fault.key} ({fault.left or '-'}, {fault.right or '-'})"
                   for fault in found.mismatches)  # fmt: skip
        yield Step(1, f"refused: {'; '.join(reasons)}")
    if isinstance(found, Measure):
        ends = " to ".join(plain(round(end, 6)) for end in (found.lower, found.upper))
        shown = ends if found.value is None else f"{plain(round(found.value, 6))} ({ends})"
        yield Step(1, f"{found.span}: {shown} {found.unit}")
        yield Step(1, f"method: {found.method.name}. {found.method.reference}".rstrip(". "))
        yield from (Step(1, f"assumed: {key}") for key in found.assumptions)
    for name in found.about.figure_ids or (row.left, row.right):
        if name in rows:
            yield from _of(data, rows, name, 1)
        else:
            yield from (replace(step, level=step.level + 1) for step in _analysis(data, rows, name))


def _derived(
    data: CheckedTables,
    rows: dict[str, Any],
    values: dict[str, Estimate],
    words: dict[str, tuple[str, str]],
    value_id: str,
    level: int,
) -> Iterator[Step]:
    value = values[value_id]
    name, method = words[value_id]
    shown = plain(round(value.lower, 4))
    if value.value is None:
        shown = f"between {shown} and {plain(round(value.upper, 4))}"
    yield Step(level, f"{value_id}: {name}: {shown} {value.unit}")
    yield Step(level + 1, f"method: {method}")
    if value.numerator is not None and value.denominator is not None:
        yield Step(level + 1, f"{plain(value.numerator)} of {plain(value.denominator)}")
    for source in value.sources:
        if source in values:
            yield from _derived(data, rows, values, words, source, level + 1)
        elif source in rows:
            yield from _of(data, rows, source, level + 1)


def _of(data: CheckedTables, rows: dict[str, Any], key: str, level: int) -> Iterator[Step]:
    table, row = rows[key]
    if table == "figures":
        yield Step(
            level, f"{key}: {row.measure}: {row.date or plain(row.value)} {row.unit}".strip()
        )
        yield Step(level + 1, f"printed {row.value_raw!r} ({row.qualifier or row.kind})")
        yield from _answered(data, row, level + 1)
    elif table == "identities":
        yield Step(
            level,
            f"{key}: {row.left} = {row.left_value} against {row.right} = {row.right_value}, "
            f"residual {plain(row.residual)}, {'holds' if row.holds else row.discrepancy_id}",
        )
        for name in (*figures_in(row.left), *figures_in(row.right)):
            if name in rows:
                yield from _of(data, rows, name, level + 1)
    elif table == "links":
        yield Step(level, f"{key}: {row.strength}: {row.reason}")
        for name in filter(None, row.figure_ids.split(";")):
            yield from _of(data, rows, name, level + 1)
    else:
        yield from _target(data, rows, key, row, level)


def _target(
    data: CheckedTables, rows: dict[str, Any], key: str, row: Any, level: int
) -> Iterator[Step]:
    """Yield an activity, indicator or commitment, its place, and the links to it."""
    yield Step(level, f"{key}: {getattr(row, 'title', '') or row.measure}")
    if getattr(row, "target_raw", ""):
        yield Step(level + 1, f"asked: printed {row.target_raw!r} on line {row.target_line}")
    activity = row if hasattr(row, "source_id") else rows[row.activity_id][1]
    yield _place(data, row if hasattr(row, "source_id") else activity, level + 1)
    for link in each_row(data["links"]):
        if link.target_id == key or link.target_id.startswith(f"{key}-i"):
            yield from _of(data, rows, link.link_id, level + 1)


def _answered(data: CheckedTables, row: Any, level: int) -> Iterator[Step]:
    """Yield where a figure stands: on a line of a document, or in a cell of a workbook."""
    place = _place(data, row, level)
    answers = list(each_row(data.rows("answers", "answer_id", [row.figure_id])))
    for one in answers:
        title = place.words.partition(" (")[0]
        yield Step(level, f"{title}: {one.workbook}, {one.place}")
        evidence = ", ".join(filter(None, (one.evidence_document, one.evidence_page)))
        yield Step(level, f"claimed: {one.claimed_status or 'nothing'}; evidence: {evidence}")
        yield Step(level, f"assessed: {one.assessed_status or 'nothing'} {one.strength}".rstrip())
    if not answers:
        yield place


def _place(data: CheckedTables, row: Any, level: int) -> Step:
    sources = {source.source_id: source for source in each_row(data["sources"])}
    source = sources[row.source_id]
    return Step(level, f"{source.title} ({source.file}), line {row.source_line}")
