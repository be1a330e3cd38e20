"""The records of a bundle, each tried with the tools of those who will read it."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import sdmx
import yaml
from checkout import ROOT
from rocrate.rocrate import ROCrate
from shipping import clean_tables, crate_faults, released, shipment, written

import analysis
from analysis.cleaning.schema import SCHEMAS
from analysis.display.language import LANGUAGES, speaking
from analysis.errors import DataError, DisclosureError, UsageError
from analysis.reports.sharing.checksums import CHECKSUMS, digest
from analysis.reports.sharing.citation import project_citation
from analysis.reports.sharing.codelists import code_of
from analysis.reports.sharing.datapackage import data_package, refuse_invalid
from analysis.reports.sharing.environment import environment
from analysis.reports.sharing.meanings import meanings
from analysis.reports.sharing.records import records
from analysis.reports.sharing.shipment import Shipment
from analysis.reports.sharing.statistics import NO_VALUE, statistics
from analysis.reports.sharing.tables import TABLES_LEFT_OUT, shared_columns, table_files

ALL = pytest.mark.parametrize("language", LANGUAGES)


def made_in(language: str) -> dict[str, bytes]:
    """Return the whole bundle in a language, unless its messages wait for translation."""
    sent = shipment(language)
    try:
        return sent.files | records(sent)
    except UsageError as error:
        if f"The {language} catalogue lacks" not in str(error):
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def sent() -> Shipment:
    return shipment()


@pytest.fixture(scope="module")
def bundle(sent: Shipment) -> dict[str, bytes]:
    return sent.files | records(sent)


@pytest.fixture(scope="module")
def folder(bundle: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(bundle, tmp_path_factory.mktemp("bundle"))


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


# the whole


@ALL
def test_the_same_shipment_gives_the_same_bytes_in_every_language(language):
    assert made_in(language) == made_in(language)


@ALL
def test_sha256sum_agrees_with_every_file(language, tmp_path):
    bundle = made_in(language)
    folder = written(bundle, tmp_path)
    check = ["sha256sum", "--check", "--strict", "--quiet", CHECKSUMS]
    assert subprocess.run(check, cwd=folder, capture_output=True, text=True).stdout == ""
    named = re.findall(r"^[0-9a-f]{64}  (.+)$", bundle[CHECKSUMS].decode(), re.MULTILINE)
    assert named == sorted(set(bundle) - {CHECKSUMS})


def test_sha256sum_names_a_file_that_was_changed(folder, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "data" / "figures.csv").write_text("spoiled", encoding="utf-8")
    found = subprocess.run(
        ["sha256sum", "--check", "--quiet", CHECKSUMS], cwd=copy, capture_output=True, text=True
    )
    assert found.stdout == "data/figures.csv: FAILED\n"


def test_a_bundle_holds_no_path_no_code_and_no_digest_of_what_is_withheld(bundle):
    whole = b"\n".join(bundle.values()).decode("utf-8")
    inside = clean_tables()
    assert str(ROOT) not in whole
    assert "release(open_checked_tables()" not in whole
    for name in ("figures", "suppressions", "identities", "labels"):
        assert inside.digests[name] not in whole, name
    assert inside["sources"]["file"].map(lambda file: file in whole).sum() == 0


# released tables


def test_the_tables_are_all_but_those_that_serve_only_inside(bundle):
    names = {Path(path).stem for path in bundle if path.startswith("data/")}
    assert names == set(SCHEMAS) - {"answers", "labels", "reviews", "suppressions"}
    assert names == set(SCHEMAS) - set(TABLES_LEFT_OUT)


def test_a_withheld_figure_has_no_value_in_table_and_statistics(bundle):
    withheld = set(clean_tables()["suppressions"]["figure_id"])
    table = {row["figure_id"]: row for row in rows(bundle["data/figures.csv"])}
    said = {found["FIGURE"]: (value, found) for found, value in observations(bundle, "figures")}
    for figure_id in sorted(withheld):
        row = table[figure_id]
        assert (row["value"], row["value_raw"], row["qualifier"]) == ("", "withheld", "withheld")
        value, found = said[figure_id]
        assert (value, found["OBS_STATUS"], found["CONF_STATUS"]) == (NO_VALUE, "Q", "C")
    assert {row["figure_id"] for row in table.values() if row["value_raw"] == "withheld"} == (
        withheld
    )


def test_tables_that_were_not_released_are_refused():
    with pytest.raises(DisclosureError, match="the tables were not released for a partner"):
        table_files(clean_tables())


@pytest.mark.parametrize(
    ("table", "column", "most"),
    [
        ("figures", "value_raw", 4),
        ("indicators", "target_raw", 3),
        ("activities", "activity_no_raw", 1),
    ],
)
def test_what_is_shared_as_printed_is_a_token_and_no_sentence(bundle, table, column, most):
    cells = [row[column].split() for row in rows(bundle[f"data/{table}.csv"])]
    assert max(map(len, cells)) == most


# data package


def test_every_column_is_described_in_the_words_of_the_dictionary(bundle, sent):
    explained = meanings(sent.dictionary)
    package = json.loads(bundle["datapackage.json"])
    tables = {resource["name"]: resource for resource in package["resources"]}
    for name in set(SCHEMAS) - set(TABLES_LEFT_OUT):
        fields = tables[name]["schema"]["fields"]
        assert [field["name"] for field in fields] == shared_columns(name)
        for field in fields:
            words = explained[name].columns[field["name"]].words
            assert field["description"].lower().startswith(words.lower())


def test_a_column_that_the_dictionary_does_not_explain_is_refused(sent):
    shorter = sent.dictionary.replace("| `cohort` | text, list |", "| cohort | text, list |")
    with pytest.raises(DataError) as refused:
        meanings(shorter)
    assert "docs/data-dictionary.md, column figures.cohort: the column is not explained" in str(
        refused.value
    )


def test_sizes_and_digests_of_the_data_package_are_those_of_the_files(bundle):
    for resource in json.loads(bundle["datapackage.json"])["resources"]:
        content = bundle[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{digest(content)}"


BROKEN: list[tuple[str, Callable[[str], str], tuple[str, ...]]] = [
    (
        "data/figures.csv",
        lambda text: text.replace(",250,250,person", ",250,many,person"),
        ("data/figures.csv, row 3, column value: type: ", "found: 'many'"),
    ),
    (
        "data/figures.csv",
        lambda text: text.replace("antimicrobial-resistance,Trainings", "unheard-of,Trainings"),
        ("data/figures.csv, row 2, column programme_id: foreignkey: ", "found: 'unheard-of'"),
    ),
    (
        "data/figures.csv",
        lambda text: text.replace("person,exact,2019,", "person,exact,in 2019,", 1),
        ("data/figures.csv, row 3, column period: constraint: ", "found: 'in 2019'"),
    ),
    (
        "data/programmes.csv",
        lambda text: text + text.splitlines()[1] + "\n",
        ("data/programmes.csv, row 27: primarykey: ",),
    ),
]


@pytest.mark.parametrize(("path", "spoil", "words"), BROKEN)
def test_a_table_that_is_not_as_described_is_refused(sent, bundle, path, spoil, words):
    text = bundle[path].decode("utf-8")
    assert spoil(text) != text
    tables = table_files(sent.data) | {path: spoil(text).encode("utf-8")}
    with pytest.raises(DataError) as refused:
        refuse_invalid(bundle | tables | {"datapackage.json": data_package(sent, tables)})
    for word in words:
        assert word in str(refused.value)


def test_a_file_that_changed_after_it_was_described_is_refused(bundle):
    with pytest.raises(DataError) as refused:
        refuse_invalid(bundle | {"data/programmes.csv": bundle["data/programmes.csv"] + b"\n"})
    assert "data/programmes.csv: hash count: " in str(refused.value)


def test_a_file_that_is_described_and_not_there_is_refused(bundle):
    contents = {path: content for path, content in bundle.items() if path != "data/links.csv"}
    with pytest.raises(DataError, match="the data package names a file that is not there"):
        refuse_invalid(contents)


# research object


@pytest.mark.parametrize(
    ("profile", "unmet"),
    [
        (
            "ro-crate-1.2",
            {
                "RECOMMENDED ro-crate-1.2_44.2": {"./ro-crate-metadata.json"},
                "RECOMMENDED ro-crate-1.2_44.3": {"./ro-crate-metadata.json"},
                "RECOMMENDED ro-crate-1.2_86.2": {"./#authors", "./#partner"},
                "RECOMMENDED ro-crate-1.2_89.0": {"./#authors", "./#partner"},
                "RECOMMENDED ro-crate-1.2_90.1": {"./#authors", "./#partner"},
                "RECOMMENDED ro-crate-1.2_93.0": {"./"},
            },
        ),
        (
            "workflow-run-crate-0.5",
            {
                "RECOMMENDED process-run-crate-0.5_3.2": {
                    "./workflow/data_quality.md",
                    "./workflow/programme_effect.md",
                    "./workflow/run.md",
                },
                "RECOMMENDED process-run-crate-0.5_5.1": {
                    "http://schema.org/SoftwareApplication",
                    "http://schema.org/SoftwareSourceCode",
                    "https://bioschemas.org/ComputationalWorkflow",
                },
                "RECOMMENDED ro-crate-1.1_31.2": {"./#authors", "./#partner"},
            },
        ),
    ],
)
def test_the_research_object_meets_what_is_required_and_all_but_known_recommendations(
    folder, tmp_path, profile, unmet
):
    assert crate_faults(folder, profile, tmp_path) == unmet


def test_the_research_object_describes_every_file(bundle, folder):
    crate = ROCrate(str(folder))
    described = {entity.id: entity for entity in crate.data_entities}
    assert set(described) == set(bundle) - {"ro-crate-metadata.json"}
    for path, entity in described.items():
        assert entity["contentSize"] == str(len(bundle[path])), path
        assert entity["about"], path
        if path != CHECKSUMS:
            assert entity["sha256"] == digest(bundle[path]), path


def test_the_research_object_says_what_ran_with_which_parameters(folder, sent):
    crate = ROCrate(str(folder))
    for shared in sent.reports:
        action = crate.get(f"#run-{shared.name}")
        values = {value["name"]: value["value"] for value in action["object"]
                  if value.type == "PropertyValue"}  # fmt: skip
        assert values == {name: str(value) for name, value in shared.task.values.items()}
        assert {made.id for made in action["result"]} == set(shared.files)
    assert crate.root_dataset["mainEntity"].id == "workflow/run.md"


def test_a_private_parameter_is_in_no_record(sent):
    first = sent.reports[0]
    report = first.task.report
    hidden = {**report.parameters, "confidence": replace_private(report.parameters["confidence"])}
    task = replace(
        first.task,
        report=replace(report, parameters=hidden),
        values={**first.task.values, "confidence": 0.87654},
    )
    found = records(replace(sent, reports=(replace(first, task=task), *sent.reports[1:])))
    crate = found["ro-crate-metadata.json"].decode("utf-8")
    assert "0.87654" not in b"\n".join(found.values()).decode("utf-8")
    assert "confidence" not in crate
    assert "#parameter-programme_effect-programme" in crate


def replace_private(parameter):
    """Return a parameter marked private, whether or not parameters can be marked so yet."""
    marked = replace(parameter)
    object.__setattr__(marked, "private", True)
    return marked


def test_a_kind_of_file_that_no_bundle_holds_is_refused(sent):
    others = {**sent.others, "notebooks/a.ipynb": b"{}"}
    with pytest.raises(DataError, match=r"notebooks/a\.ipynb: a bundle holds no such kind of file"):
        records(replace(sent, others=others))


def test_the_environment_names_what_the_project_asks_for():
    manifest = {
        "python": "3.12.1",
        "packages": {"pypandoc_binary": "1.15", "pandas": "3.0.0", "six": "1.17.0"},
        "lock_sha256": "0" * 64,
    }
    settings = '[project]\ndependencies = ["pandas>=3.0", "pypandoc-binary>=1.15"]\n'
    found = environment(manifest, settings)
    assert found.packages == {"pandas": "3.0.0", "pypandoc-binary": "1.15"}


# citation

TEXT = {"type": "string", "minLength": 1}
ENTITY = {
    "type": "object", "required": ["name"], "additionalProperties": False,
    "properties": {"name": TEXT},
}  # fmt: skip
CITATION_FILE = {
    "type": "object",
    "required": ["cff-version", "message", "title", "authors"],
    "additionalProperties": False,
    "properties": {
        "cff-version": {"const": "1.2.0"},
        "message": TEXT,
        "title": TEXT,
        "abstract": TEXT,
        "version": TEXT,
        "type": {"enum": ["dataset", "software"]},
        "license": {"enum": ["CC-BY-4.0", "MIT"]},
        "date-released": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "authors": {"type": "array", "minItems": 1, "items": ENTITY},
        "keywords": {"type": "array", "minItems": 1, "uniqueItems": True, "items": TEXT},
        "identifiers": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "value"],
                "additionalProperties": False,
                "properties": {"type": {"const": "other"}, "value": TEXT, "description": TEXT},
            },
        },
        "references": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "title", "authors"],
                "additionalProperties": False,
                "properties": {
                    "type": {"const": "government-document"},
                    "title": TEXT,
                    "authors": {"type": "array", "minItems": 1, "items": ENTITY},
                    "languages": {"type": "array", "items": {"pattern": "^[a-z]{2,3}$"}},
                },
            },
        },
    },
}
"""What the Citation File Format 1.2.0 asks of the keys that are used here."""


@ALL
def test_the_citation_is_in_the_citation_file_format(language):
    entry = yaml.safe_load(made_in(language)["CITATION.cff"])
    jsonschema.Draft202012Validator(CITATION_FILE).validate(entry)
    assert len(entry["references"]) == 5
    assert (entry["version"], entry["date-released"]) == ("0.1.0", "2026-11-22")


def test_the_repository_is_cited_by_the_same_function():
    content = (ROOT / "CITATION.cff").read_bytes()
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    ((version, released),) = re.findall(
        r"^## (\d+\.\d+\.\d+) - (\S+)$", changelog, re.MULTILINE
    )[:1]  # fmt: skip
    assert version == analysis.__version__
    assert content == project_citation(version, date.fromisoformat(released))
    jsonschema.Draft202012Validator(CITATION_FILE).validate(yaml.safe_load(content))


# words


@ALL
def test_the_readme_names_the_partner_each_report_and_what_lies_where(language):
    bundle = made_in(language)
    text = bundle["README.md"].decode("utf-8")
    for words in (
        "International Organization for Migration",
        "sha256sum --check SHA256SUMS",
        "analysis verify .",
        "2026-11-22",
        *(report.title for report in shipment(language).reports),
    ):
        assert words in text
    places = {path.split("/")[0] for path in bundle} - {"README.md"}
    named = {place.rstrip("/") for place in re.findall(r"^- `([^`]+)`: ", text, re.MULTILINE)}
    assert named == places


def test_a_notebook_is_told_in_words_without_its_code(bundle):
    notebook = ROOT / "notebooks" / "programme_effect.ipynb"
    text = bundle["workflow/programme_effect.md"].decode("utf-8")
    cells = json.loads(notebook.read_bytes())["cells"]
    for cell in cells:
        source = "".join(cell["source"])
        assert (source in text) == (cell["cell_type"] == "markdown"), source
    assert digest(notebook.read_bytes()) in text


# statistics


def read_back(bundle: dict[str, bytes], name: str, structure: Any = None) -> Any:
    """Return an SDMX message of a bundle as the library reads it."""
    return sdmx.read_sdmx(io.BytesIO(bundle[f"sdmx/{name}.xml"]), structure=structure)


def observations(bundle: dict[str, bytes], name: str) -> list[tuple[dict[str, str], str]]:
    """Return dimensions and attributes, and the value, of each observation read back."""
    structure = read_back(bundle, "structure").structure[f"DSD_{name.upper()}"]
    return [
        (
            {key: str(value.value) for key, value in found.key.values.items()}
            | {key: str(value.value) for key, value in found.attrib.items()},
            str(found.value),
        )
        for found in read_back(bundle, name, structure).data[0].obs
    ]


def test_the_figures_read_back_are_those_of_the_table(bundle):
    table = [row for row in rows(bundle["data/figures.csv"]) if row["kind"] != "milestone"]
    said = {found["FIGURE"]: (value, found) for found, value in observations(bundle, "figures")}
    assert set(said) == {row["figure_id"] for row in table}
    for row in table:
        value, found = said[row["figure_id"]]
        assert value == (row["value"] or NO_VALUE)
        assert (found["UNIT_MEASURE"], found["PROGRAMME"]) == (row["unit"], row["programme_id"])
        assert found.get("REF_PERIOD", "") == row["period"]
        if row["value"]:
            status = "P" if row["observation_status"] else "A"
            assert (found["OBS_STATUS"], found["CONF_STATUS"]) == (status, "F")


def test_the_targets_read_back_are_those_of_the_table(bundle):
    expected = {
        (code_of(row["indicator_id"]), end): row[column]
        for row in rows(bundle["data/indicators.csv"])
        for end, column in (("LEAST", "target_min"), ("MOST", "target_max"))
        if row[column]
    }
    found = observations(bundle, "indicators")
    assert {(key["INDICATOR"], key["TARGET_END"]): value for key, value in found} == expected
    assert len(found) == len(expected)


def test_every_code_of_the_data_is_in_its_list(bundle):
    structure = read_back(bundle, "structure")
    for name in ("figures", "indicators"):
        defined = structure.structure[f"DSD_{name.upper()}"]
        parts = [*defined.dimensions.components, *defined.attributes.components]
        lists = {part.id: part.local_representation.enumerated for part in parts
                 if part.local_representation.enumerated is not None}  # fmt: skip
        for found, _ in observations(bundle, name):
            for component, codes in lists.items():
                assert found.get(component) is None or found[component] in codes


@ALL
def test_codes_are_named_in_every_language_whatever_the_bundle_speaks(language):
    with speaking(language):
        made = statistics(released(language), "0.1.0", datetime(2026, 11, 22, tzinfo=UTC))
    message = read_back(made, "structure")
    for name in ("CL_FIGURE", "CL_INDICATOR", "CL_PROGRAMME", "CL_SOURCE", "CL_UNIT"):
        for code in message.codelist[name]:
            assert set(code.name.localizations) == set(LANGUAGES), (name, code.id)
    assert message.codelist["CL_UNIT"]["family"].name.localizations["en"] == "families"


def test_the_data_say_which_structure_they_have_and_that_no_dimension_is_set_apart(bundle):
    for name in ("figures", "indicators"):
        text = bundle[f"sdmx/{name}.xml"].decode("utf-8")
        assert "<mes:GenericData " in text
        assert (
            f'<mes:Structure dimensionAtObservation="AllDimensions" '
            f'structureID="DSD_{name.upper()}">' in text
        )
