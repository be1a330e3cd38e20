"""The catalogue: which reports exist, each a notebook with its declared parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis.display.language import LANGUAGES, mark
from analysis.reports.choices import ACRONYMS, PARTNERS, PROGRAMMES
from analysis.reports.parameters import Parameter, Value
from analysis.reports.report import Report
from analysis.reports.themes import FIELDS

if TYPE_CHECKING:
    from analysis.checks.results import CheckedTables

_GATE: dict[str, Parameter] = {
    "audience": Parameter(
        "partner",
        "partner: small counts of people are withheld; internal: they are shown",
        ("partner", "internal"),
    ),
    "language": Parameter("en", "the language of the report", tuple(LANGUAGES)),
    "threshold": Parameter(5, "counts of people below this number are small", limits=(3, 20)),
}

_CONFIDENCE = Parameter(
    0.95,
    "of the intervals, as a share",
    limits=(0.5, 0.999),
    advice="Write 95 percent as 0.95.",
)


def _check_scope(data: CheckedTables, values: Mapping[str, Value]) -> None:
    from analysis.measures.scope import scope

    names = ("plan", "chapter", "as_of", "evidence", "status_scale")
    scope(data, **{name: str(values[name]) for name in names})


def _read_comparison(text: str) -> object:
    from analysis.measures.identification import read_comparison

    return read_comparison(text)


REPORTS: dict[str, Report] = {
    report.report_id: report
    for report in (
        Report(
            "midterm_evaluation",
            mark("Mid-term evaluation"),
            mark(
                "How far did the yearly plan of Georgia's migration strategy get, "
                "and how sure can one be?"
            ),
            "midterm_evaluation.ipynb",
            {
                "plan": Parameter(
                    "action-plan-2019",
                    "the plan evaluated, by its source_id",
                    form="(action-)?plan-[a-z0-9-]{1,40}",
                ),
                "chapter": Parameter(
                    "all",
                    "the whole plan or one chapter",
                    ("all", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI"),
                ),
                "as_of": Parameter(
                    "2019-12-31",
                    "the date as of which activities are due, YYYY-MM-DD",
                    (),
                    "[0-9]{4}-[0-9]{2}-[0-9]{2}",
                ),
                "evidence": Parameter(
                    "direct,partial", "which strengths count", ("direct", "direct,partial")
                ),
                "status_scale": Parameter(
                    "georgia-four",
                    "the words for a status",
                    ("georgia-four", "open-government-five"),
                ),
                "criteria": Parameter("six", "five or six OECD-DAC criteria", ("five", "six")),
                **_GATE,
            },
            each="chapter",
            whole="all",
            theme="evaluation",
            precheck=_check_scope,
        ),
        Report(
            "data_quality",
            mark("Data quality"),
            mark("Can the figures behind the evaluation be trusted?"),
            "data_quality.ipynb",
            {
                "document": Parameter(
                    "all",
                    "the document to report on",
                    (
                        "all",
                        "france-brief-2019",
                        "france-brief-earlier",
                        "association-report-2019",
                        "action-plan-2019",
                        "reintegration-brief-2020",
                    ),
                ),
                "identities": Parameter(
                    "all", "which identities are listed in full", ("all", "failing")
                ),
                **_GATE,
            },
            theme="quality",
        ),
        Report(
            "programme_effect",
            mark("Programme"),
            mark("What did the programme do, what did it cost, and what may be said of it?"),
            "programme_effect.ipynb",
            {
                "programme": Parameter(
                    "job-seeker-training",
                    "a programme with printed figures",
                    tuple(PROGRAMMES),
                    labels=PROGRAMMES,
                ),
                "confidence": _CONFIDENCE,
                "comparison": Parameter(
                    "0-1",
                    "the assumed rate without the programme, a share or a range such as 0.05-0.15",
                    reads=_read_comparison,
                ),
                "price_basis": Parameter(
                    "current",
                    "whose prices amounts stand in",
                    ("current",),
                    advice="Constant prices need a price index, which no document prints.",
                ),
                **_GATE,
            },
            each="programme",
            fields=FIELDS,
        ),
        Report(
            "programmes_compared",
            mark("Programmes compared"),
            mark(
                "What do the programmes show side by side, and what would each need to be "
                "evaluated?"
            ),
            "programmes_compared.ipynb",
            {"confidence": _CONFIDENCE, **_GATE},
            theme="comparison",
        ),
        Report(
            "partner_brief",
            mark("Partner brief"),
            mark(
                "What has a partner taken on, what is reported of it, and what should be asked "
                "next?"
            ),
            "partner_brief.ipynb",
            {
                "partner": Parameter(
                    "afd",
                    "a partner or donor of the plan, or one with commitments; or its acronym",
                    tuple(PARTNERS),
                    advice="An organisation that is neither partner nor donor of an activity, "
                    "and has no commitment, has no brief.",
                    labels=PARTNERS,
                    spellings=ACRONYMS,
                ),
                **_GATE,
            },
            each="partner",
            theme="partners",
        ),
    )
}
