"""What lies outside the pages: static files, and the health check."""

from flask import jsonify
from werkzeug.wrappers import Response

from tracker.web.base.access import Door, Pages
from tracker.web.base.site_config import the_house


def pages() -> Pages:
    """Return the blueprint of the files under `/static`, and of `/healthz`."""
    shelf = Pages("shelf", Door.PUBLIC, static_folder="static")
    shelf.add_url_rule("/healthz", view_func=healthz)
    # Static files are part of the program, which is an input of every page.
    shelf.declared["static"] = lambda of, filename: ()
    return shelf


def healthz() -> tuple[Response, int]:
    """Return the state of the program as JSON, with status 200 if it can do its work, else 503."""
    health = the_house().health()
    swept = health.last_sweep_at
    answer = jsonify(
        well=health.well,
        database=health.database,
        migration=health.migration,
        last_sweep_at=swept.isoformat() if swept else None,
        problems=list(health.problems),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer, 200 if health.well else 503
