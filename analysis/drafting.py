"""The drafts that are made for a person: of columns, of a description, of figures.

A draft is never written over a file that is there. Imports stand inside the steps where they are
slow.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import UsageError
from analysis.files import read_bytes, replace_files
from analysis.paths import Project

if TYPE_CHECKING:
    from analysis.source.proposing import Proposal

_FORM = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")


@dataclass(frozen=True)
class Drafted:
    """What was drafted: the files by name, and what the draft of columns could place."""

    folder: Path
    files: tuple[str, ...]
    proposal: Proposal | None


def propose(project: Project, source_id: str, document: Path, folder: Path | None) -> Drafted:
    """Draft what a person writes about a document: its columns, and its description if it has none.

    Raises
    ------
    UsageError
        A file that the draft would have to replace is there already.
    """
    from analysis.source import drafts
    from analysis.source.manifest import COLUMNS, DESCRIPTION, read_manifest
    from analysis.source.proposing import propose as proposed
    from analysis.source.word.inline import FINAL
    from analysis.source.word.lines import WordLines

    if not _FORM.fullmatch(source_id):
        raise UsageError(f"{source_id!r} is no id: small letters, digits and hyphens.")
    lines, digest = lines_of(document, FINAL)
    is_word = isinstance(lines, WordLines)
    proposal = proposed(lines, kinds_by_name(project)) if isinstance(lines, WordLines) else None
    files: dict[str, str] = {}
    if proposal:
        files[COLUMNS] = drafts.columns_toml(source_id, proposal)
    if source_id not in read_manifest(project.raw):
        files[DESCRIPTION] = drafts.document_toml(
            source_id,
            document.name,
            "table" if proposal or (not is_word and _is_plan(lines)) else "prose",
            drafts.language_of(lines),
            digest,
            len(lines) if is_word else len(lines) - 1,
            "docx" if is_word else "text",
        )
    place = folder or project.outputs / "intake" / source_id
    _write_new(place, {name: text.encode() for name, text in files.items()})
    return Drafted(place, tuple(files), proposal)


def lines_of(document: Path, changes: str) -> tuple[Sequence[str], str]:
    """Return the lines of a file that no manifest describes, and its digest."""
    from analysis.source.manifest import LARGEST_DOCUMENT, text_lines
    from analysis.source.word.lines import read_word

    content = read_bytes(document, LARGEST_DOCUMENT)
    digest = hashlib.sha256(content).hexdigest()
    word = document.suffix.lower() in (".docx", ".docm", ".doc", ".dotx", ".rtf")
    if word or content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return read_word(content, document.name, changes), digest
    return text_lines(content, document.name), digest


def _is_plan(lines: Sequence[str]) -> bool:
    """Return whether a text has the tab-led cells of a table."""
    return sum(line.lstrip(" ").startswith("\t") for line in lines) > len(lines) / 10


def kinds_by_name(project: Project) -> dict[str, str]:
    """Return the kind of the body that each known form of a name names first."""
    from analysis.cleaning.organisations import normalise
    from analysis.source.raw_files import read_raw_table
    from analysis.source.raw_form import OWN_FILES

    tables = {}
    for name in ("organisations", "organisation_names"):
        wanted = OWN_FILES[name]
        path = project.raw / f"{name}.csv"
        tables[name] = read_raw_table(path, f"data/raw/{name}.csv", wanted.columns, wanted.key)
    kinds = {row["organisation_id"]: row["kind"] for row in tables["organisations"].rows}
    return {
        normalise(row["printed"]): kinds.get(row["organisation_ids"].split(";")[0], "")
        for row in tables["organisation_names"].rows
    }


def _write_new(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files that are not there yet; a person's file is never replaced."""
    there = [name for name in contents if (folder / name).exists()]
    if there:
        raise UsageError(
            f"{folder} has {' and '.join(there)} already, which may hold your work. Name another "
            "place with --to, or move the file away."
        )
    replace_files(folder, contents)


def figures(project: Project, document: Path, to: Path | None, changes: str) -> tuple[Path, int]:
    """Draft every candidate figure of a document; return where, and how many there are."""
    from analysis.cleaning import drafted_figures
    from analysis.source import completed
    from analysis.source.candidates import candidates

    lines, _ = lines_of(document, changes)
    found = list(candidates(lines, drafted_figures.readers(unit_words())))
    stem = re.sub(r"[^\w.-]", "-", document.stem)
    place = to or project.outputs / "intake" / f"figures-{stem}.csv"
    content = completed.to_complete(drafted_figures.COLUMNS, drafted_figures.as_rows(found))
    _write_new(place.absolute().parent, {place.name: content})
    return place, len(found)


def unit_words() -> Callable[[str], str]:
    """Return what finds the unit that a Georgian word names, by the words that reports use."""
    from analysis.cleaning.units import PRINTED
    from analysis.display.language import _n, speaking
    from analysis.display.units import UNITS

    stems: dict[str, str] = {}
    with speaking("ka"):
        for unit, (one, many) in UNITS.items():
            word = _n(one, many, 1, number="").split()
            if len(word) == 1 and unit not in PRINTED:
                stems.setdefault(re.sub("[იაეოუ]$", "", word[0]), unit)

    def unit_of(word: str) -> str:
        near = [stem for stem in stems if len(stem) > 2 and word.startswith(stem)]
        return stems[max(near, key=len)] if near else ""

    return unit_of
