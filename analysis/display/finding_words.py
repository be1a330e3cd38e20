"""Findings in words: what is wrong with a workbook or a cell, what to write instead, an example.

What is wrong never repeats what stands in a cell: it may be shown where the answers may not be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.display.finding_cell_messages import EXAMPLES, OF_CELLS
from analysis.display.finding_messages import OF_FILES, OF_ROWS
from analysis.display.language import _, _c
from analysis.display.numbers import listing, unit_named
from analysis.display.round_form import heading, named, number_of, strength_word
from analysis.source.findings import Finding

MESSAGES = {**OF_FILES, **OF_ROWS, **OF_CELLS}


@dataclass(frozen=True)
class FindingWords:
    """One finding in the language spoken."""

    place: str
    target: str
    column: str
    found: str
    wrong: str
    advice: str
    example: str


@dataclass(frozen=True)
class Names:
    """The words that findings need: of agencies and statuses, by id and code."""

    agencies: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)


def words(finding: Finding, names: Names) -> FindingWords:
    """Return a finding in words."""
    wrong, advice = MESSAGES[finding.code]
    values = {key: _value(key, value, names) for key, value in finding.values}
    column = heading(finding.field) if finding.field else ""
    values["column"] = named(column)
    values["comment"] = named(heading("comment"))
    example = EXAMPLES.get(finding.field, "") if finding.severity == "mend" else ""
    return FindingWords(
        f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet,
        number_of(finding.target_id) if finding.target_id else "",
        column,
        finding.found,
        _(wrong, **values),
        _(advice, **values),
        _(example) if example else "",
    )


def _value(key: str, value: str, names: Names) -> str:
    """Return what fills a field of a sentence, in words where it is a code."""
    if key == "unit":
        return unit_named(value)
    if key == "strength":
        return named(strength_word(value))
    if key == "status":
        return named(names.statuses.get(value, value))
    if key == "agencies":
        return listing([names.agencies.get(one, one) for one in value.split(";")])
    if key == "was":
        return named(value) if value else _c("locked cell", "the text that was sent to you")
    return value
