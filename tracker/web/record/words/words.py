"""Text whose language is only partly known, with the attributes that browsers need."""

import re
import unicodedata
from textwrap import shorten

from flask_babel import gettext
from markupsafe import Markup

from tracker.domain.base.text import SOURCE, Text, direction
from tracker.domain.library import Library
from tracker.web.base.language import page_language, worded
from tracker.web.base.marking import MarkedWords, said_on_page

# The end of a sentence: after a few words at least, and before a word that can begin one.
_END = re.compile(r"(?<=.{8}[.۔])\s+(?=[^\Wa-z\d_]|[“\"(])", re.DOTALL)
STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def record_words(said: str, language: str) -> MarkedWords:
    """Return text of a record in `language`; if its script has another direction, no language is
    claimed."""
    found = (STRONG.get(unicodedata.bidirectional(char)) for char in said)
    runs = next((way for way in found if way), direction(language))
    return MarkedWords(said, language if runs == direction(language) else "", runs)


def name_of(library: Library, body: str) -> str:
    """Return the name of a body in the page's language; its key if the library no longer has it;
    “not on file” if the key is empty."""
    if not body:
        return gettext("a body that is not in our list")
    known = library.bodies.get(body)
    return worded(known.name) if known else body


def short_name(library: Library, body: str) -> str:
    """Return the short name of a body; in a language other than that of short names, its full
    name."""
    known = library.bodies.get(body)
    return known.short_name if known and page_language() == SOURCE else name_of(library, body)


def begun(text: Text | str, letters: int) -> tuple[Markup, bool]:
    """Return the first words of a library text as HTML, and whether more follow."""
    words = text if isinstance(text, Text) else Text({SOURCE: text})
    language = page_language()
    said = words.in_language(language)
    short = shorten(said, letters, placeholder=" …")
    return said_on_page(Text({words.spoken_in(language): short})), short != said


def in_two(text: Text | str) -> tuple[Markup, Markup]:
    """Return the first sentence of a library text as HTML, and the rest, which may be empty."""
    words = text if isinstance(text, Text) else Text({SOURCE: text})
    language = page_language()
    first, *rest = _END.split(words.in_language(language), 1)
    spoken = words.spoken_in(language)
    if not rest:
        return said_on_page(text), Markup()
    return said_on_page(Text({spoken: first})), said_on_page(Text({spoken: rest[0]}))
