"""What a cell of the action plan holds, as tokens with their lines.

Only tokens leave a document: numbers, amounts, dates, names and marks. The words
around them stay where they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.errors import ExtractionError, Problem
from analysis.source.plan_grid import Cell, Line

SOURCE_LABEL = re.compile(r"წყარო\s*:")
REPORTING_LABEL = re.compile(r"ანგარიშგებაზე\s+პასუხისმგებელი\s*:")

_PARENTHESES = re.compile(r"\(([^()]*)\)")
# A mark, a number or a range, and one word: "(მინ. 5)", "(1 მლნ.)"; not "(18 წელზე მეტი ასაკის)".
# A word for years is no thing counted: "(18 წლამდე)" is an age, "(2019 წელი)" a date.
# No printed number has 40 groups; without an end, each group would be tried as a beginning.
_NUMBER = r"[0-9]+(?:(?:, |[., \u00a0])[0-9]{3}){0,40}(?:[.,][0-9]{1,2})?"
_NUMERIC_TARGET = re.compile(
    rf"\s*(?:მინ\.\s*|წელიწადში\s+)?{_NUMBER}(?:\s*-\s*[0-9]+)?"
    r"(?:\s*(?!წ[ლე])[ა-ჰ]+)?\s*\.?\s*"
)
_BARE_TARGET = re.compile(rf"(?<![0-9.,]){_NUMBER}-(?:მდე|ზე\s+მეტი?)")
_LONGEST_TARGET = 200
"""Characters between the parentheses of a target."""

# From the first white space on, so that a long stretch of it is gone through once.
_NUMBERED = re.compile(r"(?<!\s)(\s*)[0-9]{1,2}\.(?![0-9])")
_LISTED = re.compile(r"(?<!\s)(\s*)[0-9]{1,2}\)")
_LIST_NUMBER = re.compile(r"^\s*[0-9]{1,2}[.)](?![0-9])")
_ALTERNATIVE = re.compile(r"\sან\s")
_DATE = re.compile(r"[0-9]{1,2}\s*[.,]\s*[0-9]{4}")
_BUDGET_MARKS = (
    ("administrative", re.compile(r"ადმი?ნ?\.\s*რე?სურსი")),
    ("to_be_determined", re.compile(r"განისაზღვრება")),
    ("amount", re.compile(rf"(?<![0-9.,]){_NUMBER}\s*(?:₾|ლარი)")),
    ("unit", re.compile(r"\(1\s+[ა-ჰ]+")),
    ("programme_total", re.compile(r"მთლიანი\s+ბიუჯეტი")),
    ("administrative_share", re.compile(r"ადმინისტრაციული\s+ხარჯი")),
)


@dataclass(frozen=True)
class Token:
    """A printed token: the line on which it begins, and its text on one line."""

    line: int
    text: str
    mark: str = ""


@dataclass(frozen=True)
class Indicator:
    """An indicator: where its words begin, and its target where one is printed."""

    line: int
    target: Token | None
    after_source_label: bool
    alternative: bool


@dataclass(frozen=True)
class _Text:
    """A stretch of a cell as one string, with the line of every character."""

    text: str
    line_of: tuple[int, ...]

    def __getitem__(self, part: slice) -> _Text:
        return _Text(self.text[part], self.line_of[part])

    def token(self, start: int, end: int, mark: str = "") -> Token:
        shown = " ".join(self.text[start:end].split())
        lead = len(self.text[start:end]) - len(self.text[start:end].lstrip())
        return Token(self.line_of[start + lead], shown, mark)

    def lines(self) -> Iterator[_Text]:
        """Yield the stretch line by line, blank ones left out."""
        for found in re.finditer(r"[^\n]*\S[^\n]*", self.text):
            yield self[slice(*found.span())]

    @property
    def first_line(self) -> int:
        lead = len(self.text) - len(self.text.lstrip())
        return self.line_of[min(lead, len(self.line_of) - 1)]


def read_names(cell: Cell) -> list[Token]:
    """Return the printed lines of a cell of names; joining them is not read here."""
    return [
        Token(line.number, " ".join(line.text.split())) for line in cell.lines if not line.blank
    ]


def read_dates(cell: Cell) -> list[Token]:
    """Return the deadlines of a cell."""
    text = _whole(cell)
    return [text.token(*found.span()) for found in _DATE.finditer(text.text)]


def read_budget(cell: Cell) -> list[Token]:
    """Return a budget cell's amounts and marks in printed order."""
    text = _whole(cell)
    found = [(one, mark) for mark, form in _BUDGET_MARKS for one in form.finditer(text.text)]
    found.sort(key=lambda pair: pair[0].start())
    return [text.token(*one.span(), mark=mark) for one, mark in found]


def read_risks(cell: Cell) -> list[int]:
    """Return the line on which each risk of a cell begins."""
    return [part.first_line for part in _parts(_whole(cell))]


def read_note(cell: Cell) -> tuple[int | None, list[Token]]:
    """Return the line of a note that names who reports, and the names' lines."""
    text = _whole(cell)
    label = REPORTING_LABEL.search(text.text)
    if not label:
        return None, []
    names = [part.token(0, len(part.text)) for part in text[label.end() :].lines()]
    return text.line_of[label.start()], names


