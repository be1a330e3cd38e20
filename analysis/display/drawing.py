"""Drawing: one style for every chart, and inline SVG with its words and ids of its own."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from analysis.display.language import _
from analysis.display.numbers import decimal
from analysis.display.shown import Shown, escape

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

# Okabe and Ito's colours, which readers with colour-blindness tell apart.
BLUE, ORANGE, GREEN, PURPLE, SKY, GREY = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#767676",
)  # fmt: skip
_STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "georgia-midterm-evaluation",
}
_WIDTH = 5.8
# Words stay words, to be searched and read aloud; DejaVu, which they are measured by, is the
# widest of these, so that they fit in any.
_FONTS = "'DejaVu Sans','Noto Sans','Noto Sans Georgian',sans-serif"


def name_rows(axes: Axes, names: Sequence[str]) -> None:
    """Name the rows of a chart from the top down."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)


def wrapped(text: str, width: int = 30) -> str:
    """Return words broken into lines for the margin of a chart, three at most."""
    import textwrap

    lines = textwrap.wrap(text, width)
    return "\n".join(lines if len(lines) < 4 else [*lines[:2], lines[2] + " …"])


def tile(column: int, row: int, colour: str) -> Rectangle:
    """Return the tile of one cell of a grid."""
    from matplotlib.patches import Rectangle

    return Rectangle((column - 0.47, row - 0.42), 0.94, 0.84, color=colour, linewidth=0)


def chart(
    key: str,
    draw: Callable[[Axes], None],
    height: float,
    caption: str,
    alternative: str,
    source: str = "",
) -> Shown:
    """Return a figure drawn by ``draw`` on one axes, as inline SVG with its words."""
    import matplotlib as mpl
    from matplotlib.ticker import FuncFormatter, ScalarFormatter

    with mpl.rc_context(_STYLE):
        figure = _figure(height)
        axes = figure.subplots()
        draw(axes)
        for axis in (axes.xaxis, axes.yaxis):
            if isinstance(axis.get_major_formatter(), ScalarFormatter):
                axis.set_major_formatter(FuncFormatter(_tick))
        svg = _svg(figure, key, alternative)
    source = source or _("Source: the five documents; own calculation.")
    html = (
        f'<figure id="figure-{key}">{svg}<figcaption>{escape(caption)} '
        f'<span class="source">{escape(source)}</span></figcaption></figure>'
    )
    return Shown(html, f"{caption} {alternative} {source}")


def _figure(height: float) -> Figure:
    """Return an empty figure that is drawn once when it is saved.

    Matplotlib draws a figure twice: unseen, so that its parts are laid out, and then seen. The
    layout does not need the unseen drawing, which takes as long as the other.
    """
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    class _DrawnOnce(Figure):
        def draw(self, renderer: Any) -> None:
            engine = self.get_layout_engine()
            if isinstance(engine, ConstrainedLayoutEngine):
                engine.execute(self)
            else:
                super().draw(renderer)

    return _DrawnOnce(figsize=(_WIDTH, height), layout="constrained")


def _tick(value: float, _place: int) -> str:
    """Return the number at a tick of an axis as the language writes it."""
    places = next(n for n in range(5) if n == 4 or round(value, n) == round(value, 6))
    return decimal(value, places)


def _svg(figure: Figure, key: str, alternative: str) -> str:
    """Return a figure as inline SVG: named for screen readers, its ids its own."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    drawn = buffer.getvalue()
    drawn = drawn[drawn.index("<svg") :].rstrip()
    drawn = re.sub(r"<metadata>.*?</metadata>", "", drawn, flags=re.DOTALL)
    # A tenth of a point is finer than any screen or paper shows; the rest is weight.
    drawn = re.sub(r'(?<= d=")[^"]+', _tenths, drawn)
    drawn = re.sub(r">\s+<", "><", drawn)
    drawn = drawn.replace("'DejaVu Sans'", _FONTS)
    # SVG drops a blank at the beginning of words; it holds labels off their bars.
    drawn = re.sub(r"(<text[^>]*>) ", "\\1\u00a0", drawn)
    drawn = re.sub(r'\bid="', f'id="{key}-', drawn)
    drawn = re.sub(r'(href="#|url\(#)', rf"\g<1>{key}-", drawn)
    box = re.search(r'viewBox="[^"]*"', drawn)
    assert box is not None
    opening = (
        f'<svg {box.group()} xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" role="img" aria-label="{escape(alternative)}">'
    )
    return opening + drawn[drawn.index(">") + 1 :]


def _tenths(path: re.Match[str]) -> str:
    """Return a path's coordinates cut to tenths; scales elsewhere stay whole."""
    return re.sub(r"(\d\.\d)\d+", r"\1", path.group())
