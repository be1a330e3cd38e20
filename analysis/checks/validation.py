"""Running the suites with Great Expectations; the only module that imports it."""

from __future__ import annotations

import datetime
import logging
import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.checks.results import ExpectationResult
from analysis.checks.suites import read_suite
from analysis.cleaning.schema import SCHEMAS
from analysis.errors import StorageError

EXAMPLES = 3

_RUN_TIME = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
"""The time that results carry: a fixed one, as the same data give the same bytes."""


def validate(
    tables: Mapping[str, pd.DataFrame], suites: Path, docs: Path | None = None
) -> list[ExpectationResult]:
    """Return the result of every expectation of every clean table.

    Parameters
    ----------
    tables : the clean tables, all of them.
    suites : the folder of committed suites.
    docs : a folder for Great Expectations' own pages on the results, if wanted.
    """
    documents = {table: read_suite(suites, table) for table in SCHEMAS}
    keys = {f"{table}_keys": [*tables[table][schema.key]] for table, schema in SCHEMAS.items()}
    results: list[ExpectationResult] = []
    with _quiet():
        context = _context(docs)
        source = context.data_sources.add_pandas("clean")
        for table, document in documents.items():
            found = _run(context, source, table, document, tables[table], keys)
            results += [
                _result(table, order, entry)
                for order, entry in enumerate(_as_ordered(found["results"], document))
            ]
        if docs is not None:
            context.build_data_docs()
            _refuse_missing_pages(docs)
    return results


def _run(
    context: Any,
    source: Any,
    table: str,
    document: Mapping[str, Any],
    frame: pd.DataFrame,
    keys: Mapping[str, list[str]],
) -> dict[str, Any]:
    import great_expectations as gx
    from great_expectations.core.run_identifier import RunIdentifier

    batch = source.add_dataframe_asset(table).add_batch_definition_whole_dataframe("all")
    suite = context.suites.add(
        gx.ExpectationSuite(
            name=table,
            id=document["id"],
            expectations=[dict(entry) for entry in document["expectations"]],
        )
    )
    definition = context.validation_definitions.add(
        gx.ValidationDefinition(name=table, data=batch, suite=suite)
    )
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(name=table, validation_definitions=[definition], result_format="SUMMARY")
    )
    outcome = checkpoint.run(
        batch_parameters={"dataframe": _plain(frame)},
        expectation_parameters=dict(keys),
        run_id=RunIdentifier(run_name="checks", run_time=_RUN_TIME),
    )
    (validation,) = outcome.run_results.values()
    return dict(validation.to_json_dict())


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table in plain objects, empty text as missing, as expectations take it."""
    return frame.astype(object).where(frame.notna() & (frame.astype(object) != ""), None)


def _as_ordered(results: list[dict[str, Any]], document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return results in the suite's order, which a run does not keep."""
    by_key = {entry["expectation_config"]["meta"]["key"]: entry for entry in results}
    return [
        by_key[entry["meta"]["key"]] | {"suite_entry": entry} for entry in document["expectations"]
    ]


def _result(table: str, order: int, entry: dict[str, Any]) -> ExpectationResult:
    asked = entry["suite_entry"]
    result = entry["result"]
    raised = entry["exception_info"]
    message = raised.get("exception_message") if isinstance(raised, dict) else None
    unexpected = result.get("unexpected_count")
    examples = [str(cell) for cell in result.get("partial_unexpected_list") or ()]
    if "observed_value" in result and not entry["success"]:
        examples = [f"observed {result['observed_value']}"]
    return ExpectationResult(
        table=table,
        order=order,
        key=asked["meta"]["key"],
        id=asked["id"],
        type=asked["type"],
        column=str(asked["kwargs"].get("column", asked["kwargs"].get("column_A", ""))),
        severity=asked["severity"],
        note=asked["notes"],
        success=bool(entry["success"]),
        rows=int(result.get("element_count") or 0),
        unexpected=int(unexpected if unexpected is not None else not entry["success"]),
        examples=tuple([str(message)] if message else list(dict.fromkeys(examples))[:EXAMPLES]),
    )


def _refuse_missing_pages(docs: Path) -> None:
    """Refuse a site with fewer pages than tables: its builder says nothing when it fails."""
    written = {page.stem.removeprefix("clean-") for page in docs.rglob("validations/**/*.html")}
    if missing := sorted(set(SCHEMAS) - written):
        raise StorageError(
            f"The Data Docs of {', '.join(missing)} cannot be written. "
            "Check the free space of the disk that holds temporary files, then run again."
        )


def _context(docs: Path | None) -> Any:
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    site = {
        "class_name": "SiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": {
            "class_name": "TupleFilesystemStoreBackend",
            "base_directory": str(docs),
        },
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
    }
    return gx.get_context(
        mode="ephemeral",
        project_config=DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
            analytics_enabled=False,
            progress_bars=ProgressBarsConfig(globally=False),
            data_docs_sites={"checks": site} if docs else {},
        ),
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Great Expectations from speaking, to the network or to the screen."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            logger.setLevel(level)
