"""A Word document as lines: what is printed of it, where it stands, and what is refused."""

from __future__ import annotations

import io
import zipfile

import pytest
import worded
from docx.document import Document
from docx.oxml import parse_xml
from worded import element, in_list, numbered_list, reference, tracked

from analysis.errors import DocumentError
from analysis.source.word import package
from analysis.source.word.lines import WordLines, read_word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NAME = "garden.docx"


def read(document: Document | bytes, changes: str = "") -> WordLines:
    content = document if isinstance(document, bytes) else worded.saved(document)
    return read_word(content, NAME, changes)


def of_xml(*paragraphs: str) -> Document:
    """Return a document whose body holds these paragraphs, by what is inside them."""
    document = worded.empty()
    for inside in paragraphs:
        paragraph = parse_xml(f"<w:p {W}>{inside}</w:p>")
        document.element.body.insert(len(document.element.body) - 1, paragraph)
    return document


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field_char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def refusal(content: bytes, name: str = NAME) -> str:
    with pytest.raises(DocumentError) as refused:
        read_word(content, name)
    return str(refused.value)


# --- paragraphs ---


@pytest.mark.parametrize(
    ("inside", "lines"),
    [
        (run("ვაშლი"), ["ვაშლი"]),
        (run("ვა") + run("შლი"), ["ვაშლი"]),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t></w:r>", ["a", "b", "c"]),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", ["a b"]),
        ("<w:r><w:t>a\nb</w:t></w:r>", ["a b"]),
        ("<w:r><w:t>2</w:t><w:noBreakHyphen/><w:t>3</w:t><w:softHyphen/></w:r>", ["2-3"]),
        (run("5\u00a0500"), ["5\u00a0500"]),
        (run("ვა\u00adშლი\u200b\u202e"), ["ვაშლი"]),
        (run("a\u2028b"), ["a b"]),
        (run("\uf0b7"), ["□"]),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run(" 5"), ["□ 5"]),
        (f'<w:hyperlink w:anchor="x">{run("ბმული")}</w:hyperlink>', ["ბმული"]),
        (f'<w:smartTag w:element="x">{run("ბმული")}</w:smartTag>', ["ბმული"]),
        (f"<w:sdt><w:sdtContent>{run('ველი')}</w:sdtContent></w:sdt>", ["ველი"]),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            f"{run('Click here')}</w:sdtContent></w:sdt>",
            [""],
        ),
        (f'<w:fldSimple w:instr="PAGE">{run("7")}</w:fldSimple>', ["7"]),
        (
            field_char("begin") + "<w:r><w:instrText>REF x 99</w:instrText></w:r>" + run("IF 3")
            + field_char("separate") + run("7") + field_char("end") + run(" ხე"),
            ["7 ხე"],
        ),
        (
            field_char("begin") + field_char("begin") + run("1") + field_char("separate")
            + run("2") + field_char("end") + field_char("separate") + run("3") + field_char("end"),
            ["3"],
        ),
        (run("5") + run("1", '<w:vertAlign w:val="superscript"/>'), ["5¹"]),
        (run("მ") + run("2", '<w:vertAlign w:val="subscript"/>'), ["მ₂"]),
        (run("ხილი") + run("ჩანს", "<w:vanish/>"), ["ხილი"]),
        (run("ხილი") + run("ჩანს", '<w:vanish w:val="0"/>'), ["ხილიჩანს"]),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>y</w:t></w:r>"
            "</w:rubyBase></w:ruby></w:r>",
            ["y"],
        ),
        ("<w:r><w:lastRenderedPageBreak/><w:t>a</w:t></w:r>", ["a"]),
    ],
)  # fmt: skip
def test_what_is_printed_of_a_paragraph(inside: str, lines: list[str]) -> None:
    assert list(read(of_xml(inside))) == lines


@pytest.mark.parametrize("kind", ["footnote", "endnote", "comment"])
def test_the_mark_of_a_note_joins_no_number(kind: str) -> None:
    document = worded.empty()
    paragraph = document.add_paragraph("ხე 5")
    reference(paragraph, kind, 1)
    paragraph.add_run("000")
    assert list(read(document)) == ["ხე 5000"]


def test_a_mark_that_somebody_chose_for_a_note_is_left_out() -> None:
    inside = (
        run("5")
        + '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>1</w:t></w:r>'
        + run(" ხე")
    )
    assert list(read(of_xml(inside))) == ["5 ხე"]


