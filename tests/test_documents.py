"""The files made of a page: they say what it says, and programs and people can use them."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import docx
import openpyxl
import pypdf
import pytest
from bs4 import BeautifulSoup
from checkout import run
from docx.oxml.ns import qn
from openpyxl.worksheet.worksheet import Worksheet

from analysis.display.numbers import count, counted, percent
from analysis.display.resource import MIME, resource
from analysis.display.shown import Link
from analysis.display.tabling import table
from analysis.errors import ReportError, UsageError
from analysis.paths import Project
from analysis.reports.documents.content import Content, read_content
from analysis.reports.documents.executed import TypedTable, read_drawings, read_tables
from analysis.reports.documents.pdf import pdf
from analysis.reports.documents.tables import csv_files
from analysis.reports.documents.word import word
from analysis.reports.documents.workbook import Preface, workbook
from analysis.reports.formats import choose_formats

REPORTS = [
    "data-quality",
    "midterm-evaluation",
    "programme-effect--programme-hepatitis-c",
    "programmes-compared",
]
GEORGIAN = re.compile(r"[ა-ჰ]{4,}")
HEADER = 3
"""The row of a sheet that names the columns."""


class Files:
    """The files of one report of the run."""

    def __init__(self, latest: Path, name: str):
        self.name, self.latest = name, latest
        self.notebook = latest / "notebooks" / f"{name}.ipynb"
        self.pdf, self.word, self.workbook = (
            latest / "documents" / f"{name}.{suffix}" for suffix in ("pdf", "docx", "xlsx")
        )
        text = (latest / "reports" / f"{name}.html").read_text(encoding="utf-8")
        self.page = BeautifulSoup(text, "html.parser")

    @property
    def content(self) -> Content:
        return read_content(str(self.page))


@pytest.fixture(scope="module", params=REPORTS)
def files(ran: Project, request: pytest.FixtureRequest) -> Files:
    return Files(ran.outputs / "latest", request.param)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_every_report_has_all_its_files_and_its_page_links_to_them(ran):
    latest = ran.outputs / "latest"
    pages = sorted((latest / "reports").iterdir())
    for path in pages:
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        links = [link["href"] for link in page.select("header .files a")]
        assert [Path(link).suffix for link in links] == [".pdf", ".docx", ".xlsx"]
        assert all((path.parent / link).is_file() for link in links)
        assert len(list((latest / "tables" / path.stem).iterdir())) == len(page.find_all("table"))
        assert {chart.stem for chart in (latest / "charts" / path.stem).glob("*")} == {
            figure["id"].removeprefix("figure-") for figure in page.find_all("figure")
        }


def test_the_manifest_lists_every_file_of_the_run(ran):
    latest = ran.outputs / "latest"
    described = json.loads((latest / "manifest.json").read_text(encoding="utf-8"))
    listed = {name for report in described["reports"] for name in report["outputs"]}
    folders = ("reports", "notebooks", "documents", "charts", "tables")
    assert listed == {
        path.relative_to(latest).as_posix()
        for folder in folders
        for path in (latest / folder).rglob("*")
        if path.is_file()
    }


def test_the_pdf_is_tagged_and_says_its_title_and_language(files):
    reader = pypdf.PdfReader(files.pdf)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/StructTreeRoot"]["/K"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == files.page.h1.get_text()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert "/CreationDate" not in reader.metadata


def test_the_pdf_has_a_bookmark_for_each_section(files):
    entries = [entry for entry in pypdf.PdfReader(files.pdf).outline if not isinstance(entry, list)]
    assert [entry["/Title"] for entry in entries] == [h.get_text() for h in files.page("h2")]


def test_the_pdf_embeds_its_fonts(files):
    reader, found = pypdf.PdfReader(files.pdf), set()
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(below["/FontDescriptor"].get_object())
            found.add(below["/BaseFont"])
    assert found
    assert all("DejaVuSans" in name for name in found)


def test_the_pdf_gives_back_the_words_of_the_page_georgian_ones_too(files):
    reader = pypdf.PdfReader(files.pdf)
    pages = [page.extract_text() for page in reader.pages]
    assert f"Page 1 of {len(pages)}" in squeezed(pages[0])
    text = "".join("".join(pages).split())
    cells = files.page.select("main td, main th")
    georgian = {word for cell in cells for word in GEORGIAN.findall(cell.get_text())}
    assert all(word in text for word in georgian)
    assert "midterm-evaluation" not in files.name or georgian


def elements(reader: pypdf.PdfReader) -> Iterator[pypdf.generic.DictionaryObject]:
    """Yield every structure element of a PDF."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting += element
        elif isinstance(element, dict):
            yield element
            waiting += [element["/K"]] if "/K" in element else []


