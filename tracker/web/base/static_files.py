"""What lies outside the pages: static files, the health checks, the metrics and `security.txt`."""

import hmac
from datetime import timedelta

from flask import Response as Answer
from flask import jsonify, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from tracker.web.base.access import Access, Pages
from tracker.web.base.site_config import Health, site_config, the_office

# RFC 9116 recommends less than a year.
CONTACT_LASTS = timedelta(days=180)


def pages() -> Pages:
    """Return the blueprint of static files, health checks, `/metrics` and `security.txt`."""
    shelf = Pages("static_files", Access.PUBLIC, static_folder="static")
    shelf.add_url_rule("/healthz", view_func=healthz)
    shelf.add_url_rule("/healthz/pages", view_func=healthz_of_pages)
    shelf.add_url_rule("/metrics", view_func=metrics)
    shelf.add_url_rule("/.well-known/security.txt", view_func=security_txt)
    # Static files are part of the program, which is an input of every page.
    shelf.declared["static"] = lambda of, filename: ()
    return shelf


def healthz() -> tuple[Response, int]:
    """Return the state of the program as JSON, with status 200 if it can do its work, else 503."""
    health = site_config().health()
    swept = health.last_sweep_at
    return _told(health, last_sweep_at=swept.isoformat() if swept else None)


def healthz_of_pages() -> tuple[Response, int]:
    """Return whether this machine can serve pages, as JSON, with status 200 or 503.

    A balancer asks this: what is wrong with the office is wrong on every machine.
    """
    return _told(site_config().pages_health())


def _told(health: Health, **more: str | None) -> tuple[Response, int]:
    answer = jsonify(
        well=health.well,
        database=health.database,
        migration=health.migration,
        problems=list(health.problems),
        **more,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer, 200 if health.well else 503


def metrics() -> Response:
    """Return numbers for programs that watch the office, in the text format of Prometheus.

    Raises NotFound where no token is set. Another token is answered with status 401.
    """
    config = site_config()
    if not config.metrics_token:
        raise NotFound
    given = request.authorization
    token = given.token if given and given.type == "bearer" else None
    if not hmac.compare_digest((token or "").encode(), config.metrics_token.encode()):
        return Answer("", 401, {"WWW-Authenticate": "Bearer"})
    answer = Answer(config.metrics(), content_type="text/plain; version=0.0.4; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def security_txt() -> Response:
    """Return where to report a security fault (RFC 9116). Raises NotFound without a contact."""
    config = site_config()
    if not config.security_contact:
        raise NotFound
    expires = the_office().now().date() + CONTACT_LASTS
    lines = (
        f"Contact: {config.security_contact}",
        f"Expires: {expires}T00:00:00Z",
        f"Canonical: {config.public_url}/.well-known/security.txt",
    )
    return Answer("".join(f"{line}\n" for line in lines), mimetype="text/plain")
