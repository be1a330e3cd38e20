"""The numbers of the mid-term evaluation a second time, of the whole plan and of each chapter."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from analysis.recount.found import Parts, Recounted, Span, gathered, one
from analysis.recount.plan import Activity, Indicator
from analysis.recount.raw import Raw
from analysis.recount.rows import ids

COUNTED = ("direct", "partial")


@dataclass(frozen=True)
class Question:
    """Part of the plan, the day of the evaluation, and the strengths of evidence that count."""

    raw: Raw
    activities: tuple[Activity, ...]
    as_of: date
    counted: tuple[str, ...] = COUNTED

    @property
    def indicators(self) -> list[Indicator]:
        """The indicators of the activities."""
        return [asked for activity in self.activities for asked in self.raw.asked(activity)]


def evaluations(raw: Raw) -> Iterator[Recounted]:
    """Yield the numbers of every evaluation at the end of the plan's year."""
    end = date(int(raw.plan_year), 12, 31)
    for chapter, mine in parts_of_plan(raw).items():
        asked = Question(raw, mine, end)
        for kind, compute in (
            ("evaluation", _values),
            ("rates_by_chapter", _by_chapter),
            ("sensitivity", _sensitivity),
        ):
            yield from gathered(raw.used, kind, chapter, compute, asked)


def parts_of_plan(raw: Raw) -> dict[str, tuple[Activity, ...]]:
    """Return the activities of the whole plan, under ``all``, and of each chapter."""
    plan = tuple(raw.activities.values())
    chapters = dict.fromkeys(activity.chapter for activity in plan)
    return {"all": plan} | {name: tuple(a for a in plan if a.chapter == name) for name in chapters}


def _values(asked: Question) -> Parts:
    activities, indicators = asked.activities, asked.indicators
    whole = len(activities)
    december = f"{asked.as_of.year}-12"
    given = [a for a in activities if a.amount is not None]
    donors = Counter(donor for a in activities for donor in a.bodies["donor"])
    supported = [a for a in activities if a.bodies["donor"]]
    rate = implementation(asked, "activities")
    known = [s for i in indicators if (s := met(asked, i)) is not None]
    return {
        "activities": one(whole),
        "indicators": one(len(indicators)),
        "numeric-targets": _percent(
            sum(i.target.operator != "none" for i in indicators), indicators
        ),
        "last-month": _percent(
            sum(bool(a.deadlines) and min(a.deadlines) >= december for a in activities), activities
        ),
        "all-criteria": _percent(
            sum(all(criteria(asked.raw, a).values()) for a in activities), activities
        ),
        "naive-amount": one(sum(a.amount or 0 for a in given)),
        "planned-amount": _planned(given),
        "without-amount": _percent(whole - len(given), activities),
        "single-donor": _percent(sum(len(a.bodies["donor"]) == 1 for a in supported), supported),
        "largest-donor": _share(max(donors.values(), default=0), sum(donors.values())),
        "evidenced-activities": _percent(sum(_evidenced(asked, a) for a in activities), activities),
        "met-of-assessed": _share(sum(known), len(known)),
        "implementation-rate-activities": rate,
        "implementation-rate-indicators": implementation(asked, "indicators"),
        "score-sigma-implementation": _scored(asked.raw, rate),
    }


def _by_chapter(asked: Question) -> Parts:
    chapters = dict.fromkeys(activity.chapter for activity in asked.activities)
    found = {}
    for chapter in chapters:
        mine = tuple(a for a in asked.activities if a.chapter == chapter)
        found[chapter] = implementation(Question(asked.raw, mine, asked.as_of), "indicators")
    return found


def _sensitivity(asked: Question) -> Parts:
    ends = sorted({_month_end(month) for a in asked.activities for month in a.deadlines})
    return {
        f"{'+'.join(counted)}/{end}": implementation(
            Question(asked.raw, asked.activities, end, counted), "indicators"
        )
        for counted in (("direct",), COUNTED)
        for end in ends
    }


def criteria(raw: Raw, activity: Activity) -> dict[str, bool]:
    """Return which of the eight criteria of the plan's quality an activity meets."""
    mine = raw.asked(activity)
    parents = {row["organisation_id"]: row["parent_id"] for row in raw.tables["organisations"]}
    leads = activity.bodies["lead"]
    heads = [lead for lead in leads if parents.get(lead) not in leads]
    return {
        "numeric_target": any(i.target.operator != "none" for i in mine),
        "unit": bool(mine) and all(i.unit for i in mine),
        "verification": activity.verification,
        "deadline": bool(activity.deadlines),
        "before_last_month": any(month[5:] < "12" for month in activity.deadlines),
        "single_lead": len(heads) == 1,
        "funding": activity.budget_said or bool(activity.bodies["donor"]),
        "risk": activity.risk,
    }


