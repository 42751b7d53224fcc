"""Words whose language is only partly known, with what a browser needs to set them right."""

import unicodedata

from flask_babel import gettext

from tracker.domain.base.text import SOURCE, direction
from tracker.domain.library import Library
from tracker.web.base.language import page_language, worded
from tracker.web.base.marking import MarkedWords

STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def record_words(said: str, language: str) -> MarkedWords:
    """Words of a record in `language`; where the script runs the other way, no language is
    claimed."""
    found = (STRONG.get(unicodedata.bidirectional(char)) for char in said)
    runs = next((way for way in found if way), direction(language))
    return MarkedWords(said, language if runs == direction(language) else "", runs)


def name_of(library: Library, body: str) -> str:
    """The name of a body in the language of the page; its key where the library has it no more,
    and that it is not on file where it has no key."""
    if not body:
        return gettext("a body that is not on file here")
    known = library.bodies.get(body)
    return worded(known.name) if known else body


def short_name(library: Library, body: str) -> str:
    """What a body is called where there is little room: in another language than that of its
    short name, by its name."""
    known = library.bodies.get(body)
    return known.short_name if known and page_language() == SOURCE else name_of(library, body)
