"""The parts of the checks one by one, on small made examples: every word that they say."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import warnings
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from checkout import ROOT

from analysis.checks import validation
from analysis.checks.data_docs import _STYLE, _self_contained, _without_chance, make_self_contained
from analysis.checks.facts import known_facts
from analysis.checks.formula import evaluate, figures_in
from analysis.checks.identities import _tolerance, check_register, compute_identities
from analysis.checks.reads import EXPECTATIONS, RECOUNT, Contents, Read, Reads, read_reads
from analysis.checks.results import (
    CheckedTables,
    ExpectationResult,
    load_checked_tables,
    open_checked_tables,
    read_contents,
    refuse_critical,
    results_json,
)
from analysis.checks.suites import read_suite, suite, suite_json
from analysis.checks.validation import (
    _Asked,
    _looked_up,
    _plain,
    _plain_column,
    _quiet,
    _refuse_missing_pages,
    _result,
    validate,
)
from analysis.cleaning.schema import SCHEMAS, as_table, to_csv
from analysis.errors import CheckError, NotationError, Problem, RawDataError, StorageError
from analysis.recount.found import Recounted
from analysis.source.delivery import Delivery
from analysis.source.manifest import SourceDocument
from analysis.source.rows import RawRow, RawTable

# --- Data Docs ---

ADDED = (
    "<meta content=\"default-src 'none'; style-src 'unsafe-inline'\" "
    'http-equiv="Content-Security-Policy"/>'
    '<meta content="width=device-width, initial-scale=1" name="viewport"/>'
    f"<style>{_STYLE}</style>"
)
"""What stands at the end of every page's head."""


def _body(inside: str, names: tuple[str, ...] = ()) -> str:
    """Return what becomes of a body, without its tags."""
    page = _self_contained(f"<html><head></head><body>{inside}</body></html>", names)
    before, after = f'<html lang="en"><head>{ADDED}</head><body>', "</body></html>"
    assert page.startswith(before)
    assert page.endswith(after)
    return page.removeprefix(before).removesuffix(after)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("a<script>alert(1)</script>b", "ab"),
        ('a<link href="style.css"/>b', "ab"),
        ('a<iframe src="page.html"></iframe>b', "ab"),
        ('a<img src="logo.png"/>b', "ab"),
        ("a<style>p { color: red }</style>b", "ab"),
        ('a<object data="film"><p>none</p></object>b', "ab"),
        ('a<embed src="film"/>b', "ab"),
        ('a<ul class="nav nav-tabs"><li>tab</li></ul>b', "ab"),
        ('<ul class="nav"><li>item</li></ul>', '<ul class="nav"><li>item</li></ul>'),
        ('<i class="fas fa-check text-success"></i>', "✔ met"),
        ('<i class="fas text-danger"></i>', "✘ not met"),
        ('<i class="fas text-warning"></i>', "! not met"),
        ('a<i class="fas fa-sort"></i>b', "ab"),
        ("a<i></i>b", "ab"),
        ('<p onclick="go()" onload="go()" id="one">x</p>', '<p id="one">x</p>'),
        ('<p aria-label="x" role="tab" class="y">x</p>', '<p class="y">x</p>'),
        ('a<a href="https://example.org/">b</a>c', "abc"),
        ('a<a href="http://example.org/">b</a>c', "abc"),
        ('a<a href="//example.org/">b</a>c', "abc"),
        ('<a href="page.html">b</a>', '<a href="page.html">b</a>'),
        ('<a href="page.html?of=https://example.org/">b</a>',
         '<a href="page.html?of=https://example.org/">b</a>'),
        ("<a>b</a>", "<a>b</a>"),
        ('<area href="https://example.org/"/>', '<area href="https://example.org/"/>'),
        ('a<a href="page.html"> </a>b', "a b"),
        ('a<a href="page.html"><i class="fas"></i></a>b', "ab"),
    ],
)  # fmt: skip
def test_a_page_keeps_what_is_its_own(html, shown):
    assert _body(html) == shown


@pytest.mark.parametrize(
    ("kind", "links"),
    [
        (
            "validation-results",
            '<li><a href="validations/links/checks/1/clean-links.html">validations: links</a></li>'
            '<li><a href="validations/sources/1.html">validations: sources</a></li>',
        ),
        (
            "expectation_suites",
            '<li><a href="expectations/links.html">expectations: links</a></li>',
        ),
    ],
)
def test_a_table_of_the_index_becomes_links_to_the_pages_of_its_kind(kind, links):
    names = (
        "expectations/links.html",
        "index.html",
        "validations/links/checks/1/clean-links.html",
        "validations/sources/1.html",
    )
    table = f'<table class="x ge-index-page-{kind}-table"><tr></tr></table>'
    assert _body(f"a{table}b", names) == f"a<ul>{links}</ul>b"


def test_a_language_that_a_page_has_is_kept():
    page = _self_contained('<html lang="fr"><head></head></html>', [])
    assert page == f'<html lang="fr"><head>{ADDED}</head></html>'


def test_a_page_without_a_head_gets_none():
    assert _self_contained("<html><p>x</p></html>", []) == '<html lang="en"><p>x</p></html>'
    assert _self_contained("<p>x</p>", []) == "<p>x</p>"


def test_ids_that_were_drawn_are_numbered_in_their_order():
    first, second = "0123abcd-0123-4567-89ab-0123456789ab", "f" * 8 + "-f0f0" * 3 + "-" + "f" * 12
    html = f'<p id="a-body-{second}"></p><p id="b-body-{first}"></p><a href="#a-body-{second}">'
    numbered = '<p id="a-body-1"></p><p id="b-body-2"></p><a href="#a-body-1">'
    assert _without_chance(html) == numbered
    assert _without_chance(first) == first


def test_the_clock_is_left_out():
    html = '<p id="ge_load_time">\n<b>20240131T235959.123456Z</b> 2020-01-01T00:00:00Z</p>'
    assert _without_chance(html) == '<p id="ge_load_time">\n<b>(left out)</b> (left out)</p>'
    assert _without_chance("2019-12-31T23:00:00Z, 2021-01-01T00:00:00Z") == (
        "(left out), 2021-01-01T00:00:00Z"
    )


def test_a_page_that_is_its_own_stays_as_it_is():
    assert _body("a &amp; b <b>ქართული</b>") == "a &amp; b <b>ქართული</b>"


def test_a_site_is_rewritten_and_loses_its_static_files(tmp_path):
    (tmp_path / "static" / "images" / "small").mkdir(parents=True)
    (tmp_path / "static" / "images" / "small" / "logo.png").write_bytes(b"png")
    (tmp_path / "static" / "style.css").write_text("p {}")
    (tmp_path / "static" / "images" / "other.txt").write_text("x")
    (tmp_path / "expectations").mkdir()
    page = tmp_path / "expectations" / "ბმულები.html"
    page.write_text('<html><i class="text-success"></i></html>', encoding="utf-8")
    (tmp_path / "index.html").write_text(
        '<table class="ge-index-page-expectation_suites-table"></table>'
    )
    (tmp_path / "note.txt").write_text("<script></script>")
    make_self_contained(tmp_path)
    assert sorted(one.relative_to(tmp_path).as_posix() for one in tmp_path.rglob("*")) == [
        "expectations",
        "expectations/ბმულები.html",
        "index.html",
        "note.txt",
    ]
    assert page.read_bytes().decode() == '<html lang="en">✔ met</html>'
    assert (tmp_path / "index.html").read_bytes().decode() == (
        '<ul><li><a href="expectations/ბმულები.html">expectations: ბმულები</a></li></ul>'
    )
    assert (tmp_path / "note.txt").read_text() == "<script></script>"


