"""Charts of the data quality report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.display.codes import FIGURE_KINDS, IDENTITY_KINDS
from analysis.display.codes import SEVERITIES as SEVERITY_NAMES
from analysis.display.drawing import BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, chart, name_rows, tile
from analysis.display.language import _, _n, mark
from analysis.display.missing_terms import MISSING
from analysis.display.numbers import count, percent
from analysis.display.shown import Shown
from analysis.measures.coverage import DocumentLines, DocumentYield, Missing
from analysis.measures.findings import SEVERITIES, ExpectationTally, IdentityTally

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TAKEN = {"activities": mark("activities"), "indicators": mark("indicators")} | FIGURE_KINDS


def document_yields(records: Sequence[DocumentYield]) -> Shown:
    """Return bars of what was taken from each document, by kind."""
    colours = dict(zip(_TAKEN, (GREY, "#1b1b1b", BLUE, ORANGE, GREEN, SKY, PURPLE), strict=True))

    def draw(axes: Axes) -> None:
        left = [0] * len(records)
        for kind, colour in colours.items():
            widths = [
                getattr(record, kind) if hasattr(record, kind) else record.figures[kind]
                for record in records
            ]
            label = _(_TAKEN[kind])
            axes.barh(range(len(records)), widths, left=left, color=colour, label=label)
            left = [a + b for a, b in zip(left, widths, strict=True)]
        for position, total in enumerate(left):
            axes.text(total, position, f" {count(total)}", va="center")
        name_rows(axes, [record.source_id for record in records])
        axes.set_xlabel(_("rows of the clean tables"))
        axes.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.4, -0.2), ncols=4)

    said = "; ".join(
        _("{name}: {value}", name=record.title, value=count(record.taken)) for record in records
    )
    return chart(
        "documents",
        draw,
        0.5 * len(records) + 1.9,
        _("What was taken from each document: rows of the clean tables by kind."),
        _("Bar chart of rows taken from each document. {entries}.", entries=said),
    )


def document_lines(records: Sequence[DocumentLines]) -> Shown:
    """Return, for each document, the lines on which something taken from it begins."""

    def draw(axes: Axes) -> None:
        for position, record in enumerate(records):
            places = [100 * line / record.lines for line in record.taken]
            axes.hlines(position, 0, 100, color="#d0d0d0", linewidth=14)
            axes.vlines(places, position - 0.28, position + 0.28, color=BLUE, linewidth=0.8)
        name_rows(axes, [record.source_id for record in records])
        axes.set_xlabel(_("place in the document, from its first to its last line (%)"))
        axes.set_xlim(0, 101)

    return chart(
        "lines",
        draw,
        0.5 * len(records) + 1.0,
        _(
            "Where in each document something was taken: every mark is a line with a figure, "
            "an activity or an indicator."
        ),
        _(
            "A strip for each document with marks at the lines used. {entries}.",
            entries="; ".join(_lines_used(record) for record in records),
        ),
    )


def _lines_used(record: DocumentLines) -> str:
    return _n(
        "{title}: {number} line of {whole}",
        "{title}: {number} lines of {whole}",
        len(record.taken),
        title=record.title,
        number=count(len(record.taken)),
        whole=count(record.lines),
    )


def expectation_tallies(records: Sequence[ExpectationTally]) -> Shown:
    """Return a grid of tables and severities with expectations met of all."""
    tables = list(dict.fromkeys(record.table for record in records))

    def draw(axes: Axes) -> None:
        for record in records:
            row, column = tables.index(record.table), SEVERITIES.index(record.severity)
            colour = SKY if not record.not_met else "#f2c14e"
            axes.add_patch(tile(column, row, colour))
            axes.text(column, row, _met(record), ha="center", va="center")
        axes.set_xlim(-0.5, len(SEVERITIES) - 0.5)
        axes.set_xticks(range(len(SEVERITIES)), [_(SEVERITY_NAMES[name]) for name in SEVERITIES])
        axes.xaxis.tick_top()
        name_rows(axes, tables)
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)

    unmet = ", ".join(_not_met(record) for record in records if record.not_met)
    kinds = _n(
        "Grid of {number} table by severity.",
        "Grid of {number} tables by severity.",
        len(tables),
        number=count(len(tables)),
    )
    met = _("Not met: {expectations}.", expectations=unmet) if unmet else _("All are met.")
    return chart(
        "expectations",
        draw,
        0.42 * len(tables) + 0.6,
        _("Expectations met of all, by table and severity. A cross: the sources fall short."),
        f"{kinds} {met}",
    )


def _met(tally: ExpectationTally) -> str:
    """Return how many expectations are met of all, with a sign that says it in grey too."""
    sign = "✓" if not tally.not_met else "✗"
    shares = _("{part} of {whole}", part=count(tally.met), whole=count(tally.met + tally.not_met))
    return f"{sign} {shares}"


def _not_met(tally: ExpectationTally) -> str:
    return _n(
        "{number} expectation of severity {severity} in {table}",
        "{number} expectations of severity {severity} in {table}",
        tally.not_met,
        number=count(tally.not_met),
        severity=_(SEVERITY_NAMES[tally.severity]),
        table=tally.table,
    )


def identity_tallies(records: Sequence[IdentityTally]) -> Shown:
    """Return bars of the identities that hold and fail, by kind."""

    def draw(axes: Axes) -> None:
        rows = range(len(records))
        holds, fails = [r.holds for r in records], [r.fails for r in records]
        axes.barh(rows, holds, color=BLUE, label=_("hold"))
        axes.barh(rows, fails, left=holds, color=ORANGE, hatch="//", label=_("fail"))
        for row, record in enumerate(records):
            axes.text(record.holds + record.fails, row, f" {_outcome(record)}", va="center")
        name_rows(axes, [_(IDENTITY_KINDS[record.kind]) for record in records])
        axes.set_xlabel(_("identities"))
        axes.margins(x=0.25)
        axes.legend(frameon=False, loc="lower right")

    said = "; ".join(
        _(
            "{kind}: {holds} hold, {fails} fail",
            kind=_(IDENTITY_KINDS[record.kind]),
            holds=count(record.holds),
            fails=count(record.fails),
        )
        for record in records
    )
    return chart(
        "identities",
        draw,
        0.45 * len(records) + 1.0,
        _("Arithmetic relations that the printed figures should satisfy, by kind."),
        _("Bar chart of identities by kind. {entries}.", entries=said),
    )


def _outcome(tally: IdentityTally) -> str:
    """Return how many identities of a kind hold, and how many fail if any does."""
    holds, fails = count(tally.holds), count(tally.fails)
    if not tally.fails:
        return _("{holds} hold", holds=holds)
    return _("{holds} hold, {fails} fail", holds=holds, fails=fails)


def missing(records: Sequence[Missing]) -> Shown:
    """Return bars of the shares of rows in which something is missing by design."""
    names = [_(MISSING[record.key][0]) for record in records]

    def draw(axes: Axes) -> None:
        rows = range(len(records))
        axes.barh(rows, [100] * len(records), color="#ececec")
        axes.barh(rows, [100 * record.share for record in records], color=PURPLE)
        for row, record in enumerate(records):
            label = _("{part} of {whole}", part=count(record.count), whole=count(record.of))
            axes.text(101, row, label, va="center")
        name_rows(axes, names)
        axes.set_xlabel(_("share of rows (%)"))
        axes.set_xlim(0, 125)
        axes.set_xticks((0, 25, 50, 75, 100))

    said = "; ".join(
        _("{name}: {value}", name=name, value=percent(record.share))
        for name, record in zip(names, records, strict=True)
    )
    return chart(
        "missing",
        draw,
        0.42 * len(records) + 0.9,
        _("What the sources do not print, as a share of the rows concerned."),
        _("Bar chart of missing shares. {entries}.", entries=said),
    )
