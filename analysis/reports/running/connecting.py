"""Connecting to a Dask cluster: one that runs somewhere, or one that starts here by itself.

One that starts here listens on this machine alone, and only to whoever has the certificate made
for it: on a machine that people share, nobody else gets at it.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.errors import ClusterError, UsageError
from analysis.files import scratch

if TYPE_CHECKING:
    from distributed import Client

TIMEOUT = 10.0
"""Seconds in which a scheduler has to answer."""

_QUIET = "CRITICAL"
"""What Dask may log; whatever a person has to know is said here."""


def refuse_absent() -> None:
    """Refuse to go on where Dask is not installed.

    Raises
    ------
    UsageError
        What to install.
    """
    if importlib.util.find_spec("distributed") is None:
        raise UsageError(
            "--executor dask needs Dask, which is not installed here. In the checkout, run: "
            'python -m pip install -e ".[cluster]"'
        )


@contextlib.contextmanager
def connected(address: str, workers: int) -> Iterator[Client]:
    """Yield a client of the scheduler at an address, or of a cluster that starts here.

    Parameters
    ----------
    address : such as ``tcp://10.0.0.1:8786``; empty for a cluster here.
    workers : the processes of a cluster here; of no account elsewhere.

    Raises
    ------
    UsageError
        Dask is not installed, or the address is none.
    ClusterError
        Nobody answers there.
    """
    refuse_absent()
    import distributed

    with (
        distributed.utils.silence_logging_cmgr(_QUIET),
        _elsewhere(address) if address else _here(workers) as client,
    ):
        yield client


@contextlib.contextmanager
def _elsewhere(address: str) -> Iterator[Client]:
    from distributed import Client

    try:
        asyncio.run(asyncio.wait_for(_greet(address), TIMEOUT))
        client = Client(address, timeout=TIMEOUT, set_as_default=False)
    except (ValueError, TypeError, RuntimeError) as error:
        raise UsageError(
            f"--scheduler {address}: {error}. An address looks like tcp://10.0.0.1:8786, or "
            "tls://10.0.0.1:8786 where Dask is told its certificates (docs/cluster.md)."
        ) from error
    except OSError as error:
        raise ClusterError(
            f"No scheduler answers at {address} within {TIMEOUT:.0f} seconds{_reason(error)}. See "
            "that it runs (dask scheduler), that this machine reaches it, and that both or none "
            "use TLS; or leave --scheduler away, and a cluster starts here."
        ) from error
    try:
        yield client
    finally:
        client.close(timeout=TIMEOUT)


def _reason(error: BaseException) -> str:
    """Return in brackets what lies at the bottom of an error, if it has words."""
    while error.__cause__:
        error = error.__cause__
    return f" ({error})" if str(error) else ""


async def _greet(address: str) -> None:
    """Ask a scheduler who it is; Dask itself would wait for ever for one that keeps silent.

    Raises
    ------
    OSError
        It is not there, or not a scheduler.
    """
    from distributed import Security
    from distributed.comm import connect

    comm = await connect(address, timeout=TIMEOUT, **Security().get_connection_args("client"))
    try:
        await comm.write({"op": "identity", "n_workers": 0, "reply": True})
        found = await comm.read()
    finally:
        comm.abort()
    if found.get("type") != "Scheduler":
        raise ConnectionError(f"a {found.get('type')} answers there")


@contextlib.contextmanager
def _here(workers: int) -> Iterator[Client]:
    import dask
    from distributed import Client, LocalCluster, Security

    with scratch() as folder, _environment_kept(), dask.config.set(_nothing_to_look_at(folder)):
        cluster = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            security=Security.temporary(),
            memory_limit=0,
            local_directory=str(folder),
            env={"TMPDIR": str(folder)},
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
            silence_logs=_QUIET,
            preload=["analysis.reports.running.apart"],
        )
        with cluster, Client(cluster, set_as_default=False) as client:
            yield client


def _nothing_to_look_at(folder: object) -> dict[str, object]:
    """Return settings by which a cluster serves no page, samples no thread, and writes here."""
    return {
        "temporary-directory": str(folder),
        "distributed.scheduler.http.routes": [],
        "distributed.worker.http.routes": [],
        "distributed.worker.profile.enabled": False,
    }


@contextlib.contextmanager
def _environment_kept() -> Iterator[None]:
    """Undo what Dask does to this process's environment for the sake of its workers."""
    before = dict(os.environ)
    try:
        yield
    finally:
        for name in set(os.environ) - set(before):
            del os.environ[name]
        os.environ.update(before)
