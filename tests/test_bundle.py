from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import using
from bs4 import BeautifulSoup
from checkout import copy_checkout, digests, quiet
from click.testing import CliRunner
from documents import DOCUMENTS, needs_documents
from PIL import Image, PngImagePlugin

from analysis import pipeline
from analysis.checks.results import CheckedTables, load_checked_tables
from analysis.cli import cli
from analysis.errors import BundleError, DataError, DisclosureError, GateError, UsageError
from analysis.paths import Project
from analysis.reports.report import Task
from analysis.reports.results import RunOutcome
from analysis.reports.running.publishing import new_run
from analysis.reports.running.run import How, run_reports
from analysis.reports.sharing import bundle
from analysis.reports.sharing.verification import Verified, verify


@dataclass(frozen=True)
class Ready:
    """A run for AFD in French, from which bundles can be gathered."""

    project: Project
    ran: RunOutcome
    chosen: list[Task]
    data: CheckedTables

    @property
    def brief(self) -> Ready:
        """The same run, of which the brief alone is to be sent."""
        alone = replace(self.ran, results=self.ran.results[:1])
        return replace(self, ran=alone, chosen=self.chosen[:1])

    def make(self, place: Path, *, packed: bool = False) -> dict[str, int]:
        return bundle.make_bundle(
            self.project, self.ran, self.chosen, self.data, place, packed=packed
        )


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory, checked: Path) -> Ready:
    project = copy_checkout(tmp_path_factory.mktemp("project"), checked)
    first = bundle.brief_task("AFD", "fr")
    with new_run(project) as stage:
        checks = pipeline.check(project, quiet, stage / "checks", reuse=True).checks
        data = load_checked_tables(project.clean, checks)
        chosen = bundle.chosen(data, first)
        ran = run_reports(project, stage, chosen, checks, quiet, How(whole=False))
    assert not ran.failed
    return Ready(project, ran, chosen, data)


