"""The other side of the warm engine: one notebook's kernel, forked from a warm parent.

The kernel is ipykernel's own, so that outputs, errors and displays are what they would be in a
process of its own; its messages travel over a pipe instead of sockets.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sys
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from types import SimpleNamespace
from typing import Any

from analysis.reports.warm import adopt_orphans, end_with_parent

SAID_TOO_MUCH = 121
"""The exit code of a kernel whose notebook showed more than it may."""


@dataclass(frozen=True)
class Limits:
    """How much one notebook may take; no report of ours takes a tenth of it."""

    memory: int = 4 * 2**30
    """Bytes of data that its kernel may hold; beyond, Python raises ``MemoryError``."""
    output: int = 64 * 2**20
    """Bytes that its cells may show, all together; beyond, the kernel ends."""


@dataclass(frozen=True)
class Surroundings:
    """What a kernel finds around it: the environment, the folder, the path of modules."""

    environment: dict[str, str]
    folder: str
    path: list[str]
    inherited: tuple[int, ...] = ()
    """Open files of the parent that a kernel has to close, so that it notices the parent's end."""
    limits: Limits = Limits()


def serve(shell: Connection, iopub: Connection, around: Surroundings) -> None:
    """Execute requests from ``shell`` until it closes; send what is shown to ``iopub``."""
    _enter(around)
    asyncio.run(_answer(shell, *_kernel(iopub, around.limits.output)))
    os._exit(0)


async def _answer(shell: Connection, kernel: Any, client: Any) -> None:
    """Answer every request in one task, so that what a cell sets in its context stays set."""
    while True:
        try:
            request = shell.recv()
        except (EOFError, OSError):
            return
        shell.send(await _reply(kernel, client, request))


def _enter(around: Surroundings) -> None:
    """Become a process as a new kernel would be: a group, a folder, an environment."""
    os.setsid()
    end_with_parent()
    adopt_orphans()
    resource.setrlimit(resource.RLIMIT_DATA, (around.limits.memory, around.limits.memory))
    for number in around.inherited:
        os.close(number)
    os.environ.clear()
    os.environ.update(around.environment)
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    if "matplotlib" in sys.modules:
        sys.modules["matplotlib"].rcParams["backend"] = os.environ["MPLBACKEND"]
    os.chdir(around.folder)
    sys.path[:] = ["", *(place for place in around.path if place)]
    sys.argv[:] = ["ipykernel_launcher"]
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _kernel(iopub: Connection, most: int = Limits.output) -> tuple[Any, Any]:
    """Return an ipykernel, and a client of it whose broadcasts go into the pipe, so many bytes."""
    from ipykernel.inprocess.channels import InProcessChannel
    from ipykernel.inprocess.client import InProcessKernelClient
    from ipykernel.inprocess.ipkernel import InProcessKernel
    from ipykernel.iostream import OutStream
    from traitlets.config import Config

    class Broadcast(InProcessChannel):
        left = most

        def call_handlers(self, message: dict[str, Any]) -> None:
            packed = ForkingPickler.dumps(message)
            self.left -= len(packed)
            if self.left < 0:
                os._exit(SAID_TOO_MUCH)
            iopub.send_bytes(packed)

    class Stream(OutStream):
        written = 0

        def write(self, string: str) -> int:
            # Counted before it waits to be sent: a cell writes faster than a thread sends, and
            # what memory does not suffice for is lost on its way, and nobody is told.
            self.written += len(string)
            if self.written > most:
                os._exit(SAID_TOO_MUCH)
            return super().write(string) or 0

    class Client(InProcessKernelClient):
        iopub_channel_class = Broadcast

    class Kernel(InProcessKernel):
        # It asks in which thread a cell that awaits is to be interrupted, but has one only.
        _supports_kernel_subshells = False

    # History would be written into the home of whoever runs the engine. After each cell a kernel
    # sleeps, so that sockets have sent what was shown; pipes have.
    config = Config({"HistoryManager": {"enabled": False}, "Kernel": {"_execute_sleep": 0.0}})
    kernel: Any = Kernel(config=config)  # type: ignore[no-untyped-call]
    kernel.shell_channel_thread = SimpleNamespace(parent_thread=threading.current_thread())
    kernel.stdout = Stream(kernel.session, kernel.iopub_thread, "stdout")  # type: ignore[no-untyped-call]
    kernel.stderr = Stream(kernel.session, kernel.iopub_thread, "stderr")  # type: ignore[no-untyped-call]
    sys.stdout, sys.stderr = kernel.stdout, kernel.stderr
    client = Client(kernel=kernel, session=kernel.session)
    client.start_channels()  # type: ignore[no-untyped-call]
    return kernel, client


async def _reply(kernel: Any, client: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Return the kernel's reply to a request, every broadcast sent before."""
    message = client.session.msg(request["kind"], request["content"])
    message["header"]["msg_id"] = message["msg_id"] = request["id"]
    client.session.send(kernel.shell_stream, message)
    await kernel.dispatch_shell(kernel.shell_stream.recv_multipart())
    _, reply = client.session.recv(kernel.shell_stream, copy=False)
    return dict(reply)
