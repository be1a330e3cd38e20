"""Methods: what each measure's method is called, and where it is published."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """A method's name and its reference."""

    name: str
    reference: str


METHODS: dict[str, Method] = {
    "wilson": Method(
        "Share of a count, with Wilson's score interval",
        "Wilson, Journal of the American Statistical Association 22 (1927) 209-212; "
        "Newcombe, Statistics in Medicine 17 (1998) 857-872, method 3",
    ),
    "newcombe": Method(
        "Difference of two shares, with Newcombe's hybrid score interval",
        "Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10",
    ),
    "share_bounds": Method(
        "Share between bounds: every reading of the printed counts is tried",
        "Manski, Partial Identification of Probability Distributions (2003), chapter 1",
    ),
    "ratio": Method("Ratio of two counts of unlike things, without an interval", ""),
    "cost": Method(
        "Money over what it bought, over every reading of both",
        "",
    ),
    "frechet": Method(
        "Bounds on persons from counts of uses",
        "Fréchet, Fundamenta Mathematicae 25 (1935) 379-387",
    ),
    "cascade": Method(
        "Steps of a cascade, each against the one before and against the first",
        "Haber and others, Current Opinion in HIV and AIDS 11 (2016) 102-108, on which "
        "denominators a cascade can have",
    ),
    "trend": Method("Printed value against an earlier one, or one implied by a multiple", ""),
    "manski": Method(
        "Bounds on the effect on those who took part",
        "Manski, Identification for Prediction and Decision (2007), chapters 7-9; "
        "Manski and Pepper, Econometrica 68 (2000) 997-1010",
    ),
    "break_even": Method(
        "Share who would have had the outcome anyway at which the claim fails",
        "Own derivation; on deadweight: Homes and Communities Agency, Additionality Guide, 4th "
        "edition (2014), chapter 3",
    ),
    "power": Method(
        "Sample per group by the normal approximation to the arcsine difference",
        "Cohen, Statistical Power Analysis for the Behavioral Sciences, 2nd edition (1988), "
        "chapter 6",
    ),
}
