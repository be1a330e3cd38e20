"""Imports put off: a grammar that jsonschema reads on import, and next to nobody needs.

Where rfc3987-syntax is installed, as it is beside JupyterLab, jsonschema imports it, and it builds
a parser of international addresses, for more than a second. nbformat imports jsonschema, and so
does every process that opens a notebook.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_GRAMMAR = "rfc3987_syntax"


def put_off_grammar() -> None:
    """Import the grammar of addresses when the first address is checked, and not before.

    To be called before jsonschema is imported; afterwards it does nothing.
    """
    if _GRAMMAR in sys.modules:
        return
    spec = importlib.util.find_spec(_GRAMMAR)
    if spec is not None:
        sys.modules[_GRAMMAR] = _PutOff(spec)


class _PutOff(ModuleType):
    """Stands for a module until something of it is used.

    What Python and ipykernel ask of every module is answered without loading it.
    """

    def __init__(self, spec: ModuleSpec) -> None:
        super().__init__(spec.name)
        self.__spec__, self.__file__ = spec, spec.origin
        self.__path__ = spec.submodule_search_locations or []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__all__":
            raise AttributeError(name)
        return getattr(self._real(), name)

    def is_valid_syntax(self, rule: str, text: str) -> Any:
        """Say whether a text follows a rule of the grammar: what jsonschema imports by name."""
        return self._real().is_valid_syntax(rule, text)

    def _real(self) -> ModuleType:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return importlib.import_module(self.__name__)
