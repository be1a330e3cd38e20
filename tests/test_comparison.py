"""Two runs compared: what differs, in which order, and what is not called a difference."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import click
import pytest
from checkout import change_cell, copy_checkout, kept_reports, row_of
from checkout import run as run_reports
from click.testing import CliRunner
from made_runs import (
    ACTIVITIES,
    FIGURES,
    INDICATORS,
    SOURCES,
    counts,
    drawn,
    make_run,
    results,
    summary,
    write,
)

from analysis.cli_runs import compare as compare_command
from analysis.comparing import compare
from analysis.display.language import LANGUAGES, speaking
from analysis.display.shown import NOTHING, Shown, paragraph
from analysis.errors import StorageError, UsageError
from analysis.paths import Project
from analysis.reports.comparison import words
from analysis.reports.comparison.comparing import compare_runs
from analysis.reports.comparison.gathering import gather
from analysis.reports.comparison.importance import STATUSES, status_columns
from analysis.reports.comparison.matching import match_rows
from analysis.reports.comparison.records import (
    Cell,
    Change,
    CheckChange,
    Comparison,
    FileChange,
    ItemChange,
    Limit,
    ReportChange,
    RowChange,
)
from analysis.reports.comparison.sentences import pairs

CHANGED = FIGURES.replace("75,127,127,object", "75,118,118,object")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return an empty project, in which runs are made by hand."""
    (tmp_path / "outputs" / "runs").mkdir(parents=True)
    return Project(tmp_path)


def compared(project: Project, before: dict, after: dict, **made: object) -> Comparison:
    """Return what differs between two runs with one report each, told once."""
    runs = project.outputs / "runs"
    make_run(runs / "before", {"effect": before})
    make_run(runs / "after", {"effect": after}, **made)
    return gather(compare_runs(project, "before", "after"), "en")


def only(comparison: Comparison) -> Change:
    """Return the one change of a comparison that has no other."""
    (change,) = comparison.changes
    return change


# Rows


def matched(old: list[str], new: list[str], ids: bool = False) -> tuple[object, object, object]:
    found = match_rows([row.split() for row in old], [row.split() for row in new], ids=ids)
    return found.both, found.gone, found.new


def test_an_inserted_row_is_one_insertion():
    assert matched(["a 1", "b 2"], ["a 1", "x 9", "b 2"]) == (((0, 0), (1, 2)), (), (1,))


def test_a_changed_row_is_the_row_with_its_first_cells():
    assert matched(["a 1", "b 2"], ["a 1", "b 3"]) == (((0, 0), (1, 1)), (), ())
    assert matched(["a x 1", "a y 2"], ["a y 3", "a x 1"]) == (((1, 0), (0, 1)), (), ())


def test_rows_of_one_first_cell_are_told_apart_by_the_next_ones():
    old, new = ["a x 1", "a y 2", "a y 3"], ["a x 5", "a y 2", "a y 4", "a z 9"]
    assert matched(old, new) == (((0, 0), (1, 1), (2, 2)), (), (3,))


def test_a_label_that_holds_another_number_is_the_same_row_and_an_id_is_not():
    assert matched(["at-least-1 5"], ["at-least-2 5"])[0] == ((0, 0),)
    assert matched(["ar19-075-1 5"], ["ar19-075-2 5"], ids=True) == ((), (0,), (0,))


def test_rows_that_nothing_tells_apart_are_matched_by_turns():
    assert matched(["a 1", "a 1"], ["a 1", "a 1", "a 1"]) == (((0, 0), (1, 1)), (), (2,))


# Clean tables


def test_a_changed_figure_is_told_with_document_line_unit_and_difference(project):
    found = compared(project, {}, {}, clean={"figures": CHANGED, "sources": SOURCES})
    printed, value = found.rows
    assert (printed.column, printed.old, printed.new, printed.difference) == (
        "value_raw", "127", "118", None,
    )  # fmt: skip
    assert value == RowChange(
        "figures", "ar19-075-2", "changed", "value", "127", "118",
        numeric=True, unit="object", document="The report", line=75,
    )  # fmt: skip
    assert (value.difference, round(value.relative or 0, 4)) == (-9, -0.0709)


