"""Statistics: figures and the targets of indicators as SDMX-ML 2.1, structure and data.

A withheld figure is an observation without a value (NaN), of the status Q, suppressed, and
confidential, C. Whether it is small itself or would give another away is not said.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.checks.results import CheckedTables
from analysis.cleaning.cells import plain
from analysis.cleaning.records import each_row
from analysis.measures.bases import WITHHELD
from analysis.reports.sharing import codelists as codes
from analysis.reports.sharing.structures import (
    FIGURES,
    INDICATORS,
    Cube,
    concept_scheme,
    dataflow,
    structure,
)

if TYPE_CHECKING:
    from sdmx.message import Header, StructureMessage
    from sdmx.model.v21 import DataStructureDefinition

STRUCTURE = "sdmx/structure.xml"
NO_VALUE = "NaN"
"""How SDMX writes that an observation has no value."""

Row = dict[str, str]


def statistics(data: CheckedTables, version: str, prepared: datetime) -> dict[str, bytes]:
    """Return structure and data by path; ``prepared`` is the time that the headers name."""
    from sdmx import to_xml

    header = _header(data, prepared)
    message = _structure_message(data, version, header)
    files = {STRUCTURE: to_xml(message, pretty_print=True)}
    for cube, rows in ((FIGURES, figure_rows(data)), (INDICATORS, indicator_rows(data))):
        defined = message.structure[f"DSD_{cube.cube_id}"]
        files[f"sdmx/{cube.cube_id.lower()}.xml"] = _data(cube, defined, header, rows)
    return files


def figure_rows(data: CheckedTables) -> Iterator[Row]:
    """Yield the observation of each figure that is no milestone, by component."""
    for row in each_row(data["figures"]):
        if row.kind == "milestone":
            continue
        withheld = row.qualifier == WITHHELD
        printed = codes.PROVISIONAL if row.observation_status == "provisional" else codes.NORMAL
        yield {
            "FIGURE": row.figure_id,
            "PROGRAMME": row.programme_id,
            "FIGURE_KIND": row.kind,
            "UNIT_MEASURE": row.unit,
            "OBS_VALUE": NO_VALUE if withheld else plain(row.value),
            "OBS_STATUS": codes.SUPPRESSED if withheld else printed,
            "CONF_STATUS": codes.CONFIDENTIAL if withheld else codes.FREE,
            "QUALIFIER": row.qualifier,
            "REF_PERIOD": row.period,
            "POPULATION": row.population,
            "COHORT": row.cohort,
            "DISAGGREGATION": row.disaggregation,
            "SOURCE": row.source_id,
            "SOURCE_LINE": str(row.source_line),
        }


def indicator_rows(data: CheckedTables) -> Iterator[Row]:
    """Yield an observation for each end of a target that is a number, by component."""
    for row in each_row(data["indicators"]):
        for end, value in ((codes.LEAST, row.target_min), (codes.MOST, row.target_max)):
            if pd.isna(value):
                continue
            yield {
                "INDICATOR": codes.code_of(row.indicator_id),
                "TARGET_END": end,
                "UNIT_MEASURE": row.unit,
                "OBS_VALUE": plain(value),
                "OBS_STATUS": codes.NORMAL,
                "CONF_STATUS": codes.FREE,
                "OPERATOR": codes.OPERATORS[row.operator],
                "ACTIVITY": row.activity_id,
                "SOURCE_LINE": str(row.source_line),
            }


def _header(data: CheckedTables, prepared: datetime) -> Header:
    from sdmx.message import Header
    from sdmx.model.common import Agency

    return Header(
        id=f"{codes.AGENCY}-{data.data_version}",
        prepared=prepared,
        sender=Agency(id=codes.AGENCY),
        test=False,
    )


def _structure_message(data: CheckedTables, version: str, header: Header) -> StructureMessage:
    from sdmx.message import StructureMessage
    from sdmx.model.common import Agency, AgencyScheme

    agency = Agency(id=codes.AGENCY, name={"en": "The georgia-midterm-evaluation contributors"})
    agencies = AgencyScheme(id="AGENCIES", maintainer=Agency(id="SDMX"), name={"en": "Agencies"},
                            version="1.0")  # fmt: skip
    agencies.append(agency)
    agencies.is_final, agencies.is_external_reference = False, False
    message = StructureMessage(header=header)
    message.add(agencies)
    lists = codes.codelists(data, version)
    for made in lists.values():
        message.add(made)
    concepts = concept_scheme(version)
    message.add(concepts)
    for cube in (FIGURES, INDICATORS):
        defined = structure(cube, concepts, lists, version)
        message.add(defined)
        message.add(dataflow(cube, defined, version))
    return message


def _data(
    cube: Cube, defined: DataStructureDefinition, header: Header, rows: Iterator[Row]
) -> bytes:
    from sdmx import to_xml
    from sdmx.message import DataMessage
    from sdmx.model import v21

    found = v21.GenericDataSet(structured_by=defined)
    found.obs.extend(_observation(cube, defined, row) for row in rows)
    message = DataMessage(header=header, observation_dimension=v21.AllDimensions)
    message.data.append(found)
    made: bytes = to_xml(message, pretty_print=True)
    return _mended(made)


def _mended(written: bytes) -> bytes:
    """Return generic data under the root that the schema of SDMX-ML asks for.

    The library (2.28) writes the root of structure-specific data over generic data, and leaves
    out that no dimension is set apart for the observations.
    """
    rooted = written.replace(b"mes:StructureSpecificData", b"mes:GenericData")
    flat = b'<mes:Structure dimensionAtObservation="AllDimensions" structureID='
    return rooted.replace(b"<mes:Structure structureID=", flat)


def _observation(cube: Cube, defined: DataStructureDefinition, row: Row) -> Any:
    from sdmx.model import v21
    from sdmx.model.common import AttributeValue, Key

    key = defined.make_key(Key, {name: row[name] for name in cube.dimensions})
    said = {
        name: AttributeValue(value=row[name], value_for=defined.attributes.get(name))
        for name in cube.attributes
        if row[name]
    }
    return v21.Observation(dimension=key, value=row["OBS_VALUE"], attached_attribute=said)
