"""On a worker elsewhere: the inputs of a run unpacked once, reports made of them, all sent back.

Nothing is shared with the machine that asks but what travels: clean tables, results of checks
and notebooks go there; pages, executed notebooks and files come back.
"""

from __future__ import annotations

import hashlib
import io
import multiprocessing
import os
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.machinery import ModuleSpec
from pathlib import Path

from analysis.checks.results import RESULTS
from analysis.cleaning.schema import SCHEMAS
from analysis.errors import StorageError
from analysis.files import fill_folder, move_folder, read_bytes, remove, scratch, staging, zipped
from analysis.paths import MARKERS, Project
from analysis.reports.results import ReportResult
from analysis.reports.running.here import LostError, run_here
from analysis.reports.running.making import Making, Work, failed, make_report
from analysis.reports.running.publishing import moved

_INPUTS = "inputs"
_CHECKS = "checks"


class NotReceivedError(StorageError):
    """A worker has no inputs of the run: it began anew after it was given them."""


@dataclass(frozen=True)
class Parcel:
    """The inputs of a run as they travel."""

    run: str
    digest: str
    content: bytes

    @property
    def name(self) -> str:
        """What the folder of the inputs is called on a worker."""
        return f"analysis-{self.run}-{self.digest}"


@dataclass(frozen=True)
class Made:
    """What came of a piece of work: the result, and the files by their place in a run."""

    result: ReportResult
    files: Mapping[str, bytes]


def pack(work: Sequence[Work], run: str) -> Parcel:
    """Return all that pieces of work of one run are made of."""
    making = work[0].making
    project = making.project
    files = {
        **{name: read_bytes(project.root / name) for name in MARKERS},
        **{
            f"data/clean/{table}.csv": read_bytes(project.clean / f"{table}.csv")
            for table in SCHEMAS
        },
        **{f"notebooks/{one.source.name}": read_bytes(one.source) for one in work},
        f"{_CHECKS}/{RESULTS}": read_bytes(making.checks / RESULTS),
    }
    content = zipped(files, _INPUTS)
    return Parcel(run, hashlib.sha256(content).hexdigest(), content)


def receive(parcel: Parcel, folder: Path) -> None:
    """Unpack a parcel into a folder of its own, whole or not at all.

    Raises
    ------
    StorageError
        It is not what was sent, or cannot be written.
    """
    if hashlib.sha256(parcel.content).hexdigest() != parcel.digest:
        raise StorageError("the inputs that arrived are not those that were sent")
    with staging(folder) as stage, zipfile.ZipFile(io.BytesIO(parcel.content)) as packed:
        fill_folder(stage, {name: packed.read(name) for name in packed.namelist()})
        move_folder(stage / _INPUTS, folder / parcel.name)


def make(work: Work, inputs: Path) -> Made:
    """Make a report of unpacked inputs in a process of its own, as it would be made at home.

    Raises
    ------
    NotReceivedError
        There are no such inputs.
    """
    if not inputs.is_dir():
        raise NotReceivedError(f"{inputs.name} is not here")
    _be_a_parent()
    with scratch() as folder:
        run = folder / "run"
        making = Making(Project(inputs), run, inputs / _CHECKS, work.making.formats)
        here = replace(work, making=making)
        ((_, result),) = run_here(make_report, [here], 1)
        if isinstance(result, LostError):
            result = failed(here, result)
        files = {
            path.relative_to(run).as_posix(): read_bytes(path)
            for path in sorted(run.rglob("*"))
            if path.is_file()
        }
    return Made(moved(result, run, work.making.run), files)


def forget(inputs: Path) -> None:
    """Remove the inputs of a run."""
    remove(inputs)


def _be_a_parent() -> None:
    """Make this process one that may have children, and whose children are as at home.

    Dask's nanny starts workers as daemons, which may have none, and with a seed of its own for
    the hashes of strings, which the parent of warm processes would take over. Each child would
    import the script that started Dask, for nothing; it passes over what is called ``__main__``.
    """
    process, script = multiprocessing.current_process(), sys.modules["__main__"]
    if process.daemon:
        process.daemon = False
    if script.__spec__ is None:
        script.__spec__ = ModuleSpec("dask.__main__", None)
    os.environ["PYTHONHASHSEED"] = "0"
