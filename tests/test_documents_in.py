"""A new document on its way in: described, proposed, extracted, completed, passed on."""

from __future__ import annotations

import csv
import hashlib
import io
from itertools import pairwise
from pathlib import Path

import pytest
import worded
from checkout import ROOT, copy_checkout
from click.testing import CliRunner, Result
from documents import DOCUMENTS, needs_documents
from test_word_plans import HEADINGS, plan, row

from analysis import accepting, drafting, intake
from analysis.cleaning.columns import Reader
from analysis.cleaning.organisations import name_book
from analysis.cleaning.plan import clean_activities, clean_indicators, read_plan
from analysis.cleaning.tables import readings
from analysis.cli import cli
from analysis.errors import AuditError, RawDataError, UsageError
from analysis.files import csv_text
from analysis.paths import Project
from analysis.source.delivery import read_delivery
from analysis.source.manifest import read_document, read_manifest
from analysis.source.proposing import assign

PLAN_ID = "garden-plan"


def new_plan() -> bytes:
    """Return a plan of which the project knows some names and forms, and others not."""
    document = plan(
        row(
            result="ბაღი დაბარულია და მზად არის, რომ ნერგი დაირგოს მომდევნო გაზაფხულამდე",
            indicators="დაბარული რიგი (მინ. 5 შეხვედრა)\nწყარო: დღიური", lead="სსგს",
            partner="შინაგან საქმეთა სამინისტრო", deadline="12.2019",
            state_budget="ადმინ. რესურსი", risk="წვიმა",
        ),
        row(
            "1.2. თესვა", None, lead="მებაღეთა კავშირი", partner="შსს", deadline="09.2019",
            indicators="თესლი (მინ. 0 500)\nწყარო: დღიური", state_budget="5,000 ლარი", donor="EU",
        ),
        row(
            "2.1. სხვლა", "2. ხეები", lead="სსგს", deadline="13.2019",
            indicators="ხე (3)\nწყარო: დღიური", state_budget="ადმინ. რესურსი", donor="IOM",
        ),
    )  # fmt: skip
    return worded.saved(document)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return copy_checkout(tmp_path / "project")


def described(content: bytes, **cells: str) -> str:
    said = {
        "source_id": PLAN_ID, "prefix": "gp", "file": "garden.docx", "title": "Plan of a garden",
        "publisher": "Gardeners", "language": "ka", "kind": "table", "format": "docx",
        "sha256": hashlib.sha256(content).hexdigest(),
    } | cells  # fmt: skip
    return (
        "[document]\n"
        + "".join(f'{name} = "{cell}"\n' for name, cell in said.items())
        + ("lines = 50\n")
    )


@pytest.fixture
def garden(project: Project) -> tuple[Project, Path]:
    """Return a project in which the new plan is described, its columns as they are proposed."""
    content = new_plan()
    path = project.root / "garden.docx"
    path.write_bytes(content)
    folder = project.raw / PLAN_ID
    folder.mkdir()
    (folder / "document.toml").write_text(described(content), encoding="utf-8")
    columns = "".join(
        f'{meaning} = "{words}"\n'
        for meaning, words in zip(drafted_meanings(), HEADINGS, strict=True)
    )
    (folder / "columns.toml").write_text(f"[columns]\n{columns}", encoding="utf-8")
    return project, path


def drafted_meanings() -> tuple[str, ...]:
    from analysis.source.word_columns import MEANINGS

    return MEANINGS


def called(project: Project, *words: str | Path) -> Result:
    return CliRunner().invoke(cli, ["--project", str(project.root), *map(str, words)])


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text(csv_text(list(rows[0]), rows), encoding="utf-8")


# --- the description of a document ---


def manifest_problems(project: Project) -> list[str]:
    with pytest.raises(RawDataError) as refused:
        read_manifest(project.raw)
    return [str(problem).split("\n")[0] for problem in refused.value.problems]


