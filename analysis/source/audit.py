"""The audit: raw rows proved against the documents, both ways.

One way, every raw row's token stands on the line it names. The other way, every run
of digits and every number word of a prose document is a figure, or is on the list of
non-figures with a reason; never both, never neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from analysis.errors import Problem
from analysis.source.delivery import Delivery
from analysis.source.extraction import extract
from analysis.source.locating import LOCATORS, locator_rows
from analysis.source.manifest import SourceDocument
from analysis.source.rows import RawRow
from analysis.source.tokens import DIGIT_RUN, WORD, Span, begins_on, line_number, occurrences
from analysis.source.word.lines import WordLines

PROSE_TOKENS = {"figures": "value_raw", "non_figures": "token_raw"}
TABLE_TOKENS = {
    "headings": (("source_line", "label_raw"),),
    "activities": (
        ("source_line", "activity_no_raw"),
        ("objective_line", "objective_no_raw"),
        ("chapter_line", "chapter_raw"),
        ("section_line", "section_raw"),
    ),
    "names": (("source_line", "name_raw"),),
    "deadlines": (("source_line", "deadline_raw"),),
    "budgets": (("source_line", "token_raw"),),
    "indicators": (("target_line", "target_raw"),),
    "abbreviations": (("source_line", "short_raw"),),
}


@dataclass(frozen=True)
class DocumentAudit:
    """What the audit of one document found."""

    source_id: str
    rows: int
    tokens: int
    unexplained: tuple[Problem, ...]
    misplaced: tuple[Problem, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (*self.misplaced, *self.unexplained)


def audit_document(
    document: SourceDocument,
    lines: Sequence[str],
    delivery: Delivery,
    is_number_word: Callable[[str], bool],
) -> DocumentAudit:
    """Return what does not agree between a document's lines and its raw rows.

    ``tokens`` counts the runs of digits and number words looked at in a prose document,
    ``rows`` the raw tokens looked up in the document.
    """
    if document.kind == "table":
        looked_up = list(_table_tokens(document, delivery))
        misplaced = [
            _misplaced(row, line, token)
            for row, line, token in looked_up
            if not begins_on(lines, line_number(row[line]), row[token])
        ]
        differing = list(_differing_rows(document, lines, delivery))
        return DocumentAudit(document.source_id, len(looked_up), 0, (), (*misplaced, *differing))
    return _audit_prose(document, lines, delivery, is_number_word)


def _table_tokens(
    document: SourceDocument, delivery: Delivery
) -> Iterator[tuple[RawRow, str, str]]:
    for name, columns in TABLE_TOKENS.items():
        for row in delivery.rows(f"{document.source_id}/{name}"):
            for line, token in columns:
                if row[token]:
                    yield row, line, token


def _differing_rows(
    document: SourceDocument, lines: Sequence[str], delivery: Delivery
) -> Iterator[Problem]:
    """Yield the rows that a fresh extraction of the document would not give."""
    for name, fresh in extract(document, lines).rows.items():
        delivered = delivery.tables[f"{document.source_id}/{name}"]
        for row, expected in zip(delivered.rows, fresh, strict=False):
            for column, cell in expected.items():
                if row[column] != cell:
                    yield row.problem("the document says otherwise", column, repr(cell))
        if len(delivered.rows) != len(fresh):
            yield Problem(
                "the document gives another number of rows",
                delivered.file,
                found=str(len(delivered.rows)),
                expected=str(len(fresh)),
                advice=f"run: analysis extract {document.source_id} --document FILE",
            )


def _differing_locators(
    document: SourceDocument, lines: WordLines, delivery: Delivery
) -> Iterator[Problem]:
    """Yield the lines of a prose document in Word that are located elsewhere, or not at all."""
    named = {name: delivery.rows(f"{document.source_id}/{name}") for name in PROSE_TOKENS}
    cells = {name: [row.cells for row in rows] for name, rows in named.items()}
    given = delivery.tables[f"{document.source_id}/{LOCATORS}"]
    fresh = locator_rows(lines, cells)
    known = {row["source_line"]: row for row in given.rows}
    for expected in fresh:
        row = known.pop(expected["source_line"], None)
        if row is None or row.cells != expected:
            yield Problem(
                "the line stands elsewhere in the document than its locator says",
                given.file,
                row.number if row else None,
                "source_line",
                expected["source_line"],
                str(lines.place(int(expected["source_line"]))),
            )
    yield from (row.problem("no raw row names this line", "source_line") for row in known.values())


def _audit_prose(
    document: SourceDocument,
    lines: Sequence[str],
    delivery: Delivery,
    is_number_word: Callable[[str], bool],
) -> DocumentAudit:
    taken: dict[int, list[Span]] = {}
    misplaced = []
    rows = 0
    for name, column in PROSE_TOKENS.items():
        for row in delivery.rows(f"{document.source_id}/{name}"):
            rows += 1
            span = _place(lines, row, column)
            if span is None:
                misplaced.append(_misplaced(row, "source_line", column))
                continue
            spans = taken.setdefault(int(row["source_line"]), [])
            if any(start < span[1] and span[0] < end for start, end in spans):
                misplaced.append(row.problem("the token is taken by two raw rows", column))
            spans.append(span)
    for source, row in delivery.by_document("lists"):
        if source == document:
            rows += 1
            if not begins_on(lines, line_number(row["source_line"]), row["item_raw"], reach=1):
                misplaced.append(_misplaced(row, "source_line", "item_raw"))
    if isinstance(lines, WordLines):
        misplaced += _differing_locators(document, lines, delivery)
    found = list(_printed_numbers(lines, is_number_word))
    unexplained = [
        Problem(
            "a printed number is neither a figure nor on the list of non-figures",
            document.file,
            number,
            found=lines[number - 1][span[0] : span[1]],
            advice=f"enter it in data/raw/{document.source_id}/figures.csv or non_figures.csv",
        )
        for number, span in found
        if not any(start <= span[0] and span[1] <= end for start, end in taken.get(number, ()))
    ]
    return DocumentAudit(document.source_id, rows, len(found), tuple(unexplained), tuple(misplaced))


def _place(lines: Sequence[str], row: RawRow, column: str) -> Span | None:
    """Return where a row's token stands on its line, by its occurrence."""
    number, occurrence = line_number(row["source_line"]), line_number(row["occurrence"])
    if not 1 <= number <= len(lines):
        return None
    spans = occurrences(lines[number - 1], row[column])
    return spans[occurrence - 1] if 1 <= occurrence <= len(spans) else None


def _printed_numbers(
    lines: Sequence[str], is_number_word: Callable[[str], bool]
) -> Iterator[tuple[int, Span]]:
    for number, line in enumerate(lines, 1):
        for run in DIGIT_RUN.finditer(line):
            yield number, run.span()
        for word in WORD.finditer(line):
            if is_number_word(word.group()):
                yield number, word.span()


def _misplaced(row: RawRow, line: str, token: str) -> Problem:
    return row.problem(
        f"the token does not stand where the row says: line {row[line] or '(none)'}",
        token,
        advice="compare the row with the document; a raw row is never changed to fit",
    )
