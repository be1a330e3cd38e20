"""Pages: executed notebooks as HTML without code.

Each page is made whole in one language: its own words, its ``lang`` and its contents.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.checks.results import CheckedTables
from analysis.display.labels import label_words
from analysis.display.language import LANGUAGES, SOURCE, _, speaking
from analysis.display.partner_names import organisation
from analysis.reports.parameters import Value
from analysis.reports.places import Place
from analysis.reports.report import Task

if TYPE_CHECKING:
    import nbformat
    from nbconvert import HTMLExporter

_TEMPLATES = "templates"
_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)


def heading(task: Task, data: CheckedTables, language: str = SOURCE) -> str:
    """Return the title of a task's page: the report, and what it is about if not all."""
    with speaking(language):
        report = _(task.report.title)
        if task.subject is None:
            return report
        if task.report.each == "chapter":
            named = _("chapter {number}", number=task.subject)
        else:
            named = subject(task, data, language)
        return _("{report}: {subject}", report=report, subject=named)


def subject(task: Task, data: CheckedTables, language: str = SOURCE) -> str:
    """Return what a task's report is about, as a name of its own; empty if about all."""
    if task.subject is None:
        return ""
    with speaking(language):
        if task.report.each == "chapter":
            return _("Chapter {number}", number=task.subject)
        if task.report.each == "partner":
            return organisation(data, str(task.values["partner"]), language)
        words = label_words(data, language).get(("programmes", "title"), {})
        return words.get(task.subject, task.subject)


def question(task: Task, language: str = SOURCE) -> str:
    """Return the question that a task's report asks."""
    with speaking(language):
        return _(task.report.question)


def edition(values: Mapping[str, Value], language: str = SOURCE) -> str:
    """Return for whom a report is, and what that means for small counts of people."""
    with speaking(language):
        if values.get("audience") == "internal":
            return _("Internal edition: it shows small counts of people and is not for sharing.")
        return _(
            "Edition for partners: small counts of people are withheld, and others where they "
            "would give them away."
        )


def provenance(data_version: str, version: str, language: str = SOURCE) -> str:
    """Return from which data and by which version of the package a page was made."""
    with speaking(language):
        return _(
            "Data version {data_version}; package version {version}.",
            data_version=data_version,
            version=version,
        )


def render(
    notebook: Path,
    title: str,
    provenance: str,
    edition: str,
    language: str = SOURCE,
    place: Place | None = None,
    files: Sequence[Mapping[str, str]] = (),
) -> str:
    """Return an executed notebook as one self-contained page, without its code.

    Parameters
    ----------
    place : where its index is, and which other languages have the report too.
    files : of each file made of the page its ``place``, its ``words`` and its ``media`` type.
    """
    import nbformat

    page = {
        "language": language,
        "title": title,
        "style": style(),
        "contents": "<!--contents-->",
        "provenance": provenance,
        "edition": edition,
        "files": files,
        "spoken": LANGUAGES[language],
        "place": place or Place(),
        "names": LANGUAGES,
    }
    told = without_empty_sections(nbformat.read(notebook, as_version=4))  # type: ignore[no-untyped-call]
    with speaking(language):
        for cell in told.cells:
            if cell.cell_type == "markdown":
                cell.source = _(cell.source)
        body, _resources = _exporter().from_notebook_node(told, resources={"page": page})
        text = "\n".join(line.rstrip() for line in body.splitlines() if line.strip()) + "\n"
        return _with_contents(_under_title(text))


@functools.cache
def _exporter() -> HTMLExporter:
    """Return what renders pages; its templates are compiled when it renders the first."""
    from nbconvert import HTMLExporter, TemplateExporter
    from traitlets.config import Config

    class PageExporter(HTMLExporter):
        """Leaves a page as the template wrote it.

        Otherwise it is parsed and written anew, to describe images that nobody described and
        to make inputs focusable: ours are described, and inputs are not shown.
        """

        from_notebook_node = TemplateExporter.from_notebook_node

    found = PageExporter(  # type: ignore[no-untyped-call]
        template_name="report",
        extra_template_basedirs=[str(folder())],
        # A notebook that papermill has written is a valid one, and is held to it no more.
        config=Config(
            {"HTMLExporter": {"exclude_anchor_links": True, "optimistic_validation": True}}
        ),
    )
    found.environment.globals["_"] = _
    return found


def prepare() -> None:
    """Compile the templates, so that no process that is forked from this one has to."""
    import nbformat

    with speaking(SOURCE):
        _exporter().from_notebook_node(
            nbformat.v4.new_notebook(),  # type: ignore[no-untyped-call]
            resources={"page": {"place": Place()}},
        )


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


def style() -> str:
    """Return the style that all pages share."""
    return (folder() / "page.css").read_text(encoding="utf-8")


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


def folder() -> Path:
    """Return the folder of the templates."""
    return Path(str(files("analysis.reports") / _TEMPLATES))
