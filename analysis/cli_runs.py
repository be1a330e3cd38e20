"""The commands on finished runs: what changed between two of them."""

from __future__ import annotations

from pathlib import Path

import click

from analysis.paths import Project, find_project

DIFFERENT = 1
"""What ``--exit-code`` answers where the runs differ, as ``git diff`` does."""

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("before", metavar="RUN")
@click.argument("after", metavar="RUN")
@click.option("--html", "page", type=_FILE, help="Write everything as a page, charts side by side.")
@click.option("--json", "record", type=_FILE, help="Write everything as JSON, for programs.")
@click.option(
    "--language",
    type=click.Choice(["en", "ka", "fr"]),
    default="en",
    show_default=True,
    help="Of the page.",
)
@click.option(
    "--exit-code", is_flag=True, help="Answer 1 if anything differs, 0 if not, as git diff does."
)
@click.pass_context
def compare(
    context: click.Context,
    before: str,
    after: str,
    page: Path | None,
    record: Path | None,
    language: str,
    exit_code: bool,
) -> None:
    """Tell what changed between two runs, the most important first.

    RUN is the name of a folder of outputs/runs, a path, or latest; the earlier one stands first.
    Times and names of runs are no difference. What is written may show small counts of people:
    it is not for partners.

    \b
    Examples:
      analysis compare 20261122T060918Z-59f51b4b5f58 latest
      analysis compare RUN latest --html changes.html --language fr
      analysis compare RUN latest --json changes.json --exit-code
    """
    from analysis.comparing import compare as compare_and_write

    done = compare_and_write(
        _project(context), before, after, page=page, record=record, language=language
    )
    click.echo(done.text, nl=False)
    for path in (page, record):
        if path:
            click.echo(f"written: {path}")
    if exit_code and not done.same:
        context.exit(DIFFERENT)


def _project(context: click.Context) -> Project:
    folder, _debug = context.obj
    return find_project(folder)
