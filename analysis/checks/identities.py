"""Identities: relations that printed figures should satisfy, each computed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pandas as pd

from analysis.checks.facts import known_facts
from analysis.checks.formula import Fact, evaluate
from analysis.cleaning.cells import plain
from analysis.cleaning.columns import Reader
from analysis.cleaning.records import each_row
from analysis.cleaning.schema import as_table
from analysis.errors import CheckError, NotationError, Problem, RawDataError
from analysis.source.delivery import Delivery
from analysis.source.rows import RawRow

EQUALITIES = ("sum", "percentage", "same_fact", "stock_flow", "list_count")
ORDERS = ("bound", "date_order", "range")
"""Orders hold where the left side does not exceed the right one."""


def compute_identities(tables: Mapping[str, pd.DataFrame], delivery: Delivery) -> pd.DataFrame:
    """Return the identities with both sides' values, the residual and whether it holds.

    The residual is left less right: in the unit of the figures, or in days for dates,
    which are compared at the coarser of their two precisions.

    Raises
    ------
    RawDataError
        An identity names a fact or a discrepancy that does not exist.
    """
    facts = known_facts(tables, delivery)
    registered = set(tables["discrepancies"]["discrepancy_id"])
    reader = Reader()
    records = []
    for row in delivery.rows("identities"):
        kind = reader.choose(row, "kind", (*EQUALITIES, *ORDERS))
        left = reader.read(row, "left", lambda text: evaluate(text, facts), None)
        right = reader.read(row, "right", lambda text: evaluate(text, facts), None)
        tolerance = reader.read(row, "tolerance", _tolerance, Decimal(0))
        discrepancy = reader.choose(row, "discrepancy_id", registered, empty=True)
        if left is None or right is None:
            continue
        residual = _residual(row, left, right, reader)
        holds = residual <= tolerance if kind in ORDERS else abs(residual) <= tolerance
        records.append(
            {
                "identity_id": row["identity_id"],
                "kind": kind,
                "left": row["left"],
                "right": row["right"],
                "left_value": _shown(left),
                "right_value": _shown(right),
                "residual": round(residual, 6),
                "tolerance": tolerance,
                "holds": holds,
                "discrepancy_id": discrepancy,
            }
        )
    if reader.problems:
        raise RawDataError(reader.problems)
    return as_table("identities", records)


def check_register(identities: pd.DataFrame, file: str = "data/raw/identities.csv") -> None:
    """Refuse a failing identity that is not registered, and a registered one that holds.

    Raises
    ------
    CheckError
        Names each such identity with its sides and what to do.
    """
    problems = []
    for row in each_row(identities):
        equation = f"{row.left} = {row.left_value} against {row.right} = {row.right_value}"
        if not row.holds and not row.discrepancy_id:
            problems.append(
                Problem(
                    f"the identity {row.identity_id} fails and is not registered",
                    file,
                    column="discrepancy_id",
                    found=f"{equation}, residual {plain(row.residual)}",
                    expected=f"a residual within {plain(row.tolerance)}",
                    advice="mend the raw rows if they are wrong; if the source is, register a "
                    "discrepancy in data/raw/discrepancies.csv and name it here",
                )
            )
        elif row.holds and row.discrepancy_id:
            problems.append(
                Problem(
                    f"the identity {row.identity_id} holds, so its discrepancy "
                    f"{row.discrepancy_id} is stale",
                    file,
                    column="discrepancy_id",
                    found=equation,
                    expected="a residual beyond the tolerance",
                    advice="take the discrepancy off the identity, and off the register "
                    "if nothing else needs it",
                )
            )
    if problems:
        raise CheckError(problems)


def _residual(row: RawRow, left: Fact, right: Fact, reader: Reader) -> Decimal:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return left - right
    if isinstance(left, str) and isinstance(right, str):
        precision = min(len(left), len(right))
        return Decimal((_day(left[:precision]) - _day(right[:precision])).days)
    reader.problems.append(row.problem("a date is compared with a number", "right"))
    return Decimal(0)


def _tolerance(cell: str) -> Decimal:
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", cell):
        raise NotationError(cell, "a tolerance", "Write it as 0 or 0.005.")
    return Decimal(cell)


def _day(iso: str) -> date:
    return date.fromisoformat(iso + "-01-01"[len(iso) - 4 :])


def _shown(fact: Fact) -> str:
    return fact if isinstance(fact, str) else plain(round(fact, 4))
