from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from checkout import ROOT

from analysis import pipeline
from analysis.checks.reads import RECOUNT, Contents
from analysis.checks.results import CheckedTables
from analysis.display import agreement_tables, agreement_words, words
from analysis.display.release import release
from analysis.measures import agreement, pace, rates
from analysis.measures.agreement import (
    KINDS,
    Compared,
    agreements,
    compare,
    compared,
    differing,
    faults,
)
from analysis.measures.bases import WITHHELD
from analysis.measures.published import Published, published
from analysis.paths import Project
from analysis.recount.found import Recounted
from analysis.recount.printed import UnreadError, day, deadline, number, numeral, quantity, target
from analysis.recount.route import recount
from analysis.recount.statistics import allowed, group, newcombe, wilson

PROJECT = Project(ROOT)


@cache
def data() -> CheckedTables:
    """Return the tables of the checkout with what the second route finds in its raw rows."""
    made = pipeline.make_tables(PROJECT)
    rows = recount(PROJECT.raw, set(made["suppressions"]["figure_id"]))
    return CheckedTables(made, (), {}, kept(rows))


def kept(rows: list[Recounted]) -> Contents:
    return Contents({RECOUNT: json.dumps([row.record() for row in rows])})


@cache
def shared() -> list[Compared]:
    return compare(release(data(), "partner"))


@cache
def numbers() -> tuple[list[Published], set[str]]:
    """Return what reports publish for partners, and the figures withheld from them."""
    released = release(data(), "partner")
    figures = released["figures"]
    hidden = set(figures.loc[figures["qualifier"] == WITHHELD, "figure_id"])
    return list(published(released)), hidden


def held_against(rows: list[Recounted]) -> list[Compared]:
    """Return what is published beside a second route that found these rows."""
    made, hidden = numbers()
    return compared(made, rows, hidden)


def answers(rows: list[Compared]) -> set[tuple[str, str]]:
    return {(row.kind, row.key) for row in differing(rows)}


class TestRealData:
    def test_every_published_number_is_the_same(self):
        assert faults(shared()) == []

    def test_every_kind_of_number_is_compared(self):
        assert [tally.kind for tally in agreements(shared())] == list(KINDS)
        assert all(tally.compared for tally in agreements(shared()))

    def test_nothing_published_is_left_out(self):
        tallies = agreements(shared())
        assert sum(tally.not_computed for tally in tallies) == 0
        assert [tally.published for tally in tallies] == [tally.agree for tally in tallies]

    def test_all_that_is_not_compared_is_withheld(self):
        apart = {row.reason for row in shared() if row.answer == "not_compared"}
        assert apart == {"withheld"}

    def test_every_comparison_of_the_register_is_there(self):
        kinds = set(data().tables["analyses"]["kind"])
        named = {row.key.split("/")[0] for row in shared() if row.kind in kinds}
        assert named == set(data().tables["analyses"]["analysis_id"])

    def test_another_language_has_the_same_numbers(self):
        found = compare(release(data(), "partner", language="ka"))
        assert agreements(found) == agreements(shared())

    def test_a_report_with_another_threshold_agrees_too(self):
        assert faults(compare(release(data(), "partner", 10))) == []

    def test_a_report_that_withholds_nothing_agrees_too(self):
        assert faults(compare(release(data(), "internal"))) == []

    def test_nothing_is_kept_of_what_is_withheld(self):
        hidden = set(data().tables["suppressions"]["figure_id"])
        assert hidden
        for row in data().recount:
            assert hidden.isdisjoint(row.figure_ids)
            if row.outcome == "withheld":
                assert (row.value, row.lower, row.upper) == (None, None, None)


