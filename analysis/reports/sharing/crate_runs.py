"""The runs of a research object: workflows, their parameters with values, and what each made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from analysis.display.language import _
from analysis.reports.parameters import Value
from analysis.reports.report import Report
from analysis.reports.sharing.checksums import digest
from analysis.reports.sharing.shipment import (
    Environment,
    SharedReport,
    Shipment,
    public_parameters,
)
from analysis.reports.sharing.workflow import RUN, workflow_path

if TYPE_CHECKING:
    from rocrate.rocrate import ROCrate

WORKFLOW = ["File", "SoftwareSourceCode", "ComputationalWorkflow"]
"""The type of a workflow's file. What lies there describes the code; the code stays inside."""

BIOSCHEMAS = "https://bioschemas.org/profiles"
_WORKFLOW = f"{BIOSCHEMAS}/ComputationalWorkflow/1.0-RELEASE"
_PARAMETER = f"{BIOSCHEMAS}/FormalParameter/1.0-RELEASE"
_TYPES = {str: "Text", bool: "Boolean", int: "Integer", float: "Float"}


def add_runs(made: ROCrate, shipment: Shipment, files: Mapping[str, bytes]) -> None:
    """Add what ran, on what, with which parameters, and what came of it.

    One action for the run as a whole, whose instrument is the description of the run, and one
    for each report, whose instrument is the description of its notebook.
    """
    _add_environment(made, shipment)
    for profile in (_WORKFLOW, _PARAMETER):
        name, version = profile.split("/")[-2:]
        add(made, profile, {"@type": "CreativeWork", "name": name, "version": version})
    for report in shipment.kinds:
        _add_workflow(made, shipment, report)
    _describe_run(made, shipment)
    tables = [{"@id": path} for path in sorted(files) if path.startswith("data/")]
    for shared in shipment.reports:
        _add_action(made, shipment, shared, tables)
    add(made, "#run", {
        "@type": "CreateAction",
        "name": _("How the reports were made"),
        "description": _("All reports of this folder were made in one run, on one state of the "
                         "tables."),
        "instrument": {"@id": RUN},
        "agent": {"@id": "#authors"},
        "endTime": shipment.date.isoformat(),
        "actionStatus": "http://schema.org/CompletedActionStatus",
        "object": tables,
        "result": [{"@id": path} for path in sorted(files) if _made(path, shipment)],
    })  # fmt: skip
    made.root_dataset["mentions"] = [
        {"@id": "#run"},
        *({"@id": f"#run-{shared.name}"} for shared in shipment.reports),
    ]


def _made(path: str, shipment: Shipment) -> bool:
    return any(path in shared.files for shared in shipment.reports)


def add(made: ROCrate, identifier: str, properties: Mapping[str, Any]) -> None:
    """Add what is no file to a crate: a person, a parameter, a licence."""
    from rocrate.model.contextentity import ContextEntity

    made.add(ContextEntity(made, identifier, dict(properties)))


def _add_environment(made: ROCrate, shipment: Shipment) -> None:
    """Add Python and each package as software, known by its package URL and version."""
    add(made, "#language", {
        "@type": "ComputerLanguage", "name": "Jupyter Notebook", "version": "4.5",
        "url": "https://nbformat.readthedocs.io/",
    })  # fmt: skip
    for identifier, name, version in _software(shipment.environment):
        add(made, identifier, {
            "@type": "SoftwareApplication", "name": name, "version": version, "url": identifier,
        })  # fmt: skip
    add(made, "#lock", {
        "@type": "CreativeWork", "name": "requirements.lock",
        "description": _("The pinned versions of every package; it stays with the program."),
        "sha256": shipment.environment.lock_sha256,
    })  # fmt: skip


def _software(found: Environment) -> Iterator[tuple[str, str, str]]:
    """Yield the package URL, name and version of everything that a run asks for.

    https://github.com/package-url/purl-spec
    """
    yield f"pkg:generic/python@{found.python}", "Python", found.python
    for name, version in found.packages.items():
        yield f"pkg:pypi/{name}@{version}", name, version


def _add_workflow(made: ROCrate, shipment: Shipment, report: Report) -> None:
    """Make the description of a notebook the workflow that its reports were made by."""
    parameters = public_parameters(report)
    for name, parameter in parameters.items():
        add(made, _parameter_id(report, name), {
            "@type": ["FormalParameter", "PropertyValueSpecification"],
            "name": name,
            "description": parameter.meaning,
            "additionalType": _TYPES[type(parameter.default)],
            "defaultValue": str(parameter.default),
            "valueRequired": False,
            "conformsTo": {"@id": _PARAMETER},
        })  # fmt: skip
    notebook = f"#notebook-{report.notebook}"
    add(made, notebook, {
        "@type": "CreativeWork", "name": report.notebook,
        "description": _("The notebook itself; it stays with the program."),
        "sha256": digest(shipment.notebooks[report.notebook]),
    })  # fmt: skip
    _become_workflow(made, workflow_path(report.notebook), {
        "name": _(report.title),
        "description": _(report.question),
        "input": [{"@id": _parameter_id(report, name)} for name in parameters],
        "isBasedOn": {"@id": notebook},
        "version": shipment.version,
    })  # fmt: skip


def _describe_run(made: ROCrate, shipment: Shipment) -> None:
    software = [identifier for identifier, *_named in _software(shipment.environment)]
    _become_workflow(made, RUN, {
        "name": _("How the reports were made"),
        "hasPart": [{"@id": workflow_path(report.notebook)} for report in shipment.kinds],
        "softwareRequirements": [{"@id": name} for name in [*software, "#lock"]],
        "version": shipment.version,
    })  # fmt: skip


def _become_workflow(made: ROCrate, path: str, properties: Mapping[str, Any]) -> None:
    """Give a file that is there what a workflow has to have."""
    file = made.get(path)
    for key, value in {
        "conformsTo": {"@id": _WORKFLOW}, "programmingLanguage": {"@id": "#language"},
        **properties,
    }.items():  # fmt: skip
        file[key] = value


def _add_action(
    made: ROCrate, shipment: Shipment, shared: SharedReport, tables: list[dict[str, str]]
) -> None:
    """Add the report as a work, and the action that made its files."""
    task = shared.task
    add(made, f"#report-{shared.name}", {
        "@type": "Report", "name": shared.title, "description": shared.question,
        "inLanguage": shipment.language, "author": {"@id": "#authors"},
    })  # fmt: skip
    values = list(_add_values(made, shared))
    add(made, f"#run-{shared.name}", {
        "@type": "CreateAction",
        "name": shared.title,
        "description": shared.question,
        "instrument": {"@id": workflow_path(task.report.notebook)},
        "agent": {"@id": "#authors"},
        "endTime": shipment.date.isoformat(),
        "actionStatus": "http://schema.org/CompletedActionStatus",
        "object": [*tables, *({"@id": value} for value in values)],
        "result": [{"@id": path} for path in sorted(shared.files)],
    })  # fmt: skip


def _add_values(made: ROCrate, shared: SharedReport) -> Iterator[str]:
    """Add the value of each parameter of a task, and yield the ids."""
    for name in public_parameters(shared.task.report):
        identifier = f"#value-{shared.name}-{name}"
        value: Value = shared.task.values[name]
        add(made, identifier, {
            "@type": "PropertyValue", "name": name, "value": _plain(value),
            "exampleOfWork": {"@id": _parameter_id(shared.task.report, name)},
        })  # fmt: skip
        yield identifier


def _plain(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _parameter_id(report: Report, name: str) -> str:
    return f"#parameter-{report.report_id}-{name}"
