"""A small shipment of real tables and made reports, and the standards' own validators."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from datetime import date
from importlib.resources import files
from pathlib import Path

import requests
import urllib3
from checkout import ROOT
from requests.adapters import HTTPAdapter
from requests_cache import CachedSession

from analysis.checks.results import CheckedTables
from analysis.cleaning.schema import SCHEMAS, from_csv
from analysis.display.language import SOURCE, speaking
from analysis.display.release import THRESHOLD, release
from analysis.reports.catalogue import REPORTS
from analysis.reports.parameters import Value
from analysis.reports.sharing.shipment import Environment, Partner, SharedReport, Shipment
from analysis.reports.tasks import task

CONTEXT = "https://w3id.org/ro/crate/1.2/context"


def clean_tables() -> CheckedTables:
    """Return the committed clean tables, whole, with the digests of their files."""
    texts = {name: (ROOT / "data" / "clean" / f"{name}.csv").read_bytes() for name in SCHEMAS}
    tables = {name: from_csv(name, text.decode("utf-8")) for name, text in texts.items()}
    digests = {name: hashlib.sha256(text).hexdigest() for name, text in texts.items()}
    return CheckedTables(tables, (), digests)


def released(language: str = SOURCE) -> CheckedTables:
    """Return the clean tables as a partner may see them, and speak English afterwards."""
    with speaking(SOURCE):
        return release(clean_tables(), "partner", THRESHOLD, language)


def report(report_id: str, language: str, **values: Value) -> SharedReport:
    """Return a report whose files are made up; the records look at names and bytes only."""
    made = task(REPORTS[report_id], {**values, "language": language})
    paths = (f"reports/{made.name}.html", f"documents/{made.name}.pdf", f"charts/{made.name}/a.svg")
    contents: dict[str, bytes] = {path: f"{path}\n".encode() for path in paths}
    contents[f"tables/{made.name}/01-sums.csv"] = "Region,Number\nაჭარა,12\nიმერეთი,\n".encode()
    return SharedReport(made, made.title, made.report.question, contents)


def shipment(language: str = SOURCE) -> Shipment:
    """Return two reports of two notebooks for one partner."""
    notebooks = ("data_quality.ipynb", "programme_effect.ipynb")
    return Shipment(
        partner=Partner("iom", "International Organization for Migration"),
        language=language,
        date=date(2026, 11, 22),
        version="0.1.0",
        data=released(language),
        reports=(
            report("programme_effect", language, programme="reintegration"),
            report("data_quality", language),
        ),
        notebooks={name: (ROOT / "notebooks" / name).read_bytes() for name in notebooks},
        dictionary=(ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8"),
        environment=Environment("3.12.1", {"pandas": "3.0.0", "papermill": "2.6.0"}, "0" * 64),
        others={"index.html": b"<!doctype html>\n"},
    )


def written(contents: dict[str, bytes], folder: Path) -> Path:
    """Write files into a folder, as the one that makes a bundle does."""
    for path, content in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def crate_faults(folder: Path, profile: str, cache: Path) -> dict[str, set[str]]:
    """Return what rocrate-validator finds in a bundle, offline: severity and rule, entities."""
    _store_context(cache / "http")
    found = cache / f"{profile}.json"
    program = Path(sys.executable).with_name("rocrate-validator")
    options = ["--offline", "--cache-path", str(cache / "http"), "--no-auto-profile", "--no-paging"]
    said = subprocess.run(
        [str(program), "-y", "validate", *options, "--profile-identifier", profile,
         "--requirement-severity", "recommended", "--output-format", "json",
         "--output-file", str(found), str(folder)],
        capture_output=True, text=True, env={**os.environ, "HOME": str(cache)},
    )  # fmt: skip
    assert found.is_file(), said.stdout + said.stderr
    faults: dict[str, set[str]] = {}
    for issue in json.loads(found.read_text(encoding="utf-8"))["issues"]:
        rule = f"{issue['severity']} {issue['check']['identifier']}"
        faults.setdefault(rule, set()).add(str(issue["violatingEntity"]))
    return faults


def _store_context(cache: Path) -> None:
    """Put the context of RO-Crate 1.2 where the validator looks instead of the network.

    The library ships the context of 1.3. It has every term of 1.2 and differs from it in four,
    which Bioschemas moved; they are moved back here.
    """
    text = (files("rocrate") / "data" / "ro-crate.jsonld").read_text(encoding="utf-8")
    terms = json.loads(text)["@context"]
    for name in ("ComputationalWorkflow", "FormalParameter"):
        terms[name] = f"https://bioschemas.org/{name}"
    for name in ("input", "output"):
        terms[name] = f"https://bioschemas.org/properties/{name}"
    body = json.dumps({"@context": terms}).encode("utf-8")
    raw = urllib3.HTTPResponse(
        io.BytesIO(body), headers={"Content-Type": "application/ld+json"}, status=200,
        preload_content=False, request_url=CONTEXT,
    )  # fmt: skip
    asked = requests.Request("GET", CONTEXT).prepare()
    with CachedSession(cache_name=str(cache), backend="sqlite", expire_after=-1) as session:
        session.cache.save_response(HTTPAdapter().build_response(asked, raw))
        session.cache.close()
