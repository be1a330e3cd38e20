from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from checkout import ROOT, change_cell, copy_checkout, row_of, run
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import pipeline
from analysis.checks.results import CheckedTables
from analysis.cleaning import links
from analysis.display.evaluation_values import described
from analysis.errors import RawDataError, UsageError
from analysis.measures import (
    achievement,
    implementation,
    money,
    pace,
    plan_quality,
    portfolio,
    tracing,
)
from analysis.measures.evaluation import evaluate
from analysis.measures.scope import Scope, scope
from analysis.paths import Project

DATA = CheckedTables(pipeline.make_tables(Project(ROOT)), (), {})


def scoped(
    chapter: str = "all", evidence: str = "direct,partial", as_of: str = "2019-12-31"
) -> Scope:
    return scope(DATA, "action-plan-2019", chapter, as_of, evidence, "georgia-four")


def test_the_right_sum_counts_one_budget_once_and_no_unit_cost():
    changes = {step.key: (step.change, step.sum) for step in money.steps(scoped())}
    assert changes == {
        "printed": (7_740_428, 7_740_428),
        "printed_again": (-4_180_000, 3_560_428),
        "unit_cost": (-9_250, 3_551_178),
    }


def test_a_shared_programme_budget_bounds_the_sum():
    planned = money.planned_amount(scoped())
    assert (planned.lower, planned.upper, planned.value) == (1_461_178, 3_551_178, None)


def test_the_plan_is_counted_by_chapter_and_month():
    tallies = {tally.name: tally.activities for tally in portfolio.by_chapter(scoped())}
    assert tallies == {
        "IV": 21, "V": 41, "VI": 10, "VII": 7, "VIII": 14, "IX": 20, "X": 26, "XI": 8,
    }  # fmt: skip
    assert portfolio.by_month(scoped()) == {
        "": 4, "2019-03": 2, "2019-06": 2, "2019-09": 6, "2019-12": 133,
    }  # fmt: skip


def test_the_checklist_reads_the_plan_alone():
    met = {
        criterion.key: sum(c.met[criterion.key] for c in plan_quality.checklists(scoped()))
        for criterion in plan_quality.CRITERIA
    }
    assert met == {
        "numeric_target": 104,
        "unit": 102,
        "verification": 146,
        "deadline": 143,
        "before_last_month": 14,
        "single_lead": 146,
        "funding": 145,
        "risk": 88,
    }


def test_direct_and_partial_evidence_is_what_was_found_twice():
    found = {(a.target_id, a.strength, a.achieved) for a in achievement.assessments(scoped())}
    assert found == {
        ("ap19-V-g-1.2-i1", "direct", 127),
        ("ap19-VIII-b-1.1-i1", "direct", 1),
        ("ap19-VII-b-1.1", "direct", 650_000),
        ("ap19-VII-b-1.1-i1", "partial", 1),
        ("ap19-IX-a-10.1-i1", "partial", 1),
        ("fb19-afd-buildings-closed", "partial", 31),
        ("fb19-afd-families-housed", "partial", 354),
    }


@pytest.mark.parametrize(
    ("ratio", "word"),
    [
        (None, "implemented"),
        (1.5, "implemented"),
        (1.0, "implemented"),
        (0.99, "mostly implemented"),
        (0.5, "partially implemented"),
        (0.0, "not implemented"),
    ],
)
def test_a_ratio_has_a_word_on_the_scale(ratio, word):
    assert achievement.status(scoped(), ratio) == word


def test_alternatives_are_one_indicator():
    states = achievement.indicator_states(scoped())
    assert len(states) == 188
    assert "ap19-V-d-1.1-alt" in states


def test_results_that_came_later_do_not_count_before():
    def targets(as_of: str) -> set[str]:
        return {a.target_id for a in achievement.assessments(scoped(as_of=as_of))}

    assert targets("2019-06-16") == set()
    assert targets("2019-06-17") == {"ap19-VII-b-1.1-i1"}
    assert targets("2019-09-30") == {"ap19-VII-b-1.1-i1", "ap19-VIII-b-1.1-i1"}


def test_due_activities_are_those_whose_last_month_has_ended():
    assert len(implementation.due(scoped(as_of="2019-03-30"))) == 0
    assert len(implementation.due(scoped(as_of="2019-03-31"))) == 2
    assert len(implementation.due(scoped(as_of="2019-12-31"))) == 147


def test_the_loan_targets_do_not_move_together():
    paces = {p.commitment_id: p for p in pace.paces(scoped())}
    buildings = paces["fb19-afd-buildings-closed"]
    families = paces["fb19-afd-families-housed"]
    assert buildings.time_gone is not None
    assert families.share < buildings.time_gone < buildings.share
    assert paces["fb19-afd-livelihood-grants"].per_year_needed is None


