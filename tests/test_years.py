from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from checkout import ROOT

from analysis import pipeline
from analysis.checks.results import CheckedTables
from analysis.cleaning.columns import Reader
from analysis.cleaning.years import clean_matches, clean_revisions
from analysis.display import years_tables, years_words
from analysis.errors import RawDataError, UsageError
from analysis.measures import years as measured
from analysis.measures.knowledge import as_known, vintages
from analysis.measures.matching import propose
from analysis.measures.plans import ALL_PLANS, PLAN, of_plan, plans
from analysis.measures.scope import Scope, scope
from analysis.measures.years import years
from analysis.paths import Project
from analysis.source.delivery import Delivery
from analysis.source.manifest import SourceDocument
from analysis.source.raw_files import key_problems
from analysis.source.rows import RawRow, RawRows, RawTable

DATA = CheckedTables(pipeline.make_tables(Project(ROOT)), (), {})
LATER = "action-plan-2020"


def two_plans(matches: list[tuple[str, str]] | None = None) -> CheckedTables:
    """Return the tables with a second plan, the first one's rows a year later."""
    tables = dict(DATA.tables)
    for name in ("sources", "activities", "indicators"):
        old = tables[name]
        rows = old[old["source_id"] == PLAN] if "source_id" in old else old
        new = rows.copy()
        for column in ("source_id", "plan_id", "activity_id", "indicator_id", "alternative"):
            if column in new:
                new[column] = new[column].str.replace("ap19", "ap20").str.replace("2019", "2020")
        if name == "activities":
            new["deadlines"] = new["deadlines"].str.replace("2019", "2020")
        tables[name] = pd.concat([old, new], ignore_index=True)
    links = tables["links"]
    silent = links[links["target_id"].str.startswith("ap19")].drop_duplicates("target_id").copy()
    for column in ("link_id", "target_id"):
        silent[column] = silent[column].str.replace("ap19", "ap20")
    silent[["figure_ids", "counted_figure_ids", "unit", "claimed_status", "difference"]] = ""
    for column in ("achieved", "ratio"):
        silent[column] = pd.array([pd.NA] * len(silent), dtype="Float64")
    silent["strength"] = "looked_for"
    tables["links"] = pd.concat([links, silent], ignore_index=True)
    pairs = matches if matches is not None else [
        (after.replace("ap19", "ap20"), after)
        for name, key in (("activities", "activity_id"), ("indicators", "indicator_id"))
        for after in DATA[name][key]
    ]  # fmt: skip
    tables["plan_matches"] = pd.DataFrame(
        {
            "match_id": [item or previous for item, previous in pairs],
            "item_kind": ["indicator" if "-i" in (a or b) else "activity" for a, b in pairs],
            "item_id": [item for item, _ in pairs],
            "previous_id": [previous for _, previous in pairs],
            "confidence": [1.0] * len(pairs),
            "decided_by": ["NN"] * len(pairs),
        }
    )
    return CheckedTables(tables, (), {})


def asked(data: CheckedTables, plan: str = PLAN, as_of: str = "2019-12-31") -> Scope:
    return scope(data, plan, "all", as_of, "direct,partial", "georgia-four")


def changed(data: CheckedTables, table: str, key: str, **cells: object) -> CheckedTables:
    """Return the tables with cells of one row changed."""
    frame = data.tables[table].copy()
    column = frame.columns[0]
    for name, cell in cells.items():
        frame.loc[frame[column] == key, name] = cell
    return replace(data, tables={**data.tables, table: frame})


# one plan


def test_the_tables_of_the_only_plan_are_not_cut():
    assert of_plan(DATA) is DATA
    assert as_known(DATA, date(2030, 1, 1)) is DATA


def test_of_one_plan_there_is_nothing_beside_it():
    alone = years(DATA, asked(DATA))
    assert (alone.several, alone.pairs, [one.plan for one in alone.years]) == (False, [], [PLAN])
    assert "There is one plan" in years_words.opening(alone).text
    shown = (years_tables.plans, years_tables.rates, years_tables.pairs, years_words.matched)
    assert [one(alone).html for one in shown] == [""] * 4


# two plans


def test_a_cut_has_its_own_rows_and_no_others():
    both = two_plans()
    assert plans(both) == [PLAN, LATER]
    for name in DATA.tables:
        if name not in ("plan_matches",):
            first = of_plan(both, PLAN).tables[name]
            pd.testing.assert_frame_equal(first, DATA.tables[name])
    later = of_plan(both, LATER)
    assert set(later["activities"]["source_id"]) == {LATER}
    assert set(later["sources"]["source_id"]) == {LATER}
    assert len(later["figures"]) == len(later["commitments"]) == 0
    assert set(later["links"]["strength"]) == {"looked_for"}
    assert len(later["organisations"]) == len(DATA["organisations"])
    assert of_plan(both, ALL_PLANS) is both


