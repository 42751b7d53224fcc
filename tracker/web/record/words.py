"""Words whose language is only partly known, with what a browser needs to set them right."""

import unicodedata
from dataclasses import dataclass

from markupsafe import Markup, escape

from tracker.domain.library import Library
from tracker.domain.text import Text, direction
from tracker.web.language import FIRST, page_language, worded

STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of words with the attributes `lang` and `dir`; `lang` is empty where not known."""

    said: str
    lang: str
    dir: str


def words_in(said: str, language: str) -> Words:
    """Words of a record in `language`; where the script runs the other way, no language is
    claimed."""
    found = (STRONG.get(unicodedata.bidirectional(char)) for char in said)
    runs = next((way for way in found if way), direction(language))
    return Words(said, language if runs == direction(language) else "", runs)


def words_of(text: Text, language: str) -> Words:
    """The words of a text for a page in `language`, marked when they are in another one."""
    languages = text.languages()
    spoken = next((known for known in (language, "en") if known in languages), languages[0])
    return Words(said=text.in_language(language), lang=spoken, dir=direction(spoken))


def said(text: Text | str, language: str) -> Markup:
    """A text of the library for a page in `language`; in another one it carries its attributes.

    What the library has as a plain string is English.
    """
    words = words_of(Text({"en": text}) if isinstance(text, str) else text, language)
    if words.lang == language:
        return escape(words.said)
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(words.lang, words.dir, words.said)


def said_on_page(text: Text | str) -> Markup:
    """A text of the library for the page that is being made."""
    return said(text, page_language())


def name_of(library: Library, body: str) -> str:
    """The name of a body in the language of the page; its key where the library has it no more."""
    known = library.bodies.get(body)
    return worded(known.name) if known else body


def short_name(library: Library, body: str) -> str:
    """What a body is called where there is little room: in another language than that of its
    short name, by its name."""
    known = library.bodies.get(body)
    if known is None:
        return body
    return known.short_name if page_language() == FIRST else worded(known.name)
