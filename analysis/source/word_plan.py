"""An action plan in Word: headings between tables, and rows by what their columns mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.errors import ExtractionError, Problem
from analysis.source.plan_grid import Cell, Heading, Line, LooseLine, heading_of
from analysis.source.plan_rows import ACTIVITY, COLUMNS, OBJECTIVE, PlanRow, Position, move, row_of
from analysis.source.word.grid import GridCell, PrintedLine, Row, Table
from analysis.source.word.lines import Paragraph, WordLines
from analysis.source.word_bands import Bands, bands, header_of, resolve
from analysis.source.word_columns import Columns

_NUMBERED = ("objective", "activity")
"""Meanings whose automatic numbers are part of what is printed."""


def read_word_plan(
    lines: WordLines, columns: Columns, document: str
) -> tuple[list[PlanRow], list[Heading], list[Cell]]:
    """Return the rows, the headings and the cells of abbreviations of a plan in Word.

    Raises
    ------
    ExtractionError
        A column is not where it is said to be, or a row has no numbered activity: everything
        at once.
    """
    reading = _Reading(columns, document)
    for block in lines.blocks:
        if isinstance(block, Paragraph):
            reading.paragraph(block.lines)
        else:
            reading.table(block)
    if not lines.tables:
        reading.problems.append(
            Problem(
                "the document has no tables",
                document,
                advice='a plan is a table; enter a report as kind = "prose"',
            )
        )
    elif not reading.rows and not reading.problems:
        reading.problems.append(Problem("no table of the document holds an activity", document))
    if reading.problems:
        raise ExtractionError(list(dict.fromkeys(reading.problems)))
    return reading.rows, reading.headings, reading.abbreviations


@dataclass
class _Reading:
    columns: Columns
    document: str
    position: Position = field(default_factory=Position)
    rows: list[PlanRow] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    abbreviations: list[Cell] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _header: Sequence[Row] = ()
    _placed: dict[str, int] = field(default_factory=dict)
    _objective: Cell | None = None

    def paragraph(self, lines: Sequence[PrintedLine]) -> None:
        """See what a paragraph outside tables heads."""
        found = [heading_of(line.number, line.printed) for line in lines]
        for heading in filter(None, found):
            self.headings.append(heading)
            move(self.position, heading)
        first = next((line for line in lines if line.printed.strip()), None)
        if not any(found) and first and first.number not in self.columns.not_headings:
            move(self.position, LooseLine(first.number))

    def table(self, table: Table) -> None:
        """Read a table as part of the plan, as the list of abbreviations, or not at all."""
        number = int(table.number)
        if number in self.columns.other_tables:
            return
        width = max((len(row.cells) for row in table.rows), default=0)
        if number in self.columns.abbreviations or (not self.headings and width <= 2):
            cells = [_cell(one.lines, 0) for row in table.rows for one in row.cells]
            self.abbreviations += [cell for cell in cells if not cell.blank]
            return
        header = header_of(table, self.columns, self._header)
        found = bands(table, header)
        if found is None:
            return
        placed, problems = resolve(found, self.columns, self._placed)
        self.problems += problems
        if problems:
            return
        self._header = self._header or header
        self._placed = placed
        for row in table.rows:
            if row.number not in found.header_rows:
                self._row(row, found, placed)

    def _row(self, row: Row, found: Bands, placed: Mapping[str, int]) -> None:
        if found.is_whole(row):
            self._heading_row(next(cell for cell in row.cells if cell.text))
            return
        line = next((line.number for cell in row.cells for line in cell.lines), 0)
        by_band = found.place(row)
        cells = {
            meaning: _cell_of(by_band[at], line, meaning)
            for meaning, at in placed.items()
            if at in by_band
        }
        above = by_band.get(placed["activity"], [])
        activity = cells.get("activity")
        if activity and ACTIVITY.match(activity.text):
            self._begin(activity, cells)
        elif self.rows and above and all(cell.merged for cell in above):
            _continue(self.rows[-1], cells)
        elif any(not cell.blank for cell in cells.values()):
            self.problems.append(
                Problem(
                    f"row {row.number} of table {found.table.number} holds no numbered activity",
                    self.document,
                    line,
                    "activity",
                    None if activity is None else activity.text[:80],
                    "an activity that begins with its number: 1.1.",
                    "if the row goes on with the one above, merge the activity's cells in Word; if "
                    "the table is no plan, enter its number in other_tables of columns.toml",
                )
            )

    def _begin(self, activity: Cell, cells: dict[str, Cell]) -> None:
        objective = cells.get("objective")
        if objective is None and "objective" in self.columns.absent:
            objective, self._objective = self._objective, None
        own = {name: cells[name] for name in COLUMNS if name in cells}
        line = activity.first_text_line
        self.rows.append(row_of(self.position, objective, activity, line, own))

    def _heading_row(self, cell: GridCell) -> None:
        """See what a row heads that is one cell over the whole table."""
        whole = _cell_of([cell], 0, "objective")
        if "objective" in self.columns.absent and OBJECTIVE.match(whole.text):
            self._objective = whole
            return
        for lines in _paragraphs(cell.lines):
            self.paragraph(lines)


def _continue(row: PlanRow, cells: Mapping[str, Cell]) -> None:
    """Add what stands in a row that goes on with the one above it."""
    for name in COLUMNS:
        more = cells.get(name)
        if more is not None and not more.blank:
            if name in row.cells:
                # An empty line keeps what stands in two cells apart.
                row.cells[name].lines.append(Line(more.lines[0].number, ""))
                row.cells[name].lines += more.lines
            else:
                row.cells[name] = more


def _paragraphs(lines: Sequence[PrintedLine]) -> Iterator[list[PrintedLine]]:
    one: list[PrintedLine] = []
    for line in lines:
        if line.begins and one:
            yield one
            one = []
        one.append(line)
    if one:
        yield one


def _cell_of(cells: Sequence[GridCell], line: int, meaning: str) -> Cell:
    lines = [one for cell in cells for one in cell.lines]
    return _cell(lines, line, labelled=meaning in _NUMBERED)


def _cell(lines: Sequence[PrintedLine], line: int, *, labelled: bool = False) -> Cell:
    """Return a cell of the plan; list numbers and bullets are text where numbers count."""
    levels = [one.level for one in lines if one.level is not None]
    top = min(levels, default=None)
    kept = [
        Line(
            one.number, one.printed if labelled else one.text, one.level == top and top is not None
        )
        for one in lines
    ]
    return Cell(kept[0].number if kept else line, False, kept)
