"""Sentences of the mid-term evaluation; each number leads to how it was made."""

from __future__ import annotations

from analysis.display.evaluation_tables import activity_link, figure_links, value_link
from analysis.display.numbers import count, percent, things
from analysis.display.shown import Link, Piece, Shown, listed, paragraph
from analysis.measures import money
from analysis.measures.achievement import SAYS_NOTHING, Assessment
from analysis.measures.evaluation import Evaluation, organisation_names
from analysis.measures.recommendations import Recommendation

_NAMED = 6
"""How many activities a sentence names before it says "and so many more"."""


def summary(evaluation: Evaluation) -> Shown:
    """Return the five findings, each with its number, its bounds and its source."""
    values = evaluation.values
    return listed(
        [
            (
                f"The plan is large and mostly countable: {evaluation.scope.named} has ",
                value_link(values["activities"]),
                " with ",
                value_link(values["indicators"]),
                ", and ",
                value_link(values["numeric-targets"]),
                " of the indicators have a numeric target.",
            ),
            (
                "Its weakness is in timing: ",
                value_link(values["last-month"]),
                " of the activities are due in the last month, and ",
                value_link(values["all-criteria"]),
                " meet every criterion of a good plan.",
            ),
            _money_finding(evaluation),
            (
                "The evidence reaches few activities: for ",
                value_link(values["evidenced-activities"]),
                " of them a reported figure can be held against what was planned.",
            ),
            _rate_finding(evaluation),
        ],
        ordered=True,
    )


def _money_finding(evaluation: Evaluation) -> tuple[Piece, ...]:
    values = evaluation.values
    planned, naive = values["planned-amount"], values["naive-amount"]
    if not naive.value:
        return ("No amount of state money is printed for any activity of the scope.",)
    return (
        "The printed state money adds up to ",
        value_link(planned),
        ", not to the ",
        value_link(naive),
        " that a naive sum gives; ",
        value_link(values["without-amount"]),
        " of the activities print no amount.",
    )


def _rate_finding(evaluation: Evaluation) -> tuple[Piece, ...]:
    values = evaluation.values
    rate = values["implementation-rate-indicators"]
    met = values["met-of-assessed"]
    done: tuple[Piece, ...] = (
        "Where indicators have a result, ",
        Link(
            f"{count(met.numerator or 0)} of {count(met.denominator or 0)}", f"value-{met.value_id}"
        ),
        " are met",
        *_examples([a for a in evaluation.assessments if a.target_kind == "indicator"]),
        "; the implementation rate of indicators lies between ",
        value_link(rate),
        ", ",
    )
    return (*done, _width_words(rate.width))


def _width_words(width: float) -> str:
    if width > SAYS_NOTHING:
        return "too wide an interval to say how much of the plan was done."
    return "which narrows down how much of the plan was done."


def _examples(assessments: list[Assessment]) -> tuple[Piece, ...]:
    """Name the largest result, with its target and figure."""
    numbered = [a for a in assessments if a.ratio is not None]
    if not numbered:
        return ()
    most = max(numbered, key=lambda a: (a.achieved, a.link_id))
    return (
        f" (the largest: {most.measure.lower()}, {count(most.achieved)} against {most.asked}, ",
        most.assessed_status,
        ", ",
        *_flat(figure_links(most.figure_ids)),
        ")",
    )


def _flat(piece: Piece) -> tuple[str | Link, ...]:
    return piece if isinstance(piece, tuple) else (piece,)


def quality(evaluation: Evaluation) -> Shown:
    """Say which criterion fails most."""
    whole = len(evaluation.checklists)
    fails = {
        key: sum(not checklist.met[key] for checklist in evaluation.checklists)
        for key in evaluation.checklists[0].met
    }
    worst = max(fails, key=lambda key: (fails[key], key))
    return paragraph(
        f"Most activities fail on: {worst.replace('_', ' ')} ({count(fails[worst])} of "
        f"{count(whole)}).",
        "The checklist reads the plan alone; it says nothing about what was done.",
    )


