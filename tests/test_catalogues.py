"""Languages: the catalogues are complete and whole, and so are the labels of the data."""

from __future__ import annotations

import gettext
import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from checkout import ROOT, change_cell, copy_checkout, row_of, run

from analysis import pipeline
from analysis.cleaning.labels import LABELS, TRANSLATIONS
from analysis.cleaning.records import each_row
from analysis.cleaning.rounds import OWN_WORDS
from analysis.cleaning.units import UNITS as CODES
from analysis.display import language
from analysis.display.language import LANGUAGES, _, _said, speak, spoken
from analysis.display.numbers import count, counted, fine_percent, percent
from analysis.display.units import UNITS
from analysis.errors import UsageError
from analysis.paths import Project

KEYWORDS = {
    "_": None,
    "_said": None,
    "mark": None,
    "_n": (1, 2),
    "mark_plural": (1, 2),
    "_c": ((1, "c"), 2),
}
PLACES = [
    ("analysis/display/**.py", "python"),
    ("analysis/reports/**.py", "python"),
    ("analysis/reports/templates/**.j2", "jinja2"),
    ("notebooks/*.ipynb", "analysis.reports.catalogues:extract_notebook"),
]
FIELD = re.compile(r"\{[a-z_]+\}")


@pytest.fixture(scope="module")
def messages() -> Catalog:
    """Return every message for readers, found where babel.cfg says."""
    found = Catalog()
    extracted = extract_from_dir(ROOT, PLACES, keywords=KEYWORDS)  # type: ignore[arg-type]
    for _file, _line, message, _comments, context in extracted:
        if message:
            found.add(message, context=context)
    return found


@pytest.fixture(scope="module", params=TRANSLATIONS)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    path = ROOT / "analysis" / "display" / "locale" / request.param / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=request.param)


@pytest.fixture(autouse=True)
def english():
    before = spoken()
    yield
    speak(before)


def ids(catalogue: Catalog) -> set[tuple[object, object]]:
    return {(message.id, message.context) for message in catalogue if message.id}


def forms(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple) else [str(message.string)]


def lacking(messages: Catalog, catalogue: Catalog) -> set[tuple[object, object]]:
    """Return the messages that a catalogue lacks, or has without words."""
    whole = {(m.id, m.context) for m in catalogue if m.id and all(forms(m)) and not m.fuzzy}
    return ids(messages) - whole


def test_every_message_is_in_every_catalogue_and_no_other(messages, catalogue):
    assert lacking(messages, catalogue) == set()
    assert ids(catalogue) - ids(messages) == set()


def test_a_removed_entry_is_found(messages, catalogue):
    removed = next(message for message in catalogue if message.id == "withheld")
    catalogue.delete(removed.id, removed.context)
    assert lacking(messages, catalogue) == {("withheld", None)}
    catalogue.add(removed.id, removed.string)


def test_every_form_has_the_fields_of_its_message(catalogue):
    for message in catalogue:
        if not message.id:
            continue
        english_forms = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = Counter(FIELD.findall(str(english_forms[-1])))
        for form in forms(message):
            assert Counter(FIELD.findall(form)) == wanted, message.id


