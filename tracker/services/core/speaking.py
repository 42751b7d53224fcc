"""Saying things in a language: sentences from a catalogue, days as that language writes them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import Refusal, Words
from tracker.domain.base.text import Text, direction, listed

LEFT_TO_RIGHT = re.compile("[^\u0590-\u08ff]*[A-Za-z\u00c0-\u024f][^\u0590-\u08ff]*", re.DOTALL)
ISOLATE, END_ISOLATE = "\u2066", "\u2069"


def one_or_more(number: int) -> int:
    """Which form of a sentence goes with a number, in languages with a singular and a plural."""
    return int(number != 1)


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """One language with its catalogue of sentences; a sentence not in it is said in English.

    The forms of a sentence that goes by a number stand in the catalogue as `form_key` says;
    `plural` tells which of them a number takes.
    """

    language: str
    catalogue: Mapping[str, str]
    plural: Callable[[int], int] = one_or_more

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction(self.language)

    def say(self, sentence: str, /, **values: object) -> str:
        """The sentence in this language with its values set in; values are data."""
        return (self.catalogue.get(sentence) or sentence).format(**values)

    def form(self, one: str, more: str, number: int) -> str:
        """The form of a sentence that goes with a number, before values are set in."""
        found = self.catalogue.get(form_key(one, self.plural(number)))
        return found or (more if one_or_more(number) else one)

    def say_count(self, one: str, more: str, number: int, /, **values: object) -> str:
        """A sentence that goes by a number, which it may name as `{number}`."""
        return self.form(one, more, number).format(number=number, **values)

    def refusal(self, refusal: Refusal) -> str:
        """What a refusal says; in English where its sentence has no words in this language."""
        words, values = self.parts(refusal)
        if not values:
            return words
        return words.format(**{name: self._text(value) for name, value in values.items()})

    def parts(self, refusal: Refusal) -> tuple[str, dict[str, object]]:
        """The sentence of a refusal and the values to set into it, if any: texts of the library as
        they are, all else as words of this language."""
        words = self.catalogue.get(refusal.sentence)
        if not words:
            return str(refusal), {}
        return words, {name: self._value(value) for name, value in refusal.values.items()}

    def _value(self, value: object) -> object:
        if isinstance(value, date):
            return self.short_day(value)
        if isinstance(value, tuple):
            return " ".join(str(self._text(self._value(each))) for each in value)
        if isinstance(value, Refusal):
            return self.refusal(value)
        if isinstance(value, Words):
            return self.catalogue.get(value) or value
        return value

    def _text(self, value: object) -> object:
        """A text of the library as part of a sentence; in another language it keeps together."""
        return (
            self.together(value.in_language(self.language)) if isinstance(value, Text) else value
        )

    def day(self, day: date) -> str:
        """A day in full, with its weekday, in Latin digits: `Monday 11 March 2024`."""
        return _written(day, "EEEE d MMMM y", self.language)

    def short_day(self, day: date) -> str:
        """A day without its weekday: `11 March 2024`."""
        return _written(day, "d MMMM y", self.language)

    def month(self, day: date, *, short: bool = False) -> str:
        """The month of a day: `March 2024`, or `Mar 2024`."""
        return _written(day, "MMM y" if short else "MMMM y", self.language)

    def country(self, code: str) -> str:
        """A country, or the European Union, by its two letters; failing that, the letters."""
        named: str | None = Locale.parse(self.language).territories.get(code.upper())
        return named or code.upper()

    def listed(self, words: Sequence[str]) -> str:
        """Words one after the other, as this language sets them off."""
        return listed(words, self.language)

    def together(self, words: str) -> str:
        """Words for a sentence of this language: those that run from left to right keep together,
        with their signs, where it runs from right to left."""
        if self.direction == "ltr" or not LEFT_TO_RIGHT.fullmatch(words):
            return words
        return f"{ISOLATE}{words}{END_ISOLATE}"

    def apart(self, sayings: Iterable[str]) -> str:
        """Words that may hold commas of their own, set apart as this language does it."""
        return ("؛ " if self.direction == "rtl" else "; ").join(sayings)

    def span(self, earliest: date, latest: date | None) -> str:
        """A day, or the two between which it lies."""
        if latest is None:
            return self.say("{day} at the earliest", day=self.day(earliest))
        if earliest == latest:
            return self.day(earliest)
        return self.say(
            "between {first} and {last}", first=self.day(earliest), last=self.day(latest)
        )

    def day_span(self, span: DaySpan) -> str:
        """A day that may not be known exactly."""
        return self.span(span.earliest, span.latest)


def form_key(sentence: str, form: int) -> str:
    """Where a catalogue holds one form of a sentence, which is called by its singular."""
    return f"{sentence}\0{form}"


@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, language: str) -> str:
    """A day as a language writes it: the same days are said on every page."""
    return format_date(day, pattern, locale=language)
