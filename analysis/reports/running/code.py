"""Code: which modules of the package a notebook uses, found by following imports.

Imports are read, not run: those inside functions count too. A module whose text changes
changes whatever uses it, and nothing else.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
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

    @cached_property
    def _imports(self) -> dict[str, frozenset[str]]:
        return {}

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
                    tree = ast.parse("".join(cell["source"]))
                except SyntaxError:
                    return frozenset(self.texts)
                found |= set(self._named(tree))
        return frozenset(found)

    def _imported(self, name: str) -> frozenset[str]:
        if name not in self._imports:
            parents = {name.rsplit(".", depth)[0] for depth in range(1, name.count(".") + 1)}
            named = set(self._named(ast.parse(self.texts[name])))
            self._imports[name] = frozenset(named | (parents & self.texts.keys()))
        return self._imports[name]

    def _named(self, tree: ast.AST) -> Iterator[str]:
        """Yield the modules of the package that a tree imports by absolute names."""
        for node in ast.walk(tree):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
            yield from (name for name in names if name in self.texts)


def _module_name(path: Path) -> str:
    parts = (PACKAGE, *path.with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