@pytest.fixture(scope="module")
def sent(ready: Ready, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sent") / "for-afd"
    ready.make(place)
    return place


@pytest.fixture(scope="module")
def examined(sent: Path) -> Verified:
    return verify(sent)


@pytest.fixture
def received(sent: Path, tmp_path: Path) -> Path:
    """Return a copy of the bundle that a test may spoil."""
    place = tmp_path / "received"
    shutil.copytree(sent, place)
    return place


def test_a_bundle_has_every_form_of_every_report_and_its_data(sent, ready):
    names = set(digests(sent))
    for task in ready.chosen:
        assert f"reports/{task.name}.html" in names
        assert {f"documents/{task.name}.{kind}" for kind in ("pdf", "docx", "xlsx")} <= names
        page = (sent / "reports" / f"{task.name}.html").read_text(encoding="utf-8")
        charts = sum(name.startswith(f"charts/{task.name}/") for name in names)
        assert charts == page.count("<figure")
        assert any(name.startswith(f"tables/{task.name}/") for name in names)
    assert {
        "README.md", "index.html", "CITATION.cff", "SHA256SUMS", "datapackage.json",
        "ro-crate-metadata.json", "data/figures.csv", "sdmx/structure.xml",
    } <= names  # fmt: skip
    assert not any(name.endswith((".ipynb", ".py")) for name in names)


def test_what_bears_on_the_partner_is_chosen(ready):
    subjects = [str(task.values.get("programme", "")) for task in ready.chosen]
    assert {"idp-housing", "afd-social-reforms"} <= set(subjects)
    assert "hepatitis-c" not in subjects
    assert [task.values["language"] for task in ready.chosen] == ["fr"] * len(ready.chosen)


@pytest.mark.usefixtures("looking")
def test_a_browser_finds_everything_that_pages_of_a_bundle_lead_to(sent):
    found = using.crawl(sent / "index.html")
    assert found.faults == []
    assert set(found.pages) == set(sent.resolve().rglob("*.html"))
    assert {sent / "README.md", *sent.glob("documents/*")} < found.files


def test_the_index_is_in_the_language_and_leads_to_files_of_the_bundle_only(sent):
    page = BeautifulSoup((sent / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert page.html["lang"] == "fr"
    links = [one["href"] for one in page.find_all("a") if not one["href"].startswith("#")]
    assert links
    assert all((sent / link).is_file() for link in links)


def test_the_bundle_passes_the_partners_examination(sent, examined):
    assert examined.files == len(digests(sent))
    assert examined.tables == sum(name.endswith(".csv") for name in digests(sent))


def test_frictionless_own_command_finds_the_data_package_valid(sent):
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    done = subprocess.run(command, cwd=sent, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def small(ready: Ready, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a bundle of the brief alone."""
    place = tmp_path_factory.mktemp("small") / "brief"
    ready.brief.make(place)
    return place


def test_a_bundle_made_again_of_the_same_run_has_the_same_bytes(ready, small, tmp_path):
    ready.brief.make(tmp_path / "again")
    assert digests(tmp_path / "again") == digests(small)


def test_a_packed_bundle_is_the_folder_and_passes_too(ready, small, tmp_path):
    """It is made again to be packed: all its files have the bytes of the first."""
    place = tmp_path / "brief.zip"
    ready.brief.make(place, packed=True)
    with zipfile.ZipFile(place) as packed:
        names = {name: packed.read(name) for name in packed.namelist()}
    assert names == {f"brief/{name}": content for name, content in digests(small).items()}
    assert verify(place) == verify(small)


CHANGED = [
    "data/figures.csv",
    "README.md",
    "documents/partner-brief--language-fr--partner-afd.pdf",
    "documents/partner-brief--language-fr--partner-afd.xlsx",
    "ro-crate-metadata.json",
]


@pytest.mark.parametrize("name", CHANGED)
def test_one_byte_changed_is_found_and_the_file_named(received, name):
    content = bytearray((received / name).read_bytes())
    content[len(content) // 2] ^= 1
    (received / name).write_bytes(content)
    with pytest.raises(BundleError, match=name):
        verify(received)


def test_a_file_that_is_missing_or_added_is_named(received):
    (received / "data" / "figures.csv").unlink()
    (received / "note.txt").write_text("note", encoding="utf-8")
    with pytest.raises(BundleError) as caught:
        verify(received)
    said = str(caught.value)
    assert "data/figures.csv: the file is missing" in said
    assert "note.txt: the file is not of the bundle" in said


def resum(folder: Path) -> None:
    """Write the checksums anew, as one who wants to hide a change would."""
    lines = [
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in digests(folder).items()
        if name != "SHA256SUMS"
    ]
    (folder / "SHA256SUMS").write_text("".join(sorted(lines, key=lambda line: line[66:])))


def test_a_table_changed_with_its_checksum_is_still_not_as_described(received):
    path = received / "data" / "indicators.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("ap19-", "ap20-", 1), encoding="utf-8")
    resum(received)
    with pytest.raises(DataError, match=r"data/indicators\.csv"):
        verify(received)


@pytest.mark.parametrize("what", ["empty", "text", "outside"])
def test_what_is_no_bundle_is_refused_in_one_message(what, tmp_path):
    place = tmp_path / "some.zip"
    if what == "text":
        place.write_text("no zip file", encoding="utf-8")
    else:
        with zipfile.ZipFile(place, "w") as packed:
            if what == "outside":
                packed.writestr("bundle/../../escaped.txt", "x")
            else:
                packed.writestr("bundle/README.md", "x")
    with pytest.raises(BundleError):
        verify(place)
    assert not (tmp_path.parent / "escaped.txt").exists()


def spoiled(ready: Ready, name: str, change: Callable[[bytes], bytes]) -> tuple[Path, bytes]:
    """Change a file of the run; return it and what it was."""
    path = ready.ran.index.parent / name
    before = path.read_bytes()
    path.write_bytes(change(before))
    return path, before


def refused(ready: Ready, name: str, change: Callable[[bytes], bytes], place: Path) -> str:
    """Return why a bundle of the brief is refused that was spoiled; nothing may be written."""
    path, before = spoiled(ready, name, change)
    try:
        with pytest.raises((GateError, DisclosureError)) as caught:
            ready.brief.make(place)
    finally:
        path.write_bytes(before)
    assert not place.exists()
    assert [one.name for one in place.parent.iterdir()] == []
    return str(caught.value)


BRIEF = "partner-brief--language-fr--partner-afd"


def table_of(ready: Ready, name: str) -> str:
    folder = ready.ran.index.parent / "tables" / name
    return f"tables/{name}/{sorted(path.name for path in folder.iterdir())[0]}"


def test_a_planted_small_count_is_stopped(ready, tmp_path):
    rows = ready.data["figures"]
    small = rows[rows["measure"].str.contains("trafficking") & (rows["value"] < 5)].iloc[0]
    row = f'"{small.figure_id}","{small.measure}",{int(small.value)}\n'.encode()

    def plant(content: bytes) -> bytes:
        columns = content.split(b"\n", 1)[0].count(b",") - 2
        return content + row.rstrip() + b"," * columns + b"\n"

    name = table_of(ready, BRIEF)
    said = refused(ready, name, plant, tmp_path / "for-afd")
    assert small.figure_id in said
    assert Path(name).name in said


@needs_documents
def test_a_planted_sentence_of_a_document_is_stopped(ready, tmp_path):
    text = next(DOCUMENTS.glob("002_*.txt")).read_text(encoding="utf-8")
    line = max(text.splitlines(), key=lambda line: len(line.split()))
    sentence = " ".join(line.split()[20:45])
    page = f"reports/{BRIEF}.html"
    said = refused(
        ready,
        page,
        lambda content: content.replace(b"</main>", f"<p>{sentence}</p></main>".encode()),
        tmp_path / "for-afd",
    )
    assert page in said


def test_a_planted_path_in_the_metadata_of_a_picture_is_stopped(ready, tmp_path):
    """The picture stands in a Word file, as every picture of a bundle does."""
    name = f"documents/{BRIEF}.docx"

    def plant(content: bytes) -> bytes:
        picture = tmp_path / "picture.png"
        told = PngImagePlugin.PngInfo()
        told.add_text("Source", "/home/somebody/charts/figure.png")
        Image.new("RGB", (2, 2)).save(picture, pnginfo=told)
        mended = tmp_path / "mended.docx"
        document = tmp_path / "before.docx"
        document.write_bytes(content)
        with zipfile.ZipFile(document) as old, zipfile.ZipFile(mended, "w") as new:
            for member in old.namelist():
                png = member.endswith(".png")
                new.writestr(member, picture.read_bytes() if png else old.read(member))
        spoilt = mended.read_bytes()
        for path in (picture, mended, document):
            path.unlink()
        return spoilt

    said = refused(ready, name, plant, tmp_path / "for-afd")
    assert name in said
    assert "png" in said


def test_a_partner_that_is_not_known_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(UsageError, match="iom"):
        bundle.brief_task("ion", "en")
    with pytest.raises(UsageError, match="'fr'"):
        bundle.brief_task("AFD", "frr")


def test_a_partner_without_any_activity_has_no_bundle():
    with pytest.raises(UsageError, match="has no brief"):
        bundle.brief_task("mra", "en")


def test_nothing_is_ever_overwritten(tmp_path):
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "taken.zip").write_text("mine", encoding="utf-8")
    for place, packed in (("taken", False), ("taken.zip", True), ("taken.zip", False)):
        with pytest.raises(UsageError, match="Name a"):
            bundle.refuse_taken(tmp_path / place, packed=packed)
    (tmp_path / "empty").mkdir()
    bundle.refuse_taken(tmp_path / "empty", packed=False)


@pytest.mark.parametrize("options", [[], ["--to", "a", "--zip", "b.zip"]])
def test_the_command_wants_one_place(options):
    done = CliRunner().invoke(cli, ["share", "--partner", "AFD", *options])
    assert isinstance(done.exception, UsageError)
