"""What is expected of the clean tables, asked anew only where what they rest on has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from analysis.checks.data_docs import make_self_contained, table_of
from analysis.checks.results import ExpectationResult
from analysis.checks.validation import rests_on, validate
from analysis.files import scratch
from analysis.paths import Project
from analysis.reports.running.cache import Cache
from analysis.reports.running.checking import KeptTables


def check_tables(
    project: Project,
    tables: Mapping[str, pd.DataFrame],
    digests: Mapping[str, str],
    say: Callable[..., None],
    *,
    reuse: bool,
) -> tuple[list[ExpectationResult], dict[str, bytes]]:
    """Run the suites; return the results and the pages of the Data Docs by name.

    Parameters
    ----------
    digests : the SHA-256 of each clean table.
    reuse : whether to take the results of a table that rests on the same from the cache.
    """
    cache = KeptTables(project, Cache(project.outputs / "cache"))
    rest = rests_on(tables, project.expectations)
    rest = {name: {"cells": digests[name], **rest[name]} for name in tables}
    found = {name: cache.find(name, rest[name]) if reuse else None for name in tables}
    # The index of the pages is made with at least one of them.
    asked = [name for name in tables if not found[name]] or list(tables)[:1]
    kept = {name: one for name, one in found.items() if one and name not in asked}
    others = f"; {len(kept)} are as they were" if kept else ""
    say(f"[2/4] checking {len(asked)} clean tables with Great Expectations{others}")
    pages = {name: page for one in kept.values() for name, page in one.pages.items()}
    with scratch() as folder:
        docs = folder / "data-docs"
        results = validate(tables, project.expectations, docs, only=asked)
        make_self_contained(docs, pages)
        written = {
            path.relative_to(docs).as_posix(): path
            for path in sorted(docs.rglob("*"))
            if path.is_file()
        }
        for name in asked:
            own = {page: path for page, path in written.items() if table_of(page) == name}
            cache.keep(name, rest[name], [one for one in results if one.table == name], own)
        pages |= {name: path.read_bytes() for name, path in written.items()}
    results += [one for table in kept.values() for one in table.results]
    order = list(tables)
    results.sort(key=lambda one: (order.index(one.table), one.order))
    return results, {f"data-docs/{name}": pages[name] for name in sorted(pages)}
