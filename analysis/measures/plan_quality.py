"""The quality of the plan: a checklist for every activity, from the clean table alone.

Whether anything was done plays no part here. The rules are those of the method note.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.cleaning.records import each_row
from analysis.measures.scope import Scope

NO_SOURCE = ("none", "cell_absent")


@dataclass(frozen=True)
class Criterion:
    """One question of the checklist, by its key, and the rule that answers it."""

    key: str
    rule: Callable[[Any, pd.DataFrame, dict[str, str]], bool]


@dataclass(frozen=True)
class Checklist:
    """One activity's answers, by criterion."""

    activity_id: str
    chapter: str
    title: str
    met: dict[str, bool]

    @property
    def failed(self) -> tuple[str, ...]:
        return tuple(key for key, met in self.met.items() if not met)


def _last_month(activity: Any) -> bool:
    return all(part.endswith("-12") for part in activity.deadlines.split(";"))


def _leads(activity: Any, parents: dict[str, str]) -> int:
    """Count lead bodies; a ministry and its own body in brackets are one."""
    ids = activity.lead_ids.split(";")
    return sum(parents.get(name, "") not in ids for name in ids)


CRITERIA = (
    Criterion("numeric_target", lambda a, i, p: bool((i["operator"] != "none").any())),
    Criterion("unit", lambda a, i, p: bool(len(i)) and bool((i["unit"] != "").all())),
    Criterion("verification", lambda a, i, p: bool(a.verification_stated)),
    Criterion("deadline", lambda a, i, p: a.deadline_status == "stated"),
    Criterion("before_last_month", lambda a, i, p: bool(a.deadlines) and not _last_month(a)),
    Criterion("single_lead", lambda a, i, p: _leads(a, p) == 1),
    Criterion("funding", lambda a, i, p: a.state_budget_kind not in NO_SOURCE or bool(a.donor_ids)),
    Criterion("risk", lambda a, i, p: bool(a.risk_stated)),
)


def checklists(scope: Scope) -> list[Checklist]:
    """Return the checklist of every activity in scope, in the plan's order."""
    organisations = scope.data["organisations"]
    parents = dict(zip(organisations["organisation_id"], organisations["parent_id"], strict=True))
    of = dict(list(scope.indicators.groupby("activity_id")))
    return [
        Checklist(
            row.activity_id,
            row.chapter,
            row.title,
            {
                criterion.key: criterion.rule(row, of.get(row.activity_id, _NONE), parents)
                for criterion in CRITERIA
            },
        )
        for row in each_row(scope.activities.sort_values("source_line"))
    ]


_NONE = pd.DataFrame({"operator": [], "unit": []})


def shares_by_chapter(lists: list[Checklist]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return, by chapter and criterion, how many activities meet it, of how many."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for checklist in lists:
        for key, met in checklist.met.items():
            done, whole = found.get((checklist.chapter, key), (0, 0))
            found[checklist.chapter, key] = (done + met, whole + 1)
    return found


def weakest(lists: list[Checklist], most: int = 10) -> list[Checklist]:
    """Return the activities that fail most criteria, in the plan's order among equals."""
    failing = [checklist for checklist in lists if checklist.failed]
    return sorted(failing, key=lambda checklist: -len(checklist.failed))[:most]


def most_failed(lists: list[Checklist]) -> tuple[str, int]:
    """Return the criterion that most activities fail, and how many do."""
    fails = {c.key: sum(not checklist.met[c.key] for checklist in lists) for c in CRITERIA}
    worst = max(fails, key=lambda key: (fails[key], key))
    return worst, fails[worst]
