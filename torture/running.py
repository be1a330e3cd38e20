"""Starting the command on two reports: as people start it, or forked, a hundred times over."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.reports.warm import PRELOADED, fixed_environment, warm_context
from torture import driver
from torture.copies import ROOT

WORKERS = ("--workers", "1")


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    said: str


class Spawned:
    """The command in a Python of its own, as people start it."""

    def __init__(
        self,
        project: Path,
        *words: str,
        environment: Mapping[str, str] | None = None,
        within: Sequence[str] = (),
    ):
        """Start it.

        Parameters
        ----------
        within : a program that starts others, with its words.
        """
        self._process = subprocess.Popen(
            [*within, sys.executable, "-m", "torture.driver", os.devnull,
             "--project", str(project), *words],
            cwd=ROOT,
            env={**(environment or os.environ), "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )  # fmt: skip

    def end(self) -> Ended:
        """Wait for its end."""
        _, said = self._process.communicate()
        return Ended(self._process.returncode, said.decode("utf-8", "replace"))


class Forked:
    """The command in a process forked from one that has imported all that it needs."""

    def __init__(self, project: Path, *words: str, told: str = os.devnull):
        """Start it; ``told`` is what its driver is told."""
        context: Any = warm_context()
        context.set_forkserver_preload([PRELOADED, "torture.preloaded"])
        descriptor, said = tempfile.mkstemp(prefix="said-")
        os.close(descriptor)
        self._said = Path(said)
        self._process = context.Process(
            target=_command, args=(said, told, ("--project", str(project), *words))
        )
        with fixed_environment():
            self._process.start()

    def end(self, seconds: float | None = None) -> Ended | None:
        """Wait for its end, so many seconds at most."""
        self._process.join(seconds)
        if self._process.exitcode is None:
            return None
        said = self._said.read_text(encoding="utf-8", errors="replace")
        self._said.unlink()
        return Ended(self._process.exitcode, said)

    def kill(self) -> None:
        """End it as the system ends processes."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid, signal.SIGKILL)


def _command(said: str, told: str, words: Sequence[str]) -> None:
    """Become the command: a session, a folder and streams of its own."""
    os.setsid()
    os.chdir(ROOT)
    with open(said, "wb") as stream, open(os.devnull, "wb") as nothing:  # noqa: PTH123
        os.dup2(stream.fileno(), 2)
        os.dup2(nothing.fileno(), 1)
    driver.main([told, *words])
