"""Links: a target joined to what was reported about it, and how well it is joined."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from analysis.cleaning.columns import Reader, unknown
from analysis.source.delivery import Delivery
from analysis.source.rows import RawRow

TARGET_KINDS = ("indicator", "budget", "commitment")
STRENGTHS = ("direct", "partial", "contextual", "looked_for", "outside")
COUNTED = ("direct", "partial")
"""The strengths whose figures may count as achievement; a report chooses among them."""
FOUND_NOTHING = ("looked_for", "outside")
"""The strengths of a link that says that there is no evidence."""

Record = Mapping[str, object]


def clean_links(
    delivery: Delivery,
    records: Mapping[str, Sequence[Record]],
    figures: Mapping[str, Record],
    reader: Reader,
    answered: Callable[[Sequence[tuple[str, str]]], Sequence[RawRow]] = lambda _: (),
) -> list[dict[str, object]]:
    """Return one record a link, what was achieved computed from the figures it counts.

    Every indicator, every budget with an amount and every commitment has a link: where
    nothing speaks to it, one that says it was looked for, or lies outside the subject.

    Parameters
    ----------
    answered : returns the links of targets, kind and id, for which the register has no evidence;
        they stand instead of its rows.
    """
    targets = _targets(records)
    register = delivery.rows("links")
    evidenced = {_target_of(row) for row in register if row["strength"] not in FOUND_NOTHING}
    made = answered([key for key in targets if key not in evidenced])
    replaced = set(map(_target_of, made))
    rows = [*(row for row in register if _target_of(row) not in replaced), *made]
    units = {(row["figure_unit"], row["target_unit"]) for row in delivery.rows("unit_equivalents")}
    words = {row["status"] for row in delivery.rows("status_scales")}
    for row in rows:
        reader.choose(row, "claimed_status", words, empty=True)
    links = [_link(row, targets, figures, units, reader) for row in rows]
    _refuse_gaps(rows, targets, reader)
    return links


def _target_of(row: RawRow) -> tuple[str, str]:
    return row["target_kind"], row["target_id"]


def _targets(records: Mapping[str, Sequence[Record]]) -> dict[tuple[str, str], Record]:
    """Return what can be linked, by kind and id, each with its unit and least value."""
    found: dict[tuple[str, str], Record] = {}
    for record in records["indicators"]:
        least = record["target_min"] if record["target_min"] is not None else record["target_max"]
        found["indicator", str(record["indicator_id"])] = {
            "unit": record["unit"],
            "least": least,
            "operator": record["operator"],
        }
    for record in records["activities"]:
        if record["state_budget_gel"] is not None:
            found["budget", str(record["activity_id"])] = {
                "unit": "GEL",
                "least": record["state_budget_gel"],
                "operator": "=",
            }
    for record in records["commitments"]:
        found["commitment", str(record["commitment_id"])] = {
            "unit": record["unit"],
            "least": record["target"],
            "operator": record["operator"],
        }
    return found


def _link(
    row: RawRow,
    targets: Mapping[tuple[str, str], Record],
    figures: Mapping[str, Record],
    units: set[tuple[str, str]],
    reader: Reader,
) -> dict[str, object]:
    kind = reader.choose(row, "target_kind", TARGET_KINDS)
    strength = reader.choose(row, "strength", STRENGTHS)
    target = targets.get((kind, row["target_id"]))
    if target is None:
        known = [name for of, name in targets if of == kind]
        reader.problems.append(unknown(row, "target_id", row["target_id"], known))
    named = _figures(row, "figure_ids", figures, reader)
    counted = _figures(row, "counted_figure_ids", figures, reader)
    _refuse_strength(row, strength, named, counted, reader)
    unit = str(target["unit"]) if target else ""
    achieved = _achieved(row, counted, unit, units, reader) if target and counted else None
    reached = ratio(achieved, target) if target else None
    return {
        "link_id": row["link_id"],
        "target_kind": kind,
        "target_id": row["target_id"],
        "figure_ids": row["figure_ids"],
        "counted_figure_ids": row["counted_figure_ids"],
        "achieved": achieved,
        "unit": unit if achieved is not None else "",
        "ratio": round(reached, 6) if reached is not None else None,
        "strength": strength,
        "claimed_status": row["claimed_status"],
        "difference": row["difference"],
        "reason": row["reason"],
    }


def ratio(achieved: Decimal | None, target: Record) -> Decimal | None:
    """Return how far a target is reached: 1 and more is met, whatever its operator.

    An upper limit is met by any count up to it, and missed the more the count exceeds it. Of
    nothing asked for there is no ratio; that something is asked for, an expectation demands.
    """
    asked = target["least"]
    if achieved is None or not isinstance(asked, Decimal):
        return None
    if target["operator"] != "<=":
        return achieved / asked if asked else None
    return Decimal(1) if achieved <= asked else asked / achieved


def _figures(
    row: RawRow, column: str, figures: Mapping[str, Record], reader: Reader
) -> list[Record]:
    found = []
    for figure_id in filter(None, row[column].split(";")):
        if figure_id in figures:
            found.append(figures[figure_id])
        else:
            reader.problems.append(unknown(row, column, figure_id, figures))
    return found


def _refuse_strength(
    row: RawRow, strength: str, named: list[Record], counted: list[Record], reader: Reader
) -> None:
    """A strength says what a link has to have, and what it must not have."""
    faults = (
        (strength in COUNTED and not counted, "counted_figure_ids", "counts no figure"),
        (strength not in COUNTED and counted, "counted_figure_ids", "must not count a figure"),
        (strength == "contextual" and not named, "figure_ids", "names no figure"),
        (strength in FOUND_NOTHING and named, "figure_ids", "must not name a figure"),
        ((strength == "partial") != bool(row["difference"]), "difference", "and a named difference"
         " do not belong together: a partial link has one, another link none"),
        (not row["reason"], "reason", "gives no reason"),
        (len(set(row["counted_figure_ids"].split(";"))) < len(row["counted_figure_ids"].split(";")),
         "counted_figure_ids", "counts a figure twice"),
        (not {str(f["figure_id"]) for f in counted} <= {str(f["figure_id"]) for f in named},
         "counted_figure_ids", "counts a figure that it does not name"),
        (any(f["qualifier"] in ("about", "up_to") for f in counted),
         "counted_figure_ids", "counts a figure that is only about or up to its value"),
    )  # fmt: skip
    for fault, column, what in faults:
        if fault:
            reader.problems.append(row.problem(f"a link of strength {strength} {what}", column))


def _achieved(
    row: RawRow, counted: list[Record], unit: str, units: set[tuple[str, str]], reader: Reader
) -> Decimal:
    """Return what counts: the sum of values in the target's unit, or how many milestones."""
    total = Decimal(0)
    for figure in counted:
        event = figure["kind"] == "milestone"
        counts = "milestone" if event else str(figure["unit"])
        if unit != counts and (counts, unit) not in units and not (event and not unit):
            reader.problems.append(
                row.problem(
                    f"a ratio of {counts} to {unit or 'no unit'} says nothing",
                    "counted_figure_ids",
                    unit or "an indicator with a unit",
                    "link it as contextual, or enter the two words for one thing in "
                    "data/raw/unit_equivalents.csv with the reason",
                )
            )
        value = figure["value"]
        total += 1 if event else value if isinstance(value, Decimal) else 0
    return total


def _refuse_gaps(
    rows: Sequence[RawRow], targets: Mapping[tuple[str, str], Record], reader: Reader
) -> None:
    """Refuse targets without a link, found and not found, or counted by two links."""
    counting: dict[tuple[str, str], RawRow] = {}
    for row in rows:
        key = (row["target_kind"], row["target_id"])
        if row["counted_figure_ids"] and key in counting:
            reader.problems.append(
                row.problem(
                    f"the link in row {counting[key].number} counts for the target already",
                    "target_id",
                    "one link that counts for a target",
                )
            )
        elif row["counted_figure_ids"]:
            counting[key] = row
    strengths: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        strengths.setdefault((row["target_kind"], row["target_id"]), set()).add(row["strength"])
    for kind, name in targets:
        if (kind, name) not in strengths:
            reader.problems.append(
                rows[-1].problem(f"the {kind} {name} has no link", "target_id", "one at least")
            )
    for row in rows:
        found = strengths[row["target_kind"], row["target_id"]]
        if row["strength"] in FOUND_NOTHING and len(found) > 1:
            reader.problems.append(
                row.problem("the target is linked elsewhere with another strength", "strength")
            )
