"""The command line: words typed in, one call made, a named exit code out."""

from __future__ import annotations

import signal
import sys
import traceback
from pathlib import Path
from typing import NoReturn

import click

from analysis import cli_intake, cli_rounds, cli_runs, cli_years, pipeline
from analysis.errors import AnalysisError, ExitCode, UsageError
from analysis.files import locked
from analysis.terminal import FILE, FOLDER, Log, project_of

EPILOG = """\b
Exit codes:
  0  all well
  1  an unexpected fault of the program (run again with --debug)
  2  the words typed or the parameters given are off
  3  the data failed: unreadable, unknown, unproved, or a check that must hold does not
  4  a report failed; the others finished and the last good outputs/latest is intact
  5  a folder or file cannot be read or written
  6  another run is at work here
  7  a cluster does not answer, or has no worker that can be used

\b
Begin with:
  analysis run          clean, check, run every report: outputs/latest/index.html
  analysis check        clean and check alone
  analysis list         which reports there are, and their parameters
  analysis share        a bundle for a partner, in its language; verify examines one
"""


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--project", type=FOLDER, help="The checkout; found upwards if not given.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="georgia-midterm-evaluation")
@click.pass_context
def cli(context: click.Context, project: Path | None, debug: bool) -> None:
    """Evaluate Georgia's 2016-2020 migration strategy from printed government figures.

    Raw rows are cleaned into typed tables, the tables are checked, and notebooks run on
    the checked tables make the reports. Every number leads back to a document and line.
    """
    context.obj = (project, debug)


@cli.command()
@click.option("--force", is_flag=True, help="Ask everything, also of tables that are as they were.")
@click.pass_context
def check(context: click.Context, force: bool) -> None:
    """Clean the raw rows and check the clean tables, without reports.

    data/clean is written only if every critical expectation holds and identities agree
    with the register of known discrepancies. Results and Data Docs go to outputs/checks.
    What was asked before of the same table, suite and code is taken from outputs/cache.
    """
    project = project_of(context)
    with locked(project.outputs / ".lock", Log(), wait=True):
        outcome = pipeline.check(project, Log(), reuse=not force)
    for name, count in outcome.rows.items():
        click.echo(f"{name}: {count} rows")
    failed = [result for result in outcome.expectations if not result.success]
    click.echo(
        f"{len(outcome.expectations)} expectations, {len(failed)} not met "
        f"(none critical); {outcome.identities_failing} identities fail, all registered"
    )
    for result in failed:
        click.echo(
            f"  {result.severity}: {result.table}: {result.note} "
            f"{result.unexpected} of {result.rows} rows do not."
        )


@cli.command()
@click.argument("value_id")
@click.pass_context
def trace(context: click.Context, value_id: str) -> None:
    """Print where a number comes from, down to document, line and printed token.

    VALUE_ID is an id as reports and tables show it: a figure (ar19-075-2), an activity or
    indicator (ap19-V-g-1.2-i1), a commitment, a link, an identity (inspection-parts), or a
    derived number of the mid-term evaluation (implementation-rate-indicators), or of a
    programme (training-placed).
    """
    for step in pipeline.trace(project_of(context), value_id):
        click.echo("  " * step.level + step.words)


@cli.command()
@click.argument("folder", metavar="[RUN]", required=False, type=FOLDER)
@click.pass_context
def disclosure(context: click.Context, folder: Path | None) -> None:
    """Audit what a run shares with partners: would it give a small count of people away?

    RUN is a folder of outputs/runs; outputs/latest if none is given. Every page and
    notebook made for partners is read again; what stands in them, and what could be
    computed from them, is set against the rules of data/raw/disclosure_rules.csv.
    """
    found = pipeline.disclosure(project_of(context), folder)
    click.echo(
        f"{found.files} files, {found.people} counts of people, {found.small} of them small: "
        "none stands in a file, none can be computed"
    )


