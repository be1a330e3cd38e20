"""The action plan's clean tables: activities and their indicators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from analysis.cleaning.columns import Reader, by_key, lost, unknown
from analysis.cleaning.notation import Quantity, read_deadline, read_quantity, read_target
from analysis.cleaning.notation.targets import NO_TARGET
from analysis.cleaning.organisations import NameBook
from analysis.cleaning.plan_ids import Place, indicator_id, place_activities
from analysis.cleaning.units import UNITS
from analysis.source.delivery import TABLE_KEYS, Delivery
from analysis.source.descriptions import TABLE
from analysis.source.extraction import ABSENT, EMPTY
from analysis.source.manifest import SourceDocument
from analysis.source.rows import RawRow

RISK_CATEGORIES = (
    "evidence",
    "financing",
    "information",
    "natural_conditions",
    "other",
    "participation",
    "partners_will",
    "procedure",
    "procurement",
    "staffing",
)
ROLES = ("lead", "partner", "donor", "reporting")
BUDGET_MARKS = (
    "administrative",
    "administrative_share",
    "amount",
    "programme_total",
    "to_be_determined",
    "unit",
)


@dataclass(frozen=True)
class Plan:
    """One plan's raw rows, grouped by the activity that they belong to."""

    document: SourceDocument
    activities: Sequence[RawRow]
    places: Mapping[str, Place]
    parts: Mapping[str, Mapping[str, list[RawRow]]]

    def rows(self, name: str, line: str) -> list[RawRow]:
        return self.parts[name].get(line, [])


def read_plan(delivery: Delivery, source_id: str, reader: Reader) -> Plan:
    """Group the raw rows of one plan by activity, and place its activities."""
    activities = delivery.rows(f"{source_id}/activities")
    document = delivery.documents[source_id]
    places = place_activities(activities, document.prefix, reader)
    parts: dict[str, dict[str, list[RawRow]]] = {}
    for name in ("names", "deadlines", "budgets", "indicators", "risks", "notes"):
        grouped: dict[str, list[RawRow]] = defaultdict(list)
        for row in _in_order(delivery.rows(f"{source_id}/{name}"), TABLE_KEYS[name]):
            if row["activity_line"] not in places:
                reader.problems.append(unknown(row, "activity_line", row["activity_line"], places))
            grouped[row["activity_line"]].append(row)
        parts[name] = grouped
    return Plan(document, activities, places, parts)


def _in_order(rows: Iterable[RawRow], key: Sequence[str]) -> list[RawRow]:
    """Return rows as the document has them, in whatever order the file does."""
    return sorted(rows, key=lambda row: [_by_number(row[column]) for column in key])


def _by_number(cell: str) -> tuple[int, str]:
    return (int(cell) if cell.isdecimal() else 0, cell)


def clean_activities(
    plan: Plan, delivery: Delivery, names: NameBook, reader: Reader
) -> list[dict[str, object]]:
    """Return one record an activity, built up cell by cell from its raw rows."""
    titles = by_key(delivery.rows("annotations/activities"), "activity_id")
    risks = _risk_categories(plan, delivery, reader)
    totals = _shared_totals(plan, reader)
    records = []
    for row in plan.activities:
        line = row["source_line"]
        place = plan.places.get(line)
        if place is None:
            continue
        title = reader.beside(row, place.activity_id, titles, "title")
        names_of = _names(plan.rows("names", line), names, reader)
        records.append(
            {
                "activity_id": place.activity_id,
                "source_id": plan.document.source_id,
                "source_line": reader.number(row, "source_line"),
                "chapter": place.chapter,
                "section": place.section,
                "block": place.block,
                "objective_no": place.objective_no,
                "activity_no": place.activity_no,
                "activity_no_raw": row["activity_no_raw"],
                "title": title["title"] if title else "",
                "lead_ids": ";".join(names_of["lead"]),
                "partner_ids": ";".join(names_of["partner"]),
                "donor_ids": ";".join(names_of["donor"]),
                "deadlines": _deadlines(row, plan.rows("deadlines", line), reader),
                "deadline_status": "cell_absent" if row["deadline"] == ABSENT else "stated",
                **_budget(row, plan.rows("budgets", line), reader),
                "budget_once": totals.get(line, ""),
                "verification_stated": row["verification"] != EMPTY,
                "risk_stated": row["risk"] not in (EMPTY, ABSENT),
                "risk_category": ";".join(risks.get(line, ())),
                "reporting_agency_id": (names_of["reporting"] or [""])[0],
            }
        )
    ids = (place.activity_id for place in plan.places.values())
    reader.problems += lost(_of(plan, delivery, titles), ids, "title")
    return records


