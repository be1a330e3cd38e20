"""Small runs made by hand, whose notebooks show what the library's own functions show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.display.language import speaking
from analysis.display.quantity import Quantity
from analysis.display.shown import Link, Shown, paragraph
from analysis.display.tabling import table

FIGURES = (
    "figure_id,source_id,source_line,value_raw,value,unit,measure\n"
    "ar19-075-1,report,75,127,127,inspection,Inspections\n"
    "ar19-075-2,report,75,127,127,object,Objects\n"
)
SOURCES = "source_id,title\nreport,The report\n"
ACTIVITIES = "activity_id,source_id,source_line,title\nap19-V-g-1.2,report,9,Inspect\n"
INDICATORS = (
    "indicator_id,activity_id,source_line,target_min\nap19-V-g-1.2-i1,ap19-V-g-1.2,11,120\n"
)

Cells = Mapping[str, Shown | str]
"""What the cells of a notebook show, by id; a text is Markdown."""


def notebook(cells: Cells) -> str:
    """Return an executed notebook whose cells show something."""
    made: list[dict[str, Any]] = []
    for name, shown in cells.items():
        if isinstance(shown, str):
            made.append({"id": name, "cell_type": "markdown", "source": [shown]})
            continue
        output = {"output_type": "execute_result", "data": shown._repr_mimebundle_()}
        made.append({"id": name, "cell_type": "code", "source": ["x"], "outputs": [output]})
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def results(
    share: float = 127 / 120,
    status: str = "implemented",
    *more: Sequence[Any],
    language: str = "en",
) -> Shown:
    """Return a table of results whose first row has a share and a status."""
    shown = Quantity(f"{share:.0%}", share, "share")
    first = ("V-g-1.2-i1", shown, status, Link("ar19-075-2", "figure-row-ar19-075-2"))
    names = {"en": "Assessed status", "fr": "Statut évalué", "ka": "შეფასებული სტატუსი"}
    with speaking(language):
        return table(
            "Results", ("Target", "Share", names[language], "Figures"), [first, *more], numeric=(1,)
        )


def counts(*rows: tuple[str, float, str], ids: bool = False) -> Shown:
    """Return a table of labels with their numbers in units."""
    cells = [(label, Quantity(f"{value}", value, unit)) for label, value, unit in rows]
    return table(
        "Counts", ("What", "Number"), cells, row_ids=[row[0] for row in rows] if ids else ()
    )


def drawn(words: str, colour: str = "blue", key: str = "bars") -> Shown:
    """Return a chart that says something in words."""
    return Shown(
        f'<figure id="figure-{key}"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" '
        f'role="img" aria-label="{words}"><rect width="9" height="9" fill="{colour}"/></svg>'
        "<figcaption>Bars</figcaption></figure>",
        words,
    )


def summary(words: str, target: str = "") -> Shown:
    """Return a sentence of a summary, which leads to a row if one is named."""
    return paragraph(words) if not target else paragraph(("See ", Link(words, target), "."))


def make_run(
    folder: Path,
    reports: Mapping[str, Cells | str] | None = None,
    clean: Mapping[str, str] | None = None,
    *,
    data_version: str = "aaaaaaaaaaaa",
    inputs: Mapping[str, str] | None = None,
    parameters: Mapping[str, Mapping[str, Any]] | None = None,
    **changed: Any,
) -> Path:
    """Write a run and return its folder.

    A report that is a text failed for that reason. Its id is its name up to ``--``, its
    language what stands behind ``--language-``.
    """
    tables = {"figures": FIGURES, "sources": SOURCES} if clean is None else clean
    described = []
    for name, cells in (reports or {}).items():
        files = {f"reports/{name}.html": f"<html><body><main>{name}</main></body></html>"}
        if not isinstance(cells, str):
            files[f"notebooks/{name}.ipynb"] = notebook(cells)
        for path, text in files.items():
            write(folder / path, text.replace("DATA", data_version))
        language = name.partition("--language-")[2][:2] or "en"
        described.append(
            {
                "report_id": name.partition("--")[0],
                "title": f"Title of {name}",
                "parameters": {"language": language, **(parameters or {}).get(name, {})},
                "status": "failed" if isinstance(cells, str) else "complete",
                "outputs": {path: digest(folder / path) for path in files},
                **({"reason": cells} if isinstance(cells, str) else {}),
            }
        )
    for name, text in tables.items():
        write(folder / "clean" / f"{name}.csv", text)
    write(folder / "checks" / "results.json", json.dumps({"tables": {}, "expectations": []}))
    used = {f"data/clean/{name}.csv": hashed(text) for name, text in tables.items()}
    manifest = {
        "manifest_version": 1,
        "package": {"name": "georgia-midterm-evaluation", "version": "0.1.0"},
        "python": "3.11.7",
        "packages": {"pandas": "3.1.1"},
        "lock_sha256": "0" * 64,
        "data_version": data_version,
        "inputs": {**used, **(inputs or {})},
        "reports": described,
        "timing": {"started": "2026-11-22T07:17:20+00:00", "finished": "", "seconds": {}},
        **changed,
    }
    write(folder / "manifest.json", json.dumps(manifest))
    return folder


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
