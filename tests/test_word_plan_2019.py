"""The 2019 plan made into a Word document here gives the rows that its text gives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
import worded
from checkout import ROOT
from documents import DOCUMENTS, needs_documents
from worded import element, in_list, numbered_list, reference, tracked

from analysis.drafting import kinds_by_name
from analysis.paths import Project
from analysis.source.extraction import RAW_COLUMNS, Extraction, extract
from analysis.source.locating import LOCATORS
from analysis.source.manifest import SourceDocument, read_document, read_manifest
from analysis.source.plan_grid import BOOKMARK, Cell, Heading, read_pieces
from analysis.source.plan_rows import COLUMNS, PlanRow, read_rows
from analysis.source.proposing import propose
from analysis.source.word.lines import WordLines, read_word
from analysis.source.word_columns import MEANINGS

pytestmark = needs_documents

HEADINGS = (
    "მიზანი", "აქტივობა", "შედეგი", "ინდიკატორი", "პასუხისმგებელი", "პარტნიორი", "ვადა",
    "ბიუჯეტი", "დონორი", "დონორის ბიუჯეტი", "რისკი", "შენიშვნა",
)  # fmt: skip

LONGEST_TABLE = 9
"""Rows after which the table is cut in two, as by a page."""

COLUMNS_TOML = "\n".join(
    [
        'tracked_changes = "final"',
        "[columns]",
        *(f'{meaning} = "{words}"' for meaning, words in zip(MEANINGS, HEADINGS, strict=True)),
    ]
)


def plan_2019() -> SourceDocument:
    return read_manifest(Project(ROOT).raw)["action-plan-2019"]


class Converter:
    """Writes the rows of the text as a Word document, each structure somewhere in it."""

    def __init__(self, lines: Sequence[str], headings: Sequence[str] = HEADINGS):
        self.lines = lines
        self.headings_over = headings
        cells = [piece for piece in read_pieces(lines) if isinstance(piece, Cell)]
        self.by_line = {cell.line: cell for cell in cells}
        self.before = {after.line: cell for cell, after in pairwise(cells)}
        self.document = worded.empty()
        self.list_id = numbered_list(
            self.document, ("decimal", "%1."), ("decimal", "%1.%2."), ("bullet", "\uf0b7")
        )
        self.table = None
        self.rows_in_table = 0
        self.cells = 0
        self.footnotes: list[str] = []

    def convert(self) -> bytes:
        pieces = list(read_pieces(self.lines))
        self.document.add_paragraph("სამოქმედო გეგმა")
        self.abbreviations(pieces)
        above: PlanRow | None = None
        rows = read_rows(pieces, "plan")
        for row in rows:
            self.headings(above, row)
            self.row(row)
            above = row
        return worded.with_footnotes(worded.saved(self.document), self.footnotes)

    def abbreviations(self, pieces: Sequence[object]) -> None:
        cells = []
        for piece in pieces:
            if isinstance(piece, Heading):
                break
            if isinstance(piece, Cell) and not piece.blank:
                cells.append(piece.text.strip())
        worded.table(self.document, list(zip(cells[::2], cells[1::2], strict=True)), header=False)

    def headings(self, above: PlanRow | None, row: PlanRow) -> None:
        before = (above.chapter, above.section, above.block_line) if above else (None,) * 3
        for heading, other in ((row.chapter, before[0]), (row.section, before[1])):
            if heading and heading != other:
                self.heading(heading.line)
        if row.block_line and row.block_line != before[2]:
            self.heading(row.block_line)

    def heading(self, line: int) -> None:
        self.table = None
        self.document.add_paragraph(BOOKMARK.sub("", self.lines[line - 1]))

    def begin_table(self) -> None:
        """Begin a table under its headings, every other time without the mark of a header row."""
        if len(self.document.tables) % 2:
            self.document.add_paragraph("")
        made = self.document.add_table(0, len(MEANINGS))
        self.table = made._tbl
        self.rows_in_table = 0
        row = self.new_row()
        for words in self.headings_over:
            row.append(self.cell([words]))
        if len(self.document.tables) % 2:
            row.get_or_add_trPr().append(element("tblHeader"))

    def new_row(self):
        row = element("tr")
        self.table.append(row)
        return row

    def row(self, row: PlanRow) -> None:
        if self.table is None or self.rows_in_table >= LONGEST_TABLE:
            self.begin_table()
        first, self.rows_in_table = self.rows_in_table == 0, self.rows_in_table + 1
        made = self.new_row()
        self.refuse(made)
        automatic = row.section is not None and row.section.label == "ა" and row.chapter is not None
        automatic = automatic and row.chapter.label == "IV"
        text = self.objective(row)
        merged = not text.strip() and not first
        objective = self.cell(text.split("\n"), level=0 if automatic and text else None)
        merge = element("vMerge") if merged else element("vMerge", val="restart")
        objective.get_or_add_tcPr().append(merge)
        made.append(objective)
        activity = self.activity(row)
        made.append(self.cell(activity.split("\n"), level=1 if automatic else None))
        self.columns(row, made)

    def columns(self, row: PlanRow, made) -> None:
        """Write a row's cells; where the text has lost some, the cell before them is wider."""
        present = [name for name in COLUMNS if name in row.cells]
        for at, name in enumerate(present):
            cell = self.cell([line.text for line in row.cells[name].lines])
            later = COLUMNS.index(present[at + 1]) if at + 1 < len(present) else len(COLUMNS)
            lost = later - COLUMNS.index(name) - 1
            if lost and at + 1 < len(present):
                cell.get_or_add_tcPr().append(element("gridSpan", val=str(lost + 1)))
            elif lost:
                made.get_or_add_trPr().append(element("gridAfter", val=str(lost)))
            made.append(cell)

    def objective(self, row: PlanRow) -> str:
        """Return the objective's cell as the text has it before the activity."""
        found = self.before.get(row.line)
        return found.text if found else ""

    def activity(self, row: PlanRow) -> str:
        return self.by_line[row.line].text

    def refuse(self, row) -> None:
        """Put a row before this one, now and then, that was deleted while changes were tracked."""
        if self.rows_in_table % 5 == 3:
            deleted = element("tr")
            deleted.get_or_add_trPr().append(element("del", id="9", author="somebody"))
            deleted.append(self.cell(["9.9. გაუქმებულია"]))
            row.addprevious(deleted)

    def cell(self, lines: Sequence[str], level: int | None = None):
        """Return a cell, its lines as paragraphs, or as line breaks in one of them."""
        self.cells += 1
        cell = element("tc")
        lines = [line.removeprefix("\t") for line in lines]
        if level is not None:
            lines[0] = lines[0].lstrip().split(".", level + 1)[level + 1]
        if self.cells % 7 == 0 and level is None:
            lines = ["\v".join(lines)]
        for at, line in enumerate(lines):
            paragraph = element("p")
            cell.append(paragraph)
            wrapped = worded.Paragraph(paragraph, None)
            self.write(wrapped, line)
            if level is not None and at == 0:
                in_list(wrapped, self.list_id, level)
        return cell

    def write(self, paragraph: worded.Paragraph, line: str) -> None:
        """Write a line: some of it tracked, some with a footnote behind it."""
        kind = self.cells % 11
        if kind == 0 and line.strip():
            tracked(paragraph, "del", "1.1. ძველი (მინ. 9)")
            tracked(paragraph, "ins", line.replace("\v", " ")) if "\v" not in line else (
                paragraph.add_run(line.replace("\v", "\n"))
            )
            return
        parts = line.split("\v")
        for at, part in enumerate(parts):
            run = paragraph.add_run(part)
            if at + 1 < len(parts):
                run.add_break()
        if kind == 3 and line.strip():
            self.footnotes.append("12 მინ. 5")
            reference(paragraph, "footnote", len(self.footnotes))


