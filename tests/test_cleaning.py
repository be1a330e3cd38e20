from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from checkout import ROOT, change_cell, copy_checkout

from analysis.cleaning.cells import plain
from analysis.cleaning.schema import SCHEMAS, as_table, from_csv, to_csv
from analysis.cleaning.tables import clean
from analysis.errors import RawDataError
from analysis.files import csv_text
from analysis.paths import Project
from analysis.source.delivery import read_delivery

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
