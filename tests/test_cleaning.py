from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from checkout import ROOT, change_cell, copy_checkout

from analysis.cleaning.analyses import clean_analyses, clean_population_parts
from analysis.cleaning.cells import plain, quoted, texts
from analysis.cleaning.columns import ColumnReader, Reader, Records, by_key, lost, unknown
from analysis.cleaning.figures import clean_figures
from analysis.cleaning.labels import LABELS, clean_labels
from analysis.cleaning.links import clean_links, ratio
from analysis.cleaning.notation import read_number
from analysis.cleaning.organisations import KINDS as ORGANISATION_KINDS
from analysis.cleaning.organisations import clean_names, clean_organisations, name_book
from analysis.cleaning.prose import clean_commitments, clean_programmes
from analysis.cleaning.scales import clean_rules, clean_scales, clean_scorings
from analysis.cleaning.schema import SCHEMAS, as_table, from_csv, table_of_columns, to_csv
from analysis.cleaning.tables import clean
from analysis.cleaning.units import UNITS
from analysis.errors import Problem, RawDataError
from analysis.files import csv_text
from analysis.paths import Project
from analysis.source.delivery import Delivery, read_delivery
from analysis.source.manifest import SourceDocument
from analysis.source.rows import RawRow, RawTable

RAW = Project(ROOT).raw
PLAN = "action-plan-2019"
REPORT = "association-report-2019"

FROM_RAW_ROWS = sorted(SCHEMAS.keys() - {"identities", "suppressions"})


@dataclass(frozen=True)
class RawCopy:
    """A copy of the committed raw files that a test may spoil."""

    folder: Path

    def change(self, file: str, column: str, cell: str, **where: str) -> int:
        """Put a cell into the one row whose cells are ``where``; return its row number."""
        number = self.number(file, **where)
        change_cell(self._path(file), number, column, cell)
        return number

    def drop(self, file: str, **where: str) -> None:
        number = self.number(file, **where)
        columns, rows = self._read(file)
        del rows[number - 2]
        self._write(file, columns, rows)

    def add(self, file: str, **cells: str) -> int:
        columns, rows = self._read(file)
        self._write(file, columns, [*rows, cells])
        return len(rows) + 2

    def number(self, file: str, **where: str) -> int:
        """Return the number of the one row whose cells are ``where``."""
        _, rows = self._read(file)
        (number,) = (number for number, row in enumerate(rows, 2) if where.items() <= row.items())
        return number

    def clean(self) -> dict[str, pd.DataFrame]:
        return clean(read_delivery(self.folder))

    def refusal(self) -> list[str]:
        delivery = read_delivery(self.folder)
        with pytest.raises(RawDataError) as refused:
            clean(delivery)
        return [str(problem) for problem in refused.value.problems]

    def _read(self, file: str) -> tuple[list[str], list[dict[str, str]]]:
        with self._path(file).open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            return list(reader.fieldnames or ()), list(reader)

    def _write(self, file: str, columns: list[str], rows: list[dict[str, str]]) -> None:
        self._path(file).write_text(csv_text(columns, rows), encoding="utf-8", newline="")

    def _path(self, file: str) -> Path:
        return self.folder / f"{file}.csv"


@pytest.fixture
def raw(tmp_path: Path) -> RawCopy:
    return RawCopy(copy_checkout(tmp_path).raw)


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return clean(read_delivery(RAW))


def record(table: pd.DataFrame, key: str, value: str) -> pd.Series:
    return table[table[key] == value].iloc[0]


# --- the tables made of the committed rows ---


def test_every_table_of_raw_rows_is_made(tables: dict[str, pd.DataFrame]) -> None:
    assert sorted(tables) == FROM_RAW_ROWS


@pytest.mark.parametrize("name", FROM_RAW_ROWS)
def test_table_has_the_columns_of_its_schema(tables: dict[str, pd.DataFrame], name: str) -> None:
    assert list(tables[name].columns) == list(SCHEMAS[name].columns)


@pytest.mark.parametrize("name", FROM_RAW_ROWS)
def test_rows_are_sorted_by_key(tables: dict[str, pd.DataFrame], name: str) -> None:
    keys = list(tables[name][SCHEMAS[name].key])
    assert keys == sorted(keys)


@pytest.mark.parametrize("name", FROM_RAW_ROWS)
def test_keys_are_unique_and_not_empty(tables: dict[str, pd.DataFrame], name: str) -> None:
    keys = list(tables[name][SCHEMAS[name].key])
    assert len(keys) == len(set(keys) - {""})


@pytest.mark.parametrize("name", FROM_RAW_ROWS)
def test_file_read_back_is_written_the_same(tables: dict[str, pd.DataFrame], name: str) -> None:
    written = to_csv(name, tables[name])
    assert to_csv(name, from_csv(name, written)) == written


@pytest.mark.parametrize("name", FROM_RAW_ROWS)
def test_file_read_back_is_the_same_table(tables: dict[str, pd.DataFrame], name: str) -> None:
    read_back = from_csv(name, to_csv(name, tables[name]))
    pd.testing.assert_frame_equal(read_back, tables[name])


@pytest.mark.parametrize("name", FROM_RAW_ROWS)
def test_file_has_one_header_and_only_line_feeds(
    tables: dict[str, pd.DataFrame], name: str
) -> None:
    written = to_csv(name, tables[name])
    assert (written.split("\n")[0], "\r" in written, written[-1]) == (
        ",".join(SCHEMAS[name].columns),
        False,
        "\n",
    )


def test_cleaning_twice_gives_the_same_bytes(tables: dict[str, pd.DataFrame]) -> None:
    again = clean(read_delivery(RAW))
    assert [to_csv(name, again[name]) for name in FROM_RAW_ROWS] == [
        to_csv(name, tables[name]) for name in FROM_RAW_ROWS
    ]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("sources", 5),
        ("organisations", 66),
        ("organisation_names", 103),
        ("activities", 147),
        ("indicators", 190),
        ("programmes", 25),
        ("figures", 208),
        ("population_parts", 12),
        ("analyses", 123),
        ("disclosure_rules", 2),
        ("commitments", 10),
        ("discrepancies", 29),
    ],
)
def test_table_has_its_rows(tables: dict[str, pd.DataFrame], name: str, rows: int) -> None:
    assert len(tables[name]) == rows


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("5.0", "5"),
        ("2090000.0", "2090000"),
        ("3.67", "3.67"),
        ("74.4", "74.4"),
        ("1E+6", "1000000"),
        ("100", "100"),
        ("0.10", "0.1"),
    ],
)
def test_number_is_written_in_plain_digits(number: str, shown: str) -> None:
    assert plain(number) == shown


def test_missing_boolean_stays_missing_in_its_file() -> None:
    cells = dict.fromkeys(SCHEMAS["identities"].columns, "")
    empty = cells | {
        "identity_id": "sum-of-figs",
        "residual": None,
        "tolerance": None,
        "holds": None,
    }
    written = to_csv("identities", as_table("identities", [empty]))
    assert to_csv("identities", from_csv("identities", written)) == written


# --- what is known about these documents ---


def test_four_rows_lost_their_deadline(tables: dict[str, pd.DataFrame]) -> None:
    activities = tables["activities"]
    assert list(activities.activity_id[activities.deadline_status == "cell_absent"]) == [
        "ap19-V-g-3.1",
        "ap19-V-g-4.1",
        "ap19-V-g-4.2",
        "ap19-V-g-4.6",
    ]


def test_rows_without_a_deadline_cell_lost_their_state_budget(
    tables: dict[str, pd.DataFrame],
) -> None:
    activities = tables["activities"]
    lost = activities[activities.deadline_status == "cell_absent"]
    assert set(lost.state_budget_kind) == {"cell_absent"}


def test_three_activities_share_one_budget(tables: dict[str, pd.DataFrame]) -> None:
    activities = tables["activities"]
    shared = activities[activities.budget_once != ""]
    assert dict(zip(shared.activity_id, shared.budget_once, strict=True)) == dict.fromkeys(
        ["ap19-VI-g-5.1", "ap19-VII-a-6.1", "ap19-VII-b-6.1"], "ap19-VI-g-5.1-budget"
    )


def test_shared_budget_is_the_same_in_each_notation(tables: dict[str, pd.DataFrame]) -> None:
    activities = tables["activities"]
    assert set(activities.state_budget_gel[activities.budget_once != ""]) == {2_090_000}


def test_chapter_without_a_heading_is_the_ninth(tables: dict[str, pd.DataFrame]) -> None:
    assert sum(tables["activities"].chapter == "IX") == 20


def test_misnumbered_activity_is_put_right(tables: dict[str, pd.DataFrame]) -> None:
    activities = tables["activities"]
    section = activities[(activities.chapter == "VI") & (activities.section == "g")]
    first = section.sort_values("source_line").iloc[0]
    assert (first.activity_no, first.activity_no_raw) == ("2.1", "1.1.")


def test_alternatives_are_shared_by_two_indicators(tables: dict[str, pd.DataFrame]) -> None:
    indicators = tables["indicators"]
    shared = indicators[indicators.alternative != ""]
    assert dict(zip(shared.indicator_id, shared.alternative, strict=True)) == {
        "ap19-V-d-1.1-i1": "ap19-V-d-1.1-alt",
        "ap19-V-d-1.1-i2": "ap19-V-d-1.1-alt",
        "ap19-V-d-2.1-i1": "ap19-V-d-2.1-alt",
        "ap19-V-d-2.1-i2": "ap19-V-d-2.1-alt",
    }


def test_numeric_targets_are_counted(tables: dict[str, pd.DataFrame]) -> None:
    assert sum(tables["indicators"].operator != "none") == 129


