"""The words of a comparison: counts, numbers before and after, what could not be compared."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Sequence
from decimal import Decimal

from analysis.display.codes import SEVERITIES
from analysis.display.expectation_terms import expectation_words
from analysis.display.language import _, _c, _n, mark, mark_plural
from analysis.display.numbers import count, decimal, listing, percent_to
from analysis.display.quantity import SHARE
from analysis.display.resource import unit_words
from analysis.errors import UsageError
from analysis.reports.comparison.records import (
    KINDS,
    Cell,
    Change,
    CheckChange,
    Comparison,
    Kind,
    Limit,
    RowChange,
    Trouble,
)

DECIMALS = 12
"""The most decimals that are shown to tell two numbers apart."""

NAMED = 3
"""How many reports are named where there are more."""

ARROW = "→"

KIND_TITLES: dict[Kind, str] = {
    "status": mark("Statuses"),
    "headline": mark("Sentences of the summaries"),
    "estimate": mark("Estimates"),
    "number": mark("Numbers of the annexes"),
    "words": mark("Other sentences and cells"),
}

FATES: dict[str, str] = {
    "failed": mark("fails now"),
    "failing": mark("fails for another reason"),
    "mended": mark("failed before, complete now"),
    "added": mark("in the second run only"),
    "removed": mark("in the first run only"),
}

_KINDS: dict[Kind, tuple[str, str]] = {
    "status": mark_plural("{number} status", "{number} statuses"),
    "headline": mark_plural(
        "{number} sentence of the summaries", "{number} sentences of the summaries"
    ),
    "estimate": mark_plural("{number} estimate", "{number} estimates"),
    "number": mark_plural("{number} number of the annexes", "{number} numbers of the annexes"),
    "words": mark_plural("{number} other sentence or cell", "{number} other sentences or cells"),
}

_FAILING = mark_plural("{number} report that fails", "{number} reports that fail")
_INPUTS = mark_plural("{number} input file", "{number} input files")
_FIGURES = mark_plural("{number} figure", "{number} figures")
_ROWS = mark_plural(
    "{number} other row of the clean tables", "{number} other rows of the clean tables"
)
_CHECKS = mark_plural("{number} expectation", "{number} expectations")
_CHARTS = mark_plural("{number} chart", "{number} charts")
_REDRAWN = mark_plural(
    "{number} chart that shows the same in another drawing",
    "{number} charts that show the same in another drawing",
)
_MENDED = mark_plural("{number} report that was mended", "{number} reports that were mended")
_ALONE = mark_plural("{number} report of one run only", "{number} reports of one run only")
_VERSIONS = mark_plural("{number} version", "{number} versions")
_FILES = mark_plural("{number} other file", "{number} other files")

_TROUBLES: dict[Trouble, str] = {
    "missing": mark("{run}: not there, so not compared: {files}."),
    "altered": mark("{run}: changed since the run, so compared as it is now: {files}."),
    "unreadable": mark("{run}: cannot be read, so not compared: {files}."),
    "no_tables": mark(
        "{run}: the run kept no clean tables, so their rows are not compared: {files}."
    ),
}


def verdict(comparison: Comparison) -> str:
    """Return in one sentence whether anything differs, and in how many reports."""
    if comparison.same and comparison.limits:
        return _("No difference in what could be compared.")
    if comparison.same:
        return _("No difference: the runs are the same but for their times and names.")
    saying = {name for change in comparison.changes for name in change.reports}
    saying |= {name for chart in comparison.charts for name in chart.reports}
    alone = {change.name for change in comparison.reports if change.how in ("added", "removed")}
    whole = len(set(comparison.known) - alone)
    if not whole:
        return _("No report is in both runs.")
    if not saying:
        return _("The reports that both runs have say the same.")
    return _n(
        "{number} of {whole} report says something else.",
        "{number} of {whole} reports say something else.",
        len(saying),
        number=count(len(saying)),
        whole=count(whole),
    )


def tally(comparison: Comparison) -> list[str]:
    """Return how many things of each sort differ; the sorts of which none does are left out.

    Parameters
    ----------
    comparison : a gathered one, in which what several reports say alike is told once.
    """
    fates = [change.how for change in comparison.reports]
    failing = sum(fate in ("failed", "failing") for fate in fates)
    mended = fates.count("mended")
    rows = {(row.table, row.key) for row in comparison.rows}
    figures = sum(table == "figures" for table, _key in rows)
    drawn = [chart.how for chart in comparison.charts]
    kinds = [change.kind for change in comparison.changes]
    counts = [
        (failing, _FAILING),
        (len(comparison.inputs), _INPUTS),
        (figures, _FIGURES),
        (len(rows) - figures, _ROWS),
        *((kinds.count(kind), _KINDS[kind]) for kind in KINDS),
        (len(comparison.checks), _CHECKS),
        (len(drawn) - drawn.count("redrawn"), _CHARTS),
        (drawn.count("redrawn"), _REDRAWN),
        (mended, _MENDED),
        (len(fates) - failing - mended, _ALONE),
        (len(comparison.versions), _VERSIONS),
        (sum(len(change.files) for change in comparison.files), _FILES),
    ]
    return [_n(*forms, number, number=count(number)) for number, forms in counts if number]


def trouble(limit: Limit, comparison: Comparison) -> str:
    """Return what of a run could not be compared, or only as it is now."""
    run = comparison.before if limit.side == "before" else comparison.after
    return _(_TROUBLES[limit.trouble], run=run.name, files=some(limit.names, 10))


def some(names: Sequence[str], named: int = NAMED) -> str:
    """Return names as a list, of many the first and how many more there are."""
    if len(names) <= named + 1:
        return listing(names)
    rest = len(names) - named
    more = _n("{number} more", "{number} more", rest, number=count(rest))
    return listing([*names[:named], more])


def states(change: Change) -> tuple[str, str]:
    """Return what stands in a report before and after; nothing for what is not there."""
    old, new = change.old, change.new
    if old and new and old.number is not None and new.number is not None:
        return told_apart(old, new)
    return tuple("" if one is None else _alone(one) for one in (old, new))  # type: ignore[return-value]


def told_apart(old: Cell, new: Cell) -> tuple[str, str]:
    """Return two numbers with as many decimals as it takes to see that they differ.

    >>> told_apart(Cell(1.058333, "share"), Cell(0.983333, "share"))
    ('105.8%', '98.3%')
    >>> told_apart(Cell(15.5998, "buildings"), Cell(15.5996, "buildings"))
    ('15.5998 buildings', '15.5996 buildings')
    """
    for places in range(DECIMALS + 1):
        words = _number(old, places), _number(new, places)
        if words[0] != words[1] and places >= _fewest(old, new):
            break
    return words


def difference(change: Change) -> str:
    """Return by how much a number of a report changed, and by what share of it.

    That of a share is in points. Nothing is said where the unit changed as well.
    """
    if change.difference is None or change.old is None:
        return ""
    if change.old.unit == SHARE:
        points = float(round(100 * change.difference, DECIMALS - 2))
        shown = _signed(points, 0 if points.is_integer() else 1)
        return _c("percentage points", "{number} points", number=shown)
    places = 0 if float(change.difference).is_integer() else 2
    return _with_relative(_signed(change.difference, places), change.relative)


def row_difference(row: RowChange) -> str:
    """Return by how much a number of a clean table changed, to the last decimal stored."""
    if row.difference is None:
        return ""
    exponent = (Decimal(row.new) - Decimal(row.old)).normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return _with_relative(_signed(row.difference, places), row.relative)


def stored(row: RowChange) -> tuple[str, str]:
    """Return what stands in a clean table before and after, with the row's unit."""
    unit = row.unit
    with contextlib.suppress(KeyError, UsageError):
        unit = unit_words(unit) if unit else ""
    return tuple(f"{cell} {unit}".rstrip() if cell else "" for cell in (row.old, row.new))  # type: ignore[return-value]


