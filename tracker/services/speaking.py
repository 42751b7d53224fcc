"""Saying things in a language: sentences from a catalogue, days as that language writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date

from tracker.domain.days import DaySpan
from tracker.domain.text import direction


@dataclass(frozen=True, slots=True)
class Speech:
    """One language with its catalogue of sentences; a sentence not in it is said in English."""

    language: str
    catalogue: Mapping[str, str]

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction(self.language)

    def say(self, sentence: str, /, **values: object) -> str:
        """The sentence in this language with its values set in; values are data."""
        return (self.catalogue.get(sentence) or sentence).format(**values)

    def day(self, day: date) -> str:
        """A day in full, with its weekday, in Latin digits: `Monday 11 March 2024`."""
        return _written(day, "EEEE d MMMM y", self.language)

    def short_day(self, day: date) -> str:
        """A day without its weekday: `11 March 2024`."""
        return _written(day, "d MMMM y", self.language)

    def country(self, code: str) -> str:
        """A country, or the European Union, by its two letters; failing that, the letters."""
        named: str | None = Locale.parse(self.language).territories.get(code.upper())
        return named or code.upper()

    def listed(self, words: Sequence[str]) -> str:
        """Words one after the other, as this language sets them off."""
        return ("، " if self.direction == "rtl" else ", ").join(words)

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


@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, language: str) -> str:
    """A day as a language writes it: the same days are said on every page."""
    return format_date(day, pattern, locale=language)