class TestPlantedErrors:
    def test_a_wrong_interval_is_named(self, monkeypatch):
        made = rates._share
        monkeypatch.setattr(
            rates, "_share", lambda *a: replace(made(*a), upper=made(*a).upper + 1e-6)
        )
        found = answers(compare(release(data(), "partner")))
        assert ("rate", "hepc-positive") in found
        assert {kind for kind, _ in found} == {"rate"}

    def test_a_wrong_number_of_days_is_named(self, monkeypatch):
        monkeypatch.setattr(pace, "DAYS_A_YEAR", 365)
        assert answers(compare(release(data(), "partner"))) == {
            ("commitment", "fb19-afd-buildings-closed/per_year_needed"),
            ("commitment", "fb19-afd-families-housed/per_year_needed"),
        }

    def test_another_number_of_the_second_route_is_named(self):
        rows = [
            replace(row, value=148.0) if row.key == "all/activities" else row
            for row in data().recount
        ]
        found = held_against(rows)
        assert faults(found) == ["evaluation all/activities is not the same when computed again"]
        with pytest.raises(ValueError, match="evaluation all/activities is not the same"):
            words.check(faults(found))

    def test_a_refusal_of_one_route_alone_differs(self):
        rows = [
            replace(row, outcome="refused", value=None, lower=None, upper=None)
            if (row.kind, row.key) == ("rate", "training-placed")
            else row
            for row in data().recount
        ]
        assert answers(held_against(rows)) == {("rate", "training-placed")}

    def test_what_could_not_be_computed_is_counted_and_said(self):
        rows = [row for row in data().recount if row.kind != "cascade"]
        found = held_against(rows)
        (cascade,) = [tally for tally in agreements(found) if tally.kind == "cascade"]
        assert (cascade.compared, cascade.not_computed) == (0, cascade.published)
        assert faults(found) == []
        said = agreement_words.summary(agreements(found)).text
        assert f"{cascade.published} numbers could not be computed a second time." in said

    def test_without_a_second_route_the_report_says_so(self):
        said = agreement_words.summary(agreements(held_against([]))).text
        assert said.startswith("No published number was computed a second time.")


class TestShown:
    def test_the_words_have_the_counts_of_the_table(self):
        tallies = agreements(shared())
        said = agreement_words.summary(tallies).text
        compared = sum(tally.compared for tally in tallies)
        assert said.startswith(f"{compared:,} published numbers were computed a second time")
        rows = [line.split("\t") for line in agreement_tables.kinds(tallies).text.splitlines()[2:]]
        assert sum(int(row[2].replace(",", "")) for row in rows) == compared

    def test_numbers_that_differ_are_listed(self):
        row = Compared("rate", "training-placed", "differs")
        assert "training-placed" in agreement_tables.differing([row]).text
        assert (
            agreement_tables.differing([]).text == "No number differs from its second computation."
        )


class TestIndependence:
    def test_it_imports_nothing_of_the_first_route(self):
        code = "import sys, analysis.recount.route; print(*sorted(sys.modules))"
        found = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
        )
        loaded = set(found.stdout.split())
        assert not {"pandas", "numpy", "scipy", "statsmodels"} & loaded
        own = {name for name in loaded if name.startswith("analysis.")}
        others = {name for name in own if not name.startswith("analysis.recount")}
        assert others == {"analysis.errors", "analysis.paths"}  # of the package itself

    def test_its_modules_import_the_standard_library_and_each_other(self):
        for path in (ROOT / "analysis" / "recount").glob("*.py"):
            for module in re.findall(r"^(?:from|import) ([\w.]+)", path.read_text("utf-8"), re.M):
                top = module.split(".")[0]
                assert module.startswith("analysis.recount") or top in sys.stdlib_module_names


