"""Text in another language than its page, marked up so that browsers display it correctly."""

from typing import NamedTuple

from flask import Flask
from markupsafe import Markup, escape

from tracker.domain.base.errors import Refusal
from tracker.domain.base.messages import Message
from tracker.domain.base.text import SOURCE, Text, direction
from tracker.web.base.language import page_language, page_locale


class MarkedWords(NamedTuple):
    """A piece of text with its `lang` and `dir` attributes; `lang` is empty if unknown."""

    said: str
    lang: str
    dir: str


def as_markup(text: Text | str, language: str) -> Markup:
    """Return a library text as HTML for a page in `language`, with attributes if its language
    differs.

    A plain string of the library is English.
    """
    if isinstance(text, str):
        said, spoken = text, SOURCE
    else:
        said, spoken = text.in_language(language), text.spoken_in(language)
    if isinstance(said, Message):
        said, spoken = page_locale().words(said), language
    if spoken == language:
        return escape(said)
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(spoken, direction(spoken), said)


def said_on_page(text: Text | str) -> Markup:
    """Return a library text as HTML for the current page."""
    return as_markup(text, page_language())


def _refused(refusal: Refusal) -> Markup:
    """Return the message of a refusal as HTML for the current page; library texts as in
    `as_markup`."""
    words, values = page_locale().parts(refusal.message)
    if not values:
        return escape(words)
    return escape(words).format(
        **{k: said_on_page(v) if isinstance(v, Text) else v for k, v in values.items()}
    )


def register(app: Flask) -> None:
    """Register both functions as template filters."""
    app.jinja_env.filters["said"] = said_on_page
    app.jinja_env.filters["refused"] = _refused
