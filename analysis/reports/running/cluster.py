"""Running on a Dask cluster: each worker makes what the roster gives it, and may be lost.

Dask carries and connects; who makes what is decided here. Dask alone would blame a killed worker
on every report that waited there, give work to workers that nobody has looked over, and heap up
results faster than they are written.
"""

from __future__ import annotations

import math
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from analysis.errors import ClusterError, StorageError
from analysis.files import fill_folder
from analysis.reports.results import ReportResult
from analysis.reports.running import remote
from analysis.reports.running.connecting import connected
from analysis.reports.running.crew import Crew, NoAnswerError, Worker
from analysis.reports.running.here import LostError
from analysis.reports.running.making import Work, failed
from analysis.reports.running.roster import ATTEMPTS, Roster

if TYPE_CHECKING:
    from distributed import Client

Say = Callable[..., None]
Results = Iterator[tuple[int, ReportResult]]

TICK = 1.0
"""Seconds between two looks at who is there."""

PATIENCE = 60.0
"""Seconds without a worker after which a run ends."""


def run_on_cluster(
    work: Sequence[Work], address: str, workers: int, say: Say, patience: float = PATIENCE
) -> Results:
    """Yield the number of each piece of work with its result, as they are made.

    Parameters
    ----------
    address : of a scheduler; empty for a cluster that starts here.
    workers : how many processes a cluster here has.
    patience : seconds to wait while there is no worker.

    Raises
    ------
    UsageError
        Dask is not installed, or the address is none.
    ClusterError
        The scheduler does not answer, or there is no worker that can be used.
    """
    if work:
        with connected(address, min(workers, len(work))) as client:
            yield from _Run(client, work, say, patience).results()


class _Run:
    """The work of one run on a cluster."""

    def __init__(self, client: Client, work: Sequence[Work], say: Say, patience: float):
        self._work, self._say, self._patience = work, say, patience
        self._roster = Roster(len(work))
        parcel = remote.pack(work, uuid.uuid4().hex[:12])
        self._crew = Crew(client, parcel, say, self._count_on)
        self._ready: deque[tuple[int, ReportResult]] = deque()
        self._looked = -math.inf
        self._served = time.monotonic()
        """When there last was a worker to count on."""
        self._begun = False

    def results(self) -> Results:
        """Yield results until every piece of work has one."""
        try:
            while self._roster.unfinished or self._ready:
                if time.monotonic() - self._looked > TICK:
                    self._look()
                for number, place in self._roster.hand_out():
                    self._give(number, place)
                self._crew.listen(TICK)
                while self._ready:
                    yield self._ready.popleft()
        finally:
            self._crew.end()

    def _count_on(self, place: str, slots: int) -> None:
        self._roster.join(place, slots)
        self._begun = True

    def _look(self) -> None:
        """Have the work of workers that have gone done by others; end a run that has none."""
        for worker in self._crew.look():
            left = self._roster.at(worker.place)
            if left:
                names = ", ".join(self._work[number].task.name for number in left)
                self._say(
                    f"worker {worker} is lost; made elsewhere: {names}",
                    level="warning",
                    worker=worker.name,
                )
            for number in self._roster.leave(worker.place):
                self._give_up(number, worker)
        if not self._begun and not self._crew.workers and self._looked < 0:
            self._say(f"the scheduler has no worker; waiting up to {self._patience:.0f} seconds")
        self._looked = time.monotonic()
        if self._roster.workers:
            self._served = self._looked
        else:
            self._refuse_to_wait(self._looked - self._served)

    def _refuse_to_wait(self, seconds: float) -> None:
        """End a run that has no worker, and will have none or has had none for long."""
        refused = "; ".join(f"{worker}: {worker.refused}" for worker in self._crew.refused)
        if self._crew.all_refused and not self._begun:
            raise ClusterError(
                f"No worker of the cluster is fit ({refused}). Install there what is installed "
                "here, or leave --executor dask away."
            )
        if seconds > self._patience:
            raise ClusterError(
                f"The cluster has had no worker for {self._patience:.0f} seconds"
                + (f", save those refused ({refused})" if refused else "")
                + ". Start workers where the package is installed: dask worker ADDRESS. What was "
                "made is kept: run again, and only the rest is made."
            )

    def _give(self, number: int, place: str) -> None:
        """Have a worker make a report."""
        worker = self._crew.worker(place)

        def keep(made: remote.Made) -> None:
            fill_folder(self._work[number].making.run, made.files)
            self._roster.finish(number)
            self._ready.append((number, made.result))

        def face(error: Exception) -> None:
            if isinstance(error, NoAnswerError):
                self._looked = -math.inf
                if self._roster.lose(number):
                    self._give_up(number, worker)
            elif isinstance(error, remote.NotReceivedError):
                self._roster.give_back(number)
                self._overlook(place)
            elif isinstance(error, StorageError):
                raise ClusterError(f"Worker {worker}: {error}") from error
            else:
                raise error

        inputs = self._crew.inputs(place)
        self._crew.ask(place, remote.make, self._work[number], inputs, then=keep, otherwise=face)

    def _overlook(self, place: str) -> None:
        """Take a worker for a new one: another process has followed it at its address."""
        for number in self._roster.at(place):
            self._roster.give_back(number)
        self._roster.leave(place)
        self._crew.overlook(place)

    def _give_up(self, number: int, worker: Worker) -> None:
        """Let a report fail with which workers were lost."""
        error = LostError(
            f"{ATTEMPTS} workers were lost while they made it, the last one {worker}. "
            "If memory ran out there, start workers with more of it, or with fewer threads."
        )
        self._ready.append((number, failed(self._work[number], error)))
