"""Places: what may lie in a bundle, by file or folder, in the words of readers."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from analysis.display.language import _, mark
from analysis.reports.sharing.checksums import CHECKSUMS

_PLACES = {
    "index.html": mark("the list of the reports; begin here"),
    "README.md": mark("what this folder is and how to read it"),
    "reports/": mark("the reports as pages for a browser"),
    "documents/": mark("the reports as documents for printing, editing and calculating"),
    "charts/": mark("every chart of the reports as a file"),
    "tables/": mark("every table of the reports as a file"),
    "data/": mark("the released data, one table a file"),
    "sdmx/": mark("figures and indicators in SDMX, the standard of statistical offices"),
    "workflow/": mark("how the reports were made, in words"),
    "datapackage.json": mark("what each table and column means, for people and programs"),
    "ro-crate-metadata.json": mark("what each file is and how it was made, for programs"),
    "CITATION.cff": mark("how to cite this, for reference managers"),
    CHECKSUMS: mark("the SHA-256 of every file"),
}
"""In the order in which the README tells them."""


def places(paths: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield each file or folder that there is among ``paths``, with what lies there."""
    for place, words in _PLACES.items():
        if any(path.startswith(place) for path in paths):
            yield place, _(words)


def place_words(path: str) -> str:
    """Return what lies where a file lies; nothing for a file that no place is known for."""
    return next((_(words) for place, words in _PLACES.items() if path.startswith(place)), "")
