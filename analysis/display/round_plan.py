"""The plan of a round in a language: its rows, its agencies, and what is expected to come back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from analysis.checks.results import CheckedTables
from analysis.checks.returns import Expected
from analysis.cleaning.answers import Vocabulary
from analysis.display.finding_words import Names
from analysis.display.language import speaking
from analysis.display.partner_names import with_acronym
from analysis.display.release import release
from analysis.display.round_form import (
    FormRow,
    acronyms,
    agency_names,
    askings,
    form_rows,
    scale_of,
    statuses,
    vocabulary,
)
from analysis.measures.plans import ALL_PLANS
from analysis.source.answer_form import SCALE


@dataclass(frozen=True)
class Spoken:
    """The plan of a round in a language, small counts of people withheld."""

    english: CheckedTables
    data: CheckedTables
    plan: str
    language: str

    @cached_property
    def statuses(self) -> dict[str, str]:
        """The words of the scale by their codes."""
        return statuses(self.data, self.english, SCALE)

    @cached_property
    def names(self) -> Names:
        """What agencies and statuses are called where they are spoken of."""
        return Names(acronyms(self.data), self.statuses)

    @cached_property
    def title(self) -> str:
        """The title of the plan."""
        titles = self.data["sources"]
        return str(titles[titles["source_id"] == self.plan]["title"].iloc[0])

    def rows(self, agency: str = "") -> list[FormRow]:
        """Return the rows of the form, all or those that an agency leads."""
        with speaking(self.language):
            return form_rows(self.data, self.plan, agency)

    def name(self, agency: str) -> str:
        """Return an agency's name and its acronym."""
        with speaking(self.language):
            return with_acronym(agency_names(self.data)[agency], acronyms(self.data)[agency])

    @cached_property
    def words(self) -> Vocabulary:
        """What may be chosen in the language."""
        with speaking(self.language):
            return vocabulary(self.statuses)

    def expected(self, round_id: str, agency: str) -> Expected:
        """Return what a round expects of an agency's workbook, or of an assessor's."""
        return Expected(
            round_id,
            self.plan,
            askings(self.english, self.plan),
            {row.target_id: row.leads for row in self.rows()},
            {row.target_id: row.texts for row in self.rows(agency)},
            self.words,
            scale_of(self.english, SCALE),
        )


def spoken(english: CheckedTables, plan: str, language: str) -> Spoken:
    """Return a plan in a language, which is spoken from here on."""
    released = release(english, "partner", language=language, plan=ALL_PLANS)
    return Spoken(english, released, plan, language)


class Translations(dict[str, Spoken]):
    """A plan in every language that is asked for, each made once."""

    def __init__(self, english: CheckedTables, plan: str):
        super().__init__()
        self.english, self.plan = english, plan

    def __missing__(self, language: str) -> Spoken:
        with speaking(language):
            self[language] = spoken(self.english, self.plan, language)
        return self[language]
