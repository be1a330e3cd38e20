"""Sentences of the site: what the checks found, when a run was made, how to cite it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.checks.results import CheckedTables
from analysis.display.codes import SEVERITIES
from analysis.display.language import _, _n
from analysis.display.numbers import count
from analysis.measures.findings import Identity, expectation_tallies


@dataclass(frozen=True)
class SeverityRow:
    """How many expectations of one severity are met and not met, as they are read."""

    severity: str
    met: str
    not_met: str


def severities(data: CheckedTables) -> list[SeverityRow]:
    """Return the expectations by severity, the gravest first."""
    tallies = expectation_tallies(data)
    rows = []
    for severity, words in SEVERITIES.items():
        here = [tally for tally in tallies if tally.severity == severity]
        met, not_met = (sum(getattr(tally, side) for tally in here) for side in ("met", "not_met"))
        rows.append(SeverityRow(_(words), count(met), count(not_met)))
    return rows


def identities(records: Sequence[Identity]) -> str:
    """Say how many identities hold, and that those which fail are known.

    A run whose failing identities are not all registered never gets so far.
    """
    whole = len(records)
    failing = sum(not record.holds for record in records)
    if not failing:
        return _n(
            "The {number} identity holds.",
            "All {number} identities hold.",
            whole,
            number=count(whole),
        )
    return " ".join(
        (
            _n(
                "{held} of {number} identity holds.",
                "{held} of {number} identities hold.",
                whole,
                held=count(whole - failing),
                number=count(whole),
            ),
            _n(
                "{number} fails; it is registered as a known fault of the sources.",
                "{number} fail; each is registered as a known fault of the sources.",
                failing,
                number=count(failing),
            ),
        )
    )


def complete(reports: int, failed: int) -> str:
    """Say how many reports there are, and how many of them failed."""
    if not failed:
        return _n(
            "{number} report, complete.",
            "{number} reports, all complete.",
            reports,
            number=count(reports),
        )
    return _n(
        "{number} report was to be made; {failed} failed.",
        "{number} reports were to be made; {failed} failed.",
        reports,
        number=count(reports),
        failed=count(failed),
    )
