"""Grids of tiles and bars: what several charts draw alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.display.drawing import name_rows
from analysis.display.numbers import count

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def grid(axes: Axes, columns_named: Sequence[str], rows: Sequence[str], columns: int = 0) -> None:
    """Set the axes of a grid of tiles: names above and to the left, nothing else."""
    width = columns or len(columns_named)
    axes.set_xlim(-0.5, width - 0.5)
    axes.set_xticks(range(len(columns_named)), columns_named, fontsize=8)
    axes.xaxis.tick_top()
    name_rows(axes, rows)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def bars(axes: Axes, names: Sequence[str], values: Sequence[int], colour: str) -> None:
    """Draw a bar for each row, named to the left and counted at its end."""
    axes.barh(range(len(names)), values, color=colour)
    for row, value in enumerate(values):
        axes.text(value, row, f" {count(value)}", va="center")
    name_rows(axes, names)
    axes.margins(x=0.12)


def shade(part: float) -> str:
    """Return a blue that is darker the larger the part, even in grey.

    >>> shade(0), shade(1)
    ('#e8f0f8', '#004880')
    """
    light, dark = (232, 240, 248), (0, 72, 128)
    mixed = [round(a + (b - a) * part) for a, b in zip(light, dark, strict=True)]
    return "#" + "".join(f"{channel:02x}" for channel in mixed)
