"""The raw files that there have to be: the columns of each, and those that make its key."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.source import extraction
from analysis.source.descriptions import ANSWERS, PROSE, TABLE
from analysis.source.locating import LOCATOR_COLUMNS


@dataclass(frozen=True)
class RawFile:
    """What one raw file has to be: its columns, and those that make its key."""

    columns: tuple[str, ...]
    key: tuple[str, ...]


TABLE_KEYS = {
    "headings": ("source_line", "kind"),
    "activities": ("source_line",),
    "names": ("activity_line", "role", "source_line"),
    "deadlines": ("activity_line", "source_line", "deadline_raw"),
    "budgets": ("activity_line", "column", "source_line", "mark"),
    "indicators": ("activity_line", "indicator_no"),
    "risks": ("activity_line", "risk_no"),
    "notes": ("activity_line",),
    "abbreviations": ("source_line",),
}

TABLE_FILES = {
    name: RawFile(columns, TABLE_KEYS[name]) for name, columns in extraction.RAW_COLUMNS.items()
}

PROSE_FILES = {
    "figures": RawFile(("figure_id", "source_line", "occurrence", "value_raw"), ("figure_id",)),
    "non_figures": RawFile(
        ("source_line", "occurrence", "token_raw", "reason"),
        ("source_line", "occurrence", "token_raw"),
    ),
}

LIST_FILE = RawFile(("list_id", "item_no", "source_line", "item_raw"), ("list_id", "item_no"))

LOCATOR_FILE = RawFile(LOCATOR_COLUMNS, ("source_line",))
"""Of a Word document: where each line stands that a row names."""

ANSWER_FILES = {
    "workbooks": RawFile(("workbook", "sha256", "agency_id", "language"), ("workbook",)),
    "answers": RawFile(
        (
            "target_id",
            "agency_id",
            "field",
            "workbook",
            "sheet",
            "cell",
            "value_raw",
            "value",
        ),
        ("target_id", "agency_id", "field"),
    ),
    "assessments": RawFile(
        (
            "target_id",
            "assessed_status",
            "strength",
            "difference",
            "reason",
            "assessor",
            "assessed_on",
            "workbook",
            "sheet",
            "cell",
        ),
        ("target_id",),
    ),
}
"""Of a reporting round: what agencies answered in their workbooks, and what was made of it."""

FILES_OF = {TABLE: TABLE_FILES, PROSE: PROSE_FILES, ANSWERS: ANSWER_FILES}

REVIEWED = "reviewed"
"""The file of the digests of all rows of the others, as they were when they were reviewed."""

READINGS = "annotations/readings"
READINGS_FILE = RawFile(("column", "printed", "reading"), ("column", "printed"))
"""How tokens are read that no rule of notation reads; there is none where every token is read."""

OWN_FILES = {
    "annotations/activities": RawFile(("activity_id", "source_line", "title"), ("activity_id",)),
    "annotations/indicators": RawFile(
        ("indicator_id", "source_line", "measure", "unit"), ("indicator_id",)
    ),
    "annotations/risks": RawFile(
        ("activity_id", "risk_no", "source_line", "risk_category"), ("activity_id", "risk_no")
    ),
    "annotations/figures": RawFile(
        (
            "figure_id",
            "source_line",
            "unit",
            "period",
            "period_basis",
            "programme_id",
            "measure",
            "population",
            "cohort",
            "disaggregation",
            "kind",
            "observation_status",
            "reading",
        ),
        ("figure_id",),
    ),
    "organisations": RawFile(
        ("organisation_id", "acronym", "name", "kind", "parent_id"), ("organisation_id",)
    ),
    "organisation_names": RawFile(("printed", "organisation_ids"), ("printed",)),
    "programmes": RawFile(("programme_id", "title", "responsible_id"), ("programme_id",)),
    "population_parts": RawFile(("part", "whole", "reason"), ("part",)),
    "analyses": RawFile(
        (
            "analysis_id",
            "programme_id",
            "kind",
            "stage",
            "subject",
            "title",
            "left",
            "right",
            "context",
            "override_reason",
        ),
        ("analysis_id",),
    ),
    "commitments": RawFile(
        (
            "commitment_id",
            "source_id",
            "source_line",
            "partner_id",
            "measure",
            "target_figure_id",
            "horizon_figure_id",
            "start_figure_id",
            "horizon_status",
        ),
        ("commitment_id",),
    ),
    "links": RawFile(
        (
            "link_id",
            "target_kind",
            "target_id",
            "strength",
            "figure_ids",
            "counted_figure_ids",
            "claimed_status",
            "difference",
            "reason",
        ),
        ("link_id",),
    ),
    "unit_equivalents": RawFile(
        ("figure_unit", "target_unit", "reason"), ("figure_unit", "target_unit")
    ),
    "status_scales": RawFile(
        (
            "scale_id",
            "status",
            "position",
            "at_least_percent",
            "title",
            "dated",
            "source",
            "verified",
            "note",
        ),
        ("scale_id", "status"),
    ),
    "plan_matches": RawFile(
        ("item_id", "previous_id", "confidence", "decided_by"), ("item_id", "previous_id")
    ),
    "revisions": RawFile(
        (
            "revision_id",
            "figure_id",
            "known_on",
            "value_raw",
            "reading",
            "source_id",
            "source_line",
            "reason",
        ),
        ("revision_id",),
    ),
    "disclosure_rules": RawFile(("rule_id", "value", "meaning", "source", "note"), ("rule_id",)),
    "labels": RawFile(("table", "column", "en", "ka", "fr"), ("table", "column", "en")),
    "rate_scorings": RawFile(
        (
            "scoring_id",
            "title",
            "zero_below_percent",
            "full_from_percent",
            "full_points",
            "dated",
            "source",
            "verified",
            "note",
        ),
        ("scoring_id",),
    ),
    REVIEWED: RawFile(("file", "row_sha256"), ("file", "row_sha256")),
    "identities": RawFile(
        ("identity_id", "kind", "left", "right", "tolerance", "discrepancy_id"), ("identity_id",)
    ),
    "discrepancies": RawFile(
        (
            "discrepancy_id",
            "source_id",
            "source_line",
            "what",
            "likely_cause",
            "decision",
            "value_used",
        ),
        ("discrepancy_id",),
    ),
}
"""What we wrote ourselves, beside the rows taken from documents."""
