"""Candidates: every number of a prose document that may be a figure, for a person to decide on.

Only tokens are taken, never the words around them: what a number counts is for the person to say,
who has the document beside the draft.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from analysis.errors import ExtractionError, Problem
from analysis.source.tokens import WORD, Span, occurrences

FIGURE, NON_FIGURE = "figure", "non_figure"

_GROUPS = r"[0-9]{1,3}(?:(?:, |[., \u00a0])[0-9]{3})+(?![0-9])(?:[.,][0-9]{1,2}(?![0-9]))?"
_NUMBER = rf"(?:{_GROUPS}|[0-9]+(?:[.,][0-9]{{1,2}}(?![0-9.,]*[0-9]))?)"
_MONTHS = (
    "იანვა?რ|თებერვა?ლ|მარტ|აპრილ|მაის|ივნის|ივლის|აგვისტო|სექტემბე?რ|ოქტომბე?რ|ნოემბე?რ|დეკემბე?რ"
)
_DATES = (
    re.compile(rf"[0-9]{{4}} წ(?:ლის|ელს|ლიდან)(?: [0-9]{{1,2}})? {{1,3}}(?:{_MONTHS})[ა-ჰ]*"),
    re.compile(rf"(?<![0-9])[0-9]{{1,2}} (?:{_MONTHS})[ა-ჰ]*"),
    re.compile(r"(?<![0-9])[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{4}(?![0-9])"),
)
_MARK = r"(?:(?:დაახლოებით|საშუალოდ|მინიმუმ|სულ ცოტა|მინ\.) ?)?"
_SCALE = r"(?:[ \u00a0](?:მლნ\.?|მილიონი?|ათასი?)(?![ა-ჰ]))?"
_UNIT = r"(?:%|-ჯერ(?![ა-ჰ])|-იანი|[ \u00a0]?₾|[ \u00a0](?:ლარ(?:ი|იდან|ამდე)?|ევროს?)(?![ა-ჰ]))?"
_END = r"(?:-მდე|-ზე მეტი?)?"
_QUANTITY = re.compile(rf"{_MARK}(?<![0-9]){_NUMBER}(?:-{_NUMBER})?{_SCALE}{_UNIT}{_END}")
_LAW = re.compile(r"(?:№|N|#)\s*$")
_LAW_AFTER = re.compile(r"\s*(?:-ე\s+)?(?:მუხლ|დადგენილებ|ბრძანებ|კანონ|პუნქტ)")
_PHONE = re.compile(r"(?<![0-9])(?:\+?995[ -]?)?(?:[0-9]{3}[ -]){2}[0-9]{2,3}(?:[ -][0-9]{2,3})?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_YEAR_AFTER = re.compile(r"[ \u00a0]*(?:-\s*[0-9]{4}[ \u00a0]*)?(?:წ\.|წელ|წლ)")
_AGE_AFTER = re.compile(r"(?:-[0-9]+)?\s*(?:წლამდე|წლის ასაკ|წელზე მეტი ასაკ|წლიდან)")
_LISTED = re.compile(r"^\s*(?:[0-9]{1,3}(?:\.[0-9]{1,3}){0,5}[.)])(?![0-9])")
_INTERVALS = {"რიდან": "interval_start"}
"""Endings of a currency that say which end of an interval is meant."""

_NEAR = 60
"""Characters before and after a number that say what it is."""

LONGEST_LINE = 50_000
"""Characters of a line of prose at most."""

_NEXT_WORD = re.compile(r"[ \u00a0]+([ა-ჰ]+)")


@dataclass(frozen=True)
class Readers:
    """How tokens are read, which the source does not know.

    ``quantity`` returns value, qualifier and unit of a token in a reading, or ``None``; ``date``
    the ISO form of a date that a token prints whole, or an empty text; ``unit_of`` the unit that
    a word names, or an empty text.
    """

    is_number_word: Callable[[str], bool]
    quantity: Callable[[str, str], tuple[str, str, str] | None]
    date: Callable[[str], str]
    unit_of: Callable[[str], str]


@dataclass(frozen=True)
class Candidate:
    """A printed number: where it stands, how it reads, and what it is proposed to be.

    ``confidence`` is that of the proposal, from 0 to 1.
    """

    line: int
    occurrence: int
    token: str
    value: str
    unit: str
    proposed: str
    kind: str
    reading: str
    confidence: float


def candidates(lines: Sequence[str], readers: Readers) -> Iterator[Candidate]:
    """Yield every candidate of a document in the order of the text.

    Together they hold every run of digits and every number word, each once.

    Raises
    ------
    ExtractionError
        A line is too long to be gone through.
    """
    problems = [
        Problem("the line is too long for prose", row=number, found=f"{len(line)} characters",
                expected=f"at most {LONGEST_LINE}")
        for number, line in enumerate(lines, 1)
        if len(line) > LONGEST_LINE
    ]  # fmt: skip
    if problems:
        raise ExtractionError(problems)
    for number, line in enumerate(lines, 1):
        places: dict[str, dict[Span, int]] = {}
        for start, end, kind in _spans(line, readers.is_number_word):
            token = line[start:end]
            if token not in places:
                places[token] = {one: at for at, one in enumerate(occurrences(line, token), 1)}
            occurrence = places[token].get((start, end), 0)
            yield _candidate(number, line, (start, end), kind, occurrence, readers)


def _spans(line: str, is_number_word: Callable[[str], bool]) -> list[tuple[int, int, str]]:
    """Return the stretches of a line that are numbers, none of them in another."""
    found: list[tuple[int, int, str]] = []
    free = bytearray(b"\x01" * len(line))

    def take(start: int, end: int, kind: str) -> None:
        if start < end and all(free[start:end]):
            free[start:end] = bytes(end - start)
            found.append((start, end, kind))

    for pattern, kind in (
        (_LISTED, "list_number"),
        *((date, "date") for date in _DATES),
        (_PHONE, "telephone_number"),
        (_QUANTITY, ""),
        (re.compile(r"\d+"), ""),
    ):
        for one in pattern.finditer(line):
            start, end = one.span()
            if kind == "list_number":
                start += len(one[0]) - len(one[0].lstrip())
                end -= 1
            take(start, end, kind)
    for word in WORD.finditer(line):
        if is_number_word(word.group()):
            take(*word.span(), "word")
    return sorted(found)


def _candidate(
    number: int, line: str, span: Span, kind: str, occurrence: int, readers: Readers
) -> Candidate:
    token = line[slice(*span)]
    proposed, reason, confidence = _proposed(line, span, kind, readers)
    reading = _INTERVALS.get(token[-5:], "") if proposed == FIGURE else ""
    if reason == "milestone":
        value, unit = readers.date(token), ""
    else:
        read = readers.quantity(token, reading)
        value, unit = _said(read) if read else ("", "")
    if proposed == FIGURE and not unit and reason != "milestone":
        word = _NEXT_WORD.match(line, span[1])
        unit = readers.unit_of(word[1]) if word else ""
    return Candidate(number, occurrence, token, value, unit, proposed, reason, reading, confidence)


def _said(read: tuple[str, str, str]) -> tuple[str, str]:
    value, qualifier, unit = read
    return (value if qualifier == "exact" else f"{qualifier} {value}"), unit


def _proposed(line: str, span: Span, kind: str, readers: Readers) -> tuple[str, str, float]:
    """Return figure or non-figure, of which kind or for which reason, and how sure that is."""
    token = line[slice(*span)]
    before, after = line[max(span[0] - _NEAR, 0) : span[0]], line[span[1] : span[1] + _NEAR]
    year = bool(_YEAR.fullmatch(token))
    if kind == "date":
        return (FIGURE, "milestone", 0.5) if readers.date(token) else (NON_FIGURE, "period", 0.5)
    reasons = (
        ("list_number", 0.9, kind == "list_number"),
        ("telephone_number", 0.7, kind == "telephone_number"),
        ("legal_act", 0.8, _LAW.search(before) or _LAW_AFTER.match(after)),
        ("period", 0.8, year and (_YEAR_AFTER.match(after) or after[:1] in ("-", "–"))),
        ("age", 0.6, _AGE_AFTER.match(after)),
        ("period", 0.4, year),
    )
    for reason, confidence, holds in reasons:
        if holds:
            return NON_FIGURE, reason, confidence
    if kind == "word":
        return FIGURE, "result", 0.4
    return FIGURE, "result", 0.7 if readers.quantity(token, "") else 0.3
