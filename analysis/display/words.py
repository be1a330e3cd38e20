"""Sentences of the data quality report, their numbers in them, so that words and tables agree."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.checks.results import CheckedTables
from analysis.display.numbers import count, percent, things
from analysis.display.shown import Shown, paragraph
from analysis.measures.coverage import DocumentYield, Missing
from analysis.measures.findings import Discrepancy, ExpectationTally, Identity


def documents(records: Sequence[DocumentYield]) -> Shown:
    """Say how much was taken from how many documents, and from which most."""
    figures = sum(sum(record.figures.values()) for record in records)
    activities = sum(record.activities for record in records)
    indicators = sum(record.indicators for record in records)
    most = max(records, key=lambda record: record.taken)
    return paragraph(
        f"{things(len(records), 'document', 'documents')} gave "
        f"{things(figures, 'figure', 'figures')}, {things(activities, 'activity', 'activities')} "
        f"and {things(indicators, 'indicator', 'indicators')}.",
        f"Most rows come from one of them: {most.title} ({count(most.taken)}).",
    )


def expectations(records: Sequence[ExpectationTally]) -> Shown:
    """Say how many expectations hold, and what it means that some do not."""
    met = sum(record.met for record in records)
    unmet = sum(record.not_met for record in records)
    critical = sum(record.not_met for record in records if record.severity == "critical")
    return paragraph(
        f"{count(met)} of {things(met + unmet, 'expectation', 'expectations')} are met; "
        f"{count(critical)} of those not met are critical.",
        "What is not met are faults of the sources, listed below; no row was repaired or dropped.",
    )


def identities(records: Sequence[Identity]) -> Shown:
    """Say how many identities hold, and by how much the others fail."""
    failing = [record for record in records if not record.holds]
    if not failing:
        return paragraph(f"All {things(len(records), 'identity', 'identities')} hold.")
    by_one = sum(record.residual is not None and abs(record.residual) == 1 for record in failing)
    return paragraph(
        f"{count(len(records) - len(failing))} of "
        f"{things(len(records), 'identity', 'identities')} hold.",
        f"{things(len(failing), 'one fails', 'fail')}, "
        f"{count(by_one)} of them by exactly one; each is registered and explained below.",
    )


def discrepancies(records: Sequence[Discrepancy]) -> Shown:
    """Say how many faults are known, and how many of them arithmetic shows."""
    shown = sum(bool(record.identities) for record in records)
    return paragraph(
        f"{things(len(records), 'fault is', 'faults are')} known; arithmetic shows "
        f"{count(shown)} of them, reading showed the others."
    )


def missing(records: Sequence[Missing]) -> Shown:
    """Say what is missing most often."""
    most = max(records, key=lambda record: record.share)
    return paragraph(
        f"Most often missing: {most.what}, {count(most.count)} of {count(most.of)} "
        f"({percent(most.share)}).",
        "Reports show such gaps as gaps.",
    )


def check(faults: Sequence[str]) -> Shown:
    """Say that what was shown agrees with the tables, or refuse to go on.

    Raises
    ------
    ValueError
        Something shown does not agree; the message says what.
    """
    if faults:
        raise ValueError("What was shown does not agree with the tables: " + "; ".join(faults))
    return paragraph("What this report shows agrees with the checked tables.")


def provenance(data: CheckedTables) -> Shown:
    """Say in one line from which data this report was made."""
    documents = data["sources"]
    return paragraph(
        f"Made from data version {data.data_version}: "
        f"{things(len(documents), 'source document', 'source documents')} known by digest, "
        f"{things(len(data.expectations), 'expectation', 'expectations')} checked."
    )
