"""Messages, dates and lists in one language."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

import babel
import babel.localedata
from babel.dates import format_date
from babel.support import NullTranslations

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import Refusal
from tracker.domain.base.messages import Message
from tracker.domain.base.text import OwnDigits, Text, direction, in_digits_of, listed_words
from tracker.domain.law.law import LetterKind
from tracker.services.core.day_phrases import DayPhrase

LEFT_TO_RIGHT = re.compile("[^\u0590-\u08ff]*[A-Za-z\u00c0-\u024f][^\u0590-\u08ff]*", re.DOTALL)
ISOLATE, END_ISOLATE = "\u2066", "\u2069"
UNTRANSLATED = NullTranslations()


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the letters, and of the pages unless `pages` is false.

    `name` is its own name for itself, and `reviewed` whether a native reader has reviewed its
    wording.
    """

    code: str
    name: str
    reviewed: bool
    pages: bool = True


@dataclass(frozen=True, slots=True)
class SpokenLanguages:
    """The languages of the pages, and the kinds of letters in each language without pages."""

    pages: Collection[str] = ()
    letters: Mapping[str, frozenset[LetterKind]] = field(default_factory=dict)


# Names that babel spells in an unusual way.
_COUNTRIES = {("ur", "EU"): "یورپی یونین"}


@dataclass(frozen=True, slots=True)
class Locale:
    """One language with its messages. A message without a translation is shown in English.

    `letters_alone` says that no page is made in it: sentences of remedies may have no words.
    """

    language: str
    translations: NullTranslations = UNTRANSLATED
    territory: str = ""
    letters_alone: bool = False
    _day: str = field(init=False, repr=False, compare=False)
    _short_day: str = field(init=False, repr=False, compare=False)
    right_to_left: bool = field(init=False, repr=False, compare=False)
    _latin: bool = field(init=False, repr=False, compare=False)
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look up what a page needs for each of its days and words."""
        short = _day_pattern(self.language)
        derived = {
            "_day": f"EEEE {short}",
            "_short_day": short,
            "right_to_left": direction(self.language) == "rtl",
        }
        derived["_latin"] = in_digits_of("0", self.language) == "0"
        derived["_hash"] = hash((self.language, self.territory, self.letters_alone))
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def __hash__(self) -> int:
        # It is the key of what is cached for each day and count.
        return self._hash

    def within(self, country: str) -> "Locale":
        """Return this locale with the names of months that a country uses."""
        return replace(self, territory=country.upper())

    @property
    def direction(self) -> str:
        """Return `rtl` or `ltr`."""
        return "rtl" if self.right_to_left else "ltr"

    def translate(self, sentence: str) -> str:
        """Return the translation of a message, with its placeholders."""
        if type(sentence) is str:
            return translated(self.translations, sentence)
        # Catalogues keep their header under the empty message.
        words = self.translations.gettext(sentence) if sentence else ""
        # A message without a translation came back itself, and would be looked up again.
        return str(words) if type(words) is Message and not words.values else words

    def sentences(self) -> tuple[str, ...]:
        """Return all translations in the catalogue of this language."""
        catalogue: Mapping[object, str] = getattr(self.translations, "_catalog", {})
        return tuple(said for sentence, said in catalogue.items() if sentence)

    def say(self, sentence: str, /, **values: object) -> str:
        """Return a message in this language, with `values` inserted. Whole numbers get the digits
        of the language, other values stay as they are."""
        known = type(sentence) is str
        words = translated(self.translations, sentence) if known else self.translate(sentence)
        if not values:
            return words
        # A page says some fifty sentences, mostly in a language with Latin digits.
        return words.format(**values if self._latin else self._in_digits(values, words, sentence))

    def say_count(self, one: str, more: str, number: int, /, **values: object) -> str:
        """Return the singular or plural message for `number`, which it may use as `{number}`."""
        words = self.translations.ngettext(one, more, number)
        values = {"number": number, **values}
        return words.format(**values if self._latin else self._in_digits(values, words, one, more))

    def _in_digits(
        self, values: Mapping[str, object], words: str, *english: str
    ) -> Mapping[str, object]:
        """Return the values of a message, whole numbers in the digits of this language. An English
        sentence without a translation keeps its Latin digits."""
        if self._latin or words in english:
            return values
        return {
            name: OwnDigits.of(value, self.language) if type(value) is int else value
            for name, value in values.items()
        }

    def words(self, text: Text | Message) -> str:
        """Return a message with its values, or a library text in the best available language."""
        if isinstance(text, Text):
            found = text.in_language(self.language)
            return self.words(found) if isinstance(found, Message) else found
        words, values = self.parts(text)
        if not values:
            return words
        return words.format(**{name: self._set_in(value) for name, value in values.items()})

    def parts(self, message: Message) -> tuple[str, dict[str, object]]:
        """Return the translated sentence of a message, and its values.

        Library texts stay as they are. Dates, messages and refusals become words of this language.
        """
        words = self.translate(message.sentence)
        values = {name: self._value(value) for name, value in message.values.items()}
        return words, dict(self._in_digits(values, words, message.sentence))

    def _value(self, value: object) -> object:
        if isinstance(value, date):
            return self.short_day(value)
        if isinstance(value, tuple):
            return " ".join(str(self._set_in(self._value(each))) for each in value)
        if isinstance(value, Refusal):
            value = value.message
        return self.words(value) if isinstance(value, Message) else value

    def _set_in(self, value: object) -> object:
        """Return a library text as words, isolated if they run in the other direction."""
        return self.together(self.words(value)) if isinstance(value, Text) else value

    def day(self, day: date) -> str:
        """Return a date in full, with its weekday: `Monday 11 March 2024`."""
        return _written(day, self._day, self.language, self.territory)

    def short_day(self, day: date, *, year: bool = True) -> str:
        """Return a date without its weekday: `11 March 2024`, `11 March` without its year."""
        pattern = self._short_day if year else _day_pattern(self.language, year=False)
        return _written(day, pattern, self.language, self.territory)

    def day_of_month(self, day: date) -> str:
        """Return a date without its month: `11`."""
        return _written(day, "d", self.language)

    def brief_day(self, day: date, *, weekday: bool = False, year: bool = True) -> str:
        """Return a date with its month abbreviated: `11 Mar 2024`, `Mon 11 Mar` with its weekday
        and without its year."""
        return _written(day, f"{'EEE ' * weekday}d MMM{' y' * year}", self.language)

    def weekday_letter(self, day: date) -> str:
        """Return the narrowest name of a weekday: `M`."""
        return _written(day, "EEEEE", self.language)

    def month(self, day: date, *, short: bool = False, year: bool = True) -> str:
        """Return a month: `March 2024`, `Mar 2024` if `short`, `Mar` also without `year`."""
        pattern = "MMM" if short else "MMMM"
        return _written(day, f"{pattern} y" if year else pattern, self.language)

    def country(self, code: str) -> str:
        """Return the name of a country or of the European Union, or its code if unknown."""
        known = _COUNTRIES.get((self.language, code.upper()))
        territories = babel.Locale.parse(self.language, sep="-").territories
        named: str | None = known or territories.get(code.upper())
        return named or code.upper()

    def weekdays(self) -> tuple[str, ...]:
        """Return the names of the weekdays, Monday first."""
        names = babel.Locale.parse(self.language, sep="-").days["stand-alone"]["wide"]
        return tuple(names[day] for day in range(7))

    def listed(self, words: Sequence[str]) -> str:
        """Return the words as a list with this language's separator."""
        return listed_words(words, self.language)

    def together(self, words: str) -> str:
        """Return words for a sentence in this language.

        In a right-to-left language, left-to-right words are isolated so that they keep their
        punctuation.
        """
        if not self.right_to_left or not LEFT_TO_RIGHT.fullmatch(words):
            return words
        return f"{ISOLATE}{words}{END_ISOLATE}"

    def apart(self, sayings: Iterable[str]) -> str:
        """Return phrases that may contain commas, joined by this language's semicolon."""
        return ("؛ " if self.right_to_left else "; ").join(sayings)

    def span(self, earliest: date, latest: date | None, *, weekday: bool = True) -> DayPhrase:
        """Return a day, or the two between which it lies, for a sentence such as “{day:on}”."""
        written = self.day if weekday else self.short_day
        last = written(latest) if latest and latest != earliest else ""
        return _phrase(self, written(earliest), last, exact=earliest == latest)

    def day_span(self, span: DaySpan) -> DayPhrase:
        """Return a day that may not be known exactly."""
        return self.span(span.earliest, span.latest)

    def short_span(self, span: DaySpan) -> DayPhrase:
        """Return a day that may not be known exactly, without weekdays."""
        return self.span(span.earliest, span.latest, weekday=False)