def test_an_unchanged_plan_goes_on_as_it_was():
    both = two_plans()
    found = years(both, asked(both))
    assert {pair.kind for pair in found.pairs} == {measured.CONTINUED}
    assert len(found.pairs) == 147
    before, after = found.years
    assert (before.as_of, after.as_of) == (date(2019, 12, 31), date(2020, 12, 31))
    assert before.rate.lower > after.rate.lower == 0
    assert (after.met, after.not_met, after.evidenced) == (0, 0, 0)
    assert "cannot be said" in years_words.opening(found).text
    assert years_tables.pairs(found).html == ""
    assert "147 go on as they were" in years_words.matched(found).text


def test_a_target_carried_over_was_not_shown_met():
    both = two_plans()
    pairs = {pair.item_id: pair for pair in years(both, asked(both)).pairs}
    met = pairs["ap20-V-g-1.2"]
    assert met.carried == len(DATA["indicators"].query("activity_id == 'ap19-V-g-1.2'")) - 1
    assert pairs["ap20-IV-a-1.2"].carried == 2


@pytest.mark.parametrize(
    ("deadlines", "slipped", "kind"),
    [("2020-12", 0, "continued"), ("2021-03", 3, "changed"), ("2020-06;2020-09", -3, "changed")],
)
def test_a_deadline_slips_beyond_the_turn_of_the_year(deadlines, slipped, kind):
    both = changed(two_plans(), "activities", "ap20-IV-a-1.1", deadlines=deadlines)
    (pair,) = (p for p in years(both, asked(both)).pairs if p.item_id == "ap20-IV-a-1.1")
    assert (pair.slipped, pair.kind) == (slipped, kind)


@pytest.mark.parametrize(
    ("target", "tally"), [(5.0, (2, 0, 0)), (6.0, (1, 1, 0)), (4.0, (1, 0, 1))]
)
def test_targets_are_carried_over_raised_or_lowered(target, tally):
    both = changed(two_plans(), "indicators", "ap20-IV-a-1.2-i1", target_min=target)
    (pair,) = (p for p in years(both, asked(both)).pairs if p.item_id == "ap20-IV-a-1.2")
    assert (pair.carried, pair.raised, pair.lowered) == tally
    assert pair.kind == ("continued" if target == 5 else "changed")


def test_new_and_dropped_activities_are_told_and_the_table_names_them():
    both = two_plans([("ap20-IV-a-1.1", ""), ("", "ap19-IV-a-1.1")])
    found = years(both, asked(both))
    assert [pair.kind for pair in found.pairs] == ["new", "dropped"]
    text = years_tables.pairs(found).text
    assert "IV-a-1.1\t\tnew" in text
    assert "\tIV-a-1.1\tdropped" in text


def test_without_matches_nothing_is_said_of_single_activities():
    both = two_plans([])
    assert "have not been matched" in years_words.matched(years(both, asked(both))).text


def test_intervals_that_lie_apart_are_told_apart():
    both = two_plans()
    found = years(both, asked(both))
    before, after = found.years
    high = replace(after, rate=replace(after.rate, lower=98.0, upper=100.0))
    low = replace(before, rate=replace(before.rate, lower=1.0, upper=97.0))
    assert "rose" in years_words.opening(replace(found, years=[low, high])).text
    assert "fell" in years_words.opening(replace(found, years=[high, low])).text


def test_the_leap_day_is_the_28th_of_another_year():
    both = two_plans()
    found = years(both, asked(both, LATER, "2020-02-29"))
    assert [one.as_of.isoformat() for one in found.years] == ["2019-02-28", "2020-02-29"]


def test_a_chapter_that_one_plan_lacks_has_one_year():
    both = two_plans()
    frame = both.tables["activities"]
    kept = frame[(frame["source_id"] == PLAN) | (frame["chapter"] != "XI")]
    both = replace(both, tables={**both.tables, "activities": kept})
    of_chapter = scope(both, PLAN, "XI", "2019-12-31", "direct", "georgia-four")
    assert not years(both, of_chapter).several


# revisions


