"""Traces: code, failures, paths, names and settings of the machine that made a bundle."""

from __future__ import annotations

import getpass
import json
import os
import re
import socket
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import Problem
from analysis.reports.gate.content import Content
from analysis.reports.report import Task


@dataclass(frozen=True)
class _Pattern:
    """What gives a machine away: one of some words has to stand in a text, and then the form."""

    what: str
    words: tuple[str, ...]
    form: re.Pattern[str]

    def stands_in(self, text: str) -> bool:
        """Return whether it does."""
        return any(word in text for word in self.words) and self.form.search(text) is not None


_PATTERNS = (
    _Pattern(
        "an absolute path",
        ("/home/", "/tmp/", "/root", "/usr/", "/var/", "/opt/", "/mnt/",  # noqa: S108
         "/srv/", "/etc/", "/Users/", "/private/", "/builds/", "file:/", ":\\", ":\\\\"),
        re.compile(
            r"(?<![\w.~:/-])/(?:home|tmp|usr|var|opt|mnt|srv|etc|Users|private|builds)/[\w.~-]"
            r"|(?<![\w.:/-])/root(?![\w.-])|\bfile:/|(?<!\w)[A-Za-z]:\\{1,2}(?:Users|Program"
            r"|Windows|Documents|Temp|[A-Za-z]+\\)"
        ),
    ),
    _Pattern(
        "a traceback",
        ("Traceback", ", line ", "\x1b[", "site-packages", "dist-packages", "ipython-input",
         "ipykernel"),
        re.compile(
            r"Traceback \(most recent|File \"[^\"]+\", line \d|\x1b\[|(?:site|dist)-packages"
            r"|ipython-input-|ipykernel_"
        ),
    ),
    _Pattern(
        "a cell of code",
        ("import ", "In [", "In\xa0[", "cell_type", "jp-Code", "jp-Input", "hl-ipython",
         'class="input"', "class=input"),
        re.compile(
            r"\bfrom [a-z_]+(?:\.[a-z_]+)* import [\w(]|^\s*import [a-z_]+(?:\.[a-z_]+)*\s*$"
            r"|\bIn[ \xa0]\[[ \d]*\]:|\"cell_type\"|jp-CodeCell|jp-InputArea|hl-ipython"
            r"|class=\"?input\b",
            re.MULTILINE,
        ),
    ),
)  # fmt: skip


_ORDINARY = frozenset({
    "root", "user", "admin", "guest", "home", "host", "local", "localhost", "ubuntu", "debian",
    "docker", "runner", "build", "builder", "default", "container", "nobody", "vagrant",
    "jenkins", "test", "tester", "python", "jupyter", "analysis", "data", "report", "reports",
    "office", "worker", "server", "desktop", "laptop",
})  # fmt: skip
"""Names of users and machines that say nothing of anybody."""

_PLAIN_SETTINGS = re.compile(
    r"LC_.*|LANG|LANGUAGE|TZ|TERM|COLORTERM|SHELL|SHLVL|PWD|EDITOR|PAGER|DEBIAN_FRONTEND"
    r"|PYTHON(?:HASHSEED|IOENCODING|UTF8|UNBUFFERED|DONTWRITEBYTECODE)|MPLBACKEND|_"
)
"""Variables whose values many machines share."""

_PLAIN_VALUE = re.compile(
    r"[a-z]{2,3}_[A-Z]{2}(?:\..*)?|C\.UTF-8|\d{4}-\d{2}-\d{2}|[0-9.]{1,9}|"
    r"(?i:true|false|disabled|enabled|production|development|noninteractive)"
)


@dataclass(frozen=True)
class Needle:
    """A text that must not stand in a bundle, and what it is."""

    what: str
    text: str
    alone: bool = False
    """Whether it counts only as a word by itself."""

    def stands_in(self, text: str) -> bool:
        """Return whether it does."""
        if self.text not in text:
            return False
        whole = rf"(?<![\w-]){re.escape(self.text)}(?![\w-])"
        return not self.alone or re.search(whole, text) is not None