def test_end_of_an_interval_is_exact(tables: dict[str, pd.DataFrame]) -> None:
    end = record(tables["figures"], "value_raw", "4000 ლარამდე")
    assert (end.value, end.unit, end.qualifier) == (4000, "GEL", "exact")


def test_day_without_a_year_takes_that_of_its_period(tables: dict[str, pd.DataFrame]) -> None:
    assert record(tables["figures"], "figure_id", "ar19-062-3").date == "2019-06-14"


def test_milestone_has_no_value(tables: dict[str, pd.DataFrame]) -> None:
    milestones = tables["figures"][tables["figures"].kind == "milestone"]
    assert milestones.value.isna().all()


def test_all_other_figures_have_no_date(tables: dict[str, pd.DataFrame]) -> None:
    others = tables["figures"][tables["figures"].kind != "milestone"]
    assert set(others.date) == {""}


def test_every_other_figure_has_a_value(tables: dict[str, pd.DataFrame]) -> None:
    others = tables["figures"][tables["figures"].kind != "milestone"]
    assert others.value.notna().all()


def test_unit_cost_is_told_from_a_total(tables: dict[str, pd.DataFrame]) -> None:
    kinds = tables["activities"].state_budget_kind
    assert list(tables["activities"].activity_id[kinds.str.contains("unit_cost")]) == [
        "ap19-VI-g-6.1",
        "ap19-VIII-a-1.4",
    ]


def test_horizon_ends_as_many_years_on(tables: dict[str, pd.DataFrame]) -> None:
    housed = record(tables["commitments"], "commitment_id", "fb19-afd-families-housed")
    assert (housed.horizon_start, housed.horizon_years, housed.horizon_end) == (
        "2018-11-09",
        3,
        "2021-11-09",
    )


def test_target_of_a_commitment_is_that_of_its_figure(tables: dict[str, pd.DataFrame]) -> None:
    housed = record(tables["commitments"], "commitment_id", "fb19-afd-families-housed")
    assert (housed.operator, housed.target, housed.unit) == (">=", 1050, "family")


# --- faults in raw cells, one by one ---


@dataclass(frozen=True)
class Fault:
    """A cell put into a raw row, and the problem that has to be told."""

    file: str
    where: dict[str, str]
    column: str
    cell: str
    told: str


FAULTS = {
    "unit that no report has words for": Fault(
        "annotations/figures",
        {"figure_id": "ar19-008-2"},
        "unit",
        "persons",
        "'persons' is not known\n"
        "    found: 'persons'\n"
        "    expected: a known form\n"
        "    what to do: did you mean 'person'?",
    ),
    "unit of an indicator that no report has words for": Fault(
        "annotations/indicators",
        {"indicator_id": "ap19-IV-a-1.1-i1"},
        "unit",
        "UNIT",
        "'UNIT' is not known\n"
        "    found: 'UNIT'\n"
        "    expected: a known form\n"
        "    what to do: add it if it is new",
    ),
    "threshold below which there is nothing": Fault(
        "disclosure_rules",
        {"rule_id": "threshold"},
        "value",
        "0",
        "nothing is below it\n    found: '0'\n    expected: 1 or more",
    ),
    "threshold that is no number": Fault(
        "disclosure_rules",
        {"rule_id": "threshold"},
        "value",
        "five",
        "not a whole number\n    found: 'five'\n    expected: plain digits 0-9",
    ),
    "unit of people that is no unit": Fault(
        "disclosure_rules",
        {"rule_id": "people_units"},
        "value",
        "person;famly",
        "'famly' is not known\n"
        "    found: 'famly'\n"
        "    expected: a known form\n"
        "    what to do: did you mean 'family' or 'facility'?",
    ),
    "unreadable number": Fault(
        f"{REPORT}/figures",
        {"figure_id": "ar19-008-2"},
        "value_raw",
        "2.5.0",
        "the token cannot be read\n"
        "    found: '2.5.0'\n"
        "    expected: a quantity\n"
        "    what to do: If it is a whole number, did the document print 250 (250)?",
    ),
    "unknown number word": Fault(
        f"{REPORT}/figures",
        {"figure_id": "ar19-008-1"},
        "value_raw",
        "ბევრი",
        "the token cannot be read\n"
        "    found: 'ბევრი'\n"
        "    expected: a number word\n"
        "    what to do: Words are read from ერთი (1) to 999.",
    ),
    "unknown organisation": Fault(
        f"{PLAN}/names",
        {"activity_line": "89", "role": "lead"},
        "name_raw",
        "საგარეო საქმეთა სამინისტრა",
        "'საგარეო საქმეთა სამინისტრა' is not known\n"
        "    found: 'საგარეო საქმეთა სამინისტრა'\n"
        "    expected: a known form\n"
        "    what to do: did you mean 'საგარეო საქმეთა სამინისტრო' or "
        "'ნორვეგიის საგარეო საქმეთა სამინისტრო' or 'საქართველოს შინაგან საქმეთა სამინისტრო'?",
    ),
    "day that does not exist": Fault(
        f"{REPORT}/figures",
        {"figure_id": "ar19-062-3"},
        "value_raw",
        "31 ივნისს",
        "the token cannot be read\n"
        "    found: '31 ივნისს'\n"
        "    expected: a date\n"
        "    what to do: There is no such day.",
    ),
    "deadline that is no month": Fault(
        f"{PLAN}/deadlines",
        {"activity_line": "89"},
        "deadline_raw",
        "13.2019",
        "the token cannot be read\n"
        "    found: '13.2019'\n"
        "    expected: a deadline\n"
        "    what to do: A deadline is a month and a year, as 12.2019.",
    ),
    "target that runs backwards": Fault(
        f"{PLAN}/indicators",
        {"activity_line": "112", "indicator_no": "1"},
        "target_raw",
        "(მინ. 5-3)",
        "the token cannot be read\n"
        "    found: '(მინ. 5-3)'\n"
        "    expected: a target\n"
        "    what to do: The range runs backwards.",
    ),
    "currency where people are counted": Fault(
        "annotations/figures",
        {"figure_id": "fb19-012-1"},
        "unit",
        "GEL",
        "the unit is not that of the token '200'\n"
        "    found: 'GEL'\n"
        "    expected: the unit of what is counted",
    ),
    "people where the token prints a percentage": Fault(
        "annotations/figures",
        {"figure_id": "ar19-028-4"},
        "unit",
        "person",
        "the unit is not that of the token '3,67%'\n    found: 'person'\n    expected: percent",
    ),
    "no unit": Fault(
        "annotations/figures",
        {"figure_id": "fb19-012-1"},
        "unit",
        "",
        "the unit is not that of the token '200'\n"
        "    found: ''\n"
        "    expected: the unit of what is counted",
    ),
    "unknown programme": Fault(
        "annotations/figures",
        {"figure_id": "fb19-012-1"},
        "programme_id",
        "idp-livelihood",
        "'idp-livelihood' is not known\n"
        "    found: 'idp-livelihood'\n"
        "    expected: a known form\n"
        "    what to do: did you mean 'idp-livelihoods'?",
    ),
    "unknown kind": Fault(
        "annotations/figures",
        {"figure_id": "fb19-012-1"},
        "kind",
        "targets",
        "'targets' is not known\n"
        "    found: 'targets'\n"
        "    expected: budget, milestone, result, spend, target\n"
        "    what to do: did you mean 'target'?",
    ),
    "period of another form": Fault(
        "annotations/figures",
        {"figure_id": "ar19-028-4"},
        "period",
        "2019/2020",
        "the cell has another form\n"
        "    found: '2019/2020'\n"
        "    expected: [0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?",
    ),
    "unknown risk category": Fault(
        "annotations/risks",
        {"activity_id": "ap19-IV-a-4.2", "risk_no": "1"},
        "risk_category",
        "finance",
        "'finance' is not known\n"
        "    found: 'finance'\n"
        "    expected: evidence, financing, information, natural_conditions, other, participation, "
        "partners_will, procedure, procurement, staffing\n"
        "    what to do: did you mean 'financing'?",
    ),
    "title on another line": Fault(
        "annotations/activities",
        {"activity_id": "ap19-IV-a-1.1"},
        "source_line",
        "90",
        "the title of ap19-IV-a-1.1 stands on another line than its row\n"
        "    found: '90'\n"
        "    expected: 89",
    ),
    "state budget in another currency": Fault(
        f"{PLAN}/budgets",
        {"token_raw": "650,000 ₾"},
        "token_raw",
        "650,000 ევრო",
        "a state budget in another currency\n    found: '650,000 ევრო'\n    expected: GEL",
    ),
    "unknown budget mark": Fault(
        f"{PLAN}/budgets",
        {"token_raw": "650,000 ₾"},
        "mark",
        "sum",
        "'sum' is not known\n"
        "    found: 'sum'\n"
        "    expected: administrative, administrative_share, amount, programme_total, "
        "to_be_determined, unit\n"
        "    what to do: add it if it is new",
    ),
    "unknown responsible organisation": Fault(
        "programmes",
        {"programme_id": "blood-safety"},
        "responsible_id",
        "moidplhs",
        "'moidplhs' is not known\n"
        "    found: 'moidplhs'\n"
        "    expected: a known form\n"
        "    what to do: did you mean 'moidplhsa'?",
    ),
    "printed name of an unknown organisation": Fault(
        "organisation_names",
        {"printed": "სსგს"},
        "organisation_ids",
        "psdaa",
        "'psdaa' is not known\n"
        "    found: 'psdaa'\n"
        "    expected: a known form\n"
        "    what to do: did you mean 'psda'?",
    ),
    "unknown figure of a commitment": Fault(
        "commitments",
        {"commitment_id": "fb19-afd-families-housed"},
        "target_figure_id",
        "fb19-012-44",
        "'fb19-012-44' is not known\n"
        "    found: 'fb19-012-44'\n"
        "    expected: a known form\n"
        "    what to do: did you mean 'fb19-012-4' or 'fb19-012-3' or 'fb19-012-2'?",
    ),
    "line that is no number": Fault(
        "discrepancies",
        {"discrepancy_id": "inspections-total"},
        "source_line",
        "72a",
        "not a whole number\n    found: '72a'\n    expected: plain digits 0-9",
    ),
    "line in other digits": Fault(
        "discrepancies",
        {"discrepancy_id": "inspections-total"},
        "source_line",
        "٧٢",
        "not a whole number\n    found: '٧٢'\n    expected: plain digits 0-9",
    ),
}


