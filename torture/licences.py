"""The licences of everything that the lock pins, as the packages themselves state them.

Run: python -m torture.licences   (writes docs/licences.md)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "licences.md"

ALLOWED = {
    "0BSD",
    "AFL-2.1",
    "Apache-2.0",
    "Artistic-1.0",
    "BSD",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "CNRI-Python",
    "HPND",
    "ISC",
    "LGPL",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
    "Python-2.0",
    "Unlicense",
    "W3C-20150513",
    "Zlib",
    "Zope",
}
"""Licences under which a package may be used and passed on beside ours without changing ours."""

_CLASSIFIED = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL",
    "Historical Permission Notice and Disclaimer (HPND)": "HPND",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
    "Zope Public License": "Zope",
    "zlib/libpng License": "Zlib",
}
"""Licences by their names among the classifiers of the package index."""

_STATED = {
    "3-clause bsd": "BSD-3-Clause",
    "apache": "Apache-2.0",
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD",
    "bsd 3-clause": "BSD-3-Clause",
    "bsd license": "BSD",
    "lgplv3+": "LGPL",
    "mit license": "MIT",
    "mpl 2.0": "MPL-2.0",
    "new bsd": "BSD-3-Clause",
    "psf": "PSF-2.0",
    "the mit license": "MIT",
}
"""Licences by what packages wrote of them in words of their own."""


_CHOSEN = {"text-unidecode": "Artistic-1.0"}
"""Which licence we take where a package offers several and its metadata cannot say so."""


@dataclass(frozen=True)
class Licence:
    """One pinned package and what it may be used under; nothing, where it is not installed."""

    name: str
    version: str
    terms: tuple[str, ...]

    @property
    def allowed(self) -> bool:
        """Whether it is not installed here, or every one of its licences may be used."""
        return all(one in ALLOWED for one in self.terms)


def pinned() -> dict[str, str]:
    """Return the packages of the lock with their versions."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", text, re.MULTILINE))


def licences() -> list[Licence]:
    """Return the licence of every pinned package, in the order of their names."""
    return [Licence(name, version, _terms(name)) for name, version in sorted(pinned().items())]


def _terms(name: str) -> tuple[str, ...]:
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ()
    if name in _CHOSEN:
        return (_CHOSEN[name],)
    if expression := told.get("License-Expression"):
        return tuple(sorted(set(_of_expression(expression))))
    classified = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier", ())
                  if one.startswith("License :: OSI Approved ::")]  # fmt: skip
    if classified:
        return tuple(sorted({_CLASSIFIED.get(one, one) for one in classified}))
    stated = (told.get("License") or "not stated").strip().splitlines()[0].strip()
    known = _STATED.get(stated.lower())
    return (known,) if known else tuple(sorted(set(_of_expression(stated))))


def _of_expression(expression: str) -> Iterator[str]:
    """Yield the licences of an expression of SPDX; of alternatives the allowed ones."""
    for part in re.split(r"\s+AND\s+", expression.replace("(", " ").replace(")", " ")):
        choices = [one.strip() for one in re.split(r"\s+OR\s+", part)]
        yield next((one for one in choices if one in ALLOWED), choices[0])


_HEAD = """# Licences of what is pinned

Every package of `requirements.lock`, with the licence that it states of itself. Which ones may be
used is in `torture/licences.py`; a test holds the lock to it. Written by
`python -m torture.licences`.

| package | version | licence |
|---|---|---|
"""


def page(found: list[Licence]) -> str:
    """Return the page that lists them."""
    rows = [
        f"| {one.name} | {one.version} | {', '.join(one.terms) or 'not for this platform'} |"
        for one in found
    ]
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(licences()), encoding="utf-8")
