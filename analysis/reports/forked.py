"""The other side of the warm engine: one notebook's kernel, forked from a warm parent.

The kernel is ipykernel's own, so that outputs, errors and displays are what they would be in a
process of its own; its messages travel over a pipe instead of sockets.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import SimpleNamespace
from typing import Any

from analysis.reports.warm import end_with_parent


@dataclass(frozen=True)
class Surroundings:
    """What a kernel finds around it: the environment, the folder, the path of modules."""

    environment: dict[str, str]
    folder: str
    path: list[str]
    inherited: tuple[int, ...] = ()
    """Open files of the parent that a kernel has to close, so that it notices the parent's end."""


def serve(shell: Connection, iopub: Connection, around: Surroundings) -> None:
    """Execute requests from ``shell`` until it closes; send what is shown to ``iopub``."""
    _enter(around)
    asyncio.run(_answer(shell, *_kernel(iopub)))
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


def _kernel(iopub: Connection) -> tuple[Any, Any]:
    """Return an ipykernel, and a client of it whose broadcasts go into the pipe."""
    from ipykernel.inprocess.channels import InProcessChannel
    from ipykernel.inprocess.client import InProcessKernelClient
    from ipykernel.inprocess.ipkernel import InProcessKernel
    from ipykernel.iostream import OutStream
    from traitlets.config import Config

    class Broadcast(InProcessChannel):
        def call_handlers(self, message: dict[str, Any]) -> None:
            iopub.send(message)

    class Client(InProcessKernelClient):
        iopub_channel_class = Broadcast

    class Kernel(InProcessKernel):
        # It asks in which thread a cell that awaits is to be interrupted, but has one only.
        _supports_kernel_subshells = False

    # History would be written into the home of whoever runs the engine.
    kernel: Any = Kernel(config=Config({"HistoryManager": {"enabled": False}}))  # type: ignore[no-untyped-call]
    kernel.shell_channel_thread = SimpleNamespace(parent_thread=threading.current_thread())
    kernel.stdout = OutStream(kernel.session, kernel.iopub_thread, "stdout")  # type: ignore[no-untyped-call]
    kernel.stderr = OutStream(kernel.session, kernel.iopub_thread, "stderr")  # type: ignore[no-untyped-call]
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
