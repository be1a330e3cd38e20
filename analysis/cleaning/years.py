"""What changes from year to year: items matched between plans, and figures revised since."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from analysis.cleaning.columns import Reader, unknown
from analysis.cleaning.notation import READINGS, Quantity, read_number, read_quantity
from analysis.source.delivery import Delivery
from analysis.source.rows import RawRow

ITEM_KINDS = ("activity", "indicator")

_DAY = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")

Record = Mapping[str, object]


def clean_matches(
    delivery: Delivery, records: Mapping[str, Sequence[Record]], reader: Reader
) -> list[dict[str, object]]:
    """Return one record a match that a person confirmed: an item, and what it was before.

    An item without a previous one is new; a previous one without an item was dropped.
    """
    kinds = {str(record["activity_id"]): "activity" for record in records["activities"]}
    kinds |= {str(record["indicator_id"]): "indicator" for record in records["indicators"]}
    before: dict[str, RawRow] = {}
    found: list[dict[str, object]] = []
    for row in delivery.rows("plan_matches"):
        item, previous = row["item_id"], row["previous_id"]
        _refuse_ids(row, kinds, reader)
        if previous and previous in before:
            reader.problems.append(
                row.problem(
                    f"the item in row {before[previous].number} follows it already",
                    "previous_id",
                    "one item that follows another",
                )
            )
        before.setdefault(previous, row)
        if not row["decided_by"]:
            reader.problems.append(
                row.problem(
                    "nobody has confirmed the match",
                    "decided_by",
                    "the initials of who compared the two",
                    "compare the two items, mend previous_id if they are not one, and sign",
                )
            )
        found.append(
            {
                "match_id": item or previous,
                "item_kind": kinds.get(item or previous, ""),
                "item_id": item,
                "previous_id": previous,
                "confidence": reader.read(row, "confidence", read_number, Decimal(0))
                if row["confidence"]
                else None,
                "decided_by": row["decided_by"],
            }
        )
    return found


def _refuse_ids(row: RawRow, kinds: Mapping[str, str], reader: Reader) -> None:
    """Refuse ids that no plan has, two of different kinds or of one plan, and none at all."""
    item, previous = row["item_id"], row["previous_id"]
    for column in ("item_id", "previous_id"):
        if row[column] and row[column] not in kinds:
            reader.problems.append(unknown(row, column, row[column], kinds))
    if not item and not previous:
        reader.problems.append(row.problem("the row matches nothing", "item_id", "an id"))
    if item in kinds and previous in kinds:
        if kinds[item] != kinds[previous]:
            reader.problems.append(
                row.problem(f"{kinds[item]} and {kinds[previous]} are not one", "previous_id")
            )
        if item.split("-")[0] == previous.split("-")[0]:
            reader.problems.append(
                row.problem("both items stand in one plan", "previous_id", "an item of the other")
            )


def clean_revisions(
    delivery: Delivery, figures: Mapping[str, Record], reader: Reader
) -> list[dict[str, object]]:
    """Return one record a revision: what a figure was corrected to, and since when it is known.

    The figure as first printed stays where it is; both values are kept, with dates.
    """
    found: list[dict[str, object]] = []
    for row in delivery.rows("revisions"):
        figure = figures.get(row["figure_id"])
        if figure is None:
            reader.problems.append(unknown(row, "figure_id", row["figure_id"], figures))
        if not _DAY.fullmatch(row["known_on"]):
            reader.problems.append(row.problem("not a day", "known_on", "YYYY-MM-DD"))
        if not row["reason"]:
            reader.problems.append(row.problem("the revision gives no reason", "reason"))
        quantity = _quantity(row, figure, reader)
        found.append(
            {
                "revision_id": row["revision_id"],
                "figure_id": row["figure_id"],
                "known_on": row["known_on"],
                "value_raw": row["value_raw"],
                "value": quantity.value if quantity else None,
                "source_id": reader.choose(row, "source_id", delivery.documents),
                "source_line": reader.number(row, "source_line"),
                "reason": row["reason"],
            }
        )
    return found


def _quantity(row: RawRow, figure: Record | None, reader: Reader) -> Quantity | None:
    """Return the revised value: exact, and in the unit that the figure has."""
    reading = reader.choose(row, "reading", READINGS, empty=True)
    quantity = reader.read(row, "value_raw", lambda token: read_quantity(token, reading), None)
    if quantity is None or figure is None:
        return quantity
    if figure["value"] is None:
        reader.problems.append(row.problem("the figure revised has no value", "figure_id"))
    if quantity.unit and quantity.unit != figure["unit"]:
        reader.problems.append(
            row.problem("the revision is in another unit", "value_raw", str(figure["unit"]))
        )
    if quantity.qualifier != figure["qualifier"]:
        reader.problems.append(
            row.problem(
                f"the figure revised is {figure['qualifier']}, its revision "
                f"{quantity.qualifier}", "value_raw", str(figure["qualifier"])
            )
        )  # fmt: skip
    return quantity
