"""The language of a page, and its messages.

`gettext` and `ngettext` are for what a page says now, `lazy_gettext` for labels and tables defined
before any request; templates have `{% trans %}` and `_`. All look up the one catalogue of each
language (`tracker/translations`).
"""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import date
from functools import lru_cache, partial
from typing import Any, cast

from babel.support import LazyProxy, NullTranslations
from flask import (
    Flask,
    appcontext_popped,
    appcontext_pushed,
    flash,
    has_request_context,
    request,
)
from jinja2.ext import InternationalizationExtension
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

from tracker.domain.base.errors import Refusal
from tracker.domain.base.messages import Message
from tracker.domain.base.text import SOURCE, Text, at_start
from tracker.services.core.day_phrases import DayPhrase
from tracker.services.core.i18n import Language, Locale, translated
from tracker.web.base.access import Access, access_of_this_request, person
from tracker.web.base.site_config import the_office

ASKED = "language"
HOME = "record.home"


class PageValues:
    """What this page asks for hundreds of times: its language, its place, its addresses, the
    library whose parts it may keep, that with its place (`edition`), where they are kept, and its
    own address in each language.

    `g` takes several times as long. Each begins and ends with its page; `before` is that of the
    page around it, if there is one.
    """

    __slots__ = (
        *("before", "build_address", "caches", "edition", "library", "locale", "own", "place"),
    )

    before: "PageValues | None"
    build_address: Callable[..., str]
    caches: dict[str, Any]
    edition: tuple[str, tuple[str, str | None, str]]
    library: str
    locale: Locale
    own: dict[str, str]
    place: tuple[str, str | None, str]


_this_page: ContextVar[PageValues | None] = ContextVar("this_page", default=None)
# None outside of the application.
this_page: Callable[[], PageValues | None] = _this_page.get

# `Markup` of words that are HTML already. The class would first ask whether they say so.
as_safe: Callable[[str], Markup] = partial(str.__new__, Markup)

# `escape` for a plain string, without the `Markup` that a page would only join and throw away.
escaped_words: Callable[[str], str] = _escape_inner
# Values with no sign that HTML reads.
PLAIN_VALUES = (int, float, date)
_AS_IT_IS = (Markup, int)
# Values that a sentence from left to right takes as they are.
_SET_IN_AS_THEY_ARE = (str, int, DayPhrase)


def as_html(value: object) -> str:
    """Return a value as a page writes it: escaped, library texts in the page's language."""
    if type(value) is str:
        return escaped_words(value)
    if type(value) in PLAIN_VALUES:
        return str(value)
    return escaped_words(worded(value)) if isinstance(value, (Text, Message)) else escape(value)


def gettext(sentence: str, /, **values: object) -> str:
    """Return a message in the page's language.

    Values replace names in braces, as in messages of the use cases, each formatted by `set_in`.
    """
    try:
        locale = this_page().locale  # type: ignore[union-attr]  # as in `page_locale`
    except AttributeError:
        locale = page_locale()
    if not values:
        known = type(sentence) is str
        return translated(locale.translations, sentence) if known else locale.translate(sentence)
    return locale.say(sentence, **_all_set_in(values, locale))


def ngettext(one: str, more: str, number: int, /, **values: object) -> str:
    """Return a message that depends on a number, which it may include as `{number}`."""
    locale = page_locale()
    return locale.say_count(one, more, number, **_all_set_in(values, locale))


class LazyMessage(LazyProxy):
    """A message translated each time a page shows it, and escaped there like other text."""

    # The form library accepts only `str` objects as labels of choices.
    __class__ = property(lambda _: str)

    def __html__(self) -> str:
        return escape(str(self))

    def __hash__(self) -> int:
        return hash(str(self))


def lazy_gettext(sentence: str, /, **values: object) -> str:
    """Return a message that is translated on each page that shows it: for labels, choices and
    tables.

    It can be used wherever a template or form takes a string; `str(...)` returns the translation.
    """
    made = LazyMessage(gettext, sentence, enable_cache=False, **values)
    return cast(str, made)


def page_language() -> str:
    """Return the language of the current page: the signed-in person's in the workspace, otherwise
    the language in the address and nothing else."""
    return page_locale().language


def _chosen() -> str:
    if asked := asked_language():
        return asked
    if access_of_this_request() is Access.PUBLIC:
        return language_of(request.path, the_office().languages)
    try:
        account = person()
    except Refusal:
        # The database does not answer, and the page that says so needs a language.
        return SOURCE
    return account.language if account and account.language in the_office().languages else SOURCE


def prefix_of(language: str) -> str:
    """Return the prefix of the public record's addresses in a language."""
    return "" if language == SOURCE else f"/{language}"


def language_of(path: str, languages: Mapping[str, Language]) -> str:
    """Return the language of the public page at a path."""
    first = path[1:].partition("/")[0]
    return first if first in languages else SOURCE


