"""Rows as the files hold them: text by column."""

from __future__ import annotations

Rows = list[dict[str, str]]
"""The rows of one file."""


def ids(cell: str) -> tuple[str, ...]:
    """Return the entries of a list cell."""
    return tuple(entry.strip() for entry in cell.split(";") if entry.strip())
