"""Parameters: what a report may be asked, each declared with type, choices and limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from analysis.errors import UsageError, quoted
from analysis.nearest import nearest

Value = str | bool | int | float

LONGEST = 100
"""Characters of the longest text that a parameter takes."""


@dataclass(frozen=True)
class Parameter:
    """One parameter: its default, whose type is its type, and the values allowed, if few."""

    default: Value
    meaning: str
    choices: tuple[Value, ...] = ()
    form: str = ""
    """A regular expression that the whole text has to match, if any."""
    limits: tuple[float, float] | None = None
    """The least and the largest number allowed."""
    advice: str = ""
    """What to write instead, said with a refusal."""
    labels: Mapping[Value, str] = field(default_factory=dict)
    """What the choices are called in titles."""
    spellings: Mapping[str, Value] = field(default_factory=dict)
    """What else may be typed for a choice, in small letters."""
    reads: Callable[[str], object] | None = None
    """Reads the text as the measures will, and refuses it as they would."""
    private: bool = False
    """Whether name and value stay inside: the gate refuses a bundle that shows either."""

    @property
    def described(self) -> str:
        """What may be given, for a person."""
        kind = {"float": "number"}.get(type(self.default).__name__, type(self.default).__name__)
        allowed = f", one of: {', '.join(map(str, self.choices))}" if self.choices else ""
        between = f", from {self.limits[0]:g} to {self.limits[1]:g}" if self.limits else ""
        return f"{kind}, default {self.default!r}{allowed}{between}"

    def accept(self, name: str, value: Value) -> Value:
        """Return a value of the declared type, among the choices and limits, or refuse it."""
        if type(value) is not type(self.default) or not self._fits(value):
            words = [str(choice) for choice in self.choices]
            advice = nearest(value, words) if isinstance(value, str) else ""
            advice += f" {self.advice}" if self.advice else ""
            raise UsageError(
                f"The parameter {name} cannot be {quoted(value)}. Expected: {self.described}."
                f"{advice}"
            )
        if self.reads:
            self.reads(str(value))
        return value

    def _fits(self, value: Value) -> bool:
        if isinstance(value, str):
            if len(value) > LONGEST or (self.form and not re.fullmatch(self.form, value)):
                return False
        elif self.limits and not self.limits[0] <= value <= self.limits[1]:
            return False
        return not self.choices or value in self.choices

    def read(self, name: str, text: str) -> Value:
        """Return the value that a typed text means, by the parameter's type."""
        if isinstance(self.default, bool):
            known = {"true": True, "false": False}
            return self.accept(name, known.get(text, text))
        if isinstance(self.default, int):
            sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
            plain = digits.isascii() and digits.isdigit() and len(digits) < 10
            return self.accept(name, sign * int(digits) if plain else text)
        if isinstance(self.default, float):
            plain = bool(re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]{1,6})?", text))
            return self.accept(name, float(text) if plain else text)
        return self.accept(name, self._meant(text))

    def _meant(self, text: str) -> Value:
        """Return the choice that a text means, however its letters are written."""
        small = text.casefold()
        return small if small in self.choices else self.spellings.get(small, text)