def test_the_compiled_catalogue_is_that_of_the_file(catalogue):
    folder = ROOT / "analysis" / "display" / "locale" / str(catalogue.locale) / "LC_MESSAGES"
    with (folder / "messages.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in catalogue:
        if message.id and not message.context and isinstance(message.id, str):
            assert compiled.gettext(message.id) == message.string


def test_french_keeps_its_spaces_and_apostrophes(catalogue):
    if str(catalogue.locale) != "fr":
        return
    for message in catalogue:
        for form in forms(message):
            assert not re.search(r"[A-Za-zéèàç)}] [:;?!]", form), form
            assert not re.search(r"\w'\w", form), form


def test_a_missing_message_is_refused_by_name():
    speak("fr")
    with pytest.raises(UsageError, match="The fr catalogue lacks: 'never written'"):
        _("never written")


@pytest.mark.parametrize("words", ["{don} sur {asked}", "{done} sur {asked", "{} sur {asked}"])
def test_a_broken_placeholder_is_refused_by_name(words, monkeypatch, tmp_path):
    broken = Catalog(locale="fr")
    broken.add("{done} of {asked}", words)
    with (tmp_path / "messages.mo").open("wb") as file:
        write_mo(file, broken)
    with (tmp_path / "messages.mo").open("rb") as file:
        made = gettext.GNUTranslations(file)
    monkeypatch.setattr(language, "_catalogue", lambda _language: made)
    speak("fr")
    with pytest.raises(UsageError, match="The fr catalogue has a broken placeholder"):
        _("{done} of {asked}", done="31", asked="60")


def test_a_broken_placeholder_of_a_sentence_with_links_is_refused(monkeypatch):
    made = gettext.NullTranslations()
    monkeypatch.setattr(made, "gettext", lambda _message: "Fait de {figur}.")
    monkeypatch.setattr(language, "_catalogue", lambda _language: made)
    with pytest.raises(UsageError, match=r"broken placeholder, figur, in: 'Fait de \{figur\}"):
        _said("Made of {figure}.", figure="437")


def test_an_unknown_language_is_refused():
    with pytest.raises(UsageError, match="No report speaks 'de'"):
        speak("de")


# numbers


@pytest.mark.parametrize(
    ("language", "number", "share", "whole", "unit"),
    [
        ("en", "1,187,302", "17.8%", "40%", "2,097 families"),
        ("fr", "1\u202f187\u202f302", "17,8\u202f%", "40\u202f%", "2\u202f097 familles"),
        ("ka", "1\u00a0187\u00a0302", "17,8%", "40%", "2\u00a0097 ოჯახი"),
    ],
)
def test_numbers_are_written_as_the_language_does(language, number, share, whole, unit):
    speak(language)
    assert count(1187302) == number
    assert fine_percent(0.17786) == share
    assert percent(0.404) == whole
    assert counted(2097, "family") == unit


def test_georgian_nouns_stay_singular_and_times_are_joined():
    speak("ka")
    assert counted(1, "person").split()[1] == counted(5, "person").split()[1]
    assert counted(9, "times") == "9-ჯერ"


def test_every_unit_of_the_tables_has_a_noun():
    tables = pipeline.make_tables(Project(ROOT))
    units = {
        unit for name in ("figures", "indicators", "commitments") for unit in tables[name]["unit"]
    }
    assert units - {""} <= CODES
    assert set(UNITS) == CODES | {"activities", "indicators"}


# labels


@pytest.fixture(scope="module")
def labels() -> dict[tuple[str, str], dict[str, dict[str, str]]]:
    found: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
    for row in each_row(pipeline.make_tables(Project(ROOT))["labels"]):
        words = {language: getattr(row, language) for language in TRANSLATIONS}
        found.setdefault((row.table, row.column), {})[row.en] = words
    return found


def test_every_label_has_words_in_every_language_and_none_is_left_over(labels):
    tables = pipeline.make_tables(Project(ROOT))
    for table, columns in LABELS.items():
        for column in columns:
            shown = set(tables[table][column]) - {""} | set(OWN_WORDS.get((table, column), ()))
            assert shown == set(labels.get((table, column), ())), (table, column)


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_labels_that_are_compared_stay_apart(labels, language):
    for place in (("figures", "population"), ("figures", "measure"), ("analyses", "title")):
        words = [entry[language] for entry in labels[place].values()]
        assert len(words) == len(set(words)), place


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_labels_keep_their_digits(labels, language):
    for entries in labels.values():
        for english_words, entry in entries.items():
            digits = [
                Counter(re.findall("[0-9]", text)) for text in (english_words, entry[language])
            ]
            assert digits[0] == digits[1], english_words


def test_a_label_without_words_is_refused_where_it_is_needed(checked, tmp_path):
    project = copy_checkout(tmp_path, checked)
    path = project.raw / "labels.csv"
    change_cell(path, row_of(path, "en", "Child helpline"), "en", "Another helpline")
    outcome = run(project, ["programme_effect"], ["programme=child-hotline", "language=fr"])
    (failed,) = outcome.failed
    assert "the label has no words in fr" in failed.reason
    assert "programmes.title: Child helpline" in failed.reason


# reports


@pytest.mark.parametrize(("language", "title", "number"), [
    ("fr", "Programme", "1\u202f187\u202f302"),
    ("ka", "პროგრამა", "1\u00a0187\u00a0302"),
])  # fmt: skip
def test_a_report_speaks_its_language(checked, tmp_path, language, title, number):
    project = copy_checkout(tmp_path, checked)
    parameters = ["programme=hepatitis-c", f"language={language}"]
    outcome = run(project, ["programme_effect"], parameters, ["html"])
    (result,) = outcome.results
    assert not outcome.failed
    page = BeautifulSoup(result.page.read_text(encoding="utf-8"), "html.parser")
    assert page.html["lang"] == language
    assert page.h1.get_text().startswith(title)
    assert number in page.get_text()
    for english_words in ("Summary", "Source:", "withheld", "Printed", "persons"):
        assert english_words not in page.get_text(), english_words


def test_every_language_has_a_name_of_its_own():
    assert set(LANGUAGES) == {"en", *TRANSLATIONS}


def test_catalogues_lie_where_the_package_looks():
    for translation in TRANSLATIONS:
        assert (Path(ROOT) / "analysis/display/locale" / translation).is_dir()
