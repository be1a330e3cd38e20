"""The bundle: what goes to one partner in one language, gathered from a finished run."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from analysis import __version__
from analysis.checks.results import CheckedTables
from analysis.cleaning.records import each_row
from analysis.display.partner_names import organisation
from analysis.display.release import release
from analysis.errors import GateError, Problem, UsageError
from analysis.files import fill_folder, move_folder, read_bytes, staging, write_bytes, zipped
from analysis.measures.partners import brief
from analysis.paths import Project
from analysis.reports.catalogue import REPORTS
from analysis.reports.disclosure import refuse_disclosing, said
from analysis.reports.gate.examination import refuse_unfit
from analysis.reports.report import Task
from analysis.reports.results import ReportResult, RunOutcome
from analysis.reports.sharing.environment import environment
from analysis.reports.sharing.records import records
from analysis.reports.sharing.shipment import Partner, SharedReport, Shipment
from analysis.reports.site import RunFacts, render_bundle
from analysis.reports.tasks import task


def brief_task(partner: str, language: str) -> Task:
    """Return the brief that a bundle is made around.

    Raises
    ------
    UsageError
        The partner or the language is not known; the nearest is named.
    """
    report = REPORTS["partner_brief"]
    typed = {"partner": partner, "language": language}
    return task(report, {name: report.parameters[name].read(name, typed[name]) for name in typed})


def chosen(data: CheckedTables, first: Task) -> list[Task]:
    """Return the reports of a bundle: the brief, what bears on the partner, and the whole.

    That is the brief, each programme that bears on the partner, the mid-term evaluation of the
    whole plan, and the report on the data.
    """
    language = {"language": first.values["language"]}
    programmes = brief(data, str(first.values["partner"])).programmes
    return [
        first,
        *(
            task(REPORTS["programme_effect"], language | {"programme": one.programme_id})
            for one in programmes
        ),
        task(REPORTS["midterm_evaluation"], dict(language)),
        task(REPORTS["data_quality"], dict(language)),
    ]


def refuse_taken(place: Path, *, packed: bool) -> None:
    """Refuse a place where something lies already.

    Raises
    ------
    UsageError
        The folder is not empty, or the file exists: nothing is ever overwritten.
    """
    if packed:
        if place.exists():
            raise UsageError(f"{place} exists already. Name a new file, or remove that one.")
        return
    if place.is_dir() and any(place.iterdir()):
        raise UsageError(f"{place} is not empty. Name an empty or a new folder.")
    if place.exists() and not place.is_dir():
        raise UsageError(f"{place} is a file where a folder has to be. Name another folder.")


def refuse_unreviewed(data: CheckedTables) -> None:
    """Refuse to share what was made of raw rows that nobody has reviewed.

    Raises
    ------
    GateError
        Each file with such rows, and the rows.
    """
    problems = [
        Problem(
            f"not reviewed as they are: {row.unreviewed_rows} rows; reviewed, and not there "
            f"now: {row.missing_rows}",
            f"data/raw/{row.file}",
            found=row.unreviewed or None,
            advice="hold them beside the document, then run: analysis review --accept",
        )
        for row in each_row(data["reviews"])
        if row.unreviewed_rows or row.missing_rows
    ]
    if problems:
        raise GateError(problems)


def refuse_invented(data: CheckedTables) -> None:
    """Refuse to share what was made of documents that were made up for an exercise.

    Raises
    ------
    GateError
        Each such document.
    """
    problems = [
        Problem(
            f"{row.source_id} is invented: nothing made of it is for a partner",
            f"data/raw/{row.source_id}",
            advice="exercises end before sharing; take the folder out to share what is real",
        )
        for row in each_row(data["sources"])
        if row.invented
    ]
    if problems:
        raise GateError(problems)


def make_bundle(
    project: Project,
    ran: RunOutcome,
    chosen: list[Task],
    data: CheckedTables,
    place: Path,
    *,
    packed: bool,
) -> dict[str, int]:
    """Gather a bundle, examine it, and only then put it in its place, as a folder or a zip file.

    Parameters
    ----------
    ran : the run of the reports ``chosen``, the brief first.
    data : the checked tables as they are, nothing withheld.

    Returns
    -------
    dict
        The number of its files by their top folder, ``.`` for those at the top.

    Raises
    ------
    GateError, DisclosureError, DataError
        The bundle is not fit to be sent: each fault with file and place. Nothing is written.
    """
    refuse_invented(data)
    refuse_unreviewed(data)
    shipment = _shipment(project, ran, chosen, data)
    contents = shipment.files | records(shipment)
    threshold = max(int(one.values["threshold"]) for one in chosen)
    with staging(place.absolute().parent) as stage:
        folder = stage / "bundle"
        fill_folder(folder, contents)
        rows = refuse_unfit(folder, chosen, project.notebooks)
        texts = said((folder / name for name in contents), folder, rows)
        refuse_disclosing(texts, data, threshold)
        if packed:
            write_bytes(place, zipped(contents, place.stem))
        else:
            move_folder(folder, place)
    return _tally(contents)


def _shipment(
    project: Project, ran: RunOutcome, chosen: list[Task], data: CheckedTables
) -> Shipment:
    run = ran.index.parent
    manifest = json.loads(read_bytes(run / "manifest.json"))
    started = datetime.fromisoformat(manifest["timing"]["started"])
    first = chosen[0].values
    partner, language = str(first["partner"]), str(first["language"])
    facts = RunFacts(data, __version__, started)
    return Shipment(
        partner=Partner(partner, organisation(data, partner, language)),
        language=language,
        date=started.date(),
        version=__version__,
        data=release(
            data, "partner", max(int(one.values["threshold"]) for one in chosen), language
        ),
        reports=tuple(
            _shared(one, result, run) for one, result in zip(chosen, ran.results, strict=True)
        ),
        notebooks={
            one.report.notebook: read_bytes(project.notebooks / one.report.notebook)
            for one in chosen
        },
        dictionary=read_bytes(project.root / "docs" / "data-dictionary.md").decode("utf-8"),
        environment=environment(
            manifest, read_bytes(project.root / "pyproject.toml").decode("utf-8")
        ),
        others={"index.html": render_bundle(ran.results, run, facts).encode("utf-8")},
    )


def _shared(one: Task, result: ReportResult, run: Path) -> SharedReport:
    """Return a report with its page and the files made of it; the notebook stays."""
    paths = (result.page, *result.files)
    files = {path.relative_to(run).as_posix(): read_bytes(path) for path in paths}
    return SharedReport(one, result.title, result.question, files)


def _tally(contents: dict[str, bytes]) -> dict[str, int]:
    tally: dict[str, int] = {}
    for name in sorted(contents):
        folder = name.partition("/")[0] if "/" in name else "."
        tally[folder] = tally.get(folder, 0) + 1
    return tally