def test_the_scoring_is_a_line_between_two_rates():
    def points(percent: float) -> float:
        rate = replace(implementation.implementation_rate(scoped()), lower=percent, upper=percent)
        return implementation.score(scoped(), rate).upper

    assert [points(rate) for rate in (0, 24.9, 25, 90, 100)] == [0, 0, 0, 15, 15]
    assert points(57.5) == pytest.approx(7.5)


INDICATORS = sorted(DATA["indicators"]["indicator_id"])
MARKS = st.sampled_from(["direct", "partial", "contextual", "looked_for"])
RATIOS = st.sampled_from([0.0, 0.4, 0.999, 1.0, 1.7, None])


def with_evidence(found: dict[str, tuple[str, float | None]], counted: tuple[str, ...]) -> Scope:
    """Return the plan with made evidence on its indicators."""
    made = DATA["links"].head(0).copy()
    for number, (indicator, (strength, ratio)) in enumerate(found.items()):
        made.loc[number, ["target_kind", "target_id", "strength"]] = [
            "indicator",
            indicator,
            strength,
        ]
        made.loc[number, "ratio"] = ratio
        made.loc[number, "counted_figure_ids"] = "ar19-075-2"
    given = replace(DATA, tables={**DATA.tables, "links": made})
    return replace(scoped(), data=given, counted=counted, as_of=date(2019, 12, 31))


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(INDICATORS), st.tuples(MARKS, RATIOS), max_size=30))
@pytest.mark.parametrize("level", ["activities", "indicators"])
def test_more_evidence_never_widens_the_interval(level, found):
    narrow = implementation.implementation_rate(with_evidence(found, ("direct", "partial")), level)
    wide = implementation.implementation_rate(with_evidence(found, ("direct",)), level)
    assert wide.lower <= narrow.lower <= narrow.upper <= wide.upper


@settings(max_examples=10, deadline=None)
@given(st.data())
@pytest.mark.parametrize("level", ["activities", "indicators"])
def test_with_all_targets_evidenced_the_interval_is_a_point(level, data):
    ratios = data.draw(
        st.lists(st.sampled_from([0.3, 1.2]), min_size=len(INDICATORS), max_size=len(INDICATORS))
    )
    found = {name: ("direct", ratio) for name, ratio in zip(INDICATORS, ratios, strict=True)}
    rate = implementation.implementation_rate(with_evidence(found, ("direct",)), level)
    assert rate.lower == rate.upper == rate.value


def test_every_derived_number_of_every_chapter_lies_in_its_bounds():
    for chapter in ("all", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"):
        evaluation = evaluate(scoped(chapter))
        assert evaluation.faults() == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"as_of": "2018-12-31"}, "the plan begins on 2019-01-01"),
        ({"as_of": "31.12.2019"}, "write it as 2019-12-31"),
        ({"chapter": "XII"}, "The parameter chapter cannot be 'XII'. Known: IV, IX, V,"),
        ({"evidence": "rumour"}, "The parameter evidence cannot be 'rumour'"),
    ],
)
def test_a_scope_that_is_not_there_is_refused(change, words):
    with pytest.raises(UsageError) as refused:
        scoped(**change)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("operator", "least", "achieved", "ratio"),
    [
        (">=", 120, 127, Decimal(127) / 120),
        ("=", 13, 12, Decimal(12) / 13),
        ("range", 200, 150, Decimal("0.75")),
        ("<=", 800, 700, Decimal(1)),
        ("<=", 800, 1600, Decimal("0.5")),
        ("none", None, 1, None),
    ],
)
def test_a_ratio_reaches_one_where_the_target_is_met(operator, least, achieved, ratio):
    target = {"operator": operator, "least": None if least is None else Decimal(least)}
    assert links.ratio(Decimal(achieved), target) == ratio


def test_a_second_link_that_counts_for_a_target_is_refused(tmp_path):
    project = copy_checkout(tmp_path)
    path = project.raw / "links.csv"
    row = row_of(path, "link_id", "ap19-VIII-b-1.1-i1-l2")
    change_cell(path, row, "strength", "direct")
    change_cell(path, row, "counted_figure_ids", "ar19-115-1")
    with pytest.raises(RawDataError, match="counts for the target already"):
        pipeline.make_tables(project)


LINK_FAULTS = {
    "an unknown target": ("target_id", "ap19-V-g-1.2-i9", "did you mean 'ap19-V-g-1.2-i"),
    "an unknown figure": ("figure_ids", "ar19-075-9", "did you mean 'ar19-075-"),
    "an unknown strength": ("strength", "dirct", "did you mean 'direct'"),
    "a ratio of unlike units": ("counted_figure_ids", "ar19-077-1", "a ratio of person to "),
    "no counted figure": ("counted_figure_ids", "", "a link of strength direct counts no figure"),
    "no reason": ("reason", "", "gives no reason"),
    "a figure twice": ("counted_figure_ids", "ar19-075-2;ar19-075-2", "counts a figure twice"),
    "a figure not named": ("figure_ids", "ar19-075-1", "counts a figure that it does not name"),
    "a date as institutions": ("counted_figure_ids", "ar19-086-3", "a ratio of milestone to"),
    "an unknown claim": ("claimed_status", "wibble", "'wibble' is not known"),
}  # fmt: skip


