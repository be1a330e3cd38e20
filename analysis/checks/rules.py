"""The rules of the expectation suites: what a clean table's columns may hold.

One entry is one expectation; ``suites`` makes the suites of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis.checks.identities import EQUALITIES, ORDERS
from analysis.cleaning.analyses import KINDS as ANALYSIS_KINDS
from analysis.cleaning.analyses import STAGES
from analysis.cleaning.figures import KINDS, OBSERVATION_STATUSES, PERIOD_BASES
from analysis.cleaning.labels import LABELS
from analysis.cleaning.links import STRENGTHS, TARGET_KINDS
from analysis.cleaning.organisations import KINDS as ORGANISATION_KINDS
from analysis.cleaning.plan import RISK_CATEGORIES
from analysis.cleaning.prose import HORIZON_STATUSES
from analysis.cleaning.units import UNITS
from analysis.cleaning.years import ITEM_KINDS

Severity = Literal["critical", "warning", "info"]

DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
ACTIVITY = r"^[a-z0-9]+-[IVX]+-[abgd][0-9]?-[0-9]{1,2}\.[0-9]{1,2}$"


@dataclass(frozen=True)
class Expectation:
    """One expectation: its key within the table, what it asks, and why, in plain words.

    A failing ``critical`` expectation stops the run; a ``warning`` is a fault of the
    source that reports show; an ``info`` is kept for reading.
    """

    key: str
    type: str
    kwargs: dict[str, object]
    note: str
    severity: Severity = "critical"


REQUIRED = {
    "sources": (
        "file",
        "title",
        "publisher",
        "language",
        "kind",
        "plan_id",
        "sha256",
        "lines",
        "invented",
    ),
    "organisations": ("acronym", "name", "kind"),
    "organisation_names": ("organisation_ids",),
    "activities": (
        "source_id",
        "source_line",
        "chapter",
        "section",
        "objective_no",
        "activity_no",
        "activity_no_raw",
        "title",
        "lead_ids",
        "deadline_status",
        "state_budget_kind",
        "verification_stated",
        "risk_stated",
    ),
    "indicators": ("activity_id", "indicator_no", "source_line", "measure", "operator"),
    "programmes": ("title", "responsible_id"),
    "figures": (
        "source_id",
        "source_line",
        "value_raw",
        "measure",
        "population",
        "kind",
    ),
    "population_parts": ("whole", "reason"),
    "analyses": ("position", "programme_id", "kind", "stage", "title", "left"),
    "commitments": (
        "source_id",
        "source_line",
        "partner_id",
        "measure",
        "operator",
        "horizon_status",
    ),
    "links": ("target_kind", "target_id", "strength", "reason"),
    "plan_matches": ("item_kind", "decided_by"),
    "answers": ("source_id", "target_id", "agency_id", "workbook", "place"),
    "revisions": ("figure_id", "known_on", "value_raw", "value", "source_id", "reason"),
    "status_scales": ("scale_id", "status", "position", "title", "source", "verified"),
    "rate_scorings": (
        "title",
        "zero_below_percent",
        "full_from_percent",
        "full_points",
        "source",
        "verified",
    ),
    "disclosure_rules": ("value", "meaning", "source"),
    "identities": (
        "kind",
        "left",
        "right",
        "left_value",
        "right_value",
        "residual",
        "tolerance",
        "holds",
    ),
    "labels": ("table", "column", "en", "ka", "fr"),
    "reviews": ("rows", "unreviewed_rows", "missing_rows"),
    "suppressions": ("reason",),
    "discrepancies": ("source_id", "source_line", "what", "likely_cause", "decision", "value_used"),
}

DOCUMENTS = (
    "action-plan-2019",
    "association-report-2019",
    "france-brief-2019",
    "france-brief-earlier",
    "reintegration-brief-2020",
)
"""The documents of the manifest; others come with folders of their own."""

ROWS = {
    "sources": 5,
    "activities": 147,
    "indicators": 190,
    "figures": 208,
    "commitments": 10,
    "links": 216,
}
"""Rows that change only when a document is added or transcribed again."""

VALUE_SETS: dict[tuple[str, str], tuple[str, ...]] = {
    ("sources", "kind"): ("prose", "table", "answers"),
    ("organisations", "kind"): ORGANISATION_KINDS,
    ("activities", "chapter"): ("IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"),
    ("activities", "section"): ("a", "b", "g", "d"),
    ("activities", "deadline_status"): ("stated", "cell_absent"),
    ("indicators", "operator"): (">=", "=", "<=", "range", "none"),
    ("figures", "kind"): KINDS,
    ("figures", "qualifier"): ("exact", "about", "up_to", "more_than", "at_least"),
    ("figures", "period_basis"): PERIOD_BASES,
    ("figures", "observation_status"): OBSERVATION_STATUSES,
    ("labels", "table"): tuple(LABELS),
    ("suppressions", "reason"): ("small", "reveals"),
    ("analyses", "kind"): ANALYSIS_KINDS,
    ("analyses", "stage"): STAGES,
    ("commitments", "operator"): (">=", "=", "<=", "none"),
    ("commitments", "horizon_status"): HORIZON_STATUSES,
    ("figures", "unit"): tuple(sorted(UNITS)),
    ("indicators", "unit"): tuple(sorted(UNITS)),
    ("commitments", "unit"): tuple(sorted(UNITS)),
    ("plan_matches", "item_kind"): ITEM_KINDS,
    ("links", "target_kind"): TARGET_KINDS,
    ("links", "strength"): STRENGTHS,
    ("identities", "kind"): (*EQUALITIES, *ORDERS),
}

NEEDED: dict[tuple[str, str], tuple[str, ...]] = {
    ("rate_scorings", "scoring_id"): ("sigma-implementation",),
    ("status_scales", "scale_id"): ("georgia-four",),
}
"""Keys that reports ask for by name."""

PATTERNS: dict[tuple[str, str], tuple[str, str]] = {
    ("sources", "sha256"): (r"^[0-9a-f]{64}$", "A digest is 64 hexadecimal digits."),
    ("sources", "language"): (r"^[a-z]{2}$", "Languages are ISO 639-1 codes."),
    ("organisations", "organisation_id"): (r"^[a-z0-9-]+$", "Ids are plain words."),
    ("activities", "activity_id"): (ACTIVITY, "An id says plan, chapter, section, block, number."),
    ("activities", "deadlines"): (
        r"^[0-9]{4}-[0-9]{2}(;[0-9]{4}-[0-9]{2})*$",
        "Deadlines are months, as the plan prints them.",
    ),
    ("activities", "state_budget_kind"): (
        r"^(cell_absent|none|(administrative|amount|unit_cost|to_be_determined)"
        r"(;(amount|unit_cost|to_be_determined))*)$",
        "A state budget is of known kinds.",
    ),
    ("activities", "risk_category"): (
        rf"^({'|'.join(RISK_CATEGORIES)})(;({'|'.join(RISK_CATEGORIES)}))*$",
        "Risk categories are those of the codebook.",
    ),
    ("activities", "title"): (r"^\S+( \S+){1,19}$", "A title has 2 to 20 words."),
    ("indicators", "indicator_id"): (ACTIVITY[:-1] + r"-i[0-9]+$", "It extends its activity's id."),
    ("figures", "figure_id"): (
        r"^[a-z0-9]+-([0-9]{3}-[0-9]+|" + ACTIVITY[1:-1] + r"(-i[0-9]+)?-[a-z0-9-]+)$",
        "An id says document, line, order; of an answer, whose it is and to which target.",
    ),
    ("figures", "period"): (DATE, "Periods are ISO 8601 at the precision printed."),
    ("figures", "date"): (DATE, "Dates are ISO 8601 at the precision printed."),
    ("figures", "disaggregation"): (
        r"^[a-z_]+=[a-z0-9_]+(;[a-z_]+=[a-z0-9_]+)*$",
        "A disaggregation names dimensions and values.",
    ),
    ("answers", "date"): (DATE, "Dates are ISO 8601 at the precision printed."),
    ("answers", "assessed_on"): (DATE, "Dates are ISO 8601."),
    ("revisions", "known_on"): (DATE, "Dates are ISO 8601."),
    ("commitments", "horizon_start"): (DATE, "Dates are ISO 8601."),
    ("commitments", "horizon_end"): (DATE, "Dates are ISO 8601."),
}  # fmt: skip

REFERENCES: dict[tuple[str, str], str] = {
    ("activities", "source_id"): "sources",
    ("activities", "reporting_agency_id"): "organisations",
    ("indicators", "activity_id"): "activities",
    ("programmes", "responsible_id"): "organisations",
    ("figures", "source_id"): "sources",
    ("figures", "programme_id"): "programmes",
    ("analyses", "programme_id"): "programmes",
    ("suppressions", "figure_id"): "figures",
    ("commitments", "source_id"): "sources",
    ("commitments", "partner_id"): "organisations",
    ("commitments", "figure_id"): "figures",
    ("answers", "source_id"): "sources",
    ("answers", "agency_id"): "organisations",
    ("revisions", "figure_id"): "figures",
    ("revisions", "source_id"): "sources",
    ("identities", "discrepancy_id"): "discrepancies",
    ("discrepancies", "source_id"): "sources",
}
"""Columns whose cells are keys of another table; the keys are given at run time."""

RANGES: dict[tuple[str, str], tuple[float | None, float | None, str]] = {
    ("sources", "lines"): (1, None, "A document has lines."),
    ("activities", "source_line"): (1, 3753, "A line of the plan."),
    ("activities", "objective_no"): (1, 20, "Objectives are numbered from 1."),
    ("activities", "state_budget_gel"): (1, 10_000_000, "A budget is positive."),
    ("indicators", "target_min"): (1, 1_000_000, "A target asks for something."),
    ("indicators", "target_max"): (1, 1_000_000, "A target asks for something."),
    ("figures", "value"): (0, 10_000_000, "Counts and amounts are not negative."),
    ("figures", "source_line"): (1, 215, "A line of a prose document."),
    ("commitments", "target"): (1, 10_000_000, "A commitment asks for something."),
    ("plan_matches", "confidence"): (0, 1, "A confidence is a share."),
    ("revisions", "value"): (0, 10_000_000, "Counts and amounts are not negative."),
    ("links", "ratio"): (0, 100, "What was achieved is not a hundred times what was asked."),
    ("status_scales", "at_least_percent"): (0, 100, "A band begins at a percentage."),
    ("rate_scorings", "full_from_percent"): (0, 100, "A rate is a percentage."),
    ("identities", "tolerance"): (0, 1, "A tolerance covers rounding, nothing more."),
}  # fmt: skip
