"""Twelve reports: papermill's command and nbconvert's, one after another, beside ours."""

from __future__ import annotations

from pathlib import Path

from benchmarks import peers, twelve
from benchmarks.results import Row
from benchmarks.timing import in_turn, seconds

PEER, OURS = "papermill and nbconvert", "ours"


def measure(rounds: int, scratch: Path) -> Row:
    """Return how many times as fast ours is with two workers."""
    copy, work = twelve.checked_copy(scratch), twelve.reports()
    commands = peers.program("papermill"), peers.program("jupyter")

    def ours() -> float:
        copy.forget()
        return seconds(copy.make_twelve)

    def theirs() -> float:
        made = twelve.empty(scratch / "made")
        spent = seconds(lambda: [_make(commands, copy, one, made) for one in work])
        twelve.hold_to_twelve(made)
        return spent

    _make(commands, copy, work[-1], twelve.empty(scratch / "made"))
    times = in_turn({PEER: theirs, OURS: ours}, rounds)
    return Row(
        "one_after_another",
        "the same 12 reports: papermill's command line and nbconvert one after another / ours "
        "with 2 workers",
        "≥ 10×",
        f"{times.ratio(PEER, OURS):.1f}×",
        times.ratio(PEER, OURS) >= 10,
        rounds,
        {**times.seconds, "ratios": times.ratios(PEER, OURS)},
    )


def _make(commands: tuple[str, str], copy: twelve.Copy, one: twelve.Report, folder: Path) -> None:
    """Execute one notebook, and make a page without code of it."""
    papermill, jupyter = commands
    output = folder / f"{one.name}.ipynb"
    given = [word for name, value in one.values.items() for word in ("-p", name, str(value))]
    source = str(copy.project / "notebooks" / one.notebook)
    words = [papermill, source, str(output), *given, "--no-progress-bar"]
    twelve.run(words, folder, copy.surroundings)
    words = [jupyter, "nbconvert", "--to", "html", "--no-input", str(output)]
    twelve.run(words, folder, copy.surroundings)
