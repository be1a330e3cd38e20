"""Running the suites with Great Expectations; the only module that imports it."""

from __future__ import annotations

import datetime
import hashlib
import json
import logging
import os
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.checks.added import allowed_for
from analysis.checks.results import ExpectationResult
from analysis.checks.suites import read_suite
from analysis.cleaning.schema import SCHEMAS
from analysis.errors import StorageError
from analysis.seldom import put_off

EXAMPLES = 3

MOST_KEYS = 1_000
"""The most keys of another table that Great Expectations is given to compare a column with. It
copies them some hundred times on the way, so that more are looked up in the table instead."""

_RUN_TIME = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
"""The time that results carry: a fixed one, as the same data give the same bytes."""


@dataclass(frozen=True)
class _Asked:
    """One expectation of a table's suite, at its place."""

    table: str
    order: int
    entry: Mapping[str, Any]

    @property
    def key(self) -> str:
        return str(self.entry["meta"]["key"])

    @property
    def parameter(self) -> str:
        """The name of the keys that its column has to be among; empty if there are none."""
        values = self.entry["kwargs"].get("value_set")
        return values["$PARAMETER"] if isinstance(values, dict) else ""

    def answered(
        self, *, success: bool, rows: int, unexpected: int, examples: Sequence[str]
    ) -> ExpectationResult:
        """Return what was found as a record."""
        asked = self.entry
        return ExpectationResult(
            table=self.table,
            order=self.order,
            key=self.key,
            id=asked["id"],
            type=asked["type"],
            column=str(asked["kwargs"].get("column", asked["kwargs"].get("column_A", ""))),
            severity=asked["severity"],
            note=asked["notes"],
            success=success,
            rows=rows,
            unexpected=unexpected,
            examples=tuple(dict.fromkeys(examples))[:EXAMPLES],
        )


def validate(
    tables: Mapping[str, pd.DataFrame],
    suites: Path,
    docs: Path | None = None,
    *,
    only: Collection[str] = tuple(SCHEMAS),
) -> list[ExpectationResult]:
    """Return the result of every expectation of every clean table.

    Parameters
    ----------
    tables : the clean tables, all of them.
    suites : the folder of committed suites.
    docs : a folder for Great Expectations' own pages on the results, if wanted.
    only : the tables whose expectations are asked; keys are taken from all.
    """
    documents = {table: _document(suites, table, tables) for table in SCHEMAS if table in only}
    keys = {f"{table}_keys": tables[table][schema.key] for table, schema in SCHEMAS.items()}
    results: list[ExpectationResult] = []
    with _quiet():
        context = _context(docs)
        source = context.data_sources.add_pandas("clean")
        for table, document in documents.items():
            asked = [
                _Asked(table, order, entry) for order, entry in enumerate(document["expectations"])
            ]
            own = {one.parameter: keys[one.parameter] for one in asked if one.parameter}
            few = {name: list(some) for name, some in own.items() if len(some) <= MOST_KEYS}
            given = [one for one in asked if one.parameter in {"", *few}]
            found = _run(context, source, table, document["id"], given, tables[table], few)
            results += [
                _result(one, found[one.key])
                if one in given
                else _looked_up(one, tables[table], own[one.parameter])
                for one in asked
            ]
        if docs is not None:
            context.build_data_docs()
            _refuse_missing_pages(docs, only)
    return results


def rests_on(tables: Mapping[str, pd.DataFrame], suites: Path) -> dict[str, dict[str, str]]:
    """Return by table what its results rest on beside its own cells: its suite, others' keys."""
    found = {}
    for table in SCHEMAS:
        document = _document(suites, table, tables)
        asked = (_Asked(table, 0, entry) for entry in document["expectations"])
        others = sorted({one.parameter.removesuffix("_keys") for one in asked} - {""})
        found[table] = {
            "suite": json.dumps(document, ensure_ascii=False, sort_keys=True),
            **{f"keys of {name}": _digest(tables[name][SCHEMAS[name].key]) for name in others},
        }
    return found


