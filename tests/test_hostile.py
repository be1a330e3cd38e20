"""Hostile files wherever one is read: one refusal that names the file, in little memory."""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import stat
import struct
import time
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from checkout import ROOT, copy_checkout, quiet
from made_runs import make_run, summary

from analysis import drafting, intake
from analysis.checks.suites import read_suite
from analysis.errors import AnalysisError, BundleError, DataError, ExitCode, RawDataError
from analysis.paths import Project
from analysis.reports.comparison.runs import read_run
from analysis.reports.execution import check_parameters
from analysis.reports.gate.content import Link
from analysis.reports.gate.links import check_links, check_lists
from analysis.reports.gate.reading import read as gate
from analysis.reports.gate.withheld import read_withheld
from analysis.reports.manifest import shared_files
from analysis.reports.sharing import verification
from analysis.reports.sharing.checksums import digest
from analysis.reports.sharing.datapackage import DATA_PACKAGE, refuse_invalid
from analysis.reports.sharing.verification import verify
from analysis.reports.tasks import tasks
from analysis.source.completed import read_completed
from analysis.source.manifest import SourceDocument, read_document, read_manifest
from analysis.source.raw_files import read_raw_table

GIB, SECONDS = 1_000_000_000, 10
"""What a refusal may take beyond what the tests have taken before."""

DEEP = 1_000_000

WORD = SourceDocument(
    "plan", "p", "plan.docx", "Plan", "Us", "ka", "prose", "0" * 64, 0, "docx", folder=ROOT
)
DOCUMENT = replace(next(iter(read_manifest(ROOT / "data" / "raw").values())), file="read.me")


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    """Let each test have a gigabyte and ten seconds."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    before = resource.getrlimit(resource.RLIMIT_AS)
    used = pages * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + GIB, before[1]))
    # Python's own limit, which libraries raise for the whole process.
    cells = csv.field_size_limit(131_072)
    began = time.monotonic()
    try:
        yield
    finally:
        csv.field_size_limit(cells)
        resource.setrlimit(resource.RLIMIT_AS, before)
    assert time.monotonic() - began < SECONDS


# files of every sort


@pytest.fixture(scope="module")
def long_line(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with one line of 100 MB."""
    path = tmp_path_factory.mktemp("long") / "line"
    with path.open("wb") as stream:
        for _ in range(100):
            stream.write(b"x" * 1_000_000)
    return path


def _sparse(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(1_000_000_000)


SPOILT: dict[str, Callable[[Path], object]] = {
    "1 GB": _sparse,
    "not UTF-8": lambda path: path.write_bytes(b'{"a": "\xff\xfe"}'),
    "null bytes": lambda path: path.write_bytes(b"\0" * 100),
    "UTF-16": lambda path: path.write_text("document,figures\n" * 9, encoding="utf-16"),
    "nothing": lambda path: path.write_bytes(b""),
    "nested": lambda path: path.write_bytes(b"a = " + b"[" * DEEP),
    "nested JSON": lambda path: path.write_bytes(b'{"a":' * DEEP),
    "a link to the machine": lambda path: path.symlink_to("/etc/passwd"),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to itself": lambda path: path.symlink_to(path),
    "a pipe": lambda path: os.mkfifo(path),
    "a folder": lambda path: path.mkdir(),
    "no file": lambda path: None,
}


def _notebook(path: Path) -> object:
    (task, *_) = tasks(["data_quality"])
    return check_parameters(task, path)


READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "document": ("read.me", lambda path: read_document(DOCUMENT, path)),
    "Word document": ("plan.docx", lambda path: read_document(WORD, path)),
    "Word document, drafted": ("report.docx", lambda path: drafting.lines_of(path, "final")),
    "completed table": ("done.csv", lambda path: read_completed(path, ("a", "b"), ("a",))),
    "manifest": ("MANIFEST.toml", lambda path: read_manifest(path.parent)),
    "raw table": ("t.csv", lambda path: read_raw_table(path, "t.csv", ("a", "b"), ("a",))),
    "notebook": ("data_quality.ipynb", _notebook),
    "suite": ("figures.json", lambda path: read_suite(path.parent, "figures")),
    "run, compared": ("manifest.json", lambda path: read_run(Project(path.parent), path.parent)),
    "run, audited": ("manifest.json", lambda path: shared_files(path.parent)),
    "bundle, packed": ("for-afd.zip", verify),
}
"""What reads a file that others may have made, and the name under which it is read."""


