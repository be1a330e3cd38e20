"""Labels: our own words in the tables, in every language that reports speak."""

from __future__ import annotations

import hashlib

from analysis.cleaning.columns import Reader
from analysis.source.delivery import Delivery

LABELS: dict[str, tuple[str, ...]] = {
    "sources": ("title", "publisher"),
    "organisations": ("acronym", "name"),
    "activities": ("title",),
    "indicators": ("measure",),
    "programmes": ("title",),
    "figures": ("measure", "population"),
    "analyses": ("title", "override_reason"),
    "commitments": ("measure",),
    "revisions": ("reason",),
    "links": ("difference", "reason"),
    "status_scales": ("status", "title", "note"),
    "rate_scorings": ("title", "note"),
    "discrepancies": ("what", "likely_cause", "decision", "value_used"),
}
"""The columns whose words readers see."""

TRANSLATIONS = ("ka", "fr")
"""The languages beside English, the language in which the words are written first."""


def clean_labels(delivery: Delivery, reader: Reader) -> list[dict[str, object]]:
    """Return one record a label: where it stands, and its words in each language."""
    records: list[dict[str, object]] = []
    for row in delivery.rows("labels"):
        table = reader.choose(row, "table", LABELS)
        reader.choose(row, "column", LABELS.get(table, ()))
        for language in TRANSLATIONS:
            if not row[language]:
                reader.problems.append(row.problem("the label is not translated", language))
        digest = hashlib.sha256(row["en"].encode()).hexdigest()[:12]
        records.append({**row.cells, "label_id": f"{table}.{row['column']}.{digest}"})
    return records
