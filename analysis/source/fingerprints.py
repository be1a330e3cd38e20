"""Fingerprints: one-way marks of the documents' wording, by which a copied run is found.

A partner has no documents, and a bundle has to be checked all the same. So what is kept
are hashes of runs of words, chosen by winnowing (S. Schleimer, D. S. Wilkerson and A.
Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003, 76-85).
Numbers are left out of the words: a mark must not prove a guess at a withheld count right.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from analysis.errors import AuditError, DataError, Problem
from analysis.source.delivery import Delivery
from analysis.source.descriptions import ANSWERS
from analysis.source.manifest import read_document

FILE = "fingerprints.txt"
"""The file of the package that holds them, beside this module."""

RUN = 9
"""Words of one fingerprint: a copied run of fewer words is never found."""

WINDOW = 2
"""Runs of which at least one is kept: a copied run of RUN + WINDOW - 1 words always is."""

LEAST = RUN + WINDOW - 1
"""The words of the shortest copied run that is found for certain."""

_HEADER = (
    "# One-way fingerprints of the source documents; see docs/method-note.md.",
    "# Written by: analysis fingerprint --documents FOLDER",
)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufe0e\ufe0f\ufeff]")
_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011]+(?:[ \t]*\n\s*)?(?=\w)")
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = 12
"""Hexadecimal digits kept of a hash: 48 bits."""


@dataclass(frozen=True)
class Fingerprints:
    """The marks kept, and the documents, by SHA-256, that they were taken of."""

    documents: Mapping[str, str]
    marks: frozenset[str]

    @property
    def text(self) -> str:
        """The file's text: what was done, of which documents, then the marks in order."""
        head = [*_HEADER, f"run {RUN}", f"window {WINDOW}"]
        head += [f"document {name} {digest}" for name, digest in sorted(self.documents.items())]
        return "\n".join([*head, *sorted(self.marks)]) + "\n"


@cache
def kept() -> Fingerprints:
    """Return the fingerprints that the package carries.

    Raises
    ------
    DataError
        The file is missing or was not made with the lengths of this module.
    """
    place = files("analysis.source") / FILE
    if not place.is_file():
        raise DataError(Problem("the fingerprints are missing", FILE, advice=_ADVICE))
    return read(place.read_text(encoding="utf-8"))


_ADVICE = "run: analysis fingerprint --documents FOLDER"


def read(text: str) -> Fingerprints:
    """Return the fingerprints of a file's text, or refuse it."""
    lines = [line.split(" ") for line in text.splitlines() if line and not line.startswith("#")]
    said = {line[0]: line[1] for line in lines if len(line) == 2}
    if said != {"run": str(RUN), "window": str(WINDOW)}:
        raise DataError(
            Problem(
                "the fingerprints were made with other lengths",
                FILE,
                found=", ".join(f"{name} {value}" for name, value in said.items()) or "none",
                expected=f"run {RUN}, window {WINDOW}",
                advice=_ADVICE,
            )
        )
    documents = {line[1]: line[2] for line in lines if len(line) == 3}
    return Fingerprints(documents, frozenset(line[0] for line in lines if len(line) == 1))


def words(text: str, is_number_word: Callable[[str], bool]) -> list[str]:
    """Return the words of a text as fingerprints compare them.

    Neither case, punctuation, line breaks nor hyphens make a difference; numbers, in
    digits or in words, are no words.

    Examples
    --------
    >>> words("Of 12 CO\u00adUN-\\ntries, well-known", str.isdigit)
    ['of', 'countries', 'wellknown']
    """
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    found = _LETTERS.findall(_HYPHEN.sub("", plain))
    return [word for word in found if not is_number_word(word)]


def marks(found: Sequence[str]) -> list[str]:
    """Return the mark of every run of RUN words, by the place of its first word."""
    return [_mark(found[at : at + RUN]) for at in range(len(found) - RUN + 1)]


def _mark(run: Sequence[str]) -> str:
    return hashlib.sha256(" ".join(run).encode("utf-8")).hexdigest()[:_DIGITS]


def of_folder(
    documents: Path, delivery: Delivery, is_number_word: Callable[[str], bool]
) -> Fingerprints:
    """Return the fingerprints of the documents that lie in a folder, proved by digest."""
    lines = {
        name: read_document(document, documents / document.file)
        for name, document in delivery.documents.items()
        if document.kind != ANSWERS
    }
    return fingerprint(lines, delivery, is_number_word)


def refuse_stale(
    documents: Path, delivery: Delivery, is_number_word: Callable[[str], bool]
) -> None:
    """Refuse the package's fingerprints if the documents would now give others.

    Raises
    ------
    AuditError
        A document, a name or the way of taking them has changed since.
    """
    if of_folder(documents, delivery, is_number_word) != kept():
        raise AuditError(
            Problem("the fingerprints are not those of the documents", FILE, advice=_ADVICE)
        )


def fingerprint(
    lines: Mapping[str, Sequence[str]],
    delivery: Delivery,
    is_number_word: Callable[[str], bool],
) -> Fingerprints:
    """Return the fingerprints of documents, given by their lines.

    Runs made of nothing but names are left out: the name of a body is no sentence.
    """
    allowed = [words(name, is_number_word) for name in names(delivery)]
    chosen: set[str] = set()
    for text in lines.values():
        found = words("\n".join(text), is_number_word)
        chosen.update(_winnowed(found, named(found, allowed)))
    documents = {name: delivery.documents[name].sha256 for name in lines}
    return Fingerprints(documents, frozenset(chosen))


def names(delivery: Delivery) -> Iterator[str]:
    """Yield what may be printed however long it is: names and titles."""
    yield from (row["printed"] for row in delivery.rows("organisation_names"))
    titled = {("organisations", "name"), ("sources", "title"), ("programmes", "title")}
    for row in delivery.rows("labels"):
        if (row["table"], row["column"]) in titled:
            yield row["ka"]


def named(found: Sequence[str], names: Iterable[Sequence[str]]) -> list[bool]:
    """Return of each word whether it stands in one of the names, declined or not."""
    by_first: dict[str, list[Sequence[str]]] = {}
    for name in names:
        if name:
            by_first.setdefault(name[0], []).append(name)
    inside = [False] * len(found)
    for at, word in enumerate(found):
        for name in by_first.get(word, ()):
            *before, last = found[at : at + len(name)]
            if before == list(name[:-1]) and last.startswith(_stem(name[-1])):
                inside[at : at + len(name)] = [True] * len(name)
    return inside


def _stem(word: str) -> str:
    """Return a name's last word without the letter that Georgian changes to decline it."""
    return word[:-1] if len(word) > 4 else word


def _winnowed(found: Sequence[str], inside: Sequence[bool]) -> Iterator[str]:
    """Yield the least mark of every WINDOW neighbouring runs that are not names throughout."""
    every = [None if all(inside[at : at + RUN]) else mark for at, mark in enumerate(marks(found))]
    for at in range(max(len(every) - WINDOW + 1, min(len(every), 1))):
        window = [mark for mark in every[at : at + WINDOW] if mark]
        if window:
            yield min(window)
