"""The language of a page, and how the pages' Python says a sentence in it.

`say` and `say_count` are for what is said now, `later` for labels and tables that are written
before anybody asks for a page. Templates say theirs with `{% trans %}`. All find their words in
the same catalogues (`tracker/translations`), which `make words` keeps.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, cast

from flask import Flask, g, has_request_context, request
from markupsafe import Markup

from tracker.domain.base.errors import Refusal
from tracker.domain.base.text import PAGES_IN, Text
from tracker.services.core.speaking import Speech
from tracker.web.base.access import Door, door_of_this_request, person
from tracker.web.base.site_config import the_office

# Each by its own name, as its readers look for it.
LANGUAGES = dict(zip(PAGES_IN, ("English", "اردو"), strict=True))
FIRST = PAGES_IN[0]
ASKED = "language"
HOME = "record.home"


def page_language() -> str:
    """The language of the page that is being made: at the desk that of whoever is signed in, on
    every other page the one that its address names, and nothing else."""
    if not has_request_context():
        return FIRST
    # Asked once: `g` is found anew each time, and a page asks for its language by the hundred.
    known: str | None = g.get("page_language")
    if known is None:
        known = g.page_language = _chosen()
    return known


def _chosen() -> str:
    if asked := asked_language():
        return asked
    if door_of_this_request() is Door.PUBLIC:
        return language_of(request.path)
    account = person()
    return account.language if account and account.language in LANGUAGES else FIRST


def prefix_of(language: str) -> str:
    """What the addresses of the public record begin with in a language."""
    return "" if language == FIRST else f"/{language}"


def language_of(path: str) -> str:
    """The language of the public page at a path."""
    first = path[1:].partition("/")[0]
    return first if first in LANGUAGES else FIRST


def asked_language() -> str:
    """The language that the address names, on a page where nobody is known yet; else empty."""
    asked = request.args.get(ASKED, "") if request.blueprint == "sign_in" else ""
    return asked if asked in LANGUAGES else ""


def speech() -> Speech:
    """The language of the page, with its catalogue."""
    if not has_request_context():
        return Speech(FIRST, {})
    known: Speech | None = g.get("speech")
    if known is None:
        known = g.speech = the_office().speech(page_language())
    return known


def say(sentence: str, /, **values: object) -> str:
    """A sentence in the language of the page, with its values set in where braces name them.

    Texts of the library among the values are said in that language too. In a language that runs
    from right to left, values that run from left to right keep together.
    """
    spoken = speech()
    if values:
        values = {name: _set_in(value, spoken) for name, value in values.items()}
    return spoken.say(sentence, **values)


def _set_in(value: object, spoken: Speech) -> object:
    if isinstance(value, Text):
        value = value.in_language(spoken.language)
    return spoken.together(str(value)) if isinstance(value, str) else value


def set_in(words: object) -> object:
    """Words as a value on the page that is being made: those of the other direction keep
    together."""
    return _set_in(words, speech())


def worded(text: Text) -> str:
    """A text of the library in the language of the page, as far as the library has it."""
    return text.in_language(page_language())


def _shown(value: object) -> object:
    return worded(value) if isinstance(value, Text) else value


def say_count(one: str, more: str, number: int, /, **values: object) -> str:
    """A sentence that goes by a number, which it may name as `{number}`."""
    return speech().say_count(one, more, number, **values)


def refused(refusal: Refusal) -> str:
    """What a refusal says, in the language of the page."""
    return speech().refusal(refusal)


class _Later:
    """A string that is made anew whenever it is read."""

    __slots__ = ("_made",)

    def __init__(self, made: Callable[[], str]) -> None:
        self._made = made

    # The form library takes as the words of a choice nothing but what says that it is a string.
    __class__ = property(lambda _: str)

    def __str__(self) -> str:
        return self._made()

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __getattr__(self, name: str) -> Any:
        return getattr(str(self), name)

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __len__(self) -> int:
        return len(str(self))

    def __iter__(self) -> Iterator[str]:
        return iter(str(self))

    def __getitem__(self, place: Any) -> str:
        return str(self)[place]

    def __add__(self, other: object) -> str:
        return f"{self}{other}"

    def __radd__(self, other: object) -> str:
        return f"{other}{self}"

    def __mod__(self, values: object) -> str:
        return str(self) % values

    def __repr__(self) -> str:
        return repr(str(self))


def later(sentence: str, /, **values: object) -> str:
    """A sentence said in the language of each page that shows it: for labels, choices, tables.

    It goes wherever a template or a form takes a string; `str(...)` of it is one.
    """
    return as_read(lambda: say(sentence, **values))


def as_read(made: Callable[[], str]) -> str:
    """A string that is made when it is read; for what is put together of sentences."""
    return cast(str, _Later(made))


def register(app: Flask) -> None:
    """Have the templates say things in the language of the page."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    # Texts of the library are shown in the language of the page wherever a template writes them.
    app.jinja_env.finalize = _shown
    app.jinja_env.filters["worded"] = worded
    app.jinja_env.filters["set_in"] = set_in
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        _sentence, _form, newstyle=True
    )
    app.jinja_env.globals |= {"gettext": _said, "_": _said}
    app.context_processor(_frame)


def _sentence(sentence: str) -> str:
    return speech().catalogue.get(sentence) or sentence


def _said(sentence: str, /, **values: object) -> Markup:
    """A sentence of a template, with its values. The template library's own function looks for
    values in every sentence anew, which takes longer than to find its words."""
    words = _sentence(sentence)
    return Markup(words) % values if values else whole(words)  # noqa: S704  # words of a catalogue


@lru_cache(maxsize=4096)
def whole(words: str) -> Markup:
    """A sentence of a template that has no values."""
    # Percent signs are doubled in every sentence, as they are where values are set in.
    return Markup(words) % {}  # noqa: S704  # as above


def _form(one: str, more: str, number: int) -> str:
    return speech().form(one, more, number)


def _frame() -> dict[str, Any]:
    spoken = speech()
    others = [each for each in LANGUAGES.items() if each[0] != spoken.language]
    return {
        "page_language": spoken.language,
        "page_direction": spoken.direction,
        "other_languages": others,
        "twins": others if _has_twins() else [],
    }


def _has_twins() -> bool:
    """Whether this is a page of the public record, or an address where no page stands."""
    if request.endpoint is None:
        return door_of_this_request() is Door.PUBLIC
    return request.blueprint == HOME.partition(".")[0]
