"""A comparison as it is shown: sections, in each groups, in each what differs, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from analysis.display.language import SOURCE, _, _c, _n, mark, mark_plural
from analysis.display.numbers import count
from analysis.reports.comparison import words
from analysis.reports.comparison.records import (
    KINDS,
    Change,
    ChartChange,
    CheckChange,
    Comparison,
    FileChange,
    ItemChange,
    ReportChange,
    RowChange,
)
from analysis.reports.comparison.sentences import Marked, marked, pairs, split


@dataclass(frozen=True)
class Item:
    """One difference in words; ``language`` is that of what was and is."""

    row: str
    column: str
    old: Marked
    new: Marked
    change: str = ""
    leads: str = ""
    reports: str = ""
    language: str = SOURCE


@dataclass(frozen=True)
class Group:
    """Differences of one place: a table by its caption, a section by its heading."""

    title: str
    items: tuple[Item, ...]
    sentences: bool = False
    language: str = SOURCE
    long: bool = False
    """Whether its title says enough, so that the rest is shown on demand."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The fields of its items that hold anything."""
        names = ("row", "column", "old", "new", "change", "leads", "reports")
        return tuple(name for name in names if any(getattr(item, name) for item in self.items))


@dataclass(frozen=True)
class Section:
    """A sort of differences; ``key`` is its id, ``size`` how many there are, hidden ones too."""

    key: str
    title: str
    groups: tuple[Group, ...]
    size: int
    hidden: int


COLUMNS = {
    "row": mark("What"),
    "column": mark("Column"),
    "old": mark("Before"),
    "new": mark("After"),
    "change": mark("Difference"),
    "leads": mark("Leads back to"),
    "reports": mark("Reports"),
}
"""What the fields of an item are called where they head columns."""


T = TypeVar("T")
Build = Callable[[Comparison, Sequence[T]], tuple[Group, ...]]
"""Makes the groups of a section of what differs."""

_FILES = {
    "bytes": mark_plural(
        "{number} file differs in bytes alone.", "{number} files differ in bytes alone."
    ),
    "versions": mark_plural(
        "{number} file differs in the versions of data and package alone, or is made of such.",
        "{number} files differ in the versions of data and package alone, or are made of such.",
    ),
    "added": mark_plural(
        "{number} file is in the second run only.", "{number} files are in the second run only."
    ),
    "removed": mark_plural(
        "{number} file is in the first run only.", "{number} files are in the first run only."
    ),
}


def sections(comparison: Comparison, most: int) -> tuple[list[Section], list[Section]]:
    """Return what differs in the language spoken: what comes before the charts, and after.

    Parameters
    ----------
    comparison : a gathered one, in which what several reports say alike is told once.
    most : how many differences of one section are shown.
    """

    def section(key: str, title: str, found: Sequence[T], build: Build[T]) -> Section:
        groups = build(comparison, found[:most])
        return Section(key, title, groups, len(found), max(0, len(found) - most))

    fates = [one for one in comparison.reports if one.how not in ("added", "removed")]
    others = [one for one in comparison.reports if one.how in ("added", "removed")]
    first = [
        section("failed", _("Reports that fail or were mended"), fates, _fates),
        section("rows", _("Figures and other rows of the clean tables"), comparison.rows, _rows),
    ]
    for kind in KINDS:
        found = [change for change in comparison.changes if change.kind == kind]
        first.append(section(kind, _(words.KIND_TITLES[kind]), found, _changes))
    first.append(section("checks", _("Expectations"), comparison.checks, _checks))
    last = [
        section("reports", _("Reports of one run only"), others, _fates),
        section("inputs", _("Input files"), comparison.inputs, _inputs),
        section("versions", _("Versions"), comparison.versions, _versions),
        section("files", _("Other files"), comparison.files, _files),
    ]
    return [one for one in first if one.size], [one for one in last if one.size]


def chart_words(chart: ChartChange) -> tuple[tuple[Marked, Marked], ...]:
    """Return what a chart says in words and said otherwise, the words that differ marked."""
    if chart.old is None or chart.new is None:
        return ()
    texts = (split(f"{one.caption} {one.alternative}") for one in (chart.old, chart.new))
    return tuple(
        marked(old, new) if old and new else (_plain(old or ""), _plain(new or ""))
        for old, new in pairs(*texts)
    )


def moment(started: str) -> str:
    """Return when a run was started, in universal time to the second.

    >>> moment("2026-11-22T07:17:20+00:00")
    '2026-11-22 07:17:20 UTC'
    """
    return started.replace("T", " ").replace("+00:00", " UTC")