class TestBrokenRows:
    def test_rows_that_it_cannot_follow_stop_nothing(self, tmp_path):
        raw = copied(tmp_path)
        figures = raw / "association-report-2019" / "figures.csv"
        figures.write_text(figures.read_text("utf-8").replace(",2457", ",two and a half"), "utf-8")
        found = {(row.kind, row.key): row.outcome for row in recount(raw)}
        assert found["reading", "ar19-121-1"] == "failed"
        assert found["rate", "training-placed"] == "failed"
        assert found["rate", "hepc-positive"] == "number"

    def test_a_folder_without_rows_is_said_to_have_failed(self, tmp_path):
        (row,) = recount(tmp_path)
        assert (row.kind, row.outcome) == ("raw", "failed")

    def test_a_register_without_its_columns_fails_alone(self, tmp_path):
        raw = copied(tmp_path)
        (raw / "identities.csv").write_text("identity_id\nsomething\n", "utf-8")
        rows = recount(raw)
        assert {row.outcome for row in rows if row.kind == "identity"} == {"failed"}
        assert "failed" not in {row.outcome for row in rows if row.kind == "evaluation"}


def copied(folder: Path) -> Path:
    return Path(shutil.copytree(PROJECT.raw, folder / "raw"))


class TestFormulas:
    @pytest.mark.parametrize(
        ("part", "whole", "lower", "upper"),
        [(81, 263, "0.2553", "0.3662"), (15, 148, "0.0624", "0.1605"), (0, 20, "0.0000", "0.1611"),
         (1, 29, "0.0061", "0.1718")],
    )  # fmt: skip
    def test_wilson_is_that_of_newcombe_1998(self, part, whole, lower, upper):
        found = wilson(part, whole, 0.95)
        assert tuple(f"{end:.4f}" for end in found) == (lower, upper)

    @pytest.mark.parametrize(
        ("first", "second", "lower", "upper"),
        [((56, 70), (48, 80), "0.0524", "0.3339"), ((9, 10), (3, 10), "0.1705", "0.8090"),
         ((6, 7), (2, 7), "0.0582", "0.8062"), ((10, 10), (0, 10), "0.6075", "1.0000")],
    )  # fmt: skip
    def test_newcombe_is_that_of_newcombe_1998(self, first, second, lower, upper):
        found = newcombe(first, second, 0.95)
        assert tuple(f"{end:.4f}" for end in found) == (lower, upper)

    def test_cohen_is_that_of_his_table(self):
        # Table 6.4.1: h of 0.20 with a power of .80 at a two-sided .05 needs 392 in each group.
        assert group(0.5, 0.09933466539753, 0.95) in (392, 393)

    def test_what_a_qualifier_allows(self):
        assert allowed(Fraction(90000), "about") == (85000, 95000)
        assert allowed(Fraction(400), "up_to") == (0, 400)


class TestTokens:
    @pytest.mark.parametrize(
        ("printed", "value"),
        [("1.187.302", 1187302), ("2.090,000", 2090000), ("16,378.00", 16378), ("10 403", 10403),
         ("700, 000", 700000), ("3,67", Fraction("3.67"))],
    )  # fmt: skip
    def test_numbers(self, printed, value):
        assert number(printed) == value

    @pytest.mark.parametrize(
        ("printed", "value"), [("ათი", 10), ("ოცდასამი", 23), ("ოთხივე", 4), ("ასოცდახუთმა", 125)]
    )
    def test_words(self, printed, value):
        assert numeral(printed) == value

    def test_qualifiers_and_units(self):
        assert quantity("500-ზე მეტ").qualifier == "more_than"
        assert quantity("4000 ლარამდე", "interval_end").qualifier == "exact"
        assert quantity("85 ათასი ლარი").value == 85000

    def test_dates_and_targets(self):
        assert (day("14 ივნისს", "2019"), deadline("12. 2019")) == ("2019-06-14", "2019-12")
        assert (target("(მინ. 200-250)").operator, target("800-მდე").most) == ("range", 800)

    @pytest.mark.parametrize("printed", ["1234,567", "", "ბევრი", "12-13"])
    def test_what_cannot_be_read_is_refused(self, printed):
        with pytest.raises(UnreadError):
            quantity(printed)


def test_the_distance_is_nearer_than_any_digit_shown():
    assert agreement.NEAR <= 1e-9
