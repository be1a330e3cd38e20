"""Data Docs that open without a network: what they load from elsewhere is taken out."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from analysis.files import replace_files

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; margin: 1rem auto; max-width: 70rem; padding: 0 1rem;
       color: #1b1b1b; background: #fff; }
a { color: #0b4f8a; } img, .modal, .btn, button { display: none; }
table { border-collapse: collapse; display: block; overflow-x: auto; margin: .5rem 0; }
td, th { border: 1px solid #767676; padding: .25rem .5rem; text-align: left; vertical-align: top; }
p, span, div, li, td, th, h1, h2, h3, h4, h5 { color: inherit !important; }
.collapse { display: block; } ul { padding-left: 1.2rem; } .text-danger { color: #a4161a; }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_DRAWN_ID = re.compile(r"(?<=-body-)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LOAD_TIME = re.compile(r"(ge_load_time.{0,300}?>)\d{8}T\d{6}\.\d{6}Z", re.DOTALL)
_RUN_TIME = re.compile(r"(?:2019-12-31|2020-01-01)T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_ICONS = {"text-success": "✔ met", "text-danger": "✘ not met", "text-warning": "! not met"}
_LISTED = {"validation-results": "validations", "expectation_suites": "expectations"}
"""Of the tables of the index, which a script would fill, the folders that they list."""
_ELSEWHERE = re.compile(r"^(?:https?:)?//")


def make_self_contained(folder: Path, beside: Collection[str] = ()) -> None:
    """Rewrite every page of a Data Docs site so that it asks nothing of a network.

    Scripts go, with the tabs and roles that only they bring to life, and so does what is
    loaded from elsewhere; a small style and a policy that
    forbids requests come in their place. The index, which a script would fill, gets a link to
    every page. Pictures and styles that no page names any more are removed.

    Parameters
    ----------
    beside : the names of pages that are to be listed too, and that stand elsewhere.
    """
    names = sorted(page.relative_to(folder).as_posix() for page in folder.rglob("*.html"))
    listed = sorted({*names, *beside})
    pages = {
        name: _self_contained((folder / name).read_text(encoding="utf-8"), listed) for name in names
    }
    replace_files(folder, {name: text.encode("utf-8") for name, text in pages.items()})
    for extra in sorted((folder / "static").rglob("*"), reverse=True):
        extra.rmdir() if extra.is_dir() else extra.unlink()
    (folder / "static").rmdir()


def table_of(page: str) -> str:
    """Return the table that a page of the site is about, empty for the index.

    >>> table_of("validations/figures/checks/20200101T000000.000000Z/clean-figures.html")
    'figures'
    >>> table_of("expectations/figures.html"), table_of("index.html")
    ('figures', '')
    """
    parts = Path(page).parts
    return parts[1].removesuffix(".html") if parts[0] in _LISTED.values() else ""


def _self_contained(html: str, names: Sequence[str]) -> str:
    page = BeautifulSoup(html, "html.parser")
    for tag in page(["script", "link", "iframe", "img", "style", "object", "embed"]):
        tag.decompose()
    for kind, listed in _LISTED.items():
        for table in page.find_all(class_=f"ge-index-page-{kind}-table"):
            table.replace_with(_links(page, [n for n in names if n.startswith(f"{listed}/")]))
    for tabs in page.find_all(class_="nav-tabs"):
        tabs.decompose()
    for icon in page.find_all("i"):
        classes = icon.get_attribute_list("class")
        icon.replace_with(next((words for name, words in _ICONS.items() if name in classes), ""))
    for tag in page(True):
        for attribute in [name for name in tag.attrs if name.startswith(("on", "aria-", "role"))]:
            del tag[attribute]
        if tag.name == "a" and _ELSEWHERE.match(str(tag.get("href", ""))):
            tag.unwrap()
    for link in page.find_all("a"):
        if not link.get_text(strip=True):
            link.unwrap()
    if page.html and not page.html.get("lang"):
        page.html["lang"] = "en"
    if page.head:
        for tag in (_policy(page), _viewport(page), _style(page)):
            page.head.append(tag)
    return _without_chance(str(page))


def _links(page: BeautifulSoup, names: Sequence[str]) -> Tag:
    """Return a list of links to pages of suites, which are named by their second folder."""
    links = page.new_tag("ul")
    for name in names:
        kind, suite = Path(name).parts[:2]
        link = page.new_tag("a", href=name)
        link.string = f"{kind}: {suite.removesuffix('.html')}"
        item = page.new_tag("li")
        item.append(link)
        links.append(item)
    return links


def _without_chance(html: str) -> str:
    """Number the ids that were drawn, and take out the clock, so that a re-run is the same."""
    numbers: dict[str, str] = {}
    numbered = _DRAWN_ID.sub(
        lambda found: numbers.setdefault(found.group(), str(len(numbers) + 1)), html
    )
    return _RUN_TIME.sub("(left out)", _LOAD_TIME.sub(r"\1(left out)", numbered))


def _policy(page: BeautifulSoup) -> Tag:
    return page.new_tag("meta", attrs={"http-equiv": "Content-Security-Policy", "content": _POLICY})


def _viewport(page: BeautifulSoup) -> Tag:
    return page.new_tag(
        "meta", attrs={"name": "viewport", "content": "width=device-width, initial-scale=1"}
    )


def _style(page: BeautifulSoup) -> Tag:
    style = page.new_tag("style")
    style.string = _STYLE
    return style
