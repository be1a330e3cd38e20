"""Partners: what the plan, the commitments and the figures hold on one organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.checks.results import CheckedTables
from analysis.cleaning.links import STRENGTHS
from analysis.cleaning.records import each_row
from analysis.errors import UsageError
from analysis.measures.achievement import Assessment, Reach, assessments, reach
from analysis.measures.bearings import Bearing, bearings
from analysis.measures.partner_commitments import Commitment, commitments_of
from analysis.measures.partner_programmes import Bearer, bearers
from analysis.measures.plan_quality import checklists
from analysis.measures.programme import printed_order
from analysis.measures.scope import DEFAULTS, Scope, scope

ROLES = {"lead": "lead_ids", "partner": "partner_ids", "donor": "donor_ids"}
"""What a body is to an activity, with the column of the plan that says so."""

TOGETHER = (("afd", "france"), ("giz", "bmz"))
"""Bodies met as one partner: a state, and the body through which it lends or works.

The register has AFD as a body of France. BMZ pays for the very activities in which GIZ
takes part, in its commission; a test holds that.
"""


@dataclass(frozen=True)
class Involvement:
    """An activity that names the partner: in which roles, and what is reported of it.

    ``roles`` has the bodies of the partner by role, ``donors`` every donor, ``failed`` the
    criteria of a good plan that the activity fails.
    """

    activity_id: str
    title: str
    roles: dict[str, tuple[str, ...]]
    donors: tuple[str, ...]
    strength: str
    failed: tuple[str, ...]


@dataclass(frozen=True)
class Tally:
    """How many activities, by the best evidence on each; and their indicators."""

    name: str
    activity_ids: tuple[str, ...]
    by_strength: dict[str, int]
    indicators: int
    numbered: int


@dataclass(frozen=True)
class Brief:
    """All that is known of a partner, computed once.

    ``bodies`` are the organisations shown together, the one asked for first. ``figures``
    are those that anything here rests on, as documents print them.
    """

    scope: Scope
    partner_id: str
    bodies: tuple[str, ...]
    involvements: tuple[Involvement, ...]
    tallies: tuple[Tally, ...]
    whole: Tally
    commitments: tuple[Commitment, ...]
    assessments: tuple[Assessment, ...]
    contextual: tuple[Bearing, ...]
    programmes: tuple[Bearer, ...]
    figures: pd.DataFrame

    def among(self, role: str) -> list[Involvement]:
        """Return the activities in which the partner has a role."""
        return [one for one in self.involvements if role in one.roles]

    def faults(self) -> list[str]:
        """Return what contradicts itself; none is good."""
        found = [
            f"the activities of the role {tally.name} do not add up by evidence"
            for tally in (*self.tallies, self.whole)
            if sum(tally.by_strength.values()) != len(tally.activity_ids)
        ]
        named = {name for tally in self.tallies for name in tally.activity_ids}
        if named != {one.activity_id for one in self.involvements}:
            found.append("an activity is named in no role, or not listed")
        known = set(self.figures["figure_id"])
        evidence: list[Assessment | Bearing] = [*self.assessments, *self.contextual]
        if any(not known.issuperset(one.figure_ids) for one in evidence):
            found.append("a figure is used and not listed")
        return found


def partner_ids(data: CheckedTables) -> list[str]:
    """Return the organisations with a brief: donors and partners of the plan, and committed."""
    activities = data["activities"]
    cells = [*activities["partner_ids"], *activities["donor_ids"]]
    named = {body for cell in cells for body in cell.split(";") if body}
    return sorted(named | set(data["commitments"]["partner_id"]))


def brief(data: CheckedTables, partner_id: str) -> Brief:
    """Return the brief of a partner, over the whole plan at the end of its year.

    Raises
    ------
    UsageError
        The organisation is not in the register, or nothing names it as a partner.
    """
    _refuse_unknown(data, partner_id)
    chosen = scope(data, *DEFAULTS)
    bodies = together(partner_id)
    reached = {row.activity_id: row for row in reach(chosen)}
    involvements = _involvements(chosen, bodies, reached, _failed(chosen))
    mine = _within(chosen, involvements)
    evidence = bearings(data, _linked_figures(chosen))
    commitments = commitments_of(chosen, bodies, evidence)
    targets = {*mine.indicators["indicator_id"], *mine.activities["activity_id"]}
    spoken = [one for one in evidence if one.target_id in targets]
    promised = [one for commitment in commitments for one in commitment.reported]
    programmes = bearers(data, [*spoken, *promised], [c.commitment_id for c in commitments])
    return Brief(
        chosen,
        partner_id,
        bodies,
        tuple(involvements),
        tuple(_tallies(mine, involvements)),
        _plan_tally(chosen, reached),
        tuple(commitments),
        tuple(one for one in assessments(chosen) if one.target_id in targets),
        tuple(one for one in spoken if one.strength == "contextual"),
        programmes,
        _cited(data, [*spoken, *promised], commitments, programmes),
    )


def tallies(data: CheckedTables) -> dict[str, tuple[Tally, ...]]:
    """Return what every brief counts by role, by partner; and of the whole plan, under ``plan``."""
    chosen = scope(data, *DEFAULTS)
    reached, failed = {row.activity_id: row for row in reach(chosen)}, _failed(chosen)
    found: dict[str, tuple[Tally, ...]] = {"plan": (_plan_tally(chosen, reached),)}
    for partner_id in partner_ids(data):
        involvements = _involvements(chosen, together(partner_id), reached, failed)
        found[partner_id] = tuple(_tallies(_within(chosen, involvements), involvements))
    return found


def together(partner_id: str) -> tuple[str, ...]:
    """Return the bodies met as one partner, the one asked for first."""
    group = next((bodies for bodies in TOGETHER if partner_id in bodies), ())
    return (partner_id, *(body for body in group if body != partner_id))


def _refuse_unknown(data: CheckedTables, partner_id: str) -> None:
    known = partner_ids(data)
    if partner_id in known:
        return
    register = data["organisations"]
    if partner_id not in set(register["organisation_id"]):
        raise UsageError(
            f"There is no organisation {partner_id!r}. With a brief: {', '.join(known)}."
        )
    raise UsageError(
        f"No activity has {partner_id!r} as partner or donor, and it has no commitment: there is "
        f"nothing to brief on. With a brief: {', '.join(known)}."
    )


def _failed(scope: Scope) -> dict[str, tuple[str, ...]]:
    """Return the criteria of the plan's quality that each activity fails."""
    return {checklist.activity_id: checklist.failed for checklist in checklists(scope)}


