"""Sentences of the mid-term evaluation; each number leads to how it was made."""

from __future__ import annotations

from analysis.display.evaluation_tables import activity_link, figure_links, value_link
from analysis.display.numbers import count, percent, things
from analysis.display.shown import Link, Piece, Shown, flat, listed, paragraph
from analysis.measures import money
from analysis.measures.achievement import Assessment
from analysis.measures.evaluation import Evaluation
from analysis.measures.implementation import SAYS_NOTHING
from analysis.measures.plan_quality import CRITERIA

HALF = 50
_NAMED = 6
"""How many activities a sentence names before it says "and so many more"."""


def subject(evaluation: Evaluation) -> Shown:
    """Say what is evaluated, as of when, from what, and which evidence counts."""
    scope = evaluation.scope
    titles = dict(
        zip(scope.data["sources"]["source_id"], scope.data["sources"]["title"], strict=True)
    )
    plan = titles.pop(scope.activities["source_id"].iloc[0])
    return paragraph(
        f"Evaluated: {plan}, {scope.named}, as of {scope.as_of.isoformat()}.",
        f"Searched for evidence: {'; '.join(titles.values())}.",
        f"Evidence counts if it is {' or '.join(scope.counted)}.",
    )


def summary(evaluation: Evaluation) -> Shown:
    """Return the five findings, each with its number, its bounds and its source."""
    values = evaluation.values
    numeric = values["numeric-targets"]
    return listed(
        [
            (
                f"Size: {evaluation.scope.named} has ",
                value_link(values["activities"]),
                " with ",
                value_link(values["indicators"]),
                "; ",
                value_link(numeric),
                " of the indicators have a numeric target, so "
                f"{'most' if numeric.upper > HALF else 'less than half'} could be measured.",
            ),
            (
                "Quality: ",
                value_link(values["all-criteria"]),
                " of the activities meet every criterion of a good plan. The criterion most "
                f"often failed is: {_worst(evaluation)[1]}; ",
                value_link(values["last-month"]),
                " are due in December only.",
            ),
            _money_finding(evaluation),
            (
                "Evidence: for ",
                value_link(values["evidenced-activities"]),
                " of the activities a reported figure can be held against what was planned.",
            ),
            _rate_finding(evaluation),
        ],
        ordered=True,
    )


def _worst(evaluation: Evaluation) -> tuple[int, str]:
    """Return how many activities fail the criterion that fails most, and its words."""
    fails = {
        criterion.words: sum(not c.met[criterion.key] for c in evaluation.checklists)
        for criterion in CRITERIA
    }
    worst = max(fails, key=lambda words: (fails[words], words))
    return fails[worst], worst


def _money_finding(evaluation: Evaluation) -> tuple[Piece, ...]:
    values = evaluation.values
    planned, naive = values["planned-amount"], values["naive-amount"]
    if not naive.value:
        return ("Money: no amount of state money is printed for any activity.",)
    corrected: tuple[Piece, ...] = ()
    if planned.value != naive.value:
        corrected = (", not the ", value_link(naive), " of a naive sum")
    return (
        "Money: the printed state money is ",
        value_link(planned),
        *corrected,
        "; ",
        value_link(values["without-amount"]),
        " of the activities print no amount.",
    )


def _rate_finding(evaluation: Evaluation) -> tuple[Piece, ...]:
    values = evaluation.values
    rate = values["implementation-rate-indicators"]
    met = values["met-of-assessed"]
    found: tuple[Piece, ...] = ("Achievement: no indicator has a result that counts",)
    if met.denominator:
        numbered = [a for a in evaluation.assessments if a.target_kind == "indicator"]
        numbered = [a for a in numbered if a.ratio is not None]
        partial = sum(a.strength == "partial" for a in numbered)
        found = (
            "Achievement: where indicators have a result, ",
            Link(
                f"{count(met.numerator or 0)} of {count(met.denominator)}",
                f"value-{met.value_id}",
            ),
            " are met",
            f", {count(partial)} of these results on partial evidence" if partial else "",
            *_example(numbered),
        )
    return (
        *found,
        *_loan(evaluation),
        "; the implementation rate of indicators is ",
        value_link(rate),
        ", ",
        _width_words(rate.width),
    )


def _loan(evaluation: Evaluation) -> tuple[Piece, ...]:
    """Name the shares done of partners' dated commitments."""
    pieces: list[str | Link] = []
    for found in evaluation.paces:
        if found.share is not None and found.time_gone is not None:
            lead = ", " if pieces else "; of partners' commitments, "
            pieces += [f"{lead}{_begun(found.measure)}: "]
            pieces += [f"{percent(found.share)} ", *flat(figure_links(found.figure_ids))]
    return tuple(pieces)


