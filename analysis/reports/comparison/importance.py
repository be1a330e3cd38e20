"""What matters more: verdicts before sentences, estimates before what restates the input."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.display.language import _, mark, speaking
from analysis.reports.comparison.records import (
    Cell,
    Change,
    How,
    Kind,
    Position,
    ReportFacts,
    RowChange,
)
from analysis.reports.comparison.tables import DERIVED

STATUSES = (
    mark("Assessed status"),
    mark("Claimed status"),
    mark("Status"),
    mark("Evidence"),
    mark("Evidence on the programme"),
    mark("Evidence now"),
    mark("What it is worth"),
)
"""The columns that hold verdicts, in whatever table."""

_SUMMARY = "summary"
_ANNEX = "annex-"
_VALUES = "annex-values"
"""The annex that says how each derived number was made: its numbers are estimates."""

_PRINTED = "figure-row-"
_ROW = re.compile(rf"^(?:{_PRINTED}|activity-|indicator-|commitment-)")
_AMOUNT = re.compile(r"(?<![\w.-])\d[\d.,\u00a0\u202f]*(?![\w-])|^\d{4}(?:-\d\d){0,2}$")
"""A number that stands by itself, not in an id, or a date."""
_WORD = re.compile(r"\w[\w.-]*\w")


def status_columns(language: str) -> frozenset[str]:
    """Return what the columns of verdicts are called in a language."""
    with speaking(language):
        return frozenset(_(name) for name in STATUSES)


def kind_of_cell(cell: str, column: str, old: Cell, new: Cell, statuses: Collection[str]) -> Kind:
    """Return what it is that changed in a table."""
    if column in statuses:
        return "status"
    numeric = old.number is not None or new.number is not None
    if numeric or all(_AMOUNT.search(str(side.value)) for side in (old, new)):
        return kind_of_row(cell)
    return "words"


def weight(old: Cell | None, new: Cell | None) -> float:
    """Return how far apart two states are, from 0 to 1: the difference beside the larger number.

    Of words that hold numbers it is the largest of theirs; of anything else it is 0.

    >>> weight(Cell(100), Cell(75)), weight(Cell("2% to 100%"), Cell("1% to 100%"))
    (0.25, 0.5)
    """
    left, right = (_numbers(side) for side in (old, new))
    if len(left) != len(right):
        return 0.0
    gaps = [abs(b - a) / max(abs(a), abs(b)) for a, b in zip(left, right, strict=True) if a != b]
    return min(1.0, max(gaps, default=0.0))


def _numbers(cell: Cell | None) -> list[float]:
    if cell is None or cell.value is None:
        return []
    if not isinstance(cell.value, str):
        return [cell.value]
    found = (re.sub(r"[^\d.]", "", words).strip(".") for words in _AMOUNT.findall(cell.value))
    return [float(words) for words in found if words.count(".") < 2 and words]


def kind_of_row(cell: str) -> Kind:
    """Return what the numbers of a table are."""
    return "number" if cell.startswith(_ANNEX) and cell != _VALUES else "estimate"


def kind_of_sentence(cell: str) -> Kind:
    """Return what a sentence is, by the section in which it stands."""
    return "headline" if cell.startswith(f"{_SUMMARY}-") else "words"


@dataclass(frozen=True)
class Causes:
    """The rows of the clean tables that changed, by every form in which a report names them."""

    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def among(cls, rows: Iterable[RowChange]) -> Causes:
        """Return the rows that were put in and not worked out; their ids may lack the prefix."""
        names: dict[str, str] = {}
        for row in rows:
            if row.key and row.table not in DERIVED:
                short = row.key.partition("-")[2]
                names |= {row.key: row.key}
                if row.table in ("indicators", "activities") and short:
                    names |= {short: row.key}
        return cls(names)

    def named(
        self, texts: Iterable[str], links: Iterable[str], made_of: Mapping[str, Sequence[str]]
    ) -> tuple[str, ...]:
        """Return the changed rows that texts name, or that links lead to by way of other rows.

        Parameters
        ----------
        made_of : where the rows of the page lead, by their ids.
        """
        if not self.names:
            return ()
        words = {word for text in texts for word in _WORD.findall(text)}
        seen, waiting = set[str](), list(links)
        while waiting:
            target = waiting.pop()
            if target not in seen:
                seen.add(target)
                words.add(_ROW.sub("", target))
                # What the row of a printed figure leads to is not what it is made of.
                waiting += () if target.startswith(_PRINTED) else made_of.get(target, ())
        return tuple(sorted({self.names[word] for word in words if word in self.names}))


@dataclass(frozen=True)
class Said:
    """A report while its two states are compared, and what its rows are made of."""

    report: ReportFacts
    causes: Causes
    made_of: Mapping[str, Sequence[str]]

    def change(
        self,
        kind: Kind,
        how: How,
        position: Position,
        place: str,
        *,
        row: str = "",
        column: str = "",
        old: Cell | None = None,
        new: Cell | None = None,
        row_id: str = "",
        texts: Sequence[str] = (),
        links: Sequence[str] = (),
    ) -> Change:
        """Return a change of the report, with the changed rows that texts and links name."""
        return Change(
            kind=kind,
            how=how,
            reports=(self.report.name,),
            position=position,
            place=place,
            row=row,
            column=column,
            old=old,
            new=new,
            language=self.report.language,
            causes=self.causes.named(texts, links, self.made_of),
            row_id=row_id,
        )