@pytest.mark.parametrize("fault", [pytest.param(fault, id=name) for name, fault in FAULTS.items()])
def test_fault_is_told_with_its_place(raw: RawCopy, fault: Fault) -> None:
    row = raw.change(fault.file, fault.column, fault.cell, **fault.where)
    assert (
        f"data/raw/{fault.file}.csv, row {row}, column {fault.column}: {fault.told}"
        in raw.refusal()
    )


@pytest.mark.parametrize("rule", ["threshold", "people_units"])
def test_rule_of_disclosure_that_is_not_there_is_told(raw: RawCopy, rule: str) -> None:
    raw.drop("disclosure_rules", rule_id=rule)
    assert raw.refusal() == [
        f"data/raw/disclosure_rules.csv, column rule_id: the rule {rule!r} is not there"
    ]


def test_missing_title_is_told_at_the_row_that_lacks_it(raw: RawCopy) -> None:
    raw.drop("annotations/activities", activity_id="ap19-IV-a-1.2")
    row = raw.number(f"{PLAN}/activities", source_line="112")
    assert raw.refusal() == [
        f"data/raw/{PLAN}/activities.csv, row {row}, column source_line: "
        "ap19-IV-a-1.2 has no title yet\n"
        "    found: '112'"
    ]


def test_title_whose_row_is_gone_is_told(raw: RawCopy) -> None:
    row = raw.add(
        "annotations/activities", activity_id="ap19-IV-a-1.9", source_line="113", title="Plant figs"
    )
    assert raw.refusal() == [
        f"data/raw/annotations/activities.csv, row {row}, column activity_id: "
        "title ap19-IV-a-1.9 has lost its row\n"
        "    found: 'ap19-IV-a-1.9'"
    ]


def test_figure_without_a_description_is_told(raw: RawCopy) -> None:
    raw.drop("annotations/figures", figure_id="ar19-008-2")
    row = raw.number(f"{REPORT}/figures", figure_id="ar19-008-2")
    assert raw.refusal() == [
        f"data/raw/{REPORT}/figures.csv, row {row}, column source_line: "
        "ar19-008-2 has no description yet\n"
        "    found: '8'"
    ]


def test_risk_without_a_category_is_told(raw: RawCopy) -> None:
    raw.drop("annotations/risks", activity_id="ap19-IV-a-4.2", risk_no="1")
    row = raw.number(f"{PLAN}/risks", activity_line="201", risk_no="1")
    (told,) = raw.refusal()
    assert told.startswith(f"data/raw/{PLAN}/risks.csv, row {row}, column source_line: ")


def test_risk_category_whose_row_is_gone_is_told(raw: RawCopy) -> None:
    raw.drop(f"{PLAN}/risks", activity_line="201", risk_no="1")
    row = raw.number("annotations/risks", activity_id="ap19-IV-a-4.2", risk_no="1")
    assert raw.refusal() == [
        f"data/raw/annotations/risks.csv, row {row}, column activity_id: "
        "the risk category has lost its row\n"
        "    found: 'ap19-IV-a-4.2'"
    ]


def test_state_budget_that_no_token_reads_is_told(raw: RawCopy) -> None:
    raw.drop(f"{PLAN}/budgets", token_raw="650,000 ₾")
    row = raw.number(f"{PLAN}/activities", source_line="2130")
    assert (
        f"data/raw/{PLAN}/activities.csv, row {row}, column state_budget: "
        "the state budget is stated but not read\n"
        "    found: '2144'"
    ) in raw.refusal()


def test_row_of_no_activity_is_told(raw: RawCopy) -> None:
    row = raw.change(f"{PLAN}/deadlines", "activity_line", "x", activity_line="89")
    assert (
        f"data/raw/{PLAN}/deadlines.csv, row {row}, column activity_line: 'x' is not known\n"
        "    found: 'x'\n"
        "    expected: a known form\n"
        "    what to do: add it if it is new"
    ) in raw.refusal()


def test_two_faults_are_both_told(raw: RawCopy) -> None:
    figure = raw.change(f"{REPORT}/figures", "value_raw", "2.5.0", figure_id="ar19-008-2")
    deadline = raw.change(f"{PLAN}/deadlines", "deadline_raw", "13.2019", activity_line="89")
    assert sorted(told.split("\n")[0] for told in raw.refusal()) == [
        f"data/raw/{PLAN}/deadlines.csv, row {deadline}, column deadline_raw: "
        "the token cannot be read",
        f"data/raw/{REPORT}/figures.csv, row {figure}, column value_raw: the token cannot be read",
    ]


def test_faults_in_the_form_of_two_files_are_both_told(raw: RawCopy) -> None:
    (raw.folder / "programmes.csv").unlink()
    (raw.folder / "organisations.csv").write_bytes(b"")
    with pytest.raises(RawDataError) as refused:
        read_delivery(raw.folder)
    assert str(refused.value) == (
        "The raw data were refused (2 problems):\n"
        "  - data/raw/organisations.csv: the file is empty\n"
        "    expected: a header row and rows\n"
        "    what to do: restore it\n"
        "  - data/raw/programmes.csv: the file is missing\n"
        "    what to do: restore it from version control"
    )


def test_refusal_is_one_message(raw: RawCopy) -> None:
    row = raw.change(f"{PLAN}/deadlines", "deadline_raw", "13.2019", activity_line="89")
    with pytest.raises(RawDataError) as refused:
        raw.clean()
    assert str(refused.value) == (
        "The raw data were refused (1 problem):\n"
        f"  - data/raw/{PLAN}/deadlines.csv, row {row}, column deadline_raw: "
        "the token cannot be read\n"
        "    found: '13.2019'\n"
        "    expected: a deadline\n"
        "    what to do: A deadline is a month and a year, as 12.2019."
    )


# --- faults between rows ---


def test_fault_in_a_shared_budget_is_told_once(raw: RawCopy) -> None:
    row = raw.change(f"{PLAN}/budgets", "token_raw", "2.09.000 ლარი", token_raw="2.090,000 ლარი")
    assert raw.refusal() == [
        f"data/raw/{PLAN}/budgets.csv, row {row}, column token_raw: the token cannot be read\n"
        "    found: '2.09.000 ლარი'\n"
        "    expected: a quantity\n"
        "    what to do: If it is a whole number, did the document print 209,000 (209000)?"
    ]


def test_name_with_an_unknown_role_is_told(raw: RawCopy) -> None:
    row = raw.change(f"{PLAN}/names", "role", "leader", activity_line="112", role="lead")
    assert raw.refusal() == [
        f"data/raw/{PLAN}/names.csv, row {row}, column role: 'leader' is not known\n"
        "    found: 'leader'\n"
        "    expected: donor, lead, partner, reporting\n"
        "    what to do: did you mean 'lead'?"
    ]


def test_second_agency_that_reports_is_told(raw: RawCopy) -> None:
    row = raw.add(
        f"{PLAN}/names", activity_line="946", role="reporting", source_line="1017", name_raw="სსგს"
    )
    assert raw.refusal() == [
        f"data/raw/{PLAN}/names.csv, row {row}, column name_raw: "
        "a second agency is responsible for reporting\n"
        "    found: 'სსგს'"
    ]


def test_second_amount_of_a_state_budget_is_told(raw: RawCopy) -> None:
    row = raw.add(
        f"{PLAN}/budgets",
        activity_line="2130",
        column="state_budget",
        source_line="2145",
        mark="amount",
        token_raw="5,000 ₾",
    )
    assert raw.refusal() == [
        f"data/raw/{PLAN}/budgets.csv, row {row}, column token_raw: "
        "a second amount in one state budget\n"
        "    found: '5,000 ₾'\n"
        "    expected: one amount"
    ]


def test_deadline_that_no_token_reads_is_told(raw: RawCopy) -> None:
    raw.drop(f"{PLAN}/deadlines", activity_line="89")
    row = raw.number(f"{PLAN}/activities", source_line="89")
    assert raw.refusal() == [
        f"data/raw/{PLAN}/activities.csv, row {row}, column deadline: "
        "the deadline cell and the deadlines read from it disagree\n"
        "    found: '103'"
    ]


@pytest.mark.parametrize(
    ("file", "column", "where"),
    [
        (f"{PLAN}/indicators", "alternative", {"activity_line": "1725", "indicator_no": "1"}),
        (f"{PLAN}/activities", "objective_titled", {"source_line": "89"}),
    ],
)
def test_boolean_in_another_form_is_told(
    raw: RawCopy, file: str, column: str, where: dict[str, str]
) -> None:
    row = raw.change(file, column, "True", **where)
    assert (
        f"data/raw/{file}.csv, row {row}, column {column}: 'True' is not known\n"
        "    found: 'True'\n"
        "    expected: false, true\n"
        "    what to do: did you mean 'true'?"
    ) in raw.refusal()


