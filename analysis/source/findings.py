"""Findings: what is to be said of a workbook that came back, by name and place, in no language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["mend", "confirm", "note"]
"""What cannot be taken as it is; what is taken and looks odd; what was taken in another form."""

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True)
class Finding:
    """One thing found: its code, where it stands, and what its sentence needs.

    ``found`` is what stands in the cell; ``values`` fills the fields of the sentences. The
    sentences themselves are the display's (:mod:`analysis.display.finding_words`).
    """

    code: str
    severity: Severity
    workbook: str
    sheet: str = ""
    cell: str = ""
    target_id: str = ""
    field: str = ""
    found: str = ""
    values: tuple[tuple[str, str], ...] = ()

    def of(self, **values: str) -> Finding:
        """Return it with more of what its sentences need."""
        return replace(self, values=(*self.values, *values.items()))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by workbook and cell, those of the whole workbook first."""

    def place(one: Finding) -> tuple[str, str, int, int, str]:
        found = _CELL.fullmatch(one.cell)
        letters, row = (found[1], int(found[2])) if found else ("", 0)
        return one.workbook, one.sheet, row, len(letters), letters

    return sorted(findings, key=place)


def mend(code: str, workbook: str, sheet: str = "", cell: str = "", **more: str) -> Finding:
    """Return what the one who filled in the workbook has to mend."""
    return Finding(code, "mend", workbook, sheet, cell, **more)  # type: ignore[arg-type]


def note(code: str, workbook: str, sheet: str = "", cell: str = "", **more: str) -> Finding:
    """Return what was accepted and is told."""
    return Finding(code, "note", workbook, sheet, cell, **more)  # type: ignore[arg-type]


def confirm(code: str, workbook: str, sheet: str = "", cell: str = "", **more: str) -> Finding:
    """Return what was accepted and should be looked at again."""
    return Finding(code, "confirm", workbook, sheet, cell, **more)  # type: ignore[arg-type]