def test_rows_that_came_and_went_are_told_once_each(project):
    row = "ar19-075-3,report,75,3,3,object,More\n"
    clean = {"figures": FIGURES.replace("ar19-075-1,", "ar19-074-1,") + row, "sources": SOURCES}
    found = compared(project, {}, {}, clean=clean)
    assert [(one.key, one.how, one.line) for one in found.rows] == [
        ("ar19-074-1", "added", 75),
        ("ar19-075-3", "added", 75),
        ("ar19-075-1", "removed", 75),
    ]
    assert "value: 3; unit: object" in found.rows[1].new


def test_an_indicator_leads_back_to_the_document_of_its_activity(project):
    tables = {"activities": ACTIVITIES, "indicators": INDICATORS, "sources": SOURCES}
    runs = project.outputs / "runs"
    make_run(runs / "before", clean=tables)
    make_run(runs / "after", clean={**tables, "indicators": INDICATORS.replace("120", "130")})
    (row,) = compare_runs(project, "before", "after").rows
    assert (row.key, row.column, row.document, row.line) == (
        "ap19-V-g-1.2-i1", "target_min", "The report", 11,
    )  # fmt: skip


def test_the_most_telling_tables_come_first_and_new_columns_and_tables_are_named(project):
    clean = {
        "sources": SOURCES.replace("title", "title,kind").replace("report\n", "report,prose\n"),
        "figures": CHANGED,
        "analyses": "analysis_id,title\na,An analysis\n",
    }
    found = compared(project, {}, {}, clean=clean)
    assert [(row.table, row.how, row.column) for row in found.rows] == [
        ("figures", "changed", "value_raw"),
        ("figures", "changed", "value"),
        ("analyses", "added", ""),
        ("sources", "added", "kind"),
    ]


# Reports


def test_a_status_comes_before_a_summary_an_estimate_a_number_and_words(project):
    before = {
        "summary": "## Summary",
        "summary-findings": summary("3 of 3 are met."),
        "words": paragraph("It is so."),
        "annex-figures": counts(("Objects", 127, "object")),
        "results": results(),
    }
    after = {
        "summary": "## Summary",
        "summary-findings": summary("2 of 3 are met."),
        "words": paragraph("It is not so."),
        "annex-figures": counts(("Objects", 118, "object")),
        "results": results(118 / 120, "mostly implemented"),
    }
    found = compared(project, before, after)
    assert [(one.kind, one.place, one.row, one.column) for one in found.changes] == [
        ("status", "Results", "V-g-1.2-i1", "Assessed status"),
        ("headline", "Summary", "", ""),
        ("estimate", "Results", "V-g-1.2-i1", "Share"),
        ("number", "Counts", "Objects", "Number"),
        ("words", "Summary", "", ""),
    ]
    assert found.changes[3].old == Cell(127, "objects")
    assert found.changes[3].new == Cell(118, "objects")


def test_what_a_change_leads_back_to_is_what_the_report_itself_names(project):
    made = {
        "values": Shown(
            '<tr id="value-rate"><th scope="row">Rate</th>'
            '<td><a href="#figure-row-ar19-075-2">x</a></td></tr>',
            "Rate",
        )
    }
    before = {**made, "results": results(), "summary-rate": summary("50%", "value-rate")}
    after = {**made, "results": results(1.0), "summary-rate": summary("40%", "value-rate")}
    clean = {"figures": CHANGED, "sources": SOURCES}
    found = compared(project, before, after, clean=clean)
    assert [(one.kind, one.causes) for one in found.changes] == [
        ("headline", ("ar19-075-2",)),
        ("estimate", ("ar19-075-2",)),
    ]


def test_a_derived_row_is_no_cause(project):
    identities = "identity_id,left\nsum-holds,1\n"
    runs = project.outputs / "runs"
    make_run(runs / "a", {"quality": {"t": counts(("sum-holds", 1, ""))}},
             {"identities": identities})  # fmt: skip
    make_run(runs / "b", {"quality": {"t": counts(("sum-holds", 2, ""))}},
             {"identities": identities.replace("1", "2")})  # fmt: skip
    found = compare_runs(project, "a", "b")
    assert (found.rows[0].key, only(found).causes) == ("sum-holds", ())


def test_an_inserted_row_of_a_report_is_one_change(project):
    rows = [("a", 1, "person"), ("b", 2, "person"), ("c", 3, "person")]
    before, after = counts(*rows), counts(rows[0], ("x", 9, "person"), *rows[1:])
    change = only(compared(project, {"t": before}, {"t": after}))
    assert (change.how, change.row, change.old) == ("added", "x", None)
    assert change.new == Cell("What: x; Number: 9 persons")


