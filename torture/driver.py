"""The command on two reports, which may kill itself at one of its steps on the file system.

Run: python -m torture.driver STEPS|@N WORD ...

``STEPS`` is a file that is told how many steps there were; ``@N`` ends the process, as the system
would, just before its step of that number. The words are those of the command.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

REPORTS = (
    "programme-effect--programme-child-hotline",
    "programme-effect--programme-tobacco-control",
)
CHECKED = ("figures",)
"""Enough for a run that takes every step: two light reports, the suite of one table."""

_STEPS = frozenset(
    ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "os.utime", "os.truncate",
     "os.chmod", "shutil.copyfile", "shutil.rmtree", "subprocess.Popen", "ctypes.call_function")
)  # fmt: skip
"""What Python tells its auditors of that changes files, or starts what does."""

_WRITING = os.O_WRONLY | os.O_RDWR


class Steps:
    """Counts steps, and ends the process at one of them."""

    def __init__(self, last: int):
        self.taken, self._last = 0, last
        # Processes forked from this one would count on, and be the ones that end.
        self._process = os.getpid()

    def __call__(self, event: str, facts: tuple[Any, ...]) -> None:
        if event in _STEPS or (event == "open" and facts[2] and facts[2] & _WRITING):
            self.taken += 1
            if self.taken == self._last and os.getpid() == self._process:
                os.kill(os.getpid(), signal.SIGKILL)


def main(told: Sequence[str]) -> None:
    """Run the command on few reports, counting or ending."""
    import tqdm

    from analysis import cli
    from analysis.checks import validation
    from analysis.reports import tasks

    # A process with a thread cannot be forked from, and would import everything once more.
    tqdm.tqdm.monitor_interval = 0

    every = tasks.tasks
    tasks.tasks = lambda *asked: [one for one in every(*asked) if one.name in REPORTS]
    validation.validate = partial(validation.validate, only=CHECKED)
    counted, *words = told
    sys.argv[:] = ["analysis", *words]
    steps = Steps(int(counted[1:]) if counted.startswith("@") else 0)
    sys.addaudithook(steps)
    try:
        cli.main()
    finally:
        taken = steps.taken
        if not counted.startswith("@"):
            Path(counted).write_text(str(taken), encoding="ascii")


if __name__ == "__main__":
    main(sys.argv[1:])
