"""Words in another language than that of their page, marked so that a browser sets them right."""

from dataclasses import dataclass

from flask import Flask
from markupsafe import Markup, escape

from tracker.domain.base.errors import Refusal
from tracker.domain.base.messages import Message
from tracker.domain.base.text import Text, direction
from tracker.web.base.language import page_language, page_locale


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """A stretch of words with the attributes `lang` and `dir`; `lang` is empty where not known."""

    said: str
    lang: str
    dir: str


def _words_of(text: Text, language: str) -> MarkedWords:
    """The words of a text for a page in `language`, marked when they are in another one."""
    found, spoken = text.in_language(language), text.spoken_in(language)
    if isinstance(found, Message):
        found, spoken = page_locale().words(found), language
    return MarkedWords(said=found, lang=spoken, dir=direction(spoken))


def as_markup(text: Text | str, language: str) -> Markup:
    """A text of the library for a page in `language`; in another one it carries its attributes.

    What the library has as a plain string is English.
    """
    words = _words_of(Text({"en": text}) if isinstance(text, str) else text, language)
    if words.lang == language:
        return escape(words.said)
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(words.lang, words.dir, words.said)


def said_on_page(text: Text | str) -> Markup:
    """A text of the library for the page that is being made."""
    return as_markup(text, page_language())


def _refused(refusal: Refusal) -> Markup:
    """What a refusal says on the page that is being made; texts of the library as `as_markup`."""
    words, values = page_locale().parts(refusal.message)
    if not values:
        return escape(words)
    return escape(words).format(
        **{k: said_on_page(v) if isinstance(v, Text) else v for k, v in values.items()}
    )


def register(app: Flask) -> None:
    """Give the templates both as filters."""
    app.jinja_env.filters["said"] = said_on_page
    app.jinja_env.filters["refused"] = _refused
