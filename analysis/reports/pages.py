"""Pages: executed notebooks as HTML without code, and the site that lists them.

Each page is made whole in one language: its own words, its ``lang`` and its contents.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
import nbformat

from analysis.checks.results import CheckedTables
from analysis.display.labels import label_words
from analysis.display.language import SOURCE, _, _c, speak, spoken
from analysis.display.partner_names import organisation
from analysis.reports.parameters import Value
from analysis.reports.report import Task
from analysis.reports.results import ReportResult

_TEMPLATES = "templates"
_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)


@contextlib.contextmanager
def _speaking(language: str) -> Iterator[None]:
    """Speak a language for a while, and then the one spoken before."""
    before = spoken()
    speak(language)
    try:
        yield
    finally:
        speak(before)


def heading(task: Task, data: CheckedTables, language: str = SOURCE) -> str:
    """Return the title of a task's page: the report, and what it is about if not all."""
    with _speaking(language):
        report = _(task.report.title)
        subject = task.subject
        if subject is None:
            return report
        if task.report.each == "chapter":
            named = _("chapter {number}", number=subject)
        elif task.report.each == "partner":
            named = organisation(data, str(task.values["partner"]), language)
        else:
            words = label_words(data, language).get(("programmes", "title"), {})
            named = words.get(subject, subject)
        return _("{report}: {subject}", report=report, subject=named)


def question(task: Task, language: str = SOURCE) -> str:
    """Return the question that a task's report asks."""
    with _speaking(language):
        return _(task.report.question)


def edition(values: Mapping[str, Value], language: str = SOURCE) -> str:
    """Return for whom a report is, and what that means for small counts of people."""
    with _speaking(language):
        if values.get("audience") == "internal":
            return _("Internal edition: it shows small counts of people and is not for sharing.")
        return _(
            "Edition for partners: small counts of people are withheld, and others where they "
            "would give them away."
        )


def provenance(data_version: str, version: str, language: str = SOURCE) -> str:
    """Return from which data and by which version of the package a page was made."""
    with _speaking(language):
        return _(
            "Data version {data_version}; package version {version}.",
            data_version=data_version,
            version=version,
        )


def render(
    notebook: Path, title: str, provenance: str, edition: str, language: str = SOURCE
) -> str:
    """Return an executed notebook as one self-contained page, without its code."""
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="report",
        extra_template_basedirs=[str(_folder())],
        config=Config({"HTMLExporter": {"exclude_anchor_links": True}}),
    )
    exporter.environment.globals["_"] = _
    page = {
        "language": language,
        "title": title,
        "style": style(),
        "contents": "<!--contents-->",
        "provenance": provenance,
        "edition": edition,
    }
    told = without_empty_sections(nbformat.read(notebook, as_version=4))  # type: ignore[no-untyped-call]
    with _speaking(language):
        for cell in told.cells:
            if cell.cell_type == "markdown":
                cell.source = _(cell.source)
        body, _resources = exporter.from_notebook_node(told, resources={"page": page})
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


def render_site(
    results: Sequence[ReportResult], data_version: str, version: str, language: str = SOURCE
) -> str:
    """Return the page that lists the reports of a run."""
    return _site(
        "index.html.j2",
        language,
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
        provenance=provenance(data_version, version, language),
    )


def render_error(title: str, cell: str, cause: str, source: str, language: str = SOURCE) -> str:
    """Return the page of a report that failed: which cell, and why."""
    return _site("error.html.j2", language, title=title, cell=cell, cause=cause, source=source)


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
    label = escape(_("Contents"))
    contents = f'<nav aria-label="{label}"><strong>{label}</strong><ul>{entries}</ul></nav>'
    return page.replace("<!--contents-->", contents, 1)


def _site(name: str, language: str, **values: Any) -> str:
    """Return a page of the site in a language."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_folder() / "site"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.globals |= {"_": _, "_c": _c}
    with _speaking(language):
        template = environment.get_template(name)
        return template.render(language=language, style=style(), **values)


def _folder() -> Path:
    return Path(str(files("analysis.reports") / _TEMPLATES))