def test_rows_with_ids_are_one_row_whatever_they_are_called(project):
    before = counts(("ar19-075-1", 1, ""), ids=True)
    after = counts(("ar19-075-2", 1, ""), ids=True)
    found = compared(project, {"t": before}, {"t": after})
    assert sorted(change.how for change in found.changes) == ["added", "removed"]


def test_rows_are_labelled_by_as_many_cells_as_tell_them_apart(project):
    before = results(1.0, "implemented", ("V-g-1.2-i1", "2", "no", "f"))
    after = results(1.0, "implemented", ("V-g-1.2-i1", "2", "yes", "f"))
    assert only(compared(project, {"t": before}, {"t": after})).row == "V-g-1.2-i1, 2"


def test_another_unit_is_a_change_and_the_last_digit_of_a_float_is_none(project):
    before, after = counts(("a", 5, "person")), counts(("a", 5, "family"))
    change = only(compared(project, {"t": before}, {"t": after}))
    assert (words.states(change), change.difference) == (("5 persons", "5 families"), None)
    before, after = counts(("a", 0.1 + 0.2, "person")), counts(("a", 0.3, "person"))
    found = compared(project, {"t": before}, {"t": after})
    assert (found.changes, [one.how for one in found.files]) == ((), ["bytes"])


def test_numbers_in_words_are_numbers_and_ids_are_not(project):
    def told(old: str, new: str) -> str:
        before, after = (results(1.0, "x", ("r", cell, "s", "f")) for cell in (old, new))
        return only(compared(project, {"t": before}, {"t": after})).kind

    assert told("2% to 100%", "1% to over 99%") == "estimate"
    assert told("2019-03-31", "2019-04-30") == "estimate"
    assert told("ar19-075-1", "ar19-075-2") == "words"
    assert told("none", "some") == "words"


def test_tables_come_and_go_and_are_known_by_their_rows(project):
    shown = counts(("a", 1, "person"), ("b", 2, ""))
    change = only(compared(project, {"t": NOTHING}, {"t": shown}))
    assert (change.how, change.place) == ("added", "Counts")
    assert change.new == Cell("What: a; Number: 1 persons\nWhat: b; Number: 2")
    assert only(compared(project, {"t": shown}, {})).how == "removed"


def test_captions_notes_and_columns_are_words(project):
    before = counts(("a", 1, ""))
    after = Shown(before.html.replace("Counts", "Numbers"), before.text, json.loads(
        json.dumps(before.data).replace("Counts", "Numbers").replace('"What"', '"Who"')
    ))  # fmt: skip
    found = compared(project, {"t": before}, {"t": after})
    assert [(one.kind, one.how, one.column) for one in found.changes] == [
        ("words", "changed", ""),
        ("words", "added", "Who"),
        ("words", "removed", "What"),
    ]


def test_a_table_without_typed_cells_is_compared_as_its_page_has_it(project):
    typed = counts(("a", 1, "person"), ("b", 2, "person"))
    older = Shown(typed.html.replace("<td>2</td>", "<td>3</td>"), typed.text)
    change = only(compared(project, {"t": older}, {"t": typed}))
    assert (change.kind, change.row, change.old, change.new) == (
        "estimate", "b", Cell("3"), Cell("2"),
    )  # fmt: skip


def test_sentences_are_paired_by_likeness_and_a_new_entry_is_one_change(project):
    before = paragraph("Two of 3 are met. It stays.")
    after = Shown("", "Two of 4 are met. It stays.\nExplain the gap. To: the ministry.")
    found = compared(project, {"t": before}, {"t": after})
    assert [(one.old, one.new) for one in found.changes] == [
        (Cell("Two of 3 are met."), Cell("Two of 4 are met.")),
        (None, Cell("Explain the gap. To: the ministry.")),
    ]
    assert pairs(["One."], ["Another thing entirely."]) == [
        ("One.", None), (None, "Another thing entirely."),
    ]  # fmt: skip