# Each page looks up some two hundred messages.
@lru_cache(maxsize=16384)
def translated(translations: NullTranslations, sentence: str) -> str:
    """Return the translation of a message in a catalogue, with its placeholders."""
    # Catalogues keep their header under the empty message.
    return translations.gettext(sentence) if sentence else ""


# The patterns of a date, and of a date without its year, in these languages. Nepali dates name the
# common era, because Nepal counts its years differently.
_DAY_PATTERNS = {
    "es": ("d 'de' MMMM 'de' y", "d 'de' MMMM"),
    "pt": ("d 'de' MMMM 'de' y", "d 'de' MMMM"),
    "ne": ("'सन्' y MMMM d", "MMMM d"),
}


def _day_pattern(language: str, *, year: bool = True) -> str:
    whole, short = _DAY_PATTERNS.get(language, ("d MMMM y", "d MMMM"))
    return whole if year else short


@lru_cache(maxsize=4096)
def _phrase(locale: Locale, first: str, last: str, *, exact: bool) -> DayPhrase:
    """Return days in words, cached as `_written` is."""
    return DayPhrase(locale.translate, first, last, exact=exact)


@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, language: str, territory: str = "") -> str:
    """Return a date as a language writes it, cached: pages repeat dates often."""
    known = babel.Locale.parse(language, sep="-")
    if territory and babel.localedata.exists(f"{language}_{territory}"):
        known = babel.Locale(language, territory)
    if language == "fr" and day.day == 1:
        pattern = pattern.replace("d ", "d'er' ", 1)
    return in_digits_of(format_date(day, pattern, locale=known), language)
