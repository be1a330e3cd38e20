"""What a partner brief rests on beside the plan: programmes, and figures as printed."""

from __future__ import annotations

from analysis.cleaning.records import each_row
from analysis.display.language import _, _c, mark
from analysis.display.measuring import figures_linked, printed, read_as
from analysis.display.partner_names import target_link
from analysis.display.programme_terms import LEVEL_NAMES
from analysis.display.shown import NOTHING, Shown, joined
from analysis.display.tables import document_line
from analysis.display.tabling import table
from analysis.measures.partners import Brief

_TIES = {
    "counted": mark("a figure counts as achievement"),
    "context": mark("figures bear on a target and do not count"),
    "money": mark("an amount of it is printed"),
    "promised": mark("printed with a commitment"),
}


def programmes(brief: Brief) -> Shown:
    """Return the programmes that bear on the partner, and how."""
    if not brief.programmes:
        return NOTHING
    return table(
        _("Programmes that bear on it"),
        (
            _("Programme"),
            _c("programme", "How"),
            _c("programme", "On what"),
            _("Evidence on the programme"),
            _("Figures"),
        ),
        [
            (
                one.title,
                "; ".join(_(_TIES[tie]) for tie in one.ties),
                joined([target_link(brief, name) for name in one.target_ids], "; "),
                _(LEVEL_NAMES[one.level]),
                figures_linked(one.figure_ids),
            )
            for one in brief.programmes
        ],
        note=_("Each of these programmes has a report of its own."),
    )


def figures(brief: Brief) -> Shown:
    """Return every printed figure that the brief rests on; documents by the prefix of ids."""
    if brief.figures.empty:
        return NOTHING
    shown = list(each_row(brief.figures))
    sources = brief.scope.data["sources"]
    titles = dict(zip(sources["source_id"], sources["title"], strict=True))
    documents = {_prefix(row.figure_id): titles[row.source_id] for row in shown}
    return table(
        _("Figures used, as printed in Georgian and as read"),
        (
            _("Figure"),
            _("What it says"),
            _("Printed"),
            _c("figure", "Read as"),
            _("Period"),
            _("Document and line"),
        ),
        [
            (
                row.figure_id,
                row.measure,
                printed(row.value_raw),
                read_as(row),
                row.period or _c("period", "not stated"),
                document_line(_prefix(row.figure_id), row.source_line),
            )
            for row in shown
        ],
        note=" ".join(
            [
                _(
                    "An id says document, line, and order on the line. Withheld: a small count of "
                    "people, or one that would give such a count away."
                ),
                "; ".join(
                    _("{name}: {value}", name=name, value=title)
                    for name, title in documents.items()
                ),
            ]
        ),
        row_ids=[f"figure-row-{row.figure_id}" for row in shown],
    )


def _prefix(figure_id: str) -> str:
    """Return the part of a figure's id that stands for its document.

    >>> _prefix("fb19-012-4")
    'fb19'
    """
    return figure_id.split("-", 1)[0]
