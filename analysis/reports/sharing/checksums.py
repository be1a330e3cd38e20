"""Checksums: the digest of every file, in the format that ``sha256sum --check`` reads."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

CHECKSUMS = "SHA256SUMS"


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes, 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def checksums(files: Mapping[str, bytes]) -> bytes:
    """Return one line a file, sorted by path: digest, two spaces, path."""
    lines = [f"{digest(files[path])}  {path}\n" for path in sorted(files)]
    return "".join(lines).encode("utf-8")
