"""Running here: every piece of work in a process of its own, a few at a time.

A process for each keeps memory bounded and reports apart: one that is killed takes nothing
with it but its own piece of work, which is begun once more.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar, cast

from analysis.errors import AnalysisError, ReportError
from analysis.reports.warm import (
    adopt_orphans,
    end_descendants,
    end_with_parent,
    fixed_environment,
    warm_context,
)

Item = TypeVar("Item")
Result = TypeVar("Result")

ATTEMPTS = 2
"""How often a piece of work is begun whose process was killed."""


class LostError(ReportError):
    """The process that made a report ended before the report was made."""


@dataclass
class _Begun(Generic[Item]):
    """A piece of work that a process is at."""

    number: int
    item: Item
    attempt: int
    process: Any


def run_here(
    function: Callable[[Item], Result], items: Sequence[Item], workers: int
) -> Iterator[tuple[int, Result | LostError]]:
    """Yield the number of each item with its result, as they are done.

    Parameters
    ----------
    function : importable by name, for it is called in another process.
    workers : how many processes work at a time.

    Raises
    ------
    Exception
        What the function raised; the other processes are stopped.
    """
    waiting = deque((number, item, 1) for number, item in enumerate(items))
    at_work: dict[Connection, _Begun[Item]] = {}
    try:
        while waiting or at_work:
            while waiting and len(at_work) < workers:
                number, item, attempt = waiting.popleft()
                pipe, process = _begin(function, item)
                at_work[pipe] = _Begun(number, item, attempt, process)
            for ended in wait(list(at_work)):
                pipe = cast(Connection, ended)
                begun = at_work.pop(pipe)
                answer = _answer(pipe, begun)
                if answer is None and begun.attempt < ATTEMPTS:
                    waiting.appendleft((begun.number, begun.item, begun.attempt + 1))
                elif answer is None:
                    yield begun.number, LostError(_lost(begun))
                else:
                    yield begun.number, answer[0]
    finally:
        for pipe, begun in at_work.items():
            begun.process.kill()
            begun.process.join()
            pipe.close()


def _begin(function: Callable[[Item], Result], item: Item) -> tuple[Connection, Any]:
    context: Any = warm_context()
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, function, item), name="report")
    with fixed_environment():
        process.start()
    theirs.close()
    return ours, process


def _work(pipe: Connection, function: Callable[[Item], Result], item: Item) -> None:
    """Do a piece of work in the other process, and send what came of it."""
    end_with_parent()
    adopt_orphans()
    try:
        answer: tuple[str, Any] = ("returned", function(item))
    except AnalysisError as error:
        answer = ("raised", error)
    except Exception as error:
        # What it is cannot be told from another process, save in words.
        answer = ("raised", RuntimeError("".join(traceback.format_exception(error))))
    # A kernel that died by itself leaves what it had started.
    end_descendants(os.getpid())
    # Whoever asked may have been stopped meanwhile.
    with contextlib.suppress(BrokenPipeError):
        pipe.send(answer)


def _answer(pipe: Connection, begun: _Begun[Item]) -> tuple[Any] | None:
    """Return what a process sent, in a tuple; nothing if it ended without a word."""
    try:
        kind, value = pipe.recv()
    except EOFError:
        return None
    finally:
        begun.process.join()
        pipe.close()
    if kind == "raised":
        raise value
    return (value,)


def _lost(begun: _Begun[Item]) -> str:
    return (
        f"the process that made it was killed {begun.attempt} times (exit code "
        f"{begun.process.exitcode}). If memory ran out, run with fewer --workers."
    )
