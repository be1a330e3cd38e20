"""What was reported of each target before, for the sheet of the last round."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.checks.results import CheckedTables
from analysis.cleaning.records import each_row
from analysis.display.codes import strength_words
from analysis.display.language import _
from analysis.display.measuring import read_as
from analysis.display.tables import document_line

_REPORTED = ("direct", "partial", "contextual")


@dataclass(frozen=True)
class Reported:
    """One figure that was reported of a target, in words."""

    measure: str
    said: str
    strength: str
    source: str

    def line(self) -> str:
        """Return it in one line."""
        return _(
            "{measure}: {said} ({strength})",
            measure=self.measure,
            said=self.said,
            strength=self.strength,
        )


def reported(data: CheckedTables) -> dict[str, list[Reported]]:
    """Return, by target, what was reported of it, or of what it was in the plan before.

    Parameters
    ----------
    data : released in the language spoken: small counts of people are withheld already.
    """
    figures = {row.figure_id: row for row in each_row(data["figures"])}
    titles = dict(zip(data["sources"]["source_id"], data["sources"]["title"], strict=True))
    found: dict[str, list[Reported]] = {}
    for link in each_row(data["links"]):
        if link.strength not in _REPORTED:
            continue
        for name in filter(None, link.figure_ids.split(";")):
            figure = figures[name]
            source = document_line(titles[figure.source_id], figure.source_line)
            one = Reported(figure.measure, read_as(figure), strength_words(link.strength), source)
            found.setdefault(link.target_id, []).append(one)
    for match in each_row(data["plan_matches"]):
        if match.item_id and match.previous_id in found:
            found.setdefault(match.item_id, found[match.previous_id])
    return found
