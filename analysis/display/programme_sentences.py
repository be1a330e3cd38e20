"""One figure, one measure, one refusal as a sentence that leads to where it comes from."""

from __future__ import annotations

from typing import Any

from analysis.display.language import _, _said
from analysis.display.measuring import figures_linked, measured, read_as, reasons, span
from analysis.display.numbers import count
from analysis.display.shown import Link, Piece, flat
from analysis.measures.measure import Measure, Refusal


def reported(row: Any) -> Piece:
    """Return a printed figure as a sentence that leads to its row."""
    return _said("{title}: {amount}.", title=row.measure, amount=figure_link(row))


def figure_link(row: Any) -> Link:
    """Return a printed figure as it is read, leading to its row."""
    return Link(read_as(row), f"figure-row-{row.figure_id}")


def sentence(found: Measure) -> Piece:
    """Return a measure as a sentence that leads to its row, and what to mind about it."""
    said = flat(_number(found))
    if found.override:
        said += (" ", _accepted(found.override))
    if found.kind == "difference":
        said += (" ", _("The two groups differ in more than what they were given."))
    return said


def _number(found: Measure) -> Piece:
    """Return a measure's number, of how many it is, and its interval, where it has them."""
    title = found.about.title
    amount = Link(measured(found), f"measure-{found.about.analysis_id}")
    interval = span(found) if found.span == "interval" else ""
    if found.kind != "rate" or found.numerator is None or found.denominator is None:
        if not interval:
            return _said("{title}: {amount}.", title=title, amount=amount)
        return _said("{title}: {amount} ({span}).", title=title, amount=amount, span=interval)
    part, whole = count(found.numerator), count(found.denominator)
    if not interval:
        return _said(
            "{title}: {part} of {whole}, {amount}.",
            title=title,
            part=part,
            whole=whole,
            amount=amount,
        )
    return _said(
        "{title}: {part} of {whole}, {amount} ({span}).",
        title=title,
        part=part,
        whole=whole,
        amount=amount,
        span=interval,
    )


def _accepted(reason: str) -> str:
    return _("Accepted although the counts differ in kind: {reason}", reason=reason)


def refused(found: Refusal) -> Piece:
    """Return a refusal with its reasons and the figures that were to be compared."""
    title, said = found.about.title, reasons(found)
    if not found.about.figure_ids:
        return _said("{title}: {reasons}.", title=title, reasons=said)
    return _said(
        "{title}: {reasons} ({figures}).",
        title=title,
        reasons=said,
        figures=figures_linked(found.about.figure_ids),
    )
