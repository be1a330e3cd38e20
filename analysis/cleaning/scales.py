"""Scales of status and scorings of rates: dated data with a source, never constants."""

from __future__ import annotations

from decimal import Decimal

from analysis.cleaning.columns import Reader
from analysis.cleaning.notation import read_number
from analysis.source.delivery import Delivery
from analysis.source.rows import RawRow


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


def _percent(row: RawRow, column: str, reader: Reader, *, empty: bool = False) -> Decimal | None:
    if empty and not row[column]:
        return None
    return reader.read(row, column, read_number, Decimal(0))
