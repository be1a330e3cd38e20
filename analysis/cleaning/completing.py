"""What a new document asks of a person: names, notations and words that are not known yet.

Everything is asked at once, each with what is nearest to it, and the answers are taken at once:
every row has one that can be used, or nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.cleaning.columns import Reader, by_key
from analysis.cleaning.notation import read_deadline, read_quantity, read_target
from analysis.cleaning.organisations import NameBook, name_book, normalise
from analysis.cleaning.plan import Plan, read_plan
from analysis.cleaning.plan_ids import indicator_id
from analysis.cleaning.tables import readings
from analysis.errors import NotationError
from analysis.nearest import likest
from analysis.source.delivery import Delivery
from analysis.source.rows import RawRow

Rule = Callable[[str], object]

RULES: dict[str, tuple[str, Rule]] = {
    "deadline_raw": ("deadlines", read_deadline),
    "target_raw": ("indicators", read_target),
    "token_raw": ("budgets", read_quantity),
}
"""The columns of tokens of a plan: in which file, and by which rule they are read."""

SAME_PLACE = 1.0
"""The likeness of what another plan says at the same place: the same number of the same section."""


@dataclass(frozen=True)
class Asked:
    """One thing that a person has to say.

    ``kind`` is name, notation, title, measure, unit or risk_category; ``id`` of what it is said,
    where that has one; ``rows`` are all rows where it stands, the first one named to the person,
    and ``column`` the one in which it is missed; ``nearest`` are known forms with their likeness.
    """

    kind: str
    id: str
    printed: str
    file: str
    rows: tuple[int, ...]
    column: str
    nearest: tuple[tuple[str, float], ...] = ()
    line: str = ""
    number: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What the question is known by."""
        return self.kind, self.id, self.column, self.printed


def asked(delivery: Delivery, source_id: str, unit_of: Callable[[str], str]) -> list[Asked]:
    """Return everything that one plan asks of a person, in the order of its rows.

    Parameters
    ----------
    unit_of : the unit that a Georgian word names, or an empty text.
    """
    plan = read_plan(delivery, source_id, Reader())
    return [
        *_names(plan, name_book(delivery.rows("organisation_names"))),
        *_notations(plan, delivery),
        *_titles(plan, delivery),
        *_indicators(plan, delivery, unit_of),
        *_risks(plan, delivery),
    ]


def _names(plan: Plan, book: NameBook) -> Iterator[Asked]:
    runs: dict[str, list[list[RawRow]]] = {}
    for lines in plan.parts["names"].values():
        for role in dict.fromkeys(row["role"] for row in lines):
            for run in book.unread([row for row in lines if row["role"] == role]):
                printed = normalise(" ".join(row["name_raw"] for row in run))
                runs.setdefault(printed, []).append(run)
    for printed, found in runs.items():
        near = [
            (f"{form} = {';'.join(book.forms[form])}", likeness)
            for form, likeness in likest(printed, book.forms)
        ]
        rows = tuple(row.number for run in found for row in run)
        yield Asked("name", "", printed, found[0][0].file, rows, "name_raw", tuple(near))


def _notations(plan: Plan, delivery: Delivery) -> Iterator[Asked]:
    known = readings(delivery)
    for column, (name, rule) in RULES.items():
        tokens: dict[str, list[RawRow]] = {}
        read: dict[str, None] = {}
        for rows in plan.parts[name].values():
            for row in rows:
                token = row[column]
                if not token or not _is_read(row):
                    continue
                if reads(rule, known.get((column, token), token)):
                    read[token] = None
                else:
                    tokens.setdefault(token, []).append(row)
        for token, found in tokens.items():
            numbers = tuple(row.number for row in found)
            near = tuple(likest(token, read))
            yield Asked("notation", "", token, found[0].file, numbers, column, near)


def _is_read(row: RawRow) -> bool:
    """Return whether a token is read by a rule: marks of budgets and donors' sums are not."""
    return row.cells.get("mark", "amount") == "amount" and (
        row.cells.get("column", "state_budget") == "state_budget"
    )


def reads(rule: Rule, token: str) -> bool:
    """Return whether a rule reads a token."""
    try:
        rule(token)
    except NotationError:
        return False
    return True


def _titles(plan: Plan, delivery: Delivery) -> Iterator[Asked]:
    titles = by_key(delivery.rows("annotations/activities"), "activity_id")
    for row in plan.activities:
        place = plan.places.get(row["source_line"])
        if place and place.activity_id not in titles:
            near = _elsewhere(place.activity_id, plan, delivery, titles, "title")
            yield _ask("title", place.activity_id, row["activity_no_raw"], row, "source_line", near)


def _indicators(plan: Plan, delivery: Delivery, unit_of: Callable[[str], str]) -> Iterator[Asked]:
    measures = by_key(delivery.rows("annotations/indicators"), "indicator_id")
    for line, rows in plan.parts["indicators"].items():
        place = plan.places.get(line)
        for row in rows if place else ():
            assert place is not None
            key = indicator_id(place, row["indicator_no"])
            if key in measures:
                continue
            near = _elsewhere(key, plan, delivery, measures, "measure")
            yield _ask("measure", key, row["target_raw"], row, "source_line", near)
            if row["target_raw"]:
                units = _elsewhere(key, plan, delivery, measures, "unit")
                units += [(unit, 0.5) for unit in _counted(row["target_raw"], unit_of)]
                yield _ask("unit", key, row["target_raw"], row, "source_line", units)


def _counted(token: str, unit_of: Callable[[str], str]) -> list[str]:
    """Return the unit of the word that a target prints for what is counted."""
    try:
        word = read_target(token).counted
    except NotationError:
        return []
    unit = unit_of(word) if word else ""
    return [unit] if unit else []


def _risks(plan: Plan, delivery: Delivery) -> Iterator[Asked]:
    coded = {(row["activity_id"], row["risk_no"]) for row in delivery.rows("annotations/risks")}
    for line, rows in plan.parts["risks"].items():
        place = plan.places.get(line)
        for row in rows if place else ():
            assert place is not None
            if (place.activity_id, row["risk_no"]) not in coded:
                one = _ask("risk_category", place.activity_id, "", row, "source_line", [])
                yield one


def _ask(
    kind: str,
    key: str,
    printed: str,
    row: RawRow,
    column: str,
    near: Sequence[tuple[str, float]],
) -> Asked:
    number = row.cells.get("risk_no", "") if kind == "risk_category" else ""
    known_by = f"{key} risk {number}" if number else key
    return Asked(
        kind, known_by, printed, row.file, (row.number,), column, tuple(near),
        row["source_line"], number,
    )  # fmt: skip


def _elsewhere(
    key: str, plan: Plan, delivery: Delivery, entries: Mapping[str, RawRow], column: str
) -> list[tuple[str, float]]:
    """Return what was said of the same place in other plans."""
    rest = key.removeprefix(plan.document.prefix)
    others = (f"{other.prefix}{rest}" for other in delivery.documents.values())
    said = [entries[one][column] for one in others if one in entries]
    return [(words, SAME_PLACE) for words in dict.fromkeys(said) if words]
