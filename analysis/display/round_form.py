"""The form of a reporting round in the language spoken: its rows, headings, prompts and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from analysis.checks.results import CheckedTables
from analysis.cleaning.answers import Asking, Vocabulary, folded
from analysis.cleaning.cells import plain
from analysis.cleaning.records import each_row
from analysis.cleaning.units import UNITS
from analysis.display.codes import strength_words
from analysis.display.evaluation_terms import asked_words
from analysis.display.language import _, _c, mark
from analysis.display.numbers import count, counted, listing, unit_named
from analysis.measures.achievement import Asked
from analysis.source.answer_form import ACTIVITY, INDICATOR, STRENGTHS

_HEADINGS = {
    "number": mark("No."),
    "title": mark("Activity and its indicators"),
    "target": mark("Target"),
    "deadline": mark("Deadline"),
    "claimed_status": mark("Claimed status"),
    "value": mark("Value achieved"),
    "unit": mark("Unit"),
    "date": mark("Date achieved"),
    "evidence_document": mark("Evidence: document"),
    "evidence_page": mark("Evidence: page"),
    "spent": mark("Money spent, GEL"),
    "obstacle": mark("Obstacle"),
    "comment": mark("Comment"),
    "claimed": mark("What the lead agencies claim"),
    "evidence": mark("The evidence that they name"),
    "before": mark("Last round"),
    "assessed_status": mark("Assessed status"),
    "strength": mark("Strength of the evidence"),
    "difference": mark("Difference"),
    "reason": mark("Reason"),
    "assessor": mark("Assessor"),
    "assessed_on": mark("Date of the assessment"),
}
_NO_STRENGTH = "none"


@dataclass(frozen=True)
class FormRow:
    """One row of the form: an activity, or an indicator below it, in words."""

    target_id: str
    kind: str
    texts: dict[str, str]
    unit: str
    leads: tuple[str, ...]


def heading(name: str) -> str:
    """Return the heading of a column.

    >>> heading("claimed_status")
    'Claimed status'
    """
    return _(_HEADINGS[name])


def named(words: str) -> str:
    """Return words in the quotation marks of the language spoken.

    >>> named("Answers")
    '“Answers”'
    """
    return _("“{words}”", words=words)


def form_rows(data: CheckedTables, plan: str, agency: str = "") -> list[FormRow]:
    """Return the rows of a plan in its order, or those that an agency leads.

    Parameters
    ----------
    data : released in the language spoken.
    """
    indicators: dict[str, list[Any]] = {}
    for row in each_row(data["indicators"].sort_values(["activity_id", "indicator_no"])):
        indicators.setdefault(row.activity_id, []).append(row)
    names = acronyms(data)
    rows: list[FormRow] = []
    for activity in _activities(data, plan):
        leads = tuple(activity.lead_ids.split(";"))
        if agency and agency not in leads:
            continue
        rows.append(_activity(activity, leads, [names[one] for one in leads if one != agency]))
        rows += [_indicator(one, leads) for one in indicators.get(activity.activity_id, ())]
    return rows


def _activities(data: CheckedTables, plan: str) -> Iterator[Any]:
    table = data["activities"]
    return each_row(table[table["source_id"] == plan].sort_values("source_line"))


def _activity(row: Any, leads: tuple[str, ...], others: list[str]) -> FormRow:
    title = row.title
    if len(leads) > 1:
        joint = _("Led jointly with {agencies}.", agencies=listing(others))
        title = f"{title} ({joint.rstrip('.')})"
    texts = {
        "number": number_of(row.activity_id),
        "title": title,
        "target": "",
        "deadline": ", ".join(filter(None, row.deadlines.split(";"))),
    }
    return FormRow(row.activity_id, ACTIVITY, texts, "", leads)


def _indicator(row: Any, leads: tuple[str, ...]) -> FormRow:
    texts = {
        "number": number_of(row.indicator_id),
        "title": row.measure,
        "target": target_words(row),
        "deadline": "",
    }
    return FormRow(row.indicator_id, INDICATOR, texts, row.unit, leads)


def number_of(target_id: str) -> str:
    """Return the id of a target without its plan.

    >>> number_of("ap19-V-g-1.2-i1")
    'V-g-1.2-i1'
    """
    return target_id.partition("-")[2]


def target_words(indicator: Any) -> str:
    """Return what an indicator's target asks, in words."""
    least, most = (_float(end) for end in (indicator.target_min, indicator.target_max))
    if indicator.operator == "none":
        return _("no number")
    if least is not None and most is not None and least < most:
        return _("{low} to {high}", low=count(least), high=counted(most, indicator.unit))
    return asked_words(Asked(indicator.operator, least, most, indicator.unit))


