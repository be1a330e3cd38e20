"""Georgian number words: a vigesimal system, with case endings on the last stem."""

from __future__ import annotations

from functools import cache

from analysis.errors import NotationError

_UNITS = {
    1: "ერთ", 2: "ორ", 3: "სამ", 4: "ოთხ", 5: "ხუთ", 6: "ექვს", 7: "შვიდ", 8: "რვა", 9: "ცხრა",
    10: "ათ", 11: "თერთმეტ", 12: "თორმეტ", 13: "ცამეტ", 14: "თოთხმეტ", 15: "თხუთმეტ",
    16: "თექვსმეტ", 17: "ჩვიდმეტ", 18: "თვრამეტ", 19: "ცხრამეტ",
}  # fmt: skip
_SCORES = {20: "ოც", 40: "ორმოც", 60: "სამოც", 80: "ოთხმოც"}
LARGEST = 999

# The endings that a stem takes before the thing counted, and "all of them" (-ive).
_ENDINGS = ("", "ი", "ს", "მა", "მ", "ივე", "ვე")


def spell(number: int) -> str:
    """Return the nominative of a number from 1 to 999 in words.

    Tens are counted in scores: 35 is twenty-and-fifteen.

    Examples
    --------
    >>> spell(23), spell(35), spell(8), spell(101)
    ('ოცდასამი', 'ოცდათხუთმეტი', 'რვა', 'ას ერთი')
    """
    stem = _stem(number)
    return stem if stem.endswith("ა") else stem + "ი"


def read_number_word(token: str) -> int:
    """Return the number that a word names, with or without its case ending.

    Raises
    ------
    NotationError
        The word is no number from 1 to 999.

    Examples
    --------
    >>> read_number_word("ოცდახუთ"), read_number_word("ოთხივე"), read_number_word("ათი")
    (25, 4, 10)
    """
    stems = _numbers_by_stem()
    for ending in _ENDINGS:
        if token.endswith(ending) and (number := stems.get(token[: len(token) - len(ending)])):
            return number
    raise NotationError(token, "a number word", "Words are read from ერთი (1) to 999.")


@cache
def is_number_word(word: str) -> bool:
    """Return whether a word names a number."""
    try:
        return bool(read_number_word(word))
    except NotationError:
        return False


@cache
def _numbers_by_stem() -> dict[str, int]:
    return {_stem(number): number for number in range(1, LARGEST + 1)}


def _stem(number: int) -> str:
    if not 1 <= number <= LARGEST:
        raise NotationError(str(number), f"a number from 1 to {LARGEST}")
    hundreds, rest = divmod(number, 100)
    if hundreds:
        head = ("" if hundreds == 1 else _UNITS[hundreds]) + "ას"
        return f"{head} {_stem(rest)}" if rest else head
    if rest < 20:
        return _UNITS[rest]
    score, unit = rest - rest % 20, rest % 20
    return _SCORES[score] + ("და" + _UNITS[unit] if unit else "")
