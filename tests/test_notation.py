from __future__ import annotations

import contextlib
import csv
import re
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from checkout import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cleaning.notation import (
    Quantity,
    Target,
    read_date,
    read_deadline,
    read_number,
    read_number_word,
    read_quantity,
    read_target,
    spell,
)
from analysis.errors import NotationError
from analysis.paths import Project

RAW = Project(ROOT).raw
NBSP = "\u00a0"

reproducible = settings(derandomize=True, deadline=None)
whole_numbers = st.integers(min_value=1, max_value=10**9)

SEPARATORS = {
    "plain": "",
    "point": ".",
    "comma": ",",
    "space": " ",
    "no-break space": NBSP,
    "comma and space": ", ",
}
separators = st.sampled_from(list(SEPARATORS.values()))
each_separator = pytest.mark.parametrize(
    "separator", [pytest.param(separator, id=name) for name, separator in SEPARATORS.items()]
)
READERS: dict[str, Callable[[str], object]] = {
    "number": read_number,
    "quantity": read_quantity,
    "target": read_target,
    "date": read_date,
    "date of a known year": lambda token: read_date(token, "2019"),
    "deadline": read_deadline,
    "number word": read_number_word,
}


def grouped(number: int, separator: str) -> str:
    return f"{number:,}".replace(",", separator)


def cells(file: str) -> Iterator[dict[str, str]]:
    with (RAW / file).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def transcribed(kinds: Callable[[str], bool]) -> list[tuple[str, dict[str, str]]]:
    descriptions = {row["figure_id"]: row for row in cells("annotations/figures.csv")}
    return [
        (row["value_raw"], descriptions[row["figure_id"]])
        for path in sorted(RAW.glob("*/figures.csv"))
        if path.parent.name != "annotations"
        for row in cells(f"{path.parent.name}/figures.csv")
        if kinds(descriptions[row["figure_id"]]["kind"])
    ]


def printed(file: str, column: str) -> list[str]:
    return sorted({row[column] for row in cells(f"action-plan-2019/{file}.csv")})


# --- every token that was transcribed ---


@pytest.mark.parametrize(
    ("token", "reading"),
    sorted(
        {(token, own["reading"]) for token, own in transcribed(lambda kind: kind != "milestone")}
    ),
)
def test_every_transcribed_figure_is_read(token: str, reading: str) -> None:
    assert read_quantity(token, reading).value > 0


@pytest.mark.parametrize(
    ("token", "year"),
    sorted(
        {
            (token, own["period"] if own["reading"] == "year_from_period" else "")
            for token, own in transcribed(lambda kind: kind == "milestone")
        }
    ),
)
def test_every_transcribed_date_is_read(token: str, year: str) -> None:
    assert re.fullmatch(r"20[012]\d(-\d\d){0,2}", read_date(token, year), re.ASCII)


@pytest.mark.parametrize("token", printed("deadlines", "deadline_raw"))
def test_every_extracted_deadline_is_read(token: str) -> None:
    assert re.fullmatch(r"2019-\d\d", read_deadline(token), re.ASCII)


@pytest.mark.parametrize("token", [token for token in printed("indicators", "target_raw") if token])
def test_every_extracted_target_is_read(token: str) -> None:
    assert read_target(token).operator != "none"


@pytest.mark.parametrize(
    "token",
    sorted(
        {
            row["token_raw"]
            for row in cells("action-plan-2019/budgets.csv")
            if row["mark"] == "amount"
        }
    ),
)
def test_every_extracted_amount_is_in_lari(token: str) -> None:
    assert read_quantity(token).unit == "GEL"


# --- numbers in digits ---


