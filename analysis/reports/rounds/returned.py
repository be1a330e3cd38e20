"""The files of a collection: a return sheet for each agency and assessor, and the overview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.checks.returns import Judged
from analysis.display.language import _, speaking
from analysis.display.round_plan import Translations
from analysis.reports.rounds.overview import AgencyLine, agency_lines, overview_workbook
from analysis.reports.rounds.returns import return_workbook
from analysis.source.findings import Finding

OVERVIEW = "overview.xlsx"
ASSESSOR = "assessor.xlsx"


@dataclass(frozen=True)
class Collection:
    """What was collected of a round: the workbooks as judged, and what was found beside them."""

    round_id: str
    judged: Sequence[Judged]
    findings: Sequence[Finding]
    language: str
    """The language of the overview."""


def return_files(collection: Collection, plans: Translations) -> dict[str, bytes]:
    """Return the return sheets by file name, each in its workbook's language, and the overview."""
    contents: dict[str, bytes] = {}
    agencies = sorted({one.agency_id for one in collection.judged if one.agency_id})
    for agency in agencies:
        own = [one for one in collection.judged if one.agency_id == agency]
        contents[f"{agency}.xlsx"] = _sheets(collection, plans, own, agency)
    if assessors := [one for one in collection.judged if one.assessor]:
        contents[ASSESSOR] = _sheets(collection, plans, assessors, "")
    contents[OVERVIEW] = _overview(collection, plans)
    return contents


def _sheets(
    collection: Collection, plans: Translations, own: Sequence[Judged], agency: str
) -> bytes:
    ids = own[0].returned.ids
    assert ids is not None
    said = plans[ids.language]
    known = agency in set(said.data["organisations"]["organisation_id"])
    with speaking(ids.language):
        return return_workbook(
            said.name(agency) if known else agency or _("the assessor"),
            collection.round_id,
            ids.language,
            said.names,
            [one for book in own for one in book.findings],
            sum(len(book.answers) for book in own),
        )


def _overview(collection: Collection, plans: Translations) -> bytes:
    said = plans[collection.language]
    findings = [*collection.findings, *(f for one in collection.judged for f in one.findings)]
    with speaking(collection.language):
        rows = said.rows()
        ids = {one for row in rows for one in row.leads}
        lines = agency_lines(rows, {one: said.name(one) for one in ids})
        return overview_workbook(
            collection.round_id,
            collection.language,
            said.title,
            [_collected(line, collection.judged) for line in lines],
            rows,
            said.names,
            findings,
        )


def _collected(line: AgencyLine, judged: Sequence[Judged]) -> AgencyLine:
    """Return an agency's line with what came of its workbooks."""
    own = [one for one in judged if one.agency_id == line.agency_id]
    if not own:
        return replace(line, workbook="", state="missing")
    taken = sum(len(one.answers) for one in own)
    empty = any(f.code == "nothing_answered" for one in own for f in one.findings)
    state = "returned" if any(one.taken for one in own) else "refused"
    return replace(
        line,
        workbook=", ".join(one.returned.workbook for one in own),
        state="empty" if empty and not taken else state,
        taken=taken,
        mend=sum(one.count("mend") for one in own),
        confirm=sum(one.count("confirm") for one in own),
    )