def _names(rows: Sequence[RawRow], names: NameBook, reader: Reader) -> dict[str, list[str]]:
    """Return the organisations of an activity by role; one answers for the reporting."""
    for row in rows:
        reader.choose(row, "role", ROLES)
    found = {
        role: names.read_cell([row for row in rows if row["role"] == role], reader)
        for role in ROLES
    }
    reporting = [row for row in rows if row["role"] == "reporting"]
    if len(reporting) > 1:
        reader.problems.append(
            reporting[1].problem("a second agency is responsible for reporting", "name_raw")
        )
    return found


def _deadlines(row: RawRow, tokens: Sequence[RawRow], reader: Reader) -> str:
    if bool(tokens) != (row["deadline"] not in (ABSENT, EMPTY)):
        reader.problems.append(
            row.problem("the deadline cell and the deadlines read from it disagree", "deadline")
        )
    return ";".join(reader.read(token, "deadline_raw", read_deadline, "") for token in tokens)


def _budget(row: RawRow, tokens: Iterable[RawRow], reader: Reader) -> dict[str, object]:
    """Return the kinds of a state budget and its amount; a unit cost is not a total."""
    marks: dict[str, Quantity | None] = {}
    for token in tokens:
        if token["column"] == "state_budget":
            mark = reader.choose(token, "mark", BUDGET_MARKS)
            if mark == "amount" and marks.get(mark):
                reader.problems.append(
                    token.problem("a second amount in one state budget", "token_raw", "one amount")
                )
            marks[mark] = _amount(token, reader) if mark == "amount" else None
    if row["state_budget"] == ABSENT:
        return {"state_budget_kind": "cell_absent", "state_budget_gel": None}
    kinds = []
    if "administrative" in marks:
        kinds.append("administrative")
    if "amount" in marks:
        kinds.append("unit_cost" if "unit" in marks else "amount")
    if "to_be_determined" in marks:
        kinds.append("to_be_determined")
    if not kinds and row["state_budget"] != EMPTY:
        reader.problems.append(
            row.problem("the state budget is stated but not read", "state_budget")
        )
    amount = marks.get("amount")
    return {
        "state_budget_kind": ";".join(kinds) or "none",
        "state_budget_gel": amount.value if amount else None,
    }


def _amount(token: RawRow, reader: Reader) -> Quantity:
    amount = reader.read(token, "token_raw", read_quantity, Quantity(Decimal(0)))
    if amount.unit and amount.unit != "GEL":
        reader.problems.append(
            token.problem("a state budget in another currency", "token_raw", "GEL")
        )
    return amount


def _shared_totals(plan: Plan, reader: Reader) -> dict[str, str]:
    """Return, by activity line, the id of a programme total that several rows print.

    Rows that print the same amount as a programme's whole budget print one budget:
    its id is that of the first such activity.
    """
    elsewhere = Reader(
        readings=reader.readings
    )  # unreadable amounts are told once, where the budget is read
    lines_by_amount: dict[Decimal, list[str]] = defaultdict(list)
    for line, tokens in plan.parts["budgets"].items():
        if any(token["mark"] == "programme_total" for token in tokens):
            for token in tokens:
                if token["mark"] == "amount":
                    lines_by_amount[_amount(token, elsewhere).value].append(line)
    return {
        line: f"{plan.places[lines[0]].activity_id}-budget"
        for lines in lines_by_amount.values()
        if len(lines) > 1
        for line in lines
        if lines[0] in plan.places
    }