@pytest.mark.parametrize(
    ("token", "value"),
    [
        ("0", "0"),
        ("6", "6"),
        ("2097", "2097"),
        ("1.187.302", "1187302"),
        ("578,833", "578833"),
        ("10 403", "10403"),
        ("700, 000", "700000"),
        ("2.090,000", "2090000"),
        ("2,090,000", "2090000"),
        ("3.000", "3000"),
        ("3,67", "3.67"),
        ("74,4", "74.4"),
        ("16,378.00", "16378"),
        ("40,000.00", "40000"),
        ("1.5", "1.5"),
        (f"10{NBSP}403", "10403"),
        ("123456789012345", "123456789012345"),
        ("123,456,789,012,345", "123456789012345"),
        ("123456789012345,25", "123456789012345.25"),
    ],
)
def test_number_is_read(token: str, value: str) -> None:
    assert read_number(token) == Decimal(value)


TOO_MANY = "A number is printed in at most 15 of the digits 0-9."


@pytest.mark.parametrize(
    ("token", "advice"),
    [
        ("1.18.302", "If it is a whole number, did the document print 118,302 (118302)?"),
        ("12,34,56", "If it is a whole number, did the document print 123,456 (123456)?"),
        ("0.123.456", "If it is a whole number, did the document print 123,456 (0123456)?"),
        ("123,4567", "If it is a whole number, did the document print 1,234,567 (1234567)?"),
        ("1.187.302.", "If it is a whole number, did the document print 1,187,302 (1187302)?"),
        ("10  403", "If it is a whole number, did the document print 10,403 (10403)?"),
        (" 5", "If it is a whole number, did the document print 5 (5)?"),
        ("-5", "If it is a whole number, did the document print 5 (5)?"),
        ("5\n", "If it is a whole number, did the document print 5 (5)?"),
        ("1²", TOO_MANY),
        ("٣", TOO_MANY),
        ("1٣", TOO_MANY),
        ("١٢٣", TOO_MANY),
        ("", TOO_MANY),
        (".", TOO_MANY),
        ("ხუთი", TOO_MANY),
        ("1234567890123456", TOO_MANY),
        ("1,234,567,890,123,456", TOO_MANY),
        ("12345678901234567890123456789,25", TOO_MANY),
    ],
)
def test_number_is_refused_with_advice(token: str, advice: str) -> None:
    with pytest.raises(NotationError) as refused:
        read_number(token)
    assert str(refused.value) == f"{token!r} cannot be read as a number. {advice}"


def test_number_with_decimals_in_other_digits_is_refused() -> None:
    with pytest.raises(NotationError):
        read_number("1,2٣")


@each_separator
@reproducible
@given(number=whole_numbers)
def test_number_survives_printing(separator: str, number: int) -> None:
    assert read_number(grouped(number, separator)) == number


# --- quantities ---

TWO_TOKENS = 'A "from … to …" is two tokens; interval_start and interval_end say which.'


@pytest.mark.parametrize(
    ("token", "value", "qualifier", "unit"),
    [
        ("250", "250", "exact", ""),
        ("1.187.302", "1187302", "exact", ""),
        ("578,833", "578833", "exact", ""),
        ("10 403", "10403", "exact", ""),
        (f"10{NBSP}403", "10403", "exact", ""),
        ("3,67%", "3.67", "exact", "percent"),
        ("74,4%", "74.4", "exact", "percent"),
        ("9-ჯერ", "9", "exact", "times"),
        ("7-7", "7", "exact", ""),
        ("3000-იანი", "3000", "exact", ""),
        ("5 500-მდე", "5500", "up_to", ""),
        ("30-მდე", "30", "up_to", ""),
        ("500-ზე მეტ", "500", "more_than", ""),
        ("5000-ზე მეტი", "5000", "more_than", ""),
        ("დაახლოებით 90 000", "90000", "about", ""),
        ("საშუალოდ 12", "12", "about", ""),
        ("სულ ცოტა 60", "60", "at_least", ""),
        ("მინიმუმ 1050", "1050", "at_least", ""),
        ("მინ. 5", "5", "at_least", ""),
        ("მინ.5", "5", "at_least", ""),
        ("85 ათასი ლარი", "85000", "exact", "GEL"),
        ("ათი ათასი", "10000", "exact", ""),
        ("1 მილიონი ევროს", "1000000", "exact", "EUR"),
        ("1,5 მლნ. ლარი", "1500000", "exact", "GEL"),
        ("650 000 ლარი", "650000", "exact", "GEL"),
        ("2.090,000 ლარი", "2090000", "exact", "GEL"),
        ("700, 000 ₾", "700000", "exact", "GEL"),
        ("16,378.00 ₾", "16378", "exact", "GEL"),
        ("3.000 ₾", "3000", "exact", "GEL"),
        ("5₾", "5", "exact", "GEL"),
        ("4000 ლარამდე", "4000", "up_to", "GEL"),
        ("ოცდასამი", "23", "exact", ""),
        ("ოთხივე", "4", "exact", ""),
        ("დაახლოებით ოცდახუთი", "25", "about", ""),
        ("  სულ \n ცოტა  60 ", "60", "at_least", ""),
    ],
)
def test_quantity_is_read(token: str, value: str, qualifier: str, unit: str) -> None:
    assert read_quantity(token) == Quantity(Decimal(value), qualifier, unit)