# --- reads ---

ROWS = [
    {"link_id": "a", "figure_ids": "f1;f2", "unit": "GEL"},
    {"link_id": "b", "figure_ids": "f2", "unit": ""},
    {"link_id": "c", "figure_ids": "", "unit": "year"},
]


@pytest.mark.parametrize(
    ("read", "answer"),
    [
        (Read("links"), [("a", "f1;f2", "GEL"), ("b", "f2", ""), ("c", "", "year")]),
        (Read("links", columns=("unit", "link_id")), [("GEL", "a"), ("", "b"), ("year", "c")]),
        (Read("links", "link_id", ("b", "c")), [("b", "f2", ""), ("c", "", "year")]),
        (Read("links", "figure_ids", ("f2",)), [("b", "f2", "")]),
        (Read("links", "figure_ids", ("f2",), True), [("a", "f1;f2", "GEL"), ("b", "f2", "")]),
        (Read("links", "figure_ids", ("f1", "f3"), True, ("link_id",)), [("a",)]),
        (Read("links", "link_id"), []),
    ],
)
def test_a_question_is_answered_by_the_cells_that_it_asks_for(read, answer):
    assert read.answer(ROWS) == answer


@pytest.mark.parametrize(
    ("read", "words", "record"),
    [
        (Read("links"), "links", {"table": "links"}),
        (
            Read("links", columns=("unit", "link_id")),
            "links (unit, link_id)",
            {"table": "links", "columns": ["unit", "link_id"]},
        ),
        (
            Read("links", "link_id", ("a", "b", "c"), True, ("unit",)),
            "links (unit) where link_id is a, b, c",
            {
                "table": "links",
                "column": "link_id",
                "values": ["a", "b", "c"],
                "listed": True,
                "columns": ["unit"],
            },
        ),
        (
            Read("links", "link_id", ("a", "b", "c", "d")),
            "links where link_id is a, b, c, …",
            {"table": "links", "column": "link_id", "values": ["a", "b", "c", "d"]},
        ),
        (
            Read("links", "link_id"),
            "links where link_id is nothing",
            {"table": "links", "column": "link_id"},
        ),
    ],
)
def test_a_question_has_words_and_a_record_that_leads_back_to_it(read, words, record):
    assert read.words == words
    assert read.record() == record
    assert Read.of(record) == read
    assert hash(Read.of(json.loads(json.dumps(record)))) == hash(read)


def test_the_tables_of_contents_are_without_what_the_checks_kept():
    texts = {"links": "a\n", EXPECTATIONS: "[]", RECOUNT: "[]", "figures": "b\n"}
    assert Contents(texts).tables() == {"links": "a\n", "figures": "b\n"}


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


CONTENTS = {
    "links": 'link_id,unit\na,"ლარი, თეთრი"\nb,year\n',
    "figures": "figure_id\n",
    EXPECTATIONS: '[{"id": "1", "note": "x"}, {"id": "2", "note": "y"}]',
}


@pytest.mark.parametrize(
    ("read", "digested"),
    [
        (Read("links"), '[["a", "ლარი, თეთრი"], ["b", "year"]]'),
        (Read("links", "link_id", ("b",), columns=("unit",)), '[["year"]]'),
        (Read("links", "link_id", ("z",)), "[]"),
        (Read("figures"), "[]"),
        (Read("figures", "no_column", ("z",)), "[]"),
        (Read("no table"), "[]"),
        (Read(EXPECTATIONS), CONTENTS[EXPECTATIONS]),
        (Read(EXPECTATIONS, columns=("id",)), '[["1"], ["2"]]'),
        (Read(EXPECTATIONS, "id", ("2",), columns=("note",)), '[["y"]]'),
        (Read(RECOUNT), ""),
        (Read(RECOUNT, columns=("id",)), "[]"),
    ],
)
def test_the_digest_of_a_question_is_that_of_its_answer(read, digested):
    contents = Contents(CONTENTS)
    assert contents.digest(read) == contents.digest(read) == _sha(digested)


@pytest.mark.parametrize(
    "read",
    [
        Read("links", "no_column", ("a",)),
        Read("links", columns=("no_column",)),
        Read("links", columns=("unit", "no_column")),
        Read("links", "no_column", ("a",), columns=("unit",)),
        Read(EXPECTATIONS, columns=("no_column",)),
    ],
)
def test_a_question_about_a_column_that_is_not_there_has_no_digest(read):
    assert Contents(CONTENTS).digest(read) == ""


def test_rows_are_parsed_once_and_kept():
    contents = Contents(CONTENTS)
    rows = contents._rows("links")
    assert rows == [{"link_id": "a", "unit": "ლარი, თეთრი"}, {"link_id": "b", "unit": "year"}]
    assert contents._rows("links") is rows
    assert contents._rows("no table") == []
    assert contents._rows(RECOUNT) == []


def test_a_version_names_the_questions_with_their_answers_whatever_their_order():
    contents = Contents(CONTENTS)
    one, two = Read("links", columns=("unit",)), Read("figures")
    asked = (
        f'[[{{"table": "figures"}}, "{_sha("[]")}"], '
        '[{"columns": ["unit"], "table": "links"}, '
        f'"{contents.digest(one)}"]]'
    )
    assert contents.version([one, two]) == contents.version([two, one, two]) == _sha(asked)[:12]


def test_questions_are_kept_once_each_in_their_order(tmp_path):
    path = tmp_path / "reads"
    reads = Reads(path)
    one, two = Read("links", "link_id", ("ბმული",)), Read("figures")
    for read in (one, two, one):
        reads.note(read)
    assert list(reads) == [one, two]
    assert path.read_bytes().decode() == (
        '{"table": "links", "column": "link_id", "values": ["ბმული"]}\n{"table": "figures"}\n'
    )


def test_questions_are_kept_without_a_file_too():
    reads = Reads()
    reads.note(Read("links"))
    reads.note(Read("links"))
    assert list(reads) == [Read("links")]


def test_questions_of_a_file_are_read_back_sorted_and_once(tmp_path):
    path = tmp_path / "reads"
    assert read_reads(path) == ()
    path.write_text(
        '{"table": "links", "column": "link_id", "values": ["ბმული"]}\n'
        '{"table": "links"}\n{"table": "figures", "columns": ["unit"]}\n{"table": "links"}\n',
        encoding="utf-8",
    )
    assert read_reads(path) == (
        Read("figures", columns=("unit",)),
        Read("links"),
        Read("links", "link_id", ("ბმული",)),
    )


# --- results ---


