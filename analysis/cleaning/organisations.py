"""Organisations: every printed form of a name leads to one canonical organisation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.cleaning.columns import Reader, unknown
from analysis.source.rows import RawRow

_ENDED = re.compile(r"[;,]\s*$")

KINDS = ("state", "intergovernmental", "foreign_state", "nongovernmental", "group")


@dataclass(frozen=True)
class NameBook:
    """The printed forms known, normalised, each with the organisations that it names."""

    forms: dict[str, tuple[str, ...]]

    def read_cell(self, lines: Sequence[RawRow], reader: Reader) -> list[str]:
        """Return the organisations that a cell's printed lines name, in order, once each.

        One name may stand on several lines and several names on consecutive ones, so
        at each line the longest run of lines that is a known form is taken.
        """
        found: list[str] = []
        for start, ids in self._walk(lines):
            found += ids
            if not ids:
                row = lines[start]
                reader.problems.append(
                    unknown(row, "name_raw", normalise(row["name_raw"]), self.forms)
                )
        return list(dict.fromkeys(found))

    def unread(self, lines: Sequence[RawRow]) -> list[list[RawRow]]:
        """Return the runs of lines that are no known form: a run may be one name or several.

        A line that ends in a comma or a semicolon ends a name.
        """
        runs: list[list[RawRow]] = []
        last = -2
        for start, ids in self._walk(lines):
            if ids:
                continue
            if last == start - 1 and not _ENDED.search(lines[last]["name_raw"]):
                runs[-1].append(lines[start])
            else:
                runs.append([lines[start]])
            last = start
        return runs

    def _walk(self, lines: Sequence[RawRow]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield where each form begins and what it names; a line that is none names nothing."""
        start = 0
        while start < len(lines):
            for end in range(len(lines), start, -1):
                ids = self.forms.get(
                    normalise(" ".join(row["name_raw"] for row in lines[start:end]))
                )
                if ids:
                    yield start, ids
                    start = end
                    break
            else:
                yield start, ()
                start += 1


def normalise(printed: str) -> str:
    """Return a name without line-end punctuation and with single spaces."""
    return re.sub(r"\s+", " ", printed).strip(" ;,.")


def clean_organisations(rows: Sequence[RawRow], reader: Reader) -> list[dict[str, object]]:
    """Return the organisations, each with a known kind and a known parent."""
    ids = {row["organisation_id"] for row in rows}
    return [
        {
            "organisation_id": row["organisation_id"],
            "acronym": row["acronym"],
            "name": row["name"],
            "kind": reader.choose(row, "kind", KINDS),
            "parent_id": reader.choose(row, "parent_id", ids, empty=True),
        }
        for row in rows
    ]


def clean_names(
    rows: Sequence[RawRow], organisations: Sequence[RawRow], reader: Reader
) -> list[dict[str, object]]:
    """Return the printed forms, each leading to organisations that exist."""
    known = {row["organisation_id"] for row in organisations}
    first: dict[str, RawRow] = {}
    for row in rows:
        form = normalise(row["printed"])
        if form in first:
            reader.problems.append(
                row.problem(f"the form stands in row {first[form].number} already", "printed")
            )
        first.setdefault(form, row)
        for organisation_id in row["organisation_ids"].split(";"):
            if organisation_id not in known:
                reader.problems.append(unknown(row, "organisation_ids", organisation_id, known))
    return [
        {"printed": row["printed"], "organisation_ids": row["organisation_ids"]} for row in rows
    ]


def name_book(rows: Sequence[RawRow]) -> NameBook:
    """Return the printed forms as a book to read cells with."""
    return NameBook(
        {normalise(row["printed"]): tuple(row["organisation_ids"].split(";")) for row in rows}
    )
