"""The expectations of the clean tables in words, as the suites' notes say them."""

from __future__ import annotations

import re

from analysis.display.language import _, mark

NOTES = (
    mark("The table has the columns of the contract, in order."),
    mark("Rows come and go only with a document."),
    mark("A key stands once."),
    mark("Languages are ISO 639-1 codes."),
    mark("A digest is 64 hexadecimal digits."),
    mark("A document has lines."),
    mark("Ids are plain words."),
    mark("An id says plan, chapter, section, block, number."),
    mark("A line of the plan."),
    mark("Objectives are numbered from 1."),
    mark("A title has 2 to 20 words."),
    mark("Deadlines are months, as the plan prints them."),
    mark("A state budget is of known kinds."),
    mark("A budget is positive."),
    mark("Risk categories are those of the codebook."),
    mark("Every activity has a deadline; where the plan's row lacks the cell it has none."),
    mark("Every indicator names its source of verification."),
    mark("Every activity names a risk."),
    mark("It extends its activity's id."),
    mark("A target asks for something."),
    mark("A range runs forward."),
    mark("Every indicator has a numeric target."),
    mark("An id says document, line, order; of an answer, whose it is and to which target."),
    mark("A line of a prose document."),
    mark("Counts and amounts are not negative."),
    mark("Periods are ISO 8601 at the precision printed."),
    mark("A disaggregation names dimensions and values."),
    mark("Dates are ISO 8601 at the precision printed."),
    mark("A commitment asks for something."),
    mark("Dates are ISO 8601."),
    mark("What was achieved is not a hundred times what was asked."),
    mark("A band begins at a percentage."),
    mark("A confidence is a share."),
    mark("A rate is a percentage."),
    mark("A tolerance covers rounding, nothing more."),
    mark("Every identity holds; those that do not are registered as discrepancies."),
    mark("Every raw row was reviewed beside its document as it is."),
    mark("No raw row was changed or taken out since it was reviewed."),
)

PATTERNS = (
    mark("No row is without {column}."),
    mark("{column} is one of the words of the data dictionary."),
    mark("{column} leads to a row of {table}."),
    mark("{column} has every key that reports ask for by name."),
)
"""Notes that name a column or a table, which stay as they are."""


def expectation_words(note: str) -> str:
    """Return an expectation's note in the language spoken.

    >>> expectation_words("No row is without kind.")
    'No row is without kind.'
    """
    for pattern in PATTERNS:
        found = _pattern(pattern).fullmatch(note)
        if found:
            return _(pattern, **found.groupdict())
    return _(note)


def _pattern(message: str) -> re.Pattern[str]:
    """Return what a message with fields looks like when names of the tables fill it."""
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[a-z0-9_]+)", re.escape(message)))
