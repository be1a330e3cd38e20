"""The site of a run: what it lists where, in which language, and what it says of the run."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from checkout import run

from analysis import __version__
from analysis.checks.results import CheckedTables, load_checked_tables
from analysis.display.dates import day
from analysis.display.language import LANGUAGES, speaking
from analysis.display.release import release
from analysis.paths import Project
from analysis.reports.catalogue import PROGRAMMES, REPORTS
from analysis.reports.listing import sections
from analysis.reports.parameters import Parameter
from analysis.reports.places import places
from analysis.reports.report import Report, Task
from analysis.reports.results import ReportResult
from analysis.reports.site import RunFacts, render_bundle, render_site
from analysis.reports.tasks import tasks
from analysis.reports.themes import FIELDS, OTHER, THEMES

STARTED = datetime(2026, 3, 1, 23, 59, 58, tzinfo=UTC)


@pytest.fixture(scope="module")
def data(ran: Project) -> CheckedTables:
    return load_checked_tables(ran.clean, ran.outputs / "latest" / "checks")


@pytest.fixture(scope="module")
def english(ran: Project) -> BeautifulSoup:
    return parsed((ran.outputs / "latest" / "index.html").read_text(encoding="utf-8"))


def parsed(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def result(run: Path, name: str = "data-quality", **changed: object) -> ReportResult:
    """Return a result as a run has it, or one changed in some of its fields."""
    plain = ReportResult(
        name=name,
        report_id="data_quality",
        title="Data quality",
        question="Can the figures be trusted?",
        parameters={"language": "en", "audience": "partner", "threshold": 5},
        page=run / "reports" / f"{name}.html",
        notebook=None,
        reason="",
        seconds=1.0,
        theme="quality",
    )
    return replace(plain, **changed)  # type: ignore[arg-type]


def site(results: Sequence[ReportResult], run: Path, data: CheckedTables) -> dict[str, str]:
    return render_site(results, run, RunFacts(data, __version__, STARTED))


# themes


def test_every_report_stands_once_and_under_its_theme(english):
    listed = {
        section["id"]: [link["href"] for link in section.select(".reports > li > a")]
        for section in english.select("section.theme")
    }
    expected: dict[str, set[str]] = {}
    for task in tasks():
        expected.setdefault(task.theme, set()).add(f"reports/{task.name}.html")
    assert {theme: set(pages) for theme, pages in listed.items()} == expected
    assert sum(map(len, listed.values())) == len(tasks())
    assert list(listed) == [theme for theme in THEMES if theme in listed]


def test_the_links_above_lead_to_the_themes_and_count_their_reports(english):
    entries = {
        link["href"]: link.select_one(".size") for link in english.select(".themes a[href^='#']")
    }
    assert entries.pop("#reports") is None
    for target, size in entries.items():
        section = english.select_one(f"section{target}")
        assert int(size.get_text()) == len(section.select(".reports > li"))
        assert section.h2["id"] == section["aria-labelledby"]


def test_every_programme_has_a_field_and_every_report_a_theme():
    assert set(FIELDS) == set(PROGRAMMES)
    assert {task.theme for task in tasks()} <= set(THEMES) - {OTHER}


def test_the_programmes_of_a_field_stand_in_the_order_of_the_alphabet(english):
    names = [link.get_text() for link in english.select("#health .reports > li > a")]
    assert names[:3] == [
        "Antimicrobial resistance and infection control",
        "Blood safety",
        "Hepatitis C screening and confirmation",
    ]
    assert names == sorted(names)


def test_accents_case_and_quotation_marks_do_not_change_the_order():
    run = Path("run")
    names = ["Zürich", "état", "„Ärzte“", "Eton", "European Union"]
    named = [result(run, report_id="partner_brief", subject=name) for name in names]
    (section,) = sections(named, run)
    (group,) = section.groups
    assert [one.name for one in group.entries] == [
        "„Ärzte“", "état", "Eton", "European Union", "Zürich",
    ]  # fmt: skip


def test_chapters_stand_in_the_order_of_the_plan_after_the_whole(english):
    names = [link.get_text() for link in english.select("#evaluation .reports > li > a")]
    assert names[:4] == ["Mid-term evaluation", "Chapter IV", "Chapter V", "Chapter VI"]
    assert names[-1] == "Chapter XI"


def test_a_report_for_each_partner_is_placed_by_its_theme_and_an_unknown_theme_is_other():
    partner = Parameter("iom", "a partner", ("iom", "icmpd"), labels={"iom": "IOM"})
    brief = Report("brief", "Brief", "What?", "b.ipynb", {"partner": partner}, "partner")
    assert Task(replace(brief, theme="partners"), {"partner": "iom"}).theme == "partners"
    assert Task(replace(brief, fields={"iom": "health"}), {"partner": "iom"}).theme == "health"
    assert Task(brief, {"partner": "iom"}).theme == OTHER
    run = Path("run")
    found = sections([result(run, theme="no such"), result(run, theme="partners")], run)
    assert [section.key for section in found] == ["partners", OTHER]


# languages


def test_each_language_has_an_index_of_its_own_reports_in_its_own_words(everywhere):
    run = everywhere.index.parent
    seen = set()
    for language, name in zip(LANGUAGES, ("index.html", "index-ka.html", "index-fr.html"),
                              strict=True):  # fmt: skip
        page = parsed((run / name).read_text(encoding="utf-8"))
        assert page.html["lang"] == language
        listed = {link["href"] for link in page.select(".reports > li > a")}
        own = [one for one in everywhere.results if one.parameters["language"] == language]
        assert listed == {f"reports/{one.page.name}" for one in own}
        seen.add(page.h1.get_text())
    assert len(seen) == len(LANGUAGES)


def test_the_indexes_lead_to_one_another(everywhere):
    run = everywhere.index.parent
    for name in ("index.html", "index-ka.html", "index-fr.html"):
        page = parsed((run / name).read_text(encoding="utf-8"))
        links = page.select("header .languages a")
        assert [link["hreflang"] for link in links] == list(LANGUAGES)
        assert [link.get_text() for link in links] == list(LANGUAGES.values())
        assert [link["href"] for link in links if link.get("aria-current")] == [name]
        assert all((run / link["href"]).is_file() for link in links)


def test_a_report_leads_to_itself_in_the_other_languages_and_back_to_its_own_index(everywhere):
    pages = {one.page.name: one for one in everywhere.results}
    seen: set[str] = set()
    for one in everywhere.results:
        page = parsed(one.page.read_text(encoding="utf-8"))
        links = page.select("header .languages a")
        spoken = {link["hreflang"]: pages[link["href"]] for link in links}
        alike = one.parameters | {"language": ""}
        others = [two for two in everywhere.results if two.parameters | {"language": ""} == alike]
        assert set(spoken) == {two.parameters["language"] for two in others if two != one}
        seen |= {one.parameters["language"]} if len(others) == len(LANGUAGES) else set()
        for language, other in spoken.items():
            assert other.parameters == one.parameters | {"language": language}
        index = one.page.parent / page.select_one("header p a")["href"]
        assert parsed(index.read_text(encoding="utf-8")).html["lang"] == page.html["lang"]
    assert seen == set(LANGUAGES)


def test_a_report_is_the_same_in_a_run_of_one_language_but_for_the_links(ran, everywhere):
    """The one run has pages alone and the other all files, so that links to files differ too."""
    languages = re.compile('<nav [^>]*class="languages".*?</nav>\n', re.DOTALL)
    files = re.compile('<p class="files">.*?</p>\n', re.DOTALL)
    english = [one for one in everywhere.results if one.parameters["language"] == "en"]
    assert english
    for one in english:
        page = ran.outputs / "latest" / "reports" / one.page.name
        alone, links_to_files = files.subn("", page.read_text(encoding="utf-8"))
        assert languages.sub("", one.page.read_text(encoding="utf-8")) == languages.sub("", alone)
        assert links_to_files == 1


def test_a_run_in_english_alone_offers_no_other_language(ran, english):
    latest = ran.outputs / "latest"
    assert [path.name for path in latest.glob("*.html")] == ["index.html"]
    assert not english.select(".languages")
    page = latest / "reports" / "data-quality.html"
    assert not parsed(page.read_text(encoding="utf-8")).select(".languages a")


def test_a_run_in_one_other_language_has_a_plain_index_in_it(ran):
    outcome = run(ran, ["data_quality"], ["language=fr"], ["html"])
    assert outcome.index.name == "index.html"
    page = parsed(outcome.index.read_text(encoding="utf-8"))
    assert page.html["lang"] == "fr"
    assert [path.name for path in outcome.index.parent.glob("*.html")] == ["index.html"]
    (report,) = outcome.results
    back = parsed(report.page.read_text(encoding="utf-8")).select_one("header p a")
    assert back["href"] == "../index.html"


def test_a_report_made_in_some_languages_leads_to_those_only():
    chosen = [
        *tasks(["data_quality"], ["language=ka"]),
        *tasks(["data_quality"], ["language=fr"]),
        *tasks(["programmes_compared"], ["language=fr"]),
    ]
    found = places(chosen)
    assert [place.index for place in found] == ["index.html", "index-fr.html", "index-fr.html"]
    assert [dict(place.others) for place in found] == [
        {"fr": "data-quality--language-fr.html"},
        {"ka": "data-quality--language-ka.html"},
        {},
    ]


# what the site says of the run


def test_the_numbers_of_the_checks_are_those_of_the_run(ran, english, data):
    rows = [
        [cell.get_text() for cell in row.find_all(["th", "td"])]
        for row in english.select("tbody tr")
    ]
    path = ran.outputs / "latest" / "checks" / "results.json"
    found = json.loads(path.read_text(encoding="utf-8"))["expectations"]
    for severity, met, not_met in rows:
        successes = [one["success"] for one in found if one["severity"] == severity]
        assert (int(met), int(not_met)) == (sum(successes), successes.count(False))
    assert [row[0] for row in rows] == ["critical", "warning", "info"]
    shown = release(data, "partner")["identities"]
    assert len(shown) < len(data["identities"])
    held, failing = int(shown["holds"].sum()), int((~shown["holds"]).sum())
    assert f"{held} of {len(shown)} identities hold. {failing} fail; each" in english.get_text()


def test_the_citation_has_title_versions_date_and_licence(english, data):
    words = english.select_one(".citation").get_text()
    assert english.h1.get_text() in words
    assert f"Data version {data.data_version}; package version {__version__}" in words
    assert "CC BY 4.0" in words


def test_the_index_of_a_run_holds_no_date_so_that_the_same_run_has_the_same_bytes(tmp_path, data):
    texts = set()
    for started in (STARTED, STARTED.replace(day=2)):
        (text,) = render_site([result(tmp_path)], tmp_path, RunFacts(data, "1", started)).values()
        texts.add(text)
    (text,) = texts
    assert "<time" not in text
    assert "2026" not in text.replace("2016-2020", "")


def test_two_moments_of_a_bundle_differ_in_the_date_alone(tmp_path, data):
    texts = [
        render_bundle([result(tmp_path)], tmp_path, RunFacts(data, "1", started))
        for started in (STARTED, STARTED.replace(day=2))
    ]
    assert texts[0] != texts[1]
    undated = {re.sub("<time .*?</time>", "", text) for text in texts}
    assert len(undated) == 1
    assert "2026" not in undated.pop().replace("2016-2020", "")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "1 March 2026"), ("fr", "1er mars 2026"), ("ka", "2026 წლის 1 მარტი")],
)
def test_a_date_is_written_as_the_language_does(language, words):
    with speaking(language):
        assert day(STARTED) == words


def test_an_internal_run_says_so_and_counts_everything(tmp_path, data):
    values = {"language": "en", "audience": "internal", "threshold": 5}
    (text,) = site([result(tmp_path, parameters=values)], tmp_path, data).values()
    assert "Internal edition: it shows small counts of people" in text
    assert f"of {len(data['identities'])} identities hold." in text


# reports that failed, and other forms of a report


def test_a_failed_report_is_marked_with_its_reason_as_text(tmp_path, data):
    failed = result(tmp_path, reason="cell words: KeyError: '<b>row</b>'")
    (text,) = site([failed, result(tmp_path, "other")], tmp_path, data).values()
    page = parsed(text)
    (mark,) = page.select(".reports .bad")
    assert mark.get_text() == "Failed: cell words: KeyError: '<b>row</b>'"
    assert "2 reports were to be made; 1 failed." in page.get_text()


def test_other_forms_of_a_report_are_listed_where_they_exist(tmp_path, data):
    files = tuple(
        tmp_path / name
        for name in ("documents/a.pdf", "documents/a.docx", "documents/a.xlsx", "charts/a/1.svg")
    )
    with_files = result(tmp_path, notebook=tmp_path / "notebooks" / "a.ipynb", files=files)
    (text,) = site([with_files, result(tmp_path, "other")], tmp_path, data).values()
    first, second = parsed(text).select(".reports > li")
    links = {link["href"]: link.get_text() for link in first.select(".forms a")}
    assert links == {
        "documents/a.pdf": "PDF: Data quality",
        "documents/a.docx": "Word: Data quality",
        "documents/a.xlsx": "Excel: Data quality",
        "notebooks/a.ipynb": "executed notebook: Data quality",
    }
    assert not second.select(".forms")


def test_the_site_asks_nothing_of_a_network_and_needs_no_script(everywhere):
    for path in everywhere.index.parent.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not parsed(text).find_all(["script", "link", "iframe", "object", "embed", "img"])
        assert "://" not in text
        assert "default-src 'none'" in text


def test_every_report_of_the_catalogue_names_its_theme():
    for report in REPORTS.values():
        assert report.theme in set(THEMES) - {OTHER} or report.fields