def test_documents_with_folders_of_their_own_come_after_the_manifest_in_order(
    project: Project,
) -> None:
    for name in ("z-plan", "a-plan"):
        (project.raw / name).mkdir()
        text = described(b"", source_id=name, prefix=name[0])
        (project.raw / name / "document.toml").write_text(text, encoding="utf-8")
    documents = read_manifest(project.raw)
    assert list(documents)[5:] == ["a-plan", "z-plan"]
    assert (documents["a-plan"].format, documents["a-plan"].invented) == ("docx", False)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"prefix": "ap19"}, "two documents have one prefix"),
        ({"source_id": "another"}, "the folder is not called as the document in it"),
        ({"source_id": "action-plan-2019"}, "two documents have one source_id"),
        ({"title": ""}, "document 1 has no title"),
        ({"kind": "picture"}, "document 1 has a kind that is not known"),
        ({"format": "odt"}, "document 1 has a format that is not known"),
        ({"file": "../x"}, "document 1 has a file that could lead elsewhere"),
        ({"round": "2020"}, "document 1 is not described as it should be"),
        ({"colour": "red"}, "document 1 is not described as it should be"),
    ],
)
def test_a_misformed_description_is_refused(
    project: Project, cells: dict[str, str], message: str
) -> None:
    (project.raw / PLAN_ID).mkdir()
    text = described(b"", **cells)
    (project.raw / PLAN_ID / "document.toml").write_text(text, encoding="utf-8")
    said = manifest_problems(project)
    assert [one for one in said if one.startswith(f"{PLAN_ID}/document.toml") and message in one]


@pytest.mark.parametrize("text", ["", "[document", "[other]\n", "document = 3\n", "\x00"])
def test_what_is_no_description_is_refused_beside_all_others(project: Project, text: str) -> None:
    for name in (PLAN_ID, "other-plan"):
        (project.raw / name).mkdir()
        (project.raw / name / "document.toml").write_text(text, encoding="utf-8")
    said = manifest_problems(project)
    assert [one.split("/")[0] for one in said] == [PLAN_ID, "other-plan"]
    assert all("not a description of a document" in one for one in said)


def test_answers_have_a_round_and_files_of_their_own(project: Project) -> None:
    folder = project.raw / "answers-2020"
    folder.mkdir()
    (project.raw / "EXERCISE").touch()
    (folder / "document.toml").write_text(
        '[document]\nsource_id = "answers-2020"\nprefix = "an20"\ntitle = "Answers"\n'
        'publisher = "Agencies"\nlanguage = "ka"\nkind = "answers"\nround = "2020"\n'
        'plan = "action-plan-2019"\ninvented = true\n',
        encoding="utf-8",
    )
    document = read_manifest(project.raw)["answers-2020"]
    assert (document.round, document.plan, document.invented) == ("2020", "action-plan-2019", True)
    with pytest.raises(RawDataError) as refused:
        read_delivery(project.raw)
    missing = [problem.file.split("/")[-1] for problem in refused.value.problems]
    assert missing == ["workbooks.csv", "answers.csv", "assessments.csv"]
    (folder / "workbooks.csv").write_text("workbook,sha256,agency_id,language\na.xlsx,0,mia,ka\n")
    (folder / "answers.csv").write_text(
        "target_id,agency_id,field,workbook,sheet,cell,value_raw,value\n"
        "ap19-IV-a-1.1,mia,status,a.xlsx,Activities,D2,done,done\n"
    )
    (folder / "assessments.csv").write_text(
        "target_id,assessed_status,strength,difference,reason,assessor,assessed_on,workbook,sheet,"
        "cell\n"
    )
    assert len(read_delivery(project.raw).rows("answers-2020/answers")) == 1


def test_reviewed_rows_of_the_five_documents_stay_reviewed(project: Project) -> None:
    assert not [one for one in intake.review(project) if one.unreviewed or one.missing]


# --- what the columns are proposed to mean ---


def test_the_best_sum_is_taken_where_the_best_single_score_is_not_in_it() -> None:
    assert assign([[0.9, 0.8, 0.0], [0.8, 0.3, 0.0], [0.0, 0.0, 0.1]], 3) == {0: 1, 1: 0}


