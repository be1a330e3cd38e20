"""JupyterLab as researchers use it: a real one, driven in Chromium."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browser
import pytest
from checkout import digests

from analysis.paths import Project

TOKEN = "for-the-test"
MIDTERM = "midterm_evaluation.ipynb"

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def lab(ran: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Project]]:
    """Yield the address of a JupyterLab on a copy of a project that has been run."""
    if reason := browser.missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    project = Project(tmp_path_factory.mktemp("lab") / "project")
    shutil.copytree(ran.root, project.root, symlinks=True)
    home = tmp_path_factory.mktemp("home")
    said = home / "said"
    words = [
        "--no-browser", "--ip=127.0.0.1", "--port=0", "--allow-root",
        f"--IdentityProvider.token={TOKEN}", "--LabApp.expose_app_in_browser=True",
        f"--notebook-dir={project.notebooks}",
    ]  # fmt: skip
    with said.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *words],
            env={**os.environ, "HOME": str(home), "IPYTHONDIR": str(home / "ipython")},
            stdout=stream,
            stderr=stream,
        )
    try:
        yield _address(said, process), project
    finally:
        process.terminate()
        process.wait(30)


def _address(said: Path, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        found = re.search(r"(http://127\.0\.0\.1:[0-9]+/)lab", said.read_text(encoding="utf-8"))
        if found:
            return found[1]
        time.sleep(0.2)
    raise AssertionError(said.read_text(encoding="utf-8")[-2000:])


def work(address: str, *steps: tuple[str, dict[str, str]]) -> list[dict[str, Any]]:
    """Open notebooks, change parameters, run all cells from the menu; return what is seen.

    Where the next step is in the same notebook it goes on in it, with its kernel.
    """
    asked = {
        "chromium": shutil.which("chromium"),
        "address": address,
        "token": TOKEN,
        "steps": [{"notebook": name, "parameters": given} for name, given in steps],
    }
    done = subprocess.run(
        ["node", "lab.mjs"],
        cwd=browser.FOLDER,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=500,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def worked(lab: tuple[str, Project]) -> tuple[Files, list[dict[str, Any]], Files]:
    """Return what is seen of every notebook as it is, and of one with another parameter.

    Before and behind it stand the committed files as they were, and as they were left.
    """
    address, project = lab
    names = [path.name for path in sorted(project.notebooks.glob("*.ipynb"))]
    assert len(names) == 5
    names.sort(key=lambda name: name == MIDTERM)  # Last, to be gone on with.
    before = _committed(project)
    seen = work(address, *((name, {}) for name in names), (MIDTERM, {"chapter": '"V"'}))
    return before, seen, _committed(project)


def test_every_notebook_runs_from_the_menu_and_leaves_the_folder_as_it_was(worked) -> None:
    before, seen, after = worked
    assert len(seen) == 6
    for one in seen:
        assert one["errors"] == [], one["notebook"]
        assert one["executed"] == one["cells"], one["notebook"]
        assert one["pictures"], one["notebook"]
        assert one["requests"] == [], one["notebook"]
    assert after == before


def test_another_chapter_in_the_parameters_makes_another_title(worked) -> None:
    whole, chapter = (one for one in worked[1] if one["notebook"] == MIDTERM)
    assert "Chapter V " not in whole["words"][:2_000]
    assert "hapter V" in chapter["words"][:2_000]
    assert whole["words"] != chapter["words"]


def _committed(project: Project) -> Files:
    """Return the files of a project that version control would look at."""
    return {
        name: content
        for folder in ("data", "notebooks", "expectations")
        for name, content in digests(project.root / folder).items()
        if ".ipynb_checkpoints" not in name
    }
