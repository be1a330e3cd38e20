"""Sentences of the mid-term evaluation; each number leads to how it was made."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.display.dates import day
from analysis.display.evaluation_tables import activity_link, value_link
from analysis.display.evaluation_terms import criterion_rule, evidence_words, scope_words
from analysis.display.evaluation_values import value_name
from analysis.display.language import _, _n, _said
from analysis.display.numbers import count
from analysis.display.shown import Link, Piece, Shown, paragraph
from analysis.measures import money
from analysis.measures.evaluation import Evaluation
from analysis.measures.implementation import SAYS_NOTHING
from analysis.measures.plan_quality import most_failed

_NAMED = 6
"""How many activities a sentence names before it says "and so many more"."""


def subject(evaluation: Evaluation) -> Shown:
    """Say what is evaluated, as of when, from what, and which evidence counts."""
    scope = evaluation.scope
    titles = dict(
        zip(scope.data["sources"]["source_id"], scope.data["sources"]["title"], strict=True)
    )
    plan = titles.pop(scope.activities["source_id"].iloc[0])
    invented = scope.data["sources"]["invented"].any()
    return paragraph(
        *([_("An exercise: some of the documents are invented.")] if invented else ()),
        _(
            "Evaluated: {plan}, {scope}, as of {day}.",
            plan=plan,
            scope=scope_words(scope),
            day=day(scope.as_of),
        ),
        _("Searched for evidence: {documents}.", documents="; ".join(titles.values())),
        _("Evidence counts if it is {evidence}.", evidence=evidence_words(scope.counted)),
    )


def quality(evaluation: Evaluation) -> Shown:
    """Say which criterion fails most."""
    worst, failed = most_failed(evaluation.checklists)
    whole = len(evaluation.checklists)
    return paragraph(
        _n(
            "The criterion most often failed: {rule} ({failed} of {number} activity fail it).",
            "The criterion most often failed: {rule} ({failed} of {number} activities fail it).",
            whole,
            rule=criterion_rule(worst),
            failed=count(failed),
            number=count(whole),
        ),
        _("The checklist reads the plan alone; it says nothing about what was done."),
    )


def donors(evaluation: Evaluation) -> Shown:
    """Say how far the plan depends on single donors."""
    values = evaluation.values
    return paragraph(
        _said(
            "Of the activities with a donor, {share} have one only.",
            share=value_link(values["single-donor"]),
        ),
        _said(
            "{mentions}: {share} of all mentions. Donors' amounts are not printed, so mentions "
            "are counted.",
            mentions=value_name(values["largest-donor"]),
            share=value_link(values["largest-donor"]),
        ),
        _unfunded(money.without_source(evaluation.scope)),
    )


def _unfunded(activity_ids: Sequence[str]) -> Piece:
    if not activity_ids:
        return _("Activities that name no source of funding: none.")
    return _said(
        "Activities that name no source of funding: {activities}.",
        activities=named_activities(activity_ids),
    )


def reach(evaluation: Evaluation) -> Shown:
    """Say how many activities have evidence, and of what kind the rest is."""
    counts = {
        strength: sum(row.strength == strength for row in evaluation.reach)
        for strength in ("direct", "partial", "contextual", "looked_for", "outside")
    }
    return paragraph(
        _n(
            "Direct evidence reaches {number} activity, partial {partial}, and context bears on "
            "{contextual}.",
            "Direct evidence reaches {number} activities, partial {partial}, and context bears "
            "on {contextual}.",
            counts["direct"],
            number=count(counts["direct"]),
            partial=count(counts["partial"]),
            contextual=count(counts["contextual"]),
        ),
        _n(
            "For {searched} evidence was looked for and not found; {number} lies outside the "
            "subject of the reporting documents.",
            "For {searched} evidence was looked for and not found; {number} lie outside the "
            "subject of the reporting documents.",
            counts["outside"],
            searched=count(counts["looked_for"]),
            number=count(counts["outside"]),
        ),
    )


def achievement(evaluation: Evaluation) -> Shown:
    """Say how many targets have a result and how many of those are reached."""
    found = [a for a in evaluation.assessments if a.ratio is not None]
    reached = sum((a.ratio or 0) >= 1 for a in found)
    if not found:
        return paragraph(_("No target of the scope has a reported result that counts."))
    return paragraph(
        _n(
            "{number} target has a reported result with a number, budgets and partners' "
            "commitments included.",
            "{number} targets have a reported result with a number, budgets and partners' "
            "commitments included.",
            len(found),
            number=count(len(found)),
        ),
        _n(
            "{number} of them is reached.",
            "{number} of them are reached.",
            reached,
            number=count(reached),
        ),
        _claims(evaluation),
    )


def _claims(evaluation: Evaluation) -> str:
    claimed = sum(bool(a.claimed_status) for a in evaluation.assessments)
    if not claimed:
        return _(
            "No agency claimed a status in the documents; statuses are assessed from evidence."
        )
    return _(
        "Agencies claimed a status for {number} of them; it stands beside the assessed.",
        number=count(claimed),
    )


def pace(evaluation: Evaluation) -> Shown:
    """Say which dated commitments are shown to keep a linear pace, and which are not."""
    dated = [p for p in evaluation.paces if p.time_gone is not None and p.share is not None]
    if not dated:
        return paragraph(_("Commitments of partners concern the whole plan; see its report."))
    kept = [p.measure for p in dated if (p.share or 0) >= (p.time_gone or 0)]
    open_ = [p.measure for p in dated if (p.share or 0) < (p.time_gone or 0)]
    said = []
    if kept:
        said.append(_("Shown to keep a linear pace: {commitments}.", commitments="; ".join(kept)))
    if open_:
        said.append(_("Not shown to keep it: {commitments}.", commitments="; ".join(open_)))
    if kept and open_:
        said.append(_("On what is reported, the targets of one loan do not move together."))
    return paragraph(
        *said,
        _(
            "What is reported is counted for the whole country, and the horizon is assumed: "
            "neither says that a commitment is kept or late."
        ),
    )


def rate(evaluation: Evaluation) -> Shown:
    """Say what the interval allows to be said, for both levels and the score."""
    values = evaluation.values
    activities = values["implementation-rate-activities"]
    scope = evaluation.scope
    fields = {"day": day(scope.as_of), "evidence": evidence_words(scope.counted)}
    wide = _(
        "As of {day}, with evidence that is {evidence}, this is too wide an interval to say how "
        "much of the plan was done.",
        **fields,
    )
    narrow = _(
        "As of {day}, with evidence that is {evidence}, this narrows down how much of the plan "
        "was done.",
        **fields,
    )
    return paragraph(
        _said("Of the activities due, {share} were implemented.", share=value_link(activities)),
        _said(
            "SIGMA's scoring of the two ends gives {points}.",
            points=value_link(values["score-sigma-implementation"]),
        ),
        wide if activities.width > SAYS_NOTHING else narrow,
    )


def named_activities(activity_ids: Sequence[str]) -> Piece:
    """Return activities as links, the first few, and how many more there are."""
    unique = list(dict.fromkeys(activity_ids))
    pieces: list[str | Link] = []
    for activity_id in unique[:_NAMED]:
        pieces += [", "] if pieces else []
        pieces.append(activity_link(activity_id) if activity_id.startswith("ap") else activity_id)
    more = len(unique) - _NAMED
    if more <= 0:
        return tuple(pieces)
    others = _n("{number} more", "{number} more", more, number=count(more))
    return _said("{activities} and {others}", activities=tuple(pieces), others=others)