def refusal(call: Callable[[], object]) -> AnalysisError:
    with pytest.raises(AnalysisError) as refused:
        call()
    assert refused.value.exit_code in (ExitCode.DATA, ExitCode.STORAGE)
    assert len(str(refused.value)) < 3_000
    return refused.value


@pytest.mark.parametrize("kind", SPOILT)
@pytest.mark.parametrize("reader", READERS)
def test_a_spoilt_file_is_one_refusal_that_names_it(tmp_path: Path, reader: str, kind: str) -> None:
    name, read = READERS[reader]
    SPOILT[kind](tmp_path / name)
    before = sorted(tmp_path.rglob("*"))
    said = str(refusal(lambda: read(tmp_path / name)))
    # A folder is a bundle that is not packed: it is refused for what is not in it.
    assert (name if (reader, kind) != ("bundle, packed", "a folder") else "SHA256SUMS") in said
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("reader", READERS)
def test_a_line_of_100_megabytes_is_one_refusal(
    tmp_path: Path, long_line: Path, reader: str
) -> None:
    name, read = READERS[reader]
    os.link(long_line, tmp_path / name)
    assert name in str(refusal(lambda: read(tmp_path / name)))


def test_a_table_of_a_million_columns_is_one_refusal(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(",".join(f"c{n}" for n in range(DEEP)) + "\n")
    said = refusal(lambda: read_raw_table(tmp_path / "t.csv", "t.csv", ("a", "b")))
    assert "t.csv, row 1: the line is too long for a row" in str(said)


def test_what_is_wrong_many_times_is_listed_so_often_and_counted(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n" + "1\n" * 10_000)
    with pytest.raises(RawDataError) as refused:
        read_raw_table(tmp_path / "t.csv", "t.csv", ("a", "b"))
    assert len(refused.value.problems) == 10_000
    assert str(refused.value).endswith("\n  - … and 9500 more")


# documents and their manifest


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("source_id", "../../elsewhere"),
        ("source_id", "/tmp"),
        ("source_id", "a/b"),
        ("prefix", "../a"),
        ("file", "../../../etc/passwd"),
        ("file", "/etc/passwd"),
        ("file", ".."),
        ("file", "a\\u0000b"),
    ],
)
def test_a_manifest_that_leads_elsewhere_is_refused(tmp_path: Path, name: str, value: str) -> None:
    project = copy_checkout(tmp_path / "project")
    path = project.raw / "MANIFEST.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith(f"{name} = "))
    lines[at] = f'{name} = "{value}"'
    path.write_text("\n".join(lines), encoding="utf-8")
    for call in (
        lambda: intake.audit(project, tmp_path, quiet),
        lambda: intake.fingerprint(project, tmp_path),
        lambda: intake.extract(project, "action-plan-2019", tmp_path / "any"),
        lambda: intake.review(project),
    ):
        said = refusal(call)
        assert f"document 1 has a {name} that could lead elsewhere" in str(said)


# runs


@pytest.mark.parametrize(
    "place", ["../../etc/passwd", "/etc/passwd", "reports/../../x", "..", "a\0b/../../x"]
)
def test_a_run_whose_manifest_leads_elsewhere_is_refused(tmp_path: Path, place: str) -> None:
    run = make_run(tmp_path / "run", {"effect": {"words": summary("Said.")}})
    path = run / "manifest.json"
    manifest = json.loads(path.read_bytes())
    manifest["reports"][0]["outputs"][place] = "0" * 64
    path.write_text(json.dumps(manifest))
    for call in (lambda: read_run(Project(tmp_path), run), lambda: shared_files(run)):
        assert "manifest.json is damaged: at reports/0/outputs" in str(refusal(call))


