"""The overview for the coordinator: who is asked, who leads jointly, who answered what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.display.finding_words import Names
from analysis.display.language import _, mark
from analysis.display.round_form import FormRow
from analysis.display.round_words import sheet_name
from analysis.reports.rounds.listings import Listed, list_sheet
from analysis.reports.rounds.returns import columns as finding_columns
from analysis.reports.rounds.returns import finding_row
from analysis.reports.rounds.sheets import Style, as_bytes, new_book
from analysis.source.answer_form import ACTIVITY
from analysis.source.findings import Finding

STATES = {
    "sent": mark("not collected yet"),
    "returned": mark("returned"),
    "empty": mark("returned, nothing filled in"),
    "refused": mark("returned, could not be taken"),
    "missing": mark("not returned"),
}


@dataclass(frozen=True)
class AgencyLine:
    """One agency in the overview."""

    agency_id: str
    name: str
    activities: int
    indicators: int
    joint: int
    """Activities that it leads with others."""
    workbook: str
    state: str = "sent"
    taken: int = 0
    mend: int = 0
    confirm: int = 0


def agency_lines(rows: Sequence[FormRow], names: Mapping[str, str]) -> list[AgencyLine]:
    """Return a line for every lead agency of a plan, the largest first."""
    found = []
    for agency in sorted({one for row in rows for one in row.leads}):
        own = [row for row in rows if agency in row.leads]
        activities = [row for row in own if row.kind == ACTIVITY]
        joint = sum(len(row.leads) > 1 for row in activities)
        found.append(
            AgencyLine(
                agency,
                names[agency],
                len(activities),
                len(own) - len(activities),
                joint,
                f"{agency}.xlsx",
            )
        )
    return sorted(found, key=lambda one: (-one.activities, one.agency_id))


def overview_workbook(
    round_id: str,
    language: str,
    plan: str,
    lines: Sequence[AgencyLine],
    rows: Sequence[FormRow],
    names: Names,
    findings: Sequence[Finding] | None = None,
) -> bytes:
    """Return the overview, in the language spoken.

    Parameters
    ----------
    findings : everything found in the workbooks; None before they were collected.
    """
    style = Style(language)
    title = _("Overview of round {round}", round=round_id)
    book = new_book(title)
    collected = findings is not None
    list_sheet(
        book,
        sheet_name("agencies"),
        title,
        plan,
        _agency_columns(collected=collected),
        [_agency(one, collected=collected) for one in lines],
        style,
    )
    list_sheet(
        book,
        sheet_name("joint"),
        sheet_name("joint"),
        _("These activities stand in the workbook of each of their lead agencies."),
        [(_("No."), 12), (_("Activity"), 70), (_("Lead bodies"), 50)],
        [_joint(row, names) for row in rows if row.kind == ACTIVITY and len(row.leads) > 1],
        style,
    )
    if findings is not None:
        list_sheet(
            book,
            sheet_name("found"),
            sheet_name("found"),
            _("What stands in each return sheet, and what belongs to no agency."),
            [*finding_columns(), (_("Kind"), 16)],
            [
                [*finding_row(one, names, number), sheet_name(one.severity)]
                for number, one in enumerate(findings, 1)
            ],
            style,
        )
    return as_bytes(book)


def _agency_columns(*, collected: bool) -> list[tuple[str, float]]:
    columns: list[tuple[str, float]] = [
        (_("Agency"), 54),
        (_("Activities"), 12),
        (_("Indicators"), 13),
        (_("Led jointly"), 13),
        (_("Workbook"), 30),
        (_("State"), 26),
    ]
    if collected:
        columns += [(_("Answers taken"), 12), (sheet_name("mend"), 14), (sheet_name("confirm"), 16)]
    return columns


def _agency(one: AgencyLine, *, collected: bool) -> list[Listed]:
    cells: list[Listed] = [
        one.name,
        one.activities,
        one.indicators,
        one.joint,
        one.workbook,
        _(STATES[one.state]),
    ]
    return [*cells, one.taken, one.mend, one.confirm] if collected else cells


def _joint(row: FormRow, names: Names) -> list[Listed]:
    return [
        row.texts["number"],
        row.texts["title"],
        ", ".join(names.agencies.get(one, one) for one in row.leads),
    ]
