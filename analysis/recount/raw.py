"""The raw rows read a second time, straight from their files, into plain records."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from analysis.recount.plan import Activity, Indicator, read_plan
from analysis.recount.printed import UnreadError, day, quantity
from analysis.recount.rows import Rows, ids


@dataclass(frozen=True)
class Figure:
    """A printed figure and what it counts; ``value`` is None for a date."""

    figure_id: str
    value: Fraction | None
    qualifier: str
    unit: str
    kind: str
    programme_id: str
    population: str
    period: str
    cohort: frozenset[str]
    parts: frozenset[str]
    provisional: bool
    date: str


@dataclass(frozen=True)
class Raw:
    """Everything that the second route computes from."""

    figures: dict[str, Figure]
    unread: dict[str, str]
    activities: dict[str, Activity]
    indicators: dict[str, Indicator]
    prefix: str
    plan_year: str
    counts: dict[str, int]
    parts: dict[str, str]
    lists: dict[str, int]
    spans: Rows
    tables: dict[str, Rows]
    links: dict[tuple[str, str], Rows]
    """The links by kind and id of their target."""
    by_activity: dict[str, list[Indicator]]
    used: set[str] = field(default_factory=set)
    """The figures asked for so far."""

    def figure(self, figure_id: str) -> Figure:
        """Return a figure, or say that it cannot be used."""
        self.used.add(figure_id)
        if figure_id in self.unread:
            raise UnreadError(self.unread[figure_id])
        if figure_id not in self.figures:
            raise UnreadError(f"no figure: {figure_id!r}")
        return self.figures[figure_id]

    def asked(self, activity: Activity) -> list[Indicator]:
        """Return the indicators of an activity."""
        return self.by_activity.get(activity.activity_id, [])

    def within(self, part: str, whole: str) -> bool:
        """Whether a population is another, or lies in it, over as many steps as it takes."""
        seen: set[str] = set()
        while part != whole and part in self.parts and part not in seen:
            seen.add(part)
            part = self.parts[part]
        return part == whole


_REGISTERS = (
    "analyses", "commitments", "disclosure_rules", "identities", "links", "organisations",
    "population_parts", "programmes", "rate_scorings", "status_scales", "unit_equivalents",
)  # fmt: skip


def read_raw(folder: Path) -> Raw:
    """Return the raw rows of ``data/raw``."""
    documents = tomllib.loads((folder / "MANIFEST.toml").read_text("utf-8"))["document"]
    prose = [document for document in documents if document["kind"] == "prose"]
    plan = next(document for document in documents if document["kind"] == "table")
    tables = {name: rows(folder / f"{name}.csv") for name in _REGISTERS}
    tokens = [row for one in prose for row in rows(folder / one["source_id"] / "figures.csv")]
    tables["documents"] = [{key: str(value) for key, value in one.items()} for one in documents]
    notes = {row["figure_id"]: row for row in rows(folder / "annotations" / "figures.csv")}
    figures, unread = _figures(tokens, notes)
    listed: Counter[str] = Counter()
    spans: Rows = []
    for one in prose:
        source = one["source_id"]
        for row in rows(folder / source / "lists.csv"):
            listed[f"{source}/{row['list_id']}"] += 1
        spans += [row | {"source": source} for row in rows(folder / source / "non_figures.csv")]
    read_as = {
        (row["column"], row["printed"]): row["reading"]
        for row in rows(folder / "annotations" / "readings.csv")
    }
    printed = {
        path.stem: [
            {name: read_as.get((name, cell), cell) for name, cell in row.items()}
            for row in rows(path)
        ]
        for path in sorted((folder / plan["source_id"]).glob("*.csv"))
    }
    names = rows(folder / "organisation_names.csv")
    units = {
        row["indicator_id"]: row["unit"] for row in rows(folder / "annotations" / "indicators.csv")
    }
    read = read_plan(
        plan["prefix"],
        printed,
        {row["printed"]: ids(row["organisation_ids"]) for row in names},
        units,
    )
    links: dict[tuple[str, str], Rows] = defaultdict(list)
    for row in tables["links"]:
        links[row["target_kind"], row["target_id"]].append(row)
    asked: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in read.indicators:
        asked[indicator.activity_id].append(indicator)
    return Raw(
        figures,
        unread,
        {activity.activity_id: activity for activity in read.activities},
        {indicator.indicator_id: indicator for indicator in read.indicators},
        plan["prefix"],
        read.year,
        read.counts,
        {row["part"]: row["whole"] for row in tables["population_parts"]},
        dict(listed),
        spans,
        tables,
        dict(links),
        asked,
    )


def rows(path: Path) -> Rows:
    """Return the rows of a file, or none where a document has no such file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _figures(
    tokens: Rows, notes: dict[str, dict[str, str]]
) -> tuple[dict[str, Figure], dict[str, str]]:
    figures: dict[str, Figure] = {}
    unread: dict[str, str] = {}
    for row in tokens:
        figure_id = row["figure_id"]
        try:
            figures[figure_id] = _figure(row, notes[figure_id])
        except (ValueError, LookupError) as error:
            unread[figure_id] = str(error)
    return figures, unread


def _figure(row: dict[str, str], note: dict[str, str]) -> Figure:
    milestone = note["kind"] == "milestone"
    read = None if milestone else quantity(row["value_raw"], note["reading"])
    if read and read.unit not in ("", note["unit"]):
        raise UnreadError(f"the token's unit is {read.unit}")
    return Figure(
        row["figure_id"],
        read.value if read else None,
        read.qualifier if read else "",
        note["unit"],
        note["kind"],
        note["programme_id"],
        note["population"],
        note["period"],
        frozenset(ids(note["cohort"])),
        frozenset(ids(note["disaggregation"])),
        note["observation_status"] == "provisional",
        day(row["value_raw"], note["period"]) if milestone else "",
    )
