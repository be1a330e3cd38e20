"""The README of a bundle: what it is, how its numbers may be read, and how to check it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from analysis.display.language import _, _n
from analysis.display.numbers import count
from analysis.reports.sharing.checksums import CHECKSUMS
from analysis.reports.sharing.licence import AUTHORS, LICENCE_ADDRESS, LICENCE_TITLE
from analysis.reports.sharing.naming import bundle_title
from analysis.reports.sharing.places import places
from analysis.reports.sharing.shipment import Shipment

README = "README.md"


def readme(shipment: Shipment, paths: Collection[str]) -> bytes:
    """Return the README in the language spoken; ``paths`` are the other files of the bundle."""
    parts = [
        f"# {bundle_title(shipment)}",
        _(
            "Prepared for {partner} on {date}. Data version {data_version}, package version "
            "{version}.",
            partner=shipment.partner.name,
            date=shipment.date.isoformat(),
            data_version=shipment.data_version,
            version=shipment.version,
        ),
        *_what(shipment),
        "## " + _("What lies where"),
        "\n".join(f"- `{place}`: {words}" for place, words in places({*paths, CHECKSUMS})),
        *_reading(),
        *_checking(),
        *_citing(shipment),
        "## " + _("Licence"),
        _(
            "The words, tables and charts are under {licence} ({address}). Printed figures are "
            "facts and belong to nobody. The source documents are not part of this folder.",
            licence=LICENCE_TITLE,
            address=LICENCE_ADDRESS,
        ),
    ]
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def _what(shipment: Shipment) -> Iterator[str]:
    yield "## " + _("What this is")
    number = len(shipment.reports)
    yield _n(
        "This folder holds {number} report on how far Georgia's 2016-2020 migration strategy "
        "got, and the data behind it. All of it rests on figures that the government printed.",
        "This folder holds {number} reports on how far Georgia's 2016-2020 migration strategy "
        "got, and the data behind them. All of it rests on figures that the government printed.",
        number,
        number=count(number),
    )
    yield "\n".join(f"- {report.title}: {report.question}" for report in shipment.reports)


def _reading() -> Iterator[str]:
    yield "## " + _("How the numbers may be read")
    entries = [
        _(
            "Withheld: small counts of people are not shown, nor others that would give them "
            "away. A withheld figure has no value; it is not nought."
        ),
        _(
            "Bounds: where the documents allow no single number, two ends are given. They do not "
            "say where between them the truth lies."
        ),
        _(
            "Refusals: two figures are compared only if they belong together. A comparison that "
            "does not hold is named, with the reason, and no number is given."
        ),
        _(
            "Effects: the documents count those who took part and nobody else, so nothing here "
            "says what a programme brought about."
        ),
        _(
            "Truth: the checks show that a figure was read as printed and whether it agrees with "
            "others. Nothing was measured anew."
        ),
    ]
    yield "\n".join(f"- {entry}" for entry in entries)


def _checking() -> Iterator[str]:
    yield "## " + _("How to check it")
    yield _("In this folder, on most systems without any further program:")
    yield f"```sh\nsha256sum --check {CHECKSUMS}\n```"
    yield _("With the package, which also holds tables and descriptions against each other:")
    yield "```sh\nanalysis verify .\n```"


def _citing(shipment: Shipment) -> Iterator[str]:
    yield "## " + _("How to cite it")
    yield (
        f"> {AUTHORS} ({shipment.date.year}). *{bundle_title(shipment)}*, {shipment.version}, "
        f"{shipment.data_version}."
    )
    yield _("To cite one figure, add its id; it names document and line.")
