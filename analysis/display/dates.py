"""Dates as people write them out; in tables they stay as ISO 8601 has them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from analysis.display.language import spoken


def day(moment: date) -> str:
    """Return a date as it is written out.

    >>> day(date(2026, 11, 22))
    '22 November 2026'
    """
    locale = {"en": "en_GB"}.get(spoken(), spoken())
    text = str(format_date(moment, format="long", locale=locale))
    first = spoken() == "fr" and moment.day == 1
    return f"1er{text.removeprefix('1')}" if first else text
