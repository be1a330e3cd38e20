"""The coordinator's walk through a round, as the page on operations has it."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

from answering import filled
from checkout import ROOT, copy_checkout
from click.testing import CliRunner

from analysis.cli import cli

PEOPLE = "ap19-IV-d-1.1-i1"
"""An indicator of the Ministry of Education: 200 to 250 persons."""


def test_what_the_documentation_says_of_a_round_works(tmp_path, monkeypatch):
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = text.partition("## A reporting round\n")[2].partition("\n## ")[0]
    lines = re.findall(r"```sh\n(.+)\n```", section)
    assert len(lines) == 3
    commands = [shlex.split(line.removeprefix(".venv/bin/analysis ")) for line in lines]
    monkeypatch.chdir(copy_checkout(tmp_path / "project").root)
    send, collect, assess = commands
    assert CliRunner().invoke(cli, send).exit_code == 0
    out = Path("outputs/workbooks/2020/ka")
    Path("returned").mkdir()
    answers = {PEOPLE: {"claimed_status": "უმეტესად შესრულდა", "value": 180}}
    Path("returned/mescs.xlsx").write_bytes(filled((out / "mescs.xlsx").read_bytes(), answers))
    assert CliRunner().invoke(cli, collect).exit_code == 0
    assert CliRunner().invoke(cli, assess).exit_code == 0
    shutil.copy(out / "assessor.xlsx", "returned")
    assert CliRunner().invoke(cli, collect).exit_code == 0
    named = re.findall(r"`((?:outputs|data)/[^`]+)`", section)
    assert len(named) == 4
    assert all(Path(place).exists() for place in named)