def test_printed_name_that_leads_to_two_organisations_is_told(raw: RawCopy) -> None:
    row = raw.add("organisation_names", printed="სსგს;", organisation_ids="mia")
    first = raw.number("organisation_names", printed="სსგს")
    assert raw.refusal() == [
        f"data/raw/organisation_names.csv, row {row}, column printed: "
        f"the form stands in row {first} already\n"
        "    found: 'სსგს;'"
    ]


def test_objective_without_a_number_is_told(raw: RawCopy) -> None:
    row = raw.change(f"{PLAN}/activities", "objective_no_raw", "1a.", source_line="89")
    assert (
        f"data/raw/{PLAN}/activities.csv, row {row}, column objective_no_raw: "
        "the objective's number is not readable\n"
        "    found: '1a.'\n"
        "    expected: N."
    ) in raw.refusal()


@pytest.mark.parametrize("printed", ["1.x.", "1.٢.", "1.100."])
def test_activity_without_a_readable_number_is_told(raw: RawCopy, printed: str) -> None:
    row = raw.change(f"{PLAN}/activities", "activity_no_raw", printed, source_line="112")
    assert (
        f"data/raw/{PLAN}/activities.csv, row {row}, column activity_no_raw: "
        "the activity's place is not readable\n"
        f"    found: '{printed}'\n"
        "    expected: N.N."
    ) in raw.refusal()


def test_period_that_is_no_year_is_told(raw: RawCopy) -> None:
    raw.change("annotations/figures", "period", "2019-06", figure_id="ar19-062-3")
    row = raw.number(f"{REPORT}/figures", figure_id="ar19-062-3")
    assert raw.refusal() == [
        f"data/raw/{REPORT}/figures.csv, row {row}, column value_raw: the token cannot be read\n"
        "    found: '14 ივნისს'\n"
        "    expected: a date\n"
        "    what to do: Years run from 1990 to 2040."
    ]


def test_period_in_other_digits_is_told(raw: RawCopy) -> None:
    row = raw.change("annotations/figures", "period", "٢٠١٩", figure_id="ar19-028-4")
    assert raw.refusal() == [
        f"data/raw/annotations/figures.csv, row {row}, column period: the cell has another form\n"
        "    found: '٢٠١٩'\n"
        "    expected: [0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
    ]


@pytest.mark.parametrize(
    ("column", "figure", "wanted"),
    [
        ("target_figure_id", "fb19-008-1", "a figure with a value"),
        ("horizon_figure_id", "fb19-008-1", "a figure with a value"),
        ("start_figure_id", "fb19-012-4", "a milestone"),
    ],
)
def test_figure_of_another_kind_in_a_commitment_is_told(
    raw: RawCopy, column: str, figure: str, wanted: str
) -> None:
    row = raw.change("commitments", column, figure, commitment_id="fb19-afd-families-housed")
    assert (
        f"data/raw/commitments.csv, row {row}, column {column}: the figure is of another kind\n"
        f"    found: '{figure}'\n"
        f"    expected: {wanted}"
    ) in raw.refusal()


def test_horizon_that_starts_on_a_leap_day_is_told(raw: RawCopy) -> None:
    raw.change(
        "france-brief-2019/figures",
        "value_raw",
        "2020 წლის 29 თებერვალს",
        figure_id="fb19-008-1",
    )
    rows = [
        raw.number("commitments", commitment_id=commitment)
        for commitment in ("fb19-afd-buildings-closed", "fb19-afd-families-housed")
    ]
    assert raw.refusal() == [
        f"data/raw/commitments.csv, row {row}, column start_figure_id: "
        "a start that not every year has\n"
        "    found: 'fb19-008-1'"
        for row in rows
    ]


# --- the steps of cleaning one by one, on small made rows ---

FILE = "data/raw/made.csv"


def _row(number: int = 7, **cells: str) -> RawRow:
    return RawRow(FILE, number, cells)


def _made(**tables: list[dict[str, str]]) -> Delivery:
    """Return a delivery of made tables; ``__`` in a name stands for a folder's slash."""
    documents = {
        name: SourceDocument(name, name, f"{name}.txt", name, "us", "ka", "prose", "00", 9)
        for name in ("report", "brief")
    }
    made = {}
    for name, rows in tables.items():
        raw = [RawRow(FILE, number, cells) for number, cells in enumerate(rows, 2)]
        columns = tuple(rows[0]) if rows else ()
        made[name.replace("__", "/")] = RawTable(FILE, columns, raw)
    return Delivery(documents, made)


@pytest.mark.parametrize(
    ("number", "shown"),
    [("12.50", "12.5"), ("100", "100"), ("1E+3", "1000"), ("-0.10", "-0.1"), ("7.0", "7")],
)
def test_trailing_zeros_are_not_written(number: str, shown: str) -> None:
    assert plain(number) == shown


def test_cells_are_written_by_their_kind() -> None:
    numbers = pd.Series([1.5, None, 200.0, 1.5], dtype="Float64")
    assert texts(numbers, "number") == ["1.5", "", "200", "1.5"]
    whole = pd.Series([1.0, 10.0], dtype="Float64")
    assert texts(whole, "number") == ["1", "10"]
    assert texts(pd.Series([1, None, 20], dtype="Int64"), "integer") == ["1", "", "20"]
    truths = pd.Series([True, None, False], dtype="boolean")
    assert texts(truths, "boolean") == ["true", "", "false"]
    words = pd.Series(["True", "", "1.50"], dtype="str")
    assert texts(words, "text") == ["True", "", "1.50"]


def test_only_cells_that_would_end_a_cell_are_quoted() -> None:
    cells = ["a", "b,c", 'd "e"', "f\ng", "h\ri", "j;k", "", "b,c"]
    assert quoted(cells) == [
        "a", '"b,c"', '"d ""e"""', '"f\ng"', '"h\ri"', "j;k", "", '"b,c"',
    ]  # fmt: skip
    assert quoted(["a", "b"]) == ["a", "b"]


def test_table_is_written_and_read_back_cell_by_cell() -> None:
    records = [
        {"status_id": "b-2", "scale_id": "b", "status": 'a "word", said', "position": 2,
         "at_least_percent": Decimal("12.50"), "title": "two\nlines", "dated": "2019",
         "source": "ა", "verified": True, "note": ""},
        {"status_id": "b-10", "scale_id": "NA", "status": "", "position": None,
         "at_least_percent": None, "title": "", "dated": "", "source": "", "verified": None,
         "note": "null"},
        {"status_id": "a-1", "scale_id": "007", "status": "1.50", "position": 1,
         "at_least_percent": Decimal(0), "title": "", "dated": "", "source": "",
         "verified": False, "note": ""},
    ]  # fmt: skip
    table = as_table("status_scales", records)
    text = (
        "status_id,scale_id,status,position,at_least_percent,title,dated,source,verified,note\n"
        "a-1,007,1.50,1,0,,,,false,\n"
        "b-10,NA,,,,,,,,null\n"
        'b-2,b,"a ""word"", said",2,12.5,"two\nlines",2019,ა,true,\n'
    )
    assert to_csv("status_scales", table) == text
    read = from_csv("status_scales", text)
    pd.testing.assert_frame_equal(read, table)
    assert [str(kind) for kind in read.dtypes] == [
        "str", "str", "str", "Int64", "Float64", "str", "str", "str", "boolean", "str",
    ]  # fmt: skip
    assert list(read.index) == list(table.index) == [0, 1, 2]


def test_digits_of_a_text_stay_text() -> None:
    read = from_csv("suppressions", "figure_id,reason\n007,1.50\n010,2\n")
    assert read.to_dict("list") == {"figure_id": ["007", "010"], "reason": ["1.50", "2"]}


def test_table_of_columns_is_sorted_by_its_key() -> None:
    columns = {"figure_id": ["f-10", "f-2", "a"], "reason": ["one", "two", "three"]}
    table = table_of_columns("suppressions", columns)
    assert table.to_dict("list") == {
        "figure_id": ["a", "f-10", "f-2"],
        "reason": ["three", "one", "two"],
    }


def test_table_without_rows_has_its_columns() -> None:
    table = as_table("suppressions", [])
    assert to_csv("suppressions", table) == "figure_id,reason\n"
    assert list(from_csv("suppressions", "figure_id,reason\n")) == ["figure_id", "reason"]


@pytest.mark.parametrize(
    ("cell", "known", "expected", "advice"),
    [
        ("unt", ["unit", "aunt"], "aunt, unit", "did you mean 'unit' or 'aunt'?"),
        ("x", [f"w{n:02}" for n in range(12)], ", ".join(f"w{n:02}" for n in range(12)),
         "add it if it is new"),
        ("x", [f"w{n:02}" for n in range(13)], "a known form", "add it if it is new"),
        ("12", ["123", "124"], "123, 124", "add it if it is new"),
        ("worde", ["worda", "wordb", "wordc", "wordd"], "worda, wordb, wordc, wordd",
         "did you mean 'wordd' or 'wordc' or 'wordb'?"),
        ("abcde", ["abcxy"], "abcxy", "did you mean 'abcxy'?"),
        ("abcdef", ["abcxyz"], "abcxyz", "add it if it is new"),
    ],
)  # fmt: skip
def test_unknown_word_is_told_with_the_nearest(
    cell: str, known: list[str], expected: str, advice: str
) -> None:
    problem = unknown(_row(unit=cell), "unit", cell, iter(known))
    what = f"{cell!r} is not known"
    assert problem == Problem(what, FILE, 7, "unit", cell, expected, advice)


