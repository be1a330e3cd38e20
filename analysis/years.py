"""The steps from one plan to the next: items matched by program, and by a person after it.

Imports stand inside the steps where they are slow, as in :mod:`analysis.pipeline`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import Problem, RawDataError, UsageError
from analysis.files import csv_text, replace_files
from analysis.paths import Project

if TYPE_CHECKING:
    from analysis.checks.results import CheckedTables
    from analysis.source.rows import RawRow

PROPOSED = ("item_id", "previous_id", "confidence", "decided_by", "now", "before", "grounds")
"""The columns of a proposal: those of the raw file, and what a person compares."""

KEPT = PROPOSED[:4]


@dataclass(frozen=True)
class Proposal:
    """A proposal written for a person: where, and how many matches of which kind."""

    path: Path
    matched: int
    new: int
    dropped: int


def propose(project: Project, plan: str, previous: str, to: Path | None = None) -> Proposal:
    """Write which items of a plan were which of the one before, for a person to decide.

    Parameters
    ----------
    to : the file; ``outputs/matches/<plan>.csv`` if not given. One that a person has begun to
        sign is not written over.

    Raises
    ------
    UsageError
        A plan is not there; or the file is there already.
    """
    from analysis.checks.results import CheckedTables
    from analysis.measures.matching import propose as proposed
    from analysis.pipeline import make_tables

    path = to or project.outputs / "matches" / f"{plan}.csv"
    if path.exists():
        raise UsageError(f"{path.name} is there already. Sign it, move it away, or name another.")
    data = CheckedTables(make_tables(project), (), {})
    words = dict(zip(data["activities"]["activity_id"], data["activities"]["title"], strict=True))
    measures = data["indicators"]
    words |= dict(zip(measures["indicator_id"], measures["measure"], strict=True))
    matches = proposed(data, plan, previous)
    rows = [
        {
            "item_id": match.item_id,
            "previous_id": match.previous_id,
            "confidence": str(match.likeness),
            "decided_by": "",
            "now": words.get(match.item_id, ""),
            "before": words.get(match.previous_id, ""),
            "grounds": match.grounds,
        }
        for match in matches
    ]
    replace_files(path.parent, {path.name: csv_text(PROPOSED, rows).encode("utf-8")})
    return Proposal(
        path,
        sum(bool(match.item_id and match.previous_id) for match in matches),
        sum(not match.previous_id for match in matches),
        sum(not match.item_id for match in matches),
    )


def accept(project: Project, plan: str, signed: Path) -> int:
    """Keep a signed proposal as the raw rows of a plan; return how many matches there are.

    Raises
    ------
    RawDataError
        A row is not signed, or an id leads nowhere: all of them, and nothing is written.
    """
    from analysis.source.delivery import read_delivery
    from analysis.source.manifest import known_document
    from analysis.source.raw_files import read_raw_table

    known_document(read_delivery(project.raw).documents, plan)
    table = read_raw_table(signed, signed.name, PROPOSED, KEPT[:2])
    problems = [
        row.problem(
            "nobody has signed the match",
            "decided_by",
            "the initials of who compared the two",
            "compare the columns now and before; mend previous_id if they are not one, and sign",
        )
        for row in table.rows
        if not row["decided_by"].strip()
    ]
    problems += _astray(project, plan, table.rows)
    if problems:
        raise RawDataError(problems)
    rows = [{name: row[name] for name in KEPT} for row in table.rows]
    replace_files(project.raw / plan, {"plan_matches.csv": csv_text(KEPT, rows).encode("utf-8")})
    return len(rows)


def _astray(project: Project, plan: str, rows: Iterable[RawRow]) -> list[Problem]:
    """Return the ids that are not of this plan, or of none."""
    from analysis.checks.results import CheckedTables
    from analysis.measures.plans import of_plan
    from analysis.pipeline import make_tables

    data = CheckedTables(make_tables(project), (), {})
    own, every = (_ids(one) for one in (of_plan(data, plan), data))
    found = []
    for row in rows:
        if row["item_id"] and row["item_id"] not in own:
            found.append(row.problem(f"no item of {plan}", "item_id"))
        if row["previous_id"] and row["previous_id"] not in every - own:
            found.append(row.problem("no item of another plan", "previous_id"))
    return found


def _ids(data: CheckedTables) -> set[str]:
    return {*data["activities"]["activity_id"], *data["indicators"]["indicator_id"]}
