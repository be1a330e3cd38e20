"""A pipeline of ploomber's: each report a notebook and a page. Run by the peers' Python.

Run: python ploomber_pipeline.py FOLDER '[["name", "notebook.ipynb", {"parameter": "value"}]]'
"""

import json
import sys
from pathlib import Path

from ploomber import DAG
from ploomber.executors import Parallel
from ploomber.products import File
from ploomber.tasks import NotebookRunner


def main() -> None:
    """Build the pipeline with two processes, whatever was built before."""
    folder, work = Path(sys.argv[1]), json.loads(sys.argv[2])
    pipeline = DAG(executor=Parallel(processes=2))
    for name, notebook, values in work:
        NotebookRunner(
            Path(notebook),
            {"nb": File(folder / f"{name}.ipynb"), "page": File(folder / f"{name}.html")},
            pipeline,
            name=name,
            params=values,
            nb_product_key=["nb", "page"],
            nbconvert_export_kwargs={"exclude_input": True},
            papermill_params={"progress_bar": False},
            static_analysis="disable",
        )
    pipeline.build(force=True, show_progress=False)


if __name__ == "__main__":
    main()
