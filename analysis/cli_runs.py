"""The commands that make runs of the reports, and look after those that were made."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from analysis import comparing, runs
from analysis.errors import ExitCode
from analysis.summary import Hooks, summarized
from analysis.terminal import FILE, LOGS, Log, project_of

DIFFERENT = 1
"""What ``compare --exit-code`` answers where two runs differ, as ``git diff`` does."""


@click.command()
@click.argument("reports", metavar="[REPORT]...", nargs=-1)
@click.option("-p", "--parameter", metavar="NAME=VALUE", multiple=True, help="Repeatable.")
@click.option("--language", type=click.Choice(["en", "ka", "fr", "all"]), help="Or English.")
@click.option(
    "--formats",
    metavar="FORMAT[,…]",
    default="",
    help="Of html, pdf, docx, xlsx, csv and svg; all if not given. Pages are always made.",
)
@click.option("--only", metavar="PATTERN", multiple=True, help="Reports by name, such as '*-fr'.")
@click.option("--workers", type=int, help="Reports made at a time; one a processor if not given.")
@click.option("--executor", default="local", show_default=True, help="local or dask.")
@click.option("--scheduler", metavar="ADDRESS", default="", help="Of Dask; or one starts here.")
@click.option("--dry-run", is_flag=True, help="Say what would be made and why; make nothing.")
@click.option("--force", is_flag=True, help="Check and make everything, changed or not.")
@click.option(
    "--fail-fast/--continue-on-failure",
    default=False,
    help="Whether to begin no report after one has failed; the others go on otherwise.",
)
@click.option(
    "--if-running",
    type=click.Choice(["leave", "wait"]),
    default="leave",
    show_default=True,
    help="What to do while another run is at work here.",
)
@click.option("--log", type=click.Choice(LOGS), default="plain", show_default=True)
@click.option("--summary", type=FILE, help="A JSON file to write what came of it to.")
@click.option("--on-failure", metavar="COMMAND", default="", help="To be called if it failed.")
@click.option("--on-change", metavar="COMMAND", default="", help="To be called if it made a run.")
@click.pass_context
def run(
    context: click.Context,
    reports: tuple[str, ...],
    parameter: tuple[str, ...],
    language: str | None,
    formats: str,
    only: tuple[str, ...],
    workers: int | None,
    executor: str,
    scheduler: str,
    dry_run: bool,
    force: bool,
    fail_fast: bool,
    if_running: str,
    log: str,
    summary: Path | None,
    on_failure: str,
    on_change: str,
) -> None:
    """Clean, check, and make every report; then open outputs/latest/index.html.

    What is as it was is not made again: where nothing has changed, nothing is done. A report
    that fails does not stop the others: its page says which cell failed and why, the exit code
    is 4, and outputs/latest stays as it was. So it does where reports, parameters or formats are
    named: the run then lies in outputs/runs.

    A COMMAND is called without a shell. ANALYSIS_STATUS tells it whether the run was complete,
    unchanged or failed, and ANALYSIS_SUMMARY where the summary is.

    \b
    Examples:
      analysis run
      analysis run --dry-run
      analysis run midterm_evaluation -p chapter=V -p evidence=direct
      analysis run --language all --formats html --workers 4
      analysis run --log json --summary run.json --if-running wait
    """
    project, tell = project_of(context), Log(log)
    asked = runs.Asked(
        reports=reports,
        parameters=(*parameter, f"language={language}") if language else parameter,
        only=only,
        formats=[kind.strip() for kind in formats.split(",") if kind.strip()],
        workers=workers,
        executor=executor,
        scheduler=scheduler,
        force=force,
        fail_fast=fail_fast,
        wait=if_running == "wait",
    )
    if dry_run:
        _tell_plan(runs.plan(project, tell, asked))
        return
    with summarized(project, tell, summary, Hooks(on_failure, on_change)) as told:
        outcome = runs.run(project, tell, asked)
        told.of(outcome)
        for report in outcome.failed:
            tell(f"failed: {report.title}: {report.reason}", level="error")
            tell(f"  its page: {project.relative(report.page)}", level="error")
    if outcome.failed:
        sys.exit(ExitCode.REPORT)
    if outcome.unchanged:
        tell.result(f"Nothing has changed: {project.relative(outcome.index)} is as it should be")
    else:
        tell.result(f"The reports are ready: {project.relative(outcome.index)}")


@click.command("runs")
@click.pass_context
def list_runs(context: click.Context) -> None:
    """List the runs that there are, the newest first.

    A run's folder is never changed once it is there. The latest good run of every report is
    marked; outputs/latest leads to it.
    """
    from analysis.reports.running.history import past_runs

    found = past_runs(project_of(context))
    for one in found:
        mark = "latest" if one.latest else ""
        failed = f", {one.failed} failed" if one.failed else ""
        told = one.fault or f"{one.reports} reports, {one.reused} as they were{failed}"
        click.echo(f"{one.name:<32} {mark:<7} {told}")
    click.echo(f"{len(found)} {'run' if len(found) == 1 else 'runs'}")


@click.command()
@click.option("--keep", type=int, required=True, help="How many of the newest runs to keep.")
@click.option("--days", type=int, help="Keep runs no older than that, too.")
@click.option(
    "--keep-run", "named", metavar="RUN", multiple=True, help="Keep this one. Repeatable."
)
@click.option(
    "--cache-days",
    type=int,
    default=30,
    show_default=True,
    help="Of the cache, what was used since.",
)
@click.option("--dry-run", is_flag=True, help="Say what would go; remove nothing.")
@click.pass_context
def prune(
    context: click.Context,
    keep: int,
    days: int | None,
    named: tuple[str, ...],
    cache_days: int,
    dry_run: bool,
) -> None:
    """Remove old runs, and from the cache what has long not been used.

    Kept are the newest runs, those no older than a number of days, those named, and always the
    run that outputs/latest leads to.

    \b
    Examples:
      analysis prune --keep 10 --dry-run
      analysis prune --keep 5 --days 90 --keep-run 20260101T030000Z-59f51b4b5f58
    """
    project = project_of(context)
    found = runs.prune(project, Log(), runs.Keeping(keep, days, named, cache_days), dry_run=dry_run)
    for one in found.runs:
        click.echo(f"{'would go' if dry_run else 'gone'}: {one.name}")
    click.echo(
        f"{len(found.runs)} runs {'would go' if dry_run else 'are gone'}, "
        f"{found.entries} entries of the cache, {found.files} of its files"
    )


@click.command()
@click.argument("before", metavar="RUN")
@click.argument("after", metavar="RUN")
@click.option("--html", "page", type=FILE, help="Write everything as a page, charts side by side.")
@click.option("--json", "record", type=FILE, help="Write everything as JSON, for programs.")
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
    done = comparing.compare(
        project_of(context), before, after, page=page, record=record, language=language
    )
    click.echo(done.text, nl=False)
    for path in (page, record):
        if path:
            click.echo(f"written: {path}")
    if exit_code and not done.same:
        context.exit(DIFFERENT)


def _tell_plan(plans: Sequence[object]) -> None:
    """Say of each report whether it would be made, and why."""
    made = 0
    for one in plans:
        name, why = one.work.task.name, one.why  # type: ignore[attr-defined]
        made += bool(why)
        click.echo(f"make  {name}: {why}" if why else f"as is {name}")
    click.echo(f"{made} of {len(plans)} reports would be made")
