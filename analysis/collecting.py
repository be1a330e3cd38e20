"""Collecting a round: workbooks read, judged, returned, and their answers written as raw rows.

Imports stand inside the steps where they are slow, as in :mod:`analysis.pipeline`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import StorageError, UsageError
from analysis.files import read_bytes, replace_files, replace_folder
from analysis.paths import Project
from analysis.rounds import plan_of, tables_of
from analysis.source.answer_form import ASSESSED
from analysis.source.findings import Finding, mend, note
from analysis.source.manifest import EXERCISE
from analysis.source.round_files import RoundFiles, check_round_id, read_round, source_id

if TYPE_CHECKING:
    from analysis.checks.results import CheckedTables
    from analysis.checks.returns import Judged
    from analysis.cleaning.answers import Answer
    from analysis.display.finding_words import Names
    from analysis.display.round_plan import Spoken, Translations
    from analysis.source.answers import Returned

MOST_FILES = 500
"""Files of a folder that are collected; a round has some twenty."""

PASSED_OVER = ("~$", ".")
"""How the names of files begin that programs leave beside a workbook that is open."""


@dataclass(frozen=True)
class Collected:
    """What came of collecting a round."""

    judged: tuple[Judged, ...]
    """Each workbook, with everything found in it."""
    findings: tuple[Finding, ...]
    """Found of the folder as a whole."""
    missing: tuple[str, ...]
    """The lead agencies of which no workbook came back, by id."""
    answers: int
    assessments: int
    data: Path | None
    """Where the raw rows are; None if they were not written."""
    returns: Path
    invented: bool
    names: Names
    """What agencies and statuses are called in English."""

    @property
    def to_mend(self) -> int:
        """How many things have to be mended."""
        found = [*self.findings, *(one for book in self.judged for one in book.findings)]
        return sum(one.severity == "mend" for one in found)


def collect(
    project: Project,
    folder: Path,
    round_id: str,
    plan: str = "",
    *,
    to: Path | None = None,
    returns: Path | None = None,
    replaced: bool = False,
) -> Collected:
    """Read every workbook of a folder, write return sheets, and write the usable answers.

    Parameters
    ----------
    to : the folder in which the round's own folder is written; ``data/raw`` if not given.
    returns : where return sheets go; ``outputs/returns/<round>`` if not given.
    replaced : whether answers collected before may be dropped if their workbook is not here.

    Raises
    ------
    UsageError
        The round, the plan or the folder is off: before anything is read. Or the workbooks are
        invented and would stand among real data.
    CheckError
        What would be written is not what the form asks; nothing is.
    """
    from analysis.checks.joint_returns import judge_together
    from analysis.display.round_plan import Translations
    from analysis.reports.rounds.returned import Collection, return_files

    target = (to or project.raw) / source_id(check_round_id(round_id))
    files = _files(folder)
    english = tables_of(project)
    plan = plan_of(english, plan)
    books, passed = _read(files)
    plans = Translations(english, plan)
    together = judge_together([_judge(book, plans, round_id) for book in books])
    invented = any(one.taken and one.returned.ids and one.returned.ids.invented for one in together)
    dropped = [] if replaced else _dropped(target, together)
    findings = (*passed, *dropped)
    place = returns or project.outputs / "returns" / round_id
    leads = _leads(english, plan)
    back = {one.agency_id for one in together if one.returned.ids}
    outcome = Collected(
        tuple(together), findings, tuple(one for one in leads if one not in back),
        sum(len(one.answers) for one in together if not one.assessor),
        len({a.target_id for one in together if one.assessor for a in one.answers}),
        None if dropped else target, place, bool(invented), plans["en"].names,
    )  # fmt: skip
    if outcome.invented and to is None and not (project.raw / EXERCISE).is_file():
        raise UsageError(
            "Workbooks here are invented, and this is no exercise: nothing was written. Exercises "
            f"are held in a copy of the project that has a file data/raw/{EXERCISE}; or name "
            "another place with --to."
        )
    _check(project, together, plans["en"], leads)
    sheets = return_files(Collection(round_id, together, findings, _usual(together)), plans)
    if outcome.data:
        replace_folder(target, _raw(english, plan, round_id, outcome).contents())
    replace_files(place, sheets)
    return outcome


def _files(folder: Path) -> list[Path]:
    """Return the files of a folder by name; links and folders in it are not followed."""
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}. Give the folder of the workbooks.")
    try:
        files = sorted(p for p in folder.iterdir() if p.is_file() or p.is_symlink())
    except OSError as error:
        raise StorageError(f"{folder} cannot be read: {error.strerror or error}.") from error
    if not files:
        raise UsageError(f"There is no file in {folder}. Put the agencies' workbooks there.")
    if len(files) > MOST_FILES:
        raise UsageError(f"{folder} has {len(files)} files; at most {MOST_FILES} are collected.")
    return files


def _read(files: Sequence[Path]) -> tuple[list[Returned], list[Finding]]:
    """Return every workbook as it came back, and what was passed over."""
    from analysis.source.answers import Returned, read_returned
    from analysis.source.spreadsheets import LARGEST

    books, passed = [], []
    for path in files:
        name = "".join(c if c.isprintable() else "�" for c in path.name)[:200]
        if path.name.startswith(PASSED_OVER):
            passed.append(note("passed_over", name))
        elif path.is_symlink():
            books.append(Returned(name, "", findings=(mend("is_link", name),)))
        else:
            try:
                content = read_bytes(path, LARGEST)
            except StorageError:
                too_large = path.stat().st_size > LARGEST
                code = "too_large" if too_large else "unreadable"
                found = mend(code, name).of(limit=f"{LARGEST:,}")
                books.append(Returned(name, "", findings=(found,)))
                continue
            books.append(read_returned(name, content))
    return books, passed


def _judge(book: Returned, plans: Translations, round_id: str) -> Judged:
    """Return what can be used of a workbook, and what is to be mended, in its own language."""
    from analysis.checks.returns import judge

    language, agency = (book.ids.language, book.ids.agency_id) if book.ids else ("en", "")
    return judge(book, plans[language].expected(round_id, agency))


def _usual(judged: Iterable[Judged]) -> str:
    """Return the language of most workbooks."""
    found = Counter(one.returned.ids.language for one in judged if one.returned.ids)
    return min(found, key=lambda one: (-found[one], one), default="ka")


def _leads(english: CheckedTables, plan: str) -> list[str]:
    table = english["activities"]
    cells = table[table["source_id"] == plan]["lead_ids"]
    return sorted({one for cell in cells for one in cell.split(";")})


def _dropped(target: Path, judged: Iterable[Judged]) -> list[Finding]:
    """Say whose answers, collected before, would be lost: no workbook of theirs is here."""
    if not (target / "answers.csv").is_file():
        return []
    before = read_round(target)
    had = {row["agency_id"] for row in before["answers"].rows}
    gone = sorted(had - {one.agency_id for one in judged if one.returned.ids})
    found = [mend("collected_before", "").of(agencies=";".join(gone))] if gone else []
    if before["assessments"].rows and not any(one.assessor for one in judged):
        found.append(mend("assessed_before", ""))
    return found


def _check(project: Project, judged: Sequence[Judged], said: Spoken, leads: Sequence[str]) -> None:
    """Hold all answers together to the suites of the round."""
    from analysis.checks.round_suites import check_round
    from analysis.cleaning.units import UNITS
    from analysis.display.round_form import askings

    keys = {
        "targets": list(askings(said.english, said.plan)),
        "agencies": list(leads),
        "statuses": list(said.statuses),
        "units": sorted(UNITS),
    }
    for name, assessor in (("round/answers", False), ("round/assessments", True)):
        answers = [a for one in judged if one.assessor == assessor for a in one.answers]
        if answers:
            check_round(name, answers, project.expectations, keys)


def _raw(english: CheckedTables, plan: str, round_id: str, outcome: Collected) -> RoundFiles:
    """Return the raw files of what can be used."""
    from analysis.display.round_words import titles_of

    sources = english["sources"].set_index("source_id")
    books = [one.returned for one in outcome.judged if one.taken and one.returned.ids]
    answers = [a for one in outcome.judged if not one.assessor for a in one.answers]
    assessed = [a for one in outcome.judged if one.assessor for a in one.answers]
    return RoundFiles(
        round_id,
        plan,
        titles_of(round_id),
        str(sources["publisher"][plan]),
        _usual(outcome.judged),
        outcome.invented,
        {
            "workbooks": [
                {
                    "workbook": book.workbook,
                    "sha256": book.sha256,
                    "agency_id": book.ids.agency_id,
                    "language": book.ids.language,
                }
                for book in books
                if book.ids
            ],
            "answers": [vars(a) for a in answers],
            "assessments": _assessments(assessed),
        },
    )


def _assessments(answers: Iterable[Answer]) -> list[Mapping[str, str]]:
    """Return one row a target; its place is that of its first cell."""
    rows: dict[str, dict[str, str]] = {}
    for one in answers:
        row = rows.setdefault(
            one.target_id,
            {
                "target_id": one.target_id,
                **dict.fromkeys(ASSESSED, ""),
                "workbook": one.workbook,
                "sheet": one.sheet,
                "cell": one.cell,
            },
        )
        row[one.field] = one.value
    return list(rows.values())
