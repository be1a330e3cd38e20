"""The forms in which an action plan comes, read into the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from analysis.source.descriptions import SourceDocument
from analysis.source.plan_grid import Cell, Heading, read_pieces
from analysis.source.plan_rows import PlanRow, read_rows
from analysis.source.word.lines import WordLines


@dataclass(frozen=True)
class Plan:
    """A plan as it was read: its rows, its headings, and the cells of its abbreviations."""

    rows: Sequence[PlanRow]
    headings: Sequence[Heading]
    abbreviations: Sequence[Cell]


def read_plan(document: SourceDocument, lines: Sequence[str]) -> Plan:
    """Return the plan that a document's lines hold, whichever form it has.

    Raises
    ------
    ExtractionError
        Its structure is not that of a plan, or not as its columns are described.
    """
    if isinstance(lines, WordLines):
        from analysis.source.word_columns import read_columns
        from analysis.source.word_plan import read_word_plan

        rows, headings, abbreviations = read_word_plan(lines, read_columns(document), document.file)
        return Plan(rows, headings, abbreviations)
    pieces = list(read_pieces(lines))
    before = takewhile(lambda piece: not isinstance(piece, Heading), pieces)
    return Plan(
        read_rows(pieces, document.file),
        [piece for piece in pieces if isinstance(piece, Heading)],
        [piece for piece in before if isinstance(piece, Cell) and not piece.blank],
    )