def _found(**parts: object) -> ExpectationResult:
    """Return a result of an expectation that was met, but for the parts given."""
    met = {
        "table": "links",
        "order": 3,
        "key": "unit.known",
        "id": "12-34",
        "type": "expect_column_values_to_be_in_set",
        "column": "unit",
        "severity": "critical",
        "note": "ერთეული is known.",
        "success": True,
        "rows": 20,
        "unexpected": 0,
        "examples": (),
    }
    return ExpectationResult(**{**met, **parts})  # type: ignore[arg-type]


RESULTS_TEXT = """\
{
  "tables": {
    "figures": "ab",
    "links": "cd"
  },
  "expectations": [
    {
      "table": "links",
      "order": 3,
      "key": "unit.known",
      "id": "12-34",
      "type": "expect_column_values_to_be_in_set",
      "column": "unit",
      "severity": "critical",
      "note": "ერთეული is known.",
      "success": true,
      "rows": 20,
      "unexpected": 0,
      "examples": [
        "x"
      ]
    }
  ],
  "recount": [
    {
      "kind": "rate",
      "key": "ა",
      "value": 0.5,
      "figure_ids": "f1;f2"
    }
  ]
}
"""


def test_results_are_written_as_text():
    recounted = Recounted("rate", "ა", "number", 0.5, 0.5, 0.5, "why", ("f1", "f2"))
    digests = {"links": "cd", "figures": "ab"}
    assert results_json([_found(examples=("x",))], digests, [recounted]) == RESULTS_TEXT


def test_results_of_nothing_are_written_as_text():
    assert results_json([], {}) == '{\n  "tables": {},\n  "expectations": [],\n  "recount": []\n}\n'


LINKS = [
    {
        "link_id": name,
        "target_kind": "budget",
        "target_id": "a-1",
        "figure_ids": figures,
        "counted_figure_ids": "",
        "achieved": None,
        "unit": "",
        "ratio": None,
        "strength": "outside",
        "claimed_status": "",
        "difference": "",
        "reason": "ბმული",
    }
    for name, figures in (("l-1", "f1;f2"), ("l-2", "f2"), ("l-3", ""))
]


def _checked(
    folder: Path, expectations: tuple[ExpectationResult, ...] = (), place: str = "checks"
) -> tuple[Path, Path]:
    """Write clean tables, of which one has rows, and the results of their checks."""
    clean, checks = folder / "clean", folder / place
    clean.mkdir(exist_ok=True)
    checks.mkdir(parents=True)
    digests = {}
    for name in SCHEMAS:
        content = to_csv(name, as_table(name, LINKS if name == "links" else [])).encode()
        (clean / f"{name}.csv").write_bytes(content)
        digests[name] = hashlib.sha256(content).hexdigest()
    recounted = Recounted("rate", "ა", "number", 0.5, 0.25, 0.75, "", ("f1",))
    text = results_json(expectations, digests, [recounted])
    (checks / "results.json").write_text(text, encoding="utf-8")
    return clean, checks


def test_contents_are_the_text_of_the_tables_and_of_what_was_found(tmp_path):
    clean, checks = _checked(tmp_path, (_found(),))
    texts = read_contents(clean, checks).texts
    assert list(texts) == [EXPECTATIONS, RECOUNT, *SCHEMAS]
    assert texts["links"] == (clean / "links.csv").read_text(encoding="utf-8")
    assert texts["figures"].startswith("figure_id,source_id,")
    assert texts[RECOUNT] == (
        '[{"kind": "rate", "key": "ა", "value": 0.5, "lower": 0.25, "upper": 0.75, '
        '"figure_ids": "f1"}]'
    )
    assert '"note": "ერთეული is known."' in texts[EXPECTATIONS]


def test_results_without_a_recount_have_none(tmp_path):
    clean, checks = _checked(tmp_path)
    found = json.loads((checks / "results.json").read_text(encoding="utf-8"))
    (checks / "results.json").write_text(json.dumps({"tables": found["tables"]}))
    texts = read_contents(clean, checks).texts
    assert (texts[EXPECTATIONS], texts[RECOUNT]) == ("[]", "[]")


def test_tables_that_were_not_checked_here_are_refused(tmp_path):
    with pytest.raises(CheckError) as refused:
        read_contents(tmp_path, tmp_path)
    assert refused.value.problems == (
        Problem("the clean tables have not been checked here", advice="run: analysis check"),
    )


def test_every_table_that_was_changed_is_named(tmp_path):
    clean, checks = _checked(tmp_path)
    for name in ("links", "figures"):
        with (clean / f"{name}.csv").open("a") as stream:
            stream.write("\n")
    with pytest.raises(CheckError) as refused:
        read_contents(clean, checks)
    assert refused.value.problems == tuple(
        Problem(
            "the table is not the one that was checked",
            f"data/clean/{name}.csv",
            advice="run: analysis check",
        )
        for name in ("figures", "links")
    )


def test_a_table_that_is_gone_is_refused(tmp_path):
    clean, checks = _checked(tmp_path)
    (clean / "links.csv").unlink()
    with pytest.raises(CheckError) as refused:
        read_contents(clean, checks)
    assert refused.value.problems == (
        Problem(
            f"{clean / 'links.csv'} cannot be read: No such file or directory.",
            advice="run: analysis check",
        ),
    )
    assert isinstance(refused.value.__cause__, StorageError)


def test_tables_are_loaded_with_their_results_and_keep_what_is_read(tmp_path):
    clean, checks = _checked(tmp_path, (_found(examples=("x", "y")), _found(order=4)))
    tables = load_checked_tables(clean, checks, tmp_path / "reads")
    assert tables.results == (_found(examples=("x", "y")), _found(order=4))
    assert tables.digests == {
        name: hashlib.sha256((clean / f"{name}.csv").read_bytes()).hexdigest() for name in SCHEMAS
    }
    assert tables.contents.texts == read_contents(clean, checks).texts
    assert list(tables["links"]["link_id"]) == ["l-1", "l-2", "l-3"]
    assert read_reads(tmp_path / "reads") == (Read("links"),)


def test_tables_are_loaded_without_a_file_of_reads(tmp_path):
    tables = load_checked_tables(*_checked(tmp_path))
    assert tables["links"]["unit"].tolist() == ["", "", ""]
    assert tables["links"]["ratio"].isna().all()
    assert list(tables.reads) == [Read("links")]


def test_each_table_is_made_once_and_they_are_those_of_the_contract(tmp_path):
    tables = load_checked_tables(*_checked(tmp_path)).tables
    assert tables["links"] is tables["links"]
    assert list(tables) == list(SCHEMAS)
    assert len(tables) == len(SCHEMAS)


