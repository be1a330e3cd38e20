"""The examination of a folder before it is sent: everything wrong in it, each with place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import DataError, GateError, Problem
from analysis.files import read_bytes
from analysis.reports.gate.content import Block, Content, Link
from analysis.reports.gate.copies import copies
from analysis.reports.gate.links import check_links, check_lists, own_links
from analysis.reports.gate.reading import read
from analysis.reports.gate.traces import (
    Needle,
    code_needles,
    machine_needles,
    private_needles,
    traces,
)
from analysis.reports.gate.withheld import Withheld, read_withheld
from analysis.reports.report import Task
from analysis.source.fingerprints import Fingerprints, kept

Rows = Mapping[str, Sequence[Block]]
"""By the path of each file, its rows, paragraphs and observations."""


@dataclass(frozen=True)
class Examined:
    """Everything that is wrong in a folder, in the order of its files, and what was read there."""

    problems: list[Problem]
    rows: Rows


def refuse_unfit(folder: Path, tasks: Iterable[Task] = (), notebooks: Path | None = None) -> Rows:
    """Return what was read of a folder that is fit to be sent.

    Parameters
    ----------
    folder : a staged bundle; nothing in it is changed.
    tasks : the reports of the bundle, for their private parameters.
    notebooks : the folder of the notebooks, where there is one, for their code.

    Raises
    ------
    GateError
        Every problem found, with file and place.
    """
    found = examine(folder, tasks, notebooks)
    if found.problems:
        raise GateError(found.problems)
    return found.rows


def examine(
    folder: Path,
    tasks: Iterable[Task] = (),
    notebooks: Path | None = None,
    *,
    made_here: bool = True,
) -> Examined:
    """Read every file of a folder, and return everything that is wrong in it.

    Names and settings of this machine are looked for only if the folder was ``made_here``:
    those of a partner who verifies a bundle have nothing to do with it.
    """
    needles = [*(machine_needles() if made_here else ()), *private_needles(tasks)]
    needles += code_needles(notebooks) if notebooks else []
    fingerprints = kept()
    problems: list[Problem] = []
    withheld: Withheld | None = None
    try:
        withheld = read_withheld(folder)
    except DataError as error:
        problems += error.problems
    links: dict[str, list[Link]] = {}
    anchors: dict[str, set[str]] = {}
    rows: dict[str, Sequence[Block]] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            problems.append(Problem("a link of the file system", name, advice="send the file"))
        elif path.is_file():
            data = read_bytes(path)
            content = read(name, data)
            problems += examine_content(content, needles, fingerprints)
            problems += withheld.beside(content, data) if withheld else []
            links[name], anchors[name] = own_links(content, data), content.anchors
            rows[name] = content.rows
    problems += check_links(links, anchors)
    problems += check_lists(folder, set(links))
    return Examined(problems, rows)


def examine_content(
    content: Content, needles: Sequence[Needle], fingerprints: Fingerprints
) -> Iterator[Problem]:
    """Yield what is wrong in one file by itself."""
    for fault in content.faults:
        yield Problem(fault.text, ", ".join(filter(None, (content.file, fault.place))))
    yield from traces(content, needles)
    yield from copies(content, fingerprints)