def test_a_manifest_of_other_types_is_refused_where_a_run_is_audited(tmp_path: Path) -> None:
    for spoilt in ("[]", "1", '{"reports": 1}', '{"reports": [[]]}', "9" * 9_999, "NaN"):
        (tmp_path / "manifest.json").write_text(spoilt)
        assert "manifest.json is damaged" in str(refusal(lambda: shared_files(tmp_path)))


def test_runs_are_listed_beside_one_that_cannot_be_read(tmp_path: Path) -> None:
    from analysis.reports.running.history import past_runs

    project = Project(tmp_path)
    for number, spoil in enumerate(SPOILT.values()):
        folder = project.outputs / "runs" / f"run-{number}"
        folder.mkdir(parents=True)
        spoil(folder / "manifest.json")
    found = past_runs(project)
    assert len(found) == len(SPOILT)
    assert all("its manifest cannot be read" in one.fault for one in found)


# bundles


def _packed(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes], kind: int = 8) -> Path:
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", kind) as packed:
        warnings.simplefilter("ignore")
        for name, content in members:
            packed.writestr(name, content)
    return path


def _linked() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("b/link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


MEMBERS: dict[str, tuple[list[tuple[str | zipfile.ZipInfo, bytes]], str]] = {
    "above": ([("b/../../out", b"")], "a path that no bundle has: 'b/../../out'"),
    "absolute": ([("/etc/out", b"")], "a path that no bundle has: '/etc/out'"),
    "of Windows": ([("b\\..\\out", b"")], "a path that no bundle has"),
    "at the top": ([("out", b"")], "a path that no bundle has: 'out'"),
    "a long name": ([("b/" + "x" * 999, b"")], "a path that no bundle has"),
    "deep": ([("b/" * 2_000 + "x", b"")], "a path that no bundle has"),
    "a link": ([(_linked(), b"/etc/passwd")], "for-afd.zip, link: a member that is no plain file"),
    "twice": ([("b/x", b"1"), ("b/x", b"2")], "for-afd.zip, x: a file stands twice in it"),
    "twice, other folders": ([("b/x", b"1"), ("c/x", b"2")], "a file stands twice in it"),
    "a file and a folder": ([("b/x", b"1"), ("b/x/y", b"2")], "a file and a folder of one name"),
    "many": ([(f"b/{n}", b"") for n in range(20_001)], "more than 20,000 files"),
}


@pytest.mark.parametrize("kind", MEMBERS)
def test_a_packed_bundle_with_a_hostile_member_is_refused(tmp_path: Path, kind: str) -> None:
    members, words = MEMBERS[kind]
    (tmp_path / "inside").mkdir()
    place = _packed(tmp_path / "inside" / "for-afd.zip", *members)
    with pytest.raises(BundleError) as refused:
        verify(place)
    assert words in str(refused.value)
    assert sorted(tmp_path.rglob("*")) == [place.parent, place]


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_bundle_packed_in_other_ways_is_not_unpacked(tmp_path: Path, kind: int) -> None:
    place = _packed(tmp_path / "for-afd.zip", ("b/x", b"x" * 100), kind=kind)
    with pytest.raises(BundleError, match="a member that is no plain file"):
        verify(place)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    for said in (1_500_000_000, 100):
        place = tmp_path / "for-afd.zip"
        place.write_bytes(_raw_zip("b/SHA256SUMS", _zeros(1_500), said))
        assert place.stat().st_size < 2_000_000
        assert "for-afd.zip" in str(refusal(lambda place=place: verify(place)))


def _zeros(megabytes: int) -> bytes:
    """Return so many megabytes of nothing, deflated: one block again and again."""
    deflated = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = deflated.compress(b"\0" * 1_000_000) + deflated.flush(zlib.Z_FULL_FLUSH)
    return block * megabytes + deflated.flush()


def _raw_zip(name: str, packed: bytes, said: int) -> bytes:
    """Return a zip file with one deflated member that is said to have so many bytes."""
    common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(packed), said, len(name), 0)
    first = b"PK\3\4" + common + name.encode() + packed
    rest = struct.pack("<HHHII", 0, 0, 0, 0, 0) + name.encode()
    listed = b"PK\1\2" + struct.pack("<H", 20) + common + rest
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(listed), len(first), 0)
    return first + listed + end