def test_columns_are_proposed_with_confidence_and_what_is_not_placed(garden, tmp_path) -> None:
    project, path = garden
    said = called(project, "extract", PLAN_ID, "--document", path, "--propose", "--to", tmp_path)
    assert said.exit_code == 0, said.output
    assert "deadline: column 7 ვადა, confidence 1.00\n" in said.output
    assert (
        f"drafted: columns.toml\nfill in what is blank, then put them into data/raw/{PLAN_ID}"
        in (said.output)
    )
    text = (tmp_path / "columns.toml").read_text(encoding="utf-8")
    assert 'indicators = "ინდიკატორი"  # column 4, confidence 1.00' in text
    assert not (tmp_path / "document.toml").exists()


def test_a_draft_of_a_document_that_is_not_known_waits_for_its_blanks(project, tmp_path) -> None:
    path = tmp_path / "ბაღი.docx"
    path.write_bytes(new_plan())
    drafted = drafting.propose(project, PLAN_ID, path, None)
    assert drafted.files == ("columns.toml", "document.toml")
    assert drafted.folder == project.outputs / "intake" / PLAN_ID
    folder = project.raw / PLAN_ID
    folder.mkdir()
    for name in drafted.files:
        (folder / name).write_bytes((drafted.folder / name).read_bytes())
    assert manifest_problems(project) == [
        f"{PLAN_ID}/document.toml: document 1 has no {name}"
        for name in ("prefix", "title", "publisher")
    ]
    text = (folder / "document.toml").read_text(encoding="utf-8")
    for name, cell in (("prefix", "gp"), ("title", "Plan"), ("publisher", "Gardeners")):
        text = text.replace(f'{name} = ""', f'{name} = "{cell}"')
    (folder / "document.toml").write_text(text, encoding="utf-8")
    known = read_manifest(project.raw)[PLAN_ID]
    assert (known.kind, known.language, known.file) == ("table", "ka", f"{PLAN_ID}.docx")
    assert known.lines == len(read_document(known, path))
    assert intake.extract(project, PLAN_ID, path).rows["activities"] == 3


def test_a_draft_never_replaces_a_file(project, tmp_path) -> None:
    path = tmp_path / "garden.docx"
    path.write_bytes(new_plan())
    drafting.propose(project, PLAN_ID, path, tmp_path / "to")
    (tmp_path / "to" / "columns.toml").write_text("mine")
    (tmp_path / "to" / "document.toml").unlink()
    with pytest.raises(UsageError, match=r"columns\.toml already, which may hold your work"):
        drafting.propose(project, PLAN_ID, path, tmp_path / "to")
    assert sorted(one.name for one in (tmp_path / "to").iterdir()) == ["columns.toml"]
    assert (tmp_path / "to" / "columns.toml").read_text() == "mine"


def test_tracked_changes_leave_a_blank_in_the_draft(project, tmp_path) -> None:
    document = plan(row(lead="სსგს"))
    worded.tracked(document.tables[0].rows[1].cells[2].paragraphs[0], "ins", "შედეგი")
    path = tmp_path / "garden.docx"
    path.write_bytes(worded.saved(document))
    drafted = drafting.propose(project, PLAN_ID, path, tmp_path / "to")
    text = (drafted.folder / "columns.toml").read_text(encoding="utf-8")
    assert '# 1 tracked changes: table 1, row 2, cell 3 …\ntracked_changes = ""' in text


@needs_documents
def test_a_text_needs_no_columns(project: Project) -> None:
    document = read_manifest(project.raw)["action-plan-2019"]
    said = called(
        project, "extract", "action-plan-2019", "--document", DOCUMENTS / document.file, "--propose"
    )
    assert "nothing to draft" in said.output


# --- what a new plan asks ---


