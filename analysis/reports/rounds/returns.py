"""The return sheet of an agency: what to mend, cell by cell, and what was read differently."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.display.finding_words import Names, words
from analysis.display.language import _, _n
from analysis.display.numbers import count
from analysis.display.round_words import sheet_name
from analysis.reports.rounds.listings import Listed, To, list_sheet
from analysis.reports.rounds.sheets import Style, as_bytes, new_book
from analysis.source.findings import Finding

_TOLD = ("mend", "confirm", "note")


def return_workbook(
    agency: str,
    round_id: str,
    language: str,
    names: Names,
    findings: Sequence[Finding],
    taken: int,
) -> bytes:
    """Return the return sheets of an agency, in the language spoken.

    Parameters
    ----------
    taken : how many answers were taken.
    """
    style = Style(language)
    title = _("Return sheet of {agency}, round {round}", agency=agency, round=round_id)
    book = new_book(title)
    by_kind = {kind: [one for one in findings if one.severity == kind] for kind in _TOLD}
    told = {
        "mend": _summary(taken, len(by_kind["mend"])),
        "confirm": _("These answers were taken. Look whether they are right."),
        "note": _("These answers were taken as they are read here."),
    }
    for kind in _TOLD:
        if kind == "mend" or by_kind[kind]:
            rows = [finding_row(one, names, number) for number, one in enumerate(by_kind[kind], 1)]
            list_sheet(book, sheet_name(kind), title, told[kind], columns(), rows, style)
    return as_bytes(book)


def _summary(taken: int, mend: int) -> str:
    answers = _n("{number} answer was taken.", "{number} answers were taken.", taken,
                 number=count(taken))  # fmt: skip
    # A message within a string would not be found by those who translate.
    asked = _("Nothing has to be mended. Thank you.")
    if mend:
        asked = _n(
            "{number} thing has to be mended in the workbook; then send it again.",
            "{number} things have to be mended in the workbook; then send it again.",
            mend,
            number=count(mend),
        )
    return f"{answers} {asked}"


def columns() -> list[tuple[str, float]]:
    """Return the columns of a list of findings, with their widths."""
    return [
        (_("No."), 5),
        (_("Workbook"), 18),
        (_("Cell"), 14),
        (_("Target"), 12),
        (_("Column"), 15),
        (_("What stands there"), 24),
        (_("What is wrong"), 36),
        (_("What to do"), 40),
        (_("Example"), 16),
    ]


def finding_row(finding: Finding, names: Names, number: int) -> list[Listed]:
    """Return a finding as a row of a list."""
    said = words(finding, names)
    return [
        str(number),
        finding.workbook,
        To(said.place, finding.workbook, finding.sheet, finding.cell),
        said.target,
        said.column,
        said.found,
        said.wrong,
        said.advice,
        said.example,
    ]