def _of(plan: Plan, delivery: Delivery, entries: Mapping[str, RawRow]) -> dict[str, RawRow]:
    """Return what we wrote beside the rows of one plan; what is of none is the first one's."""
    prefixes = [one.prefix for one in delivery.documents.values() if one.kind == TABLE]
    others = tuple(f"{one}-" for one in prefixes if one != plan.document.prefix)
    if prefixes and prefixes[0] == plan.document.prefix:
        return {key: row for key, row in entries.items() if not (others and key.startswith(others))}
    own = f"{plan.document.prefix}-"
    return {key: row for key, row in entries.items() if key.startswith(own)}


def _risk_categories(plan: Plan, delivery: Delivery, reader: Reader) -> dict[str, list[str]]:
    """Return the categories of each activity's risks, in printed order, once each."""
    rows = delivery.rows("annotations/risks")
    coded = _of(
        plan, delivery, {f"{row['activity_id']}-{row.number}": row for row in rows}
    ).values()
    codes = {(row["activity_id"], row["risk_no"]): row for row in coded}
    found: dict[str, list[str]] = {}
    for line, risks in plan.parts["risks"].items():
        place = plan.places.get(line)
        for risk in risks if place else ():
            assert place is not None
            key = (place.activity_id, risk["risk_no"])
            entry = reader.beside(
                risk, str(key), {str(key): codes[key]} if key in codes else {}, "risk category"
            )
            categories = entry["risk_category"].split(";") if entry else []
            for category in categories:
                if entry and category not in RISK_CATEGORIES:
                    reader.problems.append(
                        unknown(entry, "risk_category", category, RISK_CATEGORIES)
                    )
            found[line] = list(dict.fromkeys([*found.get(line, []), *categories]))
    known = {
        (plan.places[line].activity_id, risk["risk_no"])
        for line, risks in plan.parts["risks"].items()
        if line in plan.places
        for risk in risks
    }
    reader.problems += [
        row.problem("the risk category has lost its row", "activity_id")
        for key, row in codes.items()
        if key not in known
    ]
    return found


def clean_indicators(plan: Plan, delivery: Delivery, reader: Reader) -> list[dict[str, object]]:
    """Return one record an indicator, its target read into an operator and bounds."""
    measures = by_key(delivery.rows("annotations/indicators"), "indicator_id")
    records: list[dict[str, object]] = []
    for line, rows in plan.parts["indicators"].items():
        place = plan.places.get(line)
        for row in rows if place else ():
            assert place is not None
            key = indicator_id(place, row["indicator_no"])
            own = reader.beside(row, key, measures, "measure")
            target = reader.read(row, "target_raw", read_target, NO_TARGET)
            records.append(
                {
                    "indicator_id": key,
                    "activity_id": place.activity_id,
                    "indicator_no": reader.number(row, "indicator_no"),
                    "source_line": reader.number(row, "source_line"),
                    "target_line": reader.number(row, "target_line", empty=True),
                    "measure": own["measure"] if own else "",
                    "target_raw": row["target_raw"],
                    "operator": target.operator,
                    "target_min": target.minimum,
                    "target_max": target.maximum,
                    "unit": reader.choose(own, "unit", UNITS, empty=True) if own else "",
                    "alternative": f"{place.activity_id}-alt"
                    if reader.truth(row, "alternative")
                    else "",
                }
            )
    reader.problems += lost(
        _of(plan, delivery, measures),
        (str(record["indicator_id"]) for record in records),
        "measure",
    )
    return records