def test_reader_reads_cells_and_keeps_problems() -> None:
    reader = Reader()
    row = _row(a="12", b="", c="true", d="1234567890", e="٣", f="False", g="123456789")
    assert reader.read(row, "a", read_number, Decimal(0)) == 12
    assert reader.choose(row, "a", ["12"]) == "12"
    assert reader.choose(row, "b", ["12"], empty=True) == ""
    assert reader.choose(row, "b", [""]) == ""
    assert reader.truth(row, "c") is True
    assert reader.number(row, "a") == 12
    assert reader.number(row, "g") == 123456789
    assert reader.number(row, "b", empty=True) is None
    assert reader.problems == []
    assert reader.read(row, "c", read_number, Decimal(5)) == 5
    assert reader.choose(row, "a", ["x"], empty=True) == ""
    assert reader.choose(row, "b", ["x"]) == ""
    assert reader.truth(row, "f") is False
    for column in "bde":
        assert reader.number(row, column) is None
    assert reader.number(row, "c", empty=True) is None
    advice = "A number is printed in at most 15 of the digits 0-9."
    assert reader.problems == [
        Problem("the token cannot be read", FILE, 7, "c", "true", "a number", advice),
        unknown(row, "a", "12", ["x"]),
        unknown(row, "b", "", ["x"]),
        unknown(row, "f", "False", ["true", "false"]),
        *(
            Problem("not a whole number", FILE, 7, one, row[one], "plain digits 0-9")
            for one in ("b", "d", "e", "c")
        ),
    ]


def test_what_we_wrote_beside_a_row_stands_on_its_line() -> None:
    reader = Reader()
    row, same = _row(source_line="5"), _row(8, source_line="5")
    other = _row(9, source_line="6")
    assert reader.beside(row, "x", {"x": same}, "title") is same
    assert reader.problems == []
    assert reader.beside(row, "y", {"x": same}, "title") is None
    assert reader.beside(row, "z", {"z": other}, "title") is other
    assert reader.problems == [
        Problem("y has no title yet", FILE, 7, "source_line", "5"),
        Problem(
            "the title of z stands on another line than its row", FILE, 9, "source_line", "6", "5"
        ),
    ]


def test_column_is_read_once_for_each_cell_and_told_for_each_row() -> None:
    cells = ["a", "bad", "a", "c", "bad"]
    read: list[int] = []

    def rule(place: int, reader: Reader) -> str:
        read.append(place)
        if cells[place] == "bad":
            reader.problems.append(Problem(f"place {place}"))
        return cells[place].upper()

    columns = ColumnReader([10, 20, 30, 40, 50])
    assert columns.each(cells, rule) == ["A", "BAD", "A", "C", "BAD"]
    assert sorted(read) == [0, 1, 1, 3, 4]
    columns.found.append((20, Problem("of another column")))
    columns.found.append((10, Problem("of the first row")))
    assert [problem.what for problem in columns.problems] == [
        "of the first row", "place 1", "of another column", "place 4",
    ]  # fmt: skip
    assert ColumnReader([]).each([], rule) == []


def test_records_are_made_of_columns_by_key() -> None:
    records = Records.by_key("id", {"id": ["a", "b"], "value": [1, None]})
    assert dict(records) == {"a": {"id": "a", "value": 1}, "b": {"id": "b", "value": None}}
    assert len(records) == 2
    assert "c" not in records


def test_entry_that_lost_its_row_is_told() -> None:
    entries = by_key([_row(2, id="a", n="1"), _row(3, id="b", n="2")], "id")
    assert lost(entries, iter(["b"]), "the title of") == [
        Problem("the title of a has lost its row", FILE, 2, "id", "a")
    ]


# --- analyses ---


def _analysis(**cells: str) -> dict[str, str]:
    rate = {
        "analysis_id": "r-1", "programme_id": "housing", "kind": "rate", "stage": "output",
        "subject": "", "title": "Rate", "left": "f-1", "right": "f-2", "context": "",
        "override_reason": "",
    }  # fmt: skip
    return {**rate, **cells}


def _analyses(*rows: dict[str, str]) -> tuple[list[dict[str, object]], list[Problem]]:
    """Return what is made of analyses, and the problems with them."""
    delivery = _made(
        analyses=list(rows),
        annotations__figures=[
            {"figure_id": "f-1", "kind": "result"},
            {"figure_id": "f-2", "kind": "target"},
            {"figure_id": "m-1", "kind": "milestone"},
            {"figure_id": "gone", "kind": "result"},
        ],
        report__figures=[{"figure_id": name} for name in ("f-1", "f-2")],
        brief__figures=[{"figure_id": name} for name in ("m-1", "bare")],
    )
    records: dict[str, list[dict[str, object]]] = {
        "programmes": [{"programme_id": "housing"}],
        "activities": [
            {"activity_id": "p-1", "state_budget_gel": Decimal(5)},
            {"activity_id": "p-2", "state_budget_gel": None},
        ],
    }
    reader = Reader()
    return clean_analyses(delivery, records, reader), reader.problems


def test_analyses_are_numbered_and_may_name_figures_budgets_rates_and_milestones() -> None:
    rows = [
        _analysis(right="", context="m-1"),
        _analysis(analysis_id="r-2", left="f-1 + bare;f-2", kind="cascade", stage="outcome"),
        _analysis(analysis_id="d-1", kind="difference", left="r-1", right="r-1", context="m-1"),
        _analysis(analysis_id="c-1", kind="cost", left="budget(p-1)", stage="composition"),
    ]
    found, problems = _analyses(*rows)
    assert problems == []
    assert found == [{**row, "position": position} for position, row in enumerate(rows, 1)]


def _told(column: str, word: str, known: list[str], row: int = 2) -> Problem:
    """Return the problem of a word that is none of those known."""
    return unknown(RawRow(FILE, row, {}), column, word, known)


FIGURE_IDS = ["f-1", "f-2", "m-1", "bare"]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"left": "f-9"}, _told("left", "f-9", FIGURE_IDS)),
        ({"right": "f-1;gone"}, _told("right", "gone", FIGURE_IDS)),
        ({"context": "x"}, _told("context", "x", FIGURE_IDS)),
        ({"left": "budget(p-2)"}, _told("left", "p-2", ["p-1"])),
        (
            {"kind": "difference", "left": "f-1", "right": "r-9"},
            _told("left", "f-1", ["r-9"]),
        ),
        (
            {"left": "m-1"},
            Problem("m-1 is of another kind", FILE, 2, "left", "m-1", "a figure with a value"),
        ),
        (
            {"context": "f-1"},
            Problem("f-1 is of another kind", FILE, 2, "context", "f-1", "a milestone"),
        ),
        *(
            (
                {"kind": kind, "right": "", "left": left},
                Problem(f"a {kind} has two sides", FILE, 2, "right", ""),
            )
            for kind, left in (
                ("difference", "r-9"), ("ratio", "f-1"), ("cost", "f-1"), ("trend", "f-1")
            )
        ),
        (
            {"programme_id": "houses"},
            _told("programme_id", "houses", ["housing"]),
        ),
        (
            {"kind": "rat"},
            _told("kind", "rat", [
                "rate", "difference", "ratio", "cascade", "overlap", "cost", "trend",
            ]),
        ),
        (
            {"stage": "input"},
            _told("stage", "input", ["output", "outcome", "composition"]),
        ),
    ],
)  # fmt: skip
def test_analysis_of_what_is_not_there_is_told(cells: dict[str, str], problem: Problem) -> None:
    _, problems = _analyses(_analysis(**cells), _analysis(analysis_id="r-9"))
    assert problems == [problem]


def test_populations_are_those_of_figures() -> None:
    delivery = _made(
        annotations__figures=[{"population": "women"}, {"population": "people"}],
        population_parts=[
            {"part": "women", "whole": "people", "reason": "some"},
            {"part": "men", "whole": "persons", "reason": "others"},
        ],
    )
    reader = Reader()
    assert clean_population_parts(delivery, reader) == [
        {"part": "women", "whole": "people", "reason": "some"},
        {"part": "", "whole": "", "reason": "others"},
    ]
    known = ["women", "people"]
    assert reader.problems == [
        _told("part", "men", known, row=3),
        _told("whole", "persons", known, row=3),
    ]


# --- links ---


def _linked(**cells: str) -> dict[str, str]:
    """Return a link of an indicator that is met, but for the cells given."""
    direct = {
        "link_id": "l-1", "target_kind": "indicator", "target_id": "i-1", "strength": "direct",
        "figure_ids": "f-1", "counted_figure_ids": "f-1", "claimed_status": "", "difference": "",
        "reason": "The same training.",
    }  # fmt: skip
    return {**direct, **cells}


def _figure(name: str, value: str | None, unit: str, **cells: object) -> dict[str, object]:
    number = None if value is None else Decimal(value)
    printed = {"figure_id": name, "kind": "result", "qualifier": "exact"}
    return {**printed, "value": number, "unit": unit, **cells}


LINK_FIGURES = {
    str(figure["figure_id"]): figure
    for figure in (
        _figure("f-1", "30", "person"),
        _figure("f-2", "12", "employee"),
        _figure("f-3", "7", "GEL"),
        _figure("f-4", "9", "person", qualifier="about"),
        _figure("f-5", "8", "person", qualifier="up_to"),
        _figure("f-6", None, "person"),
        _figure("m-1", None, "", kind="milestone", qualifier=""),
        _figure("m-2", None, "", kind="milestone", qualifier=""),
    )
}


def _indicator(
    name: str, unit: str, least: int | None, most: int | None = None, operator: str = ">="
) -> dict[str, object]:
    low, high = (None if end is None else Decimal(end) for end in (least, most))
    return {
        "indicator_id": name, "unit": unit, "target_min": low, "target_max": high,
        "operator": operator,
    }  # fmt: skip


