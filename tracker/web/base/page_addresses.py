"""Absolute addresses for citations, files and search engines."""

from typing import Any
from urllib.parse import urlencode

from flask import request

from tracker.web.base.addresses import url_for
from tracker.web.base.language import ASKED, HOME, page_language, values_of_page
from tracker.web.base.site_config import site_config, the_office

# Lists split into pages of their own, and the parameters that select a part.
LIST_PAGES = frozenset(
    {"record.requests", "record.corrections", "record.block_answers", "record.blocks"}
)
PART = ("block", "body", "country", "heard", "page", "year")


def address_of(endpoint: str, **named: Any) -> str:
    """Return the absolute address of a page, for use in citations."""
    return _base() + url_for(endpoint, **named)


def own_address() -> str:
    """Return the canonical address of the current page, without parameters that a reader added."""
    return _own(page_language())


def in_each_language() -> list[tuple[str, str]]:
    """Return the canonical address of the current page in each language, by language key."""
    return [(key, _own(key)) for key in the_office().languages]


def _own(language: str) -> str:
    # A page writes its address several times, and once for each language.
    values = values_of_page()
    try:
        known = values.own
    except AttributeError:
        known = values.own = {}
    if language not in known:
        known[language] = _built(language)
    return known[language]


def _built(language: str) -> str:
    named = (request.view_args or {}) | {ASKED: language}
    address = address_of(request.endpoint or HOME, **named)
    if request.endpoint not in LIST_PAGES:
        return address
    part = [(name, request.args[name]) for name in PART if request.args.get(name)]
    return f"{address}?{urlencode(part)}" if part else address


def _base() -> str:
    return (site_config().public_url or request.host_url).rstrip("/")