def _document(suites: Path, table: str, tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """Return the suite of a table as it is asked here."""
    document: dict[str, Any] = read_suite(suites, table)
    return document | {"expectations": allowed_for(table, document["expectations"], tables)}


def _digest(keys: pd.Series) -> str:
    return hashlib.sha256("\0".join(keys).encode()).hexdigest()


def validate_table(
    name: str, document: Mapping[str, Any], frame: pd.DataFrame, keys: Mapping[str, list[str]]
) -> list[ExpectationResult]:
    """Return the result of every expectation of a suite on one table of its own.

    Parameters
    ----------
    document : the suite, as ``expectations/`` keeps it.
    keys : what columns may hold, by the names of the suite's parameters.
    """
    asked = [_Asked(name, order, entry) for order, entry in enumerate(document["expectations"])]
    own = {one.parameter: keys[one.parameter] for one in asked if one.parameter}
    with _quiet():
        context = _context(None)
        source = context.data_sources.add_pandas(name)
        found = _run(context, source, name, document["id"], asked, frame, own)
    return [_result(one, found[one.key]) for one in asked]


def _run(
    context: Any,
    source: Any,
    table: str,
    suite_id: str,
    asked: Sequence[_Asked],
    frame: pd.DataFrame,
    keys: Mapping[str, list[str]],
) -> dict[str, dict[str, Any]]:
    """Return what Great Expectations says of one table, by the key of the expectation."""
    import great_expectations as gx
    from great_expectations.core.run_identifier import RunIdentifier

    batch = source.add_dataframe_asset(table).add_batch_definition_whole_dataframe("all")
    suite = context.suites.add(
        gx.ExpectationSuite(
            name=table, id=suite_id, expectations=[dict(one.entry) for one in asked]
        )
    )
    definition = context.validation_definitions.add(
        gx.ValidationDefinition(name=table, data=batch, suite=suite)
    )
    outcome = definition.run(
        batch_parameters={"dataframe": _plain(frame)},
        expectation_parameters=dict(keys),
        result_format="SUMMARY",
        run_id=RunIdentifier(run_name="checks", run_time=_RUN_TIME),
    )
    found = outcome.to_json_dict()["results"]
    return {entry["expectation_config"]["meta"]["key"]: entry for entry in found}


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table in plain objects, empty text as missing, as expectations take it."""
    return pd.DataFrame({name: _plain_column(frame[name]) for name in frame.columns})


def _plain_column(column: pd.Series) -> pd.Series:
    """Return a column's cells; words that stand again and again are kept once."""
    if column.dtype == "str" and column.nunique() < len(column) / 2:
        return column.where(column != "").astype("category")
    cells = column.astype(object)
    return cells.where(column.notna() & (cells != ""), None)


def _result(asked: _Asked, entry: Mapping[str, Any]) -> ExpectationResult:
    """Return a result of Great Expectations as a record."""
    result = entry["result"]
    raised = entry["exception_info"]
    message = raised.get("exception_message") if isinstance(raised, dict) else None
    unexpected = result.get("unexpected_count")
    unmet = result.get("partial_unexpected_list") or ()
    examples = [str(cell) for cell in unmet if cell is not None]
    if result.get("observed_value") is not None and not entry["success"]:
        examples = [f"observed {result['observed_value']}"]
    if asked.entry["type"].endswith("_to_contain_set") and not entry["success"]:
        examples = [f"not all of: {', '.join(asked.entry['kwargs']['value_set'])}"]
    return asked.answered(
        success=bool(entry["success"]),
        rows=int(result.get("element_count") or 0),
        unexpected=int(unexpected if unexpected is not None else not entry["success"]),
        examples=[str(message)] if message else examples,
    )


def _looked_up(asked: _Asked, frame: pd.DataFrame, keys: pd.Series) -> ExpectationResult:
    """Return whether a column leads to rows of a table that has many."""
    cells = frame[asked.entry["kwargs"]["column"]]
    unknown = cells[(cells != "") & ~cells.isin(keys)]
    return asked.answered(
        success=unknown.empty,
        rows=len(cells),
        unexpected=len(unknown),
        examples=list(unknown.unique()),
    )


def _refuse_missing_pages(docs: Path, tables: Collection[str]) -> None:
    """Refuse a site with fewer pages than tables: its builder says nothing when it fails."""
    written = {page.stem.removeprefix("clean-") for page in docs.rglob("validations/**/*.html")}
    if missing := sorted(set(tables) - written):
        raise StorageError(
            f"The Data Docs of {', '.join(missing)} cannot be written. "
            "Check the free space of the disk that holds temporary files, then run again."
        )


def _context(docs: Path | None) -> Any:
    put_off()
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