LINK_TARGETS: dict[str, list[dict[str, object]]] = {
    "indicators": [
        _indicator("i-1", "person", 40),
        _indicator("i-2", "person", None, 20, "<="),
        _indicator("i-3", "document", 2, 5, "range"),
        _indicator("i-4", "", None, operator="none"),
    ],
    "activities": [
        {"activity_id": "p-1", "state_budget_gel": Decimal(14)},
        {"activity_id": "p-2", "state_budget_gel": None},
    ],
    "commitments": [
        {"commitment_id": "c-1", "unit": "person", "target": Decimal(60), "operator": "<="}
    ],
}

ALL_LINKED = [
    _linked(figure_ids="f-1;f-2;f-3", counted_figure_ids="f-1;f-2", claimed_status="done"),
    _linked(link_id="l-2", target_id="i-2", strength="partial", difference="Others too."),
    _linked(link_id="l-3", target_id="i-3", figure_ids="m-1;m-2", counted_figure_ids="m-1;m-2"),
    _linked(link_id="l-4", target_id="i-4", figure_ids="m-1", counted_figure_ids="m-1"),
    _linked(link_id="l-5", target_kind="budget", target_id="p-1", figure_ids="f-3",
            counted_figure_ids="f-3"),
    _linked(link_id="l-6", target_kind="commitment", target_id="c-1"),
    _linked(link_id="l-7", target_id="i-1", strength="contextual", counted_figure_ids=""),
]  # fmt: skip


def _links(*rows: dict[str, str]) -> tuple[list[dict[str, object]], list[Problem]]:
    """Return what is made of links, and the problems with them."""
    delivery = _made(
        links=list(rows),
        unit_equivalents=[
            {"figure_unit": "employee", "target_unit": "person"},
            {"figure_unit": "milestone", "target_unit": "document"},
        ],
        status_scales=[{"status": "done"}, {"status": "begun"}],
    )
    reader = Reader()
    return clean_links(delivery, LINK_TARGETS, LINK_FIGURES, reader), reader.problems


def test_links_say_what_was_achieved_of_each_sort_of_target() -> None:
    found, problems = _links(*ALL_LINKED)
    assert problems == []
    made = ("achieved", "unit", "ratio")
    kept = [{name: cell for name, cell in one.items() if name not in made} for one in found]
    assert kept == ALL_LINKED
    assert [tuple(one[name] for name in made) for one in found] == [
        (42, "person", Decimal("1.05")),
        (30, "person", Decimal("0.666667")),
        (2, "document", 1),
        (1, "", None),
        (7, "GEL", Decimal("0.5")),
        (30, "person", 1),
        (None, "", None),
    ]


def _with(place: int, *more: dict[str, str], **cells: str) -> list[dict[str, str]]:
    """Return all links with cells of one of them changed, and more of them."""
    rows = [dict(row) for row in ALL_LINKED]
    rows[place] |= cells
    return [*rows, *more]


def _of_strength(strength: str, row: int, column: str, cell: str, what: str) -> Problem:
    return Problem(f"a link of strength {strength} {what}", FILE, row, column, cell)


ELSEWHERE = "the target is linked elsewhere with another strength"
NO_RATIO = (
    "link it as contextual, or enter the two words for one thing in "
    "data/raw/unit_equivalents.csv with the reason"
)
NO_DIFFERENCE = (
    "and a named difference do not belong together: a partial link has one, another link none"
)


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        (
            _with(0, claimed_status="ended"),
            [_told("claimed_status", "ended", ["done", "begun"])],
        ),
        (
            _with(2, counted_figure_ids=""),
            [_of_strength("direct", 4, "counted_figure_ids", "", "counts no figure")],
        ),
        (
            _with(1, counted_figure_ids=""),
            [_of_strength("partial", 3, "counted_figure_ids", "", "counts no figure")],
        ),
        (
            _with(4, strength="contextual"),
            [_of_strength("contextual", 6, "counted_figure_ids", "f-3", "must not count a figure")],
        ),
        (
            _with(6, figure_ids=""),
            [_of_strength("contextual", 8, "figure_ids", "", "names no figure")],
        ),
        *(
            (
                _with(3, strength=strength, counted_figure_ids=""),
                [_of_strength(strength, 5, "figure_ids", "m-1", "must not name a figure")],
            )
            for strength in ("looked_for", "outside")
        ),
        (_with(3, strength="outside", counted_figure_ids="", figure_ids=""), []),
        (
            _with(0, difference="x"),
            [_of_strength("direct", 2, "difference", "x", NO_DIFFERENCE)],
        ),
        (
            _with(1, difference=""),
            [_of_strength("partial", 3, "difference", "", NO_DIFFERENCE)],
        ),
        (_with(0, reason=""), [_of_strength("direct", 2, "reason", "", "gives no reason")]),
        (
            _with(0, counted_figure_ids="f-1;f-1"),
            [_of_strength("direct", 2, "counted_figure_ids", "f-1;f-1", "counts a figure twice")],
        ),
        (
            _with(5, figure_ids="f-2"),
            [
                _of_strength(
                    "direct", 7, "counted_figure_ids", "f-1",
                    "counts a figure that it does not name",
                )
            ],
        ),
        *(
            (
                _with(5, figure_ids=name, counted_figure_ids=name),
                [
                    _of_strength(
                        "direct", 7, "counted_figure_ids", name,
                        "counts a figure that is only about or up to its value",
                    )
                ],
            )
            for name in ("f-4", "f-5")
        ),
        (
            _with(5, figure_ids="f-3", counted_figure_ids="f-3"),
            [
                Problem(
                    "a ratio of GEL to person says nothing",
                    FILE, 7, "counted_figure_ids", "f-3", "person", NO_RATIO,
                )
            ],
        ),
        (
            _with(3, figure_ids="f-1", counted_figure_ids="f-1"),
            [
                Problem(
                    "a ratio of person to no unit says nothing",
                    FILE, 5, "counted_figure_ids", "f-1", "an indicator with a unit", NO_RATIO,
                )
            ],
        ),
        (
            _with(5, figure_ids="m-1", counted_figure_ids="m-1"),
            [
                Problem(
                    "a ratio of milestone to person says nothing",
                    FILE, 7, "counted_figure_ids", "m-1", "person", NO_RATIO,
                )
            ],
        ),
        (
            _with(0, figure_ids="f-1;f-2;f-9"),
            [_told("figure_ids", "f-9", list(LINK_FIGURES))],
        ),
        (
            _with(0, _linked(link_id="l-8")),
            [
                Problem(
                    "the link in row 2 counts for the target already",
                    FILE, 9, "target_id", "i-1", "one link that counts for a target",
                )
            ],
        ),
        (
            [*ALL_LINKED[:4], *ALL_LINKED[5:]],
            [Problem("the budget p-1 has no link", FILE, 7, "target_id", "i-1", "one at least")],
        ),
        (
            _with(6, strength="outside", figure_ids=""),
            [Problem(ELSEWHERE, FILE, 8, "strength", "outside")],
        ),
        (
            _with(6, strength="looked_for", figure_ids=""),
            [Problem(ELSEWHERE, FILE, 8, "strength", "looked_for")],
        ),
        (
            _with(6, target_id="i-9", strength="direct", counted_figure_ids="f-1"),
            [_told("target_id", "i-9", ["i-1", "i-2", "i-3", "i-4"], row=8)],
        ),
        (
            _with(6, target_id="i-9"),
            [_told("target_id", "i-9", ["i-1", "i-2", "i-3", "i-4"], row=8)],
        ),
        (
            _with(6, target_kind="budget", target_id="p-2"),
            [_told("target_id", "p-2", ["p-1"], row=8)],
        ),
        (
            _with(6, strength="context", figure_ids=""),
            [
                _told(
                    "strength", "context",
                    ["direct", "partial", "contextual", "looked_for", "outside"], row=8,
                )
            ],
        ),
        (
            _with(6, target_kind="activity"),
            [
                _told("target_kind", "activity", ["indicator", "budget", "commitment"], row=8),
                _told("target_id", "i-1", [], row=8),
            ],
        ),
    ],
)  # fmt: skip
def test_link_that_does_not_hold_is_told(
    rows: list[dict[str, str]], problems: list[Problem]
) -> None:
    assert _links(*rows)[1] == problems


def test_figure_without_a_value_adds_nothing() -> None:
    rows = _with(5, figure_ids="f-1;f-6", counted_figure_ids="f-1;f-6")
    found, problems = _links(*rows)
    assert (found[5]["achieved"], found[5]["ratio"], problems) == (30, 1, [])


# --- labels, scales, commitments, organisations ---


def test_labels_have_ids_and_translations() -> None:
    rows = [
        {"table": "links", "column": "reason", "en": "Whÿ", "ka": "ა", "fr": "Pourquoi"},
        {"table": "links", "column": "unit", "en": "x", "ka": "", "fr": "x"},
        {"table": "link", "column": "reason", "en": "x", "ka": "ა", "fr": ""},
    ]
    reader = Reader()
    digests = [hashlib.sha256(row["en"].encode()).hexdigest()[:12] for row in rows]
    assert clean_labels(_made(labels=rows), reader) == [
        {**rows[0], "label_id": f"links.reason.{digests[0]}"},
        {**rows[1], "label_id": f"links.unit.{digests[1]}"},
        {**rows[2], "label_id": f".reason.{digests[2]}"},
    ]
    untranslated = "the label is not translated"
    assert reader.problems == [
        _told("column", "unit", ["difference", "reason"], row=3),
        Problem(untranslated, FILE, 3, "ka", ""),
        _told("table", "link", list(LABELS), row=4),
        _told("column", "reason", [], row=4),
        Problem(untranslated, FILE, 4, "fr", ""),
    ]


