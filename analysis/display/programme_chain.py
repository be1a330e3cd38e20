"""The results chain as a picture of three boxes, gaps shown as gaps."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.cleaning.records import each_row
from analysis.display.language import _, _said, mark
from analysis.display.numbers import counted
from analysis.display.programme_sentences import figure_link
from analysis.display.shown import Piece, Shown, as_html, as_text, escape
from analysis.measures.bases import Count
from analysis.measures.programme import Programme
from analysis.measures.results_chain import results_chain

_BOXES = {
    "events": mark("Activities"),
    "outputs": mark("Outputs"),
    "outcomes": mark("Outcomes"),
}
_MONEY = {"current": mark("Money (current prices)")}
"""The box of money, by the basis of its prices."""

_GAPS = {
    "money": mark("What it cost is not printed with the results."),
    "outputs": mark("What was done, and for how many, is not printed."),
    "outcomes": mark("What came of it is not printed."),
}


def chain(programme: Programme, price_basis: str) -> Shown:
    """Return the chain from money to outputs to outcomes.

    Amounts stand in the prices of their printed year, the only ``price_basis`` there is.
    """
    found = results_chain(programme)
    rows = {row.figure_id: row for row in each_row(programme.figures)}

    def named(figure_ids: Sequence[str]) -> list[Piece]:
        return [
            _said("{title}: {amount}", title=rows[name].measure, amount=figure_link(rows[name]))
            for name in figure_ids
        ]

    groups: dict[str, list[Piece]] = {
        "money": [*map(_planned, found.budgets), *named(found.money)],
        **({"events": named(found.events)} if found.events else {}),
        "outputs": named(found.outputs),
        "outcomes": named(found.outcomes),
    }
    names = {key: _(words) for key, words in _BOXES.items()} | {"money": _(_MONEY[price_basis])}
    boxes = "".join(
        f"<li><strong>{escape(names[key])}</strong>{_inside(key, entries)}</li>"
        for key, entries in groups.items()
    )
    text = "\n".join(_line(names[key], key, entries) for key, entries in groups.items())
    return Shown(f'<ol class="chain">{boxes}</ol>', text)


def _planned(budget: Count) -> str:
    return _(
        "Planned in the action plan ({activity}): {amount}",
        activity=budget.figure_ids[0],
        amount=counted(budget.value, budget.unit),
    )


def _inside(key: str, entries: list[Piece]) -> str:
    if not entries:
        return f'<p class="gap">{escape(_(_GAPS[key]))}</p>'
    return "<ul>" + "".join(f"<li>{as_html(entry)}</li>" for entry in entries) + "</ul>"


def _line(name: str, key: str, entries: list[Piece]) -> str:
    said = "; ".join(map(as_text, entries)) or _(_GAPS[key])
    return _("{box}: {entries}", box=name, entries=said)