@pytest.mark.parametrize("kind", ["a link to the machine", "a pipe", "a link to a device"])
def test_a_bundle_with_what_is_no_file_is_refused(tmp_path: Path, kind: str) -> None:
    SPOILT[kind](tmp_path / "index.html")
    with pytest.raises(BundleError, match=r"index\.html: neither a file nor a folder"):
        verify(tmp_path)


def test_a_bundle_is_not_read_beyond_all_measure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "LARGEST", 1_000)
    for name in "abc":
        (tmp_path / name).write_bytes(b"x" * 400)
    assert "c cannot be read: it has more than 200 bytes" in str(refusal(lambda: verify(tmp_path)))


TABLE = b"a\n1\n"
DESCRIPTOR: dict[str, Any] = {
    "profile": "tabular-data-package",
    "name": "x",
    "resources": [
        {
            "profile": "tabular-data-resource",
            "name": "t",
            "path": "t.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": 4,
            "hash": f"sha256:{digest(TABLE)}",
            "schema": {"fields": [{"name": "a", "type": "string"}], "missingValues": [""]},
        }
    ],
}
ELSEWHERE = "http://127.0.0.1:9/x.json"
RUINOUS = {"type": "string", "name": "a", "constraints": {"pattern": "(a+)+$"}}


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("profile",), ELSEWHERE),
        (("resources", 0, "profile"), ELSEWHERE),
        (("resources", 0, "schema"), ELSEWHERE),
        (("resources", 0, "schema"), "/etc/passwd"),
        (("resources", 0, "path"), ELSEWHERE),
        (("resources", 0, "path"), "/etc/passwd"),
        (("resources", 0, "path"), "data/../../t.csv"),
        (("resources", 0, "path"), ["t.csv"]),
        (("resources", 0, "extrapaths"), ["/etc/passwd"]),
        (("resources", 0, "dialect"), ELSEWHERE),
        (("resources", 0, "compression"), "zip"),
        (("resources", 0, "scheme"), "http"),
        (("resources", 0, "format"), "sql"),
        (("resources", 0, "schema", "fields"), [RUINOUS]),
        (("resources",), {}),
        (("resources",), 1),
    ],
)
def test_a_data_package_that_leads_elsewhere_is_followed_nowhere(
    monkeypatch: pytest.MonkeyPatch, keys: tuple[Any, ...], value: object
) -> None:
    def asked(*words: object, **others: object) -> None:
        raise AssertionError(f"asked the network: {words}")

    monkeypatch.setattr("socket.create_connection", asked)
    spoilt = json.loads(json.dumps(DESCRIPTOR))
    inner = spoilt
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    cells = b"a\n" + b"a" * 24 + b"!\n"
    contents = {DATA_PACKAGE: json.dumps(spoilt).encode(), "t.csv": cells}
    with pytest.raises(DataError, match="the data package says what no bundle of ours does"):
        refuse_invalid(contents)


def test_a_data_package_of_ours_passes_and_one_that_is_nested_does_not() -> None:
    whole = {DATA_PACKAGE: json.dumps(DESCRIPTOR).encode(), "t.csv": TABLE}
    refuse_invalid(whole)
    with pytest.raises(DataError, match=r"datapackage\.json: not JSON that can be read"):
        refuse_invalid(whole | {DATA_PACKAGE: b'{"a":' * DEEP})


# files of a bundle, as the gate reads them


