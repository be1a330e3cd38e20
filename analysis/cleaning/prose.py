"""Clean tables of what figures belong to: programmes, and partners' commitments."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from analysis.cleaning.columns import Reader, unknown
from analysis.source.delivery import Delivery
from analysis.source.rows import RawRow

HORIZON_STATUSES = ("stated", "assumed", "not_stated")

_OPERATORS = {"exact": "=", "at_least": ">=", "up_to": "<="}


def clean_programmes(delivery: Delivery, reader: Reader) -> list[dict[str, object]]:
    """Return the programmes, each with an organisation responsible that exists."""
    organisations = {row["organisation_id"] for row in delivery.rows("organisations")}
    return [
        {
            "programme_id": row["programme_id"],
            "title": row["title"],
            "responsible_id": reader.choose(row, "responsible_id", organisations),
        }
        for row in delivery.rows("programmes")
    ]


def clean_commitments(
    delivery: Delivery, figures: Mapping[str, Mapping[str, object]], reader: Reader
) -> list[dict[str, object]]:
    """Return the partners' commitments; numbers come from figures, never typed again."""
    organisations = {row["organisation_id"] for row in delivery.rows("organisations")}
    records = []
    for row in delivery.rows("commitments"):
        target = _figure(row, "target_figure_id", figures, reader, dated=False)
        length = _figure(row, "horizon_figure_id", figures, reader, dated=False)
        start = _figure(row, "start_figure_id", figures, reader, dated=True)
        begins = str(start["date"]) if start else ""
        records.append(
            {
                "commitment_id": row["commitment_id"],
                "source_id": reader.choose(row, "source_id", delivery.documents),
                "source_line": reader.number(row, "source_line"),
                "partner_id": reader.choose(row, "partner_id", organisations),
                "measure": row["measure"],
                "operator": _operator(row, target, reader),
                "target": target["value"] if target else None,
                "unit": target["unit"] if target else "",
                "horizon_years": length["value"] if length else None,
                "horizon_start": begins,
                "horizon_end": _years_on(row, begins, length, reader),
                "horizon_status": reader.choose(row, "horizon_status", HORIZON_STATUSES),
                "figure_id": row["target_figure_id"],
            }
        )
    return records


def _operator(row: RawRow, target: Mapping[str, object] | None, reader: Reader) -> str:
    """Return the operator that a target's qualifier means; "about" is no target."""
    if target is None:
        return "none"
    operator = _OPERATORS.get(str(target["qualifier"]), "")
    if not operator:
        reader.problems.append(
            row.problem(f"{target['qualifier']} sets no target", "target_figure_id")
        )
    return operator


def _figure(
    row: RawRow,
    column: str,
    figures: Mapping[str, Mapping[str, object]],
    reader: Reader,
    *,
    dated: bool,
) -> Mapping[str, object] | None:
    """Return the figure that a cell names: a milestone if ``dated``, a value if not."""
    figure = figures.get(row[column])
    if row[column] and figure is None:
        reader.problems.append(unknown(row, column, row[column], figures))
    elif figure and (figure["kind"] == "milestone") != dated:
        wanted = "a milestone" if dated else "a figure with a value"
        reader.problems.append(row.problem("the figure is of another kind", column, wanted))
        return None
    return figure


def _years_on(row: RawRow, begins: str, length: Mapping[str, object] | None, reader: Reader) -> str:
    """Return the same day so many years later, at the precision of the start."""
    # A token that cannot be read was told where it stands.
    if not begins or length is None or length["value"] is None:
        return ""
    years = Decimal(str(length["value"]))
    if years % 1 or not years < 1000:
        reader.problems.append(row.problem("not a horizon of whole years", "horizon_figure_id"))
        return ""
    if begins.endswith("-02-29"):
        reader.problems.append(row.problem("a start that not every year has", "start_figure_id"))
        return ""
    return f"{int(begins[:4]) + int(years):04d}{begins[4:]}"
