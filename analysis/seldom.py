"""Seldom used: what dependencies import at their start, imported here when it is used.

``jsonschema`` has rfc3987-syntax compile 38 grammars for a format of addresses, and Great
Expectations imports altair and scipy.stats for one expectation. No schema and no suite here
asks for them, and they take more than half of the time in which Great Expectations starts.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

MODULES = ("altair", "scipy.stats")
FUNCTIONS = {"rfc3987_syntax": "is_valid_syntax"}
"""Modules of which a function is taken at once, and called seldom."""


class _Later(ModuleType):
    """A module that is imported when something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_imported(self), name)


def put_off() -> None:
    """Put the imports off; of no effect on what is missing or already imported."""
    for name in MODULES:
        if _can_wait(name):
            sys.modules[name] = _Later(name)
    put_off_grammar()


def put_off_grammar() -> None:
    """Put off what every reader of notebooks would import with jsonschema."""
    for name, function in FUNCTIONS.items():
        if _can_wait(name):
            sys.modules[name] = _with_function(ModuleType(name), function)


def _can_wait(name: str) -> bool:
    return name not in sys.modules and find_spec(name.partition(".")[0]) is not None


def _with_function(module: ModuleType, function: str) -> ModuleType:
    """Return a module with one function, which imports the real one when it is called."""

    def later(*values: Any, **named: Any) -> Any:
        return getattr(_imported(module), function)(*values, **named)

    setattr(module, function, later)
    return module


def _imported(stand_in: ModuleType) -> ModuleType:
    """Return the module that another one stands in for."""
    if sys.modules.get(stand_in.__name__) is stand_in:
        del sys.modules[stand_in.__name__]
    return import_module(stand_in.__name__)
