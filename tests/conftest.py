from __future__ import annotations

import contextlib
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import browser
import pytest
from checkout import copy_checkout, quiet, run

from analysis import pipeline, runs
from analysis.display.language import SOURCE, speak
from analysis.files import locked
from analysis.paths import Project
from analysis.reports.results import RunOutcome
from analysis.seldom import put_off_grammar

put_off_grammar()

EVERY_SORT = (
    "midterm-evaluation",
    "midterm-evaluation--chapter-VI",
    "data-quality",
    "programmes-compared",
    "programme-effect--programme-hepatitis-c",
    "programme-effect--programme-idp-housing",
    "programme-effect--programme-job-seeker-training",
    "programme-effect--programme-labour-inspection",
    "partner-brief--partner-eu",
    "partner-brief--partner-mia",
)
"""Reports with every sort of table, chart and sentence."""

IN_EVERY_LANGUAGE = (
    "midterm-evaluation--language-*",
    "midterm-evaluation--chapter-VI--language-ka",
    "data-quality--language-*",
    "programmes-compared*",
    "programme-effect--language-ka--programme-idp-housing",
    "programme-effect--language-fr--programme-hepatitis-c",
    "partner-brief--*partner-mia",
)
"""Reports of which each notebook is in every other language, and some in English too."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what tests do not do every day."""
    parser.addoption("--accept-text", action="store_true", help="take over what reports say")
    parser.addoption("--every-page", action="store_true", help="look at every page of every report")
    parser.addoption(
        "--every-notebook", action="store_true", help="hold both engines to every notebook"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files of few tests, the long ones, where processors share the tests out.

    The many short ones share out what is left to each processor at the end. One process alone
    begins with the short ones: it is told of a fault soonest.
    """
    tests = Counter(item.path for item in items)
    sign = 1 if "PYTEST_XDIST_WORKER" in os.environ else -1
    items.sort(key=lambda item: (sign * tests[item.path], item.path))


@pytest.fixture(autouse=True)
def _begins_in_english() -> None:
    """Begin every test in English, whatever the one before it spoke."""
    speak(SOURCE)


@pytest.fixture(scope="session")
def looking() -> None:
    """Skip what needs a browser where there is none; on a server, fail."""
    if reason := browser.missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the cache of a project whose data were checked: a copy that has it, and changes
    neither rows nor rules, need not check them again before it makes a report.
    """
    project = copy_checkout(tmp_path_factory.mktemp("checked"))
    with _shared_cache(project, "checked", tmp_path_factory):
        pipeline.check(project, quiet, reuse=True)
    return project.outputs / "cache"


@pytest.fixture(scope="session")
def said_of_ran() -> list[str]:
    """Return what the run of every report says."""
    return []


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory, checked: Path, said_of_ran: list[str]) -> Project:
    """Return a copy of the project in which every report has been run."""
    place = tmp_path_factory.mktemp("a folder with 'quotes' და ქართული")
    project = copy_checkout(place, checked)
    with _shared_cache(project, "every report", tmp_path_factory):
        outcome = runs.run(project, lambda words, **_: said_of_ran.append(words), runs.Asked())
    assert not outcome.failed
    return project


@pytest.fixture(scope="session")
def everywhere(
    tmp_path_factory: pytest.TempPathFactory, checked: Path, request: pytest.FixtureRequest
) -> RunOutcome:
    """Return a run of reports of every notebook in every language, pages alone."""
    project = copy_checkout(tmp_path_factory.mktemp("every language"), checked)
    only = ["*"] if request.config.getoption("--every-page") else IN_EVERY_LANGUAGE
    with _shared_cache(project, "every language", tmp_path_factory):
        outcome = run(project, (), ["language=all"], ["html"], only=only)
    assert not outcome.failed
    return outcome


@contextlib.contextmanager
def _shared_cache(project: Project, name: str, factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the first process that tests make what the others take from its cache."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        yield
        return
    shared = factory.getbasetemp().parent / name
    own = project.outputs / "cache"
    with locked(shared.with_suffix(".lock"), quiet, wait=True):
        if shared.is_dir():
            shutil.rmtree(own, ignore_errors=True)
            shutil.copytree(shared, own, copy_function=os.link)
        yield
        if not shared.is_dir():
            shutil.copytree(own, shared, copy_function=os.link)