def _involvements(
    scope: Scope,
    bodies: Sequence[str],
    reached: Mapping[str, Reach],
    failed: Mapping[str, tuple[str, ...]],
) -> list[Involvement]:
    found = []
    for row in each_row(scope.activities.sort_values("source_line")):
        roles = {role: _named(row, column, bodies) for role, column in ROLES.items()}
        held = {role: named for role, named in roles.items() if named}
        if held:
            donors = tuple(body for body in row.donor_ids.split(";") if body)
            name = row.activity_id
            found.append(
                Involvement(name, row.title, held, donors, reached[name].strength, failed[name])
            )
    return found


def _named(row: Any, column: str, bodies: Sequence[str]) -> tuple[str, ...]:
    named = getattr(row, column).split(";")
    return tuple(body for body in bodies if body in named)


def _within(scope: Scope, involvements: Sequence[Involvement]) -> Scope:
    """Return the scope cut to the partner's activities."""
    names = {one.activity_id for one in involvements}
    return replace(
        scope,
        activities=scope.activities[scope.activities["activity_id"].isin(names)],
        indicators=scope.indicators[scope.indicators["activity_id"].isin(names)],
    )


def _tallies(mine: Scope, involvements: Sequence[Involvement]) -> list[Tally]:
    """Return a tally for each role that the partner has, the most frequent first."""
    found = []
    for role in ROLES:
        named = [(one.activity_id, one.strength) for one in involvements if role in one.roles]
        if named:
            found.append(_tally(mine, role, named))
    return sorted(found, key=lambda tally: -len(tally.activity_ids))


def _plan_tally(scope: Scope, reached: Mapping[str, Reach]) -> Tally:
    return _tally(scope, "plan", [(name, row.strength) for name, row in reached.items()])


def _tally(scope: Scope, name: str, named: Sequence[tuple[str, str]]) -> Tally:
    ids = tuple(activity_id for activity_id, _strength in named)
    counted = Counter(strength for _activity_id, strength in named)
    indicators = scope.indicators[scope.indicators["activity_id"].isin(ids)]
    return Tally(
        name,
        ids,
        {strength: counted[strength] for strength in STRENGTHS},
        len(indicators),
        int((indicators["operator"] != "none").sum()),
    )


def _linked_figures(scope: Scope) -> set[str]:
    return {name for cell in scope.links["figure_ids"] for name in cell.split(";") if name}


def _cited(
    data: CheckedTables,
    evidence: Sequence[Bearing],
    commitments: Sequence[Commitment],
    programmes: Sequence[Bearer],
) -> pd.DataFrame:
    """Return the figures that the brief rests on, in the order of the documents."""
    named = {name for one in evidence for name in one.figure_ids}
    named |= {one.figure_id for one in commitments if one.figure_id}
    named |= {name for one in programmes for name in one.figure_ids}
    rows = data.rows("figures", "figure_id", named)
    return rows.sort_values("figure_id", key=lambda ids: ids.map(printed_order))
