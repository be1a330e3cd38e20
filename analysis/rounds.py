"""The steps of a reporting round: workbooks out, workbooks back, return sheets, raw rows.

Imports stand inside the steps where they are slow, as in :mod:`analysis.pipeline`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import UsageError
from analysis.files import replace_files
from analysis.paths import Project
from analysis.pipeline import make_tables
from analysis.source.answer_form import AGENCY, ASSESSOR, LANGUAGES, SCALE, FormIds
from analysis.source.round_files import check_round_id, read_round, source_id

if TYPE_CHECKING:
    from analysis.checks.results import CheckedTables
    from analysis.display.round_plan import Spoken
    from analysis.reports.rounds.agency import Letter

OVERVIEW, ASSESSMENT = "overview.xlsx", "assessor.xlsx"


@dataclass(frozen=True)
class Round:
    """Which round of which plan, in which language, with which words to the agencies."""

    round_id: str
    plan: str = ""
    """The newest plan that there is, if none is named."""
    language: str = "ka"
    contact: str = ""
    deadline: str = ""
    invented: bool = False


@dataclass(frozen=True)
class Sent:
    """What was written: the folder, and how many activities and indicators each file asks about."""

    folder: Path
    files: Mapping[str, tuple[int, int]]


def tables_of(project: Project) -> CheckedTables:
    """Return the tables as the raw rows make them, in English."""
    from analysis.checks.results import CheckedTables

    return CheckedTables(make_tables(project), (), {})


def plan_of(english: CheckedTables, plan: str) -> str:
    """Return the plan named, or the newest one.

    Raises
    ------
    UsageError
        There is no such plan.
    """
    from analysis.nearest import near

    plans = list(dict.fromkeys(english["activities"].sort_values("deadlines")["source_id"]))
    if plan and plan not in plans:
        raise UsageError(f"--plan: there is no plan {plan!r}.{near(plan, plans)}")
    return plan or plans[-1]


def send(
    project: Project, asked: Round, agencies: Sequence[str] = (), to: Path | None = None
) -> Sent:
    """Write a workbook for each lead agency, and the overview for the coordinator.

    Parameters
    ----------
    agencies : the agencies whose workbooks are written, by id or acronym; all if none is named.
    to : the folder; ``outputs/workbooks/<round>/<language>`` if not given.

    Raises
    ------
    UsageError
        The round, plan, language or an agency is off: before anything is written.
    """
    from analysis.display.language import speaking
    from analysis.display.round_before import reported
    from analysis.display.round_plan import spoken
    from analysis.reports.rounds.agency import agency_workbook
    from analysis.reports.rounds.overview import agency_lines, overview_workbook

    folder = _folder(project, asked, to)
    english = tables_of(project)
    with speaking(asked.language):
        said = spoken(english, plan_of(english, asked.plan), asked.language)
        rows = said.rows()
        lines = agency_lines(rows, {one: said.name(one) for one in _bodies(said)})
        chosen = _chosen([line.agency_id for line in lines], agencies, english)
        before = reported(said.data)
        contents = {
            f"{agency}.xlsx": agency_workbook(
                letter(asked, said, AGENCY, agency), said.rows(agency), before
            )
            for agency in chosen
        }
        contents[OVERVIEW] = overview_workbook(
            asked.round_id, asked.language, said.title, lines, rows, said.names
        )
    replace_files(folder, contents)
    counts = {one.workbook: (one.activities, one.indicators) for one in lines}
    return Sent(folder, {name: counts.get(name, (0, 0)) for name in contents})


def send_assessor(
    project: Project, asked: Round, collected: Path | None = None, to: Path | None = None
) -> Sent:
    """Write the assessor's workbook from the answers that were collected.

    Parameters
    ----------
    collected : the folder that holds the round's folder; ``data/raw`` if not given.

    Raises
    ------
    UsageError
        Nothing was collected yet.
    """
    from analysis.display.language import speaking
    from analysis.display.round_before import reported
    from analysis.display.round_plan import spoken
    from analysis.reports.rounds.assessor import assessor_workbook

    folder = _folder(project, asked, to)
    answers = read_round((collected or project.raw) / source_id(asked.round_id))["answers"].rows
    claims: dict[str, dict[str, dict[str, str]]] = {}
    for row in answers:
        own = claims.setdefault(row["target_id"], {}).setdefault(row["agency_id"], {})
        own[row["field"]] = row["value"]
    english = tables_of(project)
    with speaking(asked.language):
        said = spoken(english, plan_of(english, asked.plan), asked.language)
        rows = said.rows()
        made = assessor_workbook(
            letter(asked, said, ASSESSOR), rows, claims, reported(said.data), said.names.agencies
        )
    replace_files(folder, {ASSESSMENT: made})
    return Sent(folder, {ASSESSMENT: (len(claims), len(rows))})


def letter(asked: Round, said: Spoken, kind: str, agency: str = "") -> Letter:
    """Return what a workbook says of itself."""
    from analysis.display.round_form import scale_of, unit_words
    from analysis.reports.rounds.agency import Letter

    ids = FormIds(kind, asked.round_id, said.plan, agency, asked.language, SCALE, asked.invented)
    least = dict(scale_of(said.english, SCALE))
    return Letter(
        ids,
        said.name(agency) if agency else "",
        said.title,
        said.statuses,
        {code: least.get(code) for code in said.statuses},
        unit_words(),
        asked.contact,
        asked.deadline,
    )


def _folder(project: Project, asked: Round, to: Path | None) -> Path:
    """Return where workbooks go, once the round and the language are found right."""
    check_round_id(asked.round_id)
    if asked.language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise UsageError(f"--language {asked.language!r}: known are {known}.")
    return to or project.outputs / "workbooks" / asked.round_id / asked.language


def _bodies(said: Spoken) -> list[str]:
    return list(said.data["organisations"]["organisation_id"])


def _chosen(leads: Sequence[str], agencies: Sequence[str], english: CheckedTables) -> list[str]:
    """Return the agencies named, or all; one that leads nothing is refused with those that do."""
    from analysis.display.round_form import acronyms
    from analysis.nearest import near

    short = {name.casefold(): one for one, name in acronyms(english).items()}
    chosen, faults = [], []
    for typed in agencies:
        agency = short.get(typed.casefold(), typed.casefold())
        if agency in leads:
            chosen.append(agency)
        elif agency in set(english["organisations"]["organisation_id"]):
            faults.append(
                f"--agency {typed}: it leads no activity of the plan, so there is nothing to ask "
                f"it. Lead agencies: {', '.join(leads)}."
            )
        else:
            faults.append(f"--agency {typed}: no agency is called so.{near(agency, leads)}")
    if faults:
        raise UsageError("\n".join(faults))
    return list(dict.fromkeys(chosen)) or list(leads)
