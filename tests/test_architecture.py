from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from itertools import chain

import pytest
from checkout import ROOT

import analysis
from analysis import errors

ROOMS = ["source", "cleaning", "checks", "measures", "display", "reports"]


def test_the_package_docstring_names_the_rooms_in_order():
    assert analysis.__doc__ is not None
    assert " → ".join(ROOMS) in analysis.__doc__
    assert re.findall(r"^(\w+)$", analysis.__doc__, re.MULTILINE) == ROOMS


def test_the_contract_names_the_rooms_in_order():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = [
        contract
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    ]
    assert layers["exhaustive"]
    assert [layer for layer in reversed(layers["layers"]) if layer in ROOMS] == ROOMS


def test_the_readme_names_the_rooms_in_order():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert " → ".join(ROOMS) in readme


def test_every_folder_of_the_package_is_a_room_or_the_recount():
    folders = {path.name for path in (ROOT / "analysis").iterdir() if path.is_dir()}
    assert folders - {"__pycache__"} == {*ROOMS, "recount"}


def test_no_module_is_longer_than_it_may_be():
    for path in (ROOT / "analysis").rglob("*.py"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= 300, f"{path.name}: {lines} lines"


def test_the_error_tree_is_the_one_drawn():
    drawn = re.findall(r"([A-Z]\w+Error)", (errors.__doc__ or "").split("\n\n")[1])
    defined = [
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, Exception)
    ]
    assert sorted(drawn) == sorted(defined)


def test_the_public_list_is_what_there_is():
    assert sorted(analysis.__all__) == analysis.__all__
    assert all(hasattr(analysis, name) for name in analysis.__all__)


@pytest.mark.parametrize(
    "module", ["analysis", "analysis.cli", "analysis.intake", "analysis.pipeline"]
)
def test_starting_imports_nothing_slow(module):
    slow = [
        "pandas",
        "numpy",
        "matplotlib",
        "great_expectations",
        "papermill",
        "nbconvert",
        "bs4",
        "jinja2",
    ]
    script = f"import sys, {module}; print([m for m in {slow!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert found.stdout.strip() == "[]", found.stderr


def test_what_notebooks_import_leaves_great_expectations_alone():
    script = (
        "import sys\n"
        "from analysis.checks.results import open_checked_tables\n"
        "from analysis.display import charts, evaluation_advice, evaluation_annex, tables, words\n"
        "from analysis.measures import coverage, evaluation, findings\n"
        "print('great_expectations' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert found.stdout.strip() == "False", found.stderr


def test_the_lock_pins_hashes_and_names_no_index():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9][\w.-]*==\S+", lock, re.MULTILINE)
    assert len(pins) > 100
    assert lock.count("--hash=sha256:") > len(pins)
    assert "://" not in lock
    assert not re.search(r"--(extra-)?index|--find-links", lock)


def test_the_version_is_the_same_everywhere():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert settings["project"]["version"] == analysis.__version__
    assert re.findall(r"^## \[?(\d+\.\d+\.\d+)", changelog, re.MULTILINE)[0] == analysis.__version__
    assert f"version: {analysis.__version__}" in citation


def test_every_dependency_is_explained():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [
        *settings["dependencies"],
        *chain.from_iterable(settings["optional-dependencies"].values()),
    ]
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for requirement in asked:
        name = re.split(r"[><=~ ]", requirement)[0]
        assert f"`{name}`" in contributing, name


def test_the_data_dictionary_has_every_column():
    from analysis.cleaning.schema import SCHEMAS

    text = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    for table, schema in SCHEMAS.items():
        section = re.search(rf"^## `?{table}`?$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
        assert section, table
        documented = re.findall(r"^\| `(\w+)`", section.group(1), re.MULTILINE)
        assert documented == list(schema.columns), table
