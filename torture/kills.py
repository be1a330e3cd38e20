"""Kills: a run ended by the system at any moment loses nothing and mixes nothing.

After each, the clean tables, the latest run and the cache are whole, old or new; nothing that was
started is left at work; and the next run ends with the bytes of one that was not disturbed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from analysis.reports.warm import adopt_orphans, children
from torture.copies import change_cell, copy_project
from torture.outcomes import Outcomes
from torture.running import WORKERS, Forked

PATIENCE = 10.0
"""Seconds in which whatever a killed run had started has to be gone."""

MENDED = "whole, and mended by the next run"

Digests = Mapping[str, str]

_ours: set[int] = set()
"""The processes that this one has started itself: the parent of forked commands, and its like."""


@dataclass(frozen=True)
class Scene:
    """A project before a run, and what an undisturbed run makes of it."""

    name: str
    folder: Path
    seconds: float
    steps: int
    clean: tuple[Digests, Digests]
    """The clean tables before and after."""
    site: Digests
    """The files of the run, save its manifest."""


def campaign(both: Sequence[Scene], scratch: Path, count: int, seed: int, workers: int) -> Outcomes:
    """Kill so many runs: scenes in turn, half by the clock, half at a step."""
    chance, outcomes = random.Random(seed), Outcomes("kills")
    moments = [
        _moment(both[number % len(both)], number // len(both) % 2 == 0, chance)
        for number in range(count)
    ]

    def kill(numbered: tuple[int, tuple[Scene, str, float]]) -> tuple[Scene, str, float, str]:
        number, (scene, how, when) = numbered
        return scene, how, when, _killed(scene, how, when, scratch / f"kill-{number}")

    with ThreadPoolExecutor(workers) as pool:
        for scene, how, when, fault in pool.map(kill, enumerate(moments)):
            outcome = "silent" if fault else MENDED
            outcomes.note(f"{scene.name}, {how}", outcome, f"at {when:g}: {fault}")
    return outcomes


def _moment(scene: Scene, by_clock: bool, chance: random.Random) -> tuple[Scene, str, float]:
    if by_clock:
        return scene, "by the clock", round(chance.uniform(0.1, scene.seconds), 3)
    return scene, "at a step", chance.randint(1, scene.steps)


def scenes(scratch: Path, cache: Path | None = None) -> Iterator[Scene]:
    """Yield the same change of data, once checked already, once to be cleaned and checked.

    Parameters
    ----------
    cache : what another run has kept of the data as they are.
    """
    adopt_orphans()
    first = copy_project(scratch / "first", cache)
    _done(Forked(first, "run", *WORKERS))
    _ours.update(children(os.getpid()))
    before = _clean(first)
    change_cell(first / "data/raw/association-report-2019/figures.csv", "ar19-033-1", "121")
    checked = scratch / "checked"
    shutil.copytree(first, checked, symlinks=True)
    _done(Forked(checked, "check"))
    yield _scene("executing to publishing", checked, before, scratch)
    yield _scene("cleaning to publishing", first, before, scratch)


def _scene(name: str, folder: Path, before: Digests, scratch: Path) -> Scene:
    trial, steps = scratch / "trial", scratch / "steps"
    shutil.copytree(folder, trial, symlinks=True)
    began = time.monotonic()
    _done(Forked(trial, "run", *WORKERS, told=str(steps)))
    found = Scene(
        name, folder, time.monotonic() - began, int(steps.read_text(encoding="ascii")),
        (before, _clean(trial)), site(trial),
    )  # fmt: skip
    shutil.rmtree(trial)
    return found


def _killed(scene: Scene, how: str, when: float, copy: Path) -> str:
    """Kill a run on a copy; return what is wrong afterwards, if anything."""
    shutil.copytree(scene.folder, copy, symlinks=True)
    if how == "at a step":
        Forked(copy, "run", *WORKERS, told=f"@{when:g}").end()
    else:
        run = Forked(copy, "run", *WORKERS)
        if run.end(when) is None:
            run.kill()
            run.end()
    try:
        return _left_over() or broken(scene, copy) or not_mended(scene, copy)
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _left_over() -> str:
    """Return what still runs of a run that was killed: this process has adopted it."""
    until = time.monotonic() + PATIENCE
    while left := _adopted():
        if time.monotonic() > until:
            return f"left at work: {left}"
        time.sleep(0.02)
    return ""


def _adopted() -> list[int]:
    """Return the processes that lost their parent and still run; take leave of those that ended."""
    running = []
    for pid in set(children(os.getpid())) - _ours:
        with contextlib.suppress(ChildProcessError):
            if os.waitpid(pid, os.WNOHANG) == (0, 0):
                running.append(pid)
    return running


def broken(scene: Scene, copy: Path) -> str:
    """Return what is neither old nor new, in words."""
    if _clean(copy) not in scene.clean:
        return "data/clean is neither the old tables nor the new ones"
    latest = copy / "outputs" / "latest"
    manifest = json.loads((latest / "manifest.json").read_bytes())
    for report in manifest["reports"]:
        for name, digest in report["outputs"].items():
            if _digest(latest / name) != digest:
                return f"outputs/latest: {name} is not what its manifest says"
    files = copy / "outputs" / "cache" / "files"
    for entry in (copy / "outputs" / "cache" / "entries").rglob("*.json"):
        if entry.name.startswith("."):
            continue
        record = json.loads(entry.read_bytes())
        for digest in (*record["files"].values(), record["extra"]):
            if _digest(files / digest[:2] / digest) != digest:
                return f"the cache's entry of {record['name']} is not whole"
    return ""


def not_mended(scene: Scene, copy: Path) -> str:
    """Return in what the next run differs from an undisturbed one."""
    ended = Forked(copy, "run", *WORKERS).end()
    if ended is None or ended.code:
        return f"the next run ended so: {ended}"[-400:]
    if _clean(copy) != scene.clean[1]:
        return "the next run left other clean tables"
    made = site(copy)
    if made != scene.site:
        other = sorted(n for n in {*made, *scene.site} if made.get(n) != scene.site.get(n))
        return f"the next run made other files: {', '.join(other[:5])}"
    hidden = [
        path.relative_to(copy).as_posix()
        for top in ("data", "outputs")
        for path in (copy / top).rglob(".*")
        if path.name != ".lock"
    ]
    return f"left lying: {', '.join(hidden[:5])}" if hidden else ""


def _done(run: Forked) -> None:
    ended = run.end()
    if ended is None or ended.code:
        raise AssertionError(ended)


def _clean(project: Path) -> dict[str, str]:
    folder = project / "data" / "clean"
    return {path.name: _digest(path) for path in sorted(folder.glob("*.csv"))}


def site(project: Path) -> dict[str, str]:
    """Return the digests of the latest run's files, save its manifest, by their places."""
    return _files((project / "outputs" / "latest").resolve())


def _files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): _digest(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
