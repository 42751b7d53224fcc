"""Whole addresses, as citations and files give them."""

from typing import Any

from flask import request

from tracker.web.addresses import in_language, url_for
from tracker.web.house import the_house
from tracker.web.language import LANGUAGES


def address_of(endpoint: str, **named: Any) -> str:
    """The whole address of a page, as a citation gives it."""
    return _base() + url_for(endpoint, **named)


def in_each_language() -> list[tuple[str, str]]:
    """The whole address of this very page in each language, by its key."""
    return [(key, _base() + in_language(key)) for key in LANGUAGES]


def _base() -> str:
    return (the_house().public_url or request.host_url).rstrip("/")
