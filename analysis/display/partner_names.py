"""Names in partner briefs: bodies, activities and commitments, each leading to its row."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.checks.results import CheckedTables
from analysis.cleaning.links import STRENGTHS
from analysis.cleaning.records import each_row
from analysis.display.labels import label_words
from analysis.display.language import _, _n, _said, mark
from analysis.display.numbers import count
from analysis.display.shown import Link, Piece, joined
from analysis.measures.partners import Brief, Involvement

SINGLY = 12
"""Up to so many activities each has a row of its own; of more, those with evidence have."""

_TITLED = 3
"""How many activities a sentence names with their titles; of more, it gives the numbers."""

_NUMBERED = 8

_ROLES = {
    "lead": mark("lead body"),
    "partner": mark("partner"),
    "donor": mark("donor"),
}


def acronyms(brief: Brief) -> dict[str, str]:
    """Return the acronyms of organisations by id."""
    table = brief.scope.data["organisations"]
    return dict(zip(table["organisation_id"], table["acronym"], strict=True))


def full_name(brief: Brief, body: str) -> str:
    """Return an organisation's name and its acronym."""
    table = brief.scope.data["organisations"]
    row = next(each_row(table[table["organisation_id"] == body]))
    return with_acronym(row.name, row.acronym)


def organisation(data: CheckedTables, organisation_id: str, language: str) -> str:
    """Return an organisation's name in a language and its acronym, from unreleased tables."""
    table = data["organisations"]
    row = next(each_row(table[table["organisation_id"] == organisation_id]))
    words = label_words(data, language).get(("organisations", "name"), {})
    short = label_words(data, language).get(("organisations", "acronym"), {})
    return with_acronym(words.get(row.name, row.name), short.get(row.acronym, row.acronym))


def with_acronym(name: str, acronym: str) -> str:
    """Return a name with its acronym, if that is one, and the name does not hold it already.

    >>> with_acronym("European Union", "EU"), with_acronym("France", "France")
    ('European Union (EU)', 'France')
    """
    if acronym in name or " " in acronym:
        return name
    return _("{name} ({acronym})", name=name, acronym=acronym)


def role_words(one: Involvement, brief: Brief) -> str:
    """Return what the partner is to an activity, and which of its bodies, if it has several."""
    names = acronyms(brief)
    said = []
    for role, bodies in one.roles.items():
        words = _(_ROLES[role])
        if len(brief.bodies) > 1:
            held = ", ".join(names[body] for body in bodies)
            words = _("{name}: {value}", name=held, value=words)
        said.append(words)
    return "; ".join(said)


def singly(brief: Brief) -> list[Involvement]:
    """Return the activities with a row of their own: with evidence first, then in plan order."""
    few = len(brief.involvements) <= SINGLY
    chosen = [one for one in brief.involvements if few or _spoken_of(one)]
    return sorted(chosen, key=lambda one: STRENGTHS.index(one.strength))


def grouped(brief: Brief) -> dict[str, list[Involvement]]:
    """Return the other activities by the id of the row that they share."""
    groups: dict[str, list[Involvement]] = {}
    if len(brief.involvements) <= SINGLY:
        return groups
    others = [one for one in brief.involvements if not _spoken_of(one)]
    for one in sorted(others, key=lambda one: STRENGTHS.index(one.strength)):
        groups.setdefault(_row_id(one), []).append(one)
    return groups


def _spoken_of(one: Involvement) -> bool:
    return one.strength in ("direct", "partial", "contextual")


def _row_id(one: Involvement) -> str:
    return f"activities-{one.strength}-{section_of(one)}"


def rows(brief: Brief) -> dict[str, str]:
    """Return the row of the page that each activity, indicator and commitment stands in."""
    places = {one.activity_id: f"activity-{one.activity_id}" for one in singly(brief)}
    for row_id, shared in grouped(brief).items():
        places |= {one.activity_id: row_id for one in shared}
    for indicator in each_row(brief.scope.indicators):
        if indicator.activity_id in places:
            places[indicator.indicator_id] = places[indicator.activity_id]
    commitments = {
        one.commitment_id: f"commitment-{one.commitment_id}" for one in brief.commitments
    }
    return places | commitments


def number_of(target_id: str) -> str:
    """Return an activity or indicator as the plan numbers it, by chapter and section.

    >>> number_of("ap19-V-g-1.2-i1")
    'V-g-1.2-i1'
    """
    return target_id.split("-", 1)[1]


def section_of(one: Involvement) -> str:
    """Return the section of an activity, with its chapter and block."""
    return number_of(one.activity_id).rsplit("-", 1)[0]


def target_link(brief: Brief, target_id: str) -> Link:
    """Return an activity or indicator, or what a commitment is of, as a link to its row."""
    promised = {one.commitment_id: one.measure for one in brief.commitments}
    return Link(promised.get(target_id) or number_of(target_id), rows(brief)[target_id])


def named(brief: Brief, target_ids: Sequence[str]) -> Piece:
    """Return activities or commitments as links: a few with titles, many by number."""
    titles = {one.activity_id: one.title for one in brief.involvements}
    few = len(target_ids) <= _TITLED
    pieces: list[Piece] = []
    for target_id in target_ids[:_NUMBERED]:
        link = target_link(brief, target_id)
        title = titles.get(target_id)
        pieces.append((link, " ", title) if few and title else link)
    more = len(target_ids) - len(pieces)
    worded = few or target_ids[0] not in titles
    said = joined(pieces, "; " if worded else ", ")
    if not more:
        return said
    others = _n("{number} more", "{number} more", more, number=count(more))
    return _said("{activities} and {others}", activities=said, others=others)
