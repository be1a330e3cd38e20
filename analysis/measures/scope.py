"""The scope of an evaluation: which plan, chapter, date, evidence and scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

import pandas as pd

from analysis.checks.results import CheckedTables
from analysis.errors import UsageError
from analysis.measures.knowledge import as_known
from analysis.measures.plans import PLAN, of_plan

ALL = "all"
EVIDENCE = ("direct", "direct,partial")
CRITERIA = ("five", "six")
DEFAULTS = (PLAN, "all", "2019-12-31", "direct,partial", "georgia-four")
"""The scope of what is said without parameters of its own: traces, programmes."""


@dataclass(frozen=True)
class Scope:
    """The clean tables cut to one plan and chapter, with the choices of an evaluation."""

    data: CheckedTables
    chapter: str
    as_of: date
    counted: tuple[str, ...]
    scale_id: str
    activities: pd.DataFrame
    indicators: pd.DataFrame
    targets: frozenset[str]
    """The ids of what links lead to: indicators, budgets of activities, commitments."""

    @cached_property
    def links(self) -> pd.DataFrame:
        """The links to the targets in scope."""
        return self.data.rows("links", "target_id", self.targets)

    def counted_links(self) -> pd.DataFrame:
        """Return the links that count: of a strength chosen, all figures over by the date."""
        chosen = self.links[self.links["strength"].isin(self.counted)]
        named = {name for cell in chosen["counted_figure_ids"] for name in cell.split(";")}
        figures = self.data.rows("figures", "figure_id", named, columns=("figure_id", "period"))
        ends = dict(zip(figures["figure_id"], figures["period"].map(_period_end), strict=True))
        in_time = [
            all(ends[name] <= self.as_of for name in cell.split(";"))
            for cell in chosen["counted_figure_ids"]
        ]
        return chosen[pd.Series(in_time, index=chosen.index, dtype=bool)]


def scope(
    data: CheckedTables, plan: str, chapter: str, as_of: str, evidence: str, status_scale: str
) -> Scope:
    """Return the scope that a notebook's parameters ask for.

    Links of indicators and budgets are those of the chapter's; commitments belong to
    the whole plan only.

    Raises
    ------
    UsageError
        The date is no date or lies before the plan; a plan, chapter, strength or scale
        is not there.
    """
    data = of_plan(data, _among("plan", plan, data.columns("activities", "source_id")["source_id"]))
    moment = _date(as_of, data["activities"])
    data = as_known(data, moment)
    activities = data["activities"]
    if chapter != ALL:
        activities = activities[
            activities["chapter"] == _among("chapter", chapter, activities["chapter"])
        ]
    indicators = data["indicators"]
    indicators = indicators[indicators["activity_id"].isin(activities["activity_id"])]
    targets = {*indicators["indicator_id"], *activities["activity_id"]}
    if chapter == ALL:
        targets |= set(data["commitments"]["commitment_id"])
    return Scope(
        data,
        chapter,
        moment,
        tuple(_among("evidence", evidence, EVIDENCE).split(",")),
        _among("status_scale", status_scale, data["status_scales"]["scale_id"]),
        activities,
        indicators,
        frozenset(targets),
    )


def _period_end(period: str) -> date:
    """Return the last day of a period; a figure without one is taken as always known."""
    if not period:
        return date.min
    year, month, day = ([int(part) for part in period.split("-")] + [0, 0])[:3]
    if day:
        return date(year, month, day)
    following = date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
    return following - timedelta(days=1)


def _among(name: str, value: str, known: Sequence[str] | pd.Series) -> str:
    words = sorted(set(known))
    if value not in words:
        raise UsageError(f"The parameter {name} cannot be {value!r}. Known: {', '.join(words)}.")
    return value


def _date(text: str, activities: pd.DataFrame) -> date:
    try:
        moment = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError as error:
        raise UsageError(
            f"The parameter as_of cannot be {text!r}: write it as 2019-12-31."
        ) from error
    first = min(part[:4] for cell in activities["deadlines"] for part in cell.split(";") if part)
    if moment < date(int(first), 1, 1):
        raise UsageError(f"The parameter as_of cannot be {text}: the plan begins on {first}-01-01.")
    return moment
