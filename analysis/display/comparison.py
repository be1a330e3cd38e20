"""Programmes side by side: evidence, costs, placement, inclusion, and what each would need."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analysis.display.drawing import BLUE, chart, name_rows, wrapped
from analysis.display.language import _, _c, _n, mark
from analysis.display.measuring import measured, reasons, share, span
from analysis.display.numbers import count, percent
from analysis.display.programme_charts import rate_rows
from analysis.display.programme_terms import ASSUMPTIONS, LEVEL_NAMES, NEEDS
from analysis.display.shown import Shown, listed, paragraph
from analysis.display.tabling import table
from analysis.measures import claims
from analysis.measures.comparison import DISABILITY, EMPLOYMENT, Comparison
from analysis.measures.measure import Measure, Refusal
from analysis.measures.programme import LEVELS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_RATES = {EMPLOYMENT: mark("Placement by channel"), DISABILITY: mark("Inclusion by channel")}


def summary(comparison: Comparison) -> Shown:
    """Say how many programmes reach which strength of evidence, and what none reaches."""
    levels = Counter(programme.level for programme in comparison.programmes)
    whole = len(comparison.programmes)
    said = "; ".join(
        _("{name}: {value}", name=_(LEVEL_NAMES[level]), value=count(levels[level]))
        for level in LEVELS
        if levels[level]
    )
    return listed(
        [
            (
                _n(
                    "{number} programme has printed figures. Strongest evidence: {levels}.",
                    "{number} programmes have printed figures. Strongest evidence: {levels}.",
                    whole,
                    number=count(whole),
                    levels=said,
                ),
            ),
            (_("No programme has a comparison that would show what had been without it."),),
            (_placed(comparison),),
            (
                _(
                    "The rates of two channels do not say which is better: who takes part differs, "
                    "and so does what counts as employed."
                ),
            ),
        ]
    )


def _placed(comparison: Comparison) -> str:
    placed = [found for _programme, found in comparison.about(EMPLOYMENT)]
    rated = sorted(found.value or 0 for found in placed if isinstance(found, Measure))
    numbers = {"number": count(len(placed)), "rated": count(len(rated))}
    if not rated:
        return _n(
            "Placement is counted in {number} channel of employment support; in {rated} of them "
            "the count can be set over those who took part.",
            "Placement is counted in {number} channels of employment support; in {rated} of them "
            "the count can be set over those who took part.",
            len(placed),
            **numbers,
        )
    return _n(
        "Placement is counted in {number} channel of employment support; in {rated} of them the "
        "count can be set over those who took part: {low} to {high}.",
        "Placement is counted in {number} channels of employment support; in {rated} of them the "
        "count can be set over those who took part: {low} to {high}.",
        len(placed),
        low=share(rated[0]),
        high=share(rated[-1]),
        **numbers,
    )


def levels(comparison: Comparison) -> Shown:
    """Return the strength of evidence of each programme, as filled steps."""
    programmes = sorted(comparison.programmes, key=lambda p: (-LEVELS.index(p.level), p.title))

    def draw(axes: Axes) -> None:
        for row, programme in enumerate(programmes):
            steps = range(len(LEVELS))
            axes.scatter(
                steps, [row] * len(LEVELS), s=46, linewidths=1, edgecolors=BLUE,
                c=[BLUE if level in programme.reached else "white" for level in LEVELS],
            )  # fmt: skip
        name_rows(axes, [wrapped(programme.title, 40) for programme in programmes])
        axes.xaxis.tick_top()
        axes.set_xticks(
            range(len(LEVELS)), [_(LEVEL_NAMES[level]).replace(" ", "\n") for level in LEVELS],
            fontsize=7,
        )  # fmt: skip
        axes.set_xlim(-0.5, len(LEVELS) - 0.5)
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)

    said = "; ".join(
        _(
            "{name}: {value}",
            name=programme.title,
            value=", ".join(_(LEVEL_NAMES[key]) for key in LEVELS if key in programme.reached),
        )
        for programme in programmes
    )
    return chart(
        "levels",
        draw,
        0.48 * len(programmes) + 0.8,
        _("Which kinds of evidence the documents print on each programme."),
        _("Grid of programmes by strength of evidence. {entries}.", entries=said),
    )


def coverage(comparison: Comparison) -> Shown:
    """Return each programme with its figures, measures and refusals."""
    return table(
        _("Programmes, their figures and their evidence"),
        (
            _("Programme"),
            _("Figures"),
            _("Results"),
            _("Events"),
            _("Measures"),
            _c("comparisons", "Refused"),
            _("Evidence"),
        ),
        [
            (
                programme.title,
                count(len(programme.figures)),
                count(int((programme.figures["kind"] == "result").sum())),
                count(int((programme.figures["kind"] == "milestone").sum())),
                count(len(programme.found) - len(programme.refusals)),
                count(len(programme.refusals)),
                _(LEVEL_NAMES[programme.level]),
            )
            for programme in comparison.programmes
        ],
        numeric=(1, 2, 3, 4, 5),
        note=_("Numbers of printed figures, and of comparisons made and refused."),
    )


def costs(comparison: Comparison) -> Shown:
    """Return costs per output and per outcome, with what is refused."""
    found = comparison.costs()
    if not found:
        return paragraph(_("No money is printed that could be set over a result."))
    return table(
        _("Cost per output and per outcome"),
        (_("Programme"), _c("measure", "What"), _("Cost"), _("Assumed or refused because")),
        [
            (
                programme.title,
                one.about.title,
                measured(one) if isinstance(one, Measure) else _c("cost", "refused"),
                reasons(one) if isinstance(one, Refusal) else _words(one),
            )
            for programme, one in found
        ],
        numeric=(2,),
        note=_(
            "Different things cost different amounts: rows are no ranking. Prices of the printed "
            "year."
        ),
    )


def _words(one: Measure) -> str:
    return " ".join(_(ASSUMPTIONS[key]) for key in one.assumptions)


def placement(comparison: Comparison) -> Shown:
    """Return the placement rates of all channels in one chart, gaps as gaps."""
    rows = comparison.about(EMPLOYMENT)
    return rate_rows(
        "placement",
        [(one.about.title, one if isinstance(one, Measure) else None) for _programme, one in rows],
        _("Employed, of those who took part, by channel; dotted where no rate can be computed."),
    )


def inclusion(comparison: Comparison) -> Shown:
    """Return the share of persons with disabilities among those employed, by channel."""
    return rate_rows(
        "inclusion",
        [
            (one.about.title, one if isinstance(one, Measure) else None)
            for _programme, one in comparison.about(DISABILITY)
        ],
        _(
            "Persons with disabilities, of those employed, by channel; dotted where a count is "
            "withheld."
        ),
    )


def rates(comparison: Comparison, subject: str) -> Shown:
    """Return the rates on a subject with what they are made of, or why there is none."""
    return table(
        _(_RATES[subject]),
        (
            _("Channel"),
            _("Programme"),
            _c("of how many", "Of"),
            _("Rate"),
            _("Interval"),
            _("Why not"),
        ),
        [
            (
                one.about.title,
                programme.title,
                _of(one),
                measured(one) if isinstance(one, Measure) else _c("rate", "none"),
                span(one) if isinstance(one, Measure) else "",
                reasons(one) if isinstance(one, Refusal) else "",
            )
            for programme, one in comparison.about(subject)
        ],
        numeric=(2, 3, 4),
        note=_(
            "Intervals at {confidence} describe how a full count of that size varies. Who takes "
            "part differs between channels.",
            confidence=percent(comparison.confidence),
        ),
    )


def _of(one: Measure | Refusal) -> str:
    if isinstance(one, Refusal) or one.numerator is None or one.denominator is None:
        return ""
    return _("{part} of {whole}", part=count(one.numerator), whole=count(one.denominator))


def needs(comparison: Comparison) -> Shown:
    """Return what each programme would need to be evaluable."""
    return table(
        _("What each programme would need to be evaluated"),
        (_("Programme"), _("Evidence now"), _("Data needed")),
        [
            (
                programme.title,
                _(LEVEL_NAMES[programme.level]),
                "; ".join(_(NEEDS[key]) for key in claims.needs(programme)),
            )
            for programme in comparison.programmes
        ],
    )
