"""The language that a report speaks: messages, plurals, and sentences with links in them.

English is the language of the messages themselves. Another language has a catalogue,
and a message that it lacks is refused: nothing falls back silently.
"""

from __future__ import annotations

import contextlib
import gettext
import re
from collections.abc import Iterator
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

from analysis.display.shown import Link, Piece, flat
from analysis.errors import UsageError

LANGUAGES = {"en": "English", "ka": "ქართული", "fr": "français"}
SOURCE = "en"

_current: ContextVar[str] = ContextVar("language", default=SOURCE)
_FIELD = re.compile(r"\{([a-z_]+)\}")


def speak(language: str) -> None:
    """Make everything shown from here on speak a language.

    Raises
    ------
    UsageError
        The language is not one of ``LANGUAGES``.
    """
    if language not in LANGUAGES:
        raise UsageError(f"No report speaks {language!r}. Known: {', '.join(LANGUAGES)}.")
    _current.set(language)


def spoken() -> str:
    """Return the language that is spoken now."""
    return _current.get()


@contextlib.contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while, and then the one spoken before."""
    before = spoken()
    speak(language)
    try:
        yield
    finally:
        speak(before)


class _Complete(gettext.NullTranslations):
    """The last resort of a catalogue: refuses a message that is not translated."""

    def gettext(self, message: str) -> str:
        raise UsageError(f"The {spoken()} catalogue lacks: {message!r}. Run: make translations")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == SOURCE:
        return gettext.NullTranslations()
    place = files("analysis.display") / "locale" / language / "LC_MESSAGES" / "messages.mo"
    if not place.is_file():
        raise UsageError(f"The {language} catalogue is not compiled. Run: make translations")
    with place.open("rb") as stream:
        catalogue = gettext.GNUTranslations(stream)
    catalogue.add_fallback(_Complete())
    return catalogue


def _(message: str, /, **values: object) -> str:
    """Return a message in the language spoken, its ``{fields}`` filled with ``values``.

    >>> _("{done} of {asked}", done="31", asked="60")
    '31 of 60'
    """
    return _filled(_catalogue(spoken()).gettext(message), values)


def _n(one: str, many: str, number: float, /, **values: object) -> str:
    """Return the form of a message that goes with a number.

    >>> _n("{number} table", "{number} tables", 2, number="2")
    '2 tables'
    """
    whole = round(number) if number == round(number) else 2
    return _filled(_catalogue(spoken()).ngettext(one, many, whole), values)


def _c(context: str, message: str, /, **values: object) -> str:
    """Return a message that means different things in different places, by its context."""
    return _filled(_catalogue(spoken()).pgettext(context, message), values)


def _said(message: str, /, **pieces: Piece) -> Piece:
    """Return a message as a sentence with pieces, such as links, in its ``{fields}``.

    >>> _said("Made of {figure}.", figure=Link("437", "figure-row-1"))
    ('Made of ', Link(text='437', target='figure-row-1'), '.')
    """
    words = _FIELD.split(_catalogue(spoken()).gettext(message))
    parts: list[str | Link] = []
    for place, word in enumerate(words):
        if place % 2 and word not in pieces:
            raise _broken(_catalogue(spoken()).gettext(message), word)
        parts += flat(pieces[word]) if place % 2 else [word] if word else []
    return tuple(parts)


def mark(message: str) -> str:
    """Mark a message that is kept in a table of words and translated where it is used."""
    return message


def mark_plural(one: str, many: str) -> tuple[str, str]:
    """Mark both forms of a message that is kept in a table of words."""
    return one, many


def _filled(message: str, values: dict[str, object]) -> str:
    """Return a message with its fields filled; one that does not fit them is refused."""
    try:
        return message.format(**values) if values else message
    except (KeyError, IndexError, ValueError) as error:
        raise _broken(message, str(error)) from error


def _broken(message: str, field: str) -> UsageError:
    return UsageError(
        f"The {spoken()} catalogue has a broken placeholder, {field}, in: {message!r}. "
        "Mend it in messages.po, then run: make translations"
    )
