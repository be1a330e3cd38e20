"""What the project is made of: licences, pins, and nothing that runs when a folder is opened."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from checkout import ROOT

from analysis.checks.validation import validate
from analysis.cleaning.schema import SCHEMAS
from analysis.paths import Project
from torture import licences
from torture.licences import Licence


def test_every_pinned_package_may_be_used():
    assert [one for one in licences.licences() if not one.allowed] == []


def test_a_licence_that_nobody_allowed_is_found():
    assert not Licence("x", "1", ("AGPL-3.0-only",)).allowed
    assert not Licence("x", "1", ("MIT", "not stated")).allowed


def test_the_page_lists_what_is_pinned():
    listed = re.findall(r"^\| (\S+) \| (\S+) \| (?!licence)", _page(), re.MULTILINE)
    assert {name: version for name, version in listed if name != "package"} == licences.pinned()


def test_the_bill_of_materials_lists_every_pin_with_its_digests(tmp_path):
    listed = tmp_path / "sbom.json"
    words = ["requirements", "--output-format", "JSON", "--output-file", str(listed)]
    done = subprocess.run(
        [sys.executable, "-m", "cyclonedx_py", *words, "requirements.lock"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(listed.read_bytes())
    assert found["bomFormat"] == "CycloneDX"
    versions = {one["name"]: one["version"] for one in found["components"]}
    assert versions == licences.pinned()
    assert all(one["externalReferences"][0]["hashes"] for one in found["components"])


def test_every_pin_has_its_digests():
    blocks = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / "requirements.lock").read_text("utf-8"))
    pins = [block for block in blocks if "==" in block.splitlines()[0]]
    assert {block.partition("==")[0] for block in pins} == set(licences.pinned())
    assert [block.splitlines()[0] for block in pins if "--hash=sha256:" not in block] == []


def test_notebooks_are_committed_without_outputs_and_nothing_runs_on_opening():
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        notebook = json.loads(path.read_bytes())
        assert not [cell for cell in notebook["cells"] if cell.get("outputs")], path.name
        assert "widgets" not in notebook["metadata"], path.name
    opened = [".vscode", ".idea", ".devcontainer", ".envrc", "sitecustomize.py", "usercustomize.py"]
    assert [name for name in opened if (ROOT / name).exists()] == []
    assert not list((ROOT / "notebooks").rglob("*.jupyterlab-workspace"))


# no network


def _alone() -> list[str]:
    """Return the words that run a command without a network, or skip where there are none."""
    for words in (["unshare", "--net"], ["unshare", "--user", "--map-root-user", "--net"]):
        if (
            shutil.which("unshare")
            and not subprocess.run([*words, "true"], check=False, capture_output=True).returncode
        ):
            return words
    pytest.skip("this machine lets nobody have a network of their own (unshare --net)")


def test_reports_in_every_format_are_made_without_a_network(ran: Project) -> None:
    """Of two kinds, made anew: nobody else asks for these values."""
    words = [sys.executable, "-m", "analysis", "--project", str(ran.root), "run"]
    asked = ["programmes_compared", "programme_effect", "-p", "threshold=7"]
    only = ["--only", "programmes-*", "--only", "*-hepatitis-c*"]
    without_route = ["bash", "-c", '[ $(wc -l </proc/net/route) -le 1 ] && exec "$@"', "bash"]
    done = subprocess.run(
        [*_alone(), *without_route, *words, *asked, *only],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "2 to make" in done.stderr
    (run,) = re.findall(r"outputs/runs/[^/]+", done.stdout)
    assert len(list((ran.root / run / "documents").glob("*"))) == 6


def test_checking_asks_nothing_of_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: asked.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *words, **_: asked.append(words) or [])
    tables = {name: pd.read_csv(ROOT / "data" / "clean" / f"{name}.csv", dtype=str,
                                keep_default_na=False) for name in SCHEMAS}  # fmt: skip
    assert validate(tables, ROOT / "expectations", only=("status_scales",))
    assert asked == []
    with socket.socket() as one:
        one.connect(("127.0.0.1", 9))
    assert asked == [("127.0.0.1", 9)]


def test_jupyterlab_looks_for_no_news_updates_or_extensions() -> None:
    from jupyterlab.handlers.announcements import NeverCheckForUpdate
    from jupyterlab.labapp import LabApp

    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    options = re.search(r"^LAB_ALONE := ((?:.*\\\n)*.*)$", makefile, re.MULTILINE)
    assert options
    assert re.search(r"jupyter lab .*\$\(LAB_ALONE\)", makefile)
    app = LabApp()
    app.parse_command_line(shlex.split(options[1].replace("\\\n", " ")))
    assert app.news_url is None
    assert app.check_for_updates_class is NeverCheckForUpdate
    assert app.extension_manager == "readonly"


def test_nothing_that_is_pinned_is_there_to_report_on_its_users() -> None:
    known = {
        "posthog",
        "sentry-sdk",
        "mixpanel",
        "segment-analytics-python",
        "scarf",
        "rudderstack",
    }
    assert known & set(licences.pinned()) == set()


def _page() -> str:
    return Path(licences.PAGE).read_text(encoding="utf-8")
