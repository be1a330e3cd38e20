"""The gate before a bundle: each kind of thing, planted in each kind of file, is found."""

from __future__ import annotations

import getpass
import hashlib
import io
import json
import re
import shutil
import socket
import zipfile
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import docx
import pypdf
import pytest
import typst
import xlsxwriter
from checkout import ROOT
from documents import DOCUMENTS, needs_documents
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from shipping import clean_tables

from analysis.checks.results import CheckedTables
from analysis.cleaning.notation import is_number_word
from analysis.errors import AuditError, DataError, GateError
from analysis.reports.catalogue import REPORTS
from analysis.reports.disclosure import audit, said
from analysis.reports.gate.content import Content
from analysis.reports.gate.copies import copies
from analysis.reports.gate.examination import examine, refuse_unfit
from analysis.reports.gate.reading import read
from analysis.reports.gate.traces import Needle, machine_needles
from analysis.reports.tasks import task
from analysis.source import fingerprints
from analysis.source.delivery import read_delivery

PATH = "/home/somebody/project/notes.txt"
TRACEBACK = 'Traceback (most recent call last): File "cell.py", line 3, in step'
CODE = "from analysis.display.release import release"
FIGURES = (
    "figure_id,source_line,value,unit,qualifier,measure\n"
    "ar19-900-1,4,,person,withheld,Persons assisted on the spot\n"
    "ar19-900-2,3,120,person,exact,Persons trained\n"
    "ar19-900-3,3,2,training,exact,Trainings held\n"
)
RULES = "rule_id,value\npeople_units,person;child\nthreshold,5\n"


# small files of each kind, with a text in a place


def html(text: str = "", comment: str = "", attribute: str = "") -> bytes:
    return (
        '<!DOCTYPE html><html lang="en"><head><title>Page</title></head><body>'
        f'<h1 id="top" title="{attribute}">Page</h1><p>{text}</p><!-- {comment} -->'
        '<p><a href="#top">up</a></p></body></html>'
    ).encode()


def svg(text: str = "", metadata: str = "") -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" aria-label="Bars"><metadata>'
        f"{metadata}</metadata><text>{text}</text></svg>"
    ).encode()


def png(**texts: str) -> bytes:
    told = PngImagePlugin.PngInfo()
    for key, value in texts.items():
        told.add_itxt(key, value, zip=True)
    buffer = io.BytesIO()
    Image.new("RGB", (2, 2)).save(buffer, "PNG", pnginfo=told)
    return buffer.getvalue()


def word(
    text: str = "", author: str = "", picture: bytes = b"", rows: tuple[tuple[str, ...], ...] = ()
) -> bytes:
    document = docx.Document()
    document.core_properties.author = author
    document.add_paragraph(text)
    if picture:
        document.add_picture(io.BytesIO(picture))
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, said in zip(row.cells, cells, strict=True):
                cell.text = said
    buffer = io.BytesIO()
    document.save(buffer)
    return _without(buffer.getvalue(), *BROUGHT)


BROUGHT = ("docProps/thumbnail.jpeg", "word/styles.xml", "word/stylesWithEffects.xml")
"""What python-docx's template brings, and no document of ours has: 18,000 elements of styles."""


