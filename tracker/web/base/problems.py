"""Errors for programs: problem details as in RFC 9457."""

import json
from http import HTTPStatus

from flask import Response, request
from werkzeug.exceptions import HTTPException

PROBLEM_MEDIA = "application/problem+json"
_PREFIX = "/api/"
# Pages of any site may read and show public responses, including errors.
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Allow, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
# Advice for programs, where a person would be referred to links and buttons.
ADVICE = {
    404: "Nothing stands at this address: /api/v1/ names every address that there is.",
    405: "What stands at this address can only be read: ask by GET.",
}


def asks_the_api() -> bool:
    """Return whether a program is asking, which gets a response without a page."""
    return request.path.startswith(_PREFIX)


def problem(status: int, detail: str, allowed: str = "") -> Response:
    """Return an error response; `allowed` lists the supported methods."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    answer = Response(json.dumps(told | {"detail": detail}), status, mimetype=PROBLEM_MEDIA)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers.update(OPEN_TO_ALL)
    if allowed:
        answer.headers["Allow"] = allowed
    return answer


def methods_of(error: HTTPException) -> str:
    """Return the methods an address supports if the error is an unsupported method; otherwise
    empty."""
    return ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
