"""What the project is made of: licences, pins, and nothing that runs when a folder is opened."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from checkout import ROOT

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


def _page() -> str:
    return Path(licences.PAGE).read_text(encoding="utf-8")
