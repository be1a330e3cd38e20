"""The page of a comparison: escaped, self-contained, accessible, in three languages."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import browser
import pytest
from bs4 import BeautifulSoup
from made_runs import FIGURES, SOURCES, counts, drawn, make_run, results, summary

from analysis.display.language import LANGUAGES
from analysis.display.shown import escape, paragraph
from analysis.files import write_text
from analysis.paths import Project
from analysis.reports.comparison import page as page_module
from analysis.reports.comparison.comparing import compare_runs
from analysis.reports.comparison.page import as_page
from analysis.reports.comparison.records import Comparison
from analysis.reports.comparison.text import as_text

HOSTILE = "<script>alert(1)</script>\"'&amp;{{ 7 * 7 }}"


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """Return a comparison in which something of every sort differs, hostile words among it."""
    project = Project(tmp_path_factory.mktemp("page"))
    runs = project.outputs / "runs"
    printed = HOSTILE.replace('"', "")
    clean = {
        "figures": FIGURES.replace("75,127,127,object", f'75,"{printed}",118,object'),
        "sources": SOURCES,
    }
    for run, number, words in (("before", 127, "plain"), ("after", 118, HOSTILE)):
        shown = {
            "summary": "## Summary",
            "summary-findings": summary(f"Of 120 persons asked, {number} were met."),
            "words": paragraph(f"It is {words}."),
            "results": results(number / 120, words),
            "annex-figures": counts((f"Objects {words}", number, "object")),
            "chart": drawn(escape(f"Bars of {HOSTILE}: {number}.")),
            "redrawn": drawn("Bars.", "red" if number == 127 else "blue", "same"),
        }
        make_run(
            runs / run,
            {
                "effect": shown,
                "effect--language-ka": {"t": paragraph(f"დაბეჭდილია {number}.")},
                run: {"t": paragraph("Said.")},
                "fails": f"cell x: {words}" if number == 118 else shown,
            },
            clean if number == 118 else None,
            inputs={f"data/raw/{words}.csv": str(number)},
            python=f"3.11.{number}",
        )
    (runs / "before" / "clean" / "sources.csv").write_text("source_id,title\nreport,Old\n", "utf-8")
    return compare_runs(project, "before", "after")


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request: pytest.FixtureRequest, comparison: Comparison) -> BeautifulSoup:
    return BeautifulSoup(as_page(comparison, request.param), "html.parser")


def test_everything_hostile_is_text(page, comparison):
    assert not page.find_all(["script", "iframe", "object"])
    assert page.get_text().count("<script>alert(1)</script>") >= 5
    assert "{{ 7 * 7 }}" in page.get_text()
    assert not [one for tag in page.find_all() for one in tag.attrs if one.startswith("on")]
    assert "<script>alert(1)" in as_text(comparison)


def test_the_page_asks_nothing_of_a_network_and_holds_its_images(page):
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    images = page.find_all("img")
    assert len(images) == 4
    assert all(one["src"].startswith("data:image/svg+xml;base64,") for one in images)
    assert all(one["alt"] for one in images)
    assert not page.find_all("link")
    assert all(link["href"].startswith("#") for link in page.find_all("a"))


def test_the_page_says_that_it_is_internal_in_its_language(page):
    language = page.html["lang"]
    said = {
        "en": "Internal: this page shows small counts of people. It is not for partners.",
        "ka": "შიდა გვერდი: აჩვენებს პირთა მცირე რაოდენობებს და პარტნიორებისთვის არ არის "
        "განკუთვნილი.",
        "fr": "Page interne\u00a0: elle montre de petits nombres de personnes et n’est pas "
        "destinée aux partenaires.",
    }
    assert page.select_one(".edition").get_text() == said[language]


def test_headings_do_not_skip_ids_stand_once_and_contents_lead_to_them(page):
    levels = [int(one.name[1]) for one in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [one["id"] for one in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in page.find_all("a")} <= set(ids)
    assert [link["href"][1:] for link in page.select("nav.contents a")] == [
        "failed", "rows", "status", "headline", "estimate", "number", "words", "charts",
        "reports", "inputs", "versions",
    ]  # fmt: skip


def test_tables_scroll_by_keyboard_and_head_their_rows_and_columns(page):
    tables = page.find_all("table")
    assert len(tables) > 5
    for table in tables:
        region = table.parent
        assert (region["role"], region["tabindex"]) == ("region", "0")
        assert region["aria-label"]
        assert all(one["scope"] == "col" for one in table.thead.find_all("th"))
        assert all(row.find("th")["scope"] == "row" for row in table.tbody.find_all("tr"))


def test_words_in_another_language_say_which(page):
    language = page.html["lang"]
    section = page.find(id="words").parent
    georgian = [one for one in section.find_all("dl") if "დაბეჭდილია" in one.get_text()]
    (found,) = georgian
    assert found.get("lang") == ("ka" if language != "ka" else None)
    label = found.dt
    assert label.get("lang") == (language if language != "ka" else None)
    english = next(one for one in section.find_all("dl") if "It is" in one.get_text())
    assert english.get("lang") == ("en" if language != "en" else None)


def test_words_that_changed_are_marked_as_gone_and_new(comparison):
    page = BeautifulSoup(as_page(comparison, "en"), "html.parser")
    (states,) = page.find(id="headline").parent.find_all("dl")
    assert [one.get_text() for one in states.find_all("del")] == ["127"]
    assert [one.get_text() for one in states.find_all("ins")] == ["118"]
    assert [one.get_text() for one in states.find_all("dt")] == ["Before", "After"]


def test_charts_stand_side_by_side_with_what_they_say_otherwise(comparison):
    page = BeautifulSoup(as_page(comparison, "en"), "html.parser")
    changed, redrawn = page.select(".chart")
    assert [one.get_text() for one in changed.find_all("figcaption")] == ["Before", "After"]
    assert changed.find("del").get_text() == "127"
    assert redrawn.select_one(".origin").get_text().startswith(
        "It shows the same in another drawing."
    )  # fmt: skip
    assert not redrawn.find_all("dl")


def test_of_many_charts_only_the_first_are_images_and_that_is_said(comparison, monkeypatch):
    monkeypatch.setattr(page_module, "PICTURES", 1)
    page = BeautifulSoup(as_page(comparison, "en"), "html.parser")
    assert len(page.find_all("img")) == 2
    assert page.find(id="charts").find_next("p").get_text() == (
        "The first 1 chart is shown as images."
    )


def test_a_file_changed_since_is_said_above_everything(comparison):
    page = BeautifulSoup(as_page(comparison, "en"), "html.parser")
    (said,) = page.find(id="limits").parent.find_all("li")
    assert said.get_text() == (
        "before: changed since the run, so compared as it is now: clean/sources.csv."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_difference_is_one_sentence(comparison, language):
    same = Comparison(comparison.before, comparison.before, comparison.known)
    page = BeautifulSoup(as_page(same, language), "html.parser")
    said = {
        "en": "No difference: the runs are the same but for their times and names.",
        "ka": "განსხვავება არ არის: გაშვებები ერთნაირია, გარდა დროისა და სახელებისა.",
        "fr": "Aucune différence\u00a0: les exécutions sont identiques, à leurs dates et noms "
        "près.",
    }
    assert page.select_one(".lead").get_text() == said[language]
    assert not page.find_all("h2")
    limited = replace(same, limits=comparison.limits)
    assert "No difference in what could be compared." in as_page(limited, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_finds_no_fault(comparison, tmp_path: Path, language):
    if reason := browser.missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    path = tmp_path / "comparison.html"
    write_text(path, as_page(comparison, language))
    looks = browser.look([path])
    assert [fault for look in looks for fault in look.faults] == []
    assert all(look.passed for look in looks)
