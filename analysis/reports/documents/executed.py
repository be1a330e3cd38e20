"""What an executed notebook holds for programs: its typed tables and its charts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Any

from analysis.display.resource import MIME, Value
from analysis.files import read_bytes

_DRAWN = re.compile(
    r'<figure id="figure-(?P<key>[^"]+)">(?P<opening><svg [^>]*>)(?P<drawn>.*?</svg>)'
    r"<figcaption>(?P<caption>.*?)</figcaption>",
    re.DOTALL,
)
_ALTERNATIVE = re.compile(r'aria-label="([^"]*)"')
_MARKUP = re.compile(r"<[^>]+>")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What XML cannot hold, not even escaped."""


@dataclass(frozen=True)
class Drawing:
    """A chart: its key, its caption, words for who cannot see it, and a file of its own."""

    key: str
    caption: str
    alternative: str
    svg: str


@dataclass(frozen=True)
class TypedTable:
    """A table: the id of its cell, its caption and note, its fields, and its typed rows."""

    name: str
    caption: str
    note: str
    fields: tuple[Mapping[str, str], ...]
    rows: tuple[tuple[Value, ...], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(field["name"] for field in self.fields)


def read_drawings(notebook: Path) -> tuple[Drawing, ...]:
    """Return the charts of an executed notebook in its order, each a whole SVG file.

    They are read here and not from the page, which is HTML and does not keep the capitals
    of SVG.
    """
    return tuple(
        drawing
        for _name, bundle in _outputs(notebook)
        for drawing in drawings_in("".join(bundle.get("text/html", "")))
    )


def drawings_in(html: str) -> tuple[Drawing, ...]:
    """Return the charts that one output of a cell shows."""
    return tuple(_drawing(found) for found in _DRAWN.finditer(html))


def read_tables(notebook: Path) -> tuple[TypedTable, ...]:
    """Return the typed tables of an executed notebook in its order, empty ones too."""
    return tuple(
        typed_table(name, bundle[MIME]) for name, bundle in _outputs(notebook) if MIME in bundle
    )


def typed_table(name: str, resource: Mapping[str, Any]) -> TypedTable:
    """Return the typed table that a cell shows as a data resource."""
    fields = tuple(resource["schema"]["fields"])
    columns = [field["name"] for field in fields]
    return TypedTable(
        name,
        resource["title"],
        resource.get("description", ""),
        fields,
        tuple(tuple(row[column] for column in columns) for row in resource["data"]),
    )


def _outputs(notebook: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield what each cell shows, with the cell's id."""
    for cell in json.loads(read_bytes(notebook))["cells"]:
        for output in cell.get("outputs", ()):
            yield cell["id"], output.get("data", {})


def _drawing(found: re.Match[str]) -> Drawing:
    said = _ALTERNATIVE.search(found["opening"])
    assert said is not None
    caption, alternative = unescape(_MARKUP.sub("", found["caption"])), unescape(said.group(1))
    named = f"<title>{escape(caption)}</title><desc>{escape(alternative)}</desc>"
    svg = f'<?xml version="1.0" encoding="UTF-8"?>\n{found["opening"]}{named}{found["drawn"]}\n'
    return Drawing(found["key"], caption, alternative, _CONTROLS.sub("", svg))
