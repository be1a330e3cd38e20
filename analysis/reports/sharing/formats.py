"""Formats: what kind of file a path names, as a media type."""

from __future__ import annotations

from pathlib import PurePosixPath

from analysis.errors import DataError, Problem

_FORMATS = {
    ".cff": "application/yaml",
    ".css": "text/css",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
}


def encoding_format(path: str) -> str:
    """Return the media type of a file of a bundle.

    >>> encoding_format("charts/a/b.svg")
    'image/svg+xml'

    Raises
    ------
    DataError
        No bundle holds such a file.
    """
    ending = PurePosixPath(path).suffix.lower()
    if ending not in _FORMATS:
        raise DataError(
            Problem(
                "a bundle holds no such kind of file",
                path,
                expected=", ".join(_FORMATS),
                advice="leave it out, or enter its kind in analysis/reports/sharing/formats.py",
            )
        )
    return _FORMATS[ending]
