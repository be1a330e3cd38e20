"""Processes that begin warm: forked from a parent that has imported what they need.

The parent is Python's own fork server: it imports, and runs nothing else. A process that began
warm, and has no thread beside its first, is forked from directly: Python would start another
server for it. Where processes cannot be forked, each is spawned: slower, otherwise alike.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from multiprocessing.context import BaseContext
from pathlib import Path

PRELOADED = "analysis.reports.preloaded"
"""The module that imports what notebooks need, and is all that the parent loads."""

_PR_SET_PDEATHSIG = 1
"""Of Linux: the signal that a process gets at the end of its parent."""

_PR_SET_CHILD_SUBREAPER = 36
"""Of Linux: whether a process becomes the parent of its descendants that lose theirs."""

_FIXED = {
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
"""What the parent's environment has to fix for its children, before anything is imported."""


def warm_context() -> BaseContext:
    """Return the context of :mod:`multiprocessing` whose processes begin warm."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    if _is_warm():
        return multiprocessing.get_context("fork")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOADED])
    return context


def begin_warming() -> None:
    """Start the parent of warm processes and come back at once, while it imports."""
    context = warm_context()
    if context.get_start_method() == "forkserver":
        from multiprocessing.forkserver import ensure_running

        with fixed_environment():
            ensure_running()


def _is_warm() -> bool:
    """Return whether this process was forked from the server and can be forked itself."""
    forked = multiprocessing.parent_process() is not None and PRELOADED in sys.modules
    return forked and threading.active_count() == 1


@contextlib.contextmanager
def fixed_environment() -> Iterator[None]:
    """Fix what the parent's own environment has to hold, should it start meanwhile."""
    before = {name: os.environ.get(name) for name in _FIXED}
    os.environ.update({name: before[name] or value for name, value in _FIXED.items()})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)


def end_with_parent() -> None:
    """Have the system end this process when its parent has ended, however busy it is then."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def adopt_orphans() -> None:
    """Become the parent of every descendant that loses its own, so that none is lost sight of."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def end_descendants(pid: int) -> None:
    """Kill whatever a process has started, and what that has started, in sessions of their own too.

    Of no effect where the system does not tell who started whom.
    """
    for child in children(pid):
        end_descendants(child)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def children(pid: int) -> list[int]:
    """Return the processes that a process has started, as far as the system tells."""
    found: list[int] = []
    for place in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, place.read_text(encoding="ascii").split())
    return found