def counts(check: CheckChange) -> tuple[str, str]:
    """Return how many rows do not meet an expectation, before and after."""
    return tuple(
        "" if one is None else _("{part} of {whole}", part=count(one[0]), whole=count(one[1]))
        for one in (check.old, check.new)
    )  # type: ignore[return-value]


def expectation(check: CheckChange) -> str:
    """Return an expectation in words; one that this version does not know stays in English."""
    with contextlib.suppress(UsageError):
        return expectation_words(check.note)
    return check.note


def severity(check: CheckChange) -> str:
    """Return how grave an expectation is, and whether it is met now and was not."""
    words = _(SEVERITIES[check.severity]) if check.severity in SEVERITIES else check.severity
    if not check.turned:
        return words
    turn = _("met now") if check.met else _("no longer met")
    return f"{words}; {turn}"


def _with_relative(shown: str, relative: float | None) -> str:
    if relative is None:
        return shown
    places = 1 if abs(relative) < 1 else 0
    while places < DECIMALS and abs(100 * relative) < 10**-places:
        places += 1
    return f"{shown} ({percent_to(relative, places, signed=True)})"


def _signed(number: float, places: int) -> str:
    """Return a difference with its sign, and as many more decimals as it takes not to be 0."""
    while number and places < DECIMALS and abs(number) < 10**-places:
        places += 1
    return decimal(number, places, signed=True)


def _alone(cell: Cell) -> str:
    if cell.value is None:
        return ""
    return cell.value if isinstance(cell.value, str) else _number(cell, _fewest(cell, cell))


def _number(cell: Cell, places: int) -> str:
    number = cell.number
    assert number is not None
    if cell.unit == SHARE:
        return percent_to(number, 0 if number in (0, 1) else places)
    # A unit stands as the table has it: in the form that goes with most numbers.
    return f"{decimal(number, places)} {cell.unit}".rstrip()


def _fewest(old: Cell, new: Cell) -> int:
    """Return the decimals that two numbers have at least: those of whole ones none."""
    share = SHARE in (old.unit, new.unit)
    numbers = [(100 if share else 1) * (one.number or 0) for one in (old, new)]
    if all(math.isclose(number, round(number), abs_tol=1e-9) for number in numbers):
        return 0
    return 1 if share else 2