def read_source_label(cell: Cell) -> int | None:
    """Return the line on which the means of verification are announced and given."""
    text = _whole(cell)
    label = SOURCE_LABEL.search(text.text)
    return text.line_of[label.start()] if label and text.text[label.end() :].strip() else None


def read_indicators(cell: Cell) -> list[Indicator]:
    """Return the indicators of a cell in printed order.

    What stands before the label for the source is indicators. After it only a part
    with a numeric target is one: it was misplaced there.
    """
    text = _whole(cell)
    label = SOURCE_LABEL.search(text.text)
    before, after = (text[: label.start()], text[label.end() :]) if label else (text, text[:0])
    indicators = []
    for part in _parts(_without_list_numbers(before)):
        pieces = _alternatives(part)
        for piece in pieces:
            _refuse_ambiguous(piece)
        indicators += [
            Indicator(piece.first_line, _target(piece), False, len(pieces) > 1) for piece in pieces
        ]
    for part in _parts(after):
        if target := _target(part):
            _refuse_ambiguous(part)
            indicators.append(Indicator(part.first_line, target, True, False))
    return indicators


def _whole(cell: Cell) -> _Text:
    return _join(cell.lines)


def _join(lines: list[Line]) -> _Text:
    text: list[str] = []
    line_of: list[int] = []
    for line in lines:
        if line.item and text:
            # An automatic list sets its items apart, as an empty line does.
            text.append("\n")
            line_of.append(line.number)
        text.append(line.text + "\n")
        line_of += [line.number] * (len(line.text) + 1)
    return _Text("".join(text), tuple(line_of))


def _parts(text: _Text) -> Iterator[_Text]:
    """Split at semicolons outside parentheses, blank lines, and list numbers."""
    start, depth = 0, 0
    cuts = {found.end() for found in re.finditer(r"\n\s*\n", text.text)}
    numbered = {_begins(found) for found in _NUMBERED.finditer(text.text)}
    for index, char in enumerate(text.text):
        depth += (char == "(") - (char == ")")
        if depth <= 0 and (char == ";" or index in cuts or index in numbered):
            yield from _real(text[start:index])
            start = index + (char == ";")
    yield from _real(text[start:])


def _begins(found: re.Match[str]) -> int:
    """Return where the first line begins from which only white space leads to a number.

    It is -1 where something else stands before the number on its line.
    """
    if found.start() == 0:
        return 0
    line = found[1].find("\n")
    return found.start() + line + 1 if line >= 0 else -1


def _real(part: _Text) -> Iterator[_Text]:
    """Yield a part that says something: a list number or punctuation alone does not."""
    number = _LIST_NUMBER.match(part.text)
    body = part[number.end() :] if number else part
    if re.search(r"\w", body.text):
        yield body


def _without_list_numbers(text: _Text) -> _Text:
    """Blank out the ``1)``, ``2)`` … that a broken list left on every line."""

    def blanked(found: re.Match[str]) -> str:
        begin = _begins(found)
        if begin < 0:
            return found[0]
        return found[0][: begin - found.start()] + " " * (found.end() - begin)

    return _Text(_LISTED.sub(blanked, text.text), text.line_of)


def _alternatives(part: _Text) -> list[_Text]:
    """Split "this (1) or that (1)": an *or* between two targets of their own."""
    spans = _target_spans(part)
    first_end = min((end for _, end in spans), default=len(part.text))
    last_start = max((start for start, _ in spans), default=0)
    for found in _ALTERNATIVE.finditer(part.text):
        if first_end <= found.start() and found.end() <= last_start:
            return [part[: found.start()], part[found.end() :]]
    return [part]


def _target(part: _Text) -> Token | None:
    targets = _targets(part)
    return targets[0] if targets else None


def _targets(part: _Text) -> list[Token]:
    """Return every target of a part: numbers in parentheses, or else "up to" numbers."""
    return [part.token(*span) for span in _target_spans(part)]


def _target_spans(part: _Text) -> list[tuple[int, int]]:
    groups = [
        group.span()
        for group in _PARENTHESES.finditer(part.text)
        if len(group[1]) <= _LONGEST_TARGET and _NUMERIC_TARGET.fullmatch(group[1])
    ]
    starts = [start for start, _ in groups]

    def is_inside(at: int) -> bool:
        before = bisect_left(starts, at)
        return before > 0 and at < groups[before - 1][1]

    bare = [one.span() for one in _BARE_TARGET.finditer(part.text) if not is_inside(one.start())]
    return [*groups, *bare]


def _refuse_ambiguous(part: _Text) -> None:
    """Refuse a part whose parentheses do not close, or that holds two targets."""
    if part.text.count("(") != part.text.count(")") or len(_targets(part)) > 1:
        raise ExtractionError(
            Problem(
                f"the indicator in line {part.first_line} cannot be told apart from the next one",
                row=part.first_line,
                column="indicators",
                expected="one target an indicator, its parentheses closed",
                advice="set the indicators apart by a semicolon or an empty line",
            )
        )
