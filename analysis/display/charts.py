"""Charts of the data quality report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.display.drawing import BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, chart, name_rows, tile
from analysis.display.numbers import count, percent, things
from analysis.display.shown import Shown
from analysis.measures.coverage import FIGURE_KINDS, DocumentLines, DocumentYield, Missing
from analysis.measures.findings import SEVERITIES, ExpectationTally, IdentityTally

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def document_yields(records: Sequence[DocumentYield]) -> Shown:
    """Return bars of what was taken from each document, by kind."""
    colours = dict(
        zip(
            ("activities", "indicators", *FIGURE_KINDS),
            (GREY, "#1b1b1b", BLUE, ORANGE, GREEN, SKY, PURPLE),
            strict=True,
        )
    )

    def draw(axes: Axes) -> None:
        left = [0] * len(records)
        for kind, colour in colours.items():
            widths = [
                getattr(record, kind) if hasattr(record, kind) else record.figures[kind]
                for record in records
            ]
            axes.barh(range(len(records)), widths, left=left, color=colour, label=kind)
            left = [a + b for a, b in zip(left, widths, strict=True)]
        for position, total in enumerate(left):
            axes.text(total, position, f" {count(total)}", va="center")
        name_rows(axes, [record.source_id for record in records])
        axes.set_xlabel("rows of the clean tables")
        axes.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.4, -0.2), ncols=4)

    said = "; ".join(f"{record.title}: {count(record.taken)}" for record in records)
    return chart(
        "documents",
        draw,
        0.5 * len(records) + 1.9,
        "What was taken from each document: rows of the clean tables by kind.",
        f"Bar chart of rows taken from each document. {said}.",
    )


def document_lines(records: Sequence[DocumentLines]) -> Shown:
    """Return, for each document, the lines on which something taken from it begins."""

    def draw(axes: Axes) -> None:
        for position, record in enumerate(records):
            places = [100 * line / record.lines for line in record.taken]
            axes.hlines(position, 0, 100, color="#d0d0d0", linewidth=14)
            axes.vlines(places, position - 0.28, position + 0.28, color=BLUE, linewidth=0.8)
        name_rows(axes, [record.source_id for record in records])
        axes.set_xlabel("place in the document, from its first to its last line (%)")
        axes.set_xlim(0, 101)

    said = "; ".join(
        f"{record.title}: {things(len(record.taken), 'line', 'lines')} of {count(record.lines)}"
        for record in records
    )
    return chart(
        "lines",
        draw,
        0.5 * len(records) + 1.0,
        "Where in each document something was taken: every mark is a line with a figure, "
        "an activity or an indicator.",
        f"A strip for each document with marks at the lines used. {said}.",
    )


def expectation_tallies(records: Sequence[ExpectationTally]) -> Shown:
    """Return a grid of tables and severities with expectations met of all."""
    tables = list(dict.fromkeys(record.table for record in records))
    cells = {(record.table, record.severity): record for record in records}

    def draw(axes: Axes) -> None:
        for row, name in enumerate(tables):
            for column, severity in enumerate(SEVERITIES):
                record = cells.get((name, severity))
                if record is None:
                    continue
                whole = record.met + record.not_met
                colour = SKY if not record.not_met else "#f2c14e"
                axes.add_patch(tile(column, row, colour))
                mark = "✓" if not record.not_met else "✗"
                axes.text(column, row, f"{mark} {record.met} of {whole}", ha="center", va="center")
        axes.set_xlim(-0.5, len(SEVERITIES) - 0.5)
        axes.set_xticks(range(len(SEVERITIES)), SEVERITIES)
        axes.xaxis.tick_top()
        name_rows(axes, tables)
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)

    unmet = [
        f"{things(record.not_met, 'expectation', 'expectations')} of severity "
        f"{record.severity} in {record.table}"
        for record in records
        if record.not_met
    ]
    return chart(
        "expectations",
        draw,
        0.42 * len(tables) + 0.6,
        "Expectations met of all, by table and severity. A cross: the sources fall short.",
        f"Grid of {things(len(tables), 'table', 'tables')} by severity. "
        + (f"Not met: {', '.join(unmet)}." if unmet else "All are met."),
    )


def identity_tallies(records: Sequence[IdentityTally]) -> Shown:
    """Return bars of the identities that hold and fail, by kind."""

    def draw(axes: Axes) -> None:
        rows = range(len(records))
        holds = [record.holds for record in records]
        axes.barh(rows, holds, color=BLUE, label="hold")
        axes.barh(
            rows, [r.fails for r in records], left=holds, color=ORANGE, hatch="//", label="fail"
        )
        for row, record in enumerate(records):
            label = f" {record.holds} hold" + (f", {record.fails} fail" if record.fails else "")
            axes.text(record.holds + record.fails, row, label, va="center")
        name_rows(axes, [record.kind.replace("_", " ") for record in records])
        axes.set_xlabel("identities")
        axes.margins(x=0.25)
        axes.legend(frameon=False, loc="lower right")

    said = "; ".join(
        f"{record.kind.replace('_', ' ')}: {record.holds} hold, {record.fails} fail"
        for record in records
    )
    return chart(
        "identities",
        draw,
        0.45 * len(records) + 1.0,
        "Arithmetic relations that the printed figures should satisfy, by kind.",
        f"Bar chart of identities by kind. {said}.",
    )


def missing(records: Sequence[Missing]) -> Shown:
    """Return bars of the shares of rows in which something is missing by design."""

    def draw(axes: Axes) -> None:
        rows = range(len(records))
        axes.barh(rows, [100] * len(records), color="#ececec")
        axes.barh(rows, [100 * record.share for record in records], color=PURPLE)
        for row, record in enumerate(records):
            axes.text(101, row, f"{count(record.count)} of {count(record.of)}", va="center")
        name_rows(axes, [record.what for record in records])
        axes.set_xlabel("share of rows (%)")
        axes.set_xlim(0, 125)
        axes.set_xticks((0, 25, 50, 75, 100))

    said = "; ".join(f"{record.what}: {percent(record.share)}" for record in records)
    return chart(
        "missing",
        draw,
        0.42 * len(records) + 0.9,
        "What the sources do not print, as a share of the rows concerned.",
        f"Bar chart of missing shares. {said}.",
    )
