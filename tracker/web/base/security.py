"""The headers that every answer carries: nothing runs, frames or leaks that was not meant to."""

from typing import TypeVar

from flask import Flask, make_response, request
from werkzeug.wrappers import Response

from tracker.web.base.site_config import office_named

T = TypeVar("T", bound=Response)

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

# For the few pages that run a script file of this site; no page runs a script of its own text.
SCRIPTED = f"{_POLICY}; script-src 'self'"
# Where the script also speaks with this site: a draft that is saved while it is typed.
_FETCHING = f"{SCRIPTED}; connect-src 'self'"

# For what is made to stand in the pages of others.
FRAMED = _POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")

_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def guard_answers(app: Flask, *, secure: bool, subdomains: bool) -> None:
    """Set the headers on every answer; one that a page set itself stands.

    Over TLS, browsers are told to come by TLS alone; where `subdomains` says so, also to those.
    """
    by_tls = "max-age=31536000; includeSubDomains" if subdomains else "max-age=31536000"

    @app.after_request
    def _set(response: Response) -> Response:
        for name, value in _HEADERS.items():
            if name != "X-Frame-Options" or not _framed(response):
                response.headers.setdefault(name, value)
        if secure:
            response.headers.setdefault("Strict-Transport-Security", by_tls)
        private = _private(request.path)
        if private:
            response.headers["Cache-Control"] = "no-store"
        if private or _is_demonstration():
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        if request.path.startswith("/welcome/"):
            # The address itself opens the door once: it is told to nobody.
            response.headers["Referrer-Policy"] = "no-referrer"
        return response


def scripted(page: str, code: int = 200, *, fetches: bool = False) -> Response:
    """A page that may run the script files of this site, which may speak with this site alone."""
    answer = make_response(page, code)
    answer.headers["Content-Security-Policy"] = _FETCHING if fetches else SCRIPTED
    return answer


def let_show(response: T) -> T:
    """Let browsers show a picture that stands here on the pages of others."""
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def for_programs(response: T) -> T:
    """Let programs on the pages of others fetch what stands here."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return let_show(response)


def let_frame(response: Response) -> Response:
    """Let other sites show what stands here, and nothing more: it runs and sends nothing."""
    response.headers["Content-Security-Policy"] = FRAMED
    return let_show(response)


def _is_demonstration() -> bool:
    """Whether what is shown was not really filed: no search engine is to tell of it."""
    named = office_named()
    return named is not None and not named.live


def _framed(response: Response) -> bool:
    return response.headers.get("Content-Security-Policy") == FRAMED


def _private(path: str) -> bool:
    """Whether what stands at this path is for signed-in people and must stay in no cache."""
    return path.startswith(("/desk", "/sign-", "/welcome/"))
