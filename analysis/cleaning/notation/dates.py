"""Dates as these documents print them, at the precision that they print."""

from __future__ import annotations

import re
from datetime import date

from analysis.errors import NotationError

YEARS = range(1990, 2041)
"""The years a document of 2018-2020 can speak of; another one is a misprint."""

# The stem that case endings are put on; an unstressed vowel drops in some.
_MONTHS = (
    "იანვა?რ", "თებერვა?ლ", "მარტ", "აპრილ", "მაის", "ივნის",
    "ივლის", "აგვისტო", "სექტემბე?რ", "ოქტომბე?რ", "ნოემბე?რ", "დეკემბე?რ",
)  # fmt: skip
_ENDINGS = "(?:ი|ს|ში|ის|იდან|დან|ისა?თვის|ისათვის|სთვის|ამდე|მდე)?"
_DEADLINE = re.compile(r"([0-9]{1,2})\s*[.,]\s*([0-9]{4})")
_YEAR = re.compile(r"[0-9]{4}")
_DATE = re.compile(
    r"(?:(?P<year>[0-9]{4}) წ(?:ლის|ელს|ლიდან)|(?P<same>მიმდინარე|ამავე) წლის)?"
    r"(?: ?(?P<day>[0-9]{1,2})? ?(?:"
    + "|".join(f"(?P<m{number}>{stem})" for number, stem in enumerate(_MONTHS, 1))
    + rf"){_ENDINGS}| (?P<end>ბოლოს(?:ვე)?))?"
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
    found = _DATE.fullmatch(re.sub(r"\s+", " ", token).strip()) if len(token) < 80 else None
    said = found.groupdict() if found else {}
    month = next((n for n in range(1, 13) if said.get(f"m{n}")), 0)
    printed = said.get("year") or year
    needs_context = not said.get("year")
    if not (month or said.get("end") or said.get("year")) or needs_context != bool(year):
        raise NotationError(
            token,
            "a date",
            "The year is printed in the token, or given as its period; never both, never neither.",
        )
    if not _YEAR.fullmatch(printed) or int(printed) not in YEARS:
        raise NotationError(token, "a date", f"Years run from {YEARS[0]} to {YEARS[-1]}.")
    if not month:
        return printed
    if not said["day"]:
        return f"{printed}-{month:02d}"
    try:
        return date(int(printed), month, int(said["day"])).isoformat()
    except ValueError as error:
        raise NotationError(token, "a date", "There is no such day.") from error