def machine_needles(environment: Mapping[str, str] | None = None) -> list[Needle]:
    """Return the names, places and settings of this machine and process."""
    settings = dict(os.environ) if environment is None else environment
    needles = [
        Needle("a user name of this machine", name, alone=True)
        for name in _peculiar([getpass.getuser(), Path.home().name])
    ]
    host = socket.gethostname()
    needles += [
        Needle("the name of this machine", name, alone=True)
        for name in _peculiar([host, host.partition(".")[0]])
    ]
    places = {str(Path.home()), tempfile.gettempdir(), sys.prefix, str(Path.cwd())}
    needles += [
        Needle("an absolute path", place) for place in sorted(places) if place.count("/") > 1
    ]
    for name, value in sorted(settings.items()):
        if value and len(name) > 2:
            needles.append(Needle(f"the environment variable {name}", f"{name}={value}"))
        if len(value) > 7 and not (
            _PLAIN_SETTINGS.fullmatch(name) or _PLAIN_VALUE.fullmatch(value)
        ):
            needles.append(
                Needle(f"the value of the environment variable {name}", value, alone=True)
            )
    return needles


def _peculiar(names: Iterable[str]) -> list[str]:
    return sorted({name for name in names if len(name) > 3 and name.lower() not in _ORDINARY})


def private_needles(tasks: Iterable[Task]) -> list[Needle]:
    """Return names and values of the private parameters of a bundle's reports.

    A name or value that is short or could be any word counts only where it is written as
    a setting: ``name=value``, ``name: value``, ``"name"``.
    """
    needles = []
    for task in tasks:
        for name, parameter in task.report.parameters.items():
            if not parameter.private:
                continue
            value = str(task.values[name])
            named = [name] if "_" in name else [f"{name}=", f"{name}:", f'"{name}"', f"`{name}`"]
            what = f"the private parameter {name}"
            needles += [Needle(what, text, alone="_" in name) for text in named]
            if len(value) > 3:
                needles.append(Needle(f"the value of {what}", value, alone=True))
    return list(dict.fromkeys(needles))


def code_needles(notebooks: Path) -> list[Needle]:
    """Return the lines of the notebooks' code that could be nothing else."""
    found = set()
    for path in sorted(notebooks.glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                for line in "".join(cell["source"]).splitlines():
                    written = line.partition("  #")[0].strip()
                    if len(written) >= 16 and re.search(r"[=(]|\bimport\b", written):
                        found.add(written)
    return [Needle("a cell of code", line) for line in sorted(found)]


def traces(content: Content, needles: Iterable[Needle]) -> Iterator[Problem]:
    """Yield each kind of trace once for each place where it stands.

    The file is searched as a whole first, line breaks read as spaces, and place by place
    only for what was found: what is broken over places is told by the file alone.
    """
    texts = list(_texts(content))
    blocks = "\n".join(text for _, text in texts)
    searches: list[_Pattern | Needle] = [*_PATTERNS, *needles]
    here = [one for text in (blocks, " ".join(blocks.split())) for one in _found(text, searches)]
    if not here:
        return
    here = list(dict.fromkeys(here))
    seen: dict[str, list[str]] = {what: [] for what in sorted({one.what for one in here})}
    for place, text in texts:
        for one in _found(text, here):
            if place not in seen[one.what]:
                seen[one.what].append(place)
    for what, places in seen.items():
        for place in [place for place in places if place] or [""]:
            yield Problem(
                f"{what} stands in what is to be shared",
                f"{content.file}, {place}" if place else content.file,
                advice="make the file again without it",
            )


def _found(text: str, searches: Iterable[_Pattern | Needle]) -> Iterator[_Pattern | Needle]:
    return (one for one in searches if one.stands_in(text))


def _texts(content: Content) -> Iterator[tuple[str, str]]:
    """Yield the file's name, what is said by block, and what stands in the bytes."""
    yield "", content.file
    for block in content.blocks:
        yield block.place, block.text
    for place, data in content.raw:
        yield place, data.decode("utf-8", "replace")
        if b"\0" in data:
            for encoding in ("utf-16-le", "utf-16-be"):
                for start in (0, 1):
                    yield place, data[start:].decode(encoding, "replace")
