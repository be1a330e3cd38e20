"""Dask clusters on this machine, as a person starts them: schedulers and workers by command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from checkout import ROOT
from distributed import Client

START = 60.0
"""Seconds in which a scheduler has to be there, on a machine that is busy with other tests."""


class Cluster:
    """A scheduler on the loopback that has no package, and the workers sent to it."""

    def __init__(self, folder: Path, certificates: Mapping[str, str] | None = None):
        self._folder = folder
        self._certificates = dict(certificates or {})
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        announced = folder / "scheduler.json"
        without = folder / "without"
        (without / "analysis").mkdir(parents=True)
        (without / "analysis" / "__init__.py").write_text("raise ImportError('not here')\n")
        words = ["--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(announced)]
        words += ["--dashboard-address", "127.0.0.1:0"]
        self._start("scheduler", words, {"PYTHONPATH": str(without)})
        self.address = str(_announced(announced)["address"])

    def worker(self, name: str, package: Path = ROOT) -> None:
        """Send a worker of one thread, whose package lies in a folder."""
        words = [self.address, "--name", name, "--nthreads", "1", "--host", "127.0.0.1"]
        words += ["--local-directory", str(self._folder), "--no-dashboard"]
        self._start("worker", words, {"PYTHONPATH": str(package)}, name)

    def wait_for(self, workers: int) -> None:
        """Wait until so many workers are there."""
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=START)

    def addresses(self) -> dict[str, str]:
        """Return the addresses of the workers by name."""
        return {str(one["name"]): address for address, one in self._workers().items()}

    def inputs(self) -> list[Path]:
        """Return the inputs that workers have of runs."""
        return sorted(self._folder.glob("dask-scratch-space/*/analysis-*"))

    def pids(self) -> dict[str, int]:
        """Return the processes of the workers by name."""
        with Client(self.address, set_as_default=False) as client:
            found = client.run(os.getpid)
        return {name: found[address] for name, address in self.addresses().items()}

    def _workers(self) -> dict[str, dict[str, object]]:
        with Client(self.address, set_as_default=False) as client:
            return dict(client.scheduler_info(n_workers=-1)["workers"])

    def kill(self, name: str) -> None:
        """Kill a process and all that it has started."""
        process = self._processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        """Kill everything."""
        for name in list(self._processes):
            self.kill(name)

    def _start(
        self, command: str, words: list[str], around: Mapping[str, str], name: str = ""
    ) -> None:
        name = name or command
        with (self._folder / f"{name}.log").open("wb") as log:
            self._processes[name] = subprocess.Popen(
                [sys.executable, "-m", "dask", command, *words],
                cwd=self._folder,
                env={**os.environ, **self._certificates, **around},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def make_certificates(folder: Path) -> dict[str, str]:
    """Return Dask's variables for certificates of an authority of our own, made by openssl."""
    for words in (
        "req -x509 -subj /CN=authority -nodes -newkey rsa:2048 -keyout ca.key -out ca.pem",
        "req -subj /CN=reports -nodes -newkey rsa:2048 -keyout key.pem -out request.pem",
        "x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -out cert.pem",
    ):
        subprocess.run(["openssl", *words.split()], cwd=folder, check=True, capture_output=True)
    files = {"CA_FILE": "ca.pem"} | {
        f"{who}__{what}": f"{what}.pem".lower()
        for who in ("SCHEDULER", "WORKER", "CLIENT")
        for what in ("CERT", "KEY")
    }
    return {
        "DASK_DISTRIBUTED__COMM__DEFAULT_SCHEME": "tls",
        "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True",
        **{
            f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(folder / file)
            for name, file in files.items()
        },
    }


def settings(variables: Mapping[str, str]) -> dict[str, str]:
    """Return Dask's variables as its configuration names them."""
    return {
        name.removeprefix("DASK_").lower().replace("__", "."): value
        for name, value in variables.items()
    }


def _announced(path: Path) -> dict[str, object]:
    until = time.monotonic() + START
    while time.monotonic() < until:
        try:
            return dict(json.loads(path.read_bytes()))
        except (OSError, ValueError):
            time.sleep(0.05)
    raise TimeoutError((path.parent / "scheduler.log").read_text(encoding="utf-8"))
