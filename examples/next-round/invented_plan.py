"""An invented plan for 2020, made of the 2019 plan's tables by the rules of the README.

What changes is decided by counting, never by chance: the same tables give the same plan.
"""

from __future__ import annotations

import csv
import datetime
import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table, _Cell

DROPPED, RAISED, LOWERED, SLIPPED, REWORDED = 12, 5, 9, 7, 10
"""Every so manieth activity is dropped, its targets raised or lowered, and so on."""

SLIP = 3
"""Months by which a deadline slips."""

NEW_NAME = "საგარეო საქმეთა სამინ."
"""A form of a ministry's name that the project has not seen."""

MARK = "გამოგონილი მაგალითი"
"""What stands on top of every document here: that it is an invented example."""

TITLE = "2020 action plan, an invented example"

SECTIONS = {"a": "ა", "b": "ბ", "g": "გ", "d": "დ"}

HEADINGS = (
    "ამოცანა", "აქტივობა", "შედეგი", "ინდიკატორი და წყარო", "პასუხისმგებელი უწყება",
    "პარტნიორი უწყება", "შესრულების ვადა", "სახელმწიფო ბიუჯეტი", "დონორი", "დონორის ბიუჯეტი",
    "რისკი", "შენიშვნა",
)  # fmt: skip

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Asked:
    """An indicator: our words for it, in English and Georgian, its target and its unit."""

    measure: str
    measure_ka: str
    measure_fr: str
    target: str
    unit: str
    alternative: bool = False


@dataclass(frozen=True)
class Activity:
    """An activity of the invented plan, and the one of 2019 that it was, if any."""

    previous_id: str
    chapter: str
    section: str
    block: str
    objective_no: int
    title: str
    title_ka: str
    title_fr: str
    indicators: tuple[Asked, ...]
    leads: tuple[str, ...]
    partners: tuple[str, ...]
    donors: tuple[str, ...]
    deadlines: tuple[str, ...]
    budget: tuple[str, ...]
    verified: bool
    risk: str
    reporting: str
    number: str = ""
    changed: tuple[str, ...] = field(default=())
    """Which of the rules changed it."""


def invented(root: Path) -> list[Activity]:
    """Return the invented plan's activities in order, numbered anew."""
    found: list[Activity] = []
    kept = 0
    for place, activity in enumerate(_plan_of_2019(root), 1):
        if place % DROPPED == 0:
            continue
        kept += 1
        found.append(_changed(activity, kept))
    return list(_numbered(_with_new(found)))


def labels(activities: list[Activity], root: Path) -> list[tuple[str, str, str, str, str]]:
    """Return our words on the plan that are new: table, column, English, Georgian, French."""
    known = {(row["table"], row["column"], row["en"]) for row in rows(root / "data/raw/labels.csv")}
    found = [("sources", "title", TITLE, f"2020 წლის სამოქმედო გეგმა, {MARK}",
              "Plan d’action 2020, exemple inventé"),
             ("sources", "publisher", "Invented", "გამოგონილი", "Inventé")]  # fmt: skip
    for one in activities:
        found.append(("activities", "title", one.title, one.title_ka, one.title_fr))
        found += [("indicators", "measure", asked.measure, asked.measure_ka, asked.measure_fr)
                  for asked in one.indicators]  # fmt: skip
    return list(dict.fromkeys(row for row in found if row[:3] not in known))


def dropped(root: Path) -> list[str]:
    """Return the ids of the activities of 2019 that the invented plan drops."""
    ids = [activity.previous_id for activity in _plan_of_2019(root)]
    return ids[DROPPED - 1 :: DROPPED]


def _changed(activity: Activity, place: int) -> Activity:
    changed = []
    targets = activity.indicators
    if place % RAISED == 0:
        targets = tuple(replace(one, target=_moved(one.target, 1.2)) for one in targets)
    elif place % LOWERED == 0:
        targets = tuple(replace(one, target=_moved(one.target, 0.8)) for one in targets)
    if targets != activity.indicators:
        changed.append("targets")
    deadlines = tuple(_later(month, 12) for month in activity.deadlines)
    if place % SLIPPED == 0 and deadlines:
        deadlines = (*deadlines[:-1], _later(deadlines[-1], SLIP))
        changed.append("deadline")
    title, title_ka, title_fr = activity.title, activity.title_ka, activity.title_fr
    if place % REWORDED == 0:
        title, title_ka = f"{title}, continued", f"{title_ka} (გაგრძელება)"
        title_fr = f"{title_fr} (suite)"
        changed.append("wording")
    return replace(
        activity,
        indicators=targets,
        deadlines=deadlines,
        title=title,
        title_ka=title_ka,
        title_fr=title_fr,
        changed=tuple(changed),
    )


