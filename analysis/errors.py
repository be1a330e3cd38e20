"""Everything that can be refused, as one tree, each family with its exit code.

AnalysisError
├── UsageError              2  the words typed or the parameters given are off
├── DataError               3  the data failed: unreadable, unknown, contradictory
│   ├── RawDataError           a raw file or a cell in it
│   ├── DocumentError          a source document is not the one the manifest names
│   ├── ExtractionError        a document's structure is not what extraction expects
│   ├── DisclosureError        what is to be shared would give a small count away
│   ├── GateError              a bundle holds what must not be sent, or leads nowhere
│   ├── BundleError            a bundle is not what it was when it was made
│   ├── AuditError             raw rows and documents do not agree
│   └── CheckError             expectations, identities or the register do not hold
├── NotationError           3  a token that no rule of notation reads
├── ReportError             4  a report's notebook failed
├── StorageError            5  a folder or file cannot be read or written
├── BusyError               6  another run is at work here
└── ClusterError            7  a cluster does not answer, or has no worker that can be used
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

LONGEST_QUOTED = 1_000
"""Characters of what was found that a message shows."""

MOST_LISTED = 500
"""Problems that one message lists; it counts the others."""


def quoted(value: object) -> str:
    """Return what was found as a message shows it: on one line, and no longer than is read.

    >>> quoted("x"), quoted(["1"] * 10**6), quoted("x" * 2000)[-23:]
    ("'x'", 'a list', "xx' … (2000 characters)")
    """
    if isinstance(value, str):
        shown = repr(value[:LONGEST_QUOTED])
        return shown if len(value) <= LONGEST_QUOTED else f"{shown} … ({len(value)} characters)"
    # Python itself refuses to write out a whole number of thousands of digits.
    if isinstance(value, int) and value.bit_length() > 64:
        return f"a whole number of {value.bit_length()} bits"
    return repr(value) if value is None or isinstance(value, int | float) else _kind(value)


def _kind(value: object) -> str:
    return f"a {type(value).__name__}"


class ExitCode(IntEnum):
    """What the command line answers to the shell."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    DATA = 3
    REPORT = 4
    STORAGE = 5
    BUSY = 6
    CLUSTER = 7


class AnalysisError(Exception):
    """The base of every refusal; its text is one message for a person."""

    exit_code = ExitCode.UNEXPECTED


class UsageError(AnalysisError):
    """The words typed or the parameters given are off."""

    exit_code = ExitCode.USAGE


@dataclass(frozen=True)
class Problem:
    """One thing wrong in the data, said so that a person can mend it.

    ``row`` is the 1-based line of the file as an editor shows it (the header is
    line 1); ``found`` is the cell as delivered.
    """

    what: str
    file: str = ""
    row: int | None = None
    column: str = ""
    found: str | None = None
    expected: str = ""
    advice: str = ""

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                self.file,
                f"row {self.row}" if self.row is not None else "",
                f"column {self.column}" if self.column else "",
            )
            if part
        )
        said = [f"{place}: {self.what}" if place else self.what]
        if self.found is not None:
            said.append(f"found: {quoted(self.found)}")
        if self.expected:
            said.append(f"expected: {self.expected}")
        if self.advice:
            said.append(f"what to do: {self.advice}")
        return "\n    ".join(said)


class DataError(AnalysisError):
    """The data failed; carries every problem found, not only the first."""

    exit_code = ExitCode.DATA
    heading = "The data were refused"

    def __init__(self, problems: Sequence[Problem] | Problem | str):
        if isinstance(problems, str):
            problems = Problem(problems)
        if isinstance(problems, Problem):
            problems = [problems]
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self._message())

    def _message(self) -> str:
        count = len(self.problems)
        shown = [f"  - {problem}" for problem in self.problems[:MOST_LISTED]]
        if count > MOST_LISTED:
            shown.append(f"  - … and {count - MOST_LISTED} more")
        listed = "\n".join(shown)
        return f"{self.heading} ({count} {'problem' if count == 1 else 'problems'}):\n{listed}"


class RawDataError(DataError):
    """A raw file, or a cell in it, cannot be read."""

    heading = "The raw data were refused"


class DocumentError(DataError):
    """A source document is missing or is not the one the manifest names."""

    heading = "The document was refused"


class ExtractionError(DataError):
    """A document's structure is not what its extraction expects."""

    heading = "The document could not be extracted"


class AuditError(DataError):
    """Raw rows and documents do not agree."""

    heading = "The raw rows do not stand up to the documents"


class DisclosureError(DataError):
    """What is about to be shared would give a small count of people away."""

    heading = "The reports were not published: they would give people away"


class GateError(DataError):
    """A bundle holds what must not be sent, or a link of it leads nowhere."""

    heading = "The bundle is not fit to be sent"


class BundleError(DataError):
    """A bundle is not what it was when it was made."""

    heading = "The bundle was refused"


class CheckError(DataError):
    """Expectations, identities or the register of discrepancies do not hold."""

    heading = "The clean tables failed their checks"


class ReportError(AnalysisError):
    """A report's notebook failed."""

    exit_code = ExitCode.REPORT


class StorageError(AnalysisError):
    """A folder or file cannot be read or written."""

    exit_code = ExitCode.STORAGE


class BusyError(AnalysisError):
    """Another run is at work in the same place."""

    exit_code = ExitCode.BUSY


class ClusterError(AnalysisError):
    """A cluster does not answer, or has no worker that can be used."""

    exit_code = ExitCode.CLUSTER


class NotationError(AnalysisError):
    """A token that no rule of notation reads; the table's cleaning adds where it stands."""

    exit_code = ExitCode.DATA

    def __init__(self, token: str, expected: str, advice: str = ""):
        self.token = token
        self.expected = expected
        self.advice = advice
        super().__init__(f"{quoted(token)} cannot be read as {expected}. {advice}".rstrip())
