"""Pages from templates of our own: everything that enters is escaped."""

from __future__ import annotations

from typing import Any

import jinja2

from analysis.display.language import SOURCE, _, _c, _n, speaking
from analysis.reports.pages import folder, style
from analysis.reports.places import INDEX


def render_error(
    title: str, cell: str, cause: str, source: str, language: str = SOURCE, index: str = INDEX
) -> str:
    """Return the page of a report that failed: which cell, and why."""
    with speaking(language):
        return page(
            "error.html.j2",
            language,
            title=title,
            cell=cell,
            cause=cause,
            source=source,
            index=index,
        )


def page(name: str, language: str, **values: Any) -> str:
    """Return a page of the site in the language spoken."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder() / "site"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"_": _, "_c": _c, "_n": _n}
    return environment.get_template(name).render(language=language, style=style(), **values)
