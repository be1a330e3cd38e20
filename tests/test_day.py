"""A researcher's day, as its page tells it: every command run, what it says held to the page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from checkout import ROOT, copy_checkout

PAGE = ROOT / "docs" / "a-researchers-day.md"


def told() -> list[tuple[str, str]]:
    """Return the commands of the page, each with what the page says that it says."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, said = part.partition("\n")
            found.append((command, said))
    return found


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory, checked: Path) -> list[str]:
    """Return what each command of the page says on a copy of the project, in order."""
    folder = tmp_path_factory.mktemp("day")
    project = copy_checkout(folder / "project", checked)
    tools = folder / "tools"
    tools.mkdir()
    (tools / "analysis").write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m analysis "$@"\n', encoding="utf-8"
    )
    (tools / "analysis").chmod(0o755)
    surroundings = {
        **os.environ,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "200",
    }
    return [_said(command, project.root, surroundings) for command, _ in told()]


def _said(command: str, folder: Path, surroundings: dict[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    return done.stdout + (f"[exit code {done.returncode}]\n" if done.returncode else "")


@pytest.mark.parametrize("number", range(len(told())))
def test_a_command_says_what_the_page_says(said: list[str], number: int) -> None:
    command, expected = told()[number]
    pattern = re.escape(expected).replace("…", ".*")
    assert re.fullmatch(pattern, said[number], re.DOTALL), f"$ {command}\n{said[number]}"


def test_the_day_is_whole() -> None:
    commands = " ".join(command for command, _ in told())
    for word in ("check", "run", "compare", "review", "share", "verify"):
        assert f"analysis {word}" in commands