def revised(*rows: tuple[str, str, str, float]) -> CheckedTables:
    """Return the tables with revisions: an id, a figure, a day and a value."""
    found = pd.DataFrame(
        [
            (key, figure, day, f"{value:g}", value, "association-report-2019", 75, "corrected")
            for key, figure, day, value in rows
        ],
        columns=list(DATA["revisions"].columns),
    ).astype({"source_line": "Int64", "value": "Float64"})
    return replace(DATA, tables={**DATA.tables, "revisions": found})


LINK = "ap19-V-g-1.2-i1-l1"


@pytest.mark.parametrize(
    ("day", "value", "ratio"),
    [("2020-05-31", 127, 1.058333), ("2020-06-01", 110, 0.916667), ("2020-12-31", 121, 1.008333)],
)
def test_a_figure_is_what_was_known_on_the_day(day, value, ratio):
    data = revised(
        ("two", "ar19-075-2", "2020-09-01", 121.0), ("one", "ar19-075-2", "2020-06-01", 110.0)
    )
    known = as_known(data, date.fromisoformat(day))
    (link,) = known["links"].query("link_id == @LINK").itertuples()
    assert (link.achieved, link.ratio) == (value, ratio)
    (figure,) = known["figures"].query("figure_id == 'ar19-075-2'").itertuples()
    assert figure.value == value
    again = as_known(known, date.fromisoformat(day))
    pd.testing.assert_frame_equal(again["links"], known["links"])
    others = known["links"].query("link_id != @LINK")
    pd.testing.assert_frame_equal(others, DATA["links"].query("link_id != @LINK"))
    assert asked(data, as_of=day).data["figures"].equals(known["figures"])


def test_both_values_stay_with_their_days():
    data = revised(("one", "ar19-075-2", "2020-06-01", 110.0))
    found = [(one.known_on, one.value, one.current) for one in vintages(data, date(2020, 7, 1))]
    assert found == [("", 127.0, False), ("2020-06-01", 110.0, True)]
    before = [one.current for one in vintages(data, date(2020, 5, 1))]
    assert before == [True, False]
    text = years_tables.revisions(vintages(data, date(2020, 7, 1))).text
    assert "first printed\t127" in text
    assert years_tables.revisions([]).html == ""


def test_a_withheld_figure_has_no_revision_either():
    data = revised(("one", "ar19-075-2", "2020-06-01", 110.0))
    data = changed(data, "figures", "ar19-075-2", value=pd.NA)
    assert as_known(data, date(2021, 1, 1)) is data


# cleaning


def delivery(name: str, rows: list[dict[str, str]]) -> Delivery:
    document = SourceDocument("report", "r", "r.txt", "Report", "us", "ka", "prose", "00", 9)
    raw = [RawRow("f.csv", number, cells) for number, cells in enumerate(rows, 2)]
    return Delivery({"report": document}, {name: RawTable("f.csv", tuple(rows[0]), raw)})


ITEMS = {
    "activities": [{"activity_id": "a-1"}, {"activity_id": "b-1"}, {"activity_id": "b-2"}],
    "indicators": [{"indicator_id": "a-1-i1"}],
}


@pytest.mark.parametrize(
    ("item", "previous", "signed", "words"),
    [
        ("b-1", "a-1", "", "nobody has confirmed"),
        ("b-9", "a-1", "NN", "'b-9' is not known"),
        ("", "", "NN", "matches nothing"),
        ("b-1", "a-1-i1", "NN", "activity and indicator are not one"),
        ("b-1", "b-2", "NN", "both items stand in one plan"),
    ],
)
def test_a_match_is_between_two_plans_and_signed(item, previous, signed, words):
    row = {"item_id": item, "previous_id": previous, "confidence": "0.9", "decided_by": signed}
    reader = Reader()
    clean_matches(delivery("plan_matches", [row]), ITEMS, reader)
    assert words in "\n".join(map(str, reader.problems))


def test_two_items_do_not_follow_one():
    rows = [
        {"item_id": item, "previous_id": "a-1", "confidence": "", "decided_by": "NN"}
        for item in ("b-1", "b-2")
    ]
    reader = Reader()
    found = clean_matches(delivery("plan_matches", rows), ITEMS, reader)
    assert "the item in row 2 follows it already" in str(reader.problems[0])
    assert found[0] == {
        "match_id": "b-1", "item_kind": "activity", "item_id": "b-1", "previous_id": "a-1",
        "confidence": None, "decided_by": "NN",
    }  # fmt: skip


FIGURE = {"figure_id": "f", "value": 5, "unit": "GEL", "qualifier": "exact"}
REVISION = {
    "revision_id": "one", "figure_id": "f", "known_on": "2020-06-01", "value_raw": "1 234 ლარი",
    "reading": "", "source_id": "report", "source_line": "3", "reason": "a correction",
}  # fmt: skip


