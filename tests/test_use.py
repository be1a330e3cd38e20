"""A site as readers use it: every link of it in Chromium, and its pages by the keyboard alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import using
from bs4 import BeautifulSoup
from made_runs import counts, make_run, results

from analysis.paths import Project
from analysis.reports.comparison.comparing import compare_runs
from analysis.reports.comparison.page import as_page

KINDS = (
    "index",
    "reports/midterm-evaluation--chapter-V",
    "reports/data-quality",
    "reports/programmes-compared",
    "reports/programme-effect--programme-hepatitis-c",
    "reports/partner-brief--partner-eu",
)
"""One page of each kind; those of a kind have one template."""

WRONG = """<!DOCTYPE html><html lang=en><head><title>Page</title>
<link rel=icon href="data:,"><style>.bare:focus { outline: none }</style></head><body>
<a class=bare href="#content">Skip to the content</a>
<nav><a href="#nowhere">Contents</a></nav>
<main id=content><a href="#content">Here</a><a href="gone.pdf">Gone</a>
<a href="other.html#place">Other</a><a href="../out.html">Out</a><a href="https://example.org/">Far</a>
<details><summary tabindex=-1>More</summary></details>
<button onkeydown="event.preventDefault()">Trap</button>
<img alt="" src="http://127.0.0.1:9/dot.png"><a href="#content">End</a></main>
<script>console.error("said"); throw new Error("thrown")</script></body></html>"""


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page on which everything is wrong that is looked for."""
    folder = tmp_path_factory.mktemp("wrong") / "site"
    folder.mkdir()
    (folder / "other.html").write_text("<title>Other</title>")
    (folder / "index.html").write_text(WRONG)
    return folder / "index.html"


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of a comparison with contents and a long table."""
    project = Project(tmp_path_factory.mktemp("compared"))
    for run, number in (("before", 1), ("after", 2)):
        rows = [(f"Row {turn}", turn * number, "person") for turn in range(1, 60)]
        cells = {"results": results(number / 4), "annex-figures": counts(*rows)}
        make_run(project.outputs / "runs" / run, {"effect": cells})
    page = project.root / "compared.html"
    page.write_text(as_page(compare_runs(project, "before", "after"), "en"), encoding="utf-8")
    return page


@pytest.fixture(scope="module")
def walked(looking: None, ran: Project, compared: Path) -> dict[str, Mapping[str, Any]]:
    """Return what came of going through a page of each kind by the keyboard, by name."""
    run = (ran.outputs / "latest").resolve()
    pages = {name: run / f"{name}.html" for name in KINDS} | {"compared": compared}
    seen = using.walk(list(pages.values()))
    return {name: seen[page] for name, page in pages.items()}


@pytest.mark.usefixtures("looking")
def test_every_link_of_every_page_leads_somewhere_and_no_page_says_or_asks_anything(ran):
    run = (ran.outputs / "latest").resolve()
    found = using.crawl(run / "index.html")
    assert found.faults == []
    assert found.elsewhere == set()
    assert set(found.pages) == set(run.rglob("*.html"))
    assert len(found.pages) == len(set(found.pages)) > 100
    written = {path for name in ("documents", "notebooks") for path in (run / name).iterdir()}
    assert written < found.files


@pytest.mark.parametrize("name", [*KINDS, "compared"])
def test_a_page_can_be_used_by_the_keyboard_alone(walked, name):
    assert list(using.keyboard_faults(walked[name])) == []


def test_pages_have_what_the_keyboard_is_tried_on(walked):
    assert [name for name, seen in walked.items() if not seen["contents"]] == ["index"]
    assert [name for name, seen in walked.items() if seen["filter"]] == ["index"]
    assert {"reports/data-quality", "compared"} < {n for n, s in walked.items() if s["details"]}


def test_a_filter_lists_its_reports_and_as_many_as_it_says(walked, ran):
    used = walked["index"]["filter"]
    text = (ran.outputs / "latest" / "index.html").read_text(encoding="utf-8")
    page = BeautifulSoup(text, "html.parser")
    own = [link["href"] for link in page.select(f"section{used['hash']} .reports > li > a")]
    assert used["after"] == own
    assert used["name"].endswith(f" {len(own)}")
    assert set(own) < set(used["before"])
    assert used["again"] == used["before"]


@pytest.mark.usefixtures("looking")
def test_what_is_wrong_with_links_is_found(wrong):
    found = using.crawl(wrong)
    assert sorted(found.faults) == [
        "index.html: a link leads nowhere: gone.pdf",
        "index.html: a link leads out of the site: " + (wrong.parents[1] / "out.html").as_uri(),
        "index.html: a link leads to no place of index.html: #nowhere",
        "index.html: a link leads to no place of other.html: #place",
        "index.html: it asks for http://127.0.0.1:9/dot.png",
        "index.html: it says: Error: thrown",
        "index.html: it says: Failed to load resource: net::ERR_UNSAFE_PORT",
        "index.html: it says: said",
    ]
    assert found.elsewhere == {"https://example.org/"}


@pytest.mark.usefixtures("looking")
def test_what_keeps_the_keyboard_out_is_found(wrong):
    (seen,) = using.walk([wrong]).values()
    faults = "\n".join(using.keyboard_faults(seen))
    for words in (
        "no focus to be seen: A Skip to the content",
        "Tab does not stop at SUMMARY More",
        "Tab does not stop at A End",
        "Tab does not come round: it ends at ['BUTTON Trap']",
        "the contents does not lead where it says",
        "Enter and Space do not open and close",
    ):
        assert words in faults
