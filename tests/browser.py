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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "accessibility"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
VIEWS: dict[str, dict[str, int | bool]] = {
    "desktop": {"width": 1280, "height": 900, "dark": False},
    "telephone": {"width": 390, "height": 844, "dark": False},
    "desktop, dark": {"width": 1280, "height": 900, "dark": True},
}
LARGEST = 500_000
"""Bytes that no page reaches."""


@dataclass(frozen=True)
class Look:
    """One page as one view shows it."""

    page: Path
    view: str
    passed: int | None
    """How many of axe's rules the page keeps; None where axe was not asked."""
    violations: tuple[str, ...]
    requests: tuple[str, ...]
    """What the page asked of elsewhere."""
    overflow: int
    """CSS pixels by which the page is wider than its window."""
    headings: tuple[str, ...]
    """The headings of sections that are to be seen."""

    @property
    def faults(self) -> Iterator[str]:
        """What is wrong with the page, for a person."""
        where = f"{self.page.name} ({self.view})"
        yield from (f"{where}: {violation}" for violation in self.violations)
        yield from (f"{where}: it asks for {request}" for request in self.requests)
        if self.overflow > 0:
            yield f"{where}: it is {self.overflow} pixels wider than the window"
        if self.passed == 0:
            yield f"{where}: axe held it to no rule"
        if self.page.stat().st_size >= LARGEST:
            yield f"{where}: it has {self.page.stat().st_size} bytes"


def missing() -> str:
    """Return what a look needs and is not there, and what to do; empty if all is there."""
    lacking = [name for name in ("chromium", "node") if not shutil.which(name)]
    installed = FOLDER / "node_modules" / ".package-lock.json"
    versions = _versions(installed) if installed.is_file() else {}
    for name, version in _versions(FOLDER / "package-lock.json").items():
        if versions.get(name) != version:
            lacking.append(f"{name.removeprefix('node_modules/')} {version}")
    return f"not here: {', '.join(lacking)}. Run: make browser" if lacking else ""


def _versions(lock: Path) -> dict[str, str]:
    """Return the packages of a lock file and their versions."""
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    return {name: package["version"] for name, package in packages.items() if name}


def look(
    pages: Sequence[Path], judged: Mapping[Path, Sequence[str]] | None = None, at: str = ""
) -> list[Look]:
    """Open every page in every view, and return what was found, by page and view.

    Parameters
    ----------
    judged : the views in which axe judges a page, which takes longest; every view where it
        is not given.
    at : the fragment of the address, if any, such as ``#health``.
    """
    asked = {
        "chromium": shutil.which("chromium"),
        "tags": TAGS,
        "views": VIEWS,
        "tabs": len(os.sched_getaffinity(0)),
        "pages": [
            {"path": str(page.resolve()), "at": at, "judged": list((judged or {}).get(page, VIEWS))}
            for page in pages
        ],
    }
    done = subprocess.run(
        ["node", str(FOLDER / "look.mjs")],
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found = [
        Look(
            Path(entry["path"]),
            entry["view"],
            entry["passed"],
            tuple(entry["violations"]),
            tuple(entry["requests"]),
            entry["overflow"],
            tuple(entry["headings"]),
        )
        for entry in map(json.loads, done.stdout.splitlines())
    ]
    return sorted(found, key=lambda one: (one.page, one.view))


def in_turns(pages: Sequence[Path]) -> dict[Path, Sequence[str]]:
    """Return in which views axe judges pages where time is short.

    The first English page of each notebook is judged in every view. The others have the same
    style and build, and other words: they are judged by turns, those of other languages on
    desktop and telephone, so that what one language shows on the one, another shows on the other.
    """
    judged: dict[Path, Sequence[str]] = {}
    seen: Counter[str] = Counter()
    notebooks: set[str] = set()
    for page in pages:
        language, notebook = _language(page), page.stem.partition("--")[0]
        turn = seen[language] + (language == "fr")
        seen[language] += 1
        views = tuple(VIEWS) if language == "en" else tuple(VIEWS)[:2]
        first = language == "en" and notebook not in notebooks
        notebooks.add(notebook)
        judged[page] = views if first else (views[turn % len(views)],)
    return judged


def summary(looks: Sequence[Look]) -> str:
    """Say how many pages were looked at, in which languages and views, and what was found."""
    pages = {one.page for one in looks}
    languages = Counter(_language(page) for page in pages)
    listed = ", ".join(f"{number} {language}" for language, number in sorted(languages.items()))
    judged = Counter(one.view for one in looks if one.passed is not None)
    views = ", ".join(f"{judged[view]} on {view}" for view in VIEWS)
    faults = sum(1 for one in looks for _ in one.faults)
    return (
        f"{len(pages)} pages ({listed}), each in {len(VIEWS)} views; "
        f"by axe {judged.total()} looks ({views}): {faults} faults"
    )


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
    faults = [fault for one in looks for fault in one.faults]
    print("\n".join([*faults, summary(looks)]))
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