def test_everything_that_is_not_known_is_listed_at_once(garden) -> None:
    project, path = garden
    said = called(project, "extract", PLAN_ID, "--document", path)
    assert said.exit_code == 0, said.output
    place = project.outputs / "intake" / PLAN_ID / "to-complete.csv"
    rows = table(place)
    assert (
        f"to complete: {len(rows)} rows of outputs/intake/{PLAN_ID}/to-complete.csv" in said.output
    )
    assert [(one["kind"], one["id"], one["printed"]) for one in rows] == [
        ("name", "", "შინაგან საქმეთა სამინისტრო"),
        ("name", "", "მებაღეთა კავშირი"),
        ("notation", "", "13.2019"),
        ("notation", "", "(მინ. 0 500)"),
        ("title", "gp-IV-a-1.1", "1.1."),
        ("title", "gp-IV-a-1.2", "1.2."),
        ("title", "gp-IV-a-2.1", "2.1."),
        ("measure", "gp-IV-a-1.1-i1", "(მინ. 5 შეხვედრა)"),
        ("unit", "gp-IV-a-1.1-i1", "(მინ. 5 შეხვედრა)"),
        ("measure", "gp-IV-a-1.2-i1", "(მინ. 0 500)"),
        ("unit", "gp-IV-a-1.2-i1", "(მინ. 0 500)"),
        ("measure", "gp-IV-a-2.1-i1", "(3)"),
        ("unit", "gp-IV-a-2.1-i1", "(3)"),
        ("risk_category", "gp-IV-a-1.1 risk 1", ""),
    ]
    near = {one["printed"] or one["id"]: one["nearest"] for one in rows if one["nearest"]}
    assert near["შინაგან საქმეთა სამინისტრო"].split(" | ")[:2] == [
        "საგარეო საქმეთა სამინისტრო = mfa (0.85)",
        "საქართველოს შინაგან საქმეთა სამინისტრო = mia (0.81)",
    ]
    assert near["13.2019"].startswith("12.2019 (0.86)")
    units = {one["id"]: one["nearest"] for one in rows if one["kind"] == "unit"}
    assert "meeting (0.50)" in units["gp-IV-a-1.1-i1"]
    assert "to do: data/raw/annotations" not in said.output
    assert f"to do: data/raw/{PLAN_ID}" not in said.output


ANSWERS = {
    "შინაგან საქმეთა სამინისტრო": "mia",
    "მებაღეთა კავშირი": "psda;mia",
    "13.2019": "12.2019",
    "(მინ. 0 500)": "(მინ. 500)",
}


def completed(garden) -> tuple[Project, Path, Path]:
    project, path = garden
    called(project, "extract", PLAN_ID, "--document", path)
    place = project.outputs / "intake" / PLAN_ID / "to-complete.csv"
    rows = table(place)
    for one in rows:
        fitting = {"title": "A title", "measure": "A measure", "risk_category": "procedure"}
        one["answer"] = fitting.get(one["kind"], "") or ANSWERS.get(one["printed"], "")
        if one["kind"] == "unit":
            one["answer"] = "meeting" if "1.1" in one["id"] else "-"
    write(place, rows)
    return project, path, place


def test_answers_are_written_where_they_belong_and_nothing_is_asked_any_more(garden) -> None:
    project, path, place = completed(garden)
    before = (project.raw / "organisation_names.csv").read_bytes()
    said = called(project, "extract", PLAN_ID, "--document", path, "--complete", place)
    assert said.exit_code == 0, said.output
    assert "organisation_names: 2 rows written\n" in said.output
    assert "to complete" not in said.output
    to_do = [line for line in said.output.splitlines() if line.startswith("to do")]
    assert to_do == []
    assert (project.raw / "organisation_names.csv").read_bytes() == before
    own = project.raw / PLAN_ID
    assert [one["organisation_ids"] for one in table(own / "organisation_names.csv")] == [
        "mia", "psda;mia",
    ]  # fmt: skip
    measures = table(own / "annotations" / "indicators.csv")
    assert [(one["indicator_id"], one["unit"]) for one in measures] == [
        ("gp-IV-a-1.1-i1", "meeting"), ("gp-IV-a-1.2-i1", ""), ("gp-IV-a-2.1-i1", ""),
    ]  # fmt: skip
    assert accepting.to_complete(project, PLAN_ID)[:2] == (None, 0)


