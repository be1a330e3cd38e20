"""A browser that uses a site: follows every link, and goes through pages by the keyboard alone."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

import browser


@dataclass
class Crawl:
    """What was met on the way through a site."""

    pages: list[Path] = field(default_factory=list)
    links: int = 0
    files: set[Path] = field(default_factory=set)
    """What links lead to in the site, pages among it."""
    elsewhere: set[str] = field(default_factory=set)
    """Addresses on the network, which are not followed."""
    faults: list[str] = field(default_factory=list)


def crawl(index: Path) -> Crawl:
    """Open a page and every page it leads to, and hold every link to what it leads to."""
    seen = _use({"start": str(index.resolve()), "keyboard": []})
    site = index.resolve().parent
    found = Crawl()
    ids = {_path(page["path"]): set(page["ids"]) for page in seen}
    for page in seen:
        path = _path(page["path"])
        found.pages.append(path)
        name = path.relative_to(site)
        found.faults += [f"{name}: it says: {words}" for words in page["said"]]
        found.faults += [f"{name}: it asks for {one}" for one in page["requests"]
                         if not _is_of(one, site)]  # fmt: skip
        for link in page["links"]:
            found.links += 1
            if not link.startswith("file:"):
                found.elsewhere.add(link)
            elif fault := _fault(link, site, ids):
                found.faults.append(f"{name}: {fault}")
            else:
                found.files.add(_path(link))
    return found


def walk(pages: Sequence[Path]) -> dict[Path, dict[str, Any]]:
    """Go through pages by the keyboard alone; return what came of it, by page."""
    seen = _use({"start": None, "keyboard": [str(page.resolve()) for page in pages]})
    return dict(zip(pages, seen, strict=True))


def keyboard_faults(seen: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a page for somebody who has no mouse."""
    stops = [stop["name"] for stop in seen["stops"]]
    skip = "A Skip to the content"
    if seen["first"]["name"] != skip:
        yield f"Tab does not begin at the link that skips: {seen['first']['name']}"
    if seen["skipped"]["address"] != "#content" or not seen["skipped"]["inMain"]:
        yield f"the link that skips leads to {seen['skipped']}"
    yield from (f"no focus to be seen: {one['name']}" for one in seen["stops"] if not one["seen"])
    left = iter(stops)
    yield from (f"Tab does not stop at {name}" for name in seen["expected"] if name not in left)
    if stops[-1:] != stops[:1] or len(stops) < 2:
        yield f"Tab does not come round: it ends at {stops[-1:]}"
    if seen["back"] != list(reversed(stops[-4:-1])):
        yield f"Shift and Tab do not lead back from the end: {seen['back']}"
    for part in ("contents", "filter"):
        one = seen[part]
        if one and not (one["reached"] and one["onScreen"] and one["beyond"]):
            yield f"the {part} does not lead where it says: {one}"
        if one and one["reached"] and one["address"] != one["hash"]:
            yield f"the {part} leads to {one['address']}, not to {one['hash']}"
    if (details := seen["details"]) and details.get("open") != [True, False, True, False]:
        yield f"Enter and Space do not open and close: {details}"


def _use(asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    done = subprocess.run(
        ["node", "use.mjs"],
        cwd=browser.FOLDER,
        input=json.dumps({"chromium": shutil.which("chromium"), **asked}),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def _path(address: str) -> Path:
    return Path(unquote(urlsplit(address).path))


def _is_of(address: str, site: Path) -> bool:
    """Whether an address is data, or a file of a site."""
    if address.startswith("data:"):
        return True
    return address.startswith("file:") and _path(address).is_relative_to(site)


def _fault(link: str, site: Path, ids: Mapping[Path, set[str]]) -> str:
    """Return what is wrong with a link to a file; empty if it leads to something."""
    path, fragment = _path(link), unquote(urldefrag(link).fragment)
    if not path.is_relative_to(site):
        return f"a link leads out of the site: {link}"
    if not path.is_file():
        return f"a link leads nowhere: {path.relative_to(site)}"
    if fragment and fragment not in ids.get(path, set()):
        return f"a link leads to no place of {path.relative_to(site)}: #{fragment}"
    return ""
