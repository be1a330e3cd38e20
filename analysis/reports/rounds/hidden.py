"""The hidden sheet by which a workbook is known again, whatever it is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.reports.rounds.sheets import Style, add_sheet, put
from analysis.source.answer_form import HELD, HIDDEN, MARK, ROWS, FormIds, SentRow, digest_of

if TYPE_CHECKING:
    from openpyxl import Workbook


def hide_ids(book: Workbook, ids: FormIds, sent: Sequence[SentRow], style: Style) -> None:
    """Write the ids, the digest of the locked cells and the rows to a very hidden sheet."""
    sheet = add_sheet(book, HIDDEN)
    sheet.sheet_state = "veryHidden"
    lines: list[tuple[str, ...]] = [(MARK,), *ids.cells().items(), ("digest", digest_of(sent))]
    lines.append((ROWS, "row", *HELD[ids.kind]))
    lines += [(row.target_id, str(row.row), *row.digests.values()) for row in sent]
    for number, cells in enumerate(lines, 1):
        for column, cell in enumerate(cells, 1):
            put(sheet.cell(number, column), cell, style)
    sheet.protection.sheet = True
