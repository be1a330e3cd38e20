"""Code lists: the words of SDMX for units, programmes, kinds, qualifiers and statuses.

Names stand in every language of the reports. Codes and names of the two statuses are those of
the cross-domain code lists of SDMX, of which the codes used here are a part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from analysis.checks.results import CheckedTables
from analysis.cleaning.records import each_row
from analysis.display.codes import FIGURE_KINDS, QUALIFIED
from analysis.display.language import LANGUAGES, _, speaking, spoken
from analysis.display.numbers import unit_named

if TYPE_CHECKING:
    from sdmx.model.common import Agency, Codelist, MaintainableArtefact

AGENCY = "GME"
"""The agency of the project's own lists: the initials of georgia-midterm-evaluation."""

NORMAL, PROVISIONAL, SUPPRESSED = "A", "P", "Q"
FREE, CONFIDENTIAL = "F", "C"

OPERATORS = {">=": "GE", "=": "EQ", "<=": "LE", "range": "RANGE"}
"""The codes of the relations that a target asks for."""

LEAST, MOST = "LEAST", "MOST"
"""The codes of the two ends of a target."""

Names = Mapping[str, str]


def code_of(identifier: str) -> str:
    """Return an id of the tables as a code, in which SDMX allows no full stop.

    >>> code_of("ap19-IV-a-1.1-i1")
    'ap19-IV-a-1_1-i1'
    """
    return identifier.replace(".", "_")


def codelists(data: CheckedTables, version: str) -> dict[str, Codelist]:
    """Return every code list by its id; names of figures and the like come from the labels."""
    from sdmx.model.common import Agency

    own, standard = Agency(id=AGENCY), Agency(id="SDMX")
    figures = data["figures"].query("kind != 'milestone'")
    targets = data["indicators"].query("operator != 'none'")
    units = sorted({*figures["unit"], *targets["unit"]})
    entries: dict[str, Mapping[str, Names]] = {
        "CL_FIGURE": _labelled(data, "figures", "figure_id", "measure"),
        "CL_INDICATOR": _labelled(data, "indicators", "indicator_id", "measure"),
        "CL_PROGRAMME": _labelled(data, "programmes", "programme_id", "title"),
        "CL_SOURCE": _labelled(data, "sources", "source_id", "title"),
        "CL_UNIT": {unit: _said(unit_named, unit) for unit in units},
        "CL_FIGURE_KIND": {kind: _said(_kind, kind) for kind in FIGURE_KINDS},
        "CL_QUALIFIER": {code: _said(_qualifier, code) for code in (*QUALIFIED, "withheld")},
        "CL_OPERATOR": {code: _said(_operator, word) for word, code in OPERATORS.items()},
        "CL_TARGET_END": {
            LEAST: {"en": "The least that meets the target"},
            MOST: {"en": "The most that meets the target"},
        },
    }
    statuses: dict[str, tuple[str, Mapping[str, Names]]] = {
        "CL_OBS_STATUS": ("2.2", {
            NORMAL: {"en": "Normal value"}, PROVISIONAL: {"en": "Provisional value"},
            SUPPRESSED: {"en": "Missing value; suppressed"},
        }),
        "CL_CONF_STATUS": ("1.3", {
            FREE: {"en": "Free (free for publication)"},
            CONFIDENTIAL: {"en": "Confidential statistical information"},
        }),
    }  # fmt: skip
    found = {name: _list(name, own, version, codes) for name, codes in entries.items()}
    for name, (edition, codes) in statuses.items():
        found[name] = _list(name, standard, edition, codes)
        found[name].is_partial = True
    return found


def complete(made: MaintainableArtefact) -> None:
    """Say of what an agency keeps that it stands here in full and will not change."""
    made.is_final, made.is_external_reference = True, False


def _list(name: str, agency: Agency, version: str, codes: Mapping[str, Names]) -> Codelist:
    from sdmx.model.common import Code, Codelist

    title = name.removeprefix("CL_").replace("_", " ").capitalize()
    made = Codelist(id=name, maintainer=agency, version=version, name={"en": title})
    complete(made)
    made.extend(Code(id=code_of(code), name=dict(names)) for code, names in codes.items())
    return made


def _labelled(data: CheckedTables, table: str, key: str, column: str) -> dict[str, Names]:
    """Return the names of a table's rows in each language, by key."""
    words = {
        getattr(row, spoken()): {language: getattr(row, language) for language in LANGUAGES}
        for row in each_row(data["labels"])
        if (row.table, row.column) == (table, column)
    }
    cells: Iterable[tuple[str, str]] = zip(data[table][key], data[table][column], strict=True)
    return {identifier: words[cell] for identifier, cell in cells}


def _said(words: Callable[[str], str], code: str) -> Names:
    """Return what a code is called in each language."""
    names = {}
    for language in LANGUAGES:
        with speaking(language):
            names[language] = words(code)
    return names


def _kind(code: str) -> str:
    return _(FIGURE_KINDS[code])


def _qualifier(code: str) -> str:
    return _(QUALIFIED[code], amount="…") if code in QUALIFIED else _("withheld")


def _operator(word: str) -> str:
    if word == "range":
        return _("{low} to {high}", low="…", high="…")
    return _qualifier({">=": "at_least", "=": "exact", "<=": "up_to"}[word])