def test_what_is_in_no_line_is_told_with_its_place() -> None:
    document = worded.empty()
    document.add_paragraph("ხე")
    reference(document.add_paragraph("5"), "footnote", 1)
    document.add_paragraph().add_run("დამალული").font.hidden = True
    document.sections[0].header.paragraphs[0].text = "ზემოთ"
    lines = read(worded.with_footnotes(worded.saved(document), ["12 ხე"]))
    assert [(one.kind, one.text, one.place) for one in lines.asides if one.text] == [
        ("hidden text", "დამალული", "paragraph 3"),
        ("header", "ზემოთ", ""),
        ("footnote", "12 ხე", "paragraph 2"),
    ]


def test_text_in_a_box_is_told_once_and_in_no_line() -> None:
    box = f"<w:txbxContent><w:p>{run('ყუთი')}</w:p></w:txbxContent>"
    inside = (
        '<w:r xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    lines = read(of_xml(inside))
    assert (list(lines), [one.text for one in lines.asides]) == ([""], ["ყუთი"])


def test_a_field_without_an_end_is_refused() -> None:
    said = refusal(worded.saved(of_xml(field_char("begin") + run("5"), run("6"))))
    assert "a field begins and has no end" in said


# --- tracked changes ---


def revised() -> Document:
    document = worded.empty()
    paragraph = document.add_paragraph("ხე ")
    tracked(paragraph, "del", "5")
    tracked(paragraph, "ins", "6")
    tracked(paragraph, "moveFrom", "ა")
    tracked(paragraph, "moveTo", "ბ")
    return document


@pytest.mark.parametrize(("state", "line"), [("final", "ხე 6ბ"), ("original", "ხე 5ა")])
def test_tracked_changes_are_read_in_the_state_that_is_said(state: str, line: str) -> None:
    assert list(read(revised(), state)) == [line]


def test_tracked_changes_that_nobody_decided_on_are_refused_with_their_places() -> None:
    assert refusal(worded.saved(revised())) == (
        "The document was refused (1 problem):\n"
        "  - garden.docx: the document has tracked changes, and nobody has said which state is "
        "meant\n"
        "    found: '4 changes: paragraph 1'\n"
        '    expected: tracked_changes = "final" or "original" in columns.toml\n'
        "    what to do: say it there (with --propose and --figures: --tracked-changes), or accept "
        "or reject the changes in Word and enter the document's new SHA-256"
    )


@pytest.mark.parametrize(
    ("kind", "final", "original"),
    [("ins", ["a", "b"], ["ab"]), ("del", ["ab"], ["a", "b"])],
)
def test_paragraphs_run_together_where_the_end_of_one_is_not_there(
    kind: str, final: list[str], original: list[str]
) -> None:
    mark = f"<w:pPr><w:rPr><w:{kind} w:id='1' w:author='x'/></w:rPr></w:pPr>"
    document = of_xml(mark + run("a"), run("b"))
    assert (list(read(document, "final")), list(read(document, "original"))) == (final, original)


@pytest.mark.parametrize(
    ("kind", "final", "original"),
    [("ins", ["a", "b", "c", "d"], ["a", "b"]), ("del", ["a", "b"], ["a", "b", "c", "d"])],
)
def test_rows_that_were_tracked_are_there_in_one_state(
    kind: str, final: list[str], original: list[str]
) -> None:
    document = worded.empty()
    made = worded.table(document, [["a", "b"], ["c", "d"]], header=False)
    made.rows[1]._tr.get_or_add_trPr().append(element(kind, id="1", author="x"))
    assert (list(read(document, "final")), list(read(document, "original"))) == (final, original)


# --- automatic numbers ---


def numbered(*paragraphs: tuple[int, str], levels: tuple[tuple[str, str], ...]) -> list[str]:
    document = worded.empty()
    number = numbered_list(document, *levels)
    for level, text in paragraphs:
        in_list(document.add_paragraph(text), number, level)
    return list(read(document))


def test_levels_below_begin_again() -> None:
    assert numbered(
        (0, "a"), (1, "b"), (1, "c"), (0, "d"), (1, "e"),
        levels=(("decimal", "%1."), ("decimal", "%1.%2.")),
    ) == ["1. a", "1.1. b", "1.2. c", "2. d", "2.1. e"]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "labels"),
    [
        ("decimal", ["1", "2", "3", "4"]),
        ("decimalZero", ["01", "02", "03", "04"]),
        ("lowerRoman", ["i", "ii", "iii", "iv"]),
        ("upperRoman", ["I", "II", "III", "IV"]),
        ("lowerLetter", ["a", "b", "c", "d"]),
        ("upperLetter", ["A", "B", "C", "D"]),
        ("bullet", ["•", "•", "•", "•"]),
    ],
)
def test_formats_of_numbers(form: str, labels: list[str]) -> None:
    text = "\uf0b7" if form == "bullet" else "%1)"
    end = "" if form == "bullet" else ")"
    found = numbered(*((0, "x") for _ in labels), levels=((form, text),))
    assert found == [f"{label}{end} x" for label in labels]


