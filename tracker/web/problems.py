"""What went wrong, told to a program: problem details after RFC 9457."""

import json
from http import HTTPStatus

from flask import Response, request
from werkzeug.exceptions import HTTPException

MEDIA = "application/problem+json"
PREFIX = "/api/"


def asks_the_api() -> bool:
    """Whether a program asks, which is answered without a page."""
    return request.path.startswith(PREFIX)


def problem(status: int, detail: str, allowed: str = "") -> Response:
    """An answer that says what went wrong; `allowed` names the methods that there are."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    answer = Response(json.dumps(told | {"detail": detail}), status, mimetype=MEDIA)
    if allowed:
        answer.headers["Allow"] = allowed
    return answer


def methods_of(error: HTTPException) -> str:
    """The methods that an address knows, where the error is that it was asked by another."""
    return ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
