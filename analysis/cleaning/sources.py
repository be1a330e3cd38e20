"""The source documents, each with the plan on which it reports."""

from __future__ import annotations

from dataclasses import asdict

from analysis.cleaning.contract import SCHEMAS
from analysis.source.delivery import Delivery


def clean_sources(delivery: Delivery) -> list[dict[str, object]]:
    """Return one record a document; without a word of its own it belongs to the first plan."""
    tables = [one.source_id for one in delivery.documents.values() if one.kind == "table"]
    records: list[dict[str, object]] = []
    for document in delivery.documents.values():
        plan = document.source_id if document.kind == "table" else document.plan or tables[0]
        cells = asdict(document) | {"plan_id": plan}
        records.append({name: cells[name] for name in SCHEMAS["sources"].columns})
    return records