def test_a_chart_shows_something_else_or_is_only_drawn_anew(project):
    before = {"a": drawn("Bars: 3."), "b": drawn("Bars: 3.", key="b")}
    after = {"a": drawn("Bars: 3.", "red"), "b": drawn("Bars: 4.", key="b"), "c": drawn("New.")}
    found = compared(project, before, after)
    assert [(one.how, one.key) for one in found.charts] == [
        ("changed", "b"), ("added", "bars"), ("redrawn", "bars"),
    ]  # fmt: skip
    assert found.charts[2].old is not None
    assert 'fill="blue"' in found.charts[2].old.svg


def test_what_several_reports_say_alike_is_told_once(project):
    runs = project.outputs / "runs"
    names = ["effect", "effect--programme-a", "other"]
    make_run(runs / "before", {name: {"t": counts(("a", 1, ""))} for name in names})
    make_run(runs / "after", {name: {"t": counts(("a", 2, ""))} for name in names})
    found = gather(compare_runs(project, "before", "after"), "en")
    assert [one.reports for one in found.changes] == [
        ("effect", "effect--programme-a"), ("other",),
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_tell_a_change_once_and_in_the_language_asked_for(project, language):
    def states(share: float, status: str) -> dict[str, dict[str, Shown]]:
        return {
            f"effect--language-{one}" if one != "en" else "effect": {
                "r": results(share, f"{status} {one}", language=one)
            }
            for one in LANGUAGES
        }

    make_run(project.outputs / "runs" / "before", states(1.0, "yes"))
    make_run(project.outputs / "runs" / "after", states(0.5, "no"))
    found = gather(compare_runs(project, "before", "after"), language)
    assert [(one.kind, one.language, len(one.reports)) for one in found.changes] == [
        ("status", language, 3),
        ("estimate", language, 3),
    ]


def test_a_change_of_one_translation_alone_is_not_lost(project):
    runs = project.outputs / "runs"
    for run, english, french in (("before", "Two.", "Un. Deux."), ("after", "2.", "Un 1. Deux 2.")):
        cells = {"effect": paragraph(f"One. Two {english}"),
                 "effect--language-fr": paragraph(french)}  # fmt: skip
        make_run(runs / run, {name: {"t": shown} for name, shown in cells.items()})
    found = gather(compare_runs(project, "before", "after"), "en")
    assert [(one.language, one.new) for one in found.changes] == [
        ("en", Cell("Two 2.")), ("fr", Cell("Un 1.")), ("fr", Cell("Deux 2.")),
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_columns_of_verdicts_have_words_in_every_language(language):
    assert len(status_columns(language)) == len(STATUSES)


# Numbers


def test_numbers_are_shown_with_as_many_decimals_as_it_takes():
    assert words.told_apart(Cell(3, "persons"), Cell(4, "persons")) == ("3 persons", "4 persons")
    assert words.told_apart(Cell(0.5, "share"), Cell(0.5004, "share")) == ("50.00%", "50.04%")
    assert words.told_apart(Cell(1, "share"), Cell(2 / 3, "share")) == ("100%", "66.7%")
    with speaking("fr"):
        assert words.told_apart(Cell(1234.5), Cell(1234.25)) == (
            "1\u202f234,50", "1\u202f234,25",
        )  # fmt: skip


def told(old: Cell, new: Cell) -> str:
    change = Change("estimate", "changed", ("r",), None, "", "", "", old, new, "en")  # type: ignore[arg-type]
    return words.difference(change)


def test_differences_are_absolute_and_relative_and_those_of_shares_in_points():
    assert told(Cell(127, "objects"), Cell(118, "objects")) == "−9 (−7.1%)"
    assert told(Cell(0, "objects"), Cell(5, "objects")) == "+5"
    assert told(Cell(0.5, "share"), Cell(0.25, "share")) == "−25 points"
    assert told(Cell(100000.0), Cell(100000.5)) == "+0.50 (+0.0005%)"
    assert told(Cell("none"), Cell(5, "objects")) == ""
    row = RowChange("links", "l", "changed", "ratio", "1.058333", "0.983333", numeric=True)
    assert words.row_difference(row) == "−0.075 (−7.1%)"


# Runs


def test_runs_that_differ_in_times_and_names_are_the_same(project):
    runs = project.outputs / "runs"
    cells = {"t": counts(("a", 1, "")), "p": paragraph("Made from data version DATA.")}
    make_run(runs / "one", {"effect": cells})
    make_run(runs / "two", {"effect": cells}, timing={"started": "2027-01-01T00:00:00+00:00"})
    for run, moment in (("one", "07:17"), ("two", "08:00")):
        write(runs / run / "index.html", f'<p>Made <time datetime="{moment}">{moment}</time></p>')
    done = compare(project, "one", "two")
    assert done.same
    assert done.text.splitlines()[-1] == (
        "No difference: the runs are the same but for their times and names."
    )


def test_a_report_that_says_the_same_of_other_data_has_files_alone_that_differ(project):
    cells = {"p": paragraph("Made from data version DATA.")}
    found = compared(project, cells, cells, data_version="bbbbbbbbbbbb")
    assert not found.changes
    assert found.files == (FileChange("effect", "versions", ("notebooks/effect.ipynb",)),)


def test_a_report_with_a_version_of_its_own_says_the_same_of_another(project):
    runs = project.outputs / "runs"
    for run, own in (("a", "111111111111"), ("b", "222222222222")):
        folder = make_run(runs / run, {"effect": {"p": paragraph(f"Version {own}.")}})
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        manifest["reports"][0]["data_version"] = own
        write(folder / "manifest.json", json.dumps(manifest))
    found = compare_runs(project, "a", "b")
    assert found.changes == ()
    assert found.files == (FileChange("effect", "versions", ("notebooks/effect.ipynb",)),)


def test_a_page_whose_words_changed_beside_its_notebook_is_told(project):
    runs = project.outputs / "runs"
    for run, said in (("a", "Small counts are withheld."), ("b", "Small counts are shown.")):
        folder = make_run(runs / run, {"effect": {"p": paragraph("Said.")}})
        page = folder / "reports" / "effect.html"
        write(
            page,
            f"<html><body><header>{run}</header><p>{said}</p><footer>{run}</footer></body></html>",
        )
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        manifest["reports"][0]["outputs"]["reports/effect.html"] = run
        write(folder / "manifest.json", json.dumps(manifest))
    found = compare_runs(project, "a", "b")
    assert (only(found).old, only(found).new) == (
        Cell("Small counts are withheld."), Cell("Small counts are shown."),
    )  # fmt: skip


def test_reports_come_go_fail_and_are_mended(project):
    runs = project.outputs / "runs"
    fine = {"p": paragraph("Said.")}
    make_run(runs / "a", {"fails": fine, "gone": fine, "mended": "cell x: KeyError", "still": "a"})
    make_run(runs / "b", {"fails": "cell y: IndexError", "mended": fine, "new": fine, "still": "b"})
    found = compare_runs(project, "a", "b")
    assert found.reports == (
        ReportChange("fails", "failed", "cell y: IndexError"),
        ReportChange("mended", "mended", "cell x: KeyError"),
        ReportChange("new", "added"),
        ReportChange("still", "failing", "b"),
        ReportChange("gone", "removed"),
    )
    text = compare(project, "a", "b").text
    assert text.index("Title of fails: fails now") < text.index("Title of gone")


def test_a_report_with_another_parameter_is_another_report(project):
    runs = project.outputs / "runs"
    for run, threshold in (("a", 5), ("b", 10)):
        make_run(runs / run, {"effect": {"t": counts(("a", threshold, ""))}},
                 parameters={"effect": {"threshold": threshold}})  # fmt: skip
    found = compare_runs(project, "a", "b")
    assert found.changes == ()
    assert found.reports == (
        ReportChange("effect", "added", "threshold=10"),
        ReportChange("effect", "removed", "threshold=5"),
    )


def test_a_parameter_that_an_older_program_did_not_know_is_no_other_report(project):
    runs = project.outputs / "runs"
    make_run(runs / "a", {"effect": {"t": counts(("a", 1, ""))}})
    make_run(runs / "b", {"effect": {"t": counts(("a", 2, ""))}},
             parameters={"effect": {"price_basis": "current"}})  # fmt: skip
    found = compare_runs(project, "a", "b")
    assert (found.reports, only(found).difference) == ((), 1)


def test_inputs_and_versions_are_told_with_package_python_and_lock_first(project):
    found = compared(
        project, {}, {},
        inputs={"data/raw/figures.csv": "1"},
        package={"name": "georgia-midterm-evaluation", "version": "0.2.0"},
        packages={"babel": "2", "georgia-midterm-evaluation": "0.2.0"},
        lock_sha256="f" * 64,
    )  # fmt: skip
    assert found.inputs == (ItemChange("data/raw/figures.csv", "added", None, "1"),)
    assert [(one.name, one.how) for one in found.versions] == [
        ("georgia-midterm-evaluation", "changed"),
        ("requirements.lock", "changed"),
        ("babel", "added"),
        ("pandas", "removed"),
    ]


def test_expectations_that_turned_come_before_those_with_other_counts(project):
    def expectation(key: str, unexpected: int) -> dict[str, object]:
        return {"table": "figures", "key": key, "severity": "warning", "note": f"Note {key}.",
                "success": not unexpected, "rows": 9, "unexpected": unexpected}  # fmt: skip

    runs = project.outputs / "runs"
    for run, numbers in (("a", (1, 0, 3)), ("b", (2, 4, 3))):
        folder = make_run(runs / run)
        listed = [expectation(key, number) for key, number in zip("xyz", numbers, strict=True)]
        write(folder / "checks" / "results.json", json.dumps({"expectations": listed}))
    found = compare_runs(project, "a", "b")
    assert [(one.key, one.old, one.new, one.turned) for one in found.checks] == [
        ("y", (0, 9), (4, 9), True),
        ("x", (1, 9), (2, 9), False),
    ]
    assert "Note y.: 0 of 9 → 4 of 9; warning; no longer met" in compare(project, "a", "b").text


# What cannot be compared


def test_an_older_run_without_tables_is_compared_as_far_as_it_goes(project):
    runs = project.outputs / "runs"
    make_run(runs / "old", {"effect": {"t": counts(("a", 1, ""))}})
    shutil.rmtree(runs / "old" / "clean")
    make_run(runs / "new", {"effect": {"t": counts(("a", 2, ""))}}, {"figures": CHANGED})
    found = compare_runs(project, "old", "new")
    names = ("clean/figures.csv", "clean/sources.csv")
    assert found.limits == (Limit("before", "no_tables", names),)
    assert (found.rows, only(found).difference) == ((), 1)
    assert [one.name for one in found.inputs] == [
        "data/clean/figures.csv", "data/clean/sources.csv",
    ]  # fmt: skip
    assert (
        "note: old: the run kept no clean tables, so their rows are not compared: "
        "clean/figures.csv and clean/sources.csv."
    ) in compare(project, "old", "new").text


def test_older_runs_of_the_same_tables_are_the_same(project):
    for run in ("a", "b"):
        shutil.rmtree(make_run(project.outputs / "runs" / run) / "clean")
    found = compare_runs(project, "a", "b")
    assert (found.same, found.limits) == (True, ())


def test_files_missing_changed_or_unreadable_are_said_and_the_rest_is_compared(project):
    runs = project.outputs / "runs"
    for run, number in (("a", 1), ("b", 2)):
        cells = {"t": counts(("a", number, ""))}
        make_run(runs / run, dict.fromkeys(("one", "two", "three"), cells))
    (runs / "a" / "notebooks" / "one.ipynb").unlink()
    write(runs / "b" / "notebooks" / "two.ipynb", "{not json")
    (runs / "b" / "notebooks" / "three.ipynb").write_bytes(b"\xff\xfe")
    (runs / "b" / "clean" / "figures.csv").unlink()
    found = compare_runs(project, "a", "b")
    assert found.limits == (
        Limit("before", "missing", ("notebooks/one.ipynb",)),
        Limit("after", "missing", ("clean/figures.csv",)),
        Limit("after", "altered", ("notebooks/two.ipynb", "notebooks/three.ipynb")),
        Limit("after", "unreadable", ("notebooks/two.ipynb", "notebooks/three.ipynb")),
    )
    assert (found.rows, found.changes) == ((), ())
    assert "b: not there, so not compared: clean/figures.csv." in compare(project, "a", "b").text


def test_a_file_changed_since_is_compared_as_it_is_now(project):
    runs = project.outputs / "runs"
    for run in ("a", "b"):
        make_run(runs / run, {"effect": {"t": counts(("a", 1, ""))}})
    path = runs / "b" / "notebooks" / "effect.ipynb"
    write(path, path.read_text("utf-8").replace('"Number": 1', '"Number": 7'))
    found = compare_runs(project, "a", "b")
    assert found.limits == (Limit("after", "altered", ("notebooks/effect.ipynb",)),)
    assert only(found).new == Cell(7)


def test_tables_that_cannot_be_read_are_said(project):
    runs = project.outputs / "runs"
    make_run(runs / "a")
    make_run(runs / "b")
    (runs / "b" / "clean" / "figures.csv").write_bytes(b'a,b\n"\xff')
    found = compare_runs(project, "a", "b")
    assert found.rows == ()
    assert Limit("after", "unreadable", ("clean/figures.csv",)) in found.limits


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("20261122T0717", "There is no run '20261122T0717'."
         " Did you mean '20261122T071720Z-aaaaaaaaaaaa'?"),
        ("xyz", "There is no run 'xyz'. Known: 20261122T071720Z-aaaaaaaaaaaa, latest."),
        ("latest", "There is no latest run yet. Make one: analysis run"),
    ],
)  # fmt: skip
def test_an_unknown_run_is_refused_with_the_nearest_name(project, name, message):
    make_run(project.outputs / "runs" / "20261122T071720Z-aaaaaaaaaaaa")
    with pytest.raises(UsageError) as refused:
        compare_runs(project, name, name)
    assert str(refused.value) == message


