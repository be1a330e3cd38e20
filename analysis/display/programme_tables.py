"""Tables of programme reports; every number in them leads to its figures."""

from __future__ import annotations

from analysis.checks.results import CheckedTables
from analysis.cleaning.records import each_row
from analysis.display.language import _, _c
from analysis.display.measuring import (
    figures_linked,
    measured,
    printed,
    read_as,
    span,
)
from analysis.display.numbers import count, percent
from analysis.display.programme_terms import ASSUMPTIONS
from analysis.display.shown import NOTHING, Shown
from analysis.display.tabling import table
from analysis.measures.measure import Measure
from analysis.measures.programme import Programme

_USUAL = ("full_count", "numerator_within", "current_prices", "unlike")
"""Assumptions said once, below the table."""


def figures(programme: Programme, data: CheckedTables) -> Shown:
    """Return every figure of the programme, as printed and as read, with its place."""
    titles = dict(zip(data["sources"]["source_id"], data["sources"]["title"], strict=True))
    rows = [
        (
            row.figure_id,
            row.measure,
            printed(row.value_raw),
            read_as(row),
            row.period or _c("period", "not stated"),
            _("{document}, line {line}", document=titles[row.source_id], line=row.source_line),
        )
        for row in each_row(programme.cited)
    ]
    return table(
        _("Figures used, as printed in Georgian and as read"),
        (
            _("Figure"),
            _("What it says"),
            _("Printed"),
            _c("figure", "Read as"),
            _("Period"),
            _("Document and line"),
        ),
        rows,
        note=_(
            "An id says document, line, and order on the line. Withheld: a small count of "
            "people, or one that would give such a count away."
        ),
        row_ids=[f"figure-row-{row.figure_id}" for row in each_row(programme.cited)],
    )


def measures(programme: Programme) -> Shown:
    """Return the rates, differences and ratios with what they are made of."""
    found = [one for one in programme.measures if one.kind != "cost"]
    caption = _("Rates, differences and ratios")
    return _measures(found, caption, _intervals(percent(programme.confidence)))


def costs(programme: Programme) -> Shown:
    """Return the costs with what they are made of."""
    found = [one for one in programme.measures if one.kind == "cost"]
    return _measures(found, _("Costs"))


def _intervals(confidence: str) -> str:
    return _("Intervals at {confidence}.", confidence=confidence)


def _measures(found: list[Measure], caption: str, *notes: str) -> Shown:
    if not found:
        return NOTHING
    return table(
        caption,
        (
            _c("measure", "What"),
            _c("of how many", "Of"),
            _c("derived", "Number"),
            _("Interval or bounds"),
            _c("derived", "Made of"),
            _("Assumed"),
        ),
        [
            (
                one.about.title,
                _of(one),
                measured(one),
                _between(one),
                figures_linked(one.about.figure_ids),
                _assumed(one),
            )
            for one in found
        ],
        numeric=(1, 2, 3),
        note=" ".join([*notes, *_usual(found)]),
        row_ids=[f"measure-{one.about.analysis_id}" for one in found],
    )


def _usual(found: list[Measure]) -> list[str]:
    used = {key for one in found for key in one.assumptions}
    return [_(ASSUMPTIONS[key]) for key in _USUAL if key in used]


def _between(one: Measure) -> str:
    """Return an interval; of bounds, which stand as the number, and of nothing, the word."""
    if one.span == "interval":
        return span(one)
    return _("bounds") if one.span == "bounds" else _c("interval", "none")


def _of(one: Measure) -> str:
    if one.kind != "rate" or one.numerator is None or one.denominator is None:
        return ""
    return _("{part} of {whole}", part=count(one.numerator), whole=count(one.denominator))


def _assumed(one: Measure) -> str:
    words = [_(ASSUMPTIONS[key]) for key in one.assumptions if key not in _USUAL]
    return " ".join([*words, one.override]).strip()