@pytest.mark.parametrize("fault", LINK_FAULTS)
def test_a_link_that_says_nothing_is_refused_by_name(tmp_path, fault):
    column, cell, words = LINK_FAULTS[fault]
    project = copy_checkout(tmp_path)
    path = project.raw / "links.csv"
    row = row_of(path, "link_id", "ap19-V-g-1.2-i1-l1")
    change_cell(path, row, column, cell)
    with pytest.raises(RawDataError) as refused:
        pipeline.make_tables(project)
    assert words in str(refused.value)
    assert f"links.csv, row {row}" in str(refused.value)


def test_every_target_has_a_link():
    targets = set(DATA["links"]["target_id"])
    assert set(DATA["indicators"]["indicator_id"]) <= targets
    assert set(DATA["commitments"]["commitment_id"]) <= targets
    priced = DATA["activities"][DATA["activities"]["state_budget_gel"].notna()]
    assert set(priced["activity_id"]) <= targets


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory, checked: Path) -> Project:
    """Return a project with a run of one chapter, which nobody changes."""
    project = copy_checkout(tmp_path_factory.mktemp("evaluated"), checked)
    page_of(project)
    return project


def page_of(project: Project) -> BeautifulSoup:
    outcome = run(project, ["midterm_evaluation"], ["chapter=V"], ["html"])
    (result,) = outcome.results
    assert not outcome.failed
    return BeautifulSoup(result.page.read_text(encoding="utf-8"), "html.parser")


def test_one_changed_result_moves_status_rate_summary_chart_and_recommendation(evaluated, tmp_path):
    project = copy_checkout(tmp_path, evaluated.outputs / "cache")
    before = page_of(project).get_text(" ", strip=True)
    assert "127 institution" in before
    assert "Explain, with evidence" not in before
    path = project.raw / "association-report-2019" / "figures.csv"
    for figure in ("ar19-075-1", "ar19-075-2"):
        change_cell(path, row_of(path, "figure_id", figure), "value_raw", "60")
    page = page_of(project)
    after = page.get_text(" ", strip=True)
    assert "60 against at least 120, partially implemented" in after
    assert "60 institution" in after
    assert "Explain, with evidence, why results reported so far miss the target" in after
    summary = page.find("ol").get_text(" ", strip=True)
    assert "0 of 1 are met" in summary
    assert "0% to 98%" in summary
    charts = {figure["id"]: figure.svg["aria-label"] for figure in page.find_all("figure")}
    assert charts["figure-achievements"].endswith(
        "Institutions inspected by Labour Inspection Department: 50%."
    )
    assert charts["figure-intervals"] == "Interval chart. chapter V: 0.0 to 98.0 percent."


def test_links_of_the_page_lead_to_document_line_and_token(evaluated):
    page = page_of(evaluated)
    ids = {tag["id"] for tag in page.find_all(id=True)}
    links = [a["href"] for a in page.main.find_all("a") if a["href"].startswith("#")]
    assert len(links) > 40
    assert {link.removeprefix("#") for link in links} <= ids
    row = page.find(id="figure-row-ar19-075-2")
    assert [cell.get_text() for cell in row.find_all("td")] == [
        "Objects inspected for forced labour and labour exploitation",
        "127",
        "exact 127 objects",
        "Report on the implementation of the 2019 Association Agenda, line 75",
    ]


@pytest.mark.parametrize(
    "value_id",
    [
        "ar19-075-2",
        "ap19-V-g-1.2-i1",
        "ap19-V-g-1.2",
        "fb19-afd-buildings-closed",
        "inspection-parts",
        "ap19-V-g-1.2-i1-l1",
        "implementation-rate-indicators",
        "met-of-assessed",
    ],
)
def test_a_number_is_traced_to_document_line_and_token(value_id):
    words = [step.words for step in tracing.trace(DATA, value_id, described)]
    assert any("printed '" in line for line in words)
    assert any(", line " in line for line in words)


def test_an_unknown_number_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(
        UsageError, match=r"Nothing is called 'ar19-75-2'\. Did you mean .*ar19-075-2"
    ):
        tracing.trace(DATA, "ar19-75-2", described)


def test_a_date_before_the_plan_is_refused_before_a_notebook_starts(checked, tmp_path):
    project = copy_checkout(tmp_path, checked)
    with pytest.raises(UsageError, match="the plan begins on 2019-01-01"):
        run(project, ["midterm_evaluation"], ["as_of=2018-01-01"])
    assert not list(project.outputs.rglob("*.ipynb"))
