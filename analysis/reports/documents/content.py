"""The content of a page: what it says, without the furniture of a site.

The PDF and the Word file are made of the same content, so that they and the page cannot part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from analysis.reports.documents.columns import layout

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What XML cannot hold, not even escaped."""


@dataclass(frozen=True)
class Content:
    """A page's content; ``body`` is well-formed XML whose root is ``main``."""

    language: str
    title: str
    provenance: str
    body: str


def read_content(page: str) -> Content:
    """Return what a finished page says.

    In the body, charts are ``img`` elements that name their drawing in ``src``; what a page
    opens on demand stands open; tables know the widths of their columns, and the class
    ``wide`` is on those that want a page on its side; ids of rows stand in their first cells;
    and a link leads to an id that is there.
    """
    soup = BeautifulSoup(page, "html.parser")
    html, main, footer = (_one(soup, name) for name in ("html", "main", "footer"))
    title = _one(main, "h1").extract().get_text()
    for figure in main.find_all("figure"):
        _name_drawing(soup, figure)
    for details in main.find_all("details"):
        _one(details, "summary").decompose()
        details.unwrap()
    for region in main.find_all("div", class_="table"):
        _lay_out(soup, region)
    _move_ids(soup, main)
    _drop_dead_links(main)
    body = _CONTROLS.sub("", str(main))
    return Content(str(html["lang"]), title, footer.get_text().strip(), body)


def _one(tag: Tag, name: str) -> Tag:
    """Return the one element of a name, which every page has."""
    found = tag.find(name)
    assert isinstance(found, Tag), name
    return found


def _name_drawing(soup: BeautifulSoup, figure: Tag) -> None:
    """Put an image that names its drawing in the place of the drawing."""
    svg, key = _one(figure, "svg"), str(figure["id"]).removeprefix("figure-")
    svg.replace_with(soup.new_tag("img", attrs={"src": key, "alt": str(svg["aria-label"])}))


def _lay_out(soup: BeautifulSoup, region: Tag) -> None:
    """Give a table the widths of its columns, and its note a place below it."""
    table = _one(region, "table")
    set_as = layout(
        [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
    )
    group = soup.new_tag("colgroup")
    for width in set_as.widths:
        group.append(soup.new_tag("col", attrs={"style": f"width: {100 * width:.1f}%"}))
    _one(table, "caption").insert_after(group)
    region.attrs = {"class": "table wide" if set_as.wide else "table"}
    note = region.find_next_sibling()
    if note is not None and note.get("class") == ["note"]:
        region.append(note.extract())


def _move_ids(soup: BeautifulSoup, main: Tag) -> None:
    """Move the ids of rows and entries to where a link on paper can lead."""
    for tag in main.find_all(["tr", "li"], id=True):
        place = tag.find(["th", "td"]) if tag.name == "tr" else tag
        assert isinstance(place, Tag)
        place.insert(0, soup.new_tag("span", id=str(tag.attrs.pop("id"))))


def _drop_dead_links(main: Tag) -> None:
    """Leave the words of a link that leads to no place of this document."""
    places = {f"#{tag['id']}" for tag in main.find_all(id=True)}
    for link in main.find_all("a"):
        if link.get("href") not in places:
            link.unwrap()
