"""A plugin of pytest for mutmut: what a fixture calls is called by every test that asks for it.

mutmut tries a mutant on the tests that called its function in a first run. What a fixture of a
module calls was called once, in the first test of the module, so mutmut would leave out the rest.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest
from mutmut.state import state

_called: dict[str, set[str]] = {}
"""The functions that a fixture called, those of all its parameters together."""


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
    """Note what a fixture calls, the fixtures that it asks for while it runs with it."""
    stats = state()._stats
    before = set(stats)
    stats.clear()
    try:
        return (yield)
    finally:
        _called.setdefault(_name(fixturedef), set()).update(stats)
        stats |= before


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Count for a test what its fixtures called, whenever they did."""
    definitions = getattr(item, "_fixtureinfo", None)
    if definitions is None:
        return
    for found in definitions.name2fixturedefs.values():
        state()._stats.update(_called.get(_name(found[-1]), ()))


def _name(fixture: pytest.FixtureDef[Any]) -> str:
    return f"{fixture.baseid}::{fixture.argname}"