def _width_words(width: float) -> str:
    if width > SAYS_NOTHING:
        return "too wide an interval to say how much of the plan was done."
    return "which narrows down how much of the plan was done."


def _example(numbered: list[Assessment]) -> tuple[Piece, ...]:
    """Name the result with the largest number, with its target and figure."""
    if not numbered:
        return ()
    most = max(numbered, key=lambda a: (a.achieved, a.link_id))
    return (
        f" (for example {_begun(most.measure)}: {count(most.achieved)} against {most.asked}, ",
        most.assessed_status,
        ", ",
        *flat(figure_links(most.figure_ids)),
        ")",
    )


def _begun(words: str) -> str:
    """Return words for the middle of a sentence."""
    return words[:1].lower() + words[1:]


def quality(evaluation: Evaluation) -> Shown:
    """Say which criterion fails most."""
    failed, words = _worst(evaluation)
    return paragraph(
        f"The criterion most often failed: {words} ({count(failed)} of "
        f"{things(len(evaluation.checklists), 'activity', 'activities')} fail it).",
        "The checklist reads the plan alone; it says nothing about what was done.",
    )


def donors(evaluation: Evaluation) -> Shown:
    """Say how far the plan depends on single donors."""
    values = evaluation.values
    unfunded = money.without_source(evaluation.scope)
    named: Piece = named_activities(tuple(unfunded)) if unfunded else "none"
    return paragraph(
        ("Of the activities with a donor, ", value_link(values["single-donor"]), " have one only."),
        (
            f"{values['largest-donor'].name}: ",
            value_link(values["largest-donor"]),
            " of all mentions. Donors' amounts are not printed, so mentions are counted.",
        ),
        ("Activities that name no source of funding: ", *flat(named), "."),
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
        f"{things(len(found), 'target has', 'targets have')} a reported result with a number, "
        f"budgets and partners' commitments included; {count(reached)} of them "
        f"{'is' if reached == 1 else 'are'} reached.",
        _claims(evaluation),
    )


def _claims(evaluation: Evaluation) -> str:
    claimed = sum(bool(a.claimed_status) for a in evaluation.assessments)
    if not claimed:
        return "No agency claimed a status in the documents; statuses are assessed from evidence."
    return f"Agencies claimed a status for {count(claimed)} of them; it stands beside the assessed."


def pace(evaluation: Evaluation) -> Shown:
    """Say which dated commitments are shown to keep a linear pace, and which are not."""
    dated = [p for p in evaluation.paces if p.time_gone is not None and p.share is not None]
    if not dated:
        return paragraph("Commitments of partners concern the whole plan; see its report.")
    kept = [p.measure for p in dated if (p.share or 0) >= (p.time_gone or 0)]
    open_ = [p.measure for p in dated if (p.share or 0) < (p.time_gone or 0)]
    said = []
    if kept:
        said.append(f"Shown to keep a linear pace: {'; '.join(kept)}.")
    if open_:
        said.append(f"Not shown to keep it: {'; '.join(open_)}.")
    if kept and open_:
        said.append("On what is reported, the targets of one loan do not move together.")
    return paragraph(
        *said,
        "What is reported is a lower bound, and the horizon is assumed: neither says that a "
        "commitment is late.",
    )


def rate(evaluation: Evaluation) -> Shown:
    """Say what the interval allows to be said, for both levels and the score."""
    values = evaluation.values
    activities = values["implementation-rate-activities"]
    points = values["score-sigma-implementation"]
    return paragraph(
        ("Of the activities due, ", value_link(activities), " were implemented."),
        ("SIGMA's scoring of the two ends gives ", value_link(points), "."),
        f"As of {evaluation.scope.as_of.isoformat()}, with evidence that is "
        f"{' or '.join(evaluation.scope.counted)}, this is {_width_words(activities.width)}",
    )


def named_activities(activity_ids: tuple[str, ...]) -> Piece:
    """Return activities as links, the first few, and how many more there are."""
    unique = list(dict.fromkeys(activity_ids))
    pieces: list[str | Link] = []
    for activity_id in unique[:_NAMED]:
        pieces += [", "] if pieces else []
        pieces.append(activity_link(activity_id) if activity_id.startswith("ap") else activity_id)
    if len(unique) > _NAMED:
        pieces.append(f" and {count(len(unique) - _NAMED)} more")
    return tuple(pieces)