NO_NUMBER = (
    "the token cannot be read",
    "a number",
    "A number is printed in at most 15 of the digits 0-9.",
)


def _unread(row: int, column: str, cell: str) -> Problem:
    what, expected, advice = NO_NUMBER
    return Problem(what, FILE, row, column, cell, expected, advice)


def test_bands_of_a_scale_begin_at_percentages() -> None:
    band = {
        "scale_id": "four", "status": "done", "position": "1", "at_least_percent": "87.5",
        "title": "Done", "dated": "2019", "source": "ა", "verified": "true", "note": "n",
    }  # fmt: skip
    rows = [
        band,
        {**band, "position": "2", "at_least_percent": "", "verified": "false"},
        {**band, "position": "x", "at_least_percent": "half", "verified": "yes"},
    ]
    reader = Reader()
    assert clean_scales(_made(status_scales=rows), reader) == [
        {
            **row, "status_id": f"four-{row['position']}", "position": position,
            "at_least_percent": percent, "verified": verified,
        }
        for row, position, percent, verified in zip(
            rows, (1, 2, None), (Decimal("87.5"), None, 0), (True, False, False), strict=True
        )
    ]  # fmt: skip
    assert reader.problems == [
        Problem("not a whole number", FILE, 4, "position", "x", "plain digits 0-9"),
        _unread(4, "at_least_percent", "half"),
        _told("verified", "yes", ["true", "false"], row=4),
    ]


def test_scoring_has_all_its_percentages() -> None:
    scoring = {
        "scoring_id": "s", "title": "t", "zero_below_percent": "10", "full_from_percent": "90.5",
        "full_points": "5", "dated": "2019", "source": "ა", "verified": "true", "note": "n",
    }  # fmt: skip
    bad = {
        **scoring, "zero_below_percent": "", "full_from_percent": "a", "full_points": "b",
        "verified": "",
    }  # fmt: skip
    reader = Reader()
    assert clean_scorings(_made(rate_scorings=[scoring, bad]), reader) == [
        {
            **scoring, "zero_below_percent": 10, "full_from_percent": Decimal("90.5"),
            "full_points": 5, "verified": True,
        },
        {
            **scoring, "zero_below_percent": 0, "full_from_percent": 0, "full_points": 0,
            "verified": False,
        },
    ]  # fmt: skip
    assert reader.problems == [
        _unread(3, "zero_below_percent", ""),
        _unread(3, "full_from_percent", "a"),
        _unread(3, "full_points", "b"),
        _told("verified", "", ["true", "false"], row=3),
    ]


def test_rules_of_disclosure_are_both_there_and_say_something() -> None:
    good = [{"rule_id": "threshold", "value": "5"}, {"rule_id": "people_units", "value": "person"}]
    reader = Reader()
    assert clean_rules(_made(disclosure_rules=good), reader) == good
    assert reader.problems == []
    bad = [
        {"rule_id": "threshold", "value": "0"},
        {"rule_id": "people_units", "value": "persn;child;bodies"},
        {"rule_id": "other", "value": "0"},
    ]
    clean_rules(_made(disclosure_rules=bad), reader)
    clean_rules(_made(disclosure_rules=[]), reader)
    gone = [
        Problem(
            f"the rule '{rule}' is not there", "data/raw/disclosure_rules.csv", column="rule_id"
        )
        for rule in ("threshold", "people_units")
    ]
    assert reader.problems == [
        Problem("nothing is below it", FILE, 2, "value", "0", "1 or more"),
        _told("value", "bodies", sorted(UNITS), row=3),
        _told("value", "persn", sorted(UNITS), row=3),
        _told("rule_id", "other", ["threshold", "people_units"], row=4),
        *gone,
    ]


DATED = {"kind": "milestone", "date": "2018-03-01", "value": None, "unit": "", "qualifier": ""}

COMMITMENT_FIGURES: dict[str, dict[str, object]] = {
    "f-1": _figure("f-1", "40", "family", qualifier="at_least"),
    "f-2": _figure("f-2", "3", "year"),
    "f-3": _figure("f-3", "8", "home", qualifier="about"),
    "f-4": _figure("f-4", "9", "home", qualifier="up_to"),
    "f-5": _figure("f-5", "2.5", "year"),
    "f-6": {**_figure("f-6", "3", "year"), "value": None},
    "m-1": DATED,
    "m-2": {**DATED, "date": "2020-02-29"},
}


def _commitments(*changes: dict[str, str]) -> tuple[list[dict[str, object]], list[Problem]]:
    stated = {
        "commitment_id": "c-1", "source_id": "brief", "source_line": "12", "partner_id": "afd",
        "measure": "m", "target_figure_id": "f-1", "horizon_figure_id": "f-2",
        "start_figure_id": "m-1", "horizon_status": "stated",
    }  # fmt: skip
    rows = [{**stated, **cells} for cells in changes]
    reader = Reader()
    delivery = _made(organisations=[{"organisation_id": "afd"}], commitments=rows)
    return clean_commitments(delivery, COMMITMENT_FIGURES, reader), reader.problems


def test_commitments_take_their_numbers_from_figures() -> None:
    found, problems = _commitments(
        {},
        {"target_figure_id": "f-2", "start_figure_id": "", "horizon_status": "assumed"},
        {"target_figure_id": "f-4", "horizon_figure_id": ""},
        {"target_figure_id": "", "horizon_status": "not_stated"},
    )
    assert problems == []
    assert found[0] == {
        "commitment_id": "c-1", "source_id": "brief", "source_line": 12, "partner_id": "afd",
        "measure": "m", "operator": ">=", "target": 40, "unit": "family", "horizon_years": 3,
        "horizon_start": "2018-03-01", "horizon_end": "2021-03-01", "horizon_status": "stated",
        "figure_id": "f-1",
    }  # fmt: skip
    columns = (
        "operator", "target", "unit", "horizon_years", "horizon_start", "horizon_end",
        "horizon_status", "figure_id",
    )  # fmt: skip
    assert [tuple(one[name] for name in columns) for one in found[1:]] == [
        ("=", 3, "year", 3, "", "", "assumed", "f-2"),
        ("<=", 9, "home", None, "2018-03-01", "", "stated", "f-4"),
        ("none", None, "", 3, "2018-03-01", "2021-03-01", "not_stated", ""),
    ]


def test_a_horizon_that_cannot_be_read_is_told_where_it_stands_and_ends_nothing() -> None:
    found, problems = _commitments({"horizon_figure_id": "f-6"})
    assert problems == []
    assert (found[0]["horizon_years"], found[0]["horizon_end"]) == (None, "")


KNOWN_FIGURES = list(COMMITMENT_FIGURES)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"target_figure_id": "f-9"}, _told("target_figure_id", "f-9", KNOWN_FIGURES)),
        ({"horizon_figure_id": "f-9"}, _told("horizon_figure_id", "f-9", KNOWN_FIGURES)),
        ({"start_figure_id": "m-9"}, _told("start_figure_id", "m-9", KNOWN_FIGURES)),
        *(
            ({column: name}, Problem("the figure is of another kind", FILE, 2, column, name, kind))
            for column, name, kind in (
                ("target_figure_id", "m-1", "a figure with a value"),
                ("horizon_figure_id", "m-1", "a figure with a value"),
                ("start_figure_id", "f-1", "a milestone"),
            )
        ),
        (
            {"target_figure_id": "f-3"},
            Problem("about sets no target", FILE, 2, "target_figure_id", "f-3"),
        ),
        (
            {"start_figure_id": "m-2"},
            Problem("a start that not every year has", FILE, 2, "start_figure_id", "m-2"),
        ),
        (
            {"horizon_figure_id": "f-5"},
            Problem("not a horizon of whole years", FILE, 2, "horizon_figure_id", "f-5"),
        ),
        ({"source_id": "letter"}, _told("source_id", "letter", ["report", "brief"])),
        ({"partner_id": "eu"}, _told("partner_id", "eu", ["afd"])),
        (
            {"horizon_status": "said"},
            _told("horizon_status", "said", ["stated", "assumed", "not_stated"]),
        ),
        (
            {"source_line": ""},
            Problem("not a whole number", FILE, 2, "source_line", "", "plain digits 0-9"),
        ),
    ],
)  # fmt: skip
def test_commitment_of_what_is_not_there_is_told(cells: dict[str, str], problem: Problem) -> None:
    assert _commitments(cells)[1] == [problem]


def test_programme_has_an_organisation_that_is_known() -> None:
    rows = [
        {"programme_id": "p", "title": "t", "responsible_id": "afd"},
        {"programme_id": "q", "title": "u", "responsible_id": "eu"},
    ]
    reader = Reader()
    delivery = _made(organisations=[{"organisation_id": "afd"}], programmes=rows)
    assert clean_programmes(delivery, reader) == [rows[0], {**rows[1], "responsible_id": ""}]
    assert reader.problems == [_told("responsible_id", "eu", ["afd"], row=3)]


def test_organisation_has_a_kind_and_a_parent_that_are_known() -> None:
    state = {"organisation_id": "a", "acronym": "A", "name": "n", "kind": "state", "parent_id": ""}
    rows = [
        _row(2, **state),
        _row(3, **{**state, "organisation_id": "b", "parent_id": "a"}),
        _row(4, **{**state, "kind": "states", "parent_id": "c"}),
    ]
    reader = Reader()
    assert clean_organisations(rows, reader) == [
        state,
        {**state, "organisation_id": "b", "parent_id": "a"},
        {**state, "kind": "", "parent_id": ""},
    ]
    assert reader.problems == [
        _told("kind", "states", list(ORGANISATION_KINDS), row=4),
        _told("parent_id", "c", ["a", "b"], row=4),
    ]


