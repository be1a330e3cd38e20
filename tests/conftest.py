from __future__ import annotations

import pytest
from checkout import copy_checkout, run

from analysis.display.language import SOURCE, speak
from analysis.paths import Project
from analysis.reports.results import RunOutcome


@pytest.fixture(autouse=True)
def _begins_in_english() -> None:
    """Begin every test in English, whatever the one before it spoke."""
    speak(SOURCE)


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a copy of the project in which every report has been run."""
    project = copy_checkout(tmp_path_factory.mktemp("a folder with 'quotes' და ქართული"))
    outcome = run(project)
    assert not outcome.failed
    return project


@pytest.fixture(scope="session")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> RunOutcome:
    """Return a run of every report in every language, pages alone."""
    project = copy_checkout(tmp_path_factory.mktemp("every language"))
    outcome = run(project, (), ["language=all"], ["html"])
    assert not outcome.failed
    return outcome
