"""A whole reporting round played on invented documents, in a folder of its own.

    python examples/next-round/play.py FOLDER

Every step is a command that a coordinator types, and is printed with what it says. At the end
stand the counts: faults planted, found, missed, and what was complained about without a reason.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import invented_answers
import invented_plan
import invented_prose

ROOT = Path(__file__).resolve().parent.parent.parent
PLAN, REPORT, ROUND = "action-plan-2020", "round-report-2020", "2020"
COPIED = ("data", "notebooks", "expectations", "pyproject.toml", "requirements.lock",
          "docs/data-dictionary.md")  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Played:
    """What came of it: faults by whether they were found, and complaints without a reason."""

    planted: int
    found: int
    missed: list[str]
    without_reason: list[str]
    answers: int
    answered: int
    """Targets that were answered without a fault in their workbook."""
    runs: list[Path]
    refused_to_share: str

    def __str__(self) -> str:
        return (
            f"faults planted {self.planted}, found {self.found}, missed {len(self.missed)}; "
            f"complaints without a reason {len(self.without_reason)}; "
            f"answers taken {self.answers}; runs {len(self.runs)}"
        )


class Round:
    """The exercise: a copy of the project, the commands typed in it, and what they say."""

    def __init__(self, folder: Path, say: Callable[[str], None] = print):
        self.folder = folder
        self.project = folder / "project"
        self.say = say

    def command(self, *words: str | Path, expected: int = 0) -> str:
        """Type a command of the package; return what it says. Another exit code ends the play."""
        from click.testing import CliRunner

        from analysis.cli import cli

        typed = " ".join(self._shown(word) for word in words)
        self.say(f"$ analysis {typed}")
        done = CliRunner().invoke(cli, ["--project", str(self.project), *map(str, words)])
        code = done.exit_code
        if done.exception and not isinstance(done.exception, SystemExit):
            told, code = str(done.exception), getattr(type(done.exception), "exit_code", 1)
        else:
            told = ""
        said = done.output + told
        for line in said.splitlines()[-8:]:
            self.say(f"  {line}")
        if int(code) != expected:
            raise SystemExit(
                f"analysis {typed}: exit code {int(code)}, expected {expected}\n{said}"
            )
        return said

    def _shown(self, word: str | Path) -> str:
        return Path(word).relative_to(self.folder).as_posix() if isinstance(word, Path) else word

    def prepare(self) -> None:
        """Copy what a run needs of the project, and say that this is an exercise."""
        for name in COPIED:
            source, target = ROOT / name, self.project / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns(".ipynb_*"))
            else:
                shutil.copy(source, target)
        (self.project / "data" / "raw" / "EXERCISE").touch()

    # documents in

    def take_plan(self) -> None:
        """Take the invented plan in: propose, complete, extract."""
        activities = invented_plan.invented(ROOT)
        document = self.folder / "plan-2020.docx"
        invented_plan.write(activities, document)
        drafts = self._described(PLAN, document, "ap20", invented_plan.TITLE)
        columns = (drafts / "columns.toml").read_text(encoding="utf-8")
        decided = columns.replace('tracked_changes = ""', 'tracked_changes = "final"')
        (self._raw(PLAN) / "columns.toml").write_text(decided, encoding="utf-8")
        self.command("extract", PLAN, "--document", document)
        asked = drafts / "to-complete.csv"
        answer_all(asked, answers_of(activities))
        self.command("extract", PLAN, "--document", document, "--complete", asked)
        _write_labels(self._raw(PLAN), invented_plan.labels(activities, ROOT))

    def take_report(self) -> None:
        """Take the invented report in: draft its figures, decide on each, note the revision."""
        document = self.folder / "report-2020.txt"
        document.write_text(invented_prose.TEXT, encoding="utf-8")
        self._described(REPORT, document, "rr20", invented_prose.TITLE, PLAN)
        draft = self.folder / "figures.csv"
        self.command("extract", "--figures", document, "--to", draft)
        self.say("  (an undecided draft is refused)")
        self.command("extract", REPORT, "--accept", draft, "--document", document, expected=3)
        _edit(draft, invented_prose.decided)
        self.command("extract", REPORT, "--accept", draft, "--document", document)
        own = self._raw(REPORT)
        _edit(own / "annotations" / "figures.csv", invented_prose.described)
        (own / "revisions.csv").write_text(invented_prose.REVISIONS, encoding="utf-8")
        _write_labels(own, invented_prose.LABELS)

    def _described(
        self, source_id: str, document: Path, prefix: str, title: str, plan: str = ""
    ) -> Path:
        """Let a description be drafted, fill in its blanks, mark it, and put it in its place."""
        self.command("extract", source_id, "--document", document, "--propose")
        drafts = self.project / "outputs" / "intake" / source_id
        text = (drafts / "document.toml").read_text(encoding="utf-8")
        for name, value in (("prefix", prefix), ("title", title), ("publisher", "Invented")):
            text = re.sub(rf'^{name} = ""', f'{name} = "{value}"', text, flags=re.MULTILINE)
        text += "invented = true\n" + (f'plan = "{plan}"\n' if plan else "")
        self._raw(source_id).mkdir(parents=True, exist_ok=True)
        (self._raw(source_id) / "document.toml").write_text(text, encoding="utf-8")
        return drafts

    def _raw(self, name: str) -> Path:
        return self.project / "data" / "raw" / name

    # years matched

    def match(self) -> None:
        """Match the plans: proposed by program, signed here by rule, once all is compared."""
        self.command("match", PLAN, "--previous", "action-plan-2019")
        proposal = self.project / "outputs" / "matches" / f"{PLAN}.csv"
        _edit(proposal, lambda row: row | {"decided_by": "example"})
        self.command("match", PLAN, "--accept", proposal)
        self.command("review", "--accept")
        self.command("check")

    # workbooks

    def send(self) -> Path:
        """Write the workbooks; return a folder of copies to be filled in."""
        self.command("workbooks", "--round", ROUND, "--plan", PLAN, "--language", "en",
                     "--invented")  # fmt: skip
        sent = self.project / "outputs" / "workbooks" / ROUND / "en"
        back = self.folder / "returned"
        back.mkdir()
        for path in sent.glob("*.xlsx"):
            if path.stem not in ("overview", "assessor"):
                shutil.copy(path, back)
        return back

    def fill(self, back: Path) -> tuple[list[str], int]:
        """Fill in every workbook; return the agencies, the busiest first, and what is answered."""
        from openpyxl import load_workbook

        asked = invented_answers.targets(self.project / "data" / "clean", PLAN)
        size: dict[str, int] = {}
        answered = 0
        for path in sorted(back.glob("*.xlsx")):
            book = load_workbook(path)
            size[path.stem] = len(invented_answers.Sheet(book).rows)
            answered += invented_answers.fill(book, asked, ROUND)
            book.save(path)
        return sorted(size, key=lambda name: (-size[name], name)), answered

    def collect(
        self, back: Path, planted: list[invented_answers.Planted]
    ) -> tuple[int, list[str], list[str]]:
        """Collect the spoilt workbooks; hold what is found against what was planted."""
        from analysis import collecting
        from analysis.paths import Project

        self.command("collect", back, "--round", ROUND, "--plan", PLAN, expected=3)
        done = collecting.collect(Project(self.project), back, ROUND, PLAN)
        told = [*done.findings, *(one for book in done.judged for one in book.findings)]
        found = {(one.code, one.workbook) for one in told}
        missed = [f"{one.code} in {one.workbook}" for one in planted
                  if (one.code, one.workbook) not in found]  # fmt: skip
        reasons = {(one.code, one.workbook) for one in planted}
        spoilt = {one.workbook for one in planted if one.code in invented_answers.WHOLE}
        without = [
            f"{one.code} in {one.workbook}, {one.cell} {one.target_id}"
            for one in told
            if one.severity == "mend"
            and (one.code, one.workbook) not in reasons
            and one.workbook not in spoilt
        ]
        return len(planted) - len(missed), missed, without

    def mend(self, back: Path, kept: Path) -> int:
        """Put the good workbooks back in place of the spoilt ones, and collect again."""
        shutil.rmtree(back)
        shutil.copytree(kept, back)
        said = self.command("collect", back, "--round", ROUND, "--plan", PLAN)
        return int(re.findall(r"([0-9]+) answers", said)[-1])

    def assess(self, back: Path) -> None:
        """Assess as a rule: numbers are direct evidence, every third partial, some not at all."""
        self.command("workbooks", "--round", ROUND, "--plan", PLAN, "--language", "en",
                     "--assessor", "--invented")  # fmt: skip
        from openpyxl import load_workbook

        path = self.project / "outputs" / "workbooks" / ROUND / "en" / "assessor.xlsx"
        book = load_workbook(path)
        invented_answers.assess(book)
        book.save(back / "assessor.xlsx")
        self.command("collect", back, "--round", ROUND, "--plan", PLAN)

    # reports

    def evaluate(self) -> list[Path]:
        """Evaluate both years; return the runs, the one before the round first."""
        self.command("review", "--accept")
        self.command("check")
        for plan, day in (("action-plan-2019", "2019-12-31"), (PLAN, "2020-12-31")):
            self.command("run", "midterm_evaluation", "-p", f"plan={plan}", "-p", f"as_of={day}",
                         "-p", "chapter=all", "--formats", "html")  # fmt: skip
        return sorted((self.project / "outputs" / "runs").iterdir())


def play(folder: Path, say: Callable[[str], None] = print) -> Played:
    """Play the whole round in a folder that is new or empty."""
    this = Round(folder, say)
    say("== the year before")
    this.prepare()
    this.command("run", "midterm_evaluation", "-p", "chapter=all", "--formats", "html")
    say("== documents in")
    this.take_plan()
    this.take_report()
    say("== years matched")
    this.match()
    say("== workbooks out, filled in, and back")
    back = this.send()
    agencies, answered = this.fill(back)
    kept = folder / "kept"
    shutil.copytree(back, kept)
    planted = invented_answers.plant(back, agencies)
    found, missed, without = this.collect(back, planted)
    say("== mended by the agencies, collected again, and assessed")
    answers = this.mend(back, kept)
    this.assess(back)
    say("== two years evaluated, compared, and not shared")
    runs = this.evaluate()
    this.command("compare", runs[0], runs[-2])
    refused = this.command(
        "share", "--partner", "iom", "--language", "en", "--to", folder / "bundle", expected=3
    )
    return Played(len(planted), found, missed, without, answers, answered, runs, refused)


def answers_of(activities: Iterable[invented_plan.Activity]) -> dict[tuple[str, str], str]:
    """Return what is answered to the questions that a new plan asks, by kind and id."""
    found: dict[tuple[str, str], str] = {("name", ""): "mfa"}
    for one in activities:
        key = f"ap20-{one.chapter}-{one.section}{one.block}-{one.number.rstrip('.')}"
        found["title", key] = one.title
        found["risk_category", key] = "financing"
        for place, asked in enumerate(one.indicators, 1):
            found["measure", f"{key}-i{place}"] = asked.measure
            found["unit", f"{key}-i{place}"] = asked.unit or "-"
    return found


def answer_all(path: Path, answers: dict[tuple[str, str], str]) -> None:
    """Answer every question of a file as a person would, in its last column."""

    def answered(row: dict[str, str]) -> dict[str, str]:
        for key in ((row["kind"], row["id"]), (row["kind"], row["id"].partition(" ")[0])):
            if key in answers:
                return row | {"answer": answers[key]}
        raise SystemExit(f"nobody knows an answer to {row}")

    _edit(path, answered)


def _write_labels(folder: Path, labels: Iterable[tuple[str, ...]]) -> None:
    """Write our words on a document in every language, as a translator gives them."""
    with (folder / "labels.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("table", "column", "en", "ka", "fr"))
        writer.writerows(labels)


def _edit(path: Path, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
    text = path.read_text(encoding="utf-8-sig")
    reader = csv.DictReader(io.StringIO(text))
    rows = [change(row) for row in reader]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, reader.fieldnames or (), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Play the round in the folder named."""
    if len(sys.argv) != 2:
        raise SystemExit("python examples/next-round/play.py FOLDER (a new or empty one)")
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty: name a new folder")
    done = play(folder)
    print(done)
    for line in (*done.missed, *done.without_reason):
        print(f"  {line}")
    for run in done.runs[-2:]:
        print(f"  {run / 'index.html'}")
    if done.missed or done.without_reason:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
