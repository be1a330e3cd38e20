"""Catalogues: the messages of notebooks, found for Babel as those of programs are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import IO

Message = tuple[int, str, str, list[str]]


def extract_notebook(
    stream: IO[bytes], keywords: Sequence[str], tags: Sequence[str], options: Mapping[str, str]
) -> Iterator[Message]:
    """Yield the Markdown cells of a notebook as messages, one a cell.

    The signature is Babel's: https://babel.pocoo.org, on extraction methods.
    """
    notebook = json.loads(stream.read().decode("utf-8"))
    for number, cell in enumerate(notebook["cells"], 1):
        if cell["cell_type"] == "markdown":
            yield number, "_", "".join(cell["source"]), []
