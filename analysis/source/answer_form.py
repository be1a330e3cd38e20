"""The form of the workbooks: what their hidden parts say, for who writes them and who reads them.

A workbook is known by its hidden sheet, a row by the target in its hidden column, a column by the
name in the hidden row above the headings: files, sheets, rows and columns may be renamed and moved.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FORMAT = "1"
MARK = "analysis: reporting workbook"
"""The first cell of the hidden sheet."""

HIDDEN = "_round"
ROWS = "rows"
"""The cell of the hidden sheet below which stands one line a row of the form."""

AGENCY, ASSESSOR = "agency", "assessor"

TARGET = "target_id"
LOCKED = ("number", "title", "target", "deadline")
FIELDS = (
    "claimed_status", "value", "unit", "date", "evidence_document", "evidence_page", "spent",
    "obstacle", "comment",
)  # fmt: skip

ACTIVITY, INDICATOR = "activity", "indicator"
ASKED = {
    ACTIVITY: frozenset(FIELDS) - {"value", "unit"},
    INDICATOR: frozenset(FIELDS) - {"spent"},
}
"""What is asked of an activity, and of an indicator."""

SHOWN = (*LOCKED[:3], "claimed", "evidence", "before")
"""The locked columns of the assessor: claims and last round's answers beside the target."""

ASSESSED = ("assessed_status", "strength", "difference", "reason", "assessor", "assessed_on")
STRENGTHS = ("direct", "partial", "contextual", "none")

COLUMNS = {AGENCY: (TARGET, *LOCKED, *FIELDS), ASSESSOR: (TARGET, *SHOWN, *ASSESSED)}
"""The columns of the sheet of answers, by kind of workbook, as they are sent out."""

HELD = {AGENCY: LOCKED, ASSESSOR: SHOWN}
"""The columns that nobody fills in."""

SCALE = "georgia-four"
"""The scale whose words agencies claim."""

LANGUAGES = ("en", "ka", "fr")

ROUND_ID = re.compile(r"[0-9]{4}(-[a-z0-9]{1,20})?")
"""A round is a year, with a word where a year has several."""


@dataclass(frozen=True)
class FormIds:
    """What the hidden sheet says of a workbook."""

    kind: str
    round_id: str
    plan_id: str
    agency_id: str
    """Of the lead agency; empty in an assessor's workbook."""
    language: str
    scale_id: str
    invented: bool = False
    format: str = FORMAT

    def cells(self) -> dict[str, str]:
        """Return the ids as the hidden sheet holds them."""
        return {
            "format": self.format,
            "kind": self.kind,
            "round": self.round_id,
            "plan": self.plan_id,
            "agency": self.agency_id,
            "language": self.language,
            "scale": self.scale_id,
            "invented": "true" if self.invented else "false",
        }


@dataclass(frozen=True)
class SentRow:
    """One row as it was sent out: its place, and digests of its locked cells by column."""

    target_id: str
    row: int
    digests: Mapping[str, str]


def digest(text: str) -> str:
    """Return what a locked text is known by; how its words are spaced does not matter.

    >>> digest("at least 5\\n gaps") == digest(" at least 5 gaps")
    True
    """
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def digest_of(rows: Sequence[SentRow]) -> str:
    """Return one digest of all locked cells, in the order in which they were sent."""
    cells = (":".join((row.target_id, *row.digests.values())) for row in rows)
    return hashlib.sha256("\n".join(cells).encode()).hexdigest()