def test_a_completed_token_is_read_as_the_person_says(garden) -> None:
    project, path, place = completed(garden)
    accepting.complete(project, PLAN_ID, path, place)
    delivery = read_delivery(project.raw)
    reader = Reader(readings=readings(delivery))
    made = read_plan(delivery, PLAN_ID, reader)
    names = name_book(delivery.rows("organisation_names"))
    activities = clean_activities(made, delivery, names, reader)
    indicators = clean_indicators(made, delivery, reader)
    assert reader.problems == []
    assert [one["deadlines"] for one in activities] == ["2019-12", "2019-09", "2019-12"]
    assert [one["lead_ids"] for one in activities] == ["psda", "psda;mia", "psda"]
    assert [(one["target_raw"], one["target_min"]) for one in indicators] == [
        ("(მინ. 5 შეხვედრა)", 5), ("(მინ. 0 500)", 500), ("(3)", 3),
    ]  # fmt: skip


def test_answers_that_cannot_be_used_are_told_all_at_once_and_nothing_is_written(garden) -> None:
    project, path, place = completed(garden)
    rows = table(place)
    rows[0]["answer"] = "mja"
    rows[1]["answer"] = ""
    rows[2]["answer"] = "31.2019"
    rows[8]["answer"] = "meetings"
    rows[13]["answer"] = "procedure;fate"
    write(place, rows)
    before = {one: one.read_bytes() for one in project.raw.rglob("*.csv")}
    with pytest.raises(RawDataError) as refused:
        accepting.complete(project, PLAN_ID, path, place)
    said = [str(problem).split("\n")[0] for problem in refused.value.problems]
    assert said == [
        "to-complete.csv, row 2, column answer: 'mja' is not known",
        "to-complete.csv, row 3, column answer: there is no answer",
        "to-complete.csv, row 4, column answer: no rule reads the answer either",
        "to-complete.csv, row 10, column answer: 'meetings' is not known",
        "to-complete.csv, row 15, column answer: 'fate' is not known",
    ]
    assert before == {one: one.read_bytes() for one in project.raw.rglob("*.csv")}


def test_rows_that_were_changed_or_lost_are_told(garden) -> None:
    project, path, place = completed(garden)
    rows = table(place)
    rows[0]["printed"] = "შინაგან საქმეთა"
    write(place, rows[:-1])
    with pytest.raises(RawDataError) as refused:
        accepting.complete(project, PLAN_ID, path, place)
    assert [str(problem).split("\n")[0] for problem in refused.value.problems] == [
        "to-complete.csv, row 2, column printed: nothing asks this",
        "to-complete.csv, column printed: a question has no row",
        "to-complete.csv, column printed: a question has no row",
    ]


def test_answers_given_so_far_are_kept_when_it_is_extracted_again(garden) -> None:
    project, path, place = completed(garden)
    given = [one["answer"] for one in table(place)]
    called(project, "extract", PLAN_ID, "--document", path)
    assert [one["answer"] for one in table(place)] == given


