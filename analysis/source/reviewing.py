"""Reviewed rows: which raw rows are as a second person has seen them beside the document.

An identity finds a wrong digit where numbers add up, and an expectation where they cannot be. Most
printed numbers stand alone: nothing in the data tells 127 from 121. So the digest of every raw row
is kept when it has been reviewed, and a row that is changed, new or gone is told of until somebody
has reviewed it again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from analysis.files import csv_text
from analysis.source.delivery import Delivery
from analysis.source.manifest import MANIFEST
from analysis.source.raw_form import REVIEWED

_IN_ORDER = ("analyses",)
"""Files whose rows stand in reports as they stand there: a row is known with the one before it."""

_DIGITS = 12
"""Of a row's digest: too many for two rows of a file to have the same by chance."""


@dataclass(frozen=True)
class FileReview:
    """What of a raw file has not been reviewed as it is."""

    file: str
    rows: int
    unreviewed: tuple[int, ...]
    """The rows that were changed or added, as an editor counts them."""
    missing: int
    """How many reviewed rows are not there any more, those that were changed among them."""


def review(delivery: Delivery) -> list[FileReview]:
    """Return for each raw file which of its rows nobody has reviewed as they are."""
    known: dict[str, Counter[str]] = {}
    for file, digest in zip(
        delivery.column(REVIEWED, "file"), delivery.column(REVIEWED, "row_sha256"), strict=True
    ):
        known.setdefault(file, Counter())[digest] += 1
    found = []
    for file, numbers, digests in _files(delivery):
        own = known.pop(file, Counter())
        new = [number for number, one in zip(numbers, digests, strict=True) if one not in own]
        found.append(FileReview(file, len(digests), tuple(new), (own - Counter(digests)).total()))
    found += [FileReview(file, 0, (), own.total()) for file, own in known.items()]
    return sorted(found, key=lambda one: one.file)


def reviewed(delivery: Delivery) -> str:
    """Return the text of the file that says of all rows that they were reviewed as they are."""
    rows = [
        {"file": file, "row_sha256": digest}
        for file, _, digests in sorted(_files(delivery))
        for digest in sorted(digests)
    ]
    return csv_text(("file", "row_sha256"), rows)


def _files(delivery: Delivery) -> Iterator[tuple[str, list[int], list[str]]]:
    """Yield each file's path below ``data/raw``, the numbers of its rows, and their digests."""
    documents = delivery.documents.values()
    texts = [document.cells for document in documents]
    yield MANIFEST, list(range(1, len(texts) + 1)), [_digest(cells) for cells in texts]
    for name, table in delivery.tables.items():
        if name != REVIEWED:
            rows = table.by_column
            cells = zip(*(rows.columns[column] for column in sorted(rows.columns)), strict=True)
            digests = [_digest(row) for row in cells]
            if name in _IN_ORDER:
                digests = [_digest(pair) for pair in pairwise(["", *digests])]
            yield f"{name}.csv", list(rows.numbers), digests


def _digest(cells: Iterable[str]) -> str:
    # No cell holds a control character, so that this one cannot shift a word to the next cell.
    return hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:_DIGITS]
