"""Dates as these documents print them, at the precision that they print."""

from __future__ import annotations

import re
from datetime import date

from analysis.errors import NotationError

YEARS = range(1990, 2041)
"""The years a document of 2018-2020 can speak of; another one is a misprint."""

_MONTHS = (
    "იანვ", "თებერვ", "მარტ", "აპრილ", "მაის", "ივნის",
    "ივლის", "აგვისტ", "სექტემბ", "ოქტომბ", "ნოემბ", "დეკემბ",
)  # fmt: skip
_DEADLINE = re.compile(r"(\d{1,2})\s*[.,]\s*(\d{4})")
_DATE = re.compile(
    r"(?:(?P<year>\d{4})\s+წ(?:ლის|ელს|ლიდან)|(?P<same>მიმდინარე|ამავე)\s+წლის)?"
    r"(?:\s*(?P<day>\d{1,2})?\s*(?P<month>"
    + "|".join(_MONTHS)
    + r")[ა-ჰ]*|\s+(?P<end>ბოლოს(?:ვე)?))?"
)


def read_deadline(token: str) -> str:
    """Return a deadline printed as month and year, as ISO ``YYYY-MM``.

    Raises
    ------
    NotationError
        Not a month and a year.

    Examples
    --------
    >>> read_deadline("12,2019"), read_deadline("12. 2019")
    ('2019-12', '2019-12')
    """
    found = _DEADLINE.fullmatch(token.strip())
    if not found or not 1 <= int(found[1]) <= 12 or int(found[2]) not in YEARS:
        raise NotationError(token, "a deadline", "A deadline is a month and a year, as 12.2019.")
    return f"{found[2]}-{int(found[1]):02d}"


def read_date(token: str, year: str = "") -> str:
    """Return a date as ISO ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as precise as printed.

    Parameters
    ----------
    token : as printed, with its case endings: ``2019 წლის 1 ნოემბერს``, ``14 ივნისს``.
    year : the year meant, from the context, where the token prints none or says
        "this year" or "the same year".

    Raises
    ------
    NotationError
        No date, no such day, a year far off, or no year at all.

    Examples
    --------
    >>> read_date("2018 წლის დეკემბერში"), read_date("14 ივნისს", "2019")
    ('2018-12', '2019-06-14')
    """
    found = _DATE.fullmatch(re.sub(r"\s+", " ", token).strip())
    printed = found and (found["year"] or year)
    if not found or not printed or (found["year"] and year):
        raise NotationError(
            token,
            "a date",
            "The year is printed in the token, or given as its period; never both, never neither.",
        )
    if int(printed) not in YEARS:
        raise NotationError(token, "a date", f"Years run from {YEARS[0]} to {YEARS[-1]}.")
    if not found["month"]:
        return printed
    month = _MONTHS.index(found["month"]) + 1
    if not found["day"]:
        return f"{printed}-{month:02d}"
    try:
        return date(int(printed), month, int(found["day"])).isoformat()
    except ValueError as error:
        raise NotationError(token, "a date", "There is no such day.") from error