@pytest.mark.parametrize(
    ("token", "reading"),
    [("3300 ლარიდან", "interval_start"), ("3300 ლარამდე", "interval_end")],
)
def test_end_of_an_interval_is_exact(token: str, reading: str) -> None:
    assert read_quantity(token, reading) == Quantity(Decimal(3300), "exact", "GEL")


@pytest.mark.parametrize(
    ("token", "message"),
    [
        ("", f"'' cannot be read as a quantity. {TOO_MANY}"),
        ("-მდე", f"'-მდე' cannot be read as a quantity. {TOO_MANY}"),
        ("-ზე მეტი", f"'-ზე მეტი' cannot be read as a quantity. {TOO_MANY}"),
        (
            "1234567890123456 ლარი",
            f"'1234567890123456 ლარი' cannot be read as a quantity. {TOO_MANY}",
        ),
        ("%", f"'%' cannot be read as a quantity. {TOO_MANY}"),
        ("₾", f"'₾' cannot be read as a quantity. {TOO_MANY}"),
        ("٣-მდე", f"'٣-მდე' cannot be read as a quantity. {TOO_MANY}"),
        (
            "1.18.302 ლარი",
            "'1.18.302 ლარი' cannot be read as a quantity. "
            "If it is a whole number, did the document print 118,302 (118302)?",
        ),
        (
            "5-მდე ლარი",
            "'5-მდე ლარი' cannot be read as a quantity. "
            "If it is a whole number, did the document print 5 (5)?",
        ),
        (
            "7-8",
            "'7-8' cannot be read as a quantity. Two different numbers are a range, not a figure.",
        ),
        (
            "დაახლოებით 5-მდე",
            "'დაახლოებით 5-მდე' cannot be read as a quantity. It is qualified twice.",
        ),
        ("მინ. 5-ზე მეტი", "'მინ. 5-ზე მეტი' cannot be read as a quantity. It is qualified twice."),
        (
            "3300 ლარიდან",
            f"'3300 ლარიდან' cannot be read as a quantity. {TWO_TOKENS}",
        ),
        (
            "ბევრი",
            "'ბევრი' cannot be read as a number word. Words are read from ერთი (1) to 999.",
        ),
        (
            "დაახლოებით მინიმუმ 5",
            "'მინიმუმ 5' cannot be read as a number word. Words are read from ერთი (1) to 999.",
        ),
    ],
)
def test_quantity_is_refused(token: str, message: str) -> None:
    with pytest.raises(NotationError) as refused:
        read_quantity(token)
    assert str(refused.value) == message


@pytest.mark.parametrize("reading", ["interval_start", "interval_end"])
def test_reading_of_an_interval_is_refused_for_a_plain_number(reading: str) -> None:
    with pytest.raises(NotationError) as refused:
        read_quantity("4000", reading)
    assert refused.value.advice == TWO_TOKENS


def test_unknown_reading_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NotationError) as refused:
        read_quantity("5", "interval")
    assert (
        str(refused.value)
        == "'interval' cannot be read as a reading: interval_start, interval_end."
    )


def test_start_of_an_interval_is_refused_for_its_end() -> None:
    with pytest.raises(NotationError) as refused:
        read_quantity("4000 ლარამდე", "interval_start")
    assert refused.value.advice == TWO_TOKENS


