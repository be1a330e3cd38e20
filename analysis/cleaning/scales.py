"""Scales, scorings and rules that reports apply: data with a source, never constants."""

from __future__ import annotations

from decimal import Decimal

from analysis.cleaning.columns import Reader, unknown
from analysis.cleaning.notation import read_number
from analysis.cleaning.units import UNITS
from analysis.errors import Problem
from analysis.source.delivery import Delivery
from analysis.source.rows import RawRow

RULES = ("threshold", "people_units")
"""The rules of disclosure control, each of which there has to be."""


def clean_scales(delivery: Delivery, reader: Reader) -> list[dict[str, object]]:
    """Return one record a status word: the ratio from which it holds, and its source."""
    return [
        {
            "status_id": f"{row['scale_id']}-{row['position']}",
            "scale_id": row["scale_id"],
            "status": row["status"],
            "position": reader.number(row, "position"),
            "at_least_percent": _percent(row, "at_least_percent", reader, empty=True),
            "title": row["title"],
            "dated": row["dated"],
            "source": row["source"],
            "verified": reader.truth(row, "verified"),
            "note": row["note"],
        }
        for row in delivery.rows("status_scales")
    ]


def clean_scorings(delivery: Delivery, reader: Reader) -> list[dict[str, object]]:
    """Return one record a scoring: points by rate, in a straight line between two rates."""
    return [
        {
            "scoring_id": row["scoring_id"],
            "title": row["title"],
            "zero_below_percent": _percent(row, "zero_below_percent", reader),
            "full_from_percent": _percent(row, "full_from_percent", reader),
            "full_points": _percent(row, "full_points", reader),
            "dated": row["dated"],
            "source": row["source"],
            "verified": reader.truth(row, "verified"),
            "note": row["note"],
        }
        for row in delivery.rows("rate_scorings")
    ]


def clean_rules(delivery: Delivery, reader: Reader) -> list[dict[str, object]]:
    """Return one record a rule of disclosure control; a threshold counts people, above nought."""
    rows = delivery.rows("disclosure_rules")
    for row in rows:
        rule = reader.choose(row, "rule_id", RULES)
        if rule == "threshold" and reader.number(row, "value") == 0:
            reader.problems.append(row.problem("nothing is below it", "value", "1 or more"))
        if rule == "people_units" and (new := set(row["value"].split(";")) - UNITS):
            for unit in sorted(new):
                reader.problems.append(unknown(row, "value", unit, UNITS))
    reader.problems += [
        Problem(
            f"the rule {rule!r} is not there", "data/raw/disclosure_rules.csv", column="rule_id"
        )
        for rule in RULES
        if rule not in {row["rule_id"] for row in rows}
    ]
    return [dict(row.cells) for row in rows]


def _percent(row: RawRow, column: str, reader: Reader, *, empty: bool = False) -> Decimal | None:
    if empty and not row[column]:
        return None
    return reader.read(row, column, read_number, Decimal(0))
