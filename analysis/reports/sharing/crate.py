"""The research object: every file of a bundle, what it is about, and the runs that made it.

RO-Crate 1.2 (https://w3id.org/ro/crate/1.2) with the profile Workflow Run Crate 0.5. The
library ``rocrate`` keeps the graph: it links each file to the root and refuses a reference that
is none. Its own clock and drawn ids are overwritten or never written.

The inputs of a run are named as the released tables of this bundle. The digests of the tables
before release stay inside: who knows all but a few small counts of a table can try values until
its digest fits.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from analysis.cleaning.records import each_row
from analysis.display.language import _
from analysis.reports.sharing.checksums import CHECKSUMS, checksums, digest
from analysis.reports.sharing.crate_runs import WORKFLOW, add, add_runs
from analysis.reports.sharing.formats import encoding_format
from analysis.reports.sharing.licence import AUTHORS, LICENCE_ADDRESS, LICENCE_TITLE
from analysis.reports.sharing.naming import bundle_id, bundle_title
from analysis.reports.sharing.places import place_words
from analysis.reports.sharing.shipment import Shipment
from analysis.reports.sharing.workflow import RUN

if TYPE_CHECKING:
    from rocrate.rocrate import ROCrate

CRATE = "ro-crate-metadata.json"
VERSION = "1.2"

SPECIFICATIONS = (
    f"https://w3id.org/ro/crate/{VERSION}",
    "https://w3id.org/ro/crate/1.1",
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0",
)
"""What the record keeps to: 1.2, and 1.1, on which the profiles of workflows still rest."""

PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": ("Process Run Crate", "0.5"),
    "https://w3id.org/ro/wfrun/workflow/0.5": ("Workflow Run Crate", "0.5"),
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": ("Workflow RO-Crate", "1.0"),
}


def crate(shipment: Shipment, files: dict[str, bytes]) -> bytes:
    """Return the metadata of a bundle; ``files`` are all its other files but the checksums."""
    from rocrate.rocrate import ROCrate

    made = ROCrate(version=VERSION)
    _add_root(made, shipment)
    _add_files(made, shipment, files)
    add_runs(made, shipment, files)
    made.root_dataset["mainEntity"] = {"@id": RUN}
    made.metadata["conformsTo"] = [{"@id": address} for address in SPECIFICATIONS]
    metadata: dict[str, Any] = made.metadata.generate()
    return (json.dumps(metadata, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _add_root(made: ROCrate, shipment: Shipment) -> None:
    for address, (name, version) in PROFILES.items():
        add(made, address, {
            "@type": ["CreativeWork", "Profile"], "name": name, "version": version,
        })  # fmt: skip
    add(made, LICENCE_ADDRESS, {
        "@type": "CreativeWork", "name": LICENCE_TITLE,
        "description": _("Who names the authors and says what was changed may share and adapt "
                         "these works."),
    })  # fmt: skip
    add(made, "#authors", {"@type": "Organization", "name": AUTHORS})
    add(made, "#partner", {"@type": "Organization", "name": shipment.partner.name})
    add(made, "#identifier", {
        "@type": "PropertyValue", "name": _("The name of this folder for programs"),
        "value": bundle_id(shipment),
    })  # fmt: skip
    root = made.root_dataset
    for key, value in {
        "name": bundle_title(shipment),
        "description": _(
            "Reports on Georgia's migration strategy, the released data that they are made of, "
            "and the record of how they were made."
        ),
        "datePublished": shipment.date.isoformat(),
        "license": {"@id": LICENCE_ADDRESS},
        "author": {"@id": "#authors"},
        "publisher": {"@id": "#authors"},
        "audience": {"@id": "#partner"},
        "inLanguage": shipment.language,
        "identifier": {"@id": "#identifier"},
        "version": shipment.data_version,
        "isBasedOn": list(_add_sources(made, shipment)),
        "conformsTo": [{"@id": address} for address in PROFILES],
    }.items():
        root[key] = value


def _add_sources(made: ROCrate, shipment: Shipment) -> Iterator[dict[str, str]]:
    """Add the source documents by title and publisher, and yield references to them."""
    for row in each_row(shipment.data["sources"]):
        identifier = f"#source-{row.source_id}"
        add(made, identifier, {
            "@type": "CreativeWork", "name": row.title, "creditText": row.publisher,
            "inLanguage": row.language,
        })  # fmt: skip
        yield {"@id": identifier}


def _add_files(made: ROCrate, shipment: Shipment, files: dict[str, bytes]) -> None:
    """Add each file with its format, size and digest.

    The checksums hold this record's own digest, so theirs cannot be in it; their size can,
    because a digest is as long as any other.
    """
    owners = {path: report for report in shipment.reports for path in report.files}
    for path in sorted(files):
        owner = owners.get(path)
        _add_file(made, path, len(files[path]), {
            "@type": WORKFLOW if path.startswith("workflow/") else "File",
            "sha256": digest(files[path]),
            "about": {"@id": f"#report-{owner.name}" if owner else "./"},
        })  # fmt: skip
    _add_file(made, CHECKSUMS, len(checksums(files | {CRATE: b""})), {"about": {"@id": "./"}})


def _add_file(made: ROCrate, path: str, size: int, properties: Mapping[str, Any]) -> None:
    from rocrate.model.file import File

    described = {
        "name": path,
        "description": place_words(path),
        "encodingFormat": "text/plain" if path == CHECKSUMS else encoding_format(path),
        "contentSize": str(size),
    }
    made.add(File(made, dest_path=path, properties=described | dict(properties)))
