"""What the workbooks of a reporting round tell those who fill them in."""

from __future__ import annotations

from analysis.display.language import LANGUAGES, _, mark, speaking
from analysis.display.numbers import percent
from analysis.display.round_form import heading, named

SHEETS = {
    "guide": mark("Guide"),
    "answers": mark("Answers"),
    "before": mark("Last round"),
    "agencies": mark("Agencies"),
    "joint": mark("Joint leads"),
    "found": mark("Everything found"),
    "assessment": mark("Assessment"),
    "mend": mark("To mend"),
    "confirm": mark("Please check"),
    "note": mark("Read differently"),
}
"""The names of sheets; Excel takes 31 characters of them."""

_PROMPTS = {
    "claimed_status": mark("Choose one of the words in the list. They are explained in the guide."),
    "value": mark("A number alone, without its unit, such as 1250 or 12.5. Leave unknown empty."),
    "unit": mark("What the value counts. Choose from the list; the plan's unit stands here."),
    "date": mark("When it was achieved: 05.03.2020, or 03.2020 if the day is not known."),
    "evidence_document": mark("The document that shows it: title, number and date."),
    "evidence_page": mark("The page or paragraph of the document, such as p. 12."),
    "spent": mark("What was spent on the activity in this round, in GEL, as a number alone."),
    "obstacle": mark("What stood in the way, in a sentence or two. Leave empty if nothing did."),
    "comment": mark("Whatever else the coordinator should know. Name no persons."),
    "assessed_status": mark("Your own judgement. Leave empty where no evidence counts."),
    "strength": mark("direct: the same thing, unit and period. partial: one named difference."),
    "difference": mark("For partial evidence: the one difference, in a sentence."),
    "reason": mark("Why you judge so, in a sentence."),
    "assessor": mark("Your name or initials."),
    "assessed_on": mark("When you judged it: 05.03.2020."),
}
"""Shown beside a cell that is chosen; Excel takes 255 characters."""

_ERRORS = {
    "list": mark("The word is not in the list. Choose one of those offered."),
    "number": mark(
        "This is not stored as a number. You may keep it; it will be read if it can mean one "
        "number only."
    ),
    "date": mark(
        "This is not stored as a date. You may keep it; it will be read if it can mean one day "
        "only."
    ),
}


def sheet_name(key: str) -> str:
    """Return the name of a sheet.

    >>> sheet_name("answers")
    'Answers'
    """
    return _(SHEETS[key])


def prompt(name: str) -> str:
    """Return what is shown beside a cell of a column."""
    return _(_PROMPTS[name])


def entry_error(kind: str) -> str:
    """Return what is shown when something else than asked is typed."""
    return _(_ERRORS[kind])


def headline(agency: str, round_id: str) -> str:
    """Return the first line of an agency's workbook."""
    return _("Report of {agency}, round {round}", agency=agency, round=round_id)


def steps(contact: str, deadline: str) -> list[str]:
    """Return what an agency has to do, step by step."""
    return [
        _(
            "Fill in the sheet {sheet}. Yellow cells with a frame are yours; all others are "
            "locked. A dash means that nothing is asked there.",
            sheet=named(sheet_name("answers")),
        ),
        _(
            "For each activity, and for each indicator below it, choose the claimed status. For an "
            "indicator give the value achieved, its unit and the date."
        ),
        _(
            "Name the evidence: the document and the page. Without document and date a claim that "
            "a target is fulfilled comes back to you."
        ),
        _("Money spent is asked once for each activity, in lari."),
        _(
            "Leave empty what you do not know. An empty cell means that nothing is reported; 0 "
            "means none."
        ),
        _(
            "Do not merge cells, write formulas, add macros or change a target. If a target or a "
            "title is wrong, say so under {column}.",
            column=named(heading("comment")),
        ),
        _("Give totals only. Write no names of persons and nothing by which one could be known."),
        _(
            "Keep the file as an Excel workbook (.xlsx) and send it back by {deadline}. Questions: "
            "{contact}.",
            deadline=deadline or _("the day named in the letter"),
            contact=contact or _("the coordinator who sent you this workbook"),
        ),
        _(
            "If something cannot be read you receive a return sheet that names each cell and what "
            "to write there. Mend it here, in this workbook, and send it again."
        ),
    ]


def notation() -> list[tuple[str, str]]:
    """Return what can be typed, and how it is read."""
    return [
        (_("Number"), _("1250; also 1 250, 1.250 or 1,250, all read as 1250; 12.5 or 12,5")),
        (_("Percentage"), _("85 where the unit is percent; also 85%; not 0.85")),
        (_("Money"), _("12500 or 12500.50, in lari; also 12 500 ₾")),
        (_("Date"), _("05.03.2020; also 03.2020, 2020, or the month in Georgian words")),
        (_("Not taken"), _("about 500; 200-250; 1.250,500; 3/5/2020; =B2+B3")),
    ]


def status_meaning(least: float | None) -> str:
    """Return from which part of the target on a status holds."""
    if least is None:
        return _("By your own word only.")
    if least == 0:
        return _("Less than the next word asks for, or nothing.")
    return _("From {share} of the target on.", share=percent(least / 100))


def assessor_steps() -> list[str]:
    """Return what an assessor has to do, step by step."""
    return [
        _(
            "The sheet {sheet} shows side by side what is asked, what the lead agencies claim, the "
            "evidence that they name, and what was reported in the last round.",
            sheet=named(sheet_name("assessment")),
        ),
        _(
            "Look at the evidence itself. Fill in the yellow cells for each target that you have "
            "judged, and leave the others empty."
        ),
        _(
            "The claimed status is the agency's and stays as it is. The assessed status is yours; "
            "the two are kept apart."
        ),
        _(
            "Strength: direct is the same thing in the same unit and period; partial has one named "
            "difference; contextual bears on the target and is not its achievement; none is none."
        ),
        _("Save the file and put it beside the agencies' workbooks before they are collected."),
    ]


def titles_of(round_id: str) -> dict[str, str]:
    """Return what the answers of a round are called, in every language."""
    found = {}
    for language in LANGUAGES:
        with speaking(language):
            found[language] = _("Answers of the lead agencies, round {round}", round=round_id)
    return found
