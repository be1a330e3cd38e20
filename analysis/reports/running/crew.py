"""The crew: the workers of a cluster, looked over before they are counted on.

A worker is asked what it has, as soon as it is seen. One that has the same as this machine gets
the inputs of the run and is counted on; another one is refused by name. This holds of workers that
come later, and of those that come again.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import pickle
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from analysis.errors import ClusterError
from analysis.reports.running import remote
from analysis.reports.running.connecting import TIMEOUT
from analysis.reports.running.fitness import differences, fitness

if TYPE_CHECKING:
    from distributed import Client, Future

    from analysis.reports.running.fitness import Fitness

Say = Callable[..., None]

FETCH = 60.0
"""Seconds in which what a worker has made has to arrive here."""


class NoAnswerError(ClusterError):
    """A worker was lost, or what it was asked for was called off, before it answered."""


@dataclass(eq=False)
class Worker:
    """A process of the cluster."""

    name: str
    address: str
    folder: Path
    """Its own, on its machine; a process that follows it at its address has another one."""
    slots: int
    refused: str = ""
    """Why nobody counts on it."""

    @property
    def place(self) -> str:
        """What tells it from any other process."""
        return f"{self.address} {self.folder}"

    def __str__(self) -> str:
        return self.name if self.name == self.address else f"{self.name} ({self.address})"


@dataclass(frozen=True)
class _Asked:
    """Something that a worker was asked for, and what is done with its answer."""

    worker: Worker
    future: Future
    then: Callable[[Any], None]
    otherwise: Callable[[Exception], None]


class Crew:
    """The workers that a scheduler knows, and what they were asked."""

    def __init__(
        self,
        client: Client,
        parcel: remote.Parcel,
        say: Say,
        joined: Callable[[str, int], None],
    ):
        """Take a client, a run's inputs, and what to call when a worker can be counted on."""
        self._client, self._parcel, self._say, self._joined = client, parcel, say, joined
        self._here = fitness()
        self._workers: dict[str, Worker] = {}
        self._asked: dict[str, _Asked] = {}
        self._answers: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        self._numbers = itertools.count()

    @property
    def workers(self) -> list[Worker]:
        """All who are there, fit or not."""
        return list(self._workers.values())

    @property
    def refused(self) -> list[Worker]:
        """Those that nobody counts on."""
        return [worker for worker in self.workers if worker.refused]

    @property
    def all_refused(self) -> bool:
        """Whether there are workers, and none of them will ever do."""
        return bool(self._workers) and len(self.refused) == len(self._workers)

    def look(self) -> list[Worker]:
        """See who has come, and return those who have gone.

        Raises
        ------
        ClusterError
            The scheduler does not answer.
        """
        seen = self._seen()
        gone = [self._workers.pop(place) for place in sorted(set(self._workers) - set(seen))]
        for worker in gone:
            self._call_off(worker)
        for place in sorted(set(seen) - set(self._workers)):
            self._workers[place] = seen[place]
            self._look_over(seen[place])
        return gone

    def ask(
        self,
        place: str,
        function: Callable[..., Any],
        *words: Any,
        then: Callable[[Any], None],
        otherwise: Callable[[Exception], None],
    ) -> None:
        """Have a function called by a worker and no other."""
        worker = self._workers[place]
        future = self._submit(worker, function, *words)
        self._asked[future.key] = _Asked(worker, future, then, otherwise)
        future.add_done_callback(self._fetch)

    def listen(self, seconds: float) -> None:
        """Wait for an answer, and do with it what is to be done."""
        try:
            key, answer = self._answers.get(timeout=seconds)
        except Empty:
            return
        asked = self._asked.pop(key, None)
        if asked is None:
            return
        if isinstance(answer, Exception):
            asked.otherwise(answer)
        else:
            asked.then(answer)

    def worker(self, place: str) -> Worker:
        """Return the worker at a place."""
        return self._workers[place]

    def inputs(self, place: str) -> Path:
        """Return where a worker has the inputs of the run."""
        return self._workers[place].folder / self._parcel.name

    def overlook(self, place: str) -> None:
        """Take a worker for one that has just come."""
        worker = self._workers.pop(place, None)
        if worker:
            self._call_off(worker)

    def end(self) -> None:
        """Call off what is not begun, and have workers forget the inputs after what is."""
        from distributed import fire_and_forget

        for asked in self._asked.values():
            asked.future.cancel(reason="the run has ended")
        self._asked.clear()
        # Where the scheduler has gone, there is nobody to be told.
        with contextlib.suppress(OSError, RuntimeError):
            for place, worker in self._workers.items():
                if not worker.refused:
                    fire_and_forget(self._submit(worker, remote.forget, self.inputs(place)))

    def _fetch(self, future: Future) -> None:
        """Fetch an answer, in a thread of Dask's: a worker may die on which one waits for it."""
        self._answers.put((future.key, _answer_of(future)))

    def _submit(self, worker: Worker, function: Callable[..., Any], *words: Any) -> Future:
        return self._client.submit(
            _carrier(),
            f"{function.__module__}:{function.__qualname__}",
            pickle.dumps(words),
            key=f"analysis-{function.__name__}-{next(self._numbers)}-{self._parcel.run}",
            workers=[worker.address],
            allow_other_workers=False,
            pure=False,
        )

    def _seen(self) -> dict[str, Worker]:
        try:
            found = self._client.sync(
                self._client.scheduler.identity, n_workers=-1, callback_timeout=TIMEOUT
            )
        except (OSError, AttributeError, RuntimeError) as error:
            raise ClusterError(
                "The scheduler has stopped answering. What was made is kept: start it and run "
                "again, and only the rest is made."
            ) from error
        workers = [
            Worker(str(one["name"]), address, Path(one["local_directory"]), one["nthreads"])
            for address, one in found["workers"].items()
        ]
        return {worker.place: worker for worker in workers}

    def _look_over(self, worker: Worker) -> None:
        """Ask a worker what it has; send the inputs to one that is fit, then count on it."""

        def judge(there: Fitness) -> None:
            said = differences(self._here, there)
            if said:
                self._refuse(worker, said)
            else:
                self.ask(
                    worker.place,
                    remote.receive,
                    self._parcel,
                    worker.folder,
                    then=lambda _: self._joined(worker.place, worker.slots),
                    otherwise=refuse,
                )

        def refuse(error: Exception) -> None:
            if isinstance(error, NoAnswerError):
                self.overlook(worker.place)
                return
            self._refuse(worker, f"{type(error).__name__}: {error}")

        self.ask(worker.place, fitness, then=judge, otherwise=refuse)

    def _refuse(self, worker: Worker, why: str) -> None:
        worker.refused = why
        self._say(
            f"worker {worker} is refused: {why}", level="warning", worker=worker.name, refused=why
        )

    def _call_off(self, worker: Worker) -> None:
        for key in [key for key, asked in self._asked.items() if asked.worker is worker]:
            self._asked.pop(key).future.cancel(reason="its worker is lost")


def _answer_of(future: Future) -> Any:
    """Return what came of something asked for, or the error that did.

    A :class:`NoAnswerError` is one for which what was asked for is not to blame.
    """
    from distributed.scheduler import KilledWorker

    try:
        return future.result(timeout=FETCH)
    except (CancelledError, asyncio.CancelledError, KilledWorker, TimeoutError) as error:
        return NoAnswerError(str(error))
    except Exception as error:
        return error


def _carrier() -> Callable[[str, bytes], Any]:
    """Return a function that calls another one by name.

    It belongs to no module, and so it travels whole: the scheduler, which opens what passes
    through it, needs not have the package, and is not harmed by what a report holds.
    """

    def call(name: str, words: bytes) -> Any:
        import pickle
        import pkgutil

        return pkgutil.resolve_name(name)(*pickle.loads(words))  # noqa: S301 - sent by our client

    return call
