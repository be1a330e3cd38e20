"""Names: what a bundle is called, for programs and for people."""

from __future__ import annotations

from analysis.display.language import _
from analysis.reports.sharing.licence import PROJECT
from analysis.reports.sharing.shipment import Shipment


def bundle_id(shipment: Shipment) -> str:
    """Return the name of a bundle for programs: project, partner, language, data version."""
    return "-".join(
        [PROJECT, shipment.partner.partner_id, shipment.language, shipment.data_version]
    )


def bundle_title(shipment: Shipment) -> str:
    """Return the title of a bundle in the language spoken."""
    return _(
        "Mid-term evaluation of Georgia's 2016-2020 migration strategy: reports and data for "
        "{partner}",
        partner=shipment.partner.name,
    )