def asked_language() -> str:
    """Return the language in the address of a sign-in page, where the person is not known yet;
    empty on other pages."""
    asked = request.args.get(ASKED, "") if request.blueprint == "sign_in" else ""
    return asked if asked in the_office().languages else ""


def page_locale() -> Locale:
    """Return the locale of the page: its language and messages."""
    try:
        return this_page().locale  # type: ignore[union-attr]  # outside: an AttributeError too
    except AttributeError:
        if not has_request_context():
            return Locale(SOURCE)
        values = values_of_page()
        values.locale = the_office().locale(_chosen())
        return values.locale


def values_of_page() -> PageValues:
    """Return the values of this page. Raises LookupError outside of the application."""
    values = this_page()
    if values is None:
        raise LookupError("there is no page outside of the application")
    return values


def set_in(value: object) -> object:
    """Return a value as it is inserted into a sentence: library texts in the page's language, and
    text of the opposite direction isolated."""
    return _set_in(value, page_locale())


def _set_in(value: object, locale: Locale) -> object:
    if isinstance(value, DayPhrase):
        return value
    if isinstance(value, Text):
        value = locale.words(value)
    return locale.together(str(value)) if isinstance(value, str) else value


def _all_set_in(values: dict[str, object], locale: Locale) -> dict[str, object]:
    """Return the values of a sentence as `_set_in` does, each in its place."""
    for name, value in values.items():
        # Most are numbers, or words that need no isolation.
        if locale.right_to_left or type(value) not in _SET_IN_AS_THEY_ARE:
            values[name] = _set_in(value, locale)
    return values


def worded(text: Text | Message) -> str:
    """Return a message, or a library text where the library has it, in the page's language."""
    try:
        locale = this_page().locale  # type: ignore[union-attr]  # as in `page_locale`
    except AttributeError:
        locale = page_locale()
    return locale.words(text)


def refused(refusal: Refusal) -> str:
    """Return the message of a refusal in the page's language."""
    return page_locale().words(refusal.message)


def flash_caution(words: str) -> None:
    """Show on the next page what was not done, or what to check: not as a success."""
    flash(words, "caution")


def register(app: Flask) -> None:
    """Set up templates to use the page's language."""
    templates = app.jinja_env
    templates.policies["ext.i18n.trimmed"] = True
    templates.add_extension(InternationalizationExtension)
    # With `newstyle`, Jinja escapes and inserts the values itself.
    templates.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=_message, ngettext=_count_message, newstyle=True
    )
    templates.globals |= {"gettext": _message, "_": _message, "ngettext": _count_message}
    # Templates show library texts in the page's language wherever they write them.
    templates.finalize = _shown
    templates.filters |= {"worded": worded, "at_start": at_start, "set_in": set_in}
    appcontext_pushed.connect(_begin_page, app)
    appcontext_popped.connect(_end_page, app)


def _begin_page(_: Flask) -> None:
    values = PageValues()
    values.before = this_page()
    _this_page.set(values)


def _end_page(_: Flask) -> None:
    _this_page.set(values_of_page().before)


def _message(sentence: str, /, **values: object) -> Markup:
    """Return a message for a template, with its values escaped.

    Jinja's own function formats every message, even one without values, and its escaping takes
    several times as long.
    """
    try:
        # As in `page_locale`: a page has a hundred messages.
        translations = this_page().locale.translations  # type: ignore[union-attr]
    except AttributeError:
        translations = page_locale().translations
    if not values:
        return _whole(translations, sentence)
    return _inserted(translated(translations, sentence), values)


def _count_message(one: str, more: str, number: int, /, **values: object) -> Markup:
    """Return a message that depends on a number, for a template."""
    words = page_locale().translations.ngettext(one, more, number)
    return _inserted(words, {"num": number} | values)


def _inserted(words: str, values: dict[str, object]) -> Markup:
    """Return a message of a catalogue with its values, which are escaped in their place."""
    for name, value in values.items():
        if type(value) not in _AS_IT_IS:
            values[name] = as_html(value)
    return as_safe(words % values)


@lru_cache(maxsize=8192)
def _whole(translations: NullTranslations, sentence: str) -> Markup:
    """Return a message without values, with its doubled percent signs resolved."""
    # Catalogues keep their header under the empty message.
    words = translations.gettext(sentence) if sentence else ""
    return Markup(words) % {}  # noqa: S704  # as above


def _shown(value: object) -> object:
    return worded(value) if isinstance(value, (Text, Message)) else value


def languages_of_page() -> dict[str, Any]:
    """Return what the frame of a page says of its language and of others."""
    known, spoken = the_office().languages, page_locale()
    others = [(code, each.name) for code, each in known.items() if code != spoken.language]
    return {
        "page_language": spoken.language,
        "page_direction": spoken.direction,
        "other_languages": others,
        "twins": others if _has_twins() else [],
    }


def _has_twins() -> bool:
    """Return whether this is a page of the public record, or a public address without a page."""
    if request.endpoint is None:
        return access_of_this_request() is Access.PUBLIC
    return request.blueprint == HOME.partition(".")[0]