def named(comparison: Comparison, reports: Sequence[str]) -> str:
    """Return reports by their titles, of many the first and how many more there are."""
    return words.some([comparison.title(name) for name in reports])


def _changes(comparison: Comparison, changes: Sequence[Change]) -> tuple[Group, ...]:
    groups: dict[tuple[str, bool], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.place, change.sentence), []).append(change)
    return tuple(
        Group(
            place or _("The page"),
            tuple(_item(comparison, change) for change in found),
            sentences,
            found[0].language,
        )
        for (place, sentences), found in groups.items()
    )


def _item(comparison: Comparison, change: Change) -> Item:
    old, new = words.states(change)
    both = change.old is not None and change.new is not None
    words_differ = both and change.difference is None
    left, right = marked(old, new) if words_differ else (_plain(old), _plain(new))
    return Item(
        change.row,
        change.column,
        left,
        right,
        words.difference(change) if both else _how(change.how),
        ", ".join(change.causes),
        named(comparison, change.reports),
        change.language,
    )


def _rows(_comparison: Comparison, rows: Sequence[RowChange]) -> tuple[Group, ...]:
    groups: dict[str, list[Item]] = {}
    for row in rows:
        place = _("{document}, line {line}", document=row.document, line=row.line) \
            if row.line is not None else row.document  # fmt: skip
        change = _how(row.how) if row.how != "changed" else words.row_difference(row)
        old, new = words.stored(row)
        groups.setdefault(row.table, []).append(
            Item(row.key, row.column, _plain(old), _plain(new), change, place)
        )
    return tuple(Group(table, tuple(items)) for table, items in groups.items())


def _checks(_comparison: Comparison, checks: Sequence[CheckChange]) -> tuple[Group, ...]:
    groups: dict[str, list[Item]] = {}
    for check in checks:
        old, new = words.counts(check)
        change = words.severity(check) if check.how == "changed" else _how(check.how)
        groups.setdefault(check.table, []).append(
            Item(words.expectation(check), "", _plain(old), _plain(new), change)
        )
    return tuple(Group(table, tuple(items)) for table, items in groups.items())


def _fates(comparison: Comparison, changes: Sequence[ReportChange]) -> tuple[Group, ...]:
    items = tuple(
        Item(
            comparison.title(change.name), "", (), (), _(words.FATES[change.how]), change.reason,
            language=comparison.known[change.name].language,
        )
        for change in changes
    )  # fmt: skip
    return _alone(items)


def _inputs(_comparison: Comparison, changes: Sequence[ItemChange]) -> tuple[Group, ...]:
    """Return inputs, of which nothing but digests is known and shown."""
    return _alone([Item(change.name, "", (), (), _how(change.how)) for change in changes])


def _versions(_comparison: Comparison, changes: Sequence[ItemChange]) -> tuple[Group, ...]:
    """Return versions before and after."""
    items = []
    for change in changes:
        said = "" if change.how == "changed" else _how(change.how)
        old, new = _plain(change.old or ""), _plain(change.new or "")
        items.append(Item(change.name, "", old, new, said))
    return _alone(items)


def _alone(items: Sequence[Item]) -> tuple[Group, ...]:
    return (Group("", tuple(items)),) if items else ()


def _files(comparison: Comparison, changes: Sequence[FileChange]) -> tuple[Group, ...]:
    """Return the files by what is known of their difference, with the reports they are of."""
    groups = []
    for how, title in _FILES.items():
        items = [_file_item(comparison, one) for one in changes if one.how == how]
        if items:
            number = sum(len(one.files) for one in comparison.files if one.how == how)
            said = _n(*title, number, number=count(number))
            groups.append(Group(said, tuple(items), long=how == "versions"))
    return tuple(groups)


def _file_item(comparison: Comparison, change: FileChange) -> Item:
    name = comparison.title(change.report) if change.report else _("The run itself")
    language = comparison.known[change.report].language if change.report else SOURCE
    return Item(name, "", (), (), leads=words.some(change.files, 10), language=language)


def _plain(text: str) -> Marked:
    return ((text, False),) if text else ()


def _how(how: str) -> str:
    return {
        "added": _c("difference", "new"),
        "removed": _c("difference", "gone"),
        "changed": _c("difference", "changed"),
    }[how]


def spoken_in(texts: Iterable[str], language: str) -> str:
    """Return the language of texts by their letters: Georgian ones are Georgian words."""
    return (
        "ka" if any("\u10a0" <= sign <= "\u10ff" for text in texts for sign in text) else language
    )
