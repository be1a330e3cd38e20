"""Drafts of what a person writes about a document: its description, and what its columns mean."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from analysis.source.proposing import Proposal, Proposed
from analysis.source.word_columns import MEANINGS

_LONGEST_HEADING = 60
_PLACES_NAMED = 5
_BLANK = '""'


def columns_toml(source_id: str, proposal: Proposal) -> str:
    """Return a draft of ``columns.toml``; what is not clear is left blank."""
    return "\n".join([*_top(source_id, proposal), *_columns(proposal), ""])


def _top(source_id: str, proposal: Proposal) -> Iterator[str]:
    yield f"# What the columns of {source_id} mean: a draft, made from headings and cells."
    yield "# Compare each line with the document. A column is named by its number, counted from the"
    yield '# left as a reader sees them, or by the words over it. Fill in what is left blank ("").'
    yield ""
    if proposal.revised:
        places = list(dict.fromkeys(proposal.revised))[:_PLACES_NAMED]
        yield f"# {len(proposal.revised)} tracked changes: {'; '.join(places)} …"
        yield f'tracked_changes = {_BLANK}  # write "final" (as if accepted) or "original"'
    yield f"header_rows = {proposal.header_rows}  # rows of headings at the top of the first table"
    yield "absent = []  # meanings that this document has no column for"
    yield f"abbreviations = {list(proposal.abbreviations)}  # tables that list abbreviations"
    yield f"other_tables = {list(proposal.other_tables)}  # tables that are no part of the plan"
    yield "not_headings = []  # lines between tables that head nothing"
    yield f"# The plan is in the tables {', '.join(map(str, proposal.plan_tables))}."
    yield ""


def _columns(proposal: Proposal) -> Iterator[str]:
    yield "[columns]"
    headings = [one.heading for one in proposal.columns.values()]
    headings += [heading for _, heading in proposal.unplaced]
    for meaning in MEANINGS:
        one = proposal.columns.get(meaning)
        if one is None:
            yield f'{meaning} = {_BLANK}  # not found; if there is none: absent = ["{meaning}"]'
        elif not one.clear:
            yield (
                f"{meaning} = {_BLANK}  # {_name(one, headings)}? confidence {one.confidence:.2f}, "
                "not clearly above another"
            )
        else:
            yield f"{meaning} = {_name(one, headings)}  # column {one.column}, confidence " + (
                f"{one.confidence:.2f}"
            )
    for column, heading in proposal.unplaced:
        yield f"# column {column} ({_one_line(heading)}) could not be placed"


def _name(one: Proposed, headings: Sequence[str]) -> str:
    """Return how a column is best named: by its heading where that is short and its own."""
    own = one.heading and headings.count(one.heading) == 1
    if own and len(one.heading) <= _LONGEST_HEADING:
        return quoted(one.heading)
    return str(one.column)


def document_toml(
    source_id: str, file: str, kind: str, language: str, sha256: str, lines: int, form: str
) -> str:
    """Return a draft of ``document.toml``; what only a person knows is left blank."""
    named = re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}", file)
    stored = file if named else f"{source_id}.{'docx' if form == 'docx' else 'txt'}"
    note = "" if named else "  # rename the file so: other letters are not kept"
    return "\n".join(
        [
            "# A source document: a draft. Fill in what is left blank.",
            "",
            "[document]",
            f"source_id = {quoted(source_id)}",
            f"prefix = {_BLANK}  # begins the ids of all that is taken from it, such as ap20",
            f"file = {quoted(stored)}{note}",
            f"title = {_BLANK}  # in English",
            f"publisher = {_BLANK}  # in English",
            f"language = {quoted(language)}",
            f"kind = {quoted(kind)}  # table: an action plan; prose: a report",
            f"format = {quoted(form)}",
            f"sha256 = {quoted(sha256)}",
            f"lines = {lines}",
            "",
        ]
    )


def quoted(text: str) -> str:
    """Return a text as TOML writes it.

    >>> quoted('a "b"')
    '"a \\\\"b\\\\""'
    """
    return json.dumps(_one_line(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def language_of(lines: Sequence[str]) -> str:
    """Return the language that a document's letters suggest: Georgian, or English."""
    text = "".join(lines[:2_000])
    georgian = len(re.findall("[ა-ჰ]", text))
    return "ka" if georgian > len(re.findall("[A-Za-z]", text)) else "en"
