"""Addresses of pages: what was built once is not built again, and this page in each language."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, cast
from urllib.parse import urlencode

from flask import Flask, current_app, g, request

from tracker.web.base.language import ASKED, HOME, asked_language, page_language

MOST_KEPT = 2048

Build = Callable[..., str]


def register(app: Flask) -> None:
    """Give the templates the functions of this file, and the application a place to keep what
    they built."""

    @lru_cache(maxsize=MOST_KEPT)
    def build(kept: tuple[str | None, ...], endpoint: str, **values: Any) -> str:
        return app.url_for(endpoint, **values)

    # Of its own accord the router leads from two slashes to one, at whatever host was asked for.
    app.url_map.merge_slashes = False
    app.extensions["kept_addresses"] = build
    app.jinja_env.globals |= {"url_for": url_for, "in_language": in_language}


def url_for(endpoint: str, **values: Any) -> str:
    """The address of a page of this site, as Flask builds it."""
    # Nothing else is kept: what is equal, as 1 and True are, is not written alike.
    if not values or all(isinstance(value, str) for value in values.values()):
        build: Build = g.get("build_address") or _build_for_this_page()
        return build(endpoint, **values)
    return current_app.url_for(endpoint, **values)


def _build_for_this_page() -> Build:
    """What builds addresses for pages like this one: they depend on all that is named here."""
    blueprint = request.blueprint
    language = asked_language() if blueprint == "sign_in" else page_language()
    build = current_app.extensions["kept_addresses"]
    g.build_address = partial(build, (request.root_path, blueprint, language))
    return cast(Build, g.build_address)


def in_language(key: str) -> str:
    """The address of this very page in another language; where none stands, that of the first
    one."""
    named = request.view_args or {}
    # What a reader put into it is not kept.
    build = current_app.url_for if named else url_for
    address = build(request.endpoint or HOME, **named | {ASKED: key})
    rest = _rest()
    return f"{address}{'&' if '?' in address else '?'}{rest}" if rest else address


def _rest() -> str:
    """What stands behind the question mark in the address of this page, but for the language. It
    is no argument of ours: it may be called as one of `url_for`."""
    if "rest" not in g:
        pairs = request.args.items(multi=True)
        g.rest = urlencode([(name, value) for name, value in pairs if name != ASKED])
    return cast(str, g.rest)
