"""The cache: what was made of which ingredients and which answers of the data.

Files are kept once, by their digest, and entries name them. Nothing is believed: a file is
taken out only if its digest is still its name.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.checks.reads import Contents, Read
from analysis.errors import StorageError
from analysis.files import copy_file, parsed_json, read_bytes, remove, write_bytes, write_text

VERSION = 2
"""Of the form of entries; those of another form are not read."""


class DamagedError(StorageError):
    """An entry of the cache is not what was put into it."""


@dataclass(frozen=True)
class Entry:
    """What was made, and of what."""

    path: Path
    name: str
    ingredients: Mapping[str, str]
    reads: Mapping[Read, str]
    """Each question asked of the clean tables, with the digest of its answer."""
    files: Mapping[str, str]
    """The SHA-256 of each file made, by its path in a run."""
    facts: Mapping[str, Any]
    """What else is to be known of it."""
    extra: str
    """The SHA-256 of what is kept beside the files."""

    def fits(self, contents: Contents) -> bool:
        """Whether the data give the answers that it was made of."""
        return all(contents.digest(read) == digest for read, digest in self.reads.items())


@dataclass(frozen=True)
class Cache:
    """A folder that keeps what was made."""

    folder: Path

    def find(self, key: str, contents: Contents) -> Entry | None:
        """Return what was made of these ingredients and of what the data answer, if anything."""
        for path in sorted(self._entries(key).glob("*.json")):
            entry = self._load(path)
            if entry and entry.fits(contents):
                return entry
        return None

    def last(self, name: str) -> Entry | None:
        """Return what was last made under a name, of whatever it was made."""
        path = self._pointer(name)
        if not path.is_file():
            return None
        return self._load(self.folder / read_bytes(path).decode("utf-8").strip())

    def keep(
        self,
        key: str,
        name: str,
        ingredients: Mapping[str, str],
        reads: Mapping[Read, str],
        files: Mapping[str, Path],
        facts: Mapping[str, Any],
        extra: bytes = b"",
    ) -> None:
        """Keep files with what they were made of; the entry comes last, and whole."""
        digests = {}
        for place, path in files.items():
            digests[place] = hashlib.sha256(read_bytes(path)).hexdigest()
            blob = self._blob(digests[place])
            if not blob.is_file():
                copy_file(path, blob)
        beside = hashlib.sha256(extra).hexdigest()
        if not self._blob(beside).is_file():
            write_bytes(self._blob(beside), extra)
        record = {
            "version": VERSION,
            "name": name,
            "ingredients": dict(ingredients),
            "reads": [[read.record(), digest] for read, digest in reads.items()],
            "files": digests,
            "facts": dict(facts),
            "extra": beside,
        }
        answers = hashlib.sha256(json.dumps(record["reads"]).encode()).hexdigest()[:16]
        path = self._entries(key) / f"{answers}.json"
        write_text(path, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
        write_text(self._pointer(name), path.relative_to(self.folder).as_posix() + "\n")

    def take(self, entry: Entry, run: Path) -> bytes:
        """Copy an entry's files into a run, and return what is kept beside them.

        Raises
        ------
        DamagedError
            A file is missing or is not what it was; the entry is gone then.
        """
        for digest in (*entry.files.values(), entry.extra):
            blob = self._blob(digest)
            if not blob.is_file() or hashlib.sha256(blob.read_bytes()).hexdigest() != digest:
                remove(blob)
                remove(entry.path)
                raise DamagedError(f"The cache's entry of {entry.name} is damaged.")
        for place, digest in entry.files.items():
            copy_file(self._blob(digest), run / place)
        os.utime(entry.path)
        return read_bytes(self._blob(entry.extra))

    def forget(self, before: float, *, dry_run: bool = False) -> tuple[int, int]:
        """Forget entries not used since a moment, and files that none names; return how many.

        Parameters
        ----------
        before : seconds since 1970.
        """
        named: set[str] = set()
        old: list[Path] = []
        for path in sorted(self.folder.glob("entries/*/*/*.json")):
            entry = self._load(path)
            if entry is None or path.stat().st_mtime < before:
                old.append(path)
            else:
                named |= {*entry.files.values(), entry.extra}
        blobs = [path for path in self.folder.glob("files/*/*") if path.name not in named]
        for path in () if dry_run else (*old, *blobs):
            remove(path)
        return len(old), len(blobs)

    def _load(self, path: Path) -> Entry | None:
        """Return the entry of a file; none where it is not one."""
        try:
            found = parsed_json(read_bytes(path))
            if found["version"] != VERSION:
                return None
            return Entry(
                path,
                found["name"],
                found["ingredients"],
                {Read.of(record): digest for record, digest in found["reads"]},
                found["files"],
                found["facts"],
                found["extra"],
            )
        except (StorageError, OSError, ValueError, KeyError, TypeError):
            remove(path)
            return None

    def _entries(self, key: str) -> Path:
        return self.folder / "entries" / key[:2] / key

    def _blob(self, digest: str) -> Path:
        return self.folder / "files" / digest[:2] / digest

    def _pointer(self, name: str) -> Path:
        return self.folder / "last" / name
