"""The second route, from raw rows to numbers."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from analysis.recount.evaluation import evaluations
from analysis.recount.found import Recounted, failed
from analysis.recount.identities import identities
from analysis.recount.partners import briefs
from analysis.recount.portfolio import portfolios
from analysis.recount.programmes import comparisons
from analysis.recount.raw import read_raw
from analysis.recount.tokens import tokens


def recount(folder: Path, withheld: Container[str] = ()) -> list[Recounted]:
    """Return what the second route finds in the raw rows of ``folder``; it never raises.

    Parameters
    ----------
    withheld : figures of which nothing may be kept; numbers that rest on one are left out.
    """
    try:
        raw = read_raw(folder)
    except Exception as error:
        return [failed("raw", "all", error)]
    found: list[Recounted] = []
    for route in (tokens, evaluations, portfolios, comparisons, identities, briefs):
        try:
            found += route(raw)
        except Exception as error:
            found.append(failed(route.__name__, "all", error))
    return [
        Recounted(row.kind, row.key, "withheld")
        if any(figure_id in withheld for figure_id in row.figure_ids)
        else row
        for row in found
    ]
