"""The commands that lead from documents to raw rows: extract, audit, fingerprint, review."""

from __future__ import annotations

from pathlib import Path

import click

from analysis import accepting, drafting, intake
from analysis.errors import UsageError
from analysis.paths import Project
from analysis.terminal import FILE, FOLDER, project_of


@click.command()
@click.argument("source_id", required=False)
@click.option("--document", type=FILE, help="The document's file: a text, or a .docx.")
@click.option("--propose", is_flag=True, help="Draft columns.toml and document.toml.")
@click.option("--complete", type=FILE, help="The completed to-complete.csv, to be written in.")
@click.option("--figures", type=FILE, help="A prose document whose numbers are drafted.")
@click.option("--accept", type=FILE, help="The completed draft of figures, to be passed on.")
@click.option("--to", type=click.Path(path_type=Path), help="Where a draft is written.")
@click.option(
    "--tracked-changes",
    type=click.Choice(("final", "original")),
    default=None,
    help="With --figures: which state of a Word document with tracked changes is read.",
)
@click.pass_context
def extract(
    context: click.Context,
    source_id: str | None,
    document: Path | None,
    propose: bool,
    complete: Path | None,
    figures: Path | None,
    accept: Path | None,
    to: Path | None,
    tracked_changes: str | None,
) -> None:
    """Extract a document into its raw rows.

    SOURCE_ID is a document of data/raw/MANIFEST.toml, or one with a folder of its own that has a
    document.toml. The file must have the SHA-256 given there. Words of our own beside the rows
    are never overwritten.

    A table is read as text or as Word (.docx). What a Word document's columns mean stands in
    data/raw/SOURCE_ID/columns.toml; --propose drafts it. What a new table asks of you (names,
    notations, titles, measures, units, risks) is listed all at once in
    outputs/intake/SOURCE_ID/to-complete.csv; write your answers into it and give it to --complete.

    The figures of prose are drafted by --figures and passed on by --accept, once every row of the
    draft has your decision and every figure its subject.

    \b
    Examples:
      analysis extract action-plan-2019 --document ../shared/seeds/003_dde81c8b4c88f6cb.txt
      analysis extract plan-2020 --document plan.docx --propose
      analysis extract plan-2020 --document plan.docx
      analysis extract plan-2020 --document plan.docx --complete to-complete.csv
      analysis extract --figures report.docx --to figures.csv
      analysis extract report-2020 --accept figures.csv --document report.docx
    """
    project = project_of(context)
    asked = [name for name, given in (("--propose", propose), ("--complete", complete),
             ("--figures", figures), ("--accept", accept)) if given]  # fmt: skip
    if len(asked) > 1:
        raise UsageError(f"Give one of {' and '.join(asked)}.")
    if figures:
        _figures(project, figures, to, tracked_changes or "")
        return
    if source_id is None:
        raise UsageError("Name the document: analysis extract SOURCE_ID --document FILE.")
    if accept:
        _told(accepting.accept(project, source_id, accept, document))
        return
    if document is None:
        raise UsageError("Give --document FILE.")
    if propose:
        _propose(project, source_id, document, to)
    elif complete:
        _told(accepting.complete(project, source_id, document, complete))
        _extract(project, source_id, document)
    else:
        _extract(project, source_id, document)


def _extract(project: Project, source_id: str, document: Path) -> None:
    outcome = intake.extract(project, source_id, document)
    for name, count in outcome.rows.items():
        state = "changed" if f"{name}.csv" in outcome.changed else "as before"
        click.echo(f"{name}: {count} rows, {state}")
    place, counts = accepting.asides(project, source_id, document)
    if place:
        listed = ", ".join(f"{kind} {count}" for kind, count in counts.items())
        click.echo(f"in the document and in none of its lines: {listed}; {project.relative(place)}")
    asked, count, others = accepting.to_complete(project, source_id)
    if asked:
        click.echo(
            f"to complete: {count} rows of {project.relative(asked)}; then --complete that file"
        )
    for problem in others:
        click.echo(f"to do: {problem}")


def _propose(project: Project, source_id: str, document: Path, to: Path | None) -> None:
    drafted = drafting.propose(project, source_id, document, to)
    if proposal := drafted.proposal:
        for one in proposal.columns.values():
            unsure = "" if one.clear else ", not clear: left blank"
            click.echo(
                f"{one.meaning}: column {one.column} {one.heading[:60]}".rstrip()
                + f", confidence {one.confidence:.2f}{unsure}"
            )
        for meaning in proposal.missing:
            click.echo(f"{meaning}: no column found")
        for column, heading in proposal.unplaced:
            click.echo(f"column {column} {heading[:60]}".rstrip() + ": not placed")
    if not drafted.files:
        click.echo("nothing to draft: the document is described, and a text needs no columns")
    for name in drafted.files:
        click.echo(f"drafted: {project.relative(drafted.folder / name)}")
    if drafted.files:
        click.echo(f"fill in what is blank, then put them into data/raw/{source_id}")


def _figures(project: Project, document: Path, to: Path | None, changes: str) -> None:
    place, count = drafting.figures(project, document, to, changes)
    click.echo(
        f"{count} candidates: {project.relative(place)}; write a decision into every row and a "
        "subject for every figure, then --accept that file"
    )


def _told(rows: dict[str, int]) -> None:
    for name, count in rows.items():
        click.echo(f"{name}: {count} rows written")


@click.command()
@click.option("--documents", type=FOLDER, required=True, help="The folder of the documents.")
@click.pass_context
def audit(context: click.Context, documents: Path) -> None:
    """Prove the raw rows against the documents, both ways.

    Each document has the manifest's SHA-256; each raw token stands on the line it names;
    each run of digits and each number word of a prose document is a figure, or is on
    the list of non-figures with a reason.
    """
    results = intake.audit(project_of(context), documents, click.echo)
    unexplained = sum(len(result.unexplained) for result in results)
    click.echo(f"{unexplained} unexplained tokens in {len(results)} documents")


@click.command()
@click.option("--documents", type=FOLDER, required=True, help="The folder of the documents.")
@click.pass_context
def fingerprint(context: click.Context, documents: Path) -> None:
    """Write the one-way fingerprints of the documents' wording.

    By them a copied sentence is found in what is shared, where no document is at hand.
    `analysis audit` says when they have to be written again.
    """
    click.echo(f"{intake.fingerprint(project_of(context), documents)} fingerprints")


@click.command()
@click.option("--accept", is_flag=True, help="Say that you have reviewed all rows as they are.")
@click.pass_context
def review(context: click.Context, accept: bool) -> None:
    """List the raw rows that nobody has reviewed as they are.

    Most printed numbers stand alone: no identity finds a wrong digit in them. So the digest of
    each row is kept in data/raw/reviewed.csv when a second person has held it beside the
    document. Reports say of rows changed since then that they were not reviewed, and
    nothing made of them can be shared.

    \b
    Examples:
      analysis review
      analysis review --accept
    """
    for found in intake.review(project_of(context), accept=accept):
        for number in found.unreviewed:
            click.echo(
                f"data/raw/{found.file}, row {number}: {'accepted' if accept else 'not reviewed'}"
            )
        if found.missing:
            click.echo(f"data/raw/{found.file}: reviewed, and not there now: {found.missing}")
    if accept:
        click.echo("every raw row counts as reviewed")
