"""A partner's commitments: why they are not one number, and each with what is reported."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.display.codes import strength_words
from analysis.display.evaluation_terms import horizon_words
from analysis.display.language import _, _n, _said
from analysis.display.measuring import figures_linked
from analysis.display.numbers import count, counted, listing, percent, unit_named
from analysis.display.partner_names import acronyms
from analysis.display.shown import NOTHING, Link, Piece, Shown, joined, paragraph
from analysis.display.tables import document_line
from analysis.display.tabling import table
from analysis.measures.pace import Pace
from analysis.measures.partner_commitments import Commitment
from analysis.measures.partners import Brief


def apart(brief: Brief) -> Shown:
    """Say why commitments with a number are not added up."""
    numbered = [one for one in brief.commitments if one.pace]
    if not brief.commitments:
        return NOTHING
    said: list[Piece] = []
    if len(numbered) > 1:
        said.append(
            _(
                "These commitments are not one number. They count {units}; a sum of them would "
                "be of nothing. {horizons}",
                units=listing(_units(numbered)),
                horizons=_horizons(numbered),
            )
        )
    if any(one.pace.done is not None for one in brief.commitments if one.pace):
        said.append(
            _(
                "What is reported is counted for the whole country; no document says that it was "
                "reached under a commitment."
            )
        )
    said.append(_("Not reported is not nought."))
    return paragraph(*said)


def _units(numbered: Sequence[Commitment]) -> list[str]:
    return list(dict.fromkeys(unit_named(one.unit) for one in numbered))


def _horizons(numbered: Sequence[Commitment]) -> str:
    """Say for how many commitments a horizon is dated, and for how many it is not."""
    dated = sum(one.pace is not None and one.pace.horizon is not None for one in numbered)
    undated = len(numbered) - dated
    return _n(
        "Their horizons differ: {dated} run from day to day, by an assumed beginning; {number} "
        "has no date, so its pace cannot be said.",
        "Their horizons differ: {dated} run from day to day, by an assumed beginning; {number} "
        "have no date, so their pace cannot be said.",
        undated,
        dated=count(dated),
        number=count(undated),
    )


def numbered(brief: Brief) -> Shown:
    """Return the commitments with a number: what is asked, shown and needed, not added up."""
    shown = [(one, one.pace) for one in brief.commitments if one.pace]
    if not shown:
        return NOTHING
    names = acronyms(brief)
    return table(
        _("Commitments with a number"),
        (
            _("Commitment"),
            _("Asked"),
            _("Shown done"),
            _("Horizon"),
            _("Needed a year"),
            _("What is reported"),
        ),
        [(_promise(one, names), *_pace(one, pace), _reported(one)) for one, pace in shown],
        numeric=(4,),
        note=_(
            "Rows are never added up. Horizons are assumed to begin with the agreement. What is "
            "shown done is counted for the whole country and is not known to be under it."
        ),
        row_ids=[f"commitment-{one.commitment_id}" for one, _pace in shown],
    )


def _promise(one: Commitment, names: dict[str, str]) -> str:
    """Return what a commitment is of, and whose it is."""
    return _("{name}: {value}", name=names[one.partner_id], value=one.measure)


def _pace(one: Commitment, pace: Pace) -> tuple[Piece, ...]:
    """Return what is asked and shown done, by when, and how much a year is needed from here."""
    return (
        Link(counted(pace.target, pace.unit), f"figure-row-{one.figure_id}"),
        _shown_done(pace),
        _horizon(one, pace),
        "" if pace.per_year_needed is None else count(pace.per_year_needed),
    )


def _shown_done(pace: Pace) -> str:
    if pace.done is None or pace.share is None:
        return _("not reported")
    return _("{number} ({share})", number=count(pace.done), share=percent(pace.share))


def _horizon(one: Commitment, pace: Pace) -> str:
    if pace.time_gone is not None:
        horizon = horizon_words(pace)
        return _("{horizon}: {share} gone", horizon=horizon, share=percent(pace.time_gone))
    if one.years is not None:
        return _("{years}, without a date", years=counted(one.years, "year"))
    return horizon_words(pace)


def numberless(brief: Brief) -> Shown:
    """Return the commitments without a number, with what is reported on them."""
    shown = [one for one in brief.commitments if not one.pace]
    if not shown:
        return NOTHING
    names = acronyms(brief)
    sources = brief.scope.data["sources"]
    titles = dict(zip(sources["source_id"], sources["title"], strict=True))
    return table(
        _("Commitments without a number"),
        (_("Commitment"), _("What is reported"), _("Document and line")),
        [
            (
                _promise(one, names),
                _reported(one),
                document_line(titles[one.source_id], one.source_line),
            )
            for one in shown
        ],
        row_ids=[f"commitment-{one.commitment_id}" for one in shown],
    )


def _reported(one: Commitment) -> Piece:
    """Return what is reported on a commitment: how well it fits, why, and the figures."""
    if not one.reported:
        return strength_words(one.strength)
    return joined(
        [
            _said(
                "{strength}: {reason} {figures}",
                strength=strength_words(found.strength),
                reason=found.reason,
                figures=figures_linked(found.figure_ids),
            )
            for found in one.reported
        ],
        "; ",
    )
