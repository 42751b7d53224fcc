"""Texts in several languages, and the direction in which a language is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from types import MappingProxyType

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


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in one or more languages; the first one given is the original.

    Words that the program writes itself are a `Message`, which is translated where it is shown.
    """

    words: Mapping[str, str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", MappingProxyType(dict(self.words)))

    def __str__(self) -> str:
        return self.in_language(SOURCE)

    def __hash__(self) -> int:
        return hash(tuple(self.words.items()))

    def in_language(self, language: str) -> str:
        """Return the words in `language`, or in English, or in the original."""
        return (
            self.words.get(language) or self.words.get(SOURCE) or next(iter(self.words.values()))
        )

    def spoken_in(self, language: str) -> str:
        """Return the language of the words that `in_language` returns."""
        if language in self.words:
            return language
        return SOURCE if SOURCE in self.words else next(iter(self.words))

    def languages(self) -> tuple[str, ...]:
        """Return the languages in which these words exist, the original first."""
        return tuple(self.words)


@dataclass(frozen=True, slots=True, eq=False)
class Mention(Text):
    """A name as a sentence mentions it, such as “the Ministry of Justice”.

    `words` are those of the languages in which that differs from the name; in all others it is
    the name.
    """

    name: Text

    def in_language(self, language: str) -> str:
        """Return the words for a sentence in `language`."""
        return self.words.get(language) or self.name.in_language(language)

    def spoken_in(self, language: str) -> str:
        """Return the language of the words that `in_language` returns."""
        return language if language in self.words else self.name.spoken_in(language)


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