@pytest.mark.parametrize("mark", ["დაახლოებით", "სულ ცოტა"])
def test_money_qualified_twice_is_refused(mark: str) -> None:
    with pytest.raises(NotationError) as refused:
        read_quantity(f"{mark} 4000 ლარამდე")
    assert refused.value.advice == "It is qualified twice."


@pytest.mark.parametrize("token", ["5 ლარი%", "5 ₾-ჯერ"])
def test_quantity_in_two_units_is_refused(token: str) -> None:
    with pytest.raises(NotationError) as refused:
        read_quantity(token)
    assert refused.value.advice == "It has a sign and a currency."


def test_longest_number_with_a_scale_keeps_every_digit() -> None:
    assert read_quantity("123456789012345,25 მლნ.").value == 123_456_789_012_345_250_000


@each_separator
@reproducible
@given(number=whole_numbers)
def test_plain_quantity_survives_printing(separator: str, number: int) -> None:
    assert read_quantity(grouped(number, separator)) == Quantity(Decimal(number))


@pytest.mark.parametrize(
    ("scale", "factor"),
    [
        (" ათასი", 10**3),
        (" ათას", 10**3),
        (" მილიონი", 10**6),
        (" მილიონ", 10**6),
        (" მლნ", 10**6),
        (" მლნ.", 10**6),
    ],
)
@reproducible
@given(number=whole_numbers, separator=separators)
def test_scaled_quantity_survives_printing(
    separator: str, scale: str, factor: int, number: int
) -> None:
    assert read_quantity(grouped(number, separator) + scale).value == number * factor


@pytest.mark.parametrize(
    ("currency", "unit"),
    [
        (" ₾", "GEL"),
        ("₾", "GEL"),
        (" ლარი", "GEL"),
        (" ლარ", "GEL"),
        (" ევრო", "EUR"),
        (" ევროს", "EUR"),
    ],
)
@reproducible
@given(number=whole_numbers, separator=separators)
def test_quantity_with_a_currency_survives_printing(
    separator: str, currency: str, unit: str, number: int
) -> None:
    assert read_quantity(grouped(number, separator) + currency) == Quantity(
        Decimal(number), "exact", unit
    )


@pytest.mark.parametrize(
    ("before", "after", "qualifier"),
    [
        ("დაახლოებით ", "", "about"),
        ("საშუალოდ ", "", "about"),
        ("მინიმუმ ", "", "at_least"),
        ("სულ ცოტა ", "", "at_least"),
        ("მინ. ", "", "at_least"),
        ("მინ.", "", "at_least"),
        ("", "-მდე", "up_to"),
        ("", "-ზე მეტ", "more_than"),
        ("", "-ზე მეტი", "more_than"),
    ],
)
@reproducible
@given(number=whole_numbers, separator=separators)
def test_qualified_quantity_survives_printing(
    separator: str, before: str, after: str, qualifier: str, number: int
) -> None:
    assert read_quantity(before + grouped(number, separator) + after) == Quantity(
        Decimal(number), qualifier
    )


@reproducible
@given(
    number=whole_numbers,
    separator=separators,
    before=st.sampled_from(["", "დაახლოებით ", "სულ ცოტა "]),
    scale=st.sampled_from(["", " ათასი", " მლნ."]),
    currency=st.sampled_from(["", "₾", " ლარი", " ევროს"]),
)
def test_value_does_not_hang_on_its_marks(
    number: int, separator: str, before: str, scale: str, currency: str
) -> None:
    factor = {"": 1, " ათასი": 10**3, " მლნ.": 10**6}[scale]
    token = before + grouped(number, separator) + scale + currency
    assert read_quantity(token).value == number * factor


@reproducible
@given(number=whole_numbers)
def test_doubled_number_means_that_many_each(number: int) -> None:
    assert read_quantity(f"{number}-{number}") == Quantity(Decimal(number))


