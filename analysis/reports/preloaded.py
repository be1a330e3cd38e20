"""What notebooks import, imported once: the parent of warm kernels loads this module.

Loading has to leave no trace that a notebook could see: no thread, no data, no language spoken.
"""

from __future__ import annotations

import importlib
import pkgutil

import analysis.checks
import analysis.cleaning
import analysis.display
import analysis.measures
from analysis.reports import pages
from analysis.reports.later import put_off_grammar


def _load(package: object) -> None:
    """Import every module of a room, save the one that brings Great Expectations."""
    places, name = package.__path__, package.__name__  # type: ignore[attr-defined]
    for module in pkgutil.iter_modules(places):
        if module.name != "validation":
            importlib.import_module(f"{name}.{module.name}")


def _draw() -> None:
    """Draw one figure, so that fonts are found and the writer of SVG is loaded."""
    from analysis.display.drawing import chart

    chart("preloaded", lambda axes: None, 1, "", "")


put_off_grammar()
for _room in (analysis.cleaning, analysis.checks, analysis.measures, analysis.display):
    _load(_room)
_draw()
pages.prepare()