def donors(evaluation: Evaluation) -> Shown:
    """Say how far the plan depends on single donors."""
    values = evaluation.values
    unfunded = money.without_source(evaluation.scope)
    named: Piece = _activities(tuple(unfunded)) if unfunded else "none"
    return paragraph(
        ("Of the activities with a donor, ", value_link(values["single-donor"]), " have one only."),
        (
            f"{values['largest-donor'].name}: ",
            value_link(values["largest-donor"]),
            " of all mentions. Donors' amounts are not printed, so mentions are counted.",
        ),
        ("Activities that name no source of funding: ", *_flat(named), "."),
    )


def reach(evaluation: Evaluation) -> Shown:
    """Say how many activities have evidence, and of what kind the rest is."""
    counts = {
        strength: sum(row.strength == strength for row in evaluation.reach)
        for strength in ("direct", "partial", "contextual", "looked_for", "outside")
    }
    return paragraph(
        f"Direct evidence reaches {things(counts['direct'], 'activity', 'activities')}, partial "
        f"{count(counts['partial'])}, and context bears on {count(counts['contextual'])}.",
        f"For {count(counts['looked_for'])} evidence was looked for and not found; "
        f"{count(counts['outside'])} lie outside the subject of the reporting documents.",
    )


def achievement(evaluation: Evaluation) -> Shown:
    """Say how many targets have a result and how many of those are reached."""
    found = [a for a in evaluation.assessments if a.ratio is not None]
    reached = sum((a.ratio or 0) >= 1 for a in found)
    if not found:
        return paragraph("No target of the scope has a reported result that counts.")
    return paragraph(
        f"{things(len(found), 'target has', 'targets have')} a reported result with a number; "
        f"{count(reached)} of them {'is' if reached == 1 else 'are'} reached.",
        "No agency claimed a status in the documents; statuses are assessed from evidence.",
    )


def pace(evaluation: Evaluation) -> Shown:
    """Say whether the two dated targets of the loan move together."""
    dated = [p for p in evaluation.paces if p.time_gone is not None]
    if not dated:
        return paragraph("Commitments of partners concern the whole plan; see its report.")
    ahead = [p.measure for p in dated if p.share >= (p.time_gone or 0)]
    behind = [p.measure for p in dated if p.share < (p.time_gone or 0)]
    said = []
    if ahead:
        said.append(f"Ahead of a linear pace: {'; '.join(ahead)}.")
    if behind:
        said.append(f"Behind a linear pace: {'; '.join(behind)}.")
    if ahead and behind:
        said.append("The targets of one loan do not move together.")
    return paragraph(*said, "The horizon is assumed, so the pace is conditional on it.")


def rate(evaluation: Evaluation) -> Shown:
    """Say what the interval allows to be said, for both levels and the score."""
    values = evaluation.values
    activities = values["implementation-rate-activities"]
    points = values["score-sigma-implementation"]
    return paragraph(
        ("Between ", value_link(activities), " of the activities due were implemented."),
        ("SIGMA's scoring of the two ends gives ", value_link(points), "."),
        f"As of {evaluation.scope.as_of.isoformat()}, with evidence that is "
        f"{' or '.join(evaluation.scope.counted)}, this is {_width_words(activities.width)}",
    )


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
    from analysis.display.tabling import table

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
            ("The implementation rate of indicators lies between ",
             *_flat(value_link(values["implementation-rate-indicators"])), "."),
            Link("implementation rate", "section-7"),
        ),
        "Efficiency": (
            ("Amounts are printed for few activities: ",
             *_flat(value_link(values["without-amount"])), " print none."),
            Link("money", "section-4"),
        ),
        "Impact": ("No outcome is reported against a comparison; nothing can be said.", "nothing"),
        "Sustainability": (
            ("Dependence on single donors is known: ",
             *_flat(value_link(values["single-donor"])), "."),
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
        *_flat(_activities(found.activity_ids)),
        f" ({count(found.count)} of {count(found.of)}, {percent(found.count / found.of)}). "
        f"To: {addressed}.",
    )


def _activities(activity_ids: tuple[str, ...]) -> Piece:
    """Name activities as links, the first few, and count the others."""
    unique = list(dict.fromkeys(activity_ids))
    pieces: list[str | Link] = []
    for activity_id in unique[:_NAMED]:
        pieces += [", "] if pieces else []
        pieces.append(activity_link(activity_id) if activity_id.startswith("ap") else activity_id)
    if len(unique) > _NAMED:
        pieces.append(f" and {count(len(unique) - _NAMED)} more")
    return tuple(pieces)