def test_a_format_that_is_not_known_is_told_by_its_name_and_place() -> None:
    document = worded.empty()
    document.add_paragraph("a")
    in_list(document.add_paragraph("b"), numbered_list(document, ("ideographDigital", "%1.")))
    assert (
        "row 2: the automatic number of line 2 (paragraph 2) has a format that is not known\n"
        "    found: 'ideographDigital'"
    ) in refusal(worded.saved(document))


def test_numbers_of_a_style_and_of_word_s_own_lists() -> None:
    document = worded.empty()
    for style in ("List Number", "List Number", "List Bullet"):
        document.add_paragraph("x", style=style)
    assert list(read(document)) == ["1. x", "2. x", "• x"]


def test_a_list_that_is_begun_again_counts_from_its_start() -> None:
    document = worded.empty()
    number = numbered_list(document, ("decimal", "%1."))
    in_list(document.add_paragraph("a"), number)
    in_list(document.add_paragraph("b"), number)
    numbering = document.part.numbering_part.element
    again = worded.copied(numbering[-1])
    again.set(f"{package.W}numId", "77")
    override = element("lvlOverride", ilvl="0")
    override.append(element("startOverride", val="5"))
    again.append(override)
    numbering.append(again)
    in_list(document.add_paragraph("c"), "77")
    in_list(document.add_paragraph("d"), "77")
    assert list(read(document)) == ["1. a", "2. b", "5. c", "6. d"]


def test_a_paragraph_taken_out_of_its_style_s_list_has_no_number() -> None:
    document = worded.empty()
    in_list(document.add_paragraph("x", style="List Number"), "0")
    assert list(read(document)) == ["x"]


# --- tables ---


def test_cells_are_lines_in_their_order_with_their_places() -> None:
    document = worded.empty()
    document.add_paragraph("a")
    worded.table(document, [["b", "c\nd"], ["e", "f"]])
    document.add_paragraph("g")
    lines = read(document)
    assert [(line, str(lines.place(at))) for at, line in enumerate(lines, 1)] == [
        ("a", "paragraph 1"),
        ("b", "table 1, row 1, cell 1"),
        ("c", "table 1, row 1, cell 2"),
        ("d", "table 1, row 1, cell 2"),
        ("e", "table 1, row 2, cell 1"),
        ("f", "table 1, row 2, cell 2"),
        ("g", "paragraph 2"),
    ]
    assert [one.paragraph for one in (lines.place(3), lines.place(4))] == [1, 2]


def test_a_table_in_a_cell_belongs_to_it_in_order() -> None:
    document = worded.empty()
    made = worded.table(document, [["a", "b"]])
    cell = made.rows[0].cells[0]
    inner = cell.add_table(1, 2)
    inner.rows[0].cells[0].text, inner.rows[0].cells[1].text = "x", "y"
    cell.add_paragraph("z")
    lines = read(document)
    outer = lines.tables[0].rows[0].cells[0]
    assert [line.text for line in outer.lines if line.text] == ["a", "x", "y", "z"]
    assert [str(line.place) for line in outer.lines if line.text] == [
        "table 1, row 1, cell 1",
        "table 1.1, row 1, cell 1",
        "table 1.1, row 1, cell 2",
        "table 1, row 1, cell 1",
    ]


def test_a_cell_that_goes_on_with_the_one_above_prints_nothing() -> None:
    document = worded.empty()
    made = worded.table(document, [["a", "b"], [None, "c"]])
    made.rows[1].cells[0].paragraphs[0].text = "unseen"
    made._tbl.tr_lst[1].tc_lst[0].p_lst[0].append(parse_xml(f"<w:r {W}><w:t>unseen</w:t></w:r>"))
    rows = read(document).tables[0].rows
    assert (rows[1].cells[0].merged, rows[1].cells[0].lines) == (True, ())


def test_columns_of_the_grid_that_are_left_out_are_counted() -> None:
    document = worded.empty()
    made = worded.table(document, [["a", "b", "c"], ["d", "e", "f"]])
    row = made.rows[1]._tr
    row.remove(row.tc_lst[0])
    row.get_or_add_trPr().append(element("gridBefore", val="1"))
    cells = read(document).tables[0].rows[1].cells
    assert [(cell.start, cell.end, cell.text) for cell in cells] == [(1, 2, "e"), (2, 3, "f")]


