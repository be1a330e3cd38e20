"""Reading whatever lies in a file, however large, endless or misshapen: bytes, or one refusal."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
import zipfile
from pathlib import Path
from typing import Any

from analysis.errors import StorageError

LARGEST = 500_000_000
"""Bytes of a file that are read at most."""


def sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file's bytes."""
    return hashlib.sha256(read_bytes(path)).hexdigest()


def read_bytes(path: Path, most: int = LARGEST) -> bytes:
    """Return a file's bytes, or say in one message why they cannot be had.

    What is no file is refused without waiting for it: a pipe may never be written to, and a
    device never end.
    """
    try:
        with open(path, "rb", opener=_without_waiting) as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise OSError(errno.EINVAL, "it is a device or a pipe, no file")
            size = os.fstat(stream.fileno()).st_size
            content = stream.read(most + 1) if size <= most else b""
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise StorageError(f"{path} cannot be read: {reason}.") from error
    if max(size, len(content)) > most:
        raise StorageError(f"{path} cannot be read: it has more than {most:,} bytes.")
    return content


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


def unzipped(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return a member of a zip file, and no more of it than it is said to have.

    ``ZipFile.read`` unpacks all that there is before it looks at what was said.

    Raises
    ------
    zipfile.BadZipFile
        It is not what was said.
    """
    with packed.open(member) as stream:
        return stream.read(member.file_size + 1)


def parsed_json(content: bytes | str) -> Any:
    """Return what JSON says; what is nested too deeply is refused like other faults of it.

    Raises
    ------
    ValueError
        It is no JSON that can be read.
    """
    try:
        return json.loads(content)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
