"""What went wrong, told to a program: problem details after RFC 9457."""

import json
from http import HTTPStatus

from flask import Response, request
from werkzeug.exceptions import HTTPException

PROBLEM_MEDIA = "application/problem+json"
_PREFIX = "/api/"
# A page of any site may read what is public, errors too, and a browser may show it there.
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Allow, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
# What a program is told where a person would be told of links and buttons.
ADVICE = {
    404: "Nothing stands at this address: /api/v1/ names every address that there is.",
    405: "What stands at this address can only be read: ask by GET.",
}


def asks_the_api() -> bool:
    """Whether a program asks, which is answered without a page."""
    return request.path.startswith(_PREFIX)


def problem(status: int, detail: str, allowed: str = "") -> Response:
    """An answer that says what went wrong; `allowed` names the methods that there are."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    answer = Response(json.dumps(told | {"detail": detail}), status, mimetype=PROBLEM_MEDIA)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers.update(OPEN_TO_ALL)
    if allowed:
        answer.headers["Allow"] = allowed
    return answer


def methods_of(error: HTTPException) -> str:
    """The methods that an address knows, where the error is that it was asked by another."""
    return ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
