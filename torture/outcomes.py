"""Outcomes: what was tried, what came of it, and what must not happen."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "results"
ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "trust.md"
BEGIN, END = "<!-- torture: begin -->\n", "<!-- torture: end -->\n"

CAMPAIGNS = ("kills", "faults", "mutants", "pages")
"""In the order of the page."""

GOOD = (
    "refused by name",
    "detected",
    "told to be reviewed",
    "harmless",
    "whole, and mended by the next run",
    "stopped and named",
    "shown as text",
)
"""What may come of a try. Everything else is a defect, "silent" the worst of them."""


@dataclass
class Outcomes:
    """What came of the tries of one campaign, by kind of try."""

    campaign: str
    tried: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each kind of try had each outcome."""
    survivors: list[str] = field(default_factory=list)
    """Each try with an outcome that is not good, for a person."""

    def note(self, kind: str, outcome: str, what: str = "") -> None:
        """Count a try; describe it if its outcome is not a good one."""
        self.tried[kind, outcome] += 1
        if outcome not in GOOD:
            self.survivors.append(f"{kind}: {outcome}: {what}")
            print(f"  {self.survivors[-1]}", file=sys.stderr, flush=True)

    @property
    def total(self) -> int:
        return self.tried.total()

    @property
    def good(self) -> bool:
        return not self.survivors

    def record(self) -> dict[str, Any]:
        """Return the outcomes for a JSON file."""
        kinds = sorted({kind for kind, _ in self.tried})
        return {
            "campaign": self.campaign,
            "tried": self.total,
            "outcomes": {
                kind: {
                    outcome: count for (own, outcome), count in sorted(self.tried.items())
                    if own == kind
                }
                for kind in kinds
            },
            "survivors": self.survivors,
        }  # fmt: skip


def table(records: Sequence[Mapping[str, Any]]) -> str:
    """Return what came of campaigns as a table: kinds of tries down, outcomes across.

    >>> print(table([{"campaign": "kills", "tried": 3,
    ...     "outcomes": {"at rest": {"harmless": 2, "silent": 1}}, "survivors": ["x"]}]))
    | campaign | kind | tried | harmless | silent |
    |---|---|---|---|---|
    | kills | at rest | 3 | 2 | 1 |
    | **all** | | 3 | 2 | 1 |
    """
    rows = [(one["campaign"], kind, found) for one in records
            for kind, found in one["outcomes"].items()]  # fmt: skip
    seen = {outcome for _, _, found in rows for outcome in found} | {"silent"}
    columns = [name for name in GOOD if name in seen] + sorted(seen - set(GOOD))
    total: Counter[str] = Counter()
    lines = [
        f"| campaign | kind | tried | {' | '.join(columns)} |",
        "|" + "---|" * (3 + len(columns)),
    ]
    for campaign, kind, found in rows:
        total.update(found)
        cells = " | ".join(str(found.get(name, 0)) for name in columns)
        lines.append(f"| {campaign} | {kind} | {sum(found.values())} | {cells} |")
    cells = " | ".join(str(total[name]) for name in columns)
    return "\n".join([*lines, f"| **all** | | {total.total()} | {cells} |"])


def write(record: Mapping[str, Any]) -> None:
    """Keep what came of a campaign."""
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(record, ensure_ascii=False, indent=1)
    (FOLDER / f"{record['campaign']}.json").write_text(text + "\n", encoding="utf-8")
    PAGE.write_text(with_section(PAGE.read_text(encoding="utf-8"), kept()), encoding="utf-8")


def kept() -> list[dict[str, Any]]:
    """Return what came of the campaigns when they last ran, in the order of the page."""
    places = [FOLDER / f"{name}.json" for name in CAMPAIGNS]
    return [json.loads(path.read_bytes()) for path in places if path.is_file()]


def silent(records: Sequence[Mapping[str, Any]]) -> int:
    """Return how many tries were silent."""
    return sum(found.get("silent", 0) for one in records for found in one["outcomes"].values())


def with_section(page: str, records: Sequence[Mapping[str, Any]]) -> str:
    """Return a page with what came of campaigns between its marks."""
    ran = "; ".join(
        f"{one['campaign']} on {one['date']} with seed {one['seed']}, in {one['seconds']} s"
        for one in records
    )
    words = [
        f"`python -m torture`: {ran}. **{sum(one['tried'] for one in records):,} tries, "
        f"{silent(records)} silent.**\n",
        table(records),
        *[f"\n- {one}" for record in records for one in record["survivors"]],
    ]
    return between(page, BEGIN, END, "\n".join(words if records else ["Nothing was tried."]))


def between(page: str, begin: str, end: str, words: str) -> str:
    """Return a page with words between two of its lines."""
    before, _, rest = page.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise SystemExit(f"{PAGE.name} has no marks: {begin.strip()} and {end.strip()}")
    return f"{before}{begin}{words}\n{end}{after}"