def test_a_run_is_named_by_its_name_its_path_or_as_the_latest(project):
    folder = make_run(project.outputs / "runs" / "one")
    (project.outputs / "latest").symlink_to(folder)
    assert compare_runs(project, "latest", str(folder)).after.name == "one"
    assert compare_runs(project, "latest", "one").before.folder == "outputs/runs/one"


def test_a_folder_that_is_no_run_is_refused(project, tmp_path):
    with pytest.raises(StorageError) as refused:
        compare_runs(project, str(tmp_path), "x")
    assert str(refused.value) == (
        f"{tmp_path} holds no run: there is no manifest.json. Name a folder of runs."
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("[]", "at the top: [] is not of type 'object'"),
        ('{"data_version": "a", "reports": []}', "at the top: 'inputs' is a required property"),
        ('{"data_version": "a", "inputs": {"../x": "0"}, "reports": []}', "at inputs: '../x'"),
    ],
)
def test_a_damaged_manifest_is_refused_with_the_place(project, text, found):
    path = project.outputs / "runs" / "a" / "manifest.json"
    write(path, text)
    with pytest.raises(StorageError) as refused:
        compare_runs(project, "a", "a")
    assert str(refused.value).startswith(f"{path} is damaged: {found}")
    assert str(refused.value).endswith("Take another run, or make it again: analysis run")


