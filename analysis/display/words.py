"""Sentences of the data quality report, their numbers in them, so that words and tables agree."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.checks.results import CheckedTables
from analysis.display.language import _, _n
from analysis.display.missing_terms import MISSING
from analysis.display.numbers import count, counted, percent
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
        _n(
            "{number} document gave {figures}, {activities} and {indicators}.",
            "{number} documents gave {figures}, {activities} and {indicators}.",
            len(records),
            number=count(len(records)),
            figures=_n("{number} figure", "{number} figures", figures, number=count(figures)),
            activities=counted(activities, "activities"),
            indicators=counted(indicators, "indicators"),
        ),
        _(
            "Most rows come from one of them: {title} ({number}).",
            title=most.title,
            number=count(most.taken),
        ),
    )


def expectations(records: Sequence[ExpectationTally]) -> Shown:
    """Say how many expectations hold, and what it means that some do not."""
    met = sum(record.met for record in records)
    unmet = sum(record.not_met for record in records)
    critical = sum(record.not_met for record in records if record.severity == "critical")
    return paragraph(
        _n(
            "{met} of {number} expectation is met; {critical} of those not met are critical.",
            "{met} of {number} expectations are met; {critical} of those not met are critical.",
            met + unmet,
            met=count(met),
            number=count(met + unmet),
            critical=count(critical),
        ),
        _("What is not met are faults of the sources, listed below; "
          "no row was repaired or dropped."),
    )  # fmt: skip


def identities(records: Sequence[Identity]) -> Shown:
    """Say how many identities hold, and by how much the others fail."""
    whole = len(records)
    failing = [record for record in records if not record.holds]
    if not failing:
        return paragraph(
            _n("The {number} identity holds.", "All {number} identities hold.", whole,
               number=count(whole))
        )  # fmt: skip
    by_one = sum(record.residual is not None and abs(record.residual) == 1 for record in failing)
    return paragraph(
        _n(
            "{held} of {number} identity holds.",
            "{held} of {number} identities hold.",
            whole,
            held=count(whole - len(failing)),
            number=count(whole),
        ),
        _n(
            "{number} fails, {by_one} of them by exactly one; each is registered and explained "
            "below.",
            "{number} fail, {by_one} of them by exactly one; each is registered and explained "
            "below.",
            len(failing),
            number=count(len(failing)),
            by_one=count(by_one),
        ),
    )


def discrepancies(records: Sequence[Discrepancy]) -> Shown:
    """Say how many faults are known, and how many of them arithmetic shows."""
    shown = sum(bool(record.identities) for record in records)
    return paragraph(
        _n(
            "{number} fault is known; arithmetic shows {shown} of them, reading showed the others.",
            "{number} faults are known; arithmetic shows {shown} of them, reading showed the "
            "others.",
            len(records),
            number=count(len(records)),
            shown=count(shown),
        )
    )


def missing(records: Sequence[Missing]) -> Shown:
    """Say what is missing most often."""
    most = max(records, key=lambda record: record.share)
    return paragraph(
        _(
            "Most often missing: {what}, {number} of {whole} ({share}).",
            what=_(MISSING[most.key][0]),
            number=count(most.count),
            whole=count(most.of),
            share=percent(most.share),
        ),
        _("Reports show such gaps as gaps."),
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
    return paragraph(_("What this report shows agrees with the checked tables."))


def provenance(data: CheckedTables) -> Shown:
    """Say in one line from which data this report was made."""
    known, checked = len(data["sources"]), data.asked
    invented = data["sources"]["invented"].any()
    return paragraph(
        *([_("An exercise: some of the documents are invented.")] if invented else ()),
        _(
            "Made from data version {version}: {documents}, {expectations}.",
            version=data.evidence_version,
            documents=_n(
                "{number} source document known by digest",
                "{number} source documents known by digest",
                known,
                number=count(known),
            ),
            expectations=_n(
                "{number} expectation checked",
                "{number} expectations checked",
                checked,
                number=count(checked),
            ),
        ),
    )
