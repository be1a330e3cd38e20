"""Verification: a bundle examined again, later, on another machine, without the repository."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from analysis.errors import BundleError, GateError, Problem, StorageError, quoted
from analysis.files import fill_folder, read_bytes, scratch
from analysis.reading import unzipped
from analysis.reports.gate.examination import examine
from analysis.reports.sharing.checksums import CHECKSUMS, digest
from analysis.reports.sharing.datapackage import DATA_PACKAGE, refuse_invalid

LARGEST = 500_000_000
"""Bytes of a bundle, unpacked, that are read at most."""

LARGEST_PACKED = 100_000_000
"""Bytes of a zip file: its list of members alone may take many times as much in memory."""

MOST = 20_000
"""Files of a bundle."""

DEEPEST = 20
"""Folders that a file may lie in, one in the other."""

LONGEST = 200
"""Bytes of a file's or a folder's name."""

_KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How members may be packed; others may take gigabytes of memory to unpack."""


@dataclass(frozen=True)
class Verified:
    """What was held to what the bundle says of itself."""

    files: int
    tables: int


def verify(place: Path) -> Verified:
    """Examine a bundle, a folder or a zip file, by what it says of itself, and by the gate.

    Small counts can be looked for only as far as the bundle's own tables go: what the true
    values are, a bundle cannot know.

    Raises
    ------
    BundleError
        A file is missing, too many or changed.
    DataError, GateError
        A table is not as described, or the gate would not let the bundle pass today.
    """
    with _opened(place) as folder:
        contents = _contents(folder)
        refuse_changed(contents)
        refuse_invalid(contents)
        problems = examine(folder, made_here=False).problems
        if problems:
            raise GateError(problems)
    tables = sum(name.endswith(".csv") for name in contents)
    return Verified(len(contents), tables)


def _contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by path; refuse what is none, and more than any bundle has."""
    contents: dict[str, bytes] = {}
    size = 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            raise BundleError(
                Problem("neither a file nor a folder", name, advice="ask for the bundle again")
            )
        if path.is_file():
            contents[name] = read_bytes(path, LARGEST - size)
            size += len(contents[name])
        if len(contents) > MOST:
            raise BundleError(Problem(f"more than {MOST:,} files", folder.name))
    return contents


def refuse_changed(contents: Mapping[str, bytes]) -> None:
    """Refuse files that are not those of the bundle's list of checksums.

    Raises
    ------
    BundleError
        Each file that is missing, not listed, or changed.
    """
    if CHECKSUMS not in contents or DATA_PACKAGE not in contents:
        raise BundleError(
            Problem(
                f"there is no {CHECKSUMS if CHECKSUMS not in contents else DATA_PACKAGE}",
                advice="name the folder or zip file that analysis share made, whole",
            )
        )
    listed = dict(_lines(contents[CHECKSUMS]))
    present = set(contents) - {CHECKSUMS}
    problems = [Problem("the file is missing", name) for name in sorted(set(listed) - present)]
    problems += [
        Problem("the file is not of the bundle", name, advice="take it out")
        for name in sorted(present - set(listed))
    ]
    problems += [
        Problem(
            "the file was changed after the bundle was made",
            name,
            found=digest(contents[name]),
            expected=listed[name],
            advice="ask for the bundle again",
        )
        for name in sorted(present & set(listed))
        if digest(contents[name]) != listed[name]
    ]
    if problems:
        raise BundleError(problems)


def _lines(content: bytes) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        found, apart, name = line.partition("  ")
        if not (apart and len(found) == 64):
            raise BundleError(
                Problem("not a line of checksums", CHECKSUMS, row=number, found=line[:80])
            )
        yield name, found


@contextlib.contextmanager
def _opened(place: Path) -> Iterator[Path]:
    """Yield the folder of a bundle, unpacked elsewhere if it is a zip file."""
    if place.is_dir():
        yield place
        return
    if not place.is_file():
        raise StorageError(f"There is no bundle at {place}. Name a folder or a zip file.")
    with scratch() as folder:
        fill_folder(folder / "bundle", _unzipped(place))
        yield folder / "bundle"


def _unzipped(place: Path) -> dict[str, bytes]:
    """Return the files of a zip file by their path below its one folder."""
    try:
        with zipfile.ZipFile(io.BytesIO(read_bytes(place, LARGEST_PACKED))) as packed:
            members = [one for one in packed.infolist() if not one.is_dir()]
            _refuse_members(members, place)
            return {_inner(one.filename, place): unzipped(packed, one) for one in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise BundleError(
            Problem(f"not a zip file that can be read: {error}", place.name)
        ) from error


def _refuse_members(members: Sequence[zipfile.ZipInfo], place: Path) -> None:
    """Refuse members that no bundle has, before any of them is unpacked."""
    if len(members) > MOST:
        raise BundleError(Problem(f"more than {MOST:,} files", place.name))
    if sum(one.file_size for one in members) > LARGEST:
        raise BundleError(Problem("the zip file unpacks to more than 500 MB", place.name))
    names = [_inner(one.filename, place) for one in members]
    folders = {above.as_posix() for name in names for above in PurePosixPath(name).parents}
    for one, name in zip(members, names, strict=True):
        kind = stat.S_IFMT(one.external_attr >> 16)
        if kind not in (0, stat.S_IFREG) or one.compress_type not in _KINDS:
            raise BundleError(Problem("a member that is no plain file", f"{place.name}, {name}"))
        if name in folders:
            raise BundleError(Problem("a file and a folder of one name", f"{place.name}, {name}"))
    if len(set(names)) < len(names):
        twice = min(name for name, count in Counter(names).items() if count > 1)
        raise BundleError(Problem("a file stands twice in it", f"{place.name}, {twice}"))


def _inner(name: str, place: Path) -> str:
    """Return a member's path below the one folder at the top; refuse one that leads outside."""
    parts = PurePosixPath(name).parts
    long = any(len(os.fsencode(part)) > LONGEST for part in parts)
    outside = ".." in parts or name.startswith("/") or "\\" in name
    if len(parts) < 2 or len(parts) > DEEPEST or outside or long:
        raise BundleError(Problem(f"a path that no bundle has: {quoted(name)}", place.name))
    return "/".join(parts[1:])
