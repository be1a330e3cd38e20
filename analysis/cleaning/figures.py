"""Clean figures: what the prose documents print, built up column by column."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import NamedTuple, TypeVar

from analysis.cleaning.columns import ColumnReader, Reader, lost
from analysis.cleaning.notation import READINGS, Quantity, read_date, read_quantity
from analysis.cleaning.units import PRINTED, UNITS
from analysis.source.delivery import Delivery
from analysis.source.rows import RawRow, RawRows

KINDS = ("result", "target", "budget", "spend", "milestone")
PERIOD_BASES = ("stated", "report_year", "context")
OBSERVATION_STATUSES = ("provisional",)
FROM_PERIOD = "year_from_period"
"""How a date is read whose token leaves its year to the context."""

_PERIOD = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_DISAGGREGATION = re.compile(r"[a-z_]+=[a-z_0-9]+(?:;[a-z_]+=[a-z_0-9]+)*")
_COHORT = re.compile(r"[0-9]{4}(?:;[0-9]{4})*")

Columns = Mapping[str, Sequence[object]]

_Value = TypeVar("_Value")


class _Said(NamedTuple):
    """What the token of a figure says: a value in a unit, or the date of a milestone."""

    value: Decimal | None = None
    unit: str = ""
    qualifier: str = ""
    date: str = ""


@dataclass(frozen=True)
class _Figures:
    """Figures of one document, what we wrote beside each, and who reads both."""

    rows: RawRows
    own: RawRows
    reader: ColumnReader

    def each(self, rule: Callable[[int, Reader], _Value], *columns: str) -> list[_Value]:
        """Return what a rule makes of each figure, given the columns that it reads."""
        have = {**self.own.columns, **self.rows.columns, "year": self.years}
        cells = [have[name] for name in columns]
        return self.reader.each(zip(*cells, strict=True) if len(cells) > 1 else cells[0], rule)

    @cached_property
    def years(self) -> list[str]:
        """The years that printed dates leave to the context; empty where they do not."""
        return list(map(_year, self.own.columns["reading"], self.own.columns["period"]))


def clean_figures(delivery: Delivery, reader: Reader) -> Columns:
    """Return the figures by column: a value and its unit, or a milestone's date."""
    own = delivery.by_column("annotations/figures")
    places = {key: place for place, key in enumerate(own.columns["figure_id"])}
    programmes = {row["programme_id"] for row in delivery.rows("programmes")}
    parts: list[Columns] = []
    for source_id in delivery.documents:
        if table := delivery.tables.get(f"{source_id}/figures"):
            figures = _described(table.by_column, own, places)
            parts.append(_columns(source_id, figures, programmes))
            reader.problems += figures.reader.problems
    columns = {name: [*chain(*(part[name] for part in parts))] for name in parts[0]}
    alive = set(columns["figure_id"])
    gone = {key: own[place] for key, place in places.items() if key not in alive}
    reader.problems += lost(gone, (), "description")
    return columns


def _described(rows: RawRows, own: RawRows, places: Mapping[str, int]) -> _Figures:
    """Return the rows that have a description, each beside it; the others are problems."""
    beside = [places.get(key) for key in rows.columns["figure_id"]]
    lines = own.columns["source_line"]
    off = [
        place
        for place, (other, line) in enumerate(zip(beside, rows.columns["source_line"], strict=True))
        if other is None or lines[other] != line
    ]
    kept = [place for place, other in enumerate(beside) if other is not None]
    read = ColumnReader([rows.numbers[place] for place in kept])
    for place in off:
        row, other = rows[place], beside[place]
        entries = {} if other is None else {row["figure_id"]: own[other]}
        one = Reader()
        one.beside(row, row["figure_id"], entries, "description")
        read.found += [(row.number, problem) for problem in one.problems]
    there = [other for other in beside if other is not None]
    return _Figures(rows if there == beside else rows.take(kept), own.take(there), read)


