"""Loaded by each worker of a cluster that starts here: its processes are a group that ends as one.

What interrupts the command at a terminal interrupts no worker; the command ends them. A report
that is still being made ends with its worker.
"""

from __future__ import annotations

import os
import signal


def dask_setup(worker: object) -> None:
    """Put this process, and those that it will start, into a group of their own."""
    os.setpgid(0, 0)


def dask_teardown(worker: object) -> None:
    """End the group, and with it this process."""
    os.killpg(0, signal.SIGKILL)