@cli.command()
@click.option("--partner", required=True, help="An organisation's id or acronym, such as AFD.")
@click.option("--language", default="en", show_default=True, help="en, ka or fr.")
@click.option("--to", "folder", type=FOLDER, help="A new or empty folder to write.")
@click.option("--zip", "packed", type=FILE, help="A new file to write; its name ends in .zip.")
@click.pass_context
def share(
    context: click.Context, partner: str, language: str, folder: Path | None, packed: Path | None
) -> None:
    """Make a bundle that can be sent to a partner: pages, PDF, Word, Excel, data, records.

    Runs the partner's brief, the programmes that bear on it, the mid-term evaluation and the
    report on the data, then examines everything as it would be sent: small counts, code, paths,
    copied sentences, links. What is unfit is named by file and place, and nothing is written.

    \b
    Examples:
      analysis share --partner AFD --language fr --to for-afd
      analysis share --partner eu --zip for-eu.zip
    """
    if (folder is None) == (packed is None):
        raise UsageError("Give --to FOLDER or --zip FILE, one of them.")
    place = folder or packed
    assert place is not None
    tally = pipeline.share(
        project_of(context), Log(), partner, language, place, packed=packed is not None
    )
    for name, count in tally.items():
        click.echo(f"{'at the top' if name == '.' else name}: {count} files")
    click.echo(f"The bundle is ready: {place}")


@cli.command()
@click.argument("bundle", type=click.Path(path_type=Path))
def verify(bundle: Path) -> None:
    """Examine a bundle that was sent: is it whole, and would it be let pass?

    BUNDLE is a folder or a zip file that analysis share made. Neither the project nor a network
    is needed. Checksums, the schema of every table, and the gate are held to it again.
    """
    found = pipeline.verify(bundle)
    click.echo(f"{found.files} files as they were made, {found.tables} tables as described; fit")


@cli.command("list")
def list_reports() -> None:
    """List the reports and their parameters."""
    from analysis.reports.catalogue import REPORTS

    for report in REPORTS.values():
        click.echo(f"{report.report_id}: {report.title}")
        if report.each:
            click.echo(f"  runs once for every {report.each}, unless one is given")
        for name, parameter in report.parameters.items():
            click.echo(f"  {name} ({parameter.described}): {parameter.meaning}")


@cli.command()
@click.pass_context
def suites(context: click.Context) -> None:
    """Write the expectation suites of analysis/checks/rules.py to expectations/."""
    changed = pipeline.write_suites(project_of(context))
    click.echo(f"changed: {', '.join(changed)}" if changed else "every suite was as it should be")


_OTHERS = (
    *(cli_intake.extract, cli_intake.audit, cli_intake.fingerprint, cli_intake.review),
    *(cli_runs.run, cli_runs.list_runs, cli_runs.compare, cli_runs.prune),
    *(cli_rounds.workbooks, cli_rounds.collect, cli_years.match),
)
for _command in _OTHERS:
    cli.add_command(_command)


def main() -> None:
    """Run the command; every refusal is one message and a named exit code."""
    debug = "--debug" in sys.argv
    # Whoever stops a run politely finds it swept up and summed up, as after Ctrl-C.
    signal.signal(signal.SIGTERM, _stopped)
    try:
        code = cli.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else ExitCode.OK)
    except click.exceptions.Abort:
        click.echo("Stopped. Nothing was half-written.", err=True)
        sys.exit(ExitCode.UNEXPECTED)
    except click.ClickException as error:
        error.show()
        sys.exit(ExitCode.USAGE)
    except AnalysisError as error:
        if debug:
            traceback.print_exc()
        Log.as_typed(sys.argv)(f"error: {error}", level="error", exit_code=int(error.exit_code))
        sys.exit(error.exit_code)
    except Exception as error:
        if debug:
            raise
        click.echo(
            f"error: unexpected {type(error).__name__}: {error}\n"
            "This is a fault of the program. Run again with --debug and report it.",
            err=True,
        )
        sys.exit(ExitCode.UNEXPECTED)


def _stopped(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt
