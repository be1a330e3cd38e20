"""Tables of the mid-term evaluation; every number in them leads to its row in the annex."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.cleaning.records import each_row
from analysis.display.codes import criterion_name, strength_words
from analysis.display.evaluation_terms import (
    asked_words,
    criterion_rule,
    horizon_words,
    status_words,
    step_name,
    step_reason,
)
from analysis.display.language import _, _c, _n, mark
from analysis.display.numbers import amount, count, counted, percent
from analysis.display.shown import Link, Piece, Shown
from analysis.display.tabling import table
from analysis.measures import money, plan_quality, portfolio
from analysis.measures.achievement import Assessment
from analysis.measures.estimate import Estimate
from analysis.measures.evaluation import Evaluation, organisation_names
from analysis.measures.pace import Pace

_BODIES = {
    "lead_ids": mark("Lead bodies"),
    "partner_ids": mark("Partners"),
    "donor_ids": mark("Donors"),
}


def figure_links(figure_ids: Sequence[str]) -> Piece:
    """Return links to the rows of figures in the annex."""
    links: list[str | Link] = []
    for figure_id in figure_ids:
        links += [", "] if links else []
        links.append(Link(figure_id, f"figure-row-{figure_id}"))
    return tuple(links) or _c("figures", "none")


def activity_link(activity_id: str) -> Link:
    """Return a link to an activity's row in the annex."""
    return Link(activity_id.split("-", 1)[1], f"activity-{activity_id}")


def value_link(value: Estimate) -> Link:
    """Return a derived number that leads to how it was made."""
    return Link(amount(value), f"value-{value.value_id}")


def portfolio_tables(evaluation: Evaluation, column: str) -> Shown:
    """Return activities and indicators by the organisations of a column of ids."""
    bodies = evaluation.scope.data["organisations"]
    full = dict(zip(bodies["acronym"], bodies["name"], strict=True))
    return table(
        _(_BODIES[column]),
        (_("Organisation"), _("Name"), _("Activities"), _("Indicators")),
        [
            (tally.name, full[tally.name], count(tally.activities), count(tally.indicators))
            for tally in portfolio.by_body(evaluation.scope, column)
        ],
        numeric=(2, 3),
        note=_("An activity with two organisations counts under both."),
    )


def criteria(evaluation: Evaluation) -> Shown:
    """Return the checklist's rules with how many activities meet each."""
    whole = len(evaluation.checklists)
    rows = []
    for criterion in plan_quality.CRITERIA:
        key = criterion.key
        met = sum(checklist.met[key] for checklist in evaluation.checklists)
        rows.append((criterion_name(key), criterion_rule(key), count(met), percent(met / whole)))
    return table(
        _("The checklist, and how many activities meet each criterion"),
        (_("Criterion"), _("Rule"), _("Activities"), _("Share")),
        rows,
        numeric=(2, 3),
    )


def weakest(evaluation: Evaluation) -> Shown:
    """Return the activities that fail most criteria, named."""
    shown = plan_quality.weakest(evaluation.checklists)
    least = len(shown[-1].failed) if shown else 0
    alike = sum(len(c.failed) >= least for c in evaluation.checklists)
    return table(
        _("Activities that fail most criteria"),
        (_("Activity"), _("Title"), _c("criteria", "Failed"), _c("criteria", "Which")),
        [
            (
                activity_link(c.activity_id),
                c.title,
                count(len(c.failed)),
                ", ".join(criterion_name(key) for key in c.failed),
            )
            for c in shown
        ],
        numeric=(2,),
        note=_n(
            "{shown} of the {number} activity that fails {least} criteria or more, in the order "
            "of the plan.",
            "{shown} of the {number} activities that fail {least} criteria or more, in the order "
            "of the plan.",
            alike,
            shown=count(len(shown)),
            number=count(alike),
            least=count(least),
        ),
    )


def money_steps(evaluation: Evaluation) -> Shown:
    """Return each step from the naive sum to the right one, with its reason."""
    planned = evaluation.values["planned-amount"]
    rows: list[tuple[Piece, ...]] = [
        (step_name(step), count(step.change), count(step.sum), step_reason(step))
        for step in money.steps(evaluation.scope)
    ]
    if planned.width:
        rows.append(
            (
                _("of which for the plan's own groups"),
                _c("change of a sum", "not said"),
                value_link(planned),
                _("a whole programme's budget is open to others too: none of it, or all of it"),
            )
        )
    return table(
        _("From the naive sum to the right one"),
        (_("Step"), _("Change, GEL"), _("Sum, GEL"), _("Reason")),
        rows,
        numeric=(1, 2),
    )


def assessments(evaluation: Evaluation) -> Shown:
    """Return target against result for each link that counts."""
    return table(
        _("Targets with a reported result"),
        (
            _("Target"),
            _("What is measured"),
            _("Asked"),
            _("Achieved"),
            _("Share"),
            _("Evidence"),
            _("Claimed status"),
            _("Assessed status"),
            _("Figures"),
        ),
        [
            (
                _target_link(a.target_kind, a.target_id),
                a.measure,
                asked_words(a.asked),
                counted(a.achieved, a.unit),
                _("no number asked") if a.ratio is None else percent(a.ratio),
                _evidence(a),
                a.claimed_status or _c("status", "none reported"),
                status_words(a),
                figure_links(a.figure_ids),
            )
            for a in evaluation.assessments
        ],
        numeric=(3, 4),
        note=_(
            "Claimed by an agency; assessed by the evaluator, from evidence, on the scale chosen."
        ),
    )


def _evidence(found: Assessment) -> str:
    """Return how well evidence fits a target, and in what it differs from it."""
    strength = strength_words(found.strength)
    difference = found.difference
    return _("{name}: {value}", name=strength, value=difference) if difference else strength


def contextual(evaluation: Evaluation) -> Shown:
    """Return the reported figures that bear on a target and do not count, with the reason."""
    links = evaluation.scope.links
    return table(
        _("Figures that bear on a target and must not be counted as its achievement"),
        (_("Target"), _("Figures"), _("Why they do not count")),
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
        _("Partners' commitments with a number"),
        (
            _("Commitment"),
            _("Asked"),
            _c("commitment", "Done"),
            _("Share"),
            _("Horizon"),
            _("Time gone"),
            _("Needed a year from here"),
            _("Figures"),
        ),
        [_pace(pace, names[pace.partner_id]) for pace in evaluation.paces],
        numeric=(2, 3, 5, 6),
        note=_(
            "Horizons are assumed to begin with the loan agreement. Results are of 2019 only "
            "and of the whole country; they are not known to be under the agreement."
        ),
    )


def _pace(pace: Pace, partner: str) -> tuple[Piece, ...]:
    return (
        _("{name}: {value}", name=partner, value=pace.measure),
        counted(pace.target, pace.unit),
        _("not reported") if pace.done is None else count(pace.done),
        _("not reported") if pace.share is None else percent(pace.share),
        horizon_words(pace),
        _("no horizon") if pace.time_gone is None else percent(pace.time_gone),
        _("cannot be said") if pace.per_year_needed is None else count(pace.per_year_needed),
        figure_links(pace.figure_ids),
    )