def test_rows_are_found_by_ids_and_the_question_is_kept(tmp_path):
    tables = load_checked_tables(*_checked(tmp_path))
    assert tables.rows("links", "link_id", ["l-3", "l-1"])["link_id"].tolist() == ["l-1", "l-3"]
    assert tables.rows("links", "figure_ids", ["f2"])["link_id"].tolist() == ["l-2"]
    assert tables.rows("links", "link_id", []).empty
    found = tables.rows("links", "figure_ids", ["f2", "f9"], listed=True, columns=["link_id"])
    assert found.to_dict("list") == {"link_id": ["l-1", "l-2"]}
    assert list(tables.rows("links", "figure_ids", ["f1"], listed=True)) == list(LINKS[0])
    assert tables.rows("figures", "figure_id", ["f1"], listed=True).empty
    assert list(tables.reads) == [
        Read("links", "link_id", ("l-1", "l-3")),
        Read("links", "figure_ids", ("f2",)),
        Read("links", "link_id"),
        Read("links", "figure_ids", ("f2", "f9"), True, ("link_id",)),
        Read("links", "figure_ids", ("f1",), True),
        Read("figures", "figure_id", ("f1",), True),
    ]


def test_rows_are_not_asked_for_by_anything_but_ids(tmp_path):
    tables = load_checked_tables(*_checked(tmp_path))
    with pytest.raises(ValueError, match=r"^rows are asked for by ids, not by strength$"):
        tables.rows("links", "strength", ["outside"])
    assert list(tables.reads) == []


def test_columns_are_read_alone(tmp_path):
    tables = load_checked_tables(*_checked(tmp_path))
    found = tables.columns("links", "strength", "link_id")
    assert list(found) == ["strength", "link_id"]
    assert found["link_id"].tolist() == ["l-1", "l-2", "l-3"]
    assert list(tables.reads) == [Read("links", columns=("strength", "link_id"))]


def test_what_the_checks_found_is_read_too(tmp_path):
    tables = load_checked_tables(*_checked(tmp_path, (_found(),)))
    assert tables.expectations == (_found(),)
    assert tables.recount == (
        Recounted("rate", "ა", "number", 0.5, 0.25, 0.75, figure_ids=("f1",)),
    )
    assert tables.asked == 1
    assert list(tables.reads) == [
        Read(EXPECTATIONS),
        Read(RECOUNT),
        Read(EXPECTATIONS, columns=("id",)),
    ]
    assert tables.evidence_version == tables.contents.version(tables.reads)


def test_tables_without_contents_have_no_recount_and_a_version():
    tables = CheckedTables({}, (), {"b": "2", "a": "1"})
    assert tables.recount == ()
    assert tables.data_version == _sha("a1b2")[:12]


def test_a_critical_failure_is_refused_in_words():
    failed = _found(success=False, unexpected=2, examples=("persons", "ცალი"))
    counted = _found(
        table="figures", key="rows", type="expect_table_row_count_to_equal", column="",
        note="Rows come and go only with a document.", success=False, rows=0, unexpected=1,
    )  # fmt: skip
    others = (_found(), *(_found(success=False, severity=one) for one in ("warning", "info")))
    with pytest.raises(CheckError) as refused:
        refuse_critical([*others, failed, counted])
    advice = (
        "mend the raw rows; if the expectation is wrong, change it in "
        "analysis/checks/rules.py and run: analysis suites"
    )
    assert refused.value.problems == (
        Problem(
            "ერთეული is known. (unit.known: 2 of 20 rows do not)",
            "data/clean/links.csv",
            column="unit",
            found="persons, ცალი",
            expected="column values to be in set",
            advice=advice,
        ),
        Problem(
            "Rows come and go only with a document. (rows)",
            "data/clean/figures.csv",
            expected="table row count to equal",
            advice=advice,
        ),
    )