@st.composite
def printed_money(draw: st.DrawFn) -> tuple[str, Decimal]:
    amount, hundredths = draw(whole_numbers), draw(st.integers(0, 99))
    first, *groups = f"{amount:,}".split(",")
    between = [draw(st.sampled_from(list(filter(None, SEPARATORS.values())))) for _ in groups]
    whole = first + "".join(map("".join, zip(between, groups, strict=True)))
    mark, currency = draw(st.sampled_from(".,")), draw(st.sampled_from([" ₾", "₾", " ლარი"]))
    return f"{whole}{mark}{hundredths:02d}{currency}", Decimal(f"{amount}.{hundredths:02d}")


@reproducible
@given(money=printed_money())
def test_money_in_mixed_notation_survives_printing(money: tuple[str, Decimal]) -> None:
    token, amount = money
    assert read_quantity(token) == Quantity(amount, "exact", "GEL")


# --- number words ---


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("ერთი", 1),
        ("ორ", 2),
        ("ორი", 2),
        ("ოთხივე", 4),
        ("ექვს", 6),
        ("რვა", 8),
        ("ცხრავე", 9),
        ("ათი", 10),
        ("თოთხმეტ", 14),
        ("ოცი", 20),
        ("ოცდასამი", 23),
        ("ოცდახუთ", 25),
        ("ოცდათხუთმეტი", 35),
        ("ორმოცდაათი", 50),
        ("ოთხმოცდაცხრამეტი", 99),
        ("ასი", 100),
        ("ას ერთი", 101),
        ("ორასი", 200),
        ("ორას ორმოცდაათი", 250),
        ("ცხრაას ოთხმოცდაცხრამეტი", 999),
    ],
)
def test_number_word_is_read(word: str, number: int) -> None:
    assert read_number_word(word) == number


@pytest.mark.parametrize(
    ("number", "word"),
    [(1, "ერთი"), (8, "რვა"), (100, "ასი"), (101, "ას ერთი"), (508, "ხუთას რვა")],
)
def test_number_is_spelled_in_the_nominative(number: int, word: str) -> None:
    assert spell(number) == word


@pytest.mark.parametrize("ending", ["ი", "", "ს", "მა", "მ", "ივე"])
def test_every_word_with_a_consonant_stem_is_read(ending: str) -> None:
    numbers = [number for number in range(1, 1000) if spell(number).endswith("ი")]
    assert [read_number_word(spell(number)[:-1] + ending) for number in numbers] == numbers


@pytest.mark.parametrize("ending", ["", "ს", "მ", "ვე"])
def test_every_word_with_a_vowel_stem_is_read(ending: str) -> None:
    numbers = [number for number in range(1, 1000) if not spell(number).endswith("ი")]
    assert [read_number_word(spell(number) + ending) for number in numbers] == numbers


def test_no_two_numbers_are_spelled_alike() -> None:
    assert len({spell(number) for number in range(1, 1000)}) == 999


@pytest.mark.parametrize(
    "word", ["", "ი", "ს", "ნული", "ბევრი", "ათასი", "მეხუთე", "ხუთი ", "ასერთი", "5"]
)
def test_unknown_word_is_refused(word: str) -> None:
    with pytest.raises(NotationError) as refused:
        read_number_word(word)
    assert (
        str(refused.value)
        == f"{word!r} cannot be read as a number word. Words are read from ერთი (1) to 999."
    )


@pytest.mark.parametrize("number", [-1, 0, 1000])
def test_number_without_a_word_is_refused(number: int) -> None:
    with pytest.raises(NotationError) as refused:
        spell(number)
    assert str(refused.value) == f"'{number}' cannot be read as a number from 1 to 999."


# --- targets ---


