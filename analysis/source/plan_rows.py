"""The action plan's rows: which cell of the grid is which column of which activity."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.errors import ExtractionError, Problem
from analysis.source.plan_grid import Cell, Heading, Line, LooseLine, Piece

COLUMNS = (
    "result",
    "indicators",
    "lead",
    "partner",
    "deadline",
    "state_budget",
    "donor",
    "donor_budget",
    "risk",
    "note",
)
"""What follows the objective and the activity in a row, in printed order."""

# A number and a number, and no digit after: 1.1 but not 12.2019, 2.090,000 or 3.000.
ACTIVITY = re.compile(r"^\s*([0-9]{1,2}\.[0-9]{1,2}\.?)(?![0-9])\s*\S")
OBJECTIVE = re.compile(r"^\s*([0-9]{1,2}\.)(?![0-9])\s*(.*)", re.DOTALL)


@dataclass(frozen=True)
class PlanRow:
    """An activity's row: headings above it, printed numbers, and its cells by column.

    A column without a cell is absent from the row, which is not the same as empty.
    """

    line: int
    activity_no: str
    objective_line: int | None
    objective_no: str
    objective_titled: bool
    chapter: Heading | None
    section: Heading | None
    block_line: int | None
    cells: dict[str, Cell]


@dataclass
class Position:
    """The headings that the next row stands under."""

    chapter: Heading | None = None
    section: Heading | None = None
    block_line: int | None = None


def read_rows(pieces: Iterable[Piece], document: str) -> list[PlanRow]:
    """Return the plan's rows in printed order.

    A section that does not follow the one before it opens a chapter whose heading is
    missing: the row then has a section but no chapter.

    Raises
    ------
    ExtractionError
        A row has cells that no column can be found for.
    """
    rows: list[PlanRow] = []
    position = Position()
    pending: list[Cell] = []
    for piece in pieces:
        if isinstance(piece, Cell):
            if pending and ACTIVITY.match(piece.text) and len(pending) > 1:
                _finish(rows, position, pending[:-1], document)
                pending = pending[-1:]
            pending.append(piece)
        else:
            _finish(rows, position, pending, document)
            pending = []
            move(position, piece)
    _finish(rows, position, pending, document)
    return rows


def move(position: Position, piece: Heading | LooseLine) -> None:
    """Go on to the rows under a heading; a loose line under a section heads a block of it."""
    if isinstance(piece, LooseLine):
        if position.section:
            position.block_line = piece.line
        return
    position.block_line = None
    if piece.kind == "chapter":
        position.chapter, position.section = piece, None
        return
    if position.section and piece.label <= position.section.label:
        position.chapter = None
    position.section = piece


def _finish(rows: list[PlanRow], position: Position, cells: list[Cell], document: str) -> None:
    """Turn the cells collected since the last row into a row, and see its headings."""
    if len(cells) < 2 or not ACTIVITY.match(cells[1].text):
        if position.section and any(not cell.blank for cell in cells):
            raise ExtractionError(
                Problem(
                    f"the cells from line {cells[0].line} on hold no numbered activity",
                    document,
                    cells[0].line,
                    expected="an objective, then an activity that begins with its number: 1.1.",
                )
            )
        return
    objective, activity, *rest = cells
    block = _cut_block_heading(rest[-1]) if len(rest) == len(COLUMNS) else None
    rows.append(
        row_of(position, objective, activity, activity.line, _by_column(rest, activity, document))
    )
    if block:
        position.block_line = block


def row_of(
    position: Position,
    objective: Cell | None,
    activity: Cell,
    line: int,
    cells: dict[str, Cell],
) -> PlanRow:
    """Return the row of a numbered activity, under the headings that it stands under."""
    number = ACTIVITY.match(activity.text)
    titled = OBJECTIVE.match(objective.text) if objective else None
    assert number is not None
    return PlanRow(
        line=line,
        activity_no=number.group(1),
        objective_line=objective.first_text_line if objective and titled else None,
        objective_no=titled.group(1) if titled else "",
        objective_titled=bool(titled and titled.group(2).strip()),
        chapter=position.chapter,
        section=position.section,
        block_line=position.block_line,
        cells=cells,
    )


def _by_column(rest: list[Cell], activity: Cell, document: str) -> dict[str, Cell]:
    """Give each cell its column.

    A full row is read from the left. Where cells were lost, those after the gap are
    read from the right. A row that is short without a gap ended early, at a heading.
    """
    if len(rest) == len(COLUMNS):
        return dict(zip(COLUMNS, rest, strict=True))
    gap = next((index for index, cell in enumerate(rest) if cell.after_gap), None)
    if gap is not None and len(rest) < len(COLUMNS):
        head, tail = rest[:gap], rest[gap:]
        columns = [*COLUMNS[: len(head)], *COLUMNS[len(COLUMNS) - len(tail) :]]
        return dict(zip(columns, [*head, *tail], strict=True))
    if gap is None and len(rest) == len(COLUMNS) - 1:
        return dict(zip(COLUMNS, rest, strict=False))
    raise ExtractionError(
        Problem(
            f"the row of the activity in line {activity.line} has {len(rest)} cells after it "
            "and no sign of where cells are missing",
            document,
            activity.line,
            expected=f"{len(COLUMNS)} cells: {', '.join(COLUMNS)}",
        )
    )


def _cut_block_heading(note: Cell) -> int | None:
    """Cut a heading glued to an empty last cell, and return its line.

    A note begins beside its tab; text that begins only lines below an empty one is
    the heading of what follows.
    """
    first, *later = note.lines
    if not first.blank or all(line.blank for line in later):
        return None
    heading = next(line for line in later if not line.blank)
    note.lines = [Line(first.number, first.text)]
    return heading.number
