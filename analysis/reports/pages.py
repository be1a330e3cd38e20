"""Pages: executed notebooks as HTML without code, and the site that lists them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
import nbformat

from analysis.reports.parameters import Value
from analysis.reports.results import ReportResult

_TEMPLATES = "templates"
_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)


def edition(values: Mapping[str, Value]) -> str:
    """Return for whom a report is, and what that means for small counts of people."""
    if values.get("audience") == "internal":
        return "Internal edition: it shows small counts of people and is not for sharing."
    return (
        "Edition for partners: small counts of people are withheld, and others where they "
        "would give them away."
    )


def render(notebook: Path, title: str, provenance: str, edition: str, language: str = "en") -> str:
    """Return an executed notebook as one self-contained page, without its code."""
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="report",
        extra_template_basedirs=[str(_folder())],
        config=Config({"HTMLExporter": {"exclude_anchor_links": True}}),
    )
    page = {
        "language": language,
        "title": title,
        "style": style(),
        "contents": "<!--contents-->",
        "provenance": provenance,
        "edition": edition,
    }
    told = without_empty_sections(nbformat.read(notebook, as_version=4))  # type: ignore[no-untyped-call]
    body, _ = exporter.from_notebook_node(told, resources={"page": page})
    text = "\n".join(line.rstrip() for line in body.splitlines() if line.strip()) + "\n"
    return _with_contents(_under_title(text))


def _under_title(page: str) -> str:
    """Make the notebook's heading, its question, a paragraph below the page's own title."""
    before, mark, after = page.rpartition("<h1>")
    question, end, rest = after.partition("</h1>")
    if "<h1>" not in before:
        return page
    return f'{before}<p class="question">{question}</p>{rest}' if mark and end else page


def without_empty_sections(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a notebook without the sections whose cells show nothing."""
    sections: list[list[nbformat.NotebookNode]] = [[]]
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            sections.append([])
        sections[-1].append(cell)
    notebook.cells = [
        cell for section in sections if section is sections[0] or any(map(_shows, section))
        for cell in section
    ]  # fmt: skip
    return notebook


def _shows(cell: nbformat.NotebookNode) -> bool:
    return any(
        output.get("data", {}).get("text/plain") or output.output_type == "error"
        for output in cell.get("outputs", ())
    )


def render_site(results: Sequence[ReportResult], data_version: str, version: str) -> str:
    """Return the page that lists the reports of a run."""
    text = _site("index.html.j2").render(
        reports=[
            {
                "title": result.title,
                "question": result.question,
                "reason": result.reason,
                "page": f"reports/{result.page.name}",
                "notebook": f"notebooks/{result.notebook.name}" if result.notebook else "",
            }
            for result in results
        ],
        data_version=data_version,
        version=version,
        style=style(),
    )
    return str(text)


def render_error(title: str, cell: str, cause: str, source: str) -> str:
    """Return the page of a report that failed: which cell, and why."""
    template = _site("error.html.j2")
    return str(template.render(title=title, cell=cell, cause=cause, source=source, style=style()))


def style() -> str:
    """Return the style that all pages share."""
    return (_folder() / "page.css").read_text(encoding="utf-8")


def _with_contents(page: str) -> str:
    """Give each section an id, and list the sections at the top."""
    names = _HEADING.findall(page)
    for number, name in enumerate(names, 1):
        page = page.replace(f"<h2>{name}</h2>", f'<h2 id="section-{number}">{name}</h2>', 1)
    entries = "".join(
        f'<li><a href="#section-{number}">{name}</a></li>' for number, name in enumerate(names, 1)
    )
    contents = f'<nav aria-label="Contents"><strong>Contents</strong><ul>{entries}</ul></nav>'
    return page.replace("<!--contents-->", contents, 1)


def _site(name: str) -> Any:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_folder() / "site"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)


def _folder() -> Path:
    return Path(str(files("analysis.reports") / _TEMPLATES))
