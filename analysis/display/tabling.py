"""The table: captioned, scoped, escaped, readable on a telephone, its rows linkable, typed."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.display.language import _n
from analysis.display.numbers import count
from analysis.display.resource import MIME, resource
from analysis.display.shown import Piece, Shown, as_html, as_text, escape

LONG = 30
"""Rows from which a table opens on demand."""


def table(
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Piece]],
    *,
    numeric: Sequence[int] = (),
    note: str = "",
    row_ids: Sequence[str] = (),
) -> Shown:
    """Return a table with a caption; the first column heads its rows.

    Parameters
    ----------
    numeric : positions of the columns that hold numbers and are set to the right.
    note : units and source, below the table.
    row_ids : an id for each row, to which links of the page lead.
    """
    head = "".join(
        f'<th scope="col"{_align(i, numeric)}>{escape(c)}</th>' for i, c in enumerate(columns)
    )
    ids = row_ids or [""] * len(rows)
    body = "".join(_row(row, numeric, row_id) for row, row_id in zip(rows, ids, strict=True))
    footer = f'<p class="note">{escape(note)}</p>' if note else ""
    marked = (
        f'<div class="table" role="region" tabindex="0" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>{footer}"
    )
    if len(rows) > LONG:
        opened = _n("{caption}: {number} row", "{caption}: {number} rows", len(rows),
                    caption=caption, number=count(len(rows)))  # fmt: skip
        summary = f"<summary>{escape(opened)}</summary>"
        marked = f"<details>{summary}{marked}</details>"
    lines = [caption, "\t".join(columns), *("\t".join(map(as_text, row)) for row in rows)]
    return Shown(marked, "\n".join(lines), {MIME: resource(caption, columns, rows, note)})


def _row(cells: Sequence[Piece], numeric: Sequence[int], row_id: str) -> str:
    first, *rest = cells
    others = "".join(
        f"<td{_align(i, numeric)}>{as_html(cell)}</td>" for i, cell in enumerate(rest, 1)
    )
    mark = f' id="{escape(row_id)}"' if row_id else ""
    return f'<tr{mark}><th scope="row">{as_html(first)}</th>{others}</tr>'


def _align(position: int, numeric: Sequence[int]) -> str:
    return ' class="number"' if position in numeric else ""
