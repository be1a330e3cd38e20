from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import nbformat
import papermill
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from analysis.paths import Project
from analysis.reports.catalogue import REPORTS

KERNEL = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}


def notebook(folder: Path, *cells: str) -> Path:
    """Write a notebook of code cells."""
    path = folder / "notebook.ipynb"
    made = new_notebook(metadata=KERNEL, cells=[new_code_cell(cell) for cell in cells])
    nbformat.write(made, path)
    return path


def run(path: Path, engine: str | None = "warm", **options: object) -> nbformat.NotebookNode:
    """Execute a notebook with an engine; return it executed."""
    output = path.with_name(f"executed-{engine}.ipynb")
    if engine != "warm":
        options["config"] = Config({"KernelManager": {"transport": "ipc"}})
    papermill.execute_notebook(
        str(path), str(output), engine_name=engine, progress_bar=False, **options
    )
    return nbformat.read(output, as_version=4)


def shown(executed: nbformat.NotebookNode) -> list[object]:
    """Return what a notebook's cells say, and in which order they ran."""
    return [
        (cell.source, cell.get("execution_count"), cell.get("outputs"))
        for cell in executed.cells
        if "papermill-error-cell-tag" not in cell.metadata.get("tags", ())
    ]


def texts(executed: nbformat.NotebookNode) -> list[str]:
    """Return the text of every stream of a notebook."""
    return [
        "".join(out.text for out in cell.outputs if out.output_type == "stream")
        for cell in executed.cells
    ]


PARTS = {
    "midterm_evaluation": {"chapter": "X"},
    "programme_effect": {"programme": "hepatitis-c"},
}
"""What is asked of notebooks that are held to it every day."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Hold the engines to notebooks with every sort of cell; if asked for, to every notebook."""
    if "report_id" in metafunc.fixturenames:
        every = metafunc.config.getoption("--every-notebook")
        metafunc.parametrize("report_id", REPORTS if every else sorted(PARTS))


def test_the_engine_gives_every_cell_as_papermills_own_does(
    report_id: str, ran: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The catalogue's notebooks, on data that a run has checked."""
    monkeypatch.setenv("ANALYSIS_PROJECT", str(ran.root))
    monkeypatch.setenv("ANALYSIS_CHECKS", str(ran.outputs / "latest" / "checks"))
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    path = tmp_path / "notebook.ipynb"
    path.write_bytes((ran.notebooks / REPORTS[report_id].notebook).read_bytes())
    asked = {"language": "ka", **PARTS.get(report_id, {})}
    own, ours = run(path, None, parameters=asked), run(path, parameters=asked)
    assert shown(own) == shown(ours)
    assert own.metadata.language_info == ours.metadata.language_info
    assert any(cell.get("outputs") for cell in ours.cells)


CELLS = {
    "expression": "6 * 7",
    "streams": "import sys\nprint('out')\nprint('err', file=sys.stderr)",
    "display": "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'))\n'last'",
    "updated": "h = display('a', display_id='one')\nh.update('b')",
    "cleared": "from IPython.display import clear_output\nprint('a')\nclear_output()\nprint('b')",
    "magic": "%%capture taken\nprint('inside')",
    "asked": "try:\n    input()\nexcept Exception as error:\n    print(type(error).__name__)",
    "module": "print(__name__, get_ipython().__class__.__mro__[1].__name__[:3])",
    "awaited": "import asyncio\nawait asyncio.sleep(0)\n'awaited'",
    "child": "import subprocess\nsubprocess.run(['echo', 'child'], check=True).returncode",
    "table": "import pandas as pd\npd.DataFrame({'a': [1]})",
    "figure": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "said": "import contextvars\nsaid = contextvars.ContextVar('said')\nsaid.set('yes') and None",
    "kept": "said.get()",
    "task": "async def later():\n    return said.get()\nawait asyncio.ensure_future(later())",
    "nothing": "None",
    "warning": "import warnings\nwarnings.warn('careful')",
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[nbformat.NotebookNode]]:
    """Return each kind of cell as papermill's own engine executes it, and as ours does."""
    path = notebook(tmp_path_factory.mktemp("both"), *CELLS.values())
    return {
        name: [own, ours]
        for name, own, ours in zip(CELLS, run(path, None).cells, run(path).cells, strict=True)
    }


@pytest.mark.parametrize("name", [name for name in CELLS if name not in ("module", "warning")])
def test_each_kind_of_output_is_what_a_kernel_gives(both, name):
    own, ours = both[name]
    assert ours.outputs == own.outputs
    assert ours.execution_count == own.execution_count


def test_an_error_stops_the_notebook_as_papermill_does(tmp_path):
    path = notebook(tmp_path, "before = 1", "1 / 0", "after = 1")
    told = {}
    for engine in (None, "warm"):
        with pytest.raises(PapermillExecutionError) as caught:
            run(path, engine)
        executed = nbformat.read(path.with_name(f"executed-{engine}.ipynb"), as_version=4)
        told[engine] = (caught.value.ename, caught.value.evalue, caught.value.exec_count)
        told[engine] += (shown(executed)[-1][1:], shown(executed)[1][2][0]["evalue"])
    assert told[None] == told["warm"]


def test_nothing_passes_from_one_notebook_to_another(tmp_path):
    path = notebook(
        tmp_path,
        "import os, sys, builtins\nprint(getattr(builtins, 'left', None), os.environ.get('LEFT'), "
        "os.getcwd() == '/', 'left' in globals(), len(os.listdir('/proc/self/task')) < 9)",
        "builtins.left = 1\nleft = 1\nos.environ['LEFT'] = '1'\nsys.path.append('left')",
        "import analysis.display.language as language\nprint(language.spoken())\n"
        "language.speak('ka')\nos.chdir('/')",
    )
    first, second = texts(run(path)), texts(run(path))
    assert first == second == ["None None False False True\n", "", "en\n"]


def test_the_parent_of_kernels_has_no_thread_that_a_fork_would_break(tmp_path):
    path = notebook(tmp_path, "import os\nprint(len(os.listdir(f'/proc/{os.getppid()}/task')))")
    assert texts(run(path)) == ["1\n"]


def test_a_kernel_has_the_environment_and_folder_of_whoever_asks(tmp_path, monkeypatch):
    path = notebook(tmp_path, "import os\nprint(os.environ['ASKED'], os.getcwd())")
    for asked in ("one", "two"):
        monkeypatch.setenv("ASKED", asked)
        assert texts(run(path, cwd=str(tmp_path))) == [f"{asked} {tmp_path}\n"]


def test_a_cell_that_takes_too_long_is_killed_with_its_children(tmp_path):
    path = notebook(
        tmp_path,
        "import os, subprocess, pathlib",
        f"p = subprocess.Popen(['sleep', '600'])\npathlib.Path({str(tmp_path)!r}, 'pids')"
        ".write_text(f'{os.getpid()} {p.pid}')\nwhile True: pass",
    )
    with pytest.raises(CellTimeoutError):
        run(path, execution_timeout=2)
    for pid in (tmp_path / "pids").read_text().split():
        state = Path(f"/proc/{pid}/stat")
        assert not state.exists() or state.read_text().split()[2] == "Z"
    assert path.with_name("executed-warm.ipynb").is_file()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import os; os._exit(3)", "it ended with exit code 3"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "it ended by signal 9"),
        ("print('x' * 2**30)", "the notebook showed more than 64 MiB"),
        ("while True: print('x' * 2**20)", "the notebook showed more than 64 MiB"),
    ],
)
def test_a_kernel_that_dies_is_said_to_be_dead_and_how(tmp_path, code, said):
    with pytest.raises(DeadKernelError, match=said):
        run(notebook(tmp_path, "1", code))


