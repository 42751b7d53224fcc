"""Texts in several languages, and the direction in which a language is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import Any

# The language in which the program's messages and most of the library are written.
SOURCE = "en"
RIGHT_TO_LEFT = frozenset(
    {
        *("apc", "ar", "bal", "bgn", "ckb", "dv", "fa", "he", "ks", "lrc", "mzn", "nqo", "ps"),
        *("rhg", "sd", "sdh", "skr", "syr", "trw", "ug", "ur", "yi"),
    }
)


@lru_cache(maxsize=256)
def direction(language: str) -> str:
    """Return `rtl` or `ltr` for a language, as the `dir` attribute takes them."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def listed_words(words: Iterable[str], language: str) -> str:
    """Return the words joined by commas, in the language's own form of comma."""
    return ("، " if direction(language) == "rtl" else ", ").join(words)


# Languages whose letters use digits of their own. Letters in Urdu and Arabic use Latin digits.
_DIGITS = {"bn": "০১২৩৪৫৬৭৮৯", "ne": "०१२३४५६७८९"}


def in_digits_of(words: str, language: str) -> str:
    """Return words with their numbers in the digits that letters in a language use."""
    own = _DIGITS.get(language.partition("-")[0])
    return words.translate(str.maketrans("0123456789", own)) if own else words


class OwnDigits(int):
    """A whole number that is written in the digits of a language."""

    language = ""

    @classmethod
    def of(cls, number: int, language: str) -> "OwnDigits":
        """Return a number for words in a language."""
        own = cls(number)
        own.language = language
        return own

    def __str__(self) -> str:
        return format(self)

    def __format__(self, spec: str) -> str:
        return in_digits_of(format(int(self), spec), self.language)


# The signs that end a sentence in English, in Urdu, and in Bangla and Nepali.
FULL_STOPS = ".۔।"


def at_start(words: str) -> str:
    """Return words as they begin a sentence: “the Ministry” becomes “The Ministry”."""
    return words[:1].upper() + words[1:]


# The languages of texts with their places: one object for all texts in the same languages.
_SHARED: dict[tuple[str, ...], Mapping[str, int]] = {}
_put = object.__setattr__


class _Words:
    """The field `words` of a text. The mapping is made when it is asked for: the library has
    some 16,000 texts, and a mapping for each would take 4 MB."""

    def __get__(self, text: "_Said | None", kind: type) -> Mapping[str, str]:
        if text is None:
            # The dataclass asks for a default, and there is none.
            raise AttributeError
        said = (text._said,) if isinstance(text._said, str) else text._said
        return dict(zip(text._places, said, strict=True))

    def __set__(self, text: "_Said", words: Mapping[str, str]) -> None:
        languages, said = tuple(words), tuple(words.values())
        if (places := _SHARED.get(languages)) is None:
            _SHARED[languages] = places = {each: n for n, each in enumerate(languages)}
        _put(text, "_places", places)
        _put(text, "_said", said[0] if len(said) == 1 else said)


class _Said:
    """What a text is kept as: its words, as one string or one for each language."""

    __slots__ = ("_places", "_said")

    _places: Mapping[str, int]
    _said: str | tuple[str, ...]
    words: Any = _Words()


@dataclass(frozen=True, eq=False)
class Text(_Said):
    """The same words in one or more languages; the first one given is the original.

    Words that the program writes itself are a `Message`, which is translated where it is shown.
    """

    __slots__ = ()

    words: Mapping[str, str]

    def __str__(self) -> str:
        return self.in_language(SOURCE)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Text) or other.__class__ is not self.__class__:
            return NotImplemented
        if self._places == other._places:
            return self._said == other._said
        return self.words == other.words

    def __hash__(self) -> int:
        return hash(self._said if isinstance(self._said, str) else frozenset(self._said))

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Return how a copy is made in another process."""
        return type(self), tuple(getattr(self, each.name) for each in fields(self))

    def in_language(self, language: str) -> str:
        """Return the words in `language`, or in English, or in the original."""
        said, places = self._said, self._places
        if isinstance(said, str):
            return said
        if language in places and (words := said[places[language]]):
            return words
        return self._written_in(SOURCE) or said[0]

    def spoken_in(self, language: str) -> str:
        """Return the language of the words that `in_language` returns."""
        if language in self._places:
            return language
        return SOURCE if SOURCE in self._places else next(iter(self._places))

    def languages(self) -> tuple[str, ...]:
        """Return the languages in which these words exist, the original first."""
        return tuple(self._places)

    def _written_in(self, language: str) -> str:
        """Return the words in `language`; empty if there are none."""
        if language not in self._places:
            return ""
        said = self._said
        return said if isinstance(said, str) else said[self._places[language]]


@dataclass(frozen=True, eq=False)
class Mention(Text):
    """A name as a sentence mentions it, such as “the Ministry of Justice”.

    `words` are those of the languages in which that differs from the name; in all others it is
    the name.
    """

    __slots__ = ("name",)

    name: Text

    def in_language(self, language: str) -> str:
        """Return the words for a sentence in `language`."""
        return self._written_in(language) or self.name.in_language(language)

    def spoken_in(self, language: str) -> str:
        """Return the language of the words that `in_language` returns."""
        return language if language in self._places else self.name.spoken_in(language)


def texts_in(said: object) -> Iterator[tuple[str, Text]]:
    """Yield every text in a part of the library, at any depth, with its place in that part."""
    if isinstance(said, Mapping):
        entries = [(str(key), each) for key, each in said.items()]
    elif isinstance(said, tuple):
        entries = [(str(n), each) for n, each in enumerate(said, start=1)]
    elif is_dataclass(said):
        entries = [(each.name, getattr(said, each.name)) for each in fields(said)]
    else:
        return
    for word, each in entries:
        if isinstance(each, Text):
            yield word, each
        else:
            yield from ((f"{word}.{place}", text) for place, text in texts_in(each))