# The command


def typed(project: Project, *arguments: str) -> tuple[int, str]:
    """Type the command as the command line has it, below a group that knows the project."""

    @click.group()
    @click.pass_context
    def group(context: click.Context) -> None:
        context.obj = (project.root, False)

    group.add_command(compare_command)
    done = CliRunner().invoke(group, ["compare", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.fixture
def checkout(project: Project) -> Project:
    """Return a project with two runs that differ, which the command finds."""
    write(project.root / "pyproject.toml", "")
    write(project.raw / "MANIFEST.toml", "")
    make_run(project.outputs / "runs" / "a", {"effect": {"t": counts(("a", 1, ""))}})
    make_run(project.outputs / "runs" / "b", {"effect": {"t": counts(("a", 2, ""))}})
    return project


def test_the_command_answers_0_and_1_only_where_it_is_asked_to(checkout):
    assert typed(checkout, "a", "b")[0] == 0
    assert typed(checkout, "a", "b", "--exit-code")[0] == 1
    assert typed(checkout, "a", "a", "--exit-code")[0] == 0
    assert "as git diff does" in " ".join(typed(checkout, "--help")[1].split())


def test_the_command_writes_a_page_and_json_whole(checkout, tmp_path):
    page, record = tmp_path / "new" / "changes.html", tmp_path / "changes.json"
    code, said = typed(checkout, "a", "b", "--html", str(page), "--json", str(record))
    assert (code, said.splitlines()[-2:]) == (0, [f"written: {page}", f"written: {record}"])
    assert "<h1>What changed between two runs</h1>" in page.read_text("utf-8")
    found = json.loads(record.read_text("utf-8"))
    assert (found["comparison_version"], found["same"]) == (1, False)
    (change,) = found["changes"]
    assert (change["kind"], change["row"], change["old"], change["new"], change["difference"]) == (
        "estimate", "a", {"value": 1, "unit": ""}, {"value": 2, "unit": ""}, 1,
    )  # fmt: skip


def test_a_long_section_is_cut_on_the_terminal_and_whole_in_json(checkout, tmp_path):
    rows = [(f"row {chr(97 + i % 26)}{i}", i, "") for i in range(50)]
    runs = checkout.outputs / "runs"
    make_run(runs / "a", {"effect": {"t": counts(*rows)}})
    make_run(runs / "b", {"effect": {"t": counts(*[(n, v + 1, u) for n, v, u in rows])}})
    text = typed(checkout, "a", "b", "--json", str(tmp_path / "all.json"))[1]
    assert "  … and 30 more: --html FILE or --json FILE has them" in text
    assert len(json.loads((tmp_path / "all.json").read_text("utf-8"))["changes"]) == 50


# For real


@pytest.fixture(scope="module")
def changed_figure(
    tmp_path_factory: pytest.TempPathFactory, checked: Path
) -> tuple[Project, str, str]:
    """Return a project with a run in three languages, and another after one figure changed."""
    project = copy_checkout(tmp_path_factory.mktemp("compared"), checked)
    figures = project.raw / "association-report-2019" / "figures.csv"
    names = []
    for value in ("127", "118"):
        change_cell(figures, row_of(figures, "figure_id", "ar19-075-2"), "value_raw", value)
        outcome = run_reports(
            project, ("midterm_evaluation",), ["chapter=V", "language=all"], ["html"]
        )
        assert not outcome.failed
        names.append(outcome.index.parent.resolve().name)
    return project, names[0], names[1]


def test_one_changed_figure_is_followed_from_the_document_to_the_summary(changed_figure):
    project, before, after = changed_figure
    found = gather(compare_runs(project, before, after), "en")
    assert found.limits == ()
    assert [one.name for one in found.inputs] == ["data/raw/association-report-2019/figures.csv"]
    value = found.rows[1]
    assert (value.table, value.key, value.column, value.old, value.new, value.line) == (
        "figures", "ar19-075-2", "value", "127", "118", 75,
    )  # fmt: skip
    first = found.changes[0]
    assert (first.kind, first.row, words.states(first), first.causes, len(first.reports)) == (
        "status", "V-g-1.2-i1", ("implemented", "mostly implemented"), ("ar19-075-2",), 3,
    )  # fmt: skip
    headlines = [one.new.value for one in found.changes if one.kind == "headline" and one.new]
    assert "Achievement: where indicators have a result, 0 of 1 are met." in headlines
    share = next(one for one in found.changes if one.column == "Share")
    assert (words.states(share), words.difference(share)) == (
        ("105.8%", "98.3%"), "−7.5 points",
    )  # fmt: skip
    assert [one.key for one in found.charts] == ["achievements", "intervals"]
    assert {one.language for one in found.changes} == {"en"}
    assert not [one for one in found.changes if "data version" in str(one.new)]


def test_a_run_and_its_copy_are_the_same(changed_figure):
    project, before, _after = changed_figure
    runs = project.outputs / "runs"
    shutil.copytree(runs / before, runs / "copy")
    assert compare_runs(project, before, "copy").same


def test_two_runs_of_the_same_inputs_are_the_same(changed_figure):
    project, _before, after = changed_figure
    for entry in kept_reports(project):
        entry.unlink()
    asked = ["chapter=V", "language=all"]
    again = run_reports(project, ("midterm_evaluation",), asked, ["html"])
    assert not any(one.reused for one in again.results)
    found = compare_runs(project, after, str(again.index.parent))
    assert found.before != found.after
    assert found == Comparison(found.before, found.after, found.known)


def test_real_runs_are_compared_in_every_language(changed_figure):
    project, before, after = changed_figure
    found = compare_runs(project, before, after)
    told = [gather(found, language).changes for language in LANGUAGES]
    assert [{one.language for one in changes} for changes in told] == [{"en"}, {"ka"}, {"fr"}]
    assert len({len(changes) for changes in told}) == 1


@pytest.mark.parametrize("language", ["en", "ka", "fr"])
def test_an_expectation_that_turned_is_told_in_every_language(language):
    told = set()
    for met in (True, False):
        check = CheckChange(
            "figures", "key", "warning", "note", "changed", (0, 1), (1, 1), met, True
        )
        with speaking(language):
            told.add(words.severity(check))
    assert len(told) == 2
