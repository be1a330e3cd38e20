"""Faults of the machine: a full disk, folders that cannot be written, a strange environment.

Each run either makes what an undisturbed run makes, or stops with a message and a named exit code
and leaves everything whole; and once the fault is gone, the next run makes it.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from analysis.errors import ExitCode
from torture import kills
from torture.kills import Scene
from torture.outcomes import Outcomes
from torture.running import WORKERS, Ended, Spawned

FINE, STOPPED, NOT_TRIED = "harmless", "stopped and named", "not tried"


def campaign(
    scene: Scene, scratch: Path, names: Iterable[str], full_disks: int, seed: int, workers: int
) -> Outcomes:
    """Try faults once each, and so many full disks, a few at a time."""
    outcomes = Outcomes("faults")

    def one(name: str) -> tuple[str, str]:
        copy = scratch / name.partition(",")[0].replace("/", " ") / "project"
        shutil.copytree(scene.folder, copy, symlinks=True)
        try:
            return FAULTS[name](scene, copy)
        finally:
            shutil.rmtree(copy, ignore_errors=True)

    def full_disk(numbered: tuple[int, int]) -> tuple[str, str]:
        number, size = numbered
        return _full_disk(scene, scratch / f"disk-{number}", size)

    tried = list(names)
    with ThreadPoolExecutor(workers) as pool:
        for name, found in zip(tried, pool.map(one, tried), strict=True):
            outcomes.note(name, *found)
        if full_disks and can_mount():
            sizes = _sizes(scene, scratch, full_disks, random.Random(seed))
            for found in pool.map(full_disk, enumerate(sizes)):
                outcomes.note("a full disk", *found)
    return outcomes


def can_mount() -> bool:
    """Return whether file systems can be mounted here: by root only."""
    return os.geteuid() == 0 and shutil.which("mount") is not None


def _judged(ended: Ended, scene: Scene, copy: Path, *, after: Callable[[], None] = lambda: None
            ) -> tuple[str, str]:  # fmt: skip
    """Return the outcome of a run that a fault may have stopped; ``after`` takes the fault away."""
    if "Traceback" in ended.said or ended.code in (ExitCode.UNEXPECTED, -6, -11):
        return "crashed", ended.said[-500:]
    broken = kills.broken(scene, copy)
    if broken:
        return "silent", broken
    if ended.code == 0:
        return (FINE, "") if kills.site(copy) == scene.site else ("silent", "other files were made")
    if ended.code not in (ExitCode.STORAGE, ExitCode.REPORT, ExitCode.BUSY):
        return "refused with another exit code", f"{ended.code}: {ended.said[-300:]}"
    after()
    fault = kills.not_mended(scene, copy)
    return ("not mended", fault) if fault else (STOPPED, "")


def _with_environment(
    change: Callable[[dict[str, str]], None],
) -> Callable[[Scene, Path], tuple[str, str]]:
    def tried(scene: Scene, copy: Path) -> tuple[str, str]:
        environment = dict(os.environ)
        change(environment)
        return _judged(Spawned(copy, "run", *WORKERS, environment=environment).end(), scene, copy)

    return tried


def _no_home(environment: dict[str, str]) -> None:
    for name in ("HOME", "USER", "LOGNAME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        environment.pop(name, None)
    environment["HOME"] = "/nonexistent"


def _no_locale(environment: dict[str, str]) -> None:
    for name in [name for name in environment if name.startswith(("LC_", "LANG", "PYTHONUTF8"))]:
        del environment[name]
    environment["LC_ALL"] = "C"


def _elsewhere(environment: dict[str, str]) -> None:
    environment.update({"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "COLUMNS": "1"})


def _umask(scene: Scene, copy: Path) -> tuple[str, str]:
    # A mask set in this process would be that of the runs beside it as well.
    within = ("sh", "-c", 'umask 077; exec "$@"', "sh")
    return _judged(Spawned(copy, "run", *WORKERS, within=within).end(), scene, copy)


def _no_network(scene: Scene, copy: Path) -> tuple[str, str]:
    """Run where there is no network device at all, not even the loopback's."""
    if not can_mount():
        return NOT_TRIED, "only root can take the network away"
    return _judged(Spawned(copy, "run", *WORKERS, within=("unshare", "--net")).end(), scene, copy)


def _strange_path(scene: Scene, copy: Path) -> tuple[str, str]:
    strange = copy.with_name("a \"path\" with 'quotes', $HOME, ქართული & \u202frest; #")
    copy.rename(strange)
    try:
        return _judged(Spawned(strange, "run", *WORKERS).end(), scene, strange)
    finally:
        strange.rename(copy)


def _linked_outputs(scene: Scene, copy: Path) -> tuple[str, str]:
    elsewhere = copy.with_name("elsewhere")
    (copy / "outputs").rename(elsewhere)
    (copy / "outputs").symlink_to(elsewhere)
    try:
        return _judged(Spawned(copy, "run", *WORKERS).end(), scene, copy)
    finally:
        shutil.rmtree(elsewhere)


