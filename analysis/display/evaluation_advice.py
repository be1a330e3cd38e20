"""What may be said by criterion, and what is recommended, each by stated rules."""

from __future__ import annotations

from analysis.display.evaluation_tables import value_link
from analysis.display.evaluation_words import named_activities
from analysis.display.language import _, _c, _n, _said, mark
from analysis.display.numbers import count, percent
from analysis.display.shown import Link, Piece, Shown, flat, listed, paragraph
from analysis.display.tabling import table
from analysis.measures.evaluation import Evaluation, organisation_names
from analysis.measures.recommendations import COORDINATOR, Recommendation

DAC = {
    "relevance": (mark("Relevance"), mark("Does the plan do the right things?")),
    "coherence": (mark("Coherence"), mark("Does it fit with what others do?")),
    "effectiveness": (mark("Effectiveness"), mark("Does it reach its objectives?")),
    "efficiency": (mark("Efficiency"), mark("Are resources used well?")),
    "impact": (mark("Impact"), mark("What difference does it make?")),
    "sustainability": (mark("Sustainability"), mark("Will it last?")),
}
"""Each criterion with its question; the set of 1991 is without coherence."""


def criteria(evaluation: Evaluation, chosen: str) -> Shown:
    """Return the OECD-DAC criteria against what the data can answer.

    ``chosen`` is "six" (2019: with coherence) or "five" (1991: without it). Source: OECD,
    Better Criteria for Better Evaluation, 2019.
    """
    answers = _answers(evaluation)
    return table(
        _("OECD-DAC criteria against what the data can answer"),
        (_("Criterion"), _("Question"), _("Answer"), _("Section")),
        [
            (_(name), _(question), *answers[key])
            for key, (name, question) in DAC.items()
            if chosen == "six" or key != "coherence"
        ],
    )


def _answers(evaluation: Evaluation) -> dict[str, tuple[Piece, Piece]]:
    """Return what can be said by each criterion, and the section that says it."""
    values = evaluation.values
    single = values["single-donor"]
    supported = int(single.denominator or 0)
    money = Link(_c("section", "money"), "section-4")
    nothing = _c("section", "nothing")
    return {
        "relevance": (
            _("The plan states objectives, not needs; whether they are right cannot be told."),
            nothing,
        ),
        "coherence": (
            _n(
                "Lead bodies and partners are named; donors for {number} activity.",
                "Lead bodies and partners are named; donors for {number} activities.",
                supported,
                number=count(supported),
            ),
            Link(_c("section", "portfolio"), "section-2"),
        ),
        "effectiveness": (
            _said(
                "Cannot be told beyond the implementation rate of indicators: {rate}.",
                rate=value_link(values["implementation-rate-indicators"]),
            ),
            Link(_c("section", "implementation rate"), "section-7"),
        ),
        "efficiency": (
            _said(
                "Amounts are printed for few activities: {share} print none.",
                share=value_link(values["without-amount"]),
            ),
            money,
        ),
        "impact": (
            _("No outcome is reported against a comparison; nothing can be said."),
            nothing,
        ),
        "sustainability": (
            _said("Dependence on single donors is known: {share}.", share=value_link(single)),
            money,
        ),
    }


ADVICE = {
    "target-missed": mark(
        "Explain, with evidence, why results reported so far miss the target: {activities} "
        "({part} of {whole}, {share})."
    ),
    "no-number": mark(
        "Give at least one indicator a number that can be reached or missed: {activities} "
        "({part} of {whole}, {share})."
    ),
    "no-evidence": mark(
        "Report on the plan's own indicators; these were looked for and not found: {activities} "
        "({part} of {whole}, {share})."
    ),
    "outside": mark(
        "Publish a report that treats these activities; the documents at hand do not: "
        "{activities} ({part} of {whole}, {share})."
    ),
    "last-month": mark(
        "Spread deadlines over the year, so that delays show before the last month: {activities} "
        "({part} of {whole}, {share})."
    ),
    "no-deadline": mark(
        "Give these activities a deadline: {activities} ({part} of {whole}, {share})."
    ),
    "no-funding": mark(
        "Name a source of funding, or say that none is needed: {activities} "
        "({part} of {whole}, {share})."
    ),
    "loose-target": mark(
        "Replace ranges and upper limits by a least value that counts as done: {activities} "
        "({part} of {whole}, {share})."
    ),
    "shared-budget": mark(
        "Print what of a shared programme's budget is for the plan's own groups: {activities} "
        "({part} of {whole}, {share})."
    ),
}


def recommendations(evaluation: Evaluation) -> Shown:
    """Return the recommendations, each with its count, activities and whom it addresses."""
    if not evaluation.recommendations:
        return paragraph(_("No rule of recommendation is satisfied."))
    names = organisation_names(evaluation.scope)
    return listed([_advice(found, names) for found in evaluation.recommendations], ordered=True)


def _advice(found: Recommendation, names: dict[str, str]) -> tuple[Piece, ...]:
    advice = _said(
        ADVICE[found.rule],
        activities=named_activities(found.activity_ids),
        part=count(found.count),
        whole=count(found.of),
        share=percent(found.count / found.of),
    )
    addressed = ", ".join(names[body] for body in found.addressed_to) or names[COORDINATOR]
    return (*flat(advice), " ", _("To: {bodies}.", bodies=addressed))
