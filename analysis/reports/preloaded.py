"""What notebooks import, imported once: the parent of warm kernels loads this module.

Loading has to leave no trace that a notebook could see: no thread, no data, no language spoken.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil

from analysis.seldom import put_off_grammar

_MODULES = (
    "papermill",
    "nbconvert.exporters.html",
    "ipykernel.inprocess.ipkernel",
    "ipykernel.inprocess.client",
    "ipykernel.debugger",
    "IPython.core.application",
    "IPython.core.completerlib",
    "IPython.core.crashhandler",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "tornado.platform.asyncio",
    "scipy.optimize",
    "statsmodels.stats.power",
    "statsmodels.stats.proportion",
    "pypandoc",
    "pypdf",
    "typst",
    "xlsxwriter",
    "analysis.reports.documents.making",
    "analysis.reports.gate.office",
    "analysis.reports.gate.pdf_tags",
    "analysis.reports.running.making",
)
"""What reports, their kernels, their pages and documents are made with; papermill first, which
imports our engine while it is imported itself."""

_ROOMS = ("analysis.cleaning", "analysis.checks", "analysis.measures", "analysis.display")


def _load() -> None:
    put_off_grammar()
    for name in _MODULES:
        importlib.import_module(name)
    for room in _ROOMS:
        _load_room(room)
    _draw()
    _render()


def _load_room(room: str) -> None:
    """Import every module of a room, save the one that brings Great Expectations."""
    for module in pkgutil.iter_modules(importlib.import_module(room).__path__):
        if module.name != "validation":
            importlib.import_module(f"{room}.{module.name}")


def _draw() -> None:
    """Draw one figure, so that fonts are found and the writer of SVG is loaded."""
    from analysis.display.drawing import chart

    chart("preloaded", lambda axes: None, 1, "", "")


def _render() -> None:
    """Render an empty page, so that its templates are compiled."""
    from analysis.reports import pages

    pages.prepare()


gc.disable()
try:
    _load()
finally:
    gc.enable()
# What was loaded stays: to look it through again and again for garbage would take each kernel
# time, and copies of the parent's memory besides.
gc.freeze()
