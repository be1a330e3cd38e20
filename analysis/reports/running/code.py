"""Code: which modules of the package a notebook uses, found by following imports.

Imports are read, not run: those inside functions count too. A module whose text changes
changes whatever uses it, and nothing else.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from analysis.files import read_bytes

PACKAGE = "analysis"


@dataclass(frozen=True)
class Code:
    """The modules of the package in a folder."""

    folder: Path

    @cached_property
    def texts(self) -> dict[str, bytes]:
        """The text of every module by its name."""
        return {
            _module_name(path.relative_to(self.folder)): read_bytes(path)
            for path in sorted(self.folder.rglob("*.py"))
        }

    @cached_property
    def digests(self) -> dict[str, str]:
        """The SHA-256 of every module's text."""
        return {name: hashlib.sha256(text).hexdigest() for name, text in self.texts.items()}

    def used_by(self, roots: Iterable[str]) -> dict[str, str]:
        """Return the modules that ``roots`` use, with themselves, each with its digest."""
        found: set[str] = set()
        waiting = [name for name in roots if name in self.texts]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._imported(name) - found
        return {name: self.digests[name] for name in sorted(found)}

    def used_in(self, notebook: bytes) -> frozenset[str]:
        """Return the modules that a notebook imports; all of them where it cannot be told."""
        cells = json.loads(notebook)["cells"]
        found: set[str] = set()
        for cell in cells:
            if cell["cell_type"] == "code":
                try:
                    found |= _named("".join(cell["source"]).encode())
                except SyntaxError:
                    return frozenset(self.texts)
        return frozenset(found & self.texts.keys())

    def _imported(self, name: str) -> set[str]:
        parents = {name.rsplit(".", depth)[0] for depth in range(1, name.count(".") + 1)}
        return (parents | _named(self.texts[name])) & self.texts.keys()


@cache
def _named(text: bytes) -> frozenset[str]:
    """Return what a text imports by absolute names, modules or what is in them."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(names)


def _module_name(path: Path) -> str:
    parts = (PACKAGE, *path.with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
