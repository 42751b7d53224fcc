"""Whole addresses, as citations and files give them."""

from typing import Any

from flask import request, url_for

from tracker.web.house import the_house


def address_of(endpoint: str, **named: Any) -> str:
    """The whole address of a page, as a citation gives it."""
    base = the_house().public_url or request.host_url
    return base.rstrip("/") + url_for(endpoint, **named)
