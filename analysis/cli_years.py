"""The command that sets a plan beside the one before it."""

from __future__ import annotations

from pathlib import Path

import click

from analysis import years
from analysis.errors import UsageError
from analysis.terminal import FILE, project_of


@click.command()
@click.argument("plan")
@click.option("--previous", help="The plan before it: propose the matches.")
@click.option("--to", type=FILE, help="The file of the proposal; or outputs/matches/PLAN.csv.")
@click.option("--accept", "signed", type=FILE, help="The proposal, every row of it signed.")
@click.pass_context
def match(
    context: click.Context, plan: str, previous: str | None, to: Path | None, signed: Path | None
) -> None:
    """Match the activities and indicators of a plan with those of the plan before.

    First a program proposes, by number, wording, indicators and lead bodies. A person compares
    the columns now and before, corrects previous_id where they are not one, and signs every row
    in decided_by. Signed, the matches become raw rows in the plan's folder, and the mid-term
    evaluation shows the years side by side with them.

    \b
    Examples:
      analysis match action-plan-2020 --previous action-plan-2019
      analysis match action-plan-2020 --accept outputs/matches/action-plan-2020.csv
    """
    project = project_of(context)
    if bool(previous) == bool(signed):
        raise UsageError("Give either --previous, for a proposal, or --accept, with a signed one.")
    if signed:
        click.echo(f"{years.accept(project, plan, signed)} matches accepted")
        return
    assert previous is not None
    found = years.propose(project, plan, previous, to)
    click.echo(f"{found.matched} matched, {found.new} new, {found.dropped} dropped, proposed")
    click.echo(f"sign every row of {project.relative(found.path)}, then: analysis match --accept")
