"""Verification: a bundle examined again, later, on another machine, without the repository."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from analysis.errors import BundleError, GateError, Problem, StorageError
from analysis.files import fill_folder, read_bytes, scratch
from analysis.reports.gate.examination import examine
from analysis.reports.sharing.checksums import CHECKSUMS, digest
from analysis.reports.sharing.datapackage import DATA_PACKAGE, refuse_invalid

LARGEST = 500_000_000
"""Bytes of a bundle, unpacked, that are read at most."""


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
        contents = {
            path.relative_to(folder).as_posix(): read_bytes(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        refuse_changed(contents)
        refuse_invalid(contents)
        problems = examine(folder, made_here=False)
        if problems:
            raise GateError(problems)
    tables = sum(name.endswith(".csv") for name in contents)
    return Verified(len(contents), tables)


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
        with zipfile.ZipFile(io.BytesIO(read_bytes(place))) as packed:
            members = [one for one in packed.infolist() if not one.is_dir()]
            if sum(one.file_size for one in members) > LARGEST:
                raise BundleError(Problem("the zip file unpacks to more than 500 MB", place.name))
            return {_inner(one.filename, place): packed.read(one) for one in members}
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise BundleError(
            Problem(f"not a zip file that can be read: {error}", place.name)
        ) from error


def _inner(name: str, place: Path) -> str:
    """Return a member's path below the one folder at the top; refuse one that leads outside."""
    parts = PurePosixPath(name).parts
    if len(parts) < 2 or ".." in parts or name.startswith("/") or "\\" in name:
        raise BundleError(Problem(f"a path that no bundle has: {name!r}", place.name))
    return "/".join(parts[1:])
