from __future__ import annotations

from pathlib import Path

import pytest
from checkout import change_cell, copy_checkout, row_of
from documents import needs_documents

from analysis import pipeline
from analysis.errors import AuditError
from documents import DOCUMENTS

pytestmark = needs_documents

PROSE = (
    "france-brief-2019",
    "france-brief-earlier",
    "association-report-2019",
    "reintegration-brief-2020",
)


def audit(project, documents: Path = DOCUMENTS) -> list:
    return pipeline.audit(project, documents, lambda _: None)
