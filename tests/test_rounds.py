from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from checkout import ROOT

from analysis import pipeline
from analysis.checks.added import allowed_for
from analysis.checks.rules import ROWS
from analysis.checks.suites import read_suite
from analysis.cleaning.columns import Reader
from analysis.cleaning.rounds import ASSESSED, CLAIMED, DIFFERENCE, SILENT, read_rounds
from analysis.cleaning.sources import clean_sources
from analysis.paths import Project
from analysis.source.delivery import Delivery
from analysis.source.manifest import SourceDocument
from analysis.source.rows import RawRow, RawTable

ROUND = SourceDocument(
    "round-2020", "r20", "workbooks.csv", "Round", "us", "en", "answers", "00", 9,
    round="2020", plan="plan-2020",
)  # fmt: skip
FIRST, LATER = (
    SourceDocument(f"plan-{year}", prefix, "p.txt", "Plan", "us", "ka", "table", "00", 9)
    for year, prefix in (("2019", "p19"), ("2020", "p20"))
)
REPORT = SourceDocument("report", "r", "r.txt", "Report", "us", "ka", "prose", "00", 9)
ACTIVITIES = [
    {"activity_id": f"{prefix}-1", "source_id": f"plan-{year}"}
    for year, prefix in (("2019", "p19"), ("2020", "p20"))
]
INDICATORS = [
    {"indicator_id": f"{prefix}-1-i{n}", "activity_id": f"{prefix}-1", "measure": f"measure {n}",
     "unit": unit}
    for prefix in ("p19", "p20") for n, unit in ((1, "meeting"), (2, ""), (3, "meeting"))
]  # fmt: skip
TARGETS = [("indicator", f"p20-1-i{n}") for n in (1, 2, 3)] + [("budget", "p20-1")]


def answer(target: str, agency: str = "mia", **said: str) -> list[dict[str, str]]:
    return [
        {
            "target_id": target, "agency_id": agency, "field": field, "workbook": "a.xlsx",
            "sheet": "Answers", "cell": "F5", "value_raw": f"raw {value}", "value": value,
        }
        for field, value in said.items()
    ]  # fmt: skip


def assessment(target: str, strength: str, **more: str) -> dict[str, str]:
    empty = dict.fromkeys(("difference", "workbook", "sheet", "cell"), "")
    return {
        **empty, "target_id": target, "assessed_status": "implemented", "strength": strength,
        "reason": "seen", "assessor": "NN", "assessed_on": "2021-03-01", **more,
    }  # fmt: skip


def rounds(answers: list[dict[str, str]], assessments: list[dict[str, str]] = []) -> Any:  # noqa: B006
    """Return what a round adds, and the problems met."""
    tables = {}
    for name, rows in (("answers", answers), ("assessments", assessments)):
        raw = [RawRow(f"{name}.csv", number, cells) for number, cells in enumerate(rows, 2)]
        tables[f"round-2020/{name}"] = RawTable(f"{name}.csv", tuple(rows[0]) if rows else (), raw)
    documents = {one.source_id: one for one in (FIRST, LATER, ROUND)}
    reader = Reader()
    records = {"activities": ACTIVITIES, "indicators": INDICATORS}
    return read_rounds(Delivery(documents, tables), records, reader), reader.problems


def test_an_answer_is_a_claim_until_it_is_assessed():
    found, problems = rounds(
        answer("p20-1-i1", claimed_status="implemented", value="5", unit="meeting", date="2020-12")
    )
    assert problems == []
    (figure,) = found.figures
    assert (figure["figure_id"], figure["value"], figure["unit"], figure["period"]) == (
        "r20-p20-1-i1-mia", 5, "meeting", "2020-12",
    )  # fmt: skip
    assert (figure["kind"], figure["qualifier"], figure["value_raw"]) == (
        "result",
        "exact",
        "raw 5",
    )
    assert (figure["measure"], figure["period_basis"], figure["source_line"]) == (
        "measure 1", "stated", 3,
    )  # fmt: skip
    link = found.links(TARGETS)[0]
    assert (link["strength"], link["counted_figure_ids"], link["reason"]) == (
        "contextual", "", CLAIMED,
    )  # fmt: skip
    assert link["figure_ids"] == "r20-p20-1-i1-mia"
    assert link["claimed_status"] == "implemented"


@pytest.mark.parametrize(
    ("strength", "shown", "counted", "difference", "reason"),
    [
        ("direct", "direct", "r20-p20-1-i1-mia", "", ASSESSED),
        ("partial", "partial", "r20-p20-1-i1-mia", DIFFERENCE, ASSESSED),
        ("contextual", "contextual", "", "", CLAIMED),
        ("none", "contextual", "", "", CLAIMED),
    ],
)
def test_it_counts_as_the_assessor_said(strength, shown, counted, difference, reason):
    found, problems = rounds(
        answer("p20-1-i1", value="5"), [assessment("p20-1-i1", strength, difference="a part")]
    )
    assert problems == []
    link = found.links(TARGETS)[0]
    assert [link[name] for name in ("strength", "counted_figure_ids", "difference", "reason")] == [
        shown, counted, difference, reason,
    ]  # fmt: skip
    (record,) = found.records
    assert (record["strength"], record["assessed_status"], record["claimed_status"]) == (
        strength, "implemented", "",
    )  # fmt: skip
    assert (record["value"], record["unit"], record["difference"]) == (5, "", "a part")
    assert (record["workbook"], record["place"]) == ("a.xlsx", "Answers!F5")


