"""Notation: every way these documents print numbers, money, dates and qualifiers.

Each reader takes one printed token and returns a value or refuses it by name; none
guesses. Where a token alone is ambiguous it takes the context as an argument.
"""

from analysis.cleaning.notation.dates import read_date, read_deadline
from analysis.cleaning.notation.numbers import read_number
from analysis.cleaning.notation.quantities import READINGS, Quantity, read_quantity
from analysis.cleaning.notation.targets import Target, read_target
from analysis.cleaning.notation.words import is_number_word, read_number_word, spell

__all__ = [
    "READINGS",
    "Quantity",
    "Target",
    "is_number_word",
    "read_date",
    "read_deadline",
    "read_number",
    "read_number_word",
    "read_quantity",
    "read_target",
    "spell",
]
