"""The scope of an evaluation: which plan, chapter, date, evidence and scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.checks.results import CheckedTables
from analysis.errors import UsageError

ALL = "all"
EVIDENCE = ("direct", "direct,partial")
CRITERIA = ("five", "six")


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
    links: pd.DataFrame

    @property
    def named(self) -> str:
        """What the scope is called in a sentence."""
        return "the whole plan" if self.chapter == ALL else f"chapter {self.chapter}"


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
    activities = data["activities"]
    activities = activities[
        activities["source_id"] == _among("plan", plan, activities["source_id"])
    ]
    if chapter != ALL:
        activities = activities[
            activities["chapter"] == _among("chapter", chapter, activities["chapter"])
        ]
    indicators = data["indicators"]
    indicators = indicators[indicators["activity_id"].isin(activities["activity_id"])]
    targets = {*indicators["indicator_id"], *activities["activity_id"]}
    if chapter == ALL:
        targets |= set(data["commitments"]["commitment_id"])
    links = data["links"]
    return Scope(
        data,
        chapter,
        _date(as_of, activities),
        tuple(_among("evidence", evidence, EVIDENCE).split(",")),
        _among("status_scale", status_scale, data["status_scales"]["scale_id"]),
        activities,
        indicators,
        links[links["target_id"].isin(targets)],
    )


def _among(name: str, value: str, known: Sequence[str] | pd.Series) -> str:
    words = sorted(set(known))
    if value not in words:
        raise UsageError(f"The parameter {name} cannot be {value!r}. Known: {', '.join(words)}.")
    return value


def _date(text: str, activities: pd.DataFrame) -> date:
    try:
        moment = date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"The parameter as_of cannot be {text!r}: write it as 2019-12-31."
        ) from error
    first = min(part[:4] for cell in activities["deadlines"] for part in cell.split(";") if part)
    if moment < date(int(first), 1, 1):
        raise UsageError(f"The parameter as_of cannot be {text}: the plan begins on {first}-01-01.")
    return moment
