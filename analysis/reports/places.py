"""Places: what the pages of a run are called, and where the same report stands otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis.display.language import LANGUAGES
from analysis.reports.parameters import Value
from analysis.reports.report import Task

INDEX = "index.html"


@dataclass(frozen=True)
class Place:
    """Where a report's page stands: its index, and the same report in other languages."""

    index: str = INDEX
    others: Mapping[str, str] = field(default_factory=dict)
    """The name of the page in each other language of the run, by language."""


def index_name(language: str, languages: Sequence[str]) -> str:
    """Return the name of a run's index in a language; the first one's is the plain name.

    >>> [index_name(language, ["en", "fr"]) for language in ("en", "fr")]
    ['index.html', 'index-fr.html']
    """
    return INDEX if language == languages[0] else f"index-{language}.html"


def in_order(languages: Sequence[str]) -> list[str]:
    """Return languages once each, in the order of the project: English first if it is there.

    >>> in_order(["fr", "en", "fr"])
    ['en', 'fr']
    """
    return [language for language in LANGUAGES if language in languages]


def places(tasks: Sequence[Task]) -> list[Place]:
    """Return the place of each task's page among those of a run."""
    languages = in_order([_language(task) for task in tasks])
    same: dict[tuple[object, ...], dict[str, str]] = {}
    for task in tasks:
        same.setdefault(_asked(task), {})[_language(task)] = f"{task.name}.html"
    return [
        Place(
            index_name(_language(task), languages),
            {
                language: same[_asked(task)][language]
                for language in languages
                if language in same[_asked(task)] and language != _language(task)
            },
        )
        for task in tasks
    ]


def _language(task: Task) -> str:
    return str(task.values["language"])


def _asked(task: Task) -> tuple[str, tuple[tuple[str, Value], ...]]:
    """Return what a task was asked but its language: what its translations share."""
    values = {name: value for name, value in task.values.items() if name != "language"}
    return task.report.report_id, tuple(sorted(values.items()))