def test_the_pdf_tags_headings_tables_and_pictures_with_their_words(files):
    found: dict[str, list[pypdf.generic.DictionaryObject]] = {}
    for element in elements(pypdf.PdfReader(files.pdf)):
        found.setdefault(str(element.get("/S")), []).append(element)
    assert len(found["/H1"]) == len(files.page("h2"))
    assert len(found["/Table"]) == len(files.page.main("table"))
    assert len(found["/TH"]) >= len(files.page.select("main thead th"))
    said = {element["/Alt"] for element in found["/Figure"] if "/Alt" in element}
    assert said == {figure.svg["aria-label"] for figure in files.page("figure")}


def test_the_pdf_does_not_reach_over_the_edge_of_its_paper(files):
    for page in pypdf.PdfReader(files.pdf).pages:
        edge: list[float] = []

        def visit(text, _cm, matrix, _font, _size, edge=edge):
            if text.strip():
                edge.append(matrix[4])

        page.extract_text(visitor_text=visit)
        assert max(edge) < page.mediabox.width
        assert sorted(map(round, page.mediabox[2:])) == [595, 842]


def test_the_word_file_has_the_headings_of_the_page(files):
    document = docx.Document(files.word)
    styled = [(p.style.name, squeezed(p.text)) for p in document.paragraphs]
    assert [text for style, text in styled if style == "Title"] == [files.page.h1.get_text()]
    assert [text for style, text in styled if style == "Heading 1"] == [
        squeezed(heading.get_text()) for heading in files.page("h2")
    ]


def test_the_word_file_has_every_cell_of_the_page_and_loses_no_number(files):
    tables = docx.Document(files.word).tables
    shown = files.page.main("table")
    assert len(tables) == len(shown)
    for written, table_ in zip(tables, shown, strict=True):
        here = [[squeezed("".join(c.itertext(qn("w:t")))) for c in row._tr.tc_lst]
                for row in written.rows]  # fmt: skip
        there = [[squeezed(c.get_text()) for c in row(["th", "td"])] for row in table_("tr")]
        assert here == there


def test_the_word_file_repeats_headers_and_keeps_to_the_paper(files):
    document = docx.Document(files.word)
    for written, table_ in zip(document.tables, files.page.main("table"), strict=True):
        head, *rows = written.rows
        assert head._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in rows)
        before = written._tbl.getprevious()
        while before.tag != qn("w:p"):
            before = before.getprevious()
        assert squeezed("".join(before.itertext(qn("w:t")))) == squeezed(table_.caption.get_text())
        widths = [int(column.get(qn("w:w"))) for column in written._tbl.tblGrid]
        assert sum(widths) <= 16838 - 2 * 1134
        assert len(written.columns) > 6 or sum(widths) <= 11906 - 2 * 1134
    sizes = {tuple(sorted((s.page_width.mm, s.page_height.mm))) for s in document.sections}
    assert {(round(a), round(b)) for a, b in sizes} == {(210, 297)}


