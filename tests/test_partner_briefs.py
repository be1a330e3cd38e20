"""Partner briefs: who has one, what stands in it, what is asked, and how long it is."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from bs4 import BeautifulSoup
from checkout import ROOT

from analysis import pipeline
from analysis.checks.results import CheckedTables
from analysis.display import (
    partner_advice,
    partner_annex,
    partner_charts,
    partner_commitments,
    partner_tables,
    partner_words,
)
from analysis.display.causality import causal_claims
from analysis.display.partner_advice import _WORDS as WORDS
from analysis.display.release import release
from analysis.errors import UsageError
from analysis.measures.partner_questions import MOST, RULES, Question, questions
from analysis.measures.partners import TOGETHER, Brief, brief, partner_ids, together
from analysis.paths import Project
from analysis.reports.choices import ACRONYMS, PARTNERS
from analysis.reports.pages import heading
from analysis.reports.tasks import tasks

DATA = CheckedTables(pipeline.make_tables(Project(ROOT)), (), {})
RELEASED = release(DATA, "partner")
LONGEST = 2100
"""Words of the longest brief, that of a ministry, which prints on four pages of A4."""

SHOWN: tuple[Callable[[Brief], object], ...] = (
    partner_words.subject,
    partner_words.summary,
    partner_advice.asked,
    partner_advice.unasked,
    partner_commitments.apart,
    partner_charts.paces,
    partner_commitments.numbered,
    partner_commitments.numberless,
    partner_tables.roles,
    partner_charts.evidence,
    partner_tables.activities,
    partner_tables.results,
    partner_tables.others,
    partner_annex.programmes,
    partner_annex.figures,
)
"""What the notebook shows of a brief, in its order."""


def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "clean" / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def ids(cell: str) -> set[str]:
    return {part for part in cell.split(";") if part}


ACTIVITIES, COMMITMENTS, INDICATORS = rows("activities"), rows("commitments"), rows("indicators")
STRENGTHS = ("direct", "partial", "contextual", "looked_for", "outside")


@cache
def best() -> dict[str, str]:
    """Return the best evidence on each activity and commitment, from the links alone."""
    owners = {row["indicator_id"]: row["activity_id"] for row in INDICATORS}
    found: dict[str, str] = {}
    for row in rows("links"):
        name = owners.get(row["target_id"], row["target_id"])
        found[name] = min(found.get(name, "outside"), row["strength"], key=STRENGTHS.index)
    return found


@cache
def brief_of(partner_id: str) -> Brief:
    """Return a brief as a partner sees it."""
    return brief(RELEASED, partner_id)


@cache
def asked_of(partner_id: str) -> list[Question]:
    """Return every question on a partner, from the tables with nothing withheld."""
    return questions(brief(DATA, partner_id))


@cache
def page_of(partner_id: str) -> BeautifulSoup:
    """Return all that the notebook shows of a brief."""
    found = brief_of(partner_id)
    return BeautifulSoup("".join(show(found).html for show in SHOWN), "html.parser")


def named(role: str, bodies: tuple[str, ...]) -> set[str]:
    return {row["activity_id"] for row in ACTIVITIES if ids(row[f"{role}_ids"]) & set(bodies)}


# who has a brief


def test_the_partners_are_those_that_the_tables_name():
    cells = [row[column] for row in ACTIVITIES for column in ("partner_ids", "donor_ids")]
    expected = set().union(*map(ids, cells)) | {row["partner_id"] for row in COMMITMENTS}
    assert set(PARTNERS) == set(partner_ids(DATA)) == expected
    assert len(PARTNERS) == 43


def test_partners_are_called_as_in_the_register():
    known = {row["organisation_id"]: row for row in rows("organisations")}
    assert {name: known[name]["name"] for name in PARTNERS} == PARTNERS
    assert {known[name]["acronym"].casefold(): name for name in PARTNERS} == ACRONYMS


@pytest.mark.parametrize("typed", ["AFD", "afd", "Afd"])
def test_an_acronym_is_read_in_any_letters(typed):
    (task,) = tasks(["partner_brief"], [f"partner={typed}"])
    assert task.values["partner"] == "afd"
    assert task.name == "partner-brief--partner-afd"


@pytest.mark.parametrize(
    ("typed", "partner_id"),
    [
        ("Norway MFA", "norway-mfa"),
        ("us exbs", "exbs"),
        ("NCEQE", "eqe"),
        ("SCMI-members", "scmi-members"),
    ],
)
def test_an_acronym_that_is_no_id_is_read_as_one(typed, partner_id):
    (task,) = tasks(["partner_brief"], [f"partner={typed}"])
    assert task.values["partner"] == partner_id


def test_an_unknown_partner_is_refused_with_the_nearest():
    with pytest.raises(UsageError, match=re.escape("cannot be 'icmdp'.")) as refused:
        tasks(["partner_brief"], ["partner=icmdp"])
    assert "Did you mean 'icmpd'" in str(refused.value)


@pytest.mark.parametrize("partner_id", ["usaid", "hsoj"])
def test_an_organisation_with_nothing_to_brief_on_is_refused(partner_id):
    with pytest.raises(UsageError) as refused:
        tasks(["partner_brief"], [f"partner={partner_id}"])
    assert "is neither partner nor donor of an activity" in str(refused.value)
    assert ", icmpd, " in str(refused.value)
    with pytest.raises(UsageError) as refused:
        brief(DATA, partner_id)
    assert str(refused.value).startswith(
        f"No activity has {partner_id!r} as partner or donor, and it has no commitment: there is "
        "nothing to brief on. With a brief: afd, bmz, coe, "
    )


def test_an_organisation_outside_the_register_is_refused():
    with pytest.raises(UsageError, match=r"There is no organisation 'nato'\. With a brief: afd, "):
        brief(DATA, "nato")


def test_a_run_without_a_partner_makes_a_brief_for_each():
    found = tasks(["partner_brief"])
    assert [task.values["partner"] for task in found] == list(PARTNERS)


def test_a_brief_is_called_by_its_organisation():
    (task,) = tasks(["partner_brief"], ["partner=eu"])
    assert heading(task, DATA) == "Partner brief: European Union (EU)"


# bodies met as one


def test_bodies_together_are_those_that_the_data_tie():
    register = {row["organisation_id"]: row for row in rows("organisations")}
    assert TOGETHER == (("afd", "france"), ("giz", "bmz"))
    assert register["afd"]["parent_id"] == "france"
    assert named("partner", ("giz",)) == named("donor", ("bmz",))


@pytest.mark.parametrize("pair", TOGETHER)
def test_either_body_heads_a_brief_of_both(pair):
    first, second = pair
    assert together(first) == (first, second)
    assert together(second) == (second, first)
    one, other = brief_of(first), brief_of(second)
    assert one.involvements == tuple(
        replace(mine, roles=theirs.roles)
        for mine, theirs in zip(one.involvements, other.involvements, strict=True)
    )
    assert {c.commitment_id for c in one.commitments} == {
        c.commitment_id for c in other.commitments
    }


def test_each_row_says_which_body_it_names():
    text = page_of("giz").get_text("|")
    assert "GIZ: partner; BMZ: donor" in text
    commitments = page_of("afd").select("tr[id^=commitment-] > th")
    assert {cell.get_text().split(":")[0] for cell in commitments} == {"AFD", "France"}


# what stands in it


@pytest.mark.parametrize("partner_id", PARTNERS)
def test_activities_are_those_that_name_the_partner(partner_id):
    found = brief_of(partner_id)
    for role in ("lead", "partner", "donor"):
        assert {one.activity_id for one in found.among(role)} == named(role, found.bodies)
    for tally in found.tallies:
        expected = named(tally.name, found.bodies)
        assert set(tally.activity_ids) == expected
        assert tally.by_strength == {
            strength: sum(best()[name] == strength for name in expected) for strength in STRENGTHS
        }
        mine = [row for row in INDICATORS if row["activity_id"] in expected]
        assert tally.indicators == len(mine)
        assert tally.numbered == sum(row["operator"] != "none" for row in mine)


@pytest.mark.parametrize("partner_id", PARTNERS)
def test_every_activity_and_commitment_stands_in_a_row_and_every_link_leads_to_one(partner_id):
    page, found = page_of(partner_id), brief_of(partner_id)
    anchors = [tag["id"] for tag in page.find_all(id=True)]
    assert len(anchors) == len(set(anchors))
    for link in page.find_all("a"):
        assert link["href"].removeprefix("#") in anchors
    text = page.get_text("|")
    for one in found.involvements:
        assert one.title in text
    for promised in found.commitments:
        assert f"commitment-{promised.commitment_id}" in anchors
    assert found.faults() == []


@pytest.mark.parametrize("partner_id", PARTNERS)
def test_only_figures_that_are_used_are_listed(partner_id):
    page = page_of(partner_id)
    listed = {tag["id"] for tag in page.select("tr[id^=figure-row-]")}
    linked = {link["href"].removeprefix("#") for link in page.find_all("a")}
    assert listed == {name for name in linked if name.startswith("figure-row-")}


def test_the_share_of_the_whole_is_said_and_that_money_is_shared():
    text = partner_words.summary(brief_of("eu")).text
    assert "The plan names it as donor of 57 of its 147 activities (39%)." in text
    assert "14 of those with it as donor name other donors too" in text
    assert "The plan prints no donor's amount" in text


def test_commitments_of_afd_are_shown_apart_and_never_added_up():
    found = brief_of("afd")
    numbered = [one.pace for one in found.commitments if one.pace]
    assert [(pace.target, pace.unit, pace.done) for pace in numbered] == [
        (60, "building", 31),
        (1050, "family", 354),
        (200, "family", None),
        (1_000_000, "EUR", None),
    ]
    text = page_of("afd").get_text(" ")
    targets = [int(pace.target) for pace in numbered]
    sums = {sum(part) for part in _parts(targets)} | {31 + 354}
    shown = {int(word.replace(",", "")) for word in re.findall(r"\b\d[\d,]*\b", text)}
    assert not sums & shown
    assert "These commitments are not one number." in text
    assert "buildings, families, and EUR" in text


def _parts(numbers: list[int]) -> Iterator[list[int]]:
    """Yield every choice of two numbers or more."""
    for mask in range(2 ** len(numbers)):
        chosen = [number for place, number in enumerate(numbers) if mask >> place & 1]
        if len(chosen) > 1:
            yield chosen


def test_nothing_reported_is_not_nought():
    (grants,) = [one for one in brief_of("afd").commitments if one.commitment_id.endswith("grants")]
    assert grants.pace is not None
    assert grants.pace.done is None
    row = page_of("afd").select_one(f"#commitment-{grants.commitment_id}")
    assert "not reported" in row.get_text()


def test_programmes_bear_by_their_figures():
    found = {one.programme_id: one.ties for one in brief_of("afd").programmes}
    assert found == {
        "idp-housing": ("counted", "context", "promised"),
        "idp-livelihoods": ("context", "promised"),
        "afd-social-reforms": ("money", "promised"),
        "circular-migration": ("context", "promised"),
    }
    (paid,) = [p for p in brief_of("moidplhsa").programmes if "money" in p.ties]
    assert (paid.programme_id, "rb20-008-1" in paid.figure_ids) == ("reintegration", True)


@pytest.mark.parametrize("partner_id", ["eu", "afd", "mia"])
def test_charts_have_alternative_text_with_the_numbers(partner_id):
    found = brief_of(partner_id)
    for drawn in page_of(partner_id).select("svg"):
        assert len(drawn["aria-label"]) > 40
    if found.tallies:
        for tally in found.tallies:
            said = f"({len(tally.activity_ids)}): {tally.by_strength['direct']} direct"
            assert said in partner_charts.evidence(found).text


def test_a_fault_is_found():
    found = brief_of("eu")
    assert replace(found, tallies=()).faults() == ["an activity is named in no role, or not listed"]
    assert replace(found, figures=found.figures.iloc[:0]).faults() == [
        "a figure is used and not listed"
    ]
    short = replace(found.whole, activity_ids=found.whole.activity_ids[1:])
    assert replace(found, whole=short).faults() == [
        "the activities of the role plan do not add up by evidence"
    ]


# what to ask


def _behind(row: dict[str, str]) -> bool:
    shown = {"fb19-afd-buildings-closed": 31, "fb19-afd-families-housed": 354}
    if row["commitment_id"] not in shown or not row["horizon_end"]:
        return False
    start, end = (date.fromisoformat(row[name]) for name in ("horizon_start", "horizon_end"))
    gone = (date(2019, 12, 31) - start) / (end - start)
    return shown[row["commitment_id"]] / float(row["target"]) < gone


ABOUT_COMMITMENTS: dict[str, Callable[[dict[str, str]], bool]] = {
    "behind": _behind,
    "commitment_unreported": lambda row: best()[row["commitment_id"]] == "looked_for",
    "commitment_of_others": lambda row: best()[row["commitment_id"]] == "contextual",
    "nationwide": lambda row: best()[row["commitment_id"]] in ("direct", "partial"),
    "no_horizon": lambda row: bool(row["target"]) and not row["horizon_end"],
    "commitment_numberless": lambda row: row["operator"] == "none",
    "horizon_assumed": lambda row: row["horizon_status"] == "assumed",
}


def _numberless(row: dict[str, str]) -> bool:
    mine = [one for one in INDICATORS if one["activity_id"] == row["activity_id"]]
    return all(one["operator"] == "none" for one in mine)


ABOUT_ACTIVITIES: dict[str, Callable[[dict[str, str]], bool]] = {
    "unreported": lambda row: best()[row["activity_id"]] == "looked_for",
    "of_others": lambda row: best()[row["activity_id"]] == "contextual",
    "in_part": lambda row: best()[row["activity_id"]] == "partial",
    "untreated": lambda row: best()[row["activity_id"]] == "outside",
    "budget_open": lambda row: "to_be_determined" in row["state_budget_kind"],
    "no_funding": lambda row: (
        row["state_budget_kind"] in ("none", "cell_absent") and not row["donor_ids"]
    ),
    "no_number": _numberless,
    "no_deadline": lambda row: not row["deadlines"],
    "no_verification": lambda row: row["verification_stated"] == "false",
    "no_risk": lambda row: row["risk_stated"] == "false",
}


@pytest.mark.parametrize("partner_id", PARTNERS)
def test_questions_are_of_the_gaps_in_the_tables_and_of_no_others(partner_id):
    bodies = together(partner_id)
    mine = [row for row in COMMITMENTS if row["partner_id"] in bodies]
    expected = {
        rule: {row["commitment_id"] for row in mine if gap(row)}
        for rule, gap in ABOUT_COMMITMENTS.items()
    }
    names = named("lead", bodies) | named("partner", bodies) | named("donor", bodies)
    activities = [row for row in ACTIVITIES if row["activity_id"] in names]
    expected |= {
        rule: {row["activity_id"] for row in activities if gap(row)}
        for rule, gap in ABOUT_ACTIVITIES.items()
    }
    expected["paid"] = named("donor", bodies)
    found = {one.rule: set(one.targets) for one in asked_of(partner_id)}
    assert found == {rule: gaps for rule, gaps in expected.items() if gaps}


def test_each_rule_but_one_fires_for_some_partner_and_that_one_on_a_made_case():
    fired = {one.rule for name in PARTNERS for one in asked_of(str(name))}
    assert set(RULES) - fired == {"missed"}
    assert list(RULES) == list(WORDS)


def test_a_result_below_its_target_is_asked_about_first():
    links = DATA["links"].copy()
    links.loc[links["target_id"] == "ap19-V-g-1.2-i1", "ratio"] = 0.5
    found = brief(replace(DATA, tables=dict(DATA.tables) | {"links": links}), "mia")
    assert questions(found)[0] == Question("missed", ("ap19-V-g-1.2",))
    (first, *_) = BeautifulSoup(partner_advice.asked(found).html, "html.parser").select("li")
    assert first.get_text().startswith("Why does the reported result miss the target? V-g-1.2")
    assert "50% of what was asked" in first.get_text()


def test_an_activity_that_nobody_pays_for_is_asked_about():
    activities = DATA["activities"].copy()
    activities.loc[activities["activity_id"] == "ap19-IX-b-2.1", "donor_ids"] = ""
    activities.loc[activities["activity_id"] == "ap19-IX-b-2.1", "state_budget_kind"] = "none"
    found = brief(replace(DATA, tables=dict(DATA.tables) | {"activities": activities}), "dea")
    assert [one.rule for one in questions(found)] == ["untreated", "no_funding"]


@pytest.mark.parametrize("partner_id", PARTNERS)
def test_each_question_names_what_it_is_about_by_a_link(partner_id):
    found = brief_of(partner_id)
    entries = BeautifulSoup(partner_advice.asked(found).html, "html.parser").select("li")
    assert 1 <= len(entries) <= MOST
    assert all(entry.find("a") for entry in entries)
    assert all("?" in entry.get_text() for entry in entries)


def test_the_most_important_questions_come_first_and_the_rest_are_counted():
    activities = DATA["activities"].copy()
    activities.loc[activities["activity_id"] == "ap19-IV-a-4.1", "state_budget_kind"] = (
        "to_be_determined"
    )
    found = brief(replace(DATA, tables=dict(DATA.tables) | {"activities": activities}), "eu")
    rules = [one.rule for one in questions(found)]
    assert rules == sorted(rules, key=list(RULES).index)
    assert len(rules) == MOST + 1
    entries = BeautifulSoup(partner_advice.asked(found).html, "html.parser").select("li")
    assert len(entries) == MOST
    assert "1 more rule finds a gap" in partner_advice.unasked(found).text


# its words


@pytest.mark.parametrize("partner_id", PARTNERS)
def test_a_brief_is_brief_and_claims_no_effect(partner_id):
    text = page_of(partner_id).get_text(" ")
    assert len(text.split()) < LONGEST
    assert causal_claims(text) == []
    assert not re.search(r"\bnan\b|None|\{[a-z_]+\}", text)


def test_many_activities_share_rows_and_few_have_their_own():
    few, many = brief_of("unhcr"), brief_of("eu")
    assert len(page_of("unhcr").select("tr[id^=activity-]")) == len(few.involvements) == 11
    single = page_of("eu").select("tr[id^=activity-]")
    assert len(single) == sum(one.strength == "contextual" for one in many.involvements) == 3
    shared = page_of("eu").select("tr[id^=activities-]")
    assert sum(int(row.select("td")[1].get_text()) for row in shared) == 57 - 3


def test_a_finished_run_has_a_brief_for_every_partner(ran):
    pages = {path.stem for path in (ran.outputs / "latest" / "reports").glob("partner-brief--*")}
    assert pages == {f"partner-brief--partner-{name}" for name in PARTNERS}


def test_the_brief_of_a_page_has_its_sections(ran):
    path = ran.outputs / "latest" / "reports" / "partner-brief--partner-afd.html"
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    assert [title.get_text() for title in page.find_all("h2")] == [
        "Summary",
        "What to ask at the next meeting",
        "Commitments",
        "Programmes that bear on a partner",
        "Annex",
        "Check and provenance",
    ]