def _moved(target: str, by: float) -> str:
    """Return a target's text, its one number moved and rounded up; others stay as they are."""
    numbers = re.findall(r"[0-9]+", target)
    if len(numbers) != 1 or re.search(r"[0-9][., ][0-9]", target):
        return target
    moved = max(1, math.ceil(int(numbers[0]) * by))
    return target.replace(numbers[0], str(moved))


def _later(month: str, by: int) -> str:
    """Return a month of the form 12.2019 so many months later."""
    number, year = (int(part) for part in re.split(r"\s*[.,]\s*", month))
    whole = year * 12 + number - 1 + by
    return f"{whole % 12 + 1:02d}.{whole // 12}"


def _with_new(activities: list[Activity]) -> Iterator[Activity]:
    """Yield the activities, and after the last of each chapter one that is new."""
    for place, activity in enumerate(activities):
        yield activity
        following = activities[place + 1].chapter if place + 1 < len(activities) else ""
        if following != activity.chapter:
            yield replace(
                activity,
                previous_id="",
                title=f"Report on the results of chapter {activity.chapter} to the public",
                title_ka=f"{activity.chapter} თავის შედეგების საჯარო ანგარიში",
                title_fr=f"Rendre compte au public des résultats du chapitre {activity.chapter}",
                indicators=(
                    Asked(
                        "Public reports on the chapter",
                        "საჯარო ანგარიშები",
                        "Rapports publics",
                        "(მინ. 1)",
                        "report",
                    ),
                ),
                partners=(),
                donors=(),
                deadlines=("12.2020",),
                budget=("ადმინ. რესურსი",),
                risk="",
                reporting="",
                changed=("new",),
            )


def _numbered(activities: Iterator[Activity]) -> Iterator[Activity]:
    """Yield the activities numbered within their objective, without gaps."""
    counts: dict[tuple[str, str, str, int], int] = defaultdict(int)
    for activity in activities:
        place = (activity.chapter, activity.section, activity.block, activity.objective_no)
        counts[place] += 1
        yield replace(activity, number=f"{activity.objective_no}.{counts[place]}.")


def _plan_of_2019(root: Path) -> list[Activity]:
    raw = root / "data" / "raw"
    tables = {path.stem: rows(path) for path in (raw / "action-plan-2019").glob("*.csv")}
    labels = {(row["table"], row["column"], row["en"]): row for row in rows(raw / "labels.csv")}
    clean = root / "data" / "clean"
    indicators: dict[str, list[Asked]] = defaultdict(list)
    for row in rows(clean / "indicators.csv"):
        indicators[row["activity_id"]].append(
            Asked(
                row["measure"],
                labels["indicators", "measure", row["measure"]]["ka"],
                labels["indicators", "measure", row["measure"]]["fr"],
                row["target_raw"],
                row["unit"],
                bool(row["alternative"]),
            )
        )
    found = []
    for row in sorted(rows(clean / "activities.csv"), key=lambda row: int(row["source_line"])):
        line = row["source_line"]
        names = defaultdict(list)
        for name in _of(tables["names"], line):
            names[name["role"]].append(name["name_raw"])
        found.append(
            Activity(
                row["activity_id"],
                row["chapter"],
                row["section"],
                row["block"],
                int(row["objective_no"]),
                row["title"],
                labels["activities", "title", row["title"]]["ka"],
                labels["activities", "title", row["title"]]["fr"],
                tuple(indicators[row["activity_id"]]),
                tuple(names["lead"]),
                tuple(names["partner"]),
                tuple(names["donor"]),
                tuple(one["deadline_raw"] for one in _of(tables["deadlines"], line)),
                tuple(_budget(_of(tables["budgets"], line))),
                row["verification_stated"] == "true",
                "ფინანსური რესურსის ნაკლებობა" if row["risk_category"] == "financing" else "",
                "; ".join(names["reporting"]),
            )
        )
    return found