def test_the_word_file_says_its_language_and_title_and_no_author(files):
    document = docx.Document(files.word)
    properties = document.core_properties
    assert properties.language == "en-GB"
    assert properties.title == files.page.h1.get_text()
    assert not properties.author
    language = document.styles.element.find(f".//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "en-GB"
    foot = "".join(document.sections[-1].footer._element.itertext())
    assert "PAGE" in foot
    assert "NUMPAGES" in foot


def test_the_pictures_of_the_word_file_have_words(files):
    document = docx.Document(files.word)
    said = [p.get("descr") for p in document.element.iter(qn("wp:docPr"))]
    assert said == [figure.svg["aria-label"] for figure in files.page("figure")]
    widths = [shape.width.cm for shape in document.inline_shapes]
    assert all(width < 17 for width in widths)


def test_links_inside_the_word_file_lead_somewhere(files):
    body = docx.Document(files.word).element
    places = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    wanted = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    assert wanted <= places
    assert bool(wanted) == bool(files.page.select("main a[href]"))


def sheets(path: Path) -> list[Worksheet]:
    return list(openpyxl.load_workbook(path).worksheets)


def test_the_workbook_has_the_numbers_of_the_notebook_as_numbers(files):
    contents, *rest = sheets(files.workbook)
    tables = read_tables(files.notebook)
    assert len(rest) == len(tables) == len(files.page.main("table"))
    assert [contents.cell(row, 2).value for row in range(7, 7 + len(rest))] == [
        table_.caption for table_ in tables
    ]
    numbers = 0
    for sheet, table_ in zip(rest, tables, strict=True):
        assert sheet["A1"].value == table_.caption
        assert tuple(c.value for c in sheet[HEADER] if c.value is not None) == table_.columns
        assert sheet.freeze_panes == "B4"
        for number, row in enumerate(table_.rows, HEADER + 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column)
                assert cell.value == (pytest.approx(value) if type(value) is float else value)
                assert cell.data_type == ("s" if isinstance(value, str) else "n")
                numbers += isinstance(value, int | float)
    assert numbers > 5


def test_the_names_of_sheets_are_short_and_stand_once(files):
    names = openpyxl.load_workbook(files.workbook).sheetnames
    assert len({name.lower() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 for name in names)


def test_the_typed_table_agrees_with_the_shown_one(files):
    for typed, shown in zip(read_tables(files.notebook), files.page.main("table"), strict=True):
        assert typed.caption == shown.caption.get_text()
        assert len(typed.rows) == len(shown.tbody("tr"))
        columns = [field for field in typed.fields if "unitOf" not in field]
        assert len(columns) == len(shown.thead("th"))


def test_the_csv_has_the_values_before_they_were_rounded(files):
    folder = files.latest / "tables" / files.name
    for path, typed in zip(sorted(folder.iterdir()), read_tables(files.notebook), strict=True):
        raw = path.read_bytes()
        assert b"\r" not in raw
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8"))))
        assert tuple(rows[0]) == typed.columns
        for read, row in zip(rows[1:], typed.rows, strict=True):
            for cell, value in zip(read, row, strict=True):
                same = (
                    float(cell) == value
                    if isinstance(value, int | float)
                    else cell == (value or "")
                )
                assert same


def test_the_charts_are_whole_svg_files_with_a_title_and_a_description(files):
    space = {"svg": "http://www.w3.org/2000/svg"}
    for path in (files.latest / "charts" / files.name).iterdir():
        root = ElementTree.parse(path).getroot()
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert root.get("viewBox")
        assert "Source:" in root.find("svg:title", space).text
        assert len(root.find("svg:desc", space).text) > 40


def test_made_again_the_files_are_the_same_bytes(files):
    drawings, tables = read_drawings(files.notebook), read_tables(files.notebook)
    assert pdf(files.content, drawings) == files.pdf.read_bytes()
    assert word(files.content, drawings) == files.word.read_bytes()
    contents = sheets(files.workbook)[0]
    preface = Preface(*(contents.cell(row, 1).value for row in range(1, 5)), "en")
    assert workbook(preface, tables) == files.workbook.read_bytes()
    for name in (files.word, files.workbook):
        dates = {part.date_time for part in zipfile.ZipFile(name).infolist()}
        assert dates == {(1980, 1, 1, 0, 0, 0)}


PREFACE = Preface("A title", "A question?", "For partners", "Data version 0", "en")


def typed(*cells: object) -> TypedTable:
    """Return the typed table of one column, as a notebook would hold it."""
    made = resource("A caption", ("Name", "Cell"), [("row", cell) for cell in cells])
    fields = tuple(made["schema"]["fields"])
    rows = tuple(tuple(row[field["name"]] for field in fields) for row in made["data"])
    return TypedTable("a-cell", made["title"], "", fields, rows)


HOSTILE = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "{=1}", "https://example.org", "007", "12"]


def test_a_cell_that_looks_like_a_formula_stays_text():
    book = openpyxl.load_workbook(io.BytesIO(workbook(PREFACE, [typed(*HOSTILE)])))
    cells = [row[1] for row in book.worksheets[1].iter_rows(min_row=HEADER + 1, max_row=11)]
    assert [cell.value for cell in cells] == HOSTILE
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_hostile_words_are_words_in_pdf_and_word():
    words = ["#sys.version", "*bold*", "$x$", "<script>", "= heading", "@label", '#include "/etc"']
    shown = table("A caption", ("Name", "Cell"), [("row", word_) for word_ in words])
    page = (
        f'<html lang="en"><body><main><h1>T</h1>{shown.html}</main>'
        "<footer>#panic()</footer></body></html>"
    )
    content = read_content(page)
    text = pypdf.PdfReader(io.BytesIO(pdf(content, ()))).pages[0].extract_text()
    cells = [
        row.cells[1].text for row in docx.Document(io.BytesIO(word(content, ()))).tables[0].rows
    ]
    assert cells[1:] == words
    assert all(word_ in text for word_ in [*words, "#panic()"])


def test_what_pdf_ua_forbids_is_refused():
    page = '<html lang="en"><main><h1></h1><p>Words.</p></main><footer></footer></html>'
    with pytest.raises(ReportError, match=r"the document cannot be set: .*title"):
        pdf(read_content(page), ())


def test_a_number_alone_in_a_cell_is_a_number_and_in_a_sentence_it_is_words():
    made = resource(
        "Caption",
        ("What", "Value", "Share", "Value"),
        [
            ("a", counted(354, "family"), percent(0.4044), count(2)),
            ("b", Link(counted(2.5, "GEL"), "x"), percent(0.5), "withheld"),
            ("c", f"{count(3)} of {count(4)}", percent(1), ""),
        ],
        "A note",
    )
    assert [field["type"] for field in made["schema"]["fields"]] == [
        "string", "any", "string", "number", "any",
    ]  # fmt: skip
    assert [list(row.values()) for row in made["data"]] == [
        ["a", 354, "families", 0.4044, 2],
        ["b", 2.5, "GEL", 0.5, "withheld"],
        ["c", "3 of 4", None, 1, None],
    ]
    assert list(made["data"][0])[2:] == ["Value: unit", "Share", "Value 2"]
    assert (made["title"], made["description"]) == ("Caption", "A note")


def test_the_typed_table_is_a_resource_that_frictionless_takes():
    from frictionless import Resource

    cells = [("a", count(1)), ("b", count(2))]
    made = table("Caption", ("Name", "Number"), cells)._repr_mimebundle_()[MIME]
    report = Resource.from_descriptor(made).validate()
    assert report.valid, report.flatten(["type", "message"])


def test_two_tables_of_a_report_have_two_files():
    assert list(csv_files([typed("a"), typed("b")])) == ["01-a-cell.csv", "02-a-cell.csv"]


def test_formats_are_chosen_by_name_and_an_unknown_one_is_refused():
    assert choose_formats() == ("html", "pdf", "docx", "xlsx", "csv", "svg")
    assert choose_formats(["svg", "pdf"]) == ("pdf", "svg")
    with pytest.raises(UsageError, match=r"There is no format 'xls'\. Did you mean 'xlsx'\?"):
        choose_formats(["xls"])


def test_a_run_of_pages_alone_makes_no_other_files_and_no_links_to_them(ran):
    latest = (ran.outputs / "latest").resolve()
    (result,) = run(ran, ["programmes_compared"], (), ["html"]).results
    assert result.files == ()
    assert result.page.parent.parent != latest == (ran.outputs / "latest").resolve()
    assert "documents/" not in result.page.read_text(encoding="utf-8")
    assert not (result.page.parent.parent / "documents").exists()