def links(raw: Raw, kind: str, target_id: str) -> list[dict[str, str]]:
    """Return the links of a target."""
    found = raw.links.get((kind, target_id), [])
    raw.used.update(figure_id for link in found for figure_id in ids(link["counted_figure_ids"]))
    return found


def achieved(raw: Raw, link: dict[str, str]) -> Fraction:
    """Return what a link's counted figures add up to; a milestone is one."""
    figures = [raw.figure(figure_id) for figure_id in ids(link["counted_figure_ids"])]
    return sum((Fraction(1) if f.value is None else f.value for f in figures), Fraction(0))


def _seen(asked: Question, link: dict[str, str]) -> bool:
    """Whether a link counts, and what it counts was over on the day of the evaluation."""
    counted = [asked.raw.figure(figure_id) for figure_id in ids(link["counted_figure_ids"])]
    ends = [_end(figure.date or figure.period) for figure in counted]
    return bool(counted) and link["strength"] in asked.counted and max(ends) <= asked.as_of


def met(asked: Question, indicator: Indicator) -> bool | None:
    """Return whether an indicator is met; None where nothing counted tells."""
    for link in links(asked.raw, "indicator", indicator.indicator_id):
        if not _seen(asked, link):
            continue
        bounds = indicator.target
        if bounds.least is not None:
            return achieved(asked.raw, link) >= bounds.least
        if bounds.most is not None:
            return achieved(asked.raw, link) <= bounds.most
        if link["strength"] == "direct":
            return True
    return None


def _evidenced(asked: Question, activity: Activity) -> bool:
    targets = [("budget", activity.activity_id)]
    targets += [("indicator", mine.indicator_id) for mine in asked.raw.asked(activity)]
    return any(_seen(asked, link) for target in targets for link in links(asked.raw, *target))


def implementation(asked: Question, level: str) -> Span:
    """Return the rate of implementation: what is shown met, and what is not shown unmet."""
    plan_end = date(int(asked.raw.plan_year), 12, 31)
    answers: list[bool | None] = []
    for activity in asked.activities:
        due = _month_end(activity.deadlines[-1]) if activity.deadlines else plan_end
        if due > asked.as_of:
            continue
        mine = asked.raw.asked(activity)
        each = [met(asked, i) for i in mine if not i.alternative]
        either = [met(asked, i) for i in mine if i.alternative]
        if either:
            each.append(True if True in either else None if None in either else False)
        if level == "indicators":
            answers += each
        else:
            answers.append(False if False in each else None if None in each else True)
    if not answers:
        return Span(None, 0, 100)
    sure, failed = answers.count(True), answers.count(False)
    lower = Fraction(100 * sure, len(answers))
    upper = Fraction(100 * (len(answers) - failed), len(answers))
    return Span(lower if lower == upper else None, lower, upper)


def _planned(given: list[Activity]) -> Span:
    own = [a.amount or 0 for a in given if not a.unit_cost and not a.whole_programme]
    shared = {a.amount or 0 for a in given if not a.unit_cost and a.whole_programme}
    lower, upper = sum(own), sum(own) + sum(shared)
    return Span(lower if lower == upper else None, lower, upper)


def _scored(raw: Raw, rate: Span) -> Span:
    (rule,) = [r for r in raw.tables["rate_scorings"] if r["scoring_id"] == "sigma-implementation"]
    zero, full = Fraction(rule["zero_below_percent"]), Fraction(rule["full_from_percent"])

    def points(percent: Fraction) -> Fraction:
        if percent < zero:
            return Fraction(0)
        inside = (percent - zero) / (full - zero) if percent < full else Fraction(1)
        return inside * Fraction(rule["full_points"])

    lower, upper = points(Fraction(rate.lower)), points(Fraction(rate.upper))
    return Span(lower if lower == upper else None, lower, upper)


def _percent(part: int, whole: object) -> Span:
    return _share(part, len(whole))  # type: ignore[arg-type]


def _share(part: int, whole: int) -> Span:
    return one(Fraction(100 * part, whole) if whole else 0)


def _month_end(month: str) -> date:
    year, number = int(month[:4]), int(month[5:7])
    return date(year, number, calendar.monthrange(year, number)[1])


def _end(period: str) -> date:
    """Return the last day of a period printed as a year, a month or a day."""
    if len(period) == 10:
        return date.fromisoformat(period)
    return _month_end(period if len(period) == 7 else f"{period}-12")
