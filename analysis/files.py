"""The only writer: a file or a folder appears whole, or not at all."""

from __future__ import annotations

import contextlib
import csv
import ctypes
import errno
import fcntl
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from analysis.errors import BusyError, StorageError
from analysis.reading import parsed_json as parsed_json
from analysis.reading import read_bytes as read_bytes
from analysis.reading import sha256 as sha256

STAGED = ".staging-"
"""How the names of folders begin in which something is made that is moved when it is whole."""

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
"""Of Linux's renameat2: paths as they are said, and two files that change places."""


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows as the project's CSV: comma, LF, minimal quotes, one header row."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n", extrasaction="raise")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def write_text(path: Path, text: str) -> None:
    """Write one UTF-8 file with LF line ends, whole or not at all."""
    replace_files(path.parent, {path.name: text.encode("utf-8")})


def write_bytes(path: Path, content: bytes) -> None:
    """Write one file, whole or not at all."""
    replace_files(path.absolute().parent, {path.name: content})


def append_line(path: Path, line: str) -> None:
    """Add a line to a file that one process keeps while it works."""
    with _refusals(path.parent), path.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(f"{line}\n")


def copy_file(source: Path, target: Path) -> None:
    """Copy one file, whole or not at all."""
    with _refusals(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        staged = target.with_name(f"{STAGED}{target.name}-{os.getpid()}")
        try:
            shutil.copyfile(source, staged)
            os.replace(staged, target)
        finally:
            staged.unlink(missing_ok=True)


def remove(path: Path) -> None:
    """Remove a file or a folder with all that is in it; nothing happens if it is not there."""
    with _refusals(path.parent):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def fill_folder(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write the files of a new folder, which nobody looks at until it is moved."""
    with _refusals(folder):
        for name, content in contents.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_durably(target, content)


def zipped(contents: Mapping[str, bytes], folder: str) -> bytes:
    """Return files as a zip file with one folder at its top; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(f"{folder}/{name}", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, contents[name])
    return buffer.getvalue()


def replace_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Put files into ``folder``, every one staged before the first one is replaced.

    A full disk or a lost permission shows while staging, when nothing has changed
    yet; the renames that follow stay within one folder. Files whose bytes are
    already right are left untouched.
    """
    with _refusals(folder):
        folder.mkdir(parents=True, exist_ok=True)
        changed = {
            name: content
            for name, content in contents.items()
            if not (folder / name).is_file() or (folder / name).read_bytes() != content
        }
        if not changed:
            return
        with staging(folder) as stage:
            for name, content in changed.items():
                target = stage / name
                target.parent.mkdir(parents=True, exist_ok=True)
                _write_durably(target, content)
            for name in changed:
                _make_way(folder / name)
            for name in changed:
                os.replace(stage / name, folder / name)


def replace_folder(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Put files into ``folder``, all in one moment; others that lie there stay.

    A folder with all of them is made beside the old one, and the two change places in one call of
    the system: whoever is killed meanwhile leaves the old files or the new ones, never some of
    each. Where the system has no such call, the files are replaced one by one.
    """
    with _refusals(folder):
        folder.mkdir(parents=True, exist_ok=True)
        folder = folder.resolve()
        before = _contents(folder)
    if all(before.get(name) == content for name, content in contents.items()):
        return
    with staging(folder.parent) as stage:
        fresh = stage / folder.name
        fill_folder(fresh, {**before, **contents})
        with _refusals(folder):
            shutil.copymode(folder, fresh)
            for name in contents:
                _make_way(folder / name)
            exchanged = _exchange(fresh, folder)
    if not exchanged:
        replace_files(folder, contents)


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one moment; whether the system can."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    here = _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other)
    if call(*here, _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.EXDEV):
        return False
    raise OSError(number, os.strerror(number), str(other))


@contextlib.contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Yield a hidden folder inside ``folder`` that is gone afterwards."""
    with _refusals(folder):
        folder.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=STAGED, dir=folder))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """Yield a folder outside the project for what is not kept, gone afterwards."""
    with (
        _refusals(Path(tempfile.gettempdir())),
        tempfile.TemporaryDirectory(prefix="analysis-", ignore_cleanup_errors=True) as folder,
    ):
        yield Path(folder)


@contextlib.contextmanager
def locked(path: Path, say: Callable[..., None], *, wait: bool) -> Iterator[None]:
    """Hold a lock that one process holds at a time; it is let go of even by one that is killed.

    Raises
    ------
    BusyError
        Another process holds it, and it is not to be waited for.
    """
    with _refusals(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("a+", encoding="utf-8")
    with stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            holder = stream.read().strip() or "a process that has just begun"
            if not wait:
                raise BusyError(
                    f"Another run is at work in {path.parent}: {holder}. Wait until it has ended, "
                    "or give --if-running wait."
                ) from None
            say(f"waiting for another run: {holder}")
            fcntl.flock(stream, fcntl.LOCK_EX)
        stream.seek(0)
        stream.truncate()
        stream.write(f"process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n")
        stream.flush()
        yield


def point_at(link: Path, target: Path) -> None:
    """Make ``link`` a relative symbolic link to ``target``, in one rename."""
    with _refusals(link.parent):
        fresh = link.with_name(f"{STAGED}{link.name}-{os.getpid()}")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.path.relpath(target, link.parent))
        try:
            os.replace(fresh, link)
        finally:
            fresh.unlink(missing_ok=True)


def move_folder(stage: Path, target: Path) -> None:
    """Rename a finished folder into place."""
    with _refusals(target.parent):
        os.replace(stage, target)


def _make_way(path: Path) -> None:
    """Refuse what stands in the way of a file before anything is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "a folder stands where a file has to be", str(path))


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


@contextlib.contextmanager
def _refusals(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"{folder} cannot be written: {error.strerror or error}. Nothing was half-written. "
            "Check the folder's permissions and the free space of its disk, then run again."
        ) from error