def test_printed_names_lead_to_organisations() -> None:
    names = [
        _row(2, printed="Office  of A;", organisation_ids="a"),
        _row(3, printed="A and B", organisation_ids="a;b"),
        _row(4, printed=" Office of A.", organisation_ids="b;c"),
    ]
    organisations = [_row(2, organisation_id="a"), _row(3, organisation_id="b")]
    reader = Reader()
    assert clean_names(names, organisations, reader) == [dict(row.cells) for row in names]
    assert reader.problems == [
        Problem("the form stands in row 2 already", FILE, 4, "printed", " Office of A."),
        _told("organisation_ids", "c", ["a", "b"], row=4),
    ]


def test_cell_of_names_is_read_line_by_line_at_the_longest() -> None:
    book = name_book(
        [
            _row(2, printed="Office", organisation_ids="o"),
            _row(3, printed="Office of A", organisation_ids="a"),
            _row(4, printed="A and B", organisation_ids="a;b"),
        ]
    )
    reader = Reader()
    lines = [_row(n, name_raw=said) for n, said in enumerate(("Office", "of A,", "A and B;"), 5)]
    assert book.read_cell(lines, reader) == ["a", "b"]
    assert book.read_cell([*lines[2:], lines[0]], reader) == ["a", "b", "o"]
    assert book.read_cell([], reader) == []
    assert reader.problems == []
    odd = _row(9, name_raw=" Offices; ")
    assert book.read_cell([odd, lines[0]], reader) == ["o"]
    known = ["Office", "Office of A", "A and B"]
    assert reader.problems == [unknown(odd, "name_raw", "Offices", known)]


# --- figures ---


def _described(name: str, **cells: str) -> dict[str, str]:
    """Return what we wrote beside a figure of line 5."""
    described = {
        "figure_id": name, "source_line": "5", "unit": "person", "period": "2019",
        "period_basis": "stated", "programme_id": "housing", "measure": "m", "population": "p",
        "cohort": "", "disaggregation": "", "kind": "result", "observation_status": "",
        "reading": "",
    }  # fmt: skip
    return {**described, **cells}


def _printed(name: str, value: str, line: str = "5") -> dict[str, str]:
    return {"figure_id": name, "source_line": line, "value_raw": value}


def _figures(
    own: list[dict[str, str]], **printed: list[dict[str, str]]
) -> tuple[dict[str, list[object]], list[Problem]]:
    """Return what is made of printed figures by document, and the problems with them."""
    delivery = _made(
        annotations__figures=own,
        programmes=[{"programme_id": "housing"}],
        **{f"{name}__figures": rows for name, rows in printed.items()},
    )
    reader = Reader()
    found = clean_figures(delivery, reader)
    return {name: list(cells) for name, cells in found.items()}, reader.problems


def test_figures_of_all_documents_are_read_by_column() -> None:
    found, problems = _figures(
        [
            _described("b-1", cohort="2018;2019", disaggregation="sex=women;age=18_29"),
            _described("r-2", unit="percent", period_basis="context", kind="target"),
            _described("r-1", observation_status="provisional", period="2019-06"),
            _described("b-2", kind="milestone", reading="year_from_period", unit=""),
            _described("b-3", period="", period_basis=""),
        ],
        report=[_printed("r-1", "200"), _printed("r-2", "3,67%")],
        brief=[_printed("b-1", "200"), _printed("b-2", "14 ივნისს"), _printed("b-3", "7")],
    )
    assert problems == []
    assert found == {
        "figure_id": ["r-1", "r-2", "b-1", "b-2", "b-3"],
        "source_id": ["report", "report", "brief", "brief", "brief"],
        "source_line": [5, 5, 5, 5, 5],
        "value_raw": ["200", "3,67%", "200", "14 ივნისს", "7"],
        "value": [200, Decimal("3.67"), 200, None, 7],
        "unit": ["person", "percent", "person", "", "person"],
        "qualifier": ["exact", "exact", "exact", "", "exact"],
        "period": ["2019-06", "2019", "2019", "2019-06-14", ""],
        "period_basis": ["stated", "context", "stated", "", ""],
        "programme_id": ["housing"] * 5,
        "measure": ["m"] * 5,
        "population": ["p"] * 5,
        "cohort": ["", "", "2018;2019", "", ""],
        "disaggregation": ["", "", "sex=women;age=18_29", "", ""],
        "kind": ["result", "target", "result", "milestone", "result"],
        "observation_status": ["provisional", "", "", "", ""],
        "date": ["", "", "", "2019-06-14", ""],
    }


def test_same_token_is_read_as_its_context_says() -> None:
    own = {"unit": "GEL", "kind": "spend"}
    token = "4000 ლარამდე"
    found, problems = _figures(
        [
            _described("r-1", **own, reading="interval_end"),
            _described("r-2", **own),
            _described("r-3", **own, reading="interval_end"),
        ],
        report=[_printed(name, token) for name in ("r-1", "r-2", "r-3")],
    )
    assert problems == []
    assert found["qualifier"] == ["exact", "up_to", "exact"]


OTHER_UNIT = "the unit is not that of the token"
COUNTED = "the unit of what is counted"
OTHER_FORM = "the cell has another form"


@pytest.mark.parametrize(
    ("own", "value", "problem"),
    [
        (
            {"unit": "GEL"},
            "200",
            Problem(f"{OTHER_UNIT} '200'", FILE, 2, "unit", "GEL", COUNTED),
        ),
        ({"unit": ""}, "200", Problem(f"{OTHER_UNIT} '200'", FILE, 2, "unit", "", COUNTED)),
        ({}, "3%", Problem(f"{OTHER_UNIT} '3%'", FILE, 2, "unit", "person", "percent")),
        ({"unit": "persons"}, "200", _told("unit", "persons", sorted(UNITS))),
        ({"period": "19"}, "200", Problem(
            OTHER_FORM, FILE, 2, "period", "19", "[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
        )),
        ({"cohort": "2018;"}, "200", Problem(
            OTHER_FORM, FILE, 2, "cohort", "2018;", "[0-9]{4}(?:;[0-9]{4})*"
        )),
        ({"disaggregation": "Sex=women"}, "200", Problem(
            OTHER_FORM, FILE, 2, "disaggregation", "Sex=women",
            "[a-z_]+=[a-z_0-9]+(?:;[a-z_]+=[a-z_0-9]+)*",
        )),
        ({"period_basis": ""}, "200", _told(
            "period_basis", "", ["stated", "report_year", "context"]
        )),
        ({"programme_id": "houses"}, "200", _told("programme_id", "houses", ["housing"])),
        ({"programme_id": ""}, "200", _told("programme_id", "", ["housing"])),
        ({"kind": "results"}, "200", _told(
            "kind", "results", ["result", "target", "budget", "spend", "milestone"]
        )),
        ({"reading": "year_from_period"}, "200", _told(
            "reading", "year_from_period", ["interval_start", "interval_end"]
        )),
        (
            {"kind": "milestone", "reading": "interval_end"},
            "2019 წლის 14 ივნისს",
            _told("reading", "interval_end", ["year_from_period"]),
        ),
        ({"observation_status": "final"}, "200", _told(
            "observation_status", "final", ["provisional"]
        )),
        ({"source_line": "6"}, "200", Problem(
            "the description of r-1 stands on another line than its row",
            FILE, 2, "source_line", "6", "5",
        )),
    ],
)  # fmt: skip
def test_description_that_does_not_fit_its_figure_is_told(
    own: dict[str, str], value: str, problem: Problem
) -> None:
    printed = [_printed("r-1", value)]
    assert _figures([_described("r-1", **own)], report=printed)[1] == [problem]


def test_faults_of_figures_are_told_in_the_order_of_their_rows() -> None:
    found, problems = _figures(
        [
            _described("r-1", cohort="x"),
            _described("r-3", kind="x"),
            _described("lost"),
            _described("r-4", unit="family"),
        ],
        brief=[
            _printed("r-1", "200", "x"),
            _printed("r-2", "200"),
            _printed("r-3", "200"),
            _printed("r-4", "a"),
        ],
    )
    assert found["figure_id"] == ["r-1", "r-3", "r-4"]
    assert found["source_id"] == ["brief"] * 3
    assert found["kind"] == ["result", "", "result"]
    assert found["unit"] == ["person", "person", "family"]
    assert found["value"] == [200, 200, None]
    assert [(one.what, one.row, one.column, one.found) for one in problems] == [
        (
            "the description of r-1 stands on another line than its row",
            2,
            "source_line",
            "5",
        ),
        ("not a whole number", 2, "source_line", "x"),
        ("the cell has another form", 2, "cohort", "x"),
        ("r-2 has no description yet", 3, "source_line", "5"),
        ("'x' is not known", 3, "kind", "x"),
        ("the token cannot be read", 5, "value_raw", "a"),
        ("description lost has lost its row", 4, "figure_id", "lost"),
    ]


@pytest.mark.parametrize(
    ("achieved", "asked", "operator", "reached"),
    [
        ("3", "4", ">=", "0.75"),
        ("3", "0", ">=", None),
        ("0", "0", "<=", "1"),
        ("4", "2", "<=", "0.5"),
        (None, "2", "=", None),
    ],
)
def test_how_far_a_target_is_reached(
    achieved: str | None, asked: str, operator: str, reached: str | None
) -> None:
    found = ratio(Decimal(achieved) if achieved else None,
                   {"least": Decimal(asked), "operator": operator})  # fmt: skip
    assert found == (Decimal(reached) if reached else None)
