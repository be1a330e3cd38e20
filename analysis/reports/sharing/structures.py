"""Structures: what an observation of a figure or of an indicator's target consists of, in SDMX.

Printed statistics make no regular cube, so a figure's own id is its first dimension and makes
each observation unique; programme, kind and unit are dimensions to choose by. The time that a
figure speaks of is an attribute, because some name none. Milestones are dates, not statistics:
they stand in ``data/figures.csv`` only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.reports.sharing.codelists import AGENCY, complete

if TYPE_CHECKING:
    from sdmx.model.common import Codelist, ConceptScheme, Representation
    from sdmx.model.v21 import DataflowDefinition, DataStructureDefinition

PERIOD = "ObservationalTimePeriod"
_TEXT, _WHOLE, _NUMBER = "String", "Integer", "Double"

CONCEPTS: dict[str, tuple[str, str]] = {
    "FIGURE": ("Figure", "CL_FIGURE"),
    "INDICATOR": ("Indicator of the plan; the id with _ for each full stop", "CL_INDICATOR"),
    "PROGRAMME": ("Programme", "CL_PROGRAMME"),
    "FIGURE_KIND": ("Kind of figure", "CL_FIGURE_KIND"),
    "UNIT_MEASURE": ("Unit of measure", "CL_UNIT"),
    "TARGET_END": ("End of the target", "CL_TARGET_END"),
    "OBS_VALUE": ("Observation value", _NUMBER),
    "OBS_STATUS": ("Observation status", "CL_OBS_STATUS"),
    "CONF_STATUS": ("Confidentiality status", "CL_CONF_STATUS"),
    "QUALIFIER": ("How the printed words qualify the value", "CL_QUALIFIER"),
    "OPERATOR": ("Relation that the target asks for", "CL_OPERATOR"),
    "REF_PERIOD": ("Time that the value speaks of", PERIOD),
    "POPULATION": ("Who or what is counted, in the language of the bundle", _TEXT),
    "COHORT": ("Years in which those counted entered, joined by ;", _TEXT),
    "DISAGGREGATION": ("Parts that the figure is limited to, joined by ;", _TEXT),
    "ACTIVITY": ("Activity of the plan, by its id", _TEXT),
    "SOURCE": ("Source document", "CL_SOURCE"),
    "SOURCE_LINE": ("Line of the source document", _WHOLE),
}
"""The concepts by id: a name, and a code list or the type of a text."""

_ALWAYS = {"OBS_STATUS", "CONF_STATUS"}


@dataclass(frozen=True)
class Cube:
    """One kind of observation: its id, its name, what identifies it and what is said of it."""

    cube_id: str
    name: str
    dimensions: tuple[str, ...]
    attributes: tuple[str, ...]


FIGURES = Cube(
    "FIGURES",
    "Printed figures",
    ("FIGURE", "PROGRAMME", "FIGURE_KIND", "UNIT_MEASURE"),
    (
        "OBS_STATUS",
        "CONF_STATUS",
        "QUALIFIER",
        "REF_PERIOD",
        "POPULATION",
        "COHORT",
        "DISAGGREGATION",
        "SOURCE",
        "SOURCE_LINE",
    ),
)
INDICATORS = Cube(
    "INDICATORS",
    "Targets of the plan's indicators",
    ("INDICATOR", "TARGET_END", "UNIT_MEASURE"),
    ("OBS_STATUS", "CONF_STATUS", "OPERATOR", "ACTIVITY", "SOURCE_LINE"),
)


def concept_scheme(version: str) -> ConceptScheme:
    """Return the scheme of the concepts that both structures use."""
    from sdmx.model.common import Agency, Concept, ConceptScheme

    scheme = ConceptScheme(
        id="CS_EVALUATION",
        maintainer=Agency(id=AGENCY),
        version=version,
        name={"en": "Concepts of the evaluation"},
    )
    complete(scheme)
    scheme.extend(Concept(id=name, name={"en": words}) for name, (words, _) in CONCEPTS.items())
    return scheme


def structure(
    cube: Cube, concepts: ConceptScheme, lists: Mapping[str, Codelist], version: str
) -> DataStructureDefinition:
    """Return the data structure definition of a kind of observation."""
    from sdmx.model import v21
    from sdmx.model.common import Agency, DataAttribute, Dimension, UsageStatus

    made = v21.DataStructureDefinition(
        id=f"DSD_{cube.cube_id}",
        maintainer=Agency(id=AGENCY),
        version=version,
        name={"en": cube.name},
    )
    complete(made)
    made.dimensions.id = "DimensionDescriptor"
    made.attributes.id = "AttributeDescriptor"
    made.measures.id = "MeasureDescriptor"
    for position, name in enumerate(cube.dimensions, 1):
        made.dimensions.append(
            Dimension(
                id=name,
                order=position,
                concept_identity=concepts[name],
                local_representation=_representation(name, lists),
            )
        )
    measure = v21.PrimaryMeasure(
        id="OBS_VALUE",
        concept_identity=concepts["OBS_VALUE"],
        local_representation=_representation("OBS_VALUE", lists),
    )
    made.measures.append(measure)
    for name in cube.attributes:
        made.attributes.append(
            DataAttribute(
                id=name,
                concept_identity=concepts[name],
                local_representation=_representation(name, lists),
                usage_status=UsageStatus.mandatory if name in _ALWAYS else UsageStatus.conditional,
                related_to=v21.PrimaryMeasureRelationship(),
            )
        )
    return made


def dataflow(cube: Cube, defined: DataStructureDefinition, version: str) -> DataflowDefinition:
    """Return the dataflow that a kind of observation is sent in."""
    from sdmx.model import v21
    from sdmx.model.common import Agency

    made = v21.DataflowDefinition(
        id=cube.cube_id,
        maintainer=Agency(id=AGENCY),
        version=version,
        name={"en": cube.name},
        structure=defined,
    )
    complete(made)
    return made


def _representation(name: str, lists: Mapping[str, Codelist]) -> Representation:
    from sdmx.model.common import Facet, FacetValueType, Representation

    _, kind = CONCEPTS[name]
    if kind in lists:
        return Representation(enumerated=lists[kind])
    value_type = FacetValueType[kind[0].lower() + kind[1:]]
    return Representation(non_enumerated=[Facet(value_type=value_type)])
