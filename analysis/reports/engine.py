"""The warm engine of papermill: each notebook in a process forked from a warm parent.

Start-up is paid once, and no state passes from one notebook to another, because the parent runs
none. Papermill finds the engine by its entry point: ``papermill --engine warm``. Papermill has to
be imported first: it loads this module while it is imported itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
import sys
import uuid
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty
from typing import Any

from nbclient.exceptions import DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NBClientEngine, NotebookExecutionManager
from papermill.iorw import LocalHandler, papermill_io, write_ipynb
from papermill.log import logger
from papermill.utils import merge_kwargs, remove_args

from analysis.reports.forked import SAID_TOO_MUCH, Limits, Surroundings, serve
from analysis.reports.warm import end_descendants, fixed_environment, warm_context


class WarmEngine(Engine):  # type: ignore[misc]
    """Executes a notebook on a forked kernel and saves it once, at the end or on an error."""

    @classmethod
    def execute_notebook(
        cls, nb: Any, kernel_name: str, output_path: str | None = None, **options: Any
    ) -> Any:
        """Execute a notebook as papermill's own engines do, and save it once, whole."""
        names = ("progress_bar", "autosave_cell_every")
        managed = {name: options.pop(name) for name in names if name in options}
        manager = _SavedOnce(
            nb, output_path, log_output=options.get("log_output", False), **managed
        )
        manager.notebook_start()
        try:
            cls.execute_managed_notebook(manager, kernel_name, **options)
        finally:
            manager.cleanup_pbar()
            manager.notebook_complete()
        return manager.nb

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        **options: Any,
    ) -> None:
        """Execute the cells; a notebook of another language goes to papermill's own engine."""
        options = remove_args(["input_path"], **options)
        if not _is_python(nb_man.nb, kernel_name):
            NBClientEngine.execute_managed_notebook(
                nb_man, kernel_name, log_output, stdout_file, stderr_file, start_timeout,
                execution_timeout, **options,
            )  # fmt: skip
            return
        settings = merge_kwargs(
            remove_args(["timeout", "startup_timeout"], **options),
            timeout=execution_timeout or options.get("timeout"),
            startup_timeout=start_timeout,
            # Long enough to see that a kernel has ended of what it showed, on a busy machine too.
            iopub_timeout=60,
            kernel_name=kernel_name,
            log=logger,
            log_output=log_output,
            stdout_file=stdout_file,
            stderr_file=stderr_file,
        )
        kernel = ForkedKernel()
        client = PapermillNotebookClient(nb_man, km=kernel, **settings)
        try:
            client.execute(cleanup_kc=True)
        except DeadKernelError as error:
            raise DeadKernelError(kernel.how_it_ended) from error


class _SavedOnce(NotebookExecutionManager):  # type: ignore[misc]
    """Keeps the notebook in memory until it is complete or has failed."""

    def save(self, **_: Any) -> None:
        """Do nothing: half a notebook is of no use to anybody."""

    def notebook_complete(self, **options: Any) -> None:
        """Write the notebook beside its place and move it there."""
        super().notebook_complete(**options)
        if not self.output_path:
            return
        handler = papermill_io.get_handler(self.output_path)
        if not isinstance(handler, LocalHandler):
            write_ipynb(self.nb, self.output_path)
            return
        # Papermill writes from the folder it was called in, and executes in another.
        place = Path(handler._cwd or ".", self.output_path)
        staged = place.with_name(f".{place.stem}-{os.getpid()}{place.suffix}")
        try:
            write_ipynb(self.nb, str(staged))
            staged.replace(place)
        finally:
            staged.unlink(missing_ok=True)


