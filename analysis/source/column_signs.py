"""The signs by which a column of a plan is known: words over it, and what its cells hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from analysis.source.plan_rows import ACTIVITY, OBJECTIVE
from analysis.source.plan_tokens import REPORTING_LABEL, SOURCE_LABEL
from analysis.source.word_columns import MEANINGS

_WORDS = {
    "objective": ("მიზან", "მიზნ", "ამოცან", "objective", "goal"),
    "activity": ("აქტივობ", "ღონისძიებ", "საქმიანობ", "activit", "action"),
    "result": ("შედეგ", "result", "output"),
    "indicators": ("ინდიკატორ", "მაჩვენებ", "indicator"),
    "lead": ("პასუხისმგებ", "შემსრულებ", "მთავარი", "lead", "responsib"),
    "partner": ("პარტნიორ", "თანაშემსრულებ", "partner"),
    "deadline": ("ვად", "deadline", "due", "timeframe"),
    "state_budget": ("ბიუჯეტ", "დაფინანსებ", "budget"),
    "donor": ("დონორ", "donor"),
    "donor_budget": ("დონორის ბიუჯეტ", "დონორის თანხ", "donor budget", "donor's budget"),
    "risk": ("რისკ", "risk"),
    "note": ("შენიშვნ", "კომენტარ", "დამატებით", "note", "comment", "remark"),
}
"""Stems of words over columns; of two that fit, the longer one says more."""

_DATE = re.compile(r"\s*[0-9]{1,2}\s*[.,]\s*[0-9]{4}\b")
_TARGET = re.compile(r"\(\s*მინ\.|[0-9]-მდე")
_ADMINISTRATIVE = re.compile(r"ადმი?ნ?\.\s*რე?სურსი")
_AMOUNT = re.compile(r"[0-9]\s*(?:₾|ლარ|ევრო|€|\$|დოლარ|GEL|EUR|USD)")
_DONORS = ("intergovernmental", "foreign_state")
_LONG = 40
"""Characters from which a cell is taken for a sentence."""


@dataclass(frozen=True)
class Cells:
    """A column's cells in the rows of activities; ``None`` where a row has no such cell."""

    texts: list[str | None]

    @cached_property
    def filled(self) -> list[str]:
        """The texts of the cells that are not blank."""
        return [text for text in self.texts if text and text.strip()]

    @property
    def fill(self) -> float:
        """What part of the rows has something in this column."""
        return len(self.filled) / len(self.texts) if self.texts else 0.0

    def share(self, holds: Callable[[str], object]) -> float:
        """Return what part of the cells that are not blank shows a sign."""
        return sum(bool(holds(text)) for text in self.filled) / max(len(self.filled), 1)


def by_heading(heading: str) -> dict[str, float]:
    """Return for each meaning whether the words over a column name it: 1, or 0.

    >>> [meaning for meaning, score in by_heading("Donor budget").items() if score]
    ['donor_budget']
    """
    text = heading.casefold()
    found = {
        meaning: max((len(stem) for stem in stems if stem in text), default=0)
        for meaning, stems in _WORDS.items()
    }
    if found["donor"] and found["state_budget"]:
        return {meaning: float(meaning == "donor_budget") for meaning in MEANINGS}
    longest = max(found.values())
    return {meaning: float(0 < longest == found[meaning]) for meaning in MEANINGS}


def by_content(cells: Cells, names: Mapping[str, str]) -> dict[str, float]:
    """Return for each meaning how much a column's cells look like it, from 0 to 1."""
    numbered = cells.share(ACTIVITY.match)
    named = cells.share(lambda text: _named(text, names))
    giving = cells.share(lambda text: any(kind in _DONORS for kind in _named(text, names)))
    dated = cells.share(_DATE.match)
    stated = cells.share(lambda text: SOURCE_LABEL.search(text) or _TARGET.search(text))
    administrative = cells.share(_ADMINISTRATIVE.search)
    amount = cells.share(_AMOUNT.search)
    reporting = cells.share(REPORTING_LABEL.search)
    signs = max(numbered, named, dated, stated, administrative, amount)
    words = cells.share(lambda text: len(text) >= _LONG) * (1 - signs)
    fill = cells.fill
    return {
        "objective": cells.share(OBJECTIVE.match) * (1 - numbered) * (1 - dated) * (1 - 0.3 * fill),
        "activity": numbered * (1 - dated),
        "result": words * fill * 0.7,
        "indicators": stated,
        "lead": (named - 0.5 * giving) * (0.5 + 0.5 * fill),
        "partner": (named - 0.3 * giving) * (0.9 - 0.3 * fill),
        "deadline": dated,
        "state_budget": max(administrative, 0.6 * amount),
        "donor": giving * (1 - amount) if named else 0.0,
        "donor_budget": 0.7 * amount * (1 - administrative),
        "risk": words * (1 - fill) * 0.6 + words * 0.2,
        "note": max(reporting, 0.3 * (1 - fill) if cells.filled else 0.0),
    }


def _named(text: str, names: Mapping[str, str]) -> list[str]:
    """Return the kinds of the bodies that a cell's lines name."""
    lines = [_plain(part) for part in text.split("\n")]
    whole = _plain(text)
    return [names[line] for line in (*lines, whole) if line in names]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" ;,.•")
