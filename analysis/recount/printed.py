"""Printed tokens read a second time: numbers, qualifiers, dates and targets, as exact fractions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_UNITS = {
    "ერთ": 1, "ორ": 2, "სამ": 3, "ოთხ": 4, "ხუთ": 5, "ექვს": 6, "შვიდ": 7, "რვა": 8, "ცხრა": 9,
}  # fmt: skip
_TEENS = {
    "ათ": 10, "თერთმეტ": 11, "თორმეტ": 12, "ცამეტ": 13, "თოთხმეტ": 14, "თხუთმეტ": 15,
    "თექვსმეტ": 16, "ჩვიდმეტ": 17, "თვრამეტ": 18, "ცხრამეტ": 19,
}  # fmt: skip
_TWENTIES = {"ოთხმოც": 80, "სამოც": 60, "ორმოც": 40, "ოც": 20}
_HUNDREDS = {stem.rstrip("ა") if n == 9 else stem: n for stem, n in _UNITS.items()}
_ENDINGS = ("ივე", "ვე", "მა", "ის", "ით", "ად", "ი", "ს", "ა", "")

_MONTHS = {
    "იანვ": 1, "თებერვ": 2, "მარტ": 3, "აპრილ": 4, "მაის": 5, "ივნის": 6,
    "ივლის": 7, "აგვისტ": 8, "სექტემბ": 9, "ოქტომბ": 10, "ნოემბ": 11, "დეკემბ": 12,
}  # fmt: skip

_NUMBER = re.compile(
    r"(?P<whole>[0-9]+|[0-9]{1,3}(?:(?:[.,] ?| )[0-9]{3})+)(?:[.,](?P<part>[0-9]{1,2}))?"
)
_NAMED = "[ა-ჰ]*"


class UnreadError(ValueError):
    """A token, a formula or a comparison that this second route cannot follow."""


@dataclass(frozen=True)
class Quantity:
    """A number, what the words beside it make of it, and the unit printed with it."""

    value: Fraction
    qualifier: str = "exact"
    unit: str = ""


def number(text: str) -> Fraction:
    """Return a printed number: threes after a separator are thousands, ones and twos decimals."""
    match = _NUMBER.fullmatch(_spaced(text))
    if not match:
        raise UnreadError(f"no number: {text!r}")
    whole = re.sub("[^0-9]", "", match["whole"])
    part = match["part"] or ""
    return Fraction(int(whole + part), 10 ** len(part))


def numeral(text: str) -> int:
    """Return a number written as a Georgian word, whatever its case ending."""
    for ending in _ENDINGS:
        if text.endswith(ending):
            found = _numeral(text.removesuffix(ending) if ending else text)
            if found:
                return found
    raise UnreadError(f"no numeral: {text!r}")


def quantity(text: str, reading: str = "") -> Quantity:
    """Return a number with its qualifier and its own unit, if one is printed."""
    rest, qualifier, unit = _spaced(text), "exact", ""
    marks = (
        ("about", r"^(?:დაახლოებით|საშუალოდ) "),
        ("at_least", r"^(?:სულ ცოტა|მინიმუმ|მინ\.) ?"),
        ("more_than", rf"-ზე მეტ{_NAMED}"),
        ("up_to", "-მდე$"),
    )
    for name, pattern in marks:
        rest, times = re.subn(pattern, "", rest)
        qualifier = name if times else qualifier
    money = re.search(rf"(?:(ლარ)|(ევრო))({_NAMED})$|(₾)$", rest)
    if money:
        unit = "EUR" if money[2] else "GEL"
        if (money[3] or "").endswith("მდე") and reading != "interval_end":
            qualifier = "up_to"
        rest = rest[: money.start()].strip()
    for sign, name in (("%", "percent"), ("-ჯერ", "times")):
        if rest.endswith(sign):
            rest, unit = rest.removesuffix(sign).strip(), name
    return Quantity(_scaled(rest), qualifier, unit)


def day(text: str, year: str = "") -> str:
    """Return a printed date as ``2019``, ``2019-12`` or ``2019-02-01``."""
    rest = _spaced(text)
    printed = re.match("((?:19|20)[0-9]{2}) წ", rest)
    found = printed[1] if printed else year
    if not re.fullmatch("[0-9]{4}", found):
        raise UnreadError(f"no year: {text!r}")
    for stem, month in _MONTHS.items():
        named = re.search(rf"(?:(?<![0-9])([0-9]{{1,2}}) )?{stem}", rest)
        if named:
            of_month = f"-{int(named[1]):02}" if named[1] else ""
            return f"{found}-{month:02}{of_month}"
    return found


def deadline(text: str) -> str:
    """Return a printed deadline, month and year, as ``YYYY-MM``."""
    match = re.fullmatch("([0-9]{1,2})[.,] ?([0-9]{4})", _spaced(text))
    if not match:
        raise UnreadError(f"no deadline: {text!r}")
    return f"{match[2]}-{int(match[1]):02}"


@dataclass(frozen=True)
class Target:
    """What a plan asks: the operator, and the bounds it sets."""

    operator: str = "none"
    least: Fraction | None = None
    most: Fraction | None = None


def target(text: str) -> Target:
    """Return a printed target: at least, exactly, at most, from one number to another, or none."""
    rest = _spaced(text)
    if not rest:
        return Target()
    inside = re.fullmatch(r"\((.*)\)", rest)
    rest = (inside[1] if inside else rest).strip()
    asked, least = re.subn(r"^მინ\. ?", "", rest)
    figure = "[0-9][0-9., ]*?"
    pair = re.fullmatch(rf"({figure})-({figure})", asked)
    if pair:
        return Target("range", number(pair[1]), number(pair[2]))
    upper = re.fullmatch(rf"({figure})-მდე", asked)
    if upper:
        return Target("<=", None, number(upper[1]))
    one = re.fullmatch(rf"(?:წელიწადში )?({figure})\.?( მლნ\.?)?(?: {_NAMED})?", asked)
    if not one:
        raise UnreadError(f"no target: {text!r}")
    value = number(one[1]) * (1_000_000 if one[2] else 1)
    return Target(">=", value) if least else Target("=", value, value)


def _spaced(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def _scaled(text: str) -> Fraction:
    for word, factor in (("მილიონ", 1_000_000), ("მლნ", 1_000_000), ("ათას", 1_000)):
        counted = re.fullmatch(rf"(.+) {word}(?:{_NAMED}|\.)", text)
        if counted:
            return number(counted[1]) * factor
    twice = re.fullmatch("([0-9]+)-([0-9]+)", text)
    if twice and twice[1] == twice[2]:
        return number(twice[1])
    plain = re.sub(f"-{_NAMED}$", "", text) if re.match("[0-9]", text) else text
    return number(plain) if re.match("[0-9]", plain) else Fraction(numeral(plain))


def _numeral(stem: str) -> int:
    if stem in _UNITS or stem in _TEENS:
        return _UNITS.get(stem) or _TEENS[stem]
    for word, value in _TWENTIES.items():
        if stem == word:
            return value
        rest = stem.removeprefix(f"{word}და")
        if rest != stem and (rest in _UNITS or rest in _TEENS):
            return value + (_UNITS.get(rest) or _TEENS[rest])
    hundred = re.fullmatch("(.*?)ას(.*)", stem)
    if not hundred or (hundred[1] and hundred[1] not in _HUNDREDS):
        return 0
    above = 100 * _HUNDREDS.get(hundred[1], 1)
    rest = hundred[2].removeprefix("და")
    return above + (_numeral(rest) if rest else 0) if not rest or _numeral(rest) else 0
