from __future__ import annotations

import ast
import re

from checkout import ROOT

from analysis import pipeline
from analysis.checks.identities import EQUALITIES, ORDERS
from analysis.checks.results import CheckedTables
from analysis.checks.rules import VALUE_SETS
from analysis.checks.suites import suite
from analysis.cleaning.links import STRENGTHS
from analysis.cleaning.schema import SCHEMAS
from analysis.display import codes, programme_terms
from analysis.display.expectation_terms import NOTES, PATTERNS, expectation_words
from analysis.display.missing_terms import MISSING
from analysis.measures.coverage import FIGURE_KINDS, missing
from analysis.measures.findings import SEVERITIES
from analysis.measures.methods import METHODS
from analysis.measures.plan_quality import CRITERIA
from analysis.measures.programme import LEVELS
from analysis.paths import Project


def test_every_note_of_the_suites_is_a_message():
    notes = {expectation.note for table in SCHEMAS for expectation in suite(table)}
    filled = [re.sub(r"\\{\w+\\}", r"\\w+", re.escape(pattern)) for pattern in PATTERNS]
    plain = {note for note in notes if not any(re.fullmatch(form, note) for form in filled)}
    assert plain == set(NOTES)
    assert all(any(re.fullmatch(form, note) for note in notes) for form in filled)
    assert {expectation_words(note) for note in notes} == notes


def test_no_message_stands_where_those_who_translate_do_not_look():
    within = [
        f"{path.name}:{call.lineno}"
        for room in ("display", "reports")
        for path in (ROOT / "analysis" / room).rglob("*.py")
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("_", "_n", "_c", "_said")
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert within == []


def test_every_code_that_is_shown_has_a_word():
    assert all(codes.strength_words(strength) for strength in STRENGTHS)
    assert all(codes.criterion_name(criterion.key) for criterion in CRITERIA)
    assert set(codes.QUALIFIED) == set(VALUE_SETS["figures", "qualifier"])
    assert set(codes.DOCUMENT_KINDS) == set(VALUE_SETS["sources", "kind"])
    assert set(codes.FIGURE_KINDS) == set(codes.FIGURES_OF_KIND) == set(FIGURE_KINDS)
    assert set(codes.SEVERITIES) == set(SEVERITIES)
    assert set(codes.IDENTITY_KINDS) == {*EQUALITIES, *ORDERS}


def test_everything_missing_says_what_and_why():
    data = CheckedTables(pipeline.make_tables(Project(ROOT)), (), {})
    assert {record.key for record in missing(data)} == set(MISSING)


def test_every_code_that_a_programme_report_can_show_has_a_word():
    figures = pipeline.make_tables(Project(ROOT))["figures"]
    shown = {part for cell in figures["disaggregation"] for part in cell.split(";") if part}
    assert shown <= set(programme_terms.BREAKDOWNS)
    assert set(VALUE_SETS["figures", "kind"]) - {"milestone"} <= set(programme_terms.KINDS)
    assert set(METHODS) == set(programme_terms.METHOD_NAMES)
    assert set(LEVELS) == set(programme_terms.LEVELS) == set(programme_terms.LEVEL_NAMES)
