from __future__ import annotations

from pathlib import Path

from documents import DOCUMENTS, needs_documents

from analysis import pipeline

pytestmark = needs_documents

PROSE = (
    "france-brief-2019",
    "france-brief-earlier",
    "association-report-2019",
    "reintegration-brief-2020",
)


def audit(project, documents: Path = DOCUMENTS) -> list:
    return pipeline.audit(project, documents, lambda _: None)
