"""The language of a page, and the messages of the pages in it.

`gettext` and `ngettext` of Flask-Babel are for what a page says now, `lazy_gettext` for labels and
tables that are written before anybody asks for a page; templates have `{% trans %}` and `_`. All
find their words in the one catalogue of a language (`tracker/translations`).
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

from babel.support import NullTranslations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, Domain, gettext
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

from tracker.domain.base.errors import Refusal
from tracker.domain.base.messages import Message
from tracker.domain.base.text import SOURCE, Text
from tracker.services.core.day_phrases import DayPhrase
from tracker.services.core.i18n import Language, Locale
from tracker.web.base.access import Door, door_of_this_request, person
from tracker.web.base.site_config import the_office

ASKED = "language"
HOME = "record.home"


class PageMessages(Domain):
    """The messages of the page that is being made. Values are set in for names in braces, as in
    the messages of the use cases, each as `set_in` writes it."""

    def get_translations(self) -> NullTranslations:
        """The catalogue of the page's language."""
        return page_locale().translations

    def gettext(self, string: str, **variables: object) -> str:
        """A message in the language of the page."""
        locale = page_locale()
        return locale.say(string, **_all_set_in(variables, locale))

    def ngettext(self, singular: str, plural: str, num: int, **variables: object) -> str:
        """A message that goes by a number, which it may name as `{number}`."""
        locale = page_locale()
        return locale.say_count(singular, plural, num, **_all_set_in(variables, locale))


class LazyMessage(LazyString):
    """A message that is translated whenever a page shows it. Flask-Babel's own passes for HTML
    that is safe already, whatever its values are; this one is escaped like any other text."""

    # The form library takes as the words of a choice nothing but what says that it is a string.
    __class__ = property(lambda _: str)

    def __html__(self) -> str:
        return escape(str(self))


def lazy_gettext(sentence: str, /, **values: object) -> str:
    """A message in the language of each page that shows it: for labels, choices and tables.

    It goes wherever a template or a form takes a string; `str(...)` of it is one.
    """
    made = LazyMessage(gettext, sentence, **values)  # type: ignore[no-untyped-call]
    return cast(str, made)


def page_language() -> str:
    """The language of the page that is being made: at the desk that of whoever is signed in, on
    every other page the one that its address names, and nothing else."""
    if not has_request_context():
        return SOURCE
    # Asked once: `g` is found anew each time, and a page asks for its language by the hundred.
    known: str | None = g.get("page_language")
    if known is None:
        known = g.page_language = _chosen()
    return known


def _chosen() -> str:
    if asked := asked_language():
        return asked
    if door_of_this_request() is Door.PUBLIC:
        return language_of(request.path, the_office().languages)
    account = person()
    return account.language if account and account.language in the_office().languages else SOURCE


def prefix_of(language: str) -> str:
    """What the addresses of the public record begin with in a language."""
    return "" if language == SOURCE else f"/{language}"


def language_of(path: str, languages: Mapping[str, Language]) -> str:
    """The language of the public page at a path."""
    first = path[1:].partition("/")[0]
    return first if first in languages else SOURCE


def asked_language() -> str:
    """The language that the address names, on a page where nobody is known yet; else empty."""
    asked = request.args.get(ASKED, "") if request.blueprint == "sign_in" else ""
    return asked if asked in the_office().languages else ""


def page_locale() -> Locale:
    """The language of the page, with its messages."""
    # A page asks for it by the hundred: it is found with one look at what belongs to the page.
    try:
        return cast(Locale, g.page_locale)
    except (AttributeError, RuntimeError):
        if not has_request_context():
            return Locale(SOURCE)
        g.page_locale = the_office().locale(page_language())
        return cast(Locale, g.page_locale)


def set_in(value: object) -> object:
    """A value as the page that is being made writes it within a sentence: a text of the library in
    the language of the page, and words that run the other way kept together."""
    return _set_in(value, page_locale())


def _set_in(value: object, locale: Locale) -> object:
    if isinstance(value, DayPhrase):
        return value
    if isinstance(value, Text):
        value = locale.words(value)
    return locale.together(str(value)) if isinstance(value, str) else value


def _all_set_in(values: Mapping[str, object], locale: Locale) -> dict[str, object]:
    return {name: _set_in(value, locale) for name, value in values.items()}


def worded(text: Text | Message) -> str:
    """A text of the library in the language of the page, as far as the library has it, or a
    message."""
    return page_locale().words(text)


def refused(refusal: Refusal) -> str:
    """What a refusal says, in the language of the page."""
    return page_locale().words(refusal.message)


def register(app: Flask) -> None:
    """Let the templates speak the language of the page."""
    babel = Babel(app, locale_selector=page_language)
    babel.domain_instance = PageMessages()  # type: ignore[no-untyped-call]
    templates = app.jinja_env
    templates.policies["ext.i18n.trimmed"] = True
    templates.globals |= {"gettext": _message, "_": _message}
    # Texts of the library are shown in the language of the page wherever a template writes them.
    templates.finalize = _shown
    templates.filters |= {"worded": worded, "set_in": set_in}
    app.context_processor(_frame)


def _message(sentence: str, /, **values: object) -> Markup:
    """A message of a template. The template library's own function sets values into every message,
    also where there are none, which takes longer than to find its words."""
    words = page_locale().translate(sentence)
    return Markup(words) % values if values else _whole(words)  # noqa: S704  # of a catalogue


@lru_cache(maxsize=4096)
def _whole(words: str) -> Markup:
    """A message of a template without values: its percent signs are doubled all the same."""
    return Markup(words) % {}  # noqa: S704  # as above


def _shown(value: object) -> object:
    return worded(value) if isinstance(value, (Text, Message)) else value


def _frame() -> dict[str, Any]:
    known, spoken = the_office().languages, page_locale()
    others = [(code, each.name) for code, each in known.items() if code != spoken.language]
    return {
        "page_language": spoken.language,
        "page_direction": spoken.direction,
        "page_stylesheet": known[spoken.language].stylesheet,
        "other_languages": others,
        "twins": others if _has_twins() else [],
    }


def _has_twins() -> bool:
    """Whether this is a page of the public record, or an address where no page stands."""
    if request.endpoint is None:
        return door_of_this_request() is Door.PUBLIC
    return request.blueprint == HOME.partition(".")[0]
