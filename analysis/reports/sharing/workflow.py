"""Workflows in words: what each notebook does, section by section, without its code."""

from __future__ import annotations

import json
from collections.abc import Mapping

from analysis.display.language import _
from analysis.reports.sharing.checksums import digest
from analysis.reports.sharing.shipment import Shipment

RUN = "workflow/run.md"
"""The description of the whole run, of which the notebooks are parts."""


def workflow_path(notebook: str) -> str:
    """Return where the description of a notebook lies in a bundle.

    >>> workflow_path("programme_effect.ipynb")
    'workflow/programme_effect.md'
    """
    return f"workflow/{notebook.removesuffix('.ipynb')}.md"


def workflow_files(shipment: Shipment) -> dict[str, bytes]:
    """Return the descriptions of the run and of each notebook, by path."""
    files = {RUN: _run(shipment)}
    for name, content in sorted(shipment.notebooks.items()):
        files[workflow_path(name)] = _described(name, content)
    return {path: f"{text}\n".encode() for path, text in files.items()}


def _described(name: str, content: bytes) -> str:
    """Return the words of a notebook in the language spoken, its code left out."""
    cells = json.loads(content)["cells"]
    told = [_("".join(cell["source"])) for cell in cells if cell["cell_type"] == "markdown"]
    note = _(
        "These are the words of the notebook {notebook}. Its code is not part of this folder. "
        "The SHA-256 of the notebook is {digest}.",
        notebook=f"`{name}`",
        digest=f"`{digest(content)}`",
    )
    return "\n\n".join([*told, "---", note])


def _run(shipment: Shipment) -> str:
    parts = [
        "# " + _("How the reports were made"),
        _(
            "Figures were read from the documents as printed, cleaned by written rules, and "
            "checked. Small counts of people were then withheld, before anything was computed. "
            "Each report is a notebook, run on these tables with its own parameters."
        ),
        "## " + _("The notebooks"),
        "\n".join(_entries(_titles(shipment))),
    ]
    return "\n\n".join(parts)


def _titles(shipment: Shipment) -> Mapping[str, str]:
    return {report.notebook: _(report.title) for report in shipment.kinds}


def _entries(titles: Mapping[str, str]) -> list[str]:
    return [
        f"- [{title}]({workflow_path(notebook).removeprefix('workflow/')})"
        for notebook, title in titles.items()
    ]
