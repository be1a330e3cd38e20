from __future__ import annotations

import in_process
import pytest
from checkout import copy_checkout

from analysis import pipeline
from analysis.paths import Project
from analysis.reports.results import RunOutcome
from analysis.reports.tasks import tasks


def quiet(_: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a copy of the project in which every report has been run."""
    project = copy_checkout(tmp_path_factory.mktemp("a folder with 'quotes' და ქართული"))
    outcome = pipeline.run(project, quiet)
    assert not outcome.failed
    return project


@pytest.fixture(scope="session")
def everywhere(ran: Project, tmp_path_factory: pytest.TempPathFactory) -> RunOutcome:
    """Return every report in every language, made without waiting for a run of them."""
    folder = tmp_path_factory.mktemp("every language")
    checks = (ran.outputs / "latest" / "checks").resolve()
    return in_process.make_run(ran, checks, folder, tasks((), ["language=all"]))
