"""The results chain as a picture of three boxes, gaps shown as gaps."""

from __future__ import annotations

from analysis.cleaning.schema import each_row
from analysis.display.measuring import read_as
from analysis.display.numbers import counted
from analysis.display.shown import Link, Piece, Shown, as_html, as_text, escape
from analysis.measures.programme import Programme
from analysis.measures.results_chain import results_chain

_GAPS = {
    "Money": "What it cost is not printed with the results.",
    "Outputs": "What was done, and for how many, is not printed.",
    "Outcomes": "What came of it is not printed.",
}


def chain(programme: Programme, price_basis: str) -> Shown:
    """Return the chain from money to outputs to outcomes.

    Amounts stand in the prices of their printed year, the only ``price_basis`` there is.
    """
    found = results_chain(programme)
    rows = {row.figure_id: row for row in each_row(programme.figures)}

    def named(figure_id: str) -> Piece:
        row = rows[figure_id]
        return (f"{row.measure}: ", Link(read_as(row), f"figure-row-{figure_id}"))

    planned: list[Piece] = [
        f"Planned in the action plan ({budget.figure_ids[0]}): {counted(budget.value, budget.unit)}"
        for budget in found.budgets
    ]
    groups: dict[str, list[Piece]] = {
        "Money": [*planned, *map(named, found.money)],
        **({"Activities": [named(name) for name in found.events]} if found.events else {}),
        "Outputs": [named(name) for name in found.outputs],
        "Outcomes": [named(name) for name in found.outcomes],
    }
    notes = dict.fromkeys(groups, "") | {"Money": f" ({price_basis} prices)"}
    boxes = "".join(
        f"<li><strong>{name}{escape(notes[name])}</strong>{_inside(name, entries)}</li>"
        for name, entries in groups.items()
    )
    text = "\n".join(
        f"{name}{notes[name]}: {'; '.join(map(as_text, entries)) or _GAPS[name]}"
        for name, entries in groups.items()
    )
    return Shown(f'<ol class="chain">{boxes}</ol>', text)


def _inside(name: str, entries: list[Piece]) -> str:
    if not entries:
        return f'<p class="gap">{escape(_GAPS[name])}</p>'
    return "<ul>" + "".join(f"<li>{as_html(entry)}</li>" for entry in entries) + "</ul>"
