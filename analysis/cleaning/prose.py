"""Clean tables of the prose documents: figures, programmes and partners' commitments."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.cleaning.columns import Reader, by_key, lost, unknown
from analysis.cleaning.notation import Quantity, read_date, read_quantity
from analysis.source.delivery import Delivery
from analysis.source.rows import RawRow

KINDS = ("result", "target", "budget", "spend", "milestone")
PERIOD_BASES = ("stated", "report_year", "context")
HORIZON_STATUSES = ("stated", "assumed", "not_stated")
OBSERVATION_STATUSES = ("provisional",)
PRINTED_UNITS = ("GEL", "EUR", "percent", "times")

_PERIOD = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_DISAGGREGATION = re.compile(r"[a-z_]+=[a-z_0-9]+(?:;[a-z_]+=[a-z_0-9]+)*")
_COHORT = re.compile(r"[0-9]{4}(?:;[0-9]{4})*")
_OPERATORS = {"exact": "=", "at_least": ">=", "up_to": "<="}


def clean_figures(delivery: Delivery, reader: Reader) -> list[dict[str, object]]:
    """Return one record a printed figure: a value and its unit, or a milestone's date."""
    own = by_key(delivery.rows("annotations/figures"), "figure_id")
    programmes = {row["programme_id"] for row in delivery.rows("programmes")}
    records = []
    for document, row in delivery.by_document("figures"):
        beside = reader.beside(row, row["figure_id"], own, "description")
        if beside is None:
            continue
        records.append(
            {
                "figure_id": row["figure_id"],
                "source_id": document.source_id,
                "source_line": reader.number(row, "source_line"),
                "value_raw": row["value_raw"],
                **_value(row, beside, reader),
                "programme_id": reader.choose(beside, "programme_id", programmes),
                "measure": beside["measure"],
                "population": beside["population"],
                "cohort": _matching(beside, "cohort", _COHORT, reader),
                "disaggregation": _matching(beside, "disaggregation", _DISAGGREGATION, reader),
                "kind": reader.choose(beside, "kind", KINDS),
                "observation_status": reader.choose(
                    beside, "observation_status", OBSERVATION_STATUSES, empty=True
                ),
            }
        )
    reader.problems += lost(own, (str(record["figure_id"]) for record in records), "description")
    return records


def _value(row: RawRow, own: RawRow, reader: Reader) -> dict[str, object]:
    if own["kind"] == "milestone":
        year = own["period"] if own["reading"] == "year_from_period" else ""
        moment = reader.read(row, "value_raw", lambda token: read_date(token, year), "")
        return _filled(period=moment, date=moment)
    quantity = reader.read(
        row, "value_raw", lambda token: read_quantity(token, own["reading"]), None
    )
    if quantity:
        _check_unit(row, own, quantity, reader)
    return _filled(
        value=quantity.value if quantity else None,
        unit=own["unit"],
        qualifier=quantity.qualifier if quantity else "",
        period=_matching(own, "period", _PERIOD, reader),
        period_basis=reader.choose(own, "period_basis", PERIOD_BASES, empty=not own["period"]),
    )


def _filled(**cells: object) -> dict[str, object]:
    empty: dict[str, object] = {
        "value": None,
        "unit": "",
        "qualifier": "",
        "period": "",
        "period_basis": "",
        "date": "",
    }
    return empty | cells


def _check_unit(row: RawRow, own: RawRow, quantity: Quantity, reader: Reader) -> None:
    """The unit that we wrote is the one that the token prints, if it prints one."""
    printed = own["unit"] if own["unit"] in PRINTED_UNITS else ""
    if quantity.unit != printed or not own["unit"]:
        reader.problems.append(
            own.problem(
                f"the unit is not that of the token {row['value_raw']!r}",
                "unit",
                quantity.unit or "the unit of what is counted",
            )
        )


def _matching(row: RawRow, column: str, pattern: re.Pattern[str], reader: Reader) -> str:
    cell = row[column]
    if cell and not pattern.fullmatch(cell):
        reader.problems.append(row.problem("the cell has another form", column, pattern.pattern))
    return cell


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
    if not begins or length is None:
        return ""
    if begins.endswith("-02-29"):
        reader.problems.append(row.problem("a start that not every year has", "start_figure_id"))
        return ""
    return f"{int(begins[:4]) + int(str(length['value'])):04d}{begins[4:]}"