def _float(end: Any) -> float | None:
    return None if pd.isna(end) else float(end)


def askings(data: CheckedTables, plan: str) -> dict[str, Asking]:
    """Return what every target of a plan asks, in the plan's order."""
    activities = [row.activity_id for row in _activities(data, plan)]
    found: dict[str, Asking] = {}
    indicators: dict[str, list[Asking]] = {}
    for row in each_row(data["indicators"]):
        ends = (
            None if pd.isna(end) else Decimal(plain(end))
            for end in (row.target_min, row.target_max)
        )
        asking = Asking(row.indicator_id, INDICATOR, row.unit, row.operator, *ends)
        indicators.setdefault(row.activity_id, []).append(asking)
    for name in activities:
        found[name] = Asking(name, ACTIVITY)
        found |= {one.target_id: one for one in indicators.get(name, ())}
    return found


def acronyms(data: CheckedTables) -> dict[str, str]:
    """Return the acronyms of organisations by id."""
    table = data["organisations"]
    return dict(zip(table["organisation_id"], table["acronym"], strict=True))


def agency_names(data: CheckedTables) -> dict[str, str]:
    """Return the names of organisations by id."""
    table = data["organisations"]
    return dict(zip(table["organisation_id"], table["name"], strict=True))


def statuses(data: CheckedTables, english: CheckedTables, scale: str) -> dict[str, str]:
    """Return the words of a scale in the language spoken, by their codes, the highest first.

    Parameters
    ----------
    english : the same tables with their words in English, which are the codes.
    """
    tables = [
        table[table["scale_id"] == scale].sort_values("position")
        for table in (english["status_scales"], data["status_scales"])
    ]
    return dict(zip(tables[0]["status"], tables[1]["status"], strict=True))


def scale_of(english: CheckedTables, scale: str) -> tuple[tuple[str, float], ...]:
    """Return the codes of a scale that a percentage leads to, with it, the highest first."""
    table = english["status_scales"]
    table = table[(table["scale_id"] == scale) & table["at_least_percent"].notna()]
    table = table.sort_values("at_least_percent", ascending=False)
    return tuple(zip(table["status"], map(float, table["at_least_percent"]), strict=True))


def unit_words() -> dict[str, str]:
    """Return what each unit is called, by its code, in alphabetical order."""
    words = {unit: unit_named(unit) for unit in UNITS}
    return dict(sorted(words.items(), key=lambda item: item[1].casefold()))


def strengths() -> dict[str, str]:
    """Return the words for the strength of evidence, by their codes."""
    return {one: strength_word(one) for one in STRENGTHS}


def strength_word(code: str) -> str:
    """Return the word for a strength of evidence, or that there is none."""
    return _c("evidence", "none") if code == _NO_STRENGTH else strength_words(code)


def vocabulary(words: dict[str, str]) -> Vocabulary:
    """Return what may be chosen in the language spoken; English and the codes are known too.

    Parameters
    ----------
    words : the statuses by code.
    """
    units: dict[str, set[str]] = {}
    for code in UNITS:
        for word in (code, unit_named(code, 1), unit_named(code)):
            units.setdefault(folded(word), set()).add(code)
    return Vocabulary(
        {folded(code): code for code in words} | {folded(w): code for code, w in words.items()},
        units,
        {folded(code): code for code in STRENGTHS}
        | {folded(word): code for code, word in strengths().items()},
    )