def test_a_revision_is_read_as_its_figure_is():
    reader = Reader()
    (found,) = clean_revisions(delivery("revisions", [REVISION]), {"f": FIGURE}, reader)
    assert reader.problems == []
    assert (found["value"], found["source_line"]) == (1234, 3)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"figure_id": "g"}, "'g' is not known"),
        ({"known_on": "2020-13-01"}, "not a day"),
        ({"known_on": "June"}, "not a day"),
        ({"reason": ""}, "gives no reason"),
        ({"value_raw": "12%"}, "another unit"),
        ({"value_raw": "დაახლოებით 5 ლარი"}, "its revision about"),
        ({"value_raw": "many"}, "cannot be read"),
        ({"source_id": "other"}, "'other' is not known"),
    ],
)
def test_a_revision_that_says_something_else_is_refused(cells, words):
    reader = Reader()
    clean_revisions(delivery("revisions", [REVISION | cells]), {"f": FIGURE}, reader)
    assert words in "\n".join(map(str, reader.problems))


# proposals


def test_a_plan_is_matched_with_what_it_was():
    both = two_plans()
    found = propose(both, LATER, PLAN)
    assert len(found) == 147 + 190
    assert all(match.item_id == match.previous_id.replace("19", "20", 1) for match in found)


def test_what_nothing_is_like_is_new_and_what_is_gone_was_dropped():
    both = two_plans()
    both = changed(
        both, "activities", "ap20-XI-a-1.1", title="Plant olive trees", lead_ids="mod",
        objective_no=9, activity_no="9.1",
    )  # fmt: skip
    frame = both.tables["indicators"].copy()
    frame.loc[frame["activity_id"] == "ap20-XI-a-1.1", "measure"] = "Trees growing"
    both = replace(both, tables={**both.tables, "indicators": frame})
    found = propose(both, LATER, PLAN)
    assert [m.previous_id for m in found if m.item_id == "ap20-XI-a-1.1"] == [""]
    assert [m.item_id for m in found if m.previous_id == "ap19-XI-a-1.1"] == [""]
    whole = [m for m in found if m.item_id and m.previous_id and "-i" not in m.item_id]
    assert len(whole) == 146


@pytest.mark.parametrize(("plan", "previous"), [("no", PLAN), (LATER, "no"), (PLAN, PLAN)])
def test_plans_that_cannot_be_matched_are_named(plan, previous):
    with pytest.raises(UsageError, match=r"no plan 'no'|with itself"):
        propose(two_plans(), plan, previous)


# rows of several files


def test_rows_of_several_files_know_their_own():
    parts = [
        RawRows(file, [2, 3], {"key": keys, "cell": ["x", "y"]})
        for file, keys in (("one.csv", ["a", "b"]), ("two.csv", ["c", "a"]))
    ]
    rows = RawRows.joined(parts)
    assert [(row.file, row.number, row["key"]) for row in rows] == [
        ("one.csv", 2, "a"), ("one.csv", 3, "b"), ("two.csv", 2, "c"), ("two.csv", 3, "a"),
    ]  # fmt: skip
    assert [row.file for row in rows.take([3, 0])] == ["two.csv", "one.csv"]
    (problem,) = key_problems(rows, ("key",))
    assert str(problem).startswith("two.csv, row 3, column key: the key stands in row 2 of one.csv")


def test_words_of_a_plan_stand_in_its_folder(tmp_path: Path):
    from checkout import change_cell, copy_checkout

    from analysis.source.delivery import read_delivery

    project = copy_checkout(tmp_path / "project")
    register = project.raw / "programmes.csv"
    *kept, last = register.read_text(encoding="utf-8").splitlines()
    header = kept[0]
    register.write_text("\n".join([*kept, ""]), encoding="utf-8")
    own = project.raw / PLAN / "programmes.csv"
    own.write_text(f"{header}\n{last}\n", encoding="utf-8")
    rows = read_delivery(project.raw).rows("programmes")
    assert rows[len(rows) - 1].file == f"data/raw/{PLAN}/programmes.csv"
    pd.testing.assert_frame_equal(pipeline.make_tables(project)["programmes"], DATA["programmes"])
    change_cell(own, 2, "programme_id", kept[1].split(",")[0])
    with pytest.raises(RawDataError, match=r"programmes\.csv, row 2.*of data/raw/programmes"):
        read_delivery(project.raw)