def _utf16_entities() -> bytes:
    text = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    text += "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 9))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("word/document.xml", (text + "]><w>&a8;</w>").encode("utf-16"))
    return buffer.getvalue()


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        sum_ = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + sum_

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def _pdf_bomb() -> bytes:
    stream = b"\x78\x9c" + _zeros(90)
    return b"%PDF-1.7\n" + b"".join(b"stream\n" + stream + b"\nendstream\n" for _ in range(3))


def _macros() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("xl/vbaProject.bin", "Sub AutoOpen()")
    return buffer.getvalue()


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a workbook that is a bomb": (
        "a.xlsx",
        lambda: _raw_zip("xl/x.xml", _zeros(300), 300_000_000),
        "unpacks to",
    ),
    "a bomb that says nothing": (
        "a.xlsx",
        lambda: _raw_zip("xl/x.xml", _zeros(1_500), 9),
        "not an archive that can be read",
    ),
    "a part twice": ("a.docx", lambda: _twice(), "a part stands twice in it"),
    "macros": ("a.xlsx", _macros, "a part that may run"),
    "entities in UTF-16": ("a.docx", _utf16_entities, "the entity 'a' is declared"),
    "an external entity": (
        "a.xml",
        lambda: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        "the entity 'x' is declared",
    ),
    "an archive cut off": (
        "a.xlsx",
        lambda: _raw_zip("xl/x.xml", _zeros(1), 1_000_000)[:60],
        "not an archive",
    ),
    "a picture of all pixels": ("a.png", lambda: _png(60_000, 60_000), "not a PNG"),
    "a picture of many pixels": ("a.png", lambda: _png(8_000, 8_000), "too many"),
    "a PDF that unpacks": ("a.pdf", _pdf_bomb, "unpacks to more than"),
    "a PDF of beginnings": ("a.pdf", lambda: b"stream\n" * 200_000, "not a PDF"),
    "nested JSON": ("a.json", lambda: b"[" * DEEP, "not JSON"),
    "a cell of a megabyte": ("a.csv", lambda: b'a\n"' + b"x" * 1_000_000, "not CSV"),
    "another kind": ("a.exe", lambda: b"MZ", "a kind of file that no bundle has"),
}


def _twice() -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as packed:
        warnings.simplefilter("ignore")
        packed.writestr("word/document.xml", "<w>seen</w>")
        packed.writestr("word/document.xml", "<w/>")
    return buffer.getvalue()


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_of_a_bundle_is_a_fault_and_nothing_more(kind: str) -> None:
    name, made, words = HOSTILE[kind]
    faults = [fault.text for fault in gate(name, made()).faults]
    assert any(words in fault for fault in faults), faults


@pytest.mark.parametrize(
    "graph",
    [
        "1",
        "{}",
        "[1]",
        '[{"@id": 1, "@type": 7}]',
        '[{"@type": null}]',
        '[{"@id": "http://[", "@type": "File"}]',
        '[{"@id": "a\\u0000b", "@type": "File"}]',
    ],
)
def test_a_crate_of_other_types_is_no_crash(tmp_path: Path, graph: str) -> None:
    (tmp_path / "ro-crate-metadata.json").write_text(f'{{"@graph": {graph}}}')
    assert all(one.file for one in check_lists(tmp_path, {"ro-crate-metadata.json"}))


def test_withheld_counts_are_not_looked_for_in_what_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "figures.csv").write_text("unit\nperson\n")
    for spoilt in (b"\xff\xfe", b'"' + b"x" * 1_000_000, b"rule_id,value\nthreshold\n"):
        (tmp_path / "data" / "disclosure_rules.csv").write_bytes(spoilt)
        with pytest.raises(DataError, match="disclosure_rules"):
            read_withheld(tmp_path)


def test_an_address_that_is_none_is_a_link_that_leads_elsewhere() -> None:
    link = Link("line 1", "http://[")
    (problem,) = check_links({"a.html": [link]}, {"a.html": set()})
    assert "a link leads elsewhere" in str(problem)