def _without(archive: bytes, *parts: str) -> bytes:
    """Return a Word file without some parts, and without what leads to them."""
    names = "|".join(re.escape(part.rpartition("/")[2]) for part in parts).encode()
    leads = re.compile(rb'<(?:Relationship|Override) [^>]*"[^"]*\b(?:' + names + rb')"[^>]*/>')
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.endswith((".rels", "[Content_Types].xml")):
                data = leads.sub(b"", data)
            if entry.filename not in parts:
                new.writestr(entry.filename, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def book(rows: tuple[tuple[str | float, ...], ...] = (), author: str = "", note: str = "") -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        workbook.set_properties({"author": author})
        sheet = workbook.add_worksheet("Figures")
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
        if note:
            sheet.write_comment(0, 0, note)
    return buffer.getvalue()


def pdf(
    folder: Path, text: str = "", author: str = "", rows: tuple[tuple[str, ...], ...] = ()
) -> bytes:
    cells = "".join(f"[{cell}]," for row in rows for cell in row)
    table = f"#table(columns: {len(rows[0])}, {cells})" if rows else ""
    source = folder / "document.typ"
    source.write_text(
        f'#set document(title: "Page", author: "{author}")\n'
        '#set text(font: "Noto Sans Georgian", lang: "ka")\n'
        f"= Page <top>\n{text}\n\n#link(<top>)[up]\n{table}\n",
        encoding="utf-8",
    )
    try:
        return typst.compile(str(source))
    finally:
        source.unlink()


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small bundle with a file of each kind, in which nothing is wrong."""
    tmp_path = tmp_path_factory.mktemp("clean")
    folder = tmp_path / "bundle"
    for name, data in {
        "reports/page.html": html("Ten trainings were held."),
        "documents/page.pdf": pdf(tmp_path, "Ten trainings were held."),
        "documents/page.docx": word("Ten trainings were held.", picture=png(Title="Bars")),
        "documents/page.xlsx": book((("Measure", "Value"), ("Trainings", 10)), note="printed"),
        "charts/page/bars.svg": svg("Trainings", "Bars"),
        "charts/page/bars.png": png(Title="Bars"),
        "tables/page/01-figures.csv": b"Measure,Value\nTrainings,10\n",
        "data/figures.csv": FIGURES.encode(),
        "data/disclosure_rules.csv": RULES.encode(),
        "sdmx/figures.xml": b'<?xml version="1.0"?><Data><Obs FIGURE="x" OBS_VALUE="10"/></Data>',
        "datapackage.json": b'{"resources": [{"path": "data/figures.csv"}]}',
        "ro-crate-metadata.json": b'{"@graph": [{"@id": "data/figures.csv", "@type": "File"}]}',
        "CITATION.cff": b'url: "https://creativecommons.org/licenses/by/4.0/"\n',
        "README.md": b"See [the page](reports/page.html#top).\n",
    }.items():
        put(folder, name, data)
    return folder


@pytest.fixture
def bundle(clean: Path, tmp_path: Path) -> Path:
    """Return a copy of the clean bundle to plant things in."""
    return Path(shutil.copytree(clean, tmp_path / "bundle"))


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Return a bundle of nothing but the tables that every bundle has."""
    folder = tmp_path / "bare"
    put(folder, "data/figures.csv", FIGURES.encode())
    put(folder, "data/disclosure_rules.csv", RULES.encode())
    return folder


def put(folder: Path, name: str, data: bytes) -> None:
    """Write a file, and the sums of all files anew."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n"
        for file in files
    ]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def told(folder: Path) -> list[str]:
    """Return file, place and fault of each problem."""
    return [f"{problem.file}: {problem.what}" for problem in examine(folder).problems]


def test_a_clean_bundle_passes(bundle):
    refuse_unfit(bundle, [task(REPORTS["data_quality"], {})], ROOT / "notebooks")


# traces

WHERE = {
    "text of a page": ("reports/page.html", lambda said, tmp: html(text=said), "line 1"),
    "comment of a page": (
        "reports/page.html",
        lambda said, tmp: html(comment=said),
        "line 1, comment",
    ),
    "attribute of a page": (
        "reports/page.html",
        lambda said, tmp: html(attribute=said.replace('"', "&quot;")),
        "line 1, h1",
    ),
    "text of a drawing": ("charts/page/bars.svg", lambda said, tmp: svg(said), "line 1"),
    "metadata of a drawing": ("charts/page/bars.svg", lambda said, tmp: svg("", said), "line 1"),
    "metadata of a picture": (
        "charts/page/bars.png",
        lambda said, tmp: png(Comment=said),
        "metadata Comment",
    ),
    "text of a Word file": (
        "documents/page.docx",
        lambda said, tmp: word(said),
        "word/document.xml, line 2",
    ),
    "properties of a Word file": (
        "documents/page.docx",
        lambda said, tmp: word(author=said),
        "docProps/core.xml, line 2",
    ),
    "picture in a Word file": (
        "documents/page.docx",
        lambda said, tmp: word(picture=png(Comment=said)),
        "word/media/image1.png, metadata Comment",
    ),
    "cell of a workbook": ("documents/page.xlsx", lambda said, tmp: book(((said,),)), "Figures!A1"),
    "properties of a workbook": (
        "documents/page.xlsx",
        lambda said, tmp: book(author=said),
        "docProps/core.xml, line 2",
    ),
    "note of a workbook": (
        "documents/page.xlsx",
        lambda said, tmp: book(note=said),
        "xl/comments1.xml, line 2",
    ),
    "text of a PDF": (
        "documents/page.pdf",
        lambda said, tmp: pdf(tmp, "#raw(" + _quoted(said) + ")"),
        "page 1",
    ),
    "metadata of a PDF": (
        "documents/page.pdf",
        lambda said, tmp: pdf(tmp, author=_quoted(said)[1:-1]),
        "metadata /Author",
    ),
    "cell of a table": (
        "tables/page/01-figures.csv",
        lambda said, tmp: ('A,B\n1,"' + said.replace('"', '""') + '"\n').encode(),
        "row 2, column B",
    ),
    "value in JSON": (
        "datapackage.json",
        lambda said, tmp: ('{"title": ' + _quoted(said) + "}").encode(),
        "$.title",
    ),
    "attribute in XML": (
        "sdmx/figures.xml",
        lambda said, tmp: ('<Data note="' + said.replace('"', "&quot;") + '"/>').encode(),
        "line 1, Data",
    ),
    "line of a README": ("README.md", lambda said, tmp: f"First.\n{said}\n".encode(), "line 2"),
}  # fmt: skip


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize(
    ("said", "what"),
    [
        (PATH, "an absolute path"),
        (TRACEBACK, "a traceback"),
        (CODE, "a cell of code"),
        ("In [3]: release", "a cell of code"),
        (r"C:\Users\somebody\notes.txt", "an absolute path"),
    ],
)
def test_a_trace_is_found_wherever_it_stands(bare, tmp_path, where, said, what):
    file, make, place = WHERE[where]
    put(bare, file, make(said, tmp_path))
    assert f"{file}, {place}: {what} stands in what is to be shared" in told(bare)


@pytest.mark.parametrize(
    "said",
    [
        "The share rose from 1/2 to 3/4, and/or stayed.",
        "Families at home / in a shelter; see https://example.org/home/page.",
        "Imports from Georgia, import duties, a class of inputs.",
        "1 000/2 000 km, 12:30, A:\u00a0B",
    ],
)
def test_ordinary_words_are_no_trace(bare, said):
    put(bare, "reports/page.html", html(said))
    assert told(bare) == []


def test_a_path_in_sixteen_bits_in_the_bytes_behind_a_picture_is_found(bundle):
    put(bundle, "charts/page/bars.png", png() + PATH.encode("utf-16-be"))
    assert told(bundle) == [
        "charts/page/bars.png, behind the end: an absolute path stands in what is to be shared"
    ]


def test_a_path_in_the_metadata_stream_of_a_pdf_is_found(bundle):
    whole = (bundle / "documents/page.pdf").read_bytes()
    assert b"<dc:title>" in whole
    planted = whole.replace(b"<dc:title>", b"<!-- /tmp/x --><dc:title>")
    put(bundle, "documents/page.pdf", planted)
    assert "an absolute path stands in what is to be shared" in "\n".join(told(bundle))


@pytest.mark.parametrize("where", WHERE)
def test_user_machine_and_settings_are_found(bare, tmp_path, where, monkeypatch):
    monkeypatch.setattr(getpass, "getuser", lambda: "ketevan")
    monkeypatch.setattr(socket, "gethostname", lambda: "tower-17.example")
    monkeypatch.setenv("SERVICE_KEY", "s3cr3t-of-the-house")
    file, make, place = WHERE[where]
    put(bare, file, make("by ketevan on tower-17 with s3cr3t-of-the-house", tmp_path))
    found = set(told(bare))
    for what in (
        "a user name of this machine",
        "the name of this machine",
        "the value of the environment variable SERVICE_KEY",
    ):
        assert f"{file}, {place}: {what} stands in what is to be shared" in found


def test_ordinary_names_and_settings_are_not_looked_for(monkeypatch):
    monkeypatch.setattr(getpass, "getuser", lambda: "root")
    monkeypatch.setattr(Path, "home", lambda: Path("/root"))
    monkeypatch.setattr(socket, "gethostname", lambda: "localhost")
    settings = {"LANG": "ka_GE.UTF-8", "DAY": "2019-12-31", "MODE": "production", "N": "12"}
    texts = {needle.text for needle in machine_needles(settings)}
    assert not texts & {"root", "localhost", *settings.values()}
    assert "LANG=ka_GE.UTF-8" in texts


def test_a_partner_who_verifies_is_no_machine_that_made_it(bare, monkeypatch):
    monkeypatch.setenv("OFFICE_MOTTO", "assistance to the returned")
    put(bare, "README.md", b"Under assistance to the returned stands the programme.")
    assert [problem.what for problem in examine(bare).problems] == [
        "the value of the environment variable OFFICE_MOTTO stands in what is to be shared"
    ]
    assert examine(bare, made_here=False).problems == []


def test_a_name_inside_of_a_word_is_none():
    needle = Needle("a user name", "nino", alone=True)
    assert needle.stands_in("by nino.")
    assert not needle.stands_in("El Ninoño ninotchka")


def test_a_line_of_a_notebook_is_found(bundle):
    put(
        bundle, "README.md", b"data = release(open_checked_tables(), audience, threshold, language)"
    )
    problems = examine(bundle, notebooks=ROOT / "notebooks").problems
    assert [str(problem.what) for problem in problems] == [
        "a cell of code stands in what is to be shared"
    ]


def test_an_executed_notebook_is_no_file_of_a_bundle(bundle):
    put(bundle, "reports/page.ipynb", b'{"cells": []}')
    assert told(bundle) == ["reports/page.ipynb: a kind of file that no bundle has"]


@pytest.mark.parametrize("where", WHERE)
def test_a_private_parameter_is_found_by_name_and_value(bare, tmp_path, where):
    report = REPORTS["data_quality"]
    hidden = replace(report.parameters["document"], private=True, choices=())
    private = replace(report, parameters={**report.parameters, "document": hidden})
    file, make, place = WHERE[where]
    put(bare, file, make("document=asked-by-somebody", tmp_path))
    asked = task(private, {"document": "asked-by-somebody"})
    found = [f"{problem.file}: {problem.what}" for problem in examine(bare, [asked]).problems]
    for what in ("the private parameter document", "the value of the private parameter document"):
        assert f"{file}, {place}: {what} stands in what is to be shared" in found


# copies


def document_words() -> list[str]:
    """Return a stretch of a document, punctuation and all."""
    text = (DOCUMENTS / "002_243f81e3ca8ace7c.txt").read_text(encoding="utf-8")
    line = max(text.splitlines(), key=len)
    return line.split()


def counted(words: list[str], at: int, count: int) -> str:
    """Return the stretch from a word on that holds ``count`` words as fingerprints count."""
    for end in range(at + count, len(words) + 1):
        said = " ".join(words[at:end])
        if len(fingerprints.words(said, is_number_word)) >= count:
            return said
    pytest.fail("the document is too short")


@needs_documents
@pytest.mark.parametrize("where", WHERE)
def test_a_copied_sentence_is_found_wherever_it_stands(bare, tmp_path, where):
    said = counted(document_words(), 0, fingerprints.LEAST).replace('"', "")
    file, make, _ = WHERE[where]
    put(bare, file, make(said, tmp_path))
    found = [problem for problem in told(bare) if "source document" in problem]
    assert found
    assert all(problem.startswith(f"{file}, ") for problem in found)


@needs_documents
def test_a_short_quote_is_allowed_and_a_sentence_over_cells_is_not(bundle):
    words = document_words()
    short = counted(words, 0, fingerprints.RUN - 1)
    put(bundle, "README.md", short.encode())
    assert told(bundle) == []
    long = counted(words, 0, fingerprints.LEAST).replace(",", "").split()
    put(bundle, "tables/page/01-figures.csv", "\n".join(["A", *long]).encode())
    assert any("row 2, column A: 1" in problem for problem in told(bundle))


@cache
def told_words(path: Path) -> tuple[str, list[bool]]:
    """Return a document's words as fingerprints compare them, and which stand in names."""
    found = fingerprints.words(path.read_text(encoding="utf-8"), is_number_word)
    allowed = [
        fingerprints.words(name, is_number_word)
        for name in fingerprints.names(read_delivery(ROOT / "data" / "raw"))
    ]
    return f" {' '.join(found)} ", fingerprints.named(found, allowed)


@needs_documents
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_every_run_of_a_documents_words_is_found(data):
    path = data.draw(st.sampled_from(sorted(DOCUMENTS.glob("*.txt"))))
    words = path.read_text(encoding="utf-8").split()
    at = data.draw(st.integers(0, len(words) - 80))
    said = counted(words, at, fingerprints.LEAST).upper()
    space = data.draw(st.sampled_from([" ", "  ", "\n", "\u00a0"]))
    content = Content("page.html")
    content.say("line 1", f"It is said: {said.replace(' ', space)}!")
    text, named = told_words(path)
    own = f" {' '.join(fingerprints.words(said, is_number_word))} "
    start = text[: text.index(own)].count(" ")
    if not all(named[start : start + fingerprints.LEAST]):
        assert list(copies(content, fingerprints.kept()))


def test_our_own_tables_have_no_run_of_a_document():
    for path in sorted((ROOT / "data" / "clean").glob("*.csv")):
        content = read(path.name, path.read_bytes())
        assert list(copies(content, fingerprints.kept())) == [], path.name


def test_the_reports_of_a_run_have_none(ran):
    for path in sorted((ran.outputs / "latest" / "reports").iterdir()):
        content = read(path.name, path.read_bytes())
        assert content.faults == []
        assert list(copies(content, fingerprints.kept())) == [], path.name


@needs_documents
def test_the_fingerprints_are_those_of_the_documents():
    delivery = read_delivery(ROOT / "data" / "raw")
    fresh = fingerprints.of_folder(DOCUMENTS, delivery, is_number_word)
    path = ROOT / "analysis" / "source" / fingerprints.FILE
    assert fresh.text == path.read_text(encoding="utf-8")
    assert path.stat().st_size < 200_000


@needs_documents
def test_stale_fingerprints_are_refused(monkeypatch):
    monkeypatch.setattr(fingerprints, "kept", lambda: fingerprints.Fingerprints({}, frozenset()))
    with pytest.raises(AuditError, match="the fingerprints are not those of the documents"):
        fingerprints.refuse_stale(DOCUMENTS, read_delivery(ROOT / "data" / "raw"), is_number_word)


def test_fingerprints_of_other_lengths_are_refused():
    with pytest.raises(DataError, match="the fingerprints were made with other lengths"):
        fingerprints.read("run 3\nwindow 2\nabc\n")


# links


@pytest.mark.parametrize(
    ("file", "data", "place", "what"),
    [
        ("reports/page.html", b'<a href="none.html">x</a>', "line 1, a",
         "a link leads to no file of the bundle"),
        ("reports/page.html", b'<a href="#none">x</a>', "line 1, a",
         "a link leads to a place that its file does not have"),
        ("reports/page.html", b'<a href="https://example.org/">x</a>', "line 1, a",
         "a link leads elsewhere"),
        ("reports/page.html", b'<img src="https://creativecommons.org/x.png">', "line 1, img",
         "something is fetched from elsewhere"),
        ("reports/page.html", b"<style>\n@import 'https://w3.org/x.css';</style>",
         "line 1, style", "something is fetched from elsewhere"),
        ("reports/page.html", b'<p style="background: url(//example.org/x)">x</p>', "line 1, p",
         "something is fetched from elsewhere"),
        ("charts/page/bars.svg", b'<svg><image href="https://example.org/x"/></svg>',
         "line 1, image", "something is fetched from elsewhere"),
        ("README.md", b"[x](reports/page.html#none)", "line 1",
         "a link leads to a place that its file does not have"),
        ("datapackage.json", b'{"resources": [{"path": "data/none.csv"}]}',
         "$.resources[0].path", "a file is named that the bundle does not have"),
        ("ro-crate-metadata.json", b'{"@graph": [{"@id": "none.csv", "@type": "File"}]}',
         "$.@graph[0].@id", "a file is named that the bundle does not have"),
    ],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_named(bundle, file, data, place, what):
    put(bundle, file, data)
    if file == "reports/page.html":
        put(bundle, "README.md", b"x")
    assert told(bundle) == [f"{file}, {place}: {what}"]


def test_links_of_documents_are_followed(bundle, tmp_path):
    put(bundle, "documents/page.pdf", pdf(tmp_path, '#link("https://example.org/")[x]'))
    assert told(bundle) == ["documents/page.pdf, page 1: a link leads elsewhere"]
    put(bundle, "documents/page.pdf", pdf(tmp_path))
    document = docx.Document()
    document.part.relate_to("https://example.org/x.dotx", "x/attachedTemplate", is_external=True)
    buffer = io.BytesIO()
    document.save(buffer)
    put(bundle, "documents/page.docx", _without(buffer.getvalue(), "docProps/thumbnail.jpeg"))
    assert told(bundle) == [
        "documents/page.docx, word/_rels/document.xml.rels: something is fetched from elsewhere"
    ]


def test_the_sums_name_every_file_and_its_bytes(bundle):
    (bundle / "README.md").write_text("another", encoding="utf-8")
    (bundle / "more.txt").write_text("more", encoding="utf-8")
    sums = (bundle / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    row = 1 + [line.endswith("README.md") for line in sums].index(True)
    assert [str(problem).splitlines()[0] for problem in examine(bundle).problems] == [
        f"SHA256SUMS, row {row}: the file has another digest",
        "SHA256SUMS: the file is not listed",
    ]


# small counts


ROWS = (("Figure", "Measure", "Value"), ("ar19-900-1", "Persons assisted on the spot", "3"))


@pytest.mark.parametrize(
    ("file", "make", "place"),
    [
        ("documents/page.xlsx", lambda tmp: book((ROWS[0], (*ROWS[1][:2], 3))), "Figures!2"),
        ("documents/page.docx", lambda tmp: word(rows=ROWS), "word/document.xml, table row 2"),
        ("documents/page.pdf", lambda tmp: pdf(tmp, rows=ROWS), "page 1"),
        ("tables/page/01-figures.csv",
         lambda tmp: "\n".join(",".join(row) for row in ROWS).encode(), "row 2"),
        ("charts/page/bars.svg", lambda tmp: svg("Persons assisted on the spot: 3"), "line 1"),
        ("sdmx/figures.xml",
         lambda tmp: b'<D><Obs FIGURE="ar19-900-1" OBS_VALUE="3"/></D>', "line 1"),
        ("datapackage.json", lambda tmp: b'{"name": "ar19-900-1", "value": 3}', "$"),
        ("README.md", lambda tmp: b"Persons assisted on the spot: 3", "line 1"),
        ("reports/page.html", lambda tmp: html("ar19-900-1: 3"), ""),
    ],
)  # fmt: skip
def test_a_small_number_beside_a_withheld_figure_is_found(bare, tmp_path, file, make, place):
    put(bare, file, make(tmp_path))
    where = ", ".join(filter(None, (file, place)))
    found = told(bare)
    assert any(
        problem.startswith(f"{where}: a small number stands beside what is withheld: ")
        for problem in found
    ), found


@pytest.fixture(scope="module")
def clean_data() -> CheckedTables:
    return clean_tables()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("page.xlsx", lambda cells, tmp: book((ROWS[0], (*cells[:2], float(cells[2]))))),
        ("page.docx", lambda cells, tmp: word(rows=(ROWS[0], cells))),
        ("page.pdf", lambda cells, tmp: pdf(tmp, rows=(ROWS[0], cells))),
        ("page.csv", lambda cells, tmp: "A,B,C\n{},\"{}\",{}\n".format(*cells).encode()),
        ("page.svg", lambda cells, tmp: svg("{1}: {2}".format(*cells))),
        ("page.xml", lambda cells, tmp: '<Obs F="{0}" OBS_VALUE="{2}"/>'.format(*cells).encode()),
        ("page.json", lambda cells, tmp: '{{"id": "{0}", "value": {2}}}'.format(*cells).encode()),
        ("page.ipynb", lambda cells, tmp: executed(cells)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_the_audit_finds_a_small_count_in_every_kind_of_file(clean_data, tmp_path, name, make):
    small = clean_data["suppressions"].query("reason == 'small'")["figure_id"].iloc[0]
    (row,) = clean_data["figures"].query("figure_id == @small").itertuples()
    path = tmp_path / name
    path.write_bytes(make((small, row.measure, f"{row.value:g}"), tmp_path))
    assert [leak.figure_id for leak in audit(said([path], path.parent), clean_data, 5).leaks] == [
        small
    ]
    path.write_bytes(make((small, row.measure, "97"), tmp_path))
    assert audit(said([path], path.parent), clean_data, 5).leaks == ()


def executed(cells: tuple[str, str, str]) -> bytes:
    """Return an executed notebook that shows a typed table of one row."""
    table = {"schema": {"fields": []}, "data": [dict(zip("abc", cells, strict=True))]}
    output = {"data": {"application/vnd.dataresource+json": table}}
    return json.dumps({"cells": [{"cell_type": "code", "outputs": [output]}]}).encode()


def test_a_pdf_is_read_by_its_tags_as_pypdf_reads_it(tmp_path):
    said = "გამოყენებისა და განვითარების შესახებ, first flight office " * 30
    data = pdf(tmp_path, said, rows=ROWS * 40)
    read_by_tags = [block.text for block in read("page.pdf", data).blocks if not block.hidden]
    read_by_pypdf = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    ours, theirs = (
        Counter(fingerprints.words("\n".join(texts), is_number_word))
        for texts in (read_by_tags, read_by_pypdf)
    )
    assert ours == theirs


def test_a_small_count_in_the_table_of_figures_is_found(bundle):
    put(bundle, "data/figures.csv", FIGURES.replace(",120,", ",4,").encode())
    assert told(bundle) == ["data/figures.csv: a small count of people is shown: ar19-900-2"]


def test_a_bundle_without_its_tables_cannot_pass(bundle):
    (bundle / "data/disclosure_rules.csv").unlink()
    assert "data/disclosure_rules.csv: the table is missing: small counts cannot be looked for" in (
        told(bundle)
    )


# what cannot be read


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 90_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("file", "data", "what"),
    [
        ("documents/page.docx", b"PK", "not an archive that can be read"),
        ("documents/page.docx", bomb(), "unpacks to 90000000 bytes, more than any document holds"),
        ("documents/page.pdf", b"%PDF-1.7", "not a PDF that can be read"),
        ("charts/page/bars.png", b"\x89PNG", "not a PNG that can be read"),
        ("charts/page/bars.svg", b'<!DOCTYPE x [<!ENTITY a "b">]><svg>&a;</svg>', "not XML"),
        ("datapackage.json", b"{", "not JSON"),
        ("reports/more.zip", b"PK", "a kind of file that no bundle has"),
        ("README.md", b"\xff", "not UTF-8"),
    ],
    ids=["archive", "bomb", "pdf", "png", "entity", "json", "zip", "utf-8"],
)
def test_what_cannot_be_read_is_refused(bare, file, data, what):
    put(bare, file, data)
    with pytest.raises(GateError) as refused:
        refuse_unfit(bare)
    assert any(p.file.startswith(file) and p.what.startswith(what) for p in refused.value.problems)


def test_a_link_of_the_file_system_is_refused(bundle):
    (bundle / "other.md").symlink_to("README.md")
    assert "other.md: a link of the file system" in told(bundle)
