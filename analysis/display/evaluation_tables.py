"""Tables of the mid-term evaluation; every number in them leads to its row in the annex."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.cleaning.schema import each_row, plain
from analysis.display.numbers import amount, count, counted, percent
from analysis.display.shown import Link, Piece, Shown
from analysis.display.tabling import table
from analysis.measures import implementation, money, plan_quality, portfolio
from analysis.measures.estimate import Estimate
from analysis.measures.evaluation import Evaluation, organisation_names

NONE_REPORTED = "none reported"


def figure_links(figure_ids: Sequence[str]) -> Piece:
    """Return links to the rows of figures in the annex."""
    links: list[str | Link] = []
    for figure_id in figure_ids:
        links += [", "] if links else []
        links.append(Link(figure_id, f"figure-row-{figure_id}"))
    return tuple(links) or "none"


def activity_link(activity_id: str) -> Link:
    """Return a link to an activity's row in the annex."""
    return Link(activity_id.split("-", 1)[1], f"activity-{activity_id}")


def value_link(value: Estimate) -> Link:
    """Return a derived number that leads to how it was made."""
    return Link(amount(value), f"value-{value.value_id}")


def portfolio_tables(evaluation: Evaluation, column: str, caption: str) -> Shown:
    """Return activities and indicators by the organisations of a column."""
    bodies = evaluation.scope.data["organisations"]
    full = dict(zip(bodies["acronym"], bodies["name"], strict=True))
    return table(
        caption,
        ("Organisation", "Name", "Activities", "Indicators"),
        [
            (tally.name, full[tally.name], count(tally.activities), count(tally.indicators))
            for tally in portfolio.by_body(evaluation.scope, column)
        ],
        numeric=(2, 3),
        note="An activity with two organisations counts under both.",
    )


def criteria(evaluation: Evaluation) -> Shown:
    """Return the checklist's rules with how many activities meet each."""
    whole = len(evaluation.checklists)
    rows = []
    for criterion in plan_quality.CRITERIA:
        met = sum(checklist.met[criterion.key] for checklist in evaluation.checklists)
        rows.append(
            (criterion.key.replace("_", " "), criterion.words, count(met), percent(met / whole))
        )
    return table(
        "The checklist, and how many activities meet each criterion",
        ("Criterion", "Rule", "Activities", "Share"),
        rows,
        numeric=(2, 3),
    )


def weakest(evaluation: Evaluation) -> Shown:
    """Return the activities that fail most criteria, named."""
    shown = plan_quality.weakest(evaluation.checklists)
    least = len(shown[-1].failed) if shown else 0
    alike = sum(len(c.failed) >= least for c in evaluation.checklists)
    return table(
        "Activities that fail most criteria",
        ("Activity", "Title", "Failed", "Which"),
        [
            (
                activity_link(c.activity_id),
                c.title,
                count(len(c.failed)),
                ", ".join(key.replace("_", " ") for key in c.failed),
            )
            for c in shown
        ],
        numeric=(2,),
        note=f"{count(len(shown))} of the {count(alike)} activities that fail {count(least)} "
        "criteria or more, in the order of the plan.",
    )


def money_steps(evaluation: Evaluation) -> Shown:
    """Return each step from the naive sum to the right one, with its reason."""
    planned = evaluation.values["planned-amount"]
    rows: list[tuple[Piece, ...]] = [
        (step.what, count(step.change), count(step.sum), step.reason)
        for step in money.steps(evaluation.scope)
    ]
    if planned.width:
        rows.append(
            (
                "of which for the plan's own groups",
                "not said",
                value_link(planned),
                "a whole programme's budget is open to others too: none of it, or all of it",
            )
        )
    return table(
        "From the naive sum to the right one",
        ("Step", "Change, GEL", "Sum, GEL", "Reason"),
        rows,
        numeric=(1, 2),
    )


