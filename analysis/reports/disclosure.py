"""The audit of what a run shares: small counts that stand in it, or could be computed.

It reads the finished files as a partner would, knowing every true value; it does not
trust the gate that made them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.checks.results import CheckedTables
from analysis.cleaning.analyses import terms
from analysis.cleaning.records import each_row
from analysis.errors import DisclosureError, Problem
from analysis.files import parsed_json, read_bytes
from analysis.measures.disclosure import Cells, Exposure, cells, read_rules
from analysis.reports.blocks import entries, html_blocks
from analysis.reports.gate.content import Block
from analysis.reports.gate.reading import rows

_FIGURE = re.compile(r"\b[a-z]+[0-9]*-[0-9]{3}-[0-9]+\b")
_PLACE = re.compile(
    r"\b(?:lines?|chapter|lignes?|chapitre|სტრიქონი) [0-9]+|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?"
)
_NUMBER = re.compile(r"(?<![\w.,−-])[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?![\w.,]*[0-9%])")
_GROUP = re.compile(r"(?<=[0-9])[\u00a0\u202f](?=[0-9]{3})")
"""The spaces between groups of three that Georgian and French print."""

_TABLE = "application/vnd.dataresource+json"
"""The type of a notebook's output that is a table, its rows records by column."""


@dataclass(frozen=True)
class Leak:
    """A small count that stands in a file beside the figure whose value it is."""

    file: str
    figure_id: str


@dataclass(frozen=True)
class Audit:
    """What the audit read and found."""

    files: int
    people: int
    small: int
    shown: frozenset[str]
    leaks: tuple[Leak, ...]
    exposed: tuple[Exposure, ...]

    @property
    def problems(self) -> list[Problem]:
        """What was found, for a person, without the number itself."""
        return [
            Problem(
                f"a small count of people stands beside {leak.figure_id}",
                leak.file,
                advice="make the report of released tables only",
            )
            for leak in self.leaks
        ] + [
            Problem(
                f"a small count can be computed from what is shown: {found.target.name}",
                advice="withhold another count that it is tied to",
            )
            for found in self.exposed
        ]


Said = Mapping[str, Sequence[str]]
"""By the name of each file, the blocks of its text that hold a number."""


def said(
    paths: Iterable[Path], root: Path, known: Mapping[str, Sequence[Block]] | None = None
) -> dict[str, tuple[str, ...]]:
    """Return what finished files say in numbers, each under its path from ``root``.

    Parameters
    ----------
    paths : pages, executed notebooks, documents, charts and tables.
    known : the rows of files that were read already, by their path from ``root``.
    """
    names = {path: path.relative_to(root).as_posix() for path in sorted(set(paths))}
    return {
        name: tuple(
            sorted({one for one in _blocks(path, (known or {}).get(name)) if numbers_in(one)})
        )
        for path, name in names.items()
    }


def audit(texts: Said, data: CheckedTables, threshold: int) -> Audit:
    """Return what files of a run give away about small counts of people.

    Parameters
    ----------
    data : the checked tables as they are, nothing withheld.
    """
    found = cells(data, read_rules(data, threshold))
    names = _by_value(_names(data, found), found)
    small = {name for name, value in found.values.items() if 0 < value < threshold}
    shown: set[str] = set()
    leaks: list[Leak] = []
    for file, blocks in texts.items():
        here = {name for block in blocks for name in _shown(block, names)}
        shown |= here
        leaks += [Leak(file, name) for name in sorted(here & small)]
    hidden = frozenset(found.values) - shown
    exposed = [one for one in found.exposures(hidden) if not one.safe]
    return Audit(
        len(texts), len(found.values), len(small), frozenset(shown), tuple(leaks), tuple(exposed)
    )


def refuse_disclosing(texts: Said, data: CheckedTables, threshold: int) -> Audit:
    """Return the audit of files that give nobody away.

    Raises
    ------
    DisclosureError
        A small count stands in them, or can be computed from them: each is named.
    """
    found = audit(texts, data, threshold)
    if found.problems:
        raise DisclosureError(found.problems)
    return found


def _names(data: CheckedTables, found: Cells) -> dict[str, set[str]]:
    """Return the words by which reports speak of figures: their measures, and analyses."""
    names: dict[str, set[str]] = {}
    for row in each_row(data["figures"]):
        names.setdefault(row.measure, set()).add(row.figure_id)
    for row in each_row(data["analyses"]):
        sides = {fact for cell in (row.left, row.right) for part in terms(cell) for fact in part}
        names.setdefault(row.title, set()).update(sides)
    for row in each_row(data["labels"]):
        for words in (row.ka, row.fr):
            names.setdefault(words, set()).update(names.get(row.en, ()))
    return {words: ids & set(found.values) for words, ids in names.items()}


def _by_value(names: dict[str, set[str]], found: Cells) -> dict[float, dict[str, set[str]]]:
    """Return the figures by their values, each with its id and the words that speak of it."""
    spoken: dict[float, dict[str, set[str]]] = {}
    for name, value in found.values.items():
        spoken.setdefault(value, {})[name] = set()
    for words, ids in names.items():
        for name in ids:
            spoken[found.values[name]][name].add(words)
    return spoken


def _shown(block: str, names: dict[float, dict[str, set[str]]]) -> Iterator[str]:
    """Yield the figures that a block of text names and whose value stands in it."""
    ids: set[str] | None = None
    for number in numbers_in(block) & names.keys():
        ids = set(_FIGURE.findall(block)) if ids is None else ids
        for name, spoken in names[number].items():
            if name in ids or any(words in block for words in spoken):
                yield name


def numbers_in(block: str) -> set[float]:
    """Return the numbers of a block that are no places, dates, ids or shares."""
    bare = _GROUP.sub("", _PLACE.sub(" ", _FIGURE.sub(" ", block)))
    return {float(number.replace(",", "")) for number in _NUMBER.findall(bare)}


def _blocks(path: Path, known: Sequence[Block] | None) -> Iterator[str]:
    """Yield a file's rows, paragraphs, entries and alternative texts, each with its ids."""
    if path.suffix == ".ipynb":
        yield from _notebook_blocks(read_bytes(path).decode("utf-8"))
    elif path.suffix == ".html":
        yield from html_blocks(read_bytes(path).decode("utf-8"))
    else:
        found = rows(path.name, read_bytes(path)) if known is None else known
        yield from (row.text for row in found)


def _notebook_blocks(text: str) -> Iterator[str]:
    for cell in parsed_json(text)["cells"]:
        for output in cell.get("outputs", ()):
            bundle = output.get("data", {})
            yield from html_blocks("".join(bundle.get("text/html", "")))
            yield from entries("".join(bundle.get("text/plain", "")))
            for record in bundle.get(_TABLE, {}).get("data", ()):
                yield " | ".join(str(value) for value in record.values())
