"""Sentences of a remedy's letter that have no words in a language of letters alone.

Such a letter is in that language as a whole or not at all. What counts is what it prints: a
sentence that nobody reads does not matter.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from babel.support import NullTranslations

from tracker.domain.base.text import SOURCE, Text, texts_in
from tracker.domain.law.authority import Authority
from tracker.domain.law.block import Block
from tracker.domain.law.law import Law
from tracker.domain.library import Library
from tracker.services.core.i18n import Locale

_VALUE = re.compile(r"\{+[^{}]*\}+")
# No language needs more forms of a message with a number.
_MOST_FORMS = 6


@dataclass(frozen=True, slots=True)
class InEnglish:
    """Why a letter is in English: the language that was meant, and the sentences that have no
    words in it."""

    language: str
    sentences: tuple[str, ...]


class HeardTranslations(NullTranslations):
    """Translations that note each message for which they have no words, with its English forms."""

    def __init__(self, known: NullTranslations) -> None:
        super().__init__()
        self._known = known
        self._worded: Mapping[object, str] = getattr(known, "_catalog", {})
        self.unworded: dict[str, tuple[str, ...]] = {}

    def gettext(self, message: str) -> str:
        """Return the words of a message, and note it if it has none."""
        if message not in self._worded:
            self.unworded[message] = (message,)
        return self._known.gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the words of a message with a number, and note it if it has none."""
        # A compiled catalogue has the English forms for those that are blank.
        forms = {self._worded.get((msgid1, form)) for form in range(_MOST_FORMS)}
        if forms <= {None, "", msgid1, msgid2}:
            self.unworded[msgid1] = (msgid1, msgid2)
        return self._known.ngettext(msgid1, msgid2, n)


def heard(locale: Locale) -> Locale:
    """Return the locale of a remedy's letter, which notes messages without words if its language
    is one of letters alone."""
    if not locale.letters_alone:
        return locale
    return replace(locale, translations=HeardTranslations(locale.translations))


def is_heard(locale: Locale) -> bool:
    """Return whether a locale notes messages without words."""
    return isinstance(locale.translations, HeardTranslations)


def because(locale: Locale, sentences: tuple[str, ...]) -> InEnglish | None:
    """Return why a letter is in English and not in this language, None without such sentences."""
    return InEnglish(locale.language, sentences) if sentences else None


def unworded_in(printed: str, said: Iterator[Text], locale: Locale) -> tuple[str, ...]:
    """Return the English sentences in the words of a letter: messages and texts of the library
    that have no words in its language."""
    words, known = _plain(printed), locale.translations
    found = dict(known.unworded) if isinstance(known, HeardTranslations) else {}
    texts = (each.in_language(SOURCE) for each in said if _lacks(each, locale.language))
    found |= {each: (each,) for each in texts}
    return tuple(name for name, forms in found.items() if any(_is_in(words, f) for f in forms))


def texts_of_remedies(
    library: Library, law: Law, block: Block, authorities: Mapping[str, Authority]
) -> Iterator[Text]:
    """Yield the texts of the library that the letter of a remedy under a law may print: those of
    the law, the bodies and powers of its country, decisions, and the block. The service is left
    out, because it is a name."""
    country = law.country
    bodies = (each for each in library.bodies.values() if each.country == country)
    powers = (each for each in library.powers.values() if each.country == country)
    for part in (law, *bodies, *powers, *authorities.values(), block):
        yield from (text for _, text in texts_in(part) if text is not block.service)


def _lacks(text: Text, language: str) -> bool:
    return text.spoken_in(language) != language


def _is_in(words: str, sentence: str) -> bool:
    """Return whether a letter prints a sentence. A sentence without words of its own counts as
    printed, because there is nothing to search for."""
    parts = map(_plain, _VALUE.split(sentence))
    found = max(parts, key=len, default="").strip(" .,:;()[]“”–-")
    if not found:
        return True
    # Most are nowhere in the letter, which is found out much faster without the pattern.
    whole = rf"(?<!\w){re.escape(found)}(?!\w)"
    return found in words and re.search(whole, words) is not None


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()
