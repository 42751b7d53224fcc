"""Text whose language is only partly known, with the attributes that browsers need."""

import unicodedata

from tracker.domain.base.text import SOURCE, direction
from tracker.domain.library import Library
from tracker.web.base.language import gettext, page_language, worded
from tracker.web.base.marking import MarkedWords

STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def record_words(said: str, language: str) -> MarkedWords:
    """Return text of a record in `language`; if its script has another direction, no language is
    claimed."""
    usual = runs = direction(language)
    for char in said:
        if way := STRONG.get(unicodedata.bidirectional(char)):
            runs = way
            break
    return MarkedWords(said, language if runs == usual else "", runs)


def name_of(library: Library, body: str) -> str:
    """Return the name of a body in the page's language; its key if the library no longer has it;
    that it is not in our list if the key is empty."""
    if not body:
        return gettext("a body that is not in our list")
    known = library.bodies.get(body)
    return worded(known.name) if known else body


def mention_of(library: Library, body: str) -> str:
    """Return the name of a body within a sentence in the page's language."""
    known = library.bodies.get(body)
    return worded(known.mention) if known else name_of(library, body)


def brief_mention_of(library: Library, body: str) -> str:
    """Return the short name of a body within a sentence, if it can stand there."""
    known = library.bodies.get(body)
    return worded(known.brief_mention) if known else name_of(library, body)


def short_name(library: Library, body: str) -> str:
    """Return the short name of a body; in a language other than that of short names, its full
    name if it has one there."""
    known, language = library.bodies.get(body), page_language()
    if known and (language == SOURCE or language not in known.name.words):
        return known.short_name
    return name_of(library, body)