def _clock_set_back(scene: Scene, copy: Path) -> tuple[str, str]:
    """Let everything there be of a later day, as if the clock had been set back since."""
    runs = copy / "outputs" / "runs"
    (run,) = [one for one in runs.iterdir() if not one.name.startswith(".")]
    later = runs / f"20990101T000000Z-{run.name.rpartition('-')[2]}"
    run.rename(later)
    latest = copy / "outputs" / "latest"
    latest.unlink()
    latest.symlink_to(later.relative_to(latest.parent))
    moment = datetime(2099, 1, 1).timestamp()
    for path in copy.rglob("*"):
        os.utime(path, (moment, moment), follow_symlinks=False)
    return _judged(Spawned(copy, "run", *WORKERS).end(), scene, copy)


def _at_once(count: int) -> Callable[[Scene, Path], tuple[str, str]]:
    def tried(scene: Scene, copy: Path) -> tuple[str, str]:
        begun = [Spawned(copy, "run", *WORKERS, "--if-running", "wait") for _ in range(count)]
        ended = [one.end() for one in begun]
        failed = [one for one in ended if one.code]
        if failed:
            return "crashed", failed[0].said[-300:]
        return _judged(ended[0], scene, copy)

    return tried


def _one_leaves(scene: Scene, copy: Path) -> tuple[str, str]:
    begun = [Spawned(copy, "run", *WORKERS) for _ in range(2)]
    ended = sorted((one.end() for one in begun), key=lambda one: one.code)
    if [one.code for one in ended] != [ExitCode.OK, ExitCode.BUSY]:
        return "crashed", str(ended)[-400:]
    outcome = _judged(Ended(0, ""), scene, copy)
    return (STOPPED, "") if outcome[0] == FINE else outcome


def _read_only(place: str) -> Callable[[Scene, Path], tuple[str, str]]:
    def tried(scene: Scene, copy: Path) -> tuple[str, str]:
        if not can_mount():
            return NOT_TRIED, "only root can make a folder read-only for everybody"
        with _mounted(["--bind", str(copy / place), str(copy / place)], copy / place):
            subprocess.run(["mount", "-o", "remount,bind,ro", str(copy / place)], check=True)
            ended = Spawned(copy, "run", *WORKERS).end()
            if ended.code == 0:
                return "silent", f"{place} cannot be written, and the run says nothing"
        return _judged(ended, scene, copy)

    return tried


FAULTS: Mapping[str, Callable[[Scene, Path], tuple[str, str]]] = {
    "no home": _with_environment(_no_home),
    "no locale": _with_environment(_no_locale),
    "another locale, time zone and narrow terminal": _with_environment(_elsewhere),
    "umask 077": _umask,
    "no network device": _no_network,
    "a path of quotes, spaces and Georgian": _strange_path,
    "outputs is a link": _linked_outputs,
    "the clock was set back": _clock_set_back,
    "two runs at once, one leaves": _one_leaves,
    "five runs at once, all wait": _at_once(5),
    "the project is read-only": _read_only("."),
    "data/clean is read-only": _read_only("data/clean"),
    "the cache is read-only": _read_only("outputs/cache"),
    "the runs are read-only": _read_only("outputs/runs"),
}


def _sizes(scene: Scene, scratch: Path, count: int, chance: random.Random) -> Iterator[int]:
    """Yield sizes of disks, in KiB, on which a run does not end."""
    before = _kibibytes(scene.folder)
    trial = scratch / "trial"
    shutil.copytree(scene.folder, trial, symlinks=True)
    Spawned(trial, "run", *WORKERS).end()
    after = _kibibytes(trial)
    shutil.rmtree(trial)
    # What folders take is guessed too high: most runs end on a disk of the last third.
    most = before + 200 + (after - before - 200) * 2 // 3
    for _ in range(count):
        yield chance.randint(before + 200, most)


def _kibibytes(folder: Path) -> int:
    """Return what files and folders take on a disk of pages of 4 KiB."""
    sizes = [path.lstat().st_size for path in folder.rglob("*")]
    return sum(4 * (size // 4096 + 1) for size in sizes)


def _full_disk(scene: Scene, place: Path, size: int) -> tuple[str, str]:
    place.mkdir()
    with _mounted(["-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(place)], place):
        copy = place / "project"
        shutil.copytree(scene.folder, copy, symlinks=True)
        return _judged(
            Spawned(copy, "run", *WORKERS).end(), scene, copy,
            after=lambda: _mount(["-o", "remount,size=1g", str(place)]),
        )  # fmt: skip


@contextmanager
def _mounted(words: list[str], place: Path) -> Iterator[None]:
    _mount(words)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def _mount(words: list[str]) -> None:
    subprocess.run(["mount", *words], check=True)
