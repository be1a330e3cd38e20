"""Pages in every language, as a browser shows it: axe, the network, width and weight."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import browser
import pytest
from checkout import ROOT
from conftest import EVERY_SORT

from analysis import __version__
from analysis.checks.results import load_checked_tables
from analysis.display.language import LANGUAGES
from analysis.files import write_text
from analysis.paths import Project
from analysis.reports.results import RunOutcome
from analysis.reports.site import RunFacts, render_site
from analysis.reports.tasks import tasks
from analysis.reports.templated import render_error

PLANTED = {
    "image": (
        "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>",
        "image-alt (critical): Images must have alternative text",
    ),
    "pale": ("<p style='color:#999;background:#aaa'>Pale.</p>", "color-contrast (serious)"),
    "dark": (
        "<style>@media (prefers-color-scheme: dark) { p { color: #333; background: #111 } }</style>"
        "<p>Dark on dark.</p>",
        "dark.html (desktop, dark): color-contrast (serious)",
    ),
    "elsewhere": (
        "<img alt='' src='http://127.0.0.1:9/dot.png'>",
        "it asks for http://127.0.0.1:9/dot.png",
    ),
    "wide": (
        "<div style='width:500px'>.</div>",
        "wide.html (telephone): it is 110 pixels wider than the window",
    ),
    "heavy": (f"<!--{'x' * browser.LARGEST}-->", "heavy.html (desktop): it has 500"),
}


@pytest.fixture(scope="session")
def spoilt(ran: Project, everywhere: RunOutcome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of a run in which every report failed, with the page of one of them."""
    folder = tmp_path_factory.mktemp("spoilt")
    results = [
        replace(one, page=folder / "reports" / one.page.name, notebook=None, reason="no row")
        for one in everywhere.results
    ]
    data = load_checked_tables(ran.clean, ran.outputs / "latest" / "checks")
    facts = RunFacts(data, __version__, datetime(2026, 11, 22, tzinfo=UTC))
    for name, text in render_site(results, folder, facts).items():
        write_text(folder / name, text)
    for language in LANGUAGES:
        text = render_error("Health", "result-words", "KeyError: 'a<b'", "rows['a<b']", language)
        write_text(folder / "reports" / f"failed-{language}.html", text)
    return folder


@pytest.fixture(scope="session")
def faults(looking: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return what is found in pages with one fault each, by the name of the page."""
    folder = tmp_path_factory.mktemp("planted")
    pages = []
    for name, (planted, _) in PLANTED.items():
        pages.append(folder / f"{name}.html")
        pages[-1].write_text(
            "<!DOCTYPE html><html lang=en><title>Page</title><body style='margin:0'>"
            f"<main><h1>Page</h1>{planted}</main></body></html>"
        )
    found: dict[str, list[str]] = {name: [] for name in PLANTED}
    for one in browser.look(pages):
        found[one.page.stem] += one.faults
    return found


@pytest.mark.usefixtures("looking")
def test_no_page_of_any_sort_in_any_language_has_a_fault(ran, everywhere, spoilt, request, capsys):
    made = {one.page.name for one in everywhere.results}
    english = [ran.outputs / "latest" / "reports" / f"{name}.html" for name in EVERY_SORT]
    english = [page for page in english if page.name not in made]
    pages = [*english, *browser.site_pages(everywhere.index.parent), *browser.site_pages(spoilt)]
    looks = browser.look(pages, browser.in_turns(pages))
    with capsys.disabled():
        print(f"\n{browser.summary(looks)}")
    assert [fault for one in looks for fault in one.faults] == []
    assert len(looks) == len(pages) * len(browser.VIEWS)
    assert len(pages) == len(english) + len(everywhere.results) + 3 * len(LANGUAGES)
    assert len(english) + len(everywhere.results) > 20
    if request.config.getoption("--every-page"):
        assert len(everywhere.results) == len(LANGUAGES) * len(tasks())


@pytest.mark.usefixtures("looking")
def test_one_theme_is_shown_alone_without_a_script(ran):
    index = (ran.outputs / "latest").resolve() / "index.html"
    (whole, *_) = browser.look([index], {index: ()})
    for one in browser.look([index], at="#health"):
        assert list(one.faults) == []
        hidden = set(whole.headings) - set(one.headings)
        assert {"Evaluation of the plan", "Displaced families", "Quality of the data"} <= hidden
        assert one.headings == ("Health", "What the checks found", "How to cite")


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_and_no_other(faults, name):
    words = PLANTED[name][1]
    assert any(words in fault for fault in faults[name]), faults[name]
    assert len({fault.partition("): ")[2] for fault in faults[name]}) == 1


def test_pages_of_other_languages_are_judged_by_turns(tmp_path):
    pages = []
    for language in ("en", "fr", "ka"):
        for name in ("a", "b--one", "b--two", "b--three"):
            pages.append(tmp_path / f"{language}-{name}.html")
            pages[-1].write_text(f'<html lang="{language}">')
    judged = {page.stem: views for page, views in browser.in_turns(pages).items()}
    assert judged["en-a"] == judged["en-b--one"] == tuple(browser.VIEWS)
    assert (judged["en-b--two"], judged["en-b--three"]) == (("desktop, dark",), ("desktop",))
    assert (judged["fr-a"], judged["fr-b--one"]) == (("telephone",), ("desktop",))
    assert (judged["ka-a"], judged["ka-b--one"]) == (("desktop",), ("telephone",))


def test_the_lock_pins_what_is_installed_by_digest_and_names_no_index():
    text = (browser.FOLDER / "package-lock.json").read_text(encoding="utf-8")
    asked = json.loads((browser.FOLDER / "package.json").read_text(encoding="utf-8"))
    packages = {name: one for name, one in json.loads(text)["packages"].items() if name}
    assert set(packages) == {f"node_modules/{name}" for name in asked["dependencies"]}
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert "://" not in text
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in contributing for name in asked["dependencies"])