def test_a_cell_that_wants_too_much_memory_fails_and_the_kernel_goes_on(tmp_path):
    path = notebook(
        tmp_path, "try:\n    bytearray(5 * 2**30)\nexcept MemoryError:\n    print('too much')"
    )
    assert texts(run(path)) == ["too much\n"]


def test_no_process_that_a_cell_started_outlives_its_notebook(tmp_path):
    """Neither one that left the kernel's session, nor one whose own parent has ended."""
    path = notebook(
        tmp_path,
        "import os, pathlib, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        f"        pathlib.Path({str(tmp_path)!r}, 'pid').write_text(str(os.getpid()))\n"
        "        time.sleep(600)\n"
        "    os._exit(0)\n"
        f"while not pathlib.Path({str(tmp_path)!r}, 'pid').exists(): time.sleep(0.01)",
    )
    run(path)
    state = Path(f"/proc/{(tmp_path / 'pid').read_text()}/stat")
    until = time.monotonic() + 10
    while _runs(state) and time.monotonic() < until:
        time.sleep(0.01)
    assert not _runs(state)


def _runs(state: Path) -> bool:
    try:
        return state.read_text().split()[2] != "Z"
    except OSError:
        return False


def test_the_notebook_is_saved_once_and_whole(tmp_path, monkeypatch):
    path = notebook(
        tmp_path, f"import os\nprint(sorted(os.listdir({str(tmp_path)!r})))", "'second'"
    )
    executed = run(path)
    assert texts(executed)[0] == "['notebook.ipynb']\n"
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "executed-warm.ipynb",
        "notebook.ipynb",
    ]


def test_papermills_own_command_finds_the_engine(tmp_path):
    path = notebook(tmp_path, "6 * 7")
    command = [
        sys.executable,
        "-m",
        "papermill",
        "--engine",
        "warm",
        str(path),
        str(tmp_path / "o.ipynb"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    assert nbformat.read(tmp_path / "o.ipynb", as_version=4).cells[0].outputs[0].data == {
        "text/plain": "42"
    }


def test_a_notebook_without_code_is_executed(tmp_path):
    path = tmp_path / "notebook.ipynb"
    nbformat.write(new_notebook(metadata=KERNEL, cells=[new_markdown_cell("words")]), path)
    assert run(path).cells[0].source == "words"