def test_rows_and_cells_in_content_controls_are_rows_and_cells() -> None:
    document = worded.empty()
    made = worded.table(document, [["a"], ["b"]])
    row = made.rows[1]._tr
    control, content = element("sdt"), element("sdtContent")
    row.addprevious(control)
    control.append(content)
    content.append(row)
    assert list(read(document)) == ["a", "b"]


# --- what is refused ---


def made_zip(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)


def good() -> bytes:
    return worded.saved(of_xml(run("ხე")))


def with_part(name: str, content: bytes) -> bytes:
    return worded.repacked(good(), lambda parts: parts.update({name: content}))


def entities() -> bytes:
    body = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document'
    return worded.replaced(good(), "<w:document", body)


def encoded_entities() -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        text = parts["word/document.xml"].decode()
        head, _, rest = text.partition("?>")
        head = head.replace("UTF-8", "UTF-16")
        bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
        parts["word/document.xml"] = f"{head}?>{bomb}{rest}".encode("utf-16")

    return worded.repacked(good(), change)


def deep() -> bytes:
    inside = "<w:smartTag>" * 150 + run("x") + "</w:smartTag>" * 150
    return worded.saved(of_xml(inside))


FAULTS = {
    "password": (
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "the document is protected by a password",
    ),
    "old Word": (
        OLE + "WordDocument".encode("utf-16-le"),
        "the document is in the old format of Word (.doc)",
    ),
    "old Office": (OLE, "the document is in an old format of Office, not .docx"),
    "RTF": (b"{\\rtf1 x}", "the document is RTF, not .docx"),
    "text": ("ვაშლი".encode(), "the document is no .docx file"),
    "nothing": (b"", "the document is no .docx file"),
    "another zip": (made_zip(a=b"x"), "the document is a zip file, but no .docx file"),
    "cut short": (good()[:-40], "the document is damaged"),
    "no document": (
        worded.repacked(good(), lambda parts: parts.pop("word/document.xml")),
        "the document is damaged",
    ),
    "no XML": (with_part("word/document.xml", b"<w:document"), "the document is damaged"),
    "macros": (with_part("word/vbaProject.bin", b"x"), "the document holds macros"),
    "entities": (entities(), "word/document.xml declares entities, which no Word document does"),
    "encoded": (encoded_entities(), "declares entities, which no Word document does"),
    "a bomb": (
        with_part("word/media/x.bin", bytes(60_000_000)),
        "the document is too large when it is unpacked",
    ),
    "many parts": (
        worded.repacked(good(), lambda parts: parts.update({f"x/{n}": b"" for n in range(5_001)})),
        "the document is too large when it is unpacked",
    ),
    "nested": (deep(), "nested more than 100 deep"),
    "Strict, all of it": (
        worded.replaced(
            good(),
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
            "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
            "_rels/.rels",
        ),
        "the document is Strict Open XML",
    ),
    "a template": (
        worded.replaced(good(), "document.main+xml", "template.main+xml", "[Content_Types].xml"),
        "the document is a template",
    ),
    "Strict": (
        worded.replaced(
            good(),
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
        "the document is Strict Open XML",
    ),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_what_cannot_be_read_is_refused_by_name(kind: str) -> None:
    content, message = FAULTS[kind]
    said = refusal(content)
    assert said.startswith("The document was refused (1 problem):\n  - garden.docx: ")
    assert message in said


def test_a_document_with_macros_is_known_by_its_name() -> None:
    assert "the document holds macros" in refusal(good(), "garden.docm")


def test_an_encrypted_member_is_refused() -> None:
    content = bytearray(good())
    for start in (b"PK\x01\x02", b"PK\x03\x04"):
        at = content.find(start)
        content[at + (8 if start == b"PK\x01\x02" else 6)] |= 1
    assert "is encrypted" in refusal(bytes(content)) or "damaged" in refusal(bytes(content))


def test_links_to_elsewhere_are_not_followed() -> None:
    rels = "word/_rels/document.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    link = (
        f'<Relationship Id="r9" Type="{kind}" Target="http://127.0.0.1:1/x" TargetMode="External"/>'
    )
    content = worded.replaced(good(), "</Relationships>", f"{link}</Relationships>", rels)
    assert list(read(content)) == ["ხე"]


def test_a_document_of_too_many_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.source.word.lines.MOST_LINES", 3)
    assert "the document has too many lines" in refusal(worded.saved(of_xml(*["<w:r/>"] * 4)))
