"""Styles: what a paragraph or a run has from its style, and from those that it is based on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.source.word.package import W
from analysis.source.word.xml import child, value


class Styles:
    """The styles of a document by their id."""

    def __init__(self, tree: Any):
        found = [] if tree is None else tree.findall(f"{W}style")
        self._by_id = {value(one, "styleId"): one for one in found}
        defaults = [
            value(one, "styleId")
            for one in found
            if value(one, "type") == "paragraph" and value(one, "default") in ("1", "true")
        ]
        self._default = defaults[0] if defaults else ""

    def of_paragraph(self, paragraph: Any) -> str:
        """Return the id of a paragraph's style."""
        return value(child(paragraph, "pPr", "pStyle")) or self._default

    def first(self, style_id: str, *path: str) -> Any:
        """Return the nearest property that a style has, its own or one that it is based on."""
        return next(
            (found for one in self._chain(style_id) if (found := child(one, *path)) is not None),
            None,
        )

    def where(self, style_id: str, *path: str) -> str:
        """Return the id of the nearest style that has a property of its own."""
        chain = self._chain(style_id)
        return next((value(one, "styleId") for one in chain if child(one, *path) is not None), "")

    def _chain(self, style_id: str) -> Iterator[Any]:
        seen: set[str] = set()
        while style_id in self._by_id and style_id not in seen:
            seen.add(style_id)
            yield self._by_id[style_id]
            style_id = value(child(self._by_id[style_id], "basedOn"))
