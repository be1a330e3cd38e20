from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import papermill
import pytest
from checkout import ROOT

from analysis.reports.catalogue import REPORTS
from analysis.reports.execution import canonical

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ROLES = ("parameters", "setup", "load", "result", "check", "provenance")
FORBIDDEN = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While,
    ast.Try, ast.With,
)  # fmt: skip


def cells(path: Path, kind: str) -> list[dict]:
    return [
        c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == kind
    ]


def source(cell: dict) -> str:
    return "".join(cell["source"])


def test_there_is_a_notebook_for_every_report_and_none_besides():
    assert {path.name for path in NOTEBOOKS} == {report.notebook for report in REPORTS.values()}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestNotebook:
    def test_it_is_canonical_json(self, path):
        text = path.read_text(encoding="utf-8")
        assert canonical(json.loads(text)) == text

    def test_it_holds_no_outputs_or_counts(self, path):
        for cell in cells(path, "code"):
            assert cell["outputs"] == []
            assert cell["execution_count"] is None

    def test_every_code_cell_has_one_role_in_order(self, path):
        tags = [cell["metadata"]["tags"] for cell in cells(path, "code")]
        assert all(len(tag) == 1 for tag in tags)
        roles = [tag[0] for tag in tags]
        assert set(roles) == set(ROLES)
        assert [ROLES.index(role) for role in roles] == sorted(ROLES.index(role) for role in roles)

    def test_it_begins_with_its_question(self, path):
        first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
        assert first["cell_type"] == "markdown"
        (report,) = [r for r in REPORTS.values() if r.notebook == path.name]
        assert source(first).startswith(f"# {report.question}\n")
        assert report.question.endswith("?")

    def test_parameters_are_literals_with_a_comment_each(self, path):
        (cell,) = [c for c in cells(path, "code") if c["metadata"]["tags"] == ["parameters"]]
        for line in source(cell).splitlines():
            code, _, comment = line.partition("  # ")
            (statement,) = ast.parse(code).body
            assert isinstance(statement, ast.Assign)
            ast.literal_eval(statement.value)
            assert len(comment) > 5

    def test_its_parameters_and_defaults_are_those_declared(self, path):
        (report,) = [r for r in REPORTS.values() if r.notebook == path.name]
        inferred = papermill.inspect_notebook(str(path))
        assert {name: ast.literal_eval(found["default"]) for name, found in inferred.items()} == {
            name: parameter.default for name, parameter in report.parameters.items()
        }

    def test_it_imports_from_the_package_only_and_in_one_cell(self, path):
        for cell in cells(path, "code"):
            for node in ast.walk(ast.parse(source(cell))):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    assert isinstance(node, ast.ImportFrom)
                    assert node.module is not None
                    assert node.module.startswith("analysis")
                    assert cell["metadata"]["tags"] == ["setup"]

    def test_it_decides_loops_and_formats_nothing(self, path):
        for cell in cells(path, "code"):
            text = source(cell)
            assert not re.search(r"^\s*[%!]", text, re.MULTILINE)
            for node in ast.walk(ast.parse(text)):
                assert not isinstance(node, FORBIDDEN)
                if cell["metadata"]["tags"] != ["parameters"] and isinstance(node, ast.Constant):
                    assert not isinstance(node.value, int | float) or isinstance(node.value, bool)

    def test_its_steps_are_named_as_in_the_method_note(self, path):
        note = (ROOT / "docs" / "method-note.md").read_text(encoding="utf-8")
        steps = [
            s for c in cells(path, "markdown") for s in re.findall(r"^## (.+)$", source(c), re.M)
        ]
        assert set(steps) <= set(re.findall(r"^## (.+)$", note, re.M))

    def test_its_words_hold_no_typed_numbers(self, path):
        for cell in cells(path, "markdown"):
            assert not re.search(r"\d", source(cell)), source(cell)
