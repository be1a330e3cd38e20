"""What was read and counted, a second time: every figure, every target, the yield of documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from analysis.recount.found import Parts, Recounted, Span, gathered, one
from analysis.recount.plan import Indicator
from analysis.recount.raw import Raw

KINDS = ("result", "target", "budget", "spend", "milestone")


def tokens(raw: Raw) -> Iterator[Recounted]:
    """Yield the value of every figure and target, and what each document yields."""
    for figure_id in (*raw.figures, *raw.unread):
        yield from gathered(raw.used, "reading", figure_id, _figure, raw, figure_id)
    for indicator in raw.indicators.values():
        yield from gathered(raw.used, "target", indicator.indicator_id, _target, indicator)
    for document in raw.tables["documents"]:
        yield from gathered(raw.used, "yield", document["source_id"], _yield, raw, document)


def digits(date: str) -> Fraction:
    """Return the number that the digits of a date make."""
    return Fraction(date.replace("-", ""))


def _figure(raw: Raw, figure_id: str) -> Span:
    figure = raw.figure(figure_id)
    return one(digits(figure.date) if figure.value is None else figure.value)


def _target(indicator: Indicator) -> Parts:
    ends = {"least": indicator.target.least, "most": indicator.target.most}
    return {name: one(end) for name, end in ends.items() if end is not None}


def _yield(raw: Raw, document: dict[str, str]) -> Parts:
    prefix = f"{document['prefix']}-"
    figures = Counter(
        figure.kind for name, figure in raw.figures.items() if name.startswith(prefix)
    )
    others = {
        "activities": sum(name.startswith(prefix) for name in raw.activities),
        "indicators": sum(name.startswith(prefix) for name in raw.indicators),
        "commitments": sum(
            row["source_id"] == document["source_id"] for row in raw.tables["commitments"]
        ),
    }
    return {name: one(count) for name, count in ({k: figures[k] for k in KINDS} | others).items()}