def test_failures_that_are_not_critical_are_let_through():
    refuse_critical([_found(), _found(success=False, severity="warning")])


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that is a project, named to whoever asks."""
    for marker in ("pyproject.toml", "data/raw/MANIFEST.toml"):
        (tmp_path / marker).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / marker).write_text("")
    monkeypatch.setenv("ANALYSIS_PROJECT", str(tmp_path))
    for name in ("ANALYSIS_CHECKS", "ANALYSIS_READS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.mark.parametrize(("latest", "note"), [(1, "of check"), (3, "of the last run")])
def test_a_notebook_by_hand_opens_the_newest_checks(project, latest, note):
    clean = project / "data"
    _checked(clean, (_found(note="of check"),), "../outputs/checks")
    _checked(clean, (_found(note="of the last run"),), "../outputs/latest/checks")
    os.utime(project / "outputs" / "checks" / "results.json", (2, 2))
    os.utime(project / "outputs" / "latest" / "checks" / "results.json", (latest, latest))
    tables = open_checked_tables()
    assert [found.note for found in tables.expectations] == [note]


@pytest.mark.parametrize("place", ["checks", "latest/checks"])
def test_a_notebook_by_hand_opens_the_checks_there_are(project, place):
    _checked(project / "data", (_found(),), f"../outputs/{place}")
    assert open_checked_tables().results == (_found(),)


def test_a_notebook_of_a_run_opens_its_own_checks_and_keeps_what_it_reads(project, monkeypatch):
    _checked(project / "data", (_found(note="of check"),), "../outputs/checks")
    _checked(project / "data", (_found(note="of this run"),), "../elsewhere")
    monkeypatch.setenv("ANALYSIS_CHECKS", str(project / "elsewhere"))
    monkeypatch.setenv("ANALYSIS_READS", str(project / "kept"))
    tables = open_checked_tables()
    assert [found.note for found in tables.expectations] == ["of this run"]
    assert read_reads(project / "kept") == (Read(EXPECTATIONS),)


def test_a_notebook_of_tables_never_checked_is_refused(project):
    with pytest.raises(CheckError, match="the clean tables have not been checked here"):
        open_checked_tables()


# --- validation ---


def _asked(**entry: object) -> _Asked:
    """Return an expectation as a suite has it, at the third place."""
    full = {
        "id": "12-34",
        "type": "expect_column_values_to_be_in_set",
        "kwargs": {"column": "unit"},
        "severity": "critical",
        "notes": "ერთეული is known.",
        "meta": {"key": "unit.known"},
    }
    return _Asked("links", 3, {**full, **entry})


def test_an_answer_says_what_was_asked_and_what_was_found():
    answered = _asked().answered(
        success=False, rows=20, unexpected=5, examples=["b", "a", "b", "c", "d"]
    )
    assert answered == _found(success=False, unexpected=5, examples=("b", "a", "c"))


@pytest.mark.parametrize(
    ("asked", "column"),
    [
        ({"column": "unit"}, "unit"),
        ({"column_A": "target_max", "column_B": "target_min"}, "target_max"),
        ({"value": 5}, ""),
    ],
)
def test_an_answer_names_the_column_that_it_is_about(asked, column):
    answered = _asked(kwargs=asked).answered(success=True, rows=20, unexpected=0, examples=[])
    assert answered == _found(column=column)


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"value_set": {"$PARAMETER": "sources_keys"}}, "sources_keys"),
        ({"value_set": ["a"]}, ""),
        ({}, ""),
    ],
)
def test_an_expectation_names_the_keys_that_it_compares_with(asked, parameter):
    assert _asked(kwargs=asked).parameter == parameter


def test_a_column_is_looked_up_among_many_keys():
    frame = pd.DataFrame({"unit": ["a", "", "x", "y", "x", "b"], "other": list("zzzzzz")})
    keys = pd.Series(["a", "b", "c"])
    assert _looked_up(_asked(), frame, keys) == _found(
        success=False, rows=6, unexpected=3, examples=("x", "y")
    )
    known = frame[frame["unit"].isin(["a", "", "b"])]
    assert _looked_up(_asked(), known, keys) == _found(rows=3)


NOTHING_RAISED = {"raised_exception": False, "exception_message": None}


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        (
            {"success": True, "result": {"element_count": 20, "unexpected_count": 0}},
            _found(),
        ),
        (
            {
                "success": False,
                "result": {
                    "element_count": 20,
                    "unexpected_count": 4,
                    "partial_unexpected_list": ["x", 1.5, "x", None, "y"],
                },
            },
            _found(success=False, unexpected=4, examples=("x", "1.5", "y")),
        ),
        ({"success": True, "result": {}}, _found(rows=0)),
        ({"success": False, "result": {}}, _found(success=False, rows=0, unexpected=1)),
        (
            {"success": False, "result": {"element_count": None, "unexpected_count": 0}},
            _found(success=False, rows=0),
        ),
        (
            {"success": True, "result": {"observed_value": 7, "partial_unexpected_list": None}},
            _found(rows=0),
        ),
        (
            {"success": False, "result": {"observed_value": 7, "partial_unexpected_list": ["x"]}},
            _found(success=False, rows=0, unexpected=1, examples=("observed 7",)),
        ),
        (
            {"success": True, "result": {"observed_value": 7, "partial_unexpected_list": ["x"]}},
            _found(rows=0, examples=("x",)),
        ),
        (
            {
                "success": False,
                "result": {"observed_value": 7},
                "exception_info": {"raised_exception": True, "exception_message": "no column"},
            },
            _found(success=False, rows=0, unexpected=1, examples=("no column",)),
        ),
        (
            {"success": False, "result": {}, "exception_info": "of several metrics"},
            _found(success=False, rows=0, unexpected=1),
        ),
    ],
)
def test_a_result_becomes_a_record(entry, found):
    assert _result(_asked(), {"exception_info": NOTHING_RAISED, **entry}) == found


def test_empty_cells_are_given_as_missing():
    frame = pd.DataFrame(
        {
            "text": pd.Series(["a", "", "b"], dtype="str"),
            "again": pd.Series(["a", "", "a"], dtype="str"),
            "number": pd.Series([1, None, 2], dtype="Int64"),
        }
    )
    plain = _plain(frame)
    assert list(plain) == ["text", "again", "number"]
    assert [[*plain[name]] for name in plain] == [["a", None, "b"], ["a", None, "a"], [1, None, 2]]
    assert {str(kind) for kind in plain.dtypes} == {"object"}


def test_words_that_stand_again_and_again_are_kept_once():
    words = _plain_column(pd.Series(["a", "b", "", "a", "b", "a", "a"], dtype="str"))
    assert words.dtype == "category"
    assert list(words.cat.categories) == ["a", "b"]
    assert words.isna().tolist() == [False, False, True, False, False, False, False]
    half = _plain_column(pd.Series(["a", "b", "a", "b"], dtype="str"))
    assert half.dtype == "object"
    numbers = _plain_column(pd.Series([1, 1, 1, 1, 1], dtype="Int64"))
    assert numbers.dtype == "object"


def test_a_site_that_lacks_pages_is_refused(tmp_path):
    for name in SCHEMAS:
        page = tmp_path / "local_site" / "validations" / name / "1" / f"clean-{name}.html"
        page.parent.mkdir(parents=True)
        page.write_text("")
    _refuse_missing_pages(tmp_path, SCHEMAS)
    for name in ("sources", "links"):
        (tmp_path / "local_site" / "validations" / name / "1" / f"clean-{name}.html").unlink()
    with pytest.raises(StorageError) as refused:
        _refuse_missing_pages(tmp_path, SCHEMAS)
    assert str(refused.value) == (
        "The Data Docs of links, sources cannot be written. "
        "Check the free space of the disk that holds temporary files, then run again."
    )


MADE = {
    "figures": pd.DataFrame({"figure_id": ["f1", "f2", "f3"]}),
    "suppressions": pd.DataFrame(
        {
            "figure_id": pd.Series(["f1", "f8", "", "f1", "f9"], dtype="str"),
            "reason": pd.Series(["small", "tiny", "", "reveals", "tiny"], dtype="str"),
        }
    ),
}
"""Tables of which one has faults of every sort that its suite knows."""


def _made_tables() -> dict[str, pd.DataFrame]:
    return {name: as_table(name, []) for name in SCHEMAS} | MADE


WHAT_IS_MADE = [
    ("columns", True, 0, 0, ()),
    ("figure_id.present", False, 5, 1, ()),
    ("reason.present", False, 5, 1, ()),
    ("figure_id.unique", False, 5, 2, ("f1",)),
    ("figure_id.exists", False, 5, 2, ("f8", "f9")),
    ("reason.known", False, 5, 2, ("tiny",)),
]


@pytest.mark.parametrize("most_keys", [0, 2, 3])
def test_a_table_is_asked_what_its_suite_asks_in_its_order(monkeypatch, most_keys):
    monkeypatch.setattr(validation, "MOST_KEYS", most_keys)
    monkeypatch.delenv("GX_ANALYTICS_ENABLED", raising=False)
    logger = logging.getLogger("great_expectations")
    monkeypatch.setattr(logger, "level", logging.ERROR)
    found = validate(_made_tables(), ROOT / "expectations", only=["suppressions"])
    assert [
        (one.key, one.success, one.rows, one.unexpected, one.examples) for one in found
    ] == WHAT_IS_MADE
    entries = json.loads(suite_json("suppressions"))["expectations"]
    assert [(one.table, one.order, one.id, one.type, one.note) for one in found] == [
        ("suppressions", order, entry["id"], entry["type"], entry["notes"])
        for order, entry in enumerate(entries)
    ]
    assert logger.level == logging.ERROR
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"


def test_pages_are_written_beside_the_results(tmp_path):
    validate(_made_tables(), ROOT / "expectations", tmp_path, only=["suppressions"])
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.html")) == [
        "expectations/suppressions.html",
        "index.html",
        "validations/suppressions/checks/20200101T000000.000000Z/clean-suppressions.html",
    ]
    index = BeautifulSoup((tmp_path / "index.html").read_bytes(), "html.parser").get_text(" ")
    assert "Data Docs | checks" in " ".join(index.split())


def test_nothing_is_asked_of_tables_that_are_not_named():
    assert validate(_made_tables(), ROOT / "expectations", only=[]) == []


def test_great_expectations_is_kept_quiet_and_let_go():
    logger = logging.getLogger("great_expectations")
    before = logger.level
    with _quiet():
        assert logger.level == logging.CRITICAL + 1
        assert os.environ["GX_ANALYTICS_ENABLED"] == "false"
        warnings.warn("nobody hears this", stacklevel=1)
    assert logger.level == before
    with pytest.raises(ValueError, match="x"), _quiet():
        raise ValueError("x")
    assert logger.level == before


# --- formulas ---

FACTS = {
    "a-1": Decimal(10),
    "b-2": Decimal(4),
    "nought": Decimal(0),
    "when": "2019-06",
    "budget(x)": Decimal(100),
}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        (" a-1 + b-2 ", Decimal(14)),
        ("a-1 - b-2 + 3 - 1", Decimal(8)),
        ("b-2 - a-1", Decimal(-6)),
        ("share(b-2, a-1)", Decimal(40)),
        ("share(a-1, 16) + max(a-1, b-2, 12)", Decimal("74.5")),
        ("max(3)", Decimal(3)),
        ("budget(x) - 007", Decimal(93)),
        ("when", "2019-06"),
    ],
)
def test_a_formula_is_computed(formula, value):
    assert evaluate(formula, FACTS) == value


NO_FACT = "cannot be read as a known fact. Give a figure's id, or a reference to a fact."
NO_SHARE = "cannot be read as share(part, whole) with a whole that is not zero."


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("a-1 + when", "'a-1 + when' cannot be read as a formula. Dates cannot be added."),
        ("when - a-1", "'when - a-1' cannot be read as a formula. Dates cannot be added."),
        ("a-1 + c-3", f"'c-3' {NO_FACT}"),
        ("٣", f"'٣' {NO_FACT}"),
        ("min(a-1, b-2)", f"'min(a-1, b-2)' {NO_FACT}"),
        ("max(a-1,b-2)", f"'a-1,b-2' {NO_FACT}"),
        ("max(a-1, when)", "'max(a-1, when)' cannot be read as a formula of numbers."),
        ("share(when, a-1)", "'share(when, a-1)' cannot be read as a formula of numbers."),
        ("share(a-1)", f"'share(a-1)' {NO_SHARE}"),
        ("share(a-1, b-2, 3)", f"'share(a-1, b-2, 3)' {NO_SHARE}"),
        ("share(a-1, nought)", f"'share(a-1, nought)' {NO_SHARE}"),
    ],
)
def test_a_formula_that_says_nothing_is_refused_in_words(formula, message):
    with pytest.raises(NotationError) as refused:
        evaluate(formula, FACTS)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("formula", "names"),
    [
        (" share(a-1, b-2) + c-3 - 5 ", ["a-1", "b-2", "c-3"]),
        ("max(a-1, 12, b-2)", ["a-1", "b-2"]),
        ("target(a-1) - a-1 + a-1", ["target(a-1)", "a-1", "a-1"]),
        ("12", []),
    ],
)
def test_a_formula_names_its_facts_in_order(formula, names):
    assert figures_in(formula) == names


# --- facts and identities ---


def _table(file: str, columns: str, *rows: str) -> RawTable:
    """Return a raw table of words parted by spaces; ``_`` is an empty cell."""
    names = columns.split()
    return RawTable(
        file,
        tuple(names),
        [
            RawRow(
                file,
                number,
                dict(zip(names, (c.replace("_", "") for c in row.split()), strict=True)),
            )
            for number, row in enumerate(rows, 2)
        ],
    )


def _identities(*rows: tuple[str, str, str, str, str, str]) -> RawTable:
    names = ("identity_id", "kind", "left", "right", "tolerance", "discrepancy_id")
    file = "data/raw/identities.csv"
    made = [RawRow(file, n, dict(zip(names, row, strict=True))) for n, row in enumerate(rows, 2)]
    return RawTable(file, names, made)


CELLS = "result indicators lead partner deadline state_budget donor donor_budget risk note"


def _delivery(*identities: tuple[str, str, str, str, str, str]) -> Delivery:
    """Return raw rows of a plan and of a report, as far as facts are made of them."""
    documents = {
        name: SourceDocument(name, name, f"{name}.txt", name, "us", "ka", kind, "00", 9)
        for name, kind in (("plan", "table"), ("report", "prose"), ("brief", "prose"))
    }
    stated, absent = " stated" * 10, " stated" * 9 + " absent"
    early = " absent" + " stated" * 9
    tables = {
        "identities": _identities(*identities),
        "plan/activities": _table(
            "plan/activities.csv",
            f"source_line objective_titled {CELLS}",
            f"5 true{stated}",
            f"7 false{absent}",
            f"7 false{early}",
            f"8 true{stated}",
        ),
        "plan/headings": _table(
            "plan/headings.csv",
            "source_line kind",
            "1 chapter",
            "2 section",
            "3 chapter",
            "4 chapter",
        ),
        "plan/indicators": _table(
            "plan/indicators.csv",
            "after_source_label",
            "true",
            "false",
            "true",
        ),
        "report/lists": _table("report/lists.csv", "list_id", "towns", "towns", "lots"),
        "brief/lists": _table("brief/lists.csv", "list_id", "towns"),
        "report/non_figures": _table(
            "report/non_figures.csv",
            "source_line token_raw",
            "9 2017-2020",
            "9 2017",
            "12 18400-0001",
            "13 2017-20201",
        ),
    }
    return Delivery(documents, tables)


ACTIVITIES = pd.DataFrame(
    [
        # id, line, chapter, section, block, objective, number, number printed, deadlines, budget
        ("p-1", 1, "IV", "a", None, 1, "1.1", "1.1.", "2019-03;2019-12;2019-06", 500.5),
        ("p-2", 2, "IV", "a", None, 1, "1.10", "1.10", "2018-12", None),
        ("p-3", 3, "IV", "a", None, 1, "1.2", "1.3", "", None),
        ("p-4", 5, "V", "b", 1, 1, "1.1", "1.1", "2019-01", 7.0),
        ("p-5", 4, "V", "b", 1, 2, "2.1", "2.1", "2020-01;2019-01", None),
        ("p-6", 6, "V", "b", 2, 3, "3.1", "3.1", "", None),
    ],
    columns=[
        "activity_id", "source_line", "chapter", "section", "block", "objective_no",
        "activity_no", "activity_no_raw", "deadlines", "state_budget_gel",
    ],
).astype({"block": "Int64", "state_budget_gel": "Float64"}).assign(source_id="plan")  # fmt: skip

INDICATORS = pd.DataFrame(
    {
        "indicator_id": ["p-1-i1", "p-1-i2", "p-2-i1", "p-2-i2", "p-3-i1"],
        "activity_id": ["p-1", "p-1", "p-2", "p-2", "p-3"],
        "target_min": pd.Series([3, None, 5, None, 4], dtype="Float64"),
        "target_max": pd.Series([4, 9, None, None, 2], dtype="Float64"),
    }
)

FIGURES = pd.DataFrame(
    {
        "figure_id": ["f-1", "f-2", "f-3", "f-4"],
        "kind": ["result", "milestone", "target", "result"],
        "value": pd.Series([12.5, None, 0.1, 8], dtype="Float64"),
        "date": ["", "2019-06-30", "", ""],
    }
)


def _facts_tables() -> dict[str, pd.DataFrame]:
    registered = pd.DataFrame({"discrepancy_id": ["known-fault"]})
    return {
        "activities": ACTIVITIES,
        "indicators": INDICATORS,
        "figures": FIGURES,
        "discrepancies": registered,
    }


def test_facts_are_known_by_the_names_that_formulas_call_them():
    delivery = _delivery(
        ("one", "sum", "f-1 + 3", "f-2", "0", ""),
        ("two", "sum", "12", "max(f-3, no-such-figure)", "0", ""),
    )
    facts = known_facts(_facts_tables(), delivery)
    assert facts == {
        "f-1": Decimal("12.5"),
        "f-2": "2019-06-30",
        "f-3": Decimal("0.1"),
        "budget(p-1)": Decimal("500.5"),
        "budget(p-4)": Decimal(7),
        "deadlines(p-1)": 3,
        "deadlines(p-2)": 1,
        "deadlines(p-3)": 0,
        "deadlines(p-4)": 1,
        "deadlines(p-5)": 2,
        "deadlines(p-6)": 0,
        "last_deadline(p-1)": "2019-12",
        "last_deadline(p-2)": "2018-12",
        "last_deadline(p-4)": "2019-01",
        "last_deadline(p-5)": "2020-01",
        "target(p-1-i1)": 3,
        "upper(p-1-i1)": 4,
        "upper(p-1-i2)": 9,
        "target(p-2-i1)": 5,
        "target(p-3-i1)": 4,
        "upper(p-3-i1)": 2,
        "list(report/towns)": 2,
        "list(report/lots)": 1,
        "list(brief/towns)": 1,
        "years(report/9/2017-2020)": 4,
        "years(report/12/18400-0001)": -18398,
        "count(activities)": 6,
        "count(activity_lines)": 3,
        "count(chapter_headings_printed)": 3,
        "count(chapters_with_activities)": 2,
        "count(activity_numbers_off)": 1,
        "count(stray_objective_numbers)": 2,
        "count(rows_with_absent_cells)": 2,
        "count(indicators_after_source_label)": 2,
        "count(deadlines_outside_2019)": 2,
        "count(ranges_reversed)": 1,
        "count(blocks)": 2,
        "count(objectives_out_of_order)": 1,
        "count(activities_out_of_order)": 2,
    }
    assert {type(fact) for fact in facts.values()} == {Decimal, str}


def test_identities_are_computed_by_their_kind():
    delivery = _delivery(
        ("same", "sum", "f-1", "12 + f-3", "0.4", ""),
        ("off", "sum", "f-1", "12 + f-3", "0.399", "known-fault"),
        ("less", "stock_flow", "f-3", "1", "0.5", ""),
        ("third", "percentage", "share(1, 3)", "33", "0", ""),
        ("below", "bound", "f-3", "f-1", "0", ""),
        ("above", "bound", "f-1", "f-3", "0", ""),
        ("at", "range", "f-1", "12", "0.5", ""),
        ("month", "same_fact", "f-2", "last_deadline(p-1)", "0", ""),
        ("later", "date_order", "last_deadline(p-2)", "f-2", "0", ""),
        ("earlier", "date_order", "f-2", "last_deadline(p-2)", "0", ""),
    )
    found = compute_identities(_facts_tables(), delivery)
    assert [
        (
            row.identity_id, row.kind, row.left, row.right, row.left_value, row.right_value,
            row.residual, row.tolerance, row.holds, row.discrepancy_id,
        )
        for row in found.itertuples()
    ] == [
        ("above", "bound", "f-1", "f-3", "12.5", "0.1", 12.4, 0, False, ""),
        ("at", "range", "f-1", "12", "12.5", "12", 0.5, 0.5, True, ""),
        ("below", "bound", "f-3", "f-1", "0.1", "12.5", -12.4, 0, True, ""),
        ("earlier", "date_order", "f-2", "last_deadline(p-2)", "2019-06-30", "2018-12",
         182, 0, False, ""),
        ("later", "date_order", "last_deadline(p-2)", "f-2", "2018-12", "2019-06-30",
         -182, 0, True, ""),
        ("less", "stock_flow", "f-3", "1", "0.1", "1", -0.9, 0.5, False, ""),
        ("month", "same_fact", "f-2", "last_deadline(p-1)", "2019-06-30", "2019-12",
         -183, 0, False, ""),
        ("off", "sum", "f-1", "12 + f-3", "12.5", "12.1", 0.4, 0.399, False, "known-fault"),
        ("same", "sum", "f-1", "12 + f-3", "12.5", "12.1", 0.4, 0.4, True, ""),
        ("third", "percentage", "share(1, 3)", "33", "33.3333", "33",
         0.333333, 0, False, ""),
    ]  # fmt: skip


def test_every_cell_of_an_identity_that_says_nothing_is_told():
    delivery = _delivery(
        ("kind", "sums", "f-1", "f-1", "0", ""),
        ("left", "sum", "f-9", "f-1", "0", ""),
        ("right", "sum", "f-1", "f-1 + f-2", "0", ""),
        ("tolerance", "sum", "f-1", "f-1", "0,5", ""),
        ("registered", "sum", "f-1", "f-1", "0", "known-faults"),
        ("mixed", "sum", "f-1", "f-2", "0", ""),
        ("mixed too", "sum", "f-2", "f-1", "0.", ""),
    )
    with pytest.raises(RawDataError) as refused:
        compute_identities(_facts_tables(), delivery)
    file = "data/raw/identities.csv"
    unread, mixed = "the token cannot be read", "a date is compared with a number"
    tolerance = ("a tolerance", "Write it as 0 or 0.005.")
    assert refused.value.problems == (
        Problem(
            "'sums' is not known",
            file,
            2,
            "kind",
            "sums",
            "bound, date_order, list_count, percentage, range, same_fact, stock_flow, sum",
            "did you mean 'sum'?",
        ),
        Problem(
            unread,
            file,
            3,
            "left",
            "f-9",
            "a known fact",
            "Give a figure's id, or a reference to a fact.",
        ),
        Problem(unread, file, 4, "right", "f-1 + f-2", "a formula", "Dates cannot be added."),
        Problem(unread, file, 5, "tolerance", "0,5", *tolerance),
        Problem(
            "'known-faults' is not known",
            file,
            6,
            "discrepancy_id",
            "known-faults",
            "known-fault",
            "did you mean 'known-fault'?",
        ),
        Problem(mixed, file, 7, "right", "f-2"),
        Problem(unread, file, 8, "tolerance", "0.", *tolerance),
        Problem(mixed, file, 8, "right", "f-1"),
    )


@pytest.mark.parametrize(
    ("cell", "tolerance"), [("0", Decimal(0)), ("12", Decimal(12)), ("0.050", Decimal("0.05"))]
)
def test_a_tolerance_is_read(cell, tolerance):
    assert _tolerance(cell) == tolerance


@pytest.mark.parametrize("cell", ["", "-1", "1e3", "0,5", ".5", "5.", "٥"])
def test_a_tolerance_in_another_form_is_refused(cell):
    with pytest.raises(NotationError) as refused:
        _tolerance(cell)
    assert str(refused.value) == (
        f"{cell!r} cannot be read as a tolerance. Write it as 0 or 0.005."
    )


def _identity(**parts: object) -> pd.DataFrame:
    """Return an identity that fails and is not registered, but for the parts given."""
    fails = {
        "identity_id": "towns",
        "kind": "sum",
        "left": "f-1 + f-2",
        "right": "f-3",
        "left_value": "12.5",
        "right_value": "11",
        "residual": 1.5,
        "tolerance": 0.005,
        "holds": False,
        "discrepancy_id": "",
    }
    return as_table("identities", [{**fails, **parts}])


def test_an_identity_that_fails_has_to_be_registered():
    with pytest.raises(CheckError) as refused:
        check_register(_identity())
    problem = Problem(
        "the identity towns fails and is not registered",
        "data/raw/identities.csv",
        column="discrepancy_id",
        found="f-1 + f-2 = 12.5 against f-3 = 11, residual 1.5",
        expected="a residual within 0.005",
        advice="mend the raw rows if they are wrong; if the source is, register a "
        "discrepancy in data/raw/discrepancies.csv and name it here",
    )
    assert refused.value.problems == (problem,)


def test_an_identity_that_holds_must_not_be_registered():
    with pytest.raises(CheckError) as refused:
        check_register(_identity(holds=True, discrepancy_id="known-fault"), "identities.csv")
    problem = Problem(
        "the identity towns holds, so its discrepancy known-fault is stale",
        "identities.csv",
        column="discrepancy_id",
        found="f-1 + f-2 = 12.5 against f-3 = 11",
        expected="a residual beyond the tolerance",
        advice="take the discrepancy off the identity, and off the register "
        "if nothing else needs it",
    )
    assert refused.value.problems == (problem,)


def test_identities_that_agree_with_the_register_are_let_through():
    check_register(_identity(holds=True))
    check_register(_identity(discrepancy_id="known-fault"))
    check_register(as_table("identities", []))


# --- suites ---


def _said(table: str, key: str) -> tuple[object, ...]:
    """Return what one expectation of a suite is made of."""
    (found,) = (one for one in suite(table) if one.key == key)
    return found.type, found.kwargs, found.note, found.severity


@pytest.mark.parametrize(
    ("table", "key", "said"),
    [
        (
            "suppressions",
            "columns",
            (
                "expect_table_columns_to_match_ordered_list",
                {"column_list": ["figure_id", "reason"]},
                "The table has the columns of the contract, in order.",
                "critical",
            ),
        ),
        (
            "sources",
            "rows",
            (
                "expect_table_row_count_to_equal",
                {"value": 5},
                "Rows come and go only with a document.",
                "critical",
            ),
        ),
        (
            "suppressions",
            "reason.present",
            (
                "expect_column_values_to_not_be_null",
                {"column": "reason"},
                "No row is without reason.",
                "critical",
            ),
        ),
        (
            "suppressions",
            "figure_id.unique",
            (
                "expect_column_values_to_be_unique",
                {"column": "figure_id"},
                "A key stands once.",
                "critical",
            ),
        ),
        (
            "suppressions",
            "reason.known",
            (
                "expect_column_values_to_be_in_set",
                {"column": "reason", "value_set": ["small", "reveals"]},
                "reason is one of the words of the data dictionary.",
                "critical",
            ),
        ),
        (
            "rate_scorings",
            "scoring_id.needed",
            (
                "expect_column_distinct_values_to_contain_set",
                {"column": "scoring_id", "value_set": ["sigma-implementation"]},
                "scoring_id has every key that reports ask for by name.",
                "critical",
            ),
        ),
        (
            "sources",
            "language.form",
            (
                "expect_column_values_to_match_regex",
                {"column": "language", "regex": "^[a-z]{2}$"},
                "Languages are ISO 639-1 codes.",
                "critical",
            ),
        ),
        (
            "links",
            "ratio.range",
            (
                "expect_column_values_to_be_between",
                {"column": "ratio", "min_value": 0, "max_value": 100},
                "What was achieved is not a hundred times what was asked.",
                "critical",
            ),
        ),
        (
            "indicators",
            "activity_id.exists",
            (
                "expect_column_values_to_be_in_set",
                {"column": "activity_id", "value_set": {"$PARAMETER": "activities_keys"}},
                "activity_id leads to a row of activities.",
                "critical",
            ),
        ),
        (
            "indicators",
            "target_order",
            (
                "expect_column_pair_values_a_to_be_greater_than_b",
                {
                    "column_A": "target_max",
                    "column_B": "target_min",
                    "or_equal": True,
                    "ignore_row_if": "either_value_is_missing",
                },
                "A range runs forward.",
                "critical",
            ),
        ),
    ],
)
def test_an_expectation_of_each_sort_says_what_it_asks(table, key, said):
    assert _said(table, key) == said


def test_the_expectations_of_a_table_stand_in_a_fixed_order():
    assert [one.key for one in suite("reviews")] == [
        "columns",
        "file.present",
        "rows.present",
        "unreviewed_rows.present",
        "missing_rows.present",
        "file.unique",
        "reviewed",
        "kept",
    ]
    assert [one.key for one in suite("indicators")][-4:] == [
        "target_max.range",
        "unit.known",
        "target_order",
        "target_numeric",
    ]
    assert [one.key for one in suite("suppressions")] == [key for key, *_ in WHAT_IS_MADE]


SUITE_BEGINS = """\
{
  "name": "suppressions",
  "id": "336faf0a-b157-59b1-b1a7-766f3386e731",
  "notes": "What data/clean/suppressions.csv has to be.",
  "expectations": [
    {
      "id": "486f60a0-0056-5147-8fa2-ecf0309ab07c",
      "type": "expect_table_columns_to_match_ordered_list",
      "kwargs": {
        "column_list": [
          "figure_id",
          "reason"
        ]
      },
      "severity": "critical",
      "notes": "The table has the columns of the contract, in order.",
      "meta": {
        "key": "columns"
      }
    },
"""


def test_a_suite_is_written_as_text():
    assert suite_json("suppressions").startswith(SUITE_BEGINS)
    assert suite_json("suppressions").endswith("\n    }\n  ]\n}\n")


def test_a_suite_is_read_back(tmp_path):
    (tmp_path / "suppressions.json").write_text(suite_json("suppressions"), encoding="utf-8")
    assert read_suite(tmp_path, "suppressions") == json.loads(suite_json("suppressions"))


WHOLE = {"id": "", "type": "", "kwargs": {}, "severity": "", "notes": "", "meta": {}}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"expectations": 5}',
        '{"expectations": [5]}',
        *(
            json.dumps({"expectations": [WHOLE, {k: v for k, v in WHOLE.items() if k != part}]})
            for part in WHOLE
        ),
    ],
)
def test_a_file_that_is_no_suite_is_refused(tmp_path, text):
    (tmp_path / "links.json").write_text(text)
    with pytest.raises(RawDataError) as refused:
        read_suite(tmp_path, "links")
    assert refused.value.problems == (
        Problem(
            "the file is not an expectation suite",
            "expectations/links.json",
            advice="write the suites again: analysis suites",
        ),
    )


def test_a_suite_may_say_more_than_is_asked_of_it(tmp_path):
    document = {"expectations": [{**WHOLE, "more": 1}]}
    (tmp_path / "links.json").write_text(json.dumps(document))
    assert read_suite(tmp_path, "links") == document
