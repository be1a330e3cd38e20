"""Rounds: what agencies answered in workbooks, as figures and links of the plan asked about.

An answer is a claim. It counts only where the assessor said that it is direct or partial
evidence; until then it bears on its target, no more. What nobody answered is a finding too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from analysis.cleaning.columns import Reader, unknown
from analysis.cleaning.links import COUNTED
from analysis.cleaning.notation import read_number
from analysis.source.delivery import Delivery
from analysis.source.manifest import SourceDocument
from analysis.source.rows import RawRow

ASSESSED = "Reported in a workbook of the round, and assessed."
CLAIMED = "Reported in a workbook of the round; not assessed as evidence, so it does not count."
SILENT = "No workbook of a round reported on it."
DIFFERENCE = "The assessor named a difference; it stands with the answer."

SPENT = "Money spent on the activity"

OWN_WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("links", "reason"): (ASSESSED, CLAIMED, SILENT),
    ("links", "difference"): (DIFFERENCE,),
    ("figures", "measure"): (SPENT,),
    ("figures", "population"): (SPENT,),
}
"""The words that rounds bring into tables, by table and column; labels have them all."""

_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")

Record = Mapping[str, object]
Row = dict[str, object]


@dataclass(frozen=True)
class Answers:
    """What one agency answered about one target, by field, and what the assessor made of it."""

    document: SourceDocument
    target_id: str
    agency_id: str
    cells: Mapping[str, RawRow]
    assessment: RawRow | None

    @property
    def answer_id(self) -> str:
        return f"{self.document.prefix}-{self.target_id}-{self.agency_id}"

    def said(self, field: str) -> str:
        """Return an answer in its canonical form; empty where there is none."""
        return self.cells[field]["value"] if field in self.cells else ""

    def judged(self, column: str) -> str:
        """Return a cell of the assessment; empty where there is none."""
        return self.assessment[column] if self.assessment else ""

    @property
    def strength(self) -> str:
        """The strength that the assessor gave, or that of a claim."""
        given = self.judged("strength")
        return given if given in COUNTED else "contextual"


@dataclass(frozen=True)
class Rounds:
    """What rounds add to the clean tables: answers as records, figures and links."""

    answers: Sequence[Answers]
    records: list[Row]
    figures: Sequence[Row]
    first_plan: frozenset[str]
    """The targets of the first plan, each of which the register has to link itself."""

    def after(self, columns: Mapping[str, Sequence[object]]) -> Mapping[str, Sequence[object]]:
        """Return columns of figures with those of rounds after them."""
        return {
            name: [*cells, *(figure[name] for figure in self.figures)]
            for name, cells in columns.items()
        }

    def links(self, asked: Sequence[tuple[str, str]]) -> list[RawRow]:
        """Return the links of targets, kind and id, for which no register has evidence."""
        made = links_of(self.answers, self.figures, asked, self.first_plan)
        return [RawRow(ANSWERS_FILE, number, cells) for number, cells in enumerate(made, 1)]


ANSWERS_FILE = "links made of the answers of rounds"


def read_rounds(
    delivery: Delivery, records: Mapping[str, Sequence[Record]], reader: Reader
) -> Rounds:
    """Return what the rounds of a delivery add; nothing, where there is none."""
    answers = read_answers(delivery, reader)
    indicators = {str(one["indicator_id"]): one for one in records["indicators"]}
    activities = {str(one["activity_id"]): one for one in records["activities"]}
    first = next((one for one in delivery.documents.values() if one.kind == "table"), None)
    own = {key for key, one in activities.items() if first and one["source_id"] == first.source_id}
    own |= {key for key, one in indicators.items() if one["activity_id"] in own}
    return Rounds(
        answers,
        clean_answers(answers, {*indicators, *activities}, reader),
        list(figures_of(answers, indicators, reader)),
        frozenset(own),
    )


def read_answers(delivery: Delivery, reader: Reader) -> list[Answers]:
    """Return the answers of every round, by target and agency."""
    assessed = {
        (document.source_id, row["target_id"]): row
        for document, row in delivery.by_document("assessments")
    }
    cells: dict[tuple[str, str, str], dict[str, RawRow]] = {}
    for document, row in delivery.by_document("answers"):
        key = (document.source_id, row["target_id"], row["agency_id"])
        cells.setdefault(key, {})[row["field"]] = row
    answered = {key[:2] for key in cells}
    reader.problems += [
        row.problem("an assessment of what nobody answered", "target_id")
        for key, row in assessed.items()
        if key not in answered
    ]
    return [
        Answers(
            delivery.documents[source_id], target, agency, fields, assessed.get((source_id, target))
        )
        for (source_id, target, agency), fields in cells.items()
    ]


def clean_answers(answers: Sequence[Answers], known: set[str], reader: Reader) -> list[Row]:
    """Return one record an agency and target: claimed and assessed, side by side."""
    records: list[Row] = []
    for one in answers:
        row = next(iter(one.cells.values()))
        if one.target_id not in known:
            reader.problems.append(unknown(row, "target_id", one.target_id, known))
        records.append(
            {
                "answer_id": one.answer_id,
                "source_id": one.document.source_id,
                "target_id": one.target_id,
                "agency_id": one.agency_id,
                **{name: one.said(name) for name in TEXTS},
                "value": _number(one, "value", reader),
                "spent": _number(one, "spent", reader),
                "workbook": row["workbook"],
                "place": _place(one),
                "assessed_status": one.judged("assessed_status"),
                "strength": one.judged("strength"),
                "difference": one.judged("difference"),
                "assessor": one.judged("assessor"),
                "assessed_on": one.judged("assessed_on"),
            }
        )
    return records


def _place(one: Answers) -> str:
    """Return the sheet and cell of what was answered: the value, or what stands first."""
    field = next((name for name in ("value", "spent", "date") if name in one.cells), "")
    row = one.cells.get(field) or next(iter(one.cells.values()))
    return f"{row['sheet']}!{row['cell']}"


TEXTS = (
    "claimed_status", "unit", "date", "evidence_document", "evidence_page", "obstacle", "comment",
)  # fmt: skip


def _number(one: Answers, field: str, reader: Reader) -> Decimal | None:
    if not one.said(field):
        return None
    return reader.read(one.cells[field], "value", read_number, Decimal(0))


def figures_of(
    answers: Sequence[Answers], indicators: Mapping[str, Record], reader: Reader
) -> Iterator[Row]:
    """Yield a figure for each answer with a value, and a milestone for each product dated."""
    for one in answers:
        asked = indicators.get(one.target_id)
        value, spent, day = (_number(one, "value", reader), _number(one, "spent", reader),
                             one.said("date"))  # fmt: skip
        if day and not _DAY.fullmatch(day):
            reader.problems.append(one.cells["date"].problem("not a date", "value", "YYYY-MM-DD"))
            continue
        if asked and value is not None:
            unit = one.said("unit") or str(asked["unit"])
            yield _figure(one, "value", asked["measure"], "result", value, unit, day)
        elif asked and day and not asked["unit"]:
            yield _figure(one, "date", asked["measure"], "milestone", None, "", day)
        elif not asked and spent is not None:
            yield _figure(one, "spent", SPENT, "spend", spent, "GEL", day)


def _figure(
    one: Answers,
    field: str,
    measure: object,
    kind: str,
    value: Decimal | None,
    unit: str,
    day: str,
) -> Row:
    cell = one.cells[field]
    period = day or one.document.round
    return {
        "figure_id": one.answer_id,
        "source_id": one.document.source_id,
        "source_line": cell.number,
        "value_raw": cell["value_raw"],
        "value": value,
        "unit": unit,
        "qualifier": "exact" if kind != "milestone" else "",
        "period": period,
        "period_basis": "" if kind == "milestone" else "stated" if day else "report_year",
        "programme_id": "",
        "measure": measure,
        "population": measure,
        "cohort": "",
        "disaggregation": "",
        "kind": kind,
        "observation_status": "",
        "date": day if kind == "milestone" else "",
    }


def links_of(
    answers: Sequence[Answers],
    figures: Sequence[Row],
    asked: Sequence[tuple[str, str]],
    first_plan: Collection[str],
) -> Iterator[dict[str, str]]:
    """Yield the cells of a link for each target that was answered, or of which nobody reported.

    Parameters
    ----------
    asked : the targets, kind and id, for which no register has evidence.
    first_plan : targets whose links the register has to have itself where nobody answered.
    """
    made = {figure["figure_id"] for figure in figures}
    by_target: dict[str, list[Answers]] = {}
    for one in answers:
        by_target.setdefault(one.target_id, []).append(one)
    for kind, target in asked:
        said = [one for one in by_target.get(target, ()) if one.answer_id in made]
        if not said and kind != "commitment" and target not in first_plan:
            yield _link(f"{target}-unreported", kind, target, (), "looked_for", SILENT)
        for one in said[:1]:
            yield _link(
                f"{one.answer_id}-link",
                kind,
                target,
                [other.answer_id for other in said],
                one.strength,
                ASSESSED if one.strength in COUNTED else CLAIMED,
                one.said("claimed_status"),
            )


def _link(
    link_id: str,
    kind: str,
    target: str,
    figures: Sequence[str],
    strength: str,
    reason: str,
    claimed: str = "",
) -> dict[str, str]:
    return {
        "link_id": link_id,
        "target_kind": kind,
        "target_id": target,
        "strength": strength,
        "figure_ids": ";".join(figures),
        # Two agencies that answer one question say one thing: it counts once.
        "counted_figure_ids": figures[0] if figures and strength in COUNTED else "",
        "claimed_status": claimed,
        "difference": DIFFERENCE if strength == "partial" else "",
        "reason": reason,
    }
