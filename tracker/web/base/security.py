"""Security headers on every response: no unintended scripts, framing or leaks."""

from typing import TypeVar

from flask import Flask, make_response, request
from flask import Response as Page
from werkzeug.wrappers import Response

from tracker.web.base.site_config import office_named

T = TypeVar("T", bound=Response)


class Unchanged(Page):
    """The answer to a reader who has the page with this ETag: the page itself is not sent.

    It sets no header that the stored page already has, because the new header would replace the
    stored one. Other sites could then no longer show a picture that they may show.
    """

    default_mimetype = None

    def __init__(self, etag: str) -> None:
        super().__init__(status=304)
        self.set_etag(etag)


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

# For the few pages with a script file of this site; no page has inline scripts.
SCRIPTED = f"{_POLICY}; script-src 'self'"
# For pages whose script connects to this site: a draft is saved while it is typed.
_FETCHING = f"{SCRIPTED}; connect-src 'self'"

# For pages made to be embedded in other sites.
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
    """Set the security headers on every response that sends a page, unless the page set them
    itself.

    With `subdomains`, browsers are told to use TLS for the subdomains too.
    """
    by_tls = "max-age=31536000; includeSubDomains" if subdomains else "max-age=31536000"

    @app.after_request
    def _set(response: Response) -> Response:
        if secure:
            response.headers.setdefault("Strict-Transport-Security", by_tls)
        if isinstance(response, Unchanged):
            return response
        for name, value in _HEADERS.items():
            if name != "X-Frame-Options" or not _framed(response):
                response.headers.setdefault(name, value)
        private = _private(request.path)
        if private:
            response.headers["Cache-Control"] = "no-store"
        if private or _is_demonstration():
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        if request.path.startswith("/welcome/"):
            # The address is itself a one-time key, so it must not leak as a referrer.
            response.headers["Referrer-Policy"] = "no-referrer"
        return response


def scripted(page: str, code: int = 200, *, fetches: bool = False) -> Response:
    """Return a page that may run this site's script files, which may connect to this site only."""
    answer = make_response(page, code)
    answer.headers["Content-Security-Policy"] = _FETCHING if fetches else SCRIPTED
    return answer


def keep_secret(response: T) -> T:
    """Forbid caching, referrers and indexing: the page's address is a key, or the page shows
    typed data."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def let_show(response: T) -> T:
    """Allow pages of other sites to show this picture."""
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def for_programs(response: T) -> T:
    """Allow scripts on pages of other sites to fetch this response."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return let_show(response)


def let_frame(response: Response) -> Response:
    """Allow other sites to frame this page, which runs no scripts and submits nothing."""
    response.headers["Content-Security-Policy"] = FRAMED
    return let_show(response)


def _is_demonstration() -> bool:
    """Return whether the office is a demonstration, which search engines must not index."""
    named = office_named()
    return named is not None and not named.live


def _framed(response: Response) -> bool:
    return response.headers.get("Content-Security-Policy") == FRAMED


def _private(path: str) -> bool:
    """Return whether a path is for signed-in people only and must never be cached."""
    return path.startswith(("/desk", "/sign-", "/welcome/"))
