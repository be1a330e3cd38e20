"""What a comparison of two runs finds, as frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from analysis.display.quantity import SHARE
from analysis.reports.documents.executed import Drawing

How = Literal["changed", "added", "removed"]
Side = Literal["before", "after"]
Kind = Literal["status", "headline", "estimate", "number", "words"]
Trouble = Literal["missing", "altered", "unreadable", "no_tables"]

KINDS: tuple[Kind, ...] = ("status", "headline", "estimate", "number", "words")
"""What changes in reports, the most important first.

A ``status`` is a verdict in a table, a ``headline`` a sentence of a summary, an ``estimate`` a
number of a table, a ``number`` one of an annex that restates what went in, and ``words`` are
every other sentence or cell.
"""


@dataclass(frozen=True)
class RunFacts:
    """What a run says of itself."""

    name: str
    folder: str
    started: str
    data_version: str
    version: str
    reports: int
    failed: int


@dataclass(frozen=True)
class Limit:
    """Files of a run that could not be compared, or only as they are now."""

    side: Side
    trouble: Trouble
    names: tuple[str, ...]


@dataclass(frozen=True)
class ItemChange:
    """An input or a version that is another one; None stands for what is not there."""

    name: str
    how: How
    old: str | None
    new: str | None


@dataclass(frozen=True)
class RowChange:
    """A cell of a clean table that is another one, or a row that came or went.

    ``column`` is empty where the whole row came or went, ``key`` where the whole column or
    table did. ``unit`` is the code of the row's unit, ``document`` the title of its source.
    """

    table: str
    key: str
    how: How
    column: str
    old: str
    new: str
    numeric: bool = False
    unit: str = ""
    document: str = ""
    line: int | None = None

    @property
    def difference(self) -> float | None:
        """The new number less the old one, where both are numbers."""
        if not (self.numeric and self.old and self.new):
            return None
        return float(self.new) - float(self.old)

    @property
    def relative(self) -> float | None:
        """The difference as a share of the old number."""
        return _relative(self.difference, float(self.old) if self.difference is not None else 0)


@dataclass(frozen=True)
class Cell:
    """A cell of a report's table, or a sentence: its value, and the words of its unit."""

    value: str | int | float | None
    unit: str = ""
    """The unit in words, or the code of a share."""

    @property
    def number(self) -> float | None:
        """The value where it is a number."""
        return None if self.value is None or isinstance(self.value, str) else self.value


@dataclass(frozen=True)
class Position:
    """Where in a report something stands, whatever language the report speaks."""

    cell: str
    row: int
    column: int


@dataclass(frozen=True)
class Change:
    """One thing that reports say differently.

    ``place`` is the caption of the table or the heading of the section, ``row`` and ``column``
    are the labels of a cell. ``causes`` are ids of changed rows of the clean tables that the
    report itself names there.
    """

    kind: Kind
    how: How
    reports: tuple[str, ...]
    position: Position
    place: str
    row: str
    column: str
    old: Cell | None
    new: Cell | None
    language: str
    causes: tuple[str, ...] = ()
    row_id: str = ""

    @property
    def sentence(self) -> bool:
        """Whether it is a sentence that changed, and no cell, row or column of a table."""
        return not self.row and not self.column and self.position.row >= 0

    @property
    def difference(self) -> float | None:
        """The new number less the old one, where both are numbers of one unit."""
        old, new = self.old, self.new
        if old is None or new is None or old.unit != new.unit:
            return None
        return None if old.number is None or new.number is None else new.number - old.number

    @property
    def relative(self) -> float | None:
        """The difference as a share of the old number; that of a share is in points alone."""
        if self.difference is None or self.old is None or self.old.unit == SHARE:
            return None
        return _relative(self.difference, self.old.number or 0)


@dataclass(frozen=True)
class ChartChange:
    """A chart that shows something else, or the same in another drawing (``redrawn``)."""

    how: Literal["changed", "redrawn", "added", "removed"]
    reports: tuple[str, ...]
    key: str
    old: Drawing | None
    new: Drawing | None
    language: str


@dataclass(frozen=True)
class ReportChange:
    """A report that came, went, failed or was mended, or failed for another reason."""

    name: str
    how: Literal["failed", "mended", "failing", "added", "removed"]
    reason: str = ""


@dataclass(frozen=True)
class CheckChange:
    """An expectation that other rows do not meet: how many of how many, before and after."""

    table: str
    key: str
    severity: str
    note: str
    how: How
    old: tuple[int, int] | None
    new: tuple[int, int] | None
    met: bool
    """Whether it is met now, or was, if it is gone."""
    turned: bool
    """Whether it is met now and was not, or the other way round."""


@dataclass(frozen=True)
class FileChange:
    """Files of a report, or of the run itself, that differ though they say the same.

    ``versions``: what they say is the same but for the versions of data and package;
    ``bytes``: it is the same altogether, or is not known to these comparisons.
    """

    report: str
    how: Literal["versions", "bytes", "added", "removed"]
    files: tuple[str, ...]


@dataclass(frozen=True)
class ReportFacts:
    """A report of either run: what it was asked, and in which language it answers."""

    name: str
    report_id: str
    title: str
    language: str
    asked: tuple[tuple[str, str], ...]
    """Its parameters but the language."""

    @property
    def untranslated(self) -> str:
        """The name without the language: what its translations share."""
        return self.name.replace(f"--language-{self.language}", "")


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between two runs, each sort in its order of importance."""

    before: RunFacts
    after: RunFacts
    known: Mapping[str, ReportFacts]
    """The reports of either run by name."""
    limits: tuple[Limit, ...] = ()
    reports: tuple[ReportChange, ...] = ()
    rows: tuple[RowChange, ...] = ()
    checks: tuple[CheckChange, ...] = ()
    changes: tuple[Change, ...] = ()
    charts: tuple[ChartChange, ...] = ()
    inputs: tuple[ItemChange, ...] = ()
    versions: tuple[ItemChange, ...] = ()
    files: tuple[FileChange, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing differs but times and names."""
        found = (self.reports, self.rows, self.checks, self.changes, self.charts)
        return not any((*found, self.inputs, self.versions, self.files))

    def title(self, name: str) -> str:
        """Return the title of a report, or its name if it is not known."""
        return self.known[name].title if name in self.known else name


def _relative(difference: float | None, old: float) -> float | None:
    return difference / abs(old) if difference is not None and old else None
