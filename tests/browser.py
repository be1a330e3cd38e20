"""A browser that looks at pages, and what axe and the browser find in them.

Run by hand on the folder of a finished run: ``python tests/browser.py outputs/latest``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "accessibility"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
VIEWS = (
    {"name": "desktop", "width": 1280, "height": 900, "dark": False},
    {"name": "telephone", "width": 390, "height": 844, "dark": False},
    {"name": "desktop, dark", "width": 1280, "height": 900, "dark": True},
)
LARGEST = 500_000
"""Bytes that no page reaches."""


@dataclass(frozen=True)
class Look:
    """One page as one view shows it."""

    page: Path
    view: str
    passed: int
    """How many of axe's rules the page was held to and keeps."""
    violations: tuple[str, ...]
    requests: tuple[str, ...]
    """What the page asked of elsewhere."""
    overflow: int
    """CSS pixels by which the page is wider than its window."""

    @property
    def faults(self) -> Iterator[str]:
        """What is wrong with the page, for a person."""
        where = f"{self.page.name} ({self.view})"
        yield from (f"{where}: {violation}" for violation in self.violations)
        yield from (f"{where}: it asks for {request}" for request in self.requests)
        if self.overflow > 0:
            yield f"{where}: it is {self.overflow} pixels wider than the window"
        if not self.passed:
            yield f"{where}: axe held it to no rule"
        if self.page.stat().st_size >= LARGEST:
            yield f"{where}: it has {self.page.stat().st_size} bytes"


def missing() -> str:
    """Return what a look needs and is not there, and what to do; empty if all is there."""
    wanted = {
        "Chromium": bool(shutil.which("chromium")),
        "Node": bool(shutil.which("node")),
        "axe": (FOLDER / "node_modules" / "axe-core").is_dir(),
        "Playwright": (FOLDER / "node_modules" / "playwright-core").is_dir(),
    }
    lacking = [name for name, there in wanted.items() if not there]
    return f"not here: {', '.join(lacking)}. Run: make browser" if lacking else ""


def look(pages: Sequence[Path]) -> list[Look]:
    """Open every page in every view, and return what was found, by page and view."""
    asked = {
        "chromium": shutil.which("chromium"),
        "tags": TAGS,
        "views": VIEWS,
        "tabs": len(os.sched_getaffinity(0)),
        "pages": [str(page.resolve()) for page in pages],
    }
    done = subprocess.run(
        ["node", str(FOLDER / "look.mjs")], input=json.dumps(asked), stdout=subprocess.PIPE,
        text=True, check=True,
    )  # fmt: skip
    found = [
        Look(
            Path(entry["page"]),
            entry["view"],
            entry["passed"],
            tuple(entry["violations"]),
            tuple(entry["requests"]),
            entry["overflow"],
        )
        for entry in map(json.loads, done.stdout.splitlines())
    ]
    return sorted(found, key=lambda one: (one.page, one.view))


def summary(looks: Sequence[Look]) -> str:
    """Say how many pages were looked at, in which languages and views, and what was found."""
    pages = {one.page for one in looks}
    languages = Counter(_language(page) for page in pages)
    listed = ", ".join(f"{number} {language}" for language, number in sorted(languages.items()))
    faults = sum(1 for one in looks for _ in one.faults)
    return f"{len(pages)} pages ({listed}) in {len(VIEWS)} views: {faults} faults"


def site_pages(run: Path) -> list[Path]:
    """Return the pages of a run: its index in each language, and every report."""
    return [*sorted(run.glob("index*.html")), *sorted((run / "reports").glob("*.html"))]


def _language(page: Path) -> str:
    return page.read_text(encoding="utf-8").partition('<html lang="')[2][:2]


def main(run: Path) -> int:
    """Look at a run's pages; say what was found, and answer 1 if anything was."""
    reason = missing()
    pages = site_pages(run)
    if reason or not pages:
        print(reason or f"{run} holds no run: there is no page in it.", file=sys.stderr)
        return 2
    looks = look(pages)
    for one in looks:
        for fault in one.faults:
            print(fault)
    print(summary(looks))
    return int(any(fault for one in looks for fault in one.faults))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