def _of(table: Rows, line: str) -> Rows:
    return [row for row in table if row["activity_line"] == line]


def _budget(tokens: Rows) -> Iterator[str]:
    """Yield the state budget's marks and amounts; parts that need their sentence are left out."""
    for token in tokens:
        if token["column"] == "state_budget" and token["mark"] in (
            "administrative", "amount", "to_be_determined",
        ):  # fmt: skip
            yield token["token_raw"]


def rows(path: Path) -> Rows:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


# the Word document


def write(activities: list[Activity], path: Path) -> None:
    """Write the invented plan as a Word document: a table a section, its objective cells merged."""
    document = Document()
    document.styles["Normal"].font.size = Pt(8)
    document.core_properties.created = document.core_properties.modified = _DAY
    document.add_paragraph(f"{MARK}: 2020 წლის სამოქმედო გეგმა")
    place, table, before = ("", "", ""), None, None
    for activity in activities:
        here = (activity.chapter, activity.section, activity.block)
        if here != place:
            if here[0] != place[0]:
                document.add_paragraph(f"{activity.chapter} თავი: {MARK}")
            if here[:2] != place[:2]:
                document.add_paragraph(f"{SECTIONS[activity.section]}. {MARK}")
            if activity.block:
                document.add_paragraph(f"{MARK}, ბლოკი {activity.block}")
            table, before = _table(document), None
        assert table is not None
        merged = before if before and before[0] == activity.objective_no else None
        cell = _row(table, activity, merged[1] if merged else None)
        place, before = here, (activity.objective_no, cell)
    document.save(str(path))


_DAY = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


def _table(document: Document) -> Table:
    table = document.add_table(rows=1, cols=len(HEADINGS))
    for cell, heading in zip(table.rows[0].cells, HEADINGS, strict=True):
        cell.text = heading
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    return table


def _row(table: Table, activity: Activity, above: _Cell | None) -> _Cell:
    """Add an activity's row; its objective cell goes on from the one above, if it is the same."""
    cells = table.add_row().cells
    objective = cells[0] if above is None else above.merge(cells[0])
    if above is None:
        objective.text = f"{activity.objective_no}. {MARK}"
    leads = list(activity.leads)
    if "new" in activity.changed and activity.chapter == "IV":
        leads = [NEW_NAME]
    texts = (
        [f"{activity.number} {activity.title_ka}"],
        [activity.title_ka],
        _indicators(activity),
        leads,
        list(activity.partners),
        list(activity.deadlines),
        list(activity.budget),
        list(activity.donors),
        [],
        [activity.risk] if activity.risk else [],
        [f"ანგარიშგებაზე პასუხისმგებელი: {activity.reporting}"] if activity.reporting else [],
    )
    for cell, lines in zip(cells[1:], texts, strict=True):
        _fill(cell, lines)
    if "targets" in activity.changed:
        _track(cells[3])
    return objective


def _indicators(activity: Activity) -> list[str]:
    """Return the lines of the cell of indicators, alternatives joined by "or"."""
    lines: list[str] = []
    for asked in activity.indicators:
        words = f"{asked.measure_ka} {asked.target}".strip()
        if asked.alternative and lines and activity.indicators[0].alternative:
            lines[-1] = f"{lines[-1].rstrip(';')} ან {words};"
        else:
            lines.append(f"{words};")
    return [*lines, "წყარო: ანგარიში"] if activity.verified else lines


def _fill(cell: _Cell, lines: list[str]) -> None:
    cell.paragraphs[0].text = lines[0] if lines else ""
    for line in lines[1:]:
        cell.add_paragraph(line)


def _track(cell: _Cell) -> None:
    """Leave a tracked change in a cell: words struck out, that the final state does not have."""
    deleted = OxmlElement("w:del")
    for name, value in (("w:id", "1"), ("w:author", "Example"), ("w:date", "2020-01-01T00:00:00Z")):
        deleted.set(qn(name), value)
    run, text = OxmlElement("w:r"), OxmlElement("w:delText")
    text.text = " (მინ. 999)"
    run.append(text)
    deleted.append(run)
    cell.paragraphs[0]._p.append(deleted)
