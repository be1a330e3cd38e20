"""The citation: an entry for reference managers, in the Citation File Format 1.2.0.

https://github.com/citation-file-format/citation-file-format. Every value is written in double
quotes as JSON writes it, which YAML reads alike; only versions stand bare, as people look
for them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date

from analysis.cleaning.records import each_row
from analysis.display.language import _
from analysis.reports.sharing.licence import AUTHORS, LICENCE
from analysis.reports.sharing.naming import bundle_title
from analysis.reports.sharing.shipment import Shipment

CITATION = "CITATION.cff"
KEYWORDS = ("evaluation", "migration", "Georgia", "reproducible research")

_VERSION = re.compile(r"\d+\.\d+\.\d+")


def bundle_citation(shipment: Shipment) -> bytes:
    """Return the citation of a bundle, in the language spoken."""
    return _written(
        {
            "cff-version": "1.2.0",
            "message": _("If you use these reports or tables, please cite the version you used."),
            "type": "dataset",
            "title": bundle_title(shipment),
            "abstract": _(
                "Reports and tables on Georgia's migration strategy, made from figures that the "
                "government printed. Small counts of people are withheld."
            ),
            "authors": [{"name": AUTHORS}],
            "version": shipment.version,
            "date-released": shipment.date.isoformat(),
            "license": LICENCE,
            "keywords": list(KEYWORDS),
            "identifiers": [
                {
                    "type": "other",
                    "value": shipment.data_version,
                    "description": _("The data version."),
                }
            ],
            "references": [
                {
                    "type": "government-document",
                    "title": row.title,
                    "authors": [{"name": row.publisher}],
                    "languages": [row.language],
                }
                for row in each_row(shipment.data["sources"])
            ],
        }
    )


def project_citation(version: str, released: date) -> bytes:
    """Return the citation of the project itself, which stands at the top of its repository."""
    return _written(
        {
            "cff-version": "1.2.0",
            "message": "If you use these tables or this program, please cite the version that "
            "you used.",
            "type": "software",
            "title": "georgia-midterm-evaluation: mid-term evaluation of Georgia's 2016-2020 "
            "migration strategy from printed government figures",
            "abstract": "Figures that Georgian government documents print about the 2016-2020 "
            "migration strategy, as printed and cleaned, with the program that extracts, cleans "
            "and checks them and the notebooks that make reports of them. The licence named here "
            "is that of the program; tables, annotations, documentation and the prose of "
            "notebooks are under CC-BY-4.0 (see LICENSE-DATA).",
            "authors": [{"name": AUTHORS}],
            "version": version,
            "date-released": released.isoformat(),
            "license": "MIT",
            "keywords": list(KEYWORDS),
        }
    )


def _written(entry: Mapping[str, object]) -> bytes:
    return ("\n".join(_lines(entry, "")) + "\n").encode("utf-8")


def _lines(entry: Mapping[str, object], indent: str) -> Iterator[str]:
    """Yield a record as lines of YAML."""
    for key, value in entry.items():
        if isinstance(value, list):
            yield f"{indent}{key}:"
            for item in value:
                yield from _item(item, f"{indent}  ")
        else:
            yield f"{indent}{key}: {_scalar(value)}"


def _item(item: object, indent: str) -> Iterator[str]:
    if not isinstance(item, Mapping):
        yield f"{indent}- {_scalar(item)}"
        return
    first, *rest = _lines(item, "")
    yield f"{indent}- {first}"
    yield from (f"{indent}  {line}" for line in rest)


def _scalar(value: object) -> str:
    text = str(value)
    return text if _VERSION.fullmatch(text) else json.dumps(text, ensure_ascii=False)
