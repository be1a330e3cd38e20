"""Claims: what the measures of a programme allow to be said, and what they do not."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.measures.flows import Cascade, Overlap, Trend
from analysis.measures.identification import EffectStudy
from analysis.measures.measure import Measure, Refusal
from analysis.measures.programme import Found, Programme

About = Found | EffectStudy


@dataclass(frozen=True)
class Claim:
    """One claim: its kind, whose words the display has, and what it rests on."""

    key: str
    about: About | None = None


def sayable(programme: Programme) -> list[Claim]:
    """Return what may be said: each measure that was computed, by its kind."""
    return [
        Claim(_kind(found), found) for found in programme.found if not isinstance(found, Refusal)
    ]


def _kind(found: Found) -> str:
    if isinstance(found, Cascade):
        return "cascade"
    if isinstance(found, Overlap):
        return "overlap"
    if isinstance(found, Trend):
        return "trend_implied" if found.implied else "trend"
    assert isinstance(found, Measure)
    return found.kind if found.value is not None else f"{found.kind}_bounds"


def unsayable(programme: Programme) -> list[Claim]:
    """Return what may not be said, and why: what nobody printed, or nobody could know."""
    claims = [Claim("attribution_activity" if programme.level == "activity" else "attribution")]
    claims += [Claim("anyway", study) for study in programme.studies]
    for found in programme.found:
        if isinstance(found, Overlap) and not found.adds_up:
            claims.append(Claim("uses_as_persons", found))
        if isinstance(found, Trend):
            claims.append(Claim("trend_cause" if found.context else "trend_alone", found))
        if isinstance(found, Cascade) and "nested" in found.assumptions:
            claims.append(Claim("cascade_nested", found))
        if isinstance(found, Measure) and "planned_is_spent" in found.assumptions:
            claims.append(Claim("planned_as_spent", found))
        if isinstance(found, Refusal):
            claims.append(Claim("refused", found))
    return claims


def needs(programme: Programme) -> list[str]:
    """Return the kinds of data that would settle what cannot be said, the first ones first."""
    keys = {key for refusal in programme.refusals for key in refusal.keys}
    kinds = {type(found) for found in programme.found}
    planned = any("planned_is_spent" in found.assumptions for found in programme.measures)
    costed = {"budget", "spend"} & set(programme.figures["kind"]) or planned
    wanted = {
        "results": programme.level == "activity",
        "outcomes": programme.level == "output",
        "denominators": "not_reported" in keys,
        "cohorts": "cohort" in keys,
        "persons": bool({"not_persons", "unit"} & keys) or Overlap in kinds,
        "final": "provisional" in keys,
        "year": "period" in keys,
        "spending": planned,
        "money": not costed,
        "linked_steps": Cascade in kinds,
        "comparison": True,
    }
    return [key for key, wants in wanted.items() if wants]
