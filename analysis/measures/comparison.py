"""Comparison: all programmes side by side, as far as their figures allow."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.checks.results import CheckedTables
from analysis.measures.identification import ANYTHING
from analysis.measures.measure import Measure, Refusal
from analysis.measures.programme import Programme, study

EMPLOYMENT, DISABILITY = "employment", "disability"


@dataclass(frozen=True)
class Comparison:
    """Every programme with a figure, computed once."""

    programmes: tuple[Programme, ...]
    confidence: float

    def about(self, subject: str) -> list[tuple[Programme, Measure | Refusal]]:
        """Return the rates on a subject, whether they could be computed or not."""
        return [
            (programme, found)
            for programme in self.programmes
            for found in programme.found
            if isinstance(found, Measure | Refusal)
            and found.kind == "rate"
            and found.about.subject == subject
        ]

    def costs(self) -> list[tuple[Programme, Measure | Refusal]]:
        """Return the costs per output and per outcome, refused ones too."""
        return [
            (programme, found)
            for programme in self.programmes
            for found in programme.found
            if isinstance(found, Measure | Refusal) and found.kind == "cost"
        ]

    def faults(self) -> list[str]:
        """Return what contradicts itself in any programme; none is good."""
        return [fault for programme in self.programmes for fault in programme.faults()]


def compare(data: CheckedTables, confidence: float) -> Comparison:
    """Return every programme that has a figure, in the order of their titles."""
    with_figures = set(data["figures"]["programme_id"])
    ordered = data["programmes"].sort_values("title")
    return Comparison(
        tuple(
            study(data, programme_id, confidence, ANYTHING)
            for programme_id in ordered["programme_id"]
            if programme_id in with_figures
        ),
        confidence,
    )