def test_a_value_without_a_date_is_of_the_rounds_year():
    (figure,) = rounds(answer("p20-1-i1", value="5"))[0].figures
    assert (figure["period"], figure["period_basis"], figure["unit"]) == (
        "2020", "report_year", "meeting",
    )  # fmt: skip


def test_a_product_dated_is_a_milestone_and_one_without_a_date_says_nothing():
    (figure,) = rounds(answer("p20-1-i2", date="2020-12-01"))[0].figures
    assert (figure["kind"], figure["date"], figure["value"], figure["qualifier"]) == (
        "milestone", "2020-12-01", None, "",
    )  # fmt: skip
    assert rounds(answer("p20-1-i2", claimed_status="implemented"))[0].figures == []
    assert rounds(answer("p20-1-i1", date="2020-12"))[0].figures == []


def test_money_spent_is_that_of_the_activity():
    (figure,) = rounds(answer("p20-1", spent="1200.5", date="2020"))[0].figures
    assert (figure["kind"], figure["unit"], float(figure["value"])) == ("spend", "GEL", 1200.5)
    link = rounds(answer("p20-1", spent="1200.5"))[0].links(TARGETS)[-1]
    assert (link["target_kind"], link["strength"]) == ("budget", "contextual")


def test_two_agencies_that_answer_alike_count_once():
    both = answer("p20-1-i1", value="5") + answer("p20-1-i1", "mfa", value="5")
    found, _ = rounds(both, [assessment("p20-1-i1", "direct")])
    link = found.links(TARGETS)[0]
    assert link["figure_ids"] == "r20-p20-1-i1-mia;r20-p20-1-i1-mfa"
    assert link["counted_figure_ids"] == "r20-p20-1-i1-mia"
    assert len(found.records) == 2


def test_what_nobody_answered_is_said_of_a_later_plan_only():
    found, _ = rounds([])
    asked = [*TARGETS, ("indicator", "p19-1-i1"), ("budget", "p19-1"), ("commitment", "afd-1")]
    links = found.links(asked)
    assert [(one["target_id"], one["strength"], one["reason"]) for one in links] == [
        (target, "looked_for", SILENT) for _, target in TARGETS
    ]
    assert len({one["link_id"] for one in links}) == 4


def test_an_answer_to_the_first_plan_stands_instead_of_nothing_found():
    found, _ = rounds(answer("p19-1-i1", value="5"))
    links = found.links([("indicator", "p19-1-i1"), ("indicator", "p19-1-i2")])
    assert [one["target_id"] for one in links] == ["p19-1-i1"]


@pytest.mark.parametrize(
    ("answers", "assessments", "words"),
    [
        (answer("p20-9", value="5"), [], "'p20-9' is not known"),
        (answer("p20-1-i1", value="five"), [], "cannot be read"),
        (answer("p20-1-i1", value="5", date="soon"), [], "not a date"),
        ([], [assessment("p20-1-i1", "direct")], "what nobody answered"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_row(answers, assessments, words):
    _, problems = rounds(answers, assessments)
    assert words in "\n".join(map(str, problems))
    assert all(problem.row == 2 or problem.row == 3 for problem in problems)


def test_documents_belong_to_a_plan():
    documents = {one.source_id: one for one in (FIRST, LATER, ROUND, REPORT)}
    found = {row["source_id"]: row for row in clean_sources(Delivery(documents, {}))}
    assert {name: row["plan_id"] for name, row in found.items()} == {
        "plan-2019": "plan-2019", "plan-2020": "plan-2020", "round-2020": "plan-2020",
        "report": "plan-2019",
    }  # fmt: skip
    assert not any(row["invented"] for row in found.values())
    marked = {"report": replace(REPORT, invented=True), "plan-2019": FIRST}
    assert clean_sources(Delivery(marked, {}))[0]["invented"] is True


# what rules allow for documents that were added

TABLES = pipeline.make_tables(Project(ROOT))


def with_more() -> dict[str, pd.DataFrame]:
    """Return the tables with one more plan: an activity, two indicators, a link, a figure."""
    tables = dict(TABLES)

    def more(name: str, times: int = 1, **cells: object) -> None:
        row = tables[name].iloc[[0] * times].assign(**cells)
        tables[name] = pd.concat([tables[name], row], ignore_index=True)

    more("sources", source_id="plan-2020", lines=9_999)
    more("activities", source_id="plan-2020", activity_id="p20-1")
    more("indicators", 2, activity_id="p20-1", indicator_id="p20-1-i1")
    more("links", target_id="p20-1-i1")
    more("figures", 3, source_id="plan-2020")
    return tables


@pytest.mark.parametrize(
    ("table", "rows"),
    [("sources", 1), ("activities", 1), ("indicators", 2), ("links", 1), ("figures", 3),
     ("commitments", 0)],
)  # fmt: skip
def test_added_rows_are_allowed_for_and_no_others(table, rows):
    asked: list[dict[str, Any]] = read_suite(ROOT / "expectations", table)["expectations"]  # type: ignore[assignment]
    assert allowed_for(table, asked, TABLES) is asked
    (moved,) = (
        one for one in allowed_for(table, asked, with_more()) if one["meta"]["key"] == "rows"
    )
    assert moved["kwargs"]["value"] == ROWS[table] + rows


def test_added_lines_are_allowed_for():
    asked: list[dict[str, Any]] = read_suite(ROOT / "expectations", "figures")["expectations"]  # type: ignore[assignment]
    ranges = [
        one["kwargs"]["max_value"]
        for tables in (TABLES, with_more())
        for one in allowed_for("figures", asked, tables)
        if one["meta"]["key"] == "source_line.range"
    ]
    assert ranges == [215, 9_999]
