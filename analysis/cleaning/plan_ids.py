"""Ids of a plan's activities and indicators, from where they stand in the plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.cleaning.columns import Reader
from analysis.source.rows import RawRow

SECTIONS = {"ა": "a", "ბ": "b", "გ": "g", "დ": "d"}
_NUMBER = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.?")
_OBJECTIVE = re.compile(r"[0-9]{1,2}\.")


@dataclass(frozen=True)
class Place:
    """Where an activity stands in the plan, as it should be numbered."""

    activity_id: str
    chapter: str
    section: str
    block: int | None
    objective_no: int
    activity_no: str


def place_activities(rows: Iterable[RawRow], prefix: str, reader: Reader) -> dict[str, Place]:
    """Return each activity's place by the line of its row.

    A chapter whose heading is missing gets the numeral after the one before it. An
    objective cell with a number but no words is a stray list number: the objective of
    the row above goes on. An activity's own number counts within its objective, so a
    printed first part that is not the objective's is put right.
    """
    places: dict[str, Place] = {}
    chapter, objective = 0, 0
    last_section, blocks = "", dict[str, int]()
    for row in rows:
        section = SECTIONS.get(row["section_raw"], "")
        if row["section_line"] != last_section:
            chapter = (
                _arabic(row["chapter_raw"]) if row["chapter_raw"] else _next(chapter, row, places)
            )
            last_section, blocks = row["section_line"], {}
        block = blocks.setdefault(row["block_line"], len(blocks) + 1) if row["block_line"] else None
        if row["objective_no_raw"] and reader.truth(row, "objective_titled"):
            objective = _objective(row, reader)
        number = _NUMBER.fullmatch(row["activity_no_raw"])
        if not (number and section and chapter and objective):
            reader.problems.append(
                row.problem("the activity's place is not readable", "activity_no_raw", "N.N.")
            )
            continue
        activity_no = f"{objective}.{number[2]}"
        roman = _roman(chapter)
        activity_id = f"{prefix}-{roman}-{section}{block or ''}-{activity_no}"
        places[row["source_line"]] = Place(
            activity_id, roman, section, block, objective, activity_no
        )
    return places


def _objective(row: RawRow, reader: Reader) -> int:
    printed = row["objective_no_raw"]
    if _OBJECTIVE.fullmatch(printed):
        return int(printed.rstrip("."))
    reader.problems.append(
        row.problem("the objective's number is not readable", "objective_no_raw", "N.")
    )
    return 0


def _next(chapter: int, row: RawRow, places: Mapping[str, Place]) -> int:
    """A section under no printed chapter heading opens the next chapter, once."""
    previous = list(places.values())
    continues = previous and row["section_raw"] != "ა"
    return chapter if continues else chapter + 1


def indicator_id(place: Place, number: str) -> str:
    """Return the id of an activity's n-th indicator."""
    return f"{place.activity_id}-i{number}"


_NUMERALS = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def _roman(number: int) -> str:
    text = ""
    for value, numeral in _NUMERALS:
        text += numeral * (number // value)
        number %= value
    return text


def _arabic(numeral: str) -> int:
    return next((number for number in range(1, 40) if _roman(number) == numeral), 0)