def test_a_table_saved_by_a_spreadsheet_is_read(garden) -> None:
    project, path, place = completed(garden)
    rows = table(place)
    made = io.StringIO()
    writer = csv.DictWriter(made, list(rows[0]), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    place.write_bytes(b"\xef\xbb\xbf" + made.getvalue().encode())
    assert accepting.complete(project, PLAN_ID, path, place)["organisation_names"] == 2


def test_the_audit_proves_a_plan_in_word(garden) -> None:
    project, path, place = completed(garden)
    accepting.complete(project, PLAN_ID, path, place)
    delivery = read_delivery(project.raw)
    document = delivery.documents[PLAN_ID]
    from analysis.cleaning.notation import is_number_word
    from analysis.source.audit import audit_document

    lines = read_document(document, path)
    assert audit_document(document, lines, delivery, is_number_word).problems == ()
    locators = project.raw / PLAN_ID / "locators.csv"
    locators.write_text(locators.read_text().replace("\n1,,,,1\n", "\n1,,,,2\n"))
    found = audit_document(document, lines, read_delivery(project.raw), is_number_word)
    assert [problem.column for problem in found.problems] == ["paragraph"]


# --- figures of prose ---

REPORT = [
    "1. 2019 წელს ჩატარდა 12 შეხვედრა",
    "დასაქმდა 5 500-მდე პირი, მათგან 3,67% ქალი; გაიცა 85 ათასი ლარი",
    "",
    "დადგენილება №258; ოთხი ოჯახი; 2018 წლის 3 მარტს; 10-15 წლამდე",
]


def report(form: str) -> bytes:
    if form == "text":
        return "\n".join(REPORT).encode()
    document = worded.empty()
    for line in REPORT:
        document.add_paragraph(line)
    return worded.saved(document)


@pytest.fixture(params=["text", "docx"])
def prose(request: pytest.FixtureRequest, project: Project) -> tuple[Project, Path, Path]:
    """Return a project with a report that is described, the report, and its draft."""
    form = request.param
    content = report(form)
    path = project.root / f"report.{form}"
    path.write_bytes(content)
    (project.raw / "report").mkdir()
    text = described(content, source_id="report", prefix="rp", kind="prose", format=form)
    (project.raw / "report" / "document.toml").write_text(text, encoding="utf-8")
    draft = project.root / "draft.csv"
    said = called(project, "extract", "--figures", path, "--to", draft)
    assert said.exit_code == 0, said.output
    return project, path, draft


def test_every_number_of_a_report_is_a_candidate_and_no_sentence_is(prose) -> None:
    _, _, draft = prose
    rows = table(draft)
    assert [
        (one["source_line"], one["occurrence"], one["value_raw"], one["value"], one["unit"],
         one["proposed"], one["kind"])
        for one in rows
    ] == [
        ("1", "1", "1", "1", "", "non_figure", "list_number"),
        ("1", "1", "2019", "2019", "", "non_figure", "period"),
        ("1", "1", "12", "12", "meeting", "figure", "result"),
        ("2", "1", "5 500-მდე", "up_to 5500", "person", "figure", "result"),
        ("2", "1", "3,67%", "3.67", "percent", "figure", "result"),
        ("2", "1", "85 ათასი ლარი", "85000", "GEL", "figure", "result"),
        ("4", "1", "258", "258", "", "non_figure", "legal_act"),
        ("4", "1", "ოთხი", "4", "family", "figure", "result"),
        ("4", "1", "2018 წლის 3 მარტს", "2018-03-03", "", "figure", "milestone"),
        ("4", "1", "10-15", "", "", "non_figure", "age"),
    ]  # fmt: skip
    assert {(one["subject"], one["decision"]) for one in rows} == {("", "")}


def test_a_draft_that_was_not_gone_through_is_refused_row_by_row(prose) -> None:
    project, path, draft = prose
    rows = table(draft)
    rows[0]["decision"] = "non_figure"
    rows[1] |= {"decision": "non_figure", "kind": ""}
    rows[2]["decision"] = "figure"
    rows[3] |= {"decision": "figure", "subject": "persons", "unit": "persons"}
    rows[4]["decision"] = "maybe"
    write(draft, rows)
    with pytest.raises(RawDataError) as refused:
        accepting.accept(project, "report", draft, path)
    assert [str(problem).split("\n")[0] for problem in refused.value.problems] == [
        "draft.csv, row 3, column kind: the non-figure has no reason",
        "draft.csv, row 4, column subject: the figure has no subject",
        "draft.csv, row 5, column unit: 'persons' is not known",
        "draft.csv, row 6, column decision: no such decision",
        *(
            f"draft.csv, row {at}, column decision: the row was not decided on"
            for at in range(7, 12)
        ),
    ]
    assert not (project.raw / "report" / "figures.csv").exists()


def decided(draft: Path) -> list[dict[str, str]]:
    rows = table(draft)
    for one in rows:
        one["decision"] = one["proposed"]
        one["subject"] = "what is counted" if one["proposed"] == "figure" else ""
    write(draft, rows)
    return rows


def test_a_draft_that_was_gone_through_is_passed_on(prose) -> None:
    project, path, draft = prose
    decided(draft)
    said = called(project, "extract", "report", "--accept", draft, "--document", path)
    assert said.exit_code == 0, said.output
    assert said.output.startswith("figures: 6 rows written\nnon_figures: 4 rows written\n")
    folder = project.raw / "report"
    assert [one["figure_id"] for one in table(folder / "figures.csv")] == [
        "rp-001-1", "rp-002-1", "rp-002-2", "rp-002-3", "rp-004-1", "rp-004-2",
    ]  # fmt: skip
    stubs = table(folder / "annotations" / "figures.csv")
    assert [(one["kind"], one["unit"], one["measure"]) for one in stubs][-2:] == [
        ("result", "family", "what is counted"), ("milestone", "", "what is counted"),
    ]  # fmt: skip
    assert (folder / "locators.csv").exists() == (path.suffix == ".docx")
    assert len(read_delivery(project.raw).rows("report/figures")) == 6


def test_a_draft_that_does_not_agree_with_its_document_is_refused(prose) -> None:
    project, path, draft = prose
    rows = decided(draft)
    rows[2]["value_raw"] = "13"
    write(draft, rows[:-1])
    with pytest.raises(AuditError) as refused:
        accepting.accept(project, "report", draft, path)
    assert len(refused.value.problems) == 4
    assert sorted(one.name for one in (project.raw / "report").iterdir()) == ["document.toml"]


def test_a_document_that_was_transcribed_is_not_drafted_over(project: Project, tmp_path) -> None:
    (tmp_path / "draft.csv").write_text("x")
    with pytest.raises(UsageError, match="was transcribed"):
        accepting.accept(project, "france-brief-2019", tmp_path / "draft.csv", None)


def test_tracked_changes_of_a_report_are_decided_on_the_command_line(project, tmp_path) -> None:
    document = worded.empty()
    worded.tracked(document.add_paragraph("ხე "), "del", "5")
    path = tmp_path / "report.docx"
    path.write_bytes(worded.saved(document))
    assert called(project, "extract", "--figures", path).exit_code != 0
    to = tmp_path / "draft.csv"
    said = called(
        project, "extract", "--figures", path, "--to", to, "--tracked-changes", "original"
    )
    assert said.output.startswith("1 candidates")


@needs_documents
def test_the_candidates_of_the_documents_hold_every_printed_number() -> None:
    """Whatever is accepted unchanged explains every digit and number word of the documents."""
    from analysis.cleaning import drafted_figures
    from analysis.cleaning.notation import is_number_word
    from analysis.source.candidates import candidates
    from analysis.source.tokens import DIGIT_RUN, WORD, occurrences

    readers = drafted_figures.readers(lambda word: "")
    for document in read_manifest(Project(ROOT).raw).values():
        if document.kind != "prose":
            continue
        lines = read_document(document, DOCUMENTS / document.file)
        taken: dict[int, list[tuple[int, int]]] = {}
        for one in candidates(lines, readers):
            span = occurrences(lines[one.line - 1], one.token)[one.occurrence - 1]
            taken.setdefault(one.line, []).append(span)
        for number, line in enumerate(lines, 1):
            spans = taken.get(number, [])
            assert all(a[1] <= b[0] for a, b in pairwise(spans))
            numbers = [run.span() for run in DIGIT_RUN.finditer(line)]
            numbers += [one.span() for one in WORD.finditer(line) if is_number_word(one.group())]
            assert all(any(s <= n[0] and n[1] <= e for s, e in spans) for n in numbers)


# --- the command ---


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("extract",), "Name the document: analysis extract SOURCE_ID --document FILE."),
        (("extract", "x", "--propose", "--complete", "y"), "Give one of --propose and --complete."),
        (("extract", "x"), "Give --document FILE."),
    ],
)
def test_words_that_do_not_go_together_are_refused(words, message, project) -> None:
    said = called(project, *words)
    assert isinstance(said.exception, UsageError)
    assert str(said.exception) == message


def test_nothing_is_asked_of_a_plan_that_is_as_before(project: Project) -> None:
    assert accepting.to_complete(project, "action-plan-2019") == (None, 0, [])
