"""The records of a bundle, in the order in which each needs those before it."""

from __future__ import annotations

from datetime import UTC, datetime, time

from analysis.display.language import speaking
from analysis.reports.sharing.checksums import CHECKSUMS, checksums
from analysis.reports.sharing.citation import CITATION, bundle_citation
from analysis.reports.sharing.crate import CRATE, crate
from analysis.reports.sharing.datapackage import DATA_PACKAGE, data_package, refuse_invalid
from analysis.reports.sharing.readme import README, readme
from analysis.reports.sharing.shipment import Shipment
from analysis.reports.sharing.statistics import statistics
from analysis.reports.sharing.tables import table_files
from analysis.reports.sharing.workflow import workflow_files


def records(shipment: Shipment) -> dict[str, bytes]:
    """Return every record of a bundle by its path; the files of the reports are not among them.

    The same shipment gives the same bytes. Nothing is written but a scratch folder in which
    the data package is proved.

    Raises
    ------
    DataError
        A table is not what its description says, a column is not explained, or a file is of a
        kind that no bundle holds.
    DisclosureError
        The tables were not released for a partner.
    UsageError
        The language lacks a message; it is named.
    """
    with speaking(shipment.language):
        tables = table_files(shipment.data)
        prepared = datetime.combine(shipment.date, time(), UTC)
        made = tables | statistics(shipment.data, shipment.version, prepared)
        made |= workflow_files(shipment)
        made[DATA_PACKAGE] = data_package(shipment, tables)
        refuse_invalid(shipment.files | made)
        made[CITATION] = bundle_citation(shipment)
        made[README] = readme(shipment, {*shipment.files, *made, CRATE})
        made[CRATE] = crate(shipment, shipment.files | made)
        made[CHECKSUMS] = checksums(shipment.files | made)
        return made
