"""All raw data in, all clean tables out: each table built by its own step."""

from __future__ import annotations

import pandas as pd

from analysis.cleaning.analyses import clean_analyses, clean_population_parts
from analysis.cleaning.columns import Reader, Records
from analysis.cleaning.figures import clean_figures
from analysis.cleaning.labels import clean_labels
from analysis.cleaning.links import clean_links
from analysis.cleaning.organisations import clean_names, clean_organisations, name_book
from analysis.cleaning.plan import (
    Plan,
    clean_activities,
    clean_indicators,
    read_plan,
    refuse_lost,
)
from analysis.cleaning.prose import clean_commitments, clean_programmes
from analysis.cleaning.rounds import read_rounds
from analysis.cleaning.scales import clean_rules, clean_scales, clean_scorings
from analysis.cleaning.schema import SCHEMAS, as_table, table_of_columns
from analysis.cleaning.sources import clean_sources
from analysis.cleaning.years import clean_matches, clean_revisions
from analysis.errors import RawDataError
from analysis.source.delivery import Delivery
from analysis.source.raw_form import READINGS
from analysis.source.reviewing import FileReview, review

_ROWS_NAMED = 10
"""How many rows that nobody has reviewed a table names for each file."""


def clean(delivery: Delivery) -> dict[str, pd.DataFrame]:
    """Return the clean tables that come from raw rows alone.

    Raises
    ------
    RawDataError
        Any cell of any table cannot be read; every such cell is named.
    """
    reader = Reader(readings=readings(delivery))
    names = name_book(delivery.rows("organisation_names"))
    plans = read_plans(delivery, reader)
    records: dict[str, list[dict[str, object]]] = {
        "sources": clean_sources(delivery),
        "organisations": clean_organisations(delivery.rows("organisations"), reader),
        "organisation_names": clean_names(
            delivery.rows("organisation_names"), delivery.rows("organisations"), reader
        ),
        "activities": [
            record for plan in plans for record in clean_activities(plan, delivery, names, reader)
        ],
        "indicators": [
            record for plan in plans for record in clean_indicators(plan, delivery, reader)
        ],
        "programmes": clean_programmes(delivery, reader),
        "status_scales": clean_scales(delivery, reader),
        "rate_scorings": clean_scorings(delivery, reader),
        "labels": clean_labels(delivery, reader),
        "disclosure_rules": clean_rules(delivery, reader),
        "reviews": [_review(one) for one in review(delivery)],
        "discrepancies": [
            dict(row.cells) | {"source_line": reader.number(row, "source_line")}
            for row in delivery.rows("discrepancies")
        ],
    }
    refuse_lost(plans, delivery, reader)
    rounds = read_rounds(delivery, records, reader)
    figures = rounds.after(clean_figures(delivery, reader))
    named = Records.by_key("figure_id", figures)
    records["commitments"] = clean_commitments(delivery, named, reader)
    records["links"] = clean_links(delivery, records, named, reader, rounds.links)
    records["population_parts"] = clean_population_parts(delivery, reader)
    records["analyses"] = clean_analyses(delivery, records, reader)
    records["answers"] = rounds.records
    records["plan_matches"] = clean_matches(delivery, records, reader)
    records["revisions"] = clean_revisions(delivery, named, reader)
    if reader.problems:
        raise RawDataError(reader.problems)
    tables = {name: as_table(name, rows) for name, rows in records.items()}
    tables["figures"] = table_of_columns("figures", figures)
    return {name: tables[name] for name in SCHEMAS if name in tables}


def read_plans(delivery: Delivery, reader: Reader) -> list[Plan]:
    """Return every action plan of the delivery."""
    return [
        read_plan(delivery, source_id, reader)
        for source_id, document in delivery.documents.items()
        if document.kind == "table"
    ]


def readings(delivery: Delivery) -> dict[tuple[str, str], str]:
    """Return how a person reads the tokens that no rule reads, by column and token."""
    table = delivery.tables.get(READINGS)
    rows = table.rows if table else ()
    return {(row["column"], row["printed"]): row["reading"] for row in rows}


def _review(found: FileReview) -> dict[str, object]:
    """Return what has not been reviewed of a raw file, the first rows by number."""
    named = [str(number) for number in found.unreviewed[:_ROWS_NAMED]]
    more = ["…"] if len(found.unreviewed) > _ROWS_NAMED else []
    return {
        "file": found.file,
        "rows": found.rows,
        "unreviewed_rows": len(found.unreviewed),
        "missing_rows": found.missing,
        "unreviewed": ";".join([*named, *more]),
    }