def _columns(source_id: str, figures: _Figures, programmes: Collection[str]) -> Columns:
    """Return the columns of one document's figures, each made of those that it rests on."""
    rows, own = figures.rows, figures.own
    lines = figures.each(lambda at, read: read.number(rows[at], "source_line"), "source_line")
    said = figures.each(
        lambda at, read: _said(rows[at], own[at], read),
        "value_raw", "kind", "unit", "reading", "year",
    )  # fmt: skip
    periods = figures.each(
        lambda at, read: _period(own[at], read), "kind", "period", "period_basis"
    )
    return {
        "figure_id": rows.columns["figure_id"],
        "source_id": [source_id] * len(rows),
        "source_line": lines,
        "value_raw": rows.columns["value_raw"],
        "value": [one.value for one in said],
        "unit": [one.unit for one in said],
        "qualifier": [one.qualifier for one in said],
        "period": [one.date or period for one, (period, _) in zip(said, periods, strict=True)],
        "period_basis": [basis for _, basis in periods],
        "programme_id": _chosen(figures, "programme_id", programmes),
        "measure": own.columns["measure"],
        "population": own.columns["population"],
        "cohort": _matching(figures, "cohort", _COHORT),
        "disaggregation": _matching(figures, "disaggregation", _DISAGGREGATION),
        "kind": _chosen(figures, "kind", KINDS),
        "observation_status": _chosen(
            figures, "observation_status", OBSERVATION_STATUSES, empty=True
        ),
        "date": [one.date for one in said],
    }


def _said(row: RawRow, own: RawRow, reader: Reader) -> _Said:
    if own["kind"] == "milestone":
        year = _year(reader.choose(own, "reading", (FROM_PERIOD,), empty=True), own["period"])
        moment = reader.read(row, "value_raw", lambda token: read_date(token, year), "")
        return _Said(date=moment)
    reading = reader.choose(own, "reading", READINGS, empty=True)
    quantity = reader.read(row, "value_raw", lambda token: read_quantity(token, reading), None)
    if quantity is None:
        return _Said(unit=own["unit"])
    _check_unit(row, own, quantity, reader)
    return _Said(quantity.value, own["unit"], quantity.qualifier)


def _year(reading: str, period: str) -> str:
    return period if reading == FROM_PERIOD else ""


def _check_unit(row: RawRow, own: RawRow, quantity: Quantity, reader: Reader) -> None:
    """The unit that we wrote is the one that the token prints, if it prints one."""
    printed = own["unit"] if own["unit"] in PRINTED else ""
    if quantity.unit == printed and own["unit"]:
        reader.choose(own, "unit", UNITS)
    else:
        reader.problems.append(
            own.problem(
                f"the unit is not that of the token {row['value_raw']!r}",
                "unit",
                quantity.unit or "the unit of what is counted",
            )
        )


def _period(own: RawRow, reader: Reader) -> tuple[str, str]:
    """Return the period that we wrote and its basis; a milestone's is the date it prints."""
    if own["kind"] == "milestone":
        return "", ""
    period = _of_form(own, "period", _PERIOD, reader)
    return period, reader.choose(own, "period_basis", PERIOD_BASES, empty=not own["period"])


def _chosen(
    figures: _Figures, column: str, known: Collection[str], *, empty: bool = False
) -> list[str]:
    return figures.each(
        lambda at, read: read.choose(figures.own[at], column, known, empty=empty), column
    )


def _matching(figures: _Figures, column: str, pattern: re.Pattern[str]) -> list[str]:
    return figures.each(lambda at, read: _of_form(figures.own[at], column, pattern, read), column)


def _of_form(row: RawRow, column: str, pattern: re.Pattern[str], reader: Reader) -> str:
    cell = row[column]
    if cell and not pattern.fullmatch(cell):
        reader.problems.append(row.problem("the cell has another form", column, pattern.pattern))
    return cell