@pytest.fixture(scope="module")
def text() -> tuple[Sequence[str], Extraction]:
    document = plan_2019()
    lines = read_document(document, DOCUMENTS / document.file)
    return lines, extract(document, lines)


@pytest.fixture(scope="module")
def word(
    text: tuple[Sequence[str], Extraction], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Sequence[str], Extraction]:
    folder = tmp_path_factory.mktemp("plan")
    content = Converter(text[0]).convert()
    (folder / "plan.docx").write_bytes(content)
    (folder / "columns.toml").write_text(COLUMNS_TOML, encoding="utf-8")
    document = replace(
        plan_2019(),
        file="plan.docx",
        sha256=hashlib.sha256(content).hexdigest(),
        format="docx",
        folder=folder,
    )
    lines = read_document(document, folder / "plan.docx")
    return lines, extract(document, lines)


def said(taken: tuple[Sequence[str], Extraction], name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a raw file with the words of the lines instead of their numbers."""
    lines, extraction = taken
    for row in extraction.rows[name]:
        yield {
            column: _words(lines, int(cell))
            if cell.isdigit() and (column.endswith("_line") or column in (*COLUMNS, "verification"))
            else cell
            for column, cell in row.items()
        }


def _words(lines: Sequence[str], number: int) -> str:
    return " ".join(BOOKMARK.sub("", lines[number - 1]).split())


def test_the_document_has_every_structure(word) -> None:
    lines, extraction = word
    assert isinstance(lines, WordLines)
    assert len(lines.tables) > 20
    assert len(lines.revised) > 100
    assert sum(one.kind == "footnote" and bool(one.text) for one in lines.asides) > 50
    cells = [cell for table in lines.tables for row in table.rows for cell in row.cells]
    assert sum(cell.merged for cell in cells) > 20
    assert sum(cell.end - cell.start > 1 for cell in cells) == 4
    assert sum(bool(line.label) for line in lines.printed) > 10
    assert len(extraction.rows[LOCATORS]) > 1_000


def test_the_columns_of_the_plan_are_proposed_by_their_cells_alone(text) -> None:
    """With headings that say nothing, all that is proposed as clear is right."""
    content = Converter(text[0], tuple("აბგდევზთიკლმ")).convert()
    found = propose(read_word(content, "plan.docx", "final"), kinds_by_name(Project(ROOT)))
    assert found is not None
    clear = {one.meaning: one.column for one in found.columns.values() if one.clear}
    assert clear == {
        meaning: at
        for at, meaning in enumerate(MEANINGS, 1)
        if meaning not in ("partner", "donor_budget", "risk")
    }


@pytest.mark.parametrize("name", RAW_COLUMNS)
def test_the_plan_in_word_gives_the_rows_of_its_text(text, word, name: str) -> None:
    assert list(said(word, name)) == list(said(text, name))
