"""Rates: one count over another that it is part of, differences, and ratios of unlike things."""

from __future__ import annotations

from itertools import product
from math import inf, isinf

from analysis.measures.bases import Count, Evidence
from analysis.measures.measure import Measure, Mismatch, Refusal, Subject


def rate(
    evidence: Evidence,
    about: Subject,
    left: str,
    right: str,
    confidence: float,
    override: str = "",
) -> Measure | Refusal:
    """Return the share that the left count is of the right one, or why it is refused.

    A single exact reading has Wilson's interval, which describes how much a full count of
    that size varies; it is no sampling error. Several readings, or qualified ones, give
    bounds instead.

    Parameters
    ----------
    left, right : sides as in the analyses table: ids of figures, readings set apart by ``;``.
    confidence : from 0 to 1, both excluded.
    override : the reason to accept a mismatch; printed under the number, which then has
        no interval.
    """
    parts, wholes = evidence.readings(left), evidence.readings(right)
    faults = _absent(parts, wholes) or _unlike(evidence, parts, wholes)
    if faults and (not override or {"not_reported", "withheld", "zero"} & {f.key for f in faults}):
        return Refusal(about, "rate", faults)
    if len(parts) == len(wholes) == 1 and parts[0].exact and wholes[0].exact:
        return _share(about, parts[0], wholes[0], confidence, override if faults else "")
    shares = [
        (part.lower / whole.upper, _most(part, whole, accepted=bool(faults)))
        for part, whole in product(parts, wholes)
    ]
    return Measure(
        about, "rate", None, min(low for low, _ in shares), max(high for _, high in shares),
        "bounds", "share", "share_bounds", ("readings", "numerator_within"),
        override=override if faults else "",
    )  # fmt: skip


def _most(part: Count, whole: Count, *, accepted: bool) -> float:
    """Return the largest share; a part is no more than its whole, unlike things may be."""
    most = part.upper / whole.lower if whole.lower else inf
    return most if accepted else min(1.0, most)


def _share(about: Subject, part: Count, whole: Count, confidence: float, override: str) -> Measure:
    value = part.value / whole.value
    if override:
        return Measure(
            about, "rate", value, value, value, "exact", "share", "ratio",
            ("override",), part.value, whole.value, override,
        )  # fmt: skip
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(
        int(part.value), int(whole.value), alpha=1 - confidence, method="wilson"
    )
    return Measure(
        about, "rate", value, min(value, float(low)), max(value, float(high)),
        "interval", "share", "wilson",
        ("full_count", "numerator_within"), part.value, whole.value,
    )  # fmt: skip


def _apart(evidence: Evidence, first: Measure, second: Measure) -> bool:
    """Whether the cohorts of two rates say that they count different people."""
    cohorts = [
        {year for name in rate.about.figure_ids for year in evidence.counts[name].cohorts}
        for rate in (first, second)
    ]
    return all(cohorts) and not set.intersection(*cohorts)


def difference(
    evidence: Evidence,
    about: Subject,
    first: Measure | Refusal,
    second: Measure | Refusal,
    confidence: float,
) -> Measure | Refusal:
    """Return the first rate less the second, in shares, with Newcombe's interval.

    Refused where a rate is refused or has bounds only. That the two count different people
    is an assumption unless their cohorts say so.
    """
    for found in (first, second):
        if isinstance(found, Refusal):
            return Refusal(about, "difference", found.mismatches)
    assert isinstance(first, Measure)
    assert isinstance(second, Measure)
    if first.span != "interval" or second.span != "interval":
        return Refusal(about, "difference", (Mismatch("no_interval"),))
    from statsmodels.stats.proportion import confint_proportions_2indep

    counts = [
        int(number or 0)
        for number in (
            first.numerator, first.denominator, second.numerator, second.denominator,
        )
    ]  # fmt: skip
    low, high = confint_proportions_2indep(
        *counts, compare="diff", method="newcomb", alpha=1 - confidence
    )
    return Measure(
        about, "difference", (first.value or 0) - (second.value or 0), float(low), float(high),
        "interval", "points", "newcombe",
        ("full_count", "groups_differ") if _apart(evidence, first, second)
        else ("full_count", "groups_differ", "groups_apart"),
    )  # fmt: skip


def ratio(evidence: Evidence, about: Subject, left: str, right: str) -> Measure | Refusal:
    """Return how many of one thing there are to one of another; never an interval."""
    parts, wholes = evidence.readings(left), evidence.readings(right)
    faults = _absent(parts, wholes)
    if faults:
        return Refusal(about, "ratio", faults)
    part, whole = parts[0], wholes[0]
    low = part.lower / whole.upper
    high = part.upper / whole.lower if whole.lower else float("inf")
    if low == 0 and isinf(high):
        return Refusal(about, "ratio", (Mismatch("qualifier", *_ids(part, whole)),))
    exact = low == high
    return Measure(
        about, "ratio", part.value / whole.value if exact else None, low, high,
        "exact" if exact else "bounds", f"{part.unit} per {whole.unit}", "ratio",
        ("unlike",) if exact else ("unlike", "qualifier"), part.value, whole.value,
    )  # fmt: skip


def _ids(part: Count, whole: Count) -> tuple[str, str]:
    return " + ".join(part.figure_ids), " + ".join(whole.figure_ids)


def _absent(parts: tuple[Count, ...], wholes: tuple[Count, ...]) -> tuple[Mismatch, ...]:
    """Return what is withheld, not printed at all, or nought where something is divided by."""
    if any(count.withheld for count in (*parts, *wholes)):
        return (Mismatch("withheld"),)
    if not wholes:
        return (Mismatch("not_reported", parts[0].populations[0] if parts else ""),)
    return tuple(
        Mismatch("zero", " + ".join(whole.figure_ids)) for whole in wholes if whole.value == 0
    )


def _unlike(
    evidence: Evidence, parts: tuple[Count, ...], wholes: tuple[Count, ...]
) -> tuple[Mismatch, ...]:
    found = [
        mismatch
        for part, whole in product(parts, wholes)
        for mismatch in evidence.mismatches(part, whole)
    ]
    return tuple(dict.fromkeys(found))
