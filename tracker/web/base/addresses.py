"""Addresses of pages, cached, and the address of the current page in each language."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, cast
from urllib.parse import urlencode

from flask import Flask, current_app, g, request
from werkzeug.routing import Rule

from tracker.web.base.language import (
    ASKED,
    HOME,
    asked_language,
    page_language,
    this_page,
    values_of_page,
)

MOST_KEPT = 2048

Build = Callable[..., str]
PagePlace = tuple[str, str | None, str]


class PageRule(Rule):
    """The address of a page. The function that writes it is made when it is first written.

    The library would compile two for each address, one of them for a use that no page has.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        name = "_build_unknown" if append_unknown else "_build"
        make = super()._compile_builder

        def write(rule: Rule, **values: Any) -> tuple[str, str]:
            made = make(append_unknown).__get__(rule, None)
            setattr(rule, name, made)
            return cast(tuple[str, str], made(**values))

        return write


def register(app: Flask) -> None:
    """Register the template functions of this module, and a cache for built addresses."""

    # `typed`, because equal values such as 1 and True give different addresses.
    @lru_cache(maxsize=MOST_KEPT, typed=True)
    def build(place: PagePlace, endpoint: str, **values: Any) -> str:
        return app.url_for(endpoint, **values)

    # By default the router redirects double slashes to single ones, on any requested host.
    app.url_map.merge_slashes = False
    app.extensions["kept_addresses"] = build
    app.jinja_env.globals |= {"url_for": url_for, "in_language": in_language}


def url_for(endpoint: str, **values: Any) -> str:
    """Return the address of a page of this site, as Flask builds it."""
    try:
        build: Build = this_page().build_address  # type: ignore[union-attr]
    except AttributeError:
        build = _build_for_this_page()
    try:
        return build(endpoint, **values)
    except TypeError:
        # A value without a hash, such as a list, cannot be a key of the cache.
        return current_app.url_for(endpoint, **values)


def _build_for_this_page() -> Build:
    """Return the cached address builder for pages like this one."""
    build: Build = partial(current_app.extensions["kept_addresses"], place_of_page())
    values_of_page().build_address = build
    return build


def place_of_page() -> PagePlace:
    """Return the path prefix, blueprint and language of a page. Its addresses depend on them."""
    values = values_of_page()
    try:
        return values.place
    except AttributeError:
        blueprint = request.blueprint
        language = asked_language() if blueprint == "sign_in" else page_language()
        values.place = (request.root_path, blueprint, language)
        return values.place


def in_language(key: str) -> str:
    """Return the address of the current page in another language, or of the home page if there is
    no page here."""
    # The head of a public page has asked for the same address, so this one is known by now.
    named = (request.view_args or {}) | {ASKED: key}
    address = url_for(request.endpoint or HOME, **named)
    rest = _rest()
    return f"{address}{'&' if '?' in address else '?'}{rest}" if rest else address


def _rest() -> str:
    """Return the query string of this page without the language.

    It is not passed to `url_for`, because a parameter could have the name of one of its
    arguments.
    """
    if "rest" not in g:
        pairs = request.args.items(multi=True)
        g.rest = urlencode([(name, value) for name, value in pairs if name != ASKED])
    return cast(str, g.rest)
