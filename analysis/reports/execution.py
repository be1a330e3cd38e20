"""Executing one notebook with papermill; the same inputs give the same bytes."""

from __future__ import annotations

import ast
import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import Problem, RawDataError, ReportError
from analysis.files import parsed_json, read_bytes, scratch, write_text
from analysis.reports.report import Task

if TYPE_CHECKING:
    import nbformat

_ADDED = {"injected-parameters", "papermill-error-cell-tag"}
"""The tags of cells that papermill puts in, under ids that it draws."""

CELL_TIMEOUT = 600
"""Seconds after which a cell is stopped."""


class NotebookError(ReportError):
    """A cell of a notebook failed: which one, why, and its source."""

    def __init__(self, cell: str, cause: str, source: str):
        self.cell, self.cause, self.source = cell, cause, source
        super().__init__(f"cell {cell}: {cause}")


@dataclass(frozen=True)
class Setting:
    """What a notebook's kernel finds around it."""

    project: Path
    checks: Path
    reads: Path
    """The file that keeps which rows of the tables were read."""


def check_parameters(task: Task, notebook: Path) -> None:
    """Refuse a notebook whose parameters are not those that its report declares.

    Raises
    ------
    RawDataError
        The cell tagged ``parameters`` assigns other names than the catalogue has.
    """
    cited = f"notebooks/{notebook.name}"
    if not notebook.is_file():
        raise RawDataError(Problem("the notebook is missing", cited, advice="restore it"))
    try:
        inferred = _parameters(parsed_json(read_bytes(notebook)))
    except (ValueError, KeyError, TypeError, SyntaxError) as error:
        raise RawDataError(Problem(f"not a notebook: {error}", cited)) from error
    if inferred != set(task.report.parameters):
        raise RawDataError(
            Problem(
                "the notebook's parameters are not those declared",
                f"notebooks/{notebook.name}",
                found=", ".join(sorted(inferred)) or "none",
                expected=", ".join(sorted(task.report.parameters)),
                advice="declare them alike in analysis/reports/catalogue.py",
            )
        )


def _parameters(notebook: Mapping[str, Any]) -> set[str]:
    """Return the names that the cell tagged ``parameters`` assigns.

    Papermill can tell them too, but its import takes longer than all else that is done before
    a run begins.
    """
    for cell in notebook["cells"]:
        if "parameters" in cell["metadata"].get("tags", ()):
            return set(_assigned("".join(cell["source"])))
    return set()


def _assigned(source: str) -> Iterator[str]:
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign):
            yield from (one.id for one in statement.targets if isinstance(one, ast.Name))
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            yield statement.target.id


def execute(task: Task, notebook: Path, output: Path, setting: Setting) -> None:
    """Run a notebook on a fresh kernel and write it, executed, whole.

    Raises
    ------
    NotebookError
        A cell failed or took too long; the executed notebook is written up to it.
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError

    with scratch() as folder, _around_kernel(setting, folder):
        executed = folder / "executed.ipynb"
        try:
            papermill.execute_notebook(
                str(notebook),
                str(executed),
                parameters=dict(task.values),
                cwd=str(folder),
                progress_bar=False,
                log_output=False,
                execution_timeout=CELL_TIMEOUT,
                kernel_name="python3",
                engine_name="warm",
            )
        except PapermillExecutionError as error:
            _keep(executed, output)
            cause = f"{error.ename}: {error.evalue}".replace(str(setting.project), "(project)")
            raise NotebookError(
                _cell_name(executed, error.exec_count), cause, error.source
            ) from error
        except Exception as error:
            cell, source = _running_cell(executed)
            _keep(executed, output)
            raise NotebookError(cell, f"{type(error).__name__}: {error}", source) from error
        _keep(executed, output)


def _keep(executed: Path, output: Path) -> None:
    if executed.is_file():
        notebook = _read(executed)
        write_text(output, canonical(without_chance(notebook)))


def _read(path: Path) -> nbformat.NotebookNode:
    import nbformat

    notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def without_chance(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Take the clock, the paths and drawn ids out of an executed notebook."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata["language_info"] = {"name": "python"}
    for number, cell in enumerate(notebook.cells):
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        if set(cell.metadata.get("tags", ())) & _ADDED:
            cell["id"] = f"added-{number}"
    return notebook


def canonical(notebook: Mapping[str, Any]) -> str:
    """Return a notebook as canonical JSON: sorted keys, one space, one line end."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _cell_name(executed: Path, exec_count: int | None) -> str:
    """Return the id of the cell that failed, which people find in the notebook."""
    if executed.is_file():
        for cell in _read(executed).cells:
            failed = cell.cell_type == "code" and any(
                output.output_type == "error" for output in cell.outputs
            )
            if failed:
                return str(cell.id)
    return f"number {exec_count}"


def _running_cell(executed: Path) -> tuple[str, str]:
    """Return the last cell begun: the one in which a kernel died or its time ran out."""
    begun = [
        (str(cell.id), str(cell.source))
        for cell in (_read(executed).cells if executed.is_file() else ())
        if cell.metadata.get("papermill", {}).get("start_time")
    ]
    return begun[-1] if begun else ("unknown", "")


@contextlib.contextmanager
def _around_kernel(setting: Setting, folder: Path) -> Iterator[None]:
    """Set what kernels inherit: where the data are, and nothing of the user's own."""
    wanted = {
        "ANALYSIS_PROJECT": str(setting.project),
        "ANALYSIS_CHECKS": str(setting.checks),
        "ANALYSIS_READS": str(setting.reads),
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_CONFIG_DIR": str(folder / "jupyter-config"),
        "JUPYTER_RUNTIME_DIR": str(folder / "jupyter-runtime"),
        "MPLCONFIGDIR": str(folder / "matplotlib"),
        "MPLBACKEND": "agg",
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "TZ": "UTC",
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