@pytest.mark.parametrize(
    ("token", "operator", "minimum", "maximum", "counted"),
    [
        ("", "none", None, None, ""),
        ("(მინ. 5)", ">=", 5, None, ""),
        ("(მინ.5)", ">=", 5, None, ""),
        ("(მინ. 1 )", ">=", 1, None, ""),
        ("(მინ. 1.)", ">=", 1, None, ""),
        ("(მინ. 1 ქვეყანა)", ">=", 1, None, "ქვეყანა"),
        ("(მინ. 500 ცალი)", ">=", 500, None, "ცალი"),
        ("(მინ. 5 000)", ">=", 5000, None, ""),
        (f"(მინ.{NBSP}5{NBSP}000)", ">=", 5000, None, ""),
        ("(მინ. 1 მლნ.)", ">=", 1_000_000, None, ""),
        ("(მინ. 200-250)", "range", 200, 250, ""),
        ("(200-250)", "range", 200, 250, ""),
        ("(13)", "=", 13, 13, ""),
        ("13", "=", 13, 13, ""),
        ("(წელიწადში 10)", "=", 10, 10, ""),
        ("(1 მლნ.)", "=", 1_000_000, 1_000_000, ""),
        ("1 მლნ.", "=", 1_000_000, 1_000_000, ""),
        ("800-მდე", "<=", None, 800, ""),
        ("(800-მდე)", "<=", None, 800, ""),
        ("1 მლნ-მდე", "<=", None, 1_000_000, ""),
    ],
)
def test_target_is_read(
    token: str, operator: str, minimum: int | None, maximum: int | None, counted: str
) -> None:
    assert read_target(token) == Target(
        operator,
        None if minimum is None else Decimal(minimum),
        None if maximum is None else Decimal(maximum),
        counted,
    )


@pytest.mark.parametrize(
    "token",
    [
        " ",
        "()",
        "(5",
        "((5))",
        "-მდე",
        "მინ.",
        "(18 წელზე მეტი ასაკის)",
        "10 - 20",
        "(მინ. ხუთი)",
        "500-ზე მეტი",
        "(٥)",
    ],
)
def test_target_is_refused_with_known_forms(token: str) -> None:
    with pytest.raises(NotationError) as refused:
        read_target(token)
    assert str(refused.value) == (
        f"{token!r} cannot be read as a target. "
        "Known forms: (მინ. 5), (13), (მინ. 200-250), 800-მდე."
    )


@pytest.mark.parametrize(
    ("token", "message"),
    [
        ("(250-200)", "'(250-200)' cannot be read as a target. The range runs backwards."),
        (
            "(1.18.302)",
            "'1.18.302' cannot be read as a number. "
            "If it is a whole number, did the document print 118,302 (118302)?",
        ),
        ("(1234567890123456)", f"'1234567890123456' cannot be read as a number. {TOO_MANY}"),
    ],
)
def test_target_is_refused(token: str, message: str) -> None:
    with pytest.raises(NotationError) as refused:
        read_target(token)
    assert str(refused.value) == message


@pytest.mark.parametrize("token", ["(მინ. 800-მდე)", "100-200-მდე"])
def test_target_qualified_twice_is_refused(token: str) -> None:
    with pytest.raises(NotationError) as refused:
        read_target(token)
    assert refused.value.advice == "It is qualified twice."


def test_long_target_is_refused_by_its_beginning() -> None:
    with pytest.raises(NotationError) as refused:
        read_target("(" + "5" * 80)
    assert str(refused.value) == (
        f"'({'5' * 79}' cannot be read as a target. A target has at most 80 characters."
    )


@pytest.mark.parametrize("token", ["(1-2 მლნ.)", "(1-2000000 მლნ.)"])
def test_scale_is_of_both_ends_of_a_range(token: str) -> None:
    bounds = [Decimal(end) * 10**6 for end in re.findall(r"\d+", token)]
    target = read_target(token)
    assert [target.minimum, target.maximum] == bounds


@pytest.mark.parametrize(
    ("form", "operator", "has_minimum", "has_maximum"),
    [
        ("(მინ. {})", ">=", True, False),
        ("(მინ.{})", ">=", True, False),
        ("(მინ. {}.)", ">=", True, False),
        ("(მინ. {} ცალი)", ">=", True, False),
        ("({})", "=", True, True),
        ("(წელიწადში {})", "=", True, True),
        ("{}-მდე", "<=", False, True),
    ],
)
@reproducible
@given(number=whole_numbers, separator=separators)
def test_target_survives_printing(
    separator: str, form: str, operator: str, has_minimum: bool, has_maximum: bool, number: int
) -> None:
    target = read_target(form.format(grouped(number, separator)))
    assert (target.operator, target.minimum, target.maximum) == (
        operator,
        number if has_minimum else None,
        number if has_maximum else None,
    )


