"""A thousand reports on Dask: two workers beside one, and what memory a worker takes.

Two clusters stand side by side, started by Dask's own commands on the loopback: one of one worker,
one of two. In each round each makes a hundred reports by our executor, one cluster after the
other; five rounds are a thousand. Every report has parameters of its own. What is timed begins
when each worker has made its first report of the round, and ends with the last one: the pace that
a long run keeps. What a round takes from end to end is beside it. Scheduler and client work on the
same processors as the workers.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import twelve
from benchmarks.results import Row
from benchmarks.timing import in_turn

REPORTS = 100
"""How many each cluster makes in a round."""

SETTLED = 50
"""After how many reports a worker's memory has to stay as it is."""

GROWTH = 0.05
"""By which share memory may grow after that and still be called flat."""

NAMES = {1: "1 worker", 2: "2 workers"}


@dataclass
class Cluster:
    """A scheduler and workers, and what was seen of them."""

    address: str
    workers: int
    made: int = 0
    whole: list[float] = field(default_factory=list)
    """The seconds of each round from end to end."""
    memory: dict[int, list[tuple[int, float]]] = field(default_factory=dict)
    """By worker: how many reports were made by it, about, and its MiB then."""

    def make(self, work: Sequence[Any]) -> float:
        """Make reports; return the seconds from each worker's first one to the last."""
        from analysis.reports.running.cluster import run_on_cluster

        began = time.perf_counter()
        ended = []
        for _, result in run_on_cluster(work, self.address, 0, _say):
            if result.reason:
                raise AssertionError(result.reason)
            ended.append(time.perf_counter())
            self.made += 1
            self._weigh()
        self.whole.append(ended[-1] - began)
        # With its first report a worker starts up; the second one begins when that has ended.
        return (ended[-1] - ended[self.workers - 1]) * len(ended) / (len(ended) - self.workers)

    def _weigh(self) -> None:
        """Note what memory each worker has: itself, and the process that it forks reports from."""
        if not self.memory:
            self.memory = {pid: [] for pid in self._pids()}
        for pid, seen in self.memory.items():
            seen.append((self.made // self.workers, sum(map(_mebibytes, [pid, *_children(pid)]))))

    def _pids(self) -> list[int]:
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            return list(client.run(os.getpid).values())


def measure(rounds: int, scratch: Path) -> Row:
    """Return the efficiency of two workers, and by how much memory grows."""
    copy = twelve.checked_copy(scratch)
    work = _work(copy.project, scratch / "made", REPORTS * rounds * 2)
    with _cluster(scratch, 1) as one, _cluster(scratch, 2) as two:
        batches = iter([work[at : at + REPORTS] for at in range(0, len(work), REPORTS)])
        times = in_turn(
            {
                NAMES[each.workers]: lambda each=each: each.make(next(batches))
                for each in (one, two)
            },
            rounds,
        )
        ratios = [ratio / 2 for ratio in times.ratios(NAMES[1], NAMES[2])]
        weighed = [seen for each in (one, two) for seen in each.memory.values()]
        growths = [_growth(seen) for seen in weighed if seen[-1][0] >= 2 * SETTLED]
    efficiency = statistics.median(ratios)
    return Row(
        "cluster",
        f"{len(work)} report executions on Dask: 2 workers against 1; memory of a worker",
        f"efficiency ≥ 0.9; flat after the first {SETTLED}",
        f"{efficiency:.2f}; {max(growths):+.1%}",
        efficiency >= 0.9 and max(growths) <= GROWTH,
        rounds,
        {
            **times.seconds,
            "efficiency": ratios,
            "from end to end, 1 worker": one.whole,
            "from end to end, 2 workers": two.whole,
            "growth of memory by worker, as a share": growths,
        },
        [_curve(seen) for seen in weighed],
    )


def _work(project: Path, folder: Path, count: int) -> list[Any]:
    """Return pieces of work, each with an assumed rate of its own."""
    from analysis.checks.results import load_checked_tables
    from analysis.paths import Project
    from analysis.reports.report import Task
    from analysis.reports.running.run import How, plan_reports
    from analysis.reports.tasks import tasks

    light = next(task for task in tasks() if task.name.endswith("job-seeker-training"))
    wanted = [
        Task(light.report, {**light.values, "comparison": f"{number / (2 * count):.5f}-1"})
        for number in range(count)
    ]
    there = Project(project)
    checks = there.outputs / "checks"
    data = load_checked_tables(there.clean, checks)
    how = How(formats=("html",), force=True)
    return [plan.work for plan in plan_reports(there, folder, wanted, data, checks, how)]


@contextlib.contextmanager
def _cluster(scratch: Path, workers: int) -> Iterator[Cluster]:
    """Yield a scheduler with workers, as Dask's commands start them; kill them afterwards."""
    folder = scratch / f"cluster-{workers}"
    folder.mkdir()
    announced = folder / "scheduler.json"
    begun = [
        _start(
            ["scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(announced)],
            folder,
        )
    ]
    try:
        address = _announced(announced)
        words = ["worker", address, "--host", "127.0.0.1", "--nthreads", "1"]
        begun += [
            _start([*words, "--local-directory", str(folder)], folder) for _ in range(workers)
        ]
        _wait_for(address, workers)
        yield Cluster(address, workers)
    finally:
        for process in begun:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _start(words: list[str], folder: Path) -> subprocess.Popen[bytes]:
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *words, "--no-dashboard"],
            cwd=folder,
            env={
                **os.environ,
                "PYTHONPATH": str(twelve.ROOT),
                "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
            },
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _announced(path: Path) -> str:
    while True:
        with contextlib.suppress(OSError, ValueError):
            return str(json.loads(path.read_bytes())["address"])
        time.sleep(0.1)


def _wait_for(address: str, workers: int) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(workers)


def _children(pid: int) -> list[int]:
    """Return the processes that a worker has started and that stay: the one it forks from."""
    found = []
    for place in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in place.read_text(encoding="ascii").split()]
    return found


def _mebibytes(pid: int) -> float:
    """Return what a process has in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _say(message: str, **_: object) -> None:
    print(f"  {message}")


def _growth(seen: Sequence[tuple[int, float]]) -> float:
    """Return by which share memory grew from where it had settled to the end."""
    later = [size for made, size in seen if made > SETTLED]
    edge = max(1, len(later) // 5)
    return statistics.median(later[-edge:]) / statistics.median(later[:edge]) - 1


def _curve(seen: Sequence[tuple[int, float]]) -> dict[str, Any]:
    return {
        "name": "memory of a worker",
        "x": [made for made, _ in seen][:: REPORTS // 10],
        "y": [size for _, size in seen][:: REPORTS // 10],
        "x words": "reports made",
        "y words": "MiB",
    }
