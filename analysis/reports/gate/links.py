"""Links: every address in a bundle leads to something in it, and nothing is fetched."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from analysis.errors import Problem, StorageError
from analysis.files import parsed_json, read_bytes
from analysis.reports.gate.content import Content, Link

NAMED = (
    "creativecommons.org",
    "spdx.org",
    "opensource.org",
    "w3id.org",
    "w3.org",
    "purl.org",
    "schema.org",
    "bioschemas.org",
    "nbformat.readthedocs.io",
    "sdmx.org",
    "doi.org",
    "orcid.org",
    "datapackage.org",
    "frictionlessdata.io",
    "json-schema.org",
    "citation-file-format.github.io",
)
"""Hosts of licences, profiles, schemas and works cited: they name, and nothing loads them."""

_MARKDOWN = re.compile(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)|<(https?://[^>\s]+)>")
_SUM = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_ADDRESS = re.compile(r"https?://[^\s\"'<>)]+")


def own_links(content: Content, data: bytes) -> list[Link]:
    """Return the links of one file, those of Markdown, JSON and CFF among them."""
    links = list(content.links)
    if content.file.endswith(".md"):
        for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
            for found in _MARKDOWN.finditer(line):
                links.append(Link(f"line {number}", found[1] or found[2]))
    if content.file.endswith((".json", ".cff")):
        for block in content.blocks:
            links += [Link(block.place, found[0]) for found in _ADDRESS.finditer(block.text)]
    return links


def check_links(
    links: Mapping[str, list[Link]], anchors: Mapping[str, set[str]]
) -> Iterator[Problem]:
    """Yield the links of all files that lead nowhere, or out of the bundle."""
    for file, found in links.items():
        for link in found:
            if what := _wrong(file, link, anchors):
                yield Problem(
                    what,
                    f"{file}, {link.place}",
                    found=link.target,
                    advice="lead to a file of the bundle, or leave the link out",
                )


def _wrong(file: str, link: Link, anchors: Mapping[str, set[str]]) -> str:
    """Return what is wrong with a link, or nothing."""
    address = _split(link.target)
    if address.scheme == "data" and link.loads:
        return ""
    if address.scheme or address.netloc:
        if link.loads:
            return "something is fetched from elsewhere"
        host = (address.hostname or "").removeprefix("www.")
        named = any(host == name or host.endswith(f".{name}") for name in NAMED)
        return "" if named and address.scheme in ("http", "https") else "a link leads elsewhere"
    path = unquote(address.path)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(file), path)) if path else file
    if target not in anchors:
        return "a link leads to no file of the bundle"
    fragment = unquote(address.fragment)
    if fragment and fragment not in anchors[target]:
        return "a link leads to a place that its file does not have"
    return ""


def _split(target: str) -> SplitResult:
    """Return the parts of an address; one that is none is taken as one of elsewhere."""
    try:
        return urlsplit(target)
    except ValueError:
        return SplitResult("unknown", "", "", "", "")


def check_lists(folder: Path, files: set[str]) -> Iterator[Problem]:
    """Yield what the bundle's own lists of files name wrongly or leave out."""
    yield from _check_sums(folder, files)
    package = _json(folder / "datapackage.json")
    for number, resource in enumerate(package.get("resources", ())):
        paths = resource.get("path", [])
        for path in [paths] if isinstance(paths, str) else paths:
            if posixpath.normpath(path) not in files:
                yield _missing("datapackage.json", f"$.resources[{number}].path", path)
    crate = _json(folder / "ro-crate-metadata.json").get("@graph", ())
    for number, entity in enumerate(crate if isinstance(crate, list) else ()):
        if not isinstance(entity, dict):
            yield Problem("an entity that is none", f"ro-crate-metadata.json, $.@graph[{number}]")
            continue
        name, kinds = str(entity.get("@id", "")), entity.get("@type", [])
        kinds = kinds if isinstance(kinds, list) else [kinds]
        is_file = bool({"File", "Dataset"} & set(map(str, kinds)))
        if not is_file or _split(name).scheme or name[:1] == "#":
            continue
        path = posixpath.normpath(unquote(name))
        if path not in files and not (folder / path).is_dir():
            yield _missing("ro-crate-metadata.json", f"$.@graph[{number}].@id", name)


def _check_sums(folder: Path, files: set[str]) -> Iterator[Problem]:
    name = "SHA256SUMS"
    if name not in files:
        return
    listed = set()
    for number, line in enumerate((folder / name).read_text("utf-8").splitlines(), 1):
        found = _SUM.fullmatch(line)
        if found is None:
            yield Problem("not a digest and a file", name, number, found=line)
            continue
        listed.add(found[2])
        if found[2] not in files:
            yield _missing(name, f"line {number}", found[2])
        elif hashlib.sha256((folder / found[2]).read_bytes()).hexdigest() != found[1]:
            yield Problem("the file has another digest", name, number, found=found[2])
    for path in sorted(files - listed - {name}):
        yield Problem("the file is not listed", name, found=path)


def _missing(file: str, place: str, path: str) -> Problem:
    return Problem("a file is named that the bundle does not have", f"{file}, {place}", found=path)


def _json(path: Path) -> dict[str, Any]:
    """Return an object of a file; what cannot be read is a fault of its reading already."""
    try:
        found = parsed_json(read_bytes(path))
    except (StorageError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
