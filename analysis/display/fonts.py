"""The fonts of charts and of documents, one family that holds Georgian, Latin and signs."""

from __future__ import annotations

from pathlib import Path


def font_folder() -> Path:
    """Return the folder of the fonts that come with matplotlib, DejaVu among them."""
    import matplotlib as mpl

    return Path(mpl.get_data_path()) / "fonts" / "ttf"
