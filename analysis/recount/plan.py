"""The rows of the action plan read a second time: activities, indicators, and faults of form."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from analysis.recount.printed import Target, deadline, number, target
from analysis.recount.rows import Rows

_SECTIONS = {"ა": "a", "ბ": "b", "გ": "g", "დ": "d"}
_NUMERALS = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
)
_CELLS = (
    "result", "indicators", "lead", "partner", "deadline", "state_budget", "donor", "donor_budget",
    "risk", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Activity:
    """An activity of the plan, with what its cells say."""

    activity_id: str
    line: str
    chapter: str
    bodies: dict[str, tuple[str, ...]]
    deadlines: tuple[str, ...]
    amount: Fraction | None
    unit_cost: bool
    whole_programme: bool
    budget_said: bool
    verification: bool
    risk: bool


@dataclass(frozen=True)
class Indicator:
    """An indicator, what it asks, and whether it is one of two alternatives."""

    indicator_id: str
    activity_id: str
    target: Target
    unit: str
    alternative: bool


@dataclass(frozen=True)
class Plan:
    """The plan as read, with the counts of its form that identities name."""

    activities: list[Activity]
    indicators: list[Indicator]
    year: str
    counts: dict[str, int]


@dataclass
class _Place:
    chapter: str = ""
    section_line: str = ""
    section: str = ""
    block_line: str = ""
    block: int = 0
    objective: str = ""


def read_plan(
    prefix: str, printed: dict[str, Rows], forms: dict[str, tuple[str, ...]], units: dict[str, str]
) -> Plan:
    """Return the plan from its raw rows, the known forms of names, and our words for units."""
    by_line: dict[str, dict[str, Rows]] = defaultdict(lambda: defaultdict(list))
    for table in ("names", "deadlines", "budgets", "indicators"):
        for row in printed[table]:
            by_line[row["activity_line"]][table].append(row)
    places = _places(printed["activities"])
    activities = [
        _activity(f"{prefix}-{place}", chapter, row, by_line[row["source_line"]], forms)
        for row, (chapter, place, _) in zip(printed["activities"], places, strict=True)
    ]
    indicators = [
        _indicator(activity.activity_id, row, units)
        for activity in activities
        for row in by_line[activity.line]["indicators"]
    ]
    months = sorted(month for activity in activities for month in activity.deadlines)
    year = months[-1][:4] if months else ""
    return Plan(
        activities, indicators, year, _counts(printed, places, activities, indicators, year)
    )


def _places(rows: Rows) -> list[tuple[str, str, _Place]]:
    """Return chapter, place and state of each row; a chapter without a heading gets the next."""
    found: list[tuple[str, str, _Place]] = []
    last = _Place()
    for row in rows:
        section = row["section_raw"]
        here = _Place(last.chapter, row["section_line"], section, row["block_line"])
        same = row["section_line"] == last.section_line
        if row["chapter_raw"]:
            here.chapter = row["chapter_raw"]
        elif not same and section <= last.section:
            here.chapter = _NUMERALS[_NUMERALS.index(last.chapter) + 1]
        here.objective = last.objective
        if row["objective_titled"] == "true":
            here.objective = row["objective_no_raw"].strip(" .")
        if row["block_line"]:
            fresh = not same or row["block_line"] != last.block_line
            here.block = (last.block if same else 0) + fresh
        numbers = row["activity_no_raw"].strip(" .").split(".")
        place = f"{here.chapter}-{_SECTIONS[section]}{here.block or ''}"
        found.append((here.chapter, f"{place}-{here.objective}.{numbers[-1]}", here))
        last = here
    return found


def _activity(
    activity_id: str,
    chapter: str,
    row: dict[str, str],
    cells: dict[str, Rows],
    forms: dict[str, tuple[str, ...]],
) -> Activity:
    bodies = {
        role: _bodies([name["name_raw"] for name in cells["names"] if name["role"] == role], forms)
        for role in ("lead", "partner", "donor")
    }
    marks = [budget for budget in cells["budgets"] if budget["column"] == "state_budget"]
    amounts = [budget["token_raw"] for budget in marks if budget["mark"] == "amount"]
    said = {budget["mark"] for budget in marks}
    return Activity(
        activity_id,
        row["source_line"],
        chapter,
        bodies,
        tuple(sorted(deadline(cell["deadline_raw"]) for cell in cells["deadlines"])),
        _amount(amounts[0]) if amounts else None,
        "unit" in said,
        "programme_total" in said,
        row["state_budget"] not in ("empty", "absent"),
        row["verification"] != "empty",
        row["risk"] not in ("empty", "absent"),
    )


def _amount(token: str) -> Fraction:
    return number(re.sub("(₾|ლარი)$", "", token.strip()).strip())


def _bodies(lines: list[str], forms: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the bodies named by printed lines: at each line the longest run that is a form."""
    found: list[str] = []
    start = 0
    while start < len(lines):
        for end in range(len(lines), start, -1):
            form = " ".join(" ".join(line.split()).strip(" ;,.") for line in lines[start:end])
            if form in forms:
                found += [body for body in forms[form] if body not in found]
                start = end
                break
        else:
            raise ValueError(f"no known name: {lines[start]!r}")
    return tuple(found)


def _indicator(activity_id: str, row: dict[str, str], units: dict[str, str]) -> Indicator:
    indicator_id = f"{activity_id}-i{row['indicator_no']}"
    return Indicator(
        indicator_id,
        activity_id,
        target(row["target_raw"]),
        units[indicator_id],
        row["alternative"] == "true",
    )


def _counts(
    printed: dict[str, Rows],
    places: list[tuple[str, str, _Place]],
    activities: list[Activity],
    indicators: list[Indicator],
    year: str,
) -> dict[str, int]:
    rows = printed["activities"]
    off = stray = 0
    for row, (_, _, place) in zip(rows, places, strict=True):
        off += row["activity_no_raw"].split(".")[0] != place.objective
        stray += bool(row["objective_no_raw"]) and row["objective_titled"] == "false"
    ranges = [asked.target for asked in indicators if asked.target.operator == "range"]
    months = [month for activity in activities for month in activity.deadlines]
    return {
        "chapter_headings_printed": sum(row["kind"] == "chapter" for row in printed["headings"]),
        "chapters_with_activities": len({activity.chapter for activity in activities}),
        "activity_numbers_off": off,
        "stray_objective_numbers": stray,
        "rows_with_absent_cells": sum(any(row[c] == "absent" for c in _CELLS) for row in rows),
        "indicators_after_source_label": sum(
            row["after_source_label"] == "true" for row in printed["indicators"]
        ),
        "deadlines_outside_2019": sum(month[:4] != "2019" for month in months),
        "ranges_reversed": sum((r.least or 0) > (r.most or 0) for r in ranges),
        "activities": len(activities),
        "activity_lines": len({activity.line for activity in activities}),
        "objectives_out_of_order": _falls(
            [((c, p.section_line, p.block), _pair(p.objective)) for c, _, p in places]
        ),
        "activities_out_of_order": _falls(
            [
                ((c, p.section_line, p.block), _pair(place.rsplit("-", 1)[1]))
                for c, place, p in places
            ]
        ),
        "blocks": len({row["block_line"] for row in rows if row["block_line"]}),
    }


def _pair(numbers: str) -> tuple[int, ...]:
    return tuple(int(part) for part in numbers.split("."))


def _falls(keyed: list[tuple[tuple[str, str, int], tuple[int, ...]]]) -> int:
    """Return how often a number is less than the one before it in the same place."""
    return sum(
        now[0] == before[0] and now[1] < before[1] for before, now in itertools.pairwise(keyed)
    )
