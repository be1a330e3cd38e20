"""What may be said by criterion, and what is recommended, each by stated rules."""

from __future__ import annotations

from analysis.display.evaluation_tables import value_link
from analysis.display.evaluation_words import named_activities
from analysis.display.numbers import count, percent, things
from analysis.display.shown import Link, Piece, Shown, flat, listed, paragraph
from analysis.display.tabling import table
from analysis.measures.evaluation import Evaluation, organisation_names
from analysis.measures.recommendations import Recommendation

DAC = (
    ("Relevance", "Does the plan do the right things?", "six"),
    ("Coherence", "Does it fit with what others do?", "six"),
    ("Effectiveness", "Does it reach its objectives?", "five"),
    ("Efficiency", "Are resources used well?", "five"),
    ("Impact", "What difference does it make?", "five"),
    ("Sustainability", "Will it last?", "five"),
)


def criteria(evaluation: Evaluation, chosen: str) -> Shown:
    """Return the OECD-DAC criteria against what the data can answer.

    ``chosen`` is "six" (2019: with coherence) or "five" (1991: without it). Source: OECD,
    Better Criteria for Better Evaluation, 2019.
    """
    values = evaluation.values
    answers: dict[str, tuple[Piece, Piece]] = {
        "Relevance": (
            "The plan states objectives, not needs; whether they are right cannot be told.",
            "nothing",
        ),
        "Coherence": (
            f"Lead bodies and partners are named; donors for "
            f"{things(int(values['single-donor'].denominator or 0), 'activity', 'activities')}.",
            Link("portfolio", "section-2"),
        ),
        "Effectiveness": (
            ("Cannot be told beyond the implementation rate of indicators: ",
             *flat(value_link(values["implementation-rate-indicators"])), "."),
            Link("implementation rate", "section-7"),
        ),
        "Efficiency": (
            ("Amounts are printed for few activities: ",
             *flat(value_link(values["without-amount"])), " print none."),
            Link("money", "section-4"),
        ),
        "Impact": ("No outcome is reported against a comparison; nothing can be said.", "nothing"),
        "Sustainability": (
            ("Dependence on single donors is known: ",
             *flat(value_link(values["single-donor"])), "."),
            Link("money", "section-4"),
        ),
    }  # fmt: skip
    kept = [row for row in DAC if chosen == "six" or row[0] != "Coherence"]
    return table(
        "OECD-DAC criteria against what the data can answer",
        ("Criterion", "Question", "Answer", "Section"),
        [(name, question, *answers[name]) for name, question, _ in kept],
    )


ADVICE = {
    "target-missed": "Explain, with evidence, why results reported so far miss the target: ",
    "no-number": "Give at least one indicator a number that can be reached or missed: ",
    "no-evidence": "Report on the plan's own indicators; these were looked for and not found: ",
    "outside": "Publish a report that treats these activities; the documents at hand do not: ",
    "last-month": "Spread deadlines over the year, so that delays show before the last month: ",
    "no-deadline": "Give these activities a deadline: ",
    "no-funding": "Name a source of funding, or say that none is needed: ",
    "loose-target": "Replace ranges and upper limits by a least value that counts as done: ",
    "shared-budget": "Print what of a shared programme's budget is for the plan's own groups: ",
}


def recommendations(evaluation: Evaluation) -> Shown:
    """Return the recommendations, each with its count, activities and whom it addresses."""
    if not evaluation.recommendations:
        return paragraph("No rule of recommendation is satisfied.")
    names = organisation_names(evaluation.scope)
    return listed([_advice(found, names) for found in evaluation.recommendations], ordered=True)


def _advice(found: Recommendation, names: dict[str, str]) -> tuple[Piece, ...]:
    addressed = ", ".join(names[body] for body in found.addressed_to) or names["scmi"]
    return (
        ADVICE[found.rule],
        *flat(named_activities(found.activity_ids)),
        f" ({count(found.count)} of {count(found.of)}, {percent(found.count / found.of)}). "
        f"To: {addressed}.",
    )
