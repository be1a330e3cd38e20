"""The commands of a reporting round: workbooks out, workbooks back."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from analysis import collecting, rounds
from analysis.errors import ExitCode, UsageError
from analysis.terminal import FOLDER, project_of

_LANGUAGE = click.option(
    "--language", type=click.Choice(["en", "ka", "fr"]), default="ka", show_default=True
)


@click.command()
@click.option("--round", "round_id", required=True, help="The round's year, such as 2020.")
@_LANGUAGE
@click.option("--plan", default="", help="The plan's source_id; the newest if not given.")
@click.option("--agency", metavar="ID", multiple=True, help="A lead agency alone. Repeatable.")
@click.option("--contact", default="", help="Whom agencies may ask; stands in their guide.")
@click.option("--deadline", default="", help="By when they answer; stands in their guide.")
@click.option("--assessor", is_flag=True, help="The assessor's workbook, after collecting.")
@click.option("--collected", type=FOLDER, help="Where the round was collected; or data/raw.")
@click.option("--invented", is_flag=True, help="Mark them as invented, for an exercise.")
@click.option("--to", "folder", type=FOLDER, help="Or outputs/workbooks/<round>/<language>.")
@click.pass_context
def workbooks(
    context: click.Context,
    round_id: str,
    language: str,
    plan: str,
    agency: tuple[str, ...],
    contact: str,
    deadline: str,
    assessor: bool,
    collected: Path | None,
    invented: bool,
    folder: Path | None,
) -> None:
    """Write a workbook for each lead agency to fill in, and an overview for the coordinator.

    Each asks for the status claimed, the value achieved, evidence and money spent of the activities
    that the agency leads. An activity with several leads stands in each lead's workbook.

    \b
    Examples:
      analysis workbooks --round 2020 --language ka --deadline 15.02.2021
      analysis workbooks --round 2020 --language en --agency MFA --agency mia
      analysis workbooks --round 2020 --assessor
    """
    project = project_of(context)
    asked = rounds.Round(round_id, plan, language, contact, deadline, invented)
    if assessor and agency:
        raise UsageError("--assessor and --agency do not go together: it has every agency's.")
    if assessor:
        sent = rounds.send_assessor(project, asked, collected, folder)
    else:
        sent = rounds.send(project, asked, agency, folder)
    for name, (first, second) in sent.files.items():
        if assessor:
            click.echo(f"{name}: {first} of {second} activities and indicators answered")
        elif first:
            click.echo(f"{name}: {first} activities, {second} indicators")
    click.echo(f"written: {project.relative(sent.folder)}")


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--round", "round_id", required=True, help="The round's year, such as 2020.")
@click.option("--plan", default="", help="The plan's source_id; the newest if not given.")
@click.option("--to", type=FOLDER, help="Where round-<round> is written; or data/raw.")
@click.option("--returns", type=FOLDER, help="Or outputs/returns/<round>.")
@click.option("--replace", "replaced", is_flag=True, help="Drop answers whose workbook is gone.")
@click.pass_context
def collect(
    context: click.Context,
    folder: Path,
    round_id: str,
    plan: str,
    to: Path | None,
    returns: Path | None,
    replaced: bool,
) -> None:
    """Read the workbooks that came back, write return sheets, keep the answers that can be used.

    DIR holds every workbook of the round, under any name. Nothing in them is run or worked out.
    What cannot be used is named by sheet and cell in the agency's return sheet; the others go on.
    The exit code is 3 if something has to be mended.

    \b
    Examples:
      analysis collect returned/ --round 2020
      analysis collect returned/ --round 2020 --to ../exercise
    """
    from analysis.display.finding_words import words

    project = project_of(context)
    done = collecting.collect(
        project, folder, round_id, plan, to=to, returns=returns, replaced=replaced
    )
    for book in done.judged:
        name = book.returned.workbook
        who = "assessor" if book.assessor else book.agency_id or "of nobody known"
        click.echo(
            f"{name}: {who}: {len(book.answers)} answers taken, {book.count('mend')} to mend, "
            f"{book.count('confirm')} to check, {book.count('note')} told"
        )
    for one in [*(f for book in done.judged for f in book.findings), *done.findings]:
        if one.severity == "mend":
            said = words(one, done.names)
            place = ", ".join(filter(None, (one.workbook, said.place, said.target, said.column)))
            click.echo(f"  {place}: {said.wrong}".replace(" : ", " "))
    if done.missing:
        click.echo(f"not returned: {', '.join(done.missing)}")
    click.echo(f"{done.answers} answers and {done.assessments} assessments can be used")
    click.echo(
        f"written: {project.relative(done.data)}"
        if done.data
        else "the answers were not written: see above"
    )
    click.echo(f"return sheets: {project.relative(done.returns)}")
    if done.to_mend:
        click.echo(f"{done.to_mend} things have to be mended", err=True)
        sys.exit(ExitCode.DATA)