class ForkedKernel:
    """The manager of one forked kernel, with what nbclient asks of a manager and a client."""

    ipykernel = False
    kernel_id = "forked"
    allow_stdin = False

    def __init__(self) -> None:
        self._process: Any = None
        self.shell_channel: _Channel
        self.iopub_channel: _Channel

    @property
    def has_kernel(self) -> bool:
        return self._process is not None

    def start_kernel(self, **_: Any) -> None:
        """Fork the kernel; it begins with this process's environment, folder and path."""
        shell, their_shell = multiprocessing.Pipe()
        iopub, their_iopub = multiprocessing.Pipe(duplex=False)
        context: Any = warm_context()
        ours = (shell.fileno(), iopub.fileno()) if context.get_start_method() == "fork" else ()
        around = Surroundings(dict(os.environ), str(Path.cwd()), list(sys.path), ours)
        self._process = context.Process(
            target=serve, args=(their_shell, their_iopub, around), name="warm-kernel"
        )
        with fixed_environment():
            self._process.start()
        their_shell.close()
        their_iopub.close()
        self.shell_channel, self.iopub_channel = _Channel(shell), _Channel(iopub)

    @property
    def how_it_ended(self) -> str:
        """What is known of the end of a kernel that nobody had asked to end."""
        code = self._process.exitcode if self._process else None
        if code == SAID_TOO_MUCH:
            return f"the notebook showed more than {Limits.output // 2**20} MiB; it was stopped"
        ended = f"by signal {-code}" if code is not None and code < 0 else f"with exit code {code}"
        return f"Kernel died: it ended {ended}. If memory ran out, run with fewer --workers."

    def client(self) -> ForkedKernel:
        return self

    def start_channels(self) -> None:
        """Nothing to start: pipes are open from the beginning."""

    def wait_for_ready(self, timeout: float | None = None) -> None:
        """Nothing to wait for: a request waits in the pipe until the kernel reads it."""

    def execute(self, code: str, *, store_history: bool, stop_on_error: bool) -> str:
        """Ask for code to be executed; return the request's id."""
        content = {
            "code": code,
            "silent": False,
            "store_history": store_history,
            "user_expressions": {},
            "allow_stdin": self.allow_stdin,
            "stop_on_error": stop_on_error,
        }
        return self.shell_channel.ask("execute_request", content)

    def kernel_info(self) -> str:
        """Ask what the kernel is; return the request's id."""
        return self.shell_channel.ask("kernel_info_request", {})

    def is_alive(self) -> bool:
        return self._process is not None and bool(self._process.is_alive())

    def interrupt_kernel(self) -> None:
        """Interrupt the running cell, as a person would."""
        os.kill(self._process.pid, signal.SIGINT)

    def shutdown_kernel(self, now: bool = False) -> None:
        """Kill the kernel and every process that it started."""
        end_descendants(self._process.pid)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()

    def cleanup_resources(self) -> None:
        self._process.join()

    async def stop_channels(self) -> None:
        """Close the pipes, once nobody reads them; nbclient leaves readers behind on an error."""
        readers = [task for task in asyncio.all_tasks() if _is_nbclients(task)]
        for task in readers:
            task.cancel()
        await asyncio.gather(*readers, return_exceptions=True)
        self.shell_channel.close()
        self.iopub_channel.close()


class _Channel:
    """One pipe, read as nbclient reads a channel of a kernel."""

    def __init__(self, pipe: Connection):
        self._pipe = pipe

    def ask(self, kind: str, content: dict[str, Any]) -> str:
        """Send a request, and return its id."""
        request_id = uuid.uuid4().hex
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            # A kernel that has died is found out by whoever waits for its answer.
            self._pipe.send({"kind": kind, "content": content, "id": request_id})
        return request_id

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """Return the next message; a dead kernel sends none, which nbclient finds out itself.

        Raises
        ------
        queue.Empty
            None came within ``timeout`` seconds.
        """
        try:
            return await asyncio.wait_for(self._next(), timeout)
        except TimeoutError:
            raise Empty from None

    async def _next(self) -> dict[str, Any]:
        loop = asyncio.get_running_loop()
        ready = asyncio.Event()
        if not self._pipe.poll():
            loop.add_reader(self._pipe.fileno(), ready.set)
            try:
                await ready.wait()
            finally:
                loop.remove_reader(self._pipe.fileno())
        try:
            return dict(self._pipe.recv())
        except (EOFError, ConnectionResetError):
            return await loop.create_future()  # type: ignore[no-any-return]

    def close(self) -> None:
        self._pipe.close()


def _is_nbclients(task: asyncio.Task[Any]) -> bool:
    """Return whether a task polls a kernel in the background."""
    return getattr(task.get_coro(), "__qualname__", "").startswith("NotebookClient._async_poll")


def _is_python(notebook: Any, kernel_name: str) -> bool:
    """Return whether a notebook's kernel is the Python that runs this."""
    language = notebook.metadata.get("kernelspec", {}).get("language", "python")
    return kernel_name in ("python3", "python") and language == "python"