@pytest.mark.parametrize("form", ["(მინ. {}-{})", "({}-{})", "({}-{} ცალი)"])
@reproducible
@given(ends=st.tuples(whole_numbers, whole_numbers).map(sorted))
def test_range_survives_printing(form: str, ends: list[int]) -> None:
    target = read_target(form.format(*ends))
    assert (target.operator, target.minimum, target.maximum) == ("range", *ends)


# --- deadlines and dates ---


@pytest.mark.parametrize("separator", [".", ",", ". "])
@pytest.mark.parametrize("width", ["", "02"])
def test_every_deadline_is_read(separator: str, width: str) -> None:
    months = [(year, month) for year in range(1990, 2041) for month in range(1, 13)]
    assert [read_deadline(f"{month:{width}d}{separator}{year}") for year, month in months] == [
        f"{year}-{month:02d}" for year, month in months
    ]


@pytest.mark.parametrize(
    "token",
    [
        "",
        "13.2019",
        "0.2019",
        "12.1989",
        "12.2041",
        "12 2019",
        "2019.12",
        "12.20190",
        "1.12.2019",
        "12.٢٠١٩",
        "١٢.2019",
    ],
)
def test_deadline_is_refused(token: str) -> None:
    with pytest.raises(NotationError) as refused:
        read_deadline(token)
    assert str(refused.value) == (
        f"{token!r} cannot be read as a deadline. A deadline is a month and a year, as 12.2019."
    )


@pytest.mark.parametrize(
    ("token", "year", "moment"),
    [
        ("2013 წელს", "", "2013"),
        ("2015 წლიდან", "", "2015"),
        ("2018 წლის დეკემბერში", "", "2018-12"),
        ("2016 წლის  იანვარში", "", "2016-01"),
        ("2019 წლის 1 თებერვალს", "", "2019-02-01"),
        ("2019 წლის 1 სექტემბრიდან", "", "2019-09-01"),
        ("2013 წლის 12 ნოემბერს", "", "2013-11-12"),
        ("2020 წლის 29 თებერვალს", "", "2020-02-29"),
        (f"2019{NBSP}წლის 7 მაისს", "", "2019-05-07"),
        ("2019 წლის ბოლოს", "", "2019"),
        ("14 ივნისს", "2019", "2019-06-14"),
        ("27 სექტემბერს", "2019", "2019-09-27"),
        ("ივნისში", "2019", "2019-06"),
        ("მიმდინარე წლის 2 აპრილისათვის", "2019", "2019-04-02"),
        ("ამავე  წლის ბოლოსვე", "2016", "2016"),
    ],
)
def test_date_is_read(token: str, year: str, moment: str) -> None:
    assert read_date(token, year) == moment


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("იანვარში", 1),
        ("თებერვალში", 2),
        ("მარტში", 3),
        ("აპრილში", 4),
        ("მაისში", 5),
        ("ივნისში", 6),
        ("ივლისში", 7),
        ("აგვისტოში", 8),
        ("სექტემბერში", 9),
        ("ოქტომბერში", 10),
        ("ნოემბერში", 11),
        ("დეკემბერში", 12),
    ],
)
def test_every_month_is_read(name: str, month: int) -> None:
    assert read_date(f"2019 წლის {name}") == f"2019-{month:02d}"


YEAR_ONCE = "The year is printed in the token, or given as its period; never both, never neither."
YEARS = "Years run from 1990 to 2040."


