"""The harness of the benchmarks; what they measure is measured by ``make bench`` alone."""

from __future__ import annotations

import doctest
import json
from pathlib import Path

import pytest

from benchmarks import cleaning_scale, curves, pathological, results, scaled, timing
from benchmarks.__main__ import main
from benchmarks.results import ROWS, Row, kept, table

ROOT = Path(__file__).resolve().parent.parent


def _row(**other: object) -> Row:
    given = {"name": "a", "what": "b", "must_reach": "≥ 1", "measured": "0.123", "reached": False}
    return Row(**{**given, "rounds": 5, "figures": {"s": [0.12345]}, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize("module", [timing, cleaning_scale, curves, pathological])
def test_examples_hold(module: object) -> None:
    assert doctest.testmod(module).attempted  # type: ignore[arg-type]
    assert not doctest.testmod(module).failed  # type: ignore[arg-type]


def test_what_is_compared_runs_in_turn_and_the_order_turns() -> None:
    order: list[str] = []

    def timed(name: str) -> float:
        order.append(name)
        return 1.0

    found = timing.in_turn({n: lambda n=n: timed(n) for n in "ab"}, 3, lambda _: None)
    assert order == list("abbaab")
    assert found.ratios("a", "b") == (1.0, 1.0, 1.0)


def test_ratios_are_of_the_same_round() -> None:
    times = timing.Times({"slow": (10.0, 40.0, 30.0), "fast": (1.0, 2.0, 3.0)})
    assert times.ratio("slow", "fast") == 10
    assert times.median("slow") == 30


def test_a_row_is_kept_and_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    results.write(_row(name="engines"))
    (found,) = kept()
    assert (found.name, found.figures["s"], found.rounds) == ("engines", [0.123], 5)
    assert set(found.machine) == set(results.machine())
    assert "| NO " in table([found])


def test_no_row_is_called_what_is_not_measured(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["nothing"])
    assert "no such row: nothing" in capsys.readouterr().err
    assert len(set(ROWS)) == 8


def test_a_made_delivery_holds_the_real_rows_first(tmp_path: Path) -> None:
    real = scaled.read_originals(ROOT / "data" / "raw")
    scaled.make_project(tmp_path, len(real) + 300)
    made = scaled.read_originals(tmp_path / "data" / "raw")
    assert len(made) == len(real) + 300
    assert len({one.row["figure_id"] for one in made}) == len(made)
    assert {one.row["figure_id"] for one in real} < {one.row["figure_id"] for one in made}


@pytest.mark.parametrize(
    "shape", ["empty lines", "list numbers", "groups of three", "alternatives", "amounts"]
)
def test_no_cell_of_the_plan_takes_the_square_of_its_length(
    monkeypatch: pytest.MonkeyPatch, shape: str
) -> None:
    """A coarse bound, for a busy machine: the square would have a slope of 2."""
    monkeypatch.setattr(pathological, "SIZES", (2_000, 16_000))
    monkeypatch.setattr(pathological, "LEAST_SECONDS", 0.0)
    assert pathological.slope(pathological.grown(pathological.read_plan, shape, 3)) < 1.6


def test_empty_lines_after_words_do_not_take_the_square_either(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A cell of nothing but empty lines is empty, and not taken apart."""
    monkeypatch.setattr(pathological, "SIZES", (2_000, 16_000))
    monkeypatch.setattr(pathological, "LEAST_SECONDS", 0.0)

    def read(text: str) -> None:
        pathological.read_plan(f"x{text}x")

    assert pathological.slope(pathological.grown(read, "empty lines", 3)) < 1.6


def test_committed_results_are_whole() -> None:
    for path in sorted(results.FOLDER.glob("*.json")):
        row = Row(**json.loads(path.read_bytes()))
        assert row.name == path.stem
        assert row.rounds >= 5, row.name


def test_what_the_page_and_the_pictures_say_was_measured() -> None:
    page, rows = curves.PAGE.read_text(encoding="utf-8"), {row.name: row for row in kept()}
    assert curves.with_section(page, rows) == page
    for name, svg in curves.pictures(rows).items():
        assert (curves.PICTURES / name).read_text(encoding="utf-8") == svg