def assessments(evaluation: Evaluation) -> Shown:
    """Return target against result for each link that counts."""
    return table(
        "Targets with a reported result",
        (
            "Target",
            "What is measured",
            "Asked",
            "Achieved",
            "Share",
            "Evidence",
            "Claimed status",
            "Assessed status",
            "Figures",
        ),
        [
            (
                _target_link(a.target_kind, a.target_id),
                a.measure,
                a.asked,
                counted(a.achieved, a.unit),
                "no number asked" if a.ratio is None else percent(a.ratio),
                a.strength + (f": {a.difference}" if a.difference else ""),
                a.claimed_status or NONE_REPORTED,
                a.assessed_status,
                figure_links(a.figure_ids),
            )
            for a in evaluation.assessments
        ],
        numeric=(3, 4),
        note="Claimed by an agency; assessed by the evaluator, from evidence, on the scale chosen.",
    )


def contextual(evaluation: Evaluation) -> Shown:
    """Return the reported figures that bear on a target and do not count, with the reason."""
    links = evaluation.scope.links
    return table(
        "Figures that bear on a target and must not be counted as its achievement",
        ("Target", "Figures", "Why they do not count"),
        [
            (
                row.target_id.split("-", 1)[1],
                figure_links(row.figure_ids.split(";")),
                row.reason,
            )
            for row in each_row(links[links["strength"] == "contextual"])
        ],
    )


def _target_link(kind: str, target_id: str) -> Piece:
    """Return a target that leads to its row in the annex; commitments stand in the text."""
    words = target_id.split("-", 1)[1]
    prefix = {"indicator": "indicator", "budget": "activity"}.get(kind)
    return Link(words, f"{prefix}-{target_id}") if prefix else words


def paces(evaluation: Evaluation) -> Shown:
    """Return partners' commitments with pace and the pace that is needed from here."""
    names = organisation_names(evaluation.scope)
    return table(
        "Partners' commitments with a number",
        (
            "Commitment",
            "Asked",
            "Done",
            "Share",
            "Horizon",
            "Time gone",
            "Needed a year from here",
            "Figures",
        ),
        [
            (
                f"{names[pace.partner_id]}: {pace.measure}",
                counted(pace.target, pace.unit),
                "not reported" if pace.done is None else count(pace.done),
                "not reported" if pace.share is None else percent(pace.share),
                pace.horizon or "none",
                "no horizon" if pace.time_gone is None else percent(pace.time_gone),
                "cannot be said" if pace.per_year_needed is None else count(pace.per_year_needed),
                figure_links(pace.figure_ids),
            )
            for pace in evaluation.paces
        ],
        numeric=(2, 3, 5, 6),
        note="Horizons are assumed to begin with the loan agreement. Results are of 2019 only, "
        "so what is done is a lower bound.",
    )


def rates(evaluation: Evaluation) -> Shown:
    """Return the implementation rates and their score as intervals."""
    chosen = [
        evaluation.values[key]
        for key in (
            "implementation-rate-activities",
            "implementation-rate-indicators",
            "score-sigma-implementation",
        )
    ]
    return table(
        "Implementation rate, and its score, as intervals",
        ("Measure", "Interval", "Method"),
        [(value.name, value_link(value), value.method) for value in chosen],
        numeric=(1,),
    )


def sensitivity(evaluation: Evaluation) -> Shown:
    """Return how the implementation rate of indicators depends on what is chosen."""
    return table(
        "The implementation rate of indicators under other choices",
        ("Evidence that counts", "As of", "Indicators due", "Shown met", "Interval"),
        [
            (
                counted,
                moment,
                count(rate.denominator or 0),
                count(rate.numerator or 0),
                amount(rate),
            )
            for counted, moment, rate in implementation.sensitivity(evaluation.scope)
        ],
        numeric=(2, 3, 4),
        note="The status scale changes the words for a ratio, never the rate.",
    )


def scale(evaluation: Evaluation) -> Shown:
    """Return the status scale used, with its source and whether it was verified."""
    scales = evaluation.scope.data["status_scales"]
    chosen = scales[scales["scale_id"] == evaluation.scope.scale_id].sort_values("position")
    first = next(each_row(chosen))
    return table(
        f"The status scale: {first.title}",
        ("Status", "From", "Verified"),
        [
            (
                row.status,
                "by an agency's word only"
                if pd.isna(row.at_least_percent)
                else f"{plain(row.at_least_percent)}% of the target",
                "yes" if row.verified else "not verified",
            )
            for row in each_row(chosen)
        ],
        note=f"{first.source} ({first.dated}). {first.note}",
    )