@pytest.mark.parametrize(
    ("token", "year", "advice"),
    [
        ("", "", YEAR_ONCE),
        ("14 ივნისს", "", YEAR_ONCE),
        ("მიმდინარე წლის 2 აპრილისათვის", "", YEAR_ONCE),
        ("2019 წლის 14 ივნისს", "2019", YEAR_ONCE),
        ("2019 წლის 2020 წლის", "", YEAR_ONCE),
        ("2019 წლის ივნისს 2020 წლის", "", YEAR_ONCE),
        ("2019", "", YEAR_ONCE),
        ("12.2019", "", YEAR_ONCE),
        ("2019 წლის ზაფხულში", "", YEAR_ONCE),
        ("", "2019", YEAR_ONCE),
        (" ", "2019", YEAR_ONCE),
        ("მარტივად", "2019", YEAR_ONCE),
        ("2 მარტოხელა", "2019", YEAR_ONCE),
        ("٢٠١٩ წელს", "", YEAR_ONCE),
        ("٢ ივნისს", "2019", YEAR_ONCE),
        ("2019 წლის 31 ივნისს", "", "There is no such day."),
        ("2019 წლის 0 ივნისს", "", "There is no such day."),
        ("29 თებერვალს", "2019", "There is no such day."),
        ("1989 წელს", "", YEARS),
        ("2041 წელს", "", YEARS),
        ("14 ივნისს", "20190", YEARS),
        ("14 ივნისს", "2019-06", YEARS),
        ("14 ივნისს", "٢٠١٩", YEARS),
        ("14 ივნისს", "last", YEARS),
    ],
)
def test_date_is_refused(token: str, year: str, advice: str) -> None:
    with pytest.raises(NotationError) as refused:
        read_date(token, year)
    assert str(refused.value) == f"{token!r} cannot be read as a date. {advice}"


# --- any text at all ---

readers = pytest.mark.parametrize(
    "reader", [pytest.param(reader, id=name) for name, reader in READERS.items()]
)
LETTERS = "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"
SIGNS = f".,;:-–()[]%₾№…²٣٠+= \t\n{NBSP}\u2009\u200b"
PIECES = [
    "მინ.",
    "-მდე",
    "-ზე მეტი",
    " ათასი",
    " მლნ.",
    " ლარი",
    "ამდე",
    " წლის ",
    "ივნისს",
    "2019",
]


@readers
@reproducible
@given(token=st.text(alphabet=LETTERS + "0123456789" + SIGNS, max_size=60))
def test_any_text_is_read_or_refused(reader: Callable[[str], object], token: str) -> None:
    with contextlib.suppress(NotationError):
        reader(token)


@readers
@reproducible
@given(token=st.lists(st.sampled_from([*PIECES, *"0123456789", *SIGNS]), max_size=12).map("".join))
def test_any_mixture_of_marks_is_read_or_refused(
    reader: Callable[[str], object], token: str
) -> None:
    with contextlib.suppress(NotationError):
        reader(token)


@readers
@pytest.mark.parametrize(
    "token",
    [
        pytest.param("ა" * 20_000, id="letters"),
        pytest.param("(" + " " * 19_999, id="spaces"),
        pytest.param("1" + "," * 19_999, id="commas"),
        pytest.param("1" + ", " * 9_999, id="commas and spaces"),
        pytest.param("1" + "-" * 19_999, id="hyphens"),
        pytest.param("(" * 20_000, id="parentheses"),
        pytest.param("1" + "-მდე" * 5_000, id="qualifiers"),
        pytest.param("მინ. " * 4_000, id="marks"),
        pytest.param(" ლარ" * 5_000 + "ამდე", id="currencies"),
        pytest.param("1" + " ათასი" * 3_333, id="scales"),
        pytest.param("1.000" * 1_000 + "ა" * 15_000, id="groups"),
        pytest.param("1 " * 4_000 + "ა" * 12_000, id="digits and spaces"),
        pytest.param("2019 წლის " * 1_000 + "ა" * 10_000, id="years"),
        pytest.param("ოცდა" * 5_000, id="scores"),
    ],
)
def test_long_text_is_refused(reader: Callable[[str], object], token: str) -> None:
    with pytest.raises(NotationError):
        reader(token)


@readers
@pytest.mark.parametrize("digits", [10_000, 20_000])
def test_endless_number_is_refused(reader: Callable[[str], object], digits: int) -> None:
    with pytest.raises(NotationError):
        reader("1" * digits)
