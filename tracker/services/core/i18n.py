"""Messages, days and lists in one language."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import babel
from babel.dates import format_date
from babel.support import NullTranslations

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import Refusal
from tracker.domain.base.messages import Message
from tracker.domain.base.text import Text, direction, listed_words
from tracker.services.core.day_phrases import DayPhrase

LEFT_TO_RIGHT = re.compile("[^\u0590-\u08ff]*[A-Za-z\u00c0-\u024f][^\u0590-\u08ff]*", re.DOTALL)
ISOLATE, END_ISOLATE = "\u2066", "\u2069"
UNTRANSLATED = NullTranslations()


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the pages: its code, its own name, and whether a native reader has reviewed
    its wording. `stylesheet` is the static file with its type, where it needs one."""

    code: str
    name: str
    reviewed: bool
    stylesheet: str = ""


@dataclass(frozen=True, slots=True)
class Locale:
    """One language with its messages; a message without a translation is shown in English."""

    language: str
    translations: NullTranslations = UNTRANSLATED

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction(self.language)

    def translate(self, sentence: str) -> str:
        """The words of a message in this language, before values are set in."""
        # An empty message is where a catalogue keeps its header.
        return self.translations.gettext(sentence) if sentence else ""

    def say(self, sentence: str, /, **values: object) -> str:
        """A message in this language, with its values set in as they are."""
        words = self.translate(sentence)
        return words.format(**values) if values else words

    def say_count(self, one: str, more: str, number: int, /, **values: object) -> str:
        """A message that goes by a number, which it may name as `{number}`."""
        return self.translations.ngettext(one, more, number).format(number=number, **values)

    def words(self, text: Text | Message) -> str:
        """A message with its values, or a text of the library as far as the library has it."""
        if isinstance(text, Text):
            found = text.in_language(self.language)
            return self.words(found) if isinstance(found, Message) else found
        words, values = self.parts(text)
        if not values:
            return words
        return words.format(**{name: self._set_in(value) for name, value in values.items()})

    def parts(self, message: Message) -> tuple[str, dict[str, object]]:
        """The words of a message and the values to set in: texts of the library as they are, and
        all else as words of this language."""
        values = {name: self._value(value) for name, value in message.values.items()}
        return self.translate(message.sentence), values

    def _value(self, value: object) -> object:
        if isinstance(value, date):
            return self.short_day(value)
        if isinstance(value, tuple):
            return " ".join(str(self._set_in(self._value(each))) for each in value)
        if isinstance(value, Refusal):
            value = value.message
        return self.words(value) if isinstance(value, Message) else value

    def _set_in(self, value: object) -> object:
        """A text of the library as part of a sentence; in another direction it keeps together."""
        return self.together(self.words(value)) if isinstance(value, Text) else value

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
        territories = babel.Locale.parse(self.language, sep="-").territories
        named: str | None = territories.get(code.upper())
        return named or code.upper()

    def listed(self, words: Sequence[str]) -> str:
        """Words one after the other, separated as in this language."""
        return listed_words(words, self.language)

    def together(self, words: str) -> str:
        """Words for a sentence of this language: where it runs from right to left, those that run
        from left to right keep together with their signs."""
        if self.direction == "ltr" or not LEFT_TO_RIGHT.fullmatch(words):
            return words
        return f"{ISOLATE}{words}{END_ISOLATE}"

    def apart(self, sayings: Iterable[str]) -> str:
        """Words that may hold commas of their own, separated as in this language."""
        return ("؛ " if self.direction == "rtl" else "; ").join(sayings)

    def span(self, earliest: date, latest: date | None) -> DayPhrase:
        """A day, or the two between which it lies; a sentence asks for it with its preposition."""
        exact = earliest == latest
        last = self.day(latest) if latest and not exact else ""
        return DayPhrase(self.translate, self.day(earliest), last, exact=exact)

    def day_span(self, span: DaySpan) -> DayPhrase:
        """A day that may not be known exactly."""
        return self.span(span.earliest, span.latest)

    def short_span(self, span: DaySpan) -> DayPhrase:
        """A day that may not be known exactly, without weekdays."""
        first, last = self.short_day(span.earliest), self.short_day(span.latest)
        return DayPhrase(self.translate, first, last, exact=span.exact)


@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, language: str) -> str:
    """A day as a language writes it: the same days stand on every page."""
    return format_date(day, pattern, locale=babel.Locale.parse(language, sep="-"))
